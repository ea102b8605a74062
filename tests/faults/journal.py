"""A client that writes down every acknowledged command, and the checker that compares the journal with what is stored."""

import json
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx


@dataclass
class Journal:
    """Commands that were acknowledged: append-only and flushed, as a client would keep them that trusts nobody."""

    path: Path
    lines: list[dict] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, **line) -> None:
        """Keep one acknowledged command for good."""
        with self.lock, self.path.open("a") as out:
            out.write(json.dumps(line) + "\n")
            out.flush()
            os.fsync(out.fileno())
            self.lines.append(line)


@dataclass
class Load:
    """Clients that create tickets and reply to them until told to stop; each command is repeated with its request id until it is answered."""

    client: Callable[[], httpx.Client]
    journal: Journal
    clients: int = 4
    seed: int = 1
    stopping: threading.Event = field(default_factory=threading.Event)
    operations: int = 0
    unexpected: list[str] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> "Load":
        """Begin."""
        self.threads = [threading.Thread(target=self._work, args=(number,)) for number in range(self.clients)]
        for thread in self.threads:
            thread.start()
        return self

    def stop(self) -> None:
        """Let every client finish what it has begun."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(120)
            assert not thread.is_alive()

    def _work(self, number: int) -> None:
        chance = random.Random(self.seed * 1000 + number)
        with self.client() as client:
            count = 0
            while not self.stopping.is_set():
                count += 1
                name = f"load-{number}-{count}"
                ticket = self._insist(client, "/v1/tickets", {"title": f"{name} fails"}, name)
                if ticket is None:
                    continue
                self.journal.write(command="create", request=name, ticket=ticket["id"], at=time.monotonic())
                for step in range(chance.randint(0, 2)):
                    body = f"{name} reply {step}"
                    if self._insist(client, f"/v1/tickets/{ticket['id']}:reply", {"body": body}, f"{name}-{step}") is not None:
                        self.journal.write(command="reply", ticket=ticket["id"], body=body, at=time.monotonic())

    def _insist(self, client: httpx.Client, path: str, body: dict, request: str) -> dict | None:
        deadline = time.monotonic() + 90
        pause = 0.05
        while time.monotonic() < deadline:
            self.operations += 1
            try:
                answer = client.post(path, json=body, headers={"Idempotency-Key": request})
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code == 200:
                return answer.json()
            if answer is not None and answer.status_code not in {429, 500, 502, 503, 504}:
                self.unexpected.append(f"{path}: {answer.status_code} {answer.text[:300]}")
                return None
            time.sleep(pause)
            pause = min(pause * 2, 1.0)
        self.unexpected.append(f"{path}: not answered within 90 s")
        return None


@dataclass
class Verdict:
    """What the checker found."""

    acknowledged: int
    lost: list[str]
    doubled: list[str]
    order_violations: list[str]


def check(journal: Journal, client: httpx.Client) -> Verdict:
    """Compare the journal with the stored tickets and their histories."""
    created = {line["ticket"]: line["request"] for line in journal.lines if line["command"] == "create"}
    stored: dict[str, list[str]] = {}
    token = ""
    while True:
        page = client.get("/v1/tickets", params={"pageSize": 500, "pageToken": token, "orderBy": "open_time"}).raise_for_status().json()
        for ticket in page.get("tickets", []):
            stored.setdefault(ticket["title"].removesuffix(" fails"), []).append(ticket["id"])
        token = page.get("nextPageToken", "")
        if not token:
            break
    lost = [f"ticket {request}" for ticket, request in created.items() if ticket not in stored.get(request, [])]
    doubled = [f"ticket {request}" for request, ids in stored.items() if len(ids) > 1]
    disordered = []
    for ticket in created:
        said = [line["body"] for line in journal.lines if line["command"] == "reply" and line["ticket"] == ticket]
        if not said:
            continue
        entries = client.get(f"/v1/tickets/{ticket}/history", params={"pageSize": 1000}).raise_for_status().json()["entries"]
        bodies = [entry["body"] for entry in entries if entry["type"] == "TicketReplied"]
        lost += [body for body in said if body not in bodies]
        doubled += [body for body in set(bodies) if bodies.count(body) > 1]
        if [body for body in bodies if body in said] != said:
            disordered.append(ticket)
    return Verdict(acknowledged=len(journal.lines), lost=lost, doubled=doubled, order_violations=disordered)


def effects(created: set[str], client: httpx.Client) -> tuple[list[str], list[str]]:
    """Name the tickets whose assignment or clocks are missing, and those that have a first assignment or a clock twice."""
    missing, twice = [], []
    for ticket in created:
        card = client.get(f"/v1/tickets/{ticket}").raise_for_status().json()
        metrics = [clock["metric"] for clock in card.get("clocks", [])]
        if not card.get("assignment") or not {"first_response", "resolution"} <= set(metrics):
            missing.append(ticket)
        entries = client.get(f"/v1/tickets/{ticket}/history", params={"pageSize": 1000}).raise_for_status().json()["entries"]
        assigned = sum(entry["type"] == "TicketAssigned" for entry in entries)
        if assigned > 1 or len(metrics) != len(set(metrics)):
            twice.append(ticket)
    return missing, twice
