"""Handbook to findings: what is wrong, and how to mend it."""
