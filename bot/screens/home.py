"""Home and the hub "now" of every role."""

from __future__ import annotations

from datetime import UTC, datetime

from babel import Locale

from bot.cards.card import Button, Card, in_rows
from bot.cards.home import client_hub
from bot.cards.now import now_card, wears_several_hats
from bot.cards.presses import do
from bot.catalogue import languages
from bot.screens.lists import desk
from bot.screens.registry import SCREENS, Scene, screen
from bot.words import Words
from crm.actor import Role
from crm.deadline import WorkingHours
from crm.shop import Shop

HUBS = {
    Role.OPERATOR: "queue",
    Role.DISPATCHER: "board",
    Role.ENGINEER: "day",
    Role.MANAGER: "clients",
    Role.ACCOUNTANT: "payments",
    Role.DIRECTOR: "settings",
}


@screen("home")
async def home(scene: Scene) -> Card:
    """A client's home; staff get the list that their role works by, a section for each when they have several."""
    actor = scene.viewer.actor
    if actor.is_staff and wears_several_hats(scene.viewer):
        return now_card(await desk(scene), scene.viewer, _=scene.words)
    if actor.is_staff:
        name = next((name for role, name in HUBS.items() if role in actor.roles), "me")
        return await SCREENS[name].draw(scene)
    client_id = scene.viewer.actor.client_id
    orders = await scene.queries.orders_of(client_id) if client_id else []
    return client_hub(scene.viewer, scene.words, open_orders=len(orders), promise=promise(scene.viewer.shop, scene.words))


def promise(shop: Shop, _: Words) -> str:
    """When an answer will come, honestly: by the clock of the working hours (S12)."""
    hours = WorkingHours.of(shop.week, shop.timezone)
    if hours.is_open(_.now):
        return _("We answer within {n} min.", n=shop.first_answer_minutes)
    opening: datetime = hours.next_opening(_.now).astimezone(UTC)
    return _("We will answer {when}.", when=_.when(opening))


@screen("language")
async def language(scene: Scene) -> Card:
    """One button a language, each in its own words."""
    buttons = [Button(Locale.parse(code).get_display_name(code) or code, do("lang", 0, arg=code)) for code in languages()]
    return Card((scene.words("🌐 Language"),), in_rows(buttons))
