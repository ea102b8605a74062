"""What intake knows of tickets, as plain values and pure functions."""
