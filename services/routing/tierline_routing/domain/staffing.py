"""Which team takes the work, and who in it: by level, by who is there now, and by load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tierline_sdk.values import Level

from tierline_routing.domain.coverage import is_covered, opens_at
from tierline_routing.domain.values import House, Loads, ServingParty, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A team, the member in it who has the work (none while it stands in the team's queue), and why."""

    team: Team
    member_id: str = ""
    member_name: str = ""
    reason: str


def teams_for(serving: ServingParty, level: Level, house: House) -> Sequence[Team]:
    """List the teams of the party's provider that serve *level* for this tenant; the one that routing made itself only where there is no other."""
    serving_teams = [
        team for team in house.teams
        if team.provider_id == serving.provider_id and level in team.levels and (not team.tenant_ids or house.tenant_id in team.tenant_ids)
    ]
    return [team for team in serving_teams if not team.seeded] or serving_teams


def choose_staff(teams: Sequence[Team], house: House, loads: Loads, *, now: datetime) -> Staff | None:
    """
    Choose the team that is there, the least loaded first, else the one that opens next; then the member with the fewest open tickets.

    Args:
        teams: Those that may have it.
        house: Its active members.
        loads: Open tickets by team and member.
        now: Aware UTC instant.

    Returns:
        None when there is no team.
    """
    if not teams:
        return None
    covered = [team for team in teams if is_covered(team.coverage, team.zone, now)]
    if not covered:
        team = min(teams, key=lambda team: (opens_at(team.coverage, team.zone, now), team.name, team.id))
        opens = opens_at(team.coverage, team.zone, now)
        return Staff(team=team, reason=f"no team is there now, and {team.name} opens next, at {opens:%a %H:%M} UTC")
    team = min(covered, key=lambda team: (_has_nobody_free(team, house.members, loads), loads.get(team.id, 0), team.name, team.id))
    return _with_member(team, house.members, loads)


def _with_member(team: Team, names: Mapping[str, str], loads: Loads) -> Staff:
    free = _free(team, names, loads)
    if not free:
        why = "has reached its members' limits" if any(member.member_id in names for member in team.members) else "has no active member"
        return Staff(team=team, reason=f"{team.name} is there and {why}, so it stands in the team's queue")
    member_id = min(free, key=lambda found: (loads.get(found, 0), names[found], found))
    count = loads.get(member_id, 0)
    reason = f"{team.name} is there, and {names[member_id]} has the fewest open tickets ({count})"
    return Staff(team=team, member_id=member_id, member_name=names[member_id], reason=reason)


def _free(team: Team, names: Mapping[str, str], loads: Loads) -> Sequence[str]:
    """List the active members who have room for one more."""
    return [
        member.member_id for member in team.members
        if member.member_id in names and (not member.max_open or loads.get(member.member_id, 0) < member.max_open)
    ]


def _has_nobody_free(team: Team, names: Mapping[str, str], loads: Loads) -> bool:
    """Prefer a team with a free member; one that has no members at all (a vendor's desk) counts as free."""
    return bool(team.members) and not _free(team, names, loads)
