"""One line and one button for what stands in a list, cut so that any list stays within a message."""

from __future__ import annotations

from bot.cards.card import Button
from bot.cards.labels import DEAL_STAGES, device_name
from bot.cards.presses import go
from bot.words import Words
from crm.deal import DealStage
from crm.views import DealRow, LeadRow, LineView


def short(text: str, limit: int = 40) -> str:
    """On one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def order_button(row: DealRow | LeadRow, *, mark: str = "") -> Button:
    """Its card comes anew at the bottom: the list stays where it is."""
    return Button(f"№{row.id}{mark}", go("order", row.id, arg="anew"))


def subject_of(row: DealRow, _: Words) -> str:
    """What the order is about, for who goes there or has it on the bench."""
    return short((row.address if row.is_visit else "") or device_name(row.device, _) or row.need)


def task_line(row: DealRow, _: Words) -> str:
    """An engineer's line: when, or how far, for whom, where or what."""
    time = _.slot(row.starts_at, row.ends_at) if row.starts_at else _(DEAL_STAGES[DealStage(row.stage)])
    return " · ".join(part for part in (f"№{row.id}", time, short(row.client_name, 24), subject_of(row, _)) if part)


def lasting_line(row: DealRow, _: Words) -> str:
    """A line of what waits: who, where in the road, for how long."""
    stage, since = _(DEAL_STAGES[DealStage(row.stage)]), row.stage_since or row.opened_at
    return f"№{row.id} {short(row.client_name, 24)} — {stage} · {_.lasting(since)}"


def worth_line(line: LineView, _: Words) -> str:
    """A line item with what it comes to; how many only where there are several."""
    count = "" if line.quantity == "1" else f" × {line.quantity}"
    return f"• {line.title}{count} — {_.money(line.total)}"
