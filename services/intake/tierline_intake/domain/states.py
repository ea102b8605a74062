"""The life of a ticket: one table of states and the commands that each takes."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from tierline_sdk.errors import IllegalTransition
from tierline_sdk.values import TicketState


class Move(StrEnum):
    """The commands on a ticket, as people call them."""

    REPLY = "reply"
    LOG_WORK = "logWork"
    HOLD = "hold"
    RESUME = "resume"
    ESCALATE = "escalate"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    CLOSE = "close"
    RECLASSIFY = "reclassify"
    LINK = "link"
    RATE = "rate"


_NEW, _IN_PROGRESS, _ON_HOLD, _RESOLVED, _CLOSED = TicketState

MOVES: Mapping[TicketState, Mapping[Move, TicketState]] = {
    _NEW: {
        Move.REPLY: _IN_PROGRESS, Move.LOG_WORK: _IN_PROGRESS, Move.HOLD: _ON_HOLD, Move.ESCALATE: _NEW, Move.RESOLVE: _RESOLVED,
        Move.RECLASSIFY: _NEW, Move.LINK: _NEW,
    },
    _IN_PROGRESS: {
        Move.REPLY: _IN_PROGRESS, Move.LOG_WORK: _IN_PROGRESS, Move.HOLD: _ON_HOLD, Move.ESCALATE: _IN_PROGRESS, Move.RESOLVE: _RESOLVED,
        Move.RECLASSIFY: _IN_PROGRESS, Move.LINK: _IN_PROGRESS,
    },
    _ON_HOLD: {
        Move.REPLY: _ON_HOLD, Move.LOG_WORK: _ON_HOLD, Move.HOLD: _ON_HOLD, Move.RESUME: _IN_PROGRESS, Move.ESCALATE: _ON_HOLD,
        Move.RESOLVE: _RESOLVED, Move.RECLASSIFY: _ON_HOLD, Move.LINK: _ON_HOLD,
    },
    _RESOLVED: {
        Move.REPLY: _RESOLVED, Move.LOG_WORK: _RESOLVED, Move.REOPEN: _IN_PROGRESS, Move.CLOSE: _CLOSED, Move.RECLASSIFY: _RESOLVED,
        Move.LINK: _RESOLVED, Move.RATE: _RESOLVED,
    },
    _CLOSED: {Move.LINK: _CLOSED, Move.RATE: _CLOSED},
}
"""
From state by command to state; a command that is absent is illegal there.

What leaves `new` starts the work. A hold of what is on hold changes what is awaited. A closed ticket is only tied and rated: what comes later is a new one.
"""

DONE = frozenset({TicketState.RESOLVED, TicketState.CLOSED})
"""The states in which nobody works on a ticket."""


def legal(state: TicketState) -> Sequence[Move]:
    """List what a ticket in *state* takes."""
    return tuple(MOVES[state])


def after(state: TicketState, move: Move, *, ticket: str) -> TicketState:
    """
    Return where *move* leads from *state*; *ticket* is what people call it, for the error.

    Raises:
        IllegalTransition: Nowhere; it names what is legal.
    """
    target = MOVES[state].get(move)
    if target is None:
        raise IllegalTransition("ticket", ticket, state=state, command=move, legal=legal(state))
    return target
