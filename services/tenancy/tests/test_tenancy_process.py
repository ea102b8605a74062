"""The process itself: settings, migration, first keys, start, drain, and the death of its supervisor."""

import base64
import os
import signal
import subprocess
import sys
import urllib.request

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from tierline.tenancy.v1 import authentication_pb2, authentication_pb2_grpc
from tierline_chassis.assertions import Signer, new_private_key
from tierline_chassis.log.topics import load_topics
from tierline_chassis.testing.database import fresh_database
from tierline_chassis.testing.doors import bearing

TENANCY = [sys.executable, "-m", "tierline_tenancy"]
LAUNCHER = (
    "import os, subprocess, sys\n"
    "child = subprocess.Popen([sys.executable, '-m', 'tierline_tenancy'], env={**os.environ, 'TIERLINE_PARENT_PID': str(os.getpid())})\n"
    "print(child.pid, flush=True)\nchild.wait()\n"
)


def free_port():
    import socket  # noqa: PLC0415

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def environment(postgres_url):
    with fresh_database(postgres_url, sorted(load_topics().services)) as made:
        key = new_private_key()
        yield {
            **os.environ, "TIERLINE_DATABASE_URL": made.service_urls["tenancy"], "TIERLINE_OWNER_DATABASE_URL": made.owner_url,
            "TIERLINE_ASSERTION_PRIVATE_KEY": key, "TIERLINE_ASSERTION_PUBLIC_KEY": Signer(key).public_key,
            "TIERLINE_SECRETS_KEY": base64.b64encode(b"k" * 32).decode(), "TIERLINE_LISTEN": f"127.0.0.1:{free_port()}",
            "TIERLINE_METRICS_LISTEN": f"127.0.0.1:{free_port()}", "TIERLINE_LOG_FORMAT": "json",
        }


def wait_until_healthy(address):
    with grpc.insecure_channel(address) as channel:
        answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), wait_for_ready=True, timeout=30)
        assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_a_process_lives_and_ends_as_it_should(environment, tmp_path):
    """Migrate twice, make the keys, serve, count, and end with status 0 when told to."""
    for arguments in (["migrate"], ["migrate"], ["bootstrap", "--operator-key-file", str(tmp_path / "operator.key")]):
        subprocess.run([*TENANCY, *arguments], env=environment, check=True, timeout=60)
    process = subprocess.Popen(TENANCY, env=environment)
    try:
        wait_until_healthy(environment["TIERLINE_LISTEN"])
        with grpc.insecure_channel(environment["TIERLINE_LISTEN"]) as channel:
            stub = authentication_pb2_grpc.AuthenticationServiceStub(channel)
            caller = stub.GetCaller(authentication_pb2.GetCallerRequest(), metadata=bearing((tmp_path / "operator.key").read_text().strip()))
            assert [grant.scope_id for grant in caller.grants] == ["*"]
        with urllib.request.urlopen(f"http://{environment['TIERLINE_METRICS_LISTEN']}/metrics") as answer:
            assert b'tierline_rpc_handled_total{code="OK"' in answer.read()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()


def test_a_process_does_not_outlive_its_supervisor(environment):
    """A killed supervisor leaves no orphan that holds the port and the database."""
    subprocess.run([*TENANCY, "migrate"], env=environment, check=True, timeout=60)
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER], env=environment, stdout=subprocess.PIPE, text=True)
    child = int(launcher.stdout.readline())
    try:
        wait_until_healthy(environment["TIERLINE_LISTEN"])
        gone = os.pidfd_open(child)
        launcher.kill()
        launcher.wait()
        import select  # noqa: PLC0415

        assert select.select([gone], [], [], 20)[0]
        os.close(gone)
    finally:
        launcher.stdout.close()


def test_missing_settings_are_named_all_at_once(environment):
    """Whoever sets a process up learns everything in one go, and the status says that starting again is useless."""
    bare = {name: value for name, value in environment.items() if "KEY" not in name}
    done = subprocess.run(TENANCY, env=bare, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 78
    for name in ("TIERLINE_ASSERTION_PRIVATE_KEY", "TIERLINE_ASSERTION_PUBLIC_KEY", "TIERLINE_SECRETS_KEY"):
        assert name in done.stderr
