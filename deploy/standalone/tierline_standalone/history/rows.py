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
    for line in lines:
        try:
            read = list(_rows(line, mapping))
            _attributes(line.row, mapping)
        except RowInvalid as error:
            bad(BadRow(line=line.number, reason=error.message))
            continue
        good.append(line)
        rows.extend(read)
    return _history(external_id, good, rows, mapping, bad=bad) if rows else None


def _history(external_id: str, lines: Sequence[Line], rows: Sequence[HistoryRow], mapping: Mapping, *, bad: Callable[[BadRow], None]) -> TicketHistory:
    last = lines[-1].row
    return TicketHistory(
        external_id=external_id,
        opened_at=_opened_at(lines[0], rows, mapping, bad=bad),
        attributes=_attributes(last, mapping),
        fields={name: last[name] for name in mapping.fields if last[name]},
        verdict=mapping.verdict.read(last) if mapping.verdict else None,
        rows=rows,
    )


def _opened_at(first: Line, rows: Sequence[HistoryRow], mapping: Mapping, *, bad: Callable[[BadRow], None]) -> datetime:
    """Give the recorded opening; a row before it moves it, for nothing can happen to a ticket that is not open."""
    earliest = min(row.at for row in rows)
    if mapping.opened_at is None or not first.row[mapping.opened_at]:
        return earliest
    try:
        return min(mapping.instants(first.row[mapping.opened_at]), earliest)
    except RowInvalid as error:
        bad(BadRow(line=first.number, reason=f"{error.message}; the ticket opens with its first row instead"))
        return earliest


def _attributes(row: Row, mapping: Mapping) -> dict[str, str]:
    drawn = {name: value.read(row) for name, value in mapping.ticket.items()}
    return {name: text for name, text in drawn.items() if text}


def _rows(line: Line, mapping: Mapping) -> Iterator[HistoryRow]:
    if mapping.at is None or mapping.state is None:
        moments = [(line.row[moment.at], moment.state) for moment in mapping.moments if line.row[moment.at]]
        if not moments:
            raise RowInvalid(f"has none of {', '.join(moment.at for moment in mapping.moments)}")
    else:
        moments = [(_required(line.row, mapping.at), mapping.state.read(line.row) or "")]
    for instant, state in moments:
        yield _row(line, instant, state, mapping)


def _row(line: Line, instant: str, state: str, mapping: Mapping) -> HistoryRow:
    if not state:
        raise RowInvalid("has no state")
    words = {name: value.read(line.row) or None for name, value in mapping.row.items()}
    name, _, awaiting = state.partition(" ")
    level = words.pop("level", None)
    return HistoryRow(line=line.number, at=mapping.instants(instant), state=name, awaiting=awaiting or None, level=int(level) if level else None, **words)


def _required(row: Row, column: str) -> str:
    if not row[column]:
        raise RowInvalid(f"has no {column}")
    return row[column]
