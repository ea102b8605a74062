import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tierline.common.v1 import values_pb2 as _values_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ClockState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CLOCK_STATE_UNSPECIFIED: _ClassVar[ClockState]
    CLOCK_STATE_RUNNING: _ClassVar[ClockState]
    CLOCK_STATE_PAUSED: _ClassVar[ClockState]
    CLOCK_STATE_MET: _ClassVar[ClockState]
    CLOCK_STATE_BREACHED: _ClassVar[ClockState]
    CLOCK_STATE_CANCELLED: _ClassVar[ClockState]

class LinkKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LINK_KIND_UNSPECIFIED: _ClassVar[LinkKind]
    LINK_KIND_RELATED: _ClassVar[LinkKind]
    LINK_KIND_DUPLICATE_OF: _ClassVar[LinkKind]
    LINK_KIND_ROOT_CAUSE_FOLLOW_UP: _ClassVar[LinkKind]
    LINK_KIND_QUICK_FIX: _ClassVar[LinkKind]

class ReplyAuthor(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REPLY_AUTHOR_UNSPECIFIED: _ClassVar[ReplyAuthor]
    REPLY_AUTHOR_SUPPORT: _ClassVar[ReplyAuthor]
    REPLY_AUTHOR_REQUESTER: _ClassVar[ReplyAuthor]
    REPLY_AUTHOR_VENDOR: _ClassVar[ReplyAuthor]
CLOCK_STATE_UNSPECIFIED: ClockState
CLOCK_STATE_RUNNING: ClockState
CLOCK_STATE_PAUSED: ClockState
CLOCK_STATE_MET: ClockState
CLOCK_STATE_BREACHED: ClockState
CLOCK_STATE_CANCELLED: ClockState
LINK_KIND_UNSPECIFIED: LinkKind
LINK_KIND_RELATED: LinkKind
LINK_KIND_DUPLICATE_OF: LinkKind
LINK_KIND_ROOT_CAUSE_FOLLOW_UP: LinkKind
LINK_KIND_QUICK_FIX: LinkKind
REPLY_AUTHOR_UNSPECIFIED: ReplyAuthor
REPLY_AUTHOR_SUPPORT: ReplyAuthor
REPLY_AUTHOR_REQUESTER: ReplyAuthor
REPLY_AUTHOR_VENDOR: ReplyAuthor

class Ticket(_message.Message):
    __slots__ = ("id", "key", "tenant_id", "application_id", "requester_id", "title", "description", "channel", "environment", "impact", "urgency", "kind", "nature", "approach", "mode", "priority", "urgent_change", "personal_data_breach", "state", "awaiting", "classification", "assignment", "clocks", "next_due_time", "links", "resolution", "open_time", "first_response_time", "resolve_time", "close_time", "update_time", "reopen_count", "imported_from", "etag", "satisfaction_score")
    ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUESTER_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    IMPACT_FIELD_NUMBER: _ClassVar[int]
    URGENCY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NATURE_FIELD_NUMBER: _ClassVar[int]
    APPROACH_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    URGENT_CHANGE_FIELD_NUMBER: _ClassVar[int]
    PERSONAL_DATA_BREACH_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    CLASSIFICATION_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    CLOCKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    LINKS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    OPEN_TIME_FIELD_NUMBER: _ClassVar[int]
    FIRST_RESPONSE_TIME_FIELD_NUMBER: _ClassVar[int]
    RESOLVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CLOSE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    REOPEN_COUNT_FIELD_NUMBER: _ClassVar[int]
    IMPORTED_FROM_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    SATISFACTION_SCORE_FIELD_NUMBER: _ClassVar[int]
    id: str
    key: str
    tenant_id: str
    application_id: str
    requester_id: str
    title: str
    description: str
    channel: _values_pb2.Channel
    environment: _values_pb2.Environment
    impact: _values_pb2.Impact
    urgency: _values_pb2.Urgency
    kind: _values_pb2.TicketKind
    nature: _values_pb2.Nature
    approach: _values_pb2.Approach
    mode: _values_pb2.Mode
    priority: _values_pb2.Priority
    urgent_change: bool
    personal_data_breach: PersonalDataBreach
    state: _values_pb2.TicketState
    awaiting: _values_pb2.Awaiting
    classification: _containers.RepeatedCompositeFieldContainer[ClassificationReason]
    assignment: AssignmentCard
    clocks: _containers.RepeatedCompositeFieldContainer[ClockCard]
    next_due_time: _timestamp_pb2.Timestamp
    links: _containers.RepeatedCompositeFieldContainer[TicketLink]
    resolution: str
    open_time: _timestamp_pb2.Timestamp
    first_response_time: _timestamp_pb2.Timestamp
    resolve_time: _timestamp_pb2.Timestamp
    close_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    reopen_count: int
    imported_from: str
    etag: str
    satisfaction_score: int
    def __init__(self, id: _Optional[str] = ..., key: _Optional[str] = ..., tenant_id: _Optional[str] = ..., application_id: _Optional[str] = ..., requester_id: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., channel: _Optional[_Union[_values_pb2.Channel, str]] = ..., environment: _Optional[_Union[_values_pb2.Environment, str]] = ..., impact: _Optional[_Union[_values_pb2.Impact, str]] = ..., urgency: _Optional[_Union[_values_pb2.Urgency, str]] = ..., kind: _Optional[_Union[_values_pb2.TicketKind, str]] = ..., nature: _Optional[_Union[_values_pb2.Nature, str]] = ..., approach: _Optional[_Union[_values_pb2.Approach, str]] = ..., mode: _Optional[_Union[_values_pb2.Mode, str]] = ..., priority: _Optional[_Union[_values_pb2.Priority, str]] = ..., urgent_change: _Optional[bool] = ..., personal_data_breach: _Optional[_Union[PersonalDataBreach, _Mapping]] = ..., state: _Optional[_Union[_values_pb2.TicketState, str]] = ..., awaiting: _Optional[_Union[_values_pb2.Awaiting, str]] = ..., classification: _Optional[_Iterable[_Union[ClassificationReason, _Mapping]]] = ..., assignment: _Optional[_Union[AssignmentCard, _Mapping]] = ..., clocks: _Optional[_Iterable[_Union[ClockCard, _Mapping]]] = ..., next_due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., links: _Optional[_Iterable[_Union[TicketLink, _Mapping]]] = ..., resolution: _Optional[str] = ..., open_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., first_response_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., resolve_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., close_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reopen_count: _Optional[int] = ..., imported_from: _Optional[str] = ..., etag: _Optional[str] = ..., satisfaction_score: _Optional[int] = ...) -> None: ...

class PersonalDataBreach(_message.Message):
    __slots__ = ("aware_time",)
    AWARE_TIME_FIELD_NUMBER: _ClassVar[int]
    aware_time: _timestamp_pb2.Timestamp
    def __init__(self, aware_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ClassificationReason(_message.Message):
    __slots__ = ("field", "value", "reason", "decided_by")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    field: str
    value: str
    reason: str
    decided_by: str
    def __init__(self, field: _Optional[str] = ..., value: _Optional[str] = ..., reason: _Optional[str] = ..., decided_by: _Optional[str] = ...) -> None: ...

class AssignmentCard(_message.Message):
    __slots__ = ("party_id", "party_name", "level", "team_id", "team_name", "member_id", "member_name", "reason", "unassigned", "assign_time")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_NAME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    TEAM_ID_FIELD_NUMBER: _ClassVar[int]
    TEAM_NAME_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    UNASSIGNED_FIELD_NUMBER: _ClassVar[int]
    ASSIGN_TIME_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    party_name: str
    level: _values_pb2.Level
    team_id: str
    team_name: str
    member_id: str
    member_name: str
    reason: str
    unassigned: bool
    assign_time: _timestamp_pb2.Timestamp
    def __init__(self, party_id: _Optional[str] = ..., party_name: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.Level, str]] = ..., team_id: _Optional[str] = ..., team_name: _Optional[str] = ..., member_id: _Optional[str] = ..., member_name: _Optional[str] = ..., reason: _Optional[str] = ..., unassigned: _Optional[bool] = ..., assign_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ClockCard(_message.Message):
    __slots__ = ("clock_id", "metric", "agreement_name", "state", "due_time", "at_risk_time", "breach_time", "stop_time", "reason")
    CLOCK_ID_FIELD_NUMBER: _ClassVar[int]
    METRIC_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    AT_RISK_TIME_FIELD_NUMBER: _ClassVar[int]
    BREACH_TIME_FIELD_NUMBER: _ClassVar[int]
    STOP_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    clock_id: str
    metric: str
    agreement_name: str
    state: ClockState
    due_time: _timestamp_pb2.Timestamp
    at_risk_time: _timestamp_pb2.Timestamp
    breach_time: _timestamp_pb2.Timestamp
    stop_time: _timestamp_pb2.Timestamp
    reason: str
    def __init__(self, clock_id: _Optional[str] = ..., metric: _Optional[str] = ..., agreement_name: _Optional[str] = ..., state: _Optional[_Union[ClockState, str]] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., at_risk_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., breach_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., stop_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class TicketLink(_message.Message):
    __slots__ = ("kind", "ticket_id")
    KIND_FIELD_NUMBER: _ClassVar[int]
    TICKET_ID_FIELD_NUMBER: _ClassVar[int]
    kind: LinkKind
    ticket_id: str
    def __init__(self, kind: _Optional[_Union[LinkKind, str]] = ..., ticket_id: _Optional[str] = ...) -> None: ...

class HistoryEntry(_message.Message):
    __slots__ = ("number", "time", "type", "actor", "summary", "body", "work_minutes")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    WORK_MINUTES_FIELD_NUMBER: _ClassVar[int]
    number: int
    time: _timestamp_pb2.Timestamp
    type: str
    actor: str
    summary: str
    body: str
    work_minutes: int
    def __init__(self, number: _Optional[int] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., type: _Optional[str] = ..., actor: _Optional[str] = ..., summary: _Optional[str] = ..., body: _Optional[str] = ..., work_minutes: _Optional[int] = ...) -> None: ...
