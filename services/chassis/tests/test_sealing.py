"""Secrets of a tenant are of use to nobody else."""

import base64

import pytest
from tierline_chassis.sealing import Sealer, SecretsKeyInvalid, SecretsUnreadable

KEY = base64.b64encode(bytes(32)).decode()
OTHER = base64.b64encode(bytes(range(32))).decode()


def test_secrets_come_back():
    """Otherwise nothing could be signed."""
    assert Sealer(KEY).open("t1", "p", Sealer(KEY).seal("t1", "p", {"secret": "s3cr3t"})) == {"secret": "s3cr3t"}


@pytest.mark.parametrize(("key", "tenant", "plugin"), [(OTHER, "t1", "p"), (KEY, "t2", "p"), (KEY, "t1", "q")])
def test_secrets_open_for_their_tenant_plugin_and_key_alone(key, tenant, plugin):
    """Two tenants: a row that strays must stay shut."""
    with pytest.raises(SecretsUnreadable):
        Sealer(key).open(tenant, plugin, Sealer(KEY).seal("t1", "p", {"secret": "s3cr3t"}))


@pytest.mark.parametrize("key", ["", "short", base64.b64encode(bytes(16)).decode()])
def test_wrong_key_is_named(key):
    """A start with a wrong key must say so, not seal with it."""
    with pytest.raises(SecretsKeyInvalid):
        Sealer(key)
