"""A handbook for other tools, and what other tools hold for a handbook."""
