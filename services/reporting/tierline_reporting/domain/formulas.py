"""How each figure follows from the evidence. What has no source events has no value: it says what it needs. A zero is only ever counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tierline_reporting.domain.outages import Availability
from tierline_reporting.domain.shares import URGENT, Figure, Measure

SATISFIED_FROM = 4
"""The lowest score, of 5, of a satisfied requester, as customer satisfaction (CSAT) counts them."""
_SECOND = 1_000_000
"""Microseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    What a period's KPIs are computed from.

    Attributes:
        period: What happened in the period, by measure and group.
        until: What had happened by the end of the period, by measure.
        applications: How each application that a check watched was available.
        names: The applications' names, by id.

    """

    period: Mapping[Measure, Mapping[str, Figure]]
    until: Mapping[Measure, Figure]
    applications: Sequence[Availability]
    names: Mapping[str, str]

    def sum_of(self, measure: Measure) -> Figure:
        """Return a measure over all its groups."""
        return sum(self.period.get(measure, {}).values(), Figure())

    def ever(self, measure: Measure) -> int:
        """Return how many there had been by the end of the period."""
        return self.until.get(measure, Figure()).count


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The figure of a group."""

    name: str
    value: float
    sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A figure; without a value it says what it *needs*."""

    value: float | None = None
    sample: int = 0
    needs: str = ""
    groups: Sequence[Group] = ()


NEEDS_CHANGES = "TicketOpened events of tickets of kind change_request"
NEEDS_CHECKS = "CheckSaved events of a check of production that runs in the period"
_NO_CHANGES, _NO_CHECKS = Result(needs=NEEDS_CHANGES), Result(needs=NEEDS_CHECKS)


def _count(figures: Mapping[str, Figure]) -> Result:
    groups = [Group(name=name, value=float(figure.count), sample=figure.count) for name, figure in sorted(figures.items())]
    sample = sum(figure.count for figure in figures.values())
    return Result(value=float(sample), sample=sample, groups=groups)


def _mean(measure: Measure, needs: str) -> Callable[[Evidence], Result]:
    """Compute a mean in seconds."""

    def compute(evidence: Evidence) -> Result:
        figure = evidence.sum_of(measure)
        if not figure.count:
            return Result(needs=needs)
        groups = [Group(name=name, value=_seconds(part), sample=part.count) for name, part in sorted(evidence.period[measure].items()) if part.count]
        return Result(value=_seconds(figure), sample=figure.count, groups=groups)

    return compute


def _seconds(figure: Figure) -> float:
    return figure.total / figure.count / _SECOND


def changes_delivered(evidence: Evidence) -> Result:
    """Count the change requests that were solved."""
    return _count(evidence.period.get(Measure.CHANGE_DELIVERED, {})) if evidence.ever(Measure.CHANGE_OPENED) else _NO_CHANGES


def changes_waiting(evidence: Evidence) -> Result:
    """Count the change requests that were open at the end of the period."""
    opened = evidence.ever(Measure.CHANGE_OPENED)
    waiting = opened - evidence.ever(Measure.CHANGE_DELIVERED)
    return Result(value=float(waiting), sample=opened) if opened else _NO_CHANGES


def urgent_changes(evidence: Evidence) -> Result:
    """Count the urgent change requests that were opened."""
    if not evidence.ever(Measure.CHANGE_OPENED):
        return _NO_CHANGES
    urgent = evidence.period.get(Measure.CHANGE_OPENED, {}).get(URGENT, Figure())
    return Result(value=float(urgent.count), sample=evidence.sum_of(Measure.CHANGE_OPENED).count)


def satisfaction(evidence: Evidence) -> Result:
    """Compute the share of satisfied ratings."""
    ratings = evidence.period.get(Measure.RATED, {})
    sample = evidence.sum_of(Measure.RATED).count
    if not sample:
        return Result(needs="TicketRated events in the period")
    satisfied = sum(figure.count for score, figure in ratings.items() if int(score) >= SATISFIED_FROM)
    groups = [Group(name=score, value=100 * figure.count / sample, sample=figure.count) for score, figure in sorted(ratings.items()) if figure.count]
    return Result(value=100 * satisfied / sample, sample=sample, groups=groups)


def outage_time(evidence: Evidence) -> Result:
    """Sum the unplanned outages of production, in seconds."""
    if not evidence.applications:
        return _NO_CHECKS
    groups = [Group(name=_name(evidence, item), value=item.down.total_seconds(), sample=item.outages) for item in evidence.applications]
    return Result(value=sum(group.value for group in groups), sample=sum(group.sample for group in groups), groups=_sorted(groups))


def availability(evidence: Evidence) -> Result:
    """Compute the share of the agreed time without unplanned outage."""
    watched = [item for item in evidence.applications if item.agreed]
    if not watched:
        return _NO_CHECKS
    agreed, down = sum((item.agreed for item in watched), timedelta()), sum((item.down for item in watched), timedelta())
    groups = [Group(name=_name(evidence, item), value=_up(item.agreed, item.down), sample=1) for item in watched]
    return Result(value=_up(agreed, down), sample=len(watched), groups=_sorted(groups))


def _up(agreed: timedelta, down: timedelta) -> float:
    return 100 * ((agreed - down) / agreed)


def _name(evidence: Evidence, item: Availability) -> str:
    return evidence.names.get(item.application_id or "", item.application_id or "no application")


def _sorted(groups: Sequence[Group]) -> Sequence[Group]:
    return sorted(groups, key=lambda group: group.name)


def tickets_by_type(evidence: Evidence) -> Result:
    """Count the tickets that were opened, by kind."""
    return _count(evidence.period.get(Measure.OPENED, {})) if evidence.ever(Measure.OPENED) else Result(needs="TicketOpened events")


change_lead_time = _mean(Measure.CHANGE_DELIVERED, "TicketResolved or TicketClosed events of tickets of kind change_request in the period")
first_response_time = _mean(
    Measure.RESPONDED, "TicketReplied events that are first responses (in an imported history WorkStarted) in the period",
)
resolution_time = _mean(Measure.RESOLVED, "TicketResolved or TicketClosed events in the period")
