"""The closed list of metrics, and the trace context."""

import re

import pytest
from tierline_chassis import metrics, tracing
from tierline_chassis.housekeeping import show_lag
from tierline_sdk.errors import Unavailable


def test_names_are_unique_and_say_their_unit():
    """A name is a contract with dashboards."""
    names = [metric.name for metric in metrics.declared()]
    assert len(names) == len(set(names))
    for metric in metrics.declared():
        assert re.fullmatch(r"tierline_[a-z_]+", metric.name)
        assert metric.name.endswith("_total") == (metric.type is metrics.Type.COUNTER), metric.name
        assert metric.help.endswith(".")


def test_a_counter_counts_and_is_exposed():
    """What is counted is what `/metrics` says."""
    metrics.increment(metrics.RPC_RETRIES, method="/a/B")
    metrics.increment(metrics.RPC_RETRIES, 2, method="/a/B")
    assert b'tierline_rpc_retries_total{method="/a/B"} 3.0' in metrics.exposition()


def test_a_metric_is_used_as_what_it_is():
    """A gauge that is counted up by mistake would be a lie on a dashboard."""
    with pytest.raises(TypeError):
        metrics.increment(metrics.WATCHERS)


def test_a_label_that_is_not_declared_is_refused():
    """Labels are part of the closed list."""
    with pytest.raises(KeyError):
        metrics.increment(metrics.RPC_RETRIES, tenant="x")


def test_a_trace_goes_on_in_a_new_span():
    """The trace's id crosses the door, the span is new."""
    carried = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    with tracing.continued(carried) as trace:
        assert trace.trace_id == "0af7651916cd43dd8448eb211c80319c"
        assert trace.span_id != "b7ad6b7169203331"
        assert tracing.headers() == {"traceparent": str(trace)}
    assert tracing.headers() == {}


@pytest.mark.parametrize("bad", ["", "x", "00-" + "0" * 32 + "-b7ad6b7169203331-01", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"])
def test_a_malformed_trace_is_ignored(bad):
    """A stranger's header never breaks a call."""
    with tracing.continued({"traceparent": bad}) as trace:
        assert tracing.parse(str(trace)) == trace


class Behind:
    """A consumer that is behind by what the test says, or cannot tell."""

    name, topics, events = "behind", ("tierline.ticket.v1",), 0

    def lag(self):
        """Measure, as a consumer does."""
        if self.events is None:
            raise Unavailable("The database is away.")
        metrics.put(metrics.CONSUMER_LAG, self.events, consumer=self.name, topic=self.topics[0])


def test_lag_is_measured_when_somebody_looks():
    """The first look is as true as the next, and an outage does not take the page away."""
    consumer = Behind()
    show_lag([consumer])
    for events, shown in ((7, 7), (3, 3), (None, 3), (0, 0)):
        consumer.events = events
        assert f'{{consumer="behind",topic="tierline.ticket.v1"}} {shown}.0'.encode() in metrics.exposition()
