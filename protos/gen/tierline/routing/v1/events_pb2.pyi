import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tierline.common.v1 import values_pb2 as _values_pb2
from tierline.routing.v1 import routing_pb2 as _routing_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AssignmentCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ASSIGNMENT_CAUSE_UNSPECIFIED: _ClassVar[AssignmentCause]
    ASSIGNMENT_CAUSE_OPENED: _ClassVar[AssignmentCause]
    ASSIGNMENT_CAUSE_ESCALATION: _ClassVar[AssignmentCause]
    ASSIGNMENT_CAUSE_CLOCK: _ClassVar[AssignmentCause]
    ASSIGNMENT_CAUSE_PERSON: _ClassVar[AssignmentCause]
    ASSIGNMENT_CAUSE_HANDED_BACK: _ClassVar[AssignmentCause]
    ASSIGNMENT_CAUSE_HISTORY: _ClassVar[AssignmentCause]
    ASSIGNMENT_CAUSE_CHANGED: _ClassVar[AssignmentCause]
    ASSIGNMENT_CAUSE_QUEUE: _ClassVar[AssignmentCause]
ASSIGNMENT_CAUSE_UNSPECIFIED: AssignmentCause
ASSIGNMENT_CAUSE_OPENED: AssignmentCause
ASSIGNMENT_CAUSE_ESCALATION: AssignmentCause
ASSIGNMENT_CAUSE_CLOCK: AssignmentCause
ASSIGNMENT_CAUSE_PERSON: AssignmentCause
ASSIGNMENT_CAUSE_HANDED_BACK: AssignmentCause
ASSIGNMENT_CAUSE_HISTORY: AssignmentCause
ASSIGNMENT_CAUSE_CHANGED: AssignmentCause
ASSIGNMENT_CAUSE_QUEUE: AssignmentCause

class AssignmentEvent(_message.Message):
    __slots__ = ("ticket_id", "actor", "history", "row_number", "ticket_assigned", "work_accepted", "work_handed_back", "vendor_replied", "vendor_work_logged", "vendor_resolved", "team_saved", "sourcing_plan_saved", "work_pushed", "acceptance_missed")
    TICKET_ID_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    ROW_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TICKET_ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    WORK_ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    WORK_HANDED_BACK_FIELD_NUMBER: _ClassVar[int]
    VENDOR_REPLIED_FIELD_NUMBER: _ClassVar[int]
    VENDOR_WORK_LOGGED_FIELD_NUMBER: _ClassVar[int]
    VENDOR_RESOLVED_FIELD_NUMBER: _ClassVar[int]
    TEAM_SAVED_FIELD_NUMBER: _ClassVar[int]
    SOURCING_PLAN_SAVED_FIELD_NUMBER: _ClassVar[int]
    WORK_PUSHED_FIELD_NUMBER: _ClassVar[int]
    ACCEPTANCE_MISSED_FIELD_NUMBER: _ClassVar[int]
    ticket_id: str
    actor: str
    history: bool
    row_number: int
    ticket_assigned: TicketAssigned
    work_accepted: WorkAccepted
    work_handed_back: WorkHandedBack
    vendor_replied: VendorReplied
    vendor_work_logged: VendorWorkLogged
    vendor_resolved: VendorResolved
    team_saved: TeamSaved
    sourcing_plan_saved: SourcingPlanSaved
    work_pushed: WorkPushed
    acceptance_missed: AcceptanceMissed
    def __init__(self, ticket_id: _Optional[str] = ..., actor: _Optional[str] = ..., history: _Optional[bool] = ..., row_number: _Optional[int] = ..., ticket_assigned: _Optional[_Union[TicketAssigned, _Mapping]] = ..., work_accepted: _Optional[_Union[WorkAccepted, _Mapping]] = ..., work_handed_back: _Optional[_Union[WorkHandedBack, _Mapping]] = ..., vendor_replied: _Optional[_Union[VendorReplied, _Mapping]] = ..., vendor_work_logged: _Optional[_Union[VendorWorkLogged, _Mapping]] = ..., vendor_resolved: _Optional[_Union[VendorResolved, _Mapping]] = ..., team_saved: _Optional[_Union[TeamSaved, _Mapping]] = ..., sourcing_plan_saved: _Optional[_Union[SourcingPlanSaved, _Mapping]] = ..., work_pushed: _Optional[_Union[WorkPushed, _Mapping]] = ..., acceptance_missed: _Optional[_Union[AcceptanceMissed, _Mapping]] = ...) -> None: ...

class TicketAssigned(_message.Message):
    __slots__ = ("assignment", "cause")
    ASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    assignment: _routing_pb2.Assignment
    cause: AssignmentCause
    def __init__(self, assignment: _Optional[_Union[_routing_pb2.Assignment, _Mapping]] = ..., cause: _Optional[_Union[AssignmentCause, str]] = ...) -> None: ...

class WorkAccepted(_message.Message):
    __slots__ = ("party_id", "member_id", "accept_time")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    member_id: str
    accept_time: _timestamp_pb2.Timestamp
    def __init__(self, party_id: _Optional[str] = ..., member_id: _Optional[str] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class WorkHandedBack(_message.Message):
    __slots__ = ("party_id", "reason")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    reason: str
    def __init__(self, party_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class VendorReplied(_message.Message):
    __slots__ = ("party_id", "body")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    body: str
    def __init__(self, party_id: _Optional[str] = ..., body: _Optional[str] = ...) -> None: ...

class VendorWorkLogged(_message.Message):
    __slots__ = ("party_id", "minutes", "note")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    minutes: int
    note: str
    def __init__(self, party_id: _Optional[str] = ..., minutes: _Optional[int] = ..., note: _Optional[str] = ...) -> None: ...

class VendorResolved(_message.Message):
    __slots__ = ("party_id", "resolution")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    resolution: str
    def __init__(self, party_id: _Optional[str] = ..., resolution: _Optional[str] = ...) -> None: ...

class TeamSaved(_message.Message):
    __slots__ = ("team",)
    TEAM_FIELD_NUMBER: _ClassVar[int]
    team: _routing_pb2.Team
    def __init__(self, team: _Optional[_Union[_routing_pb2.Team, _Mapping]] = ...) -> None: ...

class SourcingPlanSaved(_message.Message):
    __slots__ = ("sourcing_plan",)
    SOURCING_PLAN_FIELD_NUMBER: _ClassVar[int]
    sourcing_plan: _routing_pb2.SourcingPlan
    def __init__(self, sourcing_plan: _Optional[_Union[_routing_pb2.SourcingPlan, _Mapping]] = ...) -> None: ...

class WorkPushed(_message.Message):
    __slots__ = ("party_id", "plugin", "delivered", "detail", "level")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    plugin: str
    delivered: bool
    detail: str
    level: _values_pb2.Level
    def __init__(self, party_id: _Optional[str] = ..., plugin: _Optional[str] = ..., delivered: _Optional[bool] = ..., detail: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.Level, str]] = ...) -> None: ...

class AcceptanceMissed(_message.Message):
    __slots__ = ("party_id",)
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    def __init__(self, party_id: _Optional[str] = ...) -> None: ...
