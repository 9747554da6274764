"""The buttons of a deal for staff: the union of the viewer's roles with one main button, the next step (flows: several hats)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.cards.card import Button, Row, in_rows
from bot.cards.labels import DEAL_ACTIONS
from bot.cards.presses import begin, deal_do, go
from bot.words import Words
from crm.deal import Deal
from crm.deal import DealAction as Act
from crm.deal_moves import offers
from crm.task import TaskKind
from crm.views import OrderView, Viewer

STEPS = (
    *(Act.START, Act.ASSIGN, Act.DIAGNOSE, Act.REPORT, Act.SEND_ESTIMATE, Act.APPROVE, Act.OFFER_TIME, Act.PROPOSE),
    *(Act.ACCEPT_TIME, Act.DEPART, Act.BEGIN, Act.PARTS_ARRIVED, Act.FINISH, Act.ISSUE, Act.CLOSE, Act.HAND_DOCS, Act.PASS_DOCS),
)
"""Steps forward in the order of the road: the first that is left to make is the main button."""

EXPLAINED = frozenset({Act.BEGIN, Act.FINISH, Act.ISSUE, Act.CLOSE})
"""Steps that are the main button even while something stands in the way: a tap says what."""

MADE: dict[Act, Callable[[Deal], bool]] = {
    Act.ASSIGN: lambda deal: deal.engineer_id is not None,
    Act.DIAGNOSE: lambda deal: bool(deal.findings),
    Act.PROPOSE: lambda deal: bool(deal.slots),
}
"""Steps that can be made again, but are not the next one any more."""

POINTLESS: dict[Act, Callable[[Deal], bool]] = {
    Act.SEND_ESTIMATE: lambda deal: not deal.has_unapproved_estimate,
    Act.ACCEPT_TIME: lambda deal: deal.starts_at is None or deal.engineer_agreed,
    Act.DEPART: lambda deal: deal.departed,
    Act.HAND_DOCS: lambda deal: deal.docs_handed,
    Act.PASS_DOCS: lambda deal: deal.docs_passed,
    Act.REFUND: lambda deal: deal.paid <= 0,
}
"""What is allowed, but would change nothing: not drawn."""

SCREENS = {Act.ASSIGN: "choose_engineer", Act.EDIT_ESTIMATE: "estimate", Act.TAKE_PAYMENT: "payment", Act.PROPOSE: "choose_time"}
FORMS = {
    Act.REPORT: "findings",
    Act.APPROVE: "approve_for",
    Act.DECLINE: "decline_for",
    Act.REFUSE: "refuse",
    Act.CANCEL: "cancel",
    Act.REWORK: "rework",
    Act.REFUSE_TASK: "refuse_task",
    Act.REOPEN: "reopen",
    Act.WRITE_OFF: "write_off",
    Act.COMPLAIN: "complain",
    Act.NOTE: "note",
    Act.REFUND: "refund",
}
"""Actions that ask one thing first."""

HIDDEN = frozenset(
    {
        *(Act.WRITE, Act.ADD_PHOTO, Act.ATTACH, Act.SET_DOCS, Act.WAIVE, Act.SPLIT, Act.WARRANTY, Act.WARN, Act.REVERSE, Act.INVOICE),
        *(Act.PICK, Act.SET_TIME, Act.SET_DISPATCHER, Act.REQUEST_CANCEL, Act.UNDO),
    }
)
"""Not drawn on the card: they are reached elsewhere or wait for their screens."""


def deal_rows(view: OrderView, viewer: Viewer, *, _: Words) -> tuple[Row, ...]:
    deal = view.deal
    if deal is None:
        return ()
    offered = {offer.action: offer.obstacle for offer in offers(deal, viewer.actor) if _is_drawn(offer.action, deal, view)}
    main = next((step for step in STEPS if _is_next(step, deal, offered)), None)
    rest = [_button(action, deal, _) for action, obstacle in offered.items() if action is not main and obstacle is None]
    more = [Button(_("👤 Client card"), go("client", view.id)), Button(_("🕘 History"), go("timeline", view.id))]
    first: tuple[Row, ...] = ((_button(main, deal, _, style="success"),),) if main else ()
    return (*first, *in_rows(rest + more))


def _is_drawn(action: Act, deal: Deal, view: OrderView) -> bool:
    return (action not in HIDDEN or _is_asked_for(action, view)) and not (action in POINTLESS and POINTLESS[action](deal))


def _is_asked_for(action: Act, view: OrderView) -> bool:
    """Hidden until a task asks for it."""
    return action is Act.WARN and any(task.kind is TaskKind.LETTER for task in view.tasks)


def _is_next(step: Act, deal: Deal, offered: Mapping[Act, str | None]) -> bool:
    if step not in offered or (step in MADE and MADE[step](deal)):
        return False
    return offered[step] is None or step in EXPLAINED


def _button(action: Act, deal: Deal, _: Words, *, style: str = "") -> Button:
    label = _(DEAL_ACTIONS[action])
    if action is Act.SEND_ESTIMATE:
        label = f"{label} {_.money(deal.estimate_total)}"
    if action in SCREENS:
        return Button(label, go(SCREENS[action], deal.id), style)
    if action in FORMS:
        return Button(label, begin(FORMS[action], deal.id), style or ("danger" if action in (Act.REFUSE, Act.CANCEL) else ""))
    return Button(label, deal_do(action, deal), style)
