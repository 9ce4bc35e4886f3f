"""What a handbook is: frozen records, made of the standard library alone."""
