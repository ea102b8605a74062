"""Tierline on one machine: the tierline command."""
