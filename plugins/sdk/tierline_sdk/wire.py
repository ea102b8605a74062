"""Values to plain data and back: what a pipe, a file or a table can carry, checked by the declared types on the way in."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum, IntEnum
from types import MappingProxyType, NoneType, UnionType
from typing import Any, ClassVar, Union, cast, get_args, get_origin, get_type_hints

from tierline_sdk.errors import Kind, TierlineError

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""What JSON can say."""

Decode = Callable[[object], object]


class NotPlain(TierlineError):
    """A value cannot be said in plain data, or plain data is not of the declared type."""

    kind: ClassVar[Kind] = Kind.INVALID
    reason: ClassVar[str] = "NOT_PLAIN"


def to_plain(value: object) -> Plain:
    """
    Say *value* in plain data.

    Raises:
        NotPlain: The value, or something in it, is no frozen value, enum, aware time, span, mapping, sequence or plain datum.
    """
    if isinstance(value, Enum):
        return cast("Plain", value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    return _compound(value)


def _compound(value: object) -> Plain:
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(to_plain(key)): to_plain(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return _aware(value).isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise NotPlain(f"{type(value).__name__} cannot be sent: use frozen values of tierline_sdk and plain data.")


def from_plain(declared: Any, data: object) -> Any:
    """
    Rebuild a value of the *declared* type; mappings come back read-only, sequences as tuples.

    Args:
        declared: A type or annotation: frozen dataclass, enum, `datetime`, `timedelta`, `str`, `int`, `float`, `bool`, `X | None`,
            `Sequence[X]`, `tuple[X, ...]`, `Mapping[K, V]`, or `object` for plain data as it is.
        data: What came out of JSON.

    Raises:
        NotPlain: The data are not of that type; the message names the place.
    """
    return _decoder(declared)(data)


@functools.cache
def _decoder(declared: Any) -> Decode:
    origin = get_origin(declared)
    if origin in {Union, UnionType}:
        return _optional(declared)
    if origin is tuple or origin is Sequence:
        return _sequence(get_args(declared)[0])
    if origin is Mapping:
        return _mapping(*get_args(declared))
    if is_dataclass(declared):
        return _dataclass(cast("type", declared))
    return _scalar(declared)


def _scalar(declared: Any) -> Decode:
    if declared in {object, Any}:
        return lambda data: data
    if declared is NoneType:
        return lambda data: _same(NoneType, data)
    if declared is datetime:
        return _datetime
    if declared is timedelta:
        return lambda data: timedelta(seconds=cast("float", _same(float, data)))
    if isinstance(declared, type) and issubclass(declared, Enum):
        return lambda data: _enum(declared, data)
    if declared in {bool, int, float, str}:
        return lambda data: _same(declared, data)
    raise NotPlain(f"{declared!r} is no type that plain data can be checked against.")


def _same(declared: type, data: object) -> object:
    """Take *data* when it is exactly of the type; an integer also serves as a float, a boolean never as a number."""
    if type(data) is declared:
        return data
    if declared is float and type(data) is int:
        return float(data)
    raise NotPlain(f"{_shown(data)} where {declared.__name__} is declared.")


def _enum(declared: type[Enum], data: object) -> Enum:
    try:
        return declared(data)
    except ValueError:
        raise NotPlain(f"{_shown(data)} is no {declared.__name__}.") from None


def _datetime(data: object) -> datetime:
    try:
        return _aware(datetime.fromisoformat(cast("str", _same(str, data))))
    except ValueError:
        raise NotPlain(f"{_shown(data)} is no time.") from None


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise NotPlain(f"The time {value.isoformat()} has no zone.")
    return value


def _optional(declared: Any) -> Decode:
    inner = [option for option in get_args(declared) if option is not NoneType]
    if len(inner) != 1 or NoneType not in get_args(declared):
        raise NotPlain(f"{declared!r}: of the unions only `X | None` can be checked.")
    decode = _decoder(inner[0])
    return lambda data: None if data is None else decode(data)


def _sequence(item: Any) -> Decode:
    decode = _decoder(item)

    def run(data: object) -> object:
        if not isinstance(data, list | tuple):
            raise NotPlain(f"{_shown(data)} where a sequence is declared.")
        return tuple(decode(element) for element in data)

    return run


def _mapping(key: Any, value: Any) -> Decode:
    decode_key, decode_value = _decoder(key), _decoder(value)
    numeric = isinstance(key, type) and issubclass(key, IntEnum)

    def run(data: object) -> object:
        if not isinstance(data, Mapping):
            raise NotPlain(f"{_shown(data)} where a mapping is declared.")
        return MappingProxyType({decode_key(_number(name) if numeric else name): decode_value(item) for name, item in data.items()})

    return run


def _number(name: object) -> object:
    return int(name) if isinstance(name, str) and name.isdecimal() else name


def _dataclass(declared: type) -> Decode:
    hints = get_type_hints(declared)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields(declared)}
    required = [field.name for field in fields(declared) if field.default is MISSING and field.default_factory is MISSING]

    def run(data: object) -> object:
        if not isinstance(data, Mapping):
            raise NotPlain(f"{_shown(data)} where {declared.__name__} is declared.")
        if missing := [name for name in required if name not in data]:
            raise NotPlain(f"{declared.__name__} lacks {', '.join(missing)}.")
        if unknown := [str(name) for name in data if name not in decoders]:
            raise NotPlain(f"{declared.__name__} has no {', '.join(unknown)}.")
        return declared(**{name: _field(declared, name, decoders[name], item) for name, item in data.items()})

    return run


def _field(declared: type, name: str, decode: Decode, item: object) -> object:
    try:
        return decode(item)
    except NotPlain as error:
        raise NotPlain(f"{declared.__name__}.{name}: {error.message}") from None


def _shown(data: object) -> str:
    text = repr(data)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - long enough to recognise, short enough for a log line.
