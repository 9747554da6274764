"""Dialogues of the settings: a value in one's own words, by itself or inside the wizard."""

from __future__ import annotations

from bot.cards.labels import N_
from bot.fsm.asking import declare_question
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Show
from crm.use_cases.company import change_setting

declare_question("setting", N_("⚙️ Settings"), ask=N_("Write the new value. Hours look like 9-18, a time zone like Europe/Moscow."))
declare_question("setup", N_("🧭 Setup"), ask=N_("Write the new value. Hours look like 9-18, a time zone like Europe/Moscow."))


@finishes("setting")
async def director_writes_setting(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_setting(unit, actor, key=filled.arg, text=filled.text("text"))
    unit.say(Show("setting", {"arg": filled.arg}, anew=True))


@finishes("setup")
async def owner_writes_setting(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_setting(unit, actor, key=filled.arg, text=filled.text("text"))
    unit.say(Show("wizard", {"arg": filled.arg, "bot": unit.bot_name}, anew=True))
