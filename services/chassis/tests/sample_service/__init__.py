"""A service with one sealed table, for the tests of the chassis."""
