from tierline.monitoring.v1 import monitoring_pb2 as _monitoring_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MonitoringEvent(_message.Message):
    __slots__ = ("check_saved", "alarm_raised", "alarm_cleared", "outage_started", "outage_ended", "maintenance_window_saved")
    CHECK_SAVED_FIELD_NUMBER: _ClassVar[int]
    ALARM_RAISED_FIELD_NUMBER: _ClassVar[int]
    ALARM_CLEARED_FIELD_NUMBER: _ClassVar[int]
    OUTAGE_STARTED_FIELD_NUMBER: _ClassVar[int]
    OUTAGE_ENDED_FIELD_NUMBER: _ClassVar[int]
    MAINTENANCE_WINDOW_SAVED_FIELD_NUMBER: _ClassVar[int]
    check_saved: CheckSaved
    alarm_raised: AlarmRaised
    alarm_cleared: AlarmCleared
    outage_started: OutageStarted
    outage_ended: OutageEnded
    maintenance_window_saved: MaintenanceWindowSaved
    def __init__(self, check_saved: _Optional[_Union[CheckSaved, _Mapping]] = ..., alarm_raised: _Optional[_Union[AlarmRaised, _Mapping]] = ..., alarm_cleared: _Optional[_Union[AlarmCleared, _Mapping]] = ..., outage_started: _Optional[_Union[OutageStarted, _Mapping]] = ..., outage_ended: _Optional[_Union[OutageEnded, _Mapping]] = ..., maintenance_window_saved: _Optional[_Union[MaintenanceWindowSaved, _Mapping]] = ...) -> None: ...

class CheckSaved(_message.Message):
    __slots__ = ("check",)
    CHECK_FIELD_NUMBER: _ClassVar[int]
    check: _monitoring_pb2.Check
    def __init__(self, check: _Optional[_Union[_monitoring_pb2.Check, _Mapping]] = ...) -> None: ...

class AlarmRaised(_message.Message):
    __slots__ = ("alarm",)
    ALARM_FIELD_NUMBER: _ClassVar[int]
    alarm: _monitoring_pb2.Alarm
    def __init__(self, alarm: _Optional[_Union[_monitoring_pb2.Alarm, _Mapping]] = ...) -> None: ...

class AlarmCleared(_message.Message):
    __slots__ = ("alarm",)
    ALARM_FIELD_NUMBER: _ClassVar[int]
    alarm: _monitoring_pb2.Alarm
    def __init__(self, alarm: _Optional[_Union[_monitoring_pb2.Alarm, _Mapping]] = ...) -> None: ...

class OutageStarted(_message.Message):
    __slots__ = ("outage",)
    OUTAGE_FIELD_NUMBER: _ClassVar[int]
    outage: _monitoring_pb2.Outage
    def __init__(self, outage: _Optional[_Union[_monitoring_pb2.Outage, _Mapping]] = ...) -> None: ...

class OutageEnded(_message.Message):
    __slots__ = ("outage",)
    OUTAGE_FIELD_NUMBER: _ClassVar[int]
    outage: _monitoring_pb2.Outage
    def __init__(self, outage: _Optional[_Union[_monitoring_pb2.Outage, _Mapping]] = ...) -> None: ...

class MaintenanceWindowSaved(_message.Message):
    __slots__ = ("maintenance_window",)
    MAINTENANCE_WINDOW_FIELD_NUMBER: _ClassVar[int]
    maintenance_window: _monitoring_pb2.MaintenanceWindow
    def __init__(self, maintenance_window: _Optional[_Union[_monitoring_pb2.MaintenanceWindow, _Mapping]] = ...) -> None: ...
