"""What tenancy knows: values, roles, secrets and names, as pure functions."""
