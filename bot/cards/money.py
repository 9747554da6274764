"""An order's money for staff: entries, what is due, and each way to take, return, take back or give up (A1)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Quote, Row, in_rows
from bot.cards.labels import N_
from bot.cards.presses import begin, do, go
from bot.words import Words
from crm.deal import Deal
from crm.deal import DealAction as Act
from crm.deal_moves import offers
from crm.ledger import Entry, EntryKind, Ledger, Method
from crm.views import OrderView, Viewer

METHODS = {Method.CASH: N_("💵 Cash"), Method.CARD: N_("💳 Card"), Method.TRANSFER: N_("🏦 Transfer"), Method.SBP: N_("📱 Fast payment")}
KINDS = {
    EntryKind.CHARGE: N_("Bill"),
    EntryKind.PAYMENT: N_("Payment"),
    EntryKind.REFUND: N_("Refund"),
    EntryKind.WRITE_OFF: N_("Write-off"),
    EntryKind.REVERSAL: N_("Reversal"),
}
SHOWN = 12
"""Entries on one screen, the newest; the history of the order has them all."""


def payment_card(view: OrderView, deal: Deal, *, entries: Sequence[Entry], viewer: Viewer, _: Words) -> Card:
    lines: list[Line] = [Bold(_("№{number}: payment", number=deal.id)), *_state(deal, _)]
    lines += [entry_line(entry, view, _=_) for entry in entries[-SHOWN:] if entry.effective_kind is not EntryKind.CHARGE]
    may = {offer.action for offer in offers(deal, viewer.actor) if offer.obstacle is None}
    rows = [*_taking(deal, may, _), *in_rows(_rest(deal, may, entries=entries, _=_))]
    return Card(tuple(lines), (*rows, (Button(_("‹ Back"), go("order", deal.id)),)))


def _state(deal: Deal, _: Words) -> list[Line]:
    lines: list[Line] = [_("Bill {sum}, paid {paid}", sum=_.money(deal.charged), paid=_.money(deal.paid))]
    if deal.written_off:
        lines.append(_("Written off {sum}", sum=_.money(deal.written_off)))
    if deal.on_credit:
        used = _.money(deal.credit_used)
        lines.append(
            _("On credit, owes {used} of {limit}", used=used, limit=_.money(deal.credit_limit)) if deal.credit_limit else _("On credit")
        )
    if deal.invoice_number:
        term = _(", pay by {when}", when=_.date(_.local(deal.invoice_due).date())) if deal.invoice_due else ""
        lines.append(_("Invoice №{number}", number=deal.invoice_number) + term)
    if deal.balance > 0:
        lines.append(Bold(_("To pay {due}", due=_.money(deal.balance))))
    elif deal.balance < 0 and not deal.charged:
        lines.append(Bold(_("Prepayment held: {sum}", sum=_.money(deal.paid))))
    elif deal.balance < 0:
        lines.append(Bold(_("Overpaid {sum}: return it", sum=_.money(-deal.balance))))
    else:
        lines.append(_("✔ Settled"))
    return lines


def entry_line(entry: Entry, view: OrderView, *, _: Words) -> Line:
    """When, what, how much, by whom; a reversal names what it takes back."""
    kind = _(KINDS[entry.effective_kind])
    what = f"⎌ {kind}" if entry.kind is EntryKind.REVERSAL else kind
    how = _(METHODS[entry.method]) if entry.method else ""
    by = view.staff.get(entry.by_staff or 0, "")
    note = f"🧾 {entry.receipt_note}" if entry.receipt_note else ""
    return " · ".join(part for part in (_.when(entry.at), what, how, _.money(entry.signed.amount), by, note) if part)


def _taking(deal: Deal, may: set[Act], _: Words) -> list[Row]:
    if Act.TAKE_PAYMENT not in may:
        return []
    due = max(deal.balance, 0)
    full = [Button(f"{_(label)} {_.money(due)}", do("pay", deal.id, arg=f"{method}-{due}"), "success") for method, label in METHODS.items()]
    return [*(in_rows(full) if due else ()), (Button(_("½ Other sum"), begin("part_payment", deal.id)),)]


def _rest(deal: Deal, may: set[Act], *, entries: Sequence[Entry], _: Words) -> list[Button]:
    buttons: list[Button] = []
    standing = Ledger(deal.id, entries).reversible
    if Act.INVOICE in may:
        label = _("📤 Invoice again") if deal.invoice_number else _("📤 Invoice client")
        buttons.append(Button(label, do("invoice", deal.id)))
    if Act.REMIND in may:
        buttons.append(Button(_("🔔 Remind"), go("remind", deal.id)))
    if Act.TAKE_PAYMENT in may:
        bare = [entry for entry in standing if entry.kind is EntryKind.PAYMENT and not entry.receipt_note]
        buttons += [_receipt(deal, entry, _) for entry in bare[-1:]]
    if Act.REFUND in may and deal.paid > 0:
        buttons.append(_refund(deal, _))
    if Act.REVERSE in may and standing:
        buttons.append(Button(_("⎌ Take an entry back"), go("reversal", deal.id)))
    if Act.WRITE_OFF in may:
        label = _("🧹 Write off {sum}", sum=_.money(deal.balance))
        buttons.append(Button(label, begin("write_off", deal.id, arg=str(deal.balance)), "danger"))
    return buttons


def _receipt(deal: Deal, entry: Entry, _: Words) -> Button:
    return Button(_("🧾 Receipt {sum}", sum=_.money(entry.amount.amount)), begin("receipt", deal.id, arg=str(entry.id)))


def _refund(deal: Deal, _: Words) -> Button:
    over = -deal.balance if deal.charged else 0
    if over > 0:
        return Button(_("↩️ Return {sum}", sum=_.money(over)), begin("refund", deal.id, arg=str(over)), "danger")
    return Button(_("↩️ Refund"), begin("refund", deal.id))


def reversal_card(view: OrderView, entries: Sequence[Entry], *, _: Words) -> Card:
    """Which entry is wrong."""
    standing = Ledger(view.id, entries).reversible[-SHOWN:]
    buttons = [Button(_entry_label(entry, _), go("reverse_entry", view.id, arg=str(entry.id))) for entry in standing]
    line = _("№{number}: which entry is wrong?", number=view.id) if buttons else _("There is no entry to take back.")
    return Card((Bold(line),), (*in_rows(buttons, width=1), _back_to_payment(view.id, _)))


def reverse_entry_card(view: OrderView, entry: Entry | None, *, _: Words) -> Card:
    """The sum once more, and the deed on the button."""
    if entry is None:
        return Card((_("This record is not there any more."),), (_back_to_payment(view.id, _),))
    lines: tuple[Line, ...] = (Bold(_("№{number}: take this entry back?", number=view.id)), entry_line(entry, view, _=_))
    yes = Button(_("⎌ Take back {sum}", sum=_.money(entry.amount.amount)), do("reverse", view.id, arg=str(entry.id)), "danger")
    return Card(lines, ((yes,), (Button(_("‹ Back"), go("reversal", view.id)),)))


def remind_card(view: OrderView, deal: Deal, *, text: str, _: Words) -> Card:
    """What the client will read, before it is sent."""
    how = _("The client will get:") if view.client.reachable else _("No Telegram: a colleague will be asked to call and say:")
    send = Button(_("🔔 Send"), do("remind", deal.id), "success")
    return Card((Bold(_("№{number}: reminder", number=deal.id)), how, Quote(text)), ((send,), _back_to_payment(deal.id, _)))


def _entry_label(entry: Entry, _: Words) -> str:
    return f"{_(KINDS[entry.kind])} {_.money(entry.amount.amount)} · {_.time(entry.at)}"


def _back_to_payment(order_id: int, _: Words) -> Row:
    return (Button(_("‹ Back"), go("payment", order_id)),)
