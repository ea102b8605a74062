"""Calling plugins, on top of pluggy: one at a time, answers checked by the declared types. It runs inside the host process and the conformance kit."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import ClassVar

import pluggy

from tierline_sdk.errors import Kind, TierlineError
from tierline_sdk.hooks import PROJECT, effects, hooks, rules
from tierline_sdk.plugin import Plugin, PluginRefused, check_declaration, resolve_settings
from tierline_sdk.wire import NotPlain, Plain, from_plain, to_plain


class BadAnswer(TierlineError):
    """A plugin answered something that its hook does not declare."""

    kind: ClassVar[Kind] = Kind.INVALID
    reason: ClassVar[str] = "BAD_ANSWER"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPlugin:
    """A plugin whose declaration holds, with its answers by hook."""

    plugin: Plugin
    implementations: Mapping[str, pluggy.HookImpl]


def load_plugin(name: str, module_name: str) -> LoadedPlugin:
    """
    Import a plugin and check what it declares.

    Args:
        name: The name under which it is installed (its entry point).
        module_name: The module that carries `PLUGIN` and the hook functions.

    Raises:
        PluginRefused: With the cause and the cure; nothing else that the plugin's module may raise passes.
    """
    module = _import(name, module_name)
    plugin = getattr(module, "PLUGIN", None)
    if not isinstance(plugin, Plugin):
        raise PluginRefused(f"The module {module_name} has no PLUGIN of type tierline_sdk.plugin.Plugin: declare one.", plugin=name)
    if plugin.name != name:
        raise PluginRefused(f"The plugin installed as {name!r} calls itself {plugin.name!r}: give both the same name.", plugin=name)
    check_declaration(plugin)
    return LoadedPlugin(plugin=plugin, implementations=_implementations(name, module))


def _import(name: str, module_name: str) -> ModuleType:
    try:
        return importlib.import_module(module_name)
    except (Exception, SystemExit) as error:  # A plugin's module may raise anything, and must stop nobody but itself.
        raise PluginRefused(
            f"The plugin {name} cannot be imported ({type(error).__name__}: {error}): install what it needs, or a release that works.", plugin=name,
        ) from error


def _implementations(name: str, module: ModuleType) -> Mapping[str, pluggy.HookImpl]:
    """Collect the plugin's hook functions in a manager of its own, so that a broken one spoils no other."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(rules)
    manager.add_hookspecs(effects)
    try:
        manager.register(module, name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginRefused(f"The plugin {name} has a hook function that does not fit: {error}", plugin=name) from error
    found = {caller.name: impl for caller in manager.get_hookcallers(module) or () for impl in caller.get_hookimpls() if caller.has_spec()}
    if wrapping := sorted(hook for hook, impl in found.items() if impl.wrapper or impl.hookwrapper):
        raise PluginRefused(f"The plugin {name} wraps {', '.join(wrapping)}: a plugin answers for itself only, remove the wrapper.", plugin=name)
    if not found:
        raise PluginRefused(f"The plugin {name} answers no hook: mark its functions with tierline_sdk.hooks.hookimpl.", plugin=name)
    return found


def call_plugin(loaded: LoadedPlugin, hook_name: str, arguments: Mapping[str, object], given: Mapping[str, object]) -> Plain:
    """
    Ask one plugin one question.

    Args:
        loaded: The plugin.
        hook_name: The hook.
        arguments: The hook's arguments by name, as values.
        given: The tenant's settings, unchecked.

    Returns:
        The answer in plain data; None when the plugin abstains or does not answer this hook.

    Raises:
        BadAnswer: The answer is not of the declared type.
        InvalidFields: The settings break the plugin's declaration.
        Exception: Whatever the plugin raised.
    """
    implementation = loaded.implementations.get(hook_name)
    if implementation is None:
        return None
    known = {**arguments, "settings": resolve_settings(loaded.plugin, given)}
    return _checked(hook_name, implementation.function(*(known[name] for name in implementation.argnames)))


def _checked(hook_name: str, answer: object) -> Plain:
    try:
        plain = to_plain(answer)
        from_plain(hooks()[hook_name].result, plain)
    except NotPlain as error:
        raise BadAnswer(f"The answer to {hook_name} is not what it declares: {error.message}", hook=hook_name) from None
    return plain


def decode_arguments(hook_name: str, plain: Mapping[str, object]) -> Mapping[str, object]:
    """
    Rebuild a hook's arguments from plain data.

    Raises:
        NotPlain: An argument is missing, unknown or of another type.
    """
    declared = hooks()[hook_name].arguments
    if declared.keys() != plain.keys():
        raise NotPlain(f"{hook_name} takes {', '.join(declared)}, not {', '.join(plain)}.")
    return {name: from_plain(declared[name], plain[name]) for name in declared}
