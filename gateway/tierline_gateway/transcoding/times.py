"""Instants, durations and field masks as proto3 JSON writes them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from google.protobuf.duration_pb2 import Duration
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from tierline_gateway.transcoding.wrong import Wrong

_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))",
)
_DURATION = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,9}))?s")
_LONGEST_SECONDS = 315_576_000_000
"""What protobuf's Duration holds, about 10,000 years."""
_FIRST, _LAST = -62_135_596_800, 253_402_300_799
"""What protobuf's Timestamp holds: from the year 1 to the end of the year 9999."""
_MOST_OFFSET_MINUTES = 24 * 60
_TO_THE_SECOND = len("2026-01-31T09:30:00")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PATH = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*")
_CAPITAL = re.compile(r"[A-Z]")
_SMALL_AFTER_LINE = re.compile(r"_([a-z])")


def read_timestamp(message: Timestamp, value: Any) -> None:
    """Read an instant in RFC 3339, with its zone."""
    match = _INSTANT.fullmatch(value) if type(value) is str else None
    if match is None:
        raise Wrong("must be an instant in RFC 3339, such as 2026-01-31T09:30:00Z")
    year, month, day, hour, minute, second, fraction, sign, hours, minutes = match.groups()
    try:
        instant = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except ValueError as error:
        raise Wrong(f"is no instant that exists: {error}") from error
    seconds = (instant - _EPOCH) // timedelta(seconds=1) - _offset_seconds(sign, hours, minutes)
    if not _FIRST <= seconds <= _LAST:
        raise Wrong("must be an instant of the years 1 to 9999")
    message.seconds, message.nanos = seconds, _nanos(fraction)


def _offset_seconds(sign: str | None, hours: str | None, minutes: str | None) -> int:
    if not sign or hours is None or minutes is None:
        return 0
    offset = int(hours) * 60 + int(minutes)
    if offset >= _MOST_OFFSET_MINUTES or int(minutes) > 59:  # noqa: PLR2004 (an hour's last minute)
        raise Wrong("must have an offset of less than 24 hours, such as +01:00")
    return offset * (60 if sign == "+" else -60)


def _nanos(fraction: str | None) -> int:
    return int(fraction.ljust(9, "0")) if fraction else 0


def write_timestamp(message: Timestamp) -> str:
    """Write an instant in UTC, with 0, 3, 6 or 9 digits of a second."""
    instant = _EPOCH + timedelta(seconds=message.seconds)
    return f"{instant.isoformat()[:_TO_THE_SECOND]}{_fraction(message.nanos)}Z"


def _fraction(nanos: int) -> str:
    if not nanos:
        return ""
    digits = f"{nanos:09}"
    return f".{digits[:3]}" if digits.endswith("000000") else f".{digits[:6]}" if digits.endswith("000") else f".{digits}"


def read_duration(message: Duration, value: Any) -> None:
    """Read a duration in seconds, `3.5s`."""
    match = _DURATION.fullmatch(value) if type(value) is str else None
    if match is None:
        raise Wrong("must be a duration in seconds with an s, such as 3.5s")
    sign, whole, fraction = match.groups()
    seconds, nanos = int(whole), _nanos(fraction)
    if seconds > _LONGEST_SECONDS or (seconds == _LONGEST_SECONDS and nanos):
        raise Wrong(f"must be a duration of at most {_LONGEST_SECONDS}s")
    message.seconds, message.nanos = (-seconds, -nanos) if sign else (seconds, nanos)


def write_duration(message: Duration) -> str:
    """Write a duration in seconds."""
    sign = "-" if message.seconds < 0 or message.nanos < 0 else ""
    return f"{sign}{abs(message.seconds)}{_fraction(abs(message.nanos))}s"


def read_mask(message: FieldMask, value: Any) -> None:
    """Read the paths of a field mask, joined by commas; names in lowerCamelCase or as in the proto."""
    if type(value) is not str:
        raise Wrong("must be a string of field names joined by commas")
    paths = value.split(",") if value else []
    for path in paths:
        if not _PATH.fullmatch(path):
            raise Wrong("must be a string of field names joined by commas, such as title,requesterId")
    message.paths.extend(snake(path) for path in paths)


def write_mask(message: FieldMask) -> str:
    """Write a field mask."""
    return ",".join(camel(path) for path in message.paths)


def snake(name: str) -> str:
    """Turn `requesterId` into `requester_id`; a name in snake_case stays."""
    return _CAPITAL.sub(lambda match: f"_{match[0].lower()}", name)


def camel(name: str) -> str:
    """Turn `requester_id` into `requesterId`."""
    return _SMALL_AFTER_LINE.sub(lambda match: match[1].upper(), name)
