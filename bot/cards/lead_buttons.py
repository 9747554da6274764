"""The buttons of a lead for staff: one main step, then the rest (screens O2-O4)."""

from __future__ import annotations

from bot.cards.card import Button, Row, in_rows
from bot.cards.labels import LEAD_ACTIONS
from bot.cards.presses import begin, do, go, lead_do, whom
from bot.words import Words
from crm.lead import Lead
from crm.lead import LeadAction as Act
from crm.views import OrderView, Viewer

MAIN = {Act.TAKE: "primary", Act.CONVERT: "success", Act.TO_MANAGER: "primary"}
"""Steps forward, drawn first and coloured; the rest follows in the flow's order."""

EXPLAINED = frozenset({None, "client_name_empty", "client_contact_empty", "need_empty"})
"""An action is drawn when nothing stands in its way, or what a form mends at once."""

OWN_WAYS = frozenset({Act.SET_NEED, Act.SET_CLIENT, Act.WRITE})
"""Drawn in ways of their own, not as a bare tap."""

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
    offers = [offer for offer in lead.offers(viewer.actor) if offer.obstacle in EXPLAINED and offer.action in LEAD_ACTIONS]
    actions = [offer.action for offer in offers]
    main = [_button(action, lead, _) for action in MAIN if action in actions]
    rest = [_button(action, lead, _) for action in actions if action not in MAIN and action not in OWN_WAYS]
    extra = [Button(_("👤 Client card"), go("client", lead.id)), Button(_("🕘 History"), go("timeline", lead.id))]
    whose = _whose(view, _) if Act.SET_CLIENT in actions else []
    return (*in_rows([*_suggested(view, whose, _), *main], width=1), *in_rows(_taken(lead, viewer, _) + rest + whose + extra))


def _suggested(view: OrderView, whose: list[Button], _: Words) -> list[Button]:
    """Whom the client looks like: linked by one tap, never by itself (R40)."""
    like = view.looks_like
    return [Button(f"🔗 {like.name or _('client')}"[:28], do("link", view.id, arg=str(like.id)), "primary")] if like and whose else []


def _whose(view: OrderView, _: Words) -> list[Button]:
    """A client recognised wrongly, or not at all."""
    if view.client.known:
        return [Button(_("👤 Not this client"), go("not_his", view.id))]
    return [Button(_("🔗 Find the client"), begin("find_client", view.id))]


def _taken(lead: Lead, viewer: Viewer, _: Words) -> list[Button]:
    mine = lead.is_open and viewer.actor.staff_id in (lead.assignee_id, lead.manager_id)
    words = Button(_("✂️ Separate words"), go("separate", lead.id))
    return [Button(_("✏️ Need"), begin("lead_need", lead.id)), words] if mine else []


def _button(action: Act, lead: Lead, _: Words) -> Button:
    label = _(LEAD_ACTIONS[action])
    style = MAIN.get(action, "danger" if action is Act.REJECT else "")
    if action in HANDED:
        return Button(label, whom(action, lead.id, turn=lead.turn), style)
    if action in CHOICES:
        return Button(label, go(CHOICES[action], lead.id), style)
    return Button(label, lead_do(action, lead), style)
