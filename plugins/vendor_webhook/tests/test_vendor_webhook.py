"""Signed messages to a vendor: what is sent, and what no vendor can make us do."""

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import tierline_vendor_webhook as plugin
from tierline_sdk.errors import Unavailable
from tierline_sdk.plugin import resolve_settings
from tierline_sdk.testing import check_plugin
from tierline_sdk.testing.examples import examples, ticket
from tierline_sdk.vendors import VendorGone, VendorRefused
from tierline_vendor_webhook.addresses import is_public
from tierline_vendor_webhook.signing import signed_headers

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()
OLD = "whsec_" + base64.b64encode(bytes(32)).decode()
NOW = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
HAND_OFF = examples("push_ticket")[0]["hand_off"]


class Peer(BaseHTTPRequestHandler):
    """A vendor's desk that answers as the test says."""

    def do_POST(self):  # noqa: D102 - the library's name.
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.received.append((self.path, dict(self.headers.items()), body))
        self.server.answer(self)

    def log_message(self, *args):  # noqa: D102 - the library's name.
        pass


@contextmanager
def peer(answer):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    server.daemon_threads = True
    server.received, server.answer = [], answer
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def replying(status, body=b"", **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def push(url, *, allow=True, timeout=5, **more):
    given = {"party_id": HAND_OFF.party_id, "url": url, "secret": SECRET, "timeout_seconds": timeout, "allow_private_addresses": allow, **more}
    return plugin.push_ticket(ticket(), HAND_OFF, NOW, resolve_settings(plugin.PLUGIN, given))


def url_of(server, path="/in"):
    return f"http://127.0.0.1:{server.server_port}{path}"


def test_plugin_conforms():
    """It takes the path of everybody's plugins."""
    with peer(replying(202)) as server:
        settings = {"party_id": "party-maker", "url": url_of(server), "secret": SECRET, "allow_private_addresses": True}
        assert check_plugin("vendor_webhook", "tierline_vendor_webhook", settings=settings) == []


def test_message_is_signed_with_both_secrets_and_carries_the_hand_off():
    """The vendor verifies by Standard Webhooks 1.0, and drops repeats by the id."""
    with peer(replying(200, b'{"reference": "V-77"}')) as server:
        receipt = push(url_of(server, "/in?x=1"), previous_secret=OLD)
    path, headers, body = server.received[0]
    signed = f"{HAND_OFF.id}.{int(NOW.timestamp())}.".encode() + body
    expected = " ".join("v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in (KEY, bytes(32)))
    assert (expected, HAND_OFF.id, "/in?x=1", "V-77") == (headers["webhook-signature"], headers["webhook-id"], path, receipt.reference)
    assert json.loads(body)["data"]["ticket"]["key"] == "ACME-1042"


def test_signature_is_the_one_of_the_specification():
    """The example of Standard Webhooks: another implementation agrees with ours."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    moment = datetime.fromtimestamp(1614265330, UTC)
    headers = signed_headers(b'{"test": 2432232314}', message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", now=moment, secrets=[secret])
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_other_parties_tickets_stay():
    """None means: not mine."""
    assert push("http://127.0.0.1:1/", party_id="somebody else") is None


@pytest.mark.parametrize(("status", "error"), [(500, Unavailable), (429, Unavailable), (404, Unavailable), (410, VendorGone)])
def test_what_the_vendor_answers_decides_whether_to_try_again(status, error):
    """410 stops; the rest may pass."""
    with peer(replying(status)) as server, pytest.raises(error):
        push(url_of(server))


def test_redirect_is_not_followed():
    """A redirect inward is how a webhook is turned against its sender."""
    with peer(replying(200)) as inner, peer(replying(307, location=url_of(inner))) as outer:
        with pytest.raises(VendorRefused, match="not followed"):
            push(url_of(outer))
        assert inner.received == []


def test_answer_of_ten_megabytes_is_left_unread():
    """Memory belongs to the host."""
    with peer(replying(200, b"{" + b"x" * 10_000_000)) as server:
        assert push(url_of(server)).reference is None


def test_vendor_that_trickles_is_cut_off():
    """One byte in a while keeps a socket's own timeout from ever passing."""
    over = threading.Event()

    def trickle(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not over.wait(0.05):
            try:
                handler.wfile.write(b"x")
            except OSError:
                return

    started = time.monotonic()
    with peer(trickle) as server:
        with pytest.raises(Unavailable):
            push(url_of(server), timeout=1)
        over.set()
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "https://127.0.0.1:1/", "https://localhost:1/", "https://[::1]:1/", "https://0x7f.1:1/"])
def test_inward_addresses_are_refused_without_a_connection(url):
    """The platform's own network is not the tenant's to reach."""
    with pytest.raises((VendorRefused, Unavailable)):
        push(url, allow=False)


def test_name_that_resolves_inward_is_refused(monkeypatch):
    """A name is only as public as its address."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 443))])
    with pytest.raises(VendorRefused, match="private or reserved"):
        push("https://desk.example/", allow=False)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("10.1.2.3", False), ("169.254.169.254", False), ("::ffff:10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("2002:0a00:0001::1", False), ("64:ff9b::a00:1", False), ("224.0.0.1", False), ("0.0.0.0", False),  # noqa: S104 - an address to refuse.
        ("100.64.0.1", False), ("fc00::1", False),
    ],
)
def test_only_global_addresses_are_public(address, expected):
    """An address may carry another one inside."""
    assert expected == is_public(address)


@pytest.mark.parametrize("secret", ["plain", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64"])
def test_weak_secret_is_refused(secret):
    """A signature with a guessable key proves nothing."""
    with pytest.raises(VendorRefused):
        signed_headers(b"", message_id="m", now=NOW, secrets=[secret])


def test_unreachable_vendor_is_tried_again_later():
    """It may be a restart."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unavailable):
        push(f"http://127.0.0.1:{port}/", timeout=1)
