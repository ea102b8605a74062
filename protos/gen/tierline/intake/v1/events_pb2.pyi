import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tierline.common.v1 import values_pb2 as _values_pb2
from tierline.intake.v1 import application_pb2 as _application_pb2
from tierline.intake.v1 import ticket_pb2 as _ticket_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TicketEvent(_message.Message):
    __slots__ = ("ticket", "actor", "history", "row_number", "application_saved", "contact_saved", "ticket_opened", "ticket_reclassified", "ticket_replied", "work_logged", "ticket_held", "ticket_resumed", "escalation_requested", "ticket_resolved", "ticket_reopened", "ticket_closed", "ticket_linked", "ticket_rated", "assignment_recorded", "ticket_history_ended", "work_started")
    TICKET_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    ROW_NUMBER_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_SAVED_FIELD_NUMBER: _ClassVar[int]
    CONTACT_SAVED_FIELD_NUMBER: _ClassVar[int]
    TICKET_OPENED_FIELD_NUMBER: _ClassVar[int]
    TICKET_RECLASSIFIED_FIELD_NUMBER: _ClassVar[int]
    TICKET_REPLIED_FIELD_NUMBER: _ClassVar[int]
    WORK_LOGGED_FIELD_NUMBER: _ClassVar[int]
    TICKET_HELD_FIELD_NUMBER: _ClassVar[int]
    TICKET_RESUMED_FIELD_NUMBER: _ClassVar[int]
    ESCALATION_REQUESTED_FIELD_NUMBER: _ClassVar[int]
    TICKET_RESOLVED_FIELD_NUMBER: _ClassVar[int]
    TICKET_REOPENED_FIELD_NUMBER: _ClassVar[int]
    TICKET_CLOSED_FIELD_NUMBER: _ClassVar[int]
    TICKET_LINKED_FIELD_NUMBER: _ClassVar[int]
    TICKET_RATED_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENT_RECORDED_FIELD_NUMBER: _ClassVar[int]
    TICKET_HISTORY_ENDED_FIELD_NUMBER: _ClassVar[int]
    WORK_STARTED_FIELD_NUMBER: _ClassVar[int]
    ticket: TicketFacts
    actor: str
    history: bool
    row_number: int
    application_saved: ApplicationSaved
    contact_saved: ContactSaved
    ticket_opened: TicketOpened
    ticket_reclassified: TicketReclassified
    ticket_replied: TicketReplied
    work_logged: WorkLogged
    ticket_held: TicketHeld
    ticket_resumed: TicketResumed
    escalation_requested: EscalationRequested
    ticket_resolved: TicketResolved
    ticket_reopened: TicketReopened
    ticket_closed: TicketClosed
    ticket_linked: TicketLinked
    ticket_rated: TicketRated
    assignment_recorded: AssignmentRecorded
    ticket_history_ended: TicketHistoryEnded
    work_started: WorkStarted
    def __init__(self, ticket: _Optional[_Union[TicketFacts, _Mapping]] = ..., actor: _Optional[str] = ..., history: _Optional[bool] = ..., row_number: _Optional[int] = ..., application_saved: _Optional[_Union[ApplicationSaved, _Mapping]] = ..., contact_saved: _Optional[_Union[ContactSaved, _Mapping]] = ..., ticket_opened: _Optional[_Union[TicketOpened, _Mapping]] = ..., ticket_reclassified: _Optional[_Union[TicketReclassified, _Mapping]] = ..., ticket_replied: _Optional[_Union[TicketReplied, _Mapping]] = ..., work_logged: _Optional[_Union[WorkLogged, _Mapping]] = ..., ticket_held: _Optional[_Union[TicketHeld, _Mapping]] = ..., ticket_resumed: _Optional[_Union[TicketResumed, _Mapping]] = ..., escalation_requested: _Optional[_Union[EscalationRequested, _Mapping]] = ..., ticket_resolved: _Optional[_Union[TicketResolved, _Mapping]] = ..., ticket_reopened: _Optional[_Union[TicketReopened, _Mapping]] = ..., ticket_closed: _Optional[_Union[TicketClosed, _Mapping]] = ..., ticket_linked: _Optional[_Union[TicketLinked, _Mapping]] = ..., ticket_rated: _Optional[_Union[TicketRated, _Mapping]] = ..., assignment_recorded: _Optional[_Union[AssignmentRecorded, _Mapping]] = ..., ticket_history_ended: _Optional[_Union[TicketHistoryEnded, _Mapping]] = ..., work_started: _Optional[_Union[WorkStarted, _Mapping]] = ...) -> None: ...

class TicketFacts(_message.Message):
    __slots__ = ("id", "key", "application_id", "application_name", "regulations", "requester_id", "title", "channel", "environment", "impact", "urgency", "kind", "nature", "approach", "mode", "priority", "urgent_change", "personal_data_breach", "state", "awaiting", "open_time", "description")
    ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_NAME_FIELD_NUMBER: _ClassVar[int]
    REGULATIONS_FIELD_NUMBER: _ClassVar[int]
    REQUESTER_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
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
    OPEN_TIME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    id: str
    key: str
    application_id: str
    application_name: str
    regulations: _containers.RepeatedScalarFieldContainer[str]
    requester_id: str
    title: str
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
    personal_data_breach: _ticket_pb2.PersonalDataBreach
    state: _values_pb2.TicketState
    awaiting: _values_pb2.Awaiting
    open_time: _timestamp_pb2.Timestamp
    description: str
    def __init__(self, id: _Optional[str] = ..., key: _Optional[str] = ..., application_id: _Optional[str] = ..., application_name: _Optional[str] = ..., regulations: _Optional[_Iterable[str]] = ..., requester_id: _Optional[str] = ..., title: _Optional[str] = ..., channel: _Optional[_Union[_values_pb2.Channel, str]] = ..., environment: _Optional[_Union[_values_pb2.Environment, str]] = ..., impact: _Optional[_Union[_values_pb2.Impact, str]] = ..., urgency: _Optional[_Union[_values_pb2.Urgency, str]] = ..., kind: _Optional[_Union[_values_pb2.TicketKind, str]] = ..., nature: _Optional[_Union[_values_pb2.Nature, str]] = ..., approach: _Optional[_Union[_values_pb2.Approach, str]] = ..., mode: _Optional[_Union[_values_pb2.Mode, str]] = ..., priority: _Optional[_Union[_values_pb2.Priority, str]] = ..., urgent_change: _Optional[bool] = ..., personal_data_breach: _Optional[_Union[_ticket_pb2.PersonalDataBreach, _Mapping]] = ..., state: _Optional[_Union[_values_pb2.TicketState, str]] = ..., awaiting: _Optional[_Union[_values_pb2.Awaiting, str]] = ..., open_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., description: _Optional[str] = ...) -> None: ...

class ApplicationSaved(_message.Message):
    __slots__ = ("application",)
    APPLICATION_FIELD_NUMBER: _ClassVar[int]
    application: _application_pb2.Application
    def __init__(self, application: _Optional[_Union[_application_pb2.Application, _Mapping]] = ...) -> None: ...

class ContactSaved(_message.Message):
    __slots__ = ("contact",)
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    contact: _application_pb2.Contact
    def __init__(self, contact: _Optional[_Union[_application_pb2.Contact, _Mapping]] = ...) -> None: ...

class TicketOpened(_message.Message):
    __slots__ = ("classification", "imported_from", "source_met_agreement", "has_change")
    CLASSIFICATION_FIELD_NUMBER: _ClassVar[int]
    IMPORTED_FROM_FIELD_NUMBER: _ClassVar[int]
    SOURCE_MET_AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    HAS_CHANGE_FIELD_NUMBER: _ClassVar[int]
    classification: _containers.RepeatedCompositeFieldContainer[_ticket_pb2.ClassificationReason]
    imported_from: str
    source_met_agreement: bool
    has_change: bool
    def __init__(self, classification: _Optional[_Iterable[_Union[_ticket_pb2.ClassificationReason, _Mapping]]] = ..., imported_from: _Optional[str] = ..., source_met_agreement: _Optional[bool] = ..., has_change: _Optional[bool] = ...) -> None: ...

class TicketReclassified(_message.Message):
    __slots__ = ("classification",)
    CLASSIFICATION_FIELD_NUMBER: _ClassVar[int]
    classification: _containers.RepeatedCompositeFieldContainer[_ticket_pb2.ClassificationReason]
    def __init__(self, classification: _Optional[_Iterable[_Union[_ticket_pb2.ClassificationReason, _Mapping]]] = ...) -> None: ...

class TicketReplied(_message.Message):
    __slots__ = ("author", "body", "first_response")
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    FIRST_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    author: _ticket_pb2.ReplyAuthor
    body: str
    first_response: bool
    def __init__(self, author: _Optional[_Union[_ticket_pb2.ReplyAuthor, str]] = ..., body: _Optional[str] = ..., first_response: _Optional[bool] = ...) -> None: ...

class WorkLogged(_message.Message):
    __slots__ = ("minutes", "note")
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    minutes: int
    note: str
    def __init__(self, minutes: _Optional[int] = ..., note: _Optional[str] = ...) -> None: ...

class WorkStarted(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TicketHeld(_message.Message):
    __slots__ = ("awaiting", "note")
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    awaiting: _values_pb2.Awaiting
    note: str
    def __init__(self, awaiting: _Optional[_Union[_values_pb2.Awaiting, str]] = ..., note: _Optional[str] = ...) -> None: ...

class TicketResumed(_message.Message):
    __slots__ = ("note",)
    NOTE_FIELD_NUMBER: _ClassVar[int]
    note: str
    def __init__(self, note: _Optional[str] = ...) -> None: ...

class EscalationRequested(_message.Message):
    __slots__ = ("level", "reason")
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    level: _values_pb2.Level
    reason: str
    def __init__(self, level: _Optional[_Union[_values_pb2.Level, str]] = ..., reason: _Optional[str] = ...) -> None: ...

class TicketResolved(_message.Message):
    __slots__ = ("resolution",)
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    resolution: str
    def __init__(self, resolution: _Optional[str] = ...) -> None: ...

class TicketReopened(_message.Message):
    __slots__ = ("reason",)
    REASON_FIELD_NUMBER: _ClassVar[int]
    reason: str
    def __init__(self, reason: _Optional[str] = ...) -> None: ...

class TicketClosed(_message.Message):
    __slots__ = ("note",)
    NOTE_FIELD_NUMBER: _ClassVar[int]
    note: str
    def __init__(self, note: _Optional[str] = ...) -> None: ...

class TicketLinked(_message.Message):
    __slots__ = ("link",)
    LINK_FIELD_NUMBER: _ClassVar[int]
    link: _ticket_pb2.TicketLink
    def __init__(self, link: _Optional[_Union[_ticket_pb2.TicketLink, _Mapping]] = ...) -> None: ...

class TicketRated(_message.Message):
    __slots__ = ("score", "comment")
    SCORE_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    score: int
    comment: str
    def __init__(self, score: _Optional[int] = ..., comment: _Optional[str] = ...) -> None: ...

class AssignmentRecorded(_message.Message):
    __slots__ = ("party", "level", "team", "member")
    PARTY_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    party: str
    level: _values_pb2.Level
    team: str
    member: str
    def __init__(self, party: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.Level, str]] = ..., team: _Optional[str] = ..., member: _Optional[str] = ...) -> None: ...

class TicketHistoryEnded(_message.Message):
    __slots__ = ("rows",)
    ROWS_FIELD_NUMBER: _ClassVar[int]
    rows: int
    def __init__(self, rows: _Optional[int] = ...) -> None: ...
