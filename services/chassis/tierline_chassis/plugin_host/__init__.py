"""The plugin host: plugins run in a process of their own, and can harm nobody but themselves."""

from tierline_chassis.plugin_host.host import PluginHost, UnknownHook, installed_plugins
from tierline_chassis.plugin_host.values import EFFECTS, RULES, HookCall, HookVerdict, Limits, Outcome, PluginVerdict

__all__ = ["EFFECTS", "RULES", "HookCall", "HookVerdict", "Limits", "Outcome", "PluginHost", "PluginVerdict", "UnknownHook", "installed_plugins"]
