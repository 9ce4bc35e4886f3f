"""Handbook to JSON and back."""
