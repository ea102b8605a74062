from tierline.tenancy.v1 import tenancy_pb2 as _tenancy_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TenancyEvent(_message.Message):
    __slots__ = ("tenant_created", "tenant_updated", "provider_created", "provider_updated", "party_created", "party_updated", "member_created", "member_updated", "grant_created", "grant_deleted", "plugin_setting_updated", "key_created", "key_revoked")
    TENANT_CREATED_FIELD_NUMBER: _ClassVar[int]
    TENANT_UPDATED_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_CREATED_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_UPDATED_FIELD_NUMBER: _ClassVar[int]
    PARTY_CREATED_FIELD_NUMBER: _ClassVar[int]
    PARTY_UPDATED_FIELD_NUMBER: _ClassVar[int]
    MEMBER_CREATED_FIELD_NUMBER: _ClassVar[int]
    MEMBER_UPDATED_FIELD_NUMBER: _ClassVar[int]
    GRANT_CREATED_FIELD_NUMBER: _ClassVar[int]
    GRANT_DELETED_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_SETTING_UPDATED_FIELD_NUMBER: _ClassVar[int]
    KEY_CREATED_FIELD_NUMBER: _ClassVar[int]
    KEY_REVOKED_FIELD_NUMBER: _ClassVar[int]
    tenant_created: TenantCreated
    tenant_updated: TenantUpdated
    provider_created: ProviderCreated
    provider_updated: ProviderUpdated
    party_created: PartyCreated
    party_updated: PartyUpdated
    member_created: MemberCreated
    member_updated: MemberUpdated
    grant_created: GrantCreated
    grant_deleted: GrantDeleted
    plugin_setting_updated: PluginSettingUpdated
    key_created: KeyCreated
    key_revoked: KeyRevoked
    def __init__(self, tenant_created: _Optional[_Union[TenantCreated, _Mapping]] = ..., tenant_updated: _Optional[_Union[TenantUpdated, _Mapping]] = ..., provider_created: _Optional[_Union[ProviderCreated, _Mapping]] = ..., provider_updated: _Optional[_Union[ProviderUpdated, _Mapping]] = ..., party_created: _Optional[_Union[PartyCreated, _Mapping]] = ..., party_updated: _Optional[_Union[PartyUpdated, _Mapping]] = ..., member_created: _Optional[_Union[MemberCreated, _Mapping]] = ..., member_updated: _Optional[_Union[MemberUpdated, _Mapping]] = ..., grant_created: _Optional[_Union[GrantCreated, _Mapping]] = ..., grant_deleted: _Optional[_Union[GrantDeleted, _Mapping]] = ..., plugin_setting_updated: _Optional[_Union[PluginSettingUpdated, _Mapping]] = ..., key_created: _Optional[_Union[KeyCreated, _Mapping]] = ..., key_revoked: _Optional[_Union[KeyRevoked, _Mapping]] = ...) -> None: ...

class TenantCreated(_message.Message):
    __slots__ = ("tenant",)
    TENANT_FIELD_NUMBER: _ClassVar[int]
    tenant: _tenancy_pb2.Tenant
    def __init__(self, tenant: _Optional[_Union[_tenancy_pb2.Tenant, _Mapping]] = ...) -> None: ...

class TenantUpdated(_message.Message):
    __slots__ = ("tenant",)
    TENANT_FIELD_NUMBER: _ClassVar[int]
    tenant: _tenancy_pb2.Tenant
    def __init__(self, tenant: _Optional[_Union[_tenancy_pb2.Tenant, _Mapping]] = ...) -> None: ...

class ProviderCreated(_message.Message):
    __slots__ = ("provider",)
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    provider: _tenancy_pb2.Provider
    def __init__(self, provider: _Optional[_Union[_tenancy_pb2.Provider, _Mapping]] = ...) -> None: ...

class ProviderUpdated(_message.Message):
    __slots__ = ("provider",)
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    provider: _tenancy_pb2.Provider
    def __init__(self, provider: _Optional[_Union[_tenancy_pb2.Provider, _Mapping]] = ...) -> None: ...

class PartyCreated(_message.Message):
    __slots__ = ("party",)
    PARTY_FIELD_NUMBER: _ClassVar[int]
    party: _tenancy_pb2.Party
    def __init__(self, party: _Optional[_Union[_tenancy_pb2.Party, _Mapping]] = ...) -> None: ...

class PartyUpdated(_message.Message):
    __slots__ = ("party",)
    PARTY_FIELD_NUMBER: _ClassVar[int]
    party: _tenancy_pb2.Party
    def __init__(self, party: _Optional[_Union[_tenancy_pb2.Party, _Mapping]] = ...) -> None: ...

class MemberCreated(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _tenancy_pb2.Member
    def __init__(self, member: _Optional[_Union[_tenancy_pb2.Member, _Mapping]] = ...) -> None: ...

class MemberUpdated(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _tenancy_pb2.Member
    def __init__(self, member: _Optional[_Union[_tenancy_pb2.Member, _Mapping]] = ...) -> None: ...

class GrantCreated(_message.Message):
    __slots__ = ("grant",)
    GRANT_FIELD_NUMBER: _ClassVar[int]
    grant: _tenancy_pb2.Grant
    def __init__(self, grant: _Optional[_Union[_tenancy_pb2.Grant, _Mapping]] = ...) -> None: ...

class GrantDeleted(_message.Message):
    __slots__ = ("grant",)
    GRANT_FIELD_NUMBER: _ClassVar[int]
    grant: _tenancy_pb2.Grant
    def __init__(self, grant: _Optional[_Union[_tenancy_pb2.Grant, _Mapping]] = ...) -> None: ...

class PluginSettingUpdated(_message.Message):
    __slots__ = ("plugin_setting", "sealed_secrets")
    PLUGIN_SETTING_FIELD_NUMBER: _ClassVar[int]
    SEALED_SECRETS_FIELD_NUMBER: _ClassVar[int]
    plugin_setting: _tenancy_pb2.PluginSetting
    sealed_secrets: bytes
    def __init__(self, plugin_setting: _Optional[_Union[_tenancy_pb2.PluginSetting, _Mapping]] = ..., sealed_secrets: _Optional[bytes] = ...) -> None: ...

class KeyCreated(_message.Message):
    __slots__ = ("key",)
    KEY_FIELD_NUMBER: _ClassVar[int]
    key: _tenancy_pb2.Key
    def __init__(self, key: _Optional[_Union[_tenancy_pb2.Key, _Mapping]] = ...) -> None: ...

class KeyRevoked(_message.Message):
    __slots__ = ("key",)
    KEY_FIELD_NUMBER: _ClassVar[int]
    key: _tenancy_pb2.Key
    def __init__(self, key: _Optional[_Union[_tenancy_pb2.Key, _Mapping]] = ...) -> None: ...
