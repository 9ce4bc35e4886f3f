"""What beginners write first, and what they are told: the page of the docs is the test.

Each section of ``docs/how-to/first-mistakes.md`` shows what was written, in Markdown,
reStructuredText or ``conf.py``, and all that a build must say of it, word for word.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner
from sphinx.errors import SphinxError

from sphinx_pmroles.cli.main import main

if TYPE_CHECKING:
    from tests.build.conftest import Project

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "first-mistakes.md"
_SECTION = re.compile(r"^### (.+)\n((?:(?!##).*\n)*)", re.MULTILINE)
#: Four backticks around what is tested: an example of the right way has three.
_BLOCK = re.compile(r"^````(\w+)\n(.*?)^````$", re.MULTILINE | re.DOTALL)
MISTAKES = {
    title: dict(_BLOCK.findall(section))
    for title, section in _SECTION.findall(PAGE.read_text("utf-8"))
}
BUILT = [title for title, blocks in MISTAKES.items() if "console" not in blocks]
RUN = [title for title, blocks in MISTAKES.items() if "console" in blocks]


def test_page__has_the_mistakes_that_were_collected() -> None:
    assert len(BUILT) >= 35
    assert all(blocks.keys() & {"text", "console"} for blocks in MISTAKES.values())


def write_and_build(project: Project, title: str) -> list[str]:
    """Return all that a build says of a mistake."""
    blocks = MISTAKES[title]
    project.write(other="---\norphan: 1\n---\n")
    if not blocks.keys() & {"markdown", "rst"}:
        project.write(index="Words.\n")
    for language, name in (("markdown", "index.md"), ("rst", "index.rst")):
        if language in blocks:
            (project.source / name).write_text(blocks[language], encoding="utf-8")
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(blocks.get("python", ""))
    try:
        return project.build("dummy").warnings
    except SphinxError as error:
        return [str(error)]


#: The beginning of what others say: older versions of MyST-Parser know other places.
_OF_OTHERS = re.compile(r"\S+: (?:WARNING|ERROR): (?:.*Invalid options .*(?=: no ))?")


def of_all_versions(line: str) -> str:
    """Return a message as all versions give it: ours whole, of others the words."""
    return line if "[pmroles." in line else _OF_OTHERS.sub("", line)


@pytest.mark.parametrize("title", BUILT)
def test_mistake__is_told_as_the_page_says(project: Project, title: str) -> None:
    said = [of_all_versions(line) for line in write_and_build(project, title)]
    wanted = [of_all_versions(line) for line in MISTAKES[title]["text"].splitlines()]
    assert [line for line in wanted if line not in said] == [], said
    others = [line for line in said if line not in wanted]
    assert [line for line in others if "[pmroles." in line] == []


@pytest.mark.parametrize("title", RUN)
def test_command__is_answered_as_the_page_says(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, *answer = MISTAKES[title]["console"].splitlines()
    (tmp_path / "pages").mkdir()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, command.split()[2:])
    assert result.exit_code == 2
    said = "\n".join(answer)
    if not hasattr(click, "NoSuchCommand"):
        # Older versions of click do not guess which command is meant.
        said = said.partition(". Did you mean")[0]
    assert said in result.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index.md", "~~~markdown\n:::{pm:role} X\n~~~\n\nWrite `{pm:role}` here.\n"),
        (
            "index.md",
            "% :pm:role: `x`\n\nSee: {pm:role}`PM`.\n\n<!-- .. pm:role:: -->\n",
        ),
        (
            "index.rst",
            "Write ``{pm:role}``, as in::\n\n   .. pm:role: x\n   {pm:role}\n",
        ),
        ("index.rst", "..\n   .. pm:role:: X\n\n.. A comment on pm:role\n"),
    ],
)
def test_markup__that_is_an_example_is_no_mistake(
    project: Project, name: str, text: str
) -> None:
    fence = "```{pm:role} PM\n```\n" if name.endswith("md") else ".. pm:role:: PM\n"
    (project.source / name).write_text(f"{text}\n{fence}", encoding="utf-8")
    assert project.build("dummy", myst_enable_extensions=[]).warnings == []


def test_markup__of_an_audience_that_is_shown_as_text_stops_the_build(
    project: Project,
) -> None:
    project.write(index=":::{pm:role} Spy\n:audience: internal\n:::\n")
    project.configure(myst_enable_extensions=["deflist"])
    with pytest.raises(
        SphinxError, match=r"index\.md:1: pm:role with :audience: is shown"
    ):
        project.build("dummy", pmroles_audience="public")
    (warning,) = project.build("dummy").warnings
    assert "colon_fence" in warning


def test_misspelt_audience__in_conf_stops_the_build(project: Project) -> None:
    project.write(index="Words.\n")
    project.configure(pmroles_audiance="public")
    with pytest.raises(SphinxError, match=r"did you mean pmroles_audience\?"):
        project.build("dummy")


def test_other_names__in_conf_are_no_mistakes(project: Project) -> None:
    project.write(index="Words.\n")
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("import sphinx_pmroles\ndef pmroles_help(): pass\nproject_pm = 1\n")
    assert project.build("dummy").warnings == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_hint__is_given_once_whoever_reads_the_page(
    project: Project, jobs: int
) -> None:
    # Sphinx starts processes for more than five pages.
    project.write(**{f"p{n}": "---\norphan: 1\n---\n" for n in range(6)})
    project.write_file("index.rst", ".. pm:matirx:: Launch\n")
    (warning,) = (w for w in project.build("dummy", jobs=jobs).warnings if "Unk" in w)
    assert warning.count("did you mean 'pm:matrix'?") == 1


def test_check__counts_what_others_say_of_our_directives(project: Project) -> None:
    project.write(index=":::{matrix} Launch\n:::\n\n:::{figgure} Other\n:::\n")
    result = CliRunner().invoke(main, ["check", str(project.source)])
    assert result.exit_code == 1
    assert "write 'pm:matrix'" in result.stdout
    assert "figgure" not in result.stdout


def test_windows_file__is_read_as_any_other(project: Project) -> None:
    table = "| Activity | PM |\r\n| --- | --- |\r\n| Set price | A/R |\r\n"
    text = f":::{{pm:matrix}} Launch\r\n:scheme: raci\r\n\r\n{table}:::\r\n"
    (project.source / "index.md").write_bytes(text.encode("utf-8-sig"))
    built = project.build("html")
    assert built.warnings == []
    assert built.inventory["matrices"]["launch"]["participants"] == ["pm"]
