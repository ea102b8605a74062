"""Fixtures that every distribution's tests may use."""

pytest_plugins = ["tierline_chassis.testing.plugin"]
