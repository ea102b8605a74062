"""The plugin keeps the rules of conduct; add tests of what it decides."""

from pathlib import Path

from tierline_sdk.testing import check_plugin


def test_plugin_conforms():
    """A plugin that breaks a rule would be refused, or ended, in production."""
    assert check_plugin("my_plugin", "tierline_my_plugin", search_path=[str(Path(__file__).parents[1])]) == []
