"""What the operations need of storage about money: estimates, the ledger, invoices."""

from __future__ import annotations

from typing import Protocol

from crm.estimate import Estimate
from crm.invoice import Invoice
from crm.ledger import Entry


class Estimates(Protocol):
    async def find(self, order_id: int, version: int) -> Estimate | None: ...
    async def save(self, estimate: Estimate) -> None: ...


class Ledger(Protocol):
    async def of(self, order_id: int) -> list[Entry]: ...
    async def add(self, entry: Entry) -> Entry: ...
    async def note(self, entry_id: int, receipt_note: str) -> None:
        """The receipt's number beside a payment: what the entry says of money never changes."""
        ...


class Invoices(Protocol):
    async def get(self, id: int) -> Invoice:
        """By its number. Raises `NotFound`."""
        ...

    async def of(self, order_id: int) -> Invoice | None:
        """The order's invoice that is valid."""
        ...

    async def keep(self, invoice: Invoice) -> Invoice:
        """Gives a new one its number."""
        ...
