"""The invoice as the client reads it: number, lines, what is left to pay, whom and how (C10, R55)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cards.card import Bold, Button, Card, Line, Mono, Row, in_rows
from bot.words import Words
from crm.deal import Deal
from crm.money import CURRENCIES, RUB
from crm.shop import Shop
from crm.views import LineView


def invoice_card(deal: Deal, lines: Sequence[LineView], *, shop: Shop, _: Words) -> Card:
    """Always the present state: a payment or a new estimate edits it."""
    title = _("🧾 Invoice №{invoice} for order №{number}", invoice=deal.invoice_number, number=deal.id)
    bill = [_("No repair, fee for the diagnosis")] if deal.refused else [_line(line, _) for line in lines]
    bill += [_("Discount {sum}", sum="−" + _.money(deal.discount))] if deal.discount else []
    sums = [_("Total {sum}", sum=_.money(deal.charged))] + ([_("Paid {sum}", sum=_.money(deal.paid))] if deal.paid else [])
    due = max(deal.balance, 0)
    state: list[Line] = [Bold(_("To pay {due}", due=_.money(due)) if due else _("✔ Nothing is left to pay"))]
    if due and deal.invoice_due:
        state.append(_("Pay by {when}", when=_.date(_.local(deal.invoice_due).date())))
    return Card((Bold(title), *bill, *sums, *state, *_company(shop)), _copies(due, shop, _))


def _line(line: LineView, _: Words) -> Line:
    return f"• {line.title} × {line.quantity} — {_.money(line.total)}"


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
