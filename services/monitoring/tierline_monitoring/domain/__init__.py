"""What monitoring knows, as plain values and pure functions: checks, alarms, outages, maintenance windows."""
