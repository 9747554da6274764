"""The operator's queue (O1)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, in_rows
from bot.cards.presses import begin, do, go
from bot.words import Words
from crm.views import LeadRow, Viewer


def queue_card(rows: Sequence[LeadRow], viewer: Viewer, *, _: Words) -> Card:
    if not rows:
        return Card((Bold(_("📥 The queue is empty")), _("New requests come here by themselves.")), (_last(_),))
    lines: list[Line] = [Bold(_.n("📥 Queue: {n} waits", "📥 Queue: {n} wait", len(rows)))]
    late = viewer.shop.first_answer_minutes * 60
    for row in rows[:15]:
        waits = (viewer.now - row.opened_at).total_seconds()
        mark = "🔴" if waits > late else "🟡" if waits > late * 0.75 else "🟢"
        name = row.client_name or _("new contact")
        lines.append(f"{mark} №{row.id} {name} — {row.need[:60]} · {_.lasting(row.opened_at)}")
    oldest = Button(_("✋ Take next"), do("take_next"), "primary")
    numbers = [Button(f"№{row.id}", go("order", row.id)) for row in rows[:8]]
    return Card(tuple(lines), ((oldest,), *in_rows(numbers, width=4), _last(_)))


def _last(_: Words) -> tuple[Button, ...]:
    return (Button(_("➕ Order by hand"), begin("by_hand")), Button(_("🔄 Refresh"), go("queue")))
