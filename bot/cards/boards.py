"""Lists and small cards: the board, an engineer's day, payments, clients, a task, one's own shift, the company's settings."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Mono, in_rows
from bot.cards.labels import DEAL_ACTIONS, DEAL_STAGES, ROLES
from bot.cards.presses import begin, deal_do, do, go
from bot.cards.tasks import TASK_KINDS, order_task_card
from bot.words import Words, shown_phone
from crm.actor import STAFF_ROLES, Role
from crm.deal import DealAction, DealStage
from crm.staff import StaffMember
from crm.task import Task, TaskKind, TaskState
from crm.views import ClientView, DealRow, LeadRow, OrderView, Viewer


def _open(row: DealRow | LeadRow) -> Button:
    return Button(f"№{row.id}", go("order", row.id, arg="anew"))


def board_card(rows: Sequence[DealRow], _: Words) -> Card:
    """Orders by stage (D1)."""
    if not rows:
        return Card((Bold(_("🚦 The board is empty")), _("New orders come here by themselves.")), (_board_tools(_),))
    lines: list[Line] = [Bold(_("🚦 Board"))]
    for stage in DealStage:
        here = [row for row in rows if row.stage == stage]
        if here:
            named = " · ".join(f"№{row.id} {row.client_name}".strip() for row in here[:6])
            lines.append(f"{_(DEAL_STAGES[stage])} {len(here)}: {named}")
    return Card(tuple(lines), (*in_rows([_open(row) for row in rows[:12]], width=4), _board_tools(_)))


def _board_tools(_: Words) -> tuple[Button, ...]:
    return Button(_("👷 Masters"), go("team")), Button(_("🧾 Price list"), go("price_list")), Button(_("🔄 Refresh"), go("board"))


def day_card(rows: Sequence[DealRow], _: Words) -> Card:
    """The engineer's work in its order, one large button each (E1)."""
    refresh = (Button(_("🔄 Refresh"), go("day")),)
    if not rows:
        return Card((Bold(_("🧰 No tasks now")), _("New tasks come here by themselves.")), (refresh,))
    lines: list[Line] = [Bold(_("🧰 Tasks"))]
    for row in rows:
        time = _.when(row.starts_at) if row.starts_at else _(DEAL_STAGES[DealStage(row.stage)])
        lines.append(f"№{row.id} · {time} · {row.client_name} · {row.address or row.device or row.need[:40]}")
    return Card(tuple(lines), (*((_open(row),) for row in rows[:8]), refresh))


def clients_card(rows: Sequence[LeadRow], _: Words) -> Card:
    refresh = (Button(_("🧾 Price list"), go("price_list")), Button(_("🔄 Refresh"), go("clients")))
    if not rows:
        return Card((Bold(_("👔 No requests with you")), _("An operator hands new clients over to you.")), (refresh,))
    lines: list[Line] = [Bold(_("👔 Requests with you")), *(f"№{row.id} {row.client_name} — {row.need[:60]}" for row in rows)]
    return Card(tuple(lines), (*in_rows([_open(row) for row in rows[:12]], width=4), refresh))


def client_card(client: ClientView, order_id: int, *, _: Words) -> Card:
    """What is known of a client, and what can be added (M2)."""
    lines: list[Line] = [Bold(f"👤 {client.name or _('new contact')}"), _("known client") if client.known else _("new client")]
    lines += [Mono(shown_phone(phone)) for phone in client.phones] + [Mono(mail) for mail in client.emails]
    if client.company:
        lines.append(f"🏢 {client.company}")
    if client.address:
        lines.append(f"📍 {client.address}")
    lines.append(_.n("{n} order", "{n} orders", client.orders))
    arg = f"{client.id}"
    edits = [Button(_("✏️ Name"), begin("client_name", order_id, arg=arg)), Button(_("📞 Phone"), begin("client_phone", order_id, arg=arg))]
    edits += [
        Button(_("✉️ E-mail"), begin("client_email", order_id, arg=arg)),
        Button(_("📍 Address"), begin("client_address", order_id, arg=arg)),
    ]
    edits += [Button(_("🏢 Company"), begin("client_company", order_id, arg=arg)), Button(_("✏️ Need"), begin("lead_need", order_id))]
    edits.append(Button(_("‹ Back"), go("order", order_id)))
    return Card(tuple(lines), in_rows(edits))


def task_card(task: Task, view: OrderView, *, viewer: Viewer, _: Words) -> Card:
    """A call to make: what to tell, the phone, and how it went; or a letter to send."""
    if task.kind is TaskKind.LETTER:
        return _letter_card(task, view, _)
    if task.kind in TASK_KINDS:
        return order_task_card(task, view, viewer=viewer, _=_)
    phone: Line = Mono(shown_phone(view.client.phones[0])) if view.client.phones else _("no phone on the card")
    stage = DEAL_STAGES[view.deal.stage] if view.deal else ""
    title = _("📞 №{number}: call {name}", number=view.id, name=view.client.name or _("client"))
    lines: tuple[Line, ...] = (Bold(title), _(stage) if stage else "", phone)
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
