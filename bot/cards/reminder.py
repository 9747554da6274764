"""Asking for money in words: of one order, or of an invoice over several orders as a whole (C10, R20)."""

from __future__ import annotations

from bot.cards.card import Button, Card, in_rows
from bot.cards.client_news import spoken
from bot.cards.presses import go
from bot.words import Words
from crm.invoice_view import InvoiceView
from crm.views import OrderView


def reminder_line(view: OrderView, shared: InvoiceView | None, *, _: Words) -> str:
    """What the client will read or hear; `shared` is the invoice that the order is on together with others."""
    if shared is None:
        return spoken("payment_reminder", view, _=_)
    orders = ", ".join(_("№{number}", number=order.deal.id) for order in shared.orders)
    number, due = shared.invoice.id, _.money(shared.due)
    return _("🔔 Invoice №{invoice} for orders {orders}: still to be paid {due}.", invoice=number, orders=orders, due=due)


def reminder_card(view: OrderView, shared: InvoiceView | None, *, repeat: bool, _: Words) -> Card:
    """The present state, with the way to what is asked for; `repeat` when it may have been told already."""
    line = reminder_line(view, shared, _=_)
    line = _("We remind you: {text}", text=line) if repeat else line
    if shared is None:
        return Card((line,), ((Button(_("🧾 Order"), go("order", view.id, arg="anew")),),))
    orders = [Button(_("№{number}", number=order.deal.id), go("order", order.deal.id, arg="anew")) for order in shared.orders]
    return Card((line,), in_rows(orders, width=4))
