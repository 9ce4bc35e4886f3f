"""Keep the import rules: pure code never sees docutils or Sphinx.

So it is tested without a build, used by the command line without a build, and cannot
come to depend on a builder.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import sphinx_pmroles

PACKAGE = "sphinx_pmroles"
FOLDER = Path(sphinx_pmroles.__file__).parent
SPHINX = frozenset({"docutils", "myst_parser", "sphinx"})


@dataclass(frozen=True)
class Rule:
    """What a part may import besides itself and the standard library."""

    parts: frozenset[str] = frozenset()
    libraries: frozenset[str] = frozenset()


MODEL = frozenset({"model"})
PURE = MODEL | {"reading", "checks", "charts", "inventory"}
#: The rule of each part; ``""`` is the package's own ``__init__``.
RULES = {
    "": Rule(frozenset({"extension"}), SPHINX),
    "model": Rule(),
    "reading": Rule(MODEL, frozenset({"babel", "openpyxl", "yaml"})),
    "checks": Rule(MODEL),
    "charts": Rule(MODEL, frozenset({"babel"})),
    "inventory": Rule(MODEL, frozenset({"jsonschema"})),
    "exchange": Rule(
        MODEL | {"inventory", "reading"}, frozenset({"icalendar", "openpyxl"})
    ),
    "extension": Rule(PURE | {""}, SPHINX),
    "cli": Rule(PURE | {"", "exchange", "extension"}, frozenset({"click"})),
}


def imported(source: str, module: str, *, is_package: bool) -> Iterator[str]:
    """Yield the name of everything that *module* imports, wherever in its source.

    What is imported *from* a module is named too: it may be a module itself.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=aliases):
                yield from (alias.name for alias in aliases)
            case ast.ImportFrom(module=name, names=aliases, level=level):
                base = name or ""
                if level:
                    keep = len(module.split(".")) - level + is_package
                    above = module.split(".")[:keep]
                    base = ".".join([*above, *filter(None, [name])])
                yield from (f"{base}.{alias.name}" for alias in aliases)
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str() as name), *_],
            ):
                yield name


def broken_rules(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Return what *module* imports and must not."""
    part = (*module.split("."), "")[1]
    rule = RULES[part]
    broken = []
    for name in imported(source, module, is_package=is_package):
        top, *rest = name.split(".")
        if top == PACKAGE:
            other = rest[0] if rest and rest[0] in RULES else ""
            if other != part and other not in rule.parts:
                broken.append(name)
        elif top not in sys.stdlib_module_names | rule.libraries:
            broken.append(name)
    return broken


MODULES = {
    ".".join([PACKAGE, *path.relative_to(FOLDER).with_suffix("").parts]): path
    for path in sorted(FOLDER.rglob("*.py"))
}


def test_imports__every_part_has_a_rule_and_modules() -> None:
    parts = {(*path.relative_to(FOLDER).parts[:-1], "")[0] for path in MODULES.values()}
    assert parts == set(RULES)


@pytest.mark.parametrize("module", MODULES)
def test_imports__keep_the_rules(module: str) -> None:
    path = MODULES[module]
    name = module.removesuffix(".__init__")
    is_package = name != module
    broken = broken_rules(path.read_text("utf-8"), name, is_package=is_package)
    assert not broken, f"{module} must not import {', '.join(broken)}"


@pytest.mark.parametrize(
    ("module", "source", "broken"),
    [
        ("model.role", "import yaml", "yaml"),
        ("model.role", "import docutils.nodes as n", "docutils.nodes"),
        ("model.role", "from babel import Locale", "babel.Locale"),
        (
            "model.role",
            "from sphinx_pmroles.reading import dates",
            "sphinx_pmroles.reading.dates",
        ),
        ("reading.dates", "def f():\n    import sphinx", "sphinx"),
        (
            "reading.dates",
            "if TYPE_CHECKING:\n    from docutils import nodes",
            "docutils.nodes",
        ),
        (
            "reading.dates",
            "from sphinx_pmroles import checks",
            "sphinx_pmroles.checks",
        ),
        ("reading.dates", "from .. import checks", "sphinx_pmroles.checks"),
        ("reading.dates", "from ..checks import rules", "sphinx_pmroles.checks.rules"),
        ("reading.dates", "from sphinx_pmroles import *", "sphinx_pmroles.*"),
        ("checks.rules", "import sphinx_pmroles.extension", "sphinx_pmroles.extension"),
        ("checks.rules", "import yaml", "yaml"),
        ("charts.svg", "import jsonschema", "jsonschema"),
        ("charts.svg", "import importlib\nimportlib.import_module('sphinx')", "sphinx"),
        ("inventory.export", "__import__('myst_parser')", "myst_parser"),
        ("inventory.export", "import babel", "babel"),
        ("extension.domain", "import sphinx_pmroles.cli", "sphinx_pmroles.cli"),
        ("extension.domain", "import requests", "requests"),
        ("cli.main", "from sphinx.application import Sphinx", "sphinx.application"),
    ],
)
def test_broken_rules__names_what_must_not_be_imported(
    module: str, source: str, broken: str
) -> None:
    (found,) = broken_rules(source, f"{PACKAGE}.{module}")
    assert found.startswith(broken)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("model.role", "import re\nfrom sphinx_pmroles.model import period"),
        ("model.role", "from .period import Period\nfrom . import key"),
        ("reading.files", "import yaml, openpyxl, babel.dates"),
        ("reading.files", "from ..model.period import Period"),
        ("charts.svg", "from sphinx_pmroles.model.role import Role"),
        ("extension.domain", "from docutils import nodes\nimport sphinx.util"),
        ("extension.domain", "from sphinx_pmroles import __version__, charts"),
        ("cli.main", "from sphinx_pmroles.extension import register"),
    ],
)
def test_broken_rules__names_nothing_else(module: str, source: str) -> None:
    assert broken_rules(source, f"{PACKAGE}.{module}") == []


def test_broken_rules__knows_where_a_package_is() -> None:
    source = "from . import domain"
    package = f"{PACKAGE}.extension"
    assert broken_rules(source, package, is_package=True) == []
    assert broken_rules("from . import extension", PACKAGE, is_package=True) == []
    assert broken_rules("from . import cli", PACKAGE, is_package=True) != []


def handed_on(source: str) -> set[str]:
    """Return the names that a module has imported, wherever in its source."""
    return {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def test_imports__take_each_name_from_where_it_is_made() -> None:
    """So each thing is found in one place, and by one name."""
    texts = {
        name.removesuffix(".__init__"): path.read_text("utf-8")
        for name, path in MODULES.items()
    }
    imported_there = {module: handed_on(text) for module, text in texts.items()}
    wrong = [
        f"{module} takes {name} from {taken.module}"
        for module, text in texts.items()
        for taken in ast.walk(ast.parse(text))
        if isinstance(taken, ast.ImportFrom) and taken.module in texts
        for name in (alias.name for alias in taken.names)
        if name in imported_there[taken.module]
        and f"{taken.module}.{name}" not in texts
    ]
    assert wrong == []


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def test_sphinx_pmroles__is_imported_without_sphinx() -> None:
    run(
        "import sys, sphinx_pmroles\n"
        f"loaded = {set(SPHINX)!r} & sys.modules.keys()\n"
        "assert sphinx_pmroles.__version__\n"
        "assert not loaded, loaded\n"
    )


@pytest.mark.parametrize("part", sorted(PURE | {"exchange"}))
def test_pure_parts__work_where_sphinx_is_not_installed(part: str) -> None:
    run(
        f"""
import importlib, pkgutil, sys

class NotInstalled:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {set(SPHINX)!r}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, NotInstalled())
try:
    import sphinx
except ModuleNotFoundError:
    pass
else:
    raise AssertionError("the blocker does not block")
part = importlib.import_module("{PACKAGE}.{part}")
for module in pkgutil.walk_packages(part.__path__, part.__name__ + "."):
    importlib.import_module(module.name)
"""
    )
