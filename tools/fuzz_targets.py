"""What is fuzzed: functions that read bytes of any kind, and must stand whatever comes.

    python tools/fuzz_targets.py TARGET FILE...    reads files once, such as crashers

A target raises nothing, whatever it is given: the readers answer with what they read or
with an error of their own, which is looked at here.  ``tools/fuzz.py`` feeds them with
ever new bytes, the tests with a few and with all that were ever found to crash one.
"""

from __future__ import annotations

import io
import json
import math
import random
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sphinx_pmroles.charts.scene import Element, Group, Line, Polygon, Rect, Scene, Text
from sphinx_pmroles.charts.svg import to_svg
from sphinx_pmroles.charts.tikz import to_tikz
from sphinx_pmroles.charts.timeline import timeline, timeline_pages
from sphinx_pmroles.checks.table import CHECKS, run_checks
from sphinx_pmroles.cli.change_formats import WRITERS
from sphinx_pmroles.exchange.csv_files import write_csv
from sphinx_pmroles.exchange.errors import ExchangeError
from sphinx_pmroles.exchange.events import write_calendar
from sphinx_pmroles.exchange.files import Origin, Wishes, adopt
from sphinx_pmroles.exchange.markup import write_markdown, write_rst
from sphinx_pmroles.exchange.mermaid import write_gantt
from sphinx_pmroles.exchange.needs import write_needs
from sphinx_pmroles.exchange.sheets import sheets_of
from sphinx_pmroles.exchange.snapshot import Snapshot
from sphinx_pmroles.inventory.changes import compare
from sphinx_pmroles.inventory.load import InventoryError, load
from sphinx_pmroles.inventory.neighbour import to_handbook
from sphinx_pmroles.model.finding import Finding, Place
from sphinx_pmroles.model.handbook import Handbook, Page
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.matrix import Layout, Matrix
from sphinx_pmroles.model.period import Period
from sphinx_pmroles.model.roadmap import Roadmap
from sphinx_pmroles.model.scheme import RACI, SCHEMES
from sphinx_pmroles.reading.audiences import names_in, plain, screen
from sphinx_pmroles.reading.cells import CellReader
from sphinx_pmroles.reading.dates import period_of, read_period
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.matrix import read_matrix
from sphinx_pmroles.reading.roadmap import DateRules, read_roadmap
from sphinx_pmroles.reading.sources import Format, read_source
from sphinx_pmroles.reading.tables import (
    Table,
    read_pipe_parts,
    read_pipe_table,
)

ROOT = Path(__file__).resolve().parents[1]
#: What was found to crash a target, by its name: read again by every run of the tests.
CRASHERS = ROOT / "tests" / "data" / "fuzz"
#: What the messages of errors and findings may have at most: a log is to be read.
LONGEST_MESSAGE = 2_000
#: Of larger plans no chart is drawn here: there, each would take a second.
_DRAWN = 40
_HERE = Place("page", 1)


#: Returns bytes with some of them changed, and no more than so many.
Mutate = Callable[[bytes, int], bytes]


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed: a reader of bytes, and the files that show it what is valid.

    *seeds* are patterns of paths in the repository; *texts* are more of them.
    *mutator* changes an input where changing any of its bytes would be no use: it gets
    the input, how long another may be, a seed, and what changes plain bytes.
    """

    name: str
    read: Callable[[bytes], None]
    seeds: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    longest: int = 4_096
    mutator: Callable[[bytes, int, int, Mutate], bytes] | None = None

    def corpus(self) -> Iterator[bytes]:
        """Yield what the fuzzer starts from."""
        for pattern in self.seeds:
            for path in sorted(ROOT.glob(pattern)):
                yield path.read_bytes()
        for text in self.texts:
            yield text.encode()


TARGETS: dict[str, Target] = {}


def _target(
    *seeds: str,
    texts: Iterable[str] = (),
    longest: int = 4_096,
    mutator: Callable[[bytes, int, int, Mutate], bytes] | None = None,
) -> Callable[[Callable[[bytes], None]], Callable[[bytes], None]]:
    """Enter a function into the table of targets, by its name."""

    def enter(read: Callable[[bytes], None]) -> Callable[[bytes], None]:
        name = read.__name__
        TARGETS[name] = Target(name, read, seeds, tuple(texts), longest, mutator)
        return read

    return enter


# ----- what must hold of every answer


def check_message(message: str) -> None:
    """Say whether a reader of a log can make use of a message."""
    assert message.strip(), "a message says nothing"
    assert len(message) <= LONGEST_MESSAGE, f"a message of {len(message):,} characters"
    assert "\n" not in message, "a message has several lines"
    assert "\0" not in message, "a message holds a NUL"


def check_error(error: ReadError) -> None:
    """Say whether an error is one that its reader can act on."""
    check_message(error.message)
    assert error.line >= 0


def check_findings(findings: Iterable[Finding]) -> None:
    """Say whether findings are known, have a place and say what is wrong."""
    for finding in findings:
        assert finding.check in CHECKS, finding.check
        assert finding.place.line > 0, finding
        check_message(finding.message)


def check_scene(scene: Scene) -> None:
    """Say whether all of a drawing is somewhere, and can be printed."""
    assert all(map(math.isfinite, (scene.width, scene.height)))
    for element in _elements(scene.elements):
        for number in _numbers(element):
            assert math.isfinite(number), element
    printed = to_svg(scene, ids="a", links={}) + to_tikz(scene, links={})
    assert printed


def _elements(elements: Iterable[Element]) -> Iterator[Element]:
    for each in elements:
        if isinstance(each, Group):
            yield from _elements(each.children)
        else:
            yield each


def _numbers(element: Element) -> Iterator[float]:
    match element:
        case Rect():
            yield from (element.x, element.y, element.width, element.height)
        case Line() | Polygon():
            for point in element.points:
                yield from point
        case Text():
            yield from (element.x, element.y)


def check_table(table: Table) -> None:
    """Say whether whatever can be made of a table is whole."""
    if table.fault:
        check_error(table.fault)
    screened = screen(table, lambda names, _line: "x" not in names, ["Notes"])
    for each in (table, screened.table):
        _check_matrices(each)
    _check_roadmap(table)


def _check_matrices(table: Table) -> None:
    matrices = []
    # Which scheme comes beside RACI depends on the data alone.
    other = SCHEMES[sum(len(row.cells) for row in table.rows) % len(SCHEMES)]
    for scheme in (RACI, other):
        for layout in (None, *Layout):
            key = f"{scheme.name}-{layout}"
            read = read_matrix(
                table, scheme, key=key, title=key, place=_HERE, layout=layout
            )
            check_findings(read.findings)
            check_matrix(read.matrix)
            matrices.append(read.matrix)
    handbook = Handbook([Page("page", matrices=tuple(matrices))])
    check_findings(run_checks(handbook, dict.fromkeys(CHECKS, True)))


def check_matrix(matrix: Matrix) -> None:
    """Say whether a matrix is a rectangle."""
    width = len(matrix.participants)
    for activity in matrix.activities:
        assert len(activity.cells) == width, activity
        assert len(activity.texts) == len(matrix.text_columns), activity


def _check_roadmap(table: Table) -> None:
    read = read_roadmap(
        table, key="plan", title="Plan", place=_HERE, rules=DateRules(4, "de")
    )
    check_findings(read.findings)
    filled = sum(any(c.text.strip() for c in row.cells) for row in table.rows)
    assert len(read.roadmap.items) == filled, "an item was lost"
    handbook = Handbook([Page("page", roadmaps=(read.roadmap,))])
    check_findings(run_checks(handbook, dict.fromkeys(CHECKS, True)))
    _check_drawn(read.roadmap)


def _check_drawn(roadmap: Roadmap) -> None:
    if len(roadmap.items) > _DRAWN:
        return
    check_scene(timeline(roadmap))
    for page in timeline_pages(roadmap, max_height=600):
        check_scene(page)


def check_handbook(handbook: Handbook) -> None:
    """Say whether all checks and charts stand whatever a handbook holds."""
    for finding in run_checks(handbook, dict.fromkeys(CHECKS, True)):
        check_message(finding.message)
    for matrix in handbook.matrices:
        check_matrix(matrix)
    for roadmap in handbook.roadmaps:
        _check_drawn(roadmap)
    for kind in Kind:
        for entry in handbook.entries[kind][:_DRAWN]:
            assert handbook.find_all(kind, entry.key)


def _text(data: bytes) -> str:
    """Return any bytes as text; halves of characters are kept as such."""
    return data.decode("utf-8", "surrogateescape")


def _source(data: bytes, data_format: Format) -> None:
    for with_groups in (True, False):
        try:
            table = read_source(
                data,
                format=data_format,
                label_header="Activity",
                with_groups=with_groups,
            )
        except ReadError as error:
            check_error(error)
        else:
            check_table(table)


# ----- the targets


@_target(
    texts=(
        *("A/R", "r, a", "RA", "C / I", "**A**", "C (if over budget)", "R*", "-"),
        *("R (design), A (budget)", "C - if over", "n/a", "А", "Ａ/Ｒ", "A: all", ""),
        *("`R`", "***A***", "Responsible & Accountable", "A<br>R", "ß", "R¹"),
    ),
    longest=256,
)
def cells(data: bytes) -> None:
    """Letters of responsibility matrices."""
    text = _text(data)
    for scheme in SCHEMES:
        reading = CellReader(scheme)(text)
        cell = reading.cell
        assert set(cell.letters) <= set(scheme.codes)
        assert 0 <= reading.end <= len(text)
        said = (cell.letters, cell.unread, cell.nobody)
        # Whatever stands in it is letters, a mark for nobody, or kept as written.
        assert sum(map(bool, said)) == bool(text.strip()) or cell.note
        assert not cell.unread or cell.unread in text


@_target(
    texts=(
        *("2026-07-15", "2026-07", "2026-W31", "2026-Q3", "Q3 2026", "2026-H2", "2026"),
        *("FY27", "FY27-Q2", "Jul 2026", "15 July 2026", "July 15, 2026", "now"),
        *("2026-Q3 .. FY27-H1", "2026-07 to 2026-08", "TBD", "15 de julio de 2026"),
        *("2026年7月15日", "9999-12-31", "0001-01-01", "9999-W53", "FY00", "FY0001-Q1"),
        *("15. Juli 2026 – 3. August 2026", "1 août 2026", "2026-02-30"),
    ),
    longest=160,
)
def dates(data: bytes) -> None:
    """Dates, ranges of them and pairs of a start and an end."""
    start = data[0] % 12 + 1 if data else 1
    locale = ("en", "de", "fr", "es", "ja", "pt_BR", "zh_Hant", "ar", "xx", "")[
        data[-1] % 10 if data else 0
    ]
    text = _text(data)
    before, _, after = text.partition("|")
    readers: tuple[Callable[[], Period], ...] = (
        lambda: read_period(text, fiscal_year_start=start, locale=locale),
        lambda: period_of(before, after, fiscal_year_start=start, locale=locale),
    )
    for read in readers:
        try:
            period = read()
        except ReadError as error:
            check_message(error.message)
            continue
        assert (period.first is None) == (period.last is None)
        for unit in (period.first, period.last):
            assert unit is None or unit.start <= unit.end


@_target(
    "docs/data/*.csv",
    texts=(
        (
            "id,title,product,start,end,status,health,progress,depends,horizon\n"
            "A-1,Sign-on,Console,2026-07-06,2026-11-27,in-progress,at-risk,70,,now\n"
            "A-2,Passkeys,Console,2027-03-01,2027-06-30,planned,on-track,0,A-1,later\n"
        ),
        'Activity;PM;BA\n"Set; the\nprice";A/R;"C (""late"")"\nPlan;;\n',
    ),
    # Each is read as every kind of table: longer ones are too few in a second.
    longest=1_024,
)
def csv(data: bytes) -> None:
    """Comma-separated values, to all that is made of tables."""
    _source(data, Format.CSV)


@_target(texts=("Activity\tPM\tBA\nSet price\tA/R\tC\n",))
def tsv(data: bytes) -> None:
    """Tab-separated values."""
    _source(data, Format.TSV)


@_target(
    "docs/data/*.yaml",
    texts=(
        "Strategy:\n  Set: {PM: A, BA: [R, C]}\n  Tell: |\n    x\n",
        "- {Item: no, ID: 012, When: 1:30, Z: ~}\n",
        "a: &x {b: c}\nd: *x\n",
        "%YAML 1.1\n---\n- !!str a: !<tag:yaml.org,2002:str> b\n...\n",
        "? a\n: - b\n  - 'c'\n- \"\\uD800\"\n",
    ),
)
def yaml(data: bytes) -> None:
    """YAML."""
    _source(data, Format.YAML)


@_target(
    "docs/data/github-project.json",
    texts=(
        '[{"Item": "a", "When": "2026-Q3", "Depends on": ["b", 1.5e3, null, true]}]',
        '{"Strategy": {"Set": {"PM": "A\\n", "BA": ["R", "\\ud83d"]}}}',
    ),
)
def json_rows(data: bytes) -> None:
    """JSON."""
    _source(data, Format.JSON)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of parts by their names; the same bytes at any time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def mutate_workbook(data: bytes, most: int, seed: int, mutate: Mutate) -> bytes:
    """Return a workbook in which a part is changed, packed again.

    One whose own bytes are changed is mostly no archive any more: what reads its parts
    would never be reached.  A few are changed so all the same.
    """
    chance = random.Random(seed)  # noqa: S311 - the same bytes for a seed
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - broken archives raise many kinds
        return mutate(data, most)
    if not parts or chance.random() < _RAW:
        return mutate(data, most)
    name = chance.choice(list(parts))
    parts[name] = mutate(parts[name], _LONGEST_PART)
    made = packed(parts)
    return made if len(made) <= most else mutate(data, most)


#: How many workbooks are changed as archives, and how long a changed part may be.
_RAW, _LONGEST_PART = 0.05, 65_536


@_target("docs/data/*.xlsx", longest=16_384, mutator=mutate_workbook)
def xlsx(data: bytes) -> None:
    """Excel workbooks as they are: archives."""
    _source(data, Format.XLSX)


#: The parts of a workbook that are fuzzed, and what is around them.
_PARTS = {
    "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/'
    b'2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    b'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="'
    b'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    b'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.'
    b'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/'
    b'2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org'
    b'/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    b"</Relationships>",
    "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats'
    b'.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="'
    b'worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/'
    b'spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" '
    b'r:id="r1"/></sheets></workbook>',
}
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def workbook_of(sheet: bytes) -> bytes:
    """Return a workbook whose one sheet is that XML."""
    return packed({**_PARTS, "xl/worksheets/sheet1.xml": sheet})


@_target(
    texts=(
        (
            f'{_SHEET}<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Activity</t>'
            '</is></c><c t="str"><v>PM</v></c></row><row><c t="n"><v>1</v></c><c t="d">'
            "<v>2026-07-15</v></c></row></sheetData></worksheet>"
        ),
        (
            f'{_SHEET}<sheetData><row r="2"><c r="B2"><f>1+1</f><v>2</v>'
            '</c><c t="b"><v>1'
            '</v></c><c t="e"><v>#N/A</v></c></row></sheetData><mergeCells count="1">'
            '<mergeCell ref="B2:C3"/></mergeCells><hyperlinks><hyperlink ref="B2:B3" '
            'location="x"/></hyperlinks></worksheet>'
        ),
        (
            f'<!DOCTYPE a [<!ENTITY b "c">]>{_SHEET}<sheetData><row>'
            '<c t="str"><v>&b;</v>'
            "</c></row></sheetData></worksheet>"
        ),
    ),
)
def xlsx_sheet(data: bytes) -> None:
    """Excel workbooks in whose sheet is any XML."""
    _source(workbook_of(data), Format.XLSX)


@_target(
    "docs/snippets/matrix-*.md",
    "docs/snippets/roadmap-*.md",
    "tests/data/matrices/*.md",
    texts=(
        "| A | PM |\n| --- | :-: |\n| **G** | |\n| x \\| y | R |\n| ragged |\n",
        (
            "## One\n\n| A | PM |\n|-|-|\n| x | R |\n\n## Two ##"
            "\n\n| A | BA |\n|-|-|\n| y |"
        ),
        "| | R | A |\n|-|-|-|\n| x | PM (lead), BA* | PO & QA |\n",
    ),
)
def pipe_tables(data: bytes) -> None:
    """Markdown pipe tables, alone and several with headings."""
    lines = _text(data).splitlines()
    for kind in Kind:
        for _kind, name in names_in(lines, kind):
            list(plain(name))
    # The directive around the table is none of it.
    inside = [line for line in lines if not line.startswith((":::", "```"))]
    for given in (lines, inside):
        table = read_pipe_table(given, 1)
        if table:
            check_table(table)
        parts = read_pipe_parts(given, 1)
        if parts:
            read = read_matrix(parts, RACI, key="m", title="m", place=_HERE)
            check_findings(read.findings)
            check_matrix(read.matrix)


@_target(
    "docs/data/*.json",
    "docs/data/*.csv",
    "docs/data/*.yaml",
    texts=("Issue key,Summary,Due date,Custom field (Team)\nA-1,x,15/Jul/26,B\n",),
)
def imports(data: bytes) -> None:
    """Files of other tools: sheets, Jira's and GitHub's."""
    for name in ("", "a.csv", "a.json", "a.yaml"):
        for origin in (None, *Origin):
            try:
                draft, remarks = adopt(data, name, Wishes(origin))
            except ReadError as error:
                check_error(error)
                continue
            except ExchangeError as error:
                check_message(str(error))
                continue
            for remark in remarks:
                check_message(remark.message)
            assert write_markdown(draft)
            assert write_rst(draft)


@_target("docs/data/*.json", longest=65_536)
def inventories(data: bytes) -> None:
    """Inventories of other handbooks and of earlier versions."""
    try:
        found = load(data, "pmroles.json")
    except InventoryError as error:
        check_message(str(error))
    else:
        check_inventory(found)
    # What was fetched of another handbook need not be whole.
    try:
        anything = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(anything, dict):
        check_handbook(to_handbook(anything, "shop", "https://example.org/"))


def check_inventory(found: dict[str, Any]) -> None:
    """Say whether all that is made of an inventory of the right shape can be."""
    handbook = to_handbook(found, "shop", "https://example.org/", frozenset({"shop"}))
    check_handbook(handbook)
    for changes in (compare(found, found), *_both_ways(found)):
        for write in WRITERS.values():
            write(changes).encode(errors="backslashreplace")
    _export(found)


def _both_ways(found: dict[str, Any]) -> Iterator[Any]:
    empty = {
        **{name: {} for name in found},
        **{name: found[name] for name in ("project", "release", "format_version")},
    }
    yield compare(empty, found)
    yield compare(found, empty)


def _export(found: dict[str, Any]) -> None:
    snapshot = Snapshot(found)
    sheets = sheets_of(snapshot)
    keys = list(snapshot.roadmaps)
    try:
        for sheet in sheets:
            write_csv(sheet).encode()
        write_calendar(snapshot, keys, made=datetime.fromtimestamp(0, UTC), base_url="")
        for key in keys:
            write_gantt(snapshot, key, "").encode()
        write_needs(snapshot, keys, "need").encode()
    except (ExchangeError, UnicodeEncodeError) as error:
        # Half a character cannot be written as UTF-8; the command says so.
        check_message(str(error))


def main() -> None:
    """Read files by a target, once each."""
    name, *files = sys.argv[1:]
    for file in files:
        print(f"{name} {file}")
        TARGETS[name].read(Path(file).read_bytes())


if __name__ == "__main__":
    main()
