import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tierline.common.v1 import values_pb2 as _values_pb2
from tierline.sla.v1 import sla_pb2 as _sla_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SlaEvent(_message.Message):
    __slots__ = ("ticket_id", "clock", "history", "priority", "calendar_saved", "agreement_saved", "clock_started", "clock_paused", "clock_resumed", "clock_stopped", "clock_at_risk", "clock_breached", "breach_withdrawn", "clock_cancelled", "clock_moved")
    TICKET_ID_FIELD_NUMBER: _ClassVar[int]
    CLOCK_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_SAVED_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_SAVED_FIELD_NUMBER: _ClassVar[int]
    CLOCK_STARTED_FIELD_NUMBER: _ClassVar[int]
    CLOCK_PAUSED_FIELD_NUMBER: _ClassVar[int]
    CLOCK_RESUMED_FIELD_NUMBER: _ClassVar[int]
    CLOCK_STOPPED_FIELD_NUMBER: _ClassVar[int]
    CLOCK_AT_RISK_FIELD_NUMBER: _ClassVar[int]
    CLOCK_BREACHED_FIELD_NUMBER: _ClassVar[int]
    BREACH_WITHDRAWN_FIELD_NUMBER: _ClassVar[int]
    CLOCK_CANCELLED_FIELD_NUMBER: _ClassVar[int]
    CLOCK_MOVED_FIELD_NUMBER: _ClassVar[int]
    ticket_id: str
    clock: _sla_pb2.Clock
    history: bool
    priority: _values_pb2.Priority
    calendar_saved: CalendarSaved
    agreement_saved: AgreementSaved
    clock_started: ClockStarted
    clock_paused: ClockPaused
    clock_resumed: ClockResumed
    clock_stopped: ClockStopped
    clock_at_risk: ClockAtRisk
    clock_breached: ClockBreached
    breach_withdrawn: BreachWithdrawn
    clock_cancelled: ClockCancelled
    clock_moved: ClockMoved
    def __init__(self, ticket_id: _Optional[str] = ..., clock: _Optional[_Union[_sla_pb2.Clock, _Mapping]] = ..., history: _Optional[bool] = ..., priority: _Optional[_Union[_values_pb2.Priority, str]] = ..., calendar_saved: _Optional[_Union[CalendarSaved, _Mapping]] = ..., agreement_saved: _Optional[_Union[AgreementSaved, _Mapping]] = ..., clock_started: _Optional[_Union[ClockStarted, _Mapping]] = ..., clock_paused: _Optional[_Union[ClockPaused, _Mapping]] = ..., clock_resumed: _Optional[_Union[ClockResumed, _Mapping]] = ..., clock_stopped: _Optional[_Union[ClockStopped, _Mapping]] = ..., clock_at_risk: _Optional[_Union[ClockAtRisk, _Mapping]] = ..., clock_breached: _Optional[_Union[ClockBreached, _Mapping]] = ..., breach_withdrawn: _Optional[_Union[BreachWithdrawn, _Mapping]] = ..., clock_cancelled: _Optional[_Union[ClockCancelled, _Mapping]] = ..., clock_moved: _Optional[_Union[ClockMoved, _Mapping]] = ...) -> None: ...

class CalendarSaved(_message.Message):
    __slots__ = ("calendar",)
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    calendar: _sla_pb2.Calendar
    def __init__(self, calendar: _Optional[_Union[_sla_pb2.Calendar, _Mapping]] = ...) -> None: ...

class AgreementSaved(_message.Message):
    __slots__ = ("agreement",)
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    agreement: _sla_pb2.Agreement
    def __init__(self, agreement: _Optional[_Union[_sla_pb2.Agreement, _Mapping]] = ...) -> None: ...

class ClockStarted(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ClockPaused(_message.Message):
    __slots__ = ("awaiting",)
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    awaiting: _values_pb2.Awaiting
    def __init__(self, awaiting: _Optional[_Union[_values_pb2.Awaiting, str]] = ...) -> None: ...

class ClockResumed(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ClockStopped(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ClockAtRisk(_message.Message):
    __slots__ = ("at_risk_time",)
    AT_RISK_TIME_FIELD_NUMBER: _ClassVar[int]
    at_risk_time: _timestamp_pb2.Timestamp
    def __init__(self, at_risk_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ClockBreached(_message.Message):
    __slots__ = ("due_time",)
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    due_time: _timestamp_pb2.Timestamp
    def __init__(self, due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class BreachWithdrawn(_message.Message):
    __slots__ = ("due_time", "reason")
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    due_time: _timestamp_pb2.Timestamp
    reason: str
    def __init__(self, due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class ClockCancelled(_message.Message):
    __slots__ = ("reason",)
    REASON_FIELD_NUMBER: _ClassVar[int]
    reason: str
    def __init__(self, reason: _Optional[str] = ...) -> None: ...

class ClockMoved(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
