"""The permission map against the contract, and what is made of names."""

import importlib
import pkgutil

import pytest
import tierline
from google.protobuf import descriptor_pool
from tierline.options.v1 import options_pb2
from tierline_sdk.errors import InvalidFields
from tierline_tenancy.domain.names import checked_zone, prefixes_from
from tierline_tenancy.domain.roles import PERMISSIONS
from tierline_tenancy.domain.values import Role


def rules():
    """Return every RPC of the contract with its permission."""
    modules = [module.name for module in pkgutil.walk_packages(tierline.__path__, "tierline.") if module.name.endswith("_pb2")]
    files = {importlib.import_module(name).DESCRIPTOR.name for name in modules}
    pool = descriptor_pool.Default()
    services = [service for name in files for service in pool.FindFileByName(name).services_by_name.values()]
    return {method.full_name: method.GetOptions().Extensions[options_pb2.rule].permission for service in services for method in service.methods}


def test_every_rpc_names_a_permission_that_some_role_holds():
    """An RPC without a rule is open or dead; a permission that only the operator's `*` gives is a hole in the map."""
    held = frozenset().union(*PERMISSIONS.values())
    found = rules()
    assert len(found) > 50
    assert {name: permission for name, permission in found.items() if permission not in held | {"public", "any"}} == {}


def test_every_permission_of_the_map_is_used():
    """A word that no RPC asks for is a typing mistake."""
    assert frozenset().union(*PERMISSIONS.values()) - set(rules().values()) == {"*"}


def test_every_role_has_its_duties():
    """The closed list, and the two that must hold almost nothing."""
    assert set(PERMISSIONS) == set(Role)
    assert PERMISSIONS[Role.VENDOR] == {"work.read", "work.handle"}
    assert PERMISSIONS[Role.GATEWAY] == {"events.read"}


@pytest.mark.parametrize(("name", "prefix"), [
    ("Acme", "ACME"), ("Müller & Söhne", "MULLER"), ("3M", "T3M"), ("北京", "TX"), ("International Business", "INTERNA"), ("A", "TA"),
])
def test_a_prefix_is_made_from_the_name(name, prefix):
    """What people see in front of every ticket number keeps to letters and digits."""
    proposals = prefixes_from(name)
    assert proposals[0] == prefix
    assert len(set(proposals)) == len(proposals)
    assert all(2 <= len(proposal) <= 10 for proposal in proposals)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "/etc/localtime", "x" * 64, "\0"])
def test_a_zone_is_one_of_the_database(zone):
    """Nothing else reaches a calendar."""
    with pytest.raises(InvalidFields):
        checked_zone(zone, field="tenant.zone")
    assert checked_zone("", field="tenant.zone") == "UTC"
