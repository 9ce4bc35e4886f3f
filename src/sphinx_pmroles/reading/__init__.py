"""Text to model: tables, cells, dates.  Nothing here knows docutils or Sphinx."""
