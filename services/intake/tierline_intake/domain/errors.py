"""What can be wrong in intake, beyond what every service knows."""

from typing import ClassVar

from tierline_sdk.errors import Kind, TierlineError, Unavailable


class TenantNotReady(Unavailable):
    """The tenant was created a moment ago and intake has not heard of it yet; or nobody ever created it."""

    reason: ClassVar[str] = "TENANT_NOT_READY"

    def __init__(self, tenant_id: str) -> None:
        super().__init__(f"The tenant {tenant_id} is not ready for tickets yet: try again in a moment.", tenant_id=tenant_id)


class AlreadyLinked(TierlineError):
    """The tie exists."""

    kind, reason = Kind.CONFLICT, "ALREADY_LINKED"

    def __init__(self, ticket: str, other: str) -> None:
        super().__init__(f"The ticket {ticket} is tied to {other} in this way already.", ticket=ticket, other=other)
