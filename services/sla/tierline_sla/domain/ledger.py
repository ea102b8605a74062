"""
The ledger: who used which second of a ticket's life (C4).

Every instant from the opening to the resolution belongs to exactly one part, so the parts add up to the whole to the microsecond.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tierline_sdk.values import Awaiting

from tierline_sla.domain.facts import Fact, FactKind, Holder, in_order
from tierline_sla.domain.stretches import Stretch
from tierline_sla.domain.timetables import Timetable

_ZERO = timedelta()


class PartKind(StrEnum):
    """What a second was used for."""

    WORKED = "worked"
    """A party had it."""
    WAITING = "waiting"
    """It was on hold."""
    QUEUED = "queued"
    """Nobody had it yet."""
    RESOLVED = "resolved"
    """It stood resolved, until it was reopened."""
    OUTSIDE_HOURS = "outside_hours"
    """The agreement's calendar was shut, whatever the ticket stood at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One use of time: what for, by whom, waiting for what."""

    kind: PartKind
    holder: Holder | None = None
    """Who had the ticket, also while it waited."""
    awaiting: Awaiting | None = None


OUTSIDE_HOURS = Part(kind=PartKind.OUTSIDE_HOURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A stretch of the ticket's life in which one part applied within hours."""

    stretch: Stretch
    part: Part
    inside: timedelta
    """Its working time, which is the part's."""

    @property
    def outside(self) -> timedelta:
        """The rest of the stretch, which is nobody's."""
        return self.stretch.end - self.stretch.start - self.inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The entries of one ticket in order, without gap or overlap."""

    entries: Sequence[Entry]

    @property
    def whole(self) -> timedelta:
        """From opening to resolution, or to the last instant booked."""
        return self.entries[-1].stretch.end - self.entries[0].stretch.start if self.entries else _ZERO

    def split(self, timetable: Timetable) -> Iterator[tuple[Stretch, Part]]:
        """Cut the entries at opening and closing times: stretches in order, without gap, each with its one part."""
        for entry in self.entries:
            shut_from = entry.stretch.start
            for opening in timetable.openings(entry.stretch.start, entry.stretch.end) if entry.inside else ():
                if opening.start > shut_from:
                    yield Stretch(shut_from, opening.start), OUTSIDE_HOURS
                yield opening, entry.part
                shut_from = opening.end
            if shut_from < entry.stretch.end:
                yield Stretch(shut_from, entry.stretch.end), OUTSIDE_HOURS

    def totals(self) -> Mapping[Part, timedelta]:
        """Add up the parts; together they are the whole."""
        totals: dict[Part, timedelta] = {}
        for entry in self.entries:
            for part, used in ((entry.part, entry.inside), (OUTSIDE_HOURS, entry.outside)):
                if used:
                    totals[part] = totals.get(part, _ZERO) + used
        return totals


def keep_ledger(facts: Sequence[Fact], timetable: Timetable, *, until: datetime) -> Ledger:
    """
    Split a ticket's life into parts.

    Args:
        facts: In any order. What precedes OPENED sets how the ticket stood when it opened.
        timetable: The hours of the agreement that the ledger is kept for.
        until: Where the ledger of a ticket that is not resolved ends; facts that lie later push it to the last one.
    """
    return Ledger(
        entries=[
            Entry(stretch=stretch, part=part, inside=timetable.working_time(stretch.start, stretch.end))
            for stretch, part in _book(in_order(facts), until)
        ]
    )


def _book(facts: Sequence[Fact], until: datetime) -> Iterator[tuple[Stretch, Part]]:
    """Lay the stretches end to end; neighbours of one part become one stretch."""
    page = _Page()
    start: datetime | None = None
    for fact in facts:
        before = page.part
        page.turn(fact)
        if start is None:
            start = fact.at if page.opened else None
        elif page.part != before:
            if fact.at > start:
                yield Stretch(start, fact.at), before
            start = fact.at
    end = page.done_at or max(until, facts[-1].at if facts else until)
    if start is not None and end > start and page.done_at is None:
        yield Stretch(start, end), page.part


class _Page:
    """How the ticket stands while its life is booked; never leaves this module."""

    def __init__(self) -> None:
        self.opened = False
        self.done_at: datetime | None = None
        self._held = False
        self._awaiting: Awaiting | None = None
        self._holder: Holder | None = None

    def turn(self, fact: Fact) -> None:
        """Take in one fact; every fact is taken in every state."""
        match fact.kind:
            case FactKind.OPENED:
                self.opened = True
            case FactKind.ASSIGNED:
                self._holder = fact.holder
            case FactKind.HELD:
                self._held, self._awaiting = True, fact.awaiting
            case FactKind.RESUMED:
                self._held = False
            case FactKind.RESOLVED | FactKind.CLOSED | FactKind.REOPENED:
                self.done_at = None if fact.kind is FactKind.REOPENED else self.done_at or fact.at
                self._held = False
            case _:
                pass

    @property
    def part(self) -> Part:
        """What the time from here on is used for."""
        if self.done_at is not None:
            return Part(kind=PartKind.RESOLVED)
        if self._held:
            return Part(kind=PartKind.WAITING, holder=self._holder, awaiting=self._awaiting)
        return Part(kind=PartKind.WORKED if self._holder else PartKind.QUEUED, holder=self._holder)
