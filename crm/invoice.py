"""The invoice: a number in the company's series for the bill of one order or of several of one payer (R20, R55)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

COMPANY_BANK_DAYS = 5
"""The usual term of a company, when its card names none."""


@dataclass(frozen=True, slots=True)
class Billed:
    """One order in an invoice, with its bill as it was when the invoice was issued; minor units."""

    order_id: int
    total: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """`id` is its number, 0 until it is kept; `due_at` is None for who pays on the spot; a voided one is never valid again."""

    client_id: int
    issued_at: datetime
    orders: tuple[Billed, ...]
    due_at: datetime | None = None
    voided_at: datetime | None = None
    id: int = 0

    @property
    def total(self) -> int:
        return sum(order.total for order in self.orders)

    @property
    def order_ids(self) -> tuple[int, ...]:
        return tuple(order.order_id for order in self.orders)

    @property
    def head(self) -> int:
        """The order under which the client is told of it."""
        return min(self.order_ids)

    @property
    def is_joint(self) -> bool:
        return len(self.orders) > 1

    def billed(self, order_id: int) -> int | None:
        return next((order.total for order in self.orders if order.order_id == order_id), None)


def spread(amount: int, dues: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A payment over orders: each (id, due) in its turn gets what is due there, the last one also what is left over; minor units."""
    parts, left = [], amount
    for place, (order_id, due) in enumerate(dues, 1):
        part = left if place == len(dues) else min(left, max(due, 0))
        left -= part
        if part > 0:
            parts.append((order_id, part))
    return parts
