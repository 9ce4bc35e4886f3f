"""Records as plain rows: what the build environment keeps, and what is hashed.

Sphinx pickles its environment at every build.  40,000 objects load and dump in 77 ms
as tuples and in 355 ms as slotted dataclasses, so the environment holds tuples and the
records are made of them when they are needed.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

#: A record as nested tuples of strings, numbers and ``None``.
Row = tuple[Any, ...]


def pack(record: Any) -> Row:
    """Return a record, and the records inside it, as nested tuples."""
    write: Callable[[Any], Row] = _writer(cast("Any", type(record)))
    return write(record)


def unpack(kind: type[T], row: Row) -> T:
    """Return the record of class *kind* that :func:`pack` made *row* of."""
    read: Callable[[Row], T] = _reader(cast("Any", kind))
    return read(row)


@cache
def field_names(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields of a class of records."""
    return tuple(field.name for field in fields(kind))


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:  # noqa: PLR0911 (one a kind)
    """Return the function that packs a value of type *kind*."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _record_writer(kind)
    if get_origin(kind) is tuple:
        inner = _writer(get_args(kind)[0])
        if inner is _same:
            return _same
        return lambda values: tuple(map(inner, values))
    if get_origin(kind) in (Union, types.UnionType):
        return _writer(_wanted(kind))
    if kind is date:
        return date.isoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        # A member itself takes three times as long to tell its value.
        return {member: member.value for member in kind}.__getitem__
    return _same


def _record_writer(kind: Any) -> Callable[[Any], Row]:
    """Return the function that packs records: plain fields are taken all at once."""
    hints, names = get_type_hints(kind), field_names(kind)
    writers = [(n, _writer(hints[name])) for n, name in enumerate(names)]
    writers = [(n, write) for n, write in writers if write is not _same]
    # Of one name, attrgetter would return the value alone.
    get: Callable[[Any], Row] = attrgetter(*names, *names[:1])
    length = len(names)

    def write_record(record: Any) -> Row:
        row = list(get(record)[:length])
        for n, write in writers:
            value = row[n]
            # What is missing, and what holds nothing, is the same in both forms.
            if value is not None and value != ():
                row[n] = write(value)
        return tuple(row)

    return write_record


def _wanted(kind: Any) -> Any:
    """Return the type of a value that may be missing."""
    (wanted,) = [arg for arg in get_args(kind) if arg is not type(None)]
    return wanted


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:  # noqa: PLR0911 (one a kind)
    """Return the function that makes a value of type *kind* of its packed form."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _record_reader(kind)
    if get_origin(kind) is tuple:
        inner = _reader(get_args(kind)[0])
        if inner is _same:
            return _same
        return lambda row: tuple(map(inner, row))
    if get_origin(kind) in (Union, types.UnionType):
        return _reader(_wanted(kind))
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        # The class itself takes ten times as long to find its member.
        return {member.value: member for member in kind}.__getitem__
    return _same


def _record_reader(kind: Any) -> Callable[[Row], Any]:
    """Return the function that makes records: plain fields are taken as they are."""
    hints, names = get_type_hints(kind), field_names(kind)
    readers = [(n, _reader(hints[name])) for n, name in enumerate(names)]
    readers = [(n, read) for n, read in readers if read is not _same]

    def read_record(row: Row) -> Any:
        values = list(row)
        for n, read in readers:
            value = values[n]
            if value is not None and value != ():
                values[n] = read(value)
        return kind(*values)

    # A matrix repeats few different cells many times.
    is_repeated = getattr(kind, "is_repeated", False)
    return lru_cache(maxsize=4096)(read_record) if is_repeated else read_record


def _same(value: Any) -> Any:
    return value
