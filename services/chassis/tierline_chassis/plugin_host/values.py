"""What goes into a plugin host and what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tierline_sdk.errors import Kind


class Outcome(StrEnum):
    """What became of one plugin's turn at one call."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"
    """Not its matter."""
    FAILED = "failed"
    """It raised, or answered something that its hook does not declare."""
    TIMED_OUT = "timed_out"
    """It was ended at its deadline, on the processor or by the wall."""
    OUT_OF_MEMORY = "out_of_memory"
    DIED = "died"
    """It ended the host process."""
    CIRCUIT_OPEN = "circuit_open"
    """It was not asked, because it did one of the above a short while ago."""
    REFUSED = "refused"
    """It cannot be loaded, or is not installed."""
    NOT_ASKED = "not_asked"
    """The caller's own time was up before its turn."""


_PASSING = frozenset({Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY, Outcome.DIED, Outcome.CIRCUIT_OPEN, Outcome.NOT_ASKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class HookCall:
    """One question to the plugins that a tenant has enabled."""

    hook: str
    arguments: Mapping[str, object]
    """The hook's arguments by name, as values of the SDK; without `settings`."""
    plugins: Mapping[str, Mapping[str, object]]
    """Enabled plugin to the tenant's settings for it, secrets in clear."""
    scope: str
    """Whose question it is, usually the tenant: a plugin that hangs on one tenant's input is first cut off for that tenant alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginVerdict:
    """What one plugin said to one call, or why it said nothing."""

    plugin: str
    outcome: Outcome
    answer: object = None
    """The hook's declared result where it answered."""
    reason: str = ""
    """A sentence for people where there is no answer; without secrets."""
    error: str = ""
    """The stable reason of a deliberate error, or the exception's class."""
    kind: Kind | None = None
    """What to do about a deliberate error; None where the plugin has a bug."""
    cpu_ms: float = 0.0

    @property
    def retriable(self) -> bool:
        """Whether the same question may bring an answer later: for effects, which are tried again."""
        return self.kind is Kind.UNAVAILABLE or self.outcome in _PASSING


@dataclass(frozen=True, slots=True, kw_only=True)
class HookVerdict:
    """The verdicts of a call, sorted by plugin name."""

    verdicts: Sequence[PluginVerdict]

    @property
    def answered(self) -> Sequence[PluginVerdict]:
        """The verdicts that carry an answer."""
        return [verdict for verdict in self.verdicts if verdict.outcome is Outcome.ANSWERED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a plugin may take."""

    cpu: timedelta
    """Processor time a call."""
    wall: timedelta
    """Time by the wall a call."""
    memory_bytes: int
    """Address space of the host process."""
    load_cpu: timedelta = timedelta(seconds=3)
    """Processor time to import one plugin."""
    load_wall: timedelta = timedelta(seconds=10)
    answer_bytes: int = 64 * 1024
    """Size of one answer."""
    cooling: timedelta = timedelta(seconds=30)
    """How long a plugin that did harm is left out before it is tried again."""


RULES = Limits(cpu=timedelta(milliseconds=50), wall=timedelta(seconds=2), memory_bytes=256 * 1024 * 1024)
"""For pure rules."""

EFFECTS = Limits(cpu=timedelta(seconds=5), wall=timedelta(seconds=30), memory_bytes=512 * 1024 * 1024)
"""For effects, which wait for others."""
