"""How pages are asked for: one request to a checked address, in bounded time and size, by a small pool of threads."""
