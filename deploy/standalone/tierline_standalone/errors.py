"""What can go wrong on one machine: each error names the part and the cure, for it is read by a person at a terminal."""

from tierline_sdk.errors import Kind, TierlineError


class Cured(TierlineError):
    """An error that says what to do about it: *message* is what is wrong, *cure* what helps."""

    kind, reason = Kind.INVALID, "CURED"

    def __init__(self, message: str, *, cure: str, **metadata: object) -> None:
        super().__init__(message, **metadata)
        self.cure = cure


class MappingInvalid(Cured):
    """A mapping file does not say what an import needs; every fault is listed."""

    reason = "MAPPING_INVALID"

    def __init__(self, path: str, faults: tuple[str, ...]) -> None:
        listed = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"The mapping {path} does not hold:\n{listed}", cure="Correct the lines named above; `tierline import --help` shows the shape.")
        self.faults = faults


class FileUnreadable(Cured):
    """A file that was named cannot be read."""

    reason = "FILE_UNREADABLE"
