"""`tierline.routing.v1.RoutingService`: teams, plans, and who has what."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from tierline.common.v1 import values_pb2
from tierline.routing.v1 import routing_pb2, routing_service_pb2
from tierline_chassis import pages
from tierline_chassis.call import Call
from tierline_chassis.codec import to_enum
from tierline_chassis.database import Database, Transaction
from tierline_chassis.ids import new_id
from tierline_chassis.updates import merge
from tierline_sdk.errors import AlreadyExists, EtagMismatch, FieldViolation, InvalidFields, NotFound
from tierline_sdk.values import Level

from tierline_routing import codec
from tierline_routing.domain.assigning import by_hand
from tierline_routing.domain.errors import MemberNotInTeam, TeamServesNotThisTenant, WorkNotOpen
from tierline_routing.domain.facts import PlanSaved, TeamSaved
from tierline_routing.domain.values import Cause, House, Plan, Said, Team, Work
from tierline_routing.handlers.desk import Because, Desk
from tierline_routing.servicer.narrowing import wanted_of
from tierline_routing.servicer.repeats import once
from tierline_routing.store import Store


class RoutingServicer:
    """Translates and decides nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def CreateTeam(self, request: routing_service_pb2.CreateTeamRequest, call: Call) -> routing_pb2.Team:  # noqa: N802, D102  the contract's name
        provider = call.scope(request.team.provider_id)
        _check_zone(request.team.zone)

        def work(tx: Transaction) -> routing_pb2.Team:
            store = _store(tx)
            present = store.team_named(provider, request.team.display_name)
            if present is not None and not present.seeded:
                raise AlreadyExists("team", request.team.display_name)
            team = replace(
                codec.team_of(request.team), id=present.id if present else new_id(), version=present.version + 1 if present else 1,
                created_at=call.now, updated_at=call.now,
            )
            return _save_team(store, team, call)

        return once(self._database, call, provider, request, work)

    def GetTeam(self, request: routing_service_pb2.GetTeamRequest, call: Call) -> routing_pb2.Team:  # noqa: N802, D102  the contract's name
        with self._database.transaction(call.scopes, timeout=call.remaining) as tx:
            return codec.team_message(_found_team(_store(tx), call, request.id))

    def ListTeams(self, request: routing_service_pb2.ListTeamsRequest, call: Call) -> routing_service_pb2.ListTeamsResponse:  # noqa: N802, D102  the contract's name
        size, scopes = pages.page_size(request.page_size), sorted(call.scopes)
        after = pages.decode(request.page_token, scopes)
        with self._database.transaction(scopes, timeout=call.remaining) as tx:
            store = _store(tx)
            seen = _with_providers(store, scopes)
            tx.scope(seen)
            found = store.teams(seen, after=(str(after[0]), str(after[1])) if after else None, limit=size + 1)
        token = pages.encode((found[size - 1].name, found[size - 1].id), scopes) if len(found) > size else ""
        return routing_service_pb2.ListTeamsResponse(teams=[codec.team_message(team) for team in found[:size]], next_page_token=token)

    def UpdateTeam(self, request: routing_service_pb2.UpdateTeamRequest, call: Call) -> routing_pb2.Team:  # noqa: N802, D102  the contract's name
        with self._database.transaction(call.scopes, timeout=call.remaining) as tx:
            provider = _own_team(_store(tx), call, request.team.id).provider_id

        def work(tx: Transaction) -> routing_pb2.Team:
            store = _store(tx)
            current = _own_team(store, call, request.team.id)
            merged = merge(codec.team_message(current), request.team, request.update_mask, fixed=("provider_id",))
            _check_zone(merged.zone)
            if store.team_exists(provider, merged.display_name, besides=current.id):
                raise AlreadyExists("team", merged.display_name)
            team = replace(codec.team_of(merged), version=current.version + 1, created_at=current.created_at, updated_at=call.now)
            return _save_team(store, team, call)

        return once(self._database, call, provider, request, work)

    def CreateSourcingPlan(self, request: routing_service_pb2.CreateSourcingPlanRequest, call: Call) -> routing_pb2.SourcingPlan:  # noqa: N802, D102  the contract's name
        tenant = call.tenant()

        def work(tx: Transaction) -> routing_pb2.SourcingPlan:
            store = _store(tx)
            present = next(iter(store.plans([tenant])), None)
            if present is not None and not present.seeded:
                raise AlreadyExists("sourcing plan", present.id)
            plan = Plan(
                id=present.id if present else new_id(), tenant_id=tenant, sourcing=codec.sourcing_of(request.sourcing_plan), seeded=False,
                version=present.version + 1 if present else 1, created_at=call.now, updated_at=call.now,
            )
            return _save_plan(store, plan, call)

        return once(self._database, call, tenant, request, work)

    def GetSourcingPlan(self, request: routing_service_pb2.GetSourcingPlanRequest, call: Call) -> routing_pb2.SourcingPlan:  # noqa: N802, D102  the contract's name
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            return codec.plan_message(_found_plan(_store(tx), call, request.id))

    def ListSourcingPlans(  # noqa: N802, D102  the contract's name
        self, request: routing_service_pb2.ListSourcingPlansRequest, call: Call,
    ) -> routing_service_pb2.ListSourcingPlansResponse:
        size, tenants = pages.page_size(request.page_size), sorted(call.tenants)
        after = pages.decode(request.page_token, tenants)
        left = [tenant for tenant in tenants if not after or tenant > str(after[0])]
        with self._database.transaction(tenants, timeout=call.remaining) as tx:
            found = _store(tx).plans(left)
        token = pages.encode((found[size - 1].tenant_id,), tenants) if len(found) > size else ""
        return routing_service_pb2.ListSourcingPlansResponse(sourcing_plans=[codec.plan_message(plan) for plan in found[:size]], next_page_token=token)

    def UpdateSourcingPlan(self, request: routing_service_pb2.UpdateSourcingPlanRequest, call: Call) -> routing_pb2.SourcingPlan:  # noqa: N802, D102  the contract's name
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            tenant = _found_plan(_store(tx), call, request.sourcing_plan.id).tenant_id

        def work(tx: Transaction) -> routing_pb2.SourcingPlan:
            store = _store(tx)
            current = store.plans([tenant], request.sourcing_plan.id)[0]
            if request.sourcing_plan.etag and request.sourcing_plan.etag != str(current.version):
                raise EtagMismatch("sourcing plan", current.id)
            merged = merge(codec.plan_message(current), request.sourcing_plan, request.update_mask)
            plan = replace(current, sourcing=codec.sourcing_of(merged), seeded=False, version=current.version + 1, updated_at=call.now)
            return _save_plan(store, plan, call)

        return once(self._database, call, tenant, request, work)

    def GetAssignment(self, request: routing_service_pb2.GetAssignmentRequest, call: Call) -> routing_pb2.Assignment:  # noqa: N802, D102  the contract's name
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            return codec.assignment_message(_found_work(_store(tx), call, request.id))

    def AssignTicket(self, request: routing_service_pb2.AssignTicketRequest, call: Call) -> routing_pb2.Assignment:  # noqa: N802, D102  the contract's name
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            found = _found_work(_store(tx), call, request.id)

        def work(tx: Transaction) -> routing_pb2.Assignment:
            store = _store(tx)
            desk = Desk(found.ticket.tenant_id, store=store, propose=_nobody_asks, new_id=new_id, now=call.now)
            desk.load([found.ticket.id])
            _assign_by_hand(desk, desk.work(found.ticket.id) or found, request, call)
            desk.finish()
            return codec.assignment_message(desk.work(found.ticket.id) or found)

        return once(self._database, call, found.ticket.tenant_id, request, work)

    def ListWork(self, request: routing_service_pb2.ListWorkRequest, call: Call) -> routing_service_pb2.ListWorkResponse:  # noqa: N802, D102  the contract's name
        size, tenants = pages.page_size(request.page_size), sorted(call.tenants)
        question = (tenants, request.filter)
        wanted, narrowed = wanted_of(request.filter, tenants)
        after = pages.decode(request.page_token, *question)
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            found = _store(tx).open_work(narrowed, wanted, parties=None, after=after, limit=size + 1)
        token = pages.encode(tuple(found[size - 1][1]), *question) if len(found) > size else ""
        return routing_service_pb2.ListWorkResponse(work=[codec.assignment_message(work) for work, _ in found[:size]], next_page_token=token)


def _store(tx: Transaction) -> Store:
    return Store(tx, codec.encode)


def _nobody_asks(*_: Any) -> Sequence[Said]:
    """Ask no plugin: a person decides."""
    return ()


def _save_team(store: Store, team: Team, call: Call) -> routing_pb2.Team:
    store.save_team(team)
    store.record([TeamSaved(tenant_id=team.provider_id, time=call.now, actor=call.principal.id, team=team)])
    return codec.team_message(team)


def _save_plan(store: Store, plan: Plan, call: Call) -> routing_pb2.SourcingPlan:
    store.save_plan(plan)
    store.record([PlanSaved(tenant_id=plan.tenant_id, time=call.now, actor=call.principal.id, plan=plan)])
    return codec.plan_message(plan)


def _with_providers(store: Store, scopes: Sequence[str]) -> Sequence[str]:
    """Add the providers that serve a caller's tenants: who sees a tenant sees the teams that work for it."""
    return sorted({*scopes, *store.providers(scopes)})


def _found_team(store: Store, call: Call, team_id: str) -> Team:
    scopes = _with_providers(store, call.scopes)
    store.tx.scope(scopes)
    team = store.team(scopes, team_id) if _is_uuid(team_id) else None
    if team is None:
        raise NotFound("team", team_id)
    return team


def _own_team(store: Store, call: Call, team_id: str) -> Team:
    """Find a team of a provider in which the caller may change teams."""
    team = store.team(call.scopes, team_id) if _is_uuid(team_id) else None
    if team is None:
        raise NotFound("team", team_id)
    return team


def _found_plan(store: Store, call: Call, plan_id: str) -> Plan:
    found = store.plans(call.tenants, plan_id) if _is_uuid(plan_id) else ()
    if not found:
        raise NotFound("sourcing plan", plan_id)
    return found[0]


def _found_work(store: Store, call: Call, name: str) -> Work:
    work = store.find_work(call.tenants, name)
    if work is None:
        raise NotFound("ticket", name)
    return work


def _assign_by_hand(desk: Desk, work: Work, request: routing_service_pb2.AssignTicketRequest, call: Call) -> None:
    if work.is_over:
        raise WorkNotOpen(f"{work.ticket.key} is {work.state}: reopen it before it is assigned.")
    team = next((team for team in desk.house.teams if team.id == request.team_id), None)
    serving = next((serving for serving in desk.house.parties if team and serving.provider_id == team.provider_id), None)
    if team is None or serving is None or (team.tenant_ids and desk.tenant_id not in team.tenant_ids):
        raise TeamServesNotThisTenant("No such team works for this ticket's tenant.", team=request.team_id)
    level = to_enum(Level, values_pb2.Level, request.level) or min(team.levels)
    assignment = by_hand(work.assignment, serving, level, team, _member(desk.house, team, request.member_id), reason=request.reason, now=call.now)
    desk.put(work, assignment, Cause.PERSON, Because(actor=call.principal.id))
    desk.call_holder(work.ticket.id)


def _member(house: House, team: Team, member_id: str) -> tuple[str, str]:
    if not member_id:
        return "", ""
    if member_id not in house.members or member_id not in {member.member_id for member in team.members}:
        raise MemberNotInTeam(f"{team.name} has no active member of this id.", member=member_id)
    return member_id, house.members[member_id]


def _is_uuid(text: str) -> bool:
    from uuid import UUID  # noqa: PLC0415  a small module, wanted here alone

    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (ValueError, OSError):
        raise InvalidFields([FieldViolation(field="team.zone", description="must be a time zone of the IANA database, such as Europe/Berlin")]) from None
