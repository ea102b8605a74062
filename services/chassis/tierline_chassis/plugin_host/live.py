"""The worker that is alive now, with the plugins that it has loaded; started again whenever it is needed and gone."""

import math
import signal
import time
from collections.abc import Callable, Collection, Mapping, Sequence

import structlog
from tierline_sdk.plugin import Plugin
from tierline_sdk.wire import from_plain

from tierline_chassis import metrics
from tierline_chassis.plugin_host.process import WorkerEnded, WorkerProcess, WorkerSilent
from tierline_chassis.plugin_host.turns import meaning_of
from tierline_chassis.plugin_host.values import Limits

GRACE_SECONDS = 1.0
"""How much later than the kernel's own timers a worker that is still there is ended from outside."""

log = structlog.get_logger()


class LiveWorker:
    """Not thread-safe: the host's lock guards it."""

    def __init__(self, host: str, modules: Mapping[str, str], limits: Limits, search_path: Sequence[str], clock: Callable[[], float]) -> None:
        self._host, self._modules, self._limits, self._search_path, self._clock = host, modules, limits, search_path, clock
        self._process: WorkerProcess | None = None
        self._loaded: dict[str, Plugin] = {}
        self._refused: dict[str, tuple[str, float]] = {}
        self._starts = 0

    @property
    def names(self) -> Sequence[str]:
        """The plugins that could be loaded."""
        return sorted(self._modules)

    @property
    def pid(self) -> int | None:
        """The process id, while there is one."""
        return self._process.pid if self._process else None

    def load(self, names: Collection[str]) -> Mapping[str, Plugin | str]:
        """
        Have every one of *names* loaded, as far as it can be.

        Returns:
            Name to declaration, or to the sentence that says why the plugin is refused.
        """
        self._running()
        while missing := [name for name in sorted(names) if name not in self._loaded and not self._refusal(name)]:
            self._load(missing[0])
        return {name: self._loaded.get(name) or self._refusal(name) for name in names}

    def _refusal(self, name: str) -> str:
        """Say why a plugin is refused; empty when it may be tried."""
        if name not in self._modules:
            return f"There is no plugin {name!r} here: install the distribution that brings it, or disable it."
        reason, until = self._refused.get(name, ("", 0.0))
        return reason if until > self._clock() else ""

    def _load(self, name: str) -> None:
        """Load one plugin. One that says no is refused for good, one that takes the worker with it for the cooling time."""
        deadline = time.monotonic() + self._limits.load_wall.total_seconds() + GRACE_SECONDS
        try:
            process = self._running()
            process.send({"load": name, "module": self._modules[name]}, deadline=deadline)
            answer = process.receive(deadline=deadline)
        except (WorkerEnded, WorkerSilent) as error:
            cpu, wall = self._limits.load_cpu.total_seconds(), self._limits.load_wall.total_seconds()
            _, did = meaning_of(self.end(error), cpu_seconds=cpu, wall_seconds=wall)
            reason = f"The plugin {name} {did} while it was imported: install a release that imports without work."
            self._refuse(name, reason, self._limits.cooling.total_seconds())
            return
        if "refused" in answer:
            self._refuse(name, answer["refused"], math.inf)
        else:
            self._loaded[name] = from_plain(Plugin, answer["plugin"])

    def _refuse(self, name: str, reason: str, seconds: float) -> None:
        self._refused[name] = (reason, self._clock() + seconds)
        log.warning("plugin_refused", plugin_host=self._host, plugin=name, reason=reason)

    def say(self, message: Mapping[str, object], *, deadline: float) -> None:
        """Send a batch; raises as `WorkerProcess.send` does."""
        self._present().send(message, deadline=deadline)

    def hear(self, *, deadline: float) -> Mapping[str, object]:
        """Hear one answer; raises as `WorkerProcess.receive` does."""
        return self._present().receive(deadline=deadline)

    def _present(self) -> WorkerProcess:
        """Return the worker of the batch: a new one would know nothing of it, and a dead one may have answers left in its pipe."""
        if self._process is None:
            raise WorkerEnded(0)
        return self._process

    def finish_batch(self) -> None:
        """Hear the batch's end; a worker that has grown too large, or says something else, is not used again."""
        try:
            last = self.hear(deadline=time.monotonic() + GRACE_SECONDS)
        except (WorkerEnded, WorkerSilent) as error:
            self.end(error)
        else:
            if last != {"done": True, "outgrown": False}:
                self.end()

    def end(self, error: WorkerEnded | WorkerSilent | None = None) -> int:
        """End the worker, if it has not ended; return the code that says why it did. Silence reads like the kernel's own alarm."""
        process, self._process = self._process, None
        self._loaded.clear()
        code = process.end() if process and not isinstance(error, WorkerEnded) else 0
        if isinstance(error, WorkerEnded):
            return error.return_code
        return -signal.SIGALRM if error else code

    def _running(self) -> WorkerProcess:
        if self._process is not None and not self._process.alive:
            self.end()
        if self._process is None:
            self._process = WorkerProcess(self._limits, self._search_path)
            self._starts += 1
            if self._starts > 1:
                metrics.increment(metrics.HOST_RESTARTS, host=self._host)
        return self._process
