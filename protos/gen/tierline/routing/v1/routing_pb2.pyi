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

class AssignmentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ASSIGNMENT_STATE_UNSPECIFIED: _ClassVar[AssignmentState]
    ASSIGNMENT_STATE_UNASSIGNED: _ClassVar[AssignmentState]
    ASSIGNMENT_STATE_ASSIGNED: _ClassVar[AssignmentState]
    ASSIGNMENT_STATE_ACCEPTED: _ClassVar[AssignmentState]
    ASSIGNMENT_STATE_DONE: _ClassVar[AssignmentState]
ASSIGNMENT_STATE_UNSPECIFIED: AssignmentState
ASSIGNMENT_STATE_UNASSIGNED: AssignmentState
ASSIGNMENT_STATE_ASSIGNED: AssignmentState
ASSIGNMENT_STATE_ACCEPTED: AssignmentState
ASSIGNMENT_STATE_DONE: AssignmentState

class Team(_message.Message):
    __slots__ = ("id", "provider_id", "display_name", "levels", "coverage", "zone", "members", "capacity_hours", "tenant_ids", "create_time", "update_time", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    LEVELS_FIELD_NUMBER: _ClassVar[int]
    COVERAGE_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_HOURS_FIELD_NUMBER: _ClassVar[int]
    TENANT_IDS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    provider_id: str
    display_name: str
    levels: _containers.RepeatedScalarFieldContainer[_values_pb2.Level]
    coverage: _values_pb2.Coverage
    zone: str
    members: _containers.RepeatedCompositeFieldContainer[TeamMember]
    capacity_hours: int
    tenant_ids: _containers.RepeatedScalarFieldContainer[str]
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    etag: str
    def __init__(self, id: _Optional[str] = ..., provider_id: _Optional[str] = ..., display_name: _Optional[str] = ..., levels: _Optional[_Iterable[_Union[_values_pb2.Level, str]]] = ..., coverage: _Optional[_Union[_values_pb2.Coverage, str]] = ..., zone: _Optional[str] = ..., members: _Optional[_Iterable[_Union[TeamMember, _Mapping]]] = ..., capacity_hours: _Optional[int] = ..., tenant_ids: _Optional[_Iterable[str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class TeamMember(_message.Message):
    __slots__ = ("member_id", "skills", "max_open")
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    SKILLS_FIELD_NUMBER: _ClassVar[int]
    MAX_OPEN_FIELD_NUMBER: _ClassVar[int]
    member_id: str
    skills: _containers.RepeatedScalarFieldContainer[str]
    max_open: int
    def __init__(self, member_id: _Optional[str] = ..., skills: _Optional[_Iterable[str]] = ..., max_open: _Optional[int] = ...) -> None: ...

class SourcingPlan(_message.Message):
    __slots__ = ("id", "tenant_id", "model", "levels", "nature_levels", "create_time", "update_time", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    LEVELS_FIELD_NUMBER: _ClassVar[int]
    NATURE_LEVELS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    tenant_id: str
    model: _values_pb2.SourcingModel
    levels: _containers.RepeatedCompositeFieldContainer[LevelParty]
    nature_levels: _containers.RepeatedCompositeFieldContainer[NatureLevel]
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    etag: str
    def __init__(self, id: _Optional[str] = ..., tenant_id: _Optional[str] = ..., model: _Optional[_Union[_values_pb2.SourcingModel, str]] = ..., levels: _Optional[_Iterable[_Union[LevelParty, _Mapping]]] = ..., nature_levels: _Optional[_Iterable[_Union[NatureLevel, _Mapping]]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class LevelParty(_message.Message):
    __slots__ = ("level", "party_id")
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    level: _values_pb2.Level
    party_id: str
    def __init__(self, level: _Optional[_Union[_values_pb2.Level, str]] = ..., party_id: _Optional[str] = ...) -> None: ...

class NatureLevel(_message.Message):
    __slots__ = ("nature", "level")
    NATURE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    nature: _values_pb2.Nature
    level: _values_pb2.Level
    def __init__(self, nature: _Optional[_Union[_values_pb2.Nature, str]] = ..., level: _Optional[_Union[_values_pb2.Level, str]] = ...) -> None: ...

class Assignment(_message.Message):
    __slots__ = ("ticket_id", "ticket_key", "tenant_id", "title", "state", "party_id", "party_name", "level", "team_id", "team_name", "member_id", "member_name", "reason", "sayings", "priority", "assign_time", "accept_time", "escalation_count")
    TICKET_ID_FIELD_NUMBER: _ClassVar[int]
    TICKET_KEY_FIELD_NUMBER: _ClassVar[int]
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_NAME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    TEAM_ID_FIELD_NUMBER: _ClassVar[int]
    TEAM_NAME_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SAYINGS_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    ASSIGN_TIME_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    ESCALATION_COUNT_FIELD_NUMBER: _ClassVar[int]
    ticket_id: str
    ticket_key: str
    tenant_id: str
    title: str
    state: AssignmentState
    party_id: str
    party_name: str
    level: _values_pb2.Level
    team_id: str
    team_name: str
    member_id: str
    member_name: str
    reason: str
    sayings: _containers.RepeatedCompositeFieldContainer[PluginSaying]
    priority: _values_pb2.Priority
    assign_time: _timestamp_pb2.Timestamp
    accept_time: _timestamp_pb2.Timestamp
    escalation_count: int
    def __init__(self, ticket_id: _Optional[str] = ..., ticket_key: _Optional[str] = ..., tenant_id: _Optional[str] = ..., title: _Optional[str] = ..., state: _Optional[_Union[AssignmentState, str]] = ..., party_id: _Optional[str] = ..., party_name: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.Level, str]] = ..., team_id: _Optional[str] = ..., team_name: _Optional[str] = ..., member_id: _Optional[str] = ..., member_name: _Optional[str] = ..., reason: _Optional[str] = ..., sayings: _Optional[_Iterable[_Union[PluginSaying, _Mapping]]] = ..., priority: _Optional[_Union[_values_pb2.Priority, str]] = ..., assign_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., escalation_count: _Optional[int] = ...) -> None: ...

class PluginSaying(_message.Message):
    __slots__ = ("plugin", "verdict", "reason")
    PLUGIN_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    plugin: str
    verdict: str
    reason: str
    def __init__(self, plugin: _Optional[str] = ..., verdict: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...
