from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from pkgutil import resolve_name
from types import SimpleNamespace
from typing import Any, cast

import pytest
from docutils.parsers.rst import Directive

from sphinx_pmroles.extension.domain import DIRECTIVES, HandbookDomain
from sphinx_pmroles.extension.nodes import Recorded
from sphinx_pmroles.extension.on_use import OnUse
from sphinx_pmroles.extension.views import FILLED, REPLACED

PACKAGE = "sphinx_pmroles"

#: All of ours that a project pays for whose pages use nothing of us.
FIRST_LAYER = {
    "",
    "charts",
    "charts.text_width",
    "extension",
    "extension.audience",
    "extension.builder",
    "extension.collecting",
    "extension.config",
    "extension.domain",
    "extension.editions",
    "extension.fences",
    "extension.freshness",
    "extension.genindex",
    "extension.html",
    "extension.kept",
    "extension.links",
    "extension.log",
    "extension.nodes",
    "extension.on_use",
    "extension.page",
    "extension.remade",
    "extension.site",
    "extension.ticks",
    "extension.toc",
    "extension.transforms",
    "extension.unread",
    "extension.views",
    "extension.words",
    "model",
    "model.audience",
    "model.key",
    "model.kind",
    "model.link",
    "model.messages",
    "model.rows",
}
#: Some of what processes need that read and write pages with something of ours.
SECOND_LAYER = {
    "charts.timeline",
    "extension.directives.roadmap",
    "extension.views.roadmaps",
}
#: What takes long to load.  Of these, Sphinx itself loads babel.
HEAVY = ("icalendar", "jsonschema", "openpyxl", "yaml")

#: Builds a page, and prints what was loaded once we were set up, and in the end.
BUILD = f"""
import json, sys
from pathlib import Path
from sphinx.application import Sphinx

def loaded():
    ours = (name for name in sys.modules if name.partition(".")[0] == "{PACKAGE}")
    return [*ours, *(name for name in {HEAVY!r} if name in sys.modules)]

here = Path(sys.argv[1])
folders = here, here, here / "out", here / "doctrees"
app = Sphinx(*folders, sys.argv[2], status=None, parallel=int(sys.argv[3]))
set_up = loaded()
app.build()
print(json.dumps([set_up, loaded()]))
"""


def built(folder: Path, builder: str, jobs: int = 1) -> list[set[str]]:
    """Return what is loaded once we are set up, and after *folder* is built."""
    folder.joinpath("conf.py").write_text(f"extensions = [{PACKAGE!r}]\n", "utf-8")
    page = (
        "Page\n====\n\n.. list-table::\n\n   * - One\n     - `Two <https://e.org>`_\n"
    )
    folder.joinpath("index.rst").write_text(page, "utf-8")
    command = [sys.executable, "-c", BUILD, str(folder), builder, str(jobs)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return [set(loaded) for loaded in json.loads(done.stdout)]


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_set_up__loads_the_first_layer_alone(tmp_path: Path, builder: str) -> None:
    allowed = {f"{PACKAGE}.{name}".rstrip(".") for name in FIRST_LAYER}
    for loaded in built(tmp_path, builder):
        assert loaded - allowed == set()


def test_parallel_build__imports_before_it_starts_processes(tmp_path: Path) -> None:
    for n in range(6):
        tmp_path.joinpath(f"{n}.rst").write_text(":orphan:\n", "utf-8")
    set_up, in_the_end = built(tmp_path, "dummy", jobs=2)
    needed = {f"{PACKAGE}.{name}" for name in SECOND_LAYER}
    assert set_up.isdisjoint(needed)
    assert in_the_end >= needed


def kinds_of(kind: type[Recorded[Any]]) -> Iterator[type[Recorded[Any]]]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds_of(below)


def test_record_types__are_there() -> None:
    places = [
        kind.record_type for kind in kinds_of(Recorded) if "record_type" in vars(kind)
    ]
    assert len(places) == len(set(places)) > 1
    for place in places:
        assert is_dataclass(resolve_name(place))


def test_on_use__knows_its_places() -> None:
    assert all(issubclass(found, Directive) for found in DIRECTIVES.values())
    for table in (FILLED, REPLACED):
        for node, show in table.items():
            assert issubclass(node, Recorded)
            assert callable(show)


def test_on_use__imports_what_is_asked_for_alone() -> None:
    table: OnUse[str, Any] = OnUse({"path": "pathlib:Path", "none": "no.such:thing"})
    assert table["path"] is table.get("path") is Path
    assert "none" in table
    assert table.get("other") is None
    with pytest.raises(ModuleNotFoundError):
        table.get("none")


def test_domain__lists_its_directives_imported() -> None:
    """Editors ask the domains which directives there are."""
    domain = HandbookDomain(cast("Any", SimpleNamespace(domaindata={})))
    assert domain.directives.keys() >= {"role", "matrix", "roadmap"}
    assert all(issubclass(one, Directive) for one in domain.directives.values())
