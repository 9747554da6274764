"""The screen of a client's terms."""

from __future__ import annotations

from bot.cards.card import Card
from bot.cards.credit import credit_card
from bot.screens.orders import gone, working_order
from bot.screens.registry import Scene, screen


@screen("credit", slot="order")
async def credit(scene: Scene) -> Card:
    """Of an order's client, in the place of the order's card; for the office."""
    view = await working_order(scene) if scene.is_office else None
    return credit_card(view.client, view.id, viewer=scene.viewer, _=scene.words) if view else gone(scene)
