"""A part of a house for tests: takes gRPC health calls, and does what `FAKE` says."""

import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc


def main() -> None:
    """Serve until told to end."""
    how = os.environ.get("FAKE", "")
    if how == "dies":
        print("cannot open the vault")
        sys.exit(3)
    if how == "misconfigured":
        print("TIERLINE_VAULT is missing")
        sys.exit(78)
    ended = threading.Event()
    if how != "stubborn":
        signal.signal(signal.SIGTERM, lambda *_: ended.set())
    else:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    server = grpc.server(ThreadPoolExecutor(2))
    servicer = health.HealthServicer()
    servicer.set("", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    server.add_insecure_port(os.environ["TIERLINE_LISTEN"])
    server.start()
    ended.wait()
    server.stop(None)


if __name__ == "__main__":
    main()
