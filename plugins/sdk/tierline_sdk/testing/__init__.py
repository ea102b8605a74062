"""
The conformance kit: what every plugin must pass before it is let near a tenant.

A plugin's own test is one line: `assert [] == check_plugin("my_plugin", "my_plugin_module", settings={...})`.
The plugin is run in a process of its own, as the platform runs it, so that whatever it does, the test ends with findings.
"""

from tierline_sdk.testing.check import Finding, Rule, check_plugin
from tierline_sdk.testing.examples import examples

__all__ = ["Finding", "Rule", "check_plugin", "examples"]
