"""The timeline of an order: every fact with who, in which role and when."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line
from bot.cards.feed import deed_line
from bot.cards.presses import go
from bot.words import Words
from crm.views import TimelineRow


def timeline_card(order_id: int, rows: Sequence[TimelineRow], *, _: Words) -> Card:
    lines: list[Line] = [Bold(_("History of №{number}", number=order_id)), *(deed_line(row, _) for row in rows)]
    return Card(tuple(lines), ((Button(_("‹ Back"), go("order", order_id)),),))
