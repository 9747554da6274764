"""The way back from a list to the hub that it is a section of."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.card import Button, Card
from bot.cards.now import wears_several_hats
from bot.cards.presses import go
from bot.screens.registry import Scene


def with_way_home(card: Card, scene: Scene) -> Card:
    """Back, for who has more than this list; for others the list is the hub."""
    if not wears_several_hats(scene.viewer):
        return card
    return replace(card, rows=(*card.rows, (Button(scene.words("‹ Back"), go("home")),)))
