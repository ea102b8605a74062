"""`tierline up` from beginning to end: folder, database, parts, watching, the orderly stop."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from time import monotonic

from tierline_standalone.supervisor.companion import Companion
from tierline_standalone.supervisor.folder import DataFolder, Running
from tierline_standalone.supervisor.house import LOOK_SECONDS, House
from tierline_standalone.supervisor.keys import load_or_make
from tierline_standalone.supervisor.lifeline import Lifeline
from tierline_standalone.supervisor.parts import Doors, environment, gateway, services
from tierline_standalone.supervisor.ports import LOOPBACK, free_ports, is_free, required
from tierline_standalone.supervisor.preparation import Workshop, prepare, provision
from tierline_standalone.supervisor.signals import Signals
from tierline_standalone.supervisor.storage import Storage, storage_for
from tierline_standalone.supervisor.voice import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """
    What the person who starts it decides.

    Attributes:
        port: Of HTTP; 0 takes a free one.
        grpc_port: None takes the port after that of HTTP where it is free, else a free one.
        database_url: A PostgreSQL of one's own, by a role that may create roles; None runs the embedded one.
    """

    port: int
    grpc_port: int | None = None
    database_url: str | None = None


def up(
    folder: DataFolder, options: Options, *, inherited: Mapping[str, str], ready: Callable[[Running, float], None], companion: Companion | None = None,
) -> int:
    """
    Run the house until somebody asks for the stop, or *companion*, which is started once all is ready, has ended and wants no more.

    Args:
        folder: Where everything lies; locked for as long as this runs.
        options: What the person decided.
        inherited: The environment that the parts get, its secrets apart.
        ready: Told what is running, and after how many seconds.
        companion: A process that shows something on the running house.

    Returns:
        The exit status: 0, or the companion's.
    """
    began = monotonic()
    folder.prepare()
    lock = folder.lock()
    try:
        doors = _doors(options)
        with (
            Signals() as signals, _lifeline() as lifeline, storage_for(folder, options.database_url, lifeline) as storage,
            _house(folder, doors, storage, inherited=inherited, signals=signals, lifeline=lifeline) as house,
        ):
            running = _running(doors, storage, house)
            folder.write_record(running)
            ready(running, monotonic() - began)
            return _watch(house, storage, signals, companion, lambda: folder.write_record(replace(running, parts=house.running())))
    finally:
        folder.record.unlink(missing_ok=True)
        os.close(lock)


@contextmanager
def _lifeline() -> Iterator[Lifeline]:
    lifeline = Lifeline()
    try:
        yield lifeline
    finally:
        lifeline.close()


@contextmanager
def _house(
    folder: DataFolder, doors: Doors, storage: Storage, *, inherited: Mapping[str, str], signals: Signals, lifeline: Lifeline,
) -> Iterator[House]:
    """Prepare the database, start every part, and stop them all at the end, whatever happened."""
    keys, base = load_or_make(folder.secrets), environment(inherited)
    workshop = Workshop(folder=folder, environment=base, signals=signals, lifeline=lifeline)
    provisioned = provision(storage, keys)
    behind = services(keys, provisioned.service_urls, avoid=(doors.http, doors.grpc))
    prepare(behind, provisioned, workshop)
    door = gateway(behind, doors, key=folder.gateway_key.read_text().strip(), keys=keys)
    house = House([*behind, door], folder=folder, environment=base, signals=signals, lifeline=lifeline)
    try:
        house.start()
        yield house
    finally:
        house.stop()


def _watch(house: House, storage: Storage, signals: Signals, companion: Companion | None, record: Callable[[], None]) -> int:
    """Keep everything running until the stop; *record* what runs, after a part was started again."""
    looked, known = monotonic(), house.running()
    if companion is not None:
        companion.start()
    try:
        while not signals.stops:
            storage.tend()
            pause = house.tend()
            if house.running() != known:
                known = house.running()
                record()
            if companion is not None and (status := companion.ended()) is not None and companion.ends_all:
                return status
            if monotonic() - looked >= LOOK_SECONDS:
                looked = monotonic()
                house.keep_up()
            signals.wait(pause)
        say("Stopping: what has begun is finished first ...")
        return 0
    finally:
        if companion is not None:
            companion.stop()


def _doors(options: Options) -> Doors:
    http = required(options.port, "--port")
    if options.grpc_port is not None:
        return Doors(http=http, grpc=required(options.grpc_port, "--grpc-port"))
    beside = http + 1
    return Doors(http=http, grpc=beside if options.port and is_free(beside) else free_ports(1, avoid=(http,))[0])


def _running(doors: Doors, storage: Storage, house: House) -> Running:
    return Running(
        pid=os.getpid(),
        url=f"http://{LOOPBACK}:{doors.http}",
        grpc=f"{LOOPBACK}:{doors.grpc}",
        version=version("tierline"),
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        database=storage.kind,
        parts=house.running(),
    )
