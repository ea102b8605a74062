"""The monitoring service of Tierline: checks, alarms, outages and maintenance windows."""
