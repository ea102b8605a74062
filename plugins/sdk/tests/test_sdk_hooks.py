"""Every hook is documented where it is declared, and used by a shipped plugin."""

from importlib import import_module
from importlib.metadata import entry_points

import pytest
from tierline_sdk.caller import call_plugin, decode_arguments, load_plugin
from tierline_sdk.hooks import hooks
from tierline_sdk.testing import examples
from tierline_sdk.wire import to_plain

SHIPPED = {point.name: point.value for point in entry_points(group="tierline.plugins")}


@pytest.mark.parametrize("hook", hooks())
def test_every_hook_is_used_by_a_shipped_plugin(hook):
    """A hook that nothing real uses is a guess, and freezes as one."""
    assert [name for name, module in SHIPPED.items() if hook in load_plugin(name, module).implementations]


@pytest.mark.parametrize("hook", hooks().values(), ids=hooks())
def test_every_hook_explains_each_argument(hook):
    """The declaration is the only documentation that a plugin's author needs."""
    assert [argument for argument in [*hook.arguments, "settings"] if f"        {argument}:" not in hook.doc] == []


@pytest.mark.parametrize("hook", hooks())
def test_arguments_survive_the_pipe(hook):
    """A value that changes on its way would make a rule decide on something that nobody said."""
    for arguments in examples(hook):
        assert dict(arguments) == dict(decode_arguments(hook, {name: to_plain(value) for name, value in arguments.items()}))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_plugin_says_its_own_version(name):
    """What `tierline plugin list` shows is what is installed."""
    distribution = next(point.dist for point in entry_points(group="tierline.plugins") if point.name == name)
    assert distribution.version == import_module(SHIPPED[name]).PLUGIN.version


def test_a_plugin_that_does_not_answer_a_hook_abstains():
    """Absence is no answer."""
    loaded = load_plugin("sourcing_in_house", SHIPPED["sourcing_in_house"])
    assert call_plugin(loaded, "classify_ticket", examples("classify_ticket")[0], {}) is None
