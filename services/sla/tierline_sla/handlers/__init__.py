"""What sla does: one function per command, each for many at once where the path is hot."""
