"""What every part of the store begins with: one transaction, one tenant, and how facts become events."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from tierline_chassis.database import Transaction
from tierline_chassis.log.events import NewEvent
from tierline_chassis.timers import Timer, cancel_timers, set_timers

from tierline_monitoring.domain.facts import Fact, Wake, WakeKind

Encode = Callable[[Sequence[Fact]], Sequence[NewEvent]]


class BaseStore:
    """A transaction that names *tenant_id* alone."""

    def __init__(self, tx: Transaction, tenant_id: str, encode: Encode) -> None:
        self._tx = tx
        self._tenant_id = tenant_id
        self._encode = encode

    def record(self, facts: Sequence[Fact], wakes: Sequence[Wake] = ()) -> None:
        """Append *facts* to the log and set or cancel *wakes*, all with the commit."""
        self._tx.append(self._encode(facts))
        set_timers(self._tx, [timer for wake in wakes if (timer := timer_of(wake)) is not None])
        cancelled: dict[WakeKind, list[str]] = defaultdict(list)
        for wake in wakes:
            if wake.at is None:
                cancelled[wake.kind].append(wake.check_id)
        for kind, check_ids in sorted(cancelled.items()):
            cancel_timers(self._tx, self._tenant_id, sorted(check_ids), [kind])


def timer_of(wake: Wake) -> Timer | None:
    """Return the timer that wakes us, `None` where there is nothing to wake for."""
    if wake.at is None or wake.due is None:
        return None
    return Timer(
        tenant_id=wake.tenant_id, subject_id=wake.check_id, kind=wake.kind.value, name="", fire_at=wake.at, key=f"{wake.tenant_id}/{wake.check_id}",
        data={"due": wake.due.isoformat()},
    )
