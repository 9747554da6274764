"""What the company does: pure rules, no I/O, no clock, no prose."""
