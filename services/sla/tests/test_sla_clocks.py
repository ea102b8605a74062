"""Clocks over a ticket's life: each rule by itself, then random lives against a model that walks the minutes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tierline_sdk.values import Awaiting, Coverage, Level, Metric, Priority
from tierline_sla.domain.calendars import preset
from tierline_sla.domain.changes import ChangeKind, find_changes, record
from tierline_sla.domain.clocks import ClockState, Pause, earliest_due, read_clocks
from tierline_sla.domain.facts import Fact, FactKind, Holder, Subject
from tierline_sla.domain.ledger import OUTSIDE_HOURS, Part, PartKind, keep_ledger
from tierline_sla.domain.stretches import Stretch
from tierline_sla.domain.targets import STATUTORY, Agreement, AgreementKind, Change, Scope, Target
from tierline_sla.domain.timetables import compile_calendar

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
OFFICE = compile_calendar(preset(Coverage.H8_5, "UTC"))
ALWAYS = compile_calendar(preset(Coverage.H24_7, "UTC"))
MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
P1, P3 = Subject(priority=Priority.P1), Subject(priority=Priority.P3)


def at(hours):
    return MONDAY + hours * HOUR


class _Life:
    """Writes facts down in the order told."""

    def __init__(self):
        self.facts = []

    def add(self, hours, kind, **rest):
        self.facts.append(Fact(at=at(hours), row=len(self.facts), kind=kind, **rest))
        return self

    def opened(self, hours, subject=P3):
        return self.add(hours, FactKind.OPENED, subject=subject)

    def classified(self, hours, subject):
        return self.add(hours, FactKind.CLASSIFIED, subject=subject)

    def assigned(self, hours, party, level=Level.L1, team="desk"):
        return self.add(hours, FactKind.ASSIGNED, holder=Holder(party_id=party, team_id=team, level=level))

    def held(self, hours, awaiting=Awaiting.REQUESTER):
        return self.add(hours, FactKind.HELD, awaiting=awaiting)

    def __getattr__(self, name):
        return lambda hours: self.add(hours, FactKind(name))


def gold(*targets, timetable=OFFICE, **rest):
    return Agreement(id="gold", name="Gold", kind=AgreementKind.CUSTOMER, timetable=timetable, targets=targets, **rest)


def target(hours, metric=Metric.RESOLUTION, name="t", **rest):
    return Target(id=name, metric=metric, duration=hours * HOUR, **rest)


def read(life, *targets, as_of=200, timetable=OFFICE, **rest):
    readings = read_clocks([gold(*targets, timetable=timetable, **rest)], life.facts, as_of=at(as_of))
    assert len(readings) == 1
    return readings[0]


def test_clock_runs_from_the_opening_and_is_due_and_at_risk_in_working_time():
    clock = read(_Life().opened(10), target(8), as_of=12)
    assert (clock.state, clock.started_at, clock.due_at, clock.at_risk_at) == (ClockState.RUNNING, at(10), at(24 + 10), at(16))
    assert (clock.elapsed, clock.remaining, clock.breached_at, clock.risked_at) == (2 * HOUR, 6 * HOUR, None, None)


def test_breach_carries_the_due_instant_however_late_it_is_read():
    clock = read(_Life().opened(10), target(2), as_of=1000)
    assert (clock.breached_at, clock.risked_at, clock.due_at) == (at(12), at(11.5), at(12))


def test_promise_kept_exactly_at_the_due_instant_is_kept():
    kept = read(_Life().opened(10).resolved(12), target(2))
    late = read(_Life().opened(10).resolved(12 + 1 / 3600), target(2))
    assert (kept.breached_at, kept.state) == (None, ClockState.STOPPED)
    assert late.breached_at == at(12)


def test_promise_used_up_at_closing_time_is_broken_by_what_is_done_after_hours():
    """Due at the closing instant means due then: resolving on the next morning is late although no working time passed."""
    clock = read(_Life().opened(9).resolved(24 + 8), target(8))
    assert (clock.breached_at, clock.elapsed) == (at(17), 8 * HOUR)


def test_hold_pauses_and_moves_the_due_instant():
    life = _Life().opened(9).held(10).resumed(12)
    assert read(life, target(4), as_of=13).due_at == at(15)
    paused = read(_Life().opened(9).held(10), target(4), as_of=13)
    assert (paused.state, paused.due_at, paused.elapsed, paused.pauses) == (ClockState.PAUSED, None, HOUR, (Pause(start=at(10), awaiting=Awaiting.REQUESTER),))


def test_hold_for_what_the_agreement_does_not_pause_on_changes_nothing():
    life = _Life().opened(9).held(10, Awaiting.VENDOR)
    assert read(life, target(4, pauses_on=frozenset({Awaiting.REQUESTER})), as_of=11).due_at == at(13)


def test_waiting_for_something_else_may_end_the_pause():
    life = _Life().opened(9).held(10).held(11, Awaiting.VENDOR)
    assert read(life, target(4, pauses_on=frozenset({Awaiting.REQUESTER})), as_of=12).due_at == at(14)


def test_hold_at_the_due_instant_comes_too_late():
    assert read(_Life().opened(9).held(11), target(2)).breached_at == at(11)


def test_pause_after_the_breach_leaves_its_instant_alone():
    clock = read(_Life().opened(9).held(12), target(2))
    assert (clock.breached_at, clock.due_at, clock.state) == (at(11), at(11), ClockState.PAUSED)


def test_first_response_stops_at_the_response_or_at_the_resolution_and_stays_given():
    promise = target(1, Metric.FIRST_RESPONSE)
    assert read(_Life().opened(9).responded(9.5).responded(12), promise).stopped_at == at(9.5)
    assert read(_Life().opened(9).resolved(9.5).reopened(10), promise).state is ClockState.STOPPED


def test_reopening_goes_on_with_what_was_used():
    clock = read(_Life().opened(9).resolved(11).reopened(13), target(4), as_of=14)
    assert (clock.state, clock.elapsed, clock.due_at, clock.cycle) == (ClockState.RUNNING, 3 * HOUR, at(15), 1)


def test_reopening_may_start_again_and_the_first_cycle_keeps_its_verdict():
    life = _Life().opened(9).resolved(15).reopened(16)
    first, second = read_clocks([gold(target(4, on_reopen=Change.START_AGAIN))], life.facts, as_of=at(17))
    assert (first.cycle, first.state, first.breached_at) == (1, ClockState.STOPPED, at(13))
    assert (second.cycle, second.state, second.started_at, second.due_at, second.breached_at) == (2, ClockState.RUNNING, at(16), at(24 + 12), None)


def test_closing_without_resolving_stops_too():
    assert read(_Life().opened(9).closed(10), target(4)).stopped_at == at(10)


def test_higher_priority_keeps_what_was_used_and_is_never_due_before_it_held():
    targets = target(8, name="p3", scope=Scope(priority=Priority.P3)), target(2, name="p1", scope=Scope(priority=Priority.P1))
    soon = read(_Life().opened(9).classified(10, P1), *targets, as_of=10)
    late = read(_Life().opened(9).classified(13, P1), *targets, as_of=14)
    assert (soon.target.id, soon.due_at) == ("p1", at(11))
    assert (late.target.id, late.breached_at) == ("p1", at(13))


def test_lower_priority_takes_back_a_breach_that_its_target_does_not_know():
    targets = target(8, name="p3", scope=Scope(priority=Priority.P3)), target(2, name="p1", scope=Scope(priority=Priority.P1))
    life = _Life().opened(9, P1).classified(12, P3)
    assert read(life, *targets, as_of=13).breached_at is None


def test_change_may_start_again():
    targets = (
        target(8, name="p3", scope=Scope(priority=Priority.P3), on_change=Change.START_AGAIN),
        target(2, name="p1", scope=Scope(priority=Priority.P1)),
    )
    first, second = read_clocks([gold(*targets)], _Life().opened(9).classified(12, P1).facts, as_of=at(13))
    assert (first.state, first.stopped_at, first.target.id) == (ClockState.CANCELLED, at(12), "p3")
    assert (second.started_at, second.due_at, second.cycle) == (at(12), at(14), 2)


def test_priority_learned_late_counts_from_the_opening():
    """History often classifies a row later; the promise was given when the ticket came."""
    life = _Life().opened(9, Subject()).classified(11, P1)
    assert read(life, target(4, scope=Scope(priority=Priority.P1)), as_of=12).due_at == at(13)


def test_target_that_no_longer_holds_cancels_its_clock():
    clock = read(_Life().opened(9, P1).classified(10, P3), target(4, scope=Scope(priority=Priority.P1)))
    assert (clock.state, clock.stopped_at, clock.breached_at) == (ClockState.CANCELLED, at(10), None)


def test_stopped_clock_keeps_the_target_it_was_judged_by():
    targets = target(8, name="p3", scope=Scope(priority=Priority.P3)), target(2, name="p1", scope=Scope(priority=Priority.P1))
    life = _Life().opened(9).resolved(13).classified(14, P1)
    assert read(life, *targets).target.id == "p3"
    assert read(life.reopened(15), *targets, as_of=15).target.id == "p1"


def test_level_comes_from_whoever_has_the_ticket():
    targets = target(8, name="any"), target(2, name="l2", scope=Scope(level=Level.L2))
    life = _Life().opened(9).assigned(9.5, "vendor", Level.L2)
    assert read(life, *targets, as_of=10).target.id == "l2"


def test_party_clock_runs_from_hand_over_to_hand_over():
    """Who used which minute: a vendor answers for its own time only (C4)."""
    life = _Life().opened(9).assigned(10, "vendor").assigned(11, "us").assigned(13, "vendor")
    clock = read(life, target(2), party_id="vendor", as_of=13.5)
    assert (clock.started_at, clock.elapsed, clock.due_at) == (at(10), 1.5 * HOUR, at(14))
    away = read(_Life().opened(9).assigned(10, "vendor").assigned(11, "us"), target(2), party_id="vendor", as_of=13)
    assert (away.state, away.pauses) == (ClockState.PAUSED, (Pause(start=at(11)),))


def test_party_that_never_had_the_ticket_has_no_clock():
    assert read_clocks([gold(target(2), party_id="vendor")], _Life().opened(9).assigned(10, "us").facts, as_of=at(20)) == []


def test_every_agreement_keeps_its_clock_and_the_earliest_due_comes_first():
    other = Agreement(id="ola", name="Desk", kind=AgreementKind.INTERNAL, timetable=ALWAYS, targets=(target(1),))
    readings = read_clocks([gold(target(4)), other], _Life().opened(9).facts, as_of=at(9))
    assert [reading.agreement_id for reading in readings] == ["gold", "ola"]
    assert earliest_due(readings).agreement_id == "ola"


def test_history_is_refused_nothing():
    """Rows that make no sense are taken as they come: resumed without hold, resolved twice, facts before the opening."""
    life = _Life().held(8).opened(9).resumed(9.5).resumed(10).resolved(11).resolved(12).held(13).reopened(14).reopened(15)
    clock = read(life, target(4), as_of=16)
    assert (clock.state, clock.started_at, clock.elapsed) == (ClockState.RUNNING, at(9), 3.5 * HOUR)
    assert read_clocks([gold(target(4))], _Life().held(8).resolved(9).facts, as_of=at(10)) == []


def kinds(changes):
    return [(change.kind, change.at) for change in changes]


def test_late_hold_that_happened_before_the_breach_withdraws_it():
    life = _Life().opened(9)
    before = read_clocks([gold(target(2))], life.facts, as_of=at(12))
    after = read_clocks([gold(target(2))], life.held(10).facts, as_of=at(12))
    assert kinds(find_changes((), before, at=at(12))) == [(ChangeKind.STARTED, at(9)), (ChangeKind.AT_RISK, at(10.5)), (ChangeKind.BREACHED, at(11))]
    assert kinds(find_changes([*map(record, before)], after, at=at(12))) == [
        (ChangeKind.AT_RISK_WITHDRAWN, at(10.5)),
        (ChangeKind.BREACH_WITHDRAWN, at(11)),
        (ChangeKind.PAUSED, at(10)),
    ]


def test_unchanged_world_changes_nothing():
    readings = read_clocks([gold(target(2))], _Life().opened(9).held(10).facts, as_of=at(12))
    assert find_changes([*map(record, readings)], readings, at=at(13)) == []


def test_every_move_is_named():
    targets = target(8, name="p3", scope=Scope(priority=Priority.P3)), target(4, name="p1", scope=Scope(priority=Priority.P1))
    life, seen, before = _Life(), [], ()
    for step in (
        lambda: life.opened(9), lambda: life.held(9.5), lambda: life.resumed(10), lambda: life.classified(10.5, P1),
        lambda: life.resolved(11), lambda: life.reopened(11.5), lambda: life.classified(12, Subject()),
    ):  # fmt: skip
        step()
        after = read_clocks([gold(*targets)], life.facts, as_of=life.facts[-1].at)
        seen += [(change.kind, change.at) for change in find_changes([*map(record, before)], after, at=life.facts[-1].at)]
        before = after
    assert seen == [
        (ChangeKind.STARTED, at(9)), (ChangeKind.PAUSED, at(9.5)), (ChangeKind.RESUMED, at(10)), (ChangeKind.MOVED, at(10.5)),
        (ChangeKind.STOPPED, at(11)), (ChangeKind.RESUMED, at(11.5)), (ChangeKind.CANCELLED, at(12)),
    ]  # fmt: skip


def test_ledger_books_work_waiting_queue_and_the_hours_after():
    life = _Life().opened(9).assigned(10, "us").held(12, Awaiting.VENDOR).resumed(20).assigned(24 + 10, "vendor", Level.L3)
    life.resolved(24 + 12).reopened(24 + 12.5).resolved(24 + 13)
    ledger = keep_ledger(life.facts, OFFICE, until=at(500))
    desk, lab = Holder(party_id="us", team_id="desk", level=Level.L1), Holder(party_id="vendor", team_id="desk", level=Level.L3)
    assert ledger.totals() == {
        Part(kind=PartKind.QUEUED): HOUR,
        Part(kind=PartKind.WORKED, holder=desk): 3 * HOUR,
        Part(kind=PartKind.WAITING, holder=desk, awaiting=Awaiting.VENDOR): 5 * HOUR,
        Part(kind=PartKind.WORKED, holder=lab): 2.5 * HOUR,
        Part(kind=PartKind.RESOLVED): 0.5 * HOUR,
        OUTSIDE_HOURS: 16 * HOUR,
    }
    assert ledger.whole == 28 * HOUR


def test_ledger_of_a_resolved_ticket_ends_with_the_resolution():
    """What follows is nobody's minute, closing included."""
    ledger = keep_ledger(_Life().opened(9).resolved(10).closed(12).facts, OFFICE, until=at(500))
    assert ledger.totals() == {Part(kind=PartKind.QUEUED): HOUR}


def test_ledger_is_cut_at_opening_and_closing_times():
    ledger = keep_ledger(_Life().opened(16).resolved(24 + 10).facts, OFFICE, until=at(500))
    queued = Part(kind=PartKind.QUEUED)
    assert list(ledger.split(OFFICE)) == [
        (Stretch(at(16), at(17)), queued), (Stretch(at(17), at(24 + 9)), OUTSIDE_HOURS), (Stretch(at(24 + 9), at(24 + 10)), queued),
    ]  # fmt: skip


def test_statutory_clock_starts_when_its_agreement_says_and_never_waits():
    """From awareness, before the ticket was opened; no hold stops the law (GDPR, Art. 33)."""
    law = Agreement(
        id="gdpr", name="GDPR Art. 33", kind=AgreementKind.CUSTOMER, timetable=ALWAYS, starts_at=at(5),
        targets=(Target(id="0", metric=STATUTORY, duration=72 * HOUR, pauses_on=frozenset()),),
    )  # fmt: skip
    (clock,) = read_clocks([law], _Life().opened(9).held(10).facts, as_of=at(12))
    assert (clock.state, clock.started_at, clock.elapsed, clock.due_at) == (ClockState.RUNNING, at(5), 7 * HOUR, at(77))
    (ahead,) = read_clocks([replace(law, starts_at=at(20))], _Life().opened(9).resolved(12).facts, as_of=at(30))
    assert (ahead.state, ahead.elapsed, ahead.breached_at) == (ClockState.STOPPED, timedelta(), None)


def test_clock_seen_first_tells_its_whole_life_in_order():
    life = _Life().opened(9).held(10).resumed(11).resolved(15)
    readings = read_clocks([gold(target(3))], life.facts, as_of=at(500))
    assert kinds(find_changes((), readings, at=at(500))) == [
        (ChangeKind.STARTED, at(9)), (ChangeKind.PAUSED, at(10)), (ChangeKind.RESUMED, at(11)), (ChangeKind.AT_RISK, at(12.25)),
        (ChangeKind.BREACHED, at(13)), (ChangeKind.STOPPED, at(15)),
    ]  # fmt: skip


def test_clock_whose_agreement_is_gone_is_cancelled():
    before = [*map(record, read_clocks([gold(target(3))], _Life().opened(9).facts, as_of=at(9)))]
    (change,) = find_changes(before, [], at=at(10))
    assert (change.kind, change.reading, change.key) == (ChangeKind.CANCELLED, None, ("gold", Metric.RESOLUTION, 1))


subjects = st.sampled_from([P1, P3, Subject()])
parties = st.sampled_from([None, Holder(party_id="us", level=Level.L1), Holder(party_id="vendor", team_id="lab", level=Level.L3)])
minutes = st.integers(0, 3 * 1440)


@st.composite
def random_facts(draw):
    """Any facts at any minutes, sensible or not, after an opening."""
    facts = [Fact(at=MONDAY + draw(st.integers(0, 1440)) * MINUTE, row=0, kind=FactKind.OPENED, subject=draw(subjects))]
    for row in range(1, draw(st.integers(1, 9))):
        kind = draw(st.sampled_from([kind for kind in FactKind if kind is not FactKind.OPENED]))
        facts.append(
            Fact(
                at=MONDAY + draw(minutes) * MINUTE,
                row=row,
                kind=kind,
                subject=draw(subjects) if kind is FactKind.CLASSIFIED else None,
                holder=draw(parties) if kind is FactKind.ASSIGNED else None,
                awaiting=draw(st.sampled_from(Awaiting)) if kind is FactKind.HELD else None,
            )
        )
    return facts


PAUSES_ON = frozenset({Awaiting.REQUESTER, Awaiting.EVIDENCE})


def walk(facts, hours, party, until):
    """
    Walk the minutes with a plain stopwatch: the used time, and when it ran out if nobody had resolved by then.

    The ticket opens at its OPENED fact; each minute it looks at how the ticket stands, and counts it or not.
    """
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.row))
    opened = started = resolved = held = False
    awaiting = holder = spent = stopped = None
    used, minute, queue = 0, ordered[0].at, list(ordered)
    while True:
        while queue and queue[0].at == minute:
            fact = queue.pop(0)
            opened = opened or fact.kind is FactKind.OPENED
            if fact.kind is FactKind.ASSIGNED:
                holder = fact.holder
            elif fact.kind in {FactKind.HELD, FactKind.RESUMED}:
                held, awaiting = fact.kind is FactKind.HELD, fact.awaiting
            elif fact.kind in {FactKind.RESOLVED, FactKind.CLOSED, FactKind.REOPENED}:
                resolved, held = fact.kind is not FactKind.REOPENED, False
            ours = party is None or (holder is not None and holder.party_id == party)
            started = started or (opened and not resolved and ours)
            if started:
                stopped = (stopped or minute) if resolved else None
        if minute >= max(until, ordered[-1].at):
            break
        ours = party is None or (holder is not None and holder.party_id == party)
        office = minute.weekday() < 5 and 9 <= minute.hour < 17
        used += office and started and not resolved and ours and not (held and awaiting in PAUSES_ON)
        minute += MINUTE
        if used == hours * 60 and spent is None:
            spent = minute
    if not started:
        return None
    breached = spent if spent is not None and (stopped is None or spent < stopped) else None
    return used * MINUTE, stopped, breached


@settings(max_examples=150, deadline=None)
@given(facts=random_facts(), hours=st.integers(1, 12), party=st.sampled_from([None, "us", "vendor"]), until=minutes, data=st.data())
def test_clock_agrees_with_a_stopwatch_that_walks_the_minutes(facts, hours, party, until, data):
    """Whatever the life, and in whatever order its facts arrive."""
    arrived = data.draw(st.permutations(facts))
    as_of = MONDAY + until * MINUTE
    promise = gold(target(hours, pauses_on=PAUSES_ON), party_id=party)
    readings = read_clocks([promise], arrived, as_of=as_of)
    expected = walk(facts, hours, party, as_of)
    assert [(clock.elapsed, clock.stopped_at, clock.breached_at) for clock in readings] == ([expected] if expected else [])


@settings(max_examples=150, deadline=None)
@given(facts=random_facts(), until=minutes, data=st.data())
def test_ledger_parts_always_add_up_to_the_whole(facts, until, data):
    ledger = keep_ledger(data.draw(st.permutations(facts)), OFFICE, until=MONDAY + until * MINUTE)
    assert sum(ledger.totals().values(), timedelta()) == ledger.whole
    for earlier, later in zip(ledger.entries, ledger.entries[1:], strict=False):
        assert earlier.stretch.end == later.stretch.start


@settings(max_examples=100, deadline=None)
@given(facts=random_facts())
def test_live_clocks_end_as_those_of_history_do(facts):
    """One by one in the order they happened, each step's changes applied, or all at once: the readings are the same."""
    promise = [gold(target(4), target(1, Metric.FIRST_RESPONSE))]
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.row))
    end = ordered[-1].at
    breaches, before = {}, ()
    for number, fact in enumerate(ordered, 1):
        after = read_clocks(promise, ordered[:number], as_of=fact.at)
        for change in find_changes([*map(record, before)], after, at=fact.at):
            if change.kind is ChangeKind.BREACHED:
                breaches[change.reading.key] = change.at
            elif change.kind is ChangeKind.BREACH_WITHDRAWN:
                del breaches[change.reading.key]
        before = after
    history = read_clocks(promise, facts, as_of=end)
    assert before == history
    assert breaches == {reading.key: reading.breached_at for reading in history if reading.breached_at}
