"""A handbook written in another language: not a word of ours is English."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import catalogues
import pytest
from bs4 import BeautifulSoup
from catalogues import Key
from openpyxl import Workbook  # type: ignore[import-untyped]
from sphinx import locale

from sphinx_pmroles.charts.axis import names_in
from sphinx_pmroles.checks.table import CHECKS
from sphinx_pmroles.extension.words import CATALOG
from sphinx_pmroles.reading.vocabulary import NAMES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from tests.build.conftest import Project

LANGUAGES = ("de", "es", "fr", "ja")

#: Everything of ours, in words of Esperanto: none of them is a word of a catalogue.
PAGES = {
    "index.md": """\
        # Gvidlibro

        ```{toctree}
        roloj
        tabeloj
        ciklo
        planoj
        raportoj
        ```
        """,
    "roloj.md": """\
        # Roloj

        :::{pm:role} Produktestro
        :id: produktestro
        :abbr: PE
        :aka: Estro de produkto
        :reports-to: sponsoro
        :works-with: analizisto

        Kunteni ĉion.
        :::

        :::{pm:role} Analizisto
        :id: analizisto
        :kind: team
        :reports-to: produktestro
        :::

        :::{pm:role} Sponsoro
        :id: sponsoro
        :kind: person
        :::

        :::{pm:role} Firmao
        :kind: organisation
        :reports-to: nekonato
        :::

        :::{pm:role} Unu
        :level: alta
        :reports-to: du
        :::

        :::{pm:role} Du
        :reports-to: unu
        :::

        :::{pm:role} Konsilio
        :kind: forum
        :::

        :::{pm:product} Atlaso
        :owner: produktestro
        :stage: lanĉo
        :::

        :::{pm:roles}
        :::

        :::{pm:roles}
        :view: tree
        :::

        :::{pm:roles}
        :view: list
        :kind: team
        :::

        :::{pm:products}
        :::

        :::{pm:compare} produktestro analizisto
        :::
        """,
    "ciklo.md": """\
        # Ciklo

        ::::{pm:lifecycle} Vivociklo
        :id: ciklo
        :current: lanĉo

        :::{pm:stage} Ideo
        :::

        :::{pm:stage} Lanĉo
        :decided-by: sponsoro

        Kondiĉoj
        : - [x] Prezo
          - [ ] Trejnado
        :::
        ::::
        """,
    "planoj.md": """\
        # Planoj

        :::{pm:roadmap} Dujara plano
        :id: plano
        :as-of: 2026-10-01

        | Afero | Dates      | Lead | State | RAG | %  | Confidence | Original | Needs |
        | ----- | ---------- | ---- | ----- | --- | -- | ---------- | -------- | ----- |
        | Pordo | 2026-Q3    | PE   | todo  | 🟢  |    |            |          |       |
        | Ponto | 2026-08    | PE   | 🔄    | 🟡  | 60 | 20 %       | 2026-07  | Pordo |
        | Turo  | 2026-12    | PE   | ⛔    | 🔴  |    |            |          |       |
        | Muro  | 2026-12-15 | PE   | ✅    |     |    |            |          |       |
        | Domo  | 2027       | PE   | ❌    |     |    |            |          | Muro  |
        | Lago  | TBD        |      |       |     |    |            |          |       |
        :::

        :::{pm:roadmap} Sen datoj
        :id: sen-datoj

        | Afero | Horizon | Phase |
        | ----- | ------- | ----- |
        | Placo | later   | Lanĉo |
        :::

        :::{pm:item} Kastelo
        :roadmap: plano
        :when: 2026-09
        :owner: PE
        :health: 🟡
        :progress: 20
        :depends-on: Ponto

        Alta.
        :::

        :::{pm:roadmap} Tabulo
        :view: board
        :of: *
        :::

        :::{pm:roadmap} Tabulo de statoj
        :view: board
        :of: *
        :group-by: status
        :::

        :::{pm:roadmap} Etapoj
        :view: stages
        :of: plano, sen-datoj
        :::

        :::{pm:roadmap} Parto
        :of: plano
        :from: 2026-09
        :to: 2026-11
        :::
        """,
    "raportoj.md": """\
        # Raportoj

        :::{pm:report} load
        :::

        :::{pm:report} communication
        :::

        :::{pm:report} decisions
        :::

        :::{pm:report} gaps
        :::
        """,
}  # fmt: skip

SNIPPETS = Path(__file__).parents[2] / "docs" / "snippets"

HINT = "not in the catalogue? run: python3 run.py locale, and translate what it lists"

#: What the author wrote in English, since the language has it so.
WRITTEN = {"later", "Horizon", "Confidence"}

#: A matrix of every scheme, with each of its letters.
SCHEMES = {
    "raci": "RACI",
    "rasci": "RASCI",
    "raci-vs": "RACIVS",
    "raciq": "RACIQ",
    "cairo": "RACIO",
    "daci": "DACI",
    "drasci": "DRASCI",
    "rapid": "RAPID",
    "dci": "DCI",
    "paris": "PARIS",
    "pacsi": "PACSI",
}


@pytest.fixture
def handbook(project: Project) -> Project:
    """Return a handbook that uses everything of ours."""
    for name, text in PAGES.items():
        project.write_file(name, text)
    project.configure(project="Gvidlibro")
    project.write(tabeloj="# Tabeloj\n" + "".join(_matrices()))
    return project


def _matrices() -> Iterator[str]:
    for scheme, letters in SCHEMES.items():
        for show in ("activities", "participants"):
            head = ["Laboro", "Produktestro", *(f"K{n}" for n in range(len(letters)))]
            cells = ["Fiksi prezon", letters[0], *letters]
            rows = [head, ["---"] * len(head), ["**Parto**"], cells]
            table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
            yield (
                f"\n:::{{pm:matrix}} Tabelo {scheme} {show}\n:scheme: {scheme}\n"
                f":show: {show}\n:allow: one-owner, no-doer, contradiction, "
                f"unused-participant\n\n{table}\n:::\n"
            )


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Return one of the languages, each in turn."""
    return str(request.param)


def english(language: str) -> list[re.Pattern[str]]:
    """Return the patterns of the words that a page in *language* must not hold."""
    translated = catalogues.translations(catalogues.po_file(language))
    said = "\n".join(translated.values())
    patterns = []
    for context, words in translated:
        if context in NAMES:  # Read, and never printed.
            continue
        parts = re.split(r"\{\w+\}|%s", words)
        pattern = re.compile(rf"(?<!\w){'.+?'.join(map(re.escape, parts))}(?!\w)")
        # Some words are alike in both languages.
        if not pattern.search(said):
            patterns.append(pattern)
    return patterns


def left_in_english(text: str, language: str) -> list[str]:
    """Return the English words of ours that a text holds."""
    found = (pattern.search(text) for pattern in english(language))
    return [match[0] for match in found if match]


def ours(html: str) -> str:
    """Return the texts of our elements, and those of their attributes."""
    page = BeautifulSoup(html, "html5lib")
    # Names of checks are as in conf.py, and what they found is as in the log.
    for cell in page.select(".pm-report-gaps td:nth-child(2), code"):
        cell.clear()
    # What authors wrote stands in the first place of each.
    for cell in page.select(".pm-twin td"):
        cell.clear()
    for header in page.select(".pm-twin th"):
        header.clear()
    texts = []
    for part in page.select(".pm"):
        texts += [text.strip() for text in part.stripped_strings]
        for tag in part.select("*"):
            for name in ("title", "aria-label", "alt"):
                texts.append(str(tag.get(name, "")))
    return "\n".join(texts)


class Recorder(NullTranslations):
    """A catalogue that notes what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[Key] = set()

    def gettext(self, message: str) -> str:
        """Note a word."""
        self.asked.add((None, str(message)))
        return message

    def pgettext(self, context: str, message: str) -> str:
        """Note a word and its context."""
        self.asked.add((context, message))
        return message


class Marker(NullTranslations):
    """A catalogue that puts each word of ours into brackets."""

    def gettext(self, message: str) -> str:
        """Mark a word."""
        return f"⟦{message}⟧"

    def pgettext(self, context: str, message: str) -> str:
        """Mark each name of a section."""
        del context
        return " | ".join(f"⟦{name}⟧" for name in message.split(" | "))


def speak(translations: NullTranslations) -> Callable[[Sphinx], None]:
    """Return what makes a build ask *translations* for our words."""

    def prepare(_app: Sphinx) -> None:
        locale.translators["general", CATALOG] = translations

    return prepare


def test_words__that_are_printed_are_all_to_be_translated(handbook: Project) -> None:
    sources = "\n".join(
        path.read_text("utf-8") for path in handbook.source.glob("*.md")
    )
    checks = {"undefined-role": True}
    built = handbook.build(
        prepare=speak(Marker()), nitpicky=False, pmroles_checks=checks
    )
    months = " ".join((*names_in("en").short, *names_in("en").long))
    for name in PAGES:
        shown = ours(built.text(f"{Path(name).stem}.html"))
        left, found = shown, 1
        while found:  # Some words of ours hold others, and a chart may cut one.
            left, found = re.subn("⟦[^⟦⟧]*[⟧…]", " ", left)
        words = set(re.findall(r"[^\W\d_]{2,}", left))
        assert words - set(re.findall(r"\w+", f"{sources} {months}")) == set(), name


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_words__that_are_printed_are_all_collected(
    handbook: Project, builder: str
) -> None:
    texts = list(PAGES.values())
    for path in sorted(SNIPPETS.glob("*.md")):
        texts.append(path.read_text("utf-8"))
        handbook.write_file(f"s/{path.name}", f"# {path.stem}\n\n{texts[-1]}")
    shutil.copytree(SNIPPETS.parent / "data", handbook.source / "s" / "data")
    recorder = Recorder()
    handbook.build(builder, prepare=speak(recorder))
    assert (None, "Reports to") in recorder.asked
    # The words of letters may be their author's.
    written = {key for key in recorder.asked if any(key[1] in text for text in texts)}
    known = {message.key for message in catalogues.messages()}
    assert recorder.asked - written - known == set()


def test_language__has_no_english_word_in_html(
    handbook: Project, language: str
) -> None:
    checks = {"undefined-role": True}
    built = handbook.build("html", language=language, pmroles_checks=checks)
    for name in ("roloj", "tabeloj", "ciklo", "planoj", "raportoj"):
        shown = ours(built.text(f"{name}.html"))
        assert left_in_english(shown, language) == [], f"{name}: {HINT}"
    entries = BeautifulSoup(built.text("genindex.html"), "html5lib").select("li")
    shown = "\n".join(entry.get_text() for entry in entries)
    assert "Fiksi prezon (" in shown
    assert left_in_english(shown, language) == [], HINT
    # What the search says of the things that it finds.
    index = built.text("searchindex.js")
    found = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    names = [name for domain, _, name in found["objnames"].values() if domain == "pm"]
    assert len(names) > 5
    assert left_in_english("\n".join(names), language) == [], HINT


def test_language__has_no_english_word_in_text(
    handbook: Project, language: str
) -> None:
    built = handbook.build("text", language=language)
    for name in ("roloj", "tabeloj", "ciklo", "planoj"):
        shown = built.text(f"{name}.txt")
        assert set(left_in_english(shown, language)) <= WRITTEN, f"{name}: {HINT}"


def test_language__has_no_english_word_in_latex(
    handbook: Project, language: str
) -> None:
    # The report of the gaps would show the findings, which are English.
    checks = dict.fromkeys(CHECKS, False)
    built = handbook.build("latex", language=language, pmroles_checks=checks)
    (tex,) = built.out.glob("*.tex")
    _, _, body = tex.read_text("utf-8").partition(r"\begin{document}")
    # Less the names of commands, styles and labels.
    names = r"\\[A-Za-z@]+|\bpm [a-z ]+|[^\s{}\[\]]*pm-[^\s{}\[\]]*"
    shown = re.sub(names, " ", body)
    assert set(left_in_english(shown, language)) <= WRITTEN, HINT


GERMAN = {
    "roles.md": """\
        # Rollen

        :::{pm:role} Produktmanagement
        :id: pm

        Zweck
        : Alles zusammenhalten.

        Zuständigkeiten
        : Die Vision

        Success measures
        : Der Erfolg

        Werkzeuge
        : Ein Stift
        :::
        """,
    "heads.md": """\
        # Mehr Rollen

        :::{pm:role} Vertrieb
        :id: vertrieb

        ## Ziel

        Verkaufen.

        ## Nicht verantwortlich für

        Den Preis
        :::
        """,
    "more.rst": """\
        Noch mehr
        =========

        .. pm:product:: Atlas
           :id: atlas

           Zielkunden
              Alle

        .. pm:lifecycle:: Leben
           :id: leben

           .. pm:stage:: Start
              :id: start

              Eingangskriterien
                 - Geld
        """,
}


def german_sections(project: Project, **config: Any) -> list[dict[str, str]]:
    """Return the sections of the definitions above."""
    for name, text in GERMAN.items():
        project.write_file(name, text)
    project.write(index="# Handbuch\n\n```{toctree}\nroles\nheads\nmore\n```\n")
    inventory = project.build("pmroles", **config).inventory
    return [
        inventory["roles"]["pm"]["sections"],
        inventory["roles"]["vertrieb"]["sections"],
        inventory["lifecycles"]["leben"]["stages"][0]["sections"],
    ]


@pytest.mark.parametrize("language", ["de", "de_AT"])
def test_sections__are_known_in_the_language_and_in_english(
    project: Project, language: str
) -> None:
    assert german_sections(project, language=language) == [
        {
            "Purpose": "Alles zusammenhalten.",
            "Accountabilities": "Die Vision",
            "Measures": "Der Erfolg",
            "Werkzeuge": "Ein Stift",
        },
        {"Purpose": "Verkaufen.", "Not accountable for": "Den Preis"},
        {"Entry criteria": "Geld"},
    ]


@pytest.mark.parametrize("suffix", [".md", ".rst"])
def test_sections__of_the_example_are_known(project: Project, suffix: str) -> None:
    head = {".md": "# Rollen\n\n", ".rst": "Rollen\n======\n\n"}[suffix]
    example = (SNIPPETS / f"role-german{suffix}").read_text("utf-8")
    project.write_file(f"index{suffix}", head + example)
    built = project.build("pmroles", language="de")
    assert built.warnings == []
    (role,) = built.inventory["roles"].values()
    assert set(role["sections"]) == {"Purpose", "Accountabilities", "Measures"}


def test_sections__of_another_language_are_kept_as_written(project: Project) -> None:
    role, heads, stage = german_sections(project, language="fr")
    assert set(role) == {"Zweck", "Zuständigkeiten", "Measures", "Werkzeuge"}
    assert set(heads) == {"Ziel", "Nicht verantwortlich für"}
    assert set(stage) == {"Eingangskriterien"}


def test_sections__are_known_whatever_the_apostrophe(project: Project) -> None:
    for number, mark in enumerate("'’"):
        name = f"role{number}"
        text = (
            f"# {name}\n\n:::{{pm:role}} {name}\n\nRaison d{mark}être\n: Unir.\n:::\n"
        )
        project.write_file(f"{name}.md", text)
    project.write(index="# Manuel\n\n```{toctree}\nrole0\nrole1\n```\n")
    roles = project.build("pmroles", language="fr").inventory["roles"]
    assert [role["sections"] for role in roles.values()] == [{"Purpose": "Unir."}] * 2


def test_letters__are_read_by_their_words_in_the_language(project: Project) -> None:
    project.write_file(
        "index.md",
        """\
        # Handbuch

        :::{pm:matrix} Preis
        :id: preis

        | Tätigkeit | rechenschaftspflichtig | Durchführungsverantwortlich | Informed |
        | --------- | ---------------------- | --------------------------- | -------- |
        | Festlegen | Vertrieb               | Recht                       | Einkauf  |
        :::
        """,
    )
    built = project.build("pmroles", language="de")
    assert built.warnings == []
    (activity,) = built.inventory["matrices"]["preis"]["activities"]
    assert activity["assignments"] == {
        "vertrieb": ["A"],
        "recht": ["R"],
        "einkauf": ["I"],
    }


GERMAN_MATRIX = """\
    # Handbuch

    :::{pm:matrix} Aufgaben
    :id: aufgaben

    | Nr. | Rolle    | Preis festlegen | Vertrag prüfen | Bemerkungen |
    | --- | -------- | --------------- | -------------- | ----------- |
    | 1   | Vertrieb | A/R             | I              |             |
    | 2   | Recht    | C               | A/R            |             |
    :::

    :::{pm:matrix} Einführung
    :id: start

    | Phase | Tätigkeit | Vertrieb | Recht | Bemerkungen |
    | ----- | --------- | -------- | ----- | ----------- |
    | Markt | Verkaufen | A/R      | C     |             |
    | Markt | Beraten   | A/R      | C     |             |
    :::
    """


def test_headers__are_known_in_the_language(project: Project) -> None:
    project.write_file("index.md", GERMAN_MATRIX)
    built = project.build("pmroles", language="de")
    # A column of notes without any is no participant without any part.
    assert built.warnings == []
    turned, staged = built.inventory["matrices"].values()
    assert turned["participants"] == ["vertrieb", "recht"]
    assert [each["id"] for each in turned["activities"]] == [
        "preis-festlegen",
        "vertrag-prüfen",
    ]
    assert staged["participants"] == ["vertrieb", "recht"]
    assert {each["stage"] for each in staged["activities"]} == {"Markt"}


def test_headers__of_stages_may_stand_over_the_activities(project: Project) -> None:
    project.write_file(
        "index.md",
        """\
        # Manuel

        :::{pm:matrix} Lancement
        :id: lancement

        | N° | Étape      | Ventes | Droit |
        | -- | ---------- | ------ | ----- |
        | 1  | Préparer   | A/R    | C     |
        | 2  | Lancer     | A/R    | I     |
        :::
        """,
    )
    built = project.build("pmroles", language="fr")
    assert built.warnings == []
    activities = built.inventory["matrices"]["lancement"]["activities"]
    assert [each["title"] for each in activities] == ["Préparer", "Lancer"]


def test_board__keeps_the_capitals_of_the_language(handbook: Project) -> None:
    page = handbook.build(language="de").text("planoj.html")
    for words in ("Jetzt", "Als Nächstes", "Später"):
        assert f">{words}<" in page


# Roadmaps

#: One plan as four languages write it: a line a column, its header and two items.
PLANS = {
    "de": """\
        Vorhaben | Pordo | Ponto
        Beginn | 2026-Q3 |
        Fällig | Oktober 2026 |
        Verantwortlich | Lea | Lea
        Stand | in Bearbeitung | Geplant
        Ampel | gelb | im Plan
        Fortschritt | 60 % |
        Zuversicht | gering | 70 %
        Abhängig von |  | Pordo
        Horizont |  | später
        """,
    "es": """\
        Iniciativa | Pordo | Ponto
        Inicio | 2026-Q3 |
        Fecha límite | octubre de 2026 |
        Responsable | Lea | Lea
        Estado | en progreso | Planificado
        Semáforo | amarillo | Según lo previsto
        Avance | 60 % |
        Confianza | baja | 70 %
        Depende de |  | Pordo
        Horizonte |  | más adelante
        """,
    "fr": """\
        Chantier | Pordo | Ponto
        Début | 2026-Q3 |
        Échéance | octobre 2026 |
        Responsable | Lea | Lea
        État | en cours | à faire
        Santé | À risque | dans les temps
        Avancement | 60 % |
        Confiance | faible | 70 %
        Dépend de |  | Pordo
        Horizon |  | plus tard
        """,
    "ja": """\
        施策 | Pordo | Ponto
        開始 | 2026-Q3 |
        期限 | 2026年10月 |
        担当者 | Lea | Lea
        状態 | 進行中 | 未着手
        健全性 | 要注意 | 順調
        進捗率 | 60 % |
        確度 | 低 | 70 %
        依存先 |  | Pordo
        時間枠 |  | 将来
        """,
}
#: What every one of them says.
SAID: dict[str, dict[str, Any]] = {
    "plano/pordo": {
        "start": "2026-07-01",
        "end": "2026-10-31",
        "owner": "lea",
        "status": "in progress",
        "health": "at risk",
        "progress": 60,
        "confidence": "low",
        "depends_on": [],
        "horizon": None,
        "extra": {},
    },
    "plano/ponto": {
        "start": None,
        "end": None,
        "owner": "lea",
        "status": "planned",
        "health": "on track",
        "progress": None,
        "confidence": "70",
        "depends_on": ["plano/pordo"],
        "horizon": "later",
        "extra": {},
    },
}


def rows_of(plan: str) -> list[list[str]]:
    """Return a plan that is written by column by row."""
    columns = [line.split("|") for line in plan.splitlines() if line.strip()]
    return [[cell.strip() for cell in row] for row in zip(*columns, strict=True)]


def write_plan(project: Project, rows: list[list[str]], suffix: str) -> None:
    """Write a plan in a format, and the page that shows it as a table."""
    target = project.source / f"plano.{suffix}"
    body = f":file: {target.name}\n"
    match suffix:
        case "md":
            lines = [f"| {' | '.join(row)} |" for row in rows]
            lines.insert(1, "| - " * len(rows[0]) + "|")
            body = "\n" + "\n".join(lines)
        case "csv":
            with target.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        case "json":
            records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
            target.write_text(json.dumps(records), encoding="utf-8")
        case "yaml":
            entries = [zip(rows[0], row, strict=True) for row in rows[1:]]
            lines = ["\n  ".join(map(": ".join, entry)) for entry in entries]
            text = "".join(f"- {line}\n" for line in lines)
            target.write_text(text, encoding="utf-8")
        case "xlsx":
            book = Workbook()
            for row in rows:
                book.active.append(row)
            book.save(target)
    plan = f":::{{pm:roadmap}} Plano\n:id: plano\n:view: table\n{body}\n:::\n"
    (project.source / "index.md").write_text(f"# Paĝo\n\n{plan}", encoding="utf-8")


@pytest.mark.parametrize("suffix", ["md", "csv", "json", "yaml", "xlsx"])
def test_roadmap__is_read_and_shown_as_its_language_writes_it(
    project: Project, language: str, suffix: str
) -> None:
    rows = rows_of(PLANS[language])
    write_plan(project, rows, suffix)
    built = project.build(language=language)
    assert built.warnings == []
    items = built.inventory["items"]
    assert {
        key: {name: items[key][name] for name in SAID[key]} for key in items
    } == SAID
    table = BeautifulSoup(built.text("index.html"), "html5lib").select("table tr")
    cells = [[cell.get_text() for cell in row.select("th, td")] for row in table]
    assert cells == rows


def test_roadmap__of_another_language_is_shown_and_told(project: Project) -> None:
    write_plan(project, rows_of(PLANS["de"]), "md")
    built = project.build(language="fr")
    items = built.inventory["items"]
    assert items["plano/pordo"]["extra"]["Stand"] == "in Bearbeitung"
    assert items["plano/pordo"]["status"] is None


def test_roadmap__in_english_is_read_in_every_language(
    project: Project, language: str
) -> None:
    rows = [
        ["Item", "When", "Owner", "Status", "Health", "Confidence"],
        ["Pordo", "later", "Lea", "shipped", "at risk", "low"],
    ]
    write_plan(project, rows, "md")
    built = project.build(language=language)
    assert built.warnings == []
    (item,) = built.inventory["items"].values()
    found = {name: item[name] for name in ("horizon", "status", "health", "confidence")}
    assert list(found.values()) == ["later", "done", "at risk", "low"]


@pytest.mark.parametrize("suffix", [".md", ".rst"])
def test_roadmap__of_the_example_is_read(project: Project, suffix: str) -> None:
    head = {".md": "# Plan\n\n", ".rst": "Plan\n====\n\n"}[suffix]
    example = (SNIPPETS / f"roadmap-german{suffix}").read_text("utf-8")
    project.write_file(f"index{suffix}", head + example)
    built = project.build(language="de")
    assert built.warnings == []
    items = built.inventory["items"].values()
    assert [item["status"] for item in items] == ["in progress", "planned", "planned"]
    assert [item["health"] for item in items] == ["at risk", None, None]
    assert [bool(item["end"]) for item in items] == [True, False, True]
    assert built.text("index.html").count(">in Arbeit<") >= 2  # legend and twin


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", "Juli 2026 bis September 2026"),
        ("fr", "juillet 2026 à septembre 2026"),
        ("es", "julio de 2026 a septiembre de 2026"),
        ("ja", "2026年7月〜2026年9月"),
        ("ja", "2026-07 から 2026-09"),
        ("de", "July 2026 to September 2026"),
    ],
)
def test_roadmap__ranges_are_read_as_the_language_writes_them(
    project: Project, language: str, written: str
) -> None:
    write_plan(project, [["Item", "When"], ["Pordo", written]], "md")
    built = project.build(language=language)
    assert built.warnings == []
    (item,) = built.inventory["items"].values()
    assert (item["start"], item["end"]) == ("2026-07-01", "2026-09-30")
    assert item["when"] == written
    page = BeautifulSoup(built.text("index.html"), "html5lib")
    assert written in {cell.get_text() for cell in page.select("td")}


GERMAN_PLAN = {
    "index.md": """\
        # Plan

        :::{pm:roadmap} Plan
        :id: plan
        :view: board
        :group-by: Stand

        | Vorhaben | Wann    | Zuständig | Stand     | Ampel |
        | -------- | ------- | --------- | --------- | ----- |
        | Pordo    | 2026-Q3 | Lea       | erledigt  | grün  |
        | Ponto    | später  | Noa       | schwebend | bald  |
        :::

        :::{pm:item} Turo
        :roadmap: plan
        :when: als Nächstes
        :status: in Bearbeitung
        :::

        :::{pm:roadmap} Tabelle
        :view: table
        :of: *
        :columns: Zuständigkeit, Status
        :group-by: Verantwortlich
        :where: Status = in Arbeit | erledigt
        :::

        :::{pm:roadmap} Zeitleiste
        :of: *
        :::
        """,
    "index.rst": """\
        Plan
        ====

        .. pm:roadmap:: Plan
           :id: plan
           :view: board
           :group-by: Stand

           ======== ======= ========= ========= =====
           Vorhaben Wann    Zuständig Stand     Ampel
           ======== ======= ========= ========= =====
           Pordo    2026-Q3 Lea       erledigt  grün
           Ponto    später  Noa       schwebend bald
           ======== ======= ========= ========= =====

        .. pm:item:: Turo
           :roadmap: plan
           :when: als Nächstes
           :status: in Bearbeitung

        .. pm:roadmap:: Tabelle
           :view: table
           :of: *
           :columns: Zuständigkeit, Status
           :group-by: Verantwortlich
           :where: Status = in Arbeit | erledigt

        .. pm:roadmap:: Zeitleiste
           :of: *
        """,
}


@pytest.mark.parametrize("name", GERMAN_PLAN)
def test_roadmap__options_and_items_know_the_words_of_the_language(
    project: Project, name: str
) -> None:
    project.write_file(name, GERMAN_PLAN[name])
    project.configure(pmroles_statuses={"schwebend": "blocked"})
    built = project.build(language="de")
    (warning,) = built.warnings
    # It names the column as its author does.
    assert "'Ponto', column 'Ampel': 'bald' is not known; expected on track" in warning
    items = built.inventory["items"]
    assert [items[f"plan/{key}"]["status"] for key in ("ponto", "pordo", "turo")] == [
        *("blocked", "done", "in progress")
    ]
    body = BeautifulSoup(built.text("index.html"), "html5lib")
    columns = body.select("ul.pm-board > li > p:first-child")
    assert [column.get_text() for column in columns] == [
        *("in Arbeit (1)", "blockiert (1)", "erledigt (1)")
    ]
    chosen = body.select_one("#pm-roadmap-tabelle table, table#pm-roadmap-tabelle")
    assert chosen
    cells = [
        [cell.get_text() for cell in row.select("th, td")]
        for row in chosen.select("tr")
    ]
    assert cells == [
        ["Vorhaben", "Verantwortlich", "Status"],
        *(["Lea"], ["Pordo", "Lea", "erledigt"]),
        *(["Ohne Angabe"], ["Turo", "", "in Bearbeitung"]),
    ]
    # Beside its horizon, an item does not say it again.
    drawn = body.select_one("#pm-roadmap-zeitleiste svg")
    assert drawn
    assert "(" not in drawn.get_text()
