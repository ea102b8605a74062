"""`AgreementService`: calendars and agreements."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from google.protobuf.message import Message
from tierline.sla.v1 import sla_pb2, sla_service_pb2
from tierline_chassis import pages, updates
from tierline_chassis.call import Call
from tierline_chassis.database import Database, Transaction
from tierline_chassis.requests import Claim, answer, claim, fingerprint
from tierline_sdk.errors import NotFound

from tierline_sla.codec import agreement_message, agreement_of, calendar_message, calendar_of, resource_event
from tierline_sla.domain.errors import InvalidValue
from tierline_sla.domain.resources import AgreementRecord, CalendarRecord
from tierline_sla.handlers import catalogue
from tierline_sla.store.catalogue import CatalogueStore, find_row, list_rows
from tierline_sla.store.documents import read_agreement, read_calendar

M = TypeVar("M", bound=Message)
_FIRST = "00000000-0000-0000-0000-000000000000"


class AgreementServicer:
    """Keeps calendars and agreements."""

    def __init__(self, database: Database, *, new_id: Callable[[], str]) -> None:
        self._database = database
        self._new_id = new_id

    def CreateCalendar(self, request: sla_service_pb2.CreateCalendarRequest, call: Call) -> sla_pb2.Calendar:  # noqa: N802 - the contract's name
        """Create a calendar."""

        def work(tx: Transaction, tenant_id: str) -> sla_pb2.Calendar:
            record = _new(calendar_of, request.calendar, "calendar", tenant_id, call)
            record = replace(record, id=self._new_id())
            _within("calendar", lambda: catalogue.create_calendar(record, store=_store(tx, tenant_id), now=call.now))
            return calendar_message(record)

        return self._once(request, call, call.tenant(request.calendar.tenant_id), sla_pb2.Calendar, work)

    def GetCalendar(self, request: sla_service_pb2.GetCalendarRequest, call: Call) -> sla_pb2.Calendar:  # noqa: N802 - the contract's name
        """Get a calendar."""
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            return calendar_message(read_calendar(_found(tx, "calendar", call, request.id)))

    def ListCalendars(self, request: sla_service_pb2.ListCalendarsRequest, call: Call) -> sla_service_pb2.ListCalendarsResponse:  # noqa: N802 - as above
        """List calendars by pages."""
        rows, token = self._page("calendar", request, call)
        return sla_service_pb2.ListCalendarsResponse(calendars=[calendar_message(read_calendar(row["document"])) for row in rows], next_page_token=token)

    def UpdateCalendar(self, request: sla_service_pb2.UpdateCalendarRequest, call: Call) -> sla_pb2.Calendar:  # noqa: N802 - the contract's name
        """Change a calendar."""

        def work(tx: Transaction, tenant_id: str) -> sla_pb2.Calendar:
            before = read_calendar(_found(tx, "calendar", call, request.calendar.id, lock=True))
            current = calendar_message(before)
            merged = updates.merge(current, request.calendar, request.update_mask)
            _choose_hours(merged, current)
            record = _changed(calendar_of, merged, "calendar", before, call)
            _within("calendar", lambda: catalogue.update_calendar(record, store=_store(tx, tenant_id), new_id=self._new_id, now=call.now))
            return calendar_message(record)

        return self._once(request, call, self._owner("calendar", call, request.calendar.id), sla_pb2.Calendar, work)

    def CreateAgreement(self, request: sla_service_pb2.CreateAgreementRequest, call: Call) -> sla_pb2.Agreement:  # noqa: N802 - the contract's name
        """Create an agreement."""

        def work(tx: Transaction, tenant_id: str) -> sla_pb2.Agreement:
            record = _new(agreement_of, request.agreement, "agreement", tenant_id, call)
            record = replace(record, id=self._new_id())
            _within("agreement", lambda: catalogue.create_agreement(record, store=_store(tx, tenant_id), new_id=self._new_id, now=call.now))
            return agreement_message(record)

        return self._once(request, call, call.tenant(request.agreement.tenant_id), sla_pb2.Agreement, work)

    def GetAgreement(self, request: sla_service_pb2.GetAgreementRequest, call: Call) -> sla_pb2.Agreement:  # noqa: N802 - the contract's name
        """Get an agreement."""
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            return agreement_message(read_agreement(_found(tx, "agreement", call, request.id)))

    def ListAgreements(self, request: sla_service_pb2.ListAgreementsRequest, call: Call) -> sla_service_pb2.ListAgreementsResponse:  # noqa: N802 - as above
        """List agreements by pages."""
        rows, token = self._page("agreement", request, call)
        return sla_service_pb2.ListAgreementsResponse(agreements=[agreement_message(read_agreement(row["document"])) for row in rows], next_page_token=token)

    def UpdateAgreement(self, request: sla_service_pb2.UpdateAgreementRequest, call: Call) -> sla_pb2.Agreement:  # noqa: N802 - the contract's name
        """Change an agreement."""

        def work(tx: Transaction, tenant_id: str) -> sla_pb2.Agreement:
            before = read_agreement(_found(tx, "agreement", call, request.agreement.id, lock=True))
            merged = updates.merge(agreement_message(before), request.agreement, request.update_mask)
            record = _changed(agreement_of, merged, "agreement", before, call)
            _within("agreement", lambda: catalogue.update_agreement(record, store=_store(tx, tenant_id), new_id=self._new_id, now=call.now))
            return agreement_message(record)

        return self._once(request, call, self._owner("agreement", call, request.agreement.id), sla_pb2.Agreement, work)

    def _owner(self, table: str, call: Call, resource_id: str) -> str:
        """Find whose the resource is."""
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            row = find_row(tx, table, call.tenants, resource_id)
        if row is None:
            raise NotFound(table, resource_id)
        return str(row["tenant_id"])

    def _once(self, request: Any, call: Call, tenant_id: str, response: type[M], work: Callable[[Transaction, str], M]) -> M:
        """Carry a command out, or answer a repeat of it as the first was answered."""
        made = Claim(
            tenant_id=tenant_id, principal_id=call.principal.id, method=call.request_method, request_id=request.request_id, fingerprint=fingerprint(request),
        )
        with self._database.transaction([tenant_id], timeout=call.remaining) as tx:
            stored = claim(tx, [made])[0]
            if stored is not None:
                return response.FromString(stored)
            result = work(tx, tenant_id)
            answer(tx, [replace(made, response=result.SerializeToString())])
        call.wrote(tx)
        return result

    def _page(self, table: str, request: Any, call: Call) -> tuple[list[Mapping[str, Any]], str]:
        size = pages.page_size(request.page_size)
        after = pages.decode(request.page_token, table, *sorted(call.tenants))
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            rows = list(list_rows(tx, table, call.tenants, after=str(after[0]) if after else _FIRST, limit=size + 1))
        token = pages.encode([rows[size - 1]["id"]], table, *sorted(call.tenants)) if len(rows) > size else ""
        return list(rows[:size]), token


R = TypeVar("R", CalendarRecord, AgreementRecord)


def _new(read: Callable[..., R], message: Message, resource: str, tenant_id: str, call: Call) -> R:
    return _within(resource, lambda: read(message, tenant_id=tenant_id, created_at=call.now, updated_at=call.now, version=1))


def _changed(read: Callable[..., R], message: Message, resource: str, before: R, call: Call) -> R:
    stamps = {"tenant_id": before.tenant_id, "created_at": before.created_at, "updated_at": call.now, "version": before.version + 1}
    return _within(resource, lambda: read(message, **stamps))


def _choose_hours(merged: sla_pb2.Calendar, current: sla_pb2.Calendar) -> None:
    """Let a preset that is newly set stand in place of the hours, and the other way round."""
    if merged.coverage and merged.HasField("hours"):
        if merged.hours != current.hours or not current.HasField("hours"):
            merged.ClearField("coverage")
        else:
            merged.ClearField("hours")


T = TypeVar("T")


def _within(resource: str, work: Callable[[], T]) -> T:
    """Name the fields of an error as the request does."""
    try:
        return work()
    except InvalidValue as error:
        raise error.within(resource) from None


def _found(tx: Transaction, table: str, call: Call, resource_id: str, *, lock: bool = False) -> Mapping[str, Any]:
    row = find_row(tx, table, call.tenants, resource_id, lock=lock)
    if row is None:
        raise NotFound(table, resource_id)
    document: Mapping[str, Any] = row["document"]
    return document


def _store(tx: Transaction, tenant_id: str) -> CatalogueStore:
    return CatalogueStore(tx, tenant_id, tell=resource_event)
