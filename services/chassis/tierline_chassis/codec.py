"""Between protobuf and our values: enums by their names, instants and durations exactly."""

from datetime import UTC, datetime, timedelta
from enum import Enum, IntEnum
from functools import cache
from typing import Any, TypeVar

from google.protobuf.duration_pb2 import Duration
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.timestamp_pb2 import Timestamp
from tierline_sdk.errors import Kind, TierlineError

E = TypeVar("E", bound=Enum)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_enum(values: type[E], contract: EnumTypeWrapper, number: int) -> E | None:
    """Give the value that *number* stands for in the contract's enum; `None` for the unspecified one and for numbers of a newer contract."""
    return _by_number(values, contract).get(number)


def from_enum(contract: EnumTypeWrapper, value: Enum | None) -> Any:
    """Give the number of *value* in the contract's enum, as a message's field takes it; the unspecified one for `None`."""
    return 0 if value is None else _by_value(type(value), contract)[value]


class TimeOutOfRange(TierlineError):
    """An instant or a duration lies beyond anything that a calendar holds."""

    kind, reason = Kind.INVALID, "TIME_OUT_OF_RANGE"


def to_datetime(timestamp: Timestamp) -> datetime:
    """
    Give an aware UTC instant, to the microsecond below.

    Raises:
        TimeOutOfRange: It lies outside the years 1 to 9999, which the contract promises and the wire does not.
    """
    try:
        return _EPOCH + timedelta(seconds=timestamp.seconds, microseconds=timestamp.nanos // 1000)
    except OverflowError:
        raise TimeOutOfRange(f"{timestamp.seconds} seconds since 1970 lie outside the years 1 to 9999.") from None


def from_datetime(instant: datetime) -> Timestamp:
    """Give *instant* as the contract says it."""
    seconds, rest = divmod(instant - _EPOCH, timedelta(seconds=1))
    return Timestamp(seconds=seconds, nanos=rest // _MICROSECOND * 1000)


def to_timedelta(duration: Duration) -> timedelta:
    """
    Give a duration, to the microsecond below.

    Raises:
        TimeOutOfRange: It is longer than anything that a calendar holds.
    """
    try:
        return timedelta(seconds=duration.seconds, microseconds=duration.nanos // 1000)
    except OverflowError:
        raise TimeOutOfRange(f"{duration.seconds} seconds are more than any calendar holds.") from None


def from_timedelta(duration: timedelta) -> Duration:
    """Give *duration* as the contract says it."""
    message = Duration()
    message.FromTimedelta(duration)
    return message


@cache
def _by_number(values: type[E], contract: EnumTypeWrapper) -> dict[int, E]:
    return {number: value for value, number in _by_value(values, contract).items()}


@cache
def _by_value(values: type[E], contract: EnumTypeWrapper) -> dict[E, int]:
    """Pair values and numbers: `NATURE_CORRECTIVE` is the enum's name, an underscore and the value in upper case, or its name for numbers (`LEVEL_L1`)."""
    prefix = _prefix(contract.DESCRIPTOR.name)
    return {value: contract.Value(prefix + _word(value)) for value in values}


def _word(value: Enum) -> str:
    return value.name if isinstance(value, IntEnum) else str(value.value).upper()


def _prefix(name: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() and at else letter.upper() for at, letter in enumerate(name)) + "_"
