"""The clock door: critical work that nobody accepted, and attempts to push that are due."""

from collections.abc import Sequence

from tierline_chassis.database import Transaction
from tierline_chassis.timers import Timer

from tierline_routing import codec
from tierline_routing.domain.facts import AcceptanceMissed
from tierline_routing.domain.values import AssignmentState
from tierline_routing.pushing import LEASE, Pusher
from tierline_routing.store import Store
from tierline_routing.store.schedules import ACCEPTANCE


class Bells:
    """What a timer does when it fires."""

    def __init__(self, pusher: Pusher) -> None:
        self._pusher = pusher

    def fire(self, tx: Transaction, timers: Sequence[Timer]) -> None:
        """Fire one tenant's timers."""
        store = Store(tx, codec.encode)
        tenant_id = timers[0].tenant_id
        missed = [timer for timer in timers if timer.kind == ACCEPTANCE]
        works = store.work(tenant_id, [timer.subject_id for timer in missed])
        for timer in missed:
            work = works.get(timer.subject_id)
            if work is not None and not work.is_over and work.assignment is not None and work.assignment.state is AssignmentState.ASSIGNED:
                store.record([AcceptanceMissed(tenant_id=tenant_id, time=timer.fire_at, ticket_id=timer.subject_id, party_id=work.assignment.party_id)])
        for timer in timers:
            if timer.kind != ACCEPTANCE:
                store.start_pushes(tenant_id, [(timer.subject_id, timer.name)], timer.fire_at + LEASE)
                self._pusher.offer(tenant_id, timer.name)
