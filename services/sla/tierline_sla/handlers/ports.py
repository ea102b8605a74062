"""What the handlers need of the world."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from tierline_sla.domain.changes import ClockChange
from tierline_sla.domain.facts import Fact
from tierline_sla.domain.ledger import Part
from tierline_sla.domain.lives import ClockRecord, Life, Placed, Statute
from tierline_sla.domain.resources import AgreementRecord, CalendarRecord, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an event of intake says of its ticket."""

    key: str
    fact: Fact | None
    """What happened, where a clock cares."""
    history: bool
    history_ended: bool
    opened: Fact | None = None
    """With the opening, the same fact; its instant is the ticket's."""
    imported_from: str = ""
    source_met_agreement: bool | None = None
    statutes: tuple[Statute, ...] | None = None
    """What the law sets from now on; `None` where this event does not concern it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One event about one ticket."""

    ticket_id: str
    at: datetime
    placed: Placed | None
    seen: Seen | None = None
    """`None` for an event of routing."""
    cause: object = None
    """What stored events name as their cause; passed through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A change of a clock, to be stored as an event."""

    life: Life
    change: ClockChange
    clock: ClockRecord
    history: bool
    cause: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """When a clock has to be looked at again."""

    ticket_id: str
    clock_id: str
    kind: str
    """`due` or `at_risk`."""
    fire_at: datetime

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from the others of its ticket."""
        return self.clock_id, self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """What becomes of the alarms of a ticket."""

    cancel_others: bool
    """Whether those that are not named here are to be cancelled."""
    wanted: Sequence[Alarm]


class Catalogue(Protocol):
    """Calendars, agreements and what they name, of one tenant."""

    def add_calendar(self, record: CalendarRecord) -> None: ...  # noqa: D102 - a port; what each does is its name
    def replace_calendar(self, record: CalendarRecord) -> None: ...  # noqa: D102
    def calendar(self, calendar_id: str) -> CalendarRecord | None: ...  # noqa: D102
    def add_agreement(self, record: AgreementRecord) -> None: ...  # noqa: D102
    def replace_agreement(self, record: AgreementRecord) -> None: ...  # noqa: D102
    def agreements_on(self, calendar_id: str) -> Sequence[AgreementRecord]: ...  # noqa: D102
    def has_party(self, party_id: str) -> bool: ...  # noqa: D102
    def save_terms(self, terms: Sequence[Terms]) -> None:
        """Keep *terms* as the current ones of their agreements."""

    def tell_calendar(self, record: CalendarRecord, *, now: datetime) -> None: ...  # noqa: D102
    def tell_agreement(self, record: AgreementRecord, *, now: datetime) -> None: ...  # noqa: D102


class Lives(Protocol):
    """Tickets, facts and clocks of one tenant."""

    def load(self, ticket_ids: Collection[str]) -> dict[str, Life]:
        """Give the life of each ticket; an empty one for those never heard of."""
        ...

    def current_terms(self) -> Sequence[Terms]: ...  # noqa: D102
    def terms(self, ids: Collection[str]) -> Mapping[str, Terms]: ...  # noqa: D102
    def parties(self) -> Mapping[str, str]:
        """Give the ids of the tenant's parties by name: history names parties by name alone."""
        ...

    def save(
        self, lives: Sequence[Life], *, told: Sequence[Told], alarms: Mapping[str, Alarms], used: Mapping[str, Mapping[Part, timedelta] | None]
    ) -> None:
        """Store lives, facts and clocks; change the alarms and replace the used time of the tickets named; tell the changes."""
