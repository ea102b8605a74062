"""The work of one tenant in one transaction: loaded once, decided one after another, saved once."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from tierline_sdk.tickets import Ticket
from tierline_sdk.values import ProviderKind, TicketState
from tierline_sdk.vendors import HandOff

from tierline_routing.domain.assigning import ACCEPT_WITHIN, decide, engage, is_critical, is_same_place, reopened
from tierline_routing.domain.choosing import Need
from tierline_routing.domain.facts import SERVICE, Fact, TicketAssigned
from tierline_routing.domain.values import Assignment, AssignmentState, Cause, House, Loads, Said, Work

NEVER_PUSH = ("sourcing_", "regulatory_")
"""Plugins of these names have no push; a tenant that enabled others gets a delivery, and the effects host asks them."""


class Store(Protocol):
    """What a desk needs of the store."""

    def house(self, tenant_id: str) -> House: ...  # noqa: D102
    def loads(self, house: House) -> Loads: ...  # noqa: D102
    def work(self, tenant_id: str, ticket_ids: Sequence[str], *, lock: bool = False) -> dict[str, Work]: ...  # noqa: D102
    def save_work(self, works: Sequence[Work]) -> None: ...  # noqa: D102
    def hand_over(self, tenant_id: str, hand_overs: Sequence[tuple[str, str, datetime]]) -> None: ...  # noqa: D102
    def change_loads(self, tenant_id: str, changes: Mapping[tuple[str, str], int]) -> None: ...  # noqa: D102
    def add_deliveries(self, tenant_id: str, hand_offs: Sequence[tuple[str, HandOff]]) -> None: ...  # noqa: D102
    def expect_acceptance(self, tenant_id: str, waits: Mapping[str, datetime]) -> None: ...  # noqa: D102
    def unschedule(self, tenant_id: str, ticket_ids: Sequence[str]) -> None: ...  # noqa: D102
    def start_pushes(self, tenant_id: str, pushes: Sequence[tuple[str, str]], now: datetime) -> None: ...  # noqa: D102
    def record(self, facts: Sequence[Fact]) -> None: ...  # noqa: D102


Propose = Callable[[Ticket, Need, House], Sequence[Said]]
"""Asks the plugins about one ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """From what an assignment follows: the event, who, and the words and instants of another desk's history."""

    event: object = None
    actor: str = SERVICE
    history: bool = False
    row_number: int = 0
    time: datetime | None = None


class Desk:
    """See the module."""

    def __init__(self, tenant_id: str, *, store: Store, propose: Propose, new_id: Callable[[], str], now: datetime, house: House | None = None) -> None:
        self.tenant_id, self.now = tenant_id, now
        self._store, self._propose, self._new_id = store, propose, new_id
        self._house = house
        self._loads: Loads | None = None
        self._works: dict[str, Work] = {}
        self._changed: set[str] = set()
        self._load_changes: Counter[tuple[str, str]] = Counter()
        self._hand_overs: list[tuple[str, str, datetime]] = []
        self._hand_offs: list[tuple[str, HandOff]] = []
        self._waits: dict[str, datetime] = {}
        self._settled: set[str] = set()
        self._facts: list[Fact] = []

    @property
    def house(self) -> House:
        """What is known of the tenant."""
        if self._house is None:
            self._house = self._store.house(self.tenant_id)
        return self._house

    def house_changed(self) -> None:
        """Load the house again where it is needed next."""
        self._house = None
        self._loads = None

    def load(self, ticket_ids: Sequence[str]) -> None:
        """Load and lock the work of tickets."""
        missing = sorted(set(ticket_ids) - self._works.keys())
        if missing:
            self._works |= self._store.work(self.tenant_id, missing, lock=True)

    def take(self, works: Sequence[Work]) -> None:
        """Take work that is loaded already."""
        self._works |= {work.ticket.id: work for work in works if work.ticket.id not in self._works}

    def work(self, ticket_id: str) -> Work | None:
        """Return a ticket's work as it stands at this desk."""
        return self._works.get(ticket_id)

    def see(self, ticket: Ticket, state: TicketState, *, history: bool) -> tuple[Work | None, Work]:
        """Keep what is known of a ticket; return its work before and after."""
        before = self._works.get(ticket.id)
        after = replace(before, ticket=ticket, state=state) if before else Work(ticket=ticket, state=state, history=history)
        self._put(after)
        return before, after

    def assign(self, work: Work, need: Need, because: Because) -> None:
        """Decide who has it."""
        said = self._propose(work.ticket, need, self.house)
        decided = decide(work, need, self.house, said, self._known_loads(), now=self.now)
        if decided is work.assignment:
            self._await_acceptance(work)
            return
        if need.cause is Cause.QUEUE and not decided.is_open:
            return
        self.put(work, decided, need.cause, because, count=True)
        if work.assignment is None or not is_same_place(work.assignment, decided):
            self.call_holder(work.ticket.id)

    def put(self, work: Work, assignment: Assignment, cause: Cause, because: Because, *, count: bool = True) -> None:
        """Give *work* its assignment, and tell."""
        after = replace(work, assignment=assignment)
        earlier = work.assignment.party_id if work.assignment and work.assignment.party_id != assignment.party_id else ""
        self._put(after)
        if count:
            self._count(work.assignment, -1)
            self._count(assignment, 1)
        if assignment.party_id:
            self._hand_overs.append((work.ticket.id, assignment.party_id, assignment.assigned_at))
        self._facts.append(TicketAssigned(
            tenant_id=self.tenant_id, time=because.time or self.now, actor=because.actor, because=because.event, work=after, cause=cause,
            earlier_party_id=earlier, history=because.history, row_number=because.row_number,
        ))

    def accept(self, work: Work) -> Work:
        """Note that somebody has begun; nobody is waited for any longer."""
        assignment = work.assignment
        if assignment is None or assignment.state is not AssignmentState.ASSIGNED:
            return work
        after = replace(work, assignment=replace(assignment, state=AssignmentState.ACCEPTED, accepted_at=self.now))
        self._put(after)
        self._settled.add(work.ticket.id)
        return after

    def end(self, work: Work) -> None:
        """Free who had it: the ticket is resolved or closed."""
        if work.assignment is not None and work.assignment.state is not AssignmentState.DONE:
            self._count(work.assignment, -1)
            self._put(replace(work, assignment=replace(work.assignment, state=AssignmentState.DONE)))
            self._settled.add(work.ticket.id)

    def reopen(self, work: Work, because: Because) -> None:
        """Give a reopened ticket back to who had it, or find somebody."""
        if work.assignment is None or not work.assignment.team_id:
            self.assign(work, Need(cause=Cause.CHANGED, note="It was reopened."), because)
            return
        again = reopened(work.assignment, now=self.now)
        engage(again, self._known_loads())
        self.put(work, again, Cause.CHANGED, because)
        self.call_holder(work.ticket.id)

    def keep(self, work: Work) -> Work:
        """Keep work as it is given."""
        self._put(work)
        return work

    def tell(self, fact: Fact) -> None:
        """Append a fact."""
        self._facts.append(fact)

    def finish(self) -> None:
        """Save all that has changed; the transaction names the tenant."""
        self._store.save_work([self._works[ticket_id] for ticket_id in sorted(self._changed)])
        self._store.hand_over(self.tenant_id, self._hand_overs)
        self._store.add_deliveries(self.tenant_id, self._hand_offs)
        self._store.start_pushes(self.tenant_id, [(ticket_id, hand_off.id) for ticket_id, hand_off in self._hand_offs], self.now)
        self._store.unschedule(self.tenant_id, sorted(self._settled))
        self._store.expect_acceptance(self.tenant_id, self._waits)
        self._store.change_loads(self.tenant_id, {key: by for key, by in self._load_changes.items() if by})
        self._store.record(self._facts)
        self._changed.clear()
        self._facts = []

    def _put(self, work: Work) -> None:
        self._works[work.ticket.id] = work
        self._changed.add(work.ticket.id)

    def _await_acceptance(self, work: Work) -> None:
        if is_critical(work) and work.assignment is not None and work.assignment.state is AssignmentState.ASSIGNED:
            self._waits[work.ticket.id] = self.now + ACCEPT_WITHIN

    def call_holder(self, ticket_id: str) -> None:
        """Call whoever has it now: wait for critical work to be accepted, and push to a party outside."""
        work = self._works[ticket_id]
        assignment = work.assignment
        if assignment is None or not assignment.is_open:
            return
        self._await_acceptance(work)
        serving = self.house.party(assignment.party_id)
        outside = serving is not None and serving.party.kind is not ProviderKind.IN_HOUSE
        if outside and assignment.level and any(not name.startswith(NEVER_PUSH) for name in self.house.enabled):
            hand_off = HandOff(
                id=self._new_id(), party_id=assignment.party_id, level=assignment.level, reason=assignment.reason, assigned_at=assignment.assigned_at,
            )
            self._hand_offs.append((work.ticket.id, hand_off))

    def _known_loads(self) -> Loads:
        if self._loads is None:
            self._loads = self._store.loads(self.house)
            for (_, subject), by in self._load_changes.items():
                self._loads[subject] = max(0, self._loads.get(subject, 0) + by)
        return self._loads

    def _count(self, assignment: Assignment | None, by: int) -> None:
        if assignment is not None and assignment.is_open and assignment.provider_id:
            for subject in filter(None, (assignment.team_id, assignment.member_id)):
                self._load_changes[assignment.provider_id, subject] += by
