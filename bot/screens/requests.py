"""Dialogues on the screen: the question of the current step."""

from __future__ import annotations

from bot.cards.card import Card
from bot.cards.form import ended_card, form_card
from bot.screens.registry import Scene, screen


@screen("form", slot="dialog")
async def form(scene: Scene) -> Card:
    """Drawn from the parameters alone: the form's name, its step and the answers so far."""
    return form_card(scene.params, scene.viewer, _=scene.words)


@screen("ended", slot="dialog")
async def ended(scene: Scene) -> Card:
    return ended_card(scene.words)
