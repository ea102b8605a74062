"""What a plugin says about itself: its name, the SDK it was written for, and the settings that a tenant may give it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from tierline_sdk.errors import FieldViolation, InvalidFields, Kind, TierlineError
from tierline_sdk.version import VERSION, in_range

Settings = Mapping[str, object]
"""The settings of one tenant for one plugin, checked, with defaults filled in: text, numbers, booleans, tuples of text."""

_NAME = re.compile(r"[a-z][a-z0-9_]{2,62}")


class PluginRefused(TierlineError):
    """A plugin cannot be used; the message names the cause and the cure."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    reason: ClassVar[str] = "PLUGIN_REFUSED"


class PluginKind(StrEnum):
    """What a plugin adds."""

    SOURCING = "sourcing"
    """Rules of a sourcing model."""
    VENDOR = "vendor"
    """An integration with a vendor's desk."""
    REGULATORY = "regulatory"
    """The checks and deadlines of a regulation."""


class SettingType(StrEnum):
    """What a setting holds."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    TEXT_LIST = "text_list"
    URL = "url"
    """`http` or `https`, with a host and without a user."""
    SECRET = "secret"  # noqa: S105 - the name of a type, no secret.
    """Text that is stored encrypted, shown to nobody and kept out of logs and verdicts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting that a tenant may give the plugin."""

    name: str
    type: SettingType
    title: str
    """What it does, with unit and range, in one sentence."""
    required: bool = False
    default: object = None
    choices: Sequence[str] = ()
    """For text and lists of text: the closed set of values; empty means any."""
    minimum: int | None = None
    maximum: int | None = None
    operator_only: bool = False
    """Whether only the operator of the installation may set it, since it touches more than the tenant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """The declaration that a plugin's module carries as `PLUGIN`."""

    name: str
    """Lower case with underscores, equal to the name of its entry point."""
    version: str
    sdk: str
    """The range of SDK versions that it was written for, such as `>=0.1,<0.2`."""
    title: str
    kind: PluginKind
    settings: Sequence[Setting] = ()


def check_declaration(plugin: Plugin) -> None:
    """
    Refuse a declaration that is wrong in itself, or that this SDK does not serve.

    Raises:
        PluginRefused: With the cause and the cure.
    """
    if not _NAME.fullmatch(plugin.name):
        raise PluginRefused(f"The plugin name {plugin.name!r} is not lower case with underscores: rename it.", plugin=plugin.name)
    try:
        served = in_range(VERSION, plugin.sdk)
    except ValueError as error:
        raise PluginRefused(f"The plugin {plugin.name} states an SDK range that cannot be read: {error}", plugin=plugin.name) from None
    if not served:
        raise PluginRefused(
            f"The plugin {plugin.name} {plugin.version} was written for tierline-sdk {plugin.sdk} and this is {VERSION}: "
            f"install a release of the plugin for {VERSION}.",
            plugin=plugin.name, wanted=plugin.sdk, present=VERSION,
        )
    for setting in plugin.settings:
        _check_default(plugin.name, setting)


def _check_default(plugin: str, setting: Setting) -> None:
    if setting.default is None:
        return
    if setting.type is SettingType.SECRET:
        raise PluginRefused(f"The plugin {plugin} ships a default for the secret {setting.name!r}: remove it.", plugin=plugin)
    if fault := _fault(setting, setting.default):
        raise PluginRefused(f"The plugin {plugin} has a default for {setting.name!r} that breaks its own rule ({fault}): correct it.", plugin=plugin)


def resolve_settings(plugin: Plugin, given: Mapping[str, object]) -> Settings:
    """
    Check a tenant's settings by the plugin's declaration and fill in the defaults.

    Raises:
        InvalidFields: Every wrong, missing or unknown setting, with what would be right.
    """
    declared = {setting.name: setting for setting in plugin.settings}
    faults = [FieldViolation(field=name, description=f"is no setting of {plugin.name}") for name in given if name not in declared]
    for name, setting in declared.items():
        value = given.get(name)
        if value is None and setting.required:
            faults.append(FieldViolation(field=name, description="is required"))
        elif value is not None and (fault := _fault(setting, value)):
            faults.append(FieldViolation(field=name, description=fault))
    if faults:
        raise InvalidFields(faults)
    return MappingProxyType({name: _plain(setting, given.get(name, setting.default)) for name, setting in declared.items()})


def secrets_in(plugin: Plugin, given: Mapping[str, object]) -> Sequence[str]:
    """Name the secret texts among *given*, so that they can be struck out of what people read."""
    return tuple(str(given[s.name]) for s in plugin.settings if s.type is SettingType.SECRET and given.get(s.name))


def _plain(setting: Setting, value: object) -> object:
    """Give lists as tuples, and whole numbers as such: JSON's numbers may arrive as floats."""
    if setting.type is SettingType.INTEGER and isinstance(value, float):
        return int(value)
    return tuple(value) if isinstance(value, list) else value


def _fault(setting: Setting, value: object) -> str:
    """Say what is wrong with *value*; empty when it is right."""
    match setting.type:
        case SettingType.INTEGER:
            return _integer_fault(setting, value)
        case SettingType.BOOLEAN:
            return "" if isinstance(value, bool) else "must be true or false"
        case SettingType.TEXT_LIST:
            if not isinstance(value, list | tuple):
                return "must be a list of texts"
            return next((fault for item in value if (fault := _text_fault(setting, item))), "")
        case SettingType.URL:
            return _url_fault(value)
        case _:
            return _text_fault(setting, value)


def _integer_fault(setting: Setting, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        return "must be a whole number"
    if setting.minimum is not None and value < setting.minimum:
        return f"must be at least {setting.minimum}"
    if setting.maximum is not None and value > setting.maximum:
        return f"must be at most {setting.maximum}"
    return ""


def _text_fault(setting: Setting, value: object) -> str:
    if not isinstance(value, str):
        return "must be text"
    if setting.choices and value not in setting.choices:
        return f"must be one of {', '.join(setting.choices)}"
    return ""


_URL = re.compile(r"https?://[^/\s?#@]+(?:[/?][^\s#]*)?")


def _url_fault(value: object) -> str:
    if isinstance(value, str) and _URL.fullmatch(value):
        return ""
    return "must be an http or https address with a host, without user and fragment"
