"""The contract as the gateway uses it: every service, every RPC with its HTTP rules, and what the protos say about each element."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import tierline
from google.api import annotations_pb2, http_pb2  # type: ignore[import-untyped]  # the wheel brings no types
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from tierline.options.v1 import options_pb2

EVENT_SERVICE = "tierline.events.v1.EventService"
"""Every service of the house answers it, for its own topic."""
_PACKAGE = "tierline."
_HOMES = {"vendor": "routing"}
"""Areas that another service serves; the others are served by the service of their name."""
_VERBS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRule:
    """One way to reach an RPC by HTTP: `body` is a field of the request, `*` for all of it, or "" for none."""

    verb: str
    template: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One RPC: `path` is `/package.Service/Method`, `home` the service of the house that serves it, "" where each does."""

    path: str
    name: str
    service: str
    home: str
    permission: str
    descriptor: MethodDescriptor
    request: type[Message]
    response: type[Message]
    rules: Sequence[HttpRule]

    @property
    def streams(self) -> bool:
        """Whether it answers, or is asked, with more than one message."""
        return bool(self.descriptor.server_streaming or self.descriptor.client_streaming)

    def takes(self, field: str) -> bool:
        """Tell whether its request has *field*."""
        return field in self.descriptor.input_type.fields_by_name


class Contract:
    """All that the protos promise."""

    def __init__(self, described: descriptor_pb2.FileDescriptorSet) -> None:
        self.services: Sequence[ServiceDescriptor] = tuple(
            descriptor_pool.Default().FindServiceByName(f"{file.package}.{service.name}") for file in described.file for service in file.service
        )
        self.methods: Mapping[str, Method] = {method.path: method for service in self.services for method in _methods(service)}
        self.files: Sequence[str] = tuple(file.name for file in described.file)
        self._described = described

    @cached_property
    def comments(self) -> Mapping[str, str]:
        """What the protos say of each element, by its full name."""
        return dict(_comments(self._described))


@cache
def load_contract() -> Contract:
    """Read the contract that is installed."""
    for module in pkgutil.walk_packages(tierline.__path__, "tierline."):
        if module.name.endswith("_pb2"):
            importlib.import_module(module.name)
    described = descriptor_pb2.FileDescriptorSet.FromString((files("tierline") / "descriptors.binpb").read_bytes())
    return Contract(described)


def home_of(service: str) -> str:
    """Return which service of the house serves a gRPC service, by its full name; "" where every one does, or none."""
    if service == EVENT_SERVICE or not service.startswith(_PACKAGE):
        return ""
    area = service.removeprefix(_PACKAGE).partition(".")[0]
    return _HOMES.get(area, area)


def _methods(service: ServiceDescriptor) -> Iterator[Method]:
    for method in service.methods:
        rule: options_pb2.RpcRule = method.GetOptions().Extensions[options_pb2.rule]  # type: ignore[index]  # the stubs lose the extension's message
        yield Method(
            path=f"/{service.full_name}/{method.name}", name=method.name, service=service.full_name, home=home_of(service.full_name),
            permission=rule.permission, descriptor=method, rules=tuple(_rules(method)),
            request=message_factory.GetMessageClass(method.input_type), response=message_factory.GetMessageClass(method.output_type),
        )


def _rules(method: MethodDescriptor) -> Iterator[HttpRule]:
    if not method.GetOptions().HasExtension(annotations_pb2.http):
        return
    rule: http_pb2.HttpRule = method.GetOptions().Extensions[annotations_pb2.http]
    for one in (rule, *rule.additional_bindings):
        verb = one.WhichOneof("pattern")
        if verb not in _VERBS:
            raise TypeError(f"{method.full_name} has an HTTP rule without a method that is served: {verb}.")
        yield HttpRule(verb=verb.upper(), template=getattr(one, verb), body=one.body)


def _comments(described: descriptor_pb2.FileDescriptorSet) -> Iterator[tuple[str, str]]:
    for file in described.file:
        names = _names(file)
        for location in file.source_code_info.location:
            comment = " ".join(line.strip() for line in location.leading_comments.splitlines()).strip()
            if comment and tuple(location.path) in names:
                yield names[tuple(location.path)], comment


def _names(file: descriptor_pb2.FileDescriptorProto) -> Mapping[tuple[int, ...], str]:
    """Map where an element stands in its file, as numbers of fields and indexes, to its full name."""
    names: dict[tuple[int, ...], str] = {}
    for at, service in enumerate(file.service):
        name = names[6, at] = f"{file.package}.{service.name}"
        names.update({(6, at, 2, index): f"{name}.{method.name}" for index, method in enumerate(service.method)})
    for at, enum in enumerate(file.enum_type):
        names.update(_enum_names(enum, file.package, (5, at)))
    for at, message in enumerate(file.message_type):
        names.update(_message_names(message, file.package, (4, at)))
    return names


def _message_names(message: descriptor_pb2.DescriptorProto, scope: str, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    name = f"{scope}.{message.name}"
    yield path, name
    for at, field in enumerate(message.field):
        yield (*path, 2, at), f"{name}.{field.name}"
    for at, oneof in enumerate(message.oneof_decl):
        yield (*path, 8, at), f"{name}.{oneof.name}"
    for at, enum in enumerate(message.enum_type):
        yield from _enum_names(enum, name, (*path, 4, at))
    for at, nested in enumerate(message.nested_type):
        yield from _message_names(nested, name, (*path, 3, at))


def _enum_names(enum: descriptor_pb2.EnumDescriptorProto, scope: str, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Name an enum and its values; a value's full name is scoped by its enum here, as readers expect."""
    name = f"{scope}.{enum.name}"
    yield path, name
    for at, value in enumerate(enum.value):
        yield (*path, 2, at), f"{name}.{value.name}"
