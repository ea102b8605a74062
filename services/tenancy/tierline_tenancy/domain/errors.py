"""What can be the matter in tenancy."""

from tierline_sdk.errors import Kind, TierlineError


class PrefixTaken(TierlineError):
    """Another tenant's ticket keys begin with this prefix; choose another, or leave it out."""

    kind, reason = Kind.CONFLICT, "PREFIX_TAKEN"

    def __init__(self, prefix: str) -> None:
        super().__init__(f"The prefix {prefix!r} is taken: choose another, or leave it out to have one made.", prefix=prefix)


class KeyEnded(TierlineError):
    """A key that should be made known again was revoked."""

    kind, reason = Kind.CONFLICT, "KEY_ENDED"

    def __init__(self, file: str) -> None:
        super().__init__(f"The key in {file} was revoked: remove the file to have a new one made.", file=file)
