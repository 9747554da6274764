"""What gave up, for the directors."""

from __future__ import annotations

from bot.cards.card import Card
from bot.cards.dead_letters import dead_letters_card
from bot.screens.orders import gone
from bot.screens.registry import Scene, screen
from crm.actor import Role


@screen("dead_letters")
async def dead_letters(scene: Scene) -> Card:
    if not scene.viewer.actor.has(Role.DIRECTOR):
        return gone(scene)
    return dead_letters_card(await scene.queries.dead_letters(), scene.words)
