"""
The host process of plugins. It is run by path, so that it imports the SDK and the plugins and nothing of the chassis.

Line by line, JSON: first the limits, then messages to load a plugin or to answer a batch of calls. The kernel's own timers end the process when a plugin
takes too long, whatever the interpreter is doing and whether or not the parent still lives; the parent reads the cause from the signal.
"""

import json
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from tierline_sdk.caller import BadAnswer, LoadedPlugin, call_plugin, decode_arguments, load_plugin
from tierline_sdk.errors import TierlineError
from tierline_sdk.plugin import PluginRefused, secrets_in
from tierline_sdk.wire import to_plain

REASON_LIMIT = 500
"""Characters of a reason that are passed on."""

Message = Mapping[str, Any]
Send = Callable[[Mapping[str, object]], None]


class _Host:
    """The plugins that this process has loaded, and the limits that it gives each call."""

    def __init__(self, limits: Message, send: Send) -> None:
        self._limits, self._send = limits, send
        self._loaded: dict[str, LoadedPlugin] = {}

    def load(self, message: Message) -> None:
        """Import one plugin and answer with its declaration, or with why it is refused."""
        name = message["load"]
        try:
            with _timed(self._limits["load_cpu_seconds"], self._limits["load_wall_seconds"]):
                self._loaded[name] = load_plugin(name, message["module"])
        except PluginRefused as error:
            self._send({"load": name, "refused": error.message[:REASON_LIMIT]})
        else:
            self._send({"load": name, "plugin": to_plain(self._loaded[name].plugin)})

    def answer(self, message: Message) -> None:
        """Answer a batch, one line for each plugin of each call, in order."""
        for call in message["calls"]:
            arguments = decode_arguments(call["hook"], call["arguments"])
            for name, settings in call["plugins"].items():
                self._send({"call": call["call"], "plugin": name, **self._verdict(name, call["hook"], arguments, settings)})

    def _verdict(self, name: str, hook: str, arguments: Mapping[str, object], settings: Mapping[str, object]) -> Mapping[str, object]:
        loaded = self._loaded[name]
        started = time.process_time()
        try:
            with _timed(self._limits["cpu_seconds"], self._limits["wall_seconds"]):
                answer = call_plugin(loaded, hook, arguments, settings)
        except MemoryError:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - this is the place that contains plugins: what one raises is its verdict.
            return _failure(error, secrets_in(loaded.plugin, settings))
        return self._sized(answer, cpu_ms=round((time.process_time() - started) * 1000, 2))

    def _sized(self, answer: object, *, cpu_ms: float) -> Mapping[str, object]:
        """Pass an answer on unless it is larger than anything a hook could mean."""
        if answer is not None and (size := len(json.dumps(answer))) > self._limits["answer_bytes"]:
            return _failure(BadAnswer(f"The answer is {size} bytes; the limit is {self._limits['answer_bytes']}."), ())
        return {"answer": answer, "cpu_ms": cpu_ms}


def _failure(error: BaseException, secrets: Sequence[str]) -> Mapping[str, object]:
    """Say what a plugin raised, with its secrets struck out; a kind is there only where it was deliberate."""
    if isinstance(error, TierlineError):
        return {"reason": _struck(error.message, secrets), "error": error.reason, "kind": error.kind.value}
    return {"reason": _struck(f"{type(error).__name__}: {error}", secrets), "error": type(error).__name__, "kind": None}


def _struck(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    return text[:REASON_LIMIT]


@contextmanager
def _timed(cpu_seconds: float, wall_seconds: float) -> Iterator[None]:
    """Have the kernel end this process by SIGPROF after so much CPU, by SIGALRM after so much time; the default action of both asks nobody."""
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _confine(limits: Message) -> None:
    """Limit what a plugin can take from the machine: memory, files, core dumps."""
    wanted = {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0, "RLIMIT_NOFILE": 64, "RLIMIT_AS": limits["memory_bytes"]}
    for name, value in wanted.items():
        if (number := getattr(resource, name, None)) is not None:
            _, hard = resource.getrlimit(number)
            bounded = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (bounded, bounded))


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep both pipes to ourselves: what a plugin reads is empty, and what it prints goes nowhere."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return incoming, outgoing


def _outgrown(limits: Message) -> bool:
    """Tell whether so much memory is held that the next plugin would pay for what an earlier one kept."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib would be 0.5 MiB in a process that is meant to be small.
            pages = int(file.read().split()[1])
    except OSError:
        return False
    return bool(pages * resource.getpagesize() > limits["memory_bytes"] // 2)


def main() -> None:
    """Serve until the pipe ends."""
    incoming, outgoing = _take_pipes()
    limits = json.loads(incoming.readline())
    _confine(limits)

    def send(message: Mapping[str, object]) -> None:
        outgoing.write(json.dumps(message).encode() + b"\n")

    host = _Host(limits, send)
    try:
        for line in incoming:
            message = json.loads(line)
            if "load" in message:
                host.load(message)
            else:
                host.answer(message)
                send({"done": True, "outgrown": _outgrown(limits)})
    except MemoryError:
        os._exit(limits["memory_exit_code"])


if __name__ == "__main__":
    main()
