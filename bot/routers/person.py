"""Deeds about oneself: shift, language."""

from __future__ import annotations

from bot.callbacks import Do
from bot.catalogue import languages
from bot.deeds import deed
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import Stale
from crm.intents import Commands, Refresh, Say, Show
from crm.use_cases.staff import set_shift


@deed("shift")
async def colleague_turns_shift(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await set_shift(unit, actor, on=bool(press.id))
    unit.say(Refresh("hub"), Show("me"))
    return ""


@deed("lang")
async def person_chooses_language(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    if press.arg not in languages():
        raise Stale(f"language {press.arg}")
    await unit.accounts.set_language(unit.chat_id, press.arg)
    unit.say(Commands(), Say("language_set", keyboard=True), Show("home", anew=True))
    return ""
