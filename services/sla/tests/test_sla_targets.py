"""Which target holds for a ticket, and why."""

from datetime import timedelta

import pytest
from tierline_sdk.values import Coverage, Environment, Level, Metric, Nature, Priority, TicketKind
from tierline_sla.domain.calendars import preset
from tierline_sla.domain.errors import ContradictoryTargets, InvalidDuration, InvalidValue
from tierline_sla.domain.facts import Subject
from tierline_sla.domain.targets import Agreement, AgreementKind, Scope, Target, choose_target, write_duration
from tierline_sla.domain.timetables import compile_calendar

HOUR = timedelta(hours=1)


def target(name, hours, **scope):
    return Target(id=name, metric=Metric.RESOLUTION, duration=hours * HOUR, scope=Scope(**scope))


def agreement(*targets):
    return Agreement(id="a", name="Gold", kind=AgreementKind.CUSTOMER, timetable=compile_calendar(preset(Coverage.H8_5, "Europe/Berlin")), targets=targets)


P1_IN_PRODUCTION = Subject(priority=Priority.P1, environment=Environment.PRODUCTION, level=Level.L2, application_id="shop", nature=Nature.CORRECTIVE)


def test_target_with_more_criteria_wins_and_says_over_which():
    """Two targets of which one silently wins is what desks complain of; here the sentence names the other."""
    narrow = target("p1 production", 4, priority=Priority.P1, environment=Environment.PRODUCTION)
    gold = agreement(target("any", 24), target("p1", 8, priority=Priority.P1), narrow)
    choice = choose_target(gold, Metric.RESOLUTION, P1_IN_PRODUCTION)
    assert choice.target.id == "p1 production"
    assert choice.reason == (
        "Gold promises resolution within 4 h of working time (Europe/Berlin) for environment production, P1, more specific than any ticket; P1."
    )


def test_among_as_many_criteria_the_weightier_wins_whatever_the_order():
    targets = target("priority", 8, priority=Priority.P1), target("application", 4, application_id="shop")
    for order in (targets, targets[::-1]):
        assert choose_target(agreement(*order), Metric.RESOLUTION, P1_IN_PRODUCTION).target.id == "application"


def test_unknown_fact_meets_no_criterion():
    """A ticket without an application is not in the scope of one."""
    assert choose_target(agreement(target("application", 4, application_id="shop")), Metric.RESOLUTION, Subject(priority=Priority.P1)) is None


@pytest.mark.parametrize(
    "scope",
    [
        {"priority": Priority.P2},
        {"level": Level.L1},
        {"application_id": "till"},
        {"environment": Environment.NON_PRODUCTION},
        {"nature": Nature.ADAPTIVE},
        {"kind": TicketKind.DATABASE},
    ],
)
def test_every_criterion_can_refuse(scope):
    assert choose_target(agreement(target("narrow", 4, **scope)), Metric.RESOLUTION, P1_IN_PRODUCTION) is None


def test_other_metric_is_promised_by_other_targets_only():
    assert choose_target(agreement(target("any", 24)), Metric.FIRST_RESPONSE, P1_IN_PRODUCTION) is None


def test_two_targets_of_one_scope_and_metric_are_refused():
    with pytest.raises(ContradictoryTargets, match="P1"):
        agreement(target("one", 8, priority=Priority.P1), target("other", 4, priority=Priority.P1))


@pytest.mark.parametrize("hours", [0, -1, 24 * 366 * 5 + 1])
def test_absurd_duration_is_refused(hours):
    with pytest.raises(InvalidDuration):
        target("absurd", hours)


@pytest.mark.parametrize("percent", [0, 101])
def test_absurd_share_is_refused(percent):
    with pytest.raises(InvalidValue):
        Target(id="t", metric=Metric.RESOLUTION, duration=HOUR, at_risk_percent=percent)


@pytest.mark.parametrize(
    ("duration", "text"),
    [(4 * HOUR, "4 h"), (1.5 * HOUR, "1 h 30 min"), (timedelta(seconds=45), "45 s"), (timedelta(), "0 s"), (72 * HOUR, "72 h")],
)
def test_durations_read_well(duration, text):
    assert write_duration(duration) == text
