"""Settings, the owner's wizard: for the director alone."""

from __future__ import annotations

from bot.cards.card import Card
from bot.cards.settings import SETTINGS, setting_card, settings_card, wizard_card, wizard_end_card
from bot.catalogue import languages
from bot.screens.orders import gone
from bot.screens.registry import Scene, screen
from bot.screens.way_home import with_way_home
from crm.actor import Role
from crm.settings import next_step


@screen("settings")
async def settings(scene: Scene) -> Card:
    if not scene.viewer.actor.has(Role.DIRECTOR):
        return gone(scene)
    return with_way_home(settings_card(scene.viewer.shop, scene.words), scene)


@screen("setting")
async def setting(scene: Scene) -> Card:
    if not scene.viewer.actor.has(Role.DIRECTOR) or scene.arg not in SETTINGS:
        return gone(scene)
    return setting_card(scene.arg, scene.viewer.shop, languages=languages(), _=scene.words)


@screen("wizard")
async def wizard(scene: Scene) -> Card:
    """The step behind the one that was skipped or answered last; the state is in the button, so a restart changes nothing."""
    if not scene.viewer.actor.has(Role.DIRECTOR):
        return gone(scene)
    key = next_step(scene.viewer.shop, scene.arg)
    if key is None:
        return wizard_end_card(str(scene.params.get("bot") or ""), _=scene.words)
    return wizard_card(key, scene.viewer.shop, languages=languages(), _=scene.words)
