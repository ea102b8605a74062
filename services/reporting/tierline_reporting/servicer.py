"""The gRPC door of reporting."""

from datetime import UTC, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp
from tierline.reporting.v1 import reporting_pb2
from tierline_chassis import pages
from tierline_chassis.call import Call
from tierline_chassis.codec import from_datetime, to_datetime
from tierline_chassis.database import Database
from tierline_sdk.errors import FieldViolation, InvalidFields

from tierline_reporting import handlers
from tierline_reporting.domain.drilldown import After, KpiTicket
from tierline_reporting.domain.formulas import Result
from tierline_reporting.domain.kpis import Kpi, find_kpi
from tierline_reporting.domain.periods import Period
from tierline_reporting.store import AskedStore

SERVICE = reporting_pb2.DESCRIPTOR.services_by_name["ReportingService"].full_name
DEFAULT_LENGTH = timedelta(days=30)
_YEARS = (1970, 2200)


class ReportingServicer:
    """Turns questions into answers, and decides nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ListKpis(self, request: reporting_pb2.ListKpisRequest, call: Call) -> reporting_pb2.ListKpisResponse:  # noqa: N802 (the contract's name)
        """Compute the KPIs of a period."""
        tenant_id, period = call.tenant(request.tenant_id), period_of(request, now=call.now)
        with self._database.transaction([tenant_id], timeout=call.remaining) as tx:
            computed = handlers.compute_kpis(period, store=AskedStore(tx, tenant_id), now=call.now)
        return reporting_pb2.ListKpisResponse(
            tenant_id=tenant_id, start_time=from_datetime(period.start), end_time=from_datetime(period.end),
            kpis=[_to_kpi(kpi, result) for kpi, result in computed],
        )

    def ListKpiTickets(  # noqa: N802 (the contract's name)
        self, request: reporting_pb2.ListKpiTicketsRequest, call: Call,
    ) -> reporting_pb2.ListKpiTicketsResponse:
        """List the tickets behind a KPI."""
        tenant_id, kpi, period = call.tenant(request.tenant_id), find_kpi(request.kpi), period_of(request, now=call.now)
        question = (call.request_method, tenant_id, kpi.id, request.start_time.ToJsonString(), request.end_time.ToJsonString())
        size, after = pages.page_size(request.page_size), _after(request.page_token, question)
        with self._database.transaction([tenant_id], timeout=call.remaining) as tx:
            found = handlers.kpi_tickets(kpi, period, store=AskedStore(tx, tenant_id), now=call.now, after=after, size=size)
        last = found[size - 1] if len(found) > size else None
        token = pages.encode([last.at.isoformat(), last.row_id], *question) if last else ""
        return reporting_pb2.ListKpiTicketsResponse(tickets=[_to_ticket(ticket) for ticket in found[:size]], next_page_token=token)


def period_of(request: reporting_pb2.ListKpisRequest | reporting_pb2.ListKpiTicketsRequest, *, now: datetime) -> Period:
    """
    Read the period that is asked for: the 30 days before now where nothing is said.

    Raises:
        InvalidFields: It is absurd, or ends before it starts.

    """
    end = _instant(request.end_time, "end_time") if request.HasField("end_time") else now
    start = _instant(request.start_time, "start_time") if request.HasField("start_time") else max(end - DEFAULT_LENGTH, datetime(_YEARS[0], 1, 1, tzinfo=UTC))
    if start >= end:
        raise _wrong("start_time", "must be before end_time")
    return Period(start, end)


def _instant(timestamp: Timestamp, field: str) -> datetime:
    try:
        instant = to_datetime(timestamp)
    except OverflowError:
        instant = None
    if instant is None or not _YEARS[0] <= instant.year <= _YEARS[1]:
        raise _wrong(field, f"must be from {_YEARS[0]} to {_YEARS[1]}")
    return instant


def _after(token: str, question: tuple[str, ...]) -> After | None:
    position = pages.decode(token, *question)
    return (datetime.fromisoformat(str(position[0])), str(position[1])) if position else None


def _to_kpi(kpi: Kpi, result: Result) -> reporting_pb2.Kpi:
    return reporting_pb2.Kpi(
        id=kpi.id, display_name=kpi.display_name, formula=kpi.formula, source_events=kpi.source_events, unit=kpi.unit, value=result.value,
        sample=result.sample, needs=result.needs,
        groups=[reporting_pb2.KpiGroup(name=group.name, value=group.value, sample=group.sample) for group in result.groups],
    )


def _to_ticket(ticket: KpiTicket) -> reporting_pb2.KpiTicket:
    return reporting_pb2.KpiTicket(ticket_id=ticket.ticket_id, ticket_key=ticket.key, time=from_datetime(ticket.at), value=ticket.value)


def _wrong(field: str, description: str) -> InvalidFields:
    return InvalidFields([FieldViolation(field=field, description=description)])
