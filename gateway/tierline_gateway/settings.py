"""What the gateway is told; the only reader of its environment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySettings:
    """Where the gateway listens, and where the services are."""

    tenancy_address: str
    """`HOST:PORT` of tenancy."""
    intake_address: str
    """`HOST:PORT` of intake."""
    routing_address: str
    """`HOST:PORT` of routing."""
    sla_address: str
    """`HOST:PORT` of sla."""
    monitoring_address: str
    """`HOST:PORT` of monitoring."""
    reporting_address: str
    """`HOST:PORT` of reporting."""
    gateway_key: str
    """The gateway's own key; it reads events and passes callers on."""
    listen: str = "127.0.0.1:8080"
    """`HOST:PORT` for HTTP."""
    grpc_listen: str = "127.0.0.1:8081"
    """`HOST:PORT` for gRPC, which is passed through undecoded."""
    metrics_listen: str = ""
    """`HOST:PORT` for `/metrics` apart from the public port; none where empty."""
    log_format: str = "json"
    """`json`, or `console` for people."""
    call_seconds: float = 10.0
    """How long a call may take."""
    body_bytes: int = 1 << 20
    """The largest body of a request; 1 MiB."""
    bulk_body_bytes: int = 8 << 20
    """The largest body of a request that carries many items; 8 MiB."""

    def addresses(self) -> dict[str, str]:
        """Map each service to where it is."""
        return {name: getattr(self, f"{name}_address") for name in ("tenancy", "intake", "routing", "sla", "monitoring", "reporting")}
