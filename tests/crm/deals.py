"""Deals for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from crm.deal import Deal

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


def a_deal(**values: Any) -> Deal:
    return Deal(**{"id": 1001, "client_id": 1, "opened_at": NOW, **values})
