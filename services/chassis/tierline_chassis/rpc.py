"""What the contract says of an RPC, read once from the descriptors."""

from collections.abc import Sequence
from dataclasses import dataclass

from google.api import field_behavior_pb2  # type: ignore[import-untyped]  # the wheel brings no types
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from tierline.options.v1 import options_pb2
from tierline_sdk.errors import FieldViolation, InvalidFields

TENANT_FIELD = "tenant_id"


class ContractIncomplete(TypeError):
    """A service, its options or its servicer lack something without which it must not be served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rpc:
    """
    One RPC.

    `path` is `/package.Service/Method`; `tenant_paths` are the fields of the request that name a tenant, as (resource field or "", `tenant_id`).
    """

    path: str
    name: str
    permission: str
    watch: bool
    streams: bool
    request: type[Message]
    response: type[Message]
    tenant_paths: Sequence[tuple[str, str]]

    def named_tenant(self, request: Message) -> str:
        """
        Return the tenant that *request* names, or "".

        Raises:
            InvalidFields: Its fields name two.

        """
        named = {getattr(_holder(request, resource), field): resource for resource, field in self.tenant_paths if _names(request, resource, field)}
        if len(named) > 1:
            raise InvalidFields([FieldViolation(field=TENANT_FIELD, description="names another tenant than a field of the resource does")])
        return next(iter(named), "")


def rpcs_of(service: str) -> Sequence[Rpc]:
    """
    Read the RPCs of a service by its full name, such as `tierline.intake.v1.TicketService`; its module must have been imported.

    Raises:
        ContractIncomplete: The service is unknown, or one of its RPCs has no rule or streams requests.

    """
    try:
        descriptor = descriptor_pool.Default().FindServiceByName(service)
    except KeyError as error:
        raise ContractIncomplete(f"No module that was imported describes the service {service}.") from error
    return [_rpc(method) for method in descriptor.methods]


def _rpc(method: MethodDescriptor) -> Rpc:
    rule: options_pb2.RpcRule = method.GetOptions().Extensions[options_pb2.rule]  # type: ignore[index]  # the stubs lose the extension's message
    if not rule.permission:
        raise ContractIncomplete(f"{method.full_name} names no permission: set the option (tierline.options.v1.rule).")
    if method.client_streaming:
        raise ContractIncomplete(f"{method.full_name} streams requests, which would hold a worker: send chunks, each answered.")
    return Rpc(
        path=f"/{method.containing_service.full_name}/{method.name}", name=method.name, permission=rule.permission,
        watch=rule.watch or method.server_streaming, streams=method.server_streaming,
        request=message_factory.GetMessageClass(method.input_type), response=message_factory.GetMessageClass(method.output_type),
        tenant_paths=_tenant_paths(method),
    )


def _tenant_paths(method: MethodDescriptor) -> Sequence[tuple[str, str]]:
    """Find `tenant_id` in the request, and in the resource that a request of a standard method carries."""
    fields = method.input_type.fields
    own = [("", TENANT_FIELD)] if any(_is_tenant(field) for field in fields) else []
    return own + [(field.name, TENANT_FIELD) for field in fields if _carries_tenant(field)]


def _carries_tenant(field: FieldDescriptor) -> bool:
    message = field.message_type
    return message is not None and not field.is_repeated and any(_is_tenant(inner) for inner in message.fields)


def _is_tenant(field: FieldDescriptor) -> bool:
    behaviours = field.GetOptions().Extensions[field_behavior_pb2.field_behavior]
    return field.name == TENANT_FIELD and field.type == FieldDescriptor.TYPE_STRING and field_behavior_pb2.OUTPUT_ONLY not in behaviours


def _holder(request: Message, resource: str) -> Message:
    return getattr(request, resource) if resource else request


def _names(request: Message, resource: str, field: str) -> bool:
    return (not resource or request.HasField(resource)) and bool(getattr(_holder(request, resource), field))
