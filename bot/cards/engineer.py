"""Screens of an engineer's hand: why he cannot, by one tap or in his own words."""

from __future__ import annotations

from bot.cards.card import Bold, Button, Card, in_rows
from bot.cards.labels import N_
from bot.cards.presses import begin, deal_do, go
from bot.words import Words
from crm.deal import Deal, DealAction, DealStage

TASK_REFUSALS = {
    "ill": N_("🤒 I am ill"),
    "profile": N_("🔧 Not my profile"),
    "part": N_("📦 No part"),
    "time": N_("⏳ No time"),
}
"""Why an engineer gives an order back (flows: defaults)."""


def cannot_card(deal: Deal, _: Words) -> Card:
    """The dispatcher hears the reason at once and gives the order to another (R47)."""
    reasons = [Button(_(label), deal_do(DealAction.REFUSE_TASK, deal, arg=key)) for key, label in TASK_REFUSALS.items()]
    if deal.stage in (DealStage.DIAGNOSIS, DealStage.IN_PROGRESS):
        reasons.append(Button(_("⛔ No repair"), begin("no_repair", deal.id), "danger"))
    if deal.stage in (DealStage.SCHEDULING, DealStage.SCHEDULED) and deal.is_visit:
        reasons.append(Button(_("🕒 Not at this time"), begin("counter_offer", deal.id)))
    own = (Button(_("✍️ In my own words"), begin("refuse_task", deal.id)),)
    back = (Button(_("‹ Back"), go("order", deal.id)),)
    return Card((Bold(_("№{number}: why can't you?", number=deal.id)),), (*in_rows(reasons), own, back))
