"""Partial updates: what the mask names changes, and nothing else."""

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from tierline.routing.v1 import routing_pb2
from tierline.tenancy.v1 import tenancy_pb2
from tierline_chassis.updates import merge
from tierline_sdk.errors import EtagMismatch, InvalidFields

TENANT = tenancy_pb2.Tenant(id="t", display_name="Acme", prefix="ACME", zone="Europe/Berlin", etag="3")


def test_named_fields_change_and_the_others_stay():
    """A client that knows fewer fields than the server must not clear the rest."""
    merged = merge(TENANT, tenancy_pb2.Tenant(display_name="Acme Ltd", prefix="XX"), FieldMask(paths=["display_name"]))
    assert ("Acme Ltd", "ACME", "Europe/Berlin") == (merged.display_name, merged.prefix, merged.zone)


def test_without_a_mask_the_fields_that_are_set_change():
    """The common case needs no ceremony."""
    assert "Acme Ltd" == merge(TENANT, tenancy_pb2.Tenant(display_name="Acme Ltd"), FieldMask()).display_name


def test_a_named_field_that_is_unset_is_cleared():
    """There must be a way to take a value away."""
    assert "" == merge(TENANT, tenancy_pb2.Tenant(), FieldMask(paths=["zone"])).zone


def test_lists_are_replaced_as_a_whole():
    """Appending would make the same update twice something else than once."""
    team = routing_pb2.Team(provider_id="01920a6e-5c00-7a10-8b00-000000000010", display_name="Desk", levels=[1, 2])
    assert [3] == list(merge(team, routing_pb2.Team(levels=[3]), FieldMask(paths=["levels"])).levels)


@pytest.mark.parametrize("path", ["no_such_field", "create_time", "id"])
def test_a_mask_with_a_field_that_cannot_be_set_is_refused(path):
    """A misspelt mask that changed nothing would look like success."""
    with pytest.raises(InvalidFields, match=path):
        merge(TENANT, tenancy_pb2.Tenant(), FieldMask(paths=[path]))


def test_the_outcome_keeps_the_constraints():
    """A partial update must not smuggle in what a creation refuses."""
    with pytest.raises(InvalidFields, match=r"tenant\.prefix"):
        merge(TENANT, tenancy_pb2.Tenant(prefix="lower"), FieldMask(paths=["prefix"]))


def test_a_stale_etag_is_refused():
    """Two people who edit at once must not overwrite one another."""
    with pytest.raises(EtagMismatch):
        merge(TENANT, tenancy_pb2.Tenant(display_name="x", etag="2"), FieldMask())


def test_a_fixed_field_does_not_change():
    """A resource never moves to another tenant."""
    party = tenancy_pb2.Party(tenant_id="a", provider_id="01920a6e-5c00-7a10-8b00-000000000010", levels=[1])
    with pytest.raises(InvalidFields, match="cannot be changed"):
        merge(party, tenancy_pb2.Party(tenant_id="b"), FieldMask())
