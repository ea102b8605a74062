from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class Nature(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NATURE_UNSPECIFIED: _ClassVar[Nature]
    NATURE_CORRECTIVE: _ClassVar[Nature]
    NATURE_ADAPTIVE: _ClassVar[Nature]
    NATURE_PERFECTIVE: _ClassVar[Nature]
    NATURE_PREVENTIVE: _ClassVar[Nature]
    NATURE_EMERGENCY: _ClassVar[Nature]

class Approach(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    APPROACH_UNSPECIFIED: _ClassVar[Approach]
    APPROACH_QUICK_FIX: _ClassVar[Approach]
    APPROACH_ITERATIVE_ENHANCEMENT: _ClassVar[Approach]
    APPROACH_REUSE_ORIENTED: _ClassVar[Approach]

class Mode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MODE_UNSPECIFIED: _ClassVar[Mode]
    MODE_REACTIVE: _ClassVar[Mode]
    MODE_PROACTIVE: _ClassVar[Mode]

class TicketKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TICKET_KIND_UNSPECIFIED: _ClassVar[TicketKind]
    TICKET_KIND_USAGE_QUESTION: _ClassVar[TicketKind]
    TICKET_KIND_SIMPLE_REPEATING: _ClassVar[TicketKind]
    TICKET_KIND_TROUBLESHOOTING: _ClassVar[TicketKind]
    TICKET_KIND_ACCOUNT_ADMINISTRATION: _ClassVar[TicketKind]
    TICKET_KIND_DATABASE: _ClassVar[TicketKind]
    TICKET_KIND_CODE_DEFECT: _ClassVar[TicketKind]
    TICKET_KIND_SECURITY_VULNERABILITY: _ClassVar[TicketKind]
    TICKET_KIND_INFRASTRUCTURE: _ClassVar[TicketKind]
    TICKET_KIND_REGULATORY_CHANGE: _ClassVar[TicketKind]
    TICKET_KIND_HOW_TO_TRAINING: _ClassVar[TicketKind]
    TICKET_KIND_CHANGE_REQUEST: _ClassVar[TicketKind]

class Channel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANNEL_UNSPECIFIED: _ClassVar[Channel]
    CHANNEL_EMAIL: _ClassVar[Channel]
    CHANNEL_PHONE: _ClassVar[Channel]
    CHANNEL_CHAT: _ClassVar[Channel]
    CHANNEL_WEB_FORM: _ClassVar[Channel]
    CHANNEL_API: _ClassVar[Channel]
    CHANNEL_VENDOR_GRPC: _ClassVar[Channel]
    CHANNEL_MONITORING_ALERT: _ClassVar[Channel]

class Impact(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPACT_UNSPECIFIED: _ClassVar[Impact]
    IMPACT_HIGH: _ClassVar[Impact]
    IMPACT_MEDIUM: _ClassVar[Impact]
    IMPACT_LOW: _ClassVar[Impact]

class Urgency(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    URGENCY_UNSPECIFIED: _ClassVar[Urgency]
    URGENCY_HIGH: _ClassVar[Urgency]
    URGENCY_MEDIUM: _ClassVar[Urgency]
    URGENCY_LOW: _ClassVar[Urgency]

class Priority(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRIORITY_UNSPECIFIED: _ClassVar[Priority]
    PRIORITY_P1: _ClassVar[Priority]
    PRIORITY_P2: _ClassVar[Priority]
    PRIORITY_P3: _ClassVar[Priority]
    PRIORITY_P4: _ClassVar[Priority]

class Environment(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENVIRONMENT_UNSPECIFIED: _ClassVar[Environment]
    ENVIRONMENT_PRODUCTION: _ClassVar[Environment]
    ENVIRONMENT_NON_PRODUCTION: _ClassVar[Environment]

class TicketState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TICKET_STATE_UNSPECIFIED: _ClassVar[TicketState]
    TICKET_STATE_NEW: _ClassVar[TicketState]
    TICKET_STATE_IN_PROGRESS: _ClassVar[TicketState]
    TICKET_STATE_ON_HOLD: _ClassVar[TicketState]
    TICKET_STATE_RESOLVED: _ClassVar[TicketState]
    TICKET_STATE_CLOSED: _ClassVar[TicketState]

class Awaiting(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AWAITING_UNSPECIFIED: _ClassVar[Awaiting]
    AWAITING_REQUESTER: _ClassVar[Awaiting]
    AWAITING_VENDOR: _ClassVar[Awaiting]
    AWAITING_EVIDENCE: _ClassVar[Awaiting]
    AWAITING_PROBLEM: _ClassVar[Awaiting]
    AWAITING_WINDOW: _ClassVar[Awaiting]

class Level(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LEVEL_UNSPECIFIED: _ClassVar[Level]
    LEVEL_L1: _ClassVar[Level]
    LEVEL_L2: _ClassVar[Level]
    LEVEL_L3: _ClassVar[Level]
    LEVEL_L4: _ClassVar[Level]

class SourcingModel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SOURCING_MODEL_UNSPECIFIED: _ClassVar[SourcingModel]
    SOURCING_MODEL_IN_HOUSE: _ClassVar[SourcingModel]
    SOURCING_MODEL_HYBRID: _ClassVar[SourcingModel]
    SOURCING_MODEL_OUTSOURCED: _ClassVar[SourcingModel]

class Coverage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COVERAGE_UNSPECIFIED: _ClassVar[Coverage]
    COVERAGE_8_5: _ClassVar[Coverage]
    COVERAGE_12_5: _ClassVar[Coverage]
    COVERAGE_24_5: _ClassVar[Coverage]
    COVERAGE_24_7: _ClassVar[Coverage]

class Metric(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    METRIC_UNSPECIFIED: _ClassVar[Metric]
    METRIC_FIRST_RESPONSE: _ClassVar[Metric]
    METRIC_RESOLUTION: _ClassVar[Metric]
NATURE_UNSPECIFIED: Nature
NATURE_CORRECTIVE: Nature
NATURE_ADAPTIVE: Nature
NATURE_PERFECTIVE: Nature
NATURE_PREVENTIVE: Nature
NATURE_EMERGENCY: Nature
APPROACH_UNSPECIFIED: Approach
APPROACH_QUICK_FIX: Approach
APPROACH_ITERATIVE_ENHANCEMENT: Approach
APPROACH_REUSE_ORIENTED: Approach
MODE_UNSPECIFIED: Mode
MODE_REACTIVE: Mode
MODE_PROACTIVE: Mode
TICKET_KIND_UNSPECIFIED: TicketKind
TICKET_KIND_USAGE_QUESTION: TicketKind
TICKET_KIND_SIMPLE_REPEATING: TicketKind
TICKET_KIND_TROUBLESHOOTING: TicketKind
TICKET_KIND_ACCOUNT_ADMINISTRATION: TicketKind
TICKET_KIND_DATABASE: TicketKind
TICKET_KIND_CODE_DEFECT: TicketKind
TICKET_KIND_SECURITY_VULNERABILITY: TicketKind
TICKET_KIND_INFRASTRUCTURE: TicketKind
TICKET_KIND_REGULATORY_CHANGE: TicketKind
TICKET_KIND_HOW_TO_TRAINING: TicketKind
TICKET_KIND_CHANGE_REQUEST: TicketKind
CHANNEL_UNSPECIFIED: Channel
CHANNEL_EMAIL: Channel
CHANNEL_PHONE: Channel
CHANNEL_CHAT: Channel
CHANNEL_WEB_FORM: Channel
CHANNEL_API: Channel
CHANNEL_VENDOR_GRPC: Channel
CHANNEL_MONITORING_ALERT: Channel
IMPACT_UNSPECIFIED: Impact
IMPACT_HIGH: Impact
IMPACT_MEDIUM: Impact
IMPACT_LOW: Impact
URGENCY_UNSPECIFIED: Urgency
URGENCY_HIGH: Urgency
URGENCY_MEDIUM: Urgency
URGENCY_LOW: Urgency
PRIORITY_UNSPECIFIED: Priority
PRIORITY_P1: Priority
PRIORITY_P2: Priority
PRIORITY_P3: Priority
PRIORITY_P4: Priority
ENVIRONMENT_UNSPECIFIED: Environment
ENVIRONMENT_PRODUCTION: Environment
ENVIRONMENT_NON_PRODUCTION: Environment
TICKET_STATE_UNSPECIFIED: TicketState
TICKET_STATE_NEW: TicketState
TICKET_STATE_IN_PROGRESS: TicketState
TICKET_STATE_ON_HOLD: TicketState
TICKET_STATE_RESOLVED: TicketState
TICKET_STATE_CLOSED: TicketState
AWAITING_UNSPECIFIED: Awaiting
AWAITING_REQUESTER: Awaiting
AWAITING_VENDOR: Awaiting
AWAITING_EVIDENCE: Awaiting
AWAITING_PROBLEM: Awaiting
AWAITING_WINDOW: Awaiting
LEVEL_UNSPECIFIED: Level
LEVEL_L1: Level
LEVEL_L2: Level
LEVEL_L3: Level
LEVEL_L4: Level
SOURCING_MODEL_UNSPECIFIED: SourcingModel
SOURCING_MODEL_IN_HOUSE: SourcingModel
SOURCING_MODEL_HYBRID: SourcingModel
SOURCING_MODEL_OUTSOURCED: SourcingModel
COVERAGE_UNSPECIFIED: Coverage
COVERAGE_8_5: Coverage
COVERAGE_12_5: Coverage
COVERAGE_24_5: Coverage
COVERAGE_24_7: Coverage
METRIC_UNSPECIFIED: Metric
METRIC_FIRST_RESPONSE: Metric
METRIC_RESOLUTION: Metric
