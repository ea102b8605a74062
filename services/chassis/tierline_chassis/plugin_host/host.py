"""The caller's side of a plugin host: batches in, a verdict for each plugin of each call out, whatever the plugins do."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from importlib.metadata import entry_points

import structlog
from tierline_sdk.errors import TierlineError
from tierline_sdk.hooks import hooks
from tierline_sdk.plugin import Plugin

from tierline_chassis import metrics
from tierline_chassis.plugin_host.circuits import Circuits
from tierline_chassis.plugin_host.live import GRACE_SECONDS, LiveWorker
from tierline_chassis.plugin_host.process import WorkerEnded, WorkerSilent
from tierline_chassis.plugin_host.turns import Turn, batch_message, turns_of, verdict_of_answer, verdict_of_end
from tierline_chassis.plugin_host.values import RULES, HookCall, HookVerdict, Limits, Outcome, PluginVerdict

ENTRY_POINTS = "tierline.plugins"
"""The entry point group under which plugins are installed."""

BATCH_TURNS = 200
"""At most so many turns are sent at once, so that no message grows without bound."""

log = structlog.get_logger()


class UnknownHook(TierlineError):
    """The SDK declares no hook of this name."""


def installed_plugins() -> Mapping[str, str]:
    """List the installed plugins: name to module. Nothing of them is imported."""
    return {point.name: point.value for point in entry_points(group=ENTRY_POINTS)}


class PluginHost:
    """
    Plugins behind a pipe.

    Thread-safe: callers wait for one another. The process starts on first use, loads a plugin when it is first asked, and is started again when it dies.
    """

    def __init__(
        self,
        name: str = "rules",
        *,
        limits: Limits = RULES,
        modules: Mapping[str, str] | None = None,
        search_path: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Prepare a host; nothing is started.

        Args:
            name: What logs and metrics call it: `rules` or `effects`.
            limits: What a plugin may take.
            modules: Plugin name to module; the installed ones where absent.
            search_path: Folders in which the worker looks for modules before any other.
            clock: Monotonic seconds, for circuits and refusals.
        """
        self._name, self._limits = name, limits
        self._circuits = Circuits(limits.cooling, clock)
        self._worker = LiveWorker(name, modules if modules is not None else installed_plugins(), limits, search_path, clock)
        self._lock = threading.Lock()

    def call(self, calls: Sequence[HookCall], *, timeout: timedelta | None = None) -> Sequence[HookVerdict]:
        """
        Put every call to its plugins.

        Args:
            calls: The questions; each names the plugins that its tenant has enabled.
            timeout: The caller's own time for all of it. Turns that are not over by then end as `NOT_ASKED`, at nobody's cost.

        Returns:
            A verdict a call, in order.

        Raises:
            UnknownHook: A call names no hook of the SDK.
        """
        if unknown := {call.hook for call in calls} - hooks().keys():
            raise UnknownHook(f"The SDK has no hook {', '.join(sorted(unknown))}.")
        started = time.monotonic()
        deadline = started + timeout.total_seconds() if timeout is not None else math.inf
        found: list[dict[str, PluginVerdict]] = [{} for _ in calls]
        for turn, verdict in self._verdicts(deque(turns_of(calls)), deadline):
            found[turn.index][turn.plugin] = verdict
            _record(self._name, turn, verdict)
        for hook in {call.hook for call in calls}:
            metrics.observe(metrics.HOOK_SECONDS, time.monotonic() - started, hook=hook)
        return [HookVerdict(verdicts=tuple(verdicts[plugin] for plugin in sorted(verdicts))) for verdicts in found]

    def describe(self) -> Mapping[str, Plugin | str]:
        """Load every plugin; return its declaration by name, or the sentence that says why it is refused."""
        with self._lock:
            return self._worker.load(self._worker.names)

    def close(self) -> None:
        """End the process; a later call starts it again."""
        with self._lock:
            self._worker.end()

    @property
    def pid(self) -> int | None:
        """The worker's process id, while there is one."""
        return self._worker.pid

    def _verdicts(self, pending: deque[Turn], deadline: float) -> Iterator[tuple[Turn, PluginVerdict]]:
        with self._held(deadline) as held:
            while pending and held and time.monotonic() < deadline:
                batch = [pending.popleft() for _ in range(min(BATCH_TURNS, len(pending)))]
                loaded = self._worker.load({turn.plugin for turn in batch})
                refusals = [self._refusal(turn, loaded[turn.plugin]) for turn in batch]
                yield from ((turn, refusal) for turn, refusal in zip(batch, refusals, strict=True) if refusal)
                yield from self._ask([turn for turn, refusal in zip(batch, refusals, strict=True) if not refusal], pending, deadline)
                metrics.put(metrics.BREAKERS_OPEN, self._circuits.left_out(), host=self._name)
        for turn in pending:
            yield turn, _not_asked(turn)

    @contextmanager
    def _held(self, deadline: float) -> Iterator[bool]:
        held = self._lock.acquire(timeout=min(max(0.0, deadline - time.monotonic()), threading.TIMEOUT_MAX))
        try:
            yield held
        finally:
            if held:
                self._lock.release()

    def _refusal(self, turn: Turn, loaded: Plugin | str) -> PluginVerdict | None:
        """Say why the plugin is not asked, if so: it is left out for a while, or it cannot be loaded."""
        if isinstance(loaded, str):
            return PluginVerdict(plugin=turn.plugin, outcome=Outcome.REFUSED, reason=loaded)
        if self._circuits.admits(turn.plugin, turn.call.scope):
            return None
        reason = f"{turn.plugin} did harm a short while ago and is left out for up to {self._limits.cooling.total_seconds():.0f} s."
        return PluginVerdict(plugin=turn.plugin, outcome=Outcome.CIRCUIT_OPEN, reason=reason)

    def _ask(self, turns: Sequence[Turn], pending: deque[Turn], deadline: float) -> Iterator[tuple[Turn, PluginVerdict]]:
        """Ask a batch. Where the worker ends in a turn, that turn has its verdict and the turns after it are put back."""
        if not turns:
            return
        unsent: Mapping[str, object] | None = batch_message(turns)
        for number, turn in enumerate(turns):
            verdict = self._turn(turn, unsent, deadline)
            unsent = None
            yield turn, verdict
            if self._worker.pid is None:
                pending.extendleft(reversed(turns[number + 1 :]))
                return
        self._worker.finish_batch()

    def _turn(self, turn: Turn, unsent: Mapping[str, object] | None, deadline: float) -> PluginVerdict:
        """Hear one turn's answer, after sending the batch if it is the first."""
        until = min(deadline, time.monotonic() + self._limits.wall.total_seconds() + GRACE_SECONDS)
        try:
            if unsent is not None:
                self._worker.say(unsent, deadline=until)
            verdict = verdict_of_answer(turn, self._worker.hear(deadline=until))
        except (WorkerEnded, WorkerSilent) as error:
            code = self._worker.end(error)
            if isinstance(error, WorkerSilent) and until >= deadline:
                return _not_asked(turn)
            self._circuits.harmed(turn.plugin, turn.call.scope)
            return verdict_of_end(turn, code, self._limits)
        self._learn(turn, verdict)
        return verdict

    def _learn(self, turn: Turn, verdict: PluginVerdict) -> None:
        """Count bugs; a deliberate error is an answer, and so is abstaining."""
        if verdict.outcome is Outcome.FAILED and verdict.kind is None:
            self._circuits.erred(turn.plugin, turn.call.scope)
        else:
            self._circuits.answered(turn.plugin, turn.call.scope)


def _not_asked(turn: Turn) -> PluginVerdict:
    return PluginVerdict(plugin=turn.plugin, outcome=Outcome.NOT_ASKED, reason="The caller's time was up before its turn was over.")


def _record(host: str, turn: Turn, verdict: PluginVerdict) -> None:
    metrics.increment(metrics.HOOK_CALLS, hook=turn.call.hook, plugin=turn.plugin, verdict=verdict.outcome)
    if verdict.outcome in {Outcome.FAILED, Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY, Outcome.DIED}:
        log.warning(
            "plugin_call_failed", plugin_host=host, plugin=turn.plugin, hook=turn.call.hook, scope=turn.call.scope,
            outcome=verdict.outcome, error=verdict.error, reason=verdict.reason,
        )
