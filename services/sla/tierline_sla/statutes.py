"""
What laws set for a ticket: asked of the tenant's plugins before the transaction.

It fails closed. A plugin that gives no answer now has the batch tried again; one that cannot answer at all has the ticket's key parked, where an operator
sees it. A deadline is never left out.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from tierline.common.v1 import values_pb2 as common
from tierline.intake.v1 import events_pb2 as intake
from tierline.tenancy.v1 import events_pb2 as tenancy
from tierline_chassis import codec
from tierline_chassis.consumer import InvalidEvent
from tierline_chassis.database import Database
from tierline_chassis.log.events import Event
from tierline_chassis.plugin_host import HookCall, HookVerdict, Outcome
from tierline_chassis.sealing import Sealer, SecretsUnreadable
from tierline_sdk.errors import Unavailable
from tierline_sdk.tickets import Ticket
from tierline_sdk.values import Approach, Channel, Environment, Marking, Mode, Nature, Priority, TicketKind

from tierline_sla.domain.lives import Statute
from tierline_sla.events import TENANCY, TICKET, Statutes, plugin_of

TIMEOUT = timedelta(seconds=10)
_ASKED = frozenset({"TicketOpened", "TicketReclassified"})


class Rules(Protocol):
    """The plugin host, as far as it is needed here."""

    def call(self, calls: Sequence[HookCall], *, timeout: timedelta | None = None) -> Sequence[HookVerdict]:
        """Put calls to their plugins."""
        ...


class StatuteFinder:
    """Asks the plugins of each tenant for the deadlines of its tickets."""

    def __init__(self, database: Database, rules: Rules, sealer: Sealer | None = None) -> None:
        """Without a sealer, plugins get their settings without secrets."""
        self._database = database
        self._rules = rules
        self._sealer = sealer

    def prepare(self, events: Sequence[Event]) -> Statutes:
        """
        Find what the law sets by each of *events* that may change it.

        Raises:
            Unavailable: A plugin does not answer now.
            InvalidEvent: A plugin cannot answer.
        """
        asked = [(event, intake.TicketEvent.FromString(event.payload)) for event in events if event.topic == TICKET and event.type in _ASKED]
        marked = [(event, message) for event, message in asked if message.ticket.HasField("personal_data_breach") and not message.history]
        found: dict[str, tuple[Statute, ...]] = {
            event.event_id: () for event, message in asked if event.type == "TicketReclassified" and not message.history
        }
        if not marked:
            return found
        plugins = self._plugins(events)
        verdicts = self._rules.call([_call(event, message, plugins.get(event.tenant_id, {})) for event, message in marked], timeout=TIMEOUT)
        return found | {event.event_id: _statutes(event, verdict) for (event, _), verdict in zip(marked, verdicts, strict=True)}

    def _plugins(self, events: Sequence[Event]) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
        """Load the enabled plugins of each tenant, with what this batch is about to change."""
        tenants = sorted({event.tenant_id for event in events})
        found: dict[str, dict[str, Mapping[str, Any]]] = {tenant: {} for tenant in tenants}
        with self._database.transaction(tenants) as tx:
            rows = tx.execute("SELECT tenant_id, name, settings, sealed FROM plugin WHERE tenant_id = ANY (%s::uuid[]) AND enabled", [tenants]).fetchall()
        for row in rows:
            found[row["tenant_id"]][row["name"]] = self._opened(row["tenant_id"], row["name"], row["settings"], row["sealed"])
        for event in events:
            if event.topic == TENANCY and event.type == "PluginSettingUpdated":
                plugin = plugin_of(tenancy.TenancyEvent.FromString(event.payload).plugin_setting_updated)
                found[event.tenant_id].pop(plugin.name, None)
                if plugin.enabled:
                    found[event.tenant_id][plugin.name] = self._opened(event.tenant_id, plugin.name, plugin.settings, plugin.sealed)
        return found

    def _opened(self, tenant_id: str, plugin: str, settings: Mapping[str, Any], sealed: bytes) -> Mapping[str, Any]:
        """Give the settings with their secrets; where they cannot be opened, the plugin refuses, and nothing is left out in silence."""
        if self._sealer is None or not sealed:
            return settings
        try:
            return {**settings, **self._sealer.open(tenant_id, plugin, sealed)}
        except SecretsUnreadable:
            return settings


def _call(event: Event, message: intake.TicketEvent, plugins: Mapping[str, Mapping[str, Any]]) -> HookCall:
    ticket, breach = _ticket(event.tenant_id, message.ticket), message.ticket.personal_data_breach
    aware_at = codec.to_datetime(breach.aware_time) if breach.HasField("aware_time") else ticket.opened_at
    return HookCall(hook="statutory_deadlines", arguments={"ticket": ticket, "aware_at": aware_at}, plugins=plugins, scope=event.tenant_id)


def _ticket(tenant_id: str, facts: intake.TicketFacts) -> Ticket:
    """Give the ticket as rules see it; what intake left unsaid is said by its defaults."""
    return Ticket(
        tenant_id=tenant_id, id=facts.id, key=facts.key, title=facts.title, description=facts.description, application_id=facts.application_id,
        application=facts.application_name, markings=(Marking.PERSONAL_DATA_BREACH,), opened_at=codec.to_datetime(facts.open_time),
        kind=codec.to_enum(TicketKind, common.TicketKind, facts.kind) or TicketKind.TROUBLESHOOTING,
        nature=codec.to_enum(Nature, common.Nature, facts.nature) or Nature.CORRECTIVE,
        approach=codec.to_enum(Approach, common.Approach, facts.approach) or Approach.ITERATIVE_ENHANCEMENT,
        mode=codec.to_enum(Mode, common.Mode, facts.mode) or Mode.REACTIVE,
        priority=codec.to_enum(Priority, common.Priority, facts.priority) or Priority.P3,
        channel=codec.to_enum(Channel, common.Channel, facts.channel) or Channel.API,
        environment=codec.to_enum(Environment, common.Environment, facts.environment) or Environment.PRODUCTION,
    )


def _statutes(event: Event, verdict: HookVerdict) -> tuple[Statute, ...]:
    for said in verdict.verdicts:
        if said.outcome in {Outcome.ANSWERED, Outcome.ABSTAINED}:
            continue
        if said.retriable:
            raise Unavailable(f"The plugin {said.plugin} did not say what the law sets: {said.reason}", plugin=said.plugin)
        raise InvalidEvent(event, f"the plugin {said.plugin} cannot say what the law sets: {said.reason}")
    return tuple(
        Statute(plugin=said.plugin, deadline=deadline)
        for said in verdict.answered
        for deadline in said.answer  # type: ignore[attr-defined]  # the host has checked that it is what the hook declares
    )
