"""Periods, shares and availability against slow, obvious models; and the aggregates against the tickets they stand for."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tierline.common.v1 import values_pb2
from tierline.intake.v1 import events_pb2
from tierline_chassis.ids import new_id
from tierline_reporting.domain.outages import Outage, Watched, availability
from tierline_reporting.domain.periods import DAY, HOUR, Period, cover
from tierline_reporting.domain.shares import Figure, Grain, Measure, difference, shares_of
from tierline_reporting.domain.tickets import Ticket, TicketFact, What, fold
from tierline_reporting.store import AskedStore

T0 = datetime(2026, 1, 1, tzinfo=UTC)
START = datetime(2026, 3, 1, 9, 17, 23, 456789, tzinfo=UTC)
INSTANTS = st.integers(0, 10 * 86_400_000_000).map(lambda us: T0 + timedelta(microseconds=us))


def ticket(**more):
    return Ticket(**{"id": "t", "key": "T-1", "kind": "code_defect", "priority": "p3", "urgent_change": False, "opened_at": T0, **more})


@given(a=INSTANTS, b=INSTANTS)
def test_a_cover_has_neither_gap_nor_overlap_and_whole_units(a, b):
    start, end = min(a, b), max(a, b)
    laid = cover(Period(start, end))
    pieces = sorted([*laid.days, *laid.hours, *laid.edges], key=lambda piece: piece.start)
    assert sum((piece.length for piece in pieces), timedelta()) == end - start
    assert [piece.end for piece in pieces[:-1]] == [piece.start for piece in pieces[1:]]
    assert not any((bound - T0) % length for length, units in ((DAY, laid.days), (HOUR, laid.hours)) for unit in units for bound in (unit.start, unit.end))
    assert all(edge.length < 2 * HOUR for edge in laid.edges)


TICKETS = st.builds(
    ticket, kind=st.sampled_from(["code_defect", "change_request"]), urgent_change=st.booleans(), responded_at=st.none() | INSTANTS,
    resolved_at=st.none() | INSTANTS, closed_at=st.none() | INSTANTS, rated_at=st.none() | INSTANTS, score=st.integers(1, 5),
)


@given(states=st.lists(TICKETS, min_size=1, max_size=8))
def test_differences_add_up_to_what_the_last_state_gives(states):
    """However often a ticket is corrected, the aggregates are those of the ticket as it is."""
    total, before = {}, []
    for state in states:
        for bucket, figure in difference(before, [state]).buckets().items():
            total[bucket] = total.get(bucket, Figure()) + figure
        before = [state]
    at_once = difference([], [states[-1]]).buckets()
    assert at_once == {bucket: figure for bucket, figure in total.items() if figure != Figure()}
    assert len(shares_of(states[-1])) == sum(figure.count for bucket, figure in at_once.items() if bucket.grain is Grain.DAY)


def fact(what, hours, *, is_open=True, **more):
    return TicketFact(**{
        "ticket_id": "t", "key": "T-1", "what": what, "at": T0 + timedelta(hours=hours), "open_time": T0, "kind": "code_defect", "priority": "p3",
        "urgent_change": False, "is_open": is_open, **more,
    })


def test_a_ticket_that_is_closed_without_being_resolved_is_done_then():
    """So it is in histories whose desk knows no other end."""
    done = fold(fold(None, fact(What.CHANGED, 0)), fact(What.CLOSED, 5, is_open=False))
    assert T0 + timedelta(hours=5) == done.done_at
    resolved = fold(fold(done, fact(What.REOPENED, 6)), fact(What.RESOLVED, 7, is_open=False))
    assert T0 + timedelta(hours=7) == fold(resolved, fact(What.CLOSED, 9, is_open=False)).done_at


def test_work_on_a_resolved_ticket_of_a_history_opens_it_again():
    """Another desk's rows say how a ticket stood, without a word for reopening."""
    resolved = fold(fold(None, fact(What.CHANGED, 0)), fact(What.RESOLVED, 5, is_open=False))
    assert fold(resolved, fact(What.CHANGED, 6)).done_at is None


def test_time_before_the_opening_is_no_time():
    """One row of a real history goes backwards."""
    early = ticket(responded_at=T0 - HOUR, resolved_at=T0 - HOUR)
    assert [0, 0] == [share.value for share in shares_of(early) if share.measure in (Measure.RESPONDED, Measure.RESOLVED)]


MINUTES = st.integers(0, 100)
SPANS = st.tuples(MINUTES, st.none() | MINUTES, st.sampled_from(["a", "b"]), st.booleans())


@given(watched=st.lists(SPANS, max_size=4), outages=st.lists(SPANS, max_size=5), start=MINUTES, length=st.integers(1, 100))
def test_availability_agrees_with_a_model_that_walks_the_minutes(watched, outages, start, length):
    def at(minute):
        return None if minute is None else T0 + timedelta(minutes=minute)

    period = Period(at(start), at(start + length))
    runs = [Watched(check_id="c", application_id=app, start=at(begin), end=at(end)) for begin, end, app, _ in watched]
    downs = [Outage(id="o", application_id=app, alarm_id="l", start=at(b), end=at(e), planned=planned) for b, e, app, planned in outages]
    found = {item.application_id: (item.agreed, item.down) for item in availability(runs, downs, period)}
    for app in ("a", "b"):
        agreed = down = run = 0
        for minute in range(start, start + length):
            inside = [span for span in watched if span[2] == app and span[0] <= minute and (span[1] is None or minute < span[1])]
            out = {span[3] for span in outages if span[2] == app and span[0] <= minute and (span[1] is None or minute < span[1])}
            run += bool(inside)
            agreed += bool(inside) and out != {True}
            down += bool(inside) and False in out
        expected = (timedelta(minutes=agreed), timedelta(minutes=down)) if run else None
        assert expected == found.get(app)


@pytest.mark.parametrize("seed", range(3))
def test_the_aggregates_are_the_sums_of_the_tickets_whatever_happened_to_them(house, seed):
    """Random lives in random batches; random periods; the model looks at every ticket's shares."""
    chance = random.Random(seed)  # noqa: S311  a test's chance guards nothing
    lives = [house.ticket(opened=START + timedelta(hours=chance.uniform(0, 200))) for _ in range(25)]
    events = [life.opened() for life in lives]
    for _ in range(200):
        life = chance.choice(lives)
        at = life.opened_at + timedelta(hours=chance.uniform(0, 100))
        life.facts.kind = chance.choice([values_pb2.TICKET_KIND_DATABASE, values_pb2.TICKET_KIND_CHANGE_REQUEST])
        life.facts.priority = chance.choice([values_pb2.PRIORITY_P1, values_pb2.PRIORITY_P2])
        happened = chance.choice([life.resolved, life.closed, life.reopened, life.replied, lambda at, life=life: life.rated(at, chance.randint(1, 5))])
        events.append(happened(at))
    while events:
        size = chance.randint(1, 60)
        house.feed(*events[:size])
        events = events[size:]
    with house.db.database.transaction([house.tenant]) as tx:
        shares = tx.execute("SELECT * FROM share WHERE tenant_id = %s", [house.tenant]).fetchall()
        for _ in range(20):
            a, b = sorted(START + timedelta(hours=chance.uniform(-10, 320)) for _ in range(2))
            expected = {}
            for share in shares:
                if a <= share["at"] < b:
                    groups = expected.setdefault(Measure(share["measure"]), {})
                    groups[share["group_name"]] = groups.get(share["group_name"], Figure()) + Figure(count=1, total=share["value"])
            assert expected == AskedStore(tx, house.tenant).figures(list(Measure), Period(a, b))


def test_a_fold_in_one_batch_equals_a_fold_one_by_one(make_house):
    one, other = make_house(), make_house()
    answers = []
    for house, by_one in ((one, False), (other, True)):
        life = house.ticket()
        events = [life.opened(), life.replied(START + HOUR), life.resolved(START + 2 * HOUR), life.reopened(START + 3 * HOUR), life.closed(START + 5 * HOUR)]
        for batch in ([event] for event in events) if by_one else [events]:
            house.feed(*batch)
        answers.append(list(house.kpis().values()))
    assert answers[0] == answers[1]


def test_events_that_say_nothing_of_figures_and_words_of_a_newer_contract_break_nothing(house):
    life = house.ticket(kind=99, priority=0)
    house.feed(life.opened(), life.event(START, work_logged=events_pb2.WorkLogged(minutes=3)))
    assert {"unspecified": 1.0} == {group.name: group.value for group in house.kpis()["tickets_by_type"].groups}


def test_an_outage_that_lasts_counts_until_now_and_not_until_the_end_of_the_period(house):
    """Nobody has watched the future."""
    now = datetime.now(UTC)
    application = new_id()
    house.check(now - 4 * HOUR, new_id(), application)
    house.outage(now - HOUR, None, application)
    kpis = house.kpis(now - timedelta(days=1), now + timedelta(days=30))
    assert 3600 == pytest.approx(kpis["outage_time"].value, abs=60)
    assert 75 == pytest.approx(kpis["availability"].value, abs=1)
