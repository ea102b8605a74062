"""Turns the rows of one ticket into its history, by the mapping."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from tierline_standalone.history.mapping import Mapping
from tierline_standalone.history.reader import BadRow, Line
from tierline_standalone.history.records import HistoryRow, TicketHistory
from tierline_standalone.history.values import Row, RowInvalid


def ticket_history(external_id: str, lines: Sequence[Line], mapping: Mapping, *, bad: Callable[[BadRow], None]) -> TicketHistory | None:
    """
    Build the history of one ticket from its *lines*, in the order of the file.

    A row that cannot be understood goes to *bad* and the others still make a history; None where no row is left.
    The ticket's own values are those of its last good row: an export repeats them, and the last one is final.
    """
    good: list[Line] = []
    rows: list[HistoryRow] = []
    for place, line in enumerate(lines):
        try:
            _attributes(line.row, mapping)
            rows.extend(_rows(place, line, mapping))
        except RowInvalid as error:
            bad(BadRow(line=line.number, reason=error.message))
        else:
            good.append(line)
    if not rows:
        return None
    return TicketHistory(external_id=external_id, opened_at=_opened_at(good[0], mapping, bad=bad), attributes=_attributes(good[-1].row, mapping), rows=rows)


def _opened_at(first: Line, mapping: Mapping, *, bad: Callable[[BadRow], None]) -> datetime | None:
    if mapping.opened_at is None or not first.row[mapping.opened_at]:
        return None
    try:
        return mapping.instants(first.row[mapping.opened_at])
    except RowInvalid as error:
        bad(BadRow(line=first.number, reason=f"{error.message}; the ticket opens with its first row instead"))
        return None


def _attributes(row: Row, mapping: Mapping) -> dict[str, str]:
    drawn = {name: value.read(row) for name, value in mapping.ticket.items()}
    return {name: text for name, text in drawn.items() if text}


def _rows(place: int, line: Line, mapping: Mapping) -> Sequence[HistoryRow]:
    """Give the rows of history that *line*, the ticket's line number *place* from 0, stands for: one, or one an instant where a line is a whole ticket."""
    width = len(mapping.moments) or 1
    rows = [_row(place * width + offset + 1, line, at, state, mapping) for offset, at, state in _moments(line.row, mapping)]
    if not rows:
        raise RowInvalid(f"has none of {', '.join(moment.at for moment in mapping.moments)}")
    return rows


def _moments(row: Row, mapping: Mapping) -> Iterator[tuple[int, str, str]]:
    """Give the instants of *row*, each with its offset and state."""
    if mapping.at is not None and mapping.state is not None:
        yield 0, _required(row, mapping.at), mapping.state.read(row) or ""
    for offset, moment in enumerate(mapping.moments):
        if row[moment.at]:
            yield offset, row[moment.at], moment.state


def _row(number: int, line: Line, instant: str, state: str, mapping: Mapping) -> HistoryRow:
    if not state:
        raise RowInvalid("has no state")
    words = {name: value.read(line.row) or None for name, value in mapping.row.items()}
    name, _, awaiting = state.partition(" ")
    level = words.pop("level", None)
    return HistoryRow(
        number=number, line=line.number, at=mapping.instants(instant), state=name, awaiting=awaiting or None, level=int(level) if level else None, **words,
    )


def _required(row: Row, column: str) -> str:
    if not row[column]:
        raise RowInvalid(f"has no {column}")
    return row[column]
