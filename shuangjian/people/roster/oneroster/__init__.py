"""OneRoster 1.1 and 1.2 CSV sets (1EdTech) as typed rows."""
