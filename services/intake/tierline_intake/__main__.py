"""Wire and run."""

import sys

from tierline_chassis.house import Frame, Parts, Service
from tierline_chassis.service import run

from tierline_intake.settings import Settings


def build(frame: Frame[Settings]) -> Parts:
    """Build intake's parts."""
    from tierline_chassis.consumer import Consumer  # noqa: PLC0415 (`migrate` needs none of it)
    from tierline_chassis.plugin_host import PluginHost  # noqa: PLC0415

    from tierline_intake.applications import ApplicationServicer  # noqa: PLC0415
    from tierline_intake.events import TOPICS, handle  # noqa: PLC0415
    from tierline_intake.rules import PluginRules  # noqa: PLC0415
    from tierline_intake.servicer import TicketServicer  # noqa: PLC0415

    rules = PluginHost("rules")
    return Parts(
        servicers={
            "tierline.intake.v1.TicketService": TicketServicer(frame.database, PluginRules(rules)),
            "tierline.intake.v1.ApplicationService": ApplicationServicer(frame.database),
        },
        consumers=[Consumer(name="intake", topics=TOPICS, log=frame.log, database=frame.database, handle=handle)], closes=[rules.close],
    )


SERVICE = Service(name="intake", package="tierline_intake", topic="tierline.ticket.v1", settings=Settings, build=build)

if __name__ == "__main__":
    sys.exit(run(SERVICE))
