"""What a client is told, notice by notice: one kind sentence and, where he must act, the button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.card import Card
from bot.cards.labels import N_
from bot.words import Words
from crm.views import OrderView

CLIENT_NEWS: dict[str, str] = {
    "ready": N_("✅ №{number} is ready. You can collect it."),
}


def news_card(name: str, view: OrderView, _: Words, *, params: Mapping[str, Any]) -> Card:
    return Card((_(CLIENT_NEWS[name], number=view.id),))
