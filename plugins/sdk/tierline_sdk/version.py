"""The SDK's version, and the ranges that plugins state against it."""

import re

VERSION = "0.1.0"
"""This SDK. 0.x until its hooks have all been used in anger."""

_CLAUSE = re.compile(r"(>=|<=|==|>|<)(\d+(?:\.\d+){0,2})")


def in_range(version: str, wanted: str) -> bool:
    """
    Tell whether *version* lies in *wanted*.

    Args:
        version: Up to three numbers, such as `0.1.0`.
        wanted: Comparisons joined by commas, such as `>=0.1,<0.2`.

    Raises:
        ValueError: *wanted* is no such range.
    """
    return all(_holds(version, clause.strip()) for clause in wanted.split(","))


def _holds(version: str, clause: str) -> bool:
    match = _CLAUSE.fullmatch(clause)
    if match is None:
        raise ValueError(f"{clause!r} is no comparison: write for example '>=0.1,<0.2'.")
    left, right = _numbers(version), _numbers(match[2])
    return {">=": left >= right, "<=": left <= right, "==": left == right, ">": left > right, "<": left < right}[match[1]]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple([*(int(part) for part in version.split(".")), 0, 0][:3])
