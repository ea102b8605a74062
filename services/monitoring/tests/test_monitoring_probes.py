"""Asking for pages: what is right, what is refused, and that nobody keeps a probe longer than its timeout."""

import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from time import monotonic

import pytest
from tierline_monitoring.domain.checks import HttpProbe
from tierline_monitoring.probing import http
from tierline_monitoring.probing.addresses import Refused, permitted, resolve
from tierline_monitoring.probing.claims import Claim
from tierline_monitoring.probing.http import Seen, ask
from tierline_monitoring.probing.prober import Prober

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@contextmanager
def answering(behave):
    """Listen on a free port of this machine and let *behave* have each connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def run():
            while not over.is_set():
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    try:
                        behave(connection, over)
                    except OSError:
                        continue

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/health?a=b"
        finally:
            over.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def saying(answer, requests=None):
    def behave(connection, _over):
        (requests if requests is not None else []).append(connection.recv(65536))
        connection.sendall(answer)

    return behave


def probe(url, **more):
    return HttpProbe(url=url, **{"timeout": timedelta(seconds=3), "allow_private": True, **more})


def page(status="200 OK", body=b"hello", headers=""):
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def test_a_page_that_answers_is_well_and_is_asked_politely():
    requests = []
    with answering(saying(page(), requests)) as url:
        assert ask(probe(url)).ok
    assert requests[0].startswith(b"GET /health?a=b HTTP/1.1\r\nHost: 127.0.0.1:")


@pytest.mark.parametrize(("answer", "wanted", "ok"), [
    (page("500 Oh"), {}, False), (page("404 No"), {"expected_status": 404}, True), (page(), {"expected_status": 204}, False),
    (page(), {"expected_text": "hello"}, True), (page(), {"expected_text": "goodbye"}, False), (b"rubbish\r\n\r\n", {}, False), (b"", {}, False),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", {"expected_text": "hello"}, True),
])
def test_the_answer_is_judged_by_status_and_text(answer, wanted, ok):
    with answering(saying(answer)) as url:
        assert ok == ask(probe(url, **wanted)).ok


def test_redirects_are_an_answer_and_are_never_followed():
    """Following one would let a stranger's page lead the probe to an address inside."""
    requests = []
    with answering(saying(page("302 Found", headers="Location: http://127.0.0.1:1/\r\n"), requests)) as url:
        assert ask(probe(url)).ok
    assert 1 == len(requests)


def test_only_the_first_64_kib_are_read():
    body = b"x" * http.BODY_LIMIT + b"needle"
    with answering(saying(page(body=body))) as url:
        assert not ask(probe(url, expected_text="needle")).ok


@pytest.mark.parametrize("opening", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"])
def test_a_trickle_ends_at_the_deadline_over_all_of_it(opening):
    """A byte now and then must not keep a worker: the time is over when it is over."""

    def trickle(connection, over):
        connection.sendall(opening)
        while not over.wait(0.05):
            connection.sendall(b"x")

    started = monotonic()
    with answering(trickle) as url:
        seen = ask(probe(url, timeout=timedelta(seconds=0.4)))
    assert (False, "No answer within 0.4 s.") == (seen.ok, seen.detail)
    assert monotonic() - started < 2


def test_a_closed_port_and_an_unknown_name_are_verdicts():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert not ask(probe(f"http://127.0.0.1:{port}/")).ok
    assert "does not resolve" in ask(probe("http://no-such-name.invalid/")).detail


def test_private_addresses_are_refused_without_leave_and_never_even_connected():
    requests = []
    with answering(saying(page(), requests)) as url:
        assert "allow_private" in ask(probe(url, allow_private=False)).detail
    assert [] == requests


@pytest.mark.parametrize(("address", "public", "private"), [
    ("8.8.8.8", True, True), ("10.1.2.3", False, True), ("192.168.0.1", False, True), ("127.0.0.1", False, True), ("::1", False, True),
    ("::ffff:10.0.0.1", False, True), ("fd00::1", False, True), ("169.254.169.254", False, False), ("fe80::1", False, False), ("0.0.0.0", False, False),  # noqa: S104  nothing binds here
    ("224.0.0.1", False, False), ("::ffff:169.254.169.254", False, False), ("2606:4700::1111", True, True),
])
def test_which_addresses_may_be_asked(address, public, private):
    """A cloud's metadata service (169.254.169.254) never may."""
    assert (public, private) == tuple(permitted(ip_address(address), allow_private=leave) for leave in (False, True))


def test_a_name_that_leads_inside_is_refused():
    with pytest.raises(Refused):
        resolve("localhost", 80, allow_private=False)


def claim(name):
    return Claim(tenant_id="t", check_id=name, probe=probe("http://x/"), due=NOW)


def test_the_pool_is_bounded_and_saves_what_comes_together_in_one_go():
    """What is refused comes again; a check that is being asked is not asked twice at once."""
    release, saved, all_saved = threading.Event(), [], threading.Event()

    def slow(_probe):
        release.wait(5)
        return Seen(ok=True, detail="ok")

    def save(tenant_id, observations):
        saved.extend((tenant_id, seen.check_id, seen.due) for seen in observations)
        if len(saved) == 3:
            all_saved.set()

    prober = Prober(save=save, workers=2, capacity=3, clock=lambda: NOW, ask=slow)
    prober.start()
    assert [True, True, True, True, False] == [prober.offer(claim(name)) for name in ("a", "b", "a", "c", "d")]
    release.set()
    assert all_saved.wait(5)
    assert prober.stop()
    assert {("t", "a", NOW), ("t", "b", NOW), ("t", "c", NOW)} == set(saved)
    assert not prober.offer(claim("e"))
