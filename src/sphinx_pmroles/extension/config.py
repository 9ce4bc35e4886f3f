"""The configuration: each value declared once, for Sphinx, for us and for the docs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import UTC, date, datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from sphinx.errors import ConfigError

from sphinx_pmroles.extension.log import Subtype, warn
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.messages import listed, nearest, quoted, shortened

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_pmroles.checks.table import Check

PREFIX = "pmroles_"

Rebuild = Literal["", "env", "html"]


def _value(
    default: Any,
    rebuild: Rebuild,
    valid: Callable[[Any], bool],
    allowed: str,
    text: str,
    *,
    example: str = "",
    means: str = "",
    more: str = "",
    faults: Callable[[Any], dict[Any, str]] | None = None,
) -> Any:
    """Declare a value: *allowed* says in words what *valid* accepts.

    Of a dictionary, *faults* may say for each entry that cannot be used what is
    allowed and what is done instead; the others are kept.  For the documentation,
    *example* is a line of ``conf.py``, *means* says what the default does, and *more*
    is Markdown.
    """
    metadata = {
        "rebuild": rebuild,
        "valid": valid,
        "allowed": allowed,
        "help": text,
        "example": example,
        "means": means,
        "more": more,
        "faults": faults,
    }
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


def _without(faults: Callable[[Any], dict[Any, str]]) -> Callable[[Any], bool]:
    """Return what says whether a value is a dictionary in which *faults* finds none.

    It is not asked about an empty one: it imports what it compares with.
    """
    return lambda value: isinstance(value, dict) and not (value and faults(value))


def _faulty_checks(value: Any) -> dict[Any, str]:
    """Return what is wrong with each switch of a check that cannot be used."""
    from sphinx_pmroles.checks.table import CHECKS

    faults = {}
    for name, switch in value.items():
        check = CHECKS.get(name)
        if check is None:
            near = nearest(str(name), CHECKS)
            guess = f" (perhaps {quoted(near)})" if near else ""
            faults[name] = (
                f"expected the name of a check{guess}: {', '.join(CHECKS)}; "
                "the entry is left out"
            )
        elif not _is_switch(check, switch):
            allowed = "True, False or a whole number above 0"
            if check.threshold is None:
                allowed = "True or False"
            faults[name] = f"expected {allowed}; the default {check.on} is used"
    return faults


def _is_switch(check: Check, switch: Any) -> bool:
    if isinstance(switch, bool):
        return True
    return check.threshold is not None and isinstance(switch, int) and switch > 0


def _are_audiences(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and bool(value)
        and all(isinstance(name, str) and fold(name) for name in value)
        and not any("," in name for name in value)
    )


def _faulty_schemes(value: Any) -> dict[Any, str]:
    """Return what is wrong with each scheme that cannot be used."""
    from sphinx_pmroles.model.scheme import make_scheme

    faults = {}
    for name, entry in value.items():
        try:
            make_scheme(name, entry)
        except ValueError as error:
            faults[name] = f"{error}; the entry is left out"
    return faults


def _faulty_statuses(value: Any) -> dict[Any, str]:
    """Return what is wrong with each word for a state that cannot be used."""
    from sphinx_pmroles.model.roadmap import Status

    return {
        word: f"expected a word and one of {listed(map(str, Status))}; "
        "the entry is left out"
        for word, state in value.items()
        if not (isinstance(word, str) and word.strip() and state in tuple(Status))
    }


def _faulty_baselines(value: Any) -> dict[Any, str]:
    """Return what is wrong with each earlier version that cannot be used."""
    return {
        name: "expected the name of a version and the path of its pmroles.json, such "
        'as {"1.0": "baselines/1.0.json"}; the entry is left out'
        for name, path in value.items()
        if not (isinstance(name, str) and name.strip() and _is_path(path))
    }


def _is_path(value: Any) -> bool:
    return isinstance(value, str | os.PathLike) and bool(os.fspath(value))


#: A name of a handbook: it stands before a slash, in lists, and beside other names.
_NAME = re.compile(r"[^\s/,*]+")


def _faulty_handbooks(value: Any) -> dict[Any, str]:
    """Return what is wrong with each handbook that cannot be used."""
    faults = {}
    names: set[str] = set()
    owns = 0
    for name, where in value.items():
        fault = ""
        if not (isinstance(name, str) and _NAME.fullmatch(name)):
            fault = "expected a name without blanks, '/', ',' and '*'"
        elif fold(name) in names:
            fault = "expected a name that no other handbook has, whatever the case"
        elif where is None and owns:
            fault = "expected None, which means this handbook, once"
        elif not (where is None or _is_location(where)):
            fault = (
                "expected a path, an http or https URL of a pmroles.json, a pair of "
                "the URL of the site and either of these, or None for this handbook"
            )
        if fault:
            faults[name] = f"{fault}; the entry is left out"
            continue
        names.add(fold(name))
        owns += where is None
    return faults


def _is_location(value: Any) -> bool:
    match value:
        case [str() as base, str() | os.PathLike() as location]:
            return is_url(base) and _is_location(location)
        case str() | os.PathLike():
            text = str(os.fspath(value))
            is_path = "://" not in text and text.isprintable() and bool(text.strip())
            return is_path or is_url(text)
    return False


def is_url(text: str) -> bool:
    """Return whether *text* is the URL of something on the web."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


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
        _without(_faulty_checks),
        "a dictionary of names of checks to True, False or a threshold",
        "Checks to switch on or off, or their thresholds.",
        example='{"one-owner": False, "undefined-role": True, "too-many-consulted": 5}',
        means="each check has the default that {doc}`checks` says",
        more="""
            A number switches a check that counts on, and is what it allows at most;
            `True` switches it on with the number that {doc}`checks` says.
            Of an entry that is not allowed, the default is used; the others are kept.
            """,
        faults=_faulty_checks,
    )
    audience: str | None = _value(
        None,
        "env",
        # One that is wrong stops the build: see extension/audience.py.
        lambda _value: True,
        "None or one of pmroles_audiences",
        "The audience of this build: what is for others alone is left out.",
        example='"public"',
        means="everything is shown",
        more="""
            One that is not in `pmroles_audiences` stops the build.
            {doc}`../how-to/build-an-internal-and-a-public-edition` shows how to use it.
            """,
    )
    audiences: Sequence[str] = _value(
        lambda: ["internal", "public"],
        "env",
        _are_audiences,
        "a list of names",
        "The audiences that the option `audience` and the column *Audience* may name.",
        example='["internal", "partners", "public"]',
        more="""
            Any other name in the sources stops the build, whichever audience is built:
            a slip of the pen would show what is to be hidden.
            """,
    )
    schemes: Mapping[str, Any] = _value(
        dict,
        "env",
        _without(_faulty_schemes),
        "a dictionary of names to dictionaries of letters, owner, doer, exactly_one "
        "and aliases",
        "More responsibility schemes, or others by the names of those that are there.",
        example='{"rax": {"letters": {"R": "Responsible", "A": "Accountable", '
        '"X": "Expert"}, "owner": "A", "doer": "R"}}',
        means="the schemes that {doc}`matrix` lists",
        more="""
            `letters` names the word of each letter, and `owner` the letter that each
            activity has exactly once. Where given, at least one participant of each
            activity has the letter `doer`; `exactly_one` lists more letters that it has
            exactly once, and `aliases` other names of the scheme.
            """,
        faults=_faulty_schemes,
    )
    today: str | None = _value(
        None,
        # Pages whose today line moves are found by their fingerprint.
        "",
        _is_today,
        'None, "build" or a date such as "2026-10-01"',
        "The as-of date of roadmaps that give none.",
        example='"2026-11-22"',
        means="no today line",
        more="""
            `"build"` is the day of `SOURCE_DATE_EPOCH` if that is set in the
            environment, else the day of the build: a page then changes with the clock.
            Give a date where the same sources should give the same pages.
            The next milestone of a {doc}`product` is on that day or after it.
            """,
    )
    fiscal_year_start: int = _value(
        1,
        "env",
        lambda value: type(value) is int and value in range(1, 13),
        "the number of a month, 1 to 12",
        "The month in which a fiscal year starts; FY27 ends in 2027.",
        example="4",
        means="fiscal years are calendar years",
        more="""
            In the example FY27 runs from April 2026 to March 2027, and FY27-Q2 is
            July to September 2026.
            """,
    )
    statuses: Mapping[str, str] = _value(
        dict,
        "env",
        _without(_faulty_statuses),
        "a dictionary of words to one of the five states",
        "More words for the five states of roadmap items.",
        example='{"in review": "in progress", "parked": "blocked"}',
        means="the words that {doc}`roadmap` lists",
        more="""
            The states are `planned`, `in progress`, `blocked`, `done` and `dropped`.
            Items keep the word that their author wrote; it is drawn as its state.
            """,
        faults=_faulty_statuses,
    )
    baselines: Mapping[str, str] = _value(
        dict,
        # Pages that show what changed are found by their fingerprint.
        "",
        _without(_faulty_baselines),
        "a dictionary of names of versions to paths of their pmroles.json",
        "Earlier versions of the handbook to compare it with.",
        example='{"1.0": "baselines/1.0.json"}',
        means="there is nothing to compare with",
        more="""
            A path is relative to the folder of `conf.py`.
            The name is what `:since:` of {doc}`changes` and {doc}`roadmap` gives.
            """,
        faults=_faulty_baselines,
    )
    handbooks: Mapping[str, Any] = _value(
        dict,
        # Pages that show something of them are found by their fingerprint.
        "",
        _without(_faulty_handbooks),
        "a dictionary of names to paths or URLs of pmroles.json files",
        "The other handbooks that this one shows and refers to.",
        example='{"platform": "https://platform.example.org/pmroles.json", '
        '"mobile": "../mobile/pmroles.json", "company": None}',
        means="no other handbook",
        more="""
            Each is a path, relative to `conf.py`, or an `http` or `https` URL.
            Links lead to the folder of that URL; a path has none, so that its things
            are not linked, unless a pair says where its site is:
            `("https://platform.example.org/", "../platform/pmroles.json")`.
            `None` is the name that this handbook has in the others.
            {doc}`/how-to/join-several-handbooks` says what can be done with them, and
            what is kept of them.
            """,
        faults=_faulty_handbooks,
    )
    inventory: bool = _value(
        default=True,
        rebuild="",
        valid=lambda value: isinstance(value, bool),
        allowed="True or False",
        text="Whether to write pmroles.json beside objects.inv.",
        example="False",
        more="{doc}`pmroles-json` says what is in it.",
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
            # Our own check says more, and Sphinx knows no union of types.
            types=Any,
            description=value.metadata["help"],
        )
    app.connect("config-inited", check_names)
    app.connect("config-inited", check_values)


def check_names(_app: Sphinx, config: Config) -> None:
    """Say which name in ``conf.py`` is nearly one of ours, and means nothing.

    :raises ConfigError: where an audience is meant, for everything would be shown
    """
    known = [PREFIX + value.name for value in fields(Settings)]
    # Sphinx keeps what conf.py says, and tells nobody of names that it does not know.
    given: Mapping[str, object] = getattr(config, "_raw_config", {})
    for name in sorted({*given, *config.overrides} - set(config.values)):
        value = given.get(name)
        is_ours = name.replace("_", "").startswith(("pmrole", "sphinxpmrole"))
        if not is_ours or callable(value) or isinstance(value, ModuleType):
            continue
        near = nearest(name, known, 0.8)
        meant = f"did you mean {near}?" if near else f"write one of {', '.join(known)}"
        fault = f"{shortened(name)} is no value of conf.py: {meant}"
        if near.startswith(f"{PREFIX}audience"):
            raise ConfigError(f"{fault} Nothing would be hidden")
        # Of overrides, Sphinx says so itself.
        if name in given:
            warn(Subtype.CONFIG, fault)


def check_values(_app: Sphinx, config: Config) -> None:
    """Replace each value that is not allowed by its default, and say so."""
    for value in fields(Settings):
        name = PREFIX + value.name
        given = getattr(config, name)
        if value.metadata["valid"](given):
            continue
        if value.metadata["faults"] and isinstance(given, dict):
            faults = value.metadata["faults"](given)
            for key, fault in faults.items():
                warn(
                    Subtype.CONFIG,
                    f"{name}[{quoted(key)}] = {_shown(given[key])} is not allowed: "
                    f"{fault}",
                )
            kept = {key: one for key, one in given.items() if key not in faults}
            setattr(config, name, kept)
            continue
        default = default_of(value)
        warn(
            Subtype.CONFIG,
            f"{name} = {_shown(given)} is not allowed: "
            f"expected {value.metadata['allowed']}; "
            f"the default {quoted(default)} is used",
        )
        setattr(config, name, default)


def _shown(value: Any) -> str:
    """Return a value as a log may hold it: without the passwords of URLs."""
    return shortened(re.sub(r"(?<=://)[^/\s'\"]*@", "", repr(value)))


def default_of(value: Field[Any]) -> Any:
    """Return the default of a value."""
    if value.default_factory is not MISSING:
        return value.default_factory()
    return value.default
