"""The marks that pluggy knows hooks by."""

from typing import Final

import pluggy

PROJECT: Final = "tierline"

hookspec = pluggy.HookspecMarker(PROJECT)
"""Declares a hook; only the SDK does."""

hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a plugin's function as its answer to the hook of the same name."""
