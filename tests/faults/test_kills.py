"""Faults that Tierline survives: real processes are killed under load, and a client's journal is compared with the store."""

import json
import os
import signal
import threading
import time

import psutil

from ..conftest import until
from .journal import Journal, Load, check, effects

SEED = int(os.environ.get("TIERLINE_FAULT_SEED", "1"))
SECONDS = float(os.environ.get("TIERLINE_FAULT_SECONDS", "8"))


def processes(house, module):
    """Give the living processes of a part."""
    children = psutil.Process(house.process.pid).children(recursive=True)
    return [child for child in children if child.is_running() and f"-m {module}" in " ".join(_words(child))]


def _words(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def kill(found):
    """End processes that this test's house started, without a word."""
    for process in found:
        try:
            os.kill(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def report(row, load, verdict, began, recovery):
    """Print the row's line."""
    line = {
        "fault": row, "seed": SEED, "duration_s": round(time.monotonic() - began, 1), "operations": load.operations, "acknowledged": verdict.acknowledged,
        "lost": len(verdict.lost), "doubled": len(verdict.doubled), "order_violations": len(verdict.order_violations), "recovery_s": round(recovery, 2),
    }
    print(json.dumps(line))


def survive(house, tmp_path, row, injure, *, every):
    """Run load, injure the house again and again, and check that what was acknowledged stands once, in order, with its effects."""
    tenant = house.tenant(f"Fault {row}")
    with tenant.http() as client:
        until(lambda: client.post("/v1/tickets", json={"title": "warm up fails"}).status_code == 200)
        began = time.monotonic()
        load = Load(client=tenant.http, journal=Journal(tmp_path / "journal.jsonl"), seed=SEED).start()
        injuries, done = [], threading.Event()
        while time.monotonic() - began < SECONDS:
            done.wait(every)
            injure()
            injuries.append(time.monotonic())
        until(lambda: any(line["at"] > injuries[-1] for line in load.journal.lines), seconds=60)
        load.stop()
        recovery = max(min((line["at"] - injury for line in load.journal.lines if line["at"] > injury), default=0.0) for injury in injuries)
        verdict = check(load.journal, client)
        created = {line["ticket"] for line in load.journal.lines if line["command"] == "create"}
        until(lambda: not effects(created, client)[0], seconds=60)
        doubled = effects(created, client)[1]
    report(row, load, verdict, began, recovery)
    assert [] == load.unexpected
    assert ([], [], []) == (verdict.lost, verdict.doubled, verdict.order_violations)
    assert [] == doubled
    assert verdict.acknowledged > 20


def test_intake_dies_in_a_request(own_house, tmp_path):
    """Row 1: acknowledged means stored once, and the same request id again gives the same ticket."""
    survive(own_house, tmp_path, 1, lambda: kill(processes(own_house, "tierline_intake")), every=2)
