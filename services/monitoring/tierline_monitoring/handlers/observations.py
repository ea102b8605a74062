"""What was observed, by probes, signs of life and timers, and what follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tierline_monitoring.domain.checks import Check, Observation, answers
from tierline_monitoring.domain.facts import Wake
from tierline_monitoring.domain.judging import judge, window_ended
from tierline_monitoring.handlers.ports import Checks

AGAIN = timedelta(seconds=1)
"""When to look again at a check that another transaction holds."""


def take_observations(observations: Sequence[Observation], *, store: Checks, new_id: Callable[[], str]) -> Mapping[str, Check]:
    """
    Judge observations of one tenant in their order, those of one check after one another.

    Returns:
        The checks as they stand now, by id. What is no news (the check was paused, changed or answered by another meanwhile) changes nothing.

    """
    checks = {check.id: check for check in store.lock_checks(sorted({seen.check_id for seen in observations}))}
    _judge(observations, checks, store=store, new_id=new_id)
    return checks


def take_overdue(wakes: Sequence[Wake], *, store: Checks, now: datetime, new_id: Callable[[], str]) -> None:
    """Judge signs of life that did not come, each at the exact instant at which it was overdue."""
    checks = _lock(wakes, store=store, now=now)
    _judge([_missing(wake.check_id, wake.due) for wake in wakes if wake.due is not None], checks, store=store, new_id=new_id)


def end_windows(wakes: Sequence[Wake], *, store: Checks, now: datetime, new_id: Callable[[], str]) -> None:
    """Judge the muted alarms of checks whose window ends, each at the exact instant of that end."""
    checks = _lock(wakes, store=store, now=now)
    troubles, windows = store.troubles(sorted(checks)), store.windows()
    store.save([
        window_ended(checks[wake.check_id], troubles[wake.check_id], at=wake.due, windows=windows, new_id=new_id)
        for wake in wakes if wake.due is not None and wake.check_id in troubles
    ])


def _judge(observations: Sequence[Observation], checks: dict[str, Check], *, store: Checks, new_id: Callable[[], str]) -> None:
    troubles = dict(store.troubles(sorted(checks)))
    windows = store.windows() if any(not seen.ok for seen in observations) else ()
    judgements = []
    for seen in observations:
        check = checks.get(seen.check_id)
        if check is None or not answers(check, seen):
            continue
        judgement = judge(check, troubles.pop(check.id, None), seen, windows=windows, new_id=new_id)
        checks[check.id] = judgement.check
        if judgement.trouble is not None:
            troubles[check.id] = judgement.trouble
        judgements.append(judgement)
    store.save(judgements)


def _missing(check_id: str, due: datetime) -> Observation:
    return Observation(check_id=check_id, at=due, ok=False, detail=f"No sign of life until {due:%Y-%m-%d %H:%M:%S} UTC.", due=due)


def _lock(wakes: Sequence[Wake], *, store: Checks, now: datetime) -> dict[str, Check]:
    """
    Lock the checks without waiting, and look again soon at those that others hold.

    The timer's row is locked already, and those who hold a check may wait for it: waiting here would be a deadlock.
    """
    checks = {check.id: check for check in store.lock_checks(sorted({wake.check_id for wake in wakes}), wait=False)}
    store.record([], [replace(wake, at=now + AGAIN) for wake in wakes if wake.check_id not in checks])
    return checks
