"""Deeds around an engineer's work."""

from __future__ import annotations

from bot.callbacks import Do
from bot.deeds import deed
from bot.ports import BotUnit
from crm.actor import Actor
from crm.use_cases.photos import show_photos


@deed("photos")
async def colleague_looks_at_photos(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await show_photos(unit, actor, id=press.id)
    return ""
