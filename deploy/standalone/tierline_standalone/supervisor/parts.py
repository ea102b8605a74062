"""What runs: the six services and the gateway, with the addresses and settings of this start."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tierline_standalone.supervisor.child import Part
from tierline_standalone.supervisor.keys import Keys
from tierline_standalone.supervisor.ports import LOOPBACK, free_ports

SERVICES = ("tenancy", "intake", "routing", "sla", "monitoring", "reporting")

OPENS_SECRETS = ("tenancy", "intake", "routing", "sla", "monitoring")
"""Who runs plugins and therefore opens the secrets in their settings; tenancy seals them."""

OURS_ALONE = ("TIERLINE_DATABASE_URL", "TIERLINE_OWNER_DATABASE_URL", "TIERLINE_KEY", "TIERLINE_URL", "TIERLINE_DATA")
"""Settings of the command itself, which no part inherits: a part gets its own database role, and no key of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Where the gateway is reached: port of HTTP, port of gRPC."""

    http: int
    grpc: int


def services(keys: Keys, databases: Mapping[str, str], *, avoid: Sequence[int]) -> Sequence[Part]:
    """
    Say which services to run, on loopback ports of this start.

    Args:
        keys: The secrets that the parts share.
        databases: Service to the URL of its own role.
        avoid: Ports that the gateway takes.
    """
    ports = iter(free_ports(2 * len(SERVICES), avoid=avoid))
    addresses = {name: f"{LOOPBACK}:{next(ports)}" for name in SERVICES}
    return [_service(name, addresses, f"{LOOPBACK}:{next(ports)}", databases[name], keys) for name in SERVICES]


def gateway(behind: Sequence[Part], doors: Doors, *, key: str, keys: Keys) -> Part:
    """Say how to run the gateway before the services *behind* it; *key* is its own."""
    taken = [doors.http, doors.grpc, *(int(address.rpartition(":")[2]) for part in behind for address in (part.address, part.metrics))]
    metrics = f"{LOOPBACK}:{free_ports(1, avoid=taken)[0]}"
    settings = {
        **{f"TIERLINE_{part.name.upper()}_ADDRESS": part.address for part in behind},
        "TIERLINE_LISTEN": f"{LOOPBACK}:{doors.http}",
        "TIERLINE_GRPC_LISTEN": f"{LOOPBACK}:{doors.grpc}",
        "TIERLINE_METRICS_LISTEN": metrics,
        "TIERLINE_GATEWAY_KEY": key,
        "TIERLINE_ASSERTION_PUBLIC_KEY": keys.assertion_public_key,
    }
    return Part(name="gateway", module="tierline_gateway", address=f"{LOOPBACK}:{doors.http}", metrics=metrics, environment=settings)


def environment(inherited: Mapping[str, str]) -> Mapping[str, str]:
    """Give every part what the command was started with, its own secrets apart, and a frugal memory allocator."""
    kept = {name: value for name, value in inherited.items() if name not in OURS_ALONE}
    return {"TIERLINE_LOG_FORMAT": "json", "MALLOC_ARENA_MAX": "2", **kept, "PYTHONUNBUFFERED": "1", "TIERLINE_PARENT_PID": str(os.getpid())}


def _service(name: str, addresses: Mapping[str, str], metrics: str, database: str, keys: Keys) -> Part:
    settings = {
        "TIERLINE_DATABASE_URL": database,
        "TIERLINE_LISTEN": addresses[name],
        "TIERLINE_METRICS_LISTEN": metrics,
        "TIERLINE_TENANCY_ADDRESS": addresses["tenancy"],
        "TIERLINE_ASSERTION_PUBLIC_KEY": keys.assertion_public_key,
    }
    if name == "tenancy":
        settings |= {"TIERLINE_ASSERTION_PRIVATE_KEY": keys.assertion_private_key}
    if name in OPENS_SECRETS:
        settings |= {"TIERLINE_SECRETS_KEY": keys.secrets_key}
    return Part(name=name, module=f"tierline_{name}", address=addresses[name], metrics=metrics, environment=settings)


def inherited() -> Mapping[str, str]:
    """Return the environment of this process: the one place here that reads it."""
    return dict(os.environ)
