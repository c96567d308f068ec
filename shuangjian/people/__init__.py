"""People, the roles they hold over places, pupils (who have no accounts), guardians and their paper slips."""
