"""What can be wrong with a command of monitoring."""

from tierline_sdk.errors import Kind, TierlineError


class TakesNoBeats(TierlineError):
    """A sign of life came for a check that asks for a page; only heartbeat checks take one."""

    kind, reason = Kind.CONFLICT, "CHECK_TAKES_NO_BEATS"

    def __init__(self, check_id: str) -> None:
        super().__init__(f"The check {check_id!r} asks for a page and takes no signs of life.", check_id=check_id)
