"""One module per way of running: dev, test, demo, production. `base` is what they share."""
