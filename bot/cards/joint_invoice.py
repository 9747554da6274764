"""One invoice over several orders for staff: which orders, how far it is paid, and a payment against it (R20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from bot.cards.card import Bold, Button, Card, Line, in_rows
from bot.cards.invoice import bill_lines
from bot.cards.labels import DEAL_STAGES, N_, device_name
from bot.cards.money import METHODS
from bot.cards.presses import begin, do, go
from bot.words import Words
from crm.actor import Role
from crm.deal import Deal, DealAction
from crm.deal_moves import offers
from crm.invoice_view import InvoiceState, InvoiceView
from crm.views import Viewer

MOST = 12
"""Orders offered at once, the oldest first; the others wait for the next invoice."""
STATES = {
    InvoiceState.ISSUED: N_("issued"),
    InvoiceState.PARTLY_PAID: N_("partly paid"),
    InvoiceState.PAID: N_("✔ paid"),
    InvoiceState.VOID: N_("✖ void"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which of the offered orders are chosen, kept in the buttons; `key` tells whether these orders are still the ones offered."""

    order_ids: tuple[int, ...]
    marks: int

    @classmethod
    def read(cls, arg: str, order_ids: Sequence[int]) -> Chosen:
        """All of them at first, and again when the offer has changed meanwhile."""
        offered = cls(tuple(order_ids[:MOST]), (1 << min(len(order_ids), MOST)) - 1)
        key, _dot, marks = arg.partition(".")
        return replace(offered, marks=int(marks) & offered.marks) if key == offered.key and marks.isdecimal() else offered

    @property
    def key(self) -> str:
        return f"{crc32(','.join(map(str, self.order_ids)).encode()):x}"

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(id_ for place, id_ in enumerate(self.order_ids) if self.marks >> place & 1)

    def write(self) -> str:
        return f"{self.key}.{self.marks}"

    def toggled(self, place: int) -> Chosen:
        return replace(self, marks=self.marks ^ 1 << place)


def may_invoice(deal: Deal, viewer: Viewer) -> bool:
    return any(offer.action is DealAction.INVOICE and offer.obstacle is None for offer in offers(deal, viewer.actor))


def with_joint_invoice(card: Card, order_id: int, *, shared: InvoiceView | None, unpaid: Sequence[Deal], _: Words) -> Card:
    """An order's payment with the ways to the invoice that it shares, and to a new one with the client's other orders."""
    ways: list[Button] = []
    if shared is not None and shared.invoice.is_joint:
        label = _.n("🧾 №{invoice}: {n} order", "🧾 №{invoice}: {n} orders", len(shared.orders), invoice=shared.invoice.id)
        ways.append(Button(label, go("joint_invoice", order_id)))
    if len(unpaid) > 1:
        ways.append(Button(_("☑️ One for several orders"), go("joint", order_id)))
    return replace(card, rows=(*card.rows[:-1], *in_rows(ways), card.rows[-1])) if ways else card


def joint_card(order_id: int, deals: Sequence[Deal], *, arg: str, _: Words) -> Card:
    """Orders as toggles; the sum is on the button (S8)."""
    back = (Button(_("‹ Back"), go("payment", order_id)),)
    if not deals:
        return Card((Bold(_("Nothing is due on the client's orders.")),), (back,))
    chosen = Chosen.read(arg, [deal.id for deal in deals])
    offered = deals[:MOST]
    lines: list[Line] = [Bold(_("№{number}: one invoice for which orders?", number=order_id))]
    lines += [
        f"№{d.id} · {device_name(d.device, _) or d.need[:40] or '—'} — {_.money(d.balance)} · {_(DEAL_STAGES[d.stage])}" for d in offered
    ]
    toggles = [
        Button(
            ("✅ " if d.id in chosen.ids else "⬜ ") + f"№{d.id} {_.money(d.balance)}", go("joint", order_id, arg=chosen.toggled(i).write())
        )
        for i, d in enumerate(offered)
    ]
    total = sum(deal.balance for deal in offered if deal.id in chosen.ids)
    issue = (Button(_("📤 Invoice {sum}", sum=_.money(total)), do("joint", order_id, arg=f"{chosen.write()}.{total}"), "success"),)
    return Card(tuple(lines), (*in_rows(toggles), *((issue,) if chosen.ids else ()), back))


def joint_invoice_card(order_id: int, view: InvoiceView, *, viewer: Viewer, _: Words) -> Card:
    """The whole invoice: its orders with what is left on each, and one payment for all of them."""
    title = _.n("🧾 Invoice №{invoice} for {n} order", "🧾 Invoice №{invoice} for {n} orders", len(view.orders), invoice=view.invoice.id)
    lines: list[Line] = [Bold(f"{title} · {_(STATES[view.state])}"), *bill_lines(view, _)]
    lines.append(Bold(_("To pay {due}", due=_.money(view.due)) if view.due else _("✔ Settled")))
    if view.due and view.invoice.due_at:
        lines.append(_("Pay by {when}", when=_.date(_.local(view.invoice.due_at).date())))
    rows = [*in_rows(_taking(order_id, view, viewer, _=_)), *in_rows(_changing(order_id, view, viewer, _=_))]
    each = [Button(f"№{order.deal.id}", go("order", order.deal.id, arg="anew")) for order in view.orders]
    return Card(tuple(lines), (*rows, *in_rows(each, width=4), (Button(_("‹ Back"), go("payment", order_id)),)))


def _taking(order_id: int, view: InvoiceView, viewer: Viewer, *, _: Words) -> list[Button]:
    taken = all(DealAction.TAKE_PAYMENT in {offer.action for offer in offers(order.deal, viewer.actor)} for order in view.orders)
    if not (taken and view.due) or view.state is InvoiceState.VOID:
        return []
    number = view.invoice.id
    full = [
        Button(f"{_(label)} {_.money(view.due)}", do("pay_invoice", order_id, arg=f"{number}-{method}-{view.due}"), "success")
        for method, label in METHODS.items()
    ]
    return [*full, Button(_("½ Other sum"), begin("part_invoice", order_id, arg=str(number)))]


def _changing(order_id: int, view: InvoiceView, viewer: Viewer, *, _: Words) -> list[Button]:
    if view.state is InvoiceState.VOID or not viewer.actor.has(Role.ACCOUNTANT):
        return []
    again = (
        [Button(_("📤 Invoice again"), do("invoice", order_id))] if any(may_invoice(order.deal, viewer) for order in view.orders) else []
    )
    return [*again, Button(_("✖ Void the invoice"), do("void_invoice", order_id, arg=str(view.invoice.id)), "danger")]
