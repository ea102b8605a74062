"""A whole installation for the tests that cross packages: started as a user starts it, and driven from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

TIERLINE = Path(sys.executable).with_name("tierline")


@dataclass
class House:
    """One running installation."""

    process: subprocess.Popen
    data: Path
    url: str
    grpc: str
    key: str

    def http(self, key=None, **headers) -> httpx.Client:
        """Give a client that calls as the holder of *key*, the operator where absent."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {key or self.key}", **headers}, timeout=30)

    def tenant(self, name) -> "Tenant":
        """Create a tenant and a key of its administrator, as the command line does."""
        answer = subprocess.run(
            [TIERLINE, "tenant", "create", name, "--json", "--url", self.url, "--key", self.key], capture_output=True, text=True, check=True, timeout=60,
        )
        made = json.loads(answer.stdout)
        tenant = made["tenant"]
        return Tenant(house=self, id=tenant["id"] if isinstance(tenant, dict) else tenant, key=made["key"])

    def stop(self) -> int:
        """End it as a supervisor of supervisors does, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.close()
        return self.process.wait(60)


@dataclass
class Tenant:
    """A tenant of a house, and its administrator's key."""

    house: House
    id: str
    key: str

    def http(self, **headers) -> httpx.Client:
        """Give a client that calls as the tenant's administrator."""
        return self.house.http(self.key, **headers)


def start_house(data: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> House:
    """Run `tierline up` on *data*, with more *environment* where given, and wait for its one line."""
    path = data.parent / f"{data.name}.log"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TIERLINE_")}
    command = [TIERLINE, "up", "--data", data, "--port", "0", "--json", *arguments]
    with path.open("ab") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env={**inherited, **(environment or {})})
    line = process.stdout.readline()
    if not line:
        pytest.fail(f"tierline up ended with {process.wait(60)}: {path.read_text()[-4000:]}")
    ready = json.loads(line)
    return House(process=process, data=data, url=ready["url"], grpc=ready["grpc"], key=ready["key"])


def until(ask, *, seconds=20.0):
    """Ask again until the answer is true, and give it; fail where it never is."""
    deadline = time.monotonic() + seconds
    pause = 0.02
    while not (answer := ask()):
        if time.monotonic() > deadline:
            pytest.fail(f"no answer within {seconds} s; the last was {answer!r}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)
    return answer


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """One installation for all tests that do not break it."""
    running = start_house(tmp_path_factory.mktemp("house") / "data")
    yield running
    assert running.stop() == 0


@pytest.fixture
def own_house(tmp_path):
    """An installation of the test's own, to be broken."""
    running = start_house(tmp_path / "data")
    yield running
    running.stop()
