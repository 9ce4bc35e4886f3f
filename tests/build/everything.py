# ruff: noqa: E501 (tables are wide)
"""A handbook that uses everything, in both languages and in folders.

Every directive, option, view and role of the language is in it: a test says what is
missing (``test_everything__is_used``).  The pages of one language say what those of the
other say, so their output is the same.
"""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from tests.build.conftest import Project

#: What ``conf.py`` says besides the usual.
CONFIG: dict[str, Any] = {
    "extensions": ["myst_parser", "sphinx_pmroles", "sphinx.ext.todo"],
    "todo_include_todos": True,
    "numfig": True,
    "latex_use_xindy": False,
    "linkcheck_ignore": [r"https://example\.org/"],
    "pmroles_today": "2026-11-22",
    "pmroles_fiscal_year_start": 4,
    "pmroles_statuses": {"Parked": "blocked"},
    "pmroles_schemes": {
        "rax": {
            "letters": {"R": "Responsible", "A": "Accountable", "X": "Expert"},
            "owner": "A",
        }
    },
    "pmroles_baselines": {"0.9": "data/archive.json"},
    "pmroles_handbooks": {"shop": "data/shop.json"},
}

MARKDOWN = {
    "index.md": """\
        # Handbook

        All of it: {pm:role}`PM`, {pm:matrix}`launch`, {pm:roadmap}`plan`.

        ```{toctree}
        team/roles
        team/matrices
        team/overviews
        plan/cycle
        plan/roadmaps
        plan/later/items
        plan/news
        links
        ```

        ```{todo}
        Say who keeps this page.
        ```
        """,
    "team/roles.md": """\
        # Roles

        :::{pm:role} Product Manager
        :id: product-manager
        :abbr: PM
        :aka: PdM, Product Lead
        :kind: role
        :reports-to: sponsor
        :works-with: BA, Engineering
        :level: senior
        :class: important
        :name: who-leads
        :allow: one-owner

        Looks after *one* product, with `code` and a [page](https://example.org/pm).

        Purpose
        : Hold technology, business and customers together.

        Accountabilities
        : - Giving direction to {pm:activity}`launch/set-the-vision`
          - Saying no

        Not accountable for
        : Detailed requirements, see {pm:role}`BA`
        :::

        :::{pm:role} Business Analyst
        :abbr: BA
        :reports-to: PM

        ## Purpose

        Understand a need.

        ## Skills

        1. Asking
        2. Listening
        :::

        :::{pm:role} Engineering
        :kind: team
        :reports-to: PM
        :::

        :::{pm:role} Sponsor
        :kind: person
        :assignments: none
        :::

        :::{pm:role} Shadow
        :kind: forum
        :audience: internal
        :::
        """,
    "team/matrices.md": """\
        # Matrices

        ::::{pm:matrix} Launch a product
        :id: launch
        :scheme: raci
        :letters: A=Approves
        :layout: activities
        :class: wide
        :name: the-launch
        :allow: too-many-consulted
        :internal-columns: Remarks

        | Activity           | PM  | BA | Engineering        | [Sponsor](roles.md) | Notes          | Remarks |
        | ------------------ | --- | -- | ------------------ | ------------------- | -------------- | ------- |
        | **Launch**         |     |    |                    |                     |                |         |
        | Set the vision     | A/R | C  | C                  | I                   | *Once* a year  | no      |
        | Secure `resources` | R   | -  | C (if over budget) | A                   | See {pm:role}`PM` | yes  |
        | **Develop**        |     |    |                    |                     |                |         |
        | Train support      | A   | R  | I                  |                     | [Why](https://example.org/why) | |
        ::::

        :::{pm:matrix} Who does what
        :show: participants
        :file: /data/sell.csv
        :format: csv
        :::

        :::{pm:matrix} Who is asked
        :show: letters
        :file: ../data/book.xlsx
        :sheet: Sell
        :::

        :::{pm:matrix} By letter
        :scheme: rax
        :layout: letters

        | Activity | Responsible | Accountable | Expert   |
        | -------- | ----------- | ----------- | -------- |
        | Try      | BA, PM      | Sponsor     | Sales    |
        | Decide   | PM          | Sponsor     |          |
        :::

        :::{pm:matrix} In two tables
        :audience: internal, public

        ## First

        | Activity | PM  | Sales |
        | -------- | --- | ----- |
        | Ask      | A/R | C     |

        ## Then

        | Activity | PM  | Sales |
        | -------- | --- | ----- |
        | Answer   | I   | A/R   |
        :::

        :::{pm:matrix} As YAML
        :format: yaml

        Before: {Choose: {PM: A, Sales: R}}
        :::
        """,
    "team/overviews.md": """\
        # Overviews

        :::{pm:roles}
        :view: table
        :kind: role, team
        :class: all-roles
        :name: the-roles
        :handbooks: shop
        :audience: internal, public
        :::

        :::{pm:roles}
        :view: tree
        :::

        :::{pm:roles}
        :view: list
        :::

        :::{pm:compare} PM, BA, Engineering
        :class: beside
        :name: the-comparison
        :audience: internal
        :::

        :::{pm:report} load
        :for: PM, BA, Engineering
        :class: much
        :name: the-load
        :::

        :::{pm:report} communication
        :matrix: launch
        :audience: internal
        :::

        :::{pm:report} decisions
        :stage: cycle/launch
        :handbooks: shop
        :::

        :::{pm:report} gaps
        :::
        """,
    "plan/cycle.md": """\
        # Life cycle

        ::::{pm:lifecycle} Product life cycle
        :id: cycle
        :current: launch
        :class: strip
        :name: the-cycle
        :allow: stage-without-decider
        :audience: internal, public

        :::{pm:stage} Develop
        :class: first
        :name: the-start
        :allow: stage-without-decider

        Purpose
        : Find out what is *worth* building.
        :::

        :::{pm:stage} Launch
        :id: launch
        :decided-by: sponsor
        :audience: internal, public

        Entry criteria
        : - [x] Must: support trained
          - [ ] Should: [three](https://example.org/three) customers
        :::

        :::{pm:stage} Improve
        :::
        ::::

        :::{pm:product} Atlas
        :id: atlas
        :lifecycle: cycle
        :stage: launch
        :owner: PM
        :class: big
        :name: the-atlas
        :allow: unknown-stage
        :audience: internal, public

        Vision
        : Everyone finds the way.
        :::

        :::{pm:product} Compass
        :part-of: Atlas
        :stage: develop
        :::

        :::{pm:products}
        :part-of: Atlas
        :class: parts
        :name: the-parts
        :audience: internal, public
        :::

        :::{pm:products}
        :handbooks: shop
        :::
        """,
    "plan/roadmaps.md": """\
        # Plans

        :::::{pm:roadmap} Two-year roadmap
        :id: plan
        :view: timeline
        :group-by: team
        :as-of: 2026-10-01
        :since: 0.9
        :class: long
        :name: the-plan
        :allow: overdue
        :audience: internal, public
        :internal-columns: Confidence

        | ID     | Item           | When               | Product | Team  | Stage   | Owner | Status      | Health   | Progress | Confidence | Outcome | Depends on  | Baseline | Link                        | Notes          | Size |
        | ------ | -------------- | ------------------ | ------- | ----- | ------- | ----- | ----------- | -------- | -------- | ---------- | ------- | ----------- | -------- | --------------------------- | -------------- | ---- |
        | SIGN   | Sign-up page   | 2026-Q3 .. 2026-Q4 | Atlas   | Core  | Launch  | PM    | in progress | at risk  | 60 %     | high       | Growth  |             | 2026-Q3  | https://example.org/sign-up | *Soon*         | S    |
        | USAGE  | Usage price    | 2027-H1            | Atlas   | Sales | Develop | BA    | planned     |          |          | low        | Growth  | SIGN        |          |                             |                | L    |
        | GATE   | Launch gate    | 2026-12-15         | Compass | Core  | Launch  | Sponsor |           | on track |          |            |         |             |          | ../team/roles.md              |                |      |
        | MARKET | Partner market | later              |         | Sales | Launch  | PM    | parked      | off track |         | 40 %       |         | USAGE       |          |                             |                | M    |

        ::::{pm:item} Printed map
        :id: map
        :when: 2027-02
        :product: Compass
        :team: Core
        :stage: Improve
        :owner: Engineering
        :status: planned
        :health: on track
        :progress: 10 %
        :confidence: medium
        :outcome: Trust
        :depends-on: SIGN; USAGE
        :baseline: 2026-12
        :link: https://example.org/map
        :notes: Ask the printer
        :class: paper
        :name: the-map
        :allow: starts-before-dependency-ends
        :audience: internal, public

        A body with {pm:item}`plan/SIGN` and a list:

        - one
        - two
        ::::
        :::::

        :::{pm:roadmap} Now, next and later
        :of: plan, deep
        :view: board
        :where: status=planned|in progress|blocked
        :::

        :::{pm:roadmap} By status
        :of: *
        :view: board
        :group-by: status
        :::

        :::{pm:roadmap} By stage
        :of: plan
        :view: stages
        :::

        :::{pm:roadmap} As a table
        :of: plan, shop/*
        :view: table
        :columns: Item, When, Owner, Size, Link
        :group-by: product
        :::

        :::{pm:roadmap} A part of the time
        :of: plan
        :from: 2026-Q4
        :to: 2027-Q1
        :::

        :::{pm:roadmap} From a file
        :id: filed
        :file: /data/plan.yaml
        :format: yaml
        :view: table
        :::

        :::{pm:roadmap} From a workbook
        :id: booked
        :file: /data/book.xlsx
        :sheet: Plan
        :::
        """,
    "plan/later/items.md": """\
        # Items

        :::{pm:roadmap} Deep plan
        :id: deep
        :view: table
        :::

        :::{pm:item} Well of ideas
        :roadmap: deep
        :horizon: next
        :owner: PM
        :::

        :::{pm:item} Long dig
        :roadmap: deep
        :start: 2027-01-04
        :end: 2027-03-05
        :depends-on: Well of ideas
        :::
        """,
    "plan/news.md": """\
        # News

        :::{pm:changes}
        :since: 0.9
        :of: launch, plan
        :class: new
        :name: the-news
        :audience: internal, public
        :::

        :::{pm:changes}
        :since: 0.9
        :::
        """,
    "links.md": """\
        # Links

        - {pm:role}`product-manager`, {pm:role}`the lead <PdM>`, {pm:role}`shop/SM`
        - {pm:matrix}`launch`, {pm:activity}`launch/train-support`
        - {pm:lifecycle}`cycle`, {pm:stage}`cycle/improve`
        - {pm:product}`atlas`
        - {pm:roadmap}`plan`, {pm:item}`plan/GATE`, {pm:item}`map`
        - {any}`product-manager`, {any}`atlas`
        - {ref}`the lead <who-leads>`, {ref}`the launch <the-launch>`,
          {ref}`the cycle <the-cycle>`, {ref}`the start <the-start>`,
          {ref}`the atlas <the-atlas>`, {ref}`the plan <the-plan>`,
          {ref}`the map <the-map>`, {ref}`the roles <the-roles>`,
          {ref}`the comparison <the-comparison>`, {ref}`the load <the-load>`,
          {ref}`the parts <the-parts>`, {ref}`the news <the-news>`
        - {numref}`the-launch`
        """,
}

RST = {
    "index.rst": """\
        Handbook
        ========

        All of it: :pm:role:`PM`, :pm:matrix:`launch`, :pm:roadmap:`plan`.

        .. toctree::

           team/roles
           team/matrices
           team/overviews
           plan/cycle
           plan/roadmaps
           plan/later/items
           plan/news
           links

        .. todo::

           Say who keeps this page.
        """,
    "team/roles.rst": """\
        Roles
        =====

        .. pm:role:: Product Manager
           :id: product-manager
           :abbr: PM
           :aka: PdM, Product Lead
           :kind: role
           :reports-to: sponsor
           :works-with: BA, Engineering
           :level: senior
           :class: important
           :name: who-leads
           :allow: one-owner

           Looks after *one* product, with ``code`` and a `page <https://example.org/pm>`__.

           Purpose
              Hold technology, business and customers together.

           Accountabilities
              - Giving direction to :pm:activity:`launch/set-the-vision`
              - Saying no

           Not accountable for
              Detailed requirements, see :pm:role:`BA`

        .. pm:role:: Business Analyst
           :abbr: BA
           :reports-to: PM

           Purpose
           -------

           Understand a need.

           Skills
           ------

           1. Asking
           2. Listening

        .. pm:role:: Engineering
           :kind: team
           :reports-to: PM

        .. pm:role:: Sponsor
           :kind: person
           :assignments: none

        .. pm:role:: Shadow
           :kind: forum
           :audience: internal
        """,
    "team/matrices.rst": """\
        Matrices
        ========

        .. pm:matrix:: Launch a product
           :id: launch
           :scheme: raci
           :letters: A=Approves
           :layout: activities
           :class: wide
           :name: the-launch
           :allow: too-many-consulted
           :internal-columns: Remarks

           .. csv-table::
              :header-rows: 1

              Activity, PM, BA, Engineering, :doc:`Sponsor <roles>`, Notes, Remarks
              **Launch**, , , , , ,
              Set the vision, A/R, C, C, I, *Once* a year, no
              Secure ``resources``, R, \\-, C (if over budget), A, See :pm:role:`PM`, yes
              **Develop**, , , , , ,
              Train support, A, R, I, , `Why <https://example.org/why>`__,

        .. pm:matrix:: Who does what
           :show: participants
           :file: /data/sell.csv
           :format: csv

        .. pm:matrix:: Who is asked
           :show: letters
           :file: ../data/book.xlsx
           :sheet: Sell

        .. pm:matrix:: By letter
           :scheme: rax
           :layout: letters

           +----------+-------------+-------------+--------+
           | Activity | Responsible | Accountable | Expert |
           +==========+=============+=============+========+
           | Try      | BA, PM      | Sponsor     | Sales  |
           +----------+-------------+-------------+--------+
           | Decide   | PM          | Sponsor     |        |
           +----------+-------------+-------------+--------+

        .. pm:matrix:: In two tables
           :audience: internal, public

           First
           -----

           ======== === =====
           Activity PM  Sales
           ======== === =====
           Ask      A/R C
           ======== === =====

           Then
           ----

           .. list-table::
              :header-rows: 1

              * - Activity
                - PM
                - Sales
              * - Answer
                - I
                - A/R

        .. pm:matrix:: As YAML
           :format: yaml

           Before: {Choose: {PM: A, Sales: R}}
        """,
    "team/overviews.rst": """\
        Overviews
        =========

        .. pm:roles::
           :view: table
           :kind: role, team
           :class: all-roles
           :name: the-roles
           :handbooks: shop
           :audience: internal, public

        .. pm:roles::
           :view: tree

        .. pm:roles::
           :view: list

        .. pm:compare:: PM, BA, Engineering
           :class: beside
           :name: the-comparison
           :audience: internal

        .. pm:report:: load
           :for: PM, BA, Engineering
           :class: much
           :name: the-load

        .. pm:report:: communication
           :matrix: launch
           :audience: internal

        .. pm:report:: decisions
           :stage: cycle/launch
           :handbooks: shop

        .. pm:report:: gaps
        """,
    "plan/cycle.rst": """\
        Life cycle
        ==========

        .. pm:lifecycle:: Product life cycle
           :id: cycle
           :current: launch
           :class: strip
           :name: the-cycle
           :allow: stage-without-decider
           :audience: internal, public

           .. pm:stage:: Develop
              :class: first
              :name: the-start
              :allow: stage-without-decider

              Purpose
                 Find out what is *worth* building.

           .. pm:stage:: Launch
              :id: launch
              :decided-by: sponsor
              :audience: internal, public

              Entry criteria
                 - [x] Must: support trained
                 - [ ] Should: `three <https://example.org/three>`__ customers

           .. pm:stage:: Improve

        .. pm:product:: Atlas
           :id: atlas
           :lifecycle: cycle
           :stage: launch
           :owner: PM
           :class: big
           :name: the-atlas
           :allow: unknown-stage
           :audience: internal, public

           Vision
              Everyone finds the way.

        .. pm:product:: Compass
           :part-of: Atlas
           :stage: develop

        .. pm:products::
           :part-of: Atlas
           :class: parts
           :name: the-parts
           :audience: internal, public

        .. pm:products::
           :handbooks: shop
        """,
    "plan/roadmaps.rst": """\
        Plans
        =====

        .. pm:roadmap:: Two-year roadmap
           :id: plan
           :view: timeline
           :group-by: team
           :as-of: 2026-10-01
           :since: 0.9
           :class: long
           :name: the-plan
           :allow: overdue
           :audience: internal, public
           :internal-columns: Confidence

           .. csv-table::
              :header-rows: 1

              ID, Item, When, Product, Team, Stage, Owner, Status, Health, Progress, Confidence, Outcome, Depends on, Baseline, Link, Notes, Size
              SIGN, Sign-up page, 2026-Q3 .. 2026-Q4, Atlas, Core, Launch, PM, in progress, at risk, 60 %, high, Growth, , 2026-Q3, https://example.org/sign-up, *Soon*, S
              USAGE, Usage price, 2027-H1, Atlas, Sales, Develop, BA, planned, , , low, Growth, SIGN, , , , L
              GATE, Launch gate, 2026-12-15, Compass, Core, Launch, Sponsor, , on track, , , , , , ../team/roles.md, ,
              MARKET, Partner market, later, , Sales, Launch, PM, parked, off track, , 40 %, , USAGE, , , , M

           .. pm:item:: Printed map
              :id: map
              :when: 2027-02
              :product: Compass
              :team: Core
              :stage: Improve
              :owner: Engineering
              :status: planned
              :health: on track
              :progress: 10 %
              :confidence: medium
              :outcome: Trust
              :depends-on: SIGN; USAGE
              :baseline: 2026-12
              :link: https://example.org/map
              :notes: Ask the printer
              :class: paper
              :name: the-map
              :allow: starts-before-dependency-ends
              :audience: internal, public

              A body with :pm:item:`plan/SIGN` and a list:

              - one
              - two

        .. pm:roadmap:: Now, next and later
           :of: plan, deep
           :view: board
           :where: status=planned|in progress|blocked

        .. pm:roadmap:: By status
           :of: *
           :view: board
           :group-by: status

        .. pm:roadmap:: By stage
           :of: plan
           :view: stages

        .. pm:roadmap:: As a table
           :of: plan, shop/*
           :view: table
           :columns: Item, When, Owner, Size, Link
           :group-by: product

        .. pm:roadmap:: A part of the time
           :of: plan
           :from: 2026-Q4
           :to: 2027-Q1

        .. pm:roadmap:: From a file
           :id: filed
           :file: /data/plan.yaml
           :format: yaml
           :view: table

        .. pm:roadmap:: From a workbook
           :id: booked
           :file: /data/book.xlsx
           :sheet: Plan
        """,
    "plan/later/items.rst": """\
        Items
        =====

        .. pm:roadmap:: Deep plan
           :id: deep
           :view: table

        .. pm:item:: Well of ideas
           :roadmap: deep
           :horizon: next
           :owner: PM

        .. pm:item:: Long dig
           :roadmap: deep
           :start: 2027-01-04
           :end: 2027-03-05
           :depends-on: Well of ideas
        """,
    "plan/news.rst": """\
        News
        ====

        .. pm:changes::
           :since: 0.9
           :of: launch, plan
           :class: new
           :name: the-news
           :audience: internal, public

        .. pm:changes::
           :since: 0.9
        """,
    "links.rst": """\
        Links
        =====

        - :pm:role:`product-manager`, :pm:role:`the lead <PdM>`, :pm:role:`shop/SM`
        - :pm:matrix:`launch`, :pm:activity:`launch/train-support`
        - :pm:lifecycle:`cycle`, :pm:stage:`cycle/improve`
        - :pm:product:`atlas`
        - :pm:roadmap:`plan`, :pm:item:`plan/GATE`, :pm:item:`map`
        - :any:`product-manager`, :any:`atlas`
        - :ref:`the lead <who-leads>`, :ref:`the launch <the-launch>`,
          :ref:`the cycle <the-cycle>`, :ref:`the start <the-start>`,
          :ref:`the atlas <the-atlas>`, :ref:`the plan <the-plan>`,
          :ref:`the map <the-map>`, :ref:`the roles <the-roles>`,
          :ref:`the comparison <the-comparison>`, :ref:`the load <the-load>`,
          :ref:`the parts <the-parts>`, :ref:`the news <the-news>`
        - :numref:`the-launch`
        """,
}

#: What the handbook was, and what another one says.
ARCHIVE: dict[str, Any] = {
    "format": "pmroles",
    "format_version": 1,
    "project": "Handbook",
    "release": "0.9",
    "audience": None,
    "names": {"product-manager": "Product Manager", "sponsor": "Sponsor"},
    "roles": {},
    "lifecycles": {},
    "products": {},
    "matrices": {
        "launch": {
            "title": "Launch a product",
            "scheme": "raci",
            "letters": {"A": "Accountable", "R": "Responsible"},
            "owner": "A",
            "doer": "R",
            "docname": "index",
            "uri": "index.html#pm-matrix-launch",
            "participants": ["product-manager", "sponsor"],
            "activities": [
                {
                    "id": "set-the-vision",
                    "title": "Set the vision",
                    "group": None,
                    "stage": None,
                    "assignments": {"product-manager": ["R"], "sponsor": ["A"]},
                    "notes": {},
                }
            ],
        }
    },
    "roadmaps": {
        "plan": {
            "title": "Two-year roadmap",
            "docname": "index",
            "uri": "index.html#pm-roadmap-plan",
            "items": ["plan/GATE"],
        }
    },
    "items": {
        "plan/GATE": {
            "title": "Launch gate",
            "roadmap": "plan",
            "when": "2026-11-30",
            "start": "2026-11-30",
            "end": "2026-11-30",
            "precision": ["day"],
            **dict.fromkeys(("owner", "stage", "product", "team", "outcome", "health")),
            **dict.fromkeys(("status", "horizon", "progress", "confidence")),
            "depends_on": [],
            "extra": {},
            "docname": "index",
            "uri": "index.html#pm-item-plan-gate",
        }
    },
}
SHOP: dict[str, Any] = {
    "format": "pmroles",
    "format_version": 1,
    "project": "Museum shop",
    "release": "1.0",
    "audience": None,
    "names": {},
    "roles": {
        "shop-manager": {
            "title": "Shop Manager",
            "abbr": "SM",
            "aka": [],
            "kind": "role",
            "level": None,
            "reports_to": None,
            "works_with": [],
            "sections": {},
            "docname": "index",
            "uri": "index.html#pm-role-shop-manager",
        }
    },
    "lifecycles": {},
    "products": {},
    "matrices": {},
    "roadmaps": {
        "postcards": {
            "title": "Postcards",
            "docname": "index",
            "uri": "index.html#pm-roadmap-postcards",
            "items": ["postcards/print"],
        }
    },
    "items": {
        "postcards/print": {
            "title": "Print postcards",
            "roadmap": "postcards",
            "when": "2026-10",
            "start": "2026-10-01",
            "end": "2026-10-31",
            "precision": ["month"],
            **dict.fromkeys(("stage", "product", "team", "outcome", "health")),
            **dict.fromkeys(("status", "horizon", "progress", "confidence")),
            "owner": "shop-manager",
            "depends_on": [],
            "extra": {},
            "docname": "index",
            "uri": "index.html#pm-item-postcards-print",
        }
    },
}
FILES = {
    "data/archive.json": json.dumps(ARCHIVE),
    "data/shop.json": json.dumps(SHOP),
    "data/sell.csv": """\
        Activity,PM,Sales,Legal
        Find customers,A,R,C
        Sign the contract,I,R,A
        """,
    "data/plan.yaml": """\
        - Item: Filed wish
          When: 2027-Q1
          Owner: PM
        - Item: Filed hope
          When: later
        """,
}
SHEETS = {
    "Sell": [["Activity", "PM", "Sales"], ["Ring the bell", "I", "A/R"]],
    "Plan": [["Item", "When", "Owner"], ["Booked tour", "2027-Q2", "PM"]],
}


def write_everything(project: Project, language: str = "md") -> None:
    """Write the handbook in one of the languages, its files and its ``conf.py``."""
    pages = {"md": MARKDOWN, "rst": RST}[language]
    for name, text in {**pages, **FILES}.items():
        project.write_file(name, text)
    (project.source / "data" / "book.xlsx").write_bytes(_workbook())
    project.configure(**CONFIG)


def _workbook() -> bytes:
    """Return a workbook with a matrix and a roadmap."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in SHEETS.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


#: What the handbook lacks for all to be seen on one page: a bar of each state.
STATES = """
:::{pm:roadmap} All states
:id: states

| Item  | When    | Status      | Health    |
| ----- | ------- | ----------- | --------- |
| Ended | 2026-Q1 | done        | on track  |
| Begun | 2026-Q2 | in progress | at risk   |
| Stuck | 2026-Q3 | blocked     | off track |
| Meant | 2026-Q4 | planned     |           |
| Given | 2027-Q1 | dropped     |           |
:::
"""


def write_one_page(source: Path) -> None:
    """Write all of the handbook in Markdown as one page, and its files."""
    texts = ["# Everything"]
    for name, text in MARKDOWN.items():
        if name != "index.md":
            plain = dedent(text).replace("../team/roles.md", "index.md")
            plain = plain.replace("(roles.md)", "(index.md)").replace(
                "../data/", "data/"
            )
            # A class that a theme knows: it would paint the role.
            plain = plain.replace(":class: important\n", ":class: leading\n")
            texts.append(re.sub("^# ", "## ", plain, flags=re.MULTILINE))
    (source / "data").mkdir(parents=True, exist_ok=True)
    (source / "index.md").write_text("\n\n".join([*texts, STATES]), encoding="utf-8")
    for name, text in FILES.items():
        (source / name).write_text(dedent(text), encoding="utf-8")
    (source / "data" / "book.xlsx").write_bytes(_workbook())
