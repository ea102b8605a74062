"""Outages and the time in which they would have been seen, by application, exact to the microsecond."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tierline_reporting.domain.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A time in which production was not available; without an end it lasts."""

    id: str
    application_id: str | None
    alarm_id: str
    start: datetime
    end: datetime | None
    planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A time in which a check of production ran; without an end it still does."""

    check_id: str
    application_id: str | None
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """
    One application in one period.

    Attributes:
        agreed: Time in which a check of it ran, planned outages taken out.
        down: Of that, the time in unplanned outages; outages that overlap count once.
        outages: How many unplanned outages touched the period.

    """

    application_id: str | None
    agreed: timedelta
    down: timedelta
    outages: int


def availability(watched: Iterable[Watched], outages: Iterable[Outage], period: Period) -> Sequence[Availability]:
    """Return how each application that was watched in *period* was available; what lasts counts until the end of the period."""
    seen = list(outages)
    times: dict[str | None, list[Period]] = {}
    for item in watched:
        times.setdefault(item.application_id, []).append(Period(item.start, item.end or period.end))
    found = [_of(application, spans, [o for o in seen if o.application_id == application], period) for application, spans in times.items()]
    return [item for item in found if item is not None]


def _of(application_id: str | None, spans: Sequence[Period], outages: Sequence[Outage], period: Period) -> Availability | None:
    run = common(union(spans), [period])
    unplanned = [outage for outage in outages if not outage.planned and common([_span(outage, period)], [period])]
    down = common(union(_span(outage, period) for outage in unplanned), run)
    planned = common(union(_span(outage, period) for outage in outages if outage.planned), run)
    agreed = length(run) - (length(planned) - length(common(planned, down)))
    return Availability(application_id=application_id, agreed=agreed, down=length(down), outages=len(unplanned)) if run else None


def _span(outage: Outage, period: Period) -> Period:
    return Period(outage.start, outage.end or max(period.end, outage.start))


def union(spans: Iterable[Period]) -> Sequence[Period]:
    """Return the same time in order, without overlap."""
    merged: list[Period] = []
    for span in sorted(spans, key=lambda item: item.start):
        if span.start >= span.end:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Period(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def common(some: Sequence[Period], others: Sequence[Period]) -> Sequence[Period]:
    """Return the time that lies in both; each side is in order and without overlap."""
    found, left, right = [], 0, 0
    while left < len(some) and right < len(others):
        start, end = max(some[left].start, others[right].start), min(some[left].end, others[right].end)
        if start < end:
            found.append(Period(start, end))
        if some[left].end <= others[right].end:
            left += 1
        else:
            right += 1
    return found


def length(spans: Sequence[Period]) -> timedelta:
    """Return how long *spans* without overlap are together."""
    return sum((span.length for span in spans), timedelta())
