"""The commands ``snapshot`` and ``diff``, on real repositories of git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from sphinx_pmroles.cli.errors import Exit
from sphinx_pmroles.cli.main import main
from sphinx_pmroles.inventory.load import read_inventory

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The example of the docs: a handbook whose versions make one site.
EXAMPLE = Path(__file__).parents[2] / "examples" / "versions"
CONF = """\
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parent.parent))
    from the_version import release

    project = "Handbook"
    extensions = ["myst_parser", "sphinx_pmroles"]
    myst_enable_extensions = ["colon_fence", "deflist"]
    """
FIRST = """\
    # Handbook

    :::{pm:role} Product Manager
    :id: pm
    Purpose
    : Hold technology, business and customers together.
    :::

    :::{pm:role} Sponsor
    :::

    :::{pm:matrix} Launch
    | Activity  | Product Manager | Sponsor |
    | --------- | --------------- | ------- |
    | Set price | A/R             | C       |
    | Plan      | A               |         |
    :::

    :::{pm:roadmap} Two-year plan
    | Item              | When       | Owner | Status      |
    | ----------------- | ---------- | ----- | ----------- |
    | Launch gate       | 2026-12-15 | pm    | planned     |
    | Usage-based price | Q3 2026    | pm    | planned     |
    | Sign-up           | Q2 2026    | pm    | in progress |
    | Fax orders        | later      | pm    | planned     |
    :::
    """
SECOND = """\
    # Handbook

    :::{pm:role} Head of Product
    :id: pm
    Purpose
    : Make the product succeed.
    :::

    :::{pm:role} Sponsor
    :reports-to: Board
    :::

    :::{pm:matrix} Launch
    | Activity  | Head of Product | Sponsor |
    | --------- | --------------- | ------- |
    | Set price | R               | A       |
    | Learn     | A               |         |
    :::

    :::{pm:roadmap} Two-year plan
    | Item                | When       | Owner | Status |
    | ------------------- | ---------- | ----- | ------ |
    | Launch gate         | 2027-01-12 | pm    |        |
    | Usage-based pricing | Q4 2026    | pm    |        |
    | Sign-up             | Q2 2026    | pm    | done   |
    | Export              | later      | pm    |        |
    :::
    """
CHANGES = """\
Roles
  Head of Product: renamed, before: Product Manager; Purpose reworded
  Sponsor: Reports to: now Board

Responsibility matrices
  Launch
    Set price: A moved from Product Manager to Sponsor; C taken from Sponsor
    Learn: added
    Plan: removed

Roadmaps
  Two-year plan
    Launch gate: slipped by +28 days: 2026-12-15 → 2027-01-12; Status: no longer planned
    Usage-based pricing: probably renamed, before: Usage-based price; slipped: Q3 2026 \
→ Q4 2026; Status: no longer planned
    Sign-up: finished
    Export: added
    Fax orders: removed
"""


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    done = subprocess.run(
        ["git", *identity, *arguments],  # noqa: S607 (wherever it is)
        cwd=folder,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout


def commit(folder: Path, tag: str, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", f"Make {tag}")
    git(folder, "tag", tag)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with three tags, and a folder of its docs."""
    folder = tmp_path_factory.mktemp("repository")
    git(folder, "init", "--quiet", "--initial-branch=main")
    attributes = {".gitattributes": "docs export-ignore\n"}
    first = {"docs/conf.py": CONF, "docs/index.md": FIRST, **attributes}
    commit(folder, "v1.0", {"the_version.py": 'release = "1.0"\n', **first})
    second = {"the_version.py": 'release = "1.1"\n', "docs/index.md": SECOND}
    commit(folder, "v1.1", second)
    commit(folder, "v1.2", {"README.md": "Nothing of the handbook.\n"})
    return folder


@pytest.fixture
def repository(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the repository, as the working directory."""
    monkeypatch.chdir(made)
    return made


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    return result


def state(repository: Path) -> tuple[str, ...]:
    """Return what is checked out, staged and stashed, and what git keeps of it."""
    kept = sorted(path.name for path in (repository / ".git").iterdir())
    return (
        git(repository, "status", "--porcelain", "--branch"),
        git(repository, "stash", "list"),
        git(repository, "diff", "--cached"),
        git(repository, "worktree", "list"),
        *kept,
    )


# Snapshots


def test_snapshot__writes_what_a_build_writes(repository: Path, tmp_path: Path) -> None:
    out, file = tmp_path / "out", tmp_path / "snapshot.json"
    result = run("snapshot", "docs", "-o", str(file))
    assert (result.exit_code, result.stdout) == (Exit.DONE, "")
    subprocess.run(
        [sys.executable, *("-m", "sphinx", "-q", "-b", "pmroles", "docs", str(out))],
        cwd=repository,
        check=True,
        capture_output=True,
    )
    assert file.read_bytes() == (out / "pmroles.json").read_bytes()


def test_snapshot__of_a_ref_touches_nothing(repository: Path) -> None:
    (repository / "docs" / "new.md").write_text("# New\n", encoding="utf-8")
    (repository / "docs" / "index.md").write_text("# Edited\n", encoding="utf-8")
    git(repository, "add", "docs/new.md")
    before = state(repository)
    try:
        result = run("snapshot", "docs", "--ref", "v1.0")
        assert state(repository) == before
    finally:
        git(repository, "reset", "--quiet", "--hard")
    assert result.exit_code == Exit.DONE
    inventory = json.loads(result.stdout)
    assert inventory["release"] == "1.0"
    assert inventory["roles"]["pm"]["title"] == "Product Manager"


@pytest.mark.usefixtures("repository")
def test_snapshot__shows_the_warnings_of_an_old_version_and_goes_on() -> None:
    result = run("snapshot", "docs", "--ref", "v1.1")
    assert result.exit_code == Exit.DONE
    assert (
        "v1.1:docs/index.md:9: WARNING: :reports-to: 'Board' names no" in result.stderr
    )
    assert "pmroles-" not in result.stderr
    assert json.loads(result.stdout)["roles"]["sponsor"]["reports_to"] == "Board"


@pytest.mark.usefixtures("repository")
def test_snapshot__writes_over_a_file_only_if_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text("mine", encoding="utf-8")
    refused = run("snapshot", "docs", "-o", str(file))
    assert refused.exit_code == Exit.FAILED
    assert "mine.json is there already" in refused.stderr
    assert file.read_text("utf-8") == "mine"
    forced = run("snapshot", "docs", "-o", str(file), "--force")
    assert forced.exit_code == Exit.DONE
    assert read_inventory(file)["release"] == "1.1"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("docs", "--ref", "v1.3"), "'v1.3'"),
        (("docs", "--ref", "v1.3"), "did you mean v1."),
        (
            ("doc", "--ref", "v1.0"),
            "no conf.py in the folder doc of v1.0: there is one",
        ),
        (
            (".", "--ref", "v1.0"),
            "no conf.py in the folder . of v1.0: there is one in docs",
        ),
        (("docs", "--ref", "--all"), "no tag, branch or commit '--all'"),
        (("nowhere",), "nowhere/conf.py is not there"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_snapshot__says_what_is_not_there(
    arguments: tuple[str, ...], says: str
) -> None:
    result = run("snapshot", *arguments)
    assert (result.exit_code, result.stdout) == (Exit.FAILED, "")
    assert says in result.stderr


def test_snapshot__says_that_a_clone_is_shallow(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    result = run("snapshot", "docs", "--ref", "v1.0")
    assert result.exit_code == Exit.FAILED
    assert "git fetch --tags --unshallow" in result.stderr


def test_snapshot__says_that_there_is_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Wherever the folder of the tests is: it may be inside of a repository.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent.resolve()))
    monkeypatch.chdir(tmp_path)
    result = run("snapshot", "docs", "--ref", "v1.0")
    assert result.exit_code == Exit.FAILED
    assert "not a git repository" in result.stderr


@pytest.mark.usefixtures("repository")
def test_snapshot__says_that_git_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    result = run("snapshot", "docs", "--ref", "v1.0")
    assert result.exit_code == Exit.FAILED
    assert "git is not installed" in result.stderr


@pytest.mark.usefixtures("repository")
def test_snapshot__says_why_an_old_version_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "before", {"conf.py": "extensions = []\n", "index.md": "# X\n"})
    monkeypatch.chdir(tmp_path)
    result = run("snapshot", ".", "--ref", "before")
    assert result.exit_code == Exit.FAILED
    assert "before:conf.py does not use sphinx-pmroles" in result.stderr


def test_snapshot__works_in_a_hook_and_in_any_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook of git has its places in the environment."""
    before = git(repository, "status", "--porcelain")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git" / "index"))
    monkeypatch.chdir(repository / "docs")
    result = run("snapshot", ".", "--ref", "v1.0")
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert json.loads(result.stdout)["release"] == "1.0"
    assert git(repository, "status", "--porcelain") == before


def test_snapshot__takes_links_along_and_says_that_submodules_are_left_out(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet")
    commit(
        tmp_path,
        "begun",
        {"book/conf.py": CONF, "the_version.py": 'release = "3"\n', "page.md": SECOND},
    )
    (tmp_path / "book" / "index.md").symlink_to(Path("..", "page.md"))
    (tmp_path / "docs").symlink_to("book")
    head = git(repository, "rev-parse", "HEAD").strip()
    git(tmp_path, "update-index", "--add", "--cacheinfo", f"160000,{head},vendor/lib")
    git(tmp_path, "add", "book", "docs")
    git(tmp_path, "commit", "--quiet", "--message", "Link")
    monkeypatch.chdir(tmp_path)
    result = run("snapshot", "docs", "--ref", "HEAD")
    assert "Submodules of HEAD are left out" in result.stderr
    assert "vendor/lib" in result.stderr
    assert "sponsor" in json.loads(result.stdout)["roles"]


# Changes


@pytest.mark.usefixtures("repository")
def test_diff__says_what_changed_between_two_tags() -> None:
    result = run("diff", "v1.0", "v1.1", "--source", "docs")
    assert (result.exit_code, result.stdout) == (Exit.DONE, CHANGES)


def test_diff__compares_with_the_working_tree(repository: Path) -> None:
    page = repository / "docs" / "index.md"
    page.write_text(dedent(SECOND).replace("| Learn ", "| Rest "), encoding="utf-8")
    try:
        results = [
            run("diff", "v1.2", *new, "--source", "docs", "--exit-code")
            for new in ((), (".",), ("docs",))
        ]
    finally:
        git(repository, "checkout", "--quiet", "docs")
    for result in results:
        assert result.exit_code == Exit.FOUND
        assert "    Rest: added\n    Learn: removed\n" in result.stdout


@pytest.mark.usefixtures("repository")
def test_diff__says_that_nothing_changed() -> None:
    result = run("diff", "v1.1", "v1.2", "--source", "docs", "--exit-code")
    assert (result.exit_code, result.stdout) == (Exit.DONE, "Nothing changed.\n")


def test_diff__takes_a_file_before_a_tag(
    repository: Path,
) -> None:
    snapshot = run("snapshot", "docs", "--ref", "v1.1").stdout
    file = repository / "v1.0"
    file.write_text(snapshot, encoding="utf-8")
    try:
        result = run("diff", "v1.0", "v1.1", "--source", "docs")
    finally:
        file.unlink()
    assert result.stdout == "Nothing changed.\n"


@pytest.mark.usefixtures("repository")
def test_diff__writes_json_that_names_the_versions() -> None:
    result = run("diff", "v1.0", "v1.1", "--source", "docs", "--format", "json")
    data = json.loads(result.stdout)
    # Each version has its own module beside the docs, of one name.
    assert [data[side]["release"] for side in ("old", "new")] == ["1.0", "1.1"]
    assert len(data["changes"]) == 15


@pytest.mark.usefixtures("repository")
def test_diff__writes_markdown_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "changes.md"
    where = ("--source", "docs", "-o", str(file))
    result = run("diff", "v1.0", "v1.1", "--format", "markdown", *where)
    assert (result.exit_code, result.stdout) == (Exit.DONE, "")
    assert file.read_text("utf-8").startswith("### Roles\n\n- **Head of Product**: ")
    assert run("diff", "v1.0", "v1.1", *where).exit_code == Exit.FAILED


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "old.json is not JSON"),
        ('{"format": "pmroles", "format_version": 9}', "upgrade sphinx-pmroles"),
        ('{"format": "pmroles", "format_version": 1}', "'project' is missing"),
    ],
)
def test_diff__says_what_is_wrong_with_a_snapshot(
    content: str, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "old.json"
    file.write_text(content, encoding="utf-8")
    result = run("diff", str(file), str(file))
    assert result.exit_code == Exit.FAILED
    assert says in result.stderr


EMPTY: dict[str, object] = {
    "format": "pmroles",
    "format_version": 1,
    "project": "",
    "release": "",
    "audience": None,
    "roles": {},
    "matrices": {},
    "lifecycles": {},
    "products": {},
    "roadmaps": {},
    "items": {},
}
PROGRAM = [sys.executable, "-m", "sphinx_pmroles.cli"]


def write_snapshots(folder: Path, roadmaps: dict[str, object]) -> None:
    """Write an empty snapshot and one that has *roadmaps*."""
    for name, whole in (("old", EMPTY), ("new", {**EMPTY, "roadmaps": roadmaps})):
        (folder / f"{name}.json").write_text(json.dumps(whole), encoding="utf-8")


def roadmap(title: str) -> dict[str, object]:
    return {"title": title, "items": [], "docname": "index", "uri": "index.html"}


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_diff__spells_out_half_a_character(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_snapshots(tmp_path, {"plan": roadmap("Half \ud800")})
    result = run("diff", "old.json", "new.json", "--format", form)
    assert result.exit_code == Exit.DONE
    assert "Half \\ud800" in result.stdout


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="needs /dev/stdin")
def test_diff__reads_a_snapshot_from_a_pipe(tmp_path: Path) -> None:
    write_snapshots(tmp_path, {})
    done = subprocess.run(
        [*PROGRAM, "diff", "old.json", "/dev/stdin"],
        cwd=tmp_path,
        input=json.dumps(EMPTY).encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.split() == [b"Nothing", b"changed."]


def test_diff__says_nothing_of_a_pipe_that_closes(tmp_path: Path) -> None:
    write_snapshots(tmp_path, {f"r{n}": roadmap(f"Plan {n}") for n in range(20_000)})
    with subprocess.Popen(
        [*PROGRAM, "diff", "old.json", "new.json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"Roadmaps\n"
        process.stdout.close()
        assert process.stderr.read() == b""


# A site of all versions


def edit(page: Path, old: str, new: str) -> None:
    text = page.read_text("utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")


def begin(docs: Path, old: str, new: str) -> None:
    """Begin a version as the docs say: keep the last one, and compare with it."""
    file = docs / "baselines" / f"{old}.json"
    kept = run("snapshot", str(docs), "--ref", f"v{old}", "-o", str(file))
    assert kept.exit_code == Exit.DONE, kept.output
    conf = (docs / "conf.py").read_text("utf-8").splitlines()
    baselines = {old: f"baselines/{old}.json"}
    lines = {
        "release = ": f'release = "{new}"',
        "pmroles_baselines = ": f"pmroles_baselines = {baselines}",
    }
    for start, line in lines.items():
        conf = [line if each.startswith(start) else each for each in conf]
    (docs / "conf.py").write_text("\n".join(conf), encoding="utf-8")
    text = f"# What changed since {old}\n\n:::{{pm:changes}}\n:since: {old}\n:::\n"
    (docs / "changes.md").write_text(text, encoding="utf-8")


def build(tag: str, folder: Path, site: Path) -> None:
    """Build a version as sphinx-polyversion does: of its own tree, told of all."""
    tree = folder.parent / tag
    git(folder, "worktree", "add", "--quiet", str(tree), tag)
    told = {"versions": ["v1.2", "v1.1", "v1.0"], "this_version": tag}
    subprocess.run(
        [sys.executable, *("-m", "sphinx", "-q", "-W"), "docs", str(site / tag)],
        cwd=tree,
        env=os.environ | {"POLYVERSION_DATA": json.dumps(told)},
        check=True,
    )


def test_versions__show_what_changed_since_the_one_before(tmp_path: Path) -> None:
    folder, site = tmp_path / "repository", tmp_path / "site"
    docs = folder / "docs"
    shutil.copytree(EXAMPLE / "docs", docs)
    git(folder, "init", "--quiet")
    commit(folder, "v1.0", {})
    begin(docs, "1.0", "1.1")
    edit(docs / "index.md", "plan\n", "plan\nchanges\n")
    edit(docs / "launch.md", "| A/R | C ", "| R   | A ")
    edit(docs / "plan.md", "2026-12-15", "2027-01-12")
    commit(folder, "v1.1", {})
    begin(docs, "1.1", "1.2")
    edit(docs / "roles.md", "Product Manager", "Head of Product")
    commit(folder, "v1.2", {})
    for tag in ("v1.0", "v1.1", "v1.2"):
        build(tag, folder, site)

    def page(name: str) -> BeautifulSoup:
        return BeautifulSoup((site / name).read_text("utf-8"), "html.parser")

    def said(tag: str) -> list[str]:
        cells = page(f"{tag}/changes.html").select("table.pm-table td:last-child")
        return [cell.get_text(" ", strip=True) for cell in cells]

    assert not (site / "v1.0" / "changes.html").exists()
    assert said("v1.1") == [
        "A moved from Product Manager to Sponsor C taken from Sponsor",
        "slipped by +28 days: 2026-12-15 → 2027-01-12",
    ]
    assert said("v1.2") == ["renamed, before: Product Manager"]
    for tag in ("v1.0", "v1.1", "v1.2"):
        links = page(f"{tag}/launch.html").select(".sidebar-tree a[href^='../v1']")
        assert [link["href"] for link in links] == [
            "../v1.2/index.html",
            "../v1.1/index.html",
            "../v1.0/index.html",
        ]
        for link in links:
            assert (site / tag / str(link["href"])).is_file()
