"""The parts of a night: what is learnt of teachers, what evenings came to, and the rows that are kept of it."""
