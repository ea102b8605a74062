"""Two tenants, two real ticket histories, one live ticket: what Tierline does, shown on data that nobody made up."""
