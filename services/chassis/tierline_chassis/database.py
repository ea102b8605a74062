"""
Transactions that know their tenants.

The first statement of each names them; the last appends its events and commits, in one round trip. `psycopg` connections stand in autocommit mode
and transactions are begun by hand, so that beginning and naming are one round trip too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from random import uniform
from threading import Event as Signal
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from psycopg.errors import DeadlockDetected, SerializationFailure
from psycopg_pool import ConnectionPool

from tierline_chassis import metrics, tracing
from tierline_chassis.failpoints import failpoint
from tierline_chassis.log.events import NewEvent, Position
from tierline_chassis.log.port import LogWriter
from tierline_chassis.rows import configure

POOL_TIMEOUT_SECONDS = 5.0
"""The longest wait for a connection, where the caller has no shorter deadline."""

ATTEMPTS = 4
"""Runs of a transaction in all, before a deadlock or a serialisation failure reaches the caller."""

Row = dict[str, Any]
Params = Sequence[Any] | Mapping[str, Any] | None
Answer = TypeVar("Answer")


class Transaction:
    """One transaction: its statements, the tenants it names, and the events that it will append."""

    def __init__(self, connection: psycopg.Connection[Row], log: LogWriter) -> None:
        self.positions: Sequence[Position] = ()
        """Where the events went, in the order of `append`; filled after the commit."""
        self.events: list[NewEvent] = []
        self.wakes: set[str] = set()
        self.traces: Mapping[Position, str] = {}
        """The `traceparent` of events that are being handled; what they cause continues their traces."""
        self._connection = connection
        self._log = log
        self._deferred: list[tuple[str, Params]] = []

    def execute(self, query: str, params: Params = None) -> psycopg.Cursor[Row]:
        """Run one statement; rows are dictionaries."""
        return self._connection.execute(query.encode(), params)

    def pipeline(self) -> AbstractContextManager[object]:
        """Send the statements of the block without waiting for each answer; rows can be fetched inside or after it."""
        return self._connection.pipeline()

    def scope(self, tenants: Sequence[str]) -> None:
        """Name other tenants from here on: several to read, exactly one to write."""
        self._connection.execute(f"SET LOCAL tierline.tenants = '{_joined(tenants)}'".encode())

    def append(self, events: Sequence[NewEvent]) -> None:
        """
        Append *events* with the commit; what is written about them before and after in this transaction is stored with them or not at all.

        Raises:
            UnlistedProducer: A topic belongs to another service.
        """
        self._log.check(events)
        self.events.extend(_traced(event, self.traces) for event in events)

    def defer(self, query: str, params: Params = None) -> None:
        """Run a statement whose result nobody needs at the very end, in the same round trip as the commit."""
        self._deferred.append((query, params))

    def wake(self, name: str) -> None:
        """Wake whoever waits for *name* on this database (`Database.signal`) once the transaction has committed."""
        self.wakes.add(name)

    def commit(self, schema: str) -> None:
        """Send the deferred statements, the events and the commit together; `Database` calls it."""
        with self._connection.pipeline():
            for query, params in self._deferred:
                self._connection.execute(query.encode(), params)
            self.positions = self._log.commit(self._connection, self.events, schema=schema)


class Database:
    """A service's database: a small pool, and transactions in the service's schema."""

    def __init__(self, url: str, *, schema: str, log: LogWriter, size: int = 4) -> None:
        self.schema = schema
        self._log = log
        self._size = size
        self._signals: dict[str, Signal] = {}
        self._pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            url, min_size=1, max_size=size, max_idle=60, num_workers=1, timeout=POOL_TIMEOUT_SECONDS, kwargs={"autocommit": True},
            configure=lambda connection: configure(connection, schema=schema), name=f"{schema}-pool", open=True,
        )

    @contextmanager
    def transaction(self, tenants: Sequence[str], *, timeout: timedelta | None = None) -> Iterator[Transaction]:
        """
        Run the block in a transaction that names *tenants*; it commits at the end, or rolls back when the block raises.

        Args:
            tenants: Ids whose rows may be read; to write, exactly one (`Transaction.scope` narrows).
            timeout: What is left of the caller's time; bounds the wait for a connection and each statement.
        """
        connection = self._begin(tenants, timeout)
        transaction = Transaction(connection, self._log)
        try:
            try:
                yield transaction
                failpoint("transaction.before_commit")
                transaction.commit(self.schema)
            except BaseException:
                _roll_back(connection)
                metrics.increment(metrics.TRANSACTIONS, outcome="rolled_back")
                raise
        finally:
            self._pool.putconn(connection)
        metrics.increment(metrics.TRANSACTIONS, outcome="committed")
        self._tell(transaction)

    def run(self, tenants: Sequence[str], work: Callable[[Transaction], Answer], *, timeout: timedelta | None = None) -> Answer:
        """Return what *work* returns in a transaction; run it again, a few times, where the database broke the transaction to let another pass."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.transaction(tenants, timeout=timeout) as transaction:
                    return work(transaction)
            except (DeadlockDetected, SerializationFailure):
                if attempt == ATTEMPTS:
                    raise
                Signal().wait(uniform(0.5, 1) * 0.01 * 2**attempt)  # noqa: S311  spreads rivals apart, guards nothing
        raise AssertionError

    def signal(self, name: str) -> Signal:
        """Return the signal that is set whenever a transaction of this process that called `wake(name)` has committed."""
        return self._signals.setdefault(name, Signal())

    def answers(self, timeout: timedelta = timedelta(seconds=2)) -> bool:
        """Say whether the database takes a statement within *timeout*."""
        try:
            with self.transaction([], timeout=timeout) as transaction:
                transaction.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def close(self) -> None:
        """Close the pool; transactions that run end first."""
        self._pool.close()

    def _begin(self, tenants: Sequence[str], timeout: timedelta | None) -> psycopg.Connection[Row]:
        """Take a connection and begin; after an outage the pool holds dead connections, so try as many as it may hold and one more."""
        statement = _beginning(tenants, timeout)
        wait = POOL_TIMEOUT_SECONDS if timeout is None else min(timeout.total_seconds(), POOL_TIMEOUT_SECONDS)
        for left in reversed(range(self._size + 1)):
            connection = self._pool.getconn(timeout=wait)
            try:
                connection.execute(statement)
            except BaseException as error:
                self._pool.putconn(connection)
                if isinstance(error, psycopg.OperationalError) and connection.broken and left:
                    continue
                raise
            return connection
        raise AssertionError

    def _tell(self, transaction: Transaction) -> None:
        topics = {event.topic for event in transaction.events}
        if topics:
            self._log.announce(topics)
            for event in transaction.events:
                metrics.increment(metrics.EVENTS_APPENDED, topic=event.topic)
        for name in transaction.wakes:
            self.signal(name).set()


def _beginning(tenants: Sequence[str], timeout: timedelta | None) -> bytes:
    limit = f"; SET LOCAL statement_timeout = {max(1, int(timeout.total_seconds() * 1000))}" if timeout is not None else ""
    return f"BEGIN; SET LOCAL tierline.tenants = '{_joined(tenants)}'{limit}".encode()


def _joined(tenants: Sequence[str]) -> str:
    """Return the setting's text; each id is parsed, so that nothing else can stand in it."""
    return ",".join(str(UUID(tenant)) for tenant in tenants)


def _traced(event: NewEvent, traces: Mapping[Position, str]) -> NewEvent:
    """Let *event* carry the trace of what caused it, else of the work in hand."""
    if tracing.TRACEPARENT in event.headers:
        return event
    cause = traces.get(event.cause) if event.cause is not None else None
    found = {tracing.TRACEPARENT: cause} if cause else tracing.headers()
    return replace(event, headers={**event.headers, **found}) if found else event


def _roll_back(connection: psycopg.Connection[Row]) -> None:
    try:
        connection.rollback()
    except psycopg.Error:  # The connection is gone, and the transaction with it; the pool will replace it.
        return
