"""What after-school service is made of, as plain values. No Django, no clock."""
