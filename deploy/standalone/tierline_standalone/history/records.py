"""What an import carries: the rows of one ticket's past, and the ticket that they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """
    What a ticket was from one instant on.

    Attributes:
        number: Its place among the rows of its ticket, from 1; rows of one instant keep this order, and a file that has grown keeps its numbers.
        line: The line of the file where the row begins.
        at: Aware UTC instant.
        state: A value of `TicketState`.
        awaiting: A value of `Awaiting` while the state is on hold, where the export says it.
        level: Support level 1 to 4.
        party: The name of the party that held the ticket; from the mapping, so an assumption.
    """

    number: int
    line: int
    at: datetime
    state: str
    awaiting: str | None = None
    impact: str | None = None
    urgency: str | None = None
    priority: str | None = None
    team: str | None = None
    person: str | None = None
    level: int | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHistory:
    """
    One ticket's past, ready to be sent.

    Attributes:
        external_id: How the other desk calls the ticket.
        opened_at: When the export says that it was opened, apart from its rows.
        attributes: Final values by name, as the last row has them: title, kind, requester and so on.
        rows: In the order of the file.
    """

    external_id: str
    opened_at: datetime | None
    attributes: Mapping[str, str]
    rows: Sequence[HistoryRow]
