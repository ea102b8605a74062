"""Single values as proto3 JSON writes them: numbers, text, bytes, enums."""

import base64
import binascii
import math
import re
import struct
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor

from tierline_gateway.transcoding.wrong import Wrong, shown

Read = Callable[[Any], Any]
"""Turns a JSON value into what protobuf's Python API takes."""
Write = Callable[[Any], Any]
"""Turns a value of protobuf's Python API into JSON's."""

_INTEGER = re.compile(r"-?[0-9]{1,20}")
_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")
_LARGEST_FLOAT = struct.unpack("<f", b"\xff\xff\x7f\x7f")[0]
_MOST_NAMED = 12


def read_string(value: Any) -> str:
    """Read text: valid Unicode without U+0000, which no store keeps."""
    if type(value) is not str:
        raise Wrong("must be a string")
    if "\0" in value:
        raise Wrong("must not contain the character U+0000")
    if not value.isascii():
        _check_encodable(value)
    return value


def _check_encodable(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Wrong("must be valid Unicode: it holds half of a surrogate pair") from error


def read_bool(value: Any) -> bool:
    """Read true or false."""
    if type(value) is not bool:
        raise Wrong("must be true or false")
    return value


def read_bytes(value: Any) -> bytes:
    """Read bytes in base64, of either alphabet, padded or not."""
    if type(value) is not str or not _BASE64.fullmatch(value):
        raise Wrong("must be a string in base64")
    bare = value.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except binascii.Error as error:
        raise Wrong("must be a string in base64") from error


def write_bytes(value: bytes) -> str:
    """Write bytes in base64."""
    return base64.b64encode(value).decode()


def integer_reader(low: int, high: int) -> Read:
    """Make a reader of integers from *low* to *high*; a string of digits and a number without a fraction will do."""

    def read(value: Any) -> int:
        if (type(value) is str and _INTEGER.fullmatch(value)) or (type(value) is float and value.is_integer()):
            value = int(value)
        if type(value) is not int:
            raise Wrong("must be an integer")
        if not low <= value <= high:
            raise Wrong(f"must be from {low} to {high}")
        return value

    return read


def number_reader(largest: float) -> Read:
    """Make a reader of finite numbers up to *largest* either way; a string that holds one will do."""

    def read(value: Any) -> float:
        kind = type(value)
        if kind is str and _NUMBER.fullmatch(value):
            value = float(value)
        elif kind is not float and kind is not int:
            raise Wrong("must be a number")
        try:
            number = float(value)
        except OverflowError as error:
            raise Wrong("must be a number of a size that fits") from error
        if not math.isfinite(number) or abs(number) > largest:
            raise Wrong("must be a finite number of a size that fits")
        return number

    return read


def write_number(value: float) -> float | str:
    """Write a number; what is none is written as a string."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def write_single(value: float) -> float | str:
    """Write a number of single precision with as few digits as tell it apart."""
    if not math.isfinite(value):
        return write_number(value)
    return next((short for digits in range(6, 9) if _single(short := float(f"{value:.{digits}g}")) == value), float(f"{value:.9g}"))


def _single(value: float) -> float:
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError:
        return math.inf


def enum_reader(enum: EnumDescriptor) -> Read:
    """Make a reader of an enum's names; numbers are refused, since they say nothing to who reads them."""
    numbers = {value.name: value.number for value in enum.values}

    def read(value: Any) -> int:
        number = numbers.get(value) if type(value) is str else None
        if number is None:
            raise Wrong(_enum_rule(value, list(numbers)))
        return number

    return read


def _enum_rule(value: Any, names: list[str]) -> str:
    if type(value) is not str:
        return f"must be the name of a value, as a string, such as {names[-1]}"
    near = get_close_matches(value.upper(), names, n=3, cutoff=0.5)
    offered = near or names[:_MOST_NAMED]
    return f"has no value {shown(value)!r}; " + ("did you mean " + " or ".join(near) + "?" if near else "it takes " + ", ".join(offered))


def enum_writer(enum: EnumDescriptor) -> Write:
    """Make a writer of an enum's names; a number that this build does not know is written as it is."""
    names: dict[int, str] = {}
    for value in enum.values:
        names.setdefault(value.number, value.name)
    return lambda number: names.get(number, number)


_INTEGERS = {
    FieldDescriptor.CPPTYPE_INT32: integer_reader(-(2**31), 2**31 - 1),
    FieldDescriptor.CPPTYPE_INT64: integer_reader(-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_UINT32: integer_reader(0, 2**32 - 1),
    FieldDescriptor.CPPTYPE_UINT64: integer_reader(0, 2**64 - 1),
}
_READERS: dict[int, Read] = {
    **_INTEGERS,
    FieldDescriptor.CPPTYPE_BOOL: read_bool,
    FieldDescriptor.CPPTYPE_DOUBLE: number_reader(math.inf),
    FieldDescriptor.CPPTYPE_FLOAT: number_reader(_LARGEST_FLOAT),
}
_WRITERS: dict[int, Write] = {
    FieldDescriptor.CPPTYPE_INT64: str,
    FieldDescriptor.CPPTYPE_UINT64: str,
    FieldDescriptor.CPPTYPE_DOUBLE: write_number,
    FieldDescriptor.CPPTYPE_FLOAT: write_single,
}


def scalar_reader(field: FieldDescriptor) -> Read:
    """Return the reader of one value of a field that holds no message."""
    if field.type == FieldDescriptor.TYPE_BYTES:
        return read_bytes
    if field.enum_type is not None:
        return enum_reader(field.enum_type)
    return _READERS.get(field.cpp_type, read_string)


def scalar_writer(field: FieldDescriptor) -> Write | None:
    """Return the writer of one value of a field that holds no message; `None` where JSON takes the value as it is."""
    if field.type == FieldDescriptor.TYPE_BYTES:
        return write_bytes
    if field.enum_type is not None:
        return enum_writer(field.enum_type)
    return _WRITERS.get(field.cpp_type)


def key_reader(field: FieldDescriptor) -> Read:
    """Return the reader of a map's key, which is always a string in JSON."""
    if field.cpp_type != FieldDescriptor.CPPTYPE_BOOL:
        return scalar_reader(field)
    return read_text_bool


def read_text_bool(value: Any) -> bool:
    """Read true or false where only text can stand: in a map's key, in a query."""
    if value not in ("true", "false"):
        raise Wrong("must be true or false")
    return bool(value == "true")


def write_key(value: Any) -> str:
    """Write a map's key."""
    if type(value) is bool:
        return "true" if value else "false"
    return str(value)
