"""The ten KPIs (E1), in their order: what each is, what it is computed from, and by which formula."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tierline_sdk.errors import NotFound

from tierline_reporting.domain.formulas import (
    Evidence,
    Result,
    availability,
    change_lead_time,
    changes_delivered,
    changes_waiting,
    first_response_time,
    outage_time,
    resolution_time,
    satisfaction,
    tickets_by_type,
    urgent_changes,
)
from tierline_reporting.domain.shares import URGENT, Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """
    One KPI.

    Attributes:
        unit: `count`, `seconds` or `percent`.
        measure: The measure whose tickets stand behind it, where one does.
        group: The one group of it that counts; all where empty.

    """

    id: str
    display_name: str
    formula: str
    source_events: Sequence[str]
    unit: str
    compute: Callable[[Evidence], Result]
    measure: Measure | None = None
    group: str = ""


_SOLVED = ("TicketOpened", "TicketResolved", "TicketReopened", "TicketClosed")
_CHANGES = ("TicketOpened", "TicketReclassified", "TicketResolved", "TicketReopened", "TicketClosed")
_OUTAGES = ("CheckSaved", "OutageStarted", "OutageEnded")
_SOLVED_WORDS = "resolved (closed, where nobody had resolved them; a ticket that was reopened counts at its last resolution)"

KPIS: Sequence[Kpi] = (
    Kpi(
        id="changes_delivered", display_name="Changes delivered", unit="count", source_events=_CHANGES, measure=Measure.CHANGE_DELIVERED,
        compute=changes_delivered,
        formula=f"Tickets of kind change_request that were {_SOLVED_WORDS} in the period; an incident to which a change was tied elsewhere is none.",
    ),
    Kpi(
        id="changes_waiting", display_name="Changes waiting", unit="count", source_events=_CHANGES, compute=changes_waiting,
        formula="Tickets of kind change_request opened before the end of the period and neither resolved nor closed by then.",
    ),
    Kpi(
        id="urgent_changes", display_name="Urgent changes", unit="count", source_events=_CHANGES, measure=Measure.CHANGE_OPENED, group=URGENT,
        compute=urgent_changes,
        formula="Tickets of kind change_request opened in the period and marked urgent; the sample is all change requests opened in it.",
    ),
    Kpi(
        id="change_lead_time", display_name="Time to introduce a change", unit="seconds", source_events=_CHANGES, measure=Measure.CHANGE_DELIVERED,
        compute=change_lead_time, formula=f"Mean time from opening to resolution, by the clock, of the change requests {_SOLVED_WORDS} in the period.",
    ),
    Kpi(
        id="satisfaction_score", display_name="Satisfaction score", unit="percent", source_events=("TicketRated",), measure=Measure.RATED,
        compute=satisfaction, formula="Share of the ratings given in the period that are 4 or 5 of 5 (CSAT); a ticket's last rating counts.",
    ),
    Kpi(
        id="outage_time", display_name="Outage time", unit="seconds", source_events=_OUTAGES, compute=outage_time,
        formula="Time in the period in which an application was not available in production, summed over applications; maintenance windows do not count, "
        "outages of one application that overlap count once; the sample is the number of outages.",
    ),
    Kpi(
        id="availability", display_name="Availability", unit="percent", source_events=_OUTAGES, compute=availability,
        formula="(A - D) / A over all applications: A is the time in the period in which a check of the application's production ran, planned outages taken "
        "out, D the part of it in unplanned outages; the sample is the number of applications.",
    ),
    Kpi(
        id="tickets_by_type", display_name="Tickets by type", unit="count", source_events=("TicketOpened", "TicketReclassified"), measure=Measure.OPENED,
        compute=tickets_by_type, formula="Tickets opened in the period, by their kind as it is now.",
    ),
    Kpi(
        id="first_response_time", display_name="First response time", unit="seconds", source_events=("TicketOpened", "TicketReplied", "WorkStarted"),
        measure=Measure.RESPONDED, compute=first_response_time,
        formula="Mean time from opening to the first response, by the clock, of the tickets first responded to in the period, by priority; "
        "an imported history has no replies, so the first row in which somebody worked on the ticket is taken.",
    ),
    Kpi(
        id="resolution_time", display_name="Time to resolution", unit="seconds", source_events=_SOLVED, measure=Measure.RESOLVED, compute=resolution_time,
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
