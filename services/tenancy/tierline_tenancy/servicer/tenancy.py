"""The door of tenants, providers, parties, members, grants, keys and plugin settings."""

from collections.abc import Collection

from tierline.tenancy.v1 import tenancy_pb2, tenancy_service_pb2
from tierline_chassis.call import Call
from tierline_chassis.ids import new_id
from tierline_chassis.updates import merge
from tierline_sdk.errors import NotFound

from tierline_tenancy import handlers, messages
from tierline_tenancy.domain.secrets import KEY_PREFIX, digest, secret
from tierline_tenancy.domain.values import INSTALLATION, Tenant
from tierline_tenancy.plugins import Plugins
from tierline_tenancy.servicer.work import Work, chance, checked_id, demand_operator, found, is_operator
from tierline_tenancy.store import Store

pb = tenancy_service_pb2


class TenancyServicer:
    """See the contract."""

    def __init__(self, work: Work, plugins: Plugins, installed: Collection[str]) -> None:
        self._work = work
        self._plugins = plugins
        self._installed = installed

    def CreateTenant(self, request: pb.CreateTenantRequest, call: Call) -> tenancy_pb2.Tenant:  # noqa: N802 (the contract's name, as below)
        """Create a tenant."""
        demand_operator(call)
        wanted = messages.to_tenant(request.tenant, tenant_id=new_id(), created=call.now, updated=call.now)

        def act(store: Store) -> tenancy_pb2.Tenant:
            made = handlers.create_tenant(wanted, bare=request.bare, plugins=self._installed, store=store, means=self._work.means(call))
            return messages.from_tenant(made)

        return self._work.write(request, call, INSTALLATION, act)

    def GetTenant(self, request: pb.GetTenantRequest, call: Call) -> tenancy_pb2.Tenant:  # noqa: N802
        """Get a tenant."""
        return messages.from_tenant(self._tenant(request.id, call))

    def ListTenants(self, request: pb.ListTenantsRequest, call: Call) -> pb.ListTenantsResponse:  # noqa: N802
        """List tenants."""
        scopes = self._work.tenants(call)
        rows, token = self._work.page(request, call, scopes, lambda store, after, limit: store.tenants(scopes, after=after, limit=limit))
        return pb.ListTenantsResponse(tenants=[messages.from_tenant(row) for row in rows], next_page_token=token)

    def UpdateTenant(self, request: pb.UpdateTenantRequest, call: Call) -> tenancy_pb2.Tenant:  # noqa: N802
        """Change a tenant."""
        tenant_id = self._tenant(request.tenant.id, call).id

        def act(store: Store) -> tenancy_pb2.Tenant:
            current = found(next(iter(store.tenants([tenant_id])), None), "tenant", tenant_id)
            merged = merge(messages.from_tenant(current), request.tenant, request.update_mask, fixed=("prefix",))
            changed = messages.to_tenant(merged, tenant_id=tenant_id, created=current.create_time, updated=call.now, version=current.version)
            return messages.from_tenant(handlers.update_tenant(changed, store=store, means=self._work.means(call)))

        return self._work.write(request, call, tenant_id, act)

    def CreateProvider(self, request: pb.CreateProviderRequest, call: Call) -> tenancy_pb2.Provider:  # noqa: N802
        """Create a provider."""
        demand_operator(call)
        wanted = messages.to_provider(request.provider, provider_id=new_id(), created=call.now, updated=call.now)

        def act(store: Store) -> tenancy_pb2.Provider:
            return messages.from_provider(handlers.create_provider(wanted, store=store, means=self._work.means(call)))

        return self._work.write(request, call, INSTALLATION, act)

    def GetProvider(self, request: pb.GetProviderRequest, call: Call) -> tenancy_pb2.Provider:  # noqa: N802
        """Get a provider of the caller, or one that serves its tenants."""
        if checked_id("provider", request.id) not in self._work.providers(call):
            raise NotFound("provider", request.id)
        row = self._work.read(call, [request.id], lambda store: next(iter(store.providers([request.id])), None))
        return messages.from_provider(found(row, "provider", request.id))

    def ListProviders(self, request: pb.ListProvidersRequest, call: Call) -> pb.ListProvidersResponse:  # noqa: N802
        """List providers of the caller, and those that serve its tenants."""
        scopes = self._work.providers(call)
        rows, token = self._work.page(request, call, scopes, lambda store, after, limit: store.providers(scopes, after=after, limit=limit))
        return pb.ListProvidersResponse(providers=[messages.from_provider(row) for row in rows], next_page_token=token)

    def UpdateProvider(self, request: pb.UpdateProviderRequest, call: Call) -> tenancy_pb2.Provider:  # noqa: N802
        """Change a provider of the caller's own."""
        provider_id = call.scope(checked_id("provider", request.provider.id))

        def act(store: Store) -> tenancy_pb2.Provider:
            current = found(next(iter(store.providers([provider_id])), None), "provider", provider_id)
            merged = merge(messages.from_provider(current), request.provider, request.update_mask, fixed=("kind",))
            changed = messages.to_provider(merged, provider_id=provider_id, created=current.create_time, updated=call.now, version=current.version)
            return messages.from_provider(handlers.update_provider(changed, store=store, means=self._work.means(call)))

        return self._work.write(request, call, provider_id, act)

    def CreateParty(self, request: pb.CreatePartyRequest, call: Call) -> tenancy_pb2.Party:  # noqa: N802
        """Create a party."""
        tenant_id = self._tenant(call.tenant(), call).id
        wanted = messages.to_party(request.party, party_id=new_id(), tenant_id=tenant_id, created=call.now, updated=call.now)

        def act(store: Store) -> tenancy_pb2.Party:
            return messages.from_party(handlers.create_party(wanted, store=store, means=self._work.means(call)))

        return self._work.write(request, call, tenant_id, act)

    def GetParty(self, request: pb.GetPartyRequest, call: Call) -> tenancy_pb2.Party:  # noqa: N802
        """Get a party."""
        scopes, party_id = self._work.tenants(call), checked_id("party", request.id)
        row = self._work.read(call, scopes, lambda store: store.party(scopes, party_id))
        return messages.from_party(found(row, "party", party_id))

    def ListParties(self, request: pb.ListPartiesRequest, call: Call) -> pb.ListPartiesResponse:  # noqa: N802
        """List parties."""
        scopes = self._work.tenants(call)
        rows, token = self._work.page(request, call, scopes, lambda store, after, limit: store.parties(scopes, after=after, limit=limit))
        return pb.ListPartiesResponse(parties=[messages.from_party(row) for row in rows], next_page_token=token)

    def UpdateParty(self, request: pb.UpdatePartyRequest, call: Call) -> tenancy_pb2.Party:  # noqa: N802
        """Change a party."""
        scopes, party_id = self._work.tenants(call), checked_id("party", request.party.id)
        tenant_id = found(self._work.read(call, scopes, lambda store: store.party(scopes, party_id)), "party", party_id).tenant_id

        def act(store: Store) -> tenancy_pb2.Party:
            current = found(store.party([tenant_id], party_id), "party", party_id)
            merged = merge(messages.from_party(current), request.party, request.update_mask, fixed=("tenant_id", "provider_id"))
            changed = messages.to_party(
                merged, party_id=party_id, tenant_id=tenant_id, created=current.create_time, updated=call.now, version=current.version,
            )
            return messages.from_party(handlers.update_party(changed, store=store, means=self._work.means(call)))

        return self._work.write(request, call, tenant_id, act)

    def CreateMember(self, request: pb.CreateMemberRequest, call: Call) -> tenancy_pb2.Member:  # noqa: N802
        """Create a member of a tenant or a provider."""
        scope_id = call.scope(request.member.scope_id)
        wanted = messages.to_member(request.member, member_id=new_id(), created=call.now, updated=call.now)

        def act(store: Store) -> tenancy_pb2.Member:
            return messages.from_member(handlers.create_member(wanted, store=store, means=self._work.means(call)))

        return self._work.write(request, call, scope_id, act)

    def GetMember(self, request: pb.GetMemberRequest, call: Call) -> tenancy_pb2.Member:  # noqa: N802
        """Get a member."""
        scopes, member_id = self._work.scopes(call), checked_id("member", request.id)
        row = self._work.read(call, scopes, lambda store: store.member(scopes, member_id))
        return messages.from_member(found(row, "member", member_id))

    def ListMembers(self, request: pb.ListMembersRequest, call: Call) -> pb.ListMembersResponse:  # noqa: N802
        """List members."""
        scopes = self._work.scopes(call, request.scope_id)
        rows, token = self._work.page(request, call, scopes, lambda store, after, limit: store.members(scopes, after=after, limit=limit))
        return pb.ListMembersResponse(members=[messages.from_member(row) for row in rows], next_page_token=token)

    def UpdateMember(self, request: pb.UpdateMemberRequest, call: Call) -> tenancy_pb2.Member:  # noqa: N802
        """Change a member."""
        scopes, member_id = self._work.scopes(call), checked_id("member", request.member.id)
        scope_id = found(self._work.read(call, scopes, lambda store: store.member(scopes, member_id)), "member", member_id).scope_id

        def act(store: Store) -> tenancy_pb2.Member:
            current = found(store.member([scope_id], member_id), "member", member_id)
            merged = merge(messages.from_member(current), request.member, request.update_mask, fixed=("scope_id",))
            changed = messages.to_member(
                merged, member_id=member_id, created=current.create_time, updated=call.now, active=current.active, version=current.version,
            )
            return messages.from_member(handlers.update_member(changed, store=store, means=self._work.means(call)))

        return self._work.write(request, call, scope_id, act)

    def CreateGrant(self, request: pb.CreateGrantRequest, call: Call) -> tenancy_pb2.Grant:  # noqa: N802
        """Give a role."""
        scope_id = call.scope(request.grant.scope_id)
        wanted = messages.to_grant(request.grant, grant_id=new_id(), created=call.now)

        def act(store: Store) -> tenancy_pb2.Grant:
            return messages.from_grant(handlers.create_grant(wanted, store=store, means=self._work.means(call)))

        return self._work.write(request, call, scope_id, act)

    def GetGrant(self, request: pb.GetGrantRequest, call: Call) -> tenancy_pb2.Grant:  # noqa: N802
        """Get a grant."""
        scopes, grant_id = self._work.scopes(call), checked_id("grant", request.id)
        row = self._work.read(call, scopes, lambda store: store.grant(scopes, grant_id))
        return messages.from_grant(found(row, "grant", grant_id))

    def ListGrants(self, request: pb.ListGrantsRequest, call: Call) -> pb.ListGrantsResponse:  # noqa: N802
        """List grants."""
        scopes = self._work.scopes(call, request.scope_id)
        rows, token = self._work.page(request, call, scopes, lambda store, after, limit: store.grants(scopes, after=after, limit=limit))
        return pb.ListGrantsResponse(grants=[messages.from_grant(row) for row in rows], next_page_token=token)

    def DeleteGrant(self, request: pb.DeleteGrantRequest, call: Call) -> pb.DeleteGrantResponse:  # noqa: N802
        """Take a role away."""
        scopes, grant_id = self._work.scopes(call), checked_id("grant", request.id)
        row = found(self._work.read(call, scopes, lambda store: store.grant(scopes, grant_id)), "grant", grant_id)

        def act(store: Store) -> pb.DeleteGrantResponse:
            handlers.delete_grant(row, store=store, means=self._work.means(call))
            return pb.DeleteGrantResponse()

        return self._work.write(request, call, row.scope_id, act)

    def CreateKey(self, request: pb.CreateKeyRequest, call: Call) -> tenancy_pb2.Key:  # noqa: N802
        """Create a key; its secret is in this answer alone: a repeat of the request is answered without it."""
        scope_id, key_id = call.scope(request.key.scope_id), new_id()
        text = secret(KEY_PREFIX, key_id, chance())
        wanted = messages.to_key(request.key, key_id=key_id, digest=digest(text), created=call.now)

        def act(store: Store) -> tenancy_pb2.Key:
            return messages.from_key(handlers.create_key(wanted, store=store, means=self._work.means(call)), secret=text)

        return self._work.write(request, call, scope_id, act, kept=_without_secret)

    def GetKey(self, request: pb.GetKeyRequest, call: Call) -> tenancy_pb2.Key:  # noqa: N802
        """Get a key."""
        scopes, key_id = self._work.scopes(call), checked_id("key", request.id)
        row = self._work.read(call, scopes, lambda store: store.key(scopes, key_id))
        return messages.from_key(found(row, "key", key_id))

    def ListKeys(self, request: pb.ListKeysRequest, call: Call) -> pb.ListKeysResponse:  # noqa: N802
        """List keys."""
        scopes = self._work.scopes(call, request.scope_id)
        rows, token = self._work.page(request, call, scopes, lambda store, after, limit: store.keys(scopes, after=after, limit=limit))
        return pb.ListKeysResponse(keys=[messages.from_key(row) for row in rows], next_page_token=token)

    def RevokeKey(self, request: pb.RevokeKeyRequest, call: Call) -> tenancy_pb2.Key:  # noqa: N802
        """Revoke a key."""
        scopes, key_id = self._work.scopes(call), checked_id("key", request.id)
        row = found(self._work.read(call, scopes, lambda store: store.key(scopes, key_id)), "key", key_id)

        def act(store: Store) -> tenancy_pb2.Key:
            return messages.from_key(handlers.revoke_key(row, store=store, means=self._work.means(call)))

        return self._work.write(request, call, row.scope_id, act)

    def ListPluginSettings(self, request: pb.ListPluginSettingsRequest, call: Call) -> pb.ListPluginSettingsResponse:  # noqa: ARG002, N802
        """List the installed plugins as the tenant has set them."""
        tenant_id = self._tenant(call.tenant(), call).id
        stored = self._work.read(call, [tenant_id], lambda store: store.plugin_settings(tenant_id))
        return pb.ListPluginSettingsResponse(plugin_settings=[messages.from_plugin_setting(row) for row in self._plugins.shown(tenant_id, stored)])

    def UpdatePluginSetting(self, request: pb.UpdatePluginSettingRequest, call: Call) -> tenancy_pb2.PluginSetting:  # noqa: N802
        """Set a plugin."""
        tenant_id, wanted = self._tenant(call.tenant(), call).id, request.plugin_setting
        self._plugins.demand(wanted.plugin)

        def act(store: Store) -> tenancy_pb2.PluginSetting:
            current = next((row for row in store.plugin_settings(tenant_id) if row.plugin == wanted.plugin), None)
            checked = self._plugins.checked(
                tenant_id, wanted.plugin, messages.settings_in(wanted), enabled=wanted.enabled, etag=wanted.etag, current=current, operator=is_operator(call),
            )
            return messages.from_plugin_setting(handlers.set_plugin(checked, store=store, means=self._work.means(call)))

        return self._work.write(request, call, tenant_id, act)

    def _tenant(self, named: str, call: Call) -> Tenant:
        """Read a tenant of the caller's."""
        tenant_id = call.tenant(checked_id("tenant", named))
        row = self._work.read(call, [tenant_id], lambda store: next(iter(store.tenants([tenant_id])), None))
        return found(row, "tenant", named)


def _without_secret(key: tenancy_pb2.Key) -> tenancy_pb2.Key:
    kept = tenancy_pb2.Key()
    kept.CopyFrom(key)
    kept.ClearField("secret")
    return kept
