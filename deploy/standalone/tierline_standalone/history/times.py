"""How an export writes its instants."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tierline_standalone.history.values import RowInvalid

Instants = Callable[[str], datetime]
"""Turns the text of an instant into an aware UTC datetime."""


def instants(form: str, zone: ZoneInfo) -> Instants:
    """
    Make the reader of instants written as *form*.

    Args:
        form: `iso`, `epoch_seconds`, `epoch_milliseconds`, or a format of `strptime` such as `%d-%m-%Y %H:%M`.
        zone: The zone of instants that carry none.
    """
    parse = _PARSERS.get(form) or (lambda text: datetime.strptime(text, form))  # noqa: DTZ007 - the zone is added below where the text has none

    def read(text: str) -> datetime:
        try:
            parsed = parse(text)
            return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise RowInvalid(f"{text!r} is not an instant written as {form!r}", value=text) from error

    return read


def _epoch_seconds(text: str) -> datetime:
    return datetime.fromtimestamp(float(text), UTC)


def _epoch_milliseconds(text: str) -> datetime:
    return datetime.fromtimestamp(float(text) / 1000, UTC)


_PARSERS: dict[str, Callable[[str], datetime]] = {
    "iso": datetime.fromisoformat,
    "epoch_seconds": _epoch_seconds,
    "epoch_milliseconds": _epoch_milliseconds,
}
