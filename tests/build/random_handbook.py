"""A handbook that uses everything, made by chance, and changes to it by chance.

All that happens comes from one seed: the same seed gives the same pages and edits.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.build.conftest import Project

WORDS = (
    "price", "launch", "sign-up", "invoice", "partner", "search", "export", "audit",
    "pilot", "budget", "plan", "report", "market", "support", "vision", "release",
)  # fmt: skip
LETTERS = ("", "A", "R", "C", "I", "A/R", "R, C", "C (if late)", "-")
STATUSES = ("", "planned", "in progress", "blocked", "done", "dropped")
HEALTH = ("", "on track", "at risk", "off track")
WHEN = ("2026-Q{q}", "2026-Q{q} .. 2027-Q{q}", "2027-0{q}-15", "later", "", "FY27")
VIEWS = ("timeline", "board", "stages", "table")


@dataclass
class Role:
    """A role and what may change of it."""

    key: str
    title: str
    abbr: str
    purpose: str
    reports_to: str = ""
    kind: str = "role"


@dataclass
class Item:
    """A row of a roadmap, or an item of its own."""

    title: str
    when: str
    owner: str
    stage: str
    status: str
    health: str
    depends_on: str = ""
    product: str = ""


@dataclass
class Page:
    """A page: its title, and the things on it by the lists that they are in."""

    title: str
    roles: list[Role] = field(default_factory=list)
    matrix: list[list[str]] = field(default_factory=list)
    participants: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    view: str = ""
    product: str = ""
    is_file: bool = False
    item_of: str = ""
    words: str = ""


class RandomHandbook:
    """A handbook of *count* pages, written into a project and changed there."""

    def __init__(self, project: Project, seed: int, count: int) -> None:
        self.project = project
        self.random = Random(seed)  # noqa: S311 (nothing is secret)
        self.pages: dict[str, Page] = {}
        self.config: dict[str, Any] = {}
        self.counter = 0
        self.written: dict[str, str] = {}
        self.base = (project.source / "conf.py").read_text(encoding="utf-8")
        for _number in range(count):
            self.add_page()
        self.write()

    # Chance

    def pick(self, choices: Any) -> Any:
        """Return one of *choices*."""
        return self.random.choice(list(choices))

    def words(self) -> str:
        """Return a title that nothing else has."""
        self.counter += 1
        return f"{self.pick(WORDS).title()} {self.pick(WORDS)} {self.counter}"

    def role_name(self) -> str:
        """Return a name of a role, by any of its names, or of nobody."""
        roles = [role for page in self.pages.values() for role in page.roles]
        if not roles or self.random.random() < 0.1:
            return f"Team {self.random.randrange(5)}"
        role = self.pick(roles)
        return str(self.pick((role.key, role.title, role.abbr)))

    def stage_name(self) -> str:
        """Return the name of a stage, or none."""
        stages = [stage for page in self.pages.values() for stage in page.stages]
        return str(self.pick([*stages, ""]))

    def item_name(self) -> str:
        """Return the title of an item, or none."""
        items = [item.title for page in self.pages.values() for item in page.items]
        return str(self.pick([*items, ""]))

    def of_kind(self, name: str) -> list[Page]:
        """Return the pages that have something in the list *name*."""
        return [page for page in self.pages.values() if getattr(page, name)]

    # Making things

    def new_item(self) -> Item:
        """Return an item of its own."""
        when = self.pick(WHEN).format(q=self.random.randrange(1, 5))
        products = [page.product for page in self.of_kind("product")]
        return Item(
            self.words(),
            when,
            self.role_name(),
            self.stage_name(),
            self.pick(STATUSES),
            self.pick(HEALTH),
            self.item_name() if self.random.random() < 0.3 else "",
            self.pick([*products, ""]),
        )

    def new_row(self, width: int) -> list[str]:
        """Return a row of a matrix."""
        return [self.words(), *(self.pick(LETTERS) for _column in range(width))]

    def add_page(self) -> None:
        """Add a page of some kind."""
        self.counter += 1
        page = Page(self.words())
        match self.pick(("role", "role", "matrix", "matrix", "cycle", "plan", "plan",
                         "product", "item", "overview")):  # fmt: skip
            case "role":
                for _role in range(self.random.randrange(1, 3)):
                    title = self.words()
                    key = f"role-{self.counter}"
                    above = self.role_name()
                    page.roles.append(
                        Role(key, title, f"R{self.counter}", self.words(), above)
                    )
            case "matrix":
                page.participants = [
                    f"{self.role_name()}" for _n in range(self.random.randrange(2, 6))
                ]
                page.matrix = [
                    self.new_row(len(page.participants)) for _row in range(6)
                ]
                page.is_file = self.random.random() < 0.3
            case "cycle":
                page.stages = [self.words() for _stage in range(3)]
            case "plan":
                page.view = self.pick(VIEWS)
                page.items = [self.new_item() for _item in range(5)]
                page.is_file = self.random.random() < 0.3
            case "product":
                page.product = self.words()
            case "item":
                plans = [name for name, one in self.pages.items() if one.view]
                page.item_of = self.pick([*plans, "nowhere"])
                page.items = [self.new_item()]
            case "overview":
                page.words = self.pick(OVERVIEWS)
        folder = self.pick(("", "team/", "plan/"))
        self.pages[f"{folder}page{self.counter}"] = page

    # Edits: each changes something, whatever there is

    def edit(self) -> str:
        """Change one thing, write what changed, and return what was done."""
        done = self.pick(EDITS)(self)
        self.write()
        return str(done)

    def remove_page(self) -> str:
        """Delete a page."""
        name = self.pick(self.pages)
        del self.pages[name]
        return f"remove {name}"

    def insert_page(self) -> str:
        """Add a page."""
        self.add_page()
        return f"add {list(self.pages)[-1]}"

    def move_page(self) -> str:
        """Rename a page."""
        name = self.pick(self.pages)
        self.counter += 1
        new = f"moved/page{self.counter}"
        self.pages = {
            new if key == name else key: page for key, page in self.pages.items()
        }
        for page in self.pages.values():
            page.item_of = new if page.item_of == name else page.item_of
        return f"move {name} to {new}"

    def retitle_page(self) -> str:
        """Give a page another title."""
        page = self.pick(self.pages.values())
        page.title = self.words()
        return f"retitle a page {page.title}"

    def change_role(self) -> str:
        """Rename, reword, abbreviate or move a role, or take one away or add one."""
        pages = self.of_kind("roles")
        if not pages:
            return self.insert_page()
        page = self.pick(pages)
        role = self.pick(page.roles)
        match self.pick(
            ("title", "abbr", "purpose", "reports_to", "key", "less", "more")
        ):
            case "less":
                page.roles.remove(role)
            case "more":
                title = self.words()
                more = Role(f"role-{self.counter}", title, "", self.words())
                page.roles.append(more)
            case "reports_to":
                role.reports_to = self.role_name()
            case name:
                setattr(role, name, self.words())
        return f"change the role {role.key}"

    def change_row(self) -> str:
        """Change a cell of a matrix, add a row or take one away."""
        pages = self.of_kind("matrix")
        if not pages:
            return self.insert_page()
        page = self.pick(pages)
        match self.pick(("cell", "cell", "title", "less", "more", "header")):
            case "cell":
                row = self.pick(page.matrix)
                row[self.random.randrange(1, len(row))] = self.pick(LETTERS)
            case "title":
                self.pick(page.matrix)[0] = self.words()
            case "header":
                number = self.random.randrange(len(page.participants))
                page.participants[number] = self.role_name()
            case "less" if len(page.matrix) > 1:
                page.matrix.remove(self.pick(page.matrix))
            case _:
                page.matrix.append(self.new_row(len(page.participants)))
        return f"change the matrix on {page.title}"

    def change_item(self) -> str:
        """Change an item, add one or take one away."""
        pages = self.of_kind("items")
        if not pages:
            return self.insert_page()
        page = self.pick(pages)
        item = self.pick(page.items)
        match self.pick(("one", "one", "title", "less", "more", "view")):
            case "one":
                new = self.new_item()
                name = self.pick(("when", "owner", "stage", "status", "depends_on"))
                setattr(item, name, getattr(new, name))
            case "title":
                item.title = self.words()
            case "less" if len(page.items) > 1:
                page.items.remove(item)
            case "view" if page.view:
                page.view = self.pick(VIEWS)
            case _:
                page.items.append(self.new_item())
        return f"change the item {item.title}"

    def change_stage(self) -> str:
        """Rename a stage, add one or turn the order."""
        pages = self.of_kind("stages")
        if not pages:
            return self.insert_page()
        page = self.pick(pages)
        match self.pick(("rename", "add", "turn")):
            case "rename":
                page.stages[0] = self.words()
            case "add":
                page.stages.append(self.words())
            case "turn":
                page.stages.reverse()
        return f"change the stages on {page.title}"

    def change_product(self) -> str:
        """Rename a product."""
        pages = self.of_kind("product")
        if not pages:
            return self.insert_page()
        page = self.pick(pages)
        page.product = self.words()
        return f"rename the product to {page.product}"

    def change_config(self) -> str:
        """Change a value of ``conf.py``."""
        name, choices = self.pick(CONFIG.items())
        self.config[name] = self.pick(choices)
        return f"{name} = {self.config[name]!r}"

    # Writing

    def write(self) -> None:
        """Write the files that differ from what was written last, delete the others."""
        files = dict(self._files())
        for name in self.written.keys() - files.keys():
            (self.project.source / name).unlink()
        for name, text in files.items():
            if self.written.get(name) != text:
                self.project.write_file(name, text)
        self.written = files

    def _files(self) -> Any:
        values = "".join(f"{name} = {value!r}\n" for name, value in self.config.items())
        yield "conf.py", self.base + values
        names = "\n".join(sorted(self.pages))
        yield "index.md", f"# Handbook\n\n```{{toctree}}\n{names}\nbaseline\n```\n"
        yield "baseline.md", "# Since\n\n:::{pm:changes}\n:since: start\n:::\n"
        for name, page in self.pages.items():
            data = f"{name}.csv"
            yield f"{name}.md", self._page(page, name, data.rpartition("/")[2])
            if page.is_file:
                rows = _matrix_rows(page) if page.matrix else _item_rows(page)
                yield (
                    data,
                    "\n".join(",".join(map(_quoted, row)) for row in rows) + "\n",
                )

    def _page(self, page: Page, name: str, data: str) -> str:
        key = name.rpartition("/")[2]
        parts = [f"# {page.title}", ""]
        for role in page.roles:
            parts += [
                f":::{{pm:role}} {role.title}",
                f":id: {role.key}",
                *([f":abbr: {role.abbr}"] if role.abbr else []),
                *([f":reports-to: {role.reports_to}"] if role.reports_to else []),
                f"\nPurpose\n: {role.purpose}\n:::\n",
            ]
        if page.matrix:
            parts += [f":::{{pm:matrix}} Matrix {key}", f":id: {key}"]
            parts += _body(page, _matrix_rows(page), data)
        if page.stages:
            parts += [f"::::{{pm:lifecycle}} Cycle {key}", f":id: {key}", ""]
            for stage in page.stages:
                parts += [f":::{{pm:stage}} {stage}", "\nPurpose\n: Go on.\n:::", ""]
            parts += ["::::", ""]
        if page.product:
            parts += [f":::{{pm:product}} {page.product}", f":id: {key}", ":::", ""]
        if page.view:
            parts += [f":::{{pm:roadmap}} Plan {key}", f":id: {key}"]
            parts += [f":view: {page.view}", ":since: start"]
            parts += _body(page, _item_rows(page), data)
        elif page.items:
            for item in page.items:
                parts += [
                    f":::{{pm:item}} {item.title}",
                    f":roadmap: {page.item_of.rpartition('/')[2]}",
                    f":when: {item.when}" if item.when else ":notes: none",
                    f":owner: {item.owner}" if item.owner else ":team: none",
                    "\nIts words.\n:::",
                    "",
                ]
        return "\n".join([*parts, page.words])


def _body(page: Page, rows: list[list[str]], data: str) -> list[str]:
    if page.is_file:
        return [f":file: {data}", ":::", ""]
    header, *rest = ["| " + " | ".join(row) + " |" for row in rows]
    rule = "|" + " --- |" * len(rows[0])
    return ["", header, rule, *rest, ":::", ""]


def _matrix_rows(page: Page) -> list[list[str]]:
    return [["Activity", *page.participants], *page.matrix]


def _item_rows(page: Page) -> list[list[str]]:
    header = "Item, When, Owner, Stage, Status, Health, Depends on, Product"
    rows = [header.split(", ")]
    rows += [
        [item.title, item.when, item.owner, item.stage, item.status, item.health,
         item.depends_on, item.product]
        for item in page.items
    ]  # fmt: skip
    return rows


def _quoted(text: str) -> str:
    return json.dumps(text) if "," in text else text


#: What an overview page shows of the others.
OVERVIEWS = (
    *(f":::{{pm:report}} {name}\n:::\n"
      for name in ("load", "gaps", "communication", "decisions")),
    *(f":::{{pm:roles}}\n:view: {view}\n:::\n" for view in ("table", "tree", "list")),
    ":::{pm:products}\n:::\n",
    ":::{pm:roadmap} All\n:of: *\n:view: board\n:group-by: status\n:::\n",
    ":::{pm:roadmap} Dated\n:of: *\n:from: 2026-Q2\n:to: 2027-Q1\n:::\n",
    ":::{pm:compare} R1 R2 R3\n:::\n",
)  # fmt: skip

CONFIG: dict[str, tuple[Any, ...]] = {
    "pmroles_today": (None, "2026-07-01", "2027-01-01"),
    "pmroles_checks": ({}, {"one-owner": False}, {"unused-role": True}),
    "pmroles_fiscal_year_start": (1, 4),
    "pmroles_statuses": ({}, {"dropped": "done"}),
    "numfig": (False, True),
    "release": ("1.0", "1.1"),
}

EDITS: tuple[Callable[[RandomHandbook], str], ...] = (
    *(RandomHandbook.remove_page, RandomHandbook.insert_page),
    *(RandomHandbook.move_page, RandomHandbook.retitle_page),
    *(RandomHandbook.change_role, RandomHandbook.change_role),
    *(RandomHandbook.change_row, RandomHandbook.change_row),
    *(RandomHandbook.change_item, RandomHandbook.change_item),
    *(RandomHandbook.change_stage, RandomHandbook.change_product),
    RandomHandbook.change_config,
)
