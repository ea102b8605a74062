"""`EventService.ListEvents`: the long poll over a hub that every service answers for its own topic."""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from time import monotonic

from google.protobuf.timestamp_pb2 import Timestamp
from tierline.events.v1 import events_pb2
from tierline_sdk.errors import FieldViolation, InvalidFields

from tierline_chassis.audience import PARTIES, Sees, parties_in, sees
from tierline_chassis.call import Call
from tierline_chassis.log.events import Event, Slot
from tierline_chassis.watch import Hub

SERVICE = events_pb2.DESCRIPTOR.services_by_name["EventService"].full_name
LONGEST = timedelta(seconds=20)
"""The longest wait of one poll."""
_DEFAULT_EVENTS = 500


class EventServicer:
    """Answers for one topic."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def ListEvents(self, request: events_pb2.ListEventsRequest, call: Call) -> events_pb2.ListEventsResponse:  # noqa: N802 (the contract's name)
        """Wait for the first event that the caller may see, and answer with it and those beside it."""
        after = dict(decode(request.resume_token, self._hub) if request.resume_token else self._hub.heads)
        until = monotonic() + min(request.wait.ToTimedelta(), LONGEST, call.remaining or LONGEST).total_seconds()
        found = self._await(after, sees(call.reach), until=until, limit=request.max_events or _DEFAULT_EVENTS, call=call)
        return events_pb2.ListEventsResponse(events=[to_message(event) for event in found], resume_token=encode(after, self._hub.topic))

    def _await(self, after: dict[Slot, int], audience: Sees, *, until: float, limit: int, call: Call) -> Sequence[Event]:
        """Return the next events that *audience* takes, none where there are none in time; moves *after* past all that was looked at."""

        def wanted(event: Event) -> bool:
            return audience(event.tenant_id, parties_in(event.headers.get(PARTIES, "")))

        with self._hub.watching(wanted) as watch:
            call.on_end(watch.wake)
            while True:
                events = self._hub.since(after, limit=limit)
                after.update((event.at.slot, event.at.position) for event in events)
                if found := [event for event in events if wanted(event)]:
                    return found
                waiting = until - monotonic()
                if not events and (waiting <= 0 or self._hub.closed or not call.is_active()):
                    return ()
                if not events:
                    watch.wait(timedelta(seconds=waiting))


def to_message(event: Event) -> events_pb2.Event:
    """Put an event on the wire."""
    time = Timestamp()
    time.FromDatetime(event.event_time)
    return events_pb2.Event(
        id=event.event_id, topic=event.topic, partition=event.at.partition, position=event.at.position, type=event.type, tenant_id=event.tenant_id,
        subject=event.key.partition("/")[2], time=time, payload=event.payload, party_ids=parties_in(event.headers.get(PARTIES, "")),
    )


def encode(after: Mapping[Slot, int], topic: str) -> str:
    """Write positions as an opaque token: the topic, and the position of each partition in order."""
    positions = [position for _, position in sorted(after.items())]
    return base64.urlsafe_b64encode(json.dumps([topic, positions], separators=(",", ":")).encode()).decode()


def decode(token: str, hub: Hub) -> Mapping[Slot, int]:
    """
    Read a token.

    Raises:
        InvalidFields: It is none of this topic's, or from before the log was restored.
    """
    try:
        topic, positions = json.loads(base64.urlsafe_b64decode(token.encode()))
        after = dict(zip(sorted(hub.heads), (_position(value) for value in positions), strict=True))
    except (ValueError, TypeError) as error:
        raise _unusable("is no token of this service; leave it out to begin now") from error
    if topic != hub.topic or hub.beyond(after):
        raise _unusable("belongs to another log; leave it out to begin now")
    return after


def _position(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < 2**63:
        raise ValueError(value)
    return value


def _unusable(description: str) -> InvalidFields:
    return InvalidFields([FieldViolation(field="resume_token", description=description)])
