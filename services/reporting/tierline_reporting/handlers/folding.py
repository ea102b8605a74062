"""Fold events into the read models."""

from collections.abc import Sequence
from dataclasses import dataclass

from tierline_reporting.domain.monitoring import AlarmRaised, Application, CheckFact, watch
from tierline_reporting.domain.outages import Outage
from tierline_reporting.domain.shares import difference
from tierline_reporting.domain.tickets import TicketFact, fold
from tierline_reporting.handlers.ports import Folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a batch of events of one tenant says, each kind in its order."""

    tickets: Sequence[TicketFact] = ()
    checks: Sequence[CheckFact] = ()
    outages: Sequence[Outage] = ()
    alarms: Sequence[AlarmRaised] = ()
    applications: Sequence[Application] = ()


def fold_events(heard: Heard, *, store: Folded) -> None:
    """Fold a batch: all tickets of it in a handful of statements, whatever their number."""
    _fold_tickets(heard.tickets, store=store)
    if heard.checks:
        standing = store.lasting(sorted({fact.check_id for fact in heard.checks}))
        store.save_watched(watch(standing, heard.checks))
    store.save_outages(list({outage.id: outage for outage in heard.outages}.values()))
    store.save_alarms(list({alarm.alarm_id: alarm for alarm in heard.alarms}.values()))
    store.save_applications(list({application.id: application for application in heard.applications}.values()))


def _fold_tickets(facts: Sequence[TicketFact], *, store: Folded) -> None:
    if not facts:
        return
    before = store.lock_tickets(sorted({fact.ticket_id for fact in facts}))
    after = dict(before)
    for fact in facts:
        after[fact.ticket_id] = fold(after.get(fact.ticket_id), fact)
    changed = [ticket for ticket in after.values() if before.get(ticket.id) != ticket]
    store.save_tickets(changed, difference([before[ticket.id] for ticket in changed if ticket.id in before], changed))
