"""What goes out to vendors' own systems: one delivery a hand-off, tried until it arrives or must not be tried again."""

from collections.abc import Sequence
from dataclasses import dataclass

from tierline_sdk.values import Level
from tierline_sdk.vendors import HandOff

from tierline_routing.domain.values import Work
from tierline_routing.store.base import Base
from tierline_routing.store.work import WorkRows

PENDING, DELIVERED, GIVEN_UP = "pending", "delivered", "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A hand-off on its way."""

    hand_off: HandOff
    work: Work
    attempts: int


class Deliveries(Base):
    """Reads and writes of deliveries."""

    def add_deliveries(self, tenant_id: str, hand_offs: Sequence[tuple[str, HandOff]]) -> None:
        """Keep new hand-offs: (ticket, hand-off)."""
        for ticket_id, hand_off in hand_offs:
            self.tx.execute(
                "INSERT INTO delivery (tenant_id, id, ticket_id, party_id, level, reason, assigned_at, state) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [tenant_id, hand_off.id, ticket_id, hand_off.party_id, hand_off.level, hand_off.reason, hand_off.assigned_at, PENDING],
            )

    def pending_delivery(self, tenant_id: str, delivery_id: str) -> Delivery | None:
        """Find a delivery that is still to be made, with its ticket."""
        row = self.tx.execute("SELECT * FROM delivery WHERE tenant_id = %s AND id = %s AND state = %s", [tenant_id, delivery_id, PENDING]).fetchone()
        if row is None:
            return None
        work = WorkRows.work(self, tenant_id, [row["ticket_id"]])[row["ticket_id"]]  # type: ignore[arg-type]  # both are parts of one store
        hand_off = HandOff(id=row["id"], party_id=row["party_id"], level=Level(row["level"]), reason=row["reason"], assigned_at=row["assigned_at"])
        return Delivery(hand_off=hand_off, work=work, attempts=row["attempts"])

    def settle_delivery(self, tenant_id: str, delivery_id: str, *, state: str, detail: str) -> bool:
        """Note an attempt and its outcome; False where another process has settled it."""
        row = self.tx.execute(
            "UPDATE delivery SET state = %s, detail = %s, attempts = attempts + 1 WHERE tenant_id = %s AND id = %s AND state = %s RETURNING 1",
            [state, detail, tenant_id, delivery_id, PENDING],
        ).fetchone()
        return row is not None
