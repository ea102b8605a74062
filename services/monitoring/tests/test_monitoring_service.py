"""Checks, alarms, outages and windows through the door, the clock and the log, against a real database."""

from datetime import timedelta

import grpc
import psycopg
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp
from tierline.common.v1 import values_pb2
from tierline.monitoring.v1 import monitoring_pb2 as m
from tierline.monitoring.v1 import monitoring_service_pb2 as s
from tierline_chassis.catalogue import miskeyed_tables, unsealed_tables
from tierline_chassis.ids import new_id


def check(name, **fields):
    """A check of a page, unless it is said otherwise."""
    fields.setdefault("interval", Duration(seconds=10))
    if "heartbeat" not in fields:
        fields.setdefault("http", m.HttpProbe(url="https://shop.example/health"))
    return s.CreateCheckRequest(check=m.Check(display_name=name, **fields))


def stamp(instant):
    made = Timestamp()
    made.FromDatetime(instant)
    return made


def types_of(house, check_id, *types):
    return [event.type for event, _ in house.facts(*types) if event.key.endswith(check_id)]


TROUBLE = ("AlarmRaised", "AlarmCleared", "OutageStarted", "OutageEnded")


def test_failures_in_a_row_raise_one_alarm_and_recovery_clears_it_with_exact_instants(house):
    """One ticket per trouble (D3), and an outage that is as long as it was."""
    made = house.call("CreateCheck", check(new_id(), failures_to_alarm=2))
    assert (m.CHECK_STATE_PENDING, 2, "1") == (made.state, made.failures_to_alarm, made.etag)
    house.answers[made.id] = "Status 500."
    house.work()
    first = house.now
    assert [] == types_of(house, made.id, *TROUBLE)
    for _ in range(3):
        house.later(seconds=10)
    assert ["AlarmRaised", "OutageStarted"] == types_of(house, made.id, *TROUBLE)
    del house.answers[made.id]
    house.later(seconds=10)
    assert ["AlarmRaised", "OutageStarted", "AlarmCleared", "OutageEnded"] == types_of(house, made.id, *TROUBLE)
    outage = house.call("ListOutages", s.ListOutagesRequest()).outages[0]
    assert (stamp(first), stamp(house.now), False) == (outage.start_time, outage.end_time, outage.planned)
    assert m.CHECK_STATE_UP == house.call("GetCheck", s.GetCheckRequest(id=made.id)).state


def test_a_silent_heartbeat_is_overdue_at_the_exact_instant_however_late_the_timer(house):
    """The fact carries the instant that was due, not the one at which somebody looked."""
    made = house.call("CreateCheck", check(new_id(), heartbeat=m.HeartbeatProbe(grace=Duration(seconds=5)), environment=values_pb2.ENVIRONMENT_NON_PRODUCTION))
    house.later(hours=3)
    [(event, fact)] = [found for found in house.facts("AlarmRaised") if found[0].key.endswith(made.id)]
    due = made.create_time.ToDatetime(tzinfo=house.now.tzinfo) + timedelta(seconds=15)
    assert due == event.event_time
    assert stamp(due) == fact.alarm_raised.alarm.start_time
    house.call("BeatCheck", s.BeatCheckRequest(id=made.id))
    assert ["AlarmRaised", "AlarmCleared"] == types_of(house, made.id, *TROUBLE)


def test_a_beat_that_says_what_is_wrong_fails_at_once(house):
    made = house.call("CreateCheck", check(new_id(), heartbeat=m.HeartbeatProbe(), failures_to_alarm=5))
    assert m.CHECK_STATE_DOWN == house.call("BeatCheck", s.BeatCheckRequest(id=made.id, failure="Disk full")).state
    assert "Disk full" == house.call("ListAlarms", s.ListAlarmsRequest()).alarms[0].summary


def test_a_page_takes_no_beats(house):
    made = house.call("CreateCheck", check(new_id()))
    with pytest.raises(grpc.RpcError) as refused:
        house.call("BeatCheck", s.BeatCheckRequest(id=made.id))
    assert grpc.StatusCode.FAILED_PRECONDITION == refused.value.code()


def test_a_window_mutes_and_what_is_still_down_at_its_end_is_loud_from_then_on(house):
    """Planned work wakes nobody (D4); what it broke does, at the exact end of the window."""
    end = house.now + timedelta(minutes=30)
    window = m.MaintenanceWindow(display_name="Tonight", start_time=stamp(house.now - timedelta(hours=1)), end_time=stamp(end))
    house.call("CreateMaintenanceWindow", s.CreateMaintenanceWindowRequest(maintenance_window=window))
    made = house.call("CreateCheck", check(new_id(), failures_to_alarm=1))
    house.answers[made.id] = "Status 503."
    house.work()
    alarm = house.call("ListAlarms", s.ListAlarmsRequest(page_size=1)).alarms[0]
    assert (made.id, True) == (alarm.check_id, alarm.muted)
    house.later(hours=2)
    told = [found for found in house.facts(*TROUBLE) if found[0].key.endswith(made.id)]
    assert ["AlarmRaised", "OutageStarted", "AlarmRaised", "OutageEnded", "OutageStarted"] == [event.type for event, _ in told]
    assert [end, end, end] == [event.event_time for event, _ in told[2:]]
    assert [True, False] == [told[0][1].alarm_raised.alarm.muted, told[2][1].alarm_raised.alarm.muted]
    assert [True, False] == [told[1][1].outage_started.outage.planned, told[4][1].outage_started.outage.planned]


def test_a_window_that_is_cancelled_lets_its_alarms_speak(house):
    window = m.MaintenanceWindow(display_name="Long", start_time=stamp(house.now - timedelta(hours=1)), end_time=stamp(house.now + timedelta(days=5)))
    reserved = house.call("CreateMaintenanceWindow", s.CreateMaintenanceWindowRequest(maintenance_window=window))
    made = house.call("CreateCheck", check(new_id(), failures_to_alarm=1))
    house.answers[made.id] = "Status 503."
    house.work()
    assert house.call("ListAlarms", s.ListAlarmsRequest(page_size=1)).alarms[0].muted
    change = m.MaintenanceWindow(id=reserved.id, cancelled=True, etag=reserved.etag)
    house.call("UpdateMaintenanceWindow", s.UpdateMaintenanceWindowRequest(maintenance_window=change, update_mask=FieldMask(paths=["cancelled"])))
    house.work()
    assert not house.call("ListAlarms", s.ListAlarmsRequest(page_size=1)).alarms[0].muted


def test_an_alarm_learns_its_ticket_from_the_cause_that_the_ticket_names(house):
    made = house.call("CreateCheck", check(new_id(), heartbeat=m.HeartbeatProbe()))
    house.call("BeatCheck", s.BeatCheckRequest(id=made.id, failure="No disk"))
    [(event, _)] = [found for found in house.facts("AlarmRaised") if found[0].key.endswith(made.id)]
    ticket = new_id()
    house.ticket_opened(house.acme, ticket, event.at)
    assert ticket == house.call("ListAlarms", s.ListAlarmsRequest(page_size=1)).alarms[0].ticket_id


def test_a_paused_check_ends_its_trouble_and_is_not_asked(house):
    """Nobody watches any more, so the outage must not go on for ever."""
    made = house.call("CreateCheck", check(new_id(), failures_to_alarm=1))
    house.answers[made.id] = "Status 500."
    house.work()
    pause = s.UpdateCheckRequest(check=m.Check(id=made.id, paused=True), update_mask=FieldMask(paths=["paused"]))
    assert m.CHECK_STATE_PENDING == house.call("UpdateCheck", pause).state
    before = types_of(house, made.id)
    assert ["AlarmCleared", "OutageEnded"] == [name for name in before if name in ("AlarmCleared", "OutageEnded")]
    house.later(hours=1)
    assert before == types_of(house, made.id)


def test_a_check_takes_the_default_application_and_refuses_a_foreign_one(house):
    mine, foreign = new_id(), new_id()
    house.application_saved(house.acme, mine, "General")
    house.application_saved(house.other, foreign, "General")
    assert mine == house.call("CreateCheck", check(new_id())).application_id
    with pytest.raises(grpc.RpcError) as refused:
        house.call("CreateCheck", check(new_id(), application_id=foreign))
    assert grpc.StatusCode.INVALID_ARGUMENT == refused.value.code()
    assert "check.application_id" in refused.value.details()


def test_a_repeated_request_is_answered_with_the_first_response(house):
    request = check(new_id())
    request.request_id = new_id()
    assert house.call("CreateCheck", request) == house.call("CreateCheck", request)


def test_a_stale_etag_and_a_taken_name_are_refused(house):
    one, two = (house.call("CreateCheck", check(new_id())) for _ in range(2))
    for change, code in ((m.Check(id=one.id, etag="99", paused=True), "ABORTED"), (m.Check(id=one.id, display_name=two.display_name), "ALREADY_EXISTS")):
        with pytest.raises(grpc.RpcError) as refused:
            house.call("UpdateCheck", s.UpdateCheckRequest(check=change))
        assert code == refused.value.code().name


@pytest.mark.parametrize(("window", "field"), [
    ({"zone": "Mars/Olympus"}, "zone"), ({"recurrence": m.RECURRENCE_DAILY, "end_time": Timestamp(seconds=2_000_090_000)}, "end_time"),
    ({"end_time": Timestamp(seconds=1_999_999_999)}, "end_time"), ({"start_time": Timestamp(seconds=-62_000_000_000)}, "start_time"),
])
def test_absurd_windows_are_refused_by_field(house, window, field):
    fields = {"display_name": "W", "start_time": Timestamp(seconds=2_000_000_000), "end_time": Timestamp(seconds=2_000_003_600), **window}
    with pytest.raises(grpc.RpcError) as refused:
        house.call("CreateMaintenanceWindow", s.CreateMaintenanceWindowRequest(maintenance_window=m.MaintenanceWindow(**fields)))
    assert grpc.StatusCode.INVALID_ARGUMENT == refused.value.code()
    assert f"maintenance_window.{field}" in refused.value.details()


def test_two_tenants_see_nothing_of_each_other(house):
    """Ids, lists and page tokens alike; one who works for both sees both."""
    mine, theirs = house.call("CreateCheck", check(new_id())), house.call("CreateCheck", check(new_id()), caller="other")
    attempts = (
        ("GetCheck", s.GetCheckRequest(id=theirs.id)), ("BeatCheck", s.BeatCheckRequest(id=theirs.id)),
        ("UpdateCheck", s.UpdateCheckRequest(check=m.Check(id=theirs.id, paused=True))), ("GetCheck", s.GetCheckRequest(id="no-id")),
    )
    for method, request in attempts:
        with pytest.raises(grpc.RpcError) as refused:
            house.call(method, request)
        assert grpc.StatusCode.NOT_FOUND == refused.value.code()
    assert {house.acme} == {found.tenant_id for found in house.call("ListChecks", s.ListChecksRequest(page_size=1000)).checks}
    page = house.call("ListChecks", s.ListChecksRequest(page_size=1), caller="both")
    assert [theirs.id] == [found.id for found in page.checks]
    following = house.call("ListChecks", s.ListChecksRequest(page_size=1, page_token=page.next_page_token), caller="both")
    assert [mine.id] == [found.id for found in following.checks]
    with pytest.raises(grpc.RpcError) as refused:
        house.call("ListChecks", s.ListChecksRequest(page_token=page.next_page_token))
    assert grpc.StatusCode.INVALID_ARGUMENT == refused.value.code()


def test_an_overdue_timer_waits_for_nobody_who_holds_the_check_and_comes_back(house):
    """Who holds the check may wait for the timer's row: two who wait for each other would be a deadlock."""
    made = house.call("CreateCheck", check(new_id(), heartbeat=m.HeartbeatProbe()))
    house.now += timedelta(minutes=1)
    with house.db.database.transaction([house.acme]) as tx:
        tx.execute("SELECT 1 FROM health_check WHERE tenant_id = %s AND id = %s FOR UPDATE", [house.acme, made.id])
        assert 1 == house.timers.run_until_idle()
    assert [] == types_of(house, made.id, *TROUBLE)
    house.later(seconds=1)
    assert ["AlarmRaised", "OutageStarted"] == types_of(house, made.id, *TROUBLE)


def test_every_table_is_sealed(house):
    """Row-level security on all of them, with the tenant first in the key."""
    with psycopg.connect(house.db.owner_url) as connection:
        assert [] == unsealed_tables(connection, ["monitoring"])
        assert [] == miskeyed_tables(connection, ["monitoring"])
