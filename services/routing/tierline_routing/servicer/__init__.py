"""The gRPC doors: routing's own, and the vendors'."""
