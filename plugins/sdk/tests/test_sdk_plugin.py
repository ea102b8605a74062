"""Declarations and settings: what is refused says the cure."""

from importlib.metadata import version

import pytest
from tierline_sdk.errors import InvalidFields
from tierline_sdk.plugin import Plugin, PluginKind, PluginRefused, Setting, SettingType, check_declaration, resolve_settings
from tierline_sdk.version import VERSION, in_range

PLUGIN = Plugin(
    name="specimen", version="1", sdk=">=0.1,<0.2", title="A specimen", kind=PluginKind.VENDOR,
    settings=(
        Setting(name="url", type=SettingType.URL, title="Where.", required=True),
        Setting(name="size", type=SettingType.INTEGER, title="How many.", default=3, minimum=1, maximum=9),
        Setting(name="mood", type=SettingType.TEXT_LIST, title="Which.", choices=("calm", "loud"), default=("calm",)),
        Setting(name="loud", type=SettingType.BOOLEAN, title="Whether.", default=False),
        Setting(name="key", type=SettingType.SECRET, title="The key."),
    ),
)


def test_version_is_the_distributions():
    """Two versions of one thing drift."""
    assert version("tierline-sdk") == VERSION


@pytest.mark.parametrize(("wanted", "expected"), [(">=0.1,<0.2", True), (">=0.2", False), ("==0.1.0", True), (">0.1.0", False), ("<=0.1", True)])
def test_range_is_compared_number_by_number(wanted, expected):
    """A plugin for another SDK must not be tried."""
    assert expected == in_range("0.1.0", wanted)


def test_wrong_sdk_range_names_the_cure():
    """The person who reads it must know what to install."""
    with pytest.raises(PluginRefused, match=r"written for tierline-sdk >=7 .* install a release of the plugin for"):
        check_declaration(Plugin(name="specimen", version="1", sdk=">=7", title="t", kind=PluginKind.VENDOR))


def test_defaults_are_filled_in():
    """A plugin reads its settings without asking whether they are there."""
    expected = {"url": "https://x.example", "size": 3, "mood": ("calm",), "loud": False, "key": None}
    assert expected == dict(resolve_settings(PLUGIN, {"url": "https://x.example"}))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "url"), ({"url": "ftp://x"}, "url"), ({"url": "https://user@x.example"}, "url"), ({"url": "https://x", "size": 10}, "size"),
        ({"url": "https://x", "size": True}, "size"),
        ({"url": "https://x", "size": 2.5}, "size"), ({"url": "https://x", "size": "2"}, "size"),
        ({"url": "https://x", "mood": ["sad"]}, "mood"), ({"url": "https://x", "nope": 1}, "nope"),
        ({"url": "https://x", "loud": "yes"}, "loud"),
    ],
)
def test_wrong_setting_is_named(given, field):
    """A tenant's administrator corrects what is named."""
    with pytest.raises(InvalidFields) as caught:
        resolve_settings(PLUGIN, given)
    assert [field] == [violation.field for violation in caught.value.violations]


def test_secret_with_a_default_is_refused():
    """A secret that everybody has is none."""
    with pytest.raises(PluginRefused, match="ships a default"):
        check_declaration(Plugin(
            name="specimen", version="1", sdk=">=0.1", title="t", kind=PluginKind.VENDOR,
            settings=(Setting(name="k", type=SettingType.SECRET, title="k", default="x"),),
        ))


def test_whole_number_may_arrive_as_a_float():
    """A structure of the contract knows one kind of number."""
    size = resolve_settings(PLUGIN, {"url": "https://x", "size": 4.0})["size"]
    assert (4, int) == (size, type(size))
