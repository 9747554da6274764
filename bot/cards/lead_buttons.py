"""The buttons of a lead for staff: one main step, then the rest (screens O2-O4)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Row, in_rows
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


NEAR = (Act.ANSWER, Act.POSTPONE, Act.REJECT, Act.REOPEN, Act.SPLIT)
"""Beside the main step; the rest stands behind "More" (S14: a card is not a wall)."""


def lead_rows(view: OrderView, viewer: Viewer, *, _: Words) -> tuple[Row, ...]:
    actions = _actions(view, viewer)
    main = [_button(action, view.lead, _) for action in MAIN if action in actions]
    near = _need(view.lead, viewer, _) + [_button(action, view.lead, _) for action in NEAR if action in actions]
    near += [Button(_("👤 Client card"), go("client", view.id)), Button(_("⋯ More"), go("more", view.id))]
    return (*in_rows([*_suggested(view, actions, _), *main], width=1), *in_rows(near))


def lead_more_card(view: OrderView, viewer: Viewer, *, _: Words) -> Card:
    """What else can be done with a request, and what happened to it."""
    actions = _actions(view, viewer)
    rest = [_button(action, view.lead, _) for action in actions if action not in (*MAIN, *NEAR, *OWN_WAYS)]
    rest += _words(view, viewer, _) + (_whose(view, _) if Act.SET_CLIENT in actions else [])
    rows = in_rows([*rest, Button(_("🕘 History"), go("timeline", view.id))])
    return Card((Bold(_("№{number}: what else?", number=view.id)),), (*rows, (Button(_("‹ Back"), go("order", view.id)),)))


def _actions(view: OrderView, viewer: Viewer) -> list[Act]:
    offers = view.lead.offers(viewer.actor)
    return [offer.action for offer in offers if offer.obstacle in EXPLAINED and offer.action in LEAD_ACTIONS]


def _suggested(view: OrderView, actions: Sequence[Act], _: Words) -> list[Button]:
    """Whom the client looks like: linked by one tap, never by itself (R40)."""
    like = view.looks_like
    return (
        [Button(f"🔗 {like.name or _('client')}"[:28], do("link", view.id, arg=str(like.id)), "primary")]
        if like and Act.SET_CLIENT in actions
        else []
    )


def _whose(view: OrderView, _: Words) -> list[Button]:
    """A client recognised wrongly, or not at all."""
    if view.client.known:
        return [Button(_("👤 Not this client"), go("not_his", view.id))]
    return [Button(_("🔗 Find the client"), begin("find_client", view.id))]


def _is_his(lead: Lead, viewer: Viewer) -> bool:
    return lead.is_open and viewer.actor.staff_id in (lead.assignee_id, lead.manager_id)


def _need(lead: Lead, viewer: Viewer, _: Words) -> list[Button]:
    return [Button(_("✏️ Need"), begin("lead_need", lead.id))] if _is_his(lead, viewer) else []


def _words(view: OrderView, viewer: Viewer, _: Words) -> list[Button]:
    return [Button(_("✂️ Separate words"), go("separate", view.id))] if _is_his(view.lead, viewer) else []


def _button(action: Act, lead: Lead, _: Words) -> Button:
    label = _(LEAD_ACTIONS[action])
    style = MAIN.get(action, "danger" if action is Act.REJECT else "")
    if action in HANDED:
        return Button(label, whom(action, lead.id, turn=lead.turn), style)
    if action in CHOICES:
        return Button(label, go(CHOICES[action], lead.id), style)
    return Button(label, lead_do(action, lead), style)
