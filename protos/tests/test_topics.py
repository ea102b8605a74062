"""The topics' files are true: every message, producer and example is what the contract says."""

import importlib
from pathlib import Path

import pytest
import yaml
from google.protobuf import json_format

TOPICS = sorted((Path(__file__).parents[1] / "topics").glob("*.yaml"))
SERVICES = {"tenancy", "intake", "routing", "sla", "monitoring", "reporting"}


def message_of(topic: dict) -> type:
    """Give the class of a topic's message."""
    package, name = topic["message"].rsplit(".", 1)
    return getattr(importlib.import_module(f"{package}.events_pb2"), name)


@pytest.mark.parametrize("path", TOPICS, ids=lambda path: path.stem)
class TestTopic:
    """One file a topic."""

    def test_file_is_named_after_its_topic(self, path):
        """Whoever looks for a topic finds its file by name."""
        assert path.stem == yaml.safe_load(path.read_text())["topic"]

    def test_producer_and_consumers_are_services(self, path):
        """A misspelt consumer would be refused at run time, on the day it is deployed."""
        topic = yaml.safe_load(path.read_text())
        assert {topic["producer"], *topic["consumers"]} <= SERVICES

    def test_every_fact_has_an_example_that_decodes(self, path):
        """Outsiders learn a topic from its examples; one that does not decode teaches them wrong."""
        topic = yaml.safe_load(path.read_text())
        message = message_of(topic)
        facts = [json_format.ParseDict(example, message()).WhichOneof("fact") for example in topic["examples"]]
        assert [field.name for field in message.DESCRIPTOR.oneofs_by_name["fact"].fields] == facts

    def test_an_example_with_an_unknown_member_is_refused(self, path):
        """The check above must be able to fail."""
        topic = yaml.safe_load(path.read_text())
        with pytest.raises(json_format.ParseError):
            json_format.ParseDict({**topic["examples"][0], "noSuchMember": 1}, message_of(topic)())
