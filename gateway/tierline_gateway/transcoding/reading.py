"""From JSON to protobuf: one compiled reader a message."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from tierline_gateway.transcoding import structs, times
from tierline_gateway.transcoding.scalars import key_reader, scalar_reader
from tierline_gateway.transcoding.wrong import Wrong, shown, unknown_member

Fill = Callable[[Any, Any], None]
"""Reads a JSON value into a message."""
_TYPE = "@type"

_SPECIAL: Mapping[str, Fill] = {
    "google.protobuf.Timestamp": times.read_timestamp,
    "google.protobuf.Duration": times.read_duration,
    "google.protobuf.FieldMask": times.read_mask,
    "google.protobuf.Struct": structs.read_struct,
    "google.protobuf.ListValue": structs.read_list,
    "google.protobuf.Value": structs.read_value,
}
_WRAPPERS = frozenset(f"google.protobuf.{name}Value" for name in ("Bool", "Bytes", "Double", "Float", "Int32", "Int64", "String", "UInt32", "UInt64"))


@cache
def reader(descriptor: Descriptor) -> Fill:
    """
    Return the reader of a message.

    It raises `Wrong` at the first member that is unknown or breaks a rule, and may leave the message half filled then.
    """
    name = descriptor.full_name
    if name in _SPECIAL:
        return _SPECIAL[name]
    if name in _WRAPPERS:
        return _wrapper(descriptor)
    if name == "google.protobuf.Any":
        return _read_any
    return _MessageReader(descriptor)


class _MessageReader:
    """The members of a message by name; compiled at the first use, because messages may hold themselves."""

    def __init__(self, descriptor: Descriptor) -> None:
        self._descriptor = descriptor
        self._members: dict[str, Fill] = {}
        self._aliases: dict[str, str] = {}

    def __call__(self, message: Message, value: Any) -> None:
        members = self._members or self._compile()
        if type(value) is not dict:
            raise Wrong("must be an object")
        for name, member in value.items():
            fill = members.get(name) or self._by_alias(name, value)
            try:
                fill(message, member)
            except Wrong as wrong:
                raise wrong.within(name) from None

    def _by_alias(self, name: str, value: dict[str, Any]) -> Fill:
        """Find a member by its name in the proto."""
        proper = self._aliases.get(name)
        if proper is None:
            raise unknown_member(name, self._members)
        if proper in value:
            raise Wrong("is given twice, by both of its names", name)
        return self._members[proper]

    def _compile(self) -> dict[str, Fill]:
        fields = self._descriptor.fields
        self._aliases = {field.name: field.json_name for field in fields if field.name != field.json_name}
        self._members = {field.json_name: member_reader(field) for field in fields}
        return self._members


@cache
def member_reader(field: FieldDescriptor) -> Fill:
    """Return what reads a JSON value into *field* of a message; null leaves the field unset."""
    message = field.message_type
    if message is None:
        fill = _scalars(field) if field.is_repeated else _scalar(field)
    elif message.GetOptions().map_entry:
        fill = _map(field.name, message)
    else:
        fill = _messages(field.name, message) if field.is_repeated else _message(field.name, message)
    oneof = field.containing_oneof
    return _one_of(oneof.name, [member.json_name for member in oneof.fields], fill) if oneof is not None and len(oneof.fields) > 1 else fill


def _one_of(name: str, members: list[str], fill: Fill) -> Fill:
    def fill_first(message: Message, value: Any) -> None:
        if value is not None and message.WhichOneof(name) is not None:
            raise Wrong(f"stands beside another: give only one of {', '.join(members)}")
        fill(message, value)

    return fill_first


def _scalar(field: FieldDescriptor) -> Fill:
    read, name = scalar_reader(field), field.name

    def fill(message: Message, value: Any) -> None:
        if value is not None:
            setattr(message, name, read(value))

    return fill


def _scalars(field: FieldDescriptor) -> Fill:
    read, name = scalar_reader(field), field.name

    def fill(message: Message, value: Any) -> None:
        if value is None:
            return
        items = getattr(message, name)
        for index, item in enumerate(_list(value)):
            try:
                items.append(read(item))
            except Wrong as wrong:
                raise wrong.within(f"[{index}]") from None

    return fill


def _message(name: str, descriptor: Descriptor) -> Fill:
    read, takes_null = reader(descriptor), descriptor.full_name == "google.protobuf.Value"

    def fill(message: Message, value: Any) -> None:
        if value is None and not takes_null:
            return
        child = getattr(message, name)
        child.SetInParent()
        read(child, value)

    return fill


def _messages(name: str, descriptor: Descriptor) -> Fill:
    read = reader(descriptor)

    def fill(message: Message, value: Any) -> None:
        if value is None:
            return
        items = getattr(message, name)
        for index, item in enumerate(_list(value)):
            try:
                read(items.add(), item)
            except Wrong as wrong:
                raise wrong.within(f"[{index}]") from None

    return fill


def _map(name: str, entry: Descriptor) -> Fill:
    read_key, value_field = key_reader(entry.fields_by_name["key"]), entry.fields_by_name["value"]
    nested = None if value_field.message_type is None else reader(value_field.message_type)
    read_single = None if nested else scalar_reader(value_field)

    def fill(message: Message, value: Any) -> None:
        if value is None:
            return
        if type(value) is not dict:
            raise Wrong("must be an object")
        entries = getattr(message, name)
        for key, item in value.items():
            try:
                if nested:
                    nested(entries[read_key(key)], item)
                elif read_single:
                    entries[read_key(key)] = read_single(item)
            except Wrong as wrong:
                raise wrong.within(shown(key)) from None

    return fill


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise Wrong("must be a list")
    return value


def _wrapper(descriptor: Descriptor) -> Fill:
    return _scalar(descriptor.fields_by_name["value"])


def _read_any(message: Any, value: Any) -> None:
    if type(value) is not dict or type(value.get(_TYPE)) is not str:
        raise Wrong(f"must be an object with the name of its type in {_TYPE}")
    name = value[_TYPE].rpartition("/")[2]
    try:
        descriptor = descriptor_pool.Default().FindMessageTypeByName(name)
    except KeyError as error:
        raise Wrong(f"is of an unknown type {shown(name)!r}", _TYPE) from error
    held = message_factory.GetMessageClass(descriptor)()
    members = {key: member for key, member in value.items() if key != _TYPE}
    if name in _SPECIAL or name in _WRAPPERS or name == "google.protobuf.Any":
        members = members.get("value")  # type: ignore[assignment]  # what has a form of its own in JSON stands under one member
    reader(descriptor)(held, members)
    message.Pack(held)
    message.type_url = value[_TYPE]
