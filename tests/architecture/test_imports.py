"""The walls between packages: each rule holds, and each rule is seen to refuse."""

from pathlib import Path

import pytest
from importlinter.application import use_cases
from importlinter.configuration import configure

ROOT = Path(__file__).parents[2]
configure()

VIOLATIONS = {
    "pure-core": ("tierline_sla.domain", "psycopg"),
    "domain-first": ("tierline_routing.domain", "tierline_routing.store"),
    "handlers-before-doors": ("tierline_intake.handlers", "tierline_intake.store"),
    "services-apart": ("tierline_intake.servicer", "tierline_routing.domain"),
    "gateway-apart": ("tierline_gateway", "tierline_intake.domain"),
    "sdk-alone": ("tierline_sdk.values", "tierline_chassis.ids"),
    "plugins-on-sdk": ("tierline_vendor_webhook", "tierline_chassis.ids"),
    "chassis-below": ("tierline_chassis.ids", "tierline_sla.domain"),
}
"""One import a rule that must be refused."""


@pytest.fixture(scope="module")
def rules():
    """Read the rules as the linter does."""
    options = use_cases.read_user_options(str(ROOT / ".importlinter"))
    use_cases._register_contract_types(options)
    return options


@pytest.fixture(scope="module")
def graph(rules):
    """Build the graph of all imports once."""
    return use_cases._build_graph(
        root_package_names=rules.session_options["root_packages"], cache_dir=None, include_external_packages=True,
        exclude_type_checking_imports=False, verbose=False,
    )


def broken(rules, graph) -> set[str]:
    """Name the rules that *graph* breaks."""
    report = use_cases._build_report(graph=graph, graph_building_duration=0, user_options=rules, limit_to_contracts=(), show_timings=False, verbose=False)
    assert not report.could_not_run
    names = {options["name"]: options["id"] for options in rules.contracts_options}
    return {names[contract.name] for contract, check in report.get_contracts_and_checks() if not check.kept}


def test_every_wall_stands(rules, graph):
    """A broken wall is cheap to mend on the day it breaks, and dear a year later."""
    assert set() == broken(rules, graph)


def test_every_rule_has_a_violation_to_try(rules):
    """A rule that nobody has seen refuse may refuse nothing."""
    assert {options["id"] for options in rules.contracts_options} == set(VIOLATIONS)


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_rule_refuses_a_violation(rules, graph, rule):
    """A typo in a module's name would make a rule accept everything."""
    importer, imported = VIOLATIONS[rule]
    assert {importer, imported} <= graph.modules
    graph.add_import(importer=importer, imported=imported, line_number=1, line_contents=f"import {imported}")
    try:
        assert rule in broken(rules, graph)
    finally:
        graph.remove_import(importer=importer, imported=imported)
