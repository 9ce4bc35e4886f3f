"""``sphinx-pmroles export``: a snapshot for other tools."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinx_pmroles.cli.errors import Failure
from sphinx_pmroles.cli.examples import examples
from sphinx_pmroles.cli.files import Output, show, write
from sphinx_pmroles.model.messages import quoted

if TYPE_CHECKING:
    from sphinx_pmroles.exchange.sheets import Sheet
    from sphinx_pmroles.exchange.snapshot import Record, Snapshot


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported: the snapshot, the sheets that were chosen, and how.

    *stem* is the name that a single file gets, *base_url* where the handbook is
    published, *group_by* what makes the sections of a chart, and *need_type* the type
    of needs.
    """

    snapshot: Snapshot
    sheets: Sequence[Sheet]
    stem: str
    base_url: str
    group_by: str
    need_type: str

    @property
    def roadmaps(self) -> list[Sheet]:
        """The chosen roadmaps."""
        from sphinx_pmroles.exchange.sheets import Kind

        found = [sheet for sheet in self.sheets if sheet.kind is Kind.ROADMAP]
        if not found:
            raise Failure(
                "there is no roadmap in what is to be exported, and nothing else has "
                "this form: matrices and roles can be exported to csv and xlsx"
            )
        return found


def _csv(order: Order) -> list[Output]:
    from sphinx_pmroles.exchange.csv_files import write_csv

    # Without its mark, Excel takes the UTF-8 of a CSV file for something else.
    return [
        Output(f"{sheet.name}.csv", write_csv(sheet).encode(), mark=codecs.BOM_UTF8)
        for sheet in order.sheets
    ]


def _xlsx(order: Order) -> list[Output]:
    from sphinx_pmroles.exchange.workbook import write_workbook

    data = write_workbook(order.sheets)
    return [Output(f"{order.stem}.xlsx", data, is_text=False)]


def _ics(order: Order) -> list[Output]:
    from sphinx_pmroles.exchange.events import is_dated, write_calendar

    data = write_calendar(
        order.snapshot,
        [roadmap.key for roadmap in order.roadmaps],
        made=_time_of_making(),
        base_url=order.base_url,
    )
    _tell_of_undated(order, is_dated)
    return [Output(f"{order.stem}.ics", data)]


def _mermaid(order: Order) -> list[Output]:
    from sphinx_pmroles.exchange.mermaid import write_gantt

    charts = {
        roadmap.name: write_gantt(order.snapshot, roadmap.key, order.group_by)
        for roadmap in order.roadmaps
    }
    return [Output(f"{name}.mmd", chart.encode()) for name, chart in charts.items()]


def _needs(order: Order) -> list[Output]:
    from sphinx_pmroles.exchange.needs import write_needs

    keys = [roadmap.key for roadmap in order.roadmaps]
    text = write_needs(order.snapshot, keys, order.need_type)
    return [Output("needs.json", text.encode())]


def _time_of_making() -> datetime:
    """Return what ``SOURCE_DATE_EPOCH`` says, else a time that is always the same."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "0")
    try:
        return datetime.fromtimestamp(int(said), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Failure(
            f"SOURCE_DATE_EPOCH is {quoted(said)}: expected a number of seconds since "
            "1970"
        ) from error


def _tell_of_undated(order: Order, is_dated: Callable[[Record], bool]) -> None:
    """Say which items are left out for want of a date."""
    undated = [
        item["title"]
        for roadmap in order.roadmaps
        for _, item in order.snapshot.items(roadmap.key)
        if not is_dated(item)
    ]
    if undated:
        click.echo(f"Without a date, so not in it: {', '.join(undated)}", err=True)


_FORMATS: dict[str, Callable[[Order], list[Output]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "ics": _ics,
    "mermaid": _mermaid,
    "needs": _needs,
}


@click.command(
    epilog=examples(
        "sphinx-pmroles export pmroles.json --to xlsx -o handbook.xlsx",
        "sphinx-pmroles export pmroles.json --to csv -o tables",
        "sphinx-pmroles export pmroles.json --to csv --only two-year-roadmap",
        "sphinx-pmroles export pmroles.json --to ics -o roadmap.ics",
        "sphinx-pmroles export pmroles.json --to mermaid --only two-year-roadmap",
        "sphinx-pmroles export pmroles.json --to needs -o needs.json",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Choice(tuple(_FORMATS)),
    help="What to write: tables as CSV files (csv) or as one Excel workbook (xlsx); "
    "roadmaps as a calendar (ics), as Gantt charts (mermaid) or as a needs.json that "
    "Sphinx-Needs imports (needs).",
)
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Take this alone: a matrix or roadmap by its id or title, or roles. "
    "May be given several times.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, or the folder where there are several; - is the "
    "standard output. Default: the standard output for one text, and a file in this "
    "folder for what is no text.",
)
@click.option(
    "--base-url",
    default="",
    show_default=False,
    metavar="URL",
    help="Where the handbook is published: events in a calendar link to it.",
)
@click.option(
    "--group-by",
    default="",
    show_default=False,
    metavar="COLUMN",
    help="What makes the sections of a Gantt chart. Default: the first of team, "
    "product, stage and owner that any item has.",
)
@click.option(
    "--need-type",
    default="need",
    metavar="TYPE",
    help="The type of the needs: one that the project that imports them has.",
)
@click.option("--force", is_flag=True, help="Write over files that are there already.")
def export(
    *,
    file: Path,
    target: str,
    only: tuple[str, ...],
    output: Path | None,
    base_url: str,
    group_by: str,
    need_type: str,
    force: bool,
) -> None:
    """Write what a snapshot holds for other tools.

    FILE is a pmroles.json, as builds and the command snapshot write it.
    """
    from sphinx_pmroles.exchange.errors import ExchangeError
    from sphinx_pmroles.exchange.sheets import sheets_of
    from sphinx_pmroles.exchange.snapshot import Snapshot
    from sphinx_pmroles.inventory.load import InventoryError, read_inventory

    try:
        snapshot = Snapshot(read_inventory(file))
        sheets = _chosen(sheets_of(snapshot), only)
        order = Order(snapshot, sheets, file.stem, base_url, group_by, need_type)
        outputs = _FORMATS[target](order)
    except (ExchangeError, InventoryError) as error:
        raise Failure(str(error)) from error
    except UnicodeEncodeError as error:
        raise Failure(
            f"{file} holds half a character: {quoted(error.object)}"
        ) from error
    _deliver(outputs, output, force=force)


def _chosen(sheets: Sequence[Sheet], only: Sequence[str]) -> list[Sheet]:
    """Return the sheets that are named; all where none is."""
    if not sheets:
        raise Failure("there is nothing in it to export: no matrix, roadmap or role")
    unknown = [name for name in only if not any(s.is_named(name) for s in sheets)]
    if unknown:
        raise Failure(
            f"--only {unknown[0]}: there is none such; there are "
            f"{', '.join(sheet.name for sheet in sheets)}"
        )
    return [s for s in sheets if not only or any(map(s.is_named, only))]


def _deliver(outputs: Sequence[Output], target: Path | None, *, force: bool) -> None:
    """Write what was made to where it was asked for."""
    first, *others = outputs
    is_stream = str(target) == "-" or (target is None and first.is_text)
    if is_stream and others:
        names = ", ".join(output.name for output in outputs)
        raise Failure(
            f"these are {len(outputs)} files ({names}): name a folder for them with "
            "-o, or take one of them with --only"
        )
    if is_stream:
        show(first)
        return
    is_folder = bool(others) or target is None or target.is_dir()
    write(outputs, target or Path(), is_folder=is_folder, force=force)
