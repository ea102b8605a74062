"""From protobuf to JSON: one compiled writer a message; what is not set is left out, as proto3 JSON does."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import DecodeError, Message

from tierline_gateway.transcoding import structs, times
from tierline_gateway.transcoding.scalars import Write, scalar_writer, write_key

_SPECIAL: Mapping[str, Write] = {
    "google.protobuf.Timestamp": times.write_timestamp,
    "google.protobuf.Duration": times.write_duration,
    "google.protobuf.FieldMask": times.write_mask,
    "google.protobuf.Struct": structs.write_struct,
    "google.protobuf.ListValue": structs.write_list,
    "google.protobuf.Value": structs.write_value,
}
_WRAPPERS = frozenset(f"google.protobuf.{name}Value" for name in ("Bool", "Bytes", "Double", "Float", "Int32", "Int64", "String", "UInt32", "UInt64"))


@cache
def writer(descriptor: Descriptor) -> Write:
    """Return the writer of a message."""
    name = descriptor.full_name
    if name in _SPECIAL:
        return _SPECIAL[name]
    if name in _WRAPPERS:
        return _wrapper(descriptor)
    if name == "google.protobuf.Any":
        return _write_any
    return _MessageWriter(descriptor)


def write(message: Message) -> Any:
    """Write *message* as what `json` encodes."""
    return writer(message.DESCRIPTOR)(message)


class _MessageWriter:
    """The members of a message by number; compiled at the first use, because messages may hold themselves."""

    def __init__(self, descriptor: Descriptor) -> None:
        self._descriptor = descriptor
        self._members: dict[int, tuple[str, Write | None]] = {}

    def __call__(self, message: Message) -> dict[str, Any]:
        members = self._members or self._compile()
        made: dict[str, Any] = {}
        for field, value in message.ListFields():
            name, write_member = members[field.number]
            made[name] = value if write_member is None else write_member(value)
        return made

    def _compile(self) -> dict[int, tuple[str, Write | None]]:
        self._members.update({field.number: (field.json_name, _member(field)) for field in self._descriptor.fields})
        return self._members


def _member(field: FieldDescriptor) -> Write | None:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return _map(field.message_type)
    one = _single(field)
    if not field.is_repeated:
        return one
    return list if one is None else lambda values: [one(value) for value in values]


def _single(field: FieldDescriptor) -> Write | None:
    return scalar_writer(field) if field.message_type is None else writer(field.message_type)


def _map(entry: Descriptor) -> Write:
    one = _single(entry.fields_by_name["value"])
    return lambda entries: {write_key(key): value if one is None else one(value) for key, value in entries.items()}


def _wrapper(descriptor: Descriptor) -> Write:
    one = scalar_writer(descriptor.fields_by_name["value"])
    return lambda message: message.value if one is None else one(message.value)


def _write_any(message: Any) -> dict[str, Any]:
    """Write what is packed; what this build does not know, or cannot read, is named by its type alone."""
    named = {"@type": message.type_url}
    if not message.type_url:
        return {}
    try:
        descriptor = descriptor_pool.Default().FindMessageTypeByName(message.TypeName())
        held = message_factory.GetMessageClass(descriptor).FromString(message.value)
    except (KeyError, DecodeError):
        return named
    written = write(held)
    own_form = descriptor.full_name in _SPECIAL or descriptor.full_name in _WRAPPERS or descriptor.full_name == "google.protobuf.Any"
    return {**named, "value": written} if own_form else {**named, **written}
