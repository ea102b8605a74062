"""Settings from the environment into a frozen dataclass; everything that is missing or wrong is named in one error."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import timedelta
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from tierline_sdk.errors import Kind, TierlineError

PREFIX = "TIERLINE_"

_TRUTHS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}

Settings = TypeVar("Settings")


class SettingsInvalid(TierlineError):
    """The environment lacks settings or holds wrong ones; the message names all of them."""

    kind, reason = Kind.INVALID, "SETTINGS_INVALID"


def load(settings: type[Settings], environment: Mapping[str, str]) -> Settings:
    """
    Build *settings*, a dataclass, from `TIERLINE_<FIELD>` variables.

    Fields may be `str`, `int`, `float`, `bool`, `Path`, `timedelta` (in seconds), an `Enum` (by value), or one of these `| None`. An empty variable counts
    as absent; an absent one takes the field's default.

    Raises:
        SettingsInvalid: Some are missing or malformed.
    """
    types = get_type_hints(settings)
    values: dict[str, object] = {}
    wrong = []
    for field in fields(settings):  # type: ignore[arg-type]  # a dataclass by contract
        text = environment.get(variable(field.name), "")
        try:
            if text:
                values[field.name] = _value(types[field.name], text)
            elif _is_required(field):
                wrong.append(f"{variable(field.name)} is missing")
        except ValueError:
            wrong.append(f"{variable(field.name)} is not {_words(types[field.name])}")
    if wrong:
        raise SettingsInvalid(f"The settings are incomplete: {'; '.join(wrong)}.", settings=",".join(entry.split()[0] for entry in wrong))
    return settings(**values)


def variable(name: str) -> str:
    """Return the variable of the field *name*."""
    return PREFIX + name.upper()


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(wanted: Any, text: str) -> object:
    """Read *text*; raises `ValueError` where it is not what is wanted. The text itself is never shown, since it may be a secret."""
    wanted = _without_none(wanted)
    if wanted is bool:
        if text.lower() not in _TRUTHS:
            raise ValueError
        return _TRUTHS[text.lower()]
    if wanted is timedelta:
        return timedelta(seconds=float(text))
    return Path(text) if wanted is Path else wanted(text)


def _without_none(wanted: Any) -> Any:
    if get_origin(wanted) in (Union, UnionType):
        return next(choice for choice in get_args(wanted) if choice is not NoneType)
    return wanted


def _words(wanted: Any) -> str:
    wanted = _without_none(wanted)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return f"one of {', '.join(str(member.value) for member in wanted)}"
    return {int: "a whole number", float: "a number", bool: "true or false", timedelta: "a number of seconds"}.get(wanted, "readable")
