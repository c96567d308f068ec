"""The outermost ring: settings, addresses of pages, the clock, and what every request passes through."""
