"""The compiled transcoder against protobuf's own, over every message of the contract."""

import json

import pytest
from google.protobuf import descriptor_pool, json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tierline.intake.v1 import ticket_pb2
from tierline.monitoring.v1 import monitoring_pb2
from tierline.sla.v1 import sla_pb2
from tierline.tenancy.v1 import tenancy_pb2
from tierline_gateway.contract import load_contract
from tierline_gateway.transcoding.bindings import JsonUnreadable, parse_json
from tierline_gateway.transcoding.reading import reader
from tierline_gateway.transcoding.structs import DEEPEST
from tierline_gateway.transcoding.writing import write
from tierline_gateway.transcoding.wrong import Wrong

DEPTH = 3
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
INTEGERS = {
    FieldDescriptor.CPPTYPE_INT32: st.integers(-(2**31), 2**31 - 1), FieldDescriptor.CPPTYPE_INT64: st.integers(-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_UINT32: st.integers(0, 2**32 - 1), FieldDescriptor.CPPTYPE_UINT64: st.integers(0, 2**64 - 1),
}


def every_message():
    """List the messages of the contract, nested ones included, map entries apart."""
    load_contract()
    pool, found = descriptor_pool.Default(), []
    for service in load_contract().services:
        found += [method.input_type for method in service.methods] + [method.output_type for method in service.methods]
    for name in ("intake", "routing", "sla", "monitoring", "reporting", "tenancy"):
        found += pool.FindFileByName(f"tierline/{name}/v1/events.proto").message_types_by_name.values()
    names = {}
    while found:
        message = found.pop()
        if message.full_name not in names and not message.GetOptions().map_entry:
            names[message.full_name] = message
            found += [field.message_type for field in message.fields if field.message_type is not None]
    return [message for name, message in sorted(names.items()) if name.startswith("tierline.")]


def scalars(field):
    """Draw values of a scalar field."""
    if field.enum_type is not None:
        return st.sampled_from([value.number for value in field.enum_type.values])
    if field.type == FieldDescriptor.TYPE_BYTES:
        return st.binary(max_size=9)
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return st.booleans()
    if field.cpp_type in (FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT):
        return st.floats(allow_nan=False, allow_infinity=False, width=64 if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE else 32)
    return INTEGERS.get(field.cpp_type, TEXT)


def special(draw, message):
    """Fill the messages that have a form of their own in JSON; tell whether this is one."""
    match message.DESCRIPTOR.full_name:
        case "google.protobuf.Timestamp":
            message.seconds = draw(st.integers(-62_135_596_800, 253_402_300_799))
            message.nanos = draw(st.sampled_from([0, 1, 1_000, 500_000_000, 999_999_999]))
        case "google.protobuf.Duration":
            message.seconds = draw(st.integers(-315_576_000_000, 315_576_000_000))
            message.nanos = draw(st.sampled_from([0, 1_000, 999_999_999])) * (-1 if message.seconds < 0 else 1)
            if abs(message.seconds) == 315_576_000_000:
                message.nanos = 0
        case "google.protobuf.FieldMask":
            message.paths.extend(draw(st.lists(st.sampled_from(["title", "display_name", "a.b_c"]), max_size=3)))
        case "google.protobuf.Struct":
            leaves = st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
            members = st.recursive(leaves, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2), max_leaves=6)
            message.update(draw(st.dictionaries(TEXT, members, max_size=3)))
        case "google.protobuf.Any":
            held = tenancy_pb2.Tenant(display_name=draw(TEXT))
            message.Pack(held)
        case _:
            return False
    return True


def fill(draw, message, depth):
    """Draw a message."""
    if special(draw, message):
        return message
    oneofs = set()
    for field in message.DESCRIPTOR.fields:
        oneof = field.containing_oneof
        if not draw(st.booleans()) or (oneof is not None and oneof.name in oneofs):
            continue
        if field.message_type is None:
            if field.is_repeated:
                getattr(message, field.name).extend(draw(st.lists(scalars(field), max_size=2)))
            else:
                setattr(message, field.name, draw(scalars(field)))
        elif field.message_type.GetOptions().map_entry:
            pytest.fail("the contract has a map: draw it here")
        elif depth:
            if field.is_repeated:
                fill(draw, getattr(message, field.name).add(), depth - 1)
            else:
                child = getattr(message, field.name)
                child.SetInParent()
                fill(draw, child, depth - 1)
        else:
            continue
        if oneof is not None:
            oneofs.add(oneof.name)
    return message


messages = st.sampled_from(every_message()).flatmap(
    lambda descriptor: st.composite(lambda draw: fill(draw, message_factory.GetMessageClass(descriptor)(), DEPTH))(),
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(messages)
def test_what_is_written_is_what_protobuf_writes_and_reads_back(message):
    """One format, two implementations: any difference is a bug of ours."""
    written = write(message)
    assert json_format.MessageToDict(message) == written
    again = type(message)()
    reader(message.DESCRIPTOR)(again, json.loads(json.dumps(written)))
    assert message == again


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(messages)
def test_the_names_of_the_proto_are_read_as_well(message):
    """Some clients send snake_case."""
    again = type(message)()
    written = json_format.MessageToDict(message, preserving_proto_field_name=True)
    reader(message.DESCRIPTOR)(again, json.loads(json.dumps(written)))  # as a parser gives it: protobuf's own answer holds other kinds of dict
    assert message == again


likely = st.sampled_from(["2026-01-01T00:00:00Z", "3s", "LEVEL_L1", "-1.5", "MQ=="])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | likely,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["title", "id", "levels", "hours", "mon", "x"]), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_json_is_read_as_protobuf_reads_it_or_refused_with_its_place(data):
    """Ours may be stricter, and takes names of the proto in masks; what both take must come out the same, and nothing raises anything but `Wrong`."""
    descriptor = data.draw(st.sampled_from(every_message()))
    field = data.draw(st.sampled_from(list(descriptor.fields))) if descriptor.fields else None
    value = {field.json_name: data.draw(json_values)} if field is not None else {}
    ours, theirs = message_factory.GetMessageClass(descriptor)(), message_factory.GetMessageClass(descriptor)()
    refused = None
    try:
        reader(descriptor)(ours, value)
    except Wrong as wrong:
        refused = wrong
    if refused is not None:
        assert refused.path.startswith(field.json_name)
        assert refused.rule
    elif not _is_snake_mask(field, value):
        json_format.ParseDict(value, theirs)
        assert theirs == ours


def _is_snake_mask(field, value):
    """Tell where ours is meant to take more than protobuf's own: a mask whose names are those of the proto."""
    mask = field is not None and field.message_type is not None and field.message_type.full_name == "google.protobuf.FieldMask"
    return mask and "_" in (value[field.json_name] or "")


@pytest.mark.parametrize(
    ("message", "value", "path", "rule"),
    [
        (ticket_pb2.Ticket, {"titel": "x"}, "titel", "did you mean title"),
        (ticket_pb2.Ticket, {"title": 7}, "title", "string"),
        (ticket_pb2.Ticket, {"title": "a\0b"}, "title", "U+0000"),
        (ticket_pb2.Ticket, {"title": "\ud800"}, "title", "Unicode"),
        (ticket_pb2.Ticket, {"kind": 3}, "kind", "name"),
        (ticket_pb2.Ticket, {"kind": "TICKET_KIND_DATABSE"}, "kind", "TICKET_KIND_DATABASE"),
        (ticket_pb2.Ticket, {"reopenCount": 2**31}, "reopenCount", "2147483647"),
        (ticket_pb2.Ticket, {"reopenCount": True}, "reopenCount", "integer"),
        (ticket_pb2.Ticket, {"openTime": "2026-02-30T00:00:00Z"}, "openTime", "exists"),
        (ticket_pb2.Ticket, {"openTime": "2026-01-01 00:00"}, "openTime", "RFC 3339"),
        (ticket_pb2.Ticket, {"openTime": "2026-01-01T00:00:00Z", "open_time": None}, "open_time", "twice"),
        (ticket_pb2.Ticket, {"links": [{}, {"kind": "x"}]}, "links[1].kind", "no value"),
        (monitoring_pb2.Check, {"http": {}, "heartbeat": {}}, "heartbeat", "only one of"),
        (sla_pb2.AttainmentRow, {"attainmentPercent": float("nan")}, "attainmentPercent", "finite"),
        (sla_pb2.Target, {"duration": "3 hours"}, "duration", "3.5s"),
        (tenancy_pb2.PluginSetting, {"settings": {"a": {"b": float("inf")}}}, "settings.a.b", "finite"),
        (tenancy_pb2.Tenant, [], "", "object"),
    ],
)
def test_what_is_wrong_is_named(message, value, path, rule):
    """Whoever made the mistake mends it from the answer alone."""
    with pytest.raises(Wrong) as refused:
        reader(message.DESCRIPTOR)(message(), value)
    assert path == refused.value.path
    assert rule in refused.value.rule


def test_json_that_is_too_deep_for_a_decoder_is_refused():
    """A service could not read it, and would have to call it our bug."""
    value = {}
    for _ in range(DEEPEST + 2):
        value = {"x": value}
    with pytest.raises(Wrong, match="deeper"):
        reader(tenancy_pb2.PluginSetting.DESCRIPTOR)(tenancy_pb2.PluginSetting(), {"settings": value})
    for _ in range(5):
        value = value["x"]
    read = tenancy_pb2.PluginSetting()
    reader(read.DESCRIPTOR)(read, {"settings": value})
    assert read == tenancy_pb2.PluginSetting.FromString(read.SerializeToString())


@pytest.mark.parametrize("text", [b"{", b"\xff", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1, "a": 2}', b"[" * 50_000, b"9" * 9_000])
def test_text_that_is_no_json_is_refused(text):
    """JSON has no NaN, no member twice, and no end of nesting that we would follow."""
    with pytest.raises(JsonUnreadable):
        parse_json(text)
