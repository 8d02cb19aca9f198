"""The audit: it plays every attacker against a pattern, and shares nothing with the optimiser."""
