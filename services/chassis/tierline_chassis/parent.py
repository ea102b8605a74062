"""A process that was started by a supervisor does not outlive it."""

import os
import select
from collections.abc import Callable
from threading import Event, Thread

_POLL_SECONDS = 1.0


def watch_parent(parent_id: int, on_orphaned: Callable[[], None]) -> None:
    """
    Call *on_orphaned* once, from a thread, when the process *parent_id* is no longer this one's parent.

    (`PR_SET_PDEATHSIG` would do so when the supervisor's *thread* that started this process ends, which is something else.)
    """
    Thread(target=_watch, args=(parent_id, on_orphaned), name="parent", daemon=True).start()


def _watch(parent_id: int, on_orphaned: Callable[[], None]) -> None:
    _sleep_until_gone(parent_id)
    on_orphaned()


def _sleep_until_gone(parent_id: int) -> None:
    """Wait on a descriptor of the parent where the system has such a thing, else look every second."""
    if hasattr(os, "pidfd_open"):
        try:
            descriptor = os.pidfd_open(parent_id)
        except OSError:
            descriptor = -1
        if descriptor >= 0 and os.getppid() == parent_id:
            select.select([descriptor], [], [])
            return
    pause = Event()
    while os.getppid() == parent_id:
        pause.wait(_POLL_SECONDS)
