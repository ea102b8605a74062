"""Answer questions from the read models."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tierline_reporting.domain.drilldown import After, KpiTicket
from tierline_reporting.domain.formulas import SATISFIED_FROM, Evidence, Result
from tierline_reporting.domain.kpis import KPIS, Kpi
from tierline_reporting.domain.outages import availability
from tierline_reporting.domain.periods import Period
from tierline_reporting.domain.shares import Figure, Measure
from tierline_reporting.handlers.ports import Asked

_MICROSECONDS = 1_000_000


def compute_kpis(period: Period, *, store: Asked, now: datetime) -> Sequence[tuple[Kpi, Result]]:
    """Compute all KPIs of *period*, in their order."""
    until = store.figures([Measure.OPENED, Measure.CHANGE_OPENED, Measure.CHANGE_DELIVERED], period.until())
    past = _past(period, now)
    evidence = Evidence(
        period=store.figures(list(Measure), period), until={measure: sum(groups.values(), Figure()) for measure, groups in until.items()},
        applications=availability(store.watched(past), store.outages(past), past), names=store.application_names(),
    )
    return [(kpi, kpi.compute(evidence)) for kpi in KPIS]


def kpi_tickets(kpi: Kpi, period: Period, *, store: Asked, now: datetime, after: After | None, size: int) -> Sequence[KpiTicket]:
    """Return *size* tickets behind *kpi*, and one more where there is one, the newest first, each with its share in the KPI's unit."""
    if kpi.measure is not None:
        return [_in_unit(kpi, ticket) for ticket in store.share_tickets(kpi.measure, kpi.group, period, after, size)]
    if kpi.id == "changes_waiting":
        return store.waiting_tickets(period.end, after, size)
    past = _past(period, now)
    found = store.outage_tickets(past, after, size)
    if kpi.unit == "seconds":
        return found
    agreed = sum((item.agreed for item in availability(store.watched(past), store.outages(past), past)), timedelta()).total_seconds()
    return [replace(ticket, value=100 * ticket.value / agreed if agreed else 0.0) for ticket in found]


def _past(period: Period, now: datetime) -> Period:
    """Return the part of *period* that has been: nobody has watched the future."""
    return Period(period.start, max(period.start, min(period.end, now)))


def _in_unit(kpi: Kpi, ticket: KpiTicket) -> KpiTicket:
    """Write a share, which is in microseconds or a score, in the unit of the KPI."""
    match kpi.unit:
        case "seconds":
            return replace(ticket, value=ticket.value / _MICROSECONDS)
        case "percent":
            return replace(ticket, value=100.0 if ticket.value >= SATISFIED_FROM else 0.0)
        case _:
            return replace(ticket, value=1.0)
