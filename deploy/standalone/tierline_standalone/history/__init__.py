"""History from other desks: a mapping says what an export's columns mean, and this package reads, groups and sends it."""
