"""
The hooks: the places where a plugin may have a say.

A hook is used by at least one shipped plugin; there are no others. `rules` are pure, `effects` reach the world.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, get_type_hints

from tierline_sdk.hooks import effects, rules
from tierline_sdk.hooks.markers import PROJECT, hookimpl

__all__ = ["PROJECT", "Hook", "effects", "hookimpl", "hooks", "rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A hook as its declaration says it."""

    name: str
    effect: bool
    """Whether it reaches the world; else it is a pure rule."""
    arguments: Mapping[str, Any]
    """The declared type of each argument but `settings`."""
    result: Any
    """The declared type of an answer, `None` included."""
    doc: str


@functools.cache
def hooks() -> Mapping[str, Hook]:
    """List the hooks by name, read from their declarations."""
    found = [*_declared(rules, effect=False), *_declared(effects, effect=True)]
    return {hook.name: hook for hook in sorted(found, key=lambda hook: hook.name)}


def _declared(module: ModuleType, *, effect: bool) -> list[Hook]:
    return [_read(function, effect=effect) for function in vars(module).values() if hasattr(function, f"{PROJECT}_spec")]


def _read(function: Any, *, effect: bool) -> Hook:
    hints = get_type_hints(function)
    result = hints.pop("return")
    hints.pop("settings")
    return Hook(name=function.__name__, effect=effect, arguments=hints, result=result, doc=function.__doc__ or "")
