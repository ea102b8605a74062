"""
News between processes by LISTEN and NOTIFY, never inside a writing transaction.

One thread with one autocommit connection a process: it listens, and sends at most one notification per topic every few milliseconds. Whatever is lost
on the way is covered by the reader's poll.
"""

import os
import select
from collections.abc import Mapping, Sequence, Set
from datetime import timedelta
from threading import Condition, Event, Thread
from time import monotonic
from typing import Any

import psycopg
import structlog

CHANNEL = "tierline_log"

SEND_EVERY_SECONDS = 0.004
"""The shortest time between two notifications of a process."""

RECONNECT_SECONDS = 1.0

_log = structlog.get_logger(__name__)


class Notifier:
    """Tells this process and others that topics have news."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._news: dict[str, int] = {}
        self._changed = Condition()
        self._pending: set[str] = set()
        self._stopping = Event()
        self._wake_reads, self._wake_writes = os.pipe()
        os.set_blocking(self._wake_writes, False)
        os.set_blocking(self._wake_reads, False)
        self._thread = Thread(target=self._run, name="tierline-notifier", daemon=True)
        self._thread.start()

    def announce(self, topics: Set[str]) -> None:
        """Wake this process's readers now and the other processes' soon."""
        with self._changed:
            self._pending |= topics
        self._deliver(topics)
        self._wake()

    def seen(self, topics: Sequence[str]) -> Mapping[str, int]:
        """Return a mark of the news so far, to be taken before looking."""
        with self._changed:
            return {topic: self._news.get(topic, 0) for topic in topics}

    def wait(self, seen: Mapping[str, int], timeout: timedelta, closed: Event) -> None:
        """Wait until there is news since *seen*, or *closed* is set and `poke` was called, or *timeout* is over."""
        with self._changed:
            self._changed.wait_for(lambda: closed.is_set() or any(self._news.get(topic, 0) != mark for topic, mark in seen.items()), timeout.total_seconds())

    def poke(self) -> None:
        """Let everybody who waits look at the reasons to stop."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """Send what is pending, and stop."""
        self._stopping.set()
        self._wake()
        self._thread.join(5)
        os.close(self._wake_writes)
        os.close(self._wake_reads)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}".encode())
                    self._work(connection)
            except psycopg.Error as error:
                _log.warning("notifier_disconnected", error=str(error))
                self._stopping.wait(RECONNECT_SECONDS)

    def _work(self, connection: psycopg.Connection[Any]) -> None:
        sent_at = 0.0
        while True:
            stopping = self._stopping.is_set()
            pause = sent_at + SEND_EVERY_SECONDS - monotonic()
            if self._pending and (pause <= 0 or stopping):
                self._send(connection)
                sent_at = monotonic()
            if stopping:
                return
            readable, _, _ = select.select([connection.fileno(), self._wake_reads], [], [], max(pause, 0) if self._pending else None)
            if self._wake_reads in readable:
                os.read(self._wake_reads, 4096)
            if connection.fileno() in readable:
                for notification in connection.notifies(timeout=0):
                    self._deliver(set(notification.payload.split(",")))

    def _send(self, connection: psycopg.Connection[Any]) -> None:
        with self._changed:
            topics, self._pending = self._pending, set()
        connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, ",".join(sorted(topics))])

    def _deliver(self, topics: Set[str]) -> None:
        with self._changed:
            for topic in topics:
                self._news[topic] = self._news.get(topic, 0) + 1
            self._changed.notify_all()

    def _wake(self) -> None:
        try:
            os.write(self._wake_writes, b"x")
        except BlockingIOError:  # The pipe is full of wake-ups already.
            return
