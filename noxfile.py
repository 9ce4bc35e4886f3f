"""The project's jobs: each installs what it needs into an environment of its own.

Run them with ``python3 run.py JOB``, or with ``nox -s JOB`` where nox is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
# On CI nothing may be left of an earlier run: it could hide a missing install.
ON_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")
nox.options.reuse_venv = "no" if ON_CI else "yes"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["tests", "lint", "typing", "docs", "handbook"]

ROOT = Path(__file__).parent
BUILD = ROOT / "build"
HANDBOOK = ROOT / "examples" / "handbook"
DOCS = ROOT / "docs"

#: The versions of Python that are supported; 3.14 once a machine of ours has it.
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def _found_pythons() -> list[str]:
    """Return which of the versions this machine has; nox finds them afterwards."""
    # The interpreters of pyenv come before its shims, which run the chosen ones alone.
    root = os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv"
    folders = [str(path) for path in sorted(Path(root).glob("versions/*/bin"))]
    own = str(Path(sys.executable).parent)  # nox's own may have no name on the path
    path = os.pathsep.join([*folders, os.environ.get("PATH", ""), own])
    found = {}
    for version in PYTHONS:
        python = shutil.which(f"python{version}", path=path)
        run = [python or "", "-c", "import sys"]
        if python and subprocess.run(run, check=False, capture_output=True).returncode:  # noqa: S603
            python = None
        if python:
            found[version] = str(Path(python).parent)
    os.environ["PATH"] = os.pathsep.join(
        [*dict.fromkeys(found.values()), os.environ.get("PATH", "")]
    )
    return list(found)


FOUND = _found_pythons()
#: The newest versions run on the newest Python, for Sphinx 9.2 needs 3.13, the lowest
#: on the oldest.  Where none is found by its name, what runs nox is taken.
OLDEST, NEWEST = (FOUND[0], FOUND[-1]) if FOUND else (None, None)

#: What leaves out what CI has run already: books that are typeset, and a browser that
#: looks at what other tests find to be the same.
QUICK = ["-m", "not slow", "--ignore=tests/browser"] if ON_CI else []
#: What whoever installs the wheel does first: commands, and every example of the docs.
#: CI has run the other tests on the same files, and compares these with the wheel's.
FIRST = ("test_new.py", "test_check.py", "test_snippets.py", "test_exchange.py")
INSTALLED = [f"tests/build/{name}" for name in FIRST] if ON_CI else []
#: Every warning is an error, and so is a reference that leads nowhere.
STRICT = ["--fail-on-warning", "--nitpicky", "--fresh-env"]


@nox.session
def handbook(session: nox.Session) -> None:
    """Build the example handbook to HTML: all of it, and the public edition."""
    session.install(".[docs]")
    _build_html(session, HANDBOOK, BUILD / "handbook" / "public", "--tag", "public")
    _build_html(session, HANDBOOK, BUILD / "handbook" / "html")


@nox.session
@nox.parametrize(
    ("python", "versions"),
    [(NEWEST, "newest"), (OLDEST, "lowest")],
    ids=["newest", "lowest"],
)
def tests(session: nox.Session, versions: str) -> None:
    """Run the tests, with the newest and the lowest versions of what it builds on.

    On CI the tests in a browser, and those that are marked slow, run with the newest
    alone: with the lowest versions, one small book is typeset, not all that there are.
    """
    if versions == "newest":
        _test(session)
    else:
        _test(session, *_lowest_versions(), select=QUICK)


@nox.session(python=FOUND or None)
@nox.parametrize("versions", ["newest", "lowest"])
def matrix(session: nox.Session, versions: str) -> None:
    """Run the tests with every Python of this machine; says which it has not."""
    missing = [version for version in PYTHONS if version not in FOUND]
    session.log(f"not on this machine: {', '.join(missing) or 'none'}")
    _test(session, *(_lowest_versions() if versions == "lowest" else []))


@nox.session(python=NEWEST)
def prerelease(session: nox.Session) -> None:
    """Run the tests with pre-releases of what it builds on; it may fail."""
    _test(session, "--pre", "--upgrade", "sphinx", "docutils", "myst-parser")


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style of the sources."""
    session.install("ruff>=0.17")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types, strictly."""
    session.install(
        ".[test]", "mypy>=2.0", "nox>=2024.10.9", "types-PyYAML", "types-docutils"
    )
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the project's own documentation to HTML, and the handbook in it."""
    session.install(".[docs]")
    example, target = BUILD / "handbook" / "html", BUILD / "docs" / "html"
    _sphinx(session, "html", HANDBOOK, example)
    # One page of the documentation links to it where it is there.
    _build_html(session, DOCS, target, "--tag", "with_handbook")
    shutil.copytree(example, target / "handbook", dirs_exist_ok=True)


@nox.session
def pdf(session: nox.Session) -> None:
    """Build the handbook and the documentation to PDF, and look for lost text."""
    _require_tools(session, "latexmk", "xelatex", "lualatex")
    _require_tools(session, "makeindex", "pdftotext")
    session.install(".[docs]")
    for name, source in (("handbook", HANDBOOK), ("docs", DOCS)):
        target = BUILD / name / "latex"
        shutil.rmtree(target, ignore_errors=True)
        _sphinx(session, "latex", source, target)
        for tex in sorted(target.glob("*.tex")):
            if _is_document(tex):
                _check_pdf(session, _typeset(session, tex))
    target = BUILD / "handbook" / "lualatex"
    shutil.rmtree(target, ignore_errors=True)
    _sphinx(session, "latex", HANDBOOK, target, "--define", "latex_engine=lualatex")
    (tex,) = (tex for tex in target.glob("*.tex") if _is_document(tex))
    _check_pdf(session, _typeset(session, tex, "lualatex"))


@nox.session
def package(session: nox.Session) -> None:
    """Build the wheel and the sdist, and test the wheel from the sdist's tests."""
    dist = BUILD / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.install("build>=1.2", "twine>=6.0", "hatchling>=1.27")
    # The wheel is built from the sdist: so the sdist is known to have all it needs.
    session.run("python", "-m", "build", "--outdir", str(dist))
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    session.run("twine", "check", "--strict", str(wheel), str(sdist))
    _check_contents(session, wheel)
    # The same version again: pip would keep the one of the last run.
    session.run("python", "-m", "pip", "uninstall", "--yes", "sphinx-pmroles")
    session.install(f"sphinx-pmroles[test] @ {wheel.as_uri()}")
    # Away from the repository, so that nothing but the wheel can be imported.
    away = Path(session.create_tmp()).resolve() / "sdist"
    shutil.rmtree(away, ignore_errors=True)
    shutil.unpack_archive(sdist, away)
    (unpacked,) = away.iterdir()
    session.chdir(unpacked)
    (unpacked / "PKG-INFO").unlink()  # it is written anew, and would be there twice
    _check_same(session, wheel, sdist, away / "again")
    shutil.rmtree(unpacked / "src")
    tests = ["--numprocesses=auto", *INSTALLED]
    session.run("pytest", *(session.posargs or tests))


@nox.session
def edits(session: nox.Session) -> None:
    """Make random edits, and compare each build with a clean one; a seed may follow.

    Before that, it compares all outputs of two machines, from both languages.

    PMROLES_EDITS and PMROLES_EDITS_PAGES say how many edits, and pages at the start.
    """
    session.install(".[test]")
    build = ROOT / "tests" / "build"
    seed = session.posargs[0] if session.posargs else "20261123"
    session.run(
        *("pytest", "-s", str(build / "test_reproducible.py")),
        str(build / "test_edits.py"),
        env={
            "PMROLES_EDITS_SEED": seed,
            "PMROLES_EDITS": os.environ.get("PMROLES_EDITS", "200"),
            "PMROLES_EDITS_PAGES": os.environ.get("PMROLES_EDITS_PAGES", "60"),
        },
    )


@nox.session
def axe(session: nox.Session) -> None:
    """Have the newest axe look at every page of handbook and docs, in all themes.

    And walk by keys through all that there is, zoomed and with forced colours, too.
    """
    _require_tools(session, "chromium", "chromedriver", "npm")
    session.install(".[test]")
    # PyPI's, which other tests take, is some years old.
    npm = Path(session.create_tmp()).resolve()
    session.run("npm", "install", "--prefix", str(npm), "axe-core@4", external=True)
    script = npm / "node_modules" / "axe-core" / "axe.min.js"
    folder = ROOT / "tests" / "browser"
    tests = ("test_axe.py", "test_themes.py", "test_filter.py")
    session.run(
        *("pytest", *(session.posargs or [str(folder / name) for name in tests])),
        env={"PMROLES_AXE": "all", "PMROLES_AXE_CORE": str(script)},
    )


@nox.session
def fuzz(session: nox.Session) -> None:
    """Look for bytes that crash a reader; targets and seconds for each may follow.

    Where no target is named, the tests of properties run with many random examples
    before that.
    """
    session.install(".[test]", "atheris>=3.0")
    if all(word.isdecimal() for word in session.posargs):
        unit, many = ROOT / "tests" / "unit", {"PMROLES_EXAMPLES": "many", "CI": ""}
        session.run("pytest", "--numprocesses=auto", str(unit), env=many)
    session.run("python", str(ROOT / "tools" / "fuzz.py"), *session.posargs)


@nox.session
def mutations(session: nox.Session) -> None:
    """Break what each promise rests on, and see its test fail; words may choose."""
    session.install(".[test]")
    session.run("python", str(ROOT / "tools" / "mutations.py"), *session.posargs)


@nox.session
def locale(session: nox.Session) -> None:
    """Collect the words to be translated; name a language to begin with it."""
    # Editable: the catalogues that are updated are those of the repository.
    session.install("--editable", ".", "babel>=2.13")
    session.run("python", str(ROOT / "tools" / "catalogues.py"), *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure what the extension costs, beside what it replaces."""
    session.install(".")
    # The peers are installed below it, and found again.
    session.create_tmp()
    session.run("python", str(ROOT / "benchmarks" / "bench.py"), *session.posargs)


# ----- what the sessions are made of


def _test(session: nox.Session, *needs: str, select: Sequence[str] = ()) -> None:
    """Run the tests that *select* names beside *needs*; pip may be told options."""
    session.install(".[test]", *needs)
    session.run("python", "-m", "pip", "list", silent=False)
    session.run("pytest", *(session.posargs or ["--numprocesses=auto", *select]))


def _lowest_versions() -> list[str]:
    """Return the lowest versions that pyproject.toml allows, as pins."""
    project = nox.project.load_toml(ROOT / "pyproject.toml")["project"]
    return [str(need).replace(">=", "==") for need in project["dependencies"]]


def _build_html(
    session: nox.Session, source: Path, target: Path, *options: str
) -> None:
    _sphinx(session, "html", source, target, *options)
    print(f"\nBuilt. Open {(target / 'index.html').as_uri()}\n")


def _sphinx(
    session: nox.Session, builder: str, source: Path, target: Path, *options: str
) -> None:
    doctrees = target.parent / "doctrees"
    session.run(
        *("sphinx-build", "--builder", builder, *STRICT),
        *("--doctree-dir", str(doctrees), *options, str(source), str(target)),
    )


def _is_document(tex: Path) -> bool:
    return r"\begin{document}" in tex.read_text("utf-8")


def _typeset(session: nox.Session, tex: Path, engine: str = "xelatex") -> Path:
    """Return the PDF that an engine of TeX makes of *tex*."""
    # Sphinx's own Makefile would need make, which a bare machine has not.
    options = [
        "-pdflua" if engine == "lualatex" else "-pdfxe",
        "-interaction=nonstopmode",
        "-halt-on-error",
    ]
    with session.chdir(tex.parent):
        session.run("latexmk", *options, tex.name, external=True, silent=True)
    return tex.with_suffix(".pdf")


def _check_pdf(session: nox.Session, pdf: Path) -> None:
    """Stop the session where the PDF lacks a glyph or its pages hold no text."""
    # TeX leaves out what its fonts lack, says so in its log alone, and ends with 0.
    log = pdf.with_suffix(".log").read_text("utf-8", "replace")
    missing = sorted({line for line in log.splitlines() if "Missing character" in line})
    if missing:
        session.error("glyphs are missing:\n" + "\n".join(missing))
    text = str(session.run("pdftotext", str(pdf), "-", external=True, silent=True))
    empty = [n for n, page in enumerate(text.split("\f")[:-1], 1) if not page.strip()]
    pages, words = text.count("\f"), len(text.split())
    print(f"\nBuilt. Open {pdf.as_uri()} ({pages} pages, {words} words)\n")
    if words < 10 * pages:
        session.error(f"hardly a word is in it; pages without any: {empty}")


def _check_contents(session: nox.Session, wheel: Path) -> None:
    """Stop the session where the wheel holds other files than the package."""
    source = ROOT / "src"
    wanted = {
        path.as_posix(): (source / path).read_bytes()
        for path in (found.relative_to(source) for found in source.rglob("*"))
        if (source / path).is_file()
        and path.suffix != ".pyc"
        and not any(part.startswith(".") for part in path.parts)  # caches of tools
    }
    with zipfile.ZipFile(wheel) as archive:
        names = (name for name in archive.namelist() if ".dist-info/" not in name)
        found = {name: archive.read(name) for name in names}
    differ = {name for name, _content in wanted.items() ^ found.items()}
    if differ:
        session.error(f"the wheel and src/ differ in {sorted(differ)}")


def _check_same(session: nox.Session, wheel: Path, sdist: Path, target: Path) -> None:
    """Stop the session where what is built of the sdist again has other bytes."""
    session.run("python", "-m", "build", "--no-isolation", "--outdir", str(target))
    for first in (wheel, sdist):
        if first.read_bytes() != (target / first.name).read_bytes():
            session.error(f"another {first.name} was built of the same files")


def _require_tools(session: nox.Session, *tools: str) -> None:
    """Skip the session where a tool is missing; on CI, fail."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing and ON_CI:
        session.error(f"not installed: {', '.join(missing)}")
    if missing:
        session.skip(f"not installed: {', '.join(missing)}")
