"""What a Tierline plugin builds on: hooks, shared values, the error tree."""
