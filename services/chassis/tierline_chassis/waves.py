"""The order of handling: which of the events at hand may be handled together now, each after what caused it."""

from collections.abc import Mapping, Sequence

from tierline_chassis.log.events import Event, Slot, requirements


def next_wave(pending: Mapping[Slot, Sequence[Event]], handled: Mapping[Slot, int], *, limit: int) -> Sequence[Event]:
    """
    Pick events for one transaction, in an order in which every event comes after its causes.

    A cause is settled when the partition's cursor has passed it, when it is in a topic that this consumer does not read, or when it comes earlier in the
    same wave for the same tenant; a wave is handled tenant by tenant, so what another tenant's event of this wave causes waits for the next.

    Args:
        pending: Events that follow the cursor, per partition without gaps.
        handled: The cursor of every partition that this consumer reads.
        limit: The most events to pick.
    """
    wave = _Wave(handled)
    found = True
    while found and len(wave.events) < limit:
        found = False
        for slot, events in pending.items():
            for event in events[wave.taken(slot):]:
                if len(wave.events) == limit or not wave.admits(event):
                    break
                wave.add(event)
                found = True
    return wave.events


class _Wave:
    """A wave that is being put together."""

    def __init__(self, handled: Mapping[Slot, int]) -> None:
        self.events: list[Event] = []
        self._handled = handled
        self._slots: dict[Slot, list[Event]] = {}

    def taken(self, slot: Slot) -> int:
        return len(self._slots.get(slot, ()))

    def add(self, event: Event) -> None:
        self.events.append(event)
        self._slots.setdefault(event.at.slot, []).append(event)

    def admits(self, event: Event) -> bool:
        return all(self._settled(slot, position, event.tenant_id) for slot, position in requirements(event).items())

    def _settled(self, slot: Slot, position: int, tenant_id: str) -> bool:
        if self._handled.get(slot, position) >= position:
            return True
        before = [other for other in self._slots.get(slot, ()) if other.at.position <= position]
        return bool(before) and before[-1].at.position == position and all(other.tenant_id == tenant_id for other in before)
