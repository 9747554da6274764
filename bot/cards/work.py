"""Choices of the work: by when it is ready, and when the part comes."""

from __future__ import annotations

from bot.cards.card import Bold, Button, Card, in_rows
from bot.cards.labels import N_
from bot.cards.presses import begin, deal_do, do, go
from bot.words import Words
from crm.deal import Deal, DealAction

PROMISES = {"0": N_("Today"), "1": N_("Tomorrow"), "3": N_("In 3 days"), "7": N_("In a week")}
PARTS_DAYS = {"2": N_("In 2 days"), "7": N_("In a week"), "14": N_("In two weeks")}


def promise_card(deal: Deal, _: Words) -> Card:
    """The promise is part of the estimate: the client's yes to one is his yes to both (flows)."""
    days = [Button(_(label), do("promise", deal.id, arg=key)) for key, label in PROMISES.items()]
    more = (Button(_("✍️ Own day"), begin("promise_day", deal.id)), Button(_("‹ Back"), go("estimate", deal.id)))
    return Card((Bold(_("№{number}: ready by when?", number=deal.id)),), (*in_rows(days), more))


def parts_card(deal: Deal, _: Words) -> Card:
    """The client is told by when the part is expected; the clock stands meanwhile."""
    days = [Button(_(label), deal_do(DealAction.ORDER_PARTS, deal, arg=key)) for key, label in PARTS_DAYS.items()]
    more = (Button(_("✍️ Own day"), begin("parts_day", deal.id)), Button(_("‹ Back"), go("order", deal.id)))
    return Card((Bold(_("№{number}: when will the part be here?", number=deal.id)),), (*in_rows(days, width=1), more))
