"""One truth: after any edit, an incremental build gives what a clean one gives.

Some edits here; ``nox -s edits`` makes hundreds, so that each of all kinds is made, and
says how many pages were written that came out as they were, by which kind of edit.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from unittest.mock import patch

from sphinx.errors import SphinxError

from sphinx_pmroles.extension.freshness import Freshness
from tests.build.random_handbook import EDITS as KINDS
from tests.build.random_handbook import RandomHandbook

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from tests.build.conftest import Built, Project

T = TypeVar("T")

#: The environment may ask for more: ``nox -s edits`` does.
SEED = int(os.environ.get("PMROLES_EDITS_SEED", "20261123"))
EDITS = int(os.environ.get("PMROLES_EDITS", "4"))
PAGES = int(os.environ.get("PMROLES_EDITS_PAGES", "16"))
BUILDERS = ("html", "latex")
#: The chains of builds that are never clean, by their folders: with how many processes.
CHAINS = {"one": 1, "four": 4}

#: What Sphinx itself leaves as it was: the links to the pages before and after, whose
#: titles changed, in the head of a page and in its bars.
_NEIGHBOURS = re.compile(
    rb'\s*<link rel="(?:next|prev)" [^>]*/>'
    # The link to the index, in the same bar, has a style.
    rb'|\s*<li class="right" >.*?</li>',
    re.DOTALL,
)
_SEARCH = re.compile(r"^Search\.setIndex\((.*)\)$", re.DOTALL)


@dataclass
class Round:
    """What one chain did after an edit: *stopped* is the error that ended it."""

    html: Built | None = None
    stale: list[str] = field(default_factory=list)
    stopped: str = ""


def build(project: Project, chain: str, jobs: int) -> Round:
    """Build with all builders, on one doctree folder."""
    done = Round()
    outdated = Freshness.outdated_pages

    def noted(self: Freshness, *arguments: Any) -> list[str]:
        found = outdated(self, *arguments)
        done.stale = done.stale or found
        return found

    with patch.object(Freshness, "outdated_pages", noted):
        for builder in BUILDERS:
            try:
                built = project.build(
                    builder,
                    out=f"{chain}/{builder}",
                    doctrees=f"{chain}/doctrees",
                    jobs=jobs,
                )
            except SphinxError as error:
                done.stopped = str(error)
                return done
            done.html = done.html or built
    return done


def in_processes(*tasks: Callable[[], T]) -> list[T]:
    """Return what each task returns, in a new process each, all at once.

    They are copies of this one, that need not import anything, and leave nothing here
    for the next build to find.
    """
    context = multiprocessing.get_context("fork")
    ends = []
    for task in tasks:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(there, task))
        with warnings.catch_warnings():
            # Of the threads of pytest-xdist none is needed.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        there.close()
        ends.append((process, here))
    answers = [here.recv() for _process, here in ends]
    for process, _here in ends:
        process.join()
    return answers


def _send(end: Connection, task: Callable[[], object]) -> None:
    end.send(task())


def build_all(project: Project, *, with_clean: bool = True) -> dict[str, Round]:
    """Build each chain, and clean."""
    chains = {**CHAINS, "clean": 1} if with_clean else CHAINS
    shutil.rmtree(project.root / "clean", ignore_errors=True)
    tasks = [
        lambda chain=chain, jobs=jobs: build(project, chain, jobs)
        for chain, jobs in chains.items()
    ]
    return dict(zip(chains, in_processes(*tasks), strict=True))


def files(project: Project, chain: str, builder: str) -> dict[str, bytes]:
    """Return the files of the output but for ``.buildinfo``, which is made anew.

    Sphinx keeps the one before it, too, beside it.
    """
    out = project.root / chain / builder
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name not in (".buildinfo", ".buildinfo.bak")
    }


def differences(
    found: dict[str, bytes], clean: dict[str, bytes], gone: set[str]
) -> list[str]:
    """Return the files that are not what they are in a clean build.

    What was made of sources that are *gone* may be left.
    """
    wrong = [name for name in clean if name not in found]
    wrong += [f"{name} is left" for name in found.keys() - clean.keys() - gone]
    for name, content in clean.items():
        if name in found and found[name] != content:
            same = _SAME.get(name, _same_page if name.endswith(".html") else None)
            if same is None or not same(found[name], content):
                wrong.append(name)
    return sorted(wrong)


def _same_page(found: bytes, clean: bytes) -> bool:
    return _NEIGHBOURS.sub(b"", found) == _NEIGHBOURS.sub(b"", clean)


def _same_search(found: bytes, clean: bytes) -> bool:
    """Return whether the search finds the same.

    Sphinx keeps an empty list of each term that is gone, and forgets the index entries
    of the pages that it does not write again.
    """
    one, other = map(_search_index, (found, clean))
    for name in ("terms", "titleterms", "alltitles"):
        one[name] = {key: pages for key, pages in one[name].items() if pages != []}
    entries = one.pop("indexentries")
    known = other.pop("indexentries")
    kept = all(
        place in known.get(word, ())
        for word, places in entries.items()
        for place in places
    )
    return kept and one == other


def _search_index(content: bytes) -> dict[str, Any]:
    found = _SEARCH.match(content.decode("utf-8"))
    assert found
    index: dict[str, Any] = json.loads(found[1])
    return index


_SAME = {"searchindex.js": _same_search}


def outputs_of_others(book: RandomHandbook) -> set[str]:
    """Return what was made of pages that are gone, or with another configuration."""
    pages = {f"{name}.html" for name in book.had - book.documents}
    excluded = book.config.get("exclude_patterns")
    if excluded:
        pages |= {f"{name}.html" for name in book.pages if name.startswith("team/")}
    # The book of another name, and the scripts of another language.
    others = {"handbook.tex", "manual.tex"}
    others |= {"_static/translations.js", "_static/german-stemmer.js"}
    others |= {"_static/base-stemmer.js", "_static/english-stemmer.js"}
    if not book.config.get("pmroles_inventory", True):
        others.add("pmroles.json")
    return pages | others


@dataclass
class Tally:
    """What the edits of one kind cost: pages, in the chain of one process."""

    edits: int = 0
    read: int = 0
    written: int = 0
    ours: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)

    def add(self, done: Round, changed: set[str]) -> None:
        """Count a build after which those pages were *changed*."""
        assert done.html
        self.edits += 1
        read = set(done.html.read)
        self.read += len(read)
        self.written += len(done.html.written)
        for page in set(done.html.written) - read - changed:
            (self.ours if page in done.stale else self.others)[page] += 1


def test_incremental_build__equals_a_clean_one_after_any_edit(
    project: Project,
) -> None:
    book = RandomHandbook(project, SEED, PAGES)
    in_processes(lambda: build(project, "one", 1))
    book.built = project.root / "one" / "html" / "pmroles.json"
    book.change_baseline()
    book.write()
    build_all(project)
    tallies: dict[str, Tally] = {}
    log = []
    made = set()
    for number in range(EDITS):
        before = files(project, "one", "html")
        kind, what = book.edit()
        log.append(f"{kind}: {what}")
        made.add(kind)
        rounds = build_all(project)
        after = f"after edit {number}, seed {SEED}: {log}"
        assert len({each.stopped for each in rounds.values()}) == 1, after
        if rounds["clean"].stopped:
            continue
        gone = outputs_of_others(book)
        for builder in BUILDERS:
            clean = files(project, "clean", builder)
            for chain in CHAINS:
                wrong = differences(files(project, chain, builder), clean, gone)
                assert not wrong, f"{wrong} of {chain}/{builder} {after}"
        now = files(project, "one", "html")
        changed = {name[:-5] for name in now if before.get(name) != now[name]}
        tallies.setdefault(kind, Tally()).add(rounds["one"], changed)
        _assert_same_work(rounds["one"].html, rounds["four"].html)
        if number % 5 == 0:
            for again in build_all(project, with_clean=False).values():
                assert again.html
                assert (again.html.read, again.html.written) == ([], []), after
    report(tallies, KINDS.keys() - made)


def _assert_same_work(one: Built | None, four: Built | None) -> None:
    assert one
    assert four
    assert sorted(one.written) == sorted(four.written)


def report(tallies: dict[str, Tally], unused: Sequence[str] | set[str]) -> None:
    """Print what the edits cost, kind by kind, and those that were not made."""
    lines = [f"{'edit':40} edits  read  written  needless: ours, Sphinx's"]
    for kind, one in sorted(tallies.items()):
        ours, others = one.ours.total(), one.others.total()
        lines.append(
            f"{kind:40} {one.edits:5} {one.read:5} {one.written:8} {ours:14} {others:7}"
            f"  {', '.join(f'{page} {n}' for page, n in one.ours.items())}"
        )
    lines.append(f"never made: {sorted(unused)}")
    print("\n".join(lines))  # noqa: T201 (nox shows it)
