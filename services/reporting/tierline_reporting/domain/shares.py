"""
What a ticket adds to which figure, when, in which group.

A ticket has at most one share of a measure. Whatever happens to it, the figures change by the difference of its shares before and after: so a ticket
that is reopened, reclassified or rated anew moves its counts, and nothing is ever counted twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tierline_reporting.domain.periods import DAY, HOUR, floor
from tierline_reporting.domain.tickets import Ticket

URGENT, NORMAL = "urgent", "normal"
_MICROSECOND = timedelta(microseconds=1)


class Measure(StrEnum):
    """What is counted, and what is summed up beside it."""

    OPENED = "opened"
    """Tickets at their opening, by kind."""
    RESPONDED = "responded"
    """Tickets at their first response, by priority, with the microseconds since opening."""
    RESOLVED = "resolved"
    """Tickets at their resolution, by priority, with the microseconds since opening."""
    CHANGE_OPENED = "change_opened"
    """Change requests at their opening, urgent or normal."""
    CHANGE_DELIVERED = "change_delivered"
    """Change requests at their resolution, urgent or normal, with the microseconds since opening."""
    RATED = "rated"
    """Ratings, by score, with the score."""


class Grain(StrEnum):
    """How long a bucket is."""

    HOUR = "hour"
    DAY = "day"


LENGTHS: Mapping[Grain, timedelta] = {Grain.HOUR: HOUR, Grain.DAY: DAY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A ticket's share of one measure; *value* is a whole number, so that sums stay exact however often they are corrected."""

    ticket_id: str
    measure: Measure
    at: datetime
    group: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Bucket:
    """One bucket of the aggregates: a measure's group in one hour or day of UTC."""

    measure: Measure
    grain: Grain
    start: datetime
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many, and what they sum up to."""

    count: int = 0
    total: int = 0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(count=self.count + other.count, total=self.total + other.total)


def shares_of(ticket: Ticket) -> Sequence[Share]:
    """Return all shares of *ticket* as it is now."""
    found = [Share(ticket_id=ticket.id, measure=Measure.OPENED, at=ticket.opened_at, group=ticket.kind, value=0)]
    change = URGENT if ticket.urgent_change else NORMAL
    if ticket.is_change:
        found.append(Share(ticket_id=ticket.id, measure=Measure.CHANGE_OPENED, at=ticket.opened_at, group=change, value=0))
    if ticket.responded_at:
        found.append(_timed(ticket, Measure.RESPONDED, ticket.responded_at, ticket.priority))
    if ticket.done_at:
        found.append(_timed(ticket, Measure.RESOLVED, ticket.done_at, ticket.priority))
        if ticket.is_change:
            found.append(_timed(ticket, Measure.CHANGE_DELIVERED, ticket.done_at, change))
    if ticket.rated_at:
        found.append(Share(ticket_id=ticket.id, measure=Measure.RATED, at=ticket.rated_at, group=str(ticket.score), value=ticket.score))
    return found


def _timed(ticket: Ticket, measure: Measure, at: datetime, group: str) -> Share:
    """Time since opening; none where an imported history puts the opening later."""
    return Share(ticket_id=ticket.id, measure=measure, at=at, group=group, value=max(0, (at - ticket.opened_at) // _MICROSECOND))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What tickets add to the figures and take back from them."""

    removed: Sequence[Share]
    added: Sequence[Share]

    def buckets(self) -> Mapping[Bucket, Figure]:
        """Return by how much each bucket changes, those that do not left out, in one order for all writers."""
        changes: dict[Bucket, Figure] = defaultdict(Figure)
        for shares, sign in ((self.removed, -1), (self.added, 1)):
            for share in shares:
                for bucket in _buckets_of(share):
                    changes[bucket] += Figure(count=sign, total=sign * share.value)
        return {bucket: changes[bucket] for bucket in sorted(changes) if changes[bucket] != Figure()}


def difference(before: Iterable[Ticket], after: Iterable[Ticket]) -> Difference:
    """Compare the shares of tickets before and after."""
    old = {share for ticket in before for share in shares_of(ticket)}
    new = {share for ticket in after for share in shares_of(ticket)}
    return Difference(removed=sorted(old - new, key=_key), added=sorted(new - old, key=_key))


def _key(share: Share) -> tuple[str, str]:
    return share.ticket_id, share.measure


def _buckets_of(share: Share) -> Iterable[Bucket]:
    for grain, length in LENGTHS.items():
        yield Bucket(measure=share.measure, grain=grain, start=floor(share.at, length), group=share.group)
