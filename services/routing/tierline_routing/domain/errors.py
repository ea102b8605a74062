"""What routing refuses."""

from typing import ClassVar

from tierline_sdk.errors import Kind, TierlineError


class TeamServesNotThisTenant(TierlineError):
    """The team's provider has no place in the ticket's tenant, or the team does not work for it: name another team."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    reason: ClassVar[str] = "TEAM_SERVES_NOT_THIS_TENANT"


class MemberNotInTeam(TierlineError):
    """The member is not an active member of the team: name one that is, or none."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    reason: ClassVar[str] = "MEMBER_NOT_IN_TEAM"


class WorkNotOpen(TierlineError):
    """The ticket is resolved or closed, or nobody has it: read it again, then decide."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    reason: ClassVar[str] = "WORK_NOT_OPEN"


class WorkNotYours(TierlineError):
    """The work was yours and is somebody else's now."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    reason: ClassVar[str] = "WORK_NOT_YOURS"
