"""Commands on checks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from tierline_sdk.errors import FieldViolation, InvalidFields

from tierline_monitoring.domain.checks import Check, CheckSpec, HeartbeatProbe, Observation, Standing, first_due
from tierline_monitoring.domain.errors import TakesNoBeats
from tierline_monitoring.domain.facts import CheckSaved, Wake, WakeKind
from tierline_monitoring.domain.judging import due_wake, stopped
from tierline_monitoring.handlers.observations import take_observations
from tierline_monitoring.handlers.ports import Applications, Checks


class Store(Checks, Applications, Protocol):
    """Checks and the applications that they may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateCheck:
    """Create a check."""

    tenant_id: str
    spec: CheckSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateCheck:
    """Change a check, loaded and locked, to what *spec* says."""

    check: Check
    spec: CheckSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatCheck:
    """Take a sign of life of a check, loaded and locked; with a *failure*, it says what is wrong."""

    check: Check
    failure: str = ""


def create_check(command: CreateCheck, *, store: Store, now: datetime, new_id: Callable[[], str]) -> Check:
    """
    Create a check; a page is asked for at once.

    Raises:
        InvalidFields: The application is none of the tenant's.
        AlreadyExists: The tenant has a check of this name.

    """
    spec = _with_application(command.spec, store)
    standing = Standing(due_at=first_due(spec, now=now))
    check = Check(id=new_id(), tenant_id=command.tenant_id, spec=spec, standing=standing, create_time=now, update_time=now)
    store.add_check(check)
    store.record([CheckSaved(check=check, at=now)], [due_wake(check)])
    return check


def update_check(command: UpdateCheck, *, store: Store, now: datetime) -> Check:
    """
    Change a check: one that is paused ends its trouble, one whose rhythm changed starts a new one.

    Raises:
        InvalidFields: The application is none of the tenant's.
        AlreadyExists: The tenant has another check of this name.

    """
    before, spec = command.check, command.spec
    if spec.application_id != before.spec.application_id:
        spec = _with_application(spec, store)
    check = replace(before, spec=spec, update_time=now, version=before.version + 1)
    if spec.paused and not before.spec.paused:
        judgement = stopped(check, store.troubles([check.id]).get(check.id), at=now)
        check = judgement.check
        store.change_check(check)
        store.save([judgement])
        store.record([CheckSaved(check=check, at=now)])
        return check
    if _rhythm(spec) != _rhythm(before.spec):
        check = replace(check, standing=replace(check.standing, due_at=first_due(spec, now=now)))
    store.change_check(check)
    store.record([CheckSaved(check=check, at=now)], _wakes(check))
    return check


def beat_check(command: BeatCheck, *, store: Checks, now: datetime, new_id: Callable[[], str]) -> Check:
    """
    Take a sign of life; one that says what is wrong raises the alarm at once. A paused check takes it and stays as it is.

    Raises:
        TakesNoBeats: The check asks for a page.

    """
    check = command.check
    if not isinstance(check.spec.probe, HeartbeatProbe):
        raise TakesNoBeats(check.id)
    seen = Observation(check_id=check.id, at=now, ok=not command.failure, detail=command.failure or "Alive.", final=bool(command.failure))
    return take_observations([seen], store=store, new_id=new_id).get(check.id, check)


def _with_application(spec: CheckSpec, store: Applications) -> CheckSpec:
    application = store.find_application(spec.application_id)
    if application is None and spec.application_id is not None:
        raise InvalidFields([FieldViolation(field="check.application_id", description="names no application of this tenant")])
    return replace(spec, application_id=application.id if application else None)


def _rhythm(spec: CheckSpec) -> object:
    return spec.probe, spec.interval, spec.paused


def _wakes(check: Check) -> list[Wake]:
    """Set the wake of the check's kind, and cancel the one that it may have had as another kind."""
    mine = due_wake(check)
    other = WakeKind.PROBE if mine.kind is WakeKind.OVERDUE else WakeKind.OVERDUE
    return [mine, Wake(tenant_id=check.tenant_id, check_id=check.id, kind=other, at=None, due=None)]
