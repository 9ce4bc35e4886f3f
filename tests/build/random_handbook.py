"""A handbook that uses everything, made by chance, and changes to it by chance.

All that happens comes from one seed: the same seed gives the same pages and edits.
Kinds of pages and of edits are drawn as from a deck of cards: each comes before any
comes again.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from tests.build.markup import TABLES, Markdown, Markup, Restructured, csv_text, table

if TYPE_CHECKING:
    from tests.build.conftest import Project

T = TypeVar("T")

WORDS = (
    "price", "launch", "sign-up", "invoice", "partner", "search", "export", "audit",
    "pilot", "budget", "plan", "report", "market", "support", "vision", "release",
)  # fmt: skip
LETTERS = ("", "A", "R", "C", "I", "A/R", "R, C", "C (if late)", "-", "**R**")
STATUSES = ("", "planned", "in progress", "blocked", "done", "dropped", "parked")
HEALTH = ("", "on track", "at risk", "off track")
WHEN = (
    *("2026-Q3", "2026-Q2 .. 2027-Q1", "2027-03-15", "2026-11 .. 2027-02-10", "FY27"),
    *("2026-H2", "now", "next", "later", "TBD", "", "15 July 2026"),
)
FORMATS = ("csv", "tsv", "yaml", "json", "xlsx")
#: What a table may be written as in a body; a matrix also as several tables.
FORMS = (*TABLES, "csv", "yaml")
COLUMNS = (
    *("Item", "ID", "When", "Owner", "Stage", "Status", "Health", "Progress"),
    *("Confidence", "Outcome", "Depends on", "Product", "Team", "Baseline"),
    *("Audience", "Link", "Notes", "Region"),
)
#: What an object may be called in a text: ``[[pm:role|target|words]]``.
REFERENCE = re.compile(r"\[\[(.*?)\|(.*?)\|(.*?)\]\]")
#: Another handbook, which changes, too.
SHOP = Path(__file__).parents[2] / "docs" / "data" / "shop.json"
PARTS = ("pm:role", "pm:matrix", "pm:lifecycle", "pm:product", "pm:roadmap")


@dataclass
class Block:
    """A directive of a page, or a text, and all that may be in it."""

    kind: str
    title: str = ""
    options: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    form: str = "drawn"
    file: DataFile | None = None
    inner: list[Block] = field(default_factory=list)

    @property
    def table(self) -> list[list[str]]:
        """The rows of its table, wherever they are kept."""
        return self.file.rows if self.file else self.rows

    @property
    def name(self) -> str:
        """A name that leads to it."""
        return self.options.get("id") or self.title.replace("*", "")


@dataclass
class DataFile:
    """A data file of one or several tables."""

    name: str
    format: str
    rows: list[list[str]]
    is_there: bool = True

    @property
    def path(self) -> str:
        """Its path in the source folder."""
        return f"data/{self.name}.{self.format}"

    def restore(self) -> None:
        """Have it again."""
        self.is_there = True


@dataclass
class Page:
    """A page: its title, its language, and what stands on it."""

    title: str
    markup: Markup
    blocks: list[Block] = field(default_factory=list)


class Deck:
    """Things to be drawn by chance: none comes again before all have come."""

    def __init__(self, random: Random, cards: Iterable[Any]) -> None:
        self.random = random
        self.cards = list(cards)
        self.left: list[Any] = []

    def draw(self) -> Any:
        """Return one of the cards."""
        if not self.left:
            self.left = self.random.sample(self.cards, len(self.cards))
        return self.left.pop()


class RandomHandbook:
    """A handbook of *count* pages, written into a project and changed there."""

    def __init__(self, project: Project, seed: int, count: int) -> None:
        self.project = project
        self.random = Random(seed)  # noqa: S311 (nothing is secret)
        self.pages: dict[str, Page] = {}
        self.gone: list[str] = []
        #: All pages that there ever were.
        self.had: set[str] = set()
        self.config: dict[str, Any] = {}
        self.counter = 0
        self.order: list[str] = []
        self.toctree: dict[str, str] = {}
        self.terms = ["Margin", "Churn"]
        self.shared = "Said on several pages."
        self.shop = json.loads(SHOP.read_text(encoding="utf-8"))
        #: Where each build leaves the inventory.
        self.built = project.root / "pmroles.json"
        self.baseline: dict[str, Any] | None = None
        #: What was made wrong on purpose, and how to make it right again.
        self.faults: list[tuple[str, Callable[[], object]]] = []
        #: Whether an error that stops every build is among the faults.
        self.is_stopped = False
        self.written: dict[str, bytes] = {}
        self.base = (project.source / "conf.py").read_text(encoding="utf-8") + CONF
        self.page_kinds = Deck(self.random, PAGES)
        self.overviews = Deck(self.random, OVERVIEWS)
        self.formats = Deck(self.random, FORMATS)
        self.edits = Deck(self.random, EDITS)
        for _number in range(count):
            self.add_page()
        self.write()

    # Chance

    def pick(self, choices: Iterable[T]) -> T:
        """Return one of *choices*."""
        return self.random.choice(list(choices))

    def perhaps(self, probability: float) -> bool:
        """Return true with that probability."""
        return self.random.random() < probability

    def words(self) -> str:
        """Return a title that nothing else has, perhaps with emphasis in it."""
        self.counter += 1
        first = self.pick(WORDS).title()
        first = f"*{first}*" if self.perhaps(0.1) else first
        return f"{first} {self.pick(WORDS)} {self.counter}"

    def blocks(self, *kinds: str) -> list[Block]:
        """Return the blocks of *kinds*, those inside others as well; none for all."""
        found = []
        for page in self.pages.values():
            for block in page.blocks:
                found += [block, *block.inner]
        return [block for block in found if not kinds or block.kind in kinds]

    def name_of(self, kind: str, nothing: float = 0.1) -> str:
        """Return a name of something of a kind, or perhaps of nothing."""
        blocks = self.blocks(kind)
        if not blocks or self.perhaps(nothing):
            return self.pick(("", "", "Nobody there", "shop/SM", "us/nobody"))
        block = self.pick(blocks)
        names = [block.name, block.title.replace("*", "")]
        if kind == "pm:role":
            names += [block.options.get("abbr", ""), block.options.get("aka", "")]
        return self.pick([name for name in names if name])

    def role_name(self) -> str:
        """Return a name of a role, by any of its names, or of a team."""
        return self.name_of("pm:role") or f"Team {self.random.randrange(5)}"

    def item_name(self) -> str:
        """Return the title of an item, or none."""
        titles = [
            row[0] for block in self.blocks("pm:roadmap") for row in block.table[1:]
        ]
        titles += [block.title for block in self.blocks("pm:item")]
        return self.pick([*titles, ""]).replace("*", "").replace(",", "")

    def activity_name(self) -> str:
        """Return ``matrix/activity``."""
        matrices = [block for block in self.blocks("pm:matrix") if len(block.table) > 1]
        if not matrices:
            return "nowhere"
        block = self.pick(matrices)
        return f"{block.name}/{self.pick(block.table[1:])[0]}".replace("*", "")

    def mention(self) -> str:
        """Return a cross-reference, with or without words of its own."""
        kind = self.pick((*PARTS, "pm:stage", "pm:item", "pm:activity", "any"))
        match kind:
            case "pm:activity":
                target = self.activity_name()
            case "pm:item":
                target = self.item_name()
            case "any":
                target = self.name_of(self.pick(PARTS))
            case _:
                target = self.name_of(kind)
        own = self.words() if self.perhaps(0.4) else ""
        return f"[[{kind}|{target or 'nothing-there'}|{own}]]"

    # Making things

    def some_options(self, kind: str, probability: float = 0.35) -> dict[str, str]:
        """Return options of a kind of directive, as chance will."""
        options = {
            name: choose(self)
            for name, choose in OPTIONS[kind].items()
            if self.perhaps(probability)
        }
        return {name: text for name, text in options.items() if text}

    def make_role(self) -> Block:
        """Return a role."""
        sections = {"Purpose": self.words()}
        if self.perhaps(0.6):
            sections["Responsibilities"] = f"- {self.words()}\n- See {self.mention()}."
        if self.perhaps(0.3):
            sections[self.pick(("Out of scope", "KPIs", "Ours alone"))] = self.words()
        options = self.some_options("pm:role")
        self.counter += 1
        options.setdefault("abbr", f"R{self.counter}")
        return Block("pm:role", self.words(), options, sections)

    def make_matrix(self, form: str = "") -> Block:
        """Return a matrix."""
        width = self.random.randrange(2, 6)
        participants = [self.role_name() for _column in range(width)]
        rows = [["Activity", *dict.fromkeys(participants)]]
        rows += [self.new_activity(rows[0]) for _row in range(5)]
        if self.perhaps(0.5):
            stage = self.name_of("pm:stage") or self.words()
            rows.insert(2, [f"**{stage}**", *("" for _cell in rows[0][1:])])
        if self.perhaps(0.3):
            rows[0].append("Notes")
            for row in rows[1:]:
                row.append(self.pick((self.words(), "")) if row[1:] else "")
        options = {
            "id": f"matrix-{self.counter}",
            **self.some_options("pm:matrix", 0.2),
        }
        form = form or self.pick((*FORMS, "several"))
        return Block("pm:matrix", self.words(), options, rows=rows, form=form)

    def make_matrix_by_letter(self) -> Block:
        """Return a matrix whose cells name participants."""
        rows = [["Activity", "Responsible", "Accountable", "Consulted"]]
        rows += [
            [self.words(), *(self.role_name() for _cell in "RAC")] for _row in range(3)
        ]
        options = {"layout": "letters", **self.some_options("pm:matrix", 0.1)}
        return Block("pm:matrix", self.words(), options, rows=rows)

    def new_activity(self, header: list[str]) -> list[str]:
        """Return a row of a matrix."""
        title = (
            f"{self.words()} {self.mention()}" if self.perhaps(0.1) else self.words()
        )
        return [title, *(self.pick(LETTERS) for _cell in header[1:])]

    def make_cycle(self) -> Block:
        """Return a life cycle."""
        options = self.some_options("pm:lifecycle")
        options.setdefault("id", f"cycle-{self.counter}")
        cycle = Block("pm:lifecycle", self.words(), options)
        cycle.inner = [
            self.make_stage() for _stage in range(self.random.randrange(2, 5))
        ]
        return cycle

    def make_stage(self) -> Block:
        """Return a stage."""
        sections = {"Purpose": self.words()}
        if self.perhaps(0.6):
            sections["Entry criteria"] = f"- [x] {self.words()}\n- [ ] {self.words()}"
        if self.perhaps(0.3):
            sections["Activities"] = f"- {self.mention()}"
        return Block("pm:stage", self.words(), self.some_options("pm:stage"), sections)

    def make_product(self) -> Block:
        """Return a product."""
        sections = {
            "Vision": self.words(),
            "Users": f"{self.words()}, {self.mention()}",
        }
        return Block(
            "pm:product", self.words(), self.some_options("pm:product", 0.6), sections
        )

    def make_plan(self, form: str = "") -> Block:
        """Return a roadmap with a table."""
        columns = [
            "Item",
            *self.random.sample(COLUMNS[1:], self.random.randrange(3, 9)),
        ]
        rows = [columns]
        rows += [self.new_row(columns) for _item in range(5)]
        options = {
            "id": f"plan-{self.counter}",
            **self.some_options("pm:roadmap", 0.25),
        }
        if self.perhaps(0.4):
            options["since"] = "start"
        form = form or self.pick(FORMS)
        plan = Block("pm:roadmap", self.words(), options, rows=rows, form=form)
        if self.perhaps(0.3) and form in TABLES:
            plan.inner = [self.make_item(roadmap="")]
        return plan

    def make_roll_up(self) -> Block:
        """Return a roadmap of the items of others."""
        of = self.pick(("*", "*, */*", "shop/*", self.name_of("pm:roadmap") or "*"))
        options = {
            "id": f"all-{self.counter}",
            "of": of,
            **self.some_options("pm:roadmap", 0.3),
        }
        if self.perhaps(0.4):
            options["where"] = self.pick(
                ("status=planned|done", "handbook=shop", f"owner={self.role_name()}")
            )
        return Block("pm:roadmap", self.words(), options)

    def new_row(self, columns: list[str]) -> list[str]:
        """Return an item of a roadmap."""
        return [CELLS[column](self) for column in columns]

    def make_item(self, roadmap: str | None = None) -> Block:
        """Return an item with a body."""
        options = self.some_options("pm:item")
        if roadmap is None:
            options["roadmap"] = self.name_of("pm:roadmap", 0.1) or "nowhere"
        else:
            options.pop("roadmap", None)
        return Block("pm:item", self.words(), options, {"Why": self.mention()})

    def make_words(self) -> Block:
        """Return a text that mentions things."""
        mentions = [f"See {self.mention()} and {self.mention()}." for _line in range(4)]
        return Block("words", "\n\n".join(mentions))

    def make_overview(self) -> Block:
        """Return a directive that shows what others define."""
        kind, title = self.overviews.draw()
        options = self.some_options(kind)
        if kind == "pm:compare":
            title = ", ".join(
                self.role_name() for _role in range(self.random.randrange(2, 4))
            )
        if kind == "pm:changes":
            options["since"] = "start"
        return Block(kind, title, options)

    def make_file(self) -> Block:
        """Return a table that a data file holds."""
        block = self.pick((self.make_matrix, self.make_plan))("drawn")
        block.inner = []
        block.file = DataFile(f"file{self.counter}", self.formats.draw(), block.rows)
        return block

    def add_page(self) -> str:
        """Add a page, and return its name: perhaps one that a page had before."""
        self.counter += 1
        makers = self.page_kinds.draw()
        name = f"{self.pick(('', 'team/', 'plan/'))}page{self.counter}"
        if self.gone and self.perhaps(0.3):
            name = self.gone.pop()
        languages: tuple[Markup, ...] = (Markdown(), Restructured())
        page = Page(self.words(), self.pick(languages))
        self.pages[name] = page
        self.order.append(name)
        # Later things on a page may name the earlier ones.
        for maker in makers:
            page.blocks.append(maker(self))
        return name

    # Edits: each changes something, whatever there is; or returns nothing

    def edit(self) -> tuple[str, str]:
        """Change one thing, write what changed, and return which edit was made to what.

        An edit that changes nothing is laid aside for another.
        """
        while True:
            name = "mend" if self.is_stopped else self.edits.draw()
            done = EDITS[name](self)
            if done and self.write():
                return name, done

    def remove_page(self) -> str:
        """Delete a page."""
        name = self.pick(self.pages)
        del self.pages[name]
        self.order.remove(name)
        self.gone.append(name)
        return name

    def move_page(self) -> str:
        """Rename a page."""
        old = self.pick(self.pages)
        self.counter += 1
        new = f"{self.pick(('', 'moved/'))}page{self.counter}"
        self.pages[new] = self.pages.pop(old)
        self.order[self.order.index(old)] = new
        return f"{old} to {new}"

    def retitle_page(self) -> str:
        """Give a page another title."""
        page = self.pick(self.pages.values())
        page.title = self.words()
        return page.title

    def rewrite_page(self) -> str:
        """Write a page in the other language."""
        name = self.pick(self.pages)
        page = self.pages[name]
        page.markup = Restructured() if page.markup.suffix == ".md" else Markdown()
        return f"{name}{page.markup.suffix}"

    def touch_page(self) -> str:
        """Write a page again as it was."""
        name = self.pick(self.pages)
        del self.written[f"{name}{self.pages[name].markup.suffix}"]
        return name

    def reorder_pages(self) -> str:
        """Give two pages each other's place."""
        one, two = self.random.sample(range(len(self.order)), 2)
        self.order[one], self.order[two] = self.order[two], self.order[one]
        return f"{self.order[one]} and {self.order[two]}"

    def number_pages(self) -> str:
        """Give the pages numbers, or none."""
        self.toctree = {} if self.toctree else {"numbered": "2"}
        return str(self.toctree)

    def hide_page(self) -> str:
        """Take a page out of the table of contents, or put it in again."""
        outside = [name for name in self.pages if name not in self.order]
        if outside:
            self.order.append(outside[0])
            return f"again {outside[0]}"
        name = self.pick(self.order)
        self.order.remove(name)
        self.order.insert(0, self.order.pop())
        return name

    def change_term(self) -> str:
        """Change the glossary."""
        self.terms = [self.words(), *self.terms[:2]]
        return self.terms[0]

    def change_shared(self) -> str:
        """Change what several pages include."""
        self.shared = self.words()
        return self.shared

    def move_block(self) -> str:
        """Move something from one page to another."""
        full = [page for page in self.pages.values() if page.blocks]
        source, target = self.pick(full), self.pick(self.pages.values())
        block = self.pick(source.blocks)
        source.blocks.remove(block)
        target.blocks.insert(self.random.randrange(len(target.blocks) + 1), block)
        return f"{block.kind} {block.title} to {target.title}"

    def turn_blocks(self) -> str:
        """Turn the order of what is on a page."""
        pages = [page for page in self.pages.values() if len(page.blocks) > 1]
        if not pages:
            return ""
        page = self.pick(pages)
        page.blocks.reverse()
        return page.title

    def add_block(self, kind: str) -> str:
        """Add a thing of a kind to a page."""
        block = MAKERS[kind](self)
        self.pick(self.pages.values()).blocks.append(block)
        return block.title

    def remove_block(self, kind: str) -> str:
        """Take a thing of a kind away."""
        pages = [
            (p, b) for p in self.pages.values() for b in p.blocks if b.kind == kind
        ]
        if not pages:
            return ""
        page, block = self.pick(pages)
        page.blocks.remove(block)
        return block.title

    def retitle_block(self, kind: str) -> str:
        """Give a thing of a kind another title."""
        blocks = self.blocks(kind)
        if not blocks:
            return ""
        block = self.pick(blocks)
        block.title = self.words()
        return block.title

    def change_option(self, kind: str, option: str) -> str:
        """Give an option of a directive another value, or take it away."""
        blocks = self.blocks(kind)
        if not blocks:
            return ""
        block = self.pick(blocks)
        had = block.options.pop(option, "")
        if not had or self.perhaps(0.7):
            block.options[option] = OPTIONS[kind][option](self)
        return f"{block.title}: {block.options.get(option, '')}"

    def change_section(self, kind: str) -> str:
        """Change a section of a definition."""
        blocks = [block for block in self.blocks(kind) if block.sections]
        if not blocks:
            return ""
        block = self.pick(blocks)
        name = self.pick(block.sections)
        new = self.pick((self.words(), self.mention(), f"- {self.words()}"))
        old = block.sections[name]
        block.sections[name] = old.replace("[ ]", "[x]") if "[ ]" in old else new
        return f"{block.title}, {name}"

    def change_order(self) -> str:
        """Turn the order of the stages of a life cycle."""
        cycles = self.blocks("pm:lifecycle")
        if not cycles:
            return ""
        cycle = self.pick(cycles)
        cycle.inner.reverse()
        return cycle.title

    def change_stages(self) -> str:
        """Add a stage to a life cycle, or take one away."""
        cycles = self.blocks("pm:lifecycle")
        if not cycles:
            return ""
        cycle = self.pick(cycles)
        if len(cycle.inner) > 1 and self.perhaps(0.5):
            cycle.inner.remove(self.pick(cycle.inner))
        else:
            cycle.inner.append(self.make_stage())
        return cycle.title

    def table_to_change(self, kind: str) -> Block | None:
        """Return something with a table, in which there are rows."""
        blocks = [block for block in self.blocks(kind) if len(block.table) > 1]
        return self.pick(blocks) if blocks else None

    def change_cell(self, kind: str) -> str:
        """Change a cell of a table."""
        block = self.table_to_change(kind)
        if block is None:
            return ""
        row = self.pick(block.table[1:])
        column = self.random.randrange(len(row))
        row[column] = self.new_cell(block, column)
        return f"{block.title}: {row[column]}"

    def new_cell(self, block: Block, column: int) -> str:
        """Return something else for a cell of a column."""
        header = block.table[0][column]
        if block.kind == "pm:roadmap":
            return CELLS[header](self)
        if header in ("Activity", "Notes"):
            return self.words()
        by_letter = block.options.get("layout") == "letters"
        return self.role_name() if by_letter else self.pick(LETTERS)

    def change_rows(self, kind: str) -> str:
        """Add a row to a table, take one away, or turn their order."""
        block = self.table_to_change(kind)
        if block is None:
            return ""
        rows = block.table
        header = rows[0]
        match self.pick(("more", "less", "turn")):
            case "less" if len(rows) > 2:
                rows.remove(self.pick(rows[1:]))
            case "turn":
                rows[1:] = rows[:0:-1]
            case _ if kind == "pm:roadmap":
                rows.append(self.new_row(header))
            case _:
                rows.append([self.new_cell(block, n) for n in range(len(header))])
        return block.title

    def change_columns(self) -> str:
        """Add a column to a matrix, take one away, or name somebody else in one."""
        block = self.table_to_change("pm:matrix")
        if block is None or block.options.get("layout") == "letters":
            return ""
        rows = block.table
        column = self.random.randrange(1, len(rows[0]))
        match self.pick(("name", "more", "less")):
            case "less" if len(rows[0]) > 2:
                for row in rows:
                    del row[column]
            case "more":
                for row in rows:
                    is_group = not any(row[1:])
                    row.insert(column, "" if is_group else self.pick(LETTERS))
                rows[0][column] = self.role_name()
            case _:
                rows[0][column] = self.role_name()
        return block.title

    def change_form(self) -> str:
        """Write a table in another way."""
        blocks = [
            b for b in self.blocks("pm:matrix", "pm:roadmap") if b.rows and not b.file
        ]
        if not blocks:
            return ""
        block = self.pick(blocks)
        has_items = bool(block.inner)
        block.form = self.pick(list(TABLES if has_items else FORMS))
        return f"{block.title}: {block.form}"

    def change_file(self, what: str) -> str:
        """Change a data file."""
        blocks = [
            block for block in self.blocks() if block.file and block.file.is_there
        ]
        if not blocks:
            return ""
        file = self.pick(blocks).file
        assert file
        match what:
            case "rename":
                self.counter += 1
                file.name = f"file{self.counter}"
            case "format":
                file.format = self.pick(each for each in FORMATS if each != file.format)
            case "delete":
                file.is_there = False
                self.faults.append((file.path, file.restore))
            case "share":
                block = self.pick(blocks)
                copy = Block(block.kind, self.words(), form=block.form, file=block.file)
                self.pick(self.pages.values()).blocks.append(copy)
        return file.path

    def move_to_file(self) -> str:
        """Move a table from its page into a data file."""
        blocks = [b for b in self.blocks("pm:matrix", "pm:roadmap")
                  if b.rows and not b.file and not b.inner]  # fmt: skip
        if not blocks:
            return ""
        block = self.pick(blocks)
        self.counter += 1
        block.file = DataFile(f"file{self.counter}", self.formats.draw(), block.rows)
        return block.file.path

    # Faults, and their end

    def mend(self) -> str:
        """Make something right that is wrong."""
        if not self.faults:
            return ""
        wrong, mend = self.faults.pop(-1 if self.is_stopped else 0)
        mend()
        self.is_stopped = False
        return wrong

    def break_cell(self, text: str) -> str:
        """Write nonsense into a cell."""
        kind = "pm:roadmap" if text in BAD_CELLS else "pm:matrix"
        column = BAD_CELLS.get(text)
        blocks = [
            block
            for block in self.blocks(kind)
            if len(block.table) > 1
            and (column is None or column in block.table[0])
            and block.options.get("layout") != "letters"
        ]
        if not blocks:
            return ""
        block = self.pick(blocks)
        row = self.pick(block.table[1:])
        at = block.table[0].index(column) if column else 1
        self.faults.append(
            (f"{block.title}: {text}", partial(row.__setitem__, at, row[at]))
        )
        row[at] = text
        return block.title

    def break_option(self, option: str, text: str) -> str:
        """Give an option a value that is none."""
        blocks = [
            block for block in self.blocks() if option in OPTIONS.get(block.kind, ())
        ]
        if not blocks:
            return ""
        block = self.pick(blocks)
        old = block.options.get(option, "")
        undo = partial(block.options.__setitem__, option, old)
        self.faults.append((f"{block.title}: {text}", undo))
        block.options[option] = text
        self.is_stopped = option == "audience"
        return f"{block.kind} {block.title}"

    def duplicate(self, kind: str) -> str:
        """Give a thing the id of another of its kind."""
        blocks = self.blocks(kind)
        if len(blocks) < 2:
            return ""
        one, two = self.random.sample(blocks, 2)
        old = two.options.get("id", "")
        self.faults.append((two.title, partial(two.options.__setitem__, "id", old)))
        two.options["id"] = one.name
        return one.name

    # Configuration and other handbooks

    def change_config(self, name: str) -> str:
        """Change a value of ``conf.py``."""
        now = self.config.get(name, CONFIG[name][0])
        self.config[name] = self.pick(each for each in CONFIG[name] if each != now)
        return f"{name} = {self.config[name]!r}"

    def change_shop(self, what: str) -> str:
        """Change the other handbook."""
        match what:
            case "role":
                self.shop["roles"]["shop-manager"]["title"] = f"Manager {self.words()}"
            case "item":
                item = self.pick(self.shop["items"].values())
                item["status"] = self.pick(("done", "planned", "blocked"))
                item["title"] = self.words()
            case "letter":
                matrix = self.pick(self.shop["matrices"].values())
                activity = self.pick(matrix["activities"])
                activity["assignments"]["buyer"] = [self.pick("RCI")]
            case "less":
                if len(self.shop["items"]) < 2:
                    return ""
                key = self.pick(self.shop["items"])
                del self.shop["items"][key]
                for roadmap in self.shop["roadmaps"].values():
                    roadmap["items"] = [i for i in roadmap["items"] if i != key]
        return what

    def break_shop(self) -> str:
        """Make the file of the other handbook one that cannot be read."""
        old = self.shop["format"]
        self.faults.append(("shop", partial(self.shop.__setitem__, "format", old)))
        self.shop["format"] = "something else"
        return "shop.json"

    def change_baseline(self) -> str:
        """Make the handbook of now, as it was built, the earlier version."""
        if not self.built.is_file():
            return ""
        self.baseline = json.loads(self.built.read_text(encoding="utf-8"))
        return "start.json"

    # Writing

    @property
    def documents(self) -> set[str]:
        """The names of the pages that there are."""
        return {"index", "glossary", *self.pages}

    def write(self) -> bool:
        """Write the files that differ from what was written last, delete the others.

        Return whether there were any.
        """
        files = dict(self._files())
        is_new = files != self.written
        for name in self.written.keys() - files.keys():
            (self.project.source / name).unlink()
        for name, content in files.items():
            if self.written.get(name) != content:
                path = self.project.source / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(
                    _workbook(content) if path.suffix == ".xlsx" else content
                )
        self.written = files
        self.had |= self.documents
        return is_new

    def _files(self) -> Iterator[tuple[str, bytes]]:
        # The baseline and the other handbook are editions for the same audience.
        edition = {"audience": self.config.get("pmroles_audience")}
        for name, inventory in (("start", self.baseline), ("shop", self.shop)):
            if inventory is not None:
                yield f"{name}.json", json.dumps(inventory | edition).encode()
        values = "".join(f"{name} = {value!r}\n" for name, value in self.config.items())
        yield "conf.py", (self.base + values).encode()
        yield "shared.txt", f"{self.shared}\n".encode()
        md = Markdown()
        listed = "\n".join((*self.order, "glossary"))
        index = [
            md.heading("Handbook"),
            md.directive("toctree", "", self.toctree, listed),
        ]
        yield "index.md", "\n".join(index).encode()
        terms = "\n".join(f"{term}\n    Said of {term}.\n" for term in self.terms)
        glossary = [md.heading("Glossary"), md.directive("glossary", "", {}, terms)]
        yield "glossary.md", "\n".join(glossary).encode()
        for name, page in self.pages.items():
            yield f"{name}{page.markup.suffix}", _page(page, name).encode()
        for block in self.blocks():
            if block.file and block.file.is_there:
                yield block.file.path, _data(block.file.format, block.file.rows)


def _page(page: Page, name: str) -> str:
    folder = posixpath.dirname(name)
    parts = [_block(block, page.markup, folder) for block in page.blocks]
    shared = posixpath.relpath("shared.txt", folder or ".")
    if len(page.title) % 2:
        parts.append(page.markup.directive("include", shared, {}))
    return "\n".join([page.markup.heading(page.title), *parts])


def _block(block: Block, markup: Markup, folder: str) -> str:
    def said(text: str) -> str:
        return REFERENCE.sub(lambda found: markup.reference(*found.groups()), text)

    if block.kind == "words":
        return said(block.title) + "\n"
    options = dict(block.options)
    parts = [markup.section(name, said(text)) for name, text in block.sections.items()]
    if block.file:
        path = block.file.path
        # From the top, or from the page.
        is_far = len(block.title) % 2
        options["file"] = (
            f"/{path}" if is_far else posixpath.relpath(path, folder or ".")
        )
    elif block.rows:
        rows = [list(map(said, row)) for row in block.rows]
        parts.append(_table(markup, block.form, rows, options))
    parts += [_block(each, markup, folder) for each in block.inner]
    return markup.directive(block.kind, said(block.title), options, "\n".join(parts))


def _table(
    markup: Markup, form: str, rows: list[list[str]], options: dict[str, str]
) -> str:
    """Return the table of a body; data in a body needs an option."""
    if form in TABLES:
        return table(markup, form, rows)
    if form == "several":
        header, *rest = rows
        halves = [[header, *rest[:2]], [header, *rest[2:]]]
        return "\n".join(
            f"{markup.heading(f'Part {number}', 2)}\n{table(markup, 'drawn', half)}"
            for number, half in enumerate(halves)
            if len(half) > 1
        )
    options["format"] = form
    return _data(form, rows).decode()


def _data(form: str, rows: list[list[str]]) -> bytes:
    """Return rows as the content of a data file; of a workbook, what is in it."""
    match form:
        case "csv":
            return csv_text(rows).encode()
        case "tsv":
            return csv_text(rows, "\t").encode()
        case "yaml":
            lines = [
                f"{'- ' if not number else '  '}{json.dumps(name)}: {json.dumps(cell)}"
                for row in rows[1:]
                for number, (name, cell) in enumerate(zip(rows[0], row, strict=True))
            ]
            return ("\n".join(lines) + "\n").encode()
    if form == "json":
        return json.dumps(
            [dict(zip(rows[0], r, strict=True)) for r in rows[1:]]
        ).encode()
    return json.dumps(rows).encode()


def _workbook(content: bytes) -> bytes:
    """Return the workbook of rows, which are its content as JSON."""
    import io

    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    for row in json.loads(content):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# What there is to choose from

Chooser = Callable[[RandomHandbook], str]


def _one_of(*choices: str) -> Chooser:
    return lambda book: book.pick(choices)


def _named(kind: str) -> Chooser:
    return lambda book: book.name_of(kind)


def _id(book: RandomHandbook) -> str:
    book.counter += 1
    return f"id-{book.counter}"


def _abbreviation(book: RandomHandbook) -> str:
    book.counter += 1
    return f"R{book.counter}"


def _column(book: RandomHandbook) -> str:
    return ", ".join(book.random.sample(COLUMNS, 3))


_words = RandomHandbook.words
_role = RandomHandbook.role_name

#: What every definition has.
SHARED: dict[str, Chooser] = {
    "id": _id,
    "audience": _one_of("internal", "public", "internal, public"),
    "allow": _one_of("one-owner", "one-owner, no-doer", "unused-participant"),
    "class": _one_of("wide", "narrow"),
}
SHOWING = {"audience": SHARED["audience"], "class": SHARED["class"]}
HANDBOOKS = _one_of("shop", "*", "gone")

#: What each column of a roadmap holds.
CELLS: dict[str, Chooser] = {
    "Item": _words,
    "ID": _id,
    "When": _one_of(*WHEN),
    "Owner": _role,
    "Stage": _named("pm:stage"),
    "Status": _one_of(*STATUSES),
    "Health": _one_of(*HEALTH),
    "Progress": _one_of("", "10 %", "60 %", "100 %"),
    "Confidence": _one_of("", "high", "low", "70 %"),
    "Outcome": _one_of("", "Growth", "Calm"),
    "Depends on": lambda book: book.item_name() if book.perhaps(0.4) else "",
    "Product": _named("pm:product"),
    "Team": _one_of("", "Red", "Blue"),
    "Baseline": _one_of("", "2026-Q2", "2026-10-01"),
    "Audience": _one_of("", "", "internal", "public"),
    "Link": _one_of("", "https://example.org/1", "page1.html", "ABC-12"),
    "Notes": lambda book: book.mention() if book.perhaps(0.3) else book.words(),
    "Region": _one_of("", "North", "South"),
}

OPTIONS: dict[str, dict[str, Chooser]] = {
    "pm:role": {
        **SHARED,
        "abbr": _abbreviation,
        "aka": _words,
        "kind": _one_of("role", "team", "person", "organisation", "forum"),
        "reports-to": _role,
        "works-with": lambda book: f"{book.role_name()}, {book.role_name()}",
        "level": _one_of("senior", "junior"),
        "assignments": _one_of("none", "all"),
    },
    "pm:matrix": {
        **SHARED,
        "scheme": _one_of("raci", "rasci", "raci-vs", "cairo", "rax", "none-such"),
        "letters": _one_of("A=Approves", "R=Runs, C=Counsels"),
        "show": _one_of("activities", "participants", "letters"),
        "internal-columns": _one_of("Activity"),
    },
    "pm:lifecycle": {
        **SHARED,
        "current": lambda book: book.name_of("pm:stage").rpartition("/")[2],
    },
    "pm:stage": {**SHARED, "decided-by": _role},
    "pm:product": {
        **SHARED,
        "stage": _named("pm:stage"),
        "lifecycle": _named("pm:lifecycle"),
        "owner": _role,
        "part-of": _named("pm:product"),
    },
    "pm:roadmap": {
        **SHARED,
        "view": _one_of("timeline", "board", "stages", "table"),
        "group-by": _one_of("team", "product", "stage", "owner", "outcome", "region"),
        "from": _one_of("2026-Q2", "2026-09"),
        "to": _one_of("2027-Q1", "2026-12-31"),
        "columns": _column,
        "as-of": _one_of("2026-10-01", "2027-02-01"),
        "since": _one_of("start", "never"),
    },
    "pm:item": {
        **SHARED,
        "roadmap": _named("pm:roadmap"),
        **{
            name.lower().replace(" ", "-"): chooser
            for name, chooser in CELLS.items()
            if name not in ("Item", "ID", "Audience", "Region", "Notes")
        },
        "notes": _words,
    },
    "pm:report": {
        **SHOWING,
        "for": lambda book: f"{book.role_name()}, {book.role_name()}",
        "matrix": _named("pm:matrix"),
        "stage": _named("pm:stage"),
        "handbooks": HANDBOOKS,
    },
    "pm:roles": {
        **SHOWING,
        "view": _one_of("table", "tree", "list"),
        "kind": _one_of("role", "team, forum", "person"),
        "handbooks": HANDBOOKS,
    },
    "pm:products": {
        **SHOWING,
        "part-of": _named("pm:product"),
        "handbooks": HANDBOOKS,
    },
    "pm:compare": SHOWING,
    "pm:changes": {**SHOWING, "of": lambda book: book.name_of(book.pick(PARTS))},
}  # fmt: skip

#: What shows what others define, with its argument.
OVERVIEWS = (
    *(("pm:report", kind) for kind in ("load", "gaps", "communication", "decisions")),
    *(("pm:roles", "") for _view in range(3)),
    *(("pm:products", ""), ("pm:compare", ""), ("pm:changes", "")),
)

MAKERS: dict[str, Callable[[RandomHandbook], Block]] = {
    "pm:role": RandomHandbook.make_role,
    "pm:matrix": RandomHandbook.make_matrix,
    "pm:lifecycle": RandomHandbook.make_cycle,
    "pm:product": RandomHandbook.make_product,
    "pm:roadmap": RandomHandbook.make_plan,
    "pm:item": RandomHandbook.make_item,
    "words": RandomHandbook.make_words,
    "overview": RandomHandbook.make_overview,
}

#: What stands on a page, by kinds of pages.
PAGES: tuple[tuple[Callable[[RandomHandbook], Block], ...], ...] = (
    (RandomHandbook.make_role,),
    (RandomHandbook.make_role, RandomHandbook.make_role, RandomHandbook.make_words),
    (RandomHandbook.make_matrix,),
    (RandomHandbook.make_matrix, RandomHandbook.make_matrix_by_letter),
    (RandomHandbook.make_file, RandomHandbook.make_words),
    (RandomHandbook.make_file,),
    (RandomHandbook.make_cycle, RandomHandbook.make_words),
    (RandomHandbook.make_plan,),
    (RandomHandbook.make_plan, RandomHandbook.make_item),
    (RandomHandbook.make_item, RandomHandbook.make_roll_up),
    (RandomHandbook.make_product, RandomHandbook.make_product),
    (RandomHandbook.make_overview, RandomHandbook.make_overview),
    (RandomHandbook.make_overview, RandomHandbook.make_overview),
    (RandomHandbook.make_overview, RandomHandbook.make_roll_up),
)

CONF = """\
suppress_warnings += ["toc.not_included"]
# Else each page shows the titles of others, which Sphinx does not keep fresh.
html_sidebars = {"**": []}
"""

#: The first is what is there from the start.
CONFIG: dict[str, tuple[Any, ...]] = {
    "pmroles_audience": (None, "public", "internal"),
    "pmroles_audiences": (["internal", "public"], ["public", "partners", "internal"]),
    "pmroles_baselines": ({"start": "start.json"}, {}),
    "pmroles_checks": (
        {},
        {"one-owner": False, "undefined-role": True},
        {"unused-role": True, "too-many-owned": 1},
    ),
    "pmroles_fiscal_year_start": (1, 4),
    "pmroles_handbooks": (
        {"shop": ("https://shop.example.org/", "shop.json"), "us": None},
        {"shop": "shop.json"},
        {"shop": "gone.json"},
        {},
    ),
    "pmroles_inventory": (True, False),
    "pmroles_schemes": (
        {},
        {"rax": {"letters": {"R": "Runs", "A": "Answers", "C": "Cares"}, "owner": "A"}},
    ),
    "pmroles_statuses": ({}, {"parked": "blocked"}, {"parked": "done"}),
    "pmroles_today": (None, "2026-07-01", "2027-01-01"),
    "exclude_patterns": ([], ["team/*"]),
    "language": ("en", "de"),
    "numfig": (False, True),
    "primary_domain": ("py", "pm"),
    "project": ("Handbook", "Manual"),
    "release": ("1.0", "1.1"),
}

#: What cannot be read, with its column; without one it is for a matrix.
BAD_CELLS = {"2026-13-45": "When", "galore": "Status", "nothing of mine": "Depends on"}

Edit = Callable[[RandomHandbook], str]

EDITS: dict[str, Edit] = {
    "page: add": RandomHandbook.add_page,
    "page: remove": RandomHandbook.remove_page,
    "page: move": RandomHandbook.move_page,
    "page: retitle": RandomHandbook.retitle_page,
    "page: other language": RandomHandbook.rewrite_page,
    "page: touch": RandomHandbook.touch_page,
    "page: out of the contents": RandomHandbook.hide_page,
    "page: turn": RandomHandbook.turn_blocks,
    "contents: order": RandomHandbook.reorder_pages,
    "contents: numbers": RandomHandbook.number_pages,
    "glossary": RandomHandbook.change_term,
    "included file": RandomHandbook.change_shared,
    "move a thing": RandomHandbook.move_block,
    **{f"{kind}: add": partial(RandomHandbook.add_block, kind=kind) for kind in MAKERS},
    **{f"{kind}: remove": partial(RandomHandbook.remove_block, kind=kind)
       for kind in (*MAKERS, *OPTIONS)
       if kind not in ("overview", "pm:stage")},
    **{f"{kind}: title": partial(RandomHandbook.retitle_block, kind=kind)
       for kind in (*PARTS, "pm:stage", "pm:item")},
    **{f"{kind}: section": partial(RandomHandbook.change_section, kind=kind)
       for kind in ("pm:role", "pm:stage", "pm:product", "pm:item")},
    **{f"{kind}: {option}": partial(
           RandomHandbook.change_option, kind=kind, option=option)
       for kind, options in OPTIONS.items()
       for option in options},
    "pm:lifecycle: order": RandomHandbook.change_order,
    "pm:lifecycle: stages": RandomHandbook.change_stages,
    **{f"{kind}: {what.__name__[7:]}": partial(what, kind=kind)
       for kind in ("pm:matrix", "pm:roadmap")
       for what in (RandomHandbook.change_cell, RandomHandbook.change_rows)},
    "pm:matrix: columns": RandomHandbook.change_columns,
    "table: form": RandomHandbook.change_form,
    "table: to a file": RandomHandbook.move_to_file,
    **{f"file: {what}": partial(RandomHandbook.change_file, what=what)
       for what in ("rename", "format", "delete", "share")},
    "mend": RandomHandbook.mend,
    **{f"break: cell {text}": partial(RandomHandbook.break_cell, text=text)
       for text in ("XYZ", *BAD_CELLS)},
    **{f"break: {option}": partial(
           RandomHandbook.break_option, option=option, text=text)
       for option, text in (("owner", "Nobody at all"), ("view", "upside down"),
                            ("audience", "pubic"), ("scheme", "racy"))},
    **{f"{kind}: duplicate": partial(RandomHandbook.duplicate, kind=kind)
       for kind in (*PARTS, "pm:stage", "pm:item")},
    **{f"config: {name}": partial(RandomHandbook.change_config, name=name)
       for name in CONFIG},
    **{f"shop: {what}": partial(RandomHandbook.change_shop, what=what)
       for what in ("role", "item", "letter", "less")},
    "shop: break": RandomHandbook.break_shop,
    "baseline": RandomHandbook.change_baseline,
}  # fmt: skip
