"""Tenancy through its doors, with real PostgreSQL: two tenants, and a provider that serves both."""

import base64
import os
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import grpc
import pytest
from google.protobuf.struct_pb2 import Struct
from google.protobuf.timestamp_pb2 import Timestamp
from tierline.tenancy.v1 import authentication_pb2 as auth_pb
from tierline.tenancy.v1 import authentication_pb2_grpc, events_pb2, tenancy_service_pb2_grpc
from tierline.tenancy.v1 import tenancy_pb2 as pb
from tierline.tenancy.v1 import tenancy_service_pb2 as rpc
from tierline_chassis.assertions import Signer, Verifier, new_private_key
from tierline_chassis.client import channel, reason_of
from tierline_chassis.health import Health
from tierline_chassis.keys import Callers, Keys
from tierline_chassis.plugin_host import PluginHost, installed_plugins
from tierline_chassis.sealing import Sealer
from tierline_chassis.server import Server
from tierline_chassis.testing.doors import bearing
from tierline_tenancy.bootstrap import ensure
from tierline_tenancy.domain.values import Role
from tierline_tenancy.plugins import Plugins
from tierline_tenancy.servicer import AuthenticationServicer, TenancyServicer
from tierline_tenancy.servicer.authentication import LocalResolver
from tierline_tenancy.servicer.work import Work

SEALER = Sealer(base64.b64encode(b"k" * 32).decode())


@pytest.fixture(scope="module")
def house(make_service_database, tmp_path_factory):
    made = make_service_database("tenancy", "tierline_tenancy")
    signer, host = Signer(new_private_key()), PluginHost()
    verifier, clock = Verifier([signer.public_key]), SimpleNamespace(now=0.0)
    keys = Keys(LocalResolver(made.database, signer), verifier, clock=lambda: clock.now)
    work = Work(database=made.database)
    server = Server(
        {
            "tierline.tenancy.v1.TenancyService": TenancyServicer(work, Plugins(host, SEALER), installed_plugins()),
            "tierline.tenancy.v1.AuthenticationService": AuthenticationServicer(work, signer),
        },
        authenticator=Callers(verifier, keys), health=Health(),
    )
    opened = channel(f"127.0.0.1:{server.start('127.0.0.1:0')}")
    file = tmp_path_factory.mktemp("keys") / "operator.key"
    ensure(made.database, Role.OPERATOR, file)
    yield SimpleNamespace(
        db=made, verifier=verifier, clock=clock, file=file, operator=file.read_text().strip(),
        tenancy=tenancy_service_pb2_grpc.TenancyServiceStub(opened), authentication=authentication_pb2_grpc.AuthenticationServiceStub(opened),
    )
    opened.close()
    server.stop(timedelta(0))
    host.close()


@pytest.fixture(scope="module")
def ask(house):
    """Ask tenancy: `ask("CreateTenant", request, key=...)`; the operator where no key is given."""

    def run(method, request, *, key="", **metadata):
        return getattr(house.tenancy, method)(request, metadata=bearing(key or house.operator, **metadata), timeout=10)

    return run


def refused(run, *args, **kwargs):
    with pytest.raises(grpc.RpcError) as caught:
        run(*args, **kwargs)
    return caught.value


def make_tenant(ask, name, **more):
    tenant = ask("CreateTenant", rpc.CreateTenantRequest(tenant=pb.Tenant(display_name=name), **more))
    key = ask("CreateKey", rpc.CreateKeyRequest(key=pb.Key(scope_id=tenant.id, display_name="admin", role=pb.ROLE_ADMINISTRATOR)))
    return SimpleNamespace(id=tenant.id, tenant=tenant, key=key.secret, key_id=key.id)


@pytest.fixture(scope="module")
def acme(ask):
    return make_tenant(ask, "Acme")


@pytest.fixture(scope="module")
def globex(ask):
    return make_tenant(ask, "Globex")


@pytest.fixture(scope="module")
def provider(ask):
    return ask("CreateProvider", rpc.CreateProviderRequest(provider=pb.Provider(display_name="Northwind", kind=pb.PROVIDER_KIND_OUTSOURCER)))


def facts(house):
    found = [(event, events_pb2.TenancyEvent.FromString(event.payload)) for event in house.db.events("tierline.tenancy.v1")]
    return [(event.type, event.tenant_id, message) for event, message in found]


def test_a_tenant_comes_with_what_it_needs(house, ask, acme):
    """One command, one transaction: tenant, plugins, provider and party, each with its event."""
    assert (acme.tenant.prefix, acme.tenant.zone, acme.tenant.etag) == ("ACME", "UTC", "1")
    party, = ask("ListParties", rpc.ListPartiesRequest(), key=acme.key).parties
    assert (party.display_name, list(party.levels), party.provider_kind) == ("Acme support", [1, 2, 3, 4], pb.PROVIDER_KIND_IN_HOUSE)
    kinds = [name for name, tenant, _ in facts(house) if tenant in (acme.id, party.provider_id)]
    assert set(kinds) >= {"TenantCreated", "ProviderCreated", "PartyCreated", "PluginSettingUpdated", "KeyCreated"}


def test_names_that_meet_do_not_stop_a_tenant(ask, acme):
    """A second tenant of the same name gets another prefix and another provider; a given prefix that is taken is refused."""
    again = make_tenant(ask, "Acme")
    assert (again.tenant.prefix, again.id != acme.id) == ("ACME2", True)
    error = refused(ask, "CreateTenant", rpc.CreateTenantRequest(tenant=pb.Tenant(display_name="x", prefix="ACME")))
    assert reason_of(error) == "PREFIX_TAKEN"
    error = refused(ask, "CreateTenant", rpc.CreateTenantRequest(tenant=pb.Tenant(display_name="x", zone="Mars/Olympus")))
    assert error.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_only_the_operator_makes_tenants_and_providers(ask, acme):
    """An administrator's power ends at its own scope."""
    for method, request in (
        ("CreateTenant", rpc.CreateTenantRequest(tenant=pb.Tenant(display_name="Mine"))),
        ("CreateProvider", rpc.CreateProviderRequest(provider=pb.Provider(display_name="Mine", kind=pb.PROVIDER_KIND_VENDOR))),
    ):
        assert refused(ask, method, request, key=acme.key).code() == grpc.StatusCode.PERMISSION_DENIED


def test_a_repeat_gets_the_first_answer(ask, acme):
    """The same request id is the same tenant, and the same key without its secret; another body is refused."""
    request = rpc.CreateTenantRequest(tenant=pb.Tenant(display_name="Once"), request_id="r1")
    assert ask("CreateTenant", request) == ask("CreateTenant", request)
    request.tenant.display_name = "Twice"
    assert reason_of(refused(ask, "CreateTenant", request)) == "REQUEST_ID_REUSED"
    wanted = rpc.CreateKeyRequest(key=pb.Key(scope_id=acme.id, display_name="k", role=pb.ROLE_ADMINISTRATOR), request_id="k1")
    first, second = ask("CreateKey", wanted, key=acme.key), ask("CreateKey", wanted, key=acme.key)
    assert (first.id, bool(first.secret), second.secret) == (second.id, True, "")


def test_changes_are_masked_and_guarded_by_the_etag(ask, acme):
    """Only named fields change, a stale etag is refused, and what never changes cannot be changed."""
    changed = ask("UpdateTenant", rpc.UpdateTenantRequest(tenant=pb.Tenant(id=acme.id, zone="Europe/Berlin")), key=acme.key)
    assert (changed.zone, changed.display_name, changed.etag) == ("Europe/Berlin", "Acme", "2")
    stale = rpc.UpdateTenantRequest(tenant=pb.Tenant(id=acme.id, zone="UTC", etag="1"))
    assert reason_of(refused(ask, "UpdateTenant", stale, key=acme.key)) == "ETAG_MISMATCH"
    fixed = rpc.UpdateTenantRequest(tenant=pb.Tenant(id=acme.id, prefix="OTHER"), update_mask={"paths": ["prefix"]})
    assert refused(ask, "UpdateTenant", fixed, key=acme.key).code() == grpc.StatusCode.INVALID_ARGUMENT


def test_nothing_of_another_tenant_is_seen_or_touched(ask, acme, globex):
    """Every question and command on another tenant's id is answered as if it were not there."""
    party = ask("ListParties", rpc.ListPartiesRequest(), key=globex.key).parties[0]
    member = ask("CreateMember", rpc.CreateMemberRequest(member=pb.Member(scope_id=globex.id, display_name="Eve", email="eve@x.org")), key=globex.key)
    grant = ask("CreateGrant", rpc.CreateGrantRequest(grant=pb.Grant(principal_id=member.id, scope_id=globex.id, role=1)), key=globex.key)
    commands = [
        ("GetTenant", rpc.GetTenantRequest(id=globex.id)), ("UpdateTenant", rpc.UpdateTenantRequest(tenant=pb.Tenant(id=globex.id, zone="UTC"))),
        ("ListTenants", rpc.ListTenantsRequest(tenant_id=globex.id)), ("ListParties", rpc.ListPartiesRequest(tenant_id=globex.id)),
        ("GetParty", rpc.GetPartyRequest(id=party.id)), ("UpdateParty", rpc.UpdatePartyRequest(party=pb.Party(id=party.id, contract="x"))),
        ("CreateParty", rpc.CreatePartyRequest(party=pb.Party(tenant_id=globex.id, provider_id=party.provider_id, levels=[1]))),
        ("GetProvider", rpc.GetProviderRequest(id=party.provider_id)), ("GetMember", rpc.GetMemberRequest(id=member.id)),
        ("UpdateProvider", rpc.UpdateProviderRequest(provider=pb.Provider(id=party.provider_id, display_name="x"))),
        ("UpdateMember", rpc.UpdateMemberRequest(member=pb.Member(id=member.id, display_name="x"))),
        ("CreateMember", rpc.CreateMemberRequest(member=pb.Member(scope_id=globex.id, display_name="x"))),
        ("ListMembers", rpc.ListMembersRequest(scope_id=globex.id)), ("GetGrant", rpc.GetGrantRequest(id=grant.id)),
        ("CreateGrant", rpc.CreateGrantRequest(grant=pb.Grant(principal_id=member.id, scope_id=globex.id, role=1))),
        ("DeleteGrant", rpc.DeleteGrantRequest(id=grant.id)), ("ListGrants", rpc.ListGrantsRequest(scope_id=globex.id)),
        ("CreateKey", rpc.CreateKeyRequest(key=pb.Key(scope_id=globex.id, display_name="x", role=1))),
        ("CreateKey", rpc.CreateKeyRequest(key=pb.Key(scope_id=acme.id, display_name="x", member_id=member.id))),
        ("GetKey", rpc.GetKeyRequest(id=globex.key_id)), ("RevokeKey", rpc.RevokeKeyRequest(id=globex.key_id)),
        ("ListKeys", rpc.ListKeysRequest(scope_id=globex.id)), ("ListPluginSettings", rpc.ListPluginSettingsRequest(tenant_id=globex.id)),
        ("UpdatePluginSetting", rpc.UpdatePluginSettingRequest(plugin_setting=pb.PluginSetting(tenant_id=globex.id, plugin="regulatory_gdpr"))),
    ]
    for method, request in commands:
        assert refused(ask, method, request, key=acme.key).code() == grpc.StatusCode.NOT_FOUND, method
    assert [tenant.id for tenant in ask("ListTenants", rpc.ListTenantsRequest(), key=acme.key).tenants] == [acme.id]
    assert {row.tenant_id for row in ask("ListParties", rpc.ListPartiesRequest(), key=acme.key).parties} == {acme.id}
    assert member.id not in {row.id for row in ask("ListMembers", rpc.ListMembersRequest(), key=acme.key).members}


def test_a_page_token_of_another_tenant_opens_nothing(ask, acme, globex):
    """Tokens answer the question that they came with."""
    for tenant in (acme, globex):
        for name in "abc":
            ask("CreateMember", rpc.CreateMemberRequest(member=pb.Member(scope_id=tenant.id, display_name=name)), key=tenant.key)
    first = ask("ListMembers", rpc.ListMembersRequest(page_size=2), key=globex.key)
    assert len(first.members) == 2
    second = ask("ListMembers", rpc.ListMembersRequest(page_size=2, page_token=first.next_page_token), key=globex.key)
    assert not {row.id for row in first.members} & {row.id for row in second.members}
    foreign = rpc.ListMembersRequest(page_size=2, page_token=first.next_page_token)
    assert refused(ask, "ListMembers", foreign, key=acme.key).code() == grpc.StatusCode.INVALID_ARGUMENT


def test_one_technician_serves_two_tenants_with_one_key(house, ask, acme, globex, provider):
    """A member of a provider holds grants in tenants; its key carries them all, and the provider's administrator manages its members."""
    chief = ask("CreateKey", rpc.CreateKeyRequest(key=pb.Key(scope_id=provider.id, display_name="chief", role=pb.ROLE_ADMINISTRATOR)))
    ada = ask("CreateMember", rpc.CreateMemberRequest(member=pb.Member(scope_id=provider.id, display_name="Ada")), key=chief.secret)
    for tenant in (acme, globex):
        ask("CreateGrant", rpc.CreateGrantRequest(grant=pb.Grant(principal_id=ada.id, scope_id=tenant.id, role=pb.ROLE_HELP_DESK_SPECIALIST)), key=tenant.key)
    key = ask("CreateKey", rpc.CreateKeyRequest(key=pb.Key(scope_id=provider.id, display_name="ada", member_id=ada.id)), key=chief.secret)
    answer = house.authentication.Authenticate(auth_pb.AuthenticateRequest(secret=key.secret))
    principal = house.verifier.verify(answer.assertion)
    assert (principal.id, principal.display_name, {grant.scope_id for grant in principal.grants}) == (ada.id, "Ada", {acme.id, globex.id})
    assert {tenant.id for tenant in ask("ListTenants", rpc.ListTenantsRequest(), key=key.secret).tenants} == {acme.id, globex.id}
    assert refused(ask, "ListParties", rpc.ListPartiesRequest(tenant_id=acme.id), key=chief.secret).code() == grpc.StatusCode.NOT_FOUND


def test_a_vendor_acts_for_its_party(house, ask, acme, provider):
    """A vendor's role needs a party of the tenant, and permits its work and nothing else."""
    party = ask("CreateParty", rpc.CreatePartyRequest(party=pb.Party(tenant_id=acme.id, provider_id=provider.id, levels=[3, 4])), key=acme.key)
    assert (party.display_name, party.provider_kind) == ("Northwind", pb.PROVIDER_KIND_OUTSOURCER)
    bare = pb.Key(scope_id=acme.id, display_name="v", role=pb.ROLE_VENDOR)
    assert refused(ask, "CreateKey", rpc.CreateKeyRequest(key=bare), key=acme.key).code() == grpc.StatusCode.INVALID_ARGUMENT
    key = ask("CreateKey", rpc.CreateKeyRequest(key=pb.Key(scope_id=acme.id, display_name="v", role=pb.ROLE_VENDOR, party_id=party.id)), key=acme.key)
    caller = house.authentication.GetCaller(auth_pb.GetCallerRequest(), metadata=bearing(key.secret))
    assert ([grant.party_id for grant in caller.grants], [list(role.permissions) for role in caller.roles]) == ([party.id], [["work.handle", "work.read"]])
    assert refused(ask, "ListParties", rpc.ListPartiesRequest(), key=key.secret).code() == grpc.StatusCode.PERMISSION_DENIED


def test_a_revoked_key_dies_within_ten_seconds(house, ask, acme):
    """At once where it is looked up, and after ten seconds where it was remembered."""
    key = ask("CreateKey", rpc.CreateKeyRequest(key=pb.Key(scope_id=acme.id, display_name="x", role=pb.ROLE_ADMINISTRATOR)), key=acme.key)
    ask("ListTenants", rpc.ListTenantsRequest(), key=key.secret)
    session = house.authentication.CreateSession(auth_pb.CreateSessionRequest(secret=key.secret))
    assert ask("RevokeKey", rpc.RevokeKeyRequest(id=key.id), key=acme.key).HasField("revoke_time")
    house.clock.now += 10
    assert refused(ask, "ListTenants", rpc.ListTenantsRequest(), key=key.secret).code() == grpc.StatusCode.UNAUTHENTICATED
    for secret in (key.secret, session.secret, "tl_nobody"):
        error = refused(house.authentication.Authenticate, auth_pb.AuthenticateRequest(secret=secret))
        assert error.code() == grpc.StatusCode.UNAUTHENTICATED
    assert [message.key_revoked.key.id for name, _, message in facts(house) if name == "KeyRevoked"] == [key.id]
    assert key.secret not in str(facts(house))


def test_a_session_is_a_key_for_a_while(house, ask, acme):
    """It stands for the key's caller until it is ended."""
    session = house.authentication.CreateSession(auth_pb.CreateSessionRequest(secret=acme.key))
    assert session.secret.startswith("ts_")
    assert house.authentication.Authenticate(auth_pb.AuthenticateRequest(secret=session.secret)).caller == session.caller
    for _ in range(2):
        house.authentication.DeleteSession(auth_pb.DeleteSessionRequest(secret=session.secret))
    assert refused(house.authentication.Authenticate, auth_pb.AuthenticateRequest(secret=session.secret)).code() == grpc.StatusCode.UNAUTHENTICATED


def test_a_key_has_a_role_or_a_member_and_a_sane_end(ask, acme):
    """What makes no sense names its field."""
    past, absurd = Timestamp(), Timestamp(seconds=253402300799)
    past.FromDatetime(datetime.now(UTC) - timedelta(seconds=1))
    for more in ({}, {"role": 1, "member_id": acme.id}, {"role": 1, "expire_time": past}, {"role": 1, "expire_time": absurd}):
        error = refused(ask, "CreateKey", rpc.CreateKeyRequest(key=pb.Key(scope_id=acme.id, display_name="x", **more)), key=acme.key)
        assert error.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_plugin_settings_are_checked_and_their_secrets_sealed(house, ask, acme):
    """The plugin's own declaration decides; a secret reaches neither answers nor the log in the open."""
    shown = {row.plugin: row.enabled for row in ask("ListPluginSettings", rpc.ListPluginSettingsRequest(), key=acme.key).plugin_settings}
    assert (shown["sourcing_hybrid"], shown["vendor_webhook"]) == (True, False)
    secret = "whsec_" + base64.b64encode(b"s" * 32).decode()
    party = ask("ListParties", rpc.ListPartiesRequest(), key=acme.key).parties[0]

    def put(**settings):
        struct = Struct()
        struct.update(settings)
        setting = pb.PluginSetting(tenant_id=acme.id, plugin="vendor_webhook", enabled=True, settings=struct)
        return ask("UpdatePluginSetting", rpc.UpdatePluginSettingRequest(plugin_setting=setting), key=acme.key)

    good = {"party_id": party.id, "url": "https://vendor.example.org/hook", "secret": secret}
    assert put(**good).settings["secret"] == "***"
    assert put(**{**good, "secret": "***", "timeout_seconds": 5}).etag == "2"
    events = [message.plugin_setting_updated for name, tenant, message in facts(house) if name == "PluginSettingUpdated" and tenant == acme.id]
    event = next(found for found in reversed(events) if found.plugin_setting.plugin == "vendor_webhook")
    assert SEALER.open(acme.id, "vendor_webhook", event.sealed_secrets) == {"secret": secret}
    assert secret not in str(facts(house))
    for wrong in ({**good, "colour": "red"}, {"url": "https://x.org"}, {**good, "timeout_seconds": 99}, {**good, "allow_private_addresses": True}):
        assert refused(put, **wrong).code() == grpc.StatusCode.INVALID_ARGUMENT
    unknown = rpc.UpdatePluginSettingRequest(plugin_setting=pb.PluginSetting(tenant_id=acme.id, plugin="nothing"))
    assert refused(ask, "UpdatePluginSetting", unknown, key=acme.key).code() == grpc.StatusCode.NOT_FOUND


def test_the_operator_sees_the_whole_installation(ask, acme, globex, provider):
    """Without naming a tenant its lists span all; it works in the one that it names."""
    assert {acme.id, globex.id} <= {tenant.id for tenant in ask("ListTenants", rpc.ListTenantsRequest()).tenants}
    assert ask("GetTenant", rpc.GetTenantRequest(id=acme.id)).id == acme.id
    assert ask("GetProvider", rpc.GetProviderRequest(id=provider.id)).display_name == "Northwind"
    nobody = "0190a000-0000-7000-8000-00000000dead"
    assert refused(ask, "GetTenant", rpc.GetTenantRequest(id=nobody)).code() == grpc.StatusCode.NOT_FOUND
    assert refused(ask, "CreateMember", rpc.CreateMemberRequest(member=pb.Member(scope_id=nobody, display_name="x"))).code() == grpc.StatusCode.NOT_FOUND


def test_the_first_keys_are_made_once_and_made_known_again(house, tmp_path):
    """A start after the first changes nothing; a database that lost the key learns it from the file."""
    assert (house.file.stat().st_mode & 0o777, ensure(house.db.database, Role.OPERATOR, house.file)) == (0o600, False)
    file = tmp_path / "gateway.key"
    file.write_text("given-by-hand-0123456789")
    assert [ensure(house.db.database, Role.GATEWAY, file) for _ in range(2)] == [True, False]
    caller = house.authentication.Authenticate(auth_pb.AuthenticateRequest(secret=file.read_text())).caller
    assert ([grant.scope_id for grant in caller.grants], list(caller.roles[0].permissions)) == (["*"], ["events.read"])
    assert os.access(file, os.R_OK)
