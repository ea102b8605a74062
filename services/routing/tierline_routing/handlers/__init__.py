"""What routing does with what it hears and is told: load, decide, save."""
