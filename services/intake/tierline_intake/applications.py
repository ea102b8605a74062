"""The gRPC door of applications and contacts."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar
from zoneinfo import available_timezones

from google.protobuf.message import Message
from tierline.intake.v1 import application_pb2, intake_service_pb2
from tierline_chassis import pages, requests, updates
from tierline_chassis.call import Call
from tierline_chassis.codec import to_enum
from tierline_chassis.database import Database, Transaction
from tierline_chassis.ids import new_id
from tierline_sdk.errors import AlreadyExists, FieldViolation, InvalidFields, NotFound

from tierline_intake.codec import ENUMS, application_message, contact_message
from tierline_intake.domain.facts import ApplicationSaved, ContactSaved, Saved
from tierline_intake.domain.tickets import Application, Contact
from tierline_intake.servicer import is_uuid
from tierline_intake.store import Store

M = TypeVar("M", bound=Message)


class ApplicationServicer:
    """Turns requests into applications and contacts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def CreateApplication(  # noqa: N802 (the contract's name)
        self, request: intake_service_pb2.CreateApplicationRequest, call: Call,
    ) -> application_pb2.Application:
        """Create an application."""
        tenant_id, asked = call.tenant(request.application.tenant_id), request.application
        made = Application(
            tenant_id=tenant_id, id=new_id(), display_name=asked.display_name, description=asked.description, criticality=_impact(asked),
            regulations=tuple(asked.regulations), create_time=call.now, update_time=call.now,
        )
        return self._once(request, call, tenant_id, application_pb2.Application, lambda tx: self._save_application(tx, made, call))

    def CreateContact(self, request: intake_service_pb2.CreateContactRequest, call: Call) -> application_pb2.Contact:  # noqa: N802 (the contract's name)
        """Create a contact."""
        tenant_id, asked = call.tenant(request.contact.tenant_id), request.contact
        made = Contact(
            tenant_id=tenant_id, id=new_id(), display_name=asked.display_name, email=asked.email, phone=asked.phone, preferred_channel=_channel(asked),
            zone=asked.zone, create_time=call.now, update_time=call.now,
        )
        return self._once(request, call, tenant_id, application_pb2.Contact, lambda tx: self._save_contact(tx, made, call))

    def GetApplication(self, request: intake_service_pb2.GetApplicationRequest, call: Call) -> application_pb2.Application:  # noqa: N802 (the contract's name)
        """Get an application."""
        return application_message(self._application(request.id, call))

    def GetContact(self, request: intake_service_pb2.GetContactRequest, call: Call) -> application_pb2.Contact:  # noqa: N802 (the contract's name)
        """Get a contact."""
        return contact_message(self._contact(request.id, call))

    def ListApplications(  # noqa: N802 (the contract's name)
        self, request: intake_service_pb2.ListApplicationsRequest, call: Call,
    ) -> intake_service_pb2.ListApplicationsResponse:
        """List applications."""
        rows, token = self._page("application", request, call)
        return intake_service_pb2.ListApplicationsResponse(applications=[application_message(row) for row in rows], next_page_token=token)

    def ListContacts(  # noqa: N802 (the contract's name)
        self, request: intake_service_pb2.ListContactsRequest, call: Call,
    ) -> intake_service_pb2.ListContactsResponse:
        """List contacts."""
        rows, token = self._page("contact", request, call)
        return intake_service_pb2.ListContactsResponse(contacts=[contact_message(row) for row in rows], next_page_token=token)

    def UpdateApplication(  # noqa: N802 (the contract's name)
        self, request: intake_service_pb2.UpdateApplicationRequest, call: Call,
    ) -> application_pb2.Application:
        """Change an application."""
        present = self._application(request.application.id, call)

        def work(tx: Transaction) -> application_pb2.Application:
            now = Store(tx).applications([present.tenant_id], ids=[present.id])[0]
            asked = updates.merge(application_message(now), request.application, request.update_mask)
            made = replace(
                now, display_name=asked.display_name, description=asked.description, criticality=_impact(asked), regulations=tuple(asked.regulations),
                update_time=call.now, version=now.version + 1,
            )
            return self._save_application(tx, made, call)

        return self._once(request, call, present.tenant_id, application_pb2.Application, work)

    def UpdateContact(self, request: intake_service_pb2.UpdateContactRequest, call: Call) -> application_pb2.Contact:  # noqa: N802 (the contract's name)
        """Change a contact."""
        present = self._contact(request.contact.id, call)

        def work(tx: Transaction) -> application_pb2.Contact:
            now = Store(tx).contacts([present.tenant_id], [present.id])[0]
            asked = updates.merge(contact_message(now), request.contact, request.update_mask)
            made = replace(
                now, display_name=asked.display_name, email=asked.email, phone=asked.phone, preferred_channel=_channel(asked), zone=asked.zone,
                update_time=call.now, version=now.version + 1,
            )
            return self._save_contact(tx, made, call)

        return self._once(request, call, present.tenant_id, application_pb2.Contact, work)

    def _save_application(self, tx: Transaction, made: Application, call: Call) -> application_pb2.Application:
        store = Store(tx)
        if store.taken("application", made.tenant_id, made.id, name=made.display_name):
            raise AlreadyExists("application", made.display_name)
        store.save_application(made, Saved(fact=ApplicationSaved(application=made), time=call.now, actor=call.principal.id))
        return application_message(made)

    def _save_contact(self, tx: Transaction, made: Contact, call: Call) -> application_pb2.Contact:
        store = Store(tx)
        if made.zone and made.zone not in available_timezones():
            raise InvalidFields([FieldViolation(field="contact.zone", description="must be an IANA time zone such as Europe/Berlin")])
        if made.email and store.taken("contact", made.tenant_id, made.id, email=made.email):
            raise AlreadyExists("contact", made.email)
        store.save_contact(made, Saved(fact=ContactSaved(contact=made), time=call.now, actor=call.principal.id))
        return contact_message(made)

    def _application(self, application_id: str, call: Call) -> Application:
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            found = Store(tx).applications(call.tenants, ids=[application_id]) if is_uuid(application_id) else ()
        if not found:
            raise NotFound("application", application_id)
        return found[0]

    def _contact(self, contact_id: str, call: Call) -> Contact:
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            found = Store(tx).contacts(call.tenants, [contact_id]) if is_uuid(contact_id) else ()
        if not found:
            raise NotFound("contact", contact_id)
        return found[0]

    def _page(self, table: str, request: Any, call: Call) -> tuple[Any, str]:
        size, tenants = pages.page_size(request.page_size), call.tenants
        after = pages.decode(request.page_token, tuple(tenants), table)
        with self._database.transaction(tenants, timeout=call.remaining) as tx:
            rows = Store(tx).page(table, tenants, after, size + 1)
        last = rows[size - 1] if len(rows) > size else None
        return rows[:size], pages.encode([last.display_name, last.id], tuple(tenants), table) if last else ""

    def _once(self, request: Any, call: Call, tenant_id: str, response: type[M], work: Callable[[Transaction], M]) -> M:
        made: dict[str, M] = {}

        def run(tx: Transaction) -> Transaction:
            mine = requests.Claim(
                tenant_id=tenant_id, principal_id=call.principal.id, method=call.request_method, request_id=request.request_id,
                fingerprint=requests.fingerprint(request),
            )
            (stored,) = requests.claim(tx, [mine])
            made["response"] = work(tx) if stored is None else response.FromString(stored)
            if stored is None:
                requests.answer(tx, [replace(mine, response=made["response"].SerializeToString())])
            return tx

        call.wrote(self._database.run([tenant_id], run, timeout=call.remaining))
        return made["response"]


def _impact(asked: application_pb2.Application) -> Any:
    return to_enum(*ENUMS["impact"], asked.criticality)


def _channel(asked: application_pb2.Contact) -> Any:
    return to_enum(*ENUMS["channel"], asked.preferred_channel)
