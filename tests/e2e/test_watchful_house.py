"""Monitoring, regulation and vendors' systems from outside: what happens without anybody asking."""

import http.server
import json
import threading
from datetime import datetime, timedelta

import pytest

from ..conftest import until


class Server(http.server.ThreadingHTTPServer):
    """A local server whose answer a test sets, and that keeps what it was sent."""

    def __init__(self):
        """Listen on a free port."""
        self.status, self.received = 200, []
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        """Answer a check."""
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        """Take a webhook."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.received.append((dict(self.headers), json.loads(body)))
        self.do_GET()

    def log_message(self, *_):
        """Keep quiet."""


@pytest.fixture
def server():
    """One server a test."""
    running = Server()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="module")
def acme(house):
    """A tenant that exists for these tests."""
    return house.tenant("Acme Watch")


def tickets(client, title):
    """Find the tickets that monitoring opened."""
    page = client.get("/v1/tickets", params={"filter": "channel = CHANNEL_MONITORING_ALERT", "pageSize": 1000}).raise_for_status().json()
    return [ticket for ticket in page.get("tickets", []) if title in ticket["title"]]


def test_a_failing_check_opens_one_proactive_ticket_and_resolves_it(acme, server):
    """Trouble is found before users find it (D1, D3)."""
    with acme.http() as client:
        server.status = 500
        check = {"displayName": "Shop answers", "http": {"url": server.url, "allowPrivate": True}, "interval": "1s", "failuresToAlarm": 2}
        client.post("/v1/checks", json=check).raise_for_status()
        ticket = until(lambda: tickets(client, "Shop answers"))[0]
        assert "MODE_PROACTIVE" == ticket["mode"]
        assert until(lambda: client.get("/v1/outages").json().get("outages"))
        server.status = 200
        until(lambda: tickets(client, "Shop answers")[0]["state"] == "TICKET_STATE_RESOLVED")
        assert 1 == len(tickets(client, "Shop answers"))
        assert until(lambda: client.get("/v1/outages").json()["outages"][0].get("endTime"))


def test_a_heartbeat_that_stays_away_opens_a_ticket(acme):
    """A job that no longer runs says nothing, and that must be heard."""
    with acme.http() as client:
        check = client.post("/v1/checks", json={"displayName": "Nightly copy", "heartbeat": {}, "interval": "1s"}).raise_for_status().json()
        client.post(f"/v1/checks/{check['id']}:beat", json={}).raise_for_status()
        assert until(lambda: tickets(client, "Nightly copy"))
        client.patch(f"/v1/checks/{check['id']}", json={"interval": "3600s"}).raise_for_status()
        client.post(f"/v1/checks/{check['id']}:beat", json={}).raise_for_status()
        until(lambda: tickets(client, "Nightly copy")[0]["state"] == "TICKET_STATE_RESOLVED")


def test_a_maintenance_window_mutes_its_alarms(house, server):
    """Planned work wakes nobody (D4)."""
    with house.tenant("Acme Window").http() as client:
        now = datetime.now().astimezone()
        window = {"displayName": "Tonight", "startTime": (now - timedelta(hours=1)).isoformat(), "endTime": (now + timedelta(hours=1)).isoformat()}
        client.post("/v1/maintenanceWindows", json=window).raise_for_status()
        server.status = 500
        client.post(
            "/v1/checks", json={"displayName": "Muted shop", "http": {"url": server.url, "allowPrivate": True}, "interval": "1s", "failuresToAlarm": 1},
        ).raise_for_status()
        alarm = until(lambda: client.get("/v1/alarms").json().get("alarms"))[0]
        assert alarm["muted"]
        assert [] == tickets(client, "Muted shop")


def test_a_breach_of_personal_data_is_due_72_hours_after_awareness(acme):
    """The clock of the law runs around the clock (H2; GDPR, Article 33)."""
    with acme.http() as client:
        body = {"title": "A laptop with customer data was stolen", "personalDataBreach": {"awareTime": "2026-11-20T08:00:00Z"}}
        ticket = client.post("/v1/tickets", json=body).raise_for_status().json()["id"]
        card = until(
            lambda: (card := client.get(f"/v1/tickets/{ticket}").json()) and any(clock["metric"] == "statutory" for clock in card.get("clocks", [])) and card,
        )
    clock = next(clock for clock in card["clocks"] if clock["metric"] == "statutory")
    assert "2026-11-23T08:00:00Z" == (clock.get("dueTime") or clock.get("breachTime"))
    assert "GDPR" in clock["agreementName"]


def test_work_for_a_vendor_is_pushed_by_a_signed_webhook(house, server):
    """A vendor's own system learns of its work by itself (B4, G)."""
    with house.http() as operator:
        tenant = operator.post("/v1/tenants", params={"bare": True}, json={"displayName": "Acme Push"}).raise_for_status().json()["id"]
        provider = operator.post("/v1/providers", json={"displayName": "Push Vendor", "kind": "PROVIDER_KIND_VENDOR"}).raise_for_status().json()["id"]
        party = {"tenantId": tenant, "providerId": provider, "levels": ["LEVEL_L1", "LEVEL_L2", "LEVEL_L3", "LEVEL_L4"]}
        party = operator.post("/v1/parties", json=party).raise_for_status().json()["id"]
        named = {"Tierline-Tenant": tenant}
        plugins = operator.get("/v1/pluginSettings", headers=named).raise_for_status().json()["pluginSettings"]
        assert "vendor_webhook" in {setting["plugin"] for setting in plugins}
        secret = "whsec_dGllcmxpbmUtdGVzdC1zZWNyZXQtb2YtMzItYnl0ZXM="
        settings = {"party_id": party, "url": server.url, "secret": secret, "allow_private_addresses": True}
        changed = operator.patch("/v1/pluginSettings/vendor_webhook", json={"tenantId": tenant, "enabled": True, "settings": settings})
        assert 200 == changed.status_code, changed.text
        assert "dGllcmxpbmU" not in changed.text
        until(lambda: operator.post("/v1/tickets", json={"tenantId": tenant, "title": "Push me"}, headers=named).status_code == 200)
        headers, body = until(lambda: server.received)[0]
    names = {name.lower() for name in headers}
    assert {"webhook-id", "webhook-timestamp", "webhook-signature"} <= names
    assert "Push me" in json.dumps(body)
