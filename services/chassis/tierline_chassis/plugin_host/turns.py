"""Turns: one plugin's go at one call. How a batch of them is said to the worker, and what its answers and its end mean."""

import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tierline_sdk.errors import Kind
from tierline_sdk.hooks import hooks
from tierline_sdk.wire import NotPlain, from_plain, to_plain

from tierline_chassis.plugin_host.process import MEMORY_EXIT_CODE
from tierline_chassis.plugin_host.values import HookCall, Limits, Outcome, PluginVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One plugin's go at one call."""

    index: int
    """The call's place among the caller's."""
    plugin: str
    call: HookCall


def turns_of(calls: Sequence[HookCall]) -> Sequence[Turn]:
    """Order the turns: call by call, each call's plugins by name."""
    return [Turn(index=index, plugin=plugin, call=call) for index, call in enumerate(calls) for plugin in sorted(call.plugins)]


def batch_message(turns: Sequence[Turn]) -> Mapping[str, object]:
    """Say a batch: the arguments once a call, with the settings of each plugin that has its turn."""
    calls: dict[int, dict[str, Any]] = {}
    for turn in turns:
        said = calls.get(turn.index)
        if said is None:
            said = {"call": turn.index, "hook": turn.call.hook, "arguments": to_plain(turn.call.arguments), "plugins": {}}
            calls[turn.index] = said
        said["plugins"][turn.plugin] = to_plain(turn.call.plugins[turn.plugin])
    return {"calls": list(calls.values())}


def verdict_of_answer(turn: Turn, message: Mapping[str, Any]) -> PluginVerdict:
    """Read what the worker says of a turn."""
    if "error" in message:
        kind = Kind(message["kind"]) if message["kind"] else None
        return PluginVerdict(plugin=turn.plugin, outcome=Outcome.FAILED, reason=message["reason"], error=message["error"], kind=kind)
    try:
        answer = from_plain(hooks()[turn.call.hook].result, message["answer"])
    except NotPlain as error:
        return PluginVerdict(plugin=turn.plugin, outcome=Outcome.FAILED, reason=error.message, error="BAD_ANSWER", kind=error.kind)
    outcome = Outcome.ABSTAINED if answer is None else Outcome.ANSWERED
    return PluginVerdict(plugin=turn.plugin, outcome=outcome, answer=answer, cpu_ms=message["cpu_ms"])


def verdict_of_end(turn: Turn, return_code: int, limits: Limits) -> PluginVerdict:
    """Say what a plugin did in whose turn the worker ended."""
    outcome, reason = meaning_of(return_code, cpu_seconds=limits.cpu.total_seconds(), wall_seconds=limits.wall.total_seconds())
    return PluginVerdict(plugin=turn.plugin, outcome=outcome, reason=f"{turn.plugin} {reason}.")


def meaning_of(return_code: int, *, cpu_seconds: float, wall_seconds: float) -> tuple[Outcome, str]:
    """Read the worker's return code: the outcome, and the end of a sentence that begins with the plugin's name."""
    if return_code == -signal.SIGPROF:
        return Outcome.TIMED_OUT, f"used more than {cpu_seconds * 1000:.0f} ms of processor time"
    if return_code == -signal.SIGALRM:
        return Outcome.TIMED_OUT, f"gave no answer within {wall_seconds:g} s"
    if return_code == MEMORY_EXIT_CODE:
        return Outcome.OUT_OF_MEMORY, "used up the memory of the plugin host"
    return Outcome.DIED, f"ended the plugin host (code {return_code})"
