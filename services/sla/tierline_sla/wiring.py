"""What the sla service is made of."""

from tierline.sla.v1 import sla_service_pb2
from tierline_chassis.consumer import Consumer
from tierline_chassis.house import Frame, Parts
from tierline_chassis.ids import new_id
from tierline_chassis.plugin_host import PluginHost
from tierline_chassis.sealing import Sealer
from tierline_chassis.timers import Timers

from tierline_sla.events import ASSIGNMENT, TICKET, TOPICS, make_handler
from tierline_sla.servicer.agreements import AgreementServicer
from tierline_sla.servicer.clocks import ClockServicer
from tierline_sla.settings import SlaSettings
from tierline_sla.statutes import StatuteFinder
from tierline_sla.timers import make_fire

_SERVICES = sla_service_pb2.DESCRIPTOR.services_by_name


def build(frame: Frame[SlaSettings]) -> Parts:
    """Build consumer, timers and servicers."""
    rules = PluginHost()
    sealer = Sealer(frame.settings.secrets_key) if frame.settings.secrets_key else None
    consumer = Consumer(
        name="sla", topics=TOPICS, log=frame.log, database=frame.database, handle=make_handler(new_id=new_id, clock=frame.clock),
        prepare=StatuteFinder(frame.database, rules, sealer).prepare,
    )
    timers = Timers(database=frame.database, log=frame.log, topics=[TICKET, ASSIGNMENT], fire=make_fire(new_id=new_id), now=frame.clock)
    servicers = {
        _SERVICES["AgreementService"].full_name: AgreementServicer(frame.database, new_id=new_id),
        _SERVICES["ClockService"].full_name: ClockServicer(frame.database),
    }
    return Parts(servicers=servicers, consumers=[consumer], runs=[timers], closes=[rules.close])
