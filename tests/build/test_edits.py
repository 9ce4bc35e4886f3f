"""One truth: after any edit, an incremental build gives what a clean one gives.

Some edits here; ``nox -s edits`` makes hundreds, so that each of all kinds is made.
It goes on after a fault, and at the end names all; and it says how many pages were
written that came out as they were, by which kind of edit.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from unittest.mock import patch

from sphinx.errors import SphinxError

from sphinx_pmroles.extension.freshness import Freshness
from tests.build.random_handbook import EDITS as KINDS
from tests.build.random_handbook import RandomHandbook

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from sphinx.application import Sphinx

    from tests.build.conftest import Project

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
    """What one chain did after an edit, the pages of HTML; or which error ended it."""

    read: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    #: What we had written again.
    stale: list[str] = field(default_factory=list)
    #: What Sphinx reads each time: what names a page or a file that is not there.
    always: set[str] = field(default_factory=set)
    stopped: str = ""


def build(project: Project, chain: str, jobs: int) -> Round:
    """Build with all builders, on one doctree folder."""
    done = Round()
    outdated = Freshness.outdated_pages

    def noted(self: Freshness, *arguments: Any) -> list[str]:
        found = outdated(self, *arguments)
        done.stale = done.stale or found
        return found

    def note_always(app: Sphinx, _exception: Exception | None) -> None:
        done.always |= app.env.reread_always
        done.always |= {
            page
            for page, needed in app.env.dependencies.items()
            if not all((project.source / name).is_file() for name in needed)
        }

    with patch.object(Freshness, "outdated_pages", noted):
        for builder in BUILDERS:
            try:
                built = project.build(
                    builder,
                    out=f"{chain}/{builder}",
                    doctrees=f"{chain}/doctrees",
                    jobs=jobs,
                    prepare=lambda app: app.connect("build-finished", note_always),
                )
            except SphinxError as error:
                done.stopped = str(error)
                return done
            if builder == "html":
                done.read, done.written = built.read, built.written
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
    return pages | others


@dataclass
class Tally:
    """What the edits of one kind cost: pages, in the chain of one process."""

    edits: int = 0
    read: int = 0
    written: int = 0
    ours: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)


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
    faults: list[str] = []
    needless = written = 0
    for number in range(EDITS):
        start = time.monotonic()
        before = files(project, "one", "html")
        kind, what = book.edit()
        rounds = build_all(project)
        tally = tallies.setdefault(kind, Tally())
        found = faults_of(project, book, rounds)
        now = files(project, "one", "html")
        idle = count(tally, rounds["one"], before, now) - shown_in_no_view(book)
        needless += len(idle)
        written += len(rounds["one"].written)
        if not found and number % 5 == 0:
            found = _work_for_nothing(build_all(project, with_clean=False))
        said = f"{number}. {kind}: {what}"
        lines = [f"{said} ({time.monotonic() - start:.1f} s)", *found]
        lines += [f"{page} was written for nothing" for page in sorted(idle)]
        print("\n    ".join(lines), flush=True)  # noqa: T201 (nox shows it)
        if found:
            faults.append("\n    ".join([said, *found]))
            # The next edit is judged by itself.
            for chain in CHAINS:
                shutil.rmtree(project.root / chain)
            build_all(project, with_clean=False)
            book.had = book.documents
    report(tallies, KINDS.keys() - tallies.keys())
    assert not faults, f"seed {SEED}, {PAGES} pages:\n" + "\n".join(faults)
    # A share that is rounded to what it was, the key of what is shown by its title: to
    # know that they are not seen, the page would have to be made.
    assert needless <= written / 100


def faults_of(
    project: Project, book: RandomHandbook, rounds: dict[str, Round]
) -> list[str]:
    """Return in what the chains differ from the clean build, and from each other."""
    ends = {each.stopped for each in rounds.values()}
    if ends != {""}:
        return [f"some ended otherwise: {sorted(ends)}"] if len(ends) > 1 else []
    gone = outputs_of_others(book)
    found = []
    for builder in BUILDERS:
        clean = files(project, "clean", builder)
        for chain in CHAINS:
            wrong = differences(files(project, chain, builder), clean, gone)
            found += [f"{chain}/{builder}/{name} is wrong" for name in wrong]
    one, four = (set(rounds[chain].written) for chain in CHAINS)
    if one != four:
        found.append(f"written by one process or by four alone: {sorted(one ^ four)}")
    return found


def count(
    tally: Tally, done: Round, before: dict[str, bytes], now: dict[str, bytes]
) -> set[str]:
    """Count the work of a build, and return the pages that were ours for nothing."""
    changed = {name[:-5] for name in now if before.get(name) != now[name]}
    read, written = set(done.read), set(done.written)
    idle = written - read - changed
    ours = idle.intersection(done.stale)
    tally.edits += 1
    tally.read += len(read)
    tally.written += len(written)
    tally.ours.update(ours)
    tally.others.update(idle - ours)
    return ours


def shown_in_no_view(book: RandomHandbook) -> set[str]:
    """Return the pages of roles that do not show what others say of them.

    That stands in no record, and is worth none: few roles hide it.
    """
    return {
        name
        for name, page in book.pages.items()
        if any(block.options.get("assignments") == "none" for block in page.blocks)
    }


def _work_for_nothing(rounds: dict[str, Round]) -> list[str]:
    """Return what builds did after which nothing was edited."""
    return [
        f"nothing was edited, and {chain} worked on {sorted(pages)}"
        for chain, done in rounds.items()
        # Sphinx writes a page with the one that lists it.
        if (pages := set(done.read if done.always else done.written) - done.always)
    ]


def report(tallies: dict[str, Tally], unused: Iterable[str]) -> None:
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
