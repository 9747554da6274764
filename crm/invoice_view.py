"""An invoice as it is read: its orders with their lines, and how far it is paid."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm.deal import Deal
from crm.invoice import Invoice
from crm.views import LineView


class InvoiceState(StrEnum):
    ISSUED = "issued"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class InvoicedOrder:
    deal: Deal
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """The present state of the orders: a payment on one of them is a payment of the invoice."""

    invoice: Invoice
    orders: tuple[InvoicedOrder, ...]

    @property
    def charged(self) -> int:
        return sum(order.deal.charged for order in self.orders)

    @property
    def paid(self) -> int:
        return sum(order.deal.paid for order in self.orders)

    @property
    def due(self) -> int:
        return sum(max(order.deal.balance, 0) for order in self.orders)

    @property
    def unpaid(self) -> tuple[Deal, ...]:
        return tuple(order.deal for order in self.orders if order.deal.balance > 0)

    @property
    def state(self) -> InvoiceState:
        if self.invoice.voided_at is not None:
            return InvoiceState.VOID
        if not self.due:
            return InvoiceState.PAID
        return InvoiceState.PARTLY_PAID if self.paid else InvoiceState.ISSUED
