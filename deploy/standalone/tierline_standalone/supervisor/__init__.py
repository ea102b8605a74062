"""Runs the whole house on one machine: PostgreSQL, the six services and the gateway, each a process of its own."""
