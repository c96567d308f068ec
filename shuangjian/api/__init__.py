"""`/api/v1`: what people do at their desks, for programs that act for them. One call down per endpoint."""
