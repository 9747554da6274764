"""Measures: ratios in one run, against a bare echo bot on the same machine (`make bench`)."""
