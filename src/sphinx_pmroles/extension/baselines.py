"""Earlier versions of the handbook: their inventories, and the plans in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_pmroles.extension.audience import is_for
from sphinx_pmroles.extension.config import PREFIX, Settings
from sphinx_pmroles.extension.log import Subtype, warn
from sphinx_pmroles.inventory.change import Changes
from sphinx_pmroles.inventory.load import InventoryError, read_inventory
from sphinx_pmroles.model.handbook import Past
from sphinx_pmroles.model.kind import Kind
from sphinx_pmroles.model.messages import quoted
from sphinx_pmroles.reading.dates import restored_period
from sphinx_pmroles.reading.roadmap import DateRules

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_pmroles.extension.domain import HandbookDomain

#: An inventory as JSON has it.
Inventory = dict[str, Any]


def load_baselines(app: Sphinx) -> None:
    """Read the baselines that ``conf.py`` names, and say which cannot be read."""
    settings = Settings.of(app.config)
    domain: HandbookDomain = app.env.domains["pm"]  # type: ignore[assignment]
    found = {
        name: _load(name, Path(app.confdir, path))
        for name, path in settings.baselines.items()
    }
    withheld = frozenset(
        name
        for name, baseline in found.items()
        if baseline and not is_for(settings.audience, baseline)
    )
    # What is hidden in it may be gone from the sources: nobody can tell it any more.
    domain.baselines = {
        name: {} if name in withheld else baseline for name, baseline in found.items()
    }
    domain.withheld_baselines = withheld


def _load(name: str, path: Path) -> Inventory:
    try:
        return read_inventory(path, may_wait=False)
    except InventoryError as error:
        fault = (
            f"{PREFIX}baselines[{quoted(name)}]: {error}; nothing is compared with it"
        )
        warn(Subtype.INVENTORY, fault)
        return {}


class PastPlans(Mapping[str, Past]):
    """When the items of a handbook were planned, by the name of each baseline.

    Few pages ask, and each answer needs the whole handbook: so it is made when it is
    first asked for.
    """

    def __init__(
        self,
        baselines: Mapping[str, Inventory],
        changes: Callable[[str], Changes],
        rules: DateRules,
    ) -> None:
        self._baselines = baselines
        self._changes = changes
        self._rules = rules
        self._known: dict[str, Past] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._baselines)

    def __len__(self) -> int:
        return len(self._baselines)

    def __getitem__(self, name: str) -> Past:
        """Return the periods of the baseline *name*, by the keys of today."""
        if name not in self._known:
            items = self._baselines[name].get("items", {})
            # What was renamed changed: so all that have another key now are here.
            renamed = {
                change.old.key: change.new.key
                for change in self._changes(name).changes
                if change.kind is Kind.ITEM and change.old and change.new
            }
            self._known[name] = {
                renamed.get(key, key): restored_period(
                    item.get("when") or "",
                    _day(item.get("start")),
                    _day(item.get("end")),
                    fiscal_year_start=self._rules.fiscal_year_start,
                    locale=self._rules.locale,
                )
                for key, item in items.items()
            }
        return self._known[name]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
