"""A term of after-school service for the whole city: programmes, and what families wish, by a stated model."""
