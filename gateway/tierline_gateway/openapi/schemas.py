"""Schemas of messages and enums, gathered under short names."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from itertools import combinations
from typing import Any

from google.protobuf import descriptor_pool
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from tierline_gateway.contract import Contract
from tierline_gateway.openapi import constraints
from tierline_gateway.transcoding.bindings import output_only
from tierline_gateway.transcoding.times import camel

_DURATION = r"^-?[0-9]{1,12}(\.[0-9]{1,9})?s$"
_KNOWN: dict[str, dict[str, Any]] = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.Duration": {"type": "string", "pattern": _DURATION, "examples": ["3.5s"]},
    "google.protobuf.FieldMask": {"type": "string", "examples": ["title,requesterId"]},
    "google.protobuf.Struct": {"type": "object", "additionalProperties": True},
    "google.protobuf.Value": {},
    "google.protobuf.ListValue": {"type": "array", "items": {}},
    "google.protobuf.Any": {"type": "object", "properties": {"@type": {"type": "string"}}, "additionalProperties": True},
}
_WIDE = {"type": "string", "format": "int64", "pattern": "^-?[0-9]{1,19}$"}
_SCALARS: dict[int, dict[str, Any]] = {
    FieldDescriptor.CPPTYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.CPPTYPE_DOUBLE: {"type": "number", "format": "double"},
    FieldDescriptor.CPPTYPE_FLOAT: {"type": "number", "format": "float"},
    FieldDescriptor.CPPTYPE_INT32: {"type": "integer", "format": "int32", "minimum": -(2**31), "maximum": 2**31 - 1},
    FieldDescriptor.CPPTYPE_UINT32: {"type": "integer", "minimum": 0, "maximum": 2**32 - 1},
    FieldDescriptor.CPPTYPE_INT64: _WIDE,
    FieldDescriptor.CPPTYPE_UINT64: _WIDE,
}
_QUOTED = re.compile(r"`([a-z]+(?:_[a-z0-9]+)+)`")
_EVERYWHERE = frozenset({"next_page_token", "request_id", "update_mask"})
PATCH = "Changes"
"""What the name of a schema ends with whose members may all be left out."""


class Schemas:
    """What the document's components hold; asking for a message puts it there."""

    def __init__(self, contract: Contract) -> None:
        self._comments = contract.comments
        self.components: dict[str, Any] = {}
        self._short = _short_names(contract)

    def message(self, message: Descriptor) -> dict[str, Any]:
        """Refer to a message."""
        if message.full_name in _KNOWN:
            return dict(_KNOWN[message.full_name])
        return self._refer(self._short(message.full_name), lambda: self._object(message, without=(), partial=False))

    def body(self, message: Descriptor, *, without: Collection[str]) -> dict[str, Any]:
        """Refer to a request whose fields *without* stand in the path."""
        return self._refer(self._short(message.full_name), lambda: self._object(message, without=without, partial=False))

    def changes(self, message: Descriptor, *, without: Collection[str]) -> dict[str, Any]:
        """Refer to a resource of which any members may be given."""
        return self._refer(self._short(message.full_name) + PATCH, lambda: self._object(message, without=without, partial=True))

    def member(self, field: FieldDescriptor) -> dict[str, Any]:
        """Describe a field."""
        rules = constraints.rules_of(field)
        schema = self._repeated(field) if field.is_repeated else self._one(field, constraints.schema_of(rules))
        said = " ".join(part for part in (self.said(field.full_name, field.containing_type), constraints.sentence_of(rules)) if part)
        return {**schema, "description": said, **({"readOnly": True} if output_only(field) else {})}

    def said(self, name: str, message: Descriptor | None = None) -> str:
        """Return what the protos say of an element, with the names of its neighbours as JSON has them."""
        neighbours = _EVERYWHERE | (set(message.fields_by_name) if message is not None else set())
        return _QUOTED.sub(lambda match: f"`{camel(match[1])}`" if match[1] in neighbours else match[0], self._comments.get(name, ""))

    def _refer(self, name: str, make: Any) -> dict[str, Any]:
        if name not in self.components:
            self.components[name] = {}  # messages may hold themselves
            self.components[name] = make()
        return {"$ref": f"#/components/schemas/{name}"}

    def _object(self, message: Descriptor, *, without: Collection[str], partial: bool) -> dict[str, Any]:
        fields = [field for field in message.fields if field.name not in without]
        said = " ".join(part for part in (self.said(message.full_name, message), constraints.message_sentences(message)) if part)
        required = [] if partial else [field.json_name for field in fields if constraints.is_required(field) and not output_only(field)]
        return {
            "type": "object", "description": said, "properties": {field.json_name: self.member(field) for field in fields},
            **({"required": required} if required else {}), **_choices(message, partial=partial), "additionalProperties": False,
        }

    def _repeated(self, field: FieldDescriptor) -> dict[str, Any]:
        found = constraints.schema_of(constraints.rules_of(field))
        return {"type": "array", **found, "items": self._one(field, found.get("items", {}))}

    def _one(self, field: FieldDescriptor, found: dict[str, Any]) -> dict[str, Any]:
        if field.enum_type is not None:
            return self._enum(field.enum_type, constraints.excluded_numbers(constraints.rules_of(field)))
        if field.message_type is not None:
            return self.message(field.message_type)
        bytes_type = {"type": "string", "contentEncoding": "base64"}
        plain = bytes_type if field.type == FieldDescriptor.TYPE_BYTES else _SCALARS.get(field.cpp_type, {"type": "string"})
        return {**plain, **found} if plain is not _WIDE else dict(plain)

    def _enum(self, enum: EnumDescriptor, excluded: Collection[int]) -> dict[str, Any]:
        reference = self._refer(self._short(enum.full_name), lambda: self._enumeration(enum))
        names = [value.name for value in enum.values if value.number in excluded]
        return {**reference, "not": {"enum": names}} if names else reference

    def _enumeration(self, enum: EnumDescriptor) -> dict[str, Any]:
        told = {value.name: self.said(f"{enum.full_name}.{value.name}") for value in enum.values}
        lines = "\n".join(f"- `{name}`: {said}" for name, said in told.items())
        return {"type": "string", "enum": list(told), "description": f"{self.said(enum.full_name)}\n\n{lines}", "x-enum-descriptions": list(told.values())}


def _choices(message: Descriptor, *, partial: bool) -> dict[str, Any]:
    """Say that of the members of a oneof only one, or exactly one, may stand."""
    for oneof in message.oneofs:
        names = [field.json_name for field in oneof.fields]
        if len(names) < 2:  # noqa: PLR2004 (an optional field is a choice of one)
            continue
        if constraints.oneof_is_required(oneof) and not partial:
            return {"oneOf": [{"required": [name]} for name in names]}
        return {"not": {"anyOf": [{"required": list(pair)} for pair in combinations(names, 2)]}}
    return {}


def _short_names(contract: Contract) -> Callable[[str], str]:
    """Return what gives a name's last part, with its area before it where two areas have the same."""
    counts = Counter(name.rpartition(".")[2] for name in _contract_names(contract))

    def short(full_name: str) -> str:
        *package, last = full_name.split(".")
        return last if counts[last] < 2 or len(package) < 2 else f"{package[1].title()}{last}"  # noqa: PLR2004 (as often as it takes to be two)

    return short


def _contract_names(contract: Contract) -> Iterator[str]:
    """Name every message and enum of the contract."""
    for file in contract.files:
        found = descriptor_pool.Default().FindFileByName(file)
        yield from (message.full_name for message in found.message_types_by_name.values())
        yield from (enum.full_name for enum in found.enum_types_by_name.values())
