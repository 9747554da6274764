"""What all tests share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.faults.ledger import pytest_terminal_summary
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url", "pytest_terminal_summary"]

# Speed is measured in bench/: no test fails because the machine is busy.
settings.register_profile("gotovo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gotovo")
