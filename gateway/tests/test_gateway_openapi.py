"""The document is valid, complete, and says what is served."""

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from tierline_gateway.contract import load_contract
from tierline_gateway.openapi import make_document
from tierline_gateway.transcoding.bindings import Binding


@pytest.fixture(scope="module")
def document():
    """The document of the contract that is installed."""
    contract = load_contract()
    return make_document(contract, [Binding(method, rule) for method in contract.methods.values() for rule in method.rules])


def test_the_document_is_valid(document):
    """Generators of clients stumble over anything else."""
    assert [] == [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]


def test_every_rpc_with_a_rule_is_there(document):
    """What is not documented is not found."""
    operations = {one["operationId"] for path in document["paths"].values() for one in path.values()}
    expected = {f"{method.service.rpartition('.')[2]}_{method.name}" for method in load_contract().methods.values() if method.rules}
    assert set() == expected - operations


def test_everything_is_described_from_the_protos(document):
    """A name alone explains nothing."""
    schemas = document["components"]["schemas"]
    bare = [name for name, schema in schemas.items() if not schema.get("description", "").strip()]
    bare += [f"{name}.{member}" for name, schema in schemas.items() for member, one in schema.get("properties", {}).items() if not one.get("description")]
    operations = [one for path in document["paths"].values() for one in path.values()]
    bare += [one["operationId"] for one in operations if not one["summary"] or not one["description"]]
    given = [(one["operationId"], parameter) for one in operations for parameter in one.get("parameters", ()) if "$ref" not in parameter]
    bare += [f"{name}.{parameter['name']}" for name, parameter in given if not parameter["description"]]
    assert [] == [name for name in bare if name.split(".")[0] != "Status"]  # google.rpc.Status is described by Google


def test_limits_are_those_that_the_services_enforce(document):
    """A form that a client builds from the document refuses what the service would."""
    ticket = document["components"]["schemas"]["Ticket"]
    assert (1, 300) == (ticket["properties"]["title"]["minLength"], ticket["properties"]["title"]["maxLength"])
    assert ["title"] == ticket["required"]
    assert ticket["properties"]["state"]["readOnly"]
    assert "uuid" == ticket["properties"]["applicationId"]["format"]
    tenant = document["components"]["schemas"]["Tenant"]["properties"]
    assert "^[A-Z][A-Z0-9]{1,9}$" == tenant["prefix"]["pattern"]
    hold = document["components"]["schemas"]["HoldTicketRequest"]
    assert (["awaiting"], ["AWAITING_UNSPECIFIED"]) == (hold["required"], hold["properties"]["awaiting"]["not"]["enum"])
    assert "id" not in hold["properties"]
    work = document["components"]["schemas"]["LogWorkRequest"]["properties"]["minutes"]
    assert (1, 1440) == (work["minimum"], work["maximum"])
    assert "LEVEL_L1" in document["components"]["schemas"]["Level"]["enum"]
    assert "End-user support" in document["components"]["schemas"]["Level"]["description"]
    assert "required" not in document["components"]["schemas"]["ApplicationChanges"]
    assert [{"required": ["http"]}, {"required": ["heartbeat"]}] == document["components"]["schemas"]["Check"]["oneOf"]


def test_problems_and_keys_are_declared(document):
    """What goes wrong is part of the contract."""
    resolve = document["paths"]["/v1/tickets/{id}:resolve"]["post"]
    assert {"400", "401", "403", "404", "409", "412", "422", "429", "503"} <= set(resolve["responses"])
    assert {"#/components/parameters/IfMatch", "#/components/parameters/IdempotencyKey"} <= {given.get("$ref") for given in resolve["parameters"]}
    assert [{"key": []}, {"session": []}] == document["security"]
    assert {"get", "patch"} == set(document["paths"]["/v1/applications/{id}"])
