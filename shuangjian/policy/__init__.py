"""Which rules govern whom and when: the rulebook's edition, and the stricter limits a school sets for itself."""
