"""Run reporting."""

import sys

from tierline_chassis.house import Frame, Parts, Service
from tierline_chassis.service import run

from tierline_reporting.settings import Settings


def build(frame: Frame[Settings]) -> Parts:
    """Put reporting together."""
    from tierline_chassis.consumer import Consumer  # noqa: PLC0415 (`migrate` needs none of it)

    from tierline_reporting.events import TOPICS, handle  # noqa: PLC0415
    from tierline_reporting.servicer import SERVICE, ReportingServicer  # noqa: PLC0415

    return Parts(
        servicers={SERVICE: ReportingServicer(frame.database)},
        consumers=[Consumer(name="reporting", topics=TOPICS, log=frame.log, database=frame.database, handle=handle)],
    )


SERVICE = Service(name="reporting", package="tierline_reporting", topic="tierline.reporting.v1", settings=Settings, build=build)

if __name__ == "__main__":
    sys.exit(run(SERVICE))
