"""The command as a whole: what every subcommand shares."""

from __future__ import annotations

import subprocess
import sys

from click.testing import CliRunner

from sphinx_pmroles import __version__
from sphinx_pmroles.cli.main import main


def test_main__says_its_version() -> None:
    result = CliRunner().invoke(main, ["--version"], prog_name="sphinx-pmroles")
    assert (result.exit_code, result.output) == (0, f"sphinx-pmroles {__version__}\n")


def test_main__does_not_load_sphinx_to_start() -> None:
    code = (
        "import sys\n"
        "from sphinx_pmroles.cli.main import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "heavy = {'sphinx', 'docutils', 'yaml', 'openpyxl', 'babel', 'jsonschema'}\n"
        "sys.exit(str(heavy & sys.modules.keys()) if heavy & sys.modules.keys() else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
