"""Run the probe on a plugin in a process of its own, and collect what it finds."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

from tierline_sdk.testing.rules import Finding, Rule
from tierline_sdk.wire import to_plain

__all__ = ["Finding", "Rule", "check_plugin"]

PROBE_SECONDS = 120
"""How long the whole probe may take by the wall."""


def check_plugin(name: str, module: str, *, settings: Mapping[str, object] | None = None, search_path: Sequence[str] = ()) -> Sequence[Finding]:
    """
    Check a plugin by every rule of conduct.

    Args:
        name: The name of its entry point.
        module: The module that carries `PLUGIN`.
        settings: Settings as a tenant would give them, every secret included. An effect is really run with them.
        search_path: Folders in which the module is looked for first.

    Returns:
        The findings; empty when the plugin conforms.
    """
    question = json.dumps({"name": name, "module": module, "settings": to_plain(settings or {})})
    paths = [*search_path, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    probe = subprocess.run(
        [sys.executable, "-P", "-B", "-m", "tierline_sdk.testing.probe"],
        input=question, capture_output=True, text=True, timeout=PROBE_SECONDS, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )
    lines = [json.loads(line) for line in probe.stdout.splitlines() if line.startswith("{")]
    findings = [Finding(rule=Rule(line["rule"]), detail=line["detail"]) for line in lines if "rule" in line]
    steps = [line["step"] for line in lines if "step" in line]
    return findings if steps and steps[-1] == "end" else [*findings, _ended(probe.returncode, steps[-1] if steps else "start", probe.stderr)]


def _ended(code: int, step: str, errors: str) -> Finding:
    if code in {-signal.SIGPROF, -signal.SIGALRM}:
        return Finding(rule=Rule.STAYS_IN_TIME, detail=f"It was ended at its deadline: {step}.")
    return Finding(rule=Rule.STAYS_ALIVE, detail=f"The process ended with code {code}: {step}. {errors[-500:]}".rstrip())
