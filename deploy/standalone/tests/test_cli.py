"""The command line against a small gateway: what it sends, what it prints, what it says when something is wrong."""

import http.server
import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tierline_standalone import cli
from tierline_standalone.cli import COMMANDS

TENANTS = [
    {"id": "11111111-1111-7111-8111-111111111111", "displayName": "Acme", "prefix": "ACME"},
    {"id": "22222222-2222-7222-8222-222222222222", "displayName": "Borealis", "prefix": "BOR"},
]
TICKET = {
    "id": "33333333-3333-7333-8333-333333333333", "key": "ACME-7", "title": "Mail fails", "state": "TICKET_STATE_ON_HOLD", "awaiting": "AWAITING_VENDOR",
    "priority": "PRIORITY_P2", "openTime": "2026-01-02T03:04:05.678Z",
    "classification": [{"field": "priority", "value": "p2", "reason": "High impact and medium urgency.", "decidedBy": "rule"}],
    "assignment": {"level": "LEVEL_L2", "partyName": "Acme support", "teamName": "Support", "reason": "Corrective work starts at L2."},
    "clocks": [{"metric": "resolution", "state": "CLOCK_STATE_PAUSED", "reason": "P2 in production: 8 h."}],
}


class Gateway(http.server.BaseHTTPRequestHandler):
    """Answers as the gateway does, and remembers what it was asked."""

    def do_GET(self):
        """Answer a question."""
        path = self.path.partition("?")[0]
        answers = {"/v1/tenants": {"tenants": self.server.tenants}, "/v1/tickets": {"tickets": [TICKET]}, "/v1/tickets/ACME-7": TICKET,
                   f"/v1/tickets/{TICKET['id']}": TICKET, "/readyz": {}}
        self.answer(answers.get(path))

    def do_POST(self):
        """Answer a command."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.posts.append((self.path, body, dict(self.headers)))
        answers = {"/v1/tenants": {**TENANTS[0], **body}, "/v1/keys": {"secret": "tl_secret"}, "/v1/tickets": TICKET, "/v1/tickets/ACME-7:hold": TICKET}
        self.answer(answers.get(self.path.partition("?")[0]))

    def answer(self, content):
        """Write JSON, or a problem."""
        status = 200 if content is not None else 404
        problem = {"title": "Not found", "detail": "There is no ticket 'X'.", "reason": "NOT_FOUND"}
        text = json.dumps(content if content is not None else problem).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture
def gateway(monkeypatch, tmp_path):
    """Run a gateway that the commands find by the environment."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.posts, server.tenants = [], TENANTS[:1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIERLINE_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("TIERLINE_KEY", "tl_key")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def run(capsys, *words):
    """Run a command and return its status, output and complaints."""
    status = cli.main(list(words))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_tenant_and_its_key_are_one_line_of_json(gateway, capsys):
    """Scripts read it."""
    status, out, _ = run(capsys, "tenant", "create", "Acme", "--prefix", "ACME", "--json")
    made = json.loads(out)
    assert (0, TENANTS[0]["id"], "tl_secret") == (status, made["tenant"], made["key"])
    assert {"scopeId": TENANTS[0]["id"], "role": "ROLE_ADMINISTRATOR"}.items() <= gateway.posts[1][1].items()


def test_a_ticket_is_created_for_the_only_tenant_by_a_safe_request(gateway, capsys):
    """An answer that is lost must not make two tickets."""
    status, out, _ = run(capsys, "ticket", "create", "Mail fails", "--impact", "high", "--json")
    path, body, headers = gateway.posts[0]
    assert (0, "ACME-7", "/v1/tickets") == (status, json.loads(out)["key"], path)
    assert {"title": "Mail fails", "impact": "IMPACT_HIGH", "tenantId": TENANTS[0]["id"]} == body
    lower = {name.lower(): value for name, value in headers.items()}
    assert "Bearer tl_key" == lower["authorization"]
    assert lower["idempotency-key"]


def test_with_several_tenants_the_choices_are_listed(gateway, capsys):
    """Guessing would put a ticket at the wrong client."""
    gateway.tenants = TENANTS
    status, _, err = run(capsys, "ticket", "create", "Mail fails")
    assert (1, []) == (status, gateway.posts)
    assert "BOR" in err
    assert 0 == run(capsys, "ticket", "create", "Mail fails", "--tenant", "borealis")[0]
    assert TENANTS[1]["id"] == gateway.posts[0][1]["tenantId"]


def test_the_card_shows_each_thing_with_its_reason(gateway, capsys):
    """Whoever is given work may ask why."""
    _, out, _ = run(capsys, "ticket", "show", "ACME-7")
    for words in ("ACME-7  Mail fails", "on hold, awaiting vendor", "High impact and medium urgency. (rule)", "L2, Acme support, Support; Corrective work",
                  "resolution: paused, due not while paused; P2 in production"):
        assert words in out


def test_a_command_on_a_ticket_names_its_words_as_the_contract_does(gateway, capsys):
    """The door refuses what is written otherwise."""
    assert 0 == run(capsys, "ticket", "hold", "ACME-7", "vendor", "--note", "asked")[0]
    assert ("/v1/tickets/ACME-7:hold", {"awaiting": "AWAITING_VENDOR", "note": "asked"}) == gateway.posts[0][:2]


@pytest.mark.parametrize("words", [("ticket", "show", "X"), ("ticket", "show", "X", "--json")])
def test_a_problem_is_said_with_a_cure(gateway, capsys, words):
    """An error that does not say what helps is half an error."""
    status, out, err = run(capsys, *words)
    assert (1, "") == (status, out)
    assert "There is no ticket 'X'." in err
    if "--json" in words:
        assert {"reason", "message", "cure"} == set(json.loads(err))


def test_status_by_url_asks_the_gateway(gateway, capsys):
    """The parts behind it cannot be reached from elsewhere."""
    status, out, _ = run(capsys, "status", "--json")
    assert (0, True) == (status, json.loads(out)["ready"])


def test_without_an_installation_a_command_says_how_to_get_one(capsys, monkeypatch, tmp_path):
    """It is the first thing that a new user meets."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TIERLINE_URL", raising=False)
    status, _, err = run(capsys, "ticket", "list")
    assert 1 == status
    assert "No installation runs on the data folder data." in err
    assert "tierline up" in err


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_that_reads_well(command, capsys):
    """Help is the first page of the manual."""
    status, out, _ = run(capsys, command, "--help")
    assert 0 == status
    assert re.search(r"Usage: tierline \w+", out)
    assert len(out.splitlines()) > 5


def test_help_imports_nothing_heavy():
    """It must answer at once."""
    heavy = ("httpx", "grpc", "rich", "psycopg", "yaml", "tierline_chassis")
    script = f"import sys; from tierline_standalone.cli import main; main(['--help']); print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "[]" == done.stderr.strip()


def test_a_reader_that_goes_early_ends_a_list_quietly(gateway, tmp_path):
    """`tierline ticket list | head -1` is no error."""
    command = f"{Path(sys.executable).with_name('tierline')} tenant list --json | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert "" == done.stderr
