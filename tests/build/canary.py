# ruff: noqa: E501 (tables are wide)
"""A handbook with something hidden wherever anything can be, in both languages.

Each hidden text holds the word :data:`CANARY`, in the case that its author gave it; no
shown text does.  Beside each hidden thing stand others that name it.
"""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook  # type: ignore[import-untyped]

CANARY = "Zyzzogeton"
#: It, and the abbreviations of hidden roles, case-folded.
CANARIES = (CANARY.casefold(), "qzxj", "qzxk")

MARKDOWN = {
    "index.md": """\
        # Handbook

        ```{toctree}
        first
        roles
        matrices
        stages
        plans
        files
        rst/first
        rst/things
        ```
        """,
    # Read before the pages that hide what it names.
    "first.md": """\
        # About {pm:role}`Zyzzogeton Owner` and {any}`zyzzogeton-owner`

        Ask {pm:role}`QZXJ`, or {pm:role}`him <zyzzogeton-owner>`, or
        {pm:role}`zyzzogeton ALIAS`, or {any}`Zyzzogeton Owner`,
        [them](#zyzzogeton-owner), [](#zyzzogeton-label), {ref}`zyzzogeton-label`,
        {ref}`somebody <zyzzogeton-label>`, [a link](roles.md#pm-role-zyzzogeton-owner),
        <project:#zyzzogeton-target>, {ref}`zyzzogeton-target`.

        - A list with {pm:matrix}`zyzzogeton-matrix`,
          {pm:activity}`zyzzogeton-matrix/feed-the-zyzzogeton`,
          {pm:activity}`Feed the Zyzzogeton`, {pm:activity}`launch/zyzzogeton-row`,
          {pm:activity}`Zyzzogeton row`
        - and {pm:lifecycle}`Zyzzogeton cycle`, {pm:stage}`Zyzzogeton stage`,
          {pm:stage}`zyzzogeton-cycle/zyzzogeton-inner`, {pm:stage}`Zyzzogeton inner`,
          {pm:product}`Zyzzogeton product`
        - and {pm:roadmap}`Zyzzogeton roadmap`, {pm:item}`Zyzzogeton item`,
          {pm:item}`plan/zyzzogeton-item`, {pm:item}`Zyzzogeton body`,
          {pm:item}`Zyzzogeton thing`

        Terms
        : A term {pm:role}`Zyzzogeton Owner` in a list of definitions.

        ```{note}
        A note on {pm:role}`Zyzzogeton Owner`.

        :::{pm:role} Zyzzogeton Noted
        :audience: internal
        :::
        ```

        Two {pm:role}`Shown Twice` are one.

        ```{figure} dot.png
        :alt: A dot

        A caption on {pm:role}`QZXJ`.
        ```

        ````{eval-rst}
        .. rubric:: A rubric on :pm:role:`Zyzzogeton Chief`

        .. pm:role:: Zyzzogeton Evaluated
           :audience: internal

           A body of zyzzogeton.
        ````

        | A plain table | {pm:role}`QZXJ`     |
        | ------------- | ------------------- |
        | {any}`QZXJ`   | {pm:item}`Zyzzogeton item` |

        ## Inside

        ```{include} included.txt
        ```
        """,
    "included.txt": """\
        A file with {pm:role}`QZXJ`.

        :::{pm:role} Zyzzogeton Included
        :audience: internal
        :::
        """,
    "roles.md": """\
        # Roles

        (zyzzogeton-target)=

        ::::{pm:role} Zyzzogeton Owner
        :id: zyzzogeton-owner
        :abbr: QZXJ
        :aka: Zyzzogeton Alias, Zyzzogeton-Hyphen
        :audience: internal
        :name: zyzzogeton-label
        :unknown: Zyzzogeton option
        :reports-to: Nobody Zyzzogeton

        A body, ![Zyzzogeton](zyzzogeton.png), {download}`Zyzzogeton <zyzzogeton.txt>`,
        {index}`Zyzzogeton`, {pm:role}`no Zyzzogeton role`, a note[^zyzzogeton].

        [^zyzzogeton]: A Zyzzogeton note.

        Purpose
        : To keep the Zyzzogeton.

        # A Zyzzogeton heading

        {unknown-zyzzogeton-role}`x`

        :::{pm:role} Inner Zyzzogeton
        :::
        ::::

        :::{pm:role} Product Manager
        :abbr: PM
        :reports-to: QZXJ
        :works-with: BA, Zyzzogeton Alias, Inner Zyzzogeton

        Purpose
        : To work with {pm:role}`QZXJ` and {pm:role}`the owner <zyzzogeton-owner>`.

        Decisions
        : - One with {pm:role}`QZXJ`
        :::

        :::{pm:role} Business Analyst
        :abbr: BA
        :::

        :::{pm:role} Shown Twice
        :audience: internal

        The Zyzzogeton version.
        :::

        :::{pm:role} Shown Twice
        :audience: public

        The public version.
        :::

        ```{pm:roles}
        ```

        ```{pm:roles}
        :view: tree
        ```

        ```{pm:compare} PM, BA, Zyzzogeton Owner
        ```

        ```{pm:compare} PM QZXJ
        ```

        ```{pm:compare} PM, BA
        :audience: internal
        :name: zyzzogeton-compare
        ```
        """,
    "matrices.md": """\
        # Matrices

        :::{pm:matrix} Launch
        :internal-columns: Zyzzogeton Team, Remarks

        | Activity  | PM | BA | Zyzzogeton Team | QZXJ | Stage  | Remarks | Audience |
        | --------- | -- | -- | --------------- | -- | ------ | ------- | -------- |
        | **First** |    |    |                 |    |        |         |          |
        | Set       | A  | R  | C (zyzzogeton)  | I (to zyzzogeton) | Launch | Zyzzogeton |  |
        | Zyzzogeton row | A | R (zyzzogeton note) | | | | | internal |
        | Give      |    | R  |                 | A  | Zyzzogeton stage | | internal, public |
        | Rest      |    |    |                 | A  |        |         |          |
        | **Zyzzogeton group** | | |            |    |        |         | internal |
        | Zyzzogeton below | A | R |            |    |        |         |          |
        | **Zyzzogeton stage** | | |            |    |        |         |          |
        | Close     | A  | R  |                 |    |        |         | public   |
        :::

        :::{pm:matrix} By letter

        | Activity | Responsible | Accountable | Consulted |
        | -------- | ----------- | ----------- | --------- |
        | One      | PM, Zyzzogeton Owner (zyzzogeton) | BA | QZXJ |
        | Two      | {pm:role}`QZXJ`, BA | PM | [Zyzzogeton Owner](#zyzzogeton-owner) |
        :::

        :::{pm:matrix} By participant

        | Role       | Do | Check |
        | ---------- | -- | ----- |
        | PM         | A  | R     |
        | **Zyzzogeton Owner** | R | A |
        | {pm:role}`QZXJ` | C | C   |
        :::

        :::{pm:matrix} Zyzzogeton matrix
        :audience: internal

        | Activity | PM | Zyzzogeton |
        | -------- | -- | ---------- |
        | Feed the *Zyzzogeton* | A | R |
        | Zyzzogeton unreadable | what? | R |
        :::

        ```{pm:report} load
        ```

        ```{pm:report} load
        :for: PM, QZXJ
        ```

        ```{pm:report} decisions
        :matrix: zyzzogeton-matrix
        ```

        ```{pm:report} communication
        ```

        ```{pm:report} gaps
        ```

        ```{pm:report} load
        :audience: internal
        :name: zyzzogeton-report
        ```
        """,
    "stages.md": """\
        # Stages

        :::::{pm:lifecycle} Cycle
        :current: zyzzogeton-stage

        ::::{pm:stage} Launch
        :decided-by: Zyzzogeton Owner

        Entry criteria
        : - One for {pm:role}`QZXJ`
        ::::

        ::::{pm:stage} Zyzzogeton stage
        :audience: internal
        :decided-by: QZXJ

        Entry criteria
        : - The zyzzogeton is fed
        ::::
        :::::

        ::::{pm:lifecycle} Zyzzogeton cycle
        :audience: internal

        :::{pm:stage} Zyzzogeton inner
        :::
        ::::

        :::{pm:product} Atlas
        :owner: QZXJ
        :lifecycle: Zyzzogeton cycle
        :stage: zyzzogeton inner
        :part-of: Zyzzogeton product
        :::

        :::{pm:product} Beta
        :stage: Zyzzogeton stage
        :::

        :::{pm:product} Zyzzogeton product
        :audience: internal

        Vision
        : Zyzzogeton for all
        :::

        ```{pm:products}
        ```

        ```{pm:products}
        :part-of: Zyzzogeton product
        ```
        """,
    "plans.md": """\
        # Plans

        :::::{pm:roadmap} Plan
        :as-of: 2026-10-01
        :internal-columns: Confidence, Zyzzogeton Column
        :group-by: Zyzzogeton Column

        | Item | When | Owner | Product | Stage | Depends on | Confidence | Zyzzogeton Column | Audience |
        | ---- | ---- | ----- | ------- | ----- | ---------- | ---------- | ----------------- | -------- |
        | Sign-up | 2026-Q3 | QZXJ | Zyzzogeton product | Zyzzogeton stage | Zyzzogeton item | high | zyzzogeton | |
        | Zyzzogeton item | 2026-Q4 | PM | Atlas | Launch | | zyzzogeton | | internal |
        | Price | 2026-Q3 | {pm:role}`QZXJ` | Atlas | Launch | Sign-up, Zyzzogeton body, Zyzzogeton thing | low | | public |

        ::::{pm:item} Zyzzogeton body
        :audience: internal
        :when: 2026-11

        A body of zyzzogeton.
        ::::

        ::::{pm:item} Body
        :when: 2026-12
        :owner: Zyzzogeton Owner
        :confidence: zyzzogeton
        :depends-on: Zyzzogeton item; Price
        :stage: Zyzzogeton inner

        More on {pm:item}`Zyzzogeton item`.
        ::::
        :::::

        :::{pm:roadmap} Zyzzogeton roadmap
        :audience: internal

        | Item | When |
        | ---- | ---- |
        | Zyzzogeton thing | 2026 |
        :::

        :::{pm:item} Away
        :roadmap: Zyzzogeton roadmap
        :when: 2027
        :depends-on: zyzzogeton-roadmap/zyzzogeton-thing
        :::

        :::{pm:item} Elsewhere
        :roadmap: plan
        :when: 2027
        :confidence: 50 %
        :::

        :::{pm:roadmap} Everything
        :of: plan, Zyzzogeton roadmap
        :where: owner=PM|QZXJ|Zyzzogeton Owner
        :columns: Item, Zyzzogeton Column, Confidence, When
        :view: table
        :::

        :::{pm:roadmap} Of the hidden
        :of: Zyzzogeton roadmap
        :group-by: Zyzzogeton Column
        :::
        """,
    "files.md": """\
        # Files

        :::{pm:matrix} From a CSV file
        :file: data/matrix.csv
        :internal-columns: Zyzzogeton Team
        :::

        :::{pm:roadmap} From a YAML file
        :file: data/plan.yaml
        :internal-columns: Notes
        :::

        :::{pm:roadmap} From a JSON file
        :file: data/plan.json
        :view: board
        :::

        :::{pm:matrix} From a workbook
        :file: data/matrix.xlsx
        :::

        :::{pm:matrix} Zyzzogeton file
        :file: zyzzogeton.csv
        :audience: internal
        :::

        See {pm:activity}`The Zyzzogeton of a file`.

        :::{pm:roadmap} As text
        :format: csv
        :internal-columns: Outcome

        Item,When,Outcome,Audience
        One,2026,zyzzogeton,
        Zyzzogeton two,2026,,internal
        :::
        """,
}

RST = {
    "rst/first.rst": """\
        About :pm:role:`Zyzzogeton Chief` and :any:`zyzzogeton-chief`
        =============================================================

        Ask :pm:role:`QZXK`, :pm:role:`her <zyzzogeton-chief>`, :any:`Zyzzogeton Chief`,
        :ref:`zyzzogeton-rst-label`, :ref:`anybody <zyzzogeton-rst-label>`,
        `Zyzzogeton-rst-target`_, :pm:activity:`rst-launch/zyzzogeton-rst-row`,
        :pm:activity:`Zyzzogeton rst row`, :pm:activity:`Hidden Zyzzogeton work`,
        :pm:item:`Zyzzogeton rst item`, :pm:stage:`Zyzzogeton rst stage`.

        * A list

          .. pm:role:: Zyzzogeton Nested
             :audience: internal

             With a body of zyzzogeton.

        .. note:: A note on :pm:role:`QZXK`.

           .. pm:matrix:: Zyzzogeton rst matrix
              :audience: internal

              ====================== ==== ==
              Activity               QZXK PM
              ====================== ==== ==
              Hidden Zyzzogeton work A    R
              ====================== ==== ==

        Short :pm:role:`QZXK`
        ---

        A |chief| and a [#note]_ and a [Source]_.

        .. |chief| replace:: chief :pm:role:`Zyzzogeton Chief`
        .. [#note] A note on :pm:role:`QZXK`.
        .. [Source] A source: :pm:role:`QZXK`.

        .. glossary::

           Term on :pm:role:`QZXK`
              With :pm:role:`Zyzzogeton Chief` in it.

        .. topic:: A topic on :pm:role:`QZXK`

           :Field on :pm:role:`QZXK`: is one.

        | Lines on :pm:role:`QZXK`
        | and :pm:role:`Zyzzogeton Chief`

        .. index:: single: nothing

        .. sectionauthor:: Nobody

        .. csv-table:: A table on :pm:role:`QZXK`
           :header: One, :pm:role:`QZXK`

           :pm:role:`QZXK`, :any:`qzxk`
        """,
    "rst/things.rst": """\
        Things
        ======

        .. _zyzzogeton-rst-target:

        .. pm:role:: Zyzzogeton Chief
           :abbr: QZXK
           :audience: internal
           :name: zyzzogeton-rst-label

           A body with |zyzzogeton|, a `Zyzzogeton link`_, a note [#zyzzogeton]_, and
           :zyzzogeton:`x`.

           .. [#zyzzogeton] Zyzzogeton.

           .. image:: /zyzzogeton.png

        .. pm:role:: Writer
           :reports-to: QZXK
           :works-with: Zyzzogeton Nested

        .. pm:matrix:: Rst launch
           :internal-columns: Zyzzogeton Notes

           .. list-table::
              :header-rows: 1

              * - Activity
                - Writer
                - QZXK
                - :pm:role:`Zyzzogeton Chief`
                - Zyzzogeton Notes
                - Audience
              * - One
                - A
                - R (zyzzogeton)
                - C
                - Zyzzogeton `link <https://example.org/zyzzogeton>`__ [#zyzzogeton]_
                -
              * - Zyzzogeton rst row
                - A
                - R
                -
                - :zyzzogeton:`x` [#z]_ [Zyzzogeton]_ `zyzzogeton`_ |zyzzogeton|
                - internal
              * - Two [#shown]_
                - R
                - A
                -
                -
                - public

        .. [#shown] A shown note.

        .. pm:roadmap:: Rst plan

           +----------------------+---------+--------------------+----------+
           | Item                 | When    | Owner              | Audience |
           +======================+=========+====================+==========+
           | Sign-up              | 2026-Q3 | QZXK               |          |
           +----------------------+---------+--------------------+----------+
           | Zyzzogeton rst       | 2026-Q4 | Writer             | internal |
           | item                 |         |                    |          |
           +----------------------+---------+--------------------+----------+
           | Price                | 2026-Q4 | :pm:role:`QZXK`    |          |
           +----------------------+---------+--------------------+----------+

           .. pm:item:: Zyzzogeton rst body
              :audience: internal

              A body of zyzzogeton.

        .. pm:lifecycle:: Rst cycle

           .. pm:stage:: One
              :decided-by: QZXK

           .. pm:stage:: Zyzzogeton rst stage
              :audience: internal

        .. pm:product:: Rst product
           :owner: QZXK
           :stage: Zyzzogeton rst stage

        .. pm:compare:: QZXK Writer
        """,
}

#: A picture of one pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfab"
    "d40000000049454e44ae426082"
)

DATA = {
    "data/matrix.csv": """\
        Activity,PM,Zyzzogeton Team,Zyzzogeton Owner,Audience
        First,,,,
        One,A,R,C,
        Zyzzogeton of CSV,A,R,,internal
        Zyzzogeton group,,,,internal
        Zyzzogeton inside,A,,,
        Last,,,,
        Two,A,R,,public
        """,
    "data/plan.yaml": """\
        - Item: One
          When: 2026
          Owner: QZXJ
          Notes: Zyzzogeton notes
        - Item: Zyzzogeton of YAML
          When: 2026
          Audience: internal
        """,
    "data/plan.json": """\
        [{"Item": "One", "When": "now", "Depends on": "Zyzzogeton of JSON"},
         {"Item": "Zyzzogeton of JSON", "When": "later", "Audience": "internal"}]
        """,
    "zyzzogeton.csv": """\
        Activity,PM
        The Zyzzogeton of a file,A
        """,
    "zyzzogeton.txt": "Zyzzogeton\n",
}


def workbook() -> bytes:
    """Return a workbook with a hidden row and a hidden role."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Activity", "PM", "BA", "QZXJ", "Audience"),
        ("One", "A", "R", "C (zyzzogeton)", None),
        ("Zyzzogeton of a workbook", "A", "R", None, "internal"),
    ):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
