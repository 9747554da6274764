"""A director's taps on what gave up."""

from __future__ import annotations

from bot.callbacks import Do
from bot.deeds import deed, known
from bot.ports import BotUnit
from crm.actor import Actor
from crm.dead_letters import Box
from crm.intents import Show, Toast
from crm.use_cases.dead_letters import discard_letter, retry_letter


@deed("dead_retry")
async def director_retries_letter(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await retry_letter(unit, actor, box=known(Box, press.arg), id=press.id)
    unit.say(Toast("letter_retried"), Show("dead_letters"))
    return ""


@deed("dead_drop")
async def director_drops_letter(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await discard_letter(unit, actor, box=known(Box, press.arg), id=press.id)
    unit.say(Toast("letter_dropped"), Show("dead_letters"))
    return ""
