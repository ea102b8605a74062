import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tierline.common.v1 import values_pb2 as _values_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AgreementKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AGREEMENT_KIND_UNSPECIFIED: _ClassVar[AgreementKind]
    AGREEMENT_KIND_CUSTOMER: _ClassVar[AgreementKind]
    AGREEMENT_KIND_INTERNAL: _ClassVar[AgreementKind]
    AGREEMENT_KIND_UNDERPINNING: _ClassVar[AgreementKind]

class ClockState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CLOCK_STATE_UNSPECIFIED: _ClassVar[ClockState]
    CLOCK_STATE_RUNNING: _ClassVar[ClockState]
    CLOCK_STATE_PAUSED: _ClassVar[ClockState]
    CLOCK_STATE_MET: _ClassVar[ClockState]
    CLOCK_STATE_BREACHED: _ClassVar[ClockState]
    CLOCK_STATE_CANCELLED: _ClassVar[ClockState]

class LedgerUse(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LEDGER_USE_UNSPECIFIED: _ClassVar[LedgerUse]
    LEDGER_USE_WORKED: _ClassVar[LedgerUse]
    LEDGER_USE_WAITED: _ClassVar[LedgerUse]
    LEDGER_USE_OUTSIDE_HOURS: _ClassVar[LedgerUse]
    LEDGER_USE_UNASSIGNED: _ClassVar[LedgerUse]
    LEDGER_USE_RESOLVED: _ClassVar[LedgerUse]
AGREEMENT_KIND_UNSPECIFIED: AgreementKind
AGREEMENT_KIND_CUSTOMER: AgreementKind
AGREEMENT_KIND_INTERNAL: AgreementKind
AGREEMENT_KIND_UNDERPINNING: AgreementKind
CLOCK_STATE_UNSPECIFIED: ClockState
CLOCK_STATE_RUNNING: ClockState
CLOCK_STATE_PAUSED: ClockState
CLOCK_STATE_MET: ClockState
CLOCK_STATE_BREACHED: ClockState
CLOCK_STATE_CANCELLED: ClockState
LEDGER_USE_UNSPECIFIED: LedgerUse
LEDGER_USE_WORKED: LedgerUse
LEDGER_USE_WAITED: LedgerUse
LEDGER_USE_OUTSIDE_HOURS: LedgerUse
LEDGER_USE_UNASSIGNED: LedgerUse
LEDGER_USE_RESOLVED: LedgerUse

class Calendar(_message.Message):
    __slots__ = ("id", "tenant_id", "display_name", "zone", "coverage", "hours", "holidays", "yearly_holidays", "create_time", "update_time", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    COVERAGE_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    HOLIDAYS_FIELD_NUMBER: _ClassVar[int]
    YEARLY_HOLIDAYS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    tenant_id: str
    display_name: str
    zone: str
    coverage: _values_pb2.Coverage
    hours: Hours
    holidays: _containers.RepeatedScalarFieldContainer[str]
    yearly_holidays: _containers.RepeatedScalarFieldContainer[str]
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    etag: str
    def __init__(self, id: _Optional[str] = ..., tenant_id: _Optional[str] = ..., display_name: _Optional[str] = ..., zone: _Optional[str] = ..., coverage: _Optional[_Union[_values_pb2.Coverage, str]] = ..., hours: _Optional[_Union[Hours, _Mapping]] = ..., holidays: _Optional[_Iterable[str]] = ..., yearly_holidays: _Optional[_Iterable[str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class Hours(_message.Message):
    __slots__ = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    MON_FIELD_NUMBER: _ClassVar[int]
    TUE_FIELD_NUMBER: _ClassVar[int]
    WED_FIELD_NUMBER: _ClassVar[int]
    THU_FIELD_NUMBER: _ClassVar[int]
    FRI_FIELD_NUMBER: _ClassVar[int]
    SAT_FIELD_NUMBER: _ClassVar[int]
    SUN_FIELD_NUMBER: _ClassVar[int]
    mon: _containers.RepeatedCompositeFieldContainer[Span]
    tue: _containers.RepeatedCompositeFieldContainer[Span]
    wed: _containers.RepeatedCompositeFieldContainer[Span]
    thu: _containers.RepeatedCompositeFieldContainer[Span]
    fri: _containers.RepeatedCompositeFieldContainer[Span]
    sat: _containers.RepeatedCompositeFieldContainer[Span]
    sun: _containers.RepeatedCompositeFieldContainer[Span]
    def __init__(self, mon: _Optional[_Iterable[_Union[Span, _Mapping]]] = ..., tue: _Optional[_Iterable[_Union[Span, _Mapping]]] = ..., wed: _Optional[_Iterable[_Union[Span, _Mapping]]] = ..., thu: _Optional[_Iterable[_Union[Span, _Mapping]]] = ..., fri: _Optional[_Iterable[_Union[Span, _Mapping]]] = ..., sat: _Optional[_Iterable[_Union[Span, _Mapping]]] = ..., sun: _Optional[_Iterable[_Union[Span, _Mapping]]] = ...) -> None: ...

class Span(_message.Message):
    __slots__ = ("opens", "closes")
    OPENS_FIELD_NUMBER: _ClassVar[int]
    CLOSES_FIELD_NUMBER: _ClassVar[int]
    opens: str
    closes: str
    def __init__(self, opens: _Optional[str] = ..., closes: _Optional[str] = ...) -> None: ...

class Agreement(_message.Message):
    __slots__ = ("id", "tenant_id", "display_name", "kind", "calendar_id", "party_id", "targets", "pauses", "assumed", "start_time", "end_time", "create_time", "update_time", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    PAUSES_FIELD_NUMBER: _ClassVar[int]
    ASSUMED_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    tenant_id: str
    display_name: str
    kind: AgreementKind
    calendar_id: str
    party_id: str
    targets: _containers.RepeatedCompositeFieldContainer[Target]
    pauses: _containers.RepeatedScalarFieldContainer[_values_pb2.Awaiting]
    assumed: bool
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    etag: str
    def __init__(self, id: _Optional[str] = ..., tenant_id: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[AgreementKind, str]] = ..., calendar_id: _Optional[str] = ..., party_id: _Optional[str] = ..., targets: _Optional[_Iterable[_Union[Target, _Mapping]]] = ..., pauses: _Optional[_Iterable[_Union[_values_pb2.Awaiting, str]]] = ..., assumed: _Optional[bool] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class Target(_message.Message):
    __slots__ = ("metric", "duration", "priority", "level", "application_id", "environment", "nature", "kind", "at_risk_percent")
    METRIC_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NATURE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    AT_RISK_PERCENT_FIELD_NUMBER: _ClassVar[int]
    metric: _values_pb2.Metric
    duration: _duration_pb2.Duration
    priority: _values_pb2.Priority
    level: _values_pb2.Level
    application_id: str
    environment: _values_pb2.Environment
    nature: _values_pb2.Nature
    kind: _values_pb2.TicketKind
    at_risk_percent: int
    def __init__(self, metric: _Optional[_Union[_values_pb2.Metric, str]] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., priority: _Optional[_Union[_values_pb2.Priority, str]] = ..., level: _Optional[_Union[_values_pb2.Level, str]] = ..., application_id: _Optional[str] = ..., environment: _Optional[_Union[_values_pb2.Environment, str]] = ..., nature: _Optional[_Union[_values_pb2.Nature, str]] = ..., kind: _Optional[_Union[_values_pb2.TicketKind, str]] = ..., at_risk_percent: _Optional[int] = ...) -> None: ...

class Clock(_message.Message):
    __slots__ = ("id", "tenant_id", "ticket_id", "metric", "agreement_id", "agreement_name", "agreement_kind", "state", "start_time", "duration", "due_time", "at_risk_time", "breach_time", "stop_time", "elapsed", "pauses", "reason", "assumed")
    ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    TICKET_ID_FIELD_NUMBER: _ClassVar[int]
    METRIC_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    AT_RISK_TIME_FIELD_NUMBER: _ClassVar[int]
    BREACH_TIME_FIELD_NUMBER: _ClassVar[int]
    STOP_TIME_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_FIELD_NUMBER: _ClassVar[int]
    PAUSES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ASSUMED_FIELD_NUMBER: _ClassVar[int]
    id: str
    tenant_id: str
    ticket_id: str
    metric: str
    agreement_id: str
    agreement_name: str
    agreement_kind: AgreementKind
    state: ClockState
    start_time: _timestamp_pb2.Timestamp
    duration: _duration_pb2.Duration
    due_time: _timestamp_pb2.Timestamp
    at_risk_time: _timestamp_pb2.Timestamp
    breach_time: _timestamp_pb2.Timestamp
    stop_time: _timestamp_pb2.Timestamp
    elapsed: _duration_pb2.Duration
    pauses: _containers.RepeatedCompositeFieldContainer[Pause]
    reason: str
    assumed: bool
    def __init__(self, id: _Optional[str] = ..., tenant_id: _Optional[str] = ..., ticket_id: _Optional[str] = ..., metric: _Optional[str] = ..., agreement_id: _Optional[str] = ..., agreement_name: _Optional[str] = ..., agreement_kind: _Optional[_Union[AgreementKind, str]] = ..., state: _Optional[_Union[ClockState, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., at_risk_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., breach_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., stop_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., elapsed: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., pauses: _Optional[_Iterable[_Union[Pause, _Mapping]]] = ..., reason: _Optional[str] = ..., assumed: _Optional[bool] = ...) -> None: ...

class Pause(_message.Message):
    __slots__ = ("start_time", "end_time", "awaiting")
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    awaiting: _values_pb2.Awaiting
    def __init__(self, start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., awaiting: _Optional[_Union[_values_pb2.Awaiting, str]] = ...) -> None: ...

class Ledger(_message.Message):
    __slots__ = ("ticket_id", "start_time", "end_time", "total", "entries")
    TICKET_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    ticket_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    total: _duration_pb2.Duration
    entries: _containers.RepeatedCompositeFieldContainer[LedgerEntry]
    def __init__(self, ticket_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., total: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., entries: _Optional[_Iterable[_Union[LedgerEntry, _Mapping]]] = ...) -> None: ...

class LedgerEntry(_message.Message):
    __slots__ = ("start_time", "end_time", "use", "party_id", "party_name", "team_name", "level", "awaiting")
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    USE_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_NAME_FIELD_NUMBER: _ClassVar[int]
    TEAM_NAME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    use: LedgerUse
    party_id: str
    party_name: str
    team_name: str
    level: _values_pb2.Level
    awaiting: _values_pb2.Awaiting
    def __init__(self, start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., use: _Optional[_Union[LedgerUse, str]] = ..., party_id: _Optional[str] = ..., party_name: _Optional[str] = ..., team_name: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.Level, str]] = ..., awaiting: _Optional[_Union[_values_pb2.Awaiting, str]] = ...) -> None: ...

class AttainmentRow(_message.Message):
    __slots__ = ("metric", "agreement_name", "priority", "met", "breached", "running", "attainment_percent", "assumed", "source_agrees", "source_disagrees")
    METRIC_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    MET_FIELD_NUMBER: _ClassVar[int]
    BREACHED_FIELD_NUMBER: _ClassVar[int]
    RUNNING_FIELD_NUMBER: _ClassVar[int]
    ATTAINMENT_PERCENT_FIELD_NUMBER: _ClassVar[int]
    ASSUMED_FIELD_NUMBER: _ClassVar[int]
    SOURCE_AGREES_FIELD_NUMBER: _ClassVar[int]
    SOURCE_DISAGREES_FIELD_NUMBER: _ClassVar[int]
    metric: str
    agreement_name: str
    priority: _values_pb2.Priority
    met: int
    breached: int
    running: int
    attainment_percent: float
    assumed: bool
    source_agrees: int
    source_disagrees: int
    def __init__(self, metric: _Optional[str] = ..., agreement_name: _Optional[str] = ..., priority: _Optional[_Union[_values_pb2.Priority, str]] = ..., met: _Optional[int] = ..., breached: _Optional[int] = ..., running: _Optional[int] = ..., attainment_percent: _Optional[float] = ..., assumed: _Optional[bool] = ..., source_agrees: _Optional[int] = ..., source_disagrees: _Optional[int] = ...) -> None: ...

class UsedTimeRow(_message.Message):
    __slots__ = ("use", "party_name", "level", "awaiting", "time", "tickets")
    USE_FIELD_NUMBER: _ClassVar[int]
    PARTY_NAME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    TICKETS_FIELD_NUMBER: _ClassVar[int]
    use: LedgerUse
    party_name: str
    level: _values_pb2.Level
    awaiting: _values_pb2.Awaiting
    time: _duration_pb2.Duration
    tickets: int
    def __init__(self, use: _Optional[_Union[LedgerUse, str]] = ..., party_name: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.Level, str]] = ..., awaiting: _Optional[_Union[_values_pb2.Awaiting, str]] = ..., time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., tickets: _Optional[int] = ...) -> None: ...
