"""A value that cannot be read, and where in the request it stands."""

from collections.abc import Iterable
from difflib import get_close_matches

_MOST_NAMES = 3
_MOST_SHOWN = 120


class Wrong(Exception):
    """
    A value breaks a rule; the door answers it with a problem.

    Args:
        rule: What would be right, as the rest of a sentence that begins with the field: `must be a string`.

    """

    def __init__(self, rule: str, *steps: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.steps = list(steps)
        """The way to the value, from the inside out: names, and indexes such as `[3]`."""

    def within(self, step: str) -> "Wrong":
        """Add the next step outwards."""
        self.steps.append(step)
        return self

    @property
    def path(self) -> str:
        """The way to the value, `ticket.links[3].kind`."""
        return "".join(step if step.startswith("[") else f".{step}" for step in reversed(self.steps)).lstrip(".")


def unknown_member(name: str, known: Iterable[str]) -> Wrong:
    """Refuse a member that the message does not have, and name those that were probably meant."""
    near = get_close_matches(name, sorted(known), n=_MOST_NAMES, cutoff=0.6)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return Wrong(f"is unknown here{hint}", shown(name))


def shown(text: str) -> str:
    """Give a caller's own word in a form that is safe to show: printable and short."""
    clean = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[: _MOST_SHOWN + 1])
    return clean if len(clean) <= _MOST_SHOWN else clean[:_MOST_SHOWN] + "…"
