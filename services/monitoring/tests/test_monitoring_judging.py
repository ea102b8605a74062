"""What observations lead to, as pure functions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tierline_monitoring.domain.checks import Check, CheckSpec, CheckState, HttpProbe, Observation, Standing, answers, next_probe
from tierline_monitoring.domain.facts import AlarmCleared, AlarmRaised, OutageEnded, OutageStarted
from tierline_monitoring.domain.judging import judge
from tierline_sdk.values import Environment, Impact

T0 = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def make(environment=Environment.PRODUCTION, failures=2):
    spec = CheckSpec(
        display_name="C", application_id=None, environment=environment, probe=HttpProbe(url="http://x/", timeout=SECOND), interval=10 * SECOND,
        failures_to_alarm=failures, paused=False, impact=Impact.HIGH,
    )
    return Check(id="c", tenant_id="t", spec=spec, standing=Standing(due_at=T0), create_time=T0, update_time=T0)


@given(results=st.lists(st.booleans(), max_size=40), failures=st.integers(1, 4))
def test_alarms_are_the_runs_of_failures_that_are_long_enough(results, failures):
    """The model looks at the runs of failures; the alarm begins with the first of a run and ends with the success after it."""
    check, trouble, ids, facts = make(failures=failures), None, count(), []
    for ok in results:
        seen = Observation(check_id="c", at=check.standing.due_at, ok=ok, detail="", due=check.standing.due_at)
        judgement = judge(check, trouble, seen, windows=[], new_id=lambda: str(next(ids)))
        check, trouble = judgement.check, judgement.trouble
        facts += judgement.facts
    expected, run = [], 0
    for number, ok in enumerate([*results, None]):
        if ok is False:
            run += 1
            continue
        if run >= failures:
            expected.append((T0 + (number - run) * 10 * SECOND, T0 + number * 10 * SECOND if ok else None))
        run = 0
    raised = [fact.alarm.start_time for fact in facts if isinstance(fact, AlarmRaised)]
    cleared = [fact.alarm.end_time for fact in facts if isinstance(fact, AlarmCleared)]
    assert [start for start, _ in expected] == raised
    assert [end for _, end in expected if end] == cleared
    assert [fact.outage.start_time for fact in facts if isinstance(fact, OutageStarted)] == raised
    assert [fact.outage.end_time for fact in facts if isinstance(fact, OutageEnded)] == cleared


def test_outside_of_production_there_are_alarms_and_no_outages():
    seen = Observation(check_id="c", at=T0, ok=False, detail="Bad", due=T0)
    judgement = judge(make(Environment.NON_PRODUCTION, failures=1), None, seen, windows=[], new_id=lambda: "1")
    assert [AlarmRaised] == [type(fact) for fact in judgement.facts]


@pytest.mark.parametrize(("late", "next_due"), [(0, 10), (9, 10), (10, 20), (95, 100)])
def test_probes_keep_their_rhythm_and_do_not_pile_up(late, next_due):
    assert T0 + next_due * SECOND == next_probe(T0, 10 * SECOND, now=T0 + late * SECOND)


def test_an_answer_counts_once():
    """A second owner, a lease that ran out, a zombie: all bring an answer to a due instant that is answered already."""
    check = make()
    seen = Observation(check_id="c", at=T0, ok=False, detail="Bad", due=T0)
    after = judge(check, None, seen, windows=[], new_id=lambda: "1").check
    assert (True, False) == (answers(check, seen), answers(after, seen))
    assert not answers(replace(check, spec=replace(check.spec, paused=True)), seen)
    assert CheckState.PENDING is after.standing.state
