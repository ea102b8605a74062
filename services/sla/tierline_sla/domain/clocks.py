"""
Clocks: what each target of each agreement says about a ticket, folded from the ticket's facts.

The fold is pure. Given the same facts it gives the same readings, whether they came one by one, all at once from history, or in another
order than they happened. What arrives late but happened before a breach therefore takes the breach back; `changes.py` names the difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tierline_sdk.values import Awaiting, Metric

from tierline_sla.domain.facts import Fact, FactKind, Holder, Subject, in_order
from tierline_sla.domain.targets import Agreement, Change, Choice, Target, choose_target, with_level

_ZERO = timedelta()
_UNCLASSIFIED = Subject()
_ENDS_RESPONSE = frozenset({FactKind.RESPONDED, FactKind.RESOLVED, FactKind.CLOSED})
_ENDS_RESOLUTION = frozenset({FactKind.RESOLVED, FactKind.CLOSED})


ClockKey = tuple[str, str, int]
"""Agreement, metric and cycle: what names a clock among the clocks of its ticket."""


class ClockState(StrEnum):
    """Where a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    """What was promised has been done, in time or late."""
    CANCELLED = "cancelled"
    """The target no longer holds for the ticket, or another cycle took its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch in which a clock waited."""

    start: datetime
    end: datetime | None = None
    """`None` while it lasts."""
    awaiting: Awaiting | None = None
    """What the ticket waited for; `None` when it was with another party than the clock's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One clock, read at an instant. (`agreement_id`, `metric`, `cycle`) names it among the clocks of a ticket."""

    agreement_id: str
    metric: str
    cycle: int
    """Counts from 1; starting again begins the next."""
    target: Target
    reason: str
    """The sentence that says why this target holds."""
    state: ClockState
    started_at: datetime
    elapsed: timedelta
    """Working time used until it was read, or until it stopped."""
    due_at: datetime | None
    """When the target is, was or would have been used up. `None` while a pause leaves it open."""
    at_risk_at: datetime | None
    """When the at-risk share is used up. `None` while a pause leaves it open."""
    breached_at: datetime | None
    """The exact due instant, once it passed and the promise was not kept by then."""
    risked_at: datetime | None
    """The exact at-risk instant, once it passed and the promise was not kept by then."""
    pauses: Sequence[Pause] = ()
    """Every wait of this cycle, in order."""
    stopped_at: datetime | None = None
    """When it stopped, or was cancelled."""

    @property
    def remaining(self) -> timedelta:
        """Working time left; zero once the target is used up."""
        return max(_ZERO, self.target.duration - self.elapsed)

    @property
    def key(self) -> ClockKey:
        """What names this clock among the clocks of its ticket."""
        return self.agreement_id, self.metric, self.cycle


def read_clocks(agreements: Sequence[Agreement], facts: Sequence[Fact], *, as_of: datetime) -> Sequence[Reading]:
    """
    Read every clock of a ticket: each agreement and metric with a matching target has one, and none silences another.

    Args:
        agreements: All that the ticket is under, of whatever kind.
        facts: In any order.
        as_of: Aware UTC instant of the reading; facts that lie later push it to the last one.

    Returns:
        The readings by agreement, metric and cycle. A ticket without an OPENED fact has none.
    """
    ordered = in_order(facts)
    return [reading for agreement in agreements for metric in agreement.metrics for reading in _read(agreement, metric, ordered, as_of)]


def earliest_due(readings: Sequence[Reading]) -> Reading | None:
    """Give the open clock that is due first, `None` when none is due."""
    due = [reading for reading in readings if reading.due_at is not None and reading.state is ClockState.RUNNING]
    return min(due, key=lambda reading: (reading.due_at, reading.key), default=None)


def _read(agreement: Agreement, metric: str, facts: Sequence[Fact], as_of: datetime) -> Sequence[Reading]:
    standings = _standings(facts)
    choices = _choices(agreement, metric, standings)
    fold = _Fold(agreement, metric)
    for fact, standing, choice in zip(facts, standings, choices, strict=True):
        fold.take(fact, standing, choice)
    return fold.finish(as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """How a ticket stands right after a fact."""

    opened: bool = False
    done: bool = False
    held: bool = False
    awaiting: Awaiting | None = None
    subject: Subject = _UNCLASSIFIED
    holder: Holder | None = None


def _standings(facts: Sequence[Fact]) -> Sequence[_Standing]:
    standing, standings = _Standing(), []
    for fact in facts:
        standing = _stand(standing, fact)
        standings.append(standing)
    return standings


def _stand(before: _Standing, fact: Fact) -> _Standing:
    """Take in one fact. Every fact is taken in every state: history is what it is."""
    after = before
    match fact.kind:
        case FactKind.OPENED | FactKind.CLASSIFIED:
            after = replace(before, opened=before.opened or fact.kind is FactKind.OPENED, subject=fact.subject or before.subject)
        case FactKind.ASSIGNED:
            after = replace(before, holder=fact.holder)
        case FactKind.HELD:
            after = replace(before, held=True, awaiting=fact.awaiting)
        case FactKind.RESUMED:
            after = replace(before, held=False, awaiting=None)
        case FactKind.RESOLVED | FactKind.CLOSED:
            after = replace(before, done=True, held=False, awaiting=None)
        case FactKind.REOPENED:
            after = replace(before, done=False, held=False, awaiting=None)
        case FactKind.RESPONDED:
            pass
    level = after.holder.level if after.holder else None
    return replace(after, subject=with_level(after.subject, level)) if level is not None else after


def _choices(agreement: Agreement, metric: str, standings: Sequence[_Standing]) -> Sequence[Choice | None]:
    """Choose the target after each fact. What came before the first match counts under it: a ticket classified late had its promise from the start."""
    known: dict[Subject, Choice | None] = {}
    choices: list[Choice | None] = []
    for standing in standings:
        if standing.subject not in known:
            known[standing.subject] = choose_target(agreement, metric, standing.subject)
        choices.append(known[standing.subject])
    first = next((choice for choice in choices if choice is not None), None)
    matched = False
    for number, choice in enumerate(choices):
        matched = matched or choice is not None
        if not matched:
            choices[number] = first
    return choices


class _Fold:
    """The clock of one agreement and metric while it is folded; the only mutable thing here, and it never leaves this module."""

    def __init__(self, agreement: Agreement, metric: str) -> None:
        self._agreement = agreement
        self._timetable = agreement.timetable
        self._metric = metric
        self._ends = _ENDS_RESPONSE if metric == Metric.FIRST_RESPONSE else _ENDS_RESOLUTION
        self._finished: list[Reading] = []
        self._cycle = 0
        self._choice: Choice | None = None
        self._standing = _Standing()
        self._begin(None)

    def _begin(self, at: datetime | None) -> None:
        self._started_at = at
        self._fresh = True
        """Whether it has neither run nor waited yet."""
        self._cycle += at is not None
        self._since: datetime | None = None
        """Since when it runs; `None` while it does not."""
        self._used = _ZERO
        self._spent_at: datetime | None = None
        self._risked_at: datetime | None = None
        self._pauses: list[Pause] = []
        self._stopped_at: datetime | None = None

    def take(self, fact: Fact, standing: _Standing, choice: Choice | None) -> None:
        if self._since is not None:
            self._advance(fact.at)
        self._standing = standing
        if self._started_at is None and standing.opened and choice is not None and self._may_begin():
            self._choice = choice
            self._begin(self._agreement.starts_at or fact.at)
        if self._started_at is not None:
            self._stop_or_reopen(fact)
        if self._started_at is not None and self._stopped_at is None:
            self._come_under(choice, fact.at)
        if self._started_at is not None and self._stopped_at is None:
            self._run_or_pause(fact.at)

    def finish(self, as_of: datetime) -> Sequence[Reading]:
        if self._since is not None:
            self._advance(max(as_of, self._since))
        if self._started_at is not None:
            self._finished.append(self._reading(self._state()))
        return self._finished

    def _may_begin(self) -> bool:
        """A clock begins while the ticket is open, and an OLA's or a vendor's at the first hand-over."""
        return not self._standing.done and (self._agreement.party_id is None or self._is_ours())

    def _is_ours(self) -> bool:
        """Say whether the ticket is with those whose time the agreement counts."""
        agreement, holder = self._agreement, self._standing.holder
        if agreement.party_id is None:
            return True
        return holder is not None and holder.party_id == agreement.party_id and agreement.team_id in (None, holder.team_id)

    def _is_paused(self) -> bool:
        assert self._choice is not None  # noqa: S101 - a clock that has started has a target
        held = self._standing.held and (self._standing.awaiting is None or self._standing.awaiting in self._choice.target.pauses_on)
        return held or not self._is_ours()

    def _advance(self, to: datetime) -> None:
        """Count the working time until *to* and pin the instants passed on the way."""
        assert self._since is not None  # noqa: S101 - only a running clock advances
        assert self._choice is not None  # noqa: S101 - a clock that has started has a target
        if to <= self._since:
            return
        used = self._used + self._timetable.working_time(self._since, to)
        target = self._choice.target
        if self._spent_at is None and used >= target.duration:
            self._spent_at = self._when(target.duration)
        if self._risked_at is None and used >= target.at_risk_after:
            self._risked_at = self._when(target.at_risk_after)
        self._used, self._since = used, to

    def _when(self, used: timedelta) -> datetime:
        """Find the instant at which *used* is reached by a clock that goes on running."""
        assert self._since is not None  # noqa: S101 - only a running clock has instants ahead
        return self._timetable.add_working_time(self._since, max(_ZERO, used - self._used))

    def _stop_or_reopen(self, fact: Fact) -> None:
        """Stop when the promise is kept; go on when the ticket is reopened. A first response stays given."""
        if self._stopped_at is None and fact.kind in self._ends:
            self._since = None
            self._end_pause(fact.at)
            self._stopped_at = fact.at
        elif self._stopped_at is not None and fact.kind is FactKind.REOPENED and self._metric != Metric.FIRST_RESPONSE:
            self._reopen(fact.at)

    def _reopen(self, at: datetime) -> None:
        assert self._choice is not None  # noqa: S101 - a clock that has started has a target
        if self._choice.target.on_reopen is Change.START_AGAIN:
            self._finished.append(self._reading(ClockState.STOPPED))
            self._begin(at)
        self._stopped_at = None

    def _run_or_pause(self, at: datetime) -> None:
        first, self._fresh = self._fresh, False
        if not self._is_paused():
            self._since = self._since or (self._started_at if first else at)
            self._end_pause(at)
            return
        self._since = None
        awaiting = self._standing.awaiting if self._is_ours() else None
        if not self._waits() or self._pauses[-1].awaiting != awaiting:
            self._end_pause(at)
            self._pauses.append(Pause(start=at, awaiting=awaiting))

    def _waits(self) -> bool:
        return bool(self._pauses) and self._pauses[-1].end is None

    def _end_pause(self, at: datetime) -> None:
        if self._waits():
            last = self._pauses.pop()
            if at > last.start:
                self._pauses.append(replace(last, end=at))

    def _come_under(self, choice: Choice | None, at: datetime) -> None:
        """Come under the target that holds now. A clock that has stopped never gets here: it keeps the one it was judged by."""
        if choice is not None and self._choice is not None and choice.target == self._choice.target:
            self._choice = choice
            return
        again = self._choice is not None and self._choice.target.on_change is Change.START_AGAIN
        if choice is None or again:
            self._end_pause(at)
            self._finished.append(replace(self._reading(ClockState.CANCELLED), stopped_at=at))
            self._begin(at if choice is not None else None)
        if choice is not None:
            self._choice = choice
            self._spent_at = self._pin(self._spent_at, choice.target.duration, at)
            self._risked_at = self._pin(self._risked_at, choice.target.at_risk_after, at)

    def _pin(self, pinned: datetime | None, limit: timedelta, at: datetime) -> datetime | None:
        """Under a new limit, what is used up by more than it was reached already, or is reached at the change: never before the limit held."""
        return (pinned or at) if self._used >= limit else None

    def _state(self) -> ClockState:
        if self._stopped_at is not None:
            return ClockState.STOPPED
        return ClockState.PAUSED if self._since is None else ClockState.RUNNING

    def _reading(self, state: ClockState) -> Reading:
        assert self._choice is not None  # noqa: S101 - a clock that has started has a target
        assert self._started_at is not None  # noqa: S101 - only a clock that has started is read
        target = self._choice.target
        running = self._since is not None
        return Reading(
            agreement_id=self._agreement.id,
            metric=self._metric,
            cycle=self._cycle,
            target=target,
            reason=self._choice.reason,
            state=state,
            started_at=self._started_at,
            elapsed=self._used,
            due_at=self._spent_at or (self._when(target.duration) if running else self._due_when_stopped(target.duration)),
            at_risk_at=self._risked_at or (self._when(target.at_risk_after) if running else self._due_when_stopped(target.at_risk_after)),
            breached_at=self._missed(self._spent_at),
            risked_at=self._missed(self._risked_at),
            pauses=tuple(self._pauses),
            stopped_at=self._stopped_at,
        )

    def _due_when_stopped(self, used: timedelta) -> datetime | None:
        """Say when a stopped clock would have been due, had it gone on; a paused one cannot know."""
        if self._stopped_at is None:
            return None
        return self._timetable.add_working_time(self._stopped_at, max(_ZERO, used - self._used))

    def _missed(self, instant: datetime | None) -> datetime | None:
        """Give *instant* unless the promise was kept by then."""
        return instant if self._stopped_at is None or (instant is not None and instant < self._stopped_at) else None
