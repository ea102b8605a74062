"""What stands between the wire and a servicer's method, one concern a module; `chain.py` says the order."""
