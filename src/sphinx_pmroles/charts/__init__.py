"""Charts: a model becomes a scene of shapes, and printers write the scene.

Nothing here knows docutils or Sphinx, and nothing is measured on the machine that
builds: the same model gives the same bytes everywhere.
"""
