"""Audiences: what is hidden leaves no trace, and what names it does not."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile, is_zipfile

import pytest
from sphinx.roles import XRefRole

from sphinx_pmroles.extension import audience, editions
from sphinx_pmroles.extension.directives import base, tables
from sphinx_pmroles.extension.domain import DEFINED_BY, SHOWING, HandbookDomain
from tests.build import canary

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

BOOKS = ("html", "dirhtml", "singlehtml", "epub", "latex", "text")
OTHERS = ("gettext", "xml", "man")


@pytest.fixture
def corpus(project: Project) -> Project:
    """Return a handbook with something hidden wherever anything can be."""
    project.configure(html_copy_source=True)
    for name, text in {**canary.MARKDOWN, **canary.RST, **canary.DATA}.items():
        project.write_file(name, text)
    (project.source / "zyzzogeton.png").write_bytes(canary.PNG)
    (project.source / "data" / "matrix.xlsx").write_bytes(canary.workbook())
    return project


def publish(project: Project, builder: str, **options: object) -> Built:
    """Build with the doctrees inside the output folder, as Sphinx does by default."""
    folder = f"{options.get('out') or builder}/.doctrees"
    return project.build(builder, doctrees=folder, **options)  # type: ignore[arg-type]


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the names and the bytes of a file, and of what is packed in it."""
    data = path.read_bytes()
    yield str(path), data
    if path.name == "objects.inv":
        *_head, packed = data.split(b"\n", 4)
        yield f"{path}, unpacked", zlib.decompress(packed)
    elif is_zipfile(path):
        with ZipFile(path) as book:
            for name in book.namelist():
                yield f"{path}: {name}", book.read(name)


def canaries(built: Built) -> list[str]:
    """Return where the canary is: in files, in their names, in the log."""
    files = (path for path in built.out.rglob("*") if path.is_file())
    texts = [each for path in files for each in _contents(path)]
    names = [str(path.relative_to(built.out)) for path in built.out.rglob("*")]
    texts.append(("names of files", "\n".join(names).encode()))
    texts.append(("log", "\n".join((*built.warnings, built.status)).encode()))
    return sorted(
        where
        for where, data in texts
        if any(word.encode() in data.lower() for word in canary.CANARIES)
    )


@pytest.mark.parametrize("builder", [*BOOKS, *OTHERS])
def test_canary__is_in_no_byte_of_a_public_build(corpus: Project, builder: str) -> None:
    built = publish(corpus, builder, pmroles_audience="public")
    assert canaries(built) == []
    assert built.warnings == []


def test_canary__is_in_no_byte_whatever_the_processes(corpus: Project) -> None:
    one = publish(corpus, "html", pmroles_audience="public")
    four = publish(corpus, "html", out="four", jobs=4, pmroles_audience="public")
    assert canaries(four) == []
    assert four.files("*.html") == one.files("*.html")
    assert four.files("pmroles.json") == one.files("pmroles.json")
    assert four.warnings == one.warnings == []


@pytest.mark.parametrize("builder", BOOKS)
def test_canary__is_in_no_byte_after_a_build_for_others(
    corpus: Project, builder: str
) -> None:
    corpus.write_file("zyzzogeton-page.md", "# A Zyzzogeton page")
    internal = publish(corpus, builder, pmroles_audience="internal")
    assert canaries(internal)
    (internal.out / "by-hand.txt").write_text("Kept.", encoding="utf-8")
    (corpus.source / "zyzzogeton-page.md").unlink()
    public = publish(corpus, builder, jobs=4, pmroles_audience="public")
    assert canaries(public) == []
    assert (public.out / "by-hand.txt").read_text(encoding="utf-8") == "Kept."


def test_canary__is_back_in_a_build_for_all(corpus: Project) -> None:
    clean = publish(corpus, "html", out="clean")
    publish(corpus, "html", pmroles_audience="public")
    every = publish(corpus, "html")
    assert every.files("**/*.html") == clean.files("**/*.html")
    assert every.files("_sources/**/*") == clean.files("_sources/**/*")
    assert every.files("_images/*") == clean.files("_images/*")


def test_canary__is_not_left_by_a_build_with_other_doctrees(corpus: Project) -> None:
    corpus.build("html", out="site", doctrees="dp", pmroles_audience="public")
    corpus.build("html", out="site", doctrees="di", pmroles_audience="internal")
    public = corpus.build("html", out="site", doctrees="dp", pmroles_audience="public")
    assert canaries(public) == []


def _off(*_args: object, **_kwargs: object) -> None:
    """Do nothing."""


#: What keeps things hidden, each with a way to break it.
MECHANISMS: dict[str, tuple[object, str, object]] = {
    "directives": (base, "is_shown", lambda *_args: True),
    "rows": (tables.TableDirective, "screened", lambda _self, table: table),
    "names in bodies": (base, "names_in", lambda *_args: iter(())),
    "names in files": (base.OwnDirective, "_names_in_file", lambda *_args: iter(())),
    "names": (base.OwnDirective, "hides", lambda *_args: False),
    "our roles": (audience.HandbookRole, "run", XRefRole.run),
    "other references": (audience.WithholdReferences, "apply", _off),
    "what was parsed": (audience, "forget_detached", _off),
    "source texts": (audience.ForgetSources, "apply", _off),
    "copied sources": (HandbookDomain, "is_withheld", lambda *_args: False),
    "a second reading": (HandbookDomain, "learn_withheld", lambda _self: []),
    "warnings": (audience.HeldWarnings, "hold", _off),
}


@pytest.mark.parametrize("name", MECHANISMS)
def test_canary__is_found_without_one_of_the_mechanisms(
    corpus: Project, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, attribute, broken = MECHANISMS[name]
    monkeypatch.setattr(where, attribute, broken)
    assert canaries(publish(corpus, "html", pmroles_audience="public"))


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_canary__is_found_where_nothing_is_removed(
    corpus: Project, builder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "_remove", _off)
    publish(corpus, builder, pmroles_audience="internal")
    assert canaries(publish(corpus, builder, pmroles_audience="public"))


def test_directives__all_begin_in_the_one_place() -> None:
    for directive in (*DEFINED_BY.values(), *SHOWING.values()):
        if directive is not None:
            assert issubclass(directive, base.OwnDirective)
            assert directive.run is base.OwnDirective.run
            assert "audience" in (directive.option_spec or {})
