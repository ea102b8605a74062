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

class RowVerdict(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROW_VERDICT_UNSPECIFIED: _ClassVar[RowVerdict]
    ROW_VERDICT_STORED: _ClassVar[RowVerdict]
    ROW_VERDICT_REPEATED: _ClassVar[RowVerdict]
    ROW_VERDICT_REFUSED: _ClassVar[RowVerdict]
ROW_VERDICT_UNSPECIFIED: RowVerdict
ROW_VERDICT_STORED: RowVerdict
ROW_VERDICT_REPEATED: RowVerdict
ROW_VERDICT_REFUSED: RowVerdict

class HistoryRow(_message.Message):
    __slots__ = ("row_number", "time", "state", "awaiting", "level", "party", "team", "member", "impact", "urgency", "priority")
    ROW_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    IMPACT_FIELD_NUMBER: _ClassVar[int]
    URGENCY_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    row_number: int
    time: _timestamp_pb2.Timestamp
    state: _values_pb2.TicketState
    awaiting: _values_pb2.Awaiting
    level: _values_pb2.Level
    party: str
    team: str
    member: str
    impact: _values_pb2.Impact
    urgency: _values_pb2.Urgency
    priority: _values_pb2.Priority
    def __init__(self, row_number: _Optional[int] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[_values_pb2.TicketState, str]] = ..., awaiting: _Optional[_Union[_values_pb2.Awaiting, str]] = ..., level: _Optional[_Union[_values_pb2.Level, str]] = ..., party: _Optional[str] = ..., team: _Optional[str] = ..., member: _Optional[str] = ..., impact: _Optional[_Union[_values_pb2.Impact, str]] = ..., urgency: _Optional[_Union[_values_pb2.Urgency, str]] = ..., priority: _Optional[_Union[_values_pb2.Priority, str]] = ...) -> None: ...

class HistoryTicket(_message.Message):
    __slots__ = ("external_id", "title", "application", "requester", "kind", "nature", "channel", "environment", "open_time", "source_met_agreement", "rows", "more", "has_change")
    EXTERNAL_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_FIELD_NUMBER: _ClassVar[int]
    REQUESTER_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NATURE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OPEN_TIME_FIELD_NUMBER: _ClassVar[int]
    SOURCE_MET_AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    HAS_CHANGE_FIELD_NUMBER: _ClassVar[int]
    external_id: str
    title: str
    application: str
    requester: str
    kind: _values_pb2.TicketKind
    nature: _values_pb2.Nature
    channel: _values_pb2.Channel
    environment: _values_pb2.Environment
    open_time: _timestamp_pb2.Timestamp
    source_met_agreement: bool
    rows: _containers.RepeatedCompositeFieldContainer[HistoryRow]
    more: bool
    has_change: bool
    def __init__(self, external_id: _Optional[str] = ..., title: _Optional[str] = ..., application: _Optional[str] = ..., requester: _Optional[str] = ..., kind: _Optional[_Union[_values_pb2.TicketKind, str]] = ..., nature: _Optional[_Union[_values_pb2.Nature, str]] = ..., channel: _Optional[_Union[_values_pb2.Channel, str]] = ..., environment: _Optional[_Union[_values_pb2.Environment, str]] = ..., open_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., source_met_agreement: _Optional[bool] = ..., rows: _Optional[_Iterable[_Union[HistoryRow, _Mapping]]] = ..., more: _Optional[bool] = ..., has_change: _Optional[bool] = ...) -> None: ...

class ImportHistoryRequest(_message.Message):
    __slots__ = ("tenant_id", "source", "tickets")
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TICKETS_FIELD_NUMBER: _ClassVar[int]
    tenant_id: str
    source: str
    tickets: _containers.RepeatedCompositeFieldContainer[HistoryTicket]
    def __init__(self, tenant_id: _Optional[str] = ..., source: _Optional[str] = ..., tickets: _Optional[_Iterable[_Union[HistoryTicket, _Mapping]]] = ...) -> None: ...

class RowAnswer(_message.Message):
    __slots__ = ("external_id", "row_number", "verdict", "reason")
    EXTERNAL_ID_FIELD_NUMBER: _ClassVar[int]
    ROW_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    external_id: str
    row_number: int
    verdict: RowVerdict
    reason: str
    def __init__(self, external_id: _Optional[str] = ..., row_number: _Optional[int] = ..., verdict: _Optional[_Union[RowVerdict, str]] = ..., reason: _Optional[str] = ...) -> None: ...

class ImportHistoryResponse(_message.Message):
    __slots__ = ("answers", "stored_rows", "repeated_rows", "created_tickets")
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    STORED_ROWS_FIELD_NUMBER: _ClassVar[int]
    REPEATED_ROWS_FIELD_NUMBER: _ClassVar[int]
    CREATED_TICKETS_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[RowAnswer]
    stored_rows: int
    repeated_rows: int
    created_tickets: int
    def __init__(self, answers: _Optional[_Iterable[_Union[RowAnswer, _Mapping]]] = ..., stored_rows: _Optional[int] = ..., repeated_rows: _Optional[int] = ..., created_tickets: _Optional[int] = ...) -> None: ...
