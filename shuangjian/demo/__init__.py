"""The sample city: invented, seeded, made by the same operations as real use."""
