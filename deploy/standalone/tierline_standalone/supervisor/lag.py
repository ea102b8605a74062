"""How far the consumers of a running house are behind, as its services' metrics say."""

import http.client
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tierline_standalone.supervisor.folder import Running

SERIES = re.compile(r"^tierline_consumer_lag_events\{(?P<labels>[^}]*)\} (?P<value>\S+)$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """Events of *topic* that *consumer* of *service* has not handled."""

    service: str
    consumer: str
    topic: str
    events: int


def lags(running: Running) -> Mapping[str, list[Lag] | None]:
    """Ask every service; None for one that does not answer."""
    return {name: _ask(name, part.metrics) for name, part in running.parts.items() if name != "gateway"}


def behind(running: Running) -> int | None:
    """Count all events that are still to be handled; None where a service does not answer."""
    answers = list(lags(running).values())
    known = [answer for answer in answers if answer is not None]
    return sum(lag.events for answer in known for lag in answer) if len(known) == len(answers) else None


def _ask(service: str, address: str) -> list[Lag] | None:
    connection = http.client.HTTPConnection(address, timeout=2)
    try:
        connection.request("GET", "/metrics")
        return list(read(service, connection.getresponse().read().decode()))
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def read(service: str, exposition: str) -> Iterator[Lag]:
    """Read the lags out of a page of metrics."""
    for series in SERIES.finditer(exposition):
        labels = dict(LABEL.findall(series["labels"]))
        yield Lag(service=service, consumer=labels.get("consumer", ""), topic=labels.get("topic", ""), events=int(float(series["value"])))
