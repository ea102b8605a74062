"""The sla service of Tierline: calendars, agreements, clocks and the ledger."""
