"""Hand-offs to vendors' own systems: attempted outside any transaction, through the effects host, until they arrive or must not be tried again."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

import structlog
from tierline_chassis.database import Database
from tierline_chassis.loops import Loop
from tierline_chassis.plugin_host import HookCall, HookVerdict, Outcome, PluginHost, PluginVerdict
from tierline_chassis.sealing import Sealer, SecretsUnreadable
from tierline_sdk.vendors import Receipt

from tierline_routing import codec
from tierline_routing.domain.facts import WorkPushed
from tierline_routing.store import Store
from tierline_routing.store.deliveries import DELIVERED, GIVEN_UP, PENDING, Delivery

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 12
"""With pauses that double from 5 s to an hour: about four hours in all."""
LEASE = timedelta(minutes=2)
"""When an attempt is made again whose process has died in it."""

log = structlog.get_logger(__name__)


def pause_after(attempts: int) -> timedelta:
    """Say how long to wait after so many attempts."""
    return min(FIRST_PAUSE * int(2 ** min(attempts, 20)), LONGEST_PAUSE)


class Pusher:
    """Attempts what timers hand it, in one thread."""

    def __init__(self, *, database: Database, host: PluginHost, sealer: Sealer, now: Callable[[], datetime]) -> None:
        self._database, self._host, self._sealer, self._now = database, host, sealer, now
        self._queue: SimpleQueue[tuple[str, str] | None] = SimpleQueue()
        self._loop = Loop("pusher", self._step)

    def start(self) -> None:
        """Begin."""
        self._loop.start()

    def stop(self, timeout: timedelta) -> bool:
        """Let the attempt in hand end, and stop."""
        self._loop.stopping.set()
        self._queue.put(None)
        return self._loop.stop(timeout.total_seconds())

    def offer(self, tenant_id: str, delivery_id: str) -> None:
        """Have a delivery attempted soon."""
        self._queue.put((tenant_id, delivery_id))

    def run_until_idle(self) -> int:
        """Attempt all that is waiting, in this thread; return how many."""
        done = 0
        while True:
            try:
                item = self._queue.get_nowait()
            except Empty:
                return done
            if item is not None:
                self.attempt(*item)
                done += 1

    def _step(self) -> None:
        item = self._queue.get()
        if item is not None:
            self.attempt(*item)

    def attempt(self, tenant_id: str, delivery_id: str) -> None:
        """Make one attempt and store its outcome."""
        with self._database.transaction([tenant_id]) as tx:
            store = Store(tx, codec.encode)
            delivery, settings = store.pending_delivery(tenant_id, delivery_id), store.sealed(tenant_id)
        if delivery is None:
            return
        plugins = {name: self._opened(tenant_id, name, *entry) for name, entry in settings.items()}
        (verdict,) = self._host.call([self._call(tenant_id, delivery, plugins)])
        self._settle(tenant_id, delivery, _decisive(verdict))

    def _opened(self, tenant_id: str, plugin: str, settings: Mapping[str, object], sealed: bytes) -> Mapping[str, object]:
        try:
            return {**settings, **self._sealer.open(tenant_id, plugin, sealed)}
        except SecretsUnreadable:
            log.warning("secrets_unreadable", tenant_id=tenant_id, plugin=plugin)
            return settings

    def _call(self, tenant_id: str, delivery: Delivery, plugins: Mapping[str, Mapping[str, object]]) -> HookCall:
        arguments = {"ticket": delivery.work.ticket, "hand_off": delivery.hand_off, "now": self._now()}
        return HookCall(hook="push_ticket", arguments=arguments, plugins=plugins, scope=tenant_id)

    def _settle(self, tenant_id: str, delivery: Delivery, verdict: PluginVerdict | None) -> None:
        """Store what came of it: it arrived, nobody wanted it, it is tried again, or it is given up."""
        hand_off, now = delivery.hand_off, self._now()
        again = verdict is not None and verdict.retriable and delivery.attempts + 1 < MOST_ATTEMPTS
        answered = verdict is None or verdict.outcome is Outcome.ANSWERED
        state = PENDING if again else DELIVERED if answered else GIVEN_UP
        detail = _detail(verdict)
        with self._database.transaction([tenant_id]) as tx:
            store = Store(tx, codec.encode)
            if not store.settle_delivery(tenant_id, hand_off.id, state=state, detail=detail):
                return
            store.stop_push(tenant_id, delivery.work.ticket.id, hand_off.id)
            if again:
                store.start_pushes(tenant_id, [(delivery.work.ticket.id, hand_off.id)], now + pause_after(delivery.attempts))
            elif verdict is not None:
                store.record([WorkPushed(
                    tenant_id=tenant_id, time=now, ticket_id=delivery.work.ticket.id, party_id=hand_off.party_id, plugin=verdict.plugin,
                    delivered=answered, detail=detail, level=hand_off.level,
                )])


def _decisive(verdict: HookVerdict) -> PluginVerdict | None:
    """Pick the verdict that counts: an answer, else what may be tried again, else what failed; None where every plugin abstained."""
    spoken = [one for one in verdict.verdicts if one.outcome is not Outcome.ABSTAINED]
    return min(spoken, key=lambda one: (one.outcome is not Outcome.ANSWERED, not one.retriable, one.plugin), default=None)


def _detail(verdict: PluginVerdict | None) -> str:
    if verdict is None:
        return "No plugin pushes this party's work."
    if isinstance(verdict.answer, Receipt):
        return f"{verdict.answer.reference}: {verdict.answer.detail}" if verdict.answer.reference else verdict.answer.detail
    return verdict.reason
