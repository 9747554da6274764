"""Lists and small cards: the manager's clients, a client, a task, one's own shift."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Mono, Quote, in_rows
from bot.cards.client_news import spoken
from bot.cards.labels import DEAL_ACTIONS, DEAL_STAGES, ROLES
from bot.cards.presses import deal_do, do, go
from bot.cards.queue import lead_line
from bot.cards.reminder import reminder_line
from bot.cards.rows import order_button
from bot.cards.tasks import TASK_KINDS, order_task_card
from bot.words import Words, shown_phone
from crm.actor import STAFF_ROLES, Role
from crm.deal import DealAction
from crm.invoice_view import InvoiceView
from crm.staff import StaffMember
from crm.task import Task, TaskKind, TaskState
from crm.views import DealRow, LeadRow, OrderView, Viewer

SHOWN = 12
"""Rows of a list with a button of their own."""


def clients_card(rows: Sequence[LeadRow], closing: Sequence[DealRow], *, _: Words) -> Card:
    """The manager's requests, then the orders that wait for him to close them."""
    refresh = (Button(_("🧾 Price list"), go("price_list")), Button(_("🔄 Refresh"), go("clients")))
    lines: list[Line] = [Bold(_("👔 Requests with you") if rows else _("👔 No requests with you"))]
    lines += [lead_line(row, _) for row in rows[:SHOWN]]
    if closing:
        lines.append(Bold(_("🏁 To close")))
        lines += [lead_line(row, _) for row in closing[:SHOWN]]
    if not rows and not closing:
        lines.append(_("An operator hands new clients over to you."))
    buttons = [order_button(row) for row in rows[:SHOWN]] + [order_button(row) for row in closing[:SHOWN]]
    return Card(tuple(lines), (*in_rows(buttons, width=4), refresh))


def task_card(task: Task, view: OrderView, *, viewer: Viewer, shared: InvoiceView | None = None, _: Words) -> Card:
    """A call to make: what to tell, the phone, and how it went; or a letter to send. `shared`: an invoice over several orders."""
    if task.kind is TaskKind.LETTER:
        return _letter_card(task, view, _)
    if task.kind in TASK_KINDS:
        return order_task_card(task, view, viewer=viewer, _=_)
    phone: Line = Mono(shown_phone(view.client.phones[0])) if view.client.phones else _("no phone on the card")
    stage = DEAL_STAGES[view.deal.stage] if view.deal else ""
    title = _("📞 №{number}: call {name}", number=view.id, name=view.client.name or _("client"))
    say = reminder_line(view, shared, _=_) if shared else spoken(task.notice or "", view, _=_)
    lines: tuple[Line, ...] = (Bold(title), Quote(say) if say else _(stage) if stage else "", phone)
    if task.state is TaskState.CLOSED:
        done = _("✔ Not needed any more") if task.outcome == "needless" else _("✔ Told")
        return Card((*lines, done), ((_open_order(view, _),),))
    rows = (
        (Button(_("✅ Told"), do("told", task.id), "success"), Button(_("🔁 No answer"), do("no_answer", task.id))),
        (_open_order(view, _),),
    )
    return Card(lines, rows)


def _letter_card(task: Task, view: OrderView, _: Words) -> Card:
    """The written warning to a client who does not collect: by post with a list of contents, then one tap."""
    title = Bold(_("✉️ №{number}: send the written warning", number=view.id))
    lines: tuple[Line, ...] = (
        title,
        _("Not collected for a month. Send it by registered post with a list of contents."),
        view.client.address,
    )
    if task.state is TaskState.CLOSED or view.deal is None:
        done = _("✔ Not needed any more") if task.outcome == "needless" else _("✔ Sent")
        return Card((*lines, done), ((_open_order(view, _),),))
    sent = Button(_(DEAL_ACTIONS[DealAction.WARN]), deal_do(DealAction.WARN, view.deal), "primary")
    return Card(lines, ((sent,), (_open_order(view, _),)))


def _open_order(view: OrderView, _: Words) -> Button:
    return Button(_("🧾 Order"), go("order", view.id, arg="anew"))


def me_card(member: StaffMember, _: Words) -> Card:
    roles = ", ".join(_(ROLES[role]) for role in STAFF_ROLES if role in member.role_set)
    shift = Button(_("🟢 On shift") if member.on_shift else _("⚪️ Off shift"), do("shift", 0 if member.on_shift else 1))
    more = [
        Button(_("☑️ My tasks"), go("tasks")),
        Button(_("🌐 Language"), go("language")),
        Button(_("📨 Requests"), go("internal_requests")),
    ]
    more += [Button(_("📰 Feed"), go("feed"))] if member.role_set - {Role.ENGINEER} else []
    return Card((Bold(member.name), roles), ((shift,), *in_rows(more)))
