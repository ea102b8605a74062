"""The gRPC door of intake's tickets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from tierline.intake.v1 import history_pb2, intake_service_pb2, ticket_pb2
from tierline_chassis import pages, requests
from tierline_chassis.call import Call
from tierline_chassis.codec import from_datetime
from tierline_chassis.database import Database, Transaction
from tierline_chassis.ids import new_id
from tierline_chassis.interceptors.statuses import status_of
from tierline_chassis.interceptors.validation import Validation
from tierline_sdk.errors import FieldViolation, InvalidFields, NotFound, TierlineError

from tierline_intake import handlers
from tierline_intake.codec import number, ticket_message
from tierline_intake.domain.commands import LinkTo
from tierline_intake.domain.facts import Act
from tierline_intake.domain.histories import Row, RowVerdict, Story
from tierline_intake.domain.opening import Draft
from tierline_intake.domain.proposals import Saying
from tierline_intake.domain.retelling import Source
from tierline_intake.listing import select
from tierline_intake.messages import COMMANDS, opening, row_of, story_of
from tierline_intake.rules import PluginRules
from tierline_intake.store import Store

CREATE = "/tierline.intake.v1.TicketService/CreateTicket"
"""What claims of new tickets are named after, whether they come one by one or many at once."""

Create = intake_service_pb2.CreateTicketRequest


@dataclass(slots=True)
class _Item:
    """One ticket that is asked for, and what became of it."""

    request: Create
    at: int
    ticket: ticket_pb2.Ticket | None = None
    error: TierlineError | None = None
    draft: Draft | None = None
    sayings: Sequence[Saying] = field(default_factory=tuple)


class TicketServicer:
    """Turns requests into commands, and decides nothing."""

    def __init__(self, database: Database, rules: PluginRules) -> None:
        self._database, self._rules, self._validation = database, rules, Validation()
        for name, read in COMMANDS.items():
            setattr(self, name, self._command(read))

    def CreateTicket(self, request: Create, call: Call) -> ticket_pb2.Ticket:  # noqa: N802 (the contract's name)
        """Create a ticket."""
        (item,) = self._create([request], call)
        if item.error is not None:
            raise item.error
        return item.ticket or ticket_pb2.Ticket()

    def BatchCreateTickets(  # noqa: N802 (the contract's name)
        self, request: intake_service_pb2.BatchCreateTicketsRequest, call: Call,
    ) -> intake_service_pb2.BatchCreateTicketsResponse:
        """Create many tickets, each with a verdict of its own."""
        items = self._create(request.requests, call)
        results = [
            intake_service_pb2.CreateTicketResult(error=status_of(item.error)) if item.error else intake_service_pb2.CreateTicketResult(ticket=item.ticket)
            for item in items
        ]
        return intake_service_pb2.BatchCreateTicketsResponse(results=results)

    def _create(self, asked: Sequence[Create], call: Call) -> Sequence[_Item]:
        items = [_Item(request, at) for at, request in enumerate(asked)]
        groups: dict[str, list[_Item]] = {}
        for item in items:
            try:
                self._validation.check(item.request)
                groups.setdefault(call.tenant(item.request.ticket.tenant_id), []).append(item)
            except TierlineError as error:
                item.error = error
        for tenant_id, group in groups.items():
            try:
                self._create_in(tenant_id, group, call)
            except TierlineError as error:
                for item in group:
                    item.error = item.error or error
        return items

    def _create_in(self, tenant_id: str, group: Sequence[_Item], call: Call) -> None:
        with self._database.transaction([tenant_id], timeout=call.remaining) as tx:
            tenant = handlers.known_tenant(Store(tx), tenant_id)
            self._draft(group, tenant_id, Store(tx))
        drafted = [item for item in group if item.draft is not None]
        proposals = self._rules.propose([item.draft for item in drafted if item.draft], tenant, now=call.now)
        for item, sayings in zip(drafted, proposals, strict=True):
            item.sayings = sayings

        def work(tx: Transaction) -> Transaction:
            claims = [_claim(item, tenant_id, call) for item in drafted]
            stored = requests.claim(tx, claims)
            fresh = [(item, one) for item, one, answer in zip(drafted, claims, stored, strict=True) if answer is None]
            act = Act(actor=_actor(call), time=call.now)
            courses = handlers.open_tickets([(item.draft, item.sayings) for item, _ in fresh if item.draft], tenant, store=Store(tx), act=act, new_id=new_id)
            for (item, _), course in zip(fresh, courses, strict=True):
                item.ticket = ticket_message(course.ticket)
            requests.answer(tx, [replace(one, response=item.ticket.SerializeToString()) for item, one in fresh if item.ticket])
            for item, answer in zip(drafted, stored, strict=True):
                if answer is not None:
                    item.ticket = ticket_pb2.Ticket.FromString(answer)
            return tx

        call.wrote(self._database.run([tenant_id], work, timeout=call.remaining))

    def _draft(self, group: Sequence[_Item], tenant_id: str, store: Store) -> None:
        tenant = handlers.known_tenant(store, tenant_id)
        wanted = {item.request.ticket.requester_id for item in group if item.request.ticket.requester_id}
        contacts = {contact.id for contact in store.contacts([tenant_id], sorted(wanted))}
        asked = []
        for item in group:
            try:
                command = opening(item.request.ticket)
                if command.requester_id and command.requester_id not in contacts:
                    raise NotFound("contact", command.requester_id)
                asked.append((item, command))
            except TierlineError as error:
                item.error = error
        for (item, _), drafted in zip(asked, handlers.draft_tickets([command for _, command in asked], tenant, store=store), strict=True):
            item.draft, item.error = drafted.draft, drafted.error

    def GetTicket(self, request: intake_service_pb2.GetTicketRequest, call: Call) -> ticket_pb2.Ticket:  # noqa: N802 (the contract's name)
        """Get a ticket's card."""
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            store = Store(tx)
            return ticket_pb2.Ticket.FromString(store.card(*self._find(store, request.id, call)))

    def ListTickets(  # noqa: N802 (the contract's name)
        self, request: intake_service_pb2.ListTicketsRequest, call: Call,
    ) -> intake_service_pb2.ListTicketsResponse:
        """List tickets by pages."""
        selection, size, tenants = select(request.filter, request.order_by), pages.page_size(request.page_size), call.tenants
        asked = (tuple(tenants), request.filter, request.order_by)
        where, parameters = selection.after(pages.decode(request.page_token, *asked))
        with self._database.transaction(tenants, timeout=call.remaining) as tx:
            rows = Store(tx).tickets(tenants, where, parameters, selection.order, size + 1)
        answer = intake_service_pb2.ListTicketsResponse(tickets=[ticket_pb2.Ticket.FromString(row["card"]) for row in rows[:size]])
        if len(rows) > size:
            last = rows[size - 1]
            value = last[selection.field]
            answer.next_page_token = pages.encode([value if isinstance(value, str) else value.isoformat(), last["id"]], *asked)
        return answer

    def ListTicketHistory(  # noqa: N802 (the contract's name)
        self, request: intake_service_pb2.ListTicketHistoryRequest, call: Call,
    ) -> intake_service_pb2.ListTicketHistoryResponse:
        """List what happened to a ticket."""
        size = pages.page_size(request.page_size)
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            store = Store(tx)
            tenant_id, ticket_id = self._find(store, request.id, call)
            after = pages.decode(request.page_token, ticket_id)
            rows = store.history(tenant_id, ticket_id, int(after[0]) if after else 0, size + 1)
        answer = intake_service_pb2.ListTicketHistoryResponse(entries=[_entry(row) for row in rows[:size]])
        if len(rows) > size:
            answer.next_page_token = pages.encode([rows[size - 1]["number"]], ticket_id)
        return answer

    def ImportHistory(  # noqa: N802 (the contract's name)
        self, request: history_pb2.ImportHistoryRequest, call: Call,
    ) -> history_pb2.ImportHistoryResponse:
        """Bring in a chunk of another desk's history."""
        tenant_id, source = call.tenant(), Source(name=request.source)
        stories, answers = self._stories(request)

        def work(tx: Transaction) -> tuple[Transaction, handlers.Told]:
            store = Store(tx)
            tenant = handlers.known_tenant(store, tenant_id)
            return tx, handlers.import_history(stories, tenant, source, store=store, now=call.now, new_id=new_id)

        tx, told = self._database.run([tenant_id], work, timeout=call.remaining)
        call.wrote(tx)
        for answer in told.answers:
            verdict = number(history_pb2.RowVerdict, answer.verdict)
            answers.append(history_pb2.RowAnswer(external_id=answer.external_id, row_number=answer.row_number, verdict=verdict, reason=answer.reason))
        return history_pb2.ImportHistoryResponse(
            answers=answers, stored_rows=told.stored_rows, repeated_rows=told.repeated_rows, created_tickets=told.created_tickets,
        )

    def _stories(self, request: history_pb2.ImportHistoryRequest) -> tuple[list[Story], list[history_pb2.RowAnswer]]:
        """Read the stories of a chunk, each ticket once; a row or ticket that is wrong is answered and left out."""
        stories: dict[str, Story] = {}
        answers: list[history_pb2.RowAnswer] = []
        for ticket in request.tickets:
            rows = self._rows(ticket, answers)
            if ticket.external_id in stories:
                answers += [_refused(ticket, row.number, "The ticket stands in this chunk twice.") for row in rows]
                continue
            try:
                bare = history_pb2.HistoryTicket()
                bare.CopyFrom(ticket)
                del bare.rows[:]
                bare.rows.extend(ticket.rows[:1])
                if rows:
                    self._validation.check(_without_rows(bare))
                    stories[ticket.external_id] = story_of(ticket, rows)
            except TierlineError as error:
                answers += [_refused(ticket, row.number, error.message) for row in rows]
        return list(stories.values()), answers

    def _rows(self, ticket: history_pb2.HistoryTicket, answers: list[history_pb2.RowAnswer]) -> list[Row]:
        rows = []
        for message in ticket.rows:
            try:
                self._validation.check(message)
                rows.append(row_of(message))
            except TierlineError as error:
                answers.append(_refused(ticket, message.row_number, error.message))
        return rows

    def _command(self, read: Callable[[Any, str], Any]) -> Callable[[Any, Call], ticket_pb2.Ticket]:
        def handle(request: Any, call: Call) -> ticket_pb2.Ticket:
            with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
                tenant_id, ticket_id = self._find(Store(tx), request.id, call)
            command = read(request, call.principal.id)
            made: dict[str, ticket_pb2.Ticket] = {}

            def work(tx: Transaction) -> Transaction:
                mine = requests.Claim(
                    tenant_id=tenant_id, principal_id=call.principal.id, method=call.request_method, request_id=request.request_id,
                    fingerprint=requests.fingerprint(request),
                )
                (stored,) = requests.claim(tx, [mine])
                if stored is not None:
                    made["ticket"] = ticket_pb2.Ticket.FromString(stored)
                    return tx
                store = Store(tx)
                _demand_link(store, command, tenant_id, ticket_id)
                ticket = handlers.command_ticket(
                    command, handlers.known_tenant(store, tenant_id), ticket_id, store=store, act=Act(actor=_actor(call), time=call.now), new_id=new_id,
                    etag=request.etag,
                )
                made["ticket"] = ticket_message(ticket)
                requests.answer(tx, [replace(mine, response=made["ticket"].SerializeToString())])
                return tx

            call.wrote(self._database.run([tenant_id], work, timeout=call.remaining))
            return made["ticket"]

        return handle

    def _find(self, store: Store, name: str, call: Call) -> tuple[str, str]:
        found = store.find(call.tenants, name, by_id=is_uuid(name)) if name.isprintable() and "\0" not in name else None
        if found is None:
            raise NotFound("ticket", name)
        return found


def is_uuid(text: str) -> bool:
    """Tell whether *text* is an identifier."""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _actor(call: Call) -> str:
    return f"{call.principal.kind}:{call.principal.id}"


def _claim(item: _Item, tenant_id: str, call: Call) -> requests.Claim:
    return requests.Claim(
        tenant_id=tenant_id, principal_id=call.principal.id, method=CREATE, request_id=item.request.request_id, fingerprint=requests.fingerprint(item.request),
    )


def _demand_link(store: Store, command: object, tenant_id: str, ticket_id: str) -> None:
    if not isinstance(command, LinkTo):
        return
    other = command.link.ticket_id
    if other == ticket_id:
        raise InvalidFields([FieldViolation(field="link.ticket_id", description="a ticket is not tied to itself")])
    if not is_uuid(other) or store.find([tenant_id], other, by_id=True) is None:
        raise NotFound("ticket", other)


def _without_rows(ticket: history_pb2.HistoryTicket) -> Message:
    """Leave one valid row, since rows are judged one by one."""
    for row in ticket.rows:
        row.Clear()
        row.row_number, row.state = 1, 1  # type: ignore[assignment]  # a number of the enum
        row.time.CopyFrom(Timestamp(seconds=1))
    return ticket


def _refused(ticket: history_pb2.HistoryTicket, row: int, reason: str) -> history_pb2.RowAnswer:
    verdict = number(history_pb2.RowVerdict, RowVerdict.REFUSED)
    return history_pb2.RowAnswer(external_id=ticket.external_id, row_number=row, verdict=verdict, reason=reason)


def _entry(row: Any) -> ticket_pb2.HistoryEntry:
    return ticket_pb2.HistoryEntry(
        number=row["number"], time=from_datetime(row["happened_at"]), type=row["type"], actor=row["actor"], summary=row["summary"], body=row["body"],
        work_minutes=row["minutes"],
    )

