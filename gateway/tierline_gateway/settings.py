"""What the gateway is told; the only reader of its environment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySettings:
    """Where the gateway listens, where the services are, and how much it takes on."""

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
    """The gateway's own key, with which it reads events and nothing else."""
    assertion_public_key: str
    """Ed25519 public key of tenancy, base64 of the raw 32 bytes; several, separated by commas, while keys are rotated."""
    listen: str = "127.0.0.1:8080"
    """`HOST:PORT` for HTTP."""
    grpc_listen: str = "127.0.0.1:8081"
    """`HOST:PORT` for gRPC, which is passed through undecoded; none where empty."""
    metrics_listen: str = ""
    """`HOST:PORT` for `/metrics` apart from the public port; none where empty."""
    log_format: str = "json"
    """`json`, or `console` for people."""
    call_seconds: float = 10.0
    """How long a call may take where the caller names no time."""
    longest_call_seconds: float = 60.0
    """The longest time that a caller may name."""
    header_bytes: int = 32 * 1024
    """The largest request line with headers; more is 431."""
    header_seconds: float = 10.0
    """How long a connection may be silent before its request line and headers are in; then it is closed."""
    body_bytes: int = 1024 * 1024
    """The largest body of a request; more is 413."""
    bulk_body_bytes: int = 8 * 1024 * 1024
    """The largest body of a request that carries many items; more is 413."""
    body_seconds: float = 15.0
    """How long a body may take to come in; then 408."""
    send_seconds: float = 30.0
    """How long a client may leave an answer unread; then its connection is cut."""
    idle_seconds: int = 60
    """How long a connection is kept between two requests."""
    connections: int = 2_000
    """HTTP connections at once; one more is refused."""
    requests: int = 512
    """Requests under way at once, open event streams apart; one more is 429."""
    event_streams: int = 1_000
    """Open event streams at once; one more is 429."""
    rate_per_second: float = 1_000.0
    """Requests a second that one principal may send for long; more is 429."""
    rate_burst: int = 2_000
    """Requests that one principal may send at once after a pause."""
    drain_seconds: float = 0.0
    """How long a process that was told to end still answers while `/readyz` already refuses; some seconds behind a load balancer."""
    grace_seconds: float = 10.0
    """How long requests under way may take when the process ends."""
    parent_pid: int = 0
    """The supervisor's process; when it is gone, this one ends. 0 for none."""

    def addresses(self) -> dict[str, str]:
        """Map each service to where it is."""
        return {name: getattr(self, f"{name}_address") for name in ("tenancy", "intake", "routing", "sla", "monitoring", "reporting")}
