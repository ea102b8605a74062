"""Partial updates (AIP-134): the fields that a mask names replace those of the resource as it stands."""

from collections.abc import Collection
from typing import Any, TypeVar

from google.api import field_behavior_pb2  # type: ignore[import-untyped]  # the wheel brings no types
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message
from tierline_sdk.errors import EtagMismatch, FieldViolation, InvalidFields

from tierline_chassis.interceptors.validation import Validation

M = TypeVar("M", bound=Message)

_validation = Validation()


def merge(current: M, changed: M, mask: FieldMask, *, fixed: Collection[str] = ("tenant_id",)) -> M:
    """
    Return *current* with the top-level fields of *changed* that *mask* names, all that are set where it is empty; the outcome keeps every constraint.

    Args:
        current: The resource as it stands; not altered.
        changed: The resource as the caller wants it; `id` and `etag` only identify.
        mask: Names of top-level fields; a named field that is unset in *changed* is cleared.
        fixed: Fields that never change after creation; naming one with its present value is harmless.

    Raises:
        InvalidFields: The mask names no field of the resource, or one that callers do not set; or the outcome breaks a constraint.
        EtagMismatch: *changed* carries an etag, and the resource has another one.

    """
    _demand_etag(current, changed)
    merged = type(current)()
    merged.CopyFrom(current)
    for field in _chosen(changed, mask, fixed):
        if field.name in fixed and getattr(changed, field.name) != getattr(current, field.name):
            raise InvalidFields([FieldViolation(field=_path(current, field.name), description="cannot be changed after creation")])
        _replace(merged, changed, field)
    _check(merged)
    return merged


def _path(resource: Message, name: str) -> str:
    return f"{_snake(resource.DESCRIPTOR.name)}.{name}"


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() and at else letter.lower() for at, letter in enumerate(name))


def _demand_etag(current: Message, changed: Message) -> None:
    etag = getattr(changed, "etag", "")
    if etag and etag != current.etag:  # type: ignore[attr-defined]  # a resource that has an etag has it on both sides
        raise EtagMismatch(_snake(current.DESCRIPTOR.name), str(getattr(current, "id", "")))


def _chosen(changed: Message, mask: FieldMask, fixed: Collection[str]) -> list[Any]:
    descriptor = changed.DESCRIPTOR
    settable = _settable(descriptor)
    if not mask.paths:
        return [field for field, _ in changed.ListFields() if field.name in settable]
    unknown = [path for path in mask.paths if path not in settable and path not in fixed]
    if unknown:
        known = ", ".join(sorted(settable))
        raise InvalidFields([FieldViolation(field="update_mask", description=f"{path!r} is no field that can be set; these are: {known}") for path in unknown])
    return [descriptor.fields_by_name[path] for path in mask.paths if path in descriptor.fields_by_name]


def _settable(descriptor: Any) -> set[str]:
    return {field.name for field in descriptor.fields if field.name not in {"id", "etag"} and not _output_only(field)}


def _output_only(field: Any) -> bool:
    return field_behavior_pb2.OUTPUT_ONLY in field.GetOptions().Extensions[field_behavior_pb2.field_behavior]


def _replace(merged: Message, changed: Message, field: Any) -> None:
    merged.ClearField(field.name)
    if field.is_repeated:
        getattr(merged, field.name).MergeFrom(getattr(changed, field.name))
    elif field.message_type is not None:
        if changed.HasField(field.name):
            getattr(merged, field.name).CopyFrom(getattr(changed, field.name))
    else:
        setattr(merged, field.name, getattr(changed, field.name))


def _check(merged: Message) -> None:
    try:
        _validation.check(merged)
    except InvalidFields as error:
        prefix = _snake(merged.DESCRIPTOR.name)
        raise InvalidFields([FieldViolation(field=f"{prefix}.{found.field}", description=found.description) for found in error.violations]) from None
