"""What the sla service knows, as plain values and pure functions: calendars, targets, clocks, the ledger."""
