"""A handbook in a folder of its own, built as a user builds it."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from warnings import catch_warnings, filterwarnings

import pytest
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

CONF = """\
project = "Handbook"
author = "The authors"
copyright = "2026, The authors"
version = "1.0"
release = "1.0"
language = "en"
extensions = ["myst_parser", "sphinx_pmroles"]
myst_enable_extensions = ["colon_fence", "deflist", "tasklist"]
html_theme = "basic"
html_copy_source = False
latex_engine = "xelatex"
epub_show_urls = "no"
suppress_warnings = ["epub.unknown_project_files"]
"""

#: A handbook in Markdown: pages in folders that show each other's things.
MARKDOWN = {
    "index.md": """\
        # Handbook

        ```{toctree}
        team/roles
        team/launch
        plan/cycle
        plan/roadmap
        ```
        """,
    "team/roles.md": """\
        # Roles

        :::{pm:role} Product Manager
        :id: product-manager
        :abbr: PM
        :aka: PdM
        :reports-to: sponsor

        Purpose
        : Hold technology, business and customers together.

        Not accountable for
        : Detailed requirements, see {pm:role}`BA`
        :::

        :::{pm:role} Business Analyst
        :abbr: BA
        :level: senior
        :reports-to: PM
        :works-with: Sponsor
        :::

        :::{pm:role} Sponsor
        :kind: person
        :::
        """,
    "team/launch.md": """\
        # Launching

        :::{pm:matrix} Launch a product
        :id: launch

        | Activity         | PM  | BA  | Engineering        | Sponsor | Notes      |
        | ---------------- | --- | --- | ------------------ | ------- | ---------- |
        | **Strategy**     |     |     |                    |         |            |
        | Set the vision   | A/R | C   | C                  | I       | Once       |
        | Secure resources | R   | -   | C (if over budget) | A       | Every year |
        | **Launch**       |     |     |                    |         |            |
        | Train support    | A   | R   | I                  |         |            |
        :::
        """,
    "plan/cycle.md": """\
        # Life cycle

        ::::{pm:lifecycle} Product life cycle
        :id: cycle
        :current: launch

        :::{pm:stage} Develop
        :::

        :::{pm:stage} Launch
        :decided-by: sponsor

        Entry criteria
        : - Must: support trained
        :::
        ::::
        """,
    "plan/roadmap.md": """\
        # Plans

        :::{pm:roadmap} Two-year roadmap
        :id: plan
        :as-of: 2026-10-01

        | Item            | When    | Stage   | Owner | Status      | Depends on |
        | --------------- | ------- | ------- | ----- | ----------- | ---------- |
        | Sign-up page    | 2026-Q3 | Launch  | PM    | in progress |            |
        | Usage price     | 2027-H1 | Develop | BA    | planned     |            |
        | Partner market  | later   | Launch  | PM    |             | Usage price |
        :::

        :::{pm:roadmap} Hiring plan
        :id: hiring
        :view: table

        | Item          | When       | Owner       |
        | ------------- | ---------- | ----------- |
        | Hire a writer | 2026-12-15 | Engineering |
        :::

        See {pm:matrix}`launch` and {pm:stage}`cycle/launch`.
        """,
}

#: The same in reStructuredText.
RST = {
    "index.rst": """\
        Handbook
        ========

        .. toctree::

           team/roles
           team/launch
           plan/cycle
           plan/roadmap
        """,
    "team/roles.rst": """\
        Roles
        =====

        .. pm:role:: Product Manager
           :id: product-manager
           :abbr: PM
           :aka: PdM
           :reports-to: sponsor

           Purpose
              Hold technology, business and customers together.

           Not accountable for
              Detailed requirements, see :pm:role:`BA`

        .. pm:role:: Business Analyst
           :abbr: BA
           :level: senior
           :reports-to: PM
           :works-with: Sponsor

        .. pm:role:: Sponsor
           :kind: person
        """,
    "team/launch.rst": """\
        Launching
        =========

        .. pm:matrix:: Launch a product
           :id: launch

           +------------------+-----+----+--------------------+---------+------------+
           | Activity         | PM  | BA | Engineering        | Sponsor | Notes      |
           +==================+=====+====+====================+=========+============+
           | **Strategy**                                                            |
           +------------------+-----+----+--------------------+---------+------------+
           | Set the vision   | A/R | C  | C                  | I       | Once       |
           +------------------+-----+----+--------------------+---------+------------+
           | Secure resources | R   | –  | C (if over budget) | A       | Every year |
           +------------------+-----+----+--------------------+---------+------------+
           | **Launch**                                                              |
           +------------------+-----+----+--------------------+---------+------------+
           | Train support    | A   | R  | I                  |         |            |
           +------------------+-----+----+--------------------+---------+------------+
        """,
    "plan/cycle.rst": """\
        Life cycle
        ==========

        .. pm:lifecycle:: Product life cycle
           :id: cycle
           :current: launch

           .. pm:stage:: Develop

           .. pm:stage:: Launch
              :decided-by: sponsor

              Entry criteria
                 - Must: support trained
        """,
    "plan/roadmap.rst": """\
        Plans
        =====

        .. pm:roadmap:: Two-year roadmap
           :id: plan
           :as-of: 2026-10-01

           .. csv-table::
              :header-rows: 1

              Item, When, Stage, Owner, Status, Depends on
              Sign-up page, 2026-Q3, Launch, PM, in progress,
              Usage price, 2027-H1, Develop, BA, planned,
              Partner market, later, Launch, PM, , Usage price

        .. pm:roadmap:: Hiring plan
           :id: hiring
           :view: table

           ============= ========== ===========
           Item          When       Owner
           ============= ========== ===========
           Hire a writer 2026-12-15 Engineering
           ============= ========== ===========

        See :pm:matrix:`launch` and :pm:stage:`cycle/launch`.
        """,
}

_COLOUR = re.compile("\x1b\\[[0-9;]*m")


@dataclass
class Built:
    """What a build gave: its folder, its warnings, and the pages it worked on.

    The warnings name their places relative to the source folder.
    """

    out: Path
    warnings: list[str]
    read: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    status: str = ""

    def text(self, name: str) -> str:
        """Return the text of a file of the output."""
        return (self.out / name).read_text(encoding="utf-8")

    @property
    def inventory(self) -> dict[str, Any]:
        """What ``pmroles.json`` holds."""
        loaded: dict[str, Any] = json.loads(self.text("pmroles.json"))
        return loaded

    def files(self, pattern: str = "**/*") -> dict[str, bytes]:
        """Return the files of the output by name."""
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in sorted(self.out.glob(pattern))
            if path.is_file()
        }


class Project:
    """A folder of sources that can be built again and again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.source = root / "source"
        self.source.mkdir(parents=True)
        (self.source / "conf.py").write_text(CONF, encoding="utf-8")

    def write(self, **pages: str) -> None:
        """Write Markdown pages by name; ``__`` in a name starts a folder."""
        for name, text in pages.items():
            self.write_file(f"{name.replace('__', '/')}.md", text)

    def write_file(self, name: str, text: str) -> None:
        """Write a file of the sources; the text may be indented as the test is."""
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def write_handbook(self, language: str = "md") -> None:
        """Write the sample handbook in one of the languages."""
        for name, text in {"md": MARKDOWN, "rst": RST}[language].items():
            self.write_file(name, text)

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a text that a file holds."""
        path = self.source / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def configure(self, **values: Any) -> None:
        """Add values to ``conf.py``."""
        with (self.source / "conf.py").open("a", encoding="utf-8") as conf:
            conf.writelines(f"{name} = {value!r}\n" for name, value in values.items())

    def build(
        self,
        builder: str = "html",
        *,
        out: str = "",
        doctrees: str = "doctrees",
        only: Sequence[str] = (),
        nitpicky: bool = True,
        jobs: int = 1,
        prepare: Callable[[Sphinx], object] | None = None,
        **config: Any,
    ) -> Built:
        """Build in this process; *only* names the pages to build alone.

        *jobs* is the number of processes that read and write.  *prepare* gets the
        application before it builds.
        """
        target = self.root / (out or builder)
        # Sphinx keeps the catalogues of a build for the next in the same process.
        translators.clear()
        warnings, status = io.StringIO(), io.StringIO()
        built = Built(target, [])
        # Sphinx keeps the languages of earlier builds in the process.
        locale.translators.clear()
        with patch_docutils(str(self.source)), docutils_namespace():
            app = Sphinx(
                self.source,
                self.source,
                target,
                self.root / doctrees,
                builder,
                confoverrides={"nitpicky": nitpicky, **config},
                status=status,
                warning=warnings,
                parallel=jobs,
            )
            app.connect(
                "source-read", lambda _app, docname, _text: built.read.append(docname)
            )
            app.connect(
                "doctree-resolved",
                lambda _app, _doctree, docname: built.written.append(docname),
            )
            if prepare:
                prepare(app)
            files = [self.source / name for name in only]
            with catch_warnings():
                # MyST-Parser 5.2 still asks its transforms for the application.
                filterwarnings("ignore", module=r"myst_parser\.")
                app.build(filenames=files if only else ())
        built.warnings = self.lines(warnings.getvalue())
        built.status = status.getvalue()
        return built

    def run(
        self,
        builder: str = "html",
        *options: str,
        out: str = "",
        doctrees: str = "doctrees",
        environment: Mapping[str, str] | None = None,
        status: int = 0,
    ) -> Built:
        """Build in a process of its own, with options of the command line.

        *status* is that with which it must end.
        """
        target = self.root / (out or builder)
        command = [sys.executable, "-m", "sphinx", "--no-color", "-q", "-n"]
        command += ["-b", builder, "-d", str(self.root / doctrees), *options]
        done = subprocess.run(
            [*command, str(self.source), str(target)],
            env={**os.environ, **(environment or {})},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == status, done.stderr
        return Built(target, self.lines(done.stderr))

    def lines(self, log: str) -> list[str]:
        """Return the lines of a log, with places relative to the sources."""
        plain = _COLOUR.sub("", log).replace(f"{self.source}{os.sep}", "")
        return plain.splitlines()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return an empty project with a ``conf.py``."""
    return Project(tmp_path)


@pytest.fixture
def new_project(tmp_path: Path) -> Callable[[str], Project]:
    """Return a function that makes an empty project in a folder of that name."""
    return lambda name: Project(tmp_path / name)
