"""Messages that stand for any JSON: Struct, Value and ListValue."""

import math
from typing import Any

from google.protobuf.struct_pb2 import ListValue, Struct, Value

from tierline_gateway.transcoding.scalars import read_string
from tierline_gateway.transcoding.wrong import Wrong

DEEPEST = 30
"""Levels of objects and lists; a decoder takes 100 levels of messages, of which each level of JSON costs three."""


def read_struct(message: Struct, value: Any, *, left: int = DEEPEST) -> None:
    """Read an object of any members."""
    if type(value) is not dict:
        raise Wrong("must be an object")
    fields = message.fields
    for name, member in value.items():
        try:
            read_value(fields[read_string(name)], member, left=left - 1)
        except Wrong as wrong:
            raise wrong.within(name) from None


def read_list(message: ListValue, value: Any, *, left: int = DEEPEST) -> None:
    """Read a list of anything."""
    if type(value) is not list:
        raise Wrong("must be a list")
    for index, item in enumerate(value):
        try:
            read_value(message.values.add(), item, left=left - 1)
        except Wrong as wrong:
            raise wrong.within(f"[{index}]") from None


def read_value(message: Value, value: Any, *, left: int = DEEPEST) -> None:
    """Read anything."""
    if left < 0:
        raise Wrong(f"must not be nested deeper than {DEEPEST} levels")
    kind = type(value)
    if kind is str:
        message.string_value = read_string(value)
    elif kind is bool:
        message.bool_value = value
    elif kind is int or kind is float:
        message.number_value = _finite(value)
    elif value is None:
        message.null_value = 0  # type: ignore[assignment]  # the only value of NullValue
    elif kind is list:
        message.list_value.SetInParent()
        read_list(message.list_value, value, left=left)
    else:
        message.struct_value.SetInParent()
        read_struct(message.struct_value, value, left=left)


def _finite(value: float) -> float:
    try:
        number = float(value)
    except OverflowError as error:
        raise Wrong("must be a number of a size that fits") from error
    if not math.isfinite(number):
        raise Wrong("must be a finite number of a size that fits")
    return number


def write_struct(message: Struct) -> dict[str, Any]:
    """Write an object."""
    return {name: write_value(member) for name, member in message.fields.items()}


def write_list(message: ListValue) -> list[Any]:
    """Write a list."""
    return [write_value(item) for item in message.values]


def write_value(message: Value) -> Any:
    """Write anything; a whole number is written without a fraction."""
    match message.WhichOneof("kind"):
        case "struct_value":
            return write_struct(message.struct_value)
        case "list_value":
            return write_list(message.list_value)
        case "number_value":
            number = message.number_value
            return int(number) if number.is_integer() else number
        case "string_value":
            return message.string_value
        case "bool_value":
            return message.bool_value
        case _:
            return None
