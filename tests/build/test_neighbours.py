"""Several handbooks: fetched, kept, and shown together."""

from __future__ import annotations

import gzip
import json
import os
import re
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from sphinx_pmroles.model.link import is_safe

if TYPE_CHECKING:
    from tests.build.conftest import Built, Project

#: Another handbook, and ours that shows it everywhere.
PLATFORM = """\
    # Platform

    :::{pm:role} Head of Product
    :id: head
    :abbr: HoP
    :reports-to: company/cpo
    :::

    :::{pm:role} Product Manager
    :id: pm
    :abbr: PM
    :reports-to: head

    Purpose
    : Keep the platform useful.
    :::

    :::{pm:matrix} Run the platform
    :id: run

    | Activity        | PM  | HoP | Operations |
    | --------------- | --- | --- | ---------- |
    | Keep it running | A   | I   | R          |
    :::

    ::::{pm:lifecycle} Life
    :::{pm:stage} Launch
    :decided-by: HoP
    :::
    ::::

    :::{pm:product} Store
    :stage: Launch
    :owner: PM
    :::

    :::{pm:roadmap} Platform plan
    :id: plan
    :as-of: 2026-10-01

    | Item   | When       | Stage  | Owner | Status      | Product |
    | ------ | ---------- | ------ | ----- | ----------- | ------- |
    | Search | 2026-Q3    |        | PM    | in progress | Store   |
    | Go     | 2026-12-15 | Launch | HoP   | planned     | Store   |
    :::
    """
OURS = {
    "index": """\
        # Company

        ```{toctree}
        roles
        plans
        alone
        ```
        """,
    "roles": """\
        # Roles

        :::{pm:role} Chief Product Officer
        :id: cpo
        :::

        :::{pm:role} Product Manager
        :abbr: PM
        :reports-to: platform/head

        See {pm:role}`platform/head`, {pm:item}`the day <platform/plan/go>` and
        {pm:matrix}`platform/run`.
        :::

        :::{pm:matrix} Sell

        | Activity       | PM  | platform/HoP |
        | -------------- | --- | ------------ |
        | Find customers | A/R | C            |
        :::

        :::{pm:roles}
        :handbooks: platform
        :::

        :::{pm:roles}
        :view: tree
        :handbooks: platform
        :::

        :::{pm:compare} PM, platform/HoP
        :::
        """,
    "plans": """\
        # Plans

        :::{pm:roadmap} Sales plan
        :id: sales
        :as-of: 2026-10-01

        | Item | When    | Owner | Depends on       |
        | ---- | ------- | ----- | ---------------- |
        | Ads  | 2027-Q1 | PM    | platform/plan/go |
        :::

        :::{pm:roadmap} Everything
        :id: everything
        :of: *, platform/*
        :group-by: handbook
        :as-of: 2026-10-01
        :::

        :::{pm:roadmap} Stages
        :id: stages
        :of: platform/plan
        :view: stages
        :as-of: 2026-10-01
        :::

        :::{pm:report} load
        :handbooks: platform
        :::

        :::{pm:report} decisions
        :handbooks: *
        :::

        :::{pm:report} communication
        :handbooks: platform
        :::

        :::{pm:report} gaps
        :handbooks: platform
        :::

        :::{pm:product} Shop
        :part-of: platform/store
        :::

        :::{pm:products}
        :handbooks: platform
        :::
        """,
    "alone": """\
        # Alone

        Nothing of others.
        """,
}

#: Answers a request: the path, and what to write the answer with.
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as the site that the request is for."""

    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.append(self.headers["User-Agent"])
        self.server.credentials.append(self.headers["Authorization"])
        self.server.answers.get(self.path, not_found)(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (theirs)
        """Say nothing."""

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Site(ThreadingHTTPServer):
    """A web server on the loopback interface."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.credentials: list[str | None] = []
        self.over = threading.Event()
        self.hanging = self.most_hanging = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def publish(self, text: str | bytes, path: str = "/book/pmroles.json") -> None:
        body = text.encode() if isinstance(text, str) else text
        self.answers[path] = lambda handler: handler.reply(body)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that has gone."""


def not_found(handler: Handler) -> None:
    handler.reply(b"<!doctype html><title>Not found</title>", 404)


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        site.shutdown()
        site.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def platform(new_project: Callable[[str], Project]) -> Project:
    """Return the other handbook, which names ours."""
    other = new_project("platform")
    other.write_file("index.md", PLATFORM)
    other.configure(project="Platform handbook")
    return other


def published(platform: Project) -> str:
    """Return what the other handbook publishes."""
    return platform.build("pmroles").text("pmroles.json")


@pytest.fixture
def inventory(platform: Project) -> str:
    platform.replace("index.md", ":reports-to: company/cpo\n", "")
    return published(platform)


def write(project: Project, **pages: str) -> None:
    project.write(**{**OURS, **pages})


def location(site: Site, path: str = "/book/pmroles.json") -> str:
    return f"{site.url}{path}"


def add_intersphinx(project: Project) -> None:
    ours = '"sphinx_pmroles"'
    project.replace("conf.py", ours, f'{ours}, "sphinx.ext.intersphinx"')


def configure(project: Project, where: Any, **values: Any) -> None:
    """Name the other handbook, of which no copy is good for long."""
    add_intersphinx(project)
    values = {"intersphinx_cache_limit": 0, "intersphinx_timeout": 30, **values}
    handbooks = {"platform": where, "company": None}
    project.configure(pmroles_handbooks=handbooks, **values)


def html(built: Built) -> dict[str, bytes]:
    return {**built.files("**/*.html"), **built.files("pmroles.json")}


def links_of(page: str) -> set[str]:
    return set(re.findall(r'href="([^"]*)"', page))


# What is shown


def test_neighbours__are_shown_with_links_to_their_site(
    project: Project, site: Site, inventory: str
) -> None:
    site.publish(inventory)
    write(project)
    configure(project, location(site))
    built = project.build(nitpicky=True)
    assert built.warnings == []
    base = f"{site.url}/book/index.html"
    roles, plans = built.text("roles.html"), built.text("plans.html")
    assert f'href="{base}#pm-role-head"' in roles
    assert f'href="{base}#pm-item-plan-go" title="Go"><bdi' in roles
    assert f'href="{base}#pm-matrix-run"' in roles
    assert "Head of Product (platform)" in roles
    # By a name alone of any kind, too.
    project.write(index="# Ours\n\n{any}`platform/run`\n")
    index = project.build().text("index.html")
    assert f'href="{base}#pm-matrix-run"' in index
    # In the drawing, its twin, and the tables.
    for anchor in ("pm-item-plan-search", "pm-item-plan-go", "pm-activity-run-"):
        assert f"{base}#{anchor}" in plans
    assert "Product Manager (platform)" in plans
    assert "Store (platform)" in plans
    for page in (roles, plans):
        theirs = {link for link in links_of(page) if "pm-" in link and "#" in link}
        assert all(
            link.startswith((f"{base}#", "#", "roles.html#", "plans.html#"))
            for link in theirs
        )


def test_neighbours__stay_out_of_what_is_ours(
    project: Project, site: Site, inventory: str
) -> None:
    site.publish(inventory)
    write(project)
    configure(project, location(site))
    built = project.build()
    ours = built.inventory
    assert set(ours["roles"]) == {"cpo", "product-manager"}
    assert set(ours["items"]) == {"sales/ads"}
    assert ours["items"]["sales/ads"]["depends_on"] == ["platform/plan/go"]
    assert ours["roles"]["product-manager"]["reports_to"] == "platform/head"
    assert ours["matrices"]["sell"]["participants"] == [
        *("product-manager", "platform/head"),
    ]
    assert ours["products"]["shop"]["part_of"] == "platform/store"
    assert "platform" not in built.text("genindex.html")
    objects = (built.out / "objects.inv").read_bytes().split(b"\n", 4)[4]
    names = zlib.decompress(objects).decode()
    assert "sales/ads" in names
    assert "platform" not in names
    index = built.text("searchindex.js")
    found = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    assert not [name for name in found["objnames"] if "platform" in name]
    assert "platform" not in json.dumps(found["objects"])


@pytest.mark.parametrize("builder", ["text", "man", "singlehtml", "dirhtml", "gettext"])
def test_neighbours__are_shown_by_every_builder(
    project: Project, site: Site, inventory: str, builder: str
) -> None:
    site.publish(inventory)
    write(project)
    configure(project, location(site))
    built = project.build(builder)
    assert built.warnings == []
    if builder == "singlehtml":
        assert f'href="{site.url}/book/index.html#pm-role-head"' in built.text(
            "index.html"
        )
    if builder == "dirhtml":
        page = built.text("plans/index.html")
        assert f'href="{site.url}/book/index.html#pm-item-plan-go"' in page


def test_neighbours__are_shown_in_the_language_of_the_document(
    project: Project, site: Site, inventory: str
) -> None:
    site.publish(inventory)
    project.write(
        index="""\
            # Pläne

            :::{pm:roadmap} Alles
            :of: platform/*
            :view: table
            :::
            """
    )
    configure(project, location(site))
    text = project.build("text", language="de").text("index.txt")
    for word in ("Handbuch", "in Arbeit", "geplant"):
        assert word in text
    assert "in progress" not in text


def test_neighbours__are_links_in_latex_and_epub(
    project: Project, site: Site, inventory: str
) -> None:
    site.publish(inventory)
    write(project)
    configure(project, location(site))
    latex = project.build("latex")
    assert latex.warnings == []
    (tex,) = latex.out.glob("*.tex")
    text = tex.read_text("utf-8")
    base = f"{site.url}/book/index.html"
    # The bar, and the cell of the table below it.
    assert f"\\href{{{base}\\#pm-item-plan-search}}" in text
    assert f"\\sphinxhref{{{base}\\#pm-item-plan-search}}" in text
    epub = project.build("epub")
    assert epub.warnings == []
    assert f'href="{base}#pm-item-plan-go"' in epub.text("plans.xhtml")


def test_neighbours__have_no_links_where_nobody_knows_their_site(
    project: Project, inventory: str
) -> None:
    assert inventory
    write(project)
    configure(project, "../platform/pmroles/pmroles.json")
    built = project.build()
    assert built.warnings == []
    assert "Head of Product (platform)" in built.text("roles.html")
    assert not [
        link for link in links_of(built.text("plans.html")) if "plan-go" in link
    ]
    there = ("https://platform.example.org/book", "../platform/pmroles/pmroles.json")
    project.configure(pmroles_handbooks={"platform": there, "company": None})
    built = project.build()
    assert built.warnings == []
    assert "https://platform.example.org/book/index.html#pm-item-plan-go" in links_of(
        built.text("plans.html")
    )


def test_neighbours__are_the_same_in_markdown_and_restructuredtext(
    new_project: Callable[[str], Project], site: Site, inventory: str
) -> None:
    site.publish(inventory)
    pages = {
        "md": """\
            # Plans

            :::{pm:roadmap} All
            :of: platform/*
            :where: status=planned
            :view: table
            :::

            :::{pm:report} load
            :handbooks: platform
            :::

            :::{pm:compare} platform/PM, platform/HoP
            :::
            """,
        "rst": """\
            Plans
            =====

            .. pm:roadmap:: All
               :of: platform/*
               :where: status=planned
               :view: table

            .. pm:report:: load
               :handbooks: platform

            .. pm:compare:: platform/PM, platform/HoP
            """,
    }
    shown = {}
    for suffix, text in pages.items():
        project = new_project(suffix)
        project.write_file(f"index.{suffix}", text)
        configure(project, location(site))
        built = project.build("text")
        assert built.warnings == []
        shown[suffix] = built.text("index.txt")
    assert shown["md"] == shown["rst"]
    assert "Go" in shown["md"]
    assert "Search" not in shown["md"].partition("Who carries")[0]


def test_intersphinx__finds_what_the_other_site_defines(
    project: Project, site: Site, platform: Project, inventory: str
) -> None:
    del inventory
    objects = (platform.build("html").out / "objects.inv").read_bytes()
    site.publish(objects, "/book/objects.inv")
    project.write(
        index="# Ours\n\n{external+other:pm:role}`head` and {pm:item}`plan/go`\n"
    )
    add_intersphinx(project)
    project.configure(intersphinx_mapping={"other": (f"{site.url}/book/", None)})
    built = project.build()
    assert built.warnings == []
    assert f'href="{site.url}/book/index.html#pm-role-head"' in built.text("index.html")
    assert f'href="{site.url}/book/index.html#pm-item-plan-go"' in built.text(
        "index.html"
    )


# Staying fresh


CHANGES = {
    "title of an item": ("| Search |", "| Find   |", {"plans"}),
    "date of an item": ("2026-12-15", "2026-12-24", {"plans"}),
    "title of a role": ("{pm:role} Head of", "{pm:role} Chief of", {"roles", "plans"}),
    "purpose": ("Keep the platform", "Make the platform", {"roles", "plans"}),
    "letter": ("| A   | I   | R ", "| A   | R   | R ", {"roles", "plans"}),
    "nothing that is shown": ("# Platform", "# Platforms", set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_incremental_build__is_as_a_clean_one_after_a_change_of_the_other(
    project: Project, site: Site, platform: Project, inventory: str, change: str
) -> None:
    old, new, stale = CHANGES[change]
    site.publish(inventory)
    write(project)
    configure(project, location(site))
    assert project.build().written
    assert project.build().written == []
    platform.replace("index.md", old, new)
    site.publish(published(platform))
    incremental = project.build()
    # Sphinx writes the page with the table of contents, too.
    assert set(incremental.written) - {"index"} == stale
    assert incremental.read == []
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert html(incremental) == html(clean)
    assert project.build().written == []


def test_incremental_build__notices_that_the_other_site_has_moved(
    project: Project, inventory: str
) -> None:
    write(project)
    path = project.source / "platform.json"
    path.write_text(inventory, encoding="utf-8")
    project.configure(
        pmroles_handbooks={"platform": ("https://old.example.org/", "platform.json")}
    )
    project.build()
    project.configure(
        pmroles_handbooks={"platform": ("https://new.example.org/", "platform.json")}
    )
    moved = project.build()
    assert moved.read == []
    assert set(moved.written) - {"index"} == {"roles", "plans"}
    assert html(moved) == html(project.build(out="clean", doctrees="clean-doctrees"))


def test_incremental_build__notices_a_handbook_that_comes_and_goes(
    project: Project, site: Site, inventory: str
) -> None:
    write(project)
    configure(project, location(site))
    missing = project.build()
    assert "Head of Product" not in missing.text("roles.html")
    site.publish(inventory)
    there = project.build()
    assert "alone" not in there.written
    assert there.warnings == []
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert html(there) == html(clean)


def test_parallel_build__is_the_same(
    project: Project, site: Site, inventory: str
) -> None:
    site.publish(inventory)
    write(project)
    configure(project, location(site))
    one = project.run("html", "-j", "1", out="one", doctrees="d1")
    four = project.run("html", "-j", "4", out="four", doctrees="d4")
    assert one.warnings == four.warnings == []
    assert html(one) == html(four)
    # Once a build, whatever the number of its processes.
    assert site.asked == ["/book/pmroles.json"] * 2


ROLL_UP = """\
# Platform

:::{pm:roadmap} All
:of: *, company/*
:::
"""


def test_handbooks__that_name_each_other_do_not_grow(
    project: Project, platform: Project
) -> None:
    """Each is built from what the other published last."""
    write(project)
    configure(project, "../platform/pmroles/pmroles.json")
    project.configure(project="Company")
    platform.configure(
        pmroles_handbooks={"company": f"{project.root}/pmroles/pmroles.json"}
    )
    platform.replace("index.md", "# Platform", ROLL_UP)
    texts = []
    for _ in range(4):
        theirs = platform.build("pmroles", nitpicky=False).text("pmroles.json")
        texts.append((theirs, project.build("pmroles").text("pmroles.json")))
    assert texts[1] == texts[2] == texts[3]
    assert platform.build("pmroles").warnings == []
    # The head of the other handbook reports to ours.
    roles = project.build().text("roles.html")
    tree = roles.partition("Organisation chart")[2].partition("</svg>")[0]
    assert "reports to" not in tree


# What cannot be had


def test_neighbours__that_are_down_are_shown_as_they_were_last(
    project: Project, inventory: str
) -> None:
    write(project)
    with serving() as site:
        site.publish(inventory)
        configure(project, location(site))
        before = html(project.build())
    (copy,) = (project.root / "doctrees" / "pmroles-handbooks").iterdir()
    os.utime(copy, (1_790_000_000, 1_790_000_000))
    built = project.build()
    assert built.warnings == [
        (
            f"WARNING: pmroles_handbooks['platform']: {location(site)} cannot be had: "
            "no connection to the server; the copy of 2026-09-21 14:13 UTC is used "
            "[pmroles.handbooks]"
        )
    ]
    assert built.written == []
    assert html(built) == before
    again = project.run("html", "-E", out="again")
    assert html(again) == before
    assert "the copy of 2026-09-21" in again.warnings[0]


def test_neighbours__that_were_never_up_are_left_out(
    project: Project, site: Site
) -> None:
    write(project)
    configure(project, location(site))
    built = project.build(nitpicky=True)
    assert built.warnings == [
        (
            f"WARNING: pmroles_handbooks['platform']: {location(site)} cannot be had: "
            "the server answers 404; it is left out, and what refers to it stays plain "
            "text [pmroles.handbooks]"
        )
    ]
    assert "Chief Product Officer" in built.text("roles.html")
    assert "Ads" in built.text("plans.html")
    suppressed = project.build(suppress_warnings=["pmroles.handbooks"], out="quiet")
    assert suppressed.warnings == []


def hang(handler: Handler) -> None:
    site = handler.server
    site.hanging += 1
    site.most_hanging = max(site.most_hanging, site.hanging)
    site.over.wait(20)
    site.hanging -= 1


def drip(handler: Handler) -> None:
    """Send a bit now and then, so that no single wait is long."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.over.wait(0.2):
        handler.wfile.write(b" " * 70_000)


def trickle(handler: Handler) -> None:
    """Send so little that a read never ends, and never takes too long."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.over.wait(0.2):
        handler.wfile.write(b" ")


def bomb(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    handler.wfile.write(gzip.compress(b" " * 120_000_000, compresslevel=1))


def compressed(text: str) -> Answer:
    body = gzip.compress(text.encode())
    return lambda handler: handler.reply(body, Content_Encoding="gzip")


def redirect(to: str) -> Answer:
    return lambda handler: handler.reply(b"", 302, Location=to)


def page(handler: Handler) -> None:
    handler.reply(b"<!doctype html><title>Log in</title>", Content_Type="text/html")


def later(handler: Handler) -> None:
    handler.reply(b'{"format": "pmroles", "format_version": 2, "roles": []}')


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (hang, "cannot be had: no full answer in time (intersphinx_timeout)"),
        (drip, "cannot be had: no full answer in time (intersphinx_timeout)"),
        (trickle, "cannot be had: no full answer in time (intersphinx_timeout)"),
        (bomb, "cannot be had: it has more than 100 million bytes"),
        (page, "is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (
            later,
            (
                "has the format version 2, and this sphinx-pmroles reads up to 1: "
                "upgrade sphinx-pmroles"
            ),
        ),
        (redirect("/elsewhere"), "cannot be had: the server answers 404"),
        (redirect("/book/pmroles.json"), "cannot be had: the server answers 302"),
    ],
    ids=[
        "hangs",
        "drips",
        "trickles",
        "bomb",
        "page",
        "later",
        "moved to nowhere",
        "circle",
    ],
)
def test_neighbours__that_answer_wrongly_are_left_out_in_time(
    project: Project, site: Site, inventory: str, answer: Answer, says: str
) -> None:
    write(project)
    configure(project, location(site))
    site.answers["/book/pmroles.json"] = answer
    limit = 1 if answer in (hang, drip, trickle) else 30
    built = project.build(intersphinx_timeout=limit)
    (warning,) = built.warnings
    assert warning == (
        f"WARNING: pmroles_handbooks['platform']: {location(site)} {says}; it is left "
        "out, and what refers to it stays plain text [pmroles.handbooks]"
    )
    # Once it is there again it is shown, and kept when it goes wrong again.
    site.publish(inventory)
    good = project.build()
    assert good.warnings == []
    site.answers["/book/pmroles.json"] = answer
    kept = project.build(intersphinx_timeout=limit)
    (warning,) = kept.warnings
    assert f"{says}; the copy of 20" in warning
    assert html(kept) == html(good)


def test_neighbours__that_never_end_do_not_keep_a_build_from_its_end(
    project: Project, site: Site
) -> None:
    site.answers["/book/pmroles.json"] = trickle
    write(project)
    configure(project, location(site), intersphinx_timeout=1)
    # The process must end, too: no thread of it is waited for.
    (warning,) = project.run("html").warnings
    assert "no full answer in time" in warning


def test_neighbours__are_read_compressed_and_where_they_have_moved_to(
    project: Project, site: Site, inventory: str
) -> None:
    site.answers["/old/pmroles.json"] = redirect("/en/new/pmroles.json?token=secret")
    site.answers["/en/new/pmroles.json?token=secret"] = compressed(inventory)
    write(project)
    configure(project, location(site, "/old/pmroles.json"), intersphinx_cache_limit=5)
    built = project.build()
    assert built.warnings == []
    assert f"{site.url}/en/new/index.html#pm-item-plan-go" in built.text("plans.html")
    # From the copy, it leads there, too.
    asked = len(site.asked)
    again = project.build(out="again")
    assert len(site.asked) == asked
    assert html(again) == html(built)


def test_neighbours__are_fetched_again_when_the_copy_is_too_old(
    project: Project, site: Site, inventory: str
) -> None:
    site.publish(inventory)
    write(project)
    configure(project, location(site), intersphinx_cache_limit=5)
    project.build()
    project.build()
    assert len(site.asked) == 1
    (copy,) = (project.root / "doctrees" / "pmroles-handbooks").iterdir()
    six_days_ago = time.time() - 6 * 24 * 60 * 60
    os.utime(copy, (six_days_ago, six_days_ago))
    project.build()
    assert len(site.asked) == 2
    project.run("html", "-E")
    assert len(site.asked) == 3
    assert all("Sphinx/" in agent for agent in site.agents)


def test_neighbours__are_fetched_all_at_once(
    project: Project, site: Site, inventory: str
) -> None:
    """Of fifty, the three that hang take one time limit together."""
    site.publish(inventory)
    handbooks: dict[str, Any] = {"company": None, "platform": location(site)}
    for number in range(48):
        path = f"/{number}/pmroles.json"
        handbooks[f"team-{number}"] = location(site, path)
        site.publish(inventory, path)
        if number % 16 == 0:
            site.answers[path] = hang
    write(project)
    configure(project, location(site))
    project.configure(pmroles_handbooks=handbooks, intersphinx_timeout=10)
    built = project.build()
    assert [w.partition(":")[2].partition("]")[0] for w in built.warnings] == [
        f" pmroles_handbooks['team-{number}'" for number in (0, 16, 32)
    ]
    assert len(site.asked) == 49
    # None waits for another.
    assert site.most_hanging == 3


SECRET = "s3cr3t-t0k3n"  # noqa: S105 (none)


def test_neighbours__tell_no_password(
    project: Project, site: Site, inventory: str
) -> None:
    site.publish(inventory, f"/book/pmroles.json?key={SECRET}")
    where = location(site, f"/book/pmroles.json?key={SECRET}")
    where = where.replace("//", f"//reader:{SECRET}@")
    write(project)
    configure(project, where)
    good = project.build()
    assert good.warnings == []
    assert site.credentials[-1]
    assert f"{site.url}/book/index.html#pm-item-plan-go" in good.text("plans.html")
    site.answers.clear()
    bad = project.build()
    assert len(bad.warnings) == 1
    files = {**good.files(), **bad.files()}
    copies = project.root / "doctrees" / "pmroles-handbooks"
    files.update((path.name, path.read_bytes()) for path in copies.iterdir())
    assert not [name for name, content in files.items() if SECRET.encode() in content]
    assert SECRET not in "".join(bad.warnings)
    wrong = project.build(pmroles_handbooks={"x": f"ftp://me:{SECRET}@example.org/"})
    assert "ftp://example.org/" in wrong.warnings[0]
    assert SECRET not in "".join(wrong.warnings)


# Hostile files


EVIL = "\"'><script>alert(1)</script>{{x}}\\input{y}%&#$\x00\ud800"
ADDRESSES = (
    *("javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)"),
    *("data:text/html,x", "//evil.example/", "/etc", "../../evil", "a\\..\\evil"),
    *("https://evil.example/", "x.html#'onload='alert(1)", "a\nb", "x" * 100_000),
)


def test_neighbours__cannot_inject_anything(project: Project, inventory: str) -> None:
    # One of whatever there is for every address, with hostile names and keys.
    data = json.loads(inventory)
    data["project"] = data["release"] = EVIL
    kinds = ("roles", "matrices", "lifecycles", "products", "roadmaps", "items")
    for kind in kinds:
        things = data[kind]
        for thing in list(things.values()):
            thing["title"] = f"{thing['title']} {EVIL}"
            thing["uri"] = ADDRESSES[0]
            thing["docname"] = EVIL
            for number, uri in enumerate(ADDRESSES):
                copy = {**thing, "uri": uri}
                if kind == "items":
                    copy["roadmap"] = f"evil-0 {EVIL}"
                if kind == "roadmaps":
                    copy["items"] = [f"evil-{n} {EVIL}" for n in range(len(ADDRESSES))]
                things[f"evil-{number} {EVIL}"] = copy
    for thing in data["items"].values():
        thing["extra"] = {EVIL: EVIL, "Link": "javascript:alert(1)"}
        thing["team"] = EVIL
        thing["outcome"] = "x" * 1_000_000
    path = project.source / "evil.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    write(project)
    configure(project, ("https://platform.example.org/", "evil.json"))
    built = project.build()
    assert built.warnings == []
    for name in ("roles.html", "plans.html"):
        text = built.text(name)
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
        shown = BeautifulSoup(text, "html5lib")
        targets = {str(tag["href"]) for tag in shown.select(".pm [href]")}
        assert all(map(is_safe, targets))
        site = "https://platform.example.org/"
        outside = [t for t in targets if "//" in t.partition("#")[0]]
        assert all(target.startswith(site) for target in outside)
        assert not any("evil" in target.partition("#")[0] for target in outside)
        assert len(text) < 400_000, "what is huge is cut"
    latex = project.build("latex")
    (tex,) = latex.out.glob("*.tex")
    assert "\\input{y}" not in tex.read_text("utf-8")


def test_intersphinx__with_a_forged_inventory_is_inert(project: Project) -> None:
    # Sphinx reads it: what matters is that our references to it stay texts and links.
    names = {"plain": "javascript:alert(1)", "data": "data:text/html,x"}
    lines = [
        f'{name} pm:role 1 {uri} <script>alert(1)</script>"onload="x'
        for name, uri in names.items()
    ]
    head = "# Sphinx inventory version {}\n# Project: x\n# Version: \n# zlib\n"
    packed = zlib.compress("\n".join([*lines, "broken", "huge " * 9_999]).encode())
    (project.source / "evil.inv").write_bytes(head.format(2).encode() + packed)
    (project.source / "later.inv").write_bytes(head.format(99).encode() + packed)
    said = [f"{{external+evil:pm:role}}`{name}`" for name in names]
    project.write(index=f"# Ours\n\n{', '.join(said)}\n")
    add_intersphinx(project)
    site = "https://evil.example/book/"
    project.configure(
        intersphinx_mapping={
            "evil": (site, "evil.inv"),
            "later": ("https://later.example/", "later.inv"),
        }
    )
    built = project.build()
    # One message of two lines.
    assert [line.partition(":")[0] for line in built.warnings] == [
        *("WARNING", "unknown or unsupported inventory version"),
    ]
    shown = BeautifulSoup(built.text("index.html"), "html5lib")
    found = [tag for tag in shown.select("a[href]") if "evil" in str(tag["href"])]
    assert [str(tag["href"]) for tag in found] == [site + uri for uri in names.values()]
    assert not [tag for tag in found if "onload" in tag.attrs]
    assert "<script>alert" not in built.text("index.html")


# Configuration


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (
            {"a b": "x.json"},
            "['a b'] = 'x.json' is not allowed: expected a name without",
        ),
        ({"": "x.json"}, "expected a name without blanks, '/', ',' and '*'"),
        ({7: "x.json"}, "expected a name without blanks"),
        (
            {"a": "ftp://example.org/x"},
            (
                "['a'] = 'ftp://example.org/x' is not allowed: "
                "expected a path, an http or https URL of a pmroles.json"
            ),
        ),
        ({"a": "http://"}, "expected a path, an http or https URL"),
        ({"a": "http://[::1"}, "expected a path, an http or https URL"),
        ({"a": 7}, "expected a path, an http or https URL"),
        ({"a": ""}, "expected a path, an http or https URL"),
        (
            {"a": ("here", "x.json")},
            "a pair of the URL of the site and either of these",
        ),
        ({"a": ("https://x.org/", "x.json", 3)}, "a pair of the URL of the site"),
        (
            {"a": None, "b": None},
            (
                "['b'] = None is not allowed: expected None, which "
                "means this handbook, once"
            ),
        ),
        ({"a": None, "A": "x.json"}, "expected a name that no other handbook has"),
        (
            "x.json",
            "pmroles_handbooks = 'x.json' is not allowed: expected a dictionary",
        ),
    ],
)
def test_configuration__says_what_was_expected(
    project: Project, value: Any, says: str
) -> None:
    project.write(index="# Ours\n")
    project.configure(pmroles_handbooks=value)
    built = project.build()
    (warning,) = built.warnings
    assert says in warning
    assert warning.endswith("[pmroles.config]")


def test_configuration__reads_no_page_again(project: Project, inventory: str) -> None:
    write(project)
    path = project.source / "platform.json"
    path.write_text(inventory, encoding="utf-8")
    project.build()
    project.configure(pmroles_handbooks={"platform": "platform.json"})
    built = project.build()
    assert built.read == []
    assert set(built.written) - {"index"} == {"roles", "plans"}


# Many


@pytest.mark.parametrize("books", [50])
def test_roll_up__of_many_large_handbooks_makes_few_calls(
    project: Project, tmp_path: Path, books: int
) -> None:
    """50 inventories of 1,000 items each: our own function calls, an item."""
    from cProfile import Profile
    from pstats import Stats

    items = 1_000
    handbooks = {}
    for number in range(books):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(large(number, items)), encoding="utf-8")
        handbooks[f"team-{number}"] = str(path)
    project.write(
        index="""\
            # All

            :::{pm:roadmap} All
            :of: */*
            :where: status=blocked
            :view: table
            :::
            """
    )
    profile = Profile()
    profile.enable()
    built = project.build(pmroles_handbooks=handbooks)
    profile.disable()
    assert built.warnings == []
    assert built.text("index.html").count("<tr") > books
    own = sum(
        calls
        for (file, _line, _name), (calls, *_rest) in Stats(profile).stats.items()  # type: ignore[attr-defined]
        if "sphinx_pmroles" in file
    )
    assert own / (books * items) < 130, own


def large(number: int, items: int) -> dict[str, Any]:
    """Return an inventory; one item in a hundred is blocked."""
    keys = [f"plan/item-{n}" for n in range(items)]
    here = {"docname": "index", "uri": "index.html"}
    nothing = ("horizon", "health", "progress", "confidence")
    more = ("stage", "product", "outcome", "abbr", "level", "reports_to")
    role: dict[str, Any] = {
        **dict.fromkeys(more[3:]),
        "aka": [],
        "works_with": [],
        "sections": {},
    }
    return {
        "format": "pmroles",
        "format_version": 1,
        "project": "Large",
        "release": "1",
        "audience": None,
        "matrices": {},
        "lifecycles": {},
        "products": {},
        "roles": {"pm": {**role, "title": "Product Manager", "kind": "role", **here}},
        "roadmaps": {"plan": {"title": "Plan", "items": keys, **here}},
        "items": {
            key: {
                **dict.fromkeys((*nothing, *more[:3])),
                "title": f"Item {n} of {number}",
                "roadmap": "plan",
                "extra": {},
                "when": "2026-Q3",
                "start": "2026-07-01",
                "end": "2026-09-30",
                "precision": ["quarter"],
                "owner": "pm",
                "team": f"Team {n % 9}",
                "status": "planned" if n % 100 else "blocked",
                "depends_on": keys[n - 1 : n],
                "docname": "index",
                "uri": f"index.html#pm-item-{n}",
            }
            for n, key in enumerate(keys)
        },
    }


ALL_ROLES = "# Roles\n\n```{pm:roles}\n:handbooks: platform\n```\n"


@pytest.mark.parametrize("audience", [None, "internal"])
def test_neighbours__of_another_audience_are_left_out(
    project: Project, inventory: str, audience: str | None
) -> None:
    text = json.dumps(json.loads(inventory) | {"audience": audience})
    project.write_file("other.json", text)
    configure(project, "other.json")
    project.write(index=ALL_ROLES)
    assert "Head of Product" in project.build().text("index.html")
    built = project.build(pmroles_audience="public")
    assert "is not the edition for the audience 'public'" in built.warnings[0]
    assert "Head of Product" not in built.text("index.html")
    kept = project.root / "doctrees" / "pmroles-handbooks"
    assert list(kept.glob("*")) == []


def test_neighbours__of_the_same_audience_are_shown(
    project: Project, inventory: str
) -> None:
    text = json.dumps(json.loads(inventory) | {"audience": "public"})
    project.write_file("other.json", text)
    configure(project, "other.json")
    project.write(index=ALL_ROLES)
    built = project.build(pmroles_audience="Public")
    assert "edition" not in "".join(built.warnings)
    assert "Head of Product" in built.text("index.html")
