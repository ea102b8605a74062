"""What all Tierline services share: database, event log, gRPC server, plugin host."""
