"""What every desk shares: who is asking and when, the evening bar, marks, figures, sign-in."""
