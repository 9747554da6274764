"""The invoice as the client reads it: number, lines, what is left to pay, whom and how (C10, R55)."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.card import Bold, Button, Card, Line, Mono, Row, in_rows
from bot.cards.labels import device_name
from bot.cards.rows import worth_line
from bot.words import Words
from crm.invoice_view import InvoiceState, InvoiceView
from crm.money import CURRENCIES, RUB
from crm.shop import Shop


def invoice_card(view: InvoiceView, *, shop: Shop, _: Words) -> Card:
    """Always the present state: a payment or a new estimate edits it; a void one says so and has nothing to pay by."""
    title = Bold(_invoice_title(view, _))
    if view.state is InvoiceState.VOID:
        return Card((title, _("This invoice does not hold any more. A new one will come.")))
    state: list[Line] = [Bold(_("To pay {due}", due=_.money(view.due)) if view.due else _("✔ Nothing is left to pay"))]
    if view.due and view.invoice.due_at:
        state.append(_("Pay by {when}", when=_.date(_.local(view.invoice.due_at).date())))
    return Card((title, *bill_lines(view, _), *state, *_company(shop)), _copies(view.due, shop, _))


def _invoice_title(view: InvoiceView, _: Words) -> str:
    number, count = view.invoice.id, len(view.orders)
    if count > 1:
        return _.n("🧾 Invoice №{invoice} for {n} order", "🧾 Invoice №{invoice} for {n} orders", count, invoice=number)
    return _("🧾 Invoice №{invoice} for order №{number}", invoice=number, number=view.invoice.head)


def bill_lines(view: InvoiceView, _: Words) -> list[Line]:
    """The works, by order when there are several, what they come to and what is paid of it."""
    lines: list[Line] = []
    for order in view.orders:
        if view.invoice.is_joint:
            what = " · ".join(part for part in (f"№{order.deal.id}", device_name(order.deal.device, _)) if part)
            lines.append(Bold(f"{what} — {_.money(order.deal.charged)}"))
        lines += [_("No repair, fee for the diagnosis")] if order.deal.refused else [worth_line(line, _) for line in order.lines]
        if order.deal.discount:
            lines.append(_("Discount {sum}", sum="−" + _.money(order.deal.discount)))
    lines.append(_("Total {sum}", sum=_.money(view.charged)))
    return [*lines, _("Paid {sum}", sum=_.money(view.paid))] if view.paid else lines


def _company(shop: Shop) -> list[Line]:
    named = " · ".join(part for part in (shop.name, shop.address, shop.phone) if part)
    return [*([named] if named else []), *([Mono(shop.requisites)] if shop.requisites else [])]


def _copies(due: int, shop: Shop, _: Words) -> tuple[Row, ...]:
    """A bank's form wants the bare number; the button shows the sum (S8)."""
    if not due:
        return ()
    digits = CURRENCIES.get(shop.currency, RUB).digits
    bare = f"{due / 10**digits:.{digits}f}" if due % 10**digits else str(due // 10**digits)
    copies = [Button(_("📋 Copy {sum}", sum=_.money(due)), copy=bare)]
    copies += [Button(_("📋 Copy requisites"), copy=shop.requisites)] if shop.requisites else []
    return in_rows(copies)


def with_how_to_pay(card: Card, due: int, *, shop: Shop, _: Words) -> Card:
    """What a client who is asked for money needs to pay it: by transfer where requisites are set, else at the counter."""
    if not due:
        return card
    at_the_counter = [] if shop.requisites else [_("You can pay at our place, in cash or by card.")]
    return replace(card, lines=(*card.lines, *at_the_counter, *_company(shop)), rows=(*_copies(due, shop, _), *card.rows))
