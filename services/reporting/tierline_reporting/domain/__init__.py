"""What reporting knows, as plain values and pure functions: tickets, their shares in the figures, periods, and the ten KPIs (E1)."""
