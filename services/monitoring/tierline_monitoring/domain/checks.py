"""Checks: what is done, how it stands, and what one more observation makes of that."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tierline_sdk.values import Environment, Impact

PAUSED = "Paused."
"""What a check says while it does not run."""


class CheckState(StrEnum):
    """How a check stands."""

    PENDING = "pending"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpProbe:
    """A page is asked for; `expected_status` 0 takes any from 200 to 399."""

    url: str
    timeout: timedelta
    expected_status: int = 0
    expected_text: str = ""
    allow_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartbeatProbe:
    """A sign of life is awaited; it may be late by `grace`."""

    grace: timedelta = timedelta()


Probe = HttpProbe | HeartbeatProbe


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSpec:
    """What people set of a check; every default is filled in. Without an application it stands for the tenant as a whole."""

    display_name: str
    application_id: str | None
    environment: Environment
    probe: Probe
    interval: timedelta
    failures_to_alarm: int
    paused: bool
    impact: Impact


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """
    How a check stands.

    Attributes:
        failures: Failures in a row.
        failing_since: When the first of them was.
        due_at: When the next probe is due, or a sign of life is overdue; `None` where nothing is awaited (paused; a silent heartbeat that raised its alarm).

    """

    state: CheckState = CheckState.PENDING
    failures: int = 0
    failing_since: datetime | None = None
    last_result: str = ""
    last_probe_time: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check; `version` counts the commands on it, not what is observed."""

    id: str
    tenant_id: str
    spec: CheckSpec
    standing: Standing
    create_time: datetime
    update_time: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """
    What was seen of a check.

    Attributes:
        at: When; for a sign of life that did not come, the exact instant at which it was overdue.
        due: The due instant that it answers; `None` for a sign of life, which comes by itself.
        final: Whether a failure raises the alarm at once.

    """

    check_id: str
    at: datetime
    ok: bool
    detail: str
    due: datetime | None = None
    final: bool = False


def first_due(spec: CheckSpec, *, now: datetime) -> datetime | None:
    """Return when a check that starts *now* is due: a page at once, a sign of life after interval and grace."""
    if spec.paused:
        return None
    return now + spec.interval + spec.probe.grace if isinstance(spec.probe, HeartbeatProbe) else now


def answers(check: Check, seen: Observation) -> bool:
    """Say whether *seen* is news: the check runs, and nobody has answered this due instant before."""
    return not check.spec.paused and (seen.due is None or seen.due == check.standing.due_at)


def observe(check: Check, seen: Observation) -> Standing:
    """Return how *check* stands after *seen*, with the instant that is due next."""
    before = check.standing
    if seen.ok:
        after = replace(before, state=CheckState.UP, failures=0, failing_since=None)
    else:
        failures = before.failures + 1
        down = seen.final or failures >= check.spec.failures_to_alarm or before.state is CheckState.DOWN
        after = replace(before, state=CheckState.DOWN if down else before.state, failures=failures, failing_since=before.failing_since or seen.at)
    return replace(after, last_result=seen.detail, last_probe_time=_last_sign(check, seen), due_at=_next_due(check, seen, after.state))


def _last_sign(check: Check, seen: Observation) -> datetime | None:
    """A sign of life that did not come is no sign of life."""
    overdue = isinstance(check.spec.probe, HeartbeatProbe) and seen.due is not None
    return check.standing.last_probe_time if overdue else seen.at


def _next_due(check: Check, seen: Observation, state: CheckState) -> datetime | None:
    match check.spec.probe:
        case HttpProbe():
            return next_probe(seen.due or seen.at, check.spec.interval, now=seen.at)
        case HeartbeatProbe(grace=grace):
            if seen.due is None:
                return seen.at + check.spec.interval + grace
            return None if state is CheckState.DOWN else seen.due + check.spec.interval


def next_probe(due: datetime, interval: timedelta, *, now: datetime) -> datetime:
    """Return the first instant after *now* in the rhythm that *due* belongs to: probes neither drift nor pile up."""
    return due + interval * max(1, (now - due) // interval + 1)
