"""What falls due: the wait for somebody to accept critical work, and the attempts to push."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tierline_chassis.timers import Timer, cancel_timers, set_timers

from tierline_routing.store.base import Base

ACCEPTANCE, PUSH = "acceptance", "push"


class Schedules(Base):
    """Sets and cancels what falls due."""

    def expect_acceptance(self, tenant_id: str, waits: Mapping[str, datetime]) -> None:
        """Wait for somebody to accept tickets, until an instant."""
        set_timers(self.tx, [_timer(tenant_id, ticket_id, ACCEPTANCE, "", at) for ticket_id, at in waits.items()])

    def start_pushes(self, tenant_id: str, pushes: Sequence[tuple[str, str]], now: datetime) -> None:
        """Have deliveries attempted at an instant: (ticket, delivery)."""
        set_timers(self.tx, [_timer(tenant_id, ticket_id, PUSH, delivery_id, now) for ticket_id, delivery_id in pushes])

    def stop_push(self, tenant_id: str, ticket_id: str, delivery_id: str) -> None:
        """Attempt a delivery no more."""
        self.tx.execute(
            "DELETE FROM timer WHERE tenant_id = %s AND subject_id = %s AND kind = %s AND name = %s", [tenant_id, ticket_id, PUSH, delivery_id],
        )

    def unschedule(self, tenant_id: str, ticket_ids: Sequence[str]) -> None:
        """Stop waiting for somebody to accept."""
        if ticket_ids:
            cancel_timers(self.tx, tenant_id, ticket_ids, [ACCEPTANCE])


def _timer(tenant_id: str, ticket_id: str, kind: str, name: str, at: datetime) -> Timer:
    return Timer(tenant_id=tenant_id, subject_id=ticket_id, kind=kind, name=name, fire_at=at, key=f"{tenant_id}/{ticket_id}")
