"""How long a call may take: what the caller allows, and never without end."""

from time import monotonic

from tierline_chassis.interceptors.errors import DeadlinePassed
from tierline_chassis.rpc import Rpc

DEFAULT_SECONDS = 10.0
"""A short RPC's time where the caller names none."""
LONGEST_SECONDS = 60.0
"""A short RPC's time however much the caller allows."""
WATCH_SECONDS = 25.0
"""A long poll's time: twenty seconds of waiting and what goes around them."""
_FOREVER_SECONDS = 1e8
"""gRPC says a number beyond this where there is no deadline."""


def ends(rpc: Rpc, remaining_seconds: float | None) -> float | None:
    """
    Return the monotonic instant by which *rpc* has to be answered; `None` for a stream without a deadline.

    Raises:
        DeadlinePassed: It was over while the call waited for a thread.

    """
    named = None if remaining_seconds is None or remaining_seconds > _FOREVER_SECONDS else remaining_seconds
    if named is not None and named <= 0:
        raise DeadlinePassed
    if rpc.streams:
        return None if named is None else monotonic() + named
    longest = WATCH_SECONDS if rpc.watch else LONGEST_SECONDS
    default = WATCH_SECONDS if rpc.watch else DEFAULT_SECONDS
    return monotonic() + min(default if named is None else named, longest)
