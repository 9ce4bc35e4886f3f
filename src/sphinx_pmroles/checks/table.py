"""The checks, each declared once.

A declaration gives the switch in ``conf.py``, the name in ``:allow:`` and in
``suppress_warnings``, the rule that runs, the entry in the documentation, and the
examples that the tests build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from sphinx_pmroles.checks import (
    lifecycles,
    matrices,
    names,
    products,
    roadmaps,
    roles,
)
from sphinx_pmroles.model.finding import Finding
from sphinx_pmroles.model.handbook import Handbook
from sphinx_pmroles.model.meaning import CONSULTED, INFORMED

#: From a handbook to what breaks the rule.  A rule that counts takes the number above
#: which it speaks, too.
Rule = Callable[..., Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: what it looks for and why.

    *finds* is a line for a table, *more* says what it counts and leaves out, *wrong*
    and *right* are pages in Markdown: all but *name* is documentation.  A check without
    a *rule* is made while the text is read.  One with a *threshold* counts, and speaks
    above that number; *example* is the number that its examples are written for.
    """

    name: str
    finds: str
    why: str
    rule: Rule | None = None
    on: bool = True
    more: str = ""
    threshold: int | None = None
    example: int | None = None
    wrong: str = field(kw_only=True)
    right: str = field(kw_only=True)

    def run(self, handbook: Handbook, switch: int) -> Iterator[Finding]:
        """Yield what breaks the rule; *switch* is ``True`` or the threshold."""
        if self.rule is None:
            return iter(())
        if self.threshold is None:
            return self.rule(handbook)
        return self.rule(handbook, self.threshold if switch is True else switch)


def _page(text: str) -> str:
    return dedent(text).strip() + "\n"


def _words(words: frozenset[str]) -> str:
    return ", ".join(f"*{word.capitalize()}*" for word in sorted(words))


_WHO_IS_CONSULTED = (
    f"Consulted are those whose letter has one of these words: {_words(CONSULTED)}."
)
_WHO_IS_INFORMED = (
    f"Informed are those whose letter has one of these words: {_words(INFORMED)}."
)

_IN_MATRICES = (
    Check(
        "unreadable-cell",
        "A cell of a matrix that holds no letters of its scheme.",
        "A reader cannot tell who does what, and neither can the other checks.",
        more="The cell is shown as it was written.",
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | X     |
            | Train support | A/R | I     |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            | Train support | A/R | I     |
            :::
            """),
    ),
    Check(
        "look-alike-letter",
        "A Cyrillic or Greek letter that only looks like the Latin one.",
        "Searches, spreadsheets and other tools do not take it for the letter.",
        more="It is read as the Latin letter.\n"
        "In the wrong example the last cell holds the Cyrillic letter Es.",
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | С     |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            :::
            """),
    ),
    Check(
        "one-owner",
        "An activity without an owner, or with more than one.",
        "What two people answer for, nobody answers for: when it goes wrong, each "
        "believed that the other would look.",
        matrices.one_owner,
        more="In RACI the owner is the one with the A; "
        "each scheme says which letter it is.\n"
        "An activity in which nobody takes part is left to "
        "[`all-blank-activity`](#all-blank-activity).",
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | A     |
            | Train support | R   | C     |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            | Train support | A/R | C     |
            :::
            """),
    ),
    Check(
        "no-doer",
        "An activity that nobody is to do.",
        "An owner alone does not get the work done.",
        matrices.no_doer,
        more="In RACI the doer is the one with the R.\n"
        "If the owner does the work, write `A/R`.",
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A   | C     |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            :::
            """),
    ),
    Check(
        "unused-participant",
        "A participant without a letter in the whole matrix.",
        "Readers look for the part that it plays, and wonder what was forgotten.",
        matrices.unused_participant,
        more="A note in a cell counts as a part.\n"
        "A matrix without any letter is a form to fill in, and is left alone.",
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales | Legal |
            | ------------- | --- | ----- | ----- |
            | Set the price | A/R | C     | -     |
            | Train support | A/R | I     |       |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales | Legal |
            | ------------- | --- | ----- | ----- |
            | Set the price | A/R | C     | I     |
            | Train support | A/R | I     |       |
            :::
            """),
    ),
    Check(
        "contradiction",
        "An owner who is to be informed of what it owns.",
        "Who owns an activity knows of it, so one of the two letters is a slip, and "
        "it may be the owner's.",
        matrices.contradiction,
        more="Two columns that name one role are one participant.",
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/I | R     |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A   | R     |
            :::
            """),
    ),
    Check(
        "duplicate-activity",
        "An activity that stands twice in one matrix.",
        "Readers find one of the rows, and the letters of the other may differ.",
        matrices.duplicate_activity,
        more="The same words under another group, at another stage or with other texts "
        "beside them are another activity.",
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            | Train support | A/R | I     |
            | Set the price | A   | R     |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity       | PM  | Sales |
            | -------------- | --- | ----- |
            | Set the price  | A/R | C     |
            | Train support  | A/R | I     |
            | Quote a price  | A   | R     |
            :::
            """),
    ),
    Check(
        "all-blank-activity",
        "An activity in which nobody takes part.",
        "Work that nobody has is work that nobody does.",
        matrices.all_blank_activity,
        on=False,
        more="A bold label over blank cells is a group, and no activity.",
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            | Train support | -   | -     |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            | Train support | A/R | -     |
            :::
            """),
    ),
    Check(
        "nobody-consulted",
        "An activity before which nobody is asked.",
        "Owners who ask nobody learn too late what others knew.",
        matrices.nobody_consulted,
        on=False,
        more=f"{_WHO_IS_CONSULTED}\nA scheme without such a letter asks for none.",
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | I     |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            :::
            """),
    ),
    Check(
        "too-many-consulted",
        "An activity before which many are asked.",
        "Each one who must be asked costs time, and a decision that waits for all of "
        "them is late.",
        matrices.too_many_consulted,
        on=False,
        more=_WHO_IS_CONSULTED,
        threshold=5,
        example=2,
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales | Legal | Support |
            | ------------- | --- | ----- | ----- | ------- |
            | Set the price | A/R | C     | C     | C       |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales | Legal | Support |
            | ------------- | --- | ----- | ----- | ------- |
            | Set the price | A/R | C     | C     | I       |
            :::
            """),
    ),
    Check(
        "too-many-informed",
        "An activity of which many are told.",
        "News that go to everyone are read by no one.",
        matrices.too_many_informed,
        on=False,
        more=_WHO_IS_INFORMED,
        threshold=8,
        example=2,
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales | Legal | Support |
            | ------------- | --- | ----- | ----- | ------- |
            | Set the price | A/R | I     | I     | I       |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales | Legal | Support |
            | ------------- | --- | ----- | ----- | ------- |
            | Set the price | A/R | I     | I     | -       |
            | Train support | A/R | I     | -     | C       |
            :::
            """),
    ),
    Check(
        "same-activity-other-owner",
        "An activity that two matrices give to different owners.",
        "Each owner follows the matrix that it knows.",
        matrices.same_activity_other_owner,
        on=False,
        more="Activities are compared by their titles, whatever the case, each with "
        "the first of that title in the handbook.",
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            :::

            :::{pm:matrix} Run a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | C   | A/R   |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            :::

            :::{pm:matrix} Run a product

            | Activity          | PM  | Sales |
            | ----------------- | --- | ----- |
            | Set the price     | A/R | C     |
            | Grant a discount  | C   | A/R   |
            :::
            """),
    ),
)

_ON_ROLES = (
    Check(
        "undefined-role",
        "A participant of a matrix, or an owner, that is no role of the handbook.",
        "Nobody can look up what is expected of it, and its part stands on no page.",
        names.undefined_role,
        on=False,
        wrong=_page("""
            :::{pm:role} Product Manager
            :abbr: PM
            :::

            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            :::
            """),
        right=_page("""
            :::{pm:role} Product Manager
            :abbr: PM
            :::

            :::{pm:role} Sales
            :kind: team
            :::

            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            :::
            """),
    ),
    Check(
        "unused-role",
        "A role that takes part in nothing.",
        "A definition without a part is a promise that nobody keeps, or work that no "
        "matrix shows.",
        roles.unused_role,
        on=False,
        more="A part is a letter in a matrix, a gate to decide, an item of a roadmap "
        "or a product to own, or another role that reports to it.",
        wrong=_page("""
            :::{pm:role} Product Manager
            :abbr: PM
            :::

            :::{pm:role} Business Analyst
            :abbr: BA
            :::

            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            :::
            """),
        right=_page("""
            :::{pm:role} Product Manager
            :abbr: PM
            :::

            :::{pm:role} Business Analyst
            :abbr: BA
            :::

            :::{pm:matrix} Launch a product

            | Activity      | PM  | BA  | Sales |
            | ------------- | --- | --- | ----- |
            | Set the price | A/R | C   | C     |
            :::
            """),
    ),
    Check(
        "too-many-owned",
        "A role that owns many activities.",
        "Who answers for everything answers for nothing in time.",
        roles.too_many_owned,
        on=False,
        more="The activities of all matrices count, but for those of a matrix with "
        "`:allow: too-many-owned`.\n"
        "It is said where the role is defined; of a participant that is no role, where "
        "it is first named.",
        threshold=12,
        example=2,
        wrong=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            | Train support | A/R | I     |
            | Tell the news | A/R | C     |
            :::
            """),
        right=_page("""
            :::{pm:matrix} Launch a product

            | Activity      | PM  | Sales |
            | ------------- | --- | ----- |
            | Set the price | A/R | C     |
            | Train support | A/R | I     |
            | Tell the news | C   | A/R   |
            :::
            """),
    ),
    Check(
        "role-without-purpose",
        "A role whose definition does not say what it is for.",
        "Without a purpose a list of tasks grows for ever, and nothing tells which of "
        "them to drop.",
        roles.role_without_purpose,
        on=False,
        wrong=_page("""
            :::{pm:role} Product Manager

            Accountabilities
            : - Giving direction
            :::
            """),
        right=_page("""
            :::{pm:role} Product Manager

            Purpose
            : Hold technology, business and customers together.

            Accountabilities
            : - Giving direction
            :::
            """),
    ),
    Check(
        "reporting-cycle",
        "A role that reports to itself, through others or at once.",
        "An organisation chart of it has no head.",
        roles.reporting_cycle,
        more="`:allow:` on any role of the circle switches it off.",
        wrong=_page("""
            :::{pm:role} Head of Product
            :reports-to: product-manager
            :::

            :::{pm:role} Product Manager
            :reports-to: head-of-product
            :::
            """),
        right=_page("""
            :::{pm:role} Head of Product
            :::

            :::{pm:role} Product Manager
            :reports-to: head-of-product
            :::
            """),
    ),
)

_ON_NAMES = (
    Check(
        "duplicate",
        "Two things of one kind with the same id.",
        "A reference can lead to one of them only.",
        names.duplicate,
        more="References lead to the first in the order of the documents.",
        wrong=_page("""
            :::{pm:role} Analyst
            :::

            :::{pm:role} Analyst
            :::
            """),
        right=_page("""
            :::{pm:role} Business Analyst
            :::

            :::{pm:role} Data Analyst
            :::
            """),
    ),
    Check(
        "unknown-reference",
        "A name of something that is not there, or that several things have.",
        "The reader meets a dead end, and the computed lists lack a line.",
        names.unknown_reference,
        more="It looks at cross-references and options, at links of items to pages, "
        "and, for names that several roles have, at the participants of matrices and "
        "at owners, too.\n"
        "Two roles may share an abbreviation or an alias as long as nobody uses it.",
        wrong=_page("""
            :::{pm:role} Product Manager
            :::

            :::{pm:role} Product Owner
            :reports-to: product-manger
            :::
            """),
        right=_page("""
            :::{pm:role} Product Manager
            :::

            :::{pm:role} Product Owner
            :reports-to: product-manager
            :::
            """),
    ),
)

_ON_LINKS = (
    Check(
        "unsafe-link",
        "A link that leads neither to the web, to mail nor to a page.",
        "A browser might run it, so it is shown as text.",
        more="Links begin with `https:`, `http:` or `mailto:`, or name a page. "
        "It looks at the links in definitions, tables and data files of the handbook; "
        "those of other text are Sphinx's.",
        wrong=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When    | Link                |
            | ---------- | ------- | ------------------- |
            | Price list | 2027-Q1 | javascript:alert(1) |
            :::
            """),
        right=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When    | Link                       |
            | ---------- | ------- | -------------------------- |
            | Price list | 2027-Q1 | https://example.org/prices |
            :::
            """),
    ),
)

_IN_LIFECYCLES = (
    Check(
        "unknown-stage",
        "A current stage, or a cell under Stage, that names no stage, or several.",
        "The chart and the portfolio cannot show where the product stands, and the "
        "stage does not list what is done in it.",
        lifecycles.unknown_stage,
        more="Where stages of several life cycles share a title, that of the same page "
        "is meant.\n"
        "Where neither or both are there, a product says with `:lifecycle:` which it "
        "means, and a cell says `life-cycle/stage`.\n"
        "Where no cell of a column names a stage, its words are taken for something "
        "else, and none is reported.\n"
        "Of a word that stands in many rows the first is reported.",
        wrong=_page("""
            ::::{pm:lifecycle} Life of a service
            :current: gamma

            :::{pm:stage} Alpha
            :::
            ::::
            """),
        right=_page("""
            ::::{pm:lifecycle} Life of a service
            :current: alpha

            :::{pm:stage} Alpha
            :::
            ::::
            """),
    ),
    Check(
        "stage-without-decider",
        "A stage that nobody decides to enter.",
        "A gate that nobody keeps is open, and products drift through it.",
        lifecycles.stage_without_decider,
        on=False,
        more="There is no gate before the first stage, so it is not asked.",
        wrong=_page("""
            :::{pm:role} Sponsor
            :::

            ::::{pm:lifecycle} Life of a service

            :::{pm:stage} Alpha
            :::

            :::{pm:stage} Beta
            :::
            ::::
            """),
        right=_page("""
            :::{pm:role} Sponsor
            :::

            ::::{pm:lifecycle} Life of a service

            :::{pm:stage} Alpha
            :::

            :::{pm:stage} Beta
            :decided-by: sponsor
            :::
            ::::
            """),
    ),
)

_ON_PRODUCTS = (
    Check(
        "part-of-cycle",
        "A product that is part of itself, through others or at once.",
        "A portfolio of it has no top, and no reader can tell what belongs to what.",
        products.part_of_cycle,
        more="The portfolio shows each of them once.\n"
        "`:allow:` on any product of the circle switches it off.",
        wrong=_page("""
            :::{pm:product} Office suite
            :part-of: spreadsheet
            :::

            :::{pm:product} Spreadsheet
            :part-of: office-suite
            :::
            """),
        right=_page("""
            :::{pm:product} Office suite
            :::

            :::{pm:product} Spreadsheet
            :part-of: office-suite
            :::
            """),
    ),
)

_IN_ROADMAPS = (
    Check(
        "unreadable-date",
        "A date or period in no known notation, or one that does not exist.",
        "The item cannot stand on the calendar.",
        more="It is listed beside it, with its date as written.",
        wrong=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When       |
            | ---------- | ---------- |
            | Price list | 2027-Q1    |
            | Launch day | 2027-02-30 |
            :::
            """),
        right=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When       |
            | ---------- | ---------- |
            | Price list | 2027-Q1    |
            | Launch day | 2027-02-26 |
            :::
            """),
    ),
    Check(
        "unknown-status",
        "A word for status, health, horizon, confidence or progress that is not known.",
        "The item is drawn as if nobody had said how it stands.",
        wrong=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When    | Status       |
            | ---------- | ------- | ------------ |
            | Price list | 2027-Q1 | nearly there |
            :::
            """),
        right=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When    | Status      | Notes        |
            | ---------- | ------- | ----------- | ------------ |
            | Price list | 2027-Q1 | in progress | Nearly there |
            :::
            """),
    ),
    Check(
        "end-before-start",
        "A period whose end comes before its start.",
        "No bar can be drawn of it.",
        roadmaps.end_before_start,
        more="It is listed beside the timeline, with its dates as written.",
        wrong=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When               |
            | ---------- | ------------------ |
            | Price list | 2027-Q2 .. 2027-Q1 |
            :::
            """),
        right=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When               |
            | ---------- | ------------------ |
            | Price list | 2027-Q1 .. 2027-Q2 |
            :::
            """),
    ),
    Check(
        "unknown-dependency",
        "A dependency on something that is no item, or may be one of several.",
        "A plan that waits for nothing known is no plan.",
        roadmaps.unknown_dependency,
        wrong=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item        | When    | Depends on   |
            | ----------- | ------- | ------------ |
            | Help pages  | 2027-Q1 | Translations |
            | Translation | 2026-Q4 |              |
            :::
            """),
        right=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item        | When    | Depends on  |
            | ----------- | ------- | ----------- |
            | Help pages  | 2027-Q1 | Translation |
            | Translation | 2026-Q4 |             |
            :::
            """),
    ),
    Check(
        "dependency-cycle",
        "Items that depend on each other in a circle.",
        "None of them can start.",
        roadmaps.dependency_cycle,
        more="Each knot of items is reported once, with its shortest circle.",
        wrong=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item     | When | Depends on |
            | -------- | ---- | ---------- |
            | Offer    | now  | Contract   |
            | Contract | next | Offer      |
            :::
            """),
        right=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item     | When | Depends on |
            | -------- | ---- | ---------- |
            | Offer    | now  |            |
            | Contract | next | Offer      |
            :::
            """),
    ),
    Check(
        "starts-before-dependency-ends",
        "An item that starts before what it depends on has ended.",
        "One of the two dates cannot be kept.",
        roadmaps.starts_before_dependency_ends,
        more="Only what cannot be right counts: of two items in one quarter, either "
        "may come first.",
        wrong=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When               | Depends on |
            | ---------- | ------------------ | ---------- |
            | Cost model | 2026-12            |            |
            | Price list | 2026-11 .. 2027-01 | Cost model |
            :::
            """),
        right=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When               | Depends on |
            | ---------- | ------------------ | ---------- |
            | Cost model | 2026-12            |            |
            | Price list | 2027-01 .. 2027-03 | Cost model |
            :::
            """),
    ),
    Check(
        "overdue",
        "An item whose time is over on the as-of date, and is not done or dropped.",
        "A plan that is out of date hides what is late.",
        roadmaps.overdue,
        on=False,
        more="Without `:as-of:` or `pmroles_today` there is no date to compare with.",
        wrong=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When    | Status      |
            | ---------- | ------- | ----------- |
            | Price list | 2026-08 | in progress |
            :::
            """),
        right=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When    | Status      |
            | ---------- | ------- | ----------- |
            | Price list | 2026-11 | in progress |
            :::
            """),
    ),
    Check(
        "item-without-owner",
        "An item without an owner.",
        "What nobody owns, nobody brings about.",
        roadmaps.item_without_owner,
        on=False,
        wrong=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When    | Owner |
            | ---------- | ------- | ----- |
            | Price list | 2027-Q1 |       |
            :::
            """),
        right=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When    | Owner |
            | ---------- | ------- | ----- |
            | Price list | 2027-Q1 | PM    |
            :::
            """),
    ),
    Check(
        "undated-item",
        "An item with neither a date nor a horizon.",
        "Readers cannot tell whether it is near or far.",
        roadmaps.undated_item,
        on=False,
        wrong=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When |
            | ---------- | ---- |
            | Price list | TBD  |
            :::
            """),
        right=_page("""
            :::{pm:roadmap} Plan
            :as-of: 2026-10-01

            | Item       | When  |
            | ---------- | ----- |
            | Price list | later |
            :::
            """),
    ),
)

#: The checks by name, and by what they look at, in the order of the documentation.
GROUPS: dict[str, tuple[Check, ...]] = {
    "Matrices": _IN_MATRICES,
    "Roles": _ON_ROLES,
    "Names": _ON_NAMES,
    "Links": _ON_LINKS,
    "Life cycles": _IN_LIFECYCLES,
    "Products": _ON_PRODUCTS,
    "Roadmaps": _IN_ROADMAPS,
}
CHECKS: dict[str, Check] = {
    check.name: check for group in GROUPS.values() for check in group
}


def run_checks(handbook: Handbook, switched: Mapping[str, bool | int]) -> list[Finding]:
    """Return the findings of all checks that are on, in document order.

    *switched* maps names of checks to whether they are on, or to their thresholds, for
    those that do not keep their default.
    """
    switches = {name: switched.get(name, check.on) for name, check in CHECKS.items()}
    findings = [finding for page in handbook.pages for finding in page.findings]
    for name, switch in switches.items():
        if switch:
            findings.extend(CHECKS[name].run(handbook, switch))
    wanted = (
        finding
        for finding in findings
        if switches.get(finding.check, True) and finding.check not in finding.allow
    )
    position = {page.docname: n for n, page in enumerate(handbook.pages)}
    return sorted(
        wanted,
        key=lambda f: (
            position.get(f.place.docname, -1),
            f.place.file,
            f.place.line,
            f.check,
            f.message,
        ),
    )
