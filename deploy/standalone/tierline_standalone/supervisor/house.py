"""One run of the whole house: started in parallel, watched, stopped in order."""

import signal
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import monotonic

from tierline_chassis.service import EX_CONFIG

from tierline_standalone.errors import PartFailed, StopRequested
from tierline_standalone.supervisor import health
from tierline_standalone.supervisor.child import Child, Part, described
from tierline_standalone.supervisor.folder import DataFolder, RunningPart
from tierline_standalone.supervisor.lifeline import Lifeline
from tierline_standalone.supervisor.signals import Signals
from tierline_standalone.supervisor.voice import say

READY_SECONDS = 90.0
"""How long everything may take to become ready; a busy machine needs ten seconds or more for the imports of seven processes."""

DEATHS_AT_START = 3
"""A part that dies so often before everything was ready will not come up by itself."""

DRAIN_SECONDS = {"gateway": 12.0, "services": 20.0}
"""How long a part may take to finish what it has begun, before it is killed."""

LOOK_SECONDS = 5.0
"""Logs are measured so often, and the guard is looked after."""


class House:
    """The parts that take calls, as children of this process; the database is none of them."""

    def __init__(self, parts: Sequence[Part], *, folder: DataFolder, environment: Mapping[str, str], signals: Signals, lifeline: Lifeline) -> None:
        self.children = {part.name: Child(part, environment=environment, log=folder.logs / f"{part.name}.log") for part in parts}
        self._signals, self._lifeline = signals, lifeline

    def start(self) -> None:
        """
        Start every part at once and wait until all are ready.

        Raises:
            PartFailed: One keeps dying, or is not ready in time.
            StopRequested: Somebody asked for the stop meanwhile.
        """
        for child in self.children.values():
            self._start(child)
        waiting, deadline = dict(self.children), monotonic() + READY_SECONDS
        while waiting:
            waiting = {name: child for name, child in waiting.items() if not is_ready(child.part)}
            self.tend(most_deaths=DEATHS_AT_START)
            if self._signals.stops:
                raise StopRequested
            if waiting and monotonic() > deadline:
                raise _failed(next(iter(waiting.values())), f"is not ready after {READY_SECONDS:.0f} s")
            self._signals.wait(0.05 if waiting else 0)

    def running(self) -> Mapping[str, RunningPart]:
        """Say what runs, by the part's name."""
        return {name: RunningPart(pid=child.pid, address=child.part.address, metrics=child.part.metrics) for name, child in self.children.items()}

    def tend(self, *, most_deaths: int | None = None) -> float:
        """
        Start again what has died, say so, and return for how many seconds nothing is due.

        Raises:
            PartFailed: A part has died *most_deaths* times.
        """
        for child in self.children.values():
            status = child.ended()
            if status is not None:
                self._note_death(child, status, most_deaths)
            if child.due is not None and monotonic() >= child.due:
                self._start(child)
        due = [child.due for child in self.children.values() if child.due is not None]
        return max(0.0, min((*(moment - monotonic() for moment in due), LOOK_SECONDS)))

    def keep_up(self) -> None:
        """Keep the logs bounded and the guard alive."""
        for child in self.children.values():
            child.bound_log()
        self._lifeline.renew()

    def stop(self) -> None:
        """Let the gateway finish what it has begun, then the services; a second stop signal ends the waiting."""
        gateway = [child for name, child in self.children.items() if name == "gateway"]
        services = [child for name, child in self.children.items() if name != "gateway"]
        self._drain(gateway, DRAIN_SECONDS["gateway"])
        self._drain(services, DRAIN_SECONDS["services"])

    def _drain(self, children: Sequence[Child], seconds: float) -> None:
        stops = self._signals.stops
        for child in children:
            child.due = None
            child.send(signal.SIGTERM)
        self._await_end(children, lambda: self._signals.stops > max(stops, 1), seconds)
        for child in children:
            if child.pid:
                say(f"{child.part.name} did not end within {seconds:.0f} s and is killed.")
                child.send(signal.SIGKILL)
        self._await_end(children, lambda: False, seconds)

    def _await_end(self, children: Iterable[Child], hurried: Callable[[], bool], seconds: float) -> None:
        deadline = monotonic() + seconds
        left = [child for child in children if child.pid]
        while left and monotonic() < deadline and not hurried():
            self._signals.wait(0.1)
            for child in left:
                if child.ended() is not None:
                    self._lifeline.release("group", child.last_pid)
            left = [child for child in left if child.pid]

    def _start(self, child: Child) -> None:
        child.start()
        self._lifeline.hold("group", child.pid)

    def _note_death(self, child: Child, status: int, most_deaths: int | None) -> None:
        self._lifeline.release("group", child.last_pid)
        pause = child.plan_restart()
        if most_deaths is not None and status == EX_CONFIG:
            raise _failed(child, "says that its settings are wrong")
        if most_deaths is not None and child.deaths >= most_deaths:
            raise _failed(child, f"{described(status)}, {child.deaths} times")
        say(f"{child.part.name} {described(status)}; it is started again in {pause:g} s (log: {child.log}).")


def is_ready(part: Part) -> bool:
    """Ask *part* whether it takes calls."""
    return health.serves_http(part.address) if part.name == "gateway" else health.serves_grpc(part.address)


def run_to_end(child: Child, arguments: Sequence[str], *, signals: Signals, lifeline: Lifeline, seconds: float) -> None:
    """
    Run *child* with *arguments* to its end: a migration, the making of the first keys.

    Raises:
        PartFailed: It ended badly, or not in time.
        StopRequested: Somebody asked for the stop meanwhile; the child is ended first.
    """
    run_all_to_end([(child, arguments)], signals=signals, lifeline=lifeline, seconds=seconds)


def run_all_to_end(work: Sequence[tuple[Child, Sequence[str]]], *, signals: Signals, lifeline: Lifeline, seconds: float) -> None:
    """Do the same for several at once."""
    for child, arguments in work:
        child.start(*arguments)
        lifeline.hold("group", child.pid)
    deadline, left = monotonic() + seconds, [child for child, _ in work]
    try:
        while left:
            if signals.stops:
                raise StopRequested
            if monotonic() > deadline:
                raise _failed(left[0], f"has not ended after {seconds:.0f} s")
            signals.wait(0.1)
            left = [child for child in left if not _ended_well(child, lifeline)]
    finally:
        for child in left:
            child.send(signal.SIGKILL)


def _ended_well(child: Child, lifeline: Lifeline) -> bool:
    status = child.ended()
    if status is None:
        return False
    lifeline.release("group", child.last_pid)
    if status:
        raise _failed(child, described(status))
    return True


def _failed(child: Child, how: str) -> PartFailed:
    return PartFailed(f"{child.part.name} {how}. Its last words:\n{child.last_words()}", cure=f"Mend what it names; its whole log is {child.log}.")
