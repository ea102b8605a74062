"""Bad input gets a clear answer that names the field and the rule, and nothing is stored."""

import json

import pytest

TITLE = {"title": "A ticket"}
UNKNOWN = "01920a6e-5c00-7a10-8b00-00000000dead"


@pytest.fixture(scope="module")
def acme(house):
    """A tenant that exists for these tests."""
    return house.tenant("Acme Refusals")


def count(client) -> int:
    """Count what is stored."""
    return len(client.get("/v1/tickets", params={"pageSize": 1000}).raise_for_status().json().get("tickets", []))


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"title": ""}, "title"),
        ({}, "title"),
        ({"title": "x" * 301}, "title"),
        ({**TITLE, "colour": "red"}, "colour"),
        ({**TITLE, "title": 7}, "title"),
        ({**TITLE, "priority": "PRIORITY_P9"}, "priority"),
        ({**TITLE, "priority": 99}, "priority"),
        ({**TITLE, "applicationId": "not-an-id"}, "application_id"),
        ({**TITLE, "applicationId": UNKNOWN}, "application"),
        ({**TITLE, "tenantId": UNKNOWN}, "tenant"),
        ({**TITLE, "personalDataBreach": {"awareTime": "the day before yesterday"}}, "awareTime"),
        ({**TITLE, "personalDataBreach": {"awareTime": "0001-01-01T00:00:00Z"}}, "aware_time"),
        ([], "object"),
    ],
)
def test_a_wrong_ticket_is_refused_by_name(acme, body, names):
    """Whoever made the mistake must be able to mend it from the answer alone."""
    with acme.http() as client:
        before = count(client)
        answer = client.post("/v1/tickets", json=body)
        assert 400 <= answer.status_code < 500
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert names.replace("_", "").lower() in answer.text.replace("_", "").lower()
        assert before == count(client)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"title": "\xff"}', "application/json", 400),
        (b"title=x", "application/x-www-form-urlencoded", 415),
        (b'{"title": "' + b"x" * 9_000_000 + b'"}', "application/json", 413),
        (b"[" * 100_000, "application/json", 400),
        (b'{"title": NaN}', "application/json", 400),
    ],
)
def test_a_body_that_is_no_json_is_refused(acme, content, kind, status):
    """Rubbish costs a client an answer, and the house nothing."""
    with acme.http() as client:
        answer = client.post("/v1/tickets", content=content, headers={"Content-Type": kind})
    assert status == answer.status_code
    assert status == answer.json()["status"]


def test_a_reused_key_with_another_body_is_refused(acme):
    """The same request id must never mean two things (AIP-155)."""
    with acme.http(**{"Idempotency-Key": "bad-1"}) as client:
        first = client.post("/v1/tickets", json=TITLE).raise_for_status().json()
        again = client.post("/v1/tickets", json=TITLE).raise_for_status().json()
        other = client.post("/v1/tickets", json={"title": "Another"})
    assert first["id"] == again["id"]
    assert 422 == other.status_code


def test_a_stale_etag_is_refused(acme):
    """Two people who work on one ticket must not overwrite one another (AIP-154)."""
    with acme.http() as client:
        made = client.post("/v1/tickets", json=TITLE)
        path = f"/v1/tickets/{made.json()['id']}"
        client.post(f"{path}:reply", json={"body": "First."}).raise_for_status()
        stale = client.post(f"{path}:reply", json={"body": "Second."}, headers={"If-Match": made.headers["etag"]})
        entries = client.get(f"{path}/history").json()["entries"]
    assert 412 == stale.status_code
    assert "Second." not in json.dumps(entries)


def test_an_unknown_ticket_is_not_found(acme):
    """An id that is nobody's and one that is somebody else's look the same."""
    with acme.http() as client:
        for name in (UNKNOWN, "NOPE-1", "a" * 64):
            assert 404 == client.get(f"/v1/tickets/{name}").status_code, name


@pytest.mark.parametrize("key", ["", "nonsense", "tl_01920a6e5c007a108b00000000000001_00"])
def test_without_a_valid_key_nothing_is_answered(house, key):
    """No key, no byte."""
    with house.http(key or "-") as client:
        answer = client.get("/v1/tickets")
    assert 401 == answer.status_code
    assert "www-authenticate" in answer.headers
