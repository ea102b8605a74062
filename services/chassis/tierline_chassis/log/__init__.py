"""The event log: one port (`port`), adapters behind it (`postgres`, `memory`), and what stands around it (topics, parked events, retention)."""
