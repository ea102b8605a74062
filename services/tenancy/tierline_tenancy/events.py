"""Facts as events of the topic `tierline.tenancy.v1`."""

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.message import Message
from tierline.tenancy.v1 import events_pb2
from tierline_chassis.log.events import NewEvent

from tierline_tenancy import messages
from tierline_tenancy.domain.values import Fact, Grant, Key, Member, Party, PluginSetting, Provider, Resource, Tenant

TOPIC = "tierline.tenancy.v1"


def to_event(fact: Fact) -> NewEvent:
    """Write *fact*; its key is the tenant or provider that it concerns."""
    name, message = _resource(fact.resource)
    inner = getattr(events_pb2, fact.type.value)(**{name: message})
    if isinstance(fact.resource, PluginSetting):
        inner.sealed_secrets = fact.resource.sealed
    payload = events_pb2.TenancyEvent(**{fact.type.name.lower(): inner})
    scope_id = fact.resource.scope_id
    return NewEvent(topic=TOPIC, key=scope_id, tenant_id=scope_id, type=fact.type.value, event_time=fact.time, payload=payload.SerializeToString())


_MESSAGES: Mapping[type[Resource], tuple[str, Callable[[Any], Message]]] = {
    Tenant: ("tenant", messages.from_tenant),
    Provider: ("provider", messages.from_provider),
    Party: ("party", messages.from_party),
    Member: ("member", messages.from_member),
    Grant: ("grant", messages.from_grant),
    Key: ("key", messages.from_key),
    PluginSetting: ("plugin_setting", messages.from_plugin_setting),
}


def _resource(resource: Resource) -> tuple[str, Message]:
    name, write = _MESSAGES[type(resource)]
    return name, write(resource)
