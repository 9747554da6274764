"""The machine's health, for the directors: all that is looked at, one alarm, and what it means."""

from __future__ import annotations

from datetime import datetime

from bot.cards.card import Card
from bot.cards.health import alarm_card, all_clear_card, check_card, meaning_card
from bot.screens.orders import gone
from bot.screens.registry import Scene, screen
from crm.actor import Role
from crm.health import Level, Noted, numbered


@screen("check")
async def check(scene: Scene) -> Card:
    if not scene.viewer.actor.has(Role.DIRECTOR):
        return gone(scene)
    return check_card(await scene.queries.health(), scene.words)


@screen("alarm", slot="alarm")
async def alarm(scene: Scene) -> Card:
    """Of news that does not hold any more nothing is shown: an alarm that is over, an all-clear of what is red again."""
    noted = await _noted(scene)
    if noted is None:
        return gone(scene)
    is_red = noted.finding.level is Level.RED
    news = scene.params.get("news")
    name, data = news if isinstance(news, list | tuple) else ("", {})
    if name and (name == "alarm") is not is_red:
        return gone(scene)
    if is_red:
        return alarm_card(noted, scene.words)
    began = data.get("began")
    return all_clear_card(noted, scene.words, began=datetime.fromisoformat(began) if began else None)


@screen("alarm_meaning", slot="alarm")
async def meaning(scene: Scene) -> Card:
    sign = numbered(scene.id)
    if sign is None or not scene.viewer.actor.has(Role.DIRECTOR):
        return gone(scene)
    return meaning_card(sign, scene.words)


async def _noted(scene: Scene) -> Noted | None:
    """None for who may not know, and for what has never been looked at."""
    if not scene.viewer.actor.has(Role.DIRECTOR):
        return None
    return next((noted for noted in await scene.queries.health() if noted.finding.sign == scene.id), None)
