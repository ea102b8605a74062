"""What tests of the services share: a PostgreSQL, databases made for one module, logs to feed. A pytest plugin: `tierline_chassis.testing.plugin`."""
