"""Plugins do their worst, and everybody else gets an answer (fault 23)."""

import os
import signal
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from tierline_chassis.plugin_host import RULES, HookCall, Limits, Outcome, PluginHost, UnknownHook
from tierline_sdk.plugin import Plugin
from tierline_sdk.testing import examples

HEAD = """
from tierline_sdk.errors import Kind, TierlineError, Unavailable
from tierline_sdk.hooks import hookimpl
from tierline_sdk.plugin import Plugin, PluginKind, Setting, Settings, SettingType
from tierline_sdk.tickets import Classification
PLUGIN = Plugin(name="{name}", version="1", sdk="{sdk}", title="A specimen", kind=PluginKind.REGULATORY, settings=(
    Setting(name="token", type=SettingType.SECRET, title="A secret."), Setting(name="text", type=SettingType.TEXT, title="Said back.", default="fine")))
"""

GOOD = "@hookimpl\ndef classify_ticket(draft, settings): return Classification(reason=settings['text'])"

SPECIMENS = {
    "a_good": GOOD,
    "z_good": GOOD,
    "raises": "@hookimpl\ndef classify_ticket(settings): raise ValueError(f\"no {settings['token']} here\")",
    "hangs": "import re\n@hookimpl\ndef classify_ticket(): re.match('(a+)+$', 'a' * 64 + '!')",
    "sleeps": "import time\n@hookimpl\ndef classify_ticket(): time.sleep(60)",
    "deaf": (
        "import signal, time\n@hookimpl\ndef classify_ticket():\n"
        "    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGPROF})\n    time.sleep(60)"
    ),
    "exits": "import os\n@hookimpl\ndef classify_ticket(): os._exit(0)",
    "leaves": "import sys\n@hookimpl\ndef classify_ticket(): sys.exit(3)",
    "eats": "kept = []\n@hookimpl\ndef classify_ticket():\n    while True: kept.append(bytes(16 * 1024 * 1024))",
    "lies": "@hookimpl\ndef classify_ticket(): return {'reason': 1}",
    "floods": "@hookimpl\ndef classify_ticket(): return Classification(markings=('personal_data_breach',) * 9000, reason='much')",
    "prints": "@hookimpl\ndef classify_ticket():\n    print('{\"call\": 0}', flush=True)\n    return Classification(reason='printed')",
    "waits": "@hookimpl\ndef classify_ticket(): raise Unavailable('The desk is closed.')",
    "forks": "import os, time\n@hookimpl\ndef classify_ticket():\n    os.fork() or time.sleep(60)\n    time.sleep(60)",
    "old": GOOD,
    "broken": "import no_such_module",
    "quits": "import os\nos._exit(3)",
    "loops": "while True: pass",
}


def write_specimens(folder: Path) -> dict[str, str]:
    modules = {}
    for name, body in SPECIMENS.items():
        modules[name] = f"specimen_{name}"
        (folder / f"specimen_{name}.py").write_text(HEAD.format(name=name, sdk=">=7" if name == "old" else ">=0.1,<0.2") + body)
    return modules


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):  # noqa: D102 - it is what a clock does.
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def host(tmp_path, clock):
    limits = Limits(
        cpu=timedelta(milliseconds=100), wall=timedelta(seconds=1), memory_bytes=RULES.memory_bytes,
        load_cpu=timedelta(seconds=1), load_wall=timedelta(seconds=10),
    )
    made = PluginHost("test", limits=limits, modules=write_specimens(tmp_path), search_path=[str(tmp_path)], clock=clock)
    yield made
    made.close()


def ask(*plugins, scope="t1", **settings):
    return HookCall(hook="classify_ticket", arguments=examples("classify_ticket")[0], plugins=dict.fromkeys(plugins, settings), scope=scope)


def outcomes(verdict):
    return {found.plugin: found.outcome for found in verdict.verdicts}


def only(host, *plugins, **more):
    (verdict,) = host.call([ask(*plugins, **more)])
    (found,) = verdict.verdicts
    return found


def alive_in_group(group):
    """List processes of the group that are more than an entry which nobody has collected."""
    fields = [path.read_text().rpartition(") ")[2].split() for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
    return [field for field in fields if int(field[2]) == group and field[0] not in "ZX"]


def wait_until(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    return met


@pytest.mark.parametrize(
    ("bad", "outcome"),
    [
        ("raises", Outcome.FAILED), ("hangs", Outcome.TIMED_OUT), ("sleeps", Outcome.TIMED_OUT), ("deaf", Outcome.TIMED_OUT), ("exits", Outcome.DIED),
        ("leaves", Outcome.FAILED), ("eats", Outcome.OUT_OF_MEMORY), ("lies", Outcome.FAILED), ("floods", Outcome.FAILED), ("prints", Outcome.ANSWERED),
        ("waits", Outcome.FAILED), ("forks", Outcome.TIMED_OUT), ("old", Outcome.REFUSED), ("broken", Outcome.REFUSED), ("quits", Outcome.REFUSED),
        ("loops", Outcome.REFUSED), ("absent", Outcome.REFUSED),
    ],
)
def test_whatever_one_plugin_does_the_others_answer(host, bad, outcome):
    """A plugin's neighbours, before and after it and in the next call, know nothing of it."""
    started = time.monotonic()
    first, second = host.call([ask("a_good", bad, "z_good", scope="t1"), ask("a_good", "z_good", scope="t2")])
    assert outcomes(first) == {"a_good": Outcome.ANSWERED, bad: outcome, "z_good": Outcome.ANSWERED}
    assert outcomes(second) == {"a_good": Outcome.ANSWERED, "z_good": Outcome.ANSWERED}
    assert time.monotonic() - started < 10


def test_verdicts_come_in_the_order_of_names(host):
    """What is decided must not depend on who was installed first."""
    (verdict,) = host.call([ask("z_good", "a_good", text="said")])
    assert [("a_good", "said"), ("z_good", "said")] == [(found.plugin, found.answer.reason) for found in verdict.answered]


def test_only_the_tenants_plugins_are_asked(host):
    """A plugin is silent until a tenant enables it."""
    assert host.call([ask()])[0].verdicts == ()


def test_circuit_opens_after_harm_and_half_opens_after_the_cooling_time(host, clock):
    """A plugin that hangs must not cost its deadline at every ticket, and may be well again later."""
    assert only(host, "exits").outcome is Outcome.DIED
    assert only(host, "exits").outcome is Outcome.CIRCUIT_OPEN
    clock.seconds += 31
    assert only(host, "exits").outcome is Outcome.DIED


def test_harm_on_one_tenants_input_is_that_tenants_first(host):
    """One tenant's ticket must not take a rule away from all the others."""
    assert only(host, "exits", scope="t1").outcome is Outcome.DIED
    assert only(host, "exits", scope="t2").outcome is Outcome.DIED
    assert only(host, "exits", scope="t3").outcome is Outcome.DIED
    assert only(host, "exits", scope="t4").outcome is Outcome.CIRCUIT_OPEN


def test_bugs_in_a_row_open_the_circuit(host):
    """A plugin that always raises is asked five times, not for ever."""
    (*_, last) = [only(host, "raises", token="s3cr3t") for _ in range(6)]
    assert last.outcome is Outcome.CIRCUIT_OPEN


def test_deliberate_errors_do_not_open_the_circuit(host):
    """A vendor that is closed for the night has not broken the plugin."""
    found = [only(host, "waits") for _ in range(7)]
    assert [("UNAVAILABLE", True)] * 7 == [(verdict.error, verdict.retriable) for verdict in found]


def test_secret_in_an_exception_is_struck_out(host):
    """A reason is logged and shown."""
    assert only(host, "raises", token="s3cr3t").reason == "ValueError: no [secret] here"


def test_refusals_name_the_cure(host):
    """Who reads it must know what to do."""
    reasons = {name: only(host, name).reason for name in ("old", "broken", "absent", "quits")}
    assert "install a release of the plugin for" in reasons["old"]
    assert "install what it needs" in reasons["broken"]
    assert "install the distribution that brings it" in reasons["absent"]
    assert "while it was imported" in reasons["quits"]


def test_describe_lists_what_is_installed_and_what_is_wrong_with_it(host):
    """`tierline plugin list` and the check of settings live on it."""
    found = host.describe()
    assert sorted(SPECIMENS) == sorted(found)
    assert {name for name, plugin in found.items() if isinstance(plugin, str)} == {"old", "broken", "quits", "loops"}
    assert isinstance(found["raises"], Plugin)


def test_callers_time_ends_the_wait_and_blames_nobody(host):
    """A request has its own deadline; a plugin that would have had longer is asked again next time."""
    started = time.monotonic()
    host.call([ask("a_good")])
    (verdict,) = host.call([ask("a_good", "sleeps", "z_good")], timeout=timedelta(milliseconds=300))
    assert outcomes(verdict) == {"a_good": Outcome.ANSWERED, "sleeps": Outcome.NOT_ASKED, "z_good": Outcome.NOT_ASKED}
    assert time.monotonic() - started < 5
    assert only(host, "sleeps").outcome is Outcome.TIMED_OUT


def test_worker_that_is_killed_from_outside_is_started_again(host):
    """The machine may run out of memory, or somebody may tidy up."""
    assert only(host, "a_good").outcome is Outcome.ANSWERED
    os.kill(host.pid, signal.SIGKILL)
    os.waitid(os.P_PID, host.pid, os.WEXITED | os.WNOWAIT)
    assert only(host, "a_good").outcome is Outcome.ANSWERED


def test_children_of_a_plugin_end_with_the_worker(host):
    """A plugin that forks must leave nothing behind."""
    host.call([ask("a_good")])
    group = host.pid
    host.call([ask("forks")])
    assert wait_until(lambda: not alive_in_group(group))


def test_many_calls_are_one_conversation(host):
    """A batch of five hundred tickets must not be five hundred round trips, nor grow one message without bound."""
    verdicts = host.call([ask("a_good", text=str(number)) for number in range(500)])
    assert [str(number) for number in range(500)] == [verdict.answered[0].answer.reason for verdict in verdicts]


def test_threads_share_one_host(host):
    """Each caller gets the answers to its own questions."""
    answers: dict[int, str] = {}

    def work(number):
        for _ in range(20):
            answers[number] = host.call([ask("a_good", text=f"said {number}")])[0].answered[0].answer.reason
            assert answers[number] == f"said {number}"

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: f"said {number}" for number in range(4)} == answers


def test_unknown_hook_is_the_callers_mistake(host):
    """A typing error must not look like a plugin that abstains."""
    with pytest.raises(UnknownHook):
        host.call([HookCall(hook="classify", arguments={}, plugins={}, scope="t")])


def test_wrong_settings_are_the_plugins_verdict(host):
    """Settings may have been stored before the plugin's new release."""
    found = host.call([HookCall(hook="classify_ticket", arguments=examples("classify_ticket")[0], plugins={"a_good": {"nope": 1}}, scope="t")])[0].verdicts[0]
    assert (Outcome.FAILED, "INVALID_FIELDS", "nope: is no setting of a_good") == (found.outcome, found.error, found.reason)


def test_worker_imports_nothing_of_the_chassis_and_sees_no_secret(tmp_path, monkeypatch):
    """It must stay small, and a plugin must not read the service's environment."""
    monkeypatch.setenv("TIERLINE_SECRETS_KEY", "s3cr3t")
    body = (
        "import os, sys\n@hookimpl\ndef classify_ticket():\n"
        "    heavy = [m for m in ('tierline_chassis', 'grpc', 'psycopg', 'ssl', 'structlog') if m in sys.modules]\n"
        "    return Classification(reason=f\"{heavy} {[n for n in os.environ if 'TIERLINE' in n]}\")"
    )
    (tmp_path / "looks_module.py").write_text(HEAD.format(name="looks", sdk=">=0.1") + body)
    host = PluginHost(modules={"looks": "looks_module"}, search_path=[str(tmp_path)])
    assert only(host, "looks").answer.reason == "[] []"
    host.close()


def test_shipped_plugins_take_the_same_path():
    """Nothing of ours has a way of its own."""
    host = PluginHost()
    assert [] == [reason for reason in host.describe().values() if isinstance(reason, str)]
    host.close()
