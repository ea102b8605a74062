"""The field's shared words as values: the same names in rules, handlers, tables (lower case) and, upper case with a prefix, in the contract."""

from enum import IntEnum, StrEnum


class Nature(StrEnum):
    """Why software is touched (A3)."""

    CORRECTIVE = "corrective"
    ADAPTIVE = "adaptive"
    PERFECTIVE = "perfective"
    PREVENTIVE = "preventive"
    EMERGENCY = "emergency"


class Approach(StrEnum):
    """How the work is done (A4)."""

    QUICK_FIX = "quick_fix"
    ITERATIVE_ENHANCEMENT = "iterative_enhancement"
    REUSE_ORIENTED = "reuse_oriented"


class Mode(StrEnum):
    """Reactive work is on demand, proactive work is continuous (A2)."""

    REACTIVE = "reactive"
    PROACTIVE = "proactive"


class TicketKind(StrEnum):
    """What a ticket is about (A8)."""

    USAGE_QUESTION = "usage_question"
    SIMPLE_REPEATING = "simple_repeating"
    TROUBLESHOOTING = "troubleshooting"
    ACCOUNT_ADMINISTRATION = "account_administration"
    DATABASE = "database"
    CODE_DEFECT = "code_defect"
    SECURITY_VULNERABILITY = "security_vulnerability"
    INFRASTRUCTURE = "infrastructure"
    REGULATORY_CHANGE = "regulatory_change"
    HOW_TO_TRAINING = "how_to_training"
    CHANGE_REQUEST = "change_request"


class Channel(StrEnum):
    """Where a request came in (A9)."""

    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"
    WEB_FORM = "web_form"
    API = "api"
    VENDOR_GRPC = "vendor_grpc"
    MONITORING_ALERT = "monitoring_alert"


class Impact(StrEnum):
    """How much is affected."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Urgency(StrEnum):
    """How soon it hurts."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Priority(StrEnum):
    """The order of work; p1 first. A matrix of the tenant gives it from impact and urgency."""

    P1 = "p1"
    P2 = "p2"
    P3 = "p3"
    P4 = "p4"


class Environment(StrEnum):
    """Production and the rest differ in targets and windows (C3, D4)."""

    PRODUCTION = "production"
    NON_PRODUCTION = "non_production"


class TicketState(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Awaiting(StrEnum):
    """What a ticket on hold waits for."""

    REQUESTER = "requester"
    VENDOR = "vendor"
    EVIDENCE = "evidence"
    PROBLEM = "problem"
    WINDOW = "window"


class Level(IntEnum):
    """Support levels (B1): L1 end-user support, L2 application support, L3 and L4 development."""

    L1 = 1
    L2 = 2
    L3 = 3
    L4 = 4


class SourcingModel(StrEnum):
    """Who manages and who serves (B4)."""

    IN_HOUSE = "in_house"
    HYBRID = "hybrid"
    OUTSOURCED = "outsourced"


class Coverage(StrEnum):
    """Coverage presets (B6): 40, 60, 120 and 168 hours a week."""

    H8_5 = "8_5"
    H12_5 = "12_5"
    H24_5 = "24_5"
    H24_7 = "24_7"


class Metric(StrEnum):
    """What a service target measures (C2)."""

    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"


class ProviderKind(StrEnum):
    """What a provider, and so its party, is to the tenants that it serves (B4)."""

    IN_HOUSE = "in_house"
    """The tenant's own people."""
    OUTSOURCER = "outsourcer"
    """A company that keeps software for its clients."""
    VENDOR = "vendor"
    """The maker of a product, or a specialist behind it."""


class Marking(StrEnum):
    """What a ticket is, beside its kind, that a regulation cares about (H2)."""

    PERSONAL_DATA_BREACH = "personal_data_breach"
    """A breach of security that touches personal data (GDPR, Art. 4(12))."""
