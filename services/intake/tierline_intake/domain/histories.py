"""Histories of other desks as values: what a ticket was, row by row, and what became of each row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tierline_sdk.values import Awaiting, Channel, Environment, Impact, Level, Nature, Priority, TicketKind, TicketState, Urgency

from tierline_intake.domain.tickets import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How a ticket stood from an instant on; what is None or empty the source does not say."""

    number: int
    time: datetime
    state: TicketState
    awaiting: Awaiting | None = None
    level: Level | None = None
    party: str = ""
    team: str = ""
    member: str = ""
    impact: Impact | None = None
    urgency: Urgency | None = None
    priority: Priority | None = None

    @property
    def place(self) -> tuple[datetime, int]:
        """Where the row stands among the rows of its ticket: rows that tie in time keep the source's order."""
        return self.time, self.number

    @property
    def holder(self) -> tuple[str, Level | None, str, str]:
        """Who had the ticket."""
        return self.party, self.level, self.team, self.member


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A ticket of another desk, with those of its rows that came with a chunk."""

    external_id: str
    title: str = ""
    application: str = ""
    requester: str = ""
    kind: TicketKind | None = None
    nature: Nature | None = None
    channel: Channel | None = None
    environment: Environment | None = None
    open_time: datetime | None = None
    source_met_agreement: bool | None = None
    has_change: bool = False
    more: bool = False
    """Whether more rows follow in a later chunk."""
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is stored of a history."""

    ticket: Ticket
    stored: frozenset[int]
    """Numbers of the rows that are stored, of those that were asked about."""
    rows: int
    """How many rows are stored in all."""
    last: Row | None
    """The latest row of all that are stored."""
    ended: bool
    """Whether its end was told."""


class RowVerdict(StrEnum):
    """What became of a row."""

    STORED = "stored"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAnswer:
    """The answer for a row that was not stored."""

    external_id: str
    row_number: int
    verdict: RowVerdict
    reason: str = ""


def sift(story: Story, stored: frozenset[int]) -> tuple[Sequence[Row], Sequence[RowAnswer]]:
    """Part the rows of a chunk into the new ones, in their order, and the answers for those that are stored already or come twice."""
    new: dict[int, Row] = {}
    repeated: list[RowAnswer] = []
    for row in story.rows:
        if row.number in stored or row.number in new:
            repeated.append(RowAnswer(external_id=story.external_id, row_number=row.number, verdict=RowVerdict.REPEATED))
        else:
            new[row.number] = row
    return sorted(new.values(), key=lambda row: row.place), repeated
