"""课后服务: programmes, wishes, the draw, places and tutoring. Homework first, then an activity by choice."""
