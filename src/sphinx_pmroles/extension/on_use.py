"""What is imported when it is first used, for a quick start.

Sphinx sets an extension up in every build, also where no page uses it, and most of the
time to import ours goes into making the classes of records.  So there are two layers:

- What Sphinx must know from the start is imported with it: values, nodes, transforms,
  handlers of events, the domain.  These modules name records for type checkers alone,
  and import what they need to handle something of ours where they have found some.
- All else is imported at the top of its modules, as usual.  What Sphinx or we choose by
  a key, a directive by its name or a view by its node, stands in a table as a place,
  written as those of entry points are: :class:`OnUse` imports it.

A test holds the list of the modules in the first layer.

Where many pages are read or written in parallel, each process would import the second
layer for its few pages: there it is imported before they are started.
"""

from __future__ import annotations

from collections.abc import ItemsView, Mapping, ValuesView
from importlib import import_module
from pkgutil import iter_modules, resolve_name
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Key = TypeVar("Key")
Value = TypeVar("Value")


class OnUse(dict[Key, Value]):
    """Objects by key, each imported when it is first asked for.

    It is made of their places, such as ``"package.module:name"``.  A copy by ``dict()``
    holds those of the objects that nobody has asked for yet.
    """

    def __init__(self, places: Mapping[Key, Any]) -> None:
        super().__init__(places)

    def __getitem__(self, key: Key) -> Value:
        found: Any = super().__getitem__(key)
        if isinstance(found, str):
            found = self[key] = resolve_name(found)
        imported: Value = found
        return imported

    def get(self, key: Key, default: Any = None) -> Any:
        """Return the object of *key*, imported."""
        return self[key] if key in self else default  # noqa: SIM401 (it is that)

    def values(self) -> ValuesView[Value]:  # type: ignore[override]
        """Return all objects, imported."""
        return ValuesView(self)

    def items(self) -> ItemsView[Key, Value]:  # type: ignore[override]
        """Return all keys with their objects, imported."""
        return ItemsView(self)


#: The packages that processes need to read and to write pages.
_SECOND_LAYER = ("extension.directives", "extension.views", "charts")
#: Up to so many pages Sphinx reads in one process.
_FEW = 5


def import_for_all(app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
    """Import once what each of the processes that read in parallel would import."""
    if app.parallel == 1 or len(docnames) <= _FEW:
        return
    for name in _SECOND_LAYER:
        package = import_module(f"sphinx_pmroles.{name}")
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
