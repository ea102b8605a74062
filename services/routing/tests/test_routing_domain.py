"""Coverage, staffing and choosing, without anything around them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tierline_routing.domain.choosing import Need, choose_party
from tierline_routing.domain.coverage import is_covered, opens_at
from tierline_routing.domain.plans import model_of
from tierline_routing.domain.staffing import choose_staff, teams_for
from tierline_routing.domain.values import Cause, House, Said, Saying, ServingParty, Team, TeamMember
from tierline_sdk.sourcing import Party, Proposal
from tierline_sdk.testing.examples import ticket
from tierline_sdk.values import Coverage, Level, ProviderKind, SourcingModel

NOON = datetime(2026, 3, 25, 12, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
PARTY = ServingParty(party=Party(id="p", name="Hands", kind=ProviderKind.OUTSOURCER, levels=(Level.L1, Level.L2)), provider_id="o")
HOUSE = House(tenant_id="t", plan=None, parties=[PARTY], members={"a": "Ada", "b": "Bob"})


def team(name, coverage=Coverage.H24_7, zone="UTC", members=("a", "b"), **more):
    people = [TeamMember(member_id=member, **more) for member in members]
    return Team(id=name, provider_id="o", name=name, levels=[Level.L1], coverage=coverage, zone=zone, members=people, created_at=NOON, updated_at=NOON)


@pytest.mark.parametrize(
    ("coverage", "zone", "now", "expected"),
    [
        (Coverage.H8_5, "UTC", NOON, True), (Coverage.H8_5, "Asia/Tokyo", NOON, False), (Coverage.H8_5, "UTC", SATURDAY, False),
        (Coverage.H24_5, "UTC", SATURDAY, False), (Coverage.H24_7, "UTC", SATURDAY, True), (Coverage.H12_5, "Asia/Kolkata", NOON, True),
    ],
)
def test_coverage_is_read_in_the_teams_own_zone(coverage, zone, now, expected):
    """Follow-the-sun hangs on it (B6)."""
    assert expected == is_covered(coverage, zone, now)


def test_next_opening_counts_the_change_of_clocks():
    """Berlin opens at 07:00 UTC on the Monday after summer time began, not at 08:00."""
    assert datetime(2026, 3, 30, 7, 0, tzinfo=UTC) == opens_at(Coverage.H8_5, "Europe/Berlin", SATURDAY)


def test_team_that_is_there_goes_before_one_that_is_not():
    """Work must not wait for the morning where somebody is awake."""
    staff = choose_staff([team("Day", Coverage.H8_5), team("Night")], HOUSE, {}, now=SATURDAY)
    assert staff.team.name == "Night"


def test_nobody_there_means_the_queue_of_the_team_that_opens_next():
    """The reason says when."""
    staff = choose_staff([team("Berlin", Coverage.H8_5, "Europe/Berlin"), team("London", Coverage.H8_5, "Europe/London")], HOUSE, {}, now=SATURDAY)
    assert ("Berlin", "", True) == (staff.team.name, staff.member_id, "Mon 07:00 UTC" in staff.reason)


def test_team_that_routing_made_steps_aside_for_one_that_somebody_made():
    """A phantom that is there round the clock would take the night's work from the people on call."""
    made, seeded = team("Desk", Coverage.H8_5), replace(team("Support", members=()), seeded=True)
    assert [made] == list(teams_for(PARTY, Level.L1, replace(HOUSE, teams=[seeded, made])))
    assert [seeded] == list(teams_for(PARTY, Level.L1, replace(HOUSE, teams=[seeded])))


def test_limit_of_a_member_holds():
    """More than somebody can do is nobody's."""
    staff = choose_staff([team("Desk", max_open=1)], HOUSE, {"a": 1, "b": 1}, now=NOON)
    assert ("", True) == (staff.member_id, "limits" in staff.reason)


def test_proposal_of_a_foreign_party_is_invalid_and_the_plan_decides():
    """A plugin's word is checked like anybody's."""
    said = Said(saying=Saying(plugin="x", verdict="answered", reason="r"), proposal=Proposal(party_id="foreign", level=Level.L1, reason="r"))
    choice = choose_party(ticket(), Need(cause=Cause.OPENED), HOUSE, [said])
    assert ("Hands", "invalid") == (choice.serving.party.name, choice.sayings[0].verdict)


def test_plugin_that_knows_that_nobody_serves_is_believed():
    """Work must not leave the house by a fallback."""
    said = Said(saying=Saying(plugin="x", verdict="failed", reason="no own party"), refuses=True)
    assert choose_party(ticket(), Need(cause=Cause.OPENED), HOUSE, [said]).serving is None


@pytest.mark.parametrize(
    ("kinds", "model"),
    [
        ((ProviderKind.IN_HOUSE,), SourcingModel.IN_HOUSE), ((ProviderKind.VENDOR,), SourcingModel.OUTSOURCED),
        ((ProviderKind.IN_HOUSE, ProviderKind.VENDOR), SourcingModel.HYBRID),
    ],
)
def test_model_is_read_off_the_parties(kinds, model):
    """A new tenant works before anybody has made a plan (B4)."""
    assert model is model_of([replace(PARTY.party, kind=kind) for kind in kinds])
