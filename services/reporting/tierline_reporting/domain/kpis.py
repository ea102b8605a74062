"""
The ten KPIs (E1), in their order: what each is, and how it follows from the evidence.

What has no source events has no value: it says what it needs. A zero is only ever counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tierline_sdk.errors import NotFound

from tierline_reporting.domain.outages import Availability
from tierline_reporting.domain.shares import URGENT, Figure, Measure

SATISFIED = ("4", "5")
"""The scores of a satisfied requester, as customer satisfaction (CSAT) counts them."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """
    One KPI.

    Attributes:
        unit: `count`, `seconds` or `percent`.
        measure: The measure whose tickets stand behind it, where one does.

    """

    id: str
    display_name: str
    formula: str
    source_events: Sequence[str]
    unit: str
    compute: Callable[[Evidence], Result]
    measure: Measure | None = None


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


def _changes_delivered(evidence: Evidence) -> Result:
    return _count(evidence.period.get(Measure.CHANGE_DELIVERED, {})) if evidence.ever(Measure.CHANGE_OPENED) else _NO_CHANGES


def _changes_waiting(evidence: Evidence) -> Result:
    opened = evidence.ever(Measure.CHANGE_OPENED)
    waiting = opened - evidence.ever(Measure.CHANGE_DELIVERED)
    return Result(value=float(waiting), sample=opened) if opened else _NO_CHANGES


def _urgent_changes(evidence: Evidence) -> Result:
    if not evidence.ever(Measure.CHANGE_OPENED):
        return _NO_CHANGES
    urgent = evidence.period.get(Measure.CHANGE_OPENED, {}).get(URGENT, Figure())
    return Result(value=float(urgent.count), sample=evidence.sum_of(Measure.CHANGE_OPENED).count)


def _satisfaction(evidence: Evidence) -> Result:
    ratings = evidence.period.get(Measure.RATED, {})
    sample = evidence.sum_of(Measure.RATED).count
    if not sample:
        return Result(needs="TicketRated events in the period")
    satisfied = sum(figure.count for score, figure in ratings.items() if score in SATISFIED)
    groups = [Group(name=score, value=100 * figure.count / sample, sample=figure.count) for score, figure in sorted(ratings.items()) if figure.count]
    return Result(value=100 * satisfied / sample, sample=sample, groups=groups)


def _outage_time(evidence: Evidence) -> Result:
    if not evidence.applications:
        return _NO_CHECKS
    groups = [Group(name=_name(evidence, item), value=item.down.total_seconds(), sample=item.outages) for item in evidence.applications]
    return Result(value=sum(group.value for group in groups), sample=sum(group.sample for group in groups), groups=_sorted(groups))


def _availability(evidence: Evidence) -> Result:
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


def _tickets_by_type(evidence: Evidence) -> Result:
    return _count(evidence.period.get(Measure.OPENED, {})) if evidence.ever(Measure.OPENED) else Result(needs="TicketOpened events")


_SOLVED = ("TicketOpened", "TicketResolved", "TicketReopened", "TicketClosed")
_CHANGES = ("TicketOpened", "TicketReclassified", "TicketResolved", "TicketReopened", "TicketClosed")
_OUTAGES = ("CheckSaved", "OutageStarted", "OutageEnded")
_SOLVED_WORDS = "resolved (closed, where nobody had resolved them; a ticket that was reopened counts at its last resolution)"

KPIS: Sequence[Kpi] = (
    Kpi(
        id="changes_delivered", display_name="Changes delivered", unit="count", source_events=_CHANGES, measure=Measure.CHANGE_DELIVERED,
        compute=_changes_delivered, formula=f"Tickets of kind change_request that were {_SOLVED_WORDS} in the period; a change tied to an incident elsewhere is none.",
    ),
    Kpi(
        id="changes_waiting", display_name="Changes waiting", unit="count", source_events=_CHANGES, compute=_changes_waiting,
        formula="Tickets of kind change_request opened before the end of the period and neither resolved nor closed by then.",
    ),
    Kpi(
        id="urgent_changes", display_name="Urgent changes", unit="count", source_events=_CHANGES, measure=Measure.CHANGE_OPENED, compute=_urgent_changes,
        formula="Tickets of kind change_request opened in the period and marked urgent; the sample is all change requests opened in it.",
    ),
    Kpi(
        id="change_lead_time", display_name="Time to introduce a change", unit="seconds", source_events=_CHANGES, measure=Measure.CHANGE_DELIVERED,
        compute=_mean(Measure.CHANGE_DELIVERED, "TicketResolved or TicketClosed events of tickets of kind change_request in the period"),
        formula=f"Mean time from opening to resolution, by the clock, of the change requests {_SOLVED_WORDS} in the period.",
    ),
    Kpi(
        id="satisfaction_score", display_name="Satisfaction score", unit="percent", source_events=("TicketRated",), measure=Measure.RATED, compute=_satisfaction,
        formula="Share of the ratings given in the period that are 4 or 5 of 5 (CSAT); a ticket's last rating counts.",
    ),
    Kpi(
        id="outage_time", display_name="Outage time", unit="seconds", source_events=_OUTAGES, compute=_outage_time,
        formula="Time in the period in which an application was not available in production, summed over applications; maintenance windows do not count, "
        "outages of one application that overlap count once; the sample is the number of outages.",
    ),
    Kpi(
        id="availability", display_name="Availability", unit="percent", source_events=_OUTAGES, compute=_availability,
        formula="(A - D) / A over all applications: A is the time in the period in which a check of the application's production ran, planned outages taken out, "
        "D the part of it in unplanned outages; the sample is the number of applications.",
    ),
    Kpi(
        id="tickets_by_type", display_name="Tickets by type", unit="count", source_events=("TicketOpened", "TicketReclassified"), measure=Measure.OPENED,
        compute=_tickets_by_type, formula="Tickets opened in the period, by their kind as it is now.",
    ),
    Kpi(
        id="first_response_time", display_name="First response time", unit="seconds", source_events=("TicketOpened", "TicketReplied", "WorkStarted"),
        measure=Measure.RESPONDED, compute=_mean(Measure.RESPONDED, "TicketReplied events that are first responses (in an imported history WorkStarted) in the period"),
        formula="Mean time from opening to the first response, by the clock, of the tickets first responded to in the period, by priority; "
        "an imported history has no replies, so the first row in which somebody worked on the ticket is taken.",
    ),
    Kpi(
        id="resolution_time", display_name="Time to resolution", unit="seconds", source_events=_SOLVED, measure=Measure.RESOLVED,
        compute=_mean(Measure.RESOLVED, "TicketResolved or TicketClosed events in the period"),
        formula=f"Mean time from opening to resolution, by the clock, waiting included, of the tickets {_SOLVED_WORDS} in the period, by priority.",
    ),
)
"""In the order of E1; a plugin's KPIs will follow these."""

_BY_ID = {kpi.id: kpi for kpi in KPIS}


def find_kpi(kpi_id: str) -> Kpi:
    """
    Return a KPI.

    Raises:
        NotFound: There is none of this id.

    """
    if kpi_id not in _BY_ID:
        raise NotFound("kpi", kpi_id)
    return _BY_ID[kpi_id]
