"""The warranty as it is said on a card: until when, or since when not any more."""

from __future__ import annotations

from bot.cards.card import Line
from bot.words import Words
from crm.deal import Deal
from crm.warranty import is_under_warranty, warranty_ends


def warranty_lines(deal: Deal, *, _: Words) -> list[Line]:
    """Only for what was handed over with a warranty."""
    ends = warranty_ends(deal, _.zone)
    if ends is None:
        return []
    if is_under_warranty(deal, _.now, zone=_.zone):
        return [_("🛡 Warranty until {when}", when=_.date(ends))]
    return [_("🛡 The warranty ended on {when}", when=_.date(ends))]
