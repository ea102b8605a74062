"""The supervisor with parts that are quick to start: what is killed comes back, what is stopped ends, whatever becomes of the supervisor."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from tierline_standalone.errors import AlreadyRunning, DataFolderUnusable, PartFailed, PortTaken, StopRequested
from tierline_standalone.supervisor import child as children
from tierline_standalone.supervisor import house as houses
from tierline_standalone.supervisor import ports
from tierline_standalone.supervisor.child import Part
from tierline_standalone.supervisor.folder import DataFolder, Running, RunningPart
from tierline_standalone.supervisor.house import House
from tierline_standalone.supervisor.keys import load_or_make
from tierline_standalone.supervisor.lifeline import Lifeline
from tierline_standalone.supervisor.signals import Signals

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}


def part(name, **environment):
    """Make a part that takes health calls, and does what `FAKE` says."""
    address = f"127.0.0.1:{ports.free_ports(1)[0]}"
    return Part(name=name, module="fake_part", address=address, metrics="", environment={"TIERLINE_LISTEN": address, **environment})


@contextmanager
def a_house(folder, *parts):
    """Make a house of *parts* that is stopped at the end."""
    data = DataFolder(folder)
    data.prepare()
    with Signals() as signals:
        lifeline = Lifeline()
        house = House(parts, folder=data, environment=ENVIRONMENT, signals=signals, lifeline=lifeline)
        try:
            yield house, signals
        finally:
            house.stop()
            lifeline.close()


def tend_until(house, signals, true, seconds=20):
    """Let the supervisor work until *true*."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        signals.wait(min(house.tend(), 0.1))


def test_a_killed_part_is_started_again_and_says_so(tmp_path, capfd):
    """A person who sees a restart can ask why; one who does not, cannot."""
    with a_house(tmp_path / "data", part("intake"), part("sla")) as (house, signals):
        house.start()
        first = house.children["intake"].pid
        os.kill(first, signal.SIGKILL)
        tend_until(house, signals, lambda: house.children["intake"].pid not in {0, first} and houses.is_ready(house.children["intake"].part))
    assert "intake killed by SIGKILL; it is started again in 0.25 s" in capfd.readouterr().err


def test_the_pause_before_a_restart_doubles_up_to_a_bound(tmp_path):
    """A part that cannot live must not eat the machine."""
    child = children.Child(part("intake"), environment=ENVIRONMENT, log=tmp_path / "intake.log")
    child.start()
    pauses = [child.plan_restart() for _ in range(10)]
    child.send(signal.SIGKILL)
    while child.ended() is None:
        continue
    assert [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0] == pauses


def test_a_part_that_keeps_dying_at_the_start_is_named_with_its_last_words(tmp_path):
    """The person at the terminal needs the reason, not a file to look for."""
    with a_house(tmp_path / "data", part("intake"), part("sla", FAKE="dies")) as (house, _), pytest.raises(PartFailed, match="cannot open the vault") as caught:
        house.start()
    assert "sla ended with status 3, 3 times" in caught.value.message
    assert str(tmp_path / "data" / "logs" / "sla.log") in caught.value.cure


def test_wrong_settings_end_the_start_at_once(tmp_path):
    """Starting again would change nothing."""
    with a_house(tmp_path / "data", part("sla", FAKE="misconfigured")) as (house, _), pytest.raises(PartFailed, match="TIERLINE_VAULT is missing"):
        house.start()


def test_a_part_that_never_gets_ready_is_named(tmp_path, monkeypatch):
    """A start without an end helps nobody."""
    monkeypatch.setattr(houses, "READY_SECONDS", 0.3)
    sleeper = Part(name="sla", module="timeit", address="127.0.0.1:9", metrics="", environment={"FAKE": ""})
    with a_house(tmp_path / "data", sleeper) as (house, _), pytest.raises(PartFailed, match="sla is not ready after"):
        house.start()


def test_a_stop_during_the_start_is_obeyed(tmp_path):
    """Ctrl-C while nothing is up yet must not be lost."""
    with a_house(tmp_path / "data", part("intake")) as (house, _):
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(StopRequested):
            house.start()


def test_a_part_that_does_not_end_is_killed(tmp_path, monkeypatch, capfd):
    """A hanging part must not hold the stop for ever."""
    monkeypatch.setitem(houses.DRAIN_SECONDS, "services", 0.5)
    with a_house(tmp_path / "data", part("sla", FAKE="stubborn")) as (house, _):
        house.start()
        process = psutil.Process(house.children["sla"].pid)
        house.stop()
        assert not process.is_running()
    assert "sla did not end within" in capfd.readouterr().err


def test_a_second_stop_does_not_wait(tmp_path, capfd):
    """Who presses Ctrl-C twice is in a hurry."""
    with a_house(tmp_path / "data", part("sla", FAKE="stubborn")) as (house, _):
        house.start()
        for delay in (0, 0.5):
            threading.Timer(delay, os.kill, (os.getpid(), signal.SIGINT)).start()
        began = time.monotonic()
        house.stop()
        assert time.monotonic() - began < houses.DRAIN_SECONDS["services"] / 2


def test_a_log_is_bounded(tmp_path, monkeypatch):
    """A part that shouts for a month must not fill the disk."""
    monkeypatch.setattr(children, "BIGGEST_LOG_BYTES", 100)
    child = children.Child(part("intake"), environment=ENVIRONMENT, log=tmp_path / "intake.log")
    child.log.write_text("x" * 101)
    child.bound_log()
    assert ("", "x" * 101) == (child.log.read_text(), (tmp_path / "intake.log.1").read_text())


ORPHAN = """
import os, sys
sys.path.insert(0, {tests!r})
from test_house import a_house, part
from pathlib import Path
with a_house(Path({folder!r}), part("intake"), part("sla", FAKE="stubborn")) as (house, signals):
    house.start()
    print(*(child.pid for child in house.children.values()), flush=True)
    signals.wait(60)
"""


def test_nothing_outlives_a_supervisor_that_is_killed(tmp_path):
    """SIGKILL and the out-of-memory killer leave no time for goodbyes."""
    script = ORPHAN.format(tests=str(Path(__file__).parent), folder=str(tmp_path / "data"))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as supervisor:
        processes = [psutil.Process(int(number)) for number in supervisor.stdout.readline().split()]
        supervisor.kill()
    gone, alive = psutil.wait_procs(processes, timeout=10)
    assert (2, []) == (len(gone), alive)


def test_a_killed_guard_is_replaced_and_told_all(tmp_path):
    """Else the next kill of the supervisor would leave orphans."""
    lifeline = Lifeline()
    sleeper = subprocess.Popen(["sleep", "60"], start_new_session=True)
    lifeline.hold("group", sleeper.pid)
    lifeline._guard.kill()
    lifeline._guard.wait()
    lifeline.renew()
    lifeline.close()
    assert -signal.SIGKILL == sleeper.wait(10)


def test_two_starts_on_one_folder_are_refused_with_the_process_that_runs(tmp_path):
    """Two would damage what they share."""
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    lock = folder.lock()
    with pytest.raises(AlreadyRunning, match=f"as process {os.getpid()}"):
        folder.lock()
    os.close(lock)
    os.close(folder.lock())


def test_looking_whether_somebody_runs_does_not_disturb_a_start(tmp_path):
    """`tierline status` holds the lock for a moment; a start in this moment must not fail."""
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    os.close(folder.lock())
    looker = os.open(folder.path / "lock", os.O_RDWR)
    fcntl.flock(looker, fcntl.LOCK_SH)
    threading.Timer(0.1, os.close, (looker,)).start()
    os.close(folder.lock())


def test_a_record_left_by_a_crash_is_no_installation(tmp_path):
    """Commands would call a port that belongs to somebody else by now."""
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    running = Running(pid=1, url="http://x", grpc="x", version="0", started_at="", database="embedded",
                      parts={"sla": RunningPart(pid=2, address="a", metrics="b")})
    lock = folder.lock()
    folder.write_record(running)
    assert running == folder.read_record()
    os.close(lock)
    assert folder.read_record() is None


def test_secrets_are_private_and_stay_the_same(tmp_path):
    """Others on the machine must not read them, and a later start must open what an earlier one has sealed."""
    path = tmp_path / "secrets.json"
    made = load_or_make(path)
    assert 0o600 == path.stat().st_mode & 0o777
    assert made == load_or_make(path)


def test_damaged_secrets_are_not_replaced(tmp_path):
    """New ones would lock the old data away for good."""
    (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(DataFolderUnusable, match="cannot be read"):
        load_or_make(tmp_path / "secrets.json")
    assert "{" == (tmp_path / "secrets.json").read_text()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    """Before anything has started."""
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderUnusable, match=r"file/data"):
        DataFolder(tmp_path / "file" / "data").prepare()


def test_a_port_that_is_taken_is_named_with_the_cure():
    """The commonest reason for a start that fails."""
    taken = ports.free_ports(1)[0]
    with ports.socket.create_server(("127.0.0.1", taken)), pytest.raises(PortTaken, match=str(taken)) as caught:
        ports.required(taken, "--port")
    assert "--port 0 takes a free one" in caught.value.cure
