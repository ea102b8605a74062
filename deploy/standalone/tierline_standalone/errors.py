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


class DataFolderUnusable(Cured):
    """The data folder cannot be made, entered or written."""

    reason = "DATA_FOLDER_UNUSABLE"


class AlreadyRunning(Cured):
    """Another start holds this data folder."""

    kind, reason = Kind.CONFLICT, "ALREADY_RUNNING"

    def __init__(self, folder: object, process_id: int) -> None:
        super().__init__(
            f"Tierline is running on {folder} already, as process {process_id}.",
            cure=f"Use it (tierline status --data {folder}), stop it (kill {process_id}), or name another folder with --data.",
        )
        self.process_id = process_id


class NotRunning(Cured):
    """No installation runs on this data folder."""

    kind, reason = Kind.NOT_FOUND, "NOT_RUNNING"


class PortTaken(Cured):
    """Somebody else listens on the port that was asked for."""

    kind, reason = Kind.CONFLICT, "PORT_TAKEN"


class PartFailed(Cured):
    """One part of the house does not start; its last words are in the message."""

    kind, reason = Kind.UNAVAILABLE, "PART_FAILED"


class DatabaseUnusable(Cured):
    """The given database cannot be reached, is too old, or lacks rights."""

    kind, reason = Kind.UNAVAILABLE, "DATABASE_UNUSABLE"


class StopRequested(Cured):
    """Somebody asked for the stop before everything was up."""

    kind, reason = Kind.UNAVAILABLE, "STOP_REQUESTED"

    def __init__(self) -> None:
        super().__init__("Stopped before everything was up.", cure="Start it again.")
