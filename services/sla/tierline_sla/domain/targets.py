"""Agreements, their targets, and which target holds for a ticket (C1 to C4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tierline_sdk.values import Awaiting, Environment, Level, Nature, Priority, TicketKind

from tierline_sla.domain.errors import ContradictoryTargets, InvalidDuration, InvalidValue
from tierline_sla.domain.facts import Subject
from tierline_sla.domain.timetables import Timetable

LONGEST_TARGET = timedelta(days=5 * 366)
DEFAULT_AT_RISK_PERCENT = 75


STATUTORY = "statutory"
"""The metric of a deadline that a law sets; beside those of `Metric`."""


class AgreementKind(StrEnum):
    """Where an agreement stands in the chain (C4)."""

    CUSTOMER = "customer"
    """With the customer: the SLA."""
    INTERNAL = "internal"
    """Between teams of one house: an OLA."""
    UNDERPINNING = "underpinning"
    """With a vendor, for work that the customer's agreement rests on."""


class Change(StrEnum):
    """What a clock does with the time used when the ticket is reopened, or comes under another target."""

    KEEP = "keep"
    """Go on with what was used."""
    START_AGAIN = "start_again"
    """End this cycle of the clock and begin another from nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The tickets that a target is for: each criterion that is set must agree (C3). Criteria are declared from the weightiest to the lightest."""

    application_id: str | None = None
    environment: Environment | None = None
    priority: Priority | None = None
    level: Level | None = None
    nature: Nature | None = None
    kind: TicketKind | None = None

    def matches(self, subject: Subject) -> bool:
        """Say whether *subject* meets every criterion."""
        return all(getattr(subject, name) == wanted for name, wanted in self.criteria())

    def criteria(self) -> Iterator[tuple[str, object]]:
        """Give the criteria that are set, the weightiest first."""
        for field in fields(self):
            wanted = getattr(self, field.name)
            if wanted is not None:
                yield field.name, wanted

    @property
    def weight(self) -> tuple[int, ...]:
        """How specific it is: more criteria outweigh fewer, among as many the weightier. Two scopes of one weight that meet the same ticket are equal."""
        is_set = [int(getattr(self, field.name) is not None) for field in fields(self)]
        return (sum(is_set), *is_set)

    def __str__(self) -> str:
        return ", ".join(_describe(name, wanted) for name, wanted in self.criteria()) or "any ticket"


def _describe(name: str, wanted: object) -> str:
    if isinstance(wanted, Level):
        return wanted.name
    if isinstance(wanted, Priority):
        return wanted.value.upper()
    return f"{name.removesuffix('_id')} {str(wanted).replace('_', ' ')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """
    What an agreement promises for one metric in one scope.

    Raises:
        InvalidDuration: The duration is not above zero, or is longer than five years.
        InvalidValue: The at-risk share is not between 1 and 100 percent.
    """

    id: str
    metric: str
    """A `Metric`, or `STATUTORY`; all but the first response end with the resolution."""
    duration: timedelta
    """Working time of the agreement's calendar."""
    scope: Scope = Scope()
    at_risk_percent: int = DEFAULT_AT_RISK_PERCENT
    """The share of the duration after which the clock is at risk."""
    pauses_on: frozenset[Awaiting] = frozenset(Awaiting)
    """What must be awaited for a hold to pause the clock."""
    on_reopen: Change = Change.KEEP
    on_change: Change = Change.KEEP

    def __post_init__(self) -> None:
        if not timedelta() < self.duration <= LONGEST_TARGET:
            raise InvalidDuration("duration", self.duration, "a target is above zero and at most five years of working time")
        if not 1 <= self.at_risk_percent <= 100:  # noqa: PLR2004 - a percentage
            raise InvalidValue("at_risk_percent", self.at_risk_percent, "a clock is at risk after 1 to 100 percent of its time")

    @property
    def at_risk_after(self) -> timedelta:
        """The working time after which the clock is at risk, to the microsecond below."""
        return self.duration * self.at_risk_percent // 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """
    One agreement of the chain, with its own calendar.

    Raises:
        ContradictoryTargets: Two targets have the same metric and the same scope.
    """

    id: str
    name: str
    kind: AgreementKind
    timetable: Timetable
    targets: tuple[Target, ...]
    party_id: str | None = None
    """Whose time it counts: an OLA or vendor clock runs only while this party has the ticket; `None` counts everybody's."""
    team_id: str | None = None
    """Narrows `party_id` to one team."""
    starts_at: datetime | None = None
    """When its clocks start, where that is not the opening of the ticket."""
    assumed: bool = False
    """Whether its targets are assumed, not agreed."""

    def __post_init__(self) -> None:
        seen = set()
        for target in self.targets:
            if (target.metric, target.scope) in seen:
                raise ContradictoryTargets(target.metric, str(target.scope))
            seen.add((target.metric, target.scope))

    @property
    def metrics(self) -> Sequence[str]:
        """The metrics that it has targets for, in a fixed order."""
        return sorted({target.metric for target in self.targets})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The target that holds for a ticket, and why."""

    target: Target
    reason: str


def choose_target(agreement: Agreement, metric: str, subject: Subject) -> Choice | None:
    """
    Choose the most specific target of *agreement* for *metric* that *subject* meets.

    The one with more criteria wins; among as many, the one with the weightier (application, environment, priority, level, nature,
    kind). Two different targets can never weigh the same, since an agreement refuses two of one scope.

    Returns:
        The target with a sentence that explains it; `None` when the agreement promises nothing here.
    """
    matching = [target for target in agreement.targets if target.metric == metric and target.scope.matches(subject)]
    if not matching:
        return None
    best = max(matching, key=lambda target: target.scope.weight)
    return Choice(target=best, reason=_explain(agreement, best, [target for target in matching if target is not best]))


def _explain(agreement: Agreement, best: Target, others: Sequence[Target]) -> str:
    metric = best.metric.replace("_", " ")
    hours = f"{write_duration(best.duration)} of working time"
    less = "; ".join(str(target.scope) for target in others)
    won = f", more specific than {less}" if less else ""
    said = "is assumed to promise" if agreement.assumed else "promises"
    return f"{agreement.name} {said} {metric} within {hours} ({agreement.timetable.calendar.zone}) for {best.scope}{won}."


def write_duration(duration: timedelta) -> str:
    """Write a duration for people: `4 h`, `1 h 30 min`, `45 s`."""
    minutes, seconds = divmod(duration, timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (round(seconds.total_seconds(), 6), "s")]
    return " ".join(f"{amount:g} {unit}" for amount, unit in parts if amount) or "0 s"


def with_level(subject: Subject, level: Level | None) -> Subject:
    """Give *subject* as it stands at *level*."""
    return subject if subject.level == level else replace(subject, level=level)
