"""What an observation leads to: the alarm once, the outage with exact instants, silence in a maintenance window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tierline_sdk.values import Environment

from tierline_monitoring.domain.alarms import Alarm, Outage, Trouble
from tierline_monitoring.domain.checks import Check, CheckState, HeartbeatProbe, Observation, Standing, observe
from tierline_monitoring.domain.facts import AlarmCleared, AlarmRaised, Fact, OutageEnded, OutageStarted, Wake, WakeKind
from tierline_monitoring.domain.windows import Window, muted_until

NewId = Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of a check: its new standing, the trouble that stands now, what happened, and when to look again."""

    check: Check
    trouble: Trouble | None
    facts: Sequence[Fact] = ()
    wakes: Sequence[Wake] = ()


def judge(check: Check, trouble: Trouble | None, seen: Observation, *, windows: Sequence[Window], new_id: NewId) -> Judgement:
    """Judge one observation that is news (`answers`)."""
    check = replace(check, standing=observe(check, seen))
    wakes = (due_wake(check),)
    if check.standing.state is CheckState.DOWN and trouble is None:
        return _raised(check, seen, wakes, windows=windows, new_id=new_id)
    if check.standing.state is CheckState.UP and trouble is not None:
        return Judgement(check=check, trouble=None, facts=cleared(trouble, at=seen.at), wakes=(*wakes, _wake(check, WakeKind.UNMUTE, None)))
    return Judgement(check=check, trouble=trouble, wakes=wakes)


def due_wake(check: Check) -> Wake:
    """Return when to look at *check* for its own sake."""
    kind = WakeKind.OVERDUE if isinstance(check.spec.probe, HeartbeatProbe) else WakeKind.PROBE
    return _wake(check, kind, check.standing.due_at)


def _wake(check: Check, kind: WakeKind, at: datetime | None) -> Wake:
    return Wake(tenant_id=check.tenant_id, check_id=check.id, kind=kind, at=at, due=at)


def _raised(check: Check, seen: Observation, wakes: Sequence[Wake], *, windows: Sequence[Window], new_id: NewId) -> Judgement:
    spec = check.spec
    end = muted_until(windows, application_id=spec.application_id, environment=spec.environment, at=seen.at)
    alarm = Alarm(
        id=new_id(), tenant_id=check.tenant_id, check_id=check.id, check_name=spec.display_name, application_id=spec.application_id,
        environment=spec.environment, summary=seen.detail, impact=spec.impact, start_time=check.standing.failing_since or seen.at, muted=end is not None,
    )
    outage = _outage(alarm, since=alarm.start_time, new_id=new_id) if spec.environment is Environment.PRODUCTION else None
    facts: list[Fact] = [AlarmRaised(alarm=alarm, at=seen.at)]
    if outage is not None:
        facts.append(OutageStarted(outage=outage, at=seen.at))
    return Judgement(check=check, trouble=Trouble(alarm=alarm, outage=outage), facts=facts, wakes=(*wakes, _wake(check, WakeKind.UNMUTE, end)))


def _outage(alarm: Alarm, *, since: datetime, new_id: NewId) -> Outage:
    return Outage(
        id=new_id(), tenant_id=alarm.tenant_id, check_id=alarm.check_id, alarm_id=alarm.id, application_id=alarm.application_id,
        environment=alarm.environment, start_time=since, planned=alarm.muted,
    )


def cleared(trouble: Trouble, *, at: datetime) -> Sequence[Fact]:
    """Return the facts with which *trouble* ends."""
    facts: list[Fact] = [AlarmCleared(alarm=replace(trouble.alarm, end_time=at), at=at)]
    if trouble.outage is not None:
        facts.append(OutageEnded(outage=replace(trouble.outage, end_time=at), at=at))
    return facts


def stopped(check: Check, trouble: Trouble | None, *, at: datetime) -> Judgement:
    """Judge a check that runs no more: nobody watches, so its trouble ends as far as anybody knows."""
    check = replace(check, standing=Standing(last_result=check.standing.last_result, last_probe_time=check.standing.last_probe_time))
    wakes = [_wake(check, kind, None) for kind in WakeKind]
    return Judgement(check=check, trouble=None, facts=cleared(trouble, at=at) if trouble else (), wakes=wakes)


def window_ended(check: Check, trouble: Trouble, *, at: datetime, windows: Sequence[Window], new_id: NewId) -> Judgement:
    """
    Judge a muted alarm when its window ends *at* that instant: silent on where another window covers it, loud from now on where none does.

    The planned outage ends and one that counts begins at the same instant.
    """
    if not trouble.alarm.muted:
        return Judgement(check=check, trouble=trouble)
    end = muted_until(windows, application_id=trouble.alarm.application_id, environment=trouble.alarm.environment, at=at)
    if end is not None:
        return Judgement(check=check, trouble=trouble, wakes=(_wake(check, WakeKind.UNMUTE, end),))
    alarm = replace(trouble.alarm, muted=False)
    facts: list[Fact] = [AlarmRaised(alarm=alarm, at=at)]
    outage = None
    if trouble.outage is not None:
        outage = _outage(alarm, since=at, new_id=new_id)
        facts += [OutageEnded(outage=replace(trouble.outage, end_time=at), at=at), OutageStarted(outage=outage, at=at)]
    return Judgement(check=check, trouble=Trouble(alarm=alarm, outage=outage), facts=facts)
