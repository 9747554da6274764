"""A complaint on its way: what it was answered with, and the one button that makes it true."""

from __future__ import annotations

from bot.cards.card import Button, Line
from bot.cards.labels import DEAL_ACTIONS, N_
from bot.cards.presses import begin, do
from bot.words import Words
from crm.actor import Role
from crm.complaint import Outcome, next_step
from crm.deal import Deal, DealAction
from crm.deal_moves import offers
from crm.views import OrderView, Viewer

OUTCOMES = {
    Outcome.REWORK: N_("Rework"),
    Outcome.REFUND: N_("Money back"),
    Outcome.DISCOUNT: N_("Discount"),
    Outcome.REJECTED: N_("Rejected"),
}
STEPS = {
    DealAction.REWORK: N_("🔧 Begin the rework"),
    DealAction.WARRANTY: N_("🔗 Open a linked order"),
    DealAction.SETTLE_COMPLAINT: N_("✅ Settled"),
}
"""What a promise comes to where nothing more need be asked."""


def promise_lines(deal: Deal, *, _: Words) -> list[Line]:
    """Over the order: a complaint is open, and what is promised."""
    if not deal.complaint_open:
        return []
    if deal.complaint_outcome in list(Outcome):
        return [_("😟 Complaint: promised: {outcome}", outcome=_(OUTCOMES[Outcome(deal.complaint_outcome)]))]
    return [_("😟 Complaint open")]


def promise_buttons(view: OrderView, viewer: Viewer, *, _: Words) -> list[Button]:
    """The next step of the complaint for who may make it; a refund is begun with all that was paid."""
    deal = view.deal
    step = next_step(deal) if deal else None
    if deal is None or step is None or not may_step(deal, step, viewer=viewer):
        return []
    if step is DealAction.REFUND:
        return [Button(_("↩️ Return {sum}", sum=_.money(deal.paid)), begin("refund", deal.id, arg=str(deal.paid)), "primary")]
    if step in STEPS:
        return [Button(_(STEPS[step]), do("complaint_step", deal.id), "primary")]
    form = "discount" if step is DealAction.DISCOUNT else "complaint_outcome"
    return [Button(_(DEAL_ACTIONS[step]), begin(form, deal.id), "primary")]


def may_step(deal: Deal, step: DealAction, *, viewer: Viewer) -> bool:
    """The flow says who; a complaint's own steps are the manager's, money goes back by who may return it."""
    free = {offer.action for offer in offers(deal, viewer.actor) if offer.obstacle is None}
    return step in free and (step is DealAction.REFUND or viewer.actor.has(Role.MANAGER, Role.DIRECTOR))
