"""URL paths: which RPC a method and a path mean, and what the path's variables hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote

T = TypeVar("T")

_VARIABLE = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
_LITERAL = re.compile(r"[A-Za-z0-9_.~-]+")


class PathUnreadable(ValueError):
    """A segment of a path is no text in UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A path with variables: each segment is a literal, or `None` for the next of `variables`; `verb` is what follows the last colon."""

    segments: Sequence[str | None]
    variables: Sequence[str]
    verb: str


def parse_template(text: str) -> Template:
    """
    Read a path of the contract, such as `/v1/tickets/{id}:resolve`.

    Raises:
        TypeError: It uses a form that is not served, such as `{name=**}`.

    """
    path, _, verb = text.partition(":") if "}" not in text else _split_after_variables(text)
    segments: list[str | None] = []
    variables: list[str] = []
    for segment in path.removeprefix("/").split("/"):
        if variable := _VARIABLE.fullmatch(segment):
            variables.append(variable[1])
            segments.append(None)
        elif _LITERAL.fullmatch(segment):
            segments.append(segment)
        else:
            raise TypeError(f"The path {text!r} has a segment {segment!r} of a form that is not served.")
    return Template(segments=tuple(segments), variables=tuple(variables), verb=verb)


def _split_after_variables(text: str) -> tuple[str, str, str]:
    cut = text.rindex("}") + 1
    tail, colon, verb = text[cut:].partition(":")
    return text[:cut] + tail, colon, verb


@dataclass(slots=True)
class _Node(Generic[T]):
    literals: "dict[str, _Node[T]]" = field(default_factory=dict)
    variable: "_Node[T] | None" = None
    verbs: dict[str, dict[str, T]] = field(default_factory=dict)
    """Custom verb ("" for none) to HTTP method to what is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Generic[T]):
    """What a path leads to: by HTTP method, and what its variables hold, in their order."""

    methods: Mapping[str, T]
    values: Sequence[str]


class Router(Generic[T]):
    """Finds what a path leads to; the literal goes before the variable, and a known verb before a colon in a name."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, method: str, template: Template, target: T) -> None:
        """
        Lead *method* on *template* to *target*.

        Raises:
            TypeError: It leads elsewhere already.

        """
        node = self._root
        for segment in template.segments:
            if segment is None:
                node.variable = node.variable or _Node()
                node = node.variable
            else:
                node = node.literals.setdefault(segment, _Node())
        if node.verbs.setdefault(template.verb, {}).setdefault(method, target) is not target:
            raise TypeError(f"Two RPCs claim {method} /{'/'.join(segment or '{}' for segment in template.segments)}:{template.verb}.")

    def match(self, raw_path: str) -> Match[T] | None:
        """
        Find *raw_path*, as it came, with its escapes.

        Raises:
            PathUnreadable: A variable is no text in UTF-8.

        """
        *segments, last = raw_path.removeprefix("/").split("/")
        name, colon, verb = last.rpartition(":")
        found = self._walk(self._root, [*segments, name], verb, []) if colon and name else None
        found = found or self._walk(self._root, [*segments, last], "", [])
        return None if found is None else Match(methods=found[0], values=[_text(value) for value in found[1]])

    def _walk(self, node: _Node[T], segments: Sequence[str], verb: str, values: list[str]) -> tuple[Mapping[str, T], list[str]] | None:
        if not segments:
            methods = node.verbs.get(verb)
            return (methods, values) if methods else None
        head, rest = segments[0], segments[1:]
        if (literal := node.literals.get(head)) and (found := self._walk(literal, rest, verb, values)):
            return found
        if head and node.variable:
            return self._walk(node.variable, rest, verb, [*values, head])
        return None


def _text(segment: str) -> str:
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError as error:
        raise PathUnreadable(segment) from error
