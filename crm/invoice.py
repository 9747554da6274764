"""The invoice of an order: its number for life, the sum it was issued for last, and the term of a company (R20, R55)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

COMPANY_BANK_DAYS = 5


@dataclass(frozen=True, slots=True)
class Invoice:
    """`id` is its number in the company's series, 0 until it is kept; `total` in minor units; `due_at` is None for a private client."""

    order_id: int
    issued_at: datetime
    total: int
    due_at: datetime | None = None
    id: int = 0
