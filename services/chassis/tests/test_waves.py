"""The order of handling against a slow, obvious model: whatever arrives how, every event comes once, in its partition's order, after its causes."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import Event, Position, requirements
from tierline_chassis.waves import next_wave

TENANTS = ("00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002")


@st.composite
def histories(draw):
    """Draw events in commit order, over a few partitions, some caused by an earlier one."""
    events, heads = [], {}
    for _ in range(draw(st.integers(1, 30))):
        slot = (draw(st.sampled_from("ab")), draw(st.integers(0, 1)))
        heads[slot] = heads.get(slot, 0) + 1
        cause = draw(st.none() | st.sampled_from([event.at for event in events])) if events else None
        events.append(Event(
            at=Position(*slot, heads[slot]), topic=slot[0], key="k", tenant_id=draw(st.sampled_from(TENANTS)), type="t",
            event_time=datetime(2026, 1, 1, tzinfo=UTC), payload=b"", cause=cause, event_id=new_id(), headers={},
        ))
    return events


@given(histories(), st.integers(1, 7), st.randoms())
def test_every_event_is_handled_once_after_its_causes_whatever_the_order_of_partitions(events, limit, chance):
    """A wave is handled tenant by tenant, so what it holds of one tenant must not need what it holds of another (fault 16)."""
    pending, handled, order = {}, {}, []
    for event in events:
        pending.setdefault(event.at.slot, []).append(event)
        handled.setdefault(event.at.slot, 0)
    while any(pending.values()):
        slots = list(pending)
        chance.shuffle(slots)
        wave = next_wave({slot: pending[slot] for slot in slots}, handled, limit=limit)
        assert 0 < len(wave) <= limit
        for event in sorted(wave, key=lambda one: one.tenant_id):
            order.append(event.at)
            pending[event.at.slot].remove(event)
        for event in wave:
            handled[event.at.slot] = event.at.position
    place = {at: index for index, at in enumerate(order)}
    assert len(place) == len(events) == len(order)
    for event in events:
        assert all(place[Position(*slot, position)] < place[event.at] for slot, position in requirements(event).items())
