"""Run monitoring."""

import sys
from collections.abc import Sequence

from tierline_chassis.house import Frame, Parts, Service
from tierline_chassis.service import run

from tierline_monitoring.settings import Settings


def build(frame: Frame[Settings]) -> Parts:
    """Put monitoring together."""
    from tierline_chassis.consumer import Consumer  # noqa: PLC0415 (`migrate` needs none of it)
    from tierline_chassis.ids import new_id  # noqa: PLC0415
    from tierline_chassis.timers import Timers  # noqa: PLC0415

    from tierline_monitoring import handlers  # noqa: PLC0415
    from tierline_monitoring.domain.checks import Observation  # noqa: PLC0415
    from tierline_monitoring.events import TOPICS, encode, handle  # noqa: PLC0415
    from tierline_monitoring.probing.prober import Prober  # noqa: PLC0415
    from tierline_monitoring.servicer import SERVICE, MonitoringServicer  # noqa: PLC0415
    from tierline_monitoring.store import Store  # noqa: PLC0415
    from tierline_monitoring.timers import Clock  # noqa: PLC0415

    def save(tenant_id: str, observations: Sequence[Observation]) -> None:
        frame.database.run([tenant_id], lambda tx: handlers.take_observations(observations, store=Store(tx, tenant_id, encode), new_id=new_id))

    settings = frame.settings
    prober = Prober(save=save, workers=settings.probe_workers, capacity=settings.probe_capacity, clock=frame.clock)
    clock = Clock(offer=prober.offer, now=frame.clock)
    return Parts(
        servicers={SERVICE: MonitoringServicer(frame.database)},
        consumers=[Consumer(name="monitoring", topics=TOPICS, log=frame.log, database=frame.database, handle=handle)],
        runs=[prober, Timers(database=frame.database, log=frame.log, topics=(), fire=clock.fire, now=frame.clock)],
    )


SERVICE = Service(name="monitoring", package="tierline_monitoring", topic="tierline.monitoring.v1", settings=Settings, build=build)

if __name__ == "__main__":
    sys.exit(run(SERVICE))
