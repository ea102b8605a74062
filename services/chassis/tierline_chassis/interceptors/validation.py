"""The constraints that the contract declares (protovalidate), enforced before any handler sees a request."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError, Message
from tierline_sdk.errors import FieldViolation, InvalidFields

if TYPE_CHECKING:
    from protovalidate import Validator

_MOST_VIOLATIONS = 50


class Undecodable:
    """Stands for a request that is no encoding of its message, such as one with text that is not UTF-8."""


def decoder(message: type[Message]) -> Callable[[bytes], Message | Undecodable]:
    """Return what decodes a request, and answers rubbish with a value where gRPC would answer INTERNAL."""

    def decode(data: bytes) -> Message | Undecodable:
        try:
            return message.FromString(data)
        except DecodeError:
            return Undecodable()

    return decode


class Validation:
    """Checks requests against the constraints of their messages, which are compiled at the first request of each type."""

    @cached_property
    def _validator(self) -> "Validator":
        from protovalidate import Validator  # noqa: PLC0415 (12 MiB that a process without requests need not pay)

        return Validator()

    def check(self, request: Message | Undecodable) -> Message:
        """
        Return *request* where it keeps every constraint.

        Raises:
            InvalidFields: It does not; each wrong field is named with the rule it breaks.

        """
        if isinstance(request, Undecodable):
            raise InvalidFields([FieldViolation(field="", description="the request is no encoding of its message; text has to be UTF-8")])
        if violations := self._validator.collect_violations(request):
            raise InvalidFields([_violation(found.proto) for found in violations[:_MOST_VIOLATIONS]])
        return request


def _violation(found: Any) -> FieldViolation:
    elements = found.field.elements if found.field is not None else ()
    return FieldViolation(field=_path(elements), description=found.message or found.rule_id)


def _path(elements: Sequence[Any]) -> str:
    """Write a path as `ticket.tags[2]`."""
    return ".".join(element.field_name + (f"[{element.subscript.value}]" if element.subscript is not None else "") for element in elements)
