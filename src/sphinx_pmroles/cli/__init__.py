"""The command ``sphinx-pmroles``."""
