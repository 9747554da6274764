"""Deeds of the owner: his people."""

from __future__ import annotations

from bot.callbacks import Do
from bot.deeds import deed
from bot.ports import BotUnit
from crm.actor import Actor, Role
from crm.errors import Stale
from crm.intents import Show
from crm.use_cases.staff import invite


@deed("invite")
async def director_invites(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    if press.arg not in list(Role):
        raise Stale(press.arg)
    payload = await invite(unit, actor, roles=[Role(press.arg)])
    unit.say(Show("settings", {"arg": f"https://t.me/{unit.bot_name}?start={payload}"}))
    return ""
