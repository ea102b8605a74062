"""A ticket's card for people: what it is, who has it, what is due, each with its reason."""

import time
from collections.abc import Iterator

from tierline_standalone.cli.output import instant, table, words
from tierline_standalone.client import Client, Json


def settled(client: Client, ticket_id: str, *, seconds: float = 3.0) -> Json:
    """Read a ticket until routing and sla have answered, at most *seconds*; both do so by events, a few milliseconds after it was opened."""
    deadline = time.monotonic() + seconds
    while True:
        ticket = client.get(f"/v1/tickets/{ticket_id}")
        if (ticket.get("assignment") and ticket.get("clocks")) or time.monotonic() > deadline:
            return ticket
        time.sleep(0.05)  # Nobody tells a single HTTP client of events.


def card(ticket: Json) -> str:
    """Lay a ticket out."""
    return "\n".join(_lines(ticket))


def _lines(ticket: Json) -> Iterator[str]:
    state = words(ticket.get("state")) + (f", awaiting {words(ticket['awaiting'])}" if ticket.get("awaiting") else "")
    yield f"{ticket.get('key')}  {ticket.get('title')}"
    yield f"  {state}; opened {instant(ticket.get('openTime'))} UTC; id {ticket.get('id')}"
    for reason in ticket.get("classification", ()):
        yield f"  {reason.get('field', ''):<12} {words(reason.get('value')):<16} {reason.get('reason')} ({reason.get('decidedBy')})"
    yield from _assignment(ticket.get("assignment") or {})
    for clock in ticket.get("clocks", ()):
        due = clock.get("dueTime") or clock.get("breachTime") or clock.get("stopTime")
        yield f"  clock        {words(clock.get('metric'))}: {words(clock.get('state'))}, due {instant(due) or 'not while paused'}; {clock.get('reason')}"
    if ticket.get("resolution"):
        yield f"  resolution   {ticket['resolution']}"


def _assignment(assignment: Json) -> Iterator[str]:
    if not assignment:
        yield "  assigned     not yet: routing has not answered"
        return
    who = ", ".join(filter(None, (
        words(assignment.get("level")).upper(), assignment.get("partyName"), assignment.get("teamName"), assignment.get("memberName"),
    )))
    yield f"  assigned     {'to nobody: it stands in the queue of unassigned work' if assignment.get('unassigned') else who}; {assignment.get('reason')}"


def tickets_table(tickets: list[Json]) -> str:
    """List tickets in columns."""
    heads = ("key", "prio", "state", "assigned to", "due (UTC)", "title")
    return table(heads, [(
        ticket.get("key"), words(ticket.get("priority")), words(ticket.get("state")),
        (ticket.get("assignment") or {}).get("memberName") or (ticket.get("assignment") or {}).get("teamName"),
        instant(ticket.get("nextDueTime")), str(ticket.get("title", ""))[:60],
    ) for ticket in tickets])
