"""What a refused input is answered: one calm sentence and the current card (S6, S13)."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Update

from bot.callbacks import DealDo, LeadDo, Undo
from crm.errors import CrmError, Refused, Stale
from crm.intents import Intent, Say, Show, Toast


def answer_to(error: CrmError, update: Update) -> list[Intent]:
    """For a tap a toast and the fresh card, for a message a sentence."""
    name, data = sentence(error)
    if update.callback_query is None:
        return [Say(name, data)]
    return [Toast(name, data), *_fresh_card(update.callback_query)]


def sentence(error: CrmError) -> tuple[str, dict[str, object]]:
    """The phrase of a refusal and its parts."""
    if isinstance(error, Refused):
        return error.obstacle, error.data
    return ("stale", {}) if isinstance(error, Stale) else ("not_found", {})


def _fresh_card(query: CallbackQuery) -> list[Intent]:
    """The card of the order that the button was about; the screen shows nothing to those who may not see it."""
    for kind in (LeadDo, DealDo, Undo):
        if (query.data or "").startswith(f"{kind.__prefix__}:"):
            order_id = (query.data or "").split(":")[2]
            pressed = query.message.message_id if query.message else None
            if order_id.isdigit() and len(order_id) < 10:
                return [Show("order", {"id": int(order_id)}, slot=f"order:{order_id}", pressed=pressed)]
    return []
