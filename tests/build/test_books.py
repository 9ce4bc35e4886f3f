"""The example handbook as a book: a PDF with every word, a valid EPUB."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.build.everything import write_everything

if TYPE_CHECKING:
    from tests.build.conftest import Project

DATA = Path(__file__).parents[1] / "data"
EXAMPLE = Path(__file__).parents[2] / "examples" / "handbook"
DOCS = Path(__file__).parents[2] / "docs"
pytestmark = pytest.mark.slow

RequireTool = Callable[[str], Path]


@pytest.fixture
def example(project: Project) -> Project:
    """Return the example handbook in a folder of its own."""
    shutil.rmtree(project.source)
    shutil.copytree(EXAMPLE, project.source, ignore=shutil.ignore_patterns("_build"))
    return project


def output_of(*command: str | Path, folder: Path | None = None) -> str:
    """Return what a program says; it must end well."""
    done = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def titles_of(inventory: dict[str, Any]) -> list[str]:
    """Return the titles of all that a handbook defines."""
    titles = [
        thing["title"]
        for kind in ("roles", "matrices", "lifecycles", "products", "roadmaps", "items")
        for thing in inventory[kind].values()
    ]
    for matrix in inventory["matrices"].values():
        titles += [activity["title"] for activity in matrix["activities"]]
    for cycle in inventory["lifecycles"].values():
        titles += [stage["title"] for stage in cycle["stages"]]
    return titles


def letters_only(text: str) -> str:
    """Return a text without what breaking its lines may change."""
    return "".join(char for char in text.casefold() if char.isalnum())


def test_public_edition__holds_nothing_that_is_internal(example: Project) -> None:
    inside = example.run("html", "-E", out="inside").text("roadmap.html")
    built = example.run("html", "-E", "-W", "-t", "public")
    hidden = ("Price by use", "Would we build it again", "Do we keep Quotes")
    assert [words for words in hidden[:2] if words not in inside] == []
    for name, content in built.files().items():
        assert [w for w in hidden if w.encode() in content] == [], name
    # It is compared with the public editions of earlier versions.
    changes = built.text("what-changed.html")
    assert "+28 days" in changes
    assert "Health" not in changes


def test_pdf__holds_every_title_and_no_picture(
    example: Project, require_tool: RequireTool
) -> None:
    latexmk = require_tool("latexmk")
    require_tool("xelatex")
    pdftotext, pdfimages = require_tool("pdftotext"), require_tool("pdfimages")
    titles = titles_of(example.run("pmroles").inventory)
    assert len(titles) > 60
    built = example.run("latex")
    assert built.warnings == []
    (tex,) = (path for path in built.out.glob("*.tex"))
    output_of(
        *(latexmk, "-pdfxe", "-interaction=nonstopmode", "-halt-on-error", tex.name),
        folder=built.out,
    )
    # TeX leaves out what its fonts lack, says so in its log alone, and ends with 0.
    log = tex.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert [line for line in log.splitlines() if "Missing character" in line] == []
    pdf = tex.with_suffix(".pdf")
    # In two orders: a cell of several lines is whole in that of the page's content.
    text = output_of(pdftotext, pdf, "-") + output_of(pdftotext, "-raw", pdf, "-")
    words = letters_only(text)
    assert [title for title in titles if letters_only(title) not in words] == []
    # Two lines of heading: charts are drawn with lines and text.
    assert output_of(pdfimages, "-list", pdf).count("\n") == 2


@pytest.mark.parametrize("engine", ["xelatex", "lualatex"])
def test_pdf__of_everything_is_whole_by_both_engines(
    project: Project, require_tool: RequireTool, engine: str
) -> None:
    latexmk, pdftotext = require_tool("latexmk"), require_tool("pdftotext")
    require_tool(engine)
    write_everything(project)
    built = project.run("latex", "-D", f"latex_engine={engine}")
    assert built.warnings == []
    option = {"xelatex": "-pdfxe", "lualatex": "-pdflua"}[engine]
    output_of(
        *(latexmk, option, "-interaction=nonstopmode", "-halt-on-error"),
        "handbook.tex",
        folder=built.out,
    )
    log = built.out / "handbook.log"
    faults = (
        *("Missing character", "Overfull", "There were undefined references"),
        *("multiply defined", "has been referenced but does not exist"),
    )
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    assert [line for line in lines if any(fault in line for fault in faults)] == []
    words = letters_only(output_of(pdftotext, "-raw", log.with_suffix(".pdf"), "-"))
    titles = titles_of(project.run("pmroles").inventory)
    assert len(titles) > 30
    assert [title for title in titles if letters_only(title) not in words] == []


def printed(project: Project, latexmk: Path, pdftotext: Path) -> list[str]:
    """Return the text of each page that XeLaTeX makes of the project."""
    project.configure(latex_use_xindy=False)
    built = project.run("latex")
    (tex,) = (path for path in built.out.glob("*.tex"))
    output_of(
        *(latexmk, "-pdfxe", "-interaction=nonstopmode", "-halt-on-error", tex.name),
        folder=built.out,
    )
    return output_of(pdftotext, "-layout", tex.with_suffix(".pdf"), "-").split("\f")


def test_pdf__begins_a_long_table_once(
    project: Project, require_tool: RequireTool
) -> None:
    latexmk, pdftotext = require_tool("latexmk"), require_tool("pdftotext")
    require_tool("xelatex")
    header = "| Activity | PM |\n| --- | --- |\n"
    matrices = "".join(
        f":::{{pm:matrix}} Matrix {n}\n\n{header}"
        + "".join(f"| Activity {row} of {n} | A/R |\n" for row in range(30))
        + ":::\n\n"
        for n in range(4)
    )
    project.write(index=f"# Tables\n\n{matrices}")
    pages = printed(project, latexmk, pdftotext)
    for n in range(4):
        lines = "".join(pages).splitlines()
        rows = [line for line in lines if f"of {n} " in line and "A/R" in line]
        assert len(rows) == 30
        first = next(page for page in pages if f"Table {n + 1}:" in page)
        assert f"Table {n + 1} – continued" not in first


def test_pdf__leaves_no_timeline_alone_that_had_to_begin_a_page(
    project: Project, require_tool: RequireTool
) -> None:
    latexmk, pdftotext = require_tool("latexmk"), require_tool("pdftotext")
    require_tool("xelatex")
    table = "| Item | When |\n| --- | --- |\n| Build | 2026-Q3 |\n| Ship | 2026-Q4 |\n"
    plans = "".join(
        "```{raw} latex\n\\newpage\n```\n\n"
        + "Before\n\n" * above
        + f":::{{pm:roadmap}} Plan {above}\n\n{table}:::\n\n"
        for above in range(28, 44, 2)
    )
    project.write(index=f"# Plans\n\n{plans}")
    pages = printed(project, latexmk, pdftotext)
    begun = [page for page in pages if re.search(r"^ *Plan \d+$", page, re.MULTILINE)]
    sent_on = [page for page in begun if "Before" not in page]
    assert len(begun) == 8
    assert sent_on
    assert [page for page in sent_on if not re.search("Item +When", page)] == []


def test_pdf__holds_other_scripts_with_the_fonts_that_the_docs_set(
    project: Project, require_tool: RequireTool
) -> None:
    xelatex, pdftotext = require_tool("xelatex"), require_tool("pdftotext")
    page = (DOCS / "how-to" / "build-a-pdf.md").read_text(encoding="utf-8")
    (setting,) = re.findall(r"```python\n(latex_elements = .*?)```", page, re.DOTALL)
    titles = ["新規登録ページ", "用户注册", "가입 페이지", "דף"]
    rows = "".join(
        f"| {title} | 2027-0{n} | {title} |\n" for n, title in enumerate(titles, 1)
    )
    project.write(
        index="# Plans\n\n:::{pm:roadmap} Plan\n:group-by: team\n\n"
        f"| Item | When | Team |\n| - | - | - |\n{rows}:::\n\n"
        f":::{{pm:matrix}} Launch\n\n| Activity | {titles[0]} |\n| - | - |\n"
        f"| {titles[1]} | A/R |\n:::\n"
    )
    with (project.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(setting)
    built = project.run("latex", "-D", "latex_use_xindy=0")
    output_of(
        *(xelatex, "-interaction=nonstopmode", "-halt-on-error", "handbook.tex"),
        folder=built.out,
    )
    log = (built.out / "handbook.log").read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
    text = output_of(pdftotext, "-raw", built.out / "handbook.pdf", "-")
    # In the chart, over its lane, and twice in the table.
    assert [t for t in titles if letters_only(text).count(letters_only(t)) < 4] == []


def test_epub__is_valid_and_holds_every_chart(
    example: Project, require_tool: RequireTool
) -> None:
    epubcheck = require_tool("epubcheck")
    inventory = example.run("pmroles").inventory
    built = example.run("epub")
    assert built.warnings == []
    (book,) = built.out.glob("*.epub")
    assert faults_of(book, epubcheck, require_tool) == []
    drawings = list((built.out / "_images").glob("*.svg"))
    sources = "".join(p.read_text("utf-8") for p in example.source.glob("**/*.md"))
    lists = ("table", "board", "stages")
    not_drawn = sum(sources.count(f":view: {view}") for view in lists)
    drawn = len(inventory["roadmaps"]) - not_drawn
    drawn += sources.count(":view: tree")
    charts = len(inventory["lifecycles"]) + drawn
    assert len(drawings) == charts


def test_epub__of_everything_is_valid(
    project: Project, require_tool: RequireTool
) -> None:
    epubcheck = require_tool("epubcheck")
    write_everything(project)
    built = project.build("epub")
    assert built.warnings == []
    (book,) = built.out.glob("*.epub")
    assert faults_of(book, epubcheck, require_tool) == []


@pytest.mark.parametrize("language", ["md", "rst"])
def test_manual_page__of_everything_is_one_that_groff_reads(
    project: Project, require_tool: RequireTool, language: str
) -> None:
    groff = require_tool("groff")
    write_everything(project, language)
    page = project.build("man").out / "handbook.1"
    # Of UTF-8 (-k), with tables (-t), and no warnings of lines that do not fill.
    said = output_of(
        *(groff, "-k", "-t", "-man", "-Tutf8", "-z", "-ww", "-W", "break", page)
    )
    # A table of 17 columns has no room in 80 characters.
    faults = re.sub(r".*around line \d+:\n +table wider than line width\n", "", said)
    assert faults == ""


@pytest.mark.parametrize("language", ["md", "rst"])
def test_texinfo__of_everything_is_one_that_makeinfo_reads(
    project: Project, require_tool: RequireTool, language: str
) -> None:
    makeinfo = require_tool("makeinfo")
    write_everything(project, language)
    built = project.build("texinfo")
    said = output_of(makeinfo, "--no-split", "handbook.texi", folder=built.out)
    assert said == ""
    # Sphinx puts the anchors that it has not found a place for behind the index.
    text = built.text("handbook.texi")
    assert "@anchor" not in text.partition("@printindex")[2]
    for anchor in ("team/matrices pm-matrix-launch", "plan/roadmaps pm-roadmap-plan"):
        at = text.index(f"@anchor{{{anchor}}}")
        assert re.match(r"(@anchor{[^}]*}|\s)*[^\n]*\s*@multitable", text[at:])


def faults_of(
    book: Path, epubcheck: Path, require_tool: RequireTool
) -> list[dict[str, Any]]:
    """Return what epubcheck says of a book; dead links are among that."""
    report = book.with_name("report.json")
    # Debian's is a jar, which a kernel without binfmt_misc does not start.
    is_jar = zipfile.is_zipfile(epubcheck)
    start = (require_tool("java"), "-jar", epubcheck) if is_jar else (epubcheck,)
    output_of(*start, "--quiet", "--json", report, book)
    checked = json.loads(report.read_text(encoding="utf-8"))
    return [message for message in checked["messages"] if message]


def test_pdf__holds_all_of_300_items_as_text_and_lines(
    project: Project, require_tool: RequireTool
) -> None:
    xelatex = require_tool("xelatex")
    pdftotext, pdfimages = require_tool("pdftotext"), require_tool("pdfimages")
    shutil.copy(DATA / "roadmap-300.csv", project.source / "plan.csv")
    project.write(
        index="# Plans\n\n:::{pm:roadmap} Plan\n:file: plan.csv\n:group-by: product\n"
        ":as-of: 2026-11-22\n:allow: starts-before-dependency-ends\n:::\n"
    )
    project.configure(latex_use_xindy=False)
    built = project.run("latex")
    assert built.warnings == []
    tex = built.text("handbook.tex")
    # Once: links have no place yet, all else has.
    output_of(
        *(xelatex, "-interaction=nonstopmode", "-halt-on-error", "handbook.tex"),
        folder=built.out,
    )
    pdf = built.out / "handbook.pdf"
    data = (DATA / "roadmap-300.csv").read_text(encoding="utf-8")
    items = list(csv.DictReader(data.splitlines()))
    assert len(items) == 300
    words = letters_only(output_of(pdftotext, "-raw", pdf, "-"))
    missing = [i["title"] for i in items if letters_only(i["title"]) not in words]
    assert missing == []
    assert output_of(pdfimages, "-list", pdf).count("\n") == 2
    # Each page of the chart has the axis and the legend, and a line to another page
    # says at both ends what it leads to.
    pages = output_of(pdftotext, "-layout", pdf, "-").split("\f")
    charts = [page for page in pages if "2027" in page and "depends on" in page]
    assert len(charts) == tex.count(r"\begin{tikzpicture}") > 2
    title_of = {item["id"]: item["title"] for item in items}
    stubs = letters_only("".join(re.findall(r"→ ?[^\n]*|[^\n]*→", "".join(pages))))
    assert stubs
    named = [title for title in title_of.values() if letters_only(title) in stubs]
    assert len(named) >= 2
