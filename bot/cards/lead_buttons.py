"""The buttons of a lead for staff: one main step, then the rest (screens O2-O4)."""

from __future__ import annotations

from bot.cards.card import Button, Row, in_rows
from bot.cards.labels import LEAD_ACTIONS
from bot.cards.presses import begin, go, lead_do, whom
from bot.words import Words
from crm.lead import Lead
from crm.lead import LeadAction as Act
from crm.views import OrderView, Viewer

MAIN = {Act.TAKE: "primary", Act.CONVERT: "success", Act.TO_MANAGER: "primary"}
"""Steps forward, drawn first and coloured; the rest follows in the flow's order."""

HANDED = frozenset({Act.CONVERT, Act.TO_MANAGER})
"""Actions that ask whom it goes to, unless that can only be oneself (flows: several hats)."""

CHOICES = {
    Act.JOIN: "choose_order",
    Act.POSTPONE: "choose_snooze",
    Act.REJECT: "choose_refusal",
}
"""Actions that ask one thing first, by the screen that asks it."""


def lead_rows(view: OrderView, viewer: Viewer, *, _: Words) -> tuple[Row, ...]:
    lead = view.lead
    offers = [offer for offer in lead.offers(viewer.actor) if offer.obstacle is None and offer.action in LEAD_ACTIONS]
    actions = [offer.action for offer in offers]
    main = [_button(action, lead, _) for action in MAIN if action in actions]
    rest = [_button(action, lead, _) for action in actions if action not in MAIN and action not in (Act.SET_NEED, Act.WRITE)]
    extra = [Button(_("👤 Client card"), go("client", lead.id)), Button(_("🕘 History"), go("timeline", lead.id))]
    return (*in_rows(main, width=1), *in_rows(_taken(lead, viewer, _) + rest + extra))


def _taken(lead: Lead, viewer: Viewer, _: Words) -> list[Button]:
    return [Button(_("✏️ Need"), begin("lead_need", lead.id))] if lead.assignee_id == viewer.actor.staff_id and lead.is_open else []


def _button(action: Act, lead: Lead, _: Words) -> Button:
    label = _(LEAD_ACTIONS[action])
    style = MAIN.get(action, "danger" if action is Act.REJECT else "")
    if action in HANDED:
        return Button(label, whom(action, lead.id, turn=lead.turn), style)
    if action in CHOICES:
        return Button(label, go(CHOICES[action], lead.id), style)
    return Button(label, lead_do(action, lead), style)
