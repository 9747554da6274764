"""Dialogues of the settings: a value in one's own words, by itself or inside the wizard."""

from __future__ import annotations

from bot.cards.labels import N_
from bot.cards.typed_days import in_english
from bot.fsm.asking import declare_question
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from bot.words import words_for
from crm.actor import Actor
from crm.intents import Show
from crm.use_cases.company import change_setting

ASK = N_("Write the new value. Hours look like Mon-Fri 9-20, Sat 10-16; a time zone like Europe/Moscow.")

declare_question("setting", N_("⚙️ Settings"), ask=ASK)
declare_question("setup", N_("🧭 Setup"), ask=ASK)


@finishes("setting")
async def director_writes_setting(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_setting(unit, actor, key=filled.arg, text=_value(unit, filled))
    unit.say(Show("setting", {"arg": filled.arg}, anew=True))


@finishes("setup")
async def owner_writes_setting(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_setting(unit, actor, key=filled.arg, text=_value(unit, filled))
    unit.say(Show("wizard", {"arg": filled.arg, "bot": unit.bot_name}, anew=True))


def _value(unit: BotUnit, filled: Filled) -> str:
    """As typed; days of the week may be named in the owner's language."""
    typed = filled.text("text")
    return in_english(typed, words_for(unit.viewer)) if filled.arg == "week" and unit.viewer else typed
