"""Other handbooks: fetched once a build, before it reads, and kept for the next.

It is done as ``sphinx.ext.intersphinx`` does it, whose time limit and age of copies
hold here, too.  Other than there, there always is a time limit, for all handbooks
together, and what cannot be had is taken from the last copy, however old.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit, urlunsplit

from sphinx_pmroles.extension.audience import is_for
from sphinx_pmroles.extension.config import Settings, is_url
from sphinx_pmroles.extension.log import Subtype, warn
from sphinx_pmroles.inventory.load import (
    MOST_BYTES,
    TOO_LARGE,
    InventoryError,
    load,
    read_bytes,
)
from sphinx_pmroles.inventory.neighbour import to_handbook
from sphinx_pmroles.model.handbook import Handbook, Neighbours
from sphinx_pmroles.model.key import fold
from sphinx_pmroles.model.messages import quoted

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_pmroles.extension.domain import HandbookDomain

#: How many seconds all handbooks may take together, and how many days a copy is good
#: for, where ``intersphinx_timeout`` and ``intersphinx_cache_limit`` do not say.
TIME_LIMIT, CACHE_DAYS = 20.0, 5

_DAY = 24 * 60 * 60
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Source:
    """Where another handbook is: *location* is a path or a URL.

    *base* is the URL of its site, empty where that is the folder that it is in.
    """

    name: str
    location: str
    base: str = ""

    @property
    def is_remote(self) -> bool:
        """Whether it is fetched from the web."""
        return is_url(self.location)

    @property
    def shown(self) -> str:
        """The location as a log may hold it: without a password or a token."""
        return without_secrets(self.location) if self.is_remote else self.location


@dataclass(frozen=True, slots=True)
class Copy:
    """What a handbook's file said, and the URL that its addresses are relative to.

    *taken* is when, in seconds.
    """

    text: bytes
    base: str
    taken: float


class UnavailableError(Exception):
    """A handbook that cannot be had; says why."""


#: What was fetched, or why it could not be.
Fetched: TypeAlias = Copy | UnavailableError


def load_neighbours(app: Sphinx) -> None:
    """Give the domain the other handbooks, before anything is read."""
    handbooks = Settings.of(app.config).handbooks
    own = next((name for name, where in handbooks.items() if where is None), "")
    sources = sources_of(handbooks)
    store = CopyStore(Path(app.doctreedir) / "pmroles-handbooks")
    copies = {source: store.read(source) for source in sources}
    # With a fresh environment, nothing of earlier builds is relied upon.
    days = 0 if app.fresh_env_used else _setting(app.config, "cache_limit", CACHE_DAYS)
    fetched = fetch_all(
        [source for source in sources if not _is_good(source, copies[source], days)],
        Path(app.confdir),
        app.config,
    )
    audience = Settings.of(app.config).audience
    loader = _Loader(store, frozenset(map(fold, handbooks)), audience)
    loaded = {
        fold(source.name): loader.handbook(source, fetched.get(source), copies[source])
        for source in sources
    }
    domain: HandbookDomain = app.env.domains["pm"]  # type: ignore[assignment]
    domain.neighbours = Neighbours(
        {name: handbook for name, handbook in loaded.items() if handbook is not None},
        own,
        own or app.config.project,
        frozenset(name for name, handbook in loaded.items() if handbook is None),
    )


def sources_of(handbooks: Mapping[str, Any]) -> list[Source]:
    """Return where the handbooks of the configuration are, but for this one."""
    pairs = {
        name: where if isinstance(where, tuple | list) else ("", where)
        for name, where in handbooks.items()
        if where is not None
    }
    return [
        Source(name, os.fspath(location), base)
        for name, (base, location) in pairs.items()
    ]


def _setting(config: Config, name: str, default: float) -> float:
    """Return a value of intersphinx; *default* where that is not used, or unset."""
    value = getattr(config, f"intersphinx_{name}", None)
    return default if value is None else value


def _is_good(source: Source, copy: Copy | None, days: float) -> bool:
    """Return whether a copy will do; files are always read, as they cost nothing."""
    if copy is None or not source.is_remote:
        return False
    return days < 0 or time.time() - copy.taken < days * _DAY


@dataclass(frozen=True, slots=True)
class _Loader:
    """Makes handbooks of what was fetched, and keeps that for the next build."""

    store: CopyStore
    names: frozenset[str]
    audience: str | None

    def handbook(
        self, source: Source, fetched: Fetched | None, last: Copy | None
    ) -> Handbook | None:
        """Return the handbook as it was fetched, else as the last copy has it."""
        handbook: Handbook | None = None
        why = ""
        if isinstance(fetched, UnavailableError):
            why = f"{source.shown} cannot be had: {fetched}"
        elif fetched:
            try:
                handbook = self.read(source, fetched)
            except InventoryError as error:
                why = str(error)
            else:
                self.store.keep(source, fetched)
                return handbook
        try:
            handbook = self.read(source, last) if last else None
        except InventoryError as error:
            why, handbook = why or str(error), None
        if why:
            instead = "it is left out, and what refers to it stays plain text"
            if handbook is not None and last:
                day = datetime.fromtimestamp(last.taken, UTC)
                instead = f"the copy of {day:%Y-%m-%d %H:%M} UTC is used"
            warn(
                Subtype.HANDBOOKS,
                f"pmroles_handbooks[{quoted(source.name)}]: {why}; {instead}",
            )
        return handbook

    def read(self, source: Source, copy: Copy) -> Handbook:
        """Return the handbook of a file.  Raises InventoryError."""
        data = load(copy.text, source.shown)
        if not is_for(self.audience, data):
            # A copy that was kept by a build for others: it may not stay in the output.
            self.store.drop(source)
            raise InventoryError(
                f"{source.shown} is not the edition for the audience "
                f"{quoted(self.audience)}, and what is hidden in it cannot be told: "
                "name a pmroles.json that was built with pmroles_audience = "
                f"{quoted(self.audience)}"
            )
        return to_handbook(data, source.name, copy.base, self.names)


class CopyStore:
    """The last copy of each handbook, a file each: its base, then what it said.

    When it was taken is the time of the file, as it is with intersphinx.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, source: Source) -> Copy | None:
        """Return the last copy, ``None`` if there is none."""
        path = self._path(source)
        try:
            base, _, text = path.read_bytes().partition(b"\n")
            return Copy(text, base.decode(), path.stat().st_mtime)
        except (OSError, ValueError):
            return None

    def keep(self, source: Source, copy: Copy) -> None:
        """Keep a copy; where nothing can be written, the next build fetches again."""
        path = self._path(source)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(f".{os.getpid()}")
            new.write_bytes(copy.base.encode() + b"\n" + copy.text)
            new.replace(path)

    def drop(self, source: Source) -> None:
        """Keep no copy any more."""
        with suppress(OSError):
            self._path(source).unlink(missing_ok=True)

    def _path(self, source: Source) -> Path:
        # No part of a URL: it may hold a password.
        text = f"{source.name}\n{source.location}\n{source.base}"
        return self.folder / sha256(text.encode()).hexdigest()[:16]


# Fetching


def fetch_all(
    sources: Iterable[Source], folder: Path, config: Config
) -> dict[Source, Fetched]:
    """Return what is at each source, or why it cannot be had.

    Paths are relative to *folder*.  All that is on the web is fetched at once: however
    many of them hang, they take one time limit.
    """
    found: dict[Source, Fetched] = {}
    remote = []
    for source in sources:
        if source.is_remote:
            remote.append(source)
        else:
            found[source] = _attempt(_read_file, source, folder)
    if not remote:
        return found
    limit = _setting(config, "timeout", TIME_LIMIT)
    end = time.monotonic() + limit
    answers: dict[Source, Fetched] = {}

    def fetch(source: Source) -> None:
        answers[source] = _attempt(_read_url, source, limit, config)

    # One that sends a byte now and then has no end: it must not keep us from ours.
    threads = [Thread(target=fetch, args=(one,), daemon=True) for one in remote]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    late = UnavailableError(_NO_ANSWER)
    return found | {source: answers.get(source, late) for source in remote}


def _attempt(read: Callable[..., Copy], *arguments: Any) -> Fetched:
    try:
        return read(*arguments)
    except UnavailableError as error:
        return error
    # Those of requests are of these kinds.
    except (OSError, ValueError) as error:
        return UnavailableError(_reason(error))


def _read_file(source: Source, folder: Path) -> Copy:
    data = read_bytes(folder / source.location, may_wait=False)
    return Copy(data, _base(source), time.time())


def _read_url(source: Source, limit: float, config: Config) -> Copy:
    """Fetch a file of the web, bit by bit: it may be endless, or slow, or a bomb."""
    # It takes 50 ms to import: who has no handbook on the web does not pay for it.
    from sphinx.util import requests

    end = time.monotonic() + limit
    with requests.get(
        source.location,
        stream=True,
        timeout=limit,
        _user_agent=config.user_agent,
        _tls_info=(config.tls_verify, config.tls_cacerts),
    ) as response:
        response.raise_for_status()
        parts, size = [], 0
        for part in response.iter_content(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > MOST_BYTES:
                raise UnavailableError(TOO_LARGE)
            if time.monotonic() > end:
                raise UnavailableError(_NO_ANSWER)
        # It may have moved: then its pages have, too.
        base = _base(source) or _folder(response.url)
    return Copy(b"".join(parts), base, time.time())


_NO_ANSWER = "no full answer in time (intersphinx_timeout)"


def _reason(error: Exception) -> str:
    """Return why a fetch failed: never the error's own words, which hold the URL."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status:
        return f"the server answers {status}"
    name = type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if "Timeout" in name or "timed out" in str(error):
        return _NO_ANSWER
    if "SSL" in name:
        return "the server's certificate is not trusted (tls_verify, tls_cacerts)"
    return {"ConnectionError": "no connection to the server"}.get(name, name)


def _base(source: Source) -> str:
    """Return the URL of the site of *source*, as that of a folder, if it is given."""
    return f"{without_secrets(source.base).rstrip('/')}/" if source.base else ""


def _folder(url: str) -> str:
    """Return the URL of the folder that the file at *url* is in."""
    return f"{without_secrets(url).rpartition('/')[0]}/"


def without_secrets(url: str) -> str:
    """Return a URL without user, password, query and fragment."""
    parts = urlsplit(url)
    return urlunsplit(
        (parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")
    )
