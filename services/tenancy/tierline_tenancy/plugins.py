"""The installed plugins, and what a tenant may set of them; their declarations come from tenancy's own plugin host."""

from collections.abc import Mapping, Sequence

from tierline_chassis.plugin_host import PluginHost
from tierline_chassis.sealing import Sealer
from tierline_sdk.errors import EtagMismatch, FieldViolation, InvalidFields, NotFound
from tierline_sdk.plugin import Plugin, SettingType, resolve_settings

from tierline_tenancy.domain.values import PluginSetting

HIDDEN = "***"
"""What a secret looks like to everybody; sent back, it leaves the secret as it is."""


class Plugins:
    """Checks settings by the plugins' declarations, and seals the secrets among them."""

    def __init__(self, host: PluginHost, sealer: Sealer) -> None:
        self._host = host
        self._sealer = sealer

    def demand(self, name: str) -> Plugin:
        """
        Return the declaration of a plugin.

        Raises:
            NotFound: None is installed under this name, or it is refused.
        """
        declared = self._host.describe().get(name)
        if not isinstance(declared, Plugin):
            raise NotFound("plugin", name)
        return declared

    def shown(self, tenant_id: str, stored: Sequence[PluginSetting]) -> Sequence[PluginSetting]:
        """Return every installed plugin as a tenant has set it."""
        known = {row.plugin: row for row in stored}
        return [
            known.get(name) or PluginSetting(tenant_id=tenant_id, plugin=name, enabled=False, settings={})
            for name, declared in sorted(self._host.describe().items()) if isinstance(declared, Plugin)
        ]

    def checked(
        self, tenant_id: str, name: str, given: Mapping[str, object], *, enabled: bool, etag: str, current: PluginSetting | None, operator: bool,
    ) -> PluginSetting:
        """
        Return the setting as it is to be stored: secrets sealed apart, and hidden among the rest.

        Raises:
            InvalidFields: A setting is unknown, missing, wrong, or the operator's to set.
            EtagMismatch: The setting has changed since the caller read it.
        """
        declared = self.demand(name)
        if etag and etag != (str(current.version) if current else ""):
            raise EtagMismatch("plugin setting", name)
        secrets = [setting.name for setting in declared.settings if setting.type is SettingType.SECRET]
        known = self._sealer.open(tenant_id, name, current.sealed) if current else {}
        whole = {key: known.get(key, "") if key in secrets and value == HIDDEN else value for key, value in given.items() if value is not None}
        _demand_operator(declared, whole, current, operator=operator)
        if enabled or whole:
            _check(declared, whole)
        sealed = self._sealer.seal(tenant_id, name, {key: str(whole[key]) for key in secrets if whole.get(key)})
        open_ones = {key: HIDDEN if key in secrets else value for key, value in whole.items() if key not in secrets or value}
        return PluginSetting(tenant_id=tenant_id, plugin=name, enabled=enabled, settings=open_ones, sealed=sealed, version=current.version if current else 0)


def _check(declared: Plugin, whole: Mapping[str, object]) -> None:
    try:
        resolve_settings(declared, whole)
    except InvalidFields as error:
        field = "plugin_setting.settings"
        raise InvalidFields([FieldViolation(field=f"{field}.{found.field}", description=found.description) for found in error.violations]) from None


def _demand_operator(declared: Plugin, whole: Mapping[str, object], current: PluginSetting | None, *, operator: bool) -> None:
    before = current.settings if current else {}
    for setting in declared.settings:
        now, then = whole.get(setting.name, setting.default), before.get(setting.name, setting.default)
        if setting.operator_only and not operator and now != then:
            raise InvalidFields([FieldViolation(field=f"plugin_setting.settings.{setting.name}", description="only the operator may set this")])
