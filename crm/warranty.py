"""The warranty on what was done: so many days from the day the client had it in his hands, by the company's calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from crm.deal import Deal


def warranty_ends(deal: Deal, zone: tzinfo) -> date | None:
    """The last day of the warranty; None where there is none: nothing was repaired, nothing handed over, or no term is given."""
    if deal.refused or deal.handed_at is None or not deal.warranty_days:
        return None
    return deal.handed_at.astimezone(zone).date() + timedelta(days=deal.warranty_days)


def is_under_warranty(deal: Deal, now: datetime, *, zone: tzinfo) -> bool:
    """The last day counts whole."""
    ends = warranty_ends(deal, zone)
    return ends is not None and now.astimezone(zone).date() <= ends
