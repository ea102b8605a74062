import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tierline.common.v1 import values_pb2 as _values_pb2
from tierline.options.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Work(_message.Message):
    __slots__ = ("id", "key", "tenant_id", "party_id", "level", "title", "description", "application_name", "environment", "kind", "priority", "state", "mine", "accepted", "reason", "assign_time", "due_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_NAME_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    MINE_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ASSIGN_TIME_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    key: str
    tenant_id: str
    party_id: str
    level: _values_pb2.Level
    title: str
    description: str
    application_name: str
    environment: _values_pb2.Environment
    kind: _values_pb2.TicketKind
    priority: _values_pb2.Priority
    state: _values_pb2.TicketState
    mine: bool
    accepted: bool
    reason: str
    assign_time: _timestamp_pb2.Timestamp
    due_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., key: _Optional[str] = ..., tenant_id: _Optional[str] = ..., party_id: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.Level, str]] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., application_name: _Optional[str] = ..., environment: _Optional[_Union[_values_pb2.Environment, str]] = ..., kind: _Optional[_Union[_values_pb2.TicketKind, str]] = ..., priority: _Optional[_Union[_values_pb2.Priority, str]] = ..., state: _Optional[_Union[_values_pb2.TicketState, str]] = ..., mine: _Optional[bool] = ..., accepted: _Optional[bool] = ..., reason: _Optional[str] = ..., assign_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListWorkRequest(_message.Message):
    __slots__ = ("tenant_id", "page_size", "page_token")
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    tenant_id: str
    page_size: int
    page_token: str
    def __init__(self, tenant_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListWorkResponse(_message.Message):
    __slots__ = ("work", "next_page_token")
    WORK_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    work: _containers.RepeatedCompositeFieldContainer[Work]
    next_page_token: str
    def __init__(self, work: _Optional[_Iterable[_Union[Work, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetWorkRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class WatchWorkRequest(_message.Message):
    __slots__ = ("tenant_id", "resume_token")
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    tenant_id: str
    resume_token: str
    def __init__(self, tenant_id: _Optional[str] = ..., resume_token: _Optional[str] = ...) -> None: ...

class WorkChange(_message.Message):
    __slots__ = ("type", "work", "time", "resume_token")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    WORK_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    type: str
    work: Work
    time: _timestamp_pb2.Timestamp
    resume_token: str
    def __init__(self, type: _Optional[str] = ..., work: _Optional[_Union[Work, _Mapping]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., resume_token: _Optional[str] = ...) -> None: ...

class AcceptWorkRequest(_message.Message):
    __slots__ = ("id", "request_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReplyToWorkRequest(_message.Message):
    __slots__ = ("id", "request_id", "body")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    body: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ..., body: _Optional[str] = ...) -> None: ...

class LogVendorWorkRequest(_message.Message):
    __slots__ = ("id", "request_id", "minutes", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    minutes: int
    note: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ..., minutes: _Optional[int] = ..., note: _Optional[str] = ...) -> None: ...

class ResolveWorkRequest(_message.Message):
    __slots__ = ("id", "request_id", "resolution")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    resolution: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ..., resolution: _Optional[str] = ...) -> None: ...

class HandBackWorkRequest(_message.Message):
    __slots__ = ("id", "request_id", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    request_id: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., request_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...
