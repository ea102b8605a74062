"""Keys and assertions: what is believed, for how long, and what an outage does."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event
from types import SimpleNamespace

import jwt
import pytest
from tierline_chassis.assertions import AUDIENCE, ISSUER, Signer, Verifier, key_id, new_private_key
from tierline_chassis.auth import ANY, Grant, Principal, PrincipalKind, ScopeKind
from tierline_chassis.keys import ACCEPTED_SECONDS, REFUSED_SECONDS, Callers, Keys
from tierline_sdk.errors import Unauthenticated, Unavailable

PRINCIPAL = Principal(
    id="p1", kind=PrincipalKind.MEMBER, display_name="Ada",
    grants=(
        Grant(scope_id="t1", role="desk"), Grant(scope_id="t2", role="desk"), Grant(scope_id="t2", role="vendor", party_id="party"),
        Grant(scope_id="pr", role="desk", scope_kind=ScopeKind.PROVIDER),
    ),
    permissions={"desk": frozenset({"tickets.read", "tickets.create"}), "vendor": frozenset({"vendor.read"})},
)
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def signer():
    return Signer(new_private_key())


@pytest.fixture
def verifier(signer):
    return Verifier([signer.public_key])


def test_an_assertion_carries_the_whole_principal(signer, verifier):
    """What tenancy said is what a service hears, provider scopes and parties included."""
    heard = verifier.verify(signer.sign(PRINCIPAL, now=NOW))
    assert (heard.id, heard.kind, heard.display_name, heard.permissions) == (PRINCIPAL.id, PRINCIPAL.kind, PRINCIPAL.display_name, PRINCIPAL.permissions)
    assert set(heard.grants) == set(PRINCIPAL.grants)


def test_permissions_are_carried_once_per_role(signer):
    """A technician of a hundred clients still fits into metadata."""
    grants = tuple(Grant(scope_id=f"0190a000-0000-7000-8000-{n:012}", role="desk") for n in range(100))
    many = Principal(id="p", kind=PrincipalKind.MEMBER, display_name="n", grants=grants, permissions=PRINCIPAL.permissions)
    assert len(signer.sign(many, now=NOW)) < 6000


@pytest.mark.parametrize("age", [timedelta(seconds=66), timedelta(days=1)])
def test_an_expired_assertion_is_refused(signer, verifier, age):
    """A signed statement is not for ever."""
    with pytest.raises(Unauthenticated):
        verifier.verify(signer.sign(PRINCIPAL, now=NOW - age))


def test_a_remembered_assertion_expires_too(signer, verifier):
    """The memory of a verified signature must not outlive the statement."""
    assertion = signer.sign(PRINCIPAL, now=NOW)
    verifier.verify(assertion)
    with pytest.raises(Unauthenticated):
        # The clock of the memory is moved; the library's is not, so the second look has to fail by the memory's answer or by the signature.
        verifier.verify(signer.sign(PRINCIPAL, now=NOW - timedelta(seconds=66)), now=NOW)
    assert verifier._remembered(assertion, NOW + timedelta(seconds=66)) is None


def claims(**changes):
    return {
        "iss": ISSUER, "aud": AUDIENCE, "iat": NOW, "exp": NOW + timedelta(seconds=60), "sub": "p", "kind": "key", "name": "n",
        "grants": [["operator", "", "anywhere", ["*"]]], "roles": {"operator": ["*"]},
    } | changes


def test_forgeries_are_refused(signer, verifier):
    """Another key, another audience, another issuer, another algorithm, no signature, a cut or altered body: none gets in."""
    good = jwt.encode(claims(), signer._key, algorithm="EdDSA", headers={"kid": key_id(signer._key.public_key())})
    assert verifier.verify(good).id == "p"
    stranger = Signer(new_private_key())
    kid = {"kid": key_id(signer._key.public_key())}
    head, body, signature = good.split(".")
    altered = base64.urlsafe_b64encode(json.dumps({"sub": "q"}).encode()).decode().rstrip("=")
    forged = [
        jwt.encode(claims(), stranger._key, algorithm="EdDSA", headers=kid),
        stranger.sign(PRINCIPAL, now=NOW),
        jwt.encode(claims(aud="other"), signer._key, algorithm="EdDSA", headers=kid),
        jwt.encode(claims(iss="other"), signer._key, algorithm="EdDSA", headers=kid),
        jwt.encode(claims(grants="x"), signer._key, algorithm="EdDSA", headers=kid),
        jwt.encode({k: v for k, v in claims().items() if k != "exp"}, signer._key, algorithm="EdDSA", headers=kid),
        jwt.encode(claims(), None, algorithm="none", headers=kid),
        jwt.encode(claims(), base64.b64decode(signer.public_key) * 2, algorithm="HS256", headers=kid),
        f"{head}.{altered}.{signature}", f"{head}.{body}.", good[:-4], "", "a.b.c", "x" * 5000, "é.é.é",
    ]
    for assertion in forged:
        with pytest.raises(Unauthenticated):
            verifier.verify(assertion)


def test_keys_rotate_side_by_side(signer):
    """While two public keys are set, statements of both signers are taken; afterwards only the new one's."""
    new = Signer(new_private_key())
    both = Verifier([signer.public_key, new.public_key])
    assert both.verify(signer.sign(PRINCIPAL, now=NOW)).id == both.verify(new.sign(PRINCIPAL, now=NOW)).id == "p1"
    with pytest.raises(Unauthenticated):
        Verifier([new.public_key]).verify(signer.sign(PRINCIPAL, now=NOW))


def test_a_permission_is_held_through_a_role():
    """Grants answer for a permission by their role, and only those."""
    assert [grant.scope_id for grant in PRINCIPAL.grants_with("tickets.read")] == ["t1", "t2", "pr"]
    assert [grant.party_id for grant in PRINCIPAL.grants_with("vendor.read")] == ["party"]
    assert PRINCIPAL.grants_with("tenants.delete") == ()
    assert PRINCIPAL.grants_with(ANY) == PRINCIPAL.grants


class FakeTenancy:
    """Resolves the secret `good` until it is revoked; can be away."""

    def __init__(self, signer):
        self.signer, self.asked, self.revoked, self.away = signer, 0, False, False
        self.gate = Event()
        self.gate.set()

    def resolve(self, secret):
        """Answer like tenancy."""
        self.asked += 1
        self.gate.wait(5)
        if self.away:
            raise Unavailable("Tenancy is away.")
        if secret != "good" or self.revoked:
            raise Unauthenticated("No such key.")
        return self.signer.sign(PRINCIPAL, now=datetime.now(UTC))


@pytest.fixture
def tenancy(signer):
    return FakeTenancy(signer)


@pytest.fixture
def clock():
    return SimpleNamespace(now=0.0)


@pytest.fixture
def keys(tenancy, verifier, clock):
    return Keys(tenancy, verifier, clock=lambda: clock.now, capacity=100)


def test_a_key_is_asked_for_once_in_ten_seconds(keys, tenancy, clock):
    """Tenancy is not asked for every call, and a revoked key dies within ten seconds."""
    assert keys.principal("good").id == keys.principal("good").id == "p1"
    assert tenancy.asked == 1
    tenancy.revoked = True
    clock.now = ACCEPTED_SECONDS
    with pytest.raises(Unauthenticated):
        keys.principal("good")


def test_a_refusal_is_remembered_shortly(keys, tenancy, clock):
    """A client with a bad key does not become a load on tenancy, and a key made a moment later works soon."""
    for _ in range(3):
        with pytest.raises(Unauthenticated):
            keys.principal("bad")
    assert tenancy.asked == 1
    clock.now = REFUSED_SECONDS
    with pytest.raises(Unauthenticated):
        keys.principal("bad")
    assert tenancy.asked == 2


def test_an_outage_is_never_a_yes(keys, tenancy, clock):
    """When tenancy is away, unknown keys are refused as unavailable, and nothing of that is remembered."""
    tenancy.away = True
    for _ in range(2):
        with pytest.raises(Unavailable):
            keys.principal("good")
    assert tenancy.asked == 2
    tenancy.away = False
    assert keys.principal("good").id == "p1"
    tenancy.away, clock.now = True, ACCEPTED_SECONDS
    with pytest.raises(Unavailable):
        keys.principal("good")


def test_many_callers_at_once_ask_once(keys, tenancy):
    """A thousand calls after the cache ran out are one look-up."""
    tenancy.gate.clear()
    barrier = Barrier(9)

    def call():
        barrier.wait(5)
        return keys.principal("good").id

    with ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(call) for _ in range(8)]
        barrier.wait(5)
        tenancy.gate.set()
        assert [call.result(5) for call in calls] == ["p1"] * 8
    assert tenancy.asked <= 2  # one, or two where a caller came after the first answer had been given but not stored


def test_the_cache_is_bounded(keys):
    """A stranger that tries keys does not fill the memory."""
    for number in range(300):
        with pytest.raises(Unauthenticated):
            keys.principal(f"bad{number}")
    assert len(keys._answers) == 100


@pytest.mark.parametrize("metadata", [{"authorization": "Basic x"}, {"authorization": "Bearer"}, {"authorization": "Bearer " + "x" * 500}])
def test_what_is_no_key_is_refused_unasked(keys, verifier, tenancy, metadata):
    """Rubbish costs tenancy nothing."""
    with pytest.raises(Unauthenticated):
        Callers(verifier, keys).authenticate(metadata)
    assert tenancy.asked == 0


def test_no_metadata_is_no_caller(keys, verifier):
    """Nothing brought is nobody, which only a public RPC takes."""
    assert Callers(verifier, keys).authenticate({}) is None
