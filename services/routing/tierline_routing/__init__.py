"""The routing service of Tierline: teams, sourcing plans, assignments and hand-offs to vendors."""
