"""Tables from data files: CSV, TSV, YAML, JSON and Excel workbooks.

Every row keeps the line, or the spreadsheet's row, on which it stands.  Data may come
from anywhere: whatever is in it, the answer is a table or a :class:`ReadError`.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from json import JSONDecodeError, JSONDecoder
from pathlib import PurePath
from typing import Any, NamedTuple

from sphinx_pmroles.model.messages import quoted
from sphinx_pmroles.reading.errors import ReadError
from sphinx_pmroles.reading.formulas import unguard
from sphinx_pmroles.reading.tables import Table, TableCell, TableRow

#: What is refused, so that no file can use up the memory of a build.
MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
MAX_CELLS = 1_000_000


class Format(StrEnum):
    """The formats of data."""

    CSV = "csv"
    TSV = "tsv"
    YAML = "yaml"
    JSON = "json"
    XLSX = "xlsx"


#: What the suffix of a file says of its format.
SUFFIXES = {
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".yaml": Format.YAML,
    ".yml": Format.YAML,
    ".json": Format.JSON,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
}


def format_of(name: str) -> Format:
    """Return the format that the suffix of a file's name says."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ReadError(
            f"its suffix {quoted(suffix)} says no format that can be read; those are "
            f"{', '.join(SUFFIXES)}: rename the file, or say which with :format:"
        )
    return SUFFIXES[suffix]


def read_source(
    data: bytes | str,
    *,
    format: Format,  # noqa: A002 - the option's name
    sheet: str | None = None,
    first_line: int = 1,
    label_header: str = "",
    with_groups: bool = True,
) -> Table:
    """Return the table that *data* says.

    *first_line* is the number of its first line.  *sheet* names a worksheet, by default
    the first that is shown.  In YAML and JSON, *label_header* is the header of the
    labels that are keys, and *with_groups* says whether there may be groups of them.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"it is larger than {MAX_BYTES:,} bytes: keep only the table in it"
        )
    if format is Format.XLSX:
        if isinstance(data, str):
            raise ReadError("a workbook is no text: name its file with :file:")
        from sphinx_pmroles.reading.workbook import read_workbook

        rows, fault = read_workbook(data, sheet)
        return as_table(rows)._replace(fault=fault)
    text = data if isinstance(data, str) else _decode(data, first_line)
    match format:
        case Format.CSV:
            return as_table(_records(text, _delimiter(text), first_line))
        case Format.TSV:
            return as_table(_records(text, "\t", first_line))
        case Format.YAML:
            events = _yaml_events(text, first_line)
        case Format.JSON:
            events = _Json(text, first_line).events()
    return _Shape(label_header, with_groups=with_groups).table(_tree(events))


def as_table(rows: Iterable[TableRow]) -> Table:
    """Return rows of data as a table: blank rows and outer blank columns are none.

    Rows of one text above the header are a title, as spreadsheets often have one.
    """
    filled: list[TableRow] = []
    count = 0
    for row in rows:
        count += len(row.cells)
        if any(cell.text for cell in row.cells):
            filled.append(row)
        check_size(len(filled), count, row.line)
    if not filled:
        raise ReadError("it holds no table: nothing is in it")
    first = min(
        next(n for n, cell in enumerate(row.cells) if cell.text) for row in filled
    )
    rows = [TableRow(_without_end(row.cells[first:]), row.line) for row in filled]
    head = next((n for n, row in enumerate(rows) if _texts(row) > 1), 0)
    width = len(rows[head].cells)
    # A wide header over many short rows: a small file would fill up the memory.
    check_size(0, width * (len(rows) - head), rows[head].line)
    return Table(
        rows[head],
        tuple(TableRow(_filled_up(r.cells, width), r.line) for r in rows[head + 1 :]),
        is_data=True,
        titles=tuple(
            cell.text for row in rows[:head] for cell in row.cells if cell.text
        ),
    )


def check_size(rows: int, cells: int, line: int = 0) -> None:
    """Refuse more rows or cells than a page can show."""
    if rows > MAX_ROWS or cells > MAX_CELLS:
        raise ReadError(
            f"it has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells: keep only the "
            "table in it",
            line,
        )


def _texts(row: TableRow) -> int:
    return sum(bool(cell.text) for cell in row.cells)


def _without_end(cells: tuple[TableCell, ...]) -> tuple[TableCell, ...]:
    end = len(cells)
    while end and not cells[end - 1].text:
        end -= 1
    return cells[:end]


def _filled_up(cells: tuple[TableCell, ...], width: int) -> tuple[TableCell, ...]:
    return cells + (TableCell(),) * (width - len(cells))


# Text

_BOMS = {
    # The longer marks first: that of UTF-32 begins with that of UTF-16.
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_BREAKS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]")
#: What XML cannot hold: no page could be written of it.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _decode(data: bytes, first_line: int) -> str:
    encoding = next((e for bom, e in _BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        raise ReadError(
            f"it is not {encoding.removesuffix('-sig').upper()}: byte "
            f"{error.start + 1:,} is 0x{data[error.start]:02X}; save it as UTF-8 "
            "(Excel calls that 'CSV UTF-8')",
            line,
        ) from None


def clean(text: str, line: int) -> str:
    """Return the text of a cell on one line; control characters are an error."""
    if text.isprintable():
        return text.strip()
    wrong = _NO_TEXT.search(text)
    if wrong:
        raise ReadError(
            f"it holds the character U+{ord(wrong[0]):04X}, which is no text: is it "
            "really in the format that its name says?",
            line,
        )
    # A pattern with the blanks around the breaks would take n² steps for n blanks.
    lines = (line.strip(" \t") for line in _BREAKS.split(text))
    return " ".join(line for line in lines if line).strip()


# Comma-separated values

_QUOTED = re.compile(r'"[^"]*"?')
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n?")


def _delimiter(text: str) -> str:
    """Return what separates the fields: a comma, or what Excel writes in its place.

    The first line that has any of them outside quotes decides, by the number of each.
    """
    told = _SEPARATOR_LINE.match(text)
    if told:
        return told[1]
    for line in io.StringIO(_QUOTED.sub("", text[:100_000]), newline=""):
        counts = {mark: line.count(mark) for mark in ",;\t"}
        best = max(counts, key=counts.__getitem__)
        if counts[best]:
            return best
    return ","


def _records(text: str, delimiter: str, first_line: int) -> Iterator[TableRow]:
    # Not splitlines(): it also breaks at characters that a field may hold.
    lines = io.StringIO(text, newline="")
    if _SEPARATOR_LINE.match(text):
        lines.readline()
        first_line += 1
    reader = csv.reader(
        lines, delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True
    )
    line = first_line
    try:
        for record in reader:
            fields = (unguard(clean(field, line)) for field in record)
            yield TableRow(tuple(map(TableCell, fields)), line)
            line = first_line + reader.line_num
    except csv.Error as error:
        raise ReadError(
            f"the record that starts here cannot be read ({error}): close each "
            'quotation mark, and write one that belongs to a text twice ("")'
            f"; a text may have {csv.field_size_limit():,} characters",
            line,
        ) from None


# YAML and JSON: events, as both parsers can give them, to a small tree

#: The deepest data: groups of activities of participants with lists of letters.
_MAX_DEPTH = 4
#: A cell is a key and a text at least; groups and lists of texts are more.
_EVENTS = 4
_SHAPES = (
    "expected a list of rows, each a mapping of headers to texts, or a mapping of "
    "labels to mappings of headers to texts, or groups of such"
)


class _Kind(StrEnum):
    MAPPING = "mapping"
    LIST = "list"
    TEXT = "text"
    END = "end"


class _Event(NamedTuple):
    """The start of a mapping or a list, a text, or the end of what was started."""

    kind: _Kind
    line: int
    text: str = ""


@dataclass(slots=True)
class _Node:
    """A text, a list or a mapping; *values* are those of either, *keys* of the last."""

    kind: _Kind
    line: int
    text: str
    values: list[_Node]
    keys: dict[str, int]

    def items(self) -> Iterator[tuple[str, int, _Node]]:
        """Yield each key of a mapping with its line and its value."""
        for (key, line), value in zip(self.keys.items(), self.values, strict=True):
            yield key, line, value


def _tree(events: Iterator[_Event]) -> _Node:
    """Return what the events say; data too deep or with a key twice is refused."""
    root = _Node(_Kind.LIST, 0, "", [], {})
    stack = [root]
    for count, event in enumerate(events):
        check_size(0, count // _EVENTS, event.line)
        within = stack[-1]
        if event.kind is _Kind.END:
            stack.pop()
            continue
        if within.kind is _Kind.MAPPING and len(within.keys) == len(within.values):
            _add_key(within, event)
            continue
        node = _Node(event.kind, event.line, clean(event.text, event.line), [], {})
        within.values.append(node)
        if len(root.values) > 1:
            raise ReadError("a second document starts here: keep one", event.line)
        if event.kind is not _Kind.TEXT:
            stack.append(node)
        if len(stack) > _MAX_DEPTH + 1:
            raise ReadError(f"this is nested too deeply: {_SHAPES}", event.line)
    if not root.values:
        raise ReadError(f"it holds no table: nothing is in it; {_SHAPES}")
    return root.values[0]


def _add_key(mapping: _Node, event: _Event) -> None:
    if event.kind is not _Kind.TEXT:
        raise ReadError(f"a key must be a text, not a {event.kind}", event.line)
    key = clean(event.text, event.line)
    if key in mapping.keys:
        raise ReadError(
            f"the key {quoted(key)} is here twice, first on line {mapping.keys[key]}: "
            "one of them would be lost; rename or remove it",
            event.line,
        )
    mapping.keys[key] = event.line


_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
)


def _yaml_events(text: str, first_line: int) -> Iterator[_Event]:
    """Yield the events of YAML.

    Nothing is constructed: all scalars are the texts that the author wrote, and
    aliases, with which a few lines can mean gigabytes, are refused where they stand.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.NodeEvent):
                mark = event.start_mark
                yield _yaml_node(event, first_line + (mark.line if mark else 0))
            elif isinstance(event, yaml.CollectionEndEvent):
                yield _Event(_Kind.END, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = "; ".join(part for part in (error.context, error.problem) if part)
        raise ReadError(
            f"it is not valid YAML: {what}", first_line + mark.line if mark else 0
        ) from None
    except (yaml.YAMLError, UnicodeError) as error:
        # UnicodeError: half a character that UTF-16 writes as two.
        what = " ".join(str(error).split("\n")[0].split())
        raise ReadError(f"it is not valid YAML: {what}") from None


def _yaml_node(event: Any, line: int) -> _Event:
    import yaml

    if isinstance(event, yaml.AliasEvent):
        raise ReadError(
            f"aliases such as *{event.anchor} are not read: write the text out", line
        )
    if event.tag and event.tag not in _CORE_TAGS and event.tag != "!":
        raise ReadError(f"tags such as {event.tag} are not read: remove it", line)
    if isinstance(event, yaml.MappingStartEvent):
        return _Event(_Kind.MAPPING, line)
    if isinstance(event, yaml.SequenceStartEvent):
        return _Event(_Kind.LIST, line)
    is_blank = event.style in (None, "") and event.value in ("~", "null")
    return _Event(_Kind.TEXT, line, "" if is_blank else event.value)


_BLANK = re.compile(r"[ \t\r\n]*")
_decode_string = JSONDecoder().raw_decode
_LITERAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")


class _Json:
    """JSON as events: the standard library's parser tells no lines.

    It goes into as deep as whoever takes the events lets it: that is where data
    nested too deeply is refused.
    """

    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.first_line = first_line
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        self.position = 0

    def events(self) -> Iterator[_Event]:
        """Yield the events of the one value that there is."""
        self._skip(0)
        if self._peek():
            yield from self._value()
        if self._peek():
            raise self._error("nothing more")

    def _value(self) -> Iterator[_Event]:
        line = self._line(self.position)
        if self._take("{"):
            yield _Event(_Kind.MAPPING, line)
            yield from self._values("}", has_keys=True)
        elif self._take("["):
            yield _Event(_Kind.LIST, line)
            yield from self._values("]", has_keys=False)
        elif self._peek() == '"':
            yield _Event(_Kind.TEXT, line, self._string())
        else:
            literal = _LITERAL.match(self.text, self.position)
            if not literal:
                raise self._error("a value")
            self._skip(literal.end())
            yield _Event(_Kind.TEXT, line, literal[0].replace("null", ""))

    def _values(self, end: str, *, has_keys: bool) -> Iterator[_Event]:
        is_last = self._take(end)
        while not is_last:
            if has_keys:
                line = self._line(self.position)
                if self._peek() != '"':
                    raise self._error('a key in "quotation marks"')
                yield _Event(_Kind.TEXT, line, self._string())
                if not self._take(":"):
                    raise self._error("':'")
            yield from self._value()
            is_last = self._take(end)
            if not is_last and not self._take(","):
                raise self._error(f"',' or {quoted(end)}")
        yield _Event(_Kind.END, 0)

    def _string(self) -> str:
        try:
            string, end = _decode_string(self.text, self.position)
        except JSONDecodeError as error:
            raise ReadError(
                f"it is not valid JSON: {error.msg}", self._line(error.pos)
            ) from None
        self._skip(end)
        return str(string)

    def _peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def _take(self, mark: str) -> bool:
        """Go past *mark* if it is what comes next."""
        if self._peek() != mark:
            return False
        self._skip(self.position + 1)
        return True

    def _skip(self, position: int) -> None:
        blank = _BLANK.match(self.text, position)
        self.position = blank.end() if blank else position

    def _line(self, position: int) -> int:
        return self.first_line + bisect_left(self.breaks, position)

    def _error(self, expected: str) -> ReadError:
        found = repr(self._peek()) if self._peek() else "the end"
        return ReadError(
            f"it is not valid JSON: expected {expected}, found {found}",
            self._line(self.position),
        )


# The shapes that rows may have in YAML and JSON


@dataclass(frozen=True, slots=True)
class _Record:
    """A row before all headers are known; *label* is the key that leads to it.

    A group has no texts at all.
    """

    line: int
    label: str | None
    texts: dict[str, str] | None


class _Shape:
    """A tree on its way to being a table."""

    def __init__(self, label_header: str, *, with_groups: bool) -> None:
        self.label_header = label_header
        self.with_groups = with_groups
        self.records: list[_Record] = []
        #: In the order of their first use.
        self.headers: dict[str, None] = {}

    def table(self, root: _Node) -> Table:
        """Return the table that *root* says."""
        match root.kind:
            case _Kind.LIST:
                self._add_list(root)
            case _Kind.MAPPING:
                self._add_mapping(root)
            case _:
                raise ReadError(
                    f"{_SHAPES}; found the text {quoted(root.text)}", root.line
                )
        rows = [record for record in self.records if record.texts is not None]
        if not rows or not self.headers:
            raise ReadError(f"it holds no rows: {_SHAPES}", root.line)
        has_labels = rows[0].label is not None
        if any((record.label is not None) != has_labels for record in rows):
            raise ReadError(f"its groups are of two kinds: {_SHAPES}", root.line)
        check_size(len(self.records), len(self.records) * (len(self.headers) + 1))
        header = [self.label_header] * has_labels + list(self.headers)
        return Table(
            TableRow(tuple(map(TableCell, header)), root.line),
            tuple(map(self._row, self.records)),
            # With labels or groups of their own, a row without texts is just that.
            is_data=not has_labels and len(rows) == len(self.records),
        )

    def _row(self, record: _Record) -> TableRow:
        if record.texts is None:
            heading = TableCell(record.label or "", strong=True)
            return TableRow((heading,), record.line, is_group=True)
        label = () if record.label is None else (TableCell(record.label),)
        texts = (TableCell(record.texts.get(header, "")) for header in self.headers)
        return TableRow((*label, *texts), record.line)

    def _add_list(self, rows: _Node) -> None:
        for row in rows.values:
            self._add(None, row.line, row)

    def _add_mapping(self, root: _Node) -> None:
        has_groups = any(map(_is_group, root.values))
        for key, line, value in root.items():
            if not has_groups:
                self._add(key, line, value)
                continue
            if not self.with_groups:
                raise ReadError(
                    f"{quoted(key)} holds rows of its own, but here there are no "
                    "groups: give each row a text that says what it belongs to",
                    line,
                )
            if not _is_group(value):
                raise ReadError(
                    f"{quoted(key)} is in none of the groups: move it into one", line
                )
            self.records.append(_Record(line, key, None))
            if value.kind is _Kind.LIST:
                self._add_list(value)
            else:
                for label, label_line, row in value.items():
                    self._add(label, label_line, row)

    def _add(self, label: str | None, line: int, row: _Node) -> None:
        if row.kind is not _Kind.MAPPING and (row.kind, row.text) != (_Kind.TEXT, ""):
            raise ReadError(
                f"expected a row, a mapping of headers to texts; found a {row.kind}",
                row.line,
            )
        texts = {key: _text_of(key, value) for key, _, value in row.items()}
        self.headers.update(dict.fromkeys(texts))
        self.records.append(_Record(line, label, texts))


def _is_group(node: _Node) -> bool:
    kinds = {value.kind for value in node.values}
    if node.kind is _Kind.LIST:
        return kinds == {_Kind.MAPPING}
    return _Kind.MAPPING in kinds


def _text_of(key: str, value: _Node) -> str:
    """Return the text of a value; several are joined as in a cell."""
    if value.kind is _Kind.TEXT:
        return value.text
    if value.kind is _Kind.LIST and all(v.kind is _Kind.TEXT for v in value.values):
        return ", ".join(each.text for each in value.values if each.text)
    raise ReadError(
        f"{quoted(key)} must be a text or a list of texts, not a {value.kind} of more",
        value.line,
    )
