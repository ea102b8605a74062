"""The conformance kit finds what it says it finds: one deliberately bad plugin a rule."""

from textwrap import dedent

import pytest
from tierline_sdk.testing import Rule, check_plugin

HEAD = """
from tierline_sdk.hooks import hookimpl
from tierline_sdk.plugin import Plugin, PluginKind, Setting, Settings, SettingType
from tierline_sdk.tickets import Classification
PLUGIN = Plugin(name="specimen", version="1", sdk=">=0.1,<0.2", title="A specimen", kind=PluginKind.REGULATORY, settings=(
    Setting(name="token", type=SettingType.SECRET, title="A secret."),))
"""

BAD = {
    Rule.LOADS: "@hookimpl\ndef classify_ticket(draft, no_such_argument): return None",
    Rule.IMPORTS_QUIETLY: (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n@hookimpl\ndef classify_ticket(): return None"
    ),
    Rule.EXPLAINS_SETTINGS: (
        "import dataclasses\nPLUGIN = dataclasses.replace(PLUGIN, settings=(Setting(name='x', type=SettingType.TEXT, title=' '),))\n"
        "@hookimpl\ndef classify_ticket(): return None"
    ),
    Rule.ANSWERS_AS_DECLARED: "@hookimpl\ndef classify_ticket(): return 'urgent'",
    Rule.FAILS_DELIBERATELY: "@hookimpl\ndef classify_ticket(draft): draft.title = 'mine'",
    Rule.KEEPS_NO_STATE: (
        "seen = []\n@hookimpl\ndef classify_ticket(draft):\n    seen.append(draft)\n    return Classification(reason=f'ticket {len(seen)}')"
    ),
    Rule.STAYS_IN_TIME: "import re\n@hookimpl\ndef classify_ticket(draft):\n    re.match('(a+)+$', draft.description)",
    Rule.STAYS_ALIVE: "import os\n@hookimpl\ndef classify_ticket(): os._exit(0)",
    Rule.STAYS_INSIDE: (
        "import socket\n@hookimpl\ndef classify_ticket():\n    with socket.socket() as s:\n"
        "        s.settimeout(0.01)\n        s.connect_ex(('127.0.0.1', 9))"
    ),
    Rule.KEEPS_SECRETS: "@hookimpl\ndef classify_ticket(settings): return Classification(reason=f\"sent with {settings['token']}\")",
}


@pytest.fixture
def findings_of(tmp_path):
    def check(body: str):
        (tmp_path / "specimen_module.py").write_text(dedent(HEAD) + body)
        return check_plugin("specimen", "specimen_module", settings={"token": "s3cr3t-canary"}, search_path=[str(tmp_path)])

    return check


@pytest.mark.parametrize("rule", list(Rule))
def test_each_rule_refuses_a_plugin_that_breaks_it(findings_of, rule):
    """A rule that finds nothing would let everything pass."""
    assert rule in {finding.rule for finding in findings_of(BAD[rule])}


def test_a_plugin_that_keeps_the_rules_passes(findings_of):
    """A kit that finds something in everything would be switched off."""
    assert findings_of("@hookimpl\ndef classify_ticket(draft): return Classification(reason='It was reported.')") == []
