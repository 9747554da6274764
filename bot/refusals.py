"""What a refused input is answered: one calm sentence and the current card (S6, S13)."""

from __future__ import annotations

from collections.abc import Mapping

from aiogram.types import CallbackQuery, Update

from bot.callbacks import DealDo, LeadDo, Undo, order_named
from bot.cards.obstacles import MENDED
from crm.errors import CrmError, Refused, Stale
from crm.intents import Intent, Say, Show, Toast

ABOUT_ORDERS = frozenset(kind.__prefix__ for kind in (LeadDo, DealDo, Undo))


def answer_to(error: CrmError, update: Update) -> list[Intent]:
    """For a tap a toast and the fresh card, for a message a sentence; what can be mended stands on the card with its button."""
    name, data = sentence(error)
    query = update.callback_query
    if query is None:
        return [Say(name, data), *_mendable(name, data, anew=True)]
    return [Toast(name, data), *(_fresh_card(query, name) or _mendable(name, data))]


def sentence(error: CrmError) -> tuple[str, dict[str, object]]:
    """The phrase of a refusal and its parts."""
    if isinstance(error, Refused):
        return error.obstacle, error.data
    return ("stale", {}) if isinstance(error, Stale) else ("not_found", {})


def _fresh_card(query: CallbackQuery, name: str) -> list[Intent]:
    """The card of the order that the button was about; the screen shows nothing to those who may not see it."""
    data = query.data or ""
    order_id = order_named(data) if data.partition(":")[0] in ABOUT_ORDERS else 0
    return [_card(order_id, name, pressed=query.message.message_id if query.message else None)] if order_id else []


def _mendable(name: str, data: Mapping[str, object], *, anew: bool = False) -> list[Intent]:
    """After a question or a message: the order that the refusal names, when there is something to press on it."""
    order_id, item_id = data.get("order"), data.get("item")
    if isinstance(order_id, int) and isinstance(item_id, int):
        return [Show("price_asked", {"id": order_id, "arg": str(item_id)}, slot=f"order:{order_id}", anew=anew)]
    return [_card(order_id, name, anew=anew)] if isinstance(order_id, int) and name in MENDED else []


def _card(order_id: int, name: str, *, anew: bool = False, pressed: int | None = None) -> Show:
    params = {"id": order_id, **({"obstacle": name} if name in MENDED else {})}
    return Show("order", params, slot=f"order:{order_id}", anew=anew, pressed=pressed)
