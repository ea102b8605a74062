"""What reporting learns from monitoring, and of applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tierline_reporting.domain.outages import Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFact:
    """How a check stands from an instant on; *runs* where it is not paused and watches production."""

    check_id: str
    application_id: str | None
    runs: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaised:
    """Where in the log an alarm was raised, loud: the cause that its ticket names."""

    alarm_id: str
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A piece of software of a tenant."""

    id: str
    display_name: str


def watch(standing: Mapping[str, Watched], facts: Sequence[CheckFact]) -> Sequence[Watched]:
    """
    Fold facts of checks, in their order, into the times in which they ran.

    Args:
        standing: The time that lasts, by check.
        facts: What happened.

    Returns:
        The times that changed or are new.

    """
    lasting, changed = dict(standing), dict[tuple[str, datetime], Watched]()
    for fact in facts:
        before = lasting.get(fact.check_id)
        if before is not None and (not fact.runs or before.application_id != fact.application_id):
            del lasting[fact.check_id]
            changed[before.check_id, before.start] = replace(before, end=max(before.start, fact.at))
        if fact.runs and fact.check_id not in lasting:
            begun = Watched(check_id=fact.check_id, application_id=fact.application_id, start=fact.at, end=None)
            lasting[fact.check_id] = changed[begun.check_id, begun.start] = begun
    return list(changed.values())
