"""
The life of a service's process: `run(Service(...))` is all that a service's `__main__` does.

Start: settings, log, database, the service's parts, server, consumers, ready. End, on SIGTERM or SIGINT or when the supervisor is gone: NOT_SERVING, no
new calls, those in flight get their grace, timers and consumers finish the batch in hand, exit status 0.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

import structlog
from tierline_sdk.errors import Kind, TierlineError, Unavailable

from tierline_chassis.parent import watch_parent

if TYPE_CHECKING:
    from tierline_chassis.house import AnyService, Frame, ServiceSettings
    from tierline_chassis.keys import Callers

_log = structlog.get_logger(__name__)

EX_UNAVAILABLE = 69
"""Exit status when something that is needed is not there; starting again later may do."""
EX_CONFIG = 78
"""Exit status when the settings are wrong; starting again does nothing."""
STOPPING = timedelta(seconds=10)
"""How long a consumer or timer may take to finish what it has in hand."""
DATABASE_WAIT_SECONDS = 30.0
"""How long a start waits for the database."""


def run(service: "AnyService", arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Run the service, or the sub-command that *arguments* name; return the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    environment = os.environ if environment is None else environment
    try:
        return _dispatch(service, arguments, environment)
    except TierlineError as error:
        _log.error("process_failed", service=service.name, reason=error.reason, message=error.message, **error.metadata)
        print(f"{service.name}: {error.message}", file=sys.stderr)  # noqa: T201 (whoever starts it by hand should read it)
        return EX_UNAVAILABLE if error.kind is Kind.UNAVAILABLE else EX_CONFIG


def _dispatch(service: "AnyService", arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    if not arguments:
        return _serve(service, environment)
    commands = {"migrate": lambda _rest: _migrate(service, environment), **(service.commands or {})}
    if arguments[0] not in commands:
        print(f"usage: python -m {service.package} [{'|'.join(commands)}]", file=sys.stderr)  # noqa: T201 (that is what usage is)
        return 2
    return commands[arguments[0]](arguments[1:])


def _migrate(service: "AnyService", environment: Mapping[str, str]) -> int:
    from tierline_chassis import migrate  # noqa: PLC0415 (each sub-command loads what it needs)
    from tierline_chassis.house import MigrationSettings  # noqa: PLC0415
    from tierline_chassis.settings import load  # noqa: PLC0415

    url = load(MigrationSettings, environment).owner_database_url
    migrate.run_log(url)
    ran = migrate.run(url, service.name, service.package)
    _log.info("schema_migrated" if ran else "schema_current", schema=service.name)
    return 0


def _serve(service: "AnyService", environment: Mapping[str, str]) -> int:
    from tierline_chassis.logging import configure  # noqa: PLC0415 (each sub-command loads what it needs)
    from tierline_chassis.settings import load  # noqa: PLC0415

    settings: ServiceSettings = load(service.settings, environment)
    configure(settings.log_format, service=service.name)
    ended = _told_to_end(settings)
    with ExitStack() as stack:
        _start(service, settings, stack)
        ended.wait()
        _log.info("process_ending", service=service.name)
    _log.info("process_ended", service=service.name)
    return _leave(0)


def _told_to_end(settings: "ServiceSettings") -> Event:
    """Return what is set when the process should end. Later signals change nothing: a terminal's Ctrl-C reaches us and the supervisor that stops us."""
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    if settings.parent_pid:
        watch_parent(settings.parent_pid, ended.set)
    return ended


def _start(service: "AnyService", settings: "ServiceSettings", stack: ExitStack) -> None:
    """Bring everything up; *stack* holds how it comes down, in the opposite order."""
    from tierline_chassis.health import Health, Probe  # noqa: PLC0415 (each sub-command loads what it needs)
    from tierline_chassis.housekeeping import Housekeeping, show_lag  # noqa: PLC0415
    from tierline_chassis.listing import SERVICE, EventServicer  # noqa: PLC0415
    from tierline_chassis.server import Server  # noqa: PLC0415

    frame = _frame(service, settings, stack)
    parts = service.build(frame)
    for close in parts.closes:
        stack.callback(close)
    health = Health()
    server = Server(
        {**parts.servicers, SERVICE: EventServicer(frame.hub)}, authenticator=parts.authenticator or _authenticator(settings),
        health=health, followers=parts.consumers, clock=frame.clock,
    )
    show_lag(parts.consumers)
    for runner in (*parts.consumers, *parts.runs, Housekeeping(partial(_keep_house, frame))):
        runner.start()
        stack.callback(runner.stop, STOPPING)
    port = server.start(settings.listen)
    stack.callback(server.stop, timedelta(seconds=settings.grace_seconds))
    stack.callback(frame.hub.close)
    _serve_metrics(settings.metrics_listen, stack)
    health.set_ready(ready=True)
    stack.callback(_fall_silent, health.drain, settings.drain_seconds)
    probe = Probe(health, frame.database.answers)
    probe.start()
    stack.callback(probe.stop)
    _log.info("process_ready", service=service.name, port=port)


def _keep_house(frame: "Frame[ServiceSettings]") -> None:
    """Remove what nobody needs any more: answers of old requests, and old events of this service's topic."""
    from tierline_chassis.log.retention import trim  # noqa: PLC0415 (first needed an hour after the start)
    from tierline_chassis.requests import sweep  # noqa: PLC0415

    sweep(frame.database)
    trim(frame.log, frame.clock())


def _frame(service: "AnyService", settings: "ServiceSettings", stack: ExitStack) -> "Frame[ServiceSettings]":
    from tierline_chassis.database import Database  # noqa: PLC0415 (each sub-command loads what it needs)
    from tierline_chassis.house import Frame  # noqa: PLC0415
    from tierline_chassis.log.postgres import PostgresLog  # noqa: PLC0415
    from tierline_chassis.log.topics import load_topics  # noqa: PLC0415
    from tierline_chassis.watch import Hub  # noqa: PLC0415

    log = PostgresLog(settings.database_url, service=service.name, topics=load_topics())
    stack.callback(log.close)
    database = Database(settings.database_url, schema=service.name, log=log)
    stack.callback(database.close)
    _await_database(database.answers)
    hub = Hub(log, service.topic, service.name)
    hub.start()
    return Frame(settings=settings, database=database, log=log, hub=hub, clock=lambda: datetime.now(UTC))


def _authenticator(settings: "ServiceSettings") -> "Callers":
    from tierline_chassis.assertions import Verifier  # noqa: PLC0415 (each sub-command loads what it needs)
    from tierline_chassis.keys import Callers, Keys  # noqa: PLC0415
    from tierline_chassis.resolver import TenancyResolver  # noqa: PLC0415

    verifier = Verifier(settings.assertion_public_key.split(","))
    return Callers(verifier, Keys(TenancyResolver(settings.tenancy_address), verifier) if settings.tenancy_address else None)


def _await_database(answers: Callable[[], bool]) -> None:
    pause, waited = Event(), 0.0
    while not answers():
        if waited >= DATABASE_WAIT_SECONDS:
            raise Unavailable(f"The database did not answer within {DATABASE_WAIT_SECONDS:.0f} s.")
        pause.wait(0.5)
        waited += 0.5


def _serve_metrics(address: str, stack: ExitStack) -> None:
    if not address:
        return
    from prometheus_client import start_http_server  # noqa: PLC0415 (only where metrics are asked for)

    from tierline_chassis.metrics import registry  # noqa: PLC0415

    host, _, port = address.rpartition(":")
    try:
        server, _ = start_http_server(int(port), host or "127.0.0.1", registry())
    except OSError as error:
        raise Unavailable(f"Cannot serve metrics on {address}: is another process using the port?", address=address) from error
    stack.callback(server.shutdown)


def _fall_silent(drain: Callable[[], None], seconds: float) -> None:
    """Say that no more calls are wanted, and give those who route them time to hear it."""
    drain()
    Event().wait(seconds)


def _leave(status: int) -> int:
    """End even where a handler hangs: the interpreter would wait for its thread for ever."""
    if any(thread.is_alive() and not thread.daemon and thread.name != "MainThread" for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status
