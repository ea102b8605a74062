"""Wires the sla service and runs it: `python -m tierline_sla`, or `python -m tierline_sla migrate`."""

import sys

from tierline_chassis.house import Frame, Parts, Service
from tierline_chassis.service import run

from tierline_sla.settings import SlaSettings


def _build(frame: Frame[SlaSettings]) -> Parts:
    from tierline_sla.wiring import build  # noqa: PLC0415 - a migration needs none of it

    return build(frame)


SERVICE = Service(name="sla", package="tierline_sla", topic="tierline.sla.v1", settings=SlaSettings, build=_build)

if __name__ == "__main__":
    sys.exit(run(SERVICE))
