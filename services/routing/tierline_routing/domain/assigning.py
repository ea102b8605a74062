"""Decide who has a ticket: party and level, then team, then member; each with its reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tierline_sdk.values import Level, Nature, Priority

from tierline_routing.domain.choosing import Choice, Need, choose_party
from tierline_routing.domain.staffing import Staff, choose_staff, teams_for
from tierline_routing.domain.values import Assignment, AssignmentState, Cause, House, Loads, Said, ServingParty, Team, Work

ACCEPT_WITHIN = timedelta(minutes=15)
"""How long a critical ticket may wait for somebody to accept it before it goes up a level (B7). A default of ours: no standard names a figure."""

RISING = frozenset({Cause.ESCALATION, Cause.CLOCK})
"""Causes that ask for a higher level, so that staying where it is must be said."""


def is_critical(work: Work) -> bool:
    """Tell whether somebody must accept it at once: priority 1, or an emergency (B7)."""
    return work.ticket.priority is Priority.P1 or work.ticket.nature is Nature.EMERGENCY


def floor_above(assignment: Assignment | None, wanted: Level | None = None) -> Level:
    """Return the level that an escalation asks for: the wanted one, else the next, at most L4."""
    if wanted is not None:
        return wanted
    now = assignment.level if assignment and assignment.level else Level.L1
    return Level(min(now + 1, Level.L4))


def decide(work: Work, need: Need, house: House, said: Sequence[Said], loads: Loads, *, now: datetime) -> Assignment:
    """
    Decide who has *work*; its load is counted in *loads*.

    Args:
        work: The ticket, with who has it now.
        house: The tenant's plan, parties, teams and people.
        need: Why, and within which bounds.
        said: What the plugins said to it.
        loads: Open tickets by member and team; changed by what is decided.
        now: Aware UTC instant stamped on the result.

    Returns:
        The assignment. One that nobody can take is `UNASSIGNED`, and says what is missing; one that was to rise and cannot stays where it is.
    """
    release(work.assignment, loads)
    choice = choose_party(work.ticket, need, house, said)
    decided = _staffed(choice, need, house, loads, now)
    current = work.assignment
    if need.cause is Cause.CHANGED and current is not None and current.is_open and is_same_place(current, decided):
        engage(current, loads)
        return current
    if need.cause in RISING and current is not None and current.is_open and (not decided.is_open or _stays(current, decided)):
        decided = _staying(current, need, decided)
    escalations = (current.escalations if current else 0) + (need.cause in RISING)
    decided = replace(decided, escalations=escalations)
    engage(decided, loads)
    return decided


def _staffed(choice: Choice, need: Need, house: House, loads: Loads, now: datetime) -> Assignment:
    if choice.serving is None or choice.level is None:
        return _nobody(need, choice, choice.reason, now)
    staff = choose_staff(teams_for(choice.serving, choice.level, house), house, loads, now=now)
    if staff is None:
        missing = f"{choice.reason} {choice.serving.party.name} has no team for L{choice.level:d}: create one."
        return _nobody(need, choice, missing, now)
    return given_to(choice.serving, choice.level, staff, reason=_noted(need, f"{choice.reason} Team: {staff.reason}."), choice=choice, now=now)


def given_to(serving: ServingParty, level: Level, staff: Staff, *, reason: str, choice: Choice | None = None, now: datetime) -> Assignment:
    """Write the assignment to a party's team and member."""
    return Assignment(
        state=AssignmentState.ASSIGNED, party_id=serving.party.id, party_name=serving.party.name, provider_id=serving.provider_id, level=level,
        team_id=staff.team.id, team_name=staff.team.name, member_id=staff.member_id, member_name=staff.member_name,
        reason=reason, sayings=choice.sayings if choice else (), assigned_at=now,
    )


def _nobody(need: Need, choice: Choice, missing: str, now: datetime) -> Assignment:
    return Assignment(
        state=AssignmentState.UNASSIGNED, level=choice.level or need.floor, reason=_noted(need, f"Nobody can take it: {missing}"),
        sayings=choice.sayings, assigned_at=now,
    )


def _stays(current: Assignment, decided: Assignment) -> bool:
    return (current.party_id, current.level, current.team_id) == (decided.party_id, decided.level, decided.team_id)


def is_same_place(current: Assignment, decided: Assignment) -> bool:
    """Tell whether party and level are the same."""
    return (current.party_id, current.level) == (decided.party_id, decided.level)


def _staying(current: Assignment, need: Need, decided: Assignment) -> Assignment:
    """Keep who has it where nobody higher can, and say so: an escalation must never lose the work that somebody has in hand."""
    why = f"L{need.floor:d} is the last line" if decided.is_open else decided.reason.rpartition("Nobody can take it: ")[2]
    level = f"L{current.level:d}" if current.level else "its level"
    reason = _noted(need, f"It stays with {current.party_name} at {level}: {why}")
    return replace(current, reason=reason, sayings=decided.sayings, assigned_at=decided.assigned_at)


def _noted(need: Need, reason: str) -> str:
    return f"{need.note} {reason}" if need.note else reason


def release(assignment: Assignment | None, loads: Loads) -> None:
    """Take an assignment off the loads."""
    _count(assignment, loads, -1)


def engage(assignment: Assignment | None, loads: Loads) -> None:
    """Put an assignment on the loads."""
    _count(assignment, loads, 1)


def _count(assignment: Assignment | None, loads: Loads, by: int) -> None:
    if assignment is not None and assignment.is_open:
        for key in filter(None, (assignment.team_id, assignment.member_id)):
            loads[key] = max(0, loads.get(key, 0) + by)


def reopened(assignment: Assignment, *, now: datetime) -> Assignment:
    """Give a reopened ticket back to who had it."""
    if not assignment.party_id or not assignment.team_id:
        return replace(assignment, state=AssignmentState.UNASSIGNED, assigned_at=now)
    state = AssignmentState.ACCEPTED if assignment.accepted_at else AssignmentState.ASSIGNED
    reason = f"It was reopened, and {assignment.member_name or assignment.team_name} had it before."
    return replace(assignment, state=state, reason=reason, assigned_at=now)


def by_hand(current: Assignment | None, serving: ServingParty, level: Level, team: Team, member: tuple[str, str], *, reason: str, now: datetime) -> Assignment:
    """Write an assignment that a person decided."""
    staff = Staff(team=team, member_id=member[0], member_name=member[1], reason="")
    decided = given_to(serving, level, staff, reason=reason, now=now)
    return replace(decided, escalations=current.escalations if current else 0)
