"""A ticket's life as sla keeps it: who it is, its facts, its terms and its clocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tierline_sdk.statutory import StatutoryDeadline
from tierline_sdk.values import Coverage, Metric, Priority

from tierline_sla.domain.calendars import preset
from tierline_sla.domain.changes import Recorded
from tierline_sla.domain.clocks import ClockKey, ClockState, Pause, Reading
from tierline_sla.domain.facts import Fact, FactKind
from tierline_sla.domain.targets import STATUTORY, Agreement, AgreementKind, Target
from tierline_sla.domain.timetables import Timetable, compile_calendar

_NO_REPLIES = " Its source records no replies: the first row in which somebody worked counts as the response."


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A fact with its place among those of its ticket: by instant, then row, then the order in which its topic brought it."""

    fact: Fact
    origin: int
    """Which topic: 0 for tickets, 1 for assignments."""
    position: int

    @property
    def place(self) -> tuple[datetime, int, int, int]:
        """What orders it, and tells it from every other."""
        return self.fact.at, self.fact.row, self.origin, self.position


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """A deadline that a law sets for one ticket, with the plugin that said so."""

    plugin: str
    deadline: StatutoryDeadline

    @property
    def id(self) -> str:
        """What stands for it where others have an agreement."""
        return f"{self.plugin}/{self.deadline.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRecord:
    """A clock as it was last stored and told."""

    id: str
    agreement_id: str
    agreement_name: str
    agreement_kind: AgreementKind | None
    """`None` for a statutory clock."""
    assumed: bool
    metric: str
    cycle: int
    target_id: str
    duration: timedelta
    state: ClockState
    started_at: datetime
    due_at: datetime | None
    at_risk_at: datetime | None
    risked_at: datetime | None
    breached_at: datetime | None
    stopped_at: datetime | None
    elapsed: timedelta
    pauses: Sequence[Pause]
    reason: str
    priority: Priority | None

    @property
    def key(self) -> ClockKey:
        """What names it among the clocks of its ticket."""
        return self.agreement_id, self.metric, self.cycle

    @property
    def recorded(self) -> Recorded:
        """What the next comparison needs."""
        return Recorded(
            key=self.key, target_id=self.target_id, state=self.state, due_at=self.due_at, risked_at=self.risked_at, breached_at=self.breached_at
        )


@dataclass(slots=True, kw_only=True)
class Life:
    """One ticket while a batch is handled: loaded, changed in memory, saved once."""

    ticket_id: str
    key: str = ""
    opened_at: datetime | None = None
    """`None` while only facts of other services are known."""
    priority: Priority | None = None
    imported_from: str = ""
    source_met_agreement: bool | None = None
    history_pending: bool = False
    """Whether rows of its history are still to come: nothing is reckoned before the last."""
    terms: tuple[str, ...] | None = None
    """The terms that it is held to, fixed when its clocks were first reckoned."""
    read_at: datetime | None = None
    """The latest instant at which its clocks were read; they are never read earlier again."""
    done: bool = False
    facts: list[Placed] = field(default_factory=list)
    new_facts: list[Placed] = field(default_factory=list)
    statutes: tuple[Statute, ...] = ()
    clocks: dict[ClockKey, ClockRecord] = field(default_factory=dict)
    statutes_changed: bool = False

    def ordered(self) -> Sequence[Fact]:
        """Give its facts in the order in which they happened."""
        return [
            Fact(at=fact.at, row=number, kind=fact.kind, subject=fact.subject, holder=fact.holder, awaiting=fact.awaiting)
            for number, fact in enumerate(placed.fact for placed in sorted(self.facts, key=lambda placed: placed.place))
        ]


def is_done(facts: Sequence[Fact]) -> bool:
    """Say whether the ticket is resolved or closed after its last fact."""
    ends = [fact.kind for fact in facts if fact.kind in {FactKind.RESOLVED, FactKind.CLOSED, FactKind.REOPENED}]
    return bool(ends) and ends[-1] is not FactKind.REOPENED


def always() -> Timetable:
    """Give the timetable of the law, and of tickets without an agreement: every hour."""
    return compile_calendar(preset(Coverage.H24_7, "UTC"))


def statutory_agreement(statute: Statute) -> Agreement:
    """Let a clock run for *statute*: from its own start, in every hour, through every hold, until the resolution."""
    deadline = statute.deadline
    target = Target(id=statute.id, metric=STATUTORY, duration=deadline.due_at - deadline.starts_at, pauses_on=frozenset())
    return Agreement(
        id=statute.id, name=deadline.source, kind=AgreementKind.CUSTOMER, timetable=always(), targets=(target,), starts_at=deadline.starts_at
    )


def reference_hours(agreements: Sequence[Agreement]) -> Timetable:
    """Give the hours that a ticket's ledger is kept in: those of the customer's agreement."""
    customers = [agreement for agreement in agreements if agreement.kind is AgreementKind.CUSTOMER and agreement.starts_at is None]
    return min(customers, key=lambda agreement: agreement.id).timetable if customers else always()


def record_of(reading: Reading, agreement: Agreement, life: Life, clock_id: str) -> ClockRecord:
    """Write a reading down as it will be stored and told."""
    statute = next((statute for statute in life.statutes if statute.id == agreement.id), None)
    reason = f"{statute.deadline.title} ({statute.deadline.source})" if statute else reading.reason
    if life.imported_from and reading.metric == Metric.FIRST_RESPONSE:
        reason += _NO_REPLIES
    return ClockRecord(
        id=clock_id, agreement_id=agreement.id, agreement_name=agreement.name, agreement_kind=None if statute else agreement.kind,
        assumed=agreement.assumed, metric=str(reading.metric), cycle=reading.cycle, target_id=reading.target.id, duration=reading.target.duration,
        state=reading.state, started_at=reading.started_at, due_at=reading.due_at, at_risk_at=reading.at_risk_at, risked_at=reading.risked_at,
        breached_at=reading.breached_at, stopped_at=reading.stopped_at, elapsed=reading.elapsed, pauses=reading.pauses, reason=reason,
        priority=life.priority,
    )  # fmt: skip
