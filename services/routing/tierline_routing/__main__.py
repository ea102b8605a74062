"""Wire and run."""

import sys

from tierline_chassis.house import Frame, Parts, Service
from tierline_chassis.service import run

from tierline_routing.settings import Settings


def build(frame: Frame[Settings]) -> Parts:
    """Build routing's parts."""
    from tierline_chassis.consumer import Consumer  # noqa: PLC0415  a sub-command needs none of these
    from tierline_chassis.plugin_host import EFFECTS, PluginHost  # noqa: PLC0415
    from tierline_chassis.sealing import Sealer  # noqa: PLC0415
    from tierline_chassis.timers import Timers  # noqa: PLC0415

    from tierline_routing.events import TOPICS, Ears  # noqa: PLC0415
    from tierline_routing.pushing import Pusher  # noqa: PLC0415
    from tierline_routing.rules import PluginRules  # noqa: PLC0415
    from tierline_routing.servicer.routing import RoutingServicer  # noqa: PLC0415
    from tierline_routing.servicer.vendor import VendorServicer  # noqa: PLC0415
    from tierline_routing.timers import Bells  # noqa: PLC0415

    rules, effects = PluginHost("rules"), PluginHost("effects", limits=EFFECTS)
    ears = Ears(database=frame.database, rules=PluginRules(rules), now=frame.clock)
    consumer = Consumer(name="routing", topics=TOPICS, log=frame.log, database=frame.database, prepare=ears.prepare, handle=ears.handle)
    pusher = Pusher(database=frame.database, host=effects, sealer=Sealer(frame.settings.secrets_key), now=frame.clock)
    timers = Timers(database=frame.database, log=frame.log, topics=TOPICS[1:3], fire=Bells(pusher).fire, now=frame.clock)
    return Parts(
        servicers={
            "tierline.routing.v1.RoutingService": RoutingServicer(frame.database),
            "tierline.vendor.v1.VendorService": VendorServicer(frame.database, frame.hub),
        },
        consumers=[consumer], runs=[pusher, timers], closes=[rules.close, effects.close],
    )


if __name__ == "__main__":
    sys.exit(run(Service(name="routing", package="tierline_routing", topic="tierline.assignment.v1", settings=Settings, build=build)))
