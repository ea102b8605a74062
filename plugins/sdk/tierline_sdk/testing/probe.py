"""The process in which a plugin is probed; `check.py` starts it, and reads from its last step what the plugin was doing when it ended."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from tierline_sdk.caller import BadAnswer, LoadedPlugin, call_plugin, decode_arguments, load_plugin
from tierline_sdk.errors import TierlineError
from tierline_sdk.hooks import hooks
from tierline_sdk.plugin import PluginRefused, secrets_in
from tierline_sdk.testing.examples import examples
from tierline_sdk.testing.rules import Rule
from tierline_sdk.wire import Plain, to_plain

CPU_SECONDS, WALL_SECONDS = 0.05, 2.0
"""What a rule may take a call."""

PATIENCE_SECONDS = 30.0
"""What importing, or an effect, may take."""

OUTWARD = ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.remove", "os.rename", "os.mkdir")
"""Audit events of the interpreter that no rule may cause."""


class Probe:
    """One plugin under examination; what is found is printed as it is found."""

    def __init__(self, name: str, module: str, settings: Mapping[str, object], out: TextIO) -> None:
        self._name, self._module, self._settings, self._out = name, module, settings, out
        self._watching = False
        self._reported: set[tuple[Rule, str]] = set()

    def run(self) -> None:
        """Examine the plugin by all rules."""
        sys.addaudithook(self._audit)
        loaded = self._load()
        if loaded is not None:
            self._read_declaration(loaded)
            for hook in sorted(loaded.implementations):
                self._ask_all(loaded, hook)
        self._step("end")

    def _load(self) -> LoadedPlugin | None:
        self._step(f"importing {self._module}")
        threads = threading.active_count()
        try:
            with _timed(PATIENCE_SECONDS, PATIENCE_SECONDS):
                loaded = load_plugin(self._name, self._module)
        except PluginRefused as error:
            self._find(Rule.LOADS, error.message)
            return None
        if threading.active_count() > threads:
            self._find(Rule.IMPORTS_QUIETLY, "Importing it starts a thread.")
        allowed = {self._module.partition(".")[0], "tierline_sdk"}
        roots = {name.partition(".")[0] for name in sys.modules}
        if foreign := sorted(root for root in roots - allowed if root.startswith("tierline")):
            self._find(Rule.IMPORTS_QUIETLY, f"It imports {', '.join(foreign)}; of the platform a plugin may import tierline_sdk only.")
        return loaded

    def _read_declaration(self, loaded: LoadedPlugin) -> None:
        names = [setting.name for setting in loaded.plugin.settings]
        for setting in loaded.plugin.settings:
            if not setting.title.strip() or names.count(setting.name) > 1:
                self._find(Rule.EXPLAINS_SETTINGS, f"The setting {setting.name!r} needs a title and a name of its own.")

    def _ask_all(self, loaded: LoadedPlugin, hook: str) -> None:
        """Ask every example, then all again in reverse: an answer must depend on its question alone."""
        asked = list(examples(hook))
        first = [self._ask(loaded, hook, number, arguments) for number, arguments in enumerate(asked)]
        if hooks()[hook].effect:
            return
        for number, arguments in reversed(list(enumerate(asked))):
            if self._ask(loaded, hook, number, arguments) != first[number]:
                self._find(Rule.KEEPS_NO_STATE, f"{hook} answered example {number} in two ways.")

    def _ask(self, loaded: LoadedPlugin, hook: str, number: int, arguments: Mapping[str, object]) -> Plain:
        effect = hooks()[hook].effect
        values = decode_arguments(hook, {name: to_plain(value) for name, value in arguments.items()})
        limits = (PATIENCE_SECONDS, PATIENCE_SECONDS) if effect else (CPU_SECONDS, WALL_SECONDS)
        self._step(f"{hook} on example {number}")
        self._watching = not effect
        try:
            with _timed(*limits):
                answer = call_plugin(loaded, hook, values, self._settings)
        except BadAnswer as error:
            self._find(Rule.ANSWERS_AS_DECLARED, error.message)
            return None
        except TierlineError as error:
            answer = [error.reason, error.message]
        except Exception as error:  # noqa: BLE001 - whatever a plugin raises is a finding.
            self._find(Rule.FAILS_DELIBERATELY, f"{hook} raised {type(error).__name__} on example {number}: {error}")
            return None
        finally:
            self._watching = False
        self._look_for_secrets(loaded, hook, answer)
        return answer

    def _look_for_secrets(self, loaded: LoadedPlugin, hook: str, answer: Plain) -> None:
        said = json.dumps(answer, ensure_ascii=False)
        if any(secret in said for secret in secrets_in(loaded.plugin, self._settings)):
            self._find(Rule.KEEPS_SECRETS, f"What {hook} says contains a secret of its settings.")

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and any(letter in arguments[1] for letter in "wax+")
        if self._watching and (event in OUTWARD or writes):
            self._watching = False
            self._find(Rule.STAYS_INSIDE, f"A rule caused {event}.")

    def _step(self, step: str) -> None:
        self._say({"step": step})

    def _find(self, rule: Rule, detail: str) -> None:
        if (rule, detail) not in self._reported:
            self._reported.add((rule, detail))
            self._say({"rule": rule, "detail": detail})

    def _say(self, message: Mapping[str, object]) -> None:
        self._out.write(json.dumps(message) + "\n")
        self._out.flush()


@contextmanager
def _timed(cpu_seconds: float, wall_seconds: float) -> Iterator[None]:
    """Have the kernel end this process when the plugin takes longer."""
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def main(read: Callable[[], str] = sys.stdin.read) -> None:
    """Probe the plugin that standard input names; what the plugin prints goes nowhere."""
    question = json.loads(read())
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    Probe(question["name"], question["module"], question["settings"], out).run()


if __name__ == "__main__":
    main()
