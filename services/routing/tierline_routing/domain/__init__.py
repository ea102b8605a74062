"""What routing knows: who can take which work, and why. Plain values and pure functions."""
