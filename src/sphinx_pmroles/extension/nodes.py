"""The few neutral nodes: what a page holds before its builder is known.

Each is a subclass of a docutils or Sphinx node, or is replaced before any writer sees
it, so that no builder meets a node it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeAlias, TypeVar

from docutils import nodes
from sphinx import addnodes

from sphinx_pmroles.model.rows import Row, pack, unpack

if TYPE_CHECKING:
    from sphinx_pmroles.extension.table import Table
    from sphinx_pmroles.model.lifecycle import Lifecycle, Stage
    from sphinx_pmroles.model.matrix import Matrix
    from sphinx_pmroles.model.organisation import Organisation
    from sphinx_pmroles.model.overview import (
        ChangeList,
        Comparison,
        Portfolio,
        RoleList,
    )
    from sphinx_pmroles.model.product import Product
    from sphinx_pmroles.model.report import Report
    from sphinx_pmroles.model.roadmap import Item, Roadmap
    from sphinx_pmroles.model.role import Role

    #: What a chart draws: each has an anchor, a place and a title.
    Drawn: TypeAlias = Roadmap | Lifecycle | Organisation

Record = TypeVar("Record")


@cache
def own_words() -> frozenset[str]:
    """Return what the letters of our own schemes stand for."""
    from sphinx_pmroles.model.scheme import scheme_names

    schemes = scheme_names().values()
    return frozenset(letter.word for scheme in schemes for letter in scheme.letters)


class Label(nodes.General, nodes.TextElement):
    """A text of a definition, table or chart: parsed, translated, linked, searched.

    Its ``slot`` attribute says which text of its parent's record it is.  It is no
    inline node: those Sphinx translates only if they are marked, and then unwraps.
    """

    @classmethod
    def of(cls, children: list[nodes.Node], raw: str, slot: tuple[Any, ...]) -> Self:
        """Return the label of a text with its parsed children and its source."""
        return cls(raw, "", *children, slot=slot)

    @property
    def words(self) -> str:
        """The text without the marks of its footnotes: what a name is made of."""
        texts = self.findall(nodes.Text)
        marks = nodes.footnote_reference | nodes.citation_reference
        # In reStructuredText, a text itself marks what was escaped, by NULs.
        words = (t.astext() for t in texts if not isinstance(t.parent, marks))
        return "".join(words).strip() or self.astext()


class Recorded(nodes.Element, Generic[Record]):
    """A node that carries the record of what it shows.

    The record is kept packed, for the doctree is pickled and copied often and the
    record is asked for seldom.
    """

    #: The class of the record, by its place: it is imported with the first record.
    record_type: ClassVar[str]
    row: Row
    _unpacked: Record | None = None

    @property
    def record(self) -> Record:
        """The record, unpacked when it is first asked for."""
        if self._unpacked is None:
            self._unpacked = unpack(resolve_name(self.record_type), self.row)
        return self._unpacked

    @record.setter
    def record(self, record: Record) -> None:
        self.row = pack(record)
        self._unpacked = record

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: the packed record alone."""
        return {name: v for name, v in vars(self).items() if name != "_unpacked"}

    def copy(self) -> Self:
        """Return a copy without children; docutils would leave the record behind."""
        copied = super().copy()
        copied.row = self.row
        copied._unpacked = self._unpacked  # noqa: SLF001 (of the same class)
        return copied

    @classmethod
    def with_record(
        cls, record: Record, *children: nodes.Node, **attributes: Any
    ) -> Self:
        """Return a node with its record and its children."""
        node = cls("", *children, **attributes)
        node.record = record
        return node


class SignatureNode(addnodes.desc_signature):
    """The line with the title of a definition: words, not code."""

    tagname = addnodes.desc_signature.__name__

    def unwrap_title(self) -> None:
        """Put the words of the title where its label stands."""
        for label in list(self.findall(Label)):
            label.replace_self(label.children)


class DefinitionNode(Recorded[Record], addnodes.desc):
    """A definition with a title: every builder shows it as Sphinx's descriptions."""

    tagname = addnodes.desc.__name__

    @property
    def signature(self) -> SignatureNode:
        """The line with the title."""
        signature = self.children[0]
        assert isinstance(signature, SignatureNode)
        return signature

    @property
    def content(self) -> addnodes.desc_content:
        """What stands below the title."""
        content = self.children[1]
        assert isinstance(content, addnodes.desc_content)
        return content


class OptionTexts(addnodes.translatable):
    """A node whose options hold texts, which Sphinx may translate."""

    def option_texts(self) -> list[str]:
        """Return the texts of the options, blank where there is none."""
        raise NotImplementedError

    def preserve_original_messages(self) -> None:
        """Do nothing: they are asked for once, before any is translated."""

    # Sphinx only walks through them.
    def extract_original_messages(self) -> list[str]:
        """Return what is to be translated, beside the labels."""
        return [text for text in self.option_texts() if text]


class RoleNode(DefinitionNode["Role"], OptionTexts):
    """A role definition: a signature, the author's body, and what is computed."""

    record_type = "sphinx_pmroles.model.role:Role"

    def option_texts(self) -> list[str]:
        """Return the level."""
        return [self.record.level]

    def apply_translated_message(
        self, original_message: str, translated_message: str
    ) -> None:
        """Put a translation in its place."""
        if self.record.level == original_message:
            self.record = replace(self.record, level=translated_message)


class StageNode(DefinitionNode["Stage"]):
    """A stage of a life cycle."""

    record_type = "sphinx_pmroles.model.lifecycle:Stage"

    @property
    def lifecycle(self) -> LifecycleNode | None:
        """The life cycle that the stage belongs to: the innermost around it."""
        around = self.parent
        while around is not None and not isinstance(around, LifecycleNode):
            around = around.parent
        return around


class LifecycleNode(DefinitionNode["Lifecycle"]):
    """A life cycle, with its stages inside."""

    record_type = "sphinx_pmroles.model.lifecycle:Lifecycle"

    @property
    def stages(self) -> list[StageNode]:
        """Its own stages, wherever they stand in it: in lists, tabs, admonitions."""
        return [stage for stage in self.findall(StageNode) if stage.lifecycle is self]


class ProductNode(DefinitionNode["Product"]):
    """A product: a signature, the author's body, and what is computed."""

    record_type = "sphinx_pmroles.model.product:Product"


class ItemNode(DefinitionNode["Item"], OptionTexts):
    """An item of a roadmap that is written by itself, with a body."""

    record_type = "sphinx_pmroles.model.roadmap:Item"

    def option_texts(self) -> list[str]:
        """Return the outcome and the notes."""
        return [self.record.outcome, self.record.notes]

    def apply_translated_message(
        self, original_message: str, translated_message: str
    ) -> None:
        """Put a translation in its place."""
        from sphinx_pmroles.model.roadmap import ITEM_COLUMNS, Field

        item, prose = self.record, (Field.OUTCOME, Field.NOTES)
        cells = tuple(
            translated_message
            if column.field in prose and text == original_message
            else text
            for column, text in zip(ITEM_COLUMNS, item.cells, strict=True)
        )
        shown = item.with_cells(cells, ITEM_COLUMNS)
        self.record = replace(shown, written=item.written or item.cells)


class MatrixNode(Recorded["Matrix"], nodes.General, OptionTexts):
    """A matrix: its letters and plain texts are in the record, the others are labels.

    All texts are labels where they may be translated, but for the words of letters.
    """

    record_type = "sphinx_pmroles.model.matrix:Matrix"

    def option_texts(self) -> list[str]:
        """Return the words that the matrix has for its letters; ours are no texts."""
        words = [letter.word for letter in self.record.letters]
        return [word for word in words if word not in own_words()]

    def apply_translated_message(
        self, original_message: str, translated_message: str
    ) -> None:
        """Put a translation in its place."""
        letters = tuple(
            replace(letter, word=translated_message)
            if letter.word == original_message
            else letter
            for letter in self.record.letters
        )
        self.record = replace(self.record, letters=letters)


class RoadmapNode(Recorded["Roadmap"], nodes.General, addnodes.translatable):
    """A roadmap: its dates and states are in the record, its texts are labels.

    Plain headers and prose are in the record alone, unless the page has a catalogue of
    translations: each node is walked past by every transform of Sphinx.
    """

    record_type = "sphinx_pmroles.model.roadmap:Roadmap"

    def plain_texts(self) -> Iterator[str]:
        """Yield what has no label, with :attr:`line` and :attr:`source` of its row.

        That is headers and prose.
        """
        from sphinx_pmroles.reading.roadmap import PROSE

        labelled = {
            label["slot"] for label in self.children if isinstance(label, Label)
        }
        own_source, own_line = self.source, self.line
        self.source = self.get("table_source", own_source)
        self.line = self.get("table_line", own_line)
        for n, column in enumerate(self.record.columns):
            if column.title and (-1, n) not in labelled:
                yield column.title
        prose = [n for n, c in enumerate(self.record.columns) if c.field in PROSE]
        for row, item in enumerate(self.record.items):
            self.line = item.place.line
            for n in prose:
                text = self.record.values(item, n)
                if text and (row, n) not in labelled:
                    yield text
        self.source, self.line = own_source, own_line

    def preserve_original_messages(self) -> None:
        """Do nothing: the record keeps them."""

    def apply_translated_message(
        self, original_message: str, translated_message: str
    ) -> None:
        """Do nothing: where there is a catalogue, all texts have labels."""

    # Sphinx asks for the line after each message: so they come one by one.
    def extract_original_messages(self) -> Iterator[str]:  # type: ignore[override]
        """Yield what is to be translated, beside the labels."""
        return self.plain_texts()


class ReportNode(Recorded["Report"], nodes.General):
    """The place where the answer to a report will stand."""

    record_type = "sphinx_pmroles.model.report:Report"


class RoleListNode(Recorded["RoleList"], nodes.General):
    """The place where all roles will stand."""

    record_type = "sphinx_pmroles.model.overview:RoleList"


class ComparisonNode(Recorded["Comparison"], nodes.General):
    """The place where roles will stand side by side."""

    record_type = "sphinx_pmroles.model.overview:Comparison"


class PortfolioNode(Recorded["Portfolio"], nodes.General):
    """The place where all products will stand."""

    record_type = "sphinx_pmroles.model.overview:Portfolio"


class ChangeListNode(Recorded["ChangeList"], nodes.General):
    """The place where all that changed since a version will stand."""

    record_type = "sphinx_pmroles.model.overview:ChangeList"


class InvolvementNode(nodes.General, nodes.Element):
    """The place where what the handbook says of the role around it will stand."""


class AbbreviationNode(nodes.inline):
    """An abbreviation whose long form, its ``explanation``, is seen when it is hovered.

    Not docutils' own: LaTeX and text print its explanation in brackets behind it, and
    a role's long form stands there already.
    """

    tagname = nodes.inline.__name__


class NameNode(nodes.inline):
    """The name of a thing of the handbook, in the direction of its own letters.

    Of two Arabic names with a comma between, a page from left to right shows the first
    one first only if each stands for itself.
    """

    tagname = nodes.inline.__name__


class FoldNode(nodes.General, nodes.Element):
    """What is long, and folded where a reader can unfold it: web pages alone.

    Its ``summary`` says what is in it.
    """


class FilterNode(nodes.General, nodes.Element):
    """The place behind a roadmap from where a script lets readers filter it.

    Its ``data`` is what the script needs, as JSON; without a script nothing is shown.
    """


class StripNode(nodes.General, nodes.Element):
    """The place where the strip of the life cycle around it will be drawn."""


class TableNode(nodes.General, nodes.Element):
    """A table whose cells are data; its children are its labels.

    A docutils table costs about 0.25 ms a cell in nodes: for HTML this one is written
    as it is, and for all other builders it becomes a docutils table.
    """

    table: Table

    @classmethod
    def with_table(
        cls, table: Table, labels: list[Label], **attributes: Any
    ) -> TableNode:
        """Return the node of *table*; its cells name *labels* by number."""
        node = cls("", *labels, **attributes)
        node.table = table
        return node

    def copy(self) -> Self:
        """Return a copy without children, with the table."""
        copied = super().copy()
        copied.table = self.table
        return copied

    def label(self, number: int) -> Label:
        """Return the label of that number."""
        label = self.children[number]
        assert isinstance(label, Label)
        return label


class ChartNode(nodes.General, nodes.Element):
    """A chart beside its twin: the record to draw, and the twin as the only child.

    The twin is a real table or list of the same data: the chart takes its links from
    there, and builders that draw nothing show it alone.
    """

    drawn: Drawn

    @classmethod
    def of(cls, drawn: Drawn, twin: nodes.Element, **attributes: Any) -> ChartNode:
        """Return the chart that draws *drawn* and says the same in *twin*."""
        node = cls("", twin, **attributes)
        node.drawn = drawn
        return node

    def copy(self) -> Self:
        """Return a copy without children, with what is drawn."""
        copied = super().copy()
        copied.drawn = self.drawn
        return copied

    @property
    def twin(self) -> nodes.Element:
        """The table or list that says the same as the drawing."""
        twin = self.children[0]
        assert isinstance(twin, nodes.Element)
        return twin


def title_of(node: nodes.Node) -> str:
    """Return the title of a matrix, for references by number."""
    assert isinstance(node, MatrixNode)
    title = node.children[0]
    assert isinstance(title, Label)
    return title.astext() or node.record.title
