"""The operator's queue (O1)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Row, in_rows
from bot.cards.payments import MARKS
from bot.cards.presses import begin, do, go
from bot.cards.rows import order_button, short
from bot.words import Words
from crm.board import Clock
from crm.views import DealRow, LeadRow, Viewer

SHOWN = 8


def queue_card(rows: Sequence[LeadRow], viewer: Viewer, *, own: Sequence[LeadRow], _: Words) -> Card:
    """Who waits, the oldest first, then what he has taken himself."""
    clock = Clock.of(viewer.shop, viewer.now)
    lines: list[Line] = [Bold(_.n("📥 Queue: {n} waits", "📥 Queue: {n} wait", len(rows)) if rows else _("📥 The queue is empty"))]
    lines += [f"{MARKS[clock.pressing(row)]} {lead_line(row, _)} · {_.lasting(row.opened_at)}" for row in rows[:15]]
    if own:
        lines.append(Bold(_.n("✋ Yours: {n} request", "✋ Yours: {n} requests", len(own))))
        lines += [lead_line(row, _) for row in own[:SHOWN]]
    elif not rows:
        lines.append(_("New requests come here by themselves."))
    oldest: tuple[Row, ...] = ((Button(_("✋ Take next"), do("take_next"), "primary"),),) if rows else ()
    numbers = [order_button(row) for row in rows[:SHOWN]]
    mine = [order_button(row) for row in own[:SHOWN]]
    last = (Button(_("➕ Order by hand"), begin("by_hand")), Button(_("🔄 Refresh"), go("queue")))
    return Card(tuple(lines), (*oldest, *in_rows(numbers, width=4), *in_rows(mine, width=4), last))


def lead_line(row: LeadRow | DealRow, _: Words) -> str:
    return f"№{row.id} {short(row.client_name, 24) or _('new contact')} — {short(row.need, 60)}"
