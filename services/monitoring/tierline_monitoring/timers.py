"""The clock door: pages that are to be asked for, signs of life that did not come, windows that end."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tierline_chassis.database import Transaction
from tierline_chassis.ids import new_id
from tierline_chassis.timers import Timer

from tierline_monitoring import handlers
from tierline_monitoring.domain.checks import Check, HttpProbe
from tierline_monitoring.domain.facts import Wake, WakeKind
from tierline_monitoring.events import encode
from tierline_monitoring.handlers.observations import AGAIN
from tierline_monitoring.probing.claims import Claim
from tierline_monitoring.store import Store

LEASE = timedelta(seconds=30)
"""How much longer than its timeout a probe may take before the check is asked again: whoever had it is gone."""


class Clock:
    """Fires monitoring's timers; `offer` hands a page to the pool and says whether it was taken."""

    def __init__(self, *, offer: Callable[[Claim], bool], now: Callable[[], datetime]) -> None:
        self._offer = offer
        self._now = now

    def fire(self, tx: Transaction, timers: Sequence[Timer]) -> None:
        """Do what is due for one tenant."""
        store, now = Store(tx, timers[0].tenant_id, encode), self._now()
        wakes = [_wake(timer) for timer in timers]
        self._probe([wake for wake in wakes if wake.kind is WakeKind.PROBE], store=store, now=now)
        if overdue := [wake for wake in wakes if wake.kind is WakeKind.OVERDUE]:
            handlers.take_overdue(overdue, store=store, now=now, new_id=new_id)
        if ended := [wake for wake in wakes if wake.kind is WakeKind.UNMUTE]:
            handlers.end_windows(ended, store=store, now=now, new_id=new_id)

    def _probe(self, wakes: Sequence[Wake], *, store: Store, now: datetime) -> None:
        """Hand pages to the pool and lease them; the answer sets the next wake, whoever brings it."""
        if not wakes:
            return
        checks = {check.id: check for check in store.read_checks([wake.check_id for wake in wakes])}
        leases = [(wake, claim) for wake in wakes if (claim := _claim(checks.get(wake.check_id), wake)) is not None]
        store.record([], [replace(wake, at=now + (claim.probe.timeout + LEASE if self._offer(claim) else AGAIN)) for wake, claim in leases])


def _wake(timer: Timer) -> Wake:
    return Wake(
        tenant_id=timer.tenant_id, check_id=timer.subject_id, kind=WakeKind(timer.kind), at=timer.fire_at, due=datetime.fromisoformat(timer.data["due"]),
    )


def _claim(check: Check | None, wake: Wake) -> Claim | None:
    """Return what to ask; nothing where the check has changed since the wake was set."""
    if check is None or check.spec.paused or not isinstance(check.spec.probe, HttpProbe) or check.standing.due_at != wake.due or wake.due is None:
        return None
    return Claim(tenant_id=check.tenant_id, check_id=check.id, probe=check.spec.probe, due=wake.due)
