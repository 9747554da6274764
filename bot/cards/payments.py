"""The accountant's lists: who owes and what is held (A2), and the till of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cards.card import Bold, Button, Card, Line, in_rows
from bot.cards.money import METHODS
from bot.cards.presses import go
from bot.words import Words
from crm.debts import MoneyRow, Pressing, debts_by_client
from crm.ledger import Method, TillLine

MARKS = {Pressing.FRESH: "🟢", Pressing.SOON: "🟡", Pressing.LATE: "🔴"}
SHOWN = 20


def payments_card(rows: Sequence[MoneyRow], _: Words) -> Card:
    """The longest waiting first, what each client owes in all, what is held; one tap opens an order's payment."""
    due, held = [row for row in rows if row.due], [row for row in rows if row.held]
    total = sum(row.due for row in due)
    lines: list[Line] = [Bold(_("💳 To be paid: {due}", due=_.money(total)) if due else _("💳 Nobody owes us"))]
    lines += [_due_line(row, _) for row in due[:SHOWN]]
    lines += _client_lines(due, _)
    if held:
        lines.append(Bold(_("💰 Held: {sum}", sum=_.money(sum(row.held for row in held)))))
        lines += [f"№{row.id} {row.client_name} — {_.money(row.held)}" for row in held[:SHOWN]]
    buttons = [Button(f"№{row.id}", go("payment", row.id, arg="anew")) for row in [*due[:12], *held[:8]]]
    last = (Button(_("📊 Today's till"), go("till")), Button(_("🔄 Refresh"), go("payments")))
    return Card(tuple(lines), (*in_rows(buttons, width=4), last))


def _due_line(row: MoneyRow, _: Words) -> Line:
    term = " · " + _("by {when}", when=_.date(_.local(row.due_at).date())) if row.due_at else ""
    return f"{MARKS[row.pressing(_.now)]} №{row.id} {row.client_name} — {_.money(row.due)} · {_.lasting(row.since)}{term}"


def _client_lines(due: Sequence[MoneyRow], _: Words) -> list[Line]:
    """Only clients with several debts: one is in the list already."""
    counts = [row.client_id for row in due]
    names = {row.client_id: row.client_name for row in due}
    owed = debts_by_client(list(due))
    return [_("Σ {name}: {sum}", name=names[client], sum=_.money(sum_)) for client, sum_ in owed.items() if counts.count(client) > 1]


def till_card(till: Mapping[Method, TillLine], day: date, *, orders: int, _: Words) -> Card:
    """What moved by method, corrections apart, and what it comes to."""
    lines: list[Line] = [Bold(_("📊 Till of {day}", day=_.date(day)))]
    for method, line in till.items():
        parts = [_("received {sum}", sum=_.money(line.received.amount))]
        parts += [_("returned {sum}", sum=_.money(line.refunded.amount))] if line.refunded else []
        parts += [_("corrected {sum}", sum=_.money(line.corrected.amount))] if line.corrected else []
        lines.append(f"{_(METHODS[method])}: {', '.join(parts)}" + (f" = {_.money(line.net.amount)}" if len(parts) > 1 else ""))
    if till:
        net = sum(line.net.amount for line in till.values())
        lines.append(Bold(_("In all {sum}", sum=_.money(net)) + " · " + _.n("{n} order", "{n} orders", orders)))
    else:
        lines.append(_("No money has moved this day."))
    return Card(tuple(lines), ((Button(_("💳 Payments"), go("payments")),),))
