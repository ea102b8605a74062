"""From an HTTP request to the RPC's request: what path, query and body say, each once."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from google.api import field_behavior_pb2  # type: ignore[import-untyped]  # the wheel brings no types
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from tierline_gateway.contract import HttpRule, Method
from tierline_gateway.transcoding.paths import parse_template
from tierline_gateway.transcoding.reading import Fill, member_reader, reader
from tierline_gateway.transcoding.scalars import read_text_bool
from tierline_gateway.transcoding.times import snake
from tierline_gateway.transcoding.wrong import Wrong, shown, unknown_member

WHOLE = "*"
"""The body is the whole request."""
_MASK = "update_mask"
_NEVER_MASKED = frozenset({"id", "etag", "tenant_id"})
"""Members of a resource that name it, and are never changed by an update."""
_BULK_TEXT_MESSAGES = frozenset({"google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask"})
"""Messages that are written as one string, and so may stand in a query."""


class Binding:
    """One HTTP rule of an RPC, compiled."""

    def __init__(self, method: Method, rule: HttpRule) -> None:
        self.method = method
        self.rule = rule
        self.template = parse_template(rule.template)
        descriptor = method.descriptor.input_type
        self._body = None if rule.body in ("", WHOLE) else descriptor.fields_by_name[rule.body]
        self._variables = [_Leaf(descriptor, path.split(".")) for path in self.template.variables]
        self._masks = rule.verb == "PATCH" and self._body is not None and method.takes(_MASK)
        self._leaves: dict[str, _Leaf] = {}

    @property
    def bulk(self) -> bool:
        """Whether the body carries many items, and may be larger for it."""
        fields = self.method.descriptor.input_type.fields
        return self.rule.body == WHOLE and any(field.is_repeated and field.message_type is not None for field in fields)

    @property
    def variable_fields(self) -> Sequence[FieldDescriptor]:
        """The fields that the path's variables set, in their order."""
        return [leaf.field for leaf in self._variables]

    @property
    def query_fields(self) -> Sequence[FieldDescriptor]:
        """The fields of the request that a query may set."""
        if self.rule.body == WHOLE:
            return ()
        in_path = {path.partition(".")[0] for path in self.template.variables}
        return [field for field in self.method.descriptor.input_type.fields if field.name not in in_path and field is not self._body and _fits_query(field)]

    def request(self, *, values: Sequence[str], query: Sequence[tuple[str, str]], body: Any) -> Message:
        """
        Build the RPC's request.

        Args:
            values: What the path's variables hold.
            query: Names and values, in their order.
            body: The JSON of the body; `None` where there is none.

        Raises:
            Wrong: A value breaks a rule; its path is that of the RPC's request.

        """
        request = self.method.request()
        self._read_body(request, body)
        for leaf, value in zip(self._variables, values, strict=True):
            leaf.put_path(request, value)
        self._read_query(request, query)
        return request

    def _read_body(self, request: Message, body: Any) -> None:
        if self.rule.body == WHOLE:
            reader(request.DESCRIPTOR)(request, {} if body is None else body)
        elif self._body is not None:
            self._read_resource(request, self._body, body)

    def _read_resource(self, request: Message, field: FieldDescriptor, body: Any) -> None:
        if body is None:
            raise Wrong("must be an object, in the body", field.json_name)
        try:
            member_reader(field)(request, body)
        except Wrong as wrong:
            raise wrong.within(field.json_name) from None
        if self._masks:
            getattr(request, _MASK).paths.extend(_mask_of(field, body, self.template.variables))

    def _read_query(self, request: Message, query: Sequence[tuple[str, str]]) -> None:
        seen: set[str] = set()
        for name, value in query:
            leaf = self._leaf(name)
            if leaf.path in seen and not leaf.field.is_repeated:
                raise Wrong("is given twice", name)
            if leaf.path == _MASK and leaf.path not in seen:
                request.ClearField(_MASK)
            seen.add(leaf.path)
            leaf.put_query(request, value)

    def _leaf(self, name: str) -> "_Leaf":
        leaf = self._leaves.get(name)
        if leaf is None:
            leaf = self._find_leaf(name)
            self._leaves[name] = leaf  # only names that exist are kept, so strangers cannot fill this
        return leaf

    def _find_leaf(self, name: str) -> "_Leaf":
        fields = self.query_fields
        first = name.split(".", maxsplit=1)[0]
        if not any(first in (field.json_name, field.name) for field in fields):
            raise unknown_member(name, [field.json_name for field in fields])
        return _Leaf(self.method.descriptor.input_type, [snake(step) for step in name.split(".")])


class _Leaf:
    """A field of the request, maybe inside another, that is written as text."""

    def __init__(self, descriptor: Descriptor, steps: Sequence[str]) -> None:
        self._parents = steps[:-1]
        self.path = ".".join(steps)
        for step in self._parents:
            descriptor = self._message_of(descriptor, step)
        self.field = self._field_of(descriptor, steps[-1])
        self._fill = _text_reader(self.field)
        self._shown = ".".join([*self._parents, self.field.json_name])

    def put_query(self, request: Message, value: str) -> None:
        """Set the field from a query; one that is repeated gets one item more."""
        self._put(request, value)

    def put_path(self, request: Message, value: str) -> None:
        """Set the field from the path; a body may say the same, and nothing else."""
        holder = self._holder(request)
        before = getattr(holder, self.field.name)
        holder.ClearField(self.field.name)
        self._put(request, value)
        if before and before != getattr(holder, self.field.name):
            raise Wrong("differs from what the path says", self._shown)

    def _put(self, request: Message, value: str) -> None:
        try:
            self._fill(self._holder(request), value)
        except Wrong as wrong:
            raise wrong.within(self._shown) from None

    def _holder(self, request: Message) -> Message:
        for step in self._parents:
            request = getattr(request, step)
            request.SetInParent()
        return request

    def _message_of(self, descriptor: Descriptor, step: str) -> Descriptor:
        message = self._field_of(descriptor, step).message_type
        if message is None:
            raise Wrong("has no members", step)
        return message

    def _field_of(self, descriptor: Descriptor, step: str) -> FieldDescriptor:
        field = descriptor.fields_by_name.get(step)
        if field is None:
            raise unknown_member(step, [field.json_name for field in descriptor.fields])
        if not _fits_query(field):
            raise Wrong("cannot be given in a query", shown(step))
        return field


def _fits_query(field: FieldDescriptor) -> bool:
    if field.message_type is None:
        return True
    return (not field.is_repeated and not field.message_type.full_name.startswith("google.protobuf.")) or field.message_type.full_name in _BULK_TEXT_MESSAGES


def _text_reader(field: FieldDescriptor) -> Fill:
    """Return what reads text into a field: the reader of JSON, told what JSON would have said."""
    fill = member_reader(field)
    convert: Callable[[str], Any] = read_text_bool if field.type == FieldDescriptor.TYPE_BOOL else str
    if field.is_repeated:
        return lambda message, value: fill(message, [convert(value)])
    return lambda message, value: fill(message, convert(value))


def _mask_of(field: FieldDescriptor, body: Mapping[str, Any], variables: Sequence[str]) -> Sequence[str]:
    """Name the members of the body that callers may change: what is given is replaced, what is not stays."""
    named = {snake(name) for name in body}
    in_path = {path.rpartition(".")[2] for path in variables}
    message = field.message_type
    if message is None:
        return ()
    return [member.name for member in message.fields if member.name in named - in_path - _NEVER_MASKED and not output_only(member)]


def output_only(field: FieldDescriptor) -> bool:
    """Tell whether callers cannot set *field* (AIP-203)."""
    return field_behavior_pb2.OUTPUT_ONLY in field.GetOptions().Extensions[field_behavior_pb2.field_behavior]


class JsonUnreadable(ValueError):
    """A body is no JSON; the message says why."""


def parse_json(data: bytes) -> Any:
    """
    Parse a body.

    Raises:
        JsonUnreadable: It is no JSON in UTF-8, names a member twice, or holds what JSON has no word for, such as NaN.

    """
    try:
        return json.loads(data.decode(), object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise JsonUnreadable(f"The body is not text in UTF-8: byte {error.start} cannot be read.") from error
    except json.JSONDecodeError as error:
        raise JsonUnreadable(f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise JsonUnreadable("The body is nested too deeply.") from error
    except JsonUnreadable:
        raise
    except ValueError as error:  # an integer of thousands of digits
        raise JsonUnreadable("The body holds a number that is too long.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        raise JsonUnreadable(f"The body names the member {shown(next(name for name in names if names.count(name) > 1))!r} twice.")
    return made


def _no_constant(name: str) -> None:
    raise JsonUnreadable(f"The body holds {name}, which is not JSON.")
