"""Sends histories to the import door in chunks, and tells of each row what became of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tierline_standalone.history.reader import BadRow
from tierline_standalone.history.records import HistoryRow, TicketHistory

MOST_TICKETS, MOST_ROWS = 100, 500
"""Of one chunk: small enough to be answered in about a second, large enough to be cheap."""

PREFIXES = {
    "state": "TICKET_STATE", "awaiting": "AWAITING", "impact": "IMPACT", "urgency": "URGENCY", "priority": "PRIORITY",
    "kind": "TICKET_KIND", "nature": "NATURE", "channel": "CHANNEL", "environment": "ENVIRONMENT",
}
"""What the contract puts before a word, by the name of the value."""


class Door(Protocol):
    """Where chunks go."""

    def post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send one command and return its answer."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of an import so far."""

    tickets: int = 0
    created: int = 0
    stored: int = 0
    repeated: int = 0
    refused: int = 0


def send(
    histories: Iterable[TicketHistory], *, door: Door, source: str, tenant: str, bad: Callable[[BadRow], None], progress: Callable[[Tally], None],
) -> Tally:
    """
    Send *histories* chunk by chunk and return what became of them.

    Rows that were stored before are answered as repeats, so an import that was cut off is simply run again.
    """
    tally = Tally()
    for chunk in chunks(histories):
        body = {"source": source, "tickets": [ticket for _, ticket in chunk], **({"tenantId": tenant} if tenant else {})}
        answer = door.post("/v1/tickets:importHistory", body)
        _count(tally, chunk, answer, bad)
        progress(tally)
    return tally


def chunks(histories: Iterable[TicketHistory]) -> Iterator[list[tuple[TicketHistory, dict[str, Any]]]]:
    """Gather histories into chunks; one with more rows than fit is spread over several, of which all but the last say that more follow."""
    chunk: list[tuple[TicketHistory, dict[str, Any]]] = []
    held = 0
    for history in histories:
        for start in range(0, len(history.rows), MOST_ROWS):
            rows = history.rows[start : start + MOST_ROWS]
            if chunk and (len(chunk) == MOST_TICKETS or held + len(rows) > MOST_ROWS):
                yield chunk
                chunk, held = [], 0
            chunk.append((history, message(history, rows, more=start + MOST_ROWS < len(history.rows))))
            held += len(rows)
    if chunk:
        yield chunk


def message(history: TicketHistory, rows: Sequence[HistoryRow], *, more: bool) -> dict[str, Any]:
    """Write *rows* of *history* as the contract has them."""
    attributes = {name: text for name, text in history.attributes.items() if name not in {"verdict", "change"}}
    ticket: dict[str, Any] = {"externalId": history.external_id, **{name: _word(name, text) for name, text in attributes.items()}}
    if history.opened_at is not None:
        ticket["openTime"] = _instant(history.opened_at)
    if "verdict" in history.attributes and history.rows[-1].state == "closed":  # Before the end a desk has not given its verdict.
        ticket["sourceMetAgreement"] = history.attributes["verdict"] == "met"
    if "change" in history.attributes:
        ticket["hasChange"] = True
    if more:
        ticket["more"] = True
    return {**ticket, "rows": [_row(row) for row in rows]}


def _row(row: HistoryRow) -> dict[str, Any]:
    words = {name: getattr(row, name) for name in ("state", "awaiting", "impact", "urgency", "priority", "party", "team")}
    written: dict[str, Any] = {name: _word(name, text) for name, text in words.items() if text}
    if row.person:
        written["member"] = row.person
    if row.level:
        written["level"] = f"LEVEL_L{row.level}"
    return {"rowNumber": row.number, "time": _instant(row.at), **written}


def _word(name: str, text: str) -> str:
    return f"{PREFIXES[name]}_{text.upper()}" if name in PREFIXES else text


def _instant(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def _count(tally: Tally, chunk: Sequence[tuple[TicketHistory, Mapping[str, Any]]], answer: Mapping[str, Any], bad: Callable[[BadRow], None]) -> None:
    tally.tickets += sum(not ticket.get("more") for _, ticket in chunk)
    tally.created += answer.get("createdTickets", 0)
    tally.stored += answer.get("storedRows", 0)
    tally.repeated += answer.get("repeatedRows", 0)
    lines = {(history.external_id, row.number): row.line for history, _ in chunk for row in history.rows}
    for row in answer.get("answers", ()):
        if row.get("verdict") == "ROW_VERDICT_REFUSED":
            tally.refused += 1
            place = (row.get("externalId", ""), int(row.get("rowNumber", 0)))
            bad(BadRow(line=lines.get(place, 0), reason=f"{place[0]}: {row.get('reason', 'refused')}"))
