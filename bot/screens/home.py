"""Home and the hub "now" of every role."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.cards.card import Card
from bot.cards.home import client_hub
from bot.cards.queue import queue_card
from bot.screens.registry import Scene, screen
from bot.words import Words
from crm.deadline import WorkingHours
from crm.shop import Shop


@screen("home")
async def home(scene: Scene) -> Card:
    """A client's home; staff get their hub."""
    if scene.viewer.actor.is_staff:
        return await queue(scene)
    client_id = scene.viewer.actor.client_id
    orders = await scene.queries.orders_of(client_id) if client_id else []
    return client_hub(scene.viewer, scene.words, open_orders=len(orders), promise=promise(scene.viewer.shop, scene.words))


@screen("queue")
async def queue(scene: Scene) -> Card:
    """Leads that wait, the oldest first."""
    return queue_card(await scene.queries.queue(now=scene.viewer.now), scene.viewer, scene.words)


def promise(shop: Shop, _: Words) -> str:
    """When an answer will come, honestly: by the clock of the working hours (S12)."""
    hours = WorkingHours.of(shop.week, shop.timezone)
    if hours.is_open(_.now):
        return _("We answer within {n} min.", n=shop.first_answer_minutes)
    opening: datetime = hours.next_opening(_.now).astimezone(UTC)
    return _("We will answer {when}.", when=_.when(opening))
