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
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

#: A record as nested tuples of strings, numbers and ``None``.
Row = tuple[Any, ...]


def pack(record: Any) -> Row:
    """Return a record, and the records inside it, as nested tuples."""
    packed = _pack_value(record)
    assert isinstance(packed, tuple)
    return packed


def unpack(kind: type[T], row: Row) -> T:
    """Return the record of class *kind* that :func:`pack` made *row* of."""
    read: Callable[[Row], T] = _reader(cast("Any", kind))
    return read(row)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_PLAIN = frozenset({str, int, bool, type(None)})


def _pack_value(value: Any) -> Any:
    # Most values are plain: asking for their type first halves the time.
    if type(value) in _PLAIN:
        return value
    match value:
        case Enum():
            return value.value
        case tuple():
            return tuple([_pack_value(each) for each in value])
        case date():
            return value.isoformat()
    names = _names(cast("Any", type(value)))
    return tuple([_pack_value(getattr(value, name)) for name in names])


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:  # noqa: PLR0911 (one a kind)
    """Return the function that makes a value of type *kind* of its packed form."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        readers = [_reader(hints[name]) for name in _names(kind)]

        def read_record(row: Row) -> Any:
            return kind(
                *[
                    value if read is _same else read(value)
                    for read, value in zip(readers, row, strict=True)
                ]
            )

        # A matrix repeats few different cells many times.
        is_repeated = getattr(kind, "is_repeated", False)
        return lru_cache(maxsize=4096)(read_record) if is_repeated else read_record
    if get_origin(kind) is tuple:
        inner = _reader(get_args(kind)[0])
        if inner is _same:
            return _same
        return lambda row: tuple(map(inner, row))
    if get_origin(kind) in (Union, types.UnionType):
        (wanted,) = [arg for arg in get_args(kind) if arg is not type(None)]
        read = _reader(wanted)
        if read is _same:
            return _same
        return lambda value: None if value is None else read(value)
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _same


def _same(value: Any) -> Any:
    return value
