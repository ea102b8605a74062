"""The clock door: instants that have come."""

from collections.abc import Callable, Sequence
from operator import attrgetter

from tierline_chassis.database import Transaction
from tierline_chassis.timers import Fire, Timer

from tierline_sla.codec import clock_event
from tierline_sla.handlers.lives import fire
from tierline_sla.store.lives import LivesStore


def make_fire(*, new_id: Callable[[], str]) -> Fire:
    """Give what the timers call: one tenant's due timers, many at once."""

    def fire_timers(tx: Transaction, timers: Sequence[Timer]) -> None:
        due = {timer.subject_id: timer.fire_at for timer in sorted(timers, key=attrgetter("fire_at"))}
        fire(due, store=LivesStore(tx, timers[0].tenant_id, tell=clock_event, timers_first=False), new_id=new_id)

    return fire_timers
