"""A director's taps on the machine itself: a backup now, everything looked at now."""

from __future__ import annotations

from bot.callbacks import Do
from bot.deeds import deed
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Toast
from crm.use_cases.health import order_backup, order_look


@deed("back_up")
async def director_wants_backup(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await order_backup(unit, actor)
    unit.say(Toast("backup_ordered"))
    return ""


@deed("check_up")
async def director_wants_check(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await order_look(unit, actor)
    unit.say(Toast("check_ordered"))
    return ""
