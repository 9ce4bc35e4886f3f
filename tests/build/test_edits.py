"""One truth: after any edit, an incremental build gives what a clean one gives.

A few edits here; ``nox -s edits`` makes hundreds, and says how many pages were written
that came out as they were.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.build.random_handbook import RandomHandbook

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

#: The environment may ask for more: ``nox -s edits`` does.
SEED = int(os.environ.get("PMROLES_EDITS_SEED", "20261123"))
EDITS = int(os.environ.get("PMROLES_EDITS", "4"))
PAGES = int(os.environ.get("PMROLES_EDITS_PAGES", "16"))
BUILDERS = ("html", "latex")
#: What Sphinx itself leaves as it was: the links to the pages before and after.
_NEIGHBOURS = re.compile(
    rb'<link rel="(?:next|prev)".*?/>|<div class="related".*?</div>', re.DOTALL
)
_SEARCH = re.compile(r"^Search\.setIndex\((.*)\)$", re.DOTALL)


def outputs(built: Built, known: set[str] | None = None) -> dict[str, bytes]:
    """Return the files of a build, less what Sphinx itself does not keep fresh.

    It leaves pages behind that are gone: those that are not *known* are left out.
    """
    return {
        name: _own(name, content)
        for name, content in built.files().items()
        if not name.startswith(("_static/", ".buildinfo"))
        and (known is None or name in known)
    }


def _own(name: str, content: bytes) -> bytes:
    if name.endswith(".html"):
        return _NEIGHBOURS.sub(b"", content)
    return _searchable(content) if name == "searchindex.js" else content


def _searchable(content: bytes) -> bytes:
    """Return what the search finds.

    Sphinx keeps an empty list of each term that is gone, and forgets the index entries
    of the pages that it does not write again.
    """
    found = _SEARCH.match(content.decode("utf-8"))
    assert found
    index = json.loads(found[1])
    del index["indexentries"]
    for name in ("terms", "titleterms", "alltitles"):
        index[name] = {key: pages for key, pages in index[name].items() if pages != []}
    return json.dumps(index, sort_keys=True).encode()


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 4])
def test_incremental_build__equals_a_clean_one_after_any_edit(
    project: Project, jobs: int
) -> None:
    book = RandomHandbook(project, SEED + jobs, PAGES)
    inventory = project.build("pmroles", doctrees="first").inventory
    project.write_file("start.json", json.dumps(inventory))
    book.base += 'pmroles_baselines = {"start": "start.json"}\n'
    book.base += 'html_sidebars = {"**": []}\n'
    book.write()
    parallel = [f"-j{jobs}"]
    for builder in BUILDERS:
        project.run(builder, *parallel)
    done = []
    needless = written = 0
    for number in range(EDITS):
        before = {b: outputs(_there(project, b)) for b in BUILDERS}
        done.append(book.edit())
        for builder in BUILDERS:
            stamps = _stamps(project, builder)
            incremental = project.run(builder, *parallel)
            clean = project.run(builder, out="clean", doctrees="clean-doctrees")
            expected = outputs(clean)
            found = outputs(incremental, set(expected))
            assert found.keys() == expected.keys(), done
            different = [k for k, v in expected.items() if found[k] != v]
            assert not different, f"{builder} after edit {number}: {done}"
            again = {
                name
                for name, stamp in _stamps(project, builder).items()
                if stamps.get(name) != stamp and name.endswith(".html")
            }
            written += len(again)
            same = (n for n in again if before[builder].get(n) == expected.get(n))
            needless += sum(1 for _name in same)
            shutil.rmtree(project.root / "clean")
            shutil.rmtree(project.root / "clean-doctrees")
    said = f"{EDITS} edits: {written} pages written, {needless} came out as they were"
    print(said)  # noqa: T201 (nox shows it)


def _there(project: Project, builder: str) -> Built:
    from tests.build.conftest import Built

    return Built(project.root / builder, [])


def _stamps(project: Project, builder: str) -> dict[str, int]:
    out = project.root / builder
    return {
        path.relative_to(out).as_posix(): path.stat().st_mtime_ns
        for path in out.glob("**/*.html")
    }
