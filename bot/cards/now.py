"""The hub "now" of a person with several hats: a short section for each role, and one main button (flows: several hats).

A section says how much waits and what is most urgent; its own list is one tap away. What is empty is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.cards.board import loads_line
from bot.cards.card import Bold, Button, Card, Line, in_rows
from bot.cards.payments import MARKS
from bot.cards.presses import begin, do, go
from bot.cards.queue import lead_line
from bot.cards.rows import lasting_line, short, task_line
from bot.cards.worklist import next_button
from bot.words import Words
from crm.actor import STAFF_ROLES, Role
from crm.board import DISPATCHERS_MOVE, Clock, Shown, chosen, most_urgent, to_close
from crm.deal import DealStage
from crm.debts import MoneyRow, Pressing
from crm.settings import SETUP
from crm.views import DealRow, EngineerLoad, LeadRow, Viewer
from crm.worklist import for_today, next_task

ENTRIES = 3
"""What a section names; the rest is behind its button."""


class Urgency(IntEnum):
    RED = 0
    NOW = 1
    WAITS = 2


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for the viewer by hat; nothing for a hat that he does not wear."""

    queue: Sequence[LeadRow] = ()
    own: Sequence[LeadRow] = ()
    leads: Sequence[LeadRow] = ()
    orders: Sequence[DealRow] = ()
    loads: Sequence[EngineerLoad] = ()
    tasks: Sequence[DealRow] = ()
    money: Sequence[MoneyRow] = ()
    stuck: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """One hat: `lines` are empty when nothing waits, `step` is its most urgent next tap."""

    opens: tuple[Button, ...]
    lines: tuple[Line, ...] = ()
    step: tuple[Urgency, Button] | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """The desk with whose it is and by which clock."""

    desk: Desk
    viewer: Viewer
    clock: Clock
    words: Words


def wears_several_hats(viewer: Viewer) -> bool:
    """Whose hub is more than one list; a director looks at everybody's."""
    return len(viewer.actor.roles & SECTIONS.keys()) > 1 or viewer.actor.has(Role.DIRECTOR)


def now_card(desk: Desk, viewer: Viewer, *, _: Words) -> Card:
    """Sections in the order of the road, the most urgent next step on the one main button."""
    glance = Glance(desk, viewer, Clock.of(viewer.shop, viewer.now), _)
    sections = [SECTIONS[role](glance) for role in STAFF_ROLES if role in viewer.actor.roles]
    lines: list[Line] = [line for section in sections for line in section.lines]
    if not lines:
        lines = [Bold(_("✅ Nothing waits for you now")), _("New work comes here by itself.")]
    steps = [section.step for section in sections if section.step]
    main = min(steps, key=lambda step: step[0])[1] if steps else _when_idle(viewer, _)
    last = (Button(_("☑️ My tasks"), go("tasks")), Button(_("🔄 Refresh"), go("home")))
    return Card(tuple(lines), ((main,), *in_rows([button for section in sections for button in section.opens]), last))


def _when_idle(viewer: Viewer, _: Words) -> Button:
    """The next action of an empty desk (S13)."""
    if viewer.actor.has(Role.OPERATOR, Role.MANAGER):
        return Button(_("➕ Order by hand"), begin("by_hand"), "primary")
    return Button(_("🔎 Find"), begin("find"), "primary")


def _open_order(row: DealRow | LeadRow, icon: str, _: Words) -> Button:
    return Button(f"{icon} " + _("Open №{number}", number=row.id), go("order", row.id, arg="anew"), "primary")


def _counted(label: str, screen: str, count: int) -> tuple[Button, ...]:
    return (Button(f"{label} · {count}" if count else label, go(screen)),)


def _queue(glance: Glance) -> Section:
    rows, _ = glance.desk.queue, glance.words
    opens, own = _counted(_("📥 Queue"), "queue", len(rows)), _own(glance)
    if not rows:
        return Section(opens, own)
    marked = [(glance.clock.pressing(row), row) for row in rows]
    lines = [f"{MARKS[mark]} {lead_line(row, _)} · {_.lasting(row.opened_at)}" for mark, row in marked[:ENTRIES]]
    late = any(mark is Pressing.LATE for mark, _row in marked)
    step = Button(_("✋ Take next"), do("take_next"), "primary")
    head = Bold(_.n("📥 Queue: {n} waits", "📥 Queue: {n} wait", len(rows)))
    return Section(opens, (head, *lines, *own), (Urgency.RED if late else Urgency.NOW, step))


def _own(glance: Glance) -> tuple[Line, ...]:
    """What an operator has taken and not ended yet."""
    own, _ = glance.desk.own, glance.words
    head = Bold(_.n("✋ Yours: {n} request", "✋ Yours: {n} requests", len(own)))
    return (head, *(lead_line(row, _) for row in own[:ENTRIES])) if own else ()


def _clients(glance: Glance) -> Section:
    leads, _ = glance.desk.leads, glance.words
    closing = to_close(glance.desk.orders, glance.viewer.actor.staff_id)
    opens = _counted(_("👔 Clients"), "clients", len(leads) + len(closing))
    lines: list[Line] = []
    if leads:
        lines.append(Bold(_.n("👔 With you: {n} request", "👔 With you: {n} requests", len(leads))))
        lines += [f"{lead_line(row, _)} · {_.lasting(row.opened_at)}" for row in leads[:ENTRIES]]
    if closing:
        lines.append(Bold(_.n("🏁 To close: {n} order", "🏁 To close: {n} orders", len(closing))))
        lines += [lasting_line(row, _) for row in closing[:ENTRIES]]
    late = next((row for row in closing if glance.clock.is_late(row)), None)
    first = late or (leads[0] if leads else closing[0] if closing else None)
    step = (Urgency.RED if late else Urgency.NOW, _open_order(first, "👔", _)) if first else None
    return Section(opens, tuple(lines), step)


def _board(glance: Glance) -> Section:
    _, clock = glance.words, glance.clock
    mine = most_urgent(chosen(glance.desk.orders, Shown.MINE, staff_id=glance.viewer.actor.staff_id, clock=clock), clock)
    opens = _counted(_("🚦 Board"), "board", len(mine))
    if not mine:
        return Section(opens)
    late = [row for row in mine if clock.is_late(row)]
    head = _.n("🚦 Board: {n} order", "🚦 Board: {n} orders", len(mine))
    head += " · " + _.n("{n} overdue", "{n} overdue", len(late)) if late else ""
    lines = [("🔴 " if row in late else "") + lasting_line(row, _) for row in mine[:ENTRIES]]
    lines += [loads_line(glance.desk.loads, _)] if glance.desk.loads else []
    urgency = Urgency.RED if late else Urgency.NOW if DealStage(mine[0].stage) in DISPATCHERS_MOVE else None
    return Section(opens, (Bold(head), *lines), (urgency, _open_order(mine[0], "🚦", _)) if urgency is not None else None)


def _tasks(glance: Glance) -> Section:
    rows, _ = glance.desk.tasks, glance.words
    today = for_today(rows, glance.clock)
    opens = _counted(_("🧰 Tasks"), "day", len(rows))
    if not rows:
        return Section(opens)
    step = next_task(rows, glance.clock)
    late = step is not None and glance.clock.is_late(step)
    head = Bold(_.n("🧰 Today: {n} task", "🧰 Today: {n} tasks", len(today)))
    lines = [task_line(row, _) for row in (today or rows)[:ENTRIES]]
    return Section(opens, (head, *lines), (Urgency.RED if late else Urgency.NOW, next_button(step, _)[0]) if step else None)


def _payments(glance: Glance) -> Section:
    _ = glance.words
    due = [row for row in glance.desk.money if row.due]
    opens = _counted(_("💳 Payments"), "payments", len(due))
    if not due:
        return Section(opens)
    marked = [(row.pressing(glance.viewer.now), row) for row in due]
    ranked = sorted(marked, key=lambda pair: list(Pressing).index(pair[0]), reverse=True)
    head = Bold(_("💳 To be paid: {due}", due=_.money(sum(row.due for row in due))))
    lines = [f"{MARKS[mark]} №{row.id} {short(row.client_name, 24)} — {_.money(row.due)}" for mark, row in ranked[:ENTRIES]]
    mark, first = ranked[0]
    step = Button("💳 " + _("Open №{number}", number=first.id), go("payment", first.id, arg="anew"), "primary")
    return Section(opens, (head, *lines), (Urgency.RED if mark is Pressing.LATE else Urgency.WAITS, step))


def _red(glance: Glance) -> Section:
    """What a director looks at first: everything that goes wrong, whoever's it is."""
    _, clock, actor = glance.words, glance.clock, glance.viewer.actor
    settings = Button(_("⚙️ Settings"), go("settings"))
    opens = (settings,) if actor.has(Role.DISPATCHER) else (settings, Button(_("🚦 Board"), go("board")))
    red = most_urgent([row for row in glance.desk.orders if clock.is_late(row) or row.complaint_open], clock)
    counts = _red_counts(glance, red)
    if not counts:
        return Section(opens, (), _setup_step(glance))
    lines = [] if actor.has(Role.DISPATCHER) else [f"🔴 {lasting_line(row, _)}" for row in red[:ENTRIES]]
    head = Bold(_("🔴 Red: {what}", what=" · ".join(text for _screen, text in counts)))
    look = Button("🔴 " + counts[0][1], go(counts[0][0]), "primary")
    return Section(opens, (head, *lines), (Urgency.RED, _open_order(red[0], "🔴", _) if red else look))


def _setup_step(glance: Glance) -> tuple[Urgency, Button] | None:
    """The owner's walk that is not finished yet."""
    _, total = glance.words, len(SETUP)
    done = sum(1 for key in SETUP if key in glance.viewer.shop.setup_done)
    label = _("🧭 Setup {done} of {total}", done=done, total=total)
    return (Urgency.WAITS, Button(label, go("wizard"), "primary")) if done < total else None


def _red_counts(glance: Glance, red: Sequence[DealRow]) -> list[tuple[str, str]]:
    """What goes wrong in words, each with the screen that shows it."""
    _, clock, desk = glance.words, glance.clock, glance.desk
    waiting = sum(1 for row in desk.queue if clock.pressing(row) is Pressing.LATE)
    unpaid = sum(1 for row in desk.money if row.due and row.pressing(clock.now) is Pressing.LATE)
    complaints = sum(1 for row in red if row.complaint_open)
    late = len(red) - complaints
    counts = [("queue", _.n("{n} unanswered", "{n} unanswered", waiting))] if waiting else []
    counts += [("board", _.n("{n} order late", "{n} orders late", late))] if late else []
    counts += [("board", _.n("{n} complaint", "{n} complaints", complaints))] if complaints else []
    counts += [("payments", _.n("{n} old debt", "{n} old debts", unpaid))] if unpaid else []
    counts += [("dead_letters", _.n("{n} stuck", "{n} stuck", desk.stuck))] if desk.stuck else []
    return counts


SECTIONS: dict[Role, Callable[[Glance], Section]] = {
    Role.OPERATOR: _queue,
    Role.MANAGER: _clients,
    Role.DISPATCHER: _board,
    Role.ENGINEER: _tasks,
    Role.ACCOUNTANT: _payments,
    Role.DIRECTOR: _red,
}
