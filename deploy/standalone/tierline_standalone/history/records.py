"""What an import carries: the rows of one ticket's past, and the ticket that they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """
    What a ticket was from one instant on.

    Attributes:
        line: The line of the file where the row begins; rows of one instant keep the order of their lines.
        at: Aware UTC instant.
        state: A value of `TicketState`.
        awaiting: A value of `Awaiting` while the state is on hold, where the export says it.
        level: Support level 1 to 4.
        party: The name of the party that held the ticket; from the mapping, so an assumption.
    """

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
        attributes: Final values by name, as the last row has them: title, kind, requester and so on.
        fields: Columns that are carried along as they stand.
        verdict: The desk's own verdict on its agreement, `met` or `missed`, where the export has one.
        rows: In the order of the file.
    """

    external_id: str
    opened_at: datetime
    attributes: Mapping[str, str]
    fields: Mapping[str, str]
    verdict: str | None
    rows: Sequence[HistoryRow]
