"""What protovalidate enforces, in the words of JSON Schema."""

from typing import Any

from buf.validate import validate_pb2
from google.api import field_behavior_pb2  # type: ignore[import-untyped]  # the wheel brings no types
from google.protobuf.descriptor import Descriptor, FieldDescriptor, OneofDescriptor
from google.protobuf.duration_pb2 import Duration

from tierline_gateway.transcoding.times import write_duration

_WORDS = {"min_len": "minLength", "max_len": "maxLength", "len": "minLength", "pattern": "pattern", "gte": "minimum", "lte": "maximum",
          "gt": "exclusiveMinimum", "lt": "exclusiveMaximum", "min_items": "minItems", "max_items": "maxItems", "unique": "uniqueItems"}
_FORMATS = {"uuid": "uuid", "email": "email", "uri": "uri", "hostname": "hostname"}
_BOUNDS = {"gte": "at least", "gt": "more than", "lte": "at most", "lt": "less than"}


def rules_of(field: FieldDescriptor) -> validate_pb2.FieldRules:
    """Return what is declared of *field*."""
    return field.GetOptions().Extensions[validate_pb2.field]  # type: ignore[index]  # the stubs lose the extension's message


def is_required(field: FieldDescriptor) -> bool:
    """Tell whether a request without *field* is refused."""
    behaviours = field.GetOptions().Extensions[field_behavior_pb2.field_behavior]
    return field_behavior_pb2.REQUIRED in behaviours or rules_of(field).required


def oneof_is_required(oneof: OneofDescriptor) -> bool:
    """Tell whether one of its members has to be given."""
    rules: validate_pb2.OneofRules = oneof.GetOptions().Extensions[validate_pb2.oneof]  # type: ignore[index]  # as above
    return rules.required


def schema_of(rules: validate_pb2.FieldRules) -> dict[str, Any]:
    """Say *rules* of one value, or of a list, as members of a schema."""
    if rules.ignore == validate_pb2.IGNORE_ALWAYS:
        return {}
    kind = rules.WhichOneof("type")
    held = getattr(rules, kind) if kind else None
    if held is None or isinstance(held, (validate_pb2.DurationRules, validate_pb2.TimestampRules, validate_pb2.EnumRules)):
        return {}
    if isinstance(held, validate_pb2.RepeatedRules):
        return {**_words(held), **({"items": schema_of(held.items)} if held.HasField("items") else {})}
    return _words(held)


def _words(held: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field, value in held.ListFields():
        if field.name in _WORDS:
            found[_WORDS[field.name]] = value
        elif field.name in _FORMATS and value is True:
            found["format"] = _FORMATS[field.name]
    return found


def excluded_numbers(rules: validate_pb2.FieldRules) -> frozenset[int]:
    """Return the numbers of an enum's values that *rules* refuse."""
    held = rules.repeated.items if rules.WhichOneof("type") == "repeated" else rules
    return frozenset(getattr(held.enum, "not_in", ()))


def sentence_of(rules: validate_pb2.FieldRules) -> str:
    """Say in words what JSON Schema has no word for: the bounds of a duration."""
    if rules.WhichOneof("type") != "duration":
        return ""
    bounds = [f"{words} {_seconds(getattr(rules.duration, name))}" for name, words in _BOUNDS.items() if rules.duration.HasField(name)]
    return f"Must be {' and '.join(bounds)}." if bounds else ""


def _seconds(duration: Duration) -> str:
    return f"`{write_duration(duration)}`"


def message_sentences(message: Descriptor) -> str:
    """Say in words what is declared of a message as a whole."""
    declared: validate_pb2.MessageRules = message.GetOptions().Extensions[validate_pb2.message]  # type: ignore[index]  # as above
    return " ".join(f"It {rule.message}." for rule in declared.cel)
