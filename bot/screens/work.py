"""Screens of the work itself: what else can be done with an order, why an engineer cannot, and what he lacks."""

from __future__ import annotations

from bot.cards.card import Card
from bot.cards.engineer import cannot_card
from bot.cards.lead_buttons import lead_more_card
from bot.cards.order_buttons import more_card
from bot.cards.work import parts_card, promise_card
from bot.screens.orders import gone, working_order
from bot.screens.registry import Scene, screen


@screen("more", slot="order")
async def more(scene: Scene) -> Card:
    view = await working_order(scene)
    if view is None:
        return gone(scene)
    return more_card(view, scene.viewer, _=scene.words) if view.deal else lead_more_card(view, scene.viewer, _=scene.words)


@screen("cannot", slot="order")
async def cannot(scene: Scene) -> Card:
    """The engineer's ways out of an order: each with its reason."""
    view = await working_order(scene)
    return cannot_card(view.deal, scene.words) if view and view.deal else gone(scene)


@screen("promise", slot="order")
async def promise(scene: Scene) -> Card:
    view = await working_order(scene)
    return promise_card(view.deal, scene.words) if view and view.deal else gone(scene)


@screen("parts", slot="order")
async def parts(scene: Scene) -> Card:
    view = await working_order(scene)
    return parts_card(view.deal, scene.words) if view and view.deal else gone(scene)
