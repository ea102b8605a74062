"""
Every metric of the platform: one closed list, and the registry that counts them.

A name that is not declared here does not exist. Labels never hold an identifier of a ticket or a person; a tenant is a label nowhere, since their
number has no bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client import Counter as LiveCounter
    from prometheus_client import Gauge as LiveGauge
    from prometheus_client import Histogram as LiveHistogram

    Live = LiveCounter | LiveGauge | LiveHistogram


class Type(StrEnum):
    """How a metric behaves."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0)
"""Bounds of duration buckets, seconds."""
SIZES = (1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0)
"""Bounds of batch-size buckets, items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric: its name says the unit (`_seconds`, `_total`), *help* says what it counts."""

    name: str
    type: Type
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = field(default=SECONDS)


RPCS = Metric(name="tierline_rpc_handled_total", type=Type.COUNTER, labels=("method", "code"), help="RPCs answered, by method and status code.")
RPC_SECONDS = Metric(name="tierline_rpc_seconds", type=Type.HISTOGRAM, labels=("method",), help="Time from the first look at a short RPC to its answer.")
RPCS_OPEN = Metric(name="tierline_rpc_open", type=Type.GAUGE, labels=("pool",), help="RPCs waiting or running, by thread pool (`commands`, `watches`).")
RPCS_SHED = Metric(name="tierline_rpc_shed_total", type=Type.COUNTER, labels=("pool",), help="RPCs refused because their pool was full.")
RPC_RETRIES = Metric(name="tierline_rpc_retries_total", type=Type.COUNTER, labels=("method",), help="Handlers run again after a deadlock.")
KEY_LOOKUPS = Metric(name="tierline_key_lookups_total", type=Type.COUNTER, labels=("result",), help="Keys resolved: cached, accepted, refused or failed.")
WATCHERS = Metric(name="tierline_watchers", type=Type.GAUGE, help="Watches that wait for news.")
EVENTS_APPENDED = Metric(name="tierline_events_appended_total", type=Type.COUNTER, labels=("topic",), help="Events written to the log.")
EVENTS_HANDLED = Metric(name="tierline_events_handled_total", type=Type.COUNTER, labels=("consumer", "topic"), help="Events handled with their effects.")
EVENTS_PARKED = Metric(name="tierline_events_parked_total", type=Type.COUNTER, labels=("consumer", "topic"), help="Events that can never be handled.")
BATCH_EVENTS = Metric(name="tierline_batch_events", type=Type.HISTOGRAM, labels=("consumer",), help="Events in a consumer's transaction.", buckets=SIZES)
BATCH_SECONDS = Metric(name="tierline_batch_seconds", type=Type.HISTOGRAM, labels=("consumer",), help="Time of a consumer's transaction.")
CONSUMER_LAG = Metric(name="tierline_consumer_lag_events", type=Type.GAUGE, labels=("consumer", "topic"), help="Events stored and not yet handled.")
CONSUMER_RETRIES = Metric(name="tierline_consumer_retries_total", type=Type.COUNTER, labels=("consumer",), help="Batches tried again after an outage.")
TIMERS_FIRED = Metric(name="tierline_timers_fired_total", type=Type.COUNTER, help="Timers fired.")
TIMER_DELAY = Metric(name="tierline_timer_delay_seconds", type=Type.HISTOGRAM, help="How late a timer fired.")
TRANSACTIONS = Metric(name="tierline_transactions_total", type=Type.COUNTER, labels=("outcome",), help="Database transactions, by outcome.")
POOL_WAIT_SECONDS = Metric(name="tierline_pool_wait_seconds", type=Type.HISTOGRAM, help="Wait for a database connection.")
HOOK_CALLS = Metric(name="tierline_hook_calls_total", type=Type.COUNTER, labels=("hook", "plugin", "verdict"), help="Plugin calls, by verdict.")
HOOK_SECONDS = Metric(name="tierline_hook_seconds", type=Type.HISTOGRAM, labels=("hook",), help="Time of a batch of plugin calls.")
HOST_RESTARTS = Metric(name="tierline_plugin_host_restarts_total", type=Type.COUNTER, labels=("host",), help="Plugin hosts started again.")
BREAKERS_OPEN = Metric(name="tierline_plugin_breakers_open", type=Type.GAUGE, labels=("host",), help="Plugins left out for a while.")
HTTP_REQUESTS = Metric(
    name="tierline_http_requests_total", type=Type.COUNTER, labels=("method", "route", "status"), help="HTTP requests answered, by the route's template.",
)
HTTP_SECONDS = Metric(name="tierline_http_seconds", type=Type.HISTOGRAM, labels=("method", "route"), help="Time from a request's headers to its answer.")
HTTP_OPEN = Metric(name="tierline_http_open", type=Type.GAUGE, labels=("kind",), help="HTTP requests under way (`requests`) and open event streams (`events`).")
HTTP_SHED = Metric(name="tierline_http_shed_total", type=Type.COUNTER, labels=("limit",), help="HTTP requests refused by a limit.")
COALESCED_ITEMS = Metric(name="tierline_coalesced_items", type=Type.HISTOGRAM, labels=("method",), help="Calls gathered into one batch.", buckets=SIZES)
STREAMS_DROPPED = Metric(name="tierline_event_streams_dropped_total", type=Type.COUNTER, help="Browsers that read events too slowly and were let go.")


def declared() -> Sequence[Metric]:
    """Return the closed list, in the order of this page."""
    return [value for value in globals().values() if isinstance(value, Metric)]


def increment(metric: Metric, amount: float = 1, **labels: str) -> None:
    """Count *amount* more on a counter."""
    _counter(metric, tuple(labels[name] for name in metric.labels)).inc(amount)


def observe(metric: Metric, value: float, **labels: str) -> None:
    """Put *value* into a histogram."""
    _histogram(metric, tuple(labels[name] for name in metric.labels)).observe(value)


def change(metric: Metric, by: float, **labels: str) -> None:
    """Move a gauge by a difference."""
    _gauge(metric, tuple(labels[name] for name in metric.labels)).inc(by)


def put(metric: Metric, value: float, **labels: str) -> None:
    """Set a gauge."""
    _gauge(metric, tuple(labels[name] for name in metric.labels)).set(value)


def exposition() -> bytes:
    """Return what `/metrics` answers, in Prometheus' text format."""
    from prometheus_client import generate_latest  # noqa: PLC0415 (only a process that counts pays for it)

    return generate_latest(registry())


_making = Lock()


@cache
def registry() -> "CollectorRegistry":
    """Return the registry of this process, with its memory and CPU."""
    from prometheus_client import CollectorRegistry, ProcessCollector  # noqa: PLC0415 (only a process that counts pays for it)

    made = CollectorRegistry()
    ProcessCollector(registry=made)
    return made


@cache
def _family(metric: Metric) -> "Live":
    import prometheus_client as prometheus  # noqa: PLC0415 (only a process that counts pays for it)

    if metric.type is Type.COUNTER:
        return prometheus.Counter(metric.name, metric.help, metric.labels, registry=registry())
    if metric.type is Type.GAUGE:
        return prometheus.Gauge(metric.name, metric.help, metric.labels, registry=registry())
    return prometheus.Histogram(metric.name, metric.help, metric.labels, registry=registry(), buckets=metric.buckets)


def _child(metric: Metric, values: tuple[str, ...], wanted: Type) -> "Live":
    if metric.type is not wanted:
        raise TypeError(f"{metric.name} is a {metric.type}, not a {wanted}.")
    with _making:  # two threads that count something for the first time would declare it twice, which the library refuses
        family = _family(metric)
    return family.labels(*values) if values else family


@cache
def _counter(metric: Metric, values: tuple[str, ...]) -> "LiveCounter":
    return _child(metric, values, Type.COUNTER)  # type: ignore[return-value]  # _child has checked the type


@cache
def _gauge(metric: Metric, values: tuple[str, ...]) -> "LiveGauge":
    return _child(metric, values, Type.GAUGE)  # type: ignore[return-value]  # _child has checked the type


@cache
def _histogram(metric: Metric, values: tuple[str, ...]) -> "LiveHistogram":
    return _child(metric, values, Type.HISTOGRAM)  # type: ignore[return-value]  # _child has checked the type
