"""Run the command as ``python -m sphinx_pmroles.cli``."""

from __future__ import annotations

from sphinx_pmroles.cli.main import main

main(prog_name="sphinx-pmroles")
