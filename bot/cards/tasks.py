"""Tasks: one's own list, and the card of a task that follows its order (R21, R48, R53)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Quote, in_rows
from bot.cards.complaints import promise_buttons, promise_lines
from bot.cards.labels import N_
from bot.cards.presses import go
from bot.words import Words
from crm.task import Task, TaskKind, TaskState
from crm.views import OrderView, Viewer

TASK_KINDS = {
    TaskKind.REPAIR: N_("🔧 Repair"),
    TaskKind.SERVICE: N_("🏁 Carry out the service"),
    TaskKind.COMPLAINT: N_("😟 Complaint"),
    TaskKind.REFUND: N_("↩️ Money back"),
}
KINDS = {**TASK_KINDS, TaskKind.CALL: N_("📞 Call"), TaskKind.CALL_BACK: N_("📞 Call back"), TaskKind.LETTER: N_("✉️ Written warning")}
STATES = {
    TaskState.OPEN: N_("to do"),
    TaskState.IN_PROGRESS: N_("in progress"),
    TaskState.AWAITING_CONTROL: N_("awaiting control"),
    TaskState.CLOSED: N_("✔ closed"),
}


def tasks_card(tasks: Sequence[Task], *, _: Words) -> Card:
    """What is mine to do, the earliest due first."""
    last = (Button(_("🔄 Refresh"), go("tasks")), Button(_("🏠 Home"), go("home")))
    if not tasks:
        return Card((Bold(_("☑️ Nothing to do")), _("New tasks come here by themselves.")), (last,))
    lines: list[Line] = [Bold(_("☑️ My tasks"))]
    lines += [f"№{t.order_id} · {_(KINDS[t.kind])} · {_(STATES[t.state])}" + (f" · {_.when(t.due_at)}" if t.due_at else "") for t in tasks]
    buttons = [Button(f"№{t.order_id} {_(KINDS[t.kind])}"[:28], go("task", t.id, arg="anew")) for t in tasks[:10]]
    return Card(tuple(lines), (*in_rows(buttons), last))


def order_task_card(task: Task, view: OrderView, *, viewer: Viewer, _: Words) -> Card:
    """A task that the order itself moves on: what it is, whose, how far; a complaint's next step is its one button."""
    people = [view.staff.get(person or 0, "") for person in (task.assignee_id, task.controller_id)]
    who = " · ".join(name for name in people if name)
    lines: list[Line] = [Bold(f"№{view.id} · {_(KINDS[task.kind])}"), " · ".join(part for part in (_(STATES[task.state]), who) if part)]
    if task.body:
        lines.append(Quote(task.body))
    if task.due_at and task.is_open:
        lines.append(_("Due {when}", when=_.when(task.due_at)))
    about = task.kind in (TaskKind.COMPLAINT, TaskKind.REFUND) and task.is_open
    if about and view.deal:
        lines += promise_lines(view.deal, _=_)
    steps = promise_buttons(view, viewer, _=_) if about else []
    return Card(tuple(lines), in_rows([*steps, Button(_("🧾 Order"), go("order", view.id, arg="anew"))], width=1))
