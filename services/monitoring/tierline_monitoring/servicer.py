"""The gRPC door of monitoring."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar
from uuid import UUID

from google.protobuf.message import Message
from tierline.monitoring.v1 import monitoring_pb2, monitoring_service_pb2
from tierline_chassis import pages, requests, updates
from tierline_chassis.call import Call
from tierline_chassis.database import Database, Transaction
from tierline_chassis.ids import new_id
from tierline_sdk.errors import NotFound

from tierline_monitoring import handlers
from tierline_monitoring.domain.checks import Check
from tierline_monitoring.events import encode
from tierline_monitoring.handlers.checks import BeatCheck, CreateCheck, UpdateCheck
from tierline_monitoring.handlers.windows import CreateWindow, UpdateWindow
from tierline_monitoring.messages import from_alarm, from_check, from_outage, from_window, to_check_spec, to_window_spec
from tierline_monitoring.store import Lists, Store
from tierline_monitoring.store.lists import ALARMS, CHECKS, OUTAGES, WINDOWS

SERVICE = monitoring_service_pb2.DESCRIPTOR.services_by_name["MonitoringService"].full_name


class Resource(Protocol):
    """Anything of a tenant."""

    @property
    def id(self) -> str:
        """Its identifier."""
        ...

    @property
    def tenant_id(self) -> str:
        """Its tenant."""
        ...


Write = (
    monitoring_service_pb2.CreateCheckRequest | monitoring_service_pb2.UpdateCheckRequest | monitoring_service_pb2.BeatCheckRequest
    | monitoring_service_pb2.CreateMaintenanceWindowRequest | monitoring_service_pb2.UpdateMaintenanceWindowRequest
)


class ListRequest(Protocol):
    """A request for a page."""

    page_size: int
    page_token: str


R = TypeVar("R", bound=Resource)
M = TypeVar("M", bound=Message)


class MonitoringServicer:
    """Turns requests into commands, and decides nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def CreateCheck(self, request: monitoring_service_pb2.CreateCheckRequest, call: Call) -> monitoring_pb2.Check:  # noqa: N802 (the contract's name)
        """Create a check."""
        command = CreateCheck(tenant_id=call.tenant(request.check.tenant_id), spec=to_check_spec(request.check))

        def work(store: Store) -> monitoring_pb2.Check:
            return from_check(handlers.create_check(command, store=store, now=call.now, new_id=new_id))

        return self._write(call, request, command.tenant_id, monitoring_pb2.Check, work)

    def GetCheck(self, request: monitoring_service_pb2.GetCheckRequest, call: Call) -> monitoring_pb2.Check:  # noqa: N802 (the contract's name)
        """Get a check."""
        return from_check(self._get(call, CHECKS, "check", request.id))

    def ListChecks(  # noqa: N802 (the contract's name)
        self, request: monitoring_service_pb2.ListChecksRequest, call: Call,
    ) -> monitoring_service_pb2.ListChecksResponse:
        """List checks."""
        found, token = self._list(call, CHECKS, request)
        return monitoring_service_pb2.ListChecksResponse(checks=[from_check(check) for check in found], next_page_token=token)

    def UpdateCheck(self, request: monitoring_service_pb2.UpdateCheckRequest, call: Call) -> monitoring_pb2.Check:  # noqa: N802 (the contract's name)
        """Change a check."""
        tenant_id = self._get(call, CHECKS, "check", request.check.id).tenant_id

        def work(store: Store) -> monitoring_pb2.Check:
            check = _locked(store, request.check.id)
            spec = to_check_spec(updates.merge(from_check(check), request.check, request.update_mask))
            return from_check(handlers.update_check(UpdateCheck(check=check, spec=spec), store=store, now=call.now))

        return self._write(call, request, tenant_id, monitoring_pb2.Check, work)

    def BeatCheck(self, request: monitoring_service_pb2.BeatCheckRequest, call: Call) -> monitoring_pb2.Check:  # noqa: N802 (the contract's name)
        """Take a sign of life."""
        tenant_id = self._get(call, CHECKS, "check", request.id).tenant_id

        def work(store: Store) -> monitoring_pb2.Check:
            command = BeatCheck(check=_locked(store, request.id), failure=request.failure)
            return from_check(handlers.beat_check(command, store=store, now=call.now, new_id=new_id))

        return self._write(call, request, tenant_id, monitoring_pb2.Check, work)

    def ListAlarms(  # noqa: N802 (the contract's name)
        self, request: monitoring_service_pb2.ListAlarmsRequest, call: Call,
    ) -> monitoring_service_pb2.ListAlarmsResponse:
        """List alarms."""
        found, token = self._list(call, ALARMS, request)
        return monitoring_service_pb2.ListAlarmsResponse(alarms=[from_alarm(alarm) for alarm in found], next_page_token=token)

    def ListOutages(  # noqa: N802 (the contract's name)
        self, request: monitoring_service_pb2.ListOutagesRequest, call: Call,
    ) -> monitoring_service_pb2.ListOutagesResponse:
        """List outages."""
        found, token = self._list(call, OUTAGES, request)
        return monitoring_service_pb2.ListOutagesResponse(outages=[from_outage(outage) for outage in found], next_page_token=token)

    def CreateMaintenanceWindow(  # noqa: N802 (the contract's name)
        self, request: monitoring_service_pb2.CreateMaintenanceWindowRequest, call: Call,
    ) -> monitoring_pb2.MaintenanceWindow:
        """Create a maintenance window."""
        command = CreateWindow(tenant_id=call.tenant(request.maintenance_window.tenant_id), spec=to_window_spec(request.maintenance_window))

        def work(store: Store) -> monitoring_pb2.MaintenanceWindow:
            return from_window(handlers.create_window(command, store=store, now=call.now, new_id=new_id))

        return self._write(call, request, command.tenant_id, monitoring_pb2.MaintenanceWindow, work)

    def GetMaintenanceWindow(  # noqa: N802 (the contract's name)
        self, request: monitoring_service_pb2.GetMaintenanceWindowRequest, call: Call,
    ) -> monitoring_pb2.MaintenanceWindow:
        """Get a maintenance window."""
        return from_window(self._get(call, WINDOWS, "maintenance_window", request.id))

    def ListMaintenanceWindows(  # noqa: N802 (the contract's name)
        self, request: monitoring_service_pb2.ListMaintenanceWindowsRequest, call: Call,
    ) -> monitoring_service_pb2.ListMaintenanceWindowsResponse:
        """List maintenance windows."""
        found, token = self._list(call, WINDOWS, request)
        return monitoring_service_pb2.ListMaintenanceWindowsResponse(maintenance_windows=[from_window(window) for window in found], next_page_token=token)

    def UpdateMaintenanceWindow(  # noqa: N802 (the contract's name)
        self, request: monitoring_service_pb2.UpdateMaintenanceWindowRequest, call: Call,
    ) -> monitoring_pb2.MaintenanceWindow:
        """Change a maintenance window."""
        tenant_id = self._get(call, WINDOWS, "maintenance_window", request.maintenance_window.id).tenant_id

        def work(store: Store) -> monitoring_pb2.MaintenanceWindow:
            window = store.lock_window(request.maintenance_window.id)
            if window is None:
                raise NotFound("maintenance_window", request.maintenance_window.id)
            spec = to_window_spec(updates.merge(from_window(window), request.maintenance_window, request.update_mask))
            return from_window(handlers.update_window(UpdateWindow(window=window, spec=spec), store=store, now=call.now))

        return self._write(call, request, tenant_id, monitoring_pb2.MaintenanceWindow, work)

    def _get(self, call: Call, lists: "Lists[R]", resource: str, resource_id: str) -> R:
        found = None
        if _is_id(resource_id):
            with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
                found = lists.find(tx, call.tenants, resource_id)
        if found is None:
            raise NotFound(resource, resource_id)
        return found

    def _list(self, call: Call, lists: "Lists[R]", request: ListRequest) -> tuple[Sequence[R], str]:
        question = (call.request_method, sorted(call.tenants))
        size, position = pages.page_size(request.page_size), pages.decode(request.page_token, *question)
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            found = lists.page(tx, call.tenants, before=str(position[0]) if position else None, size=size)
        token = pages.encode([found[size - 1].id], *question) if len(found) > size else ""
        return found[:size], token

    def _write(self, call: Call, request: Write, tenant_id: str, response: type[M], work: Callable[[Store], M]) -> M:
        """Carry out a command once, whatever the number of its repeats."""
        with self._database.transaction([tenant_id], timeout=call.remaining) as tx:
            made = _once(tx, call, request, tenant_id=tenant_id, response=response, work=lambda: work(Store(tx, tenant_id, encode)))
        call.wrote(tx)
        return made


def _once(tx: Transaction, call: Call, request: Write, *, tenant_id: str, response: type[M], work: Callable[[], M]) -> M:
    claim = requests.Claim(
        tenant_id=tenant_id, principal_id=call.principal.id, method=call.request_method, request_id=request.request_id,
        fingerprint=requests.fingerprint(request),
    )
    stored = requests.claim(tx, [claim])[0]
    if stored is not None:
        return response.FromString(stored)
    made = work()
    requests.answer(tx, [replace(claim, response=made.SerializeToString())])
    return made


def _locked(store: Store, check_id: str) -> Check:
    found = store.lock_checks([check_id])
    if not found:
        raise NotFound("check", check_id)
    return found[0]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
