"""The tenancy service of Tierline: tenants, providers, parties, members, grants, keys and plugin settings."""
