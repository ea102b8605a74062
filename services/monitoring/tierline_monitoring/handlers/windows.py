"""Commands on maintenance windows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from tierline_sdk.errors import FieldViolation, InvalidFields

from tierline_monitoring.domain.facts import Wake, WakeKind, WindowSaved
from tierline_monitoring.domain.windows import LONGEST, Window, WindowSpec
from tierline_monitoring.handlers.ports import Applications, Windows


class Store(Windows, Applications, Protocol):
    """Windows and the applications that they may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateWindow:
    """Reserve a window."""

    tenant_id: str
    spec: WindowSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateWindow:
    """Change a window, loaded and locked, to what *spec* says."""

    window: Window
    spec: WindowSpec


def create_window(command: CreateWindow, *, store: Store, now: datetime, new_id: Callable[[], str]) -> Window:
    """
    Reserve a window. An alarm that is loud already stays so; what fails from now on, while the window lasts, is silent.

    Raises:
        InvalidFields: It ends before it starts, is too long for how it comes again, or names no application of the tenant.

    """
    _check(command.spec, store)
    window = Window(id=new_id(), tenant_id=command.tenant_id, spec=command.spec, create_time=now, update_time=now)
    store.add_window(window)
    store.record([WindowSaved(window=window, at=now)])
    return window


def update_window(command: UpdateWindow, *, store: Store, now: datetime) -> Window:
    """
    Change a window, and look at once whether the alarms that were silent still are.

    Raises:
        InvalidFields: As for `create_window`.

    """
    _check(command.spec, store)
    window = replace(command.window, spec=command.spec, update_time=now, version=command.window.version + 1)
    store.change_window(window)
    store.record([WindowSaved(window=window, at=now)], _looks(store.muted_checks(), window.tenant_id, now))
    return window


def _looks(check_ids: Sequence[str], tenant_id: str, now: datetime) -> Sequence[Wake]:
    return [Wake(tenant_id=tenant_id, check_id=check_id, kind=WakeKind.UNMUTE, at=now, due=now) for check_id in check_ids]


def _check(spec: WindowSpec, store: Applications) -> None:
    wrong = []
    if spec.end_time <= spec.start_time:
        wrong.append(FieldViolation(field="maintenance_window.end_time", description="must be after start_time"))
    if spec.end_time - spec.start_time > LONGEST[spec.recurrence]:
        days = LONGEST[spec.recurrence].days
        wrong.append(FieldViolation(field="maintenance_window.end_time", description=f"at most {days} days after start_time ({spec.recurrence.value})"))
    if spec.application_id is not None and store.find_application(spec.application_id) is None:
        wrong.append(FieldViolation(field="maintenance_window.application_id", description="names no application of this tenant"))
    if wrong:
        raise InvalidFields(wrong)
