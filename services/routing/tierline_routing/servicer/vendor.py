"""`tierline.vendor.v1.VendorService`: a vendor's party sees its work and nothing else, and answers it."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from threading import Lock
from time import monotonic

from tierline.vendor.v1 import vendor_pb2
from tierline_chassis import pages
from tierline_chassis.audience import PARTIES, parties_in, sees
from tierline_chassis.call import Call
from tierline_chassis.codec import from_datetime
from tierline_chassis.database import Database, Transaction
from tierline_chassis.ids import new_id
from tierline_chassis.listing import decode, encode
from tierline_chassis.log.events import Event, Position
from tierline_chassis.watch import Hub
from tierline_sdk.errors import NotFound
from tierline_sdk.tickets import Ticket

from tierline_routing import codec
from tierline_routing.domain import facts
from tierline_routing.domain.choosing import Need
from tierline_routing.domain.errors import WorkNotOpen, WorkNotYours
from tierline_routing.domain.values import AssignmentState, House, Said, Work
from tierline_routing.handlers.desk import Desk
from tierline_routing.servicer.repeats import once
from tierline_routing.store import Store

SIGN_OF_LIFE = timedelta(seconds=20)
"""How often a watch without news says that it lives."""
LONGEST_WATCH = timedelta(minutes=10)
"""After so long a watch ends, to be resumed with its last token, perhaps elsewhere."""

WORK_REMEMBERED = 512
"""Events whose work is kept in memory for those who watch."""

Tell = Callable[[Work, str, Call], facts.Fact]


class VendorServicer:
    """Translates; what a party may do to its work is decided in `_answer`."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database, self._hub = database, hub
        self._seen: OrderedDict[Position, Work | None] = OrderedDict()
        self._looking = Lock()

    def ListWork(self, request: vendor_pb2.ListWorkRequest, call: Call) -> vendor_pb2.ListWorkResponse:  # noqa: N802, D102  the contract's name
        size, tenants = pages.page_size(request.page_size), sorted(call.tenants)
        parties = _parties(call, tenants)
        question = (tenants, parties)
        after = pages.decode(request.page_token, *question)
        with self._database.transaction(tenants, timeout=call.remaining) as tx:
            found = _store(tx).open_work(tenants, {}, parties=parties, after=after, limit=size + 1)
        work = [codec.work_message(one, one.assignment.party_id) for one, _ in found[:size] if one.assignment]
        token = pages.encode(tuple(found[size - 1][1]), *question) if len(found) > size else ""
        return vendor_pb2.ListWorkResponse(work=work, next_page_token=token)

    def GetWork(self, request: vendor_pb2.GetWorkRequest, call: Call) -> vendor_pb2.Work:  # noqa: N802, D102  the contract's name
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            return codec.work_message(*_found(_store(tx), call, request.id))

    def AcceptWork(self, request: vendor_pb2.AcceptWorkRequest, call: Call) -> vendor_pb2.Work:  # noqa: N802, D102  the contract's name
        def tell(work: Work, party_id: str, call: Call) -> facts.Fact:
            return facts.WorkAccepted(tenant_id=work.ticket.tenant_id, time=call.now, actor=call.principal.id, ticket_id=work.ticket.id, party_id=party_id)

        return self._answer(request, call, tell, _accept)

    def ReplyToWork(self, request: vendor_pb2.ReplyToWorkRequest, call: Call) -> vendor_pb2.Work:  # noqa: N802, D102  the contract's name
        def tell(work: Work, party_id: str, call: Call) -> facts.Fact:
            return facts.VendorReplied(
                tenant_id=work.ticket.tenant_id, time=call.now, actor=call.principal.id, ticket_id=work.ticket.id, party_id=party_id, body=request.body,
            )

        return self._answer(request, call, tell, _accept)

    def LogVendorWork(self, request: vendor_pb2.LogVendorWorkRequest, call: Call) -> vendor_pb2.Work:  # noqa: N802, D102  the contract's name
        def tell(work: Work, party_id: str, call: Call) -> facts.Fact:
            return facts.VendorWorkLogged(
                tenant_id=work.ticket.tenant_id, time=call.now, actor=call.principal.id, ticket_id=work.ticket.id, party_id=party_id,
                minutes=request.minutes, note=request.note,
            )

        return self._answer(request, call, tell, _accept)

    def ResolveWork(self, request: vendor_pb2.ResolveWorkRequest, call: Call) -> vendor_pb2.Work:  # noqa: N802, D102  the contract's name
        def tell(work: Work, party_id: str, call: Call) -> facts.Fact:
            return facts.VendorResolved(
                tenant_id=work.ticket.tenant_id, time=call.now, actor=call.principal.id, ticket_id=work.ticket.id, party_id=party_id,
                resolution=request.resolution,
            )

        return self._answer(request, call, tell, _accept)

    def HandBackWork(self, request: vendor_pb2.HandBackWorkRequest, call: Call) -> vendor_pb2.Work:  # noqa: N802, D102  the contract's name
        def tell(work: Work, party_id: str, call: Call) -> facts.Fact:
            return facts.WorkHandedBack(
                tenant_id=work.ticket.tenant_id, time=call.now, actor=call.principal.id, ticket_id=work.ticket.id, party_id=party_id, reason=request.reason,
            )

        return self._answer(request, call, tell, _hand_back)

    def WatchWork(self, request: vendor_pb2.WatchWorkRequest, call: Call) -> Iterator[vendor_pb2.WorkChange]:  # noqa: N802, D102  the contract's name
        audience, tenants = sees(call.reach), sorted(call.tenants)
        after = dict(decode(request.resume_token, self._hub) if request.resume_token else self._hub.heads)
        ends = monotonic() + min(LONGEST_WATCH, call.remaining or LONGEST_WATCH).total_seconds()

        def wanted(event: Event) -> bool:
            return event.tenant_id in tenants and audience(event.tenant_id, parties_in(event.headers.get(PARTIES, "")))

        with self._hub.watching(wanted) as watch:
            call.on_end(watch.wake)
            yield vendor_pb2.WorkChange(resume_token=encode(after, self._hub.topic))
            while call.is_active() and not self._hub.closed and monotonic() < ends:
                events = self._hub.since(after)
                for event in events:
                    after[event.at.slot] = event.at.position
                    if wanted(event) and (change := self._change(event, call)) is not None:
                        change.resume_token = encode(after, self._hub.topic)
                        yield change
                if not events and not watch.wait(min(SIGN_OF_LIFE, timedelta(seconds=max(0.0, ends - monotonic())))):
                    yield vendor_pb2.WorkChange(resume_token=encode(after, self._hub.topic))

    def _change(self, event: Event, call: Call) -> vendor_pb2.WorkChange | None:
        """Say what an event means to the caller's party, with the work as it stands now."""
        work = self._work_after(event)
        if work is None or work.assignment is None:
            return None
        confined = call.parties(event.tenant_id)
        named = [work.assignment.party_id, *parties_in(event.headers.get(PARTIES, ""))]
        party_id = next((party for party in named if confined is None or party in confined), None)
        if party_id is None:
            return None
        return vendor_pb2.WorkChange(type=event.type, work=codec.work_message(work, party_id), time=from_datetime(event.event_time))

    def _work_after(self, event: Event) -> Work | None:
        """Load an event's work once, however many watch it."""
        with self._looking:
            if event.at not in self._seen:
                ticket_id = event.key.partition("/")[2]
                with self._database.transaction([event.tenant_id]) as tx:
                    self._seen[event.at] = _store(tx).find_work([event.tenant_id], ticket_id)
                while len(self._seen) > WORK_REMEMBERED:
                    self._seen.popitem(last=False)
            return self._seen[event.at]

    def _answer(
        self, request: vendor_pb2.AcceptWorkRequest | vendor_pb2.ReplyToWorkRequest | vendor_pb2.LogVendorWorkRequest | vendor_pb2.ResolveWorkRequest
        | vendor_pb2.HandBackWorkRequest, call: Call, tell: Tell, change: Callable[[Desk, Work, Call], Work],
    ) -> vendor_pb2.Work:
        """Take a party's answer to work that it has."""
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            found, party_id = _found(_store(tx), call, request.id)

        def run(tx: Transaction) -> vendor_pb2.Work:
            desk = Desk(found.ticket.tenant_id, store=_store(tx), propose=_nobody_asks, new_id=new_id, now=call.now)
            desk.load([found.ticket.id])
            work = desk.work(found.ticket.id) or found
            _demand_open(work, party_id)
            desk.tell(tell(work, party_id, call))
            after = change(desk, work, call)
            desk.finish()
            return codec.work_message(after, party_id)

        return once(self._database, call, found.ticket.tenant_id, request, run)


def _store(tx: Transaction) -> Store:
    return Store(tx, codec.encode)


def _nobody_asks(_ticket: Ticket, _need: Need, _house: House) -> Sequence[Said]:
    return ()


def _parties(call: Call, tenants: Sequence[str]) -> Sequence[str] | None:
    """Return the parties to which the caller is confined, over its tenants; None where it sees a whole tenant."""
    confined = [call.parties(tenant) for tenant in tenants]
    if any(parties is None for parties in confined):
        return None
    return sorted({party for parties in confined if parties for party in parties})


def _found(store: Store, call: Call, name: str) -> tuple[Work, str]:
    """Find work that a party of the caller has or had; anything else does not exist for it."""
    work = store.find_work(call.tenants, name)
    if work is None or work.assignment is None:
        raise NotFound("work", name)
    confined = call.parties(work.ticket.tenant_id)
    if confined is None or work.assignment.party_id in confined:
        return work, work.assignment.party_id
    earlier = store.was_handed_to(work.ticket.tenant_id, work.ticket.id, sorted(confined))
    if earlier is None:
        raise NotFound("work", name)
    return work, earlier


def _demand_open(work: Work, party_id: str) -> None:
    if work.assignment is None or work.is_over or not work.assignment.is_open:
        raise WorkNotOpen(f"{work.ticket.key} is not open.")
    if work.assignment.party_id != party_id:
        raise WorkNotYours(f"{work.ticket.key} is somebody else's now.")


def _accept(desk: Desk, work: Work, _call: Call) -> Work:
    """Count the first answer of a party as its acceptance."""
    return desk.accept(work)


def _hand_back(desk: Desk, work: Work, call: Call) -> Work:
    """Put the work into the queue; routing finds somebody else as soon as it hears of it."""
    assignment = work.assignment
    if assignment is None:
        return work
    desk.end(work)
    waiting = replace(
        assignment, state=AssignmentState.UNASSIGNED, party_id="", party_name="", provider_id="", team_id="", team_name="", member_id="", member_name="",
        reason=f"{assignment.party_name} handed it back, and nobody has it yet.", assigned_at=call.now, accepted_at=None,
    )
    return desk.keep(replace(work, assignment=waiting))
