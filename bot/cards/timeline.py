"""The timeline of an order: every fact with who, in which role and when."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line
from bot.cards.labels import DEAL_ACTIONS, LEAD_ACTIONS, ROLES
from bot.cards.presses import go
from bot.words import Words
from crm.actor import Role
from crm.views import TimelineRow


def timeline_card(order_id: int, rows: Sequence[TimelineRow], *, _: Words) -> Card:
    lines: list[Line] = [Bold(_("History of №{number}", number=order_id))]
    lines += [_line(row, _) for row in rows]
    return Card(tuple(lines), ((Button(_("‹ Back"), go("order", order_id)),),))


def _line(row: TimelineRow, _: Words) -> Line:
    labels: dict[str, str] = {str(k): v for k, v in (LEAD_ACTIONS if row.kind == "lead" else DEAL_ACTIONS).items()}
    who = row.actor_name or _(ROLES[Role(row.role)])
    role = f" ({_(ROLES[Role(row.role)])})" if row.actor_name else ""
    detail = next((str(row.data[key]) for key in ("reason", "findings", "text", "note") if row.data.get(key)), "")
    return f"{_.when(row.at)} · {_(labels.get(row.action, row.action))} · {who}{role}" + (f" · {detail}" if detail else "")
