"""The public site: no sign-in, cacheable."""
