"""The configuration: each value declared once, for Sphinx, for us and for the docs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal

from sphinx_pmroles.checks.table import CHECKS
from sphinx_pmroles.extension.log import Subtype, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

PREFIX = "pmroles_"

Rebuild = Literal["", "env", "html"]


def _value(
    default: Any,
    rebuild: Rebuild,
    valid: Callable[[Any], bool],
    allowed: str,
    text: str,
) -> Any:
    """Declare a value: *allowed* says in words what *valid* accepts."""
    metadata = {"rebuild": rebuild, "valid": valid, "allowed": allowed, "help": text}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


def _are_checks(value: Any) -> bool:
    return isinstance(value, dict) and all(
        name in CHECKS and isinstance(switch, (bool, int))
        for name, switch in value.items()
    )


def _is_today(value: Any) -> bool:
    if value is None or value == "build":
        return True
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What ``conf.py`` says, each value with the prefix ``pmroles_`` there."""

    checks: Mapping[str, bool | int] = _value(
        dict,
        "env",
        _are_checks,
        f"a dictionary of check names ({', '.join(CHECKS)}) to True, False or a number",
        "Checks to switch on or off, or their thresholds.",
    )
    today: str | None = _value(
        None,
        # Pages whose today line moves are found by their fingerprint.
        "",
        _is_today,
        'None, "build" or a date such as "2026-10-01"',
        "The as-of date of roadmaps that give none.",
    )
    fiscal_year_start: int = _value(
        1,
        "env",
        lambda value: type(value) is int and value in range(1, 13),
        "the number of a month, 1 to 12",
        "The month in which a fiscal year starts; FY27 ends in 2027.",
    )
    inventory: bool = _value(
        default=True,
        rebuild="",
        valid=lambda value: isinstance(value, bool),
        allowed="True or False",
        text="Whether to write pmroles.json beside objects.inv.",
    )

    @classmethod
    def of(cls, config: Config) -> Settings:
        """Return the settings that *config* holds."""
        return cls(**{f.name: getattr(config, PREFIX + f.name) for f in fields(cls)})

    def as_of(self) -> date | None:
        """Return the day of the today line of roadmaps that give none.

        A build's own day is that of ``SOURCE_DATE_EPOCH``, if it is set, so that the
        same sources can give the same bytes.
        """
        if self.today is None:
            return None
        if self.today != "build":
            return date.fromisoformat(self.today)
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if epoch:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        return datetime.now().astimezone().date()


def add_values(app: Sphinx) -> None:
    """Register every value with Sphinx."""
    for value in fields(Settings):
        app.add_config_value(
            PREFIX + value.name,
            default_of(value),
            value.metadata["rebuild"],
            types=(object,),
            description=value.metadata["help"],
        )
    app.connect("config-inited", check_values)


def check_values(_app: Sphinx, config: Config) -> None:
    """Replace each value that is not allowed by its default, and say so."""
    for value in fields(Settings):
        name = PREFIX + value.name
        given = getattr(config, name)
        if value.metadata["valid"](given):
            continue
        default = default_of(value)
        warn(
            Subtype.CONFIG,
            f"{name} = {given!r} is not allowed: expected {value.metadata['allowed']}; "
            f"the default {default!r} is used",
        )
        setattr(config, name, default)


def default_of(value: Field[Any]) -> Any:
    """Return the default of a value."""
    if value.default_factory is not MISSING:
        return value.default_factory()
    return value.default
