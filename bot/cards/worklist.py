"""An engineer's lists: today with the next task on one large button, and his week (E1)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Row, in_rows
from bot.cards.presses import go
from bot.cards.rows import order_button, short, subject_of, task_line
from bot.words import Words
from crm.board import Clock
from crm.views import DealRow
from crm.worklist import beyond_week, for_today, next_task, week_of

SHOWN = 8
MOST = 30
"""Orders named in a week: more do not fit a message."""


def day_card(rows: Sequence[DealRow], clock: Clock, *, _: Words) -> Card:
    """His work of today in its order, one large button each; what comes later stands in the week."""
    last = (Button(_("📅 Week"), go("week")), Button(_("🔄 Refresh"), go("day")))
    if not rows:
        return Card((Bold(_("🧰 No tasks now")), _("New tasks come here by themselves.")), (last,))
    today = for_today(rows, clock)
    later = [row for row in rows if row not in today]
    lines: list[Line] = [Bold(_("🧰 Tasks")), *(task_line(row, _) for row in today)]
    if not today:
        lines.append(_("Nothing for today."))
    if later:
        lines.append(Bold(_.n("Later: {n} task", "Later: {n} tasks", len(later))))
        lines += [task_line(row, _) for row in later[:SHOWN]]
    step = next_task(rows, clock)
    buttons = [(order_button(row),) for row in [*today, *later][:SHOWN] if row is not step]
    return Card(tuple(lines[:MOST]), (*((next_button(step, _),) if step else ()), *buttons, last))


def next_button(row: DealRow, _: Words) -> Row:
    return (Button(_("▶️ Next · №{number}", number=row.id), go("order", row.id, arg="anew"), "primary"),)


def week_card(rows: Sequence[DealRow], clock: Clock, *, _: Words) -> Card:
    """Seven days by the hour; a day without orders says so; then what is later and what has no day."""
    lines: list[Line] = [Bold(_("📅 Week"))]
    for day, orders in week_of(rows[:MOST], clock):
        lines.append(Bold(_.date(day)) if orders else f"{_.date(day)} — {_('free')}")
        lines += [_hour_line(row, _) for row in orders]
    later, undated = beyond_week(rows[:MOST], clock)
    lines += [Bold(_("Later"))] * bool(later) + [task_line(row, _) for row in later]
    lines += [Bold(_("Without a day"))] * bool(undated) + [task_line(row, _) for row in undated]
    buttons = [order_button(row) for row in rows[:MOST]]
    return Card(tuple(lines), (*in_rows(buttons, width=4), (Button(_("‹ Back"), go("day")), Button(_("🔄 Refresh"), go("week")))))


def _hour_line(row: DealRow, _: Words) -> str:
    """The hours of a visit, or the day as the term of a thing on the bench."""
    hours = _.slot(row.starts_at, row.ends_at) if row.starts_at else _("by the evening")
    return " · ".join(part for part in (hours, f"№{row.id}", short(row.client_name, 24), subject_of(row, _)) if part)
