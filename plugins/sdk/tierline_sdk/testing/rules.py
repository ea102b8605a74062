"""The rules of conduct, and a finding against one."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What a plugin must do, or must not."""

    LOADS = "loads"
    """It imports, declares itself, fits this SDK, and answers hooks that exist with the arguments that they have."""
    IMPORTS_QUIETLY = "imports_quietly"
    """Importing it starts no thread and brings nothing of the platform but the SDK."""
    EXPLAINS_SETTINGS = "explains_settings"
    """Each setting has a name of its own and a title."""
    ANSWERS_AS_DECLARED = "answers_as_declared"
    """An answer is of the hook's declared type and can be sent through a pipe."""
    FAILS_DELIBERATELY = "fails_deliberately"
    """It raises nothing but a `TierlineError`, whatever it is asked; writing to an argument counts as a failure."""
    KEEPS_NO_STATE = "keeps_no_state"
    """The same question has the same answer, whatever was asked in between."""
    STAYS_IN_TIME = "stays_in_time"
    """A rule takes at most 50 ms of processor time and 2 s by the wall, on hostile text too."""
    STAYS_ALIVE = "stays_alive"
    """It does not end the process."""
    STAYS_INSIDE = "stays_inside"
    """A rule opens no connection, starts no process and writes no file."""
    KEEPS_SECRETS = "keeps_secrets"
    """No secret of the settings appears in an answer or an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One breach of a rule."""

    rule: Rule
    detail: str
