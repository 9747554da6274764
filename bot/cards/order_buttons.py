"""The buttons of a deal for staff: the union of the viewer's roles with one main button, the next step (flows: several hats)."""

from __future__ import annotations

from bot.cards.card import Button, Row, in_rows
from bot.cards.labels import DEAL_ACTIONS
from bot.cards.presses import begin, deal_do, go
from bot.words import Words
from crm.deal import Deal
from crm.deal import DealAction as Act
from crm.deal_moves import offers
from crm.views import OrderView, Viewer

STEPS = (
    *(Act.START, Act.ASSIGN, Act.DIAGNOSE, Act.REPORT, Act.SEND_ESTIMATE, Act.APPROVE, Act.ACCEPT_TIME, Act.DEPART, Act.BEGIN),
    *(Act.PARTS_ARRIVED, Act.FINISH, Act.ISSUE, Act.HAND_DOCS, Act.PASS_DOCS, Act.CLOSE),
)
"""Steps forward in the order of the road: the first that is possible is the main button."""

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
}
"""Actions that ask one thing first."""

HIDDEN = frozenset(
    {
        *(Act.WRITE, Act.ADD_PHOTO, Act.ATTACH, Act.SET_DOCS, Act.WAIVE, Act.SPLIT, Act.WARRANTY, Act.WARN, Act.REFUND, Act.REVERSE),
        *(Act.PICK, Act.SET_TIME, Act.SET_DISPATCHER, Act.REQUEST_CANCEL, Act.UNDO),
    }
)
"""Not drawn on the card: they are reached elsewhere or wait for their screens."""


def deal_rows(view: OrderView, viewer: Viewer, _: Words) -> tuple[Row, ...]:
    deal = view.deal
    if deal is None:
        return ()
    possible = [offer.action for offer in offers(deal, viewer.actor) if offer.obstacle is None and offer.action not in HIDDEN]
    main = next((step for step in STEPS if step in possible and not (step is Act.ASSIGN and deal.engineer_id)), None)
    rest = [_button(action, deal, _) for action in possible if action is not main]
    more = [Button(_("👤 Client card"), go("client", view.client.id, str(view.id))), Button(_("🕘 History"), go("timeline", view.id))]
    first: tuple[Row, ...] = ((_button(main, deal, _, style="success"),),) if main else ()
    return (*first, *in_rows(rest + more))


def _button(action: Act, deal: Deal, _: Words, *, style: str = "") -> Button:
    label = _(DEAL_ACTIONS[action])
    if action is Act.SEND_ESTIMATE:
        label = f"{label} {_.money(deal.estimate_total)}"
    if action in SCREENS:
        return Button(label, go(SCREENS[action], deal.id), style)
    if action in FORMS:
        return Button(label, begin(FORMS[action], deal.id), style or ("danger" if action in (Act.REFUSE, Act.CANCEL) else ""))
    return Button(label, deal_do(action, deal), style)
