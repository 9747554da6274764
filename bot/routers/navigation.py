"""Getting around: keys and buttons that only show another screen."""

from __future__ import annotations

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import Go
from bot.filters import IsKey
from bot.fsm.form import FormRun
from bot.ports import BotUnit
from bot.screens import SCREENS
from crm.actor import Actor
from crm.errors import NotFound
from crm.intents import Show

router = Router(name="navigation")

SCREEN_OF_KEY = {"now": "home", "orders": "my_orders"}
FORM_OF_KEY = {"new": "request", "find": "find"}


@router.message(IsKey())
async def person_presses_key(_message: Message, key: str, *, unit: BotUnit, actor: Actor, state: FSMContext) -> None:
    """A key shows its screen at the bottom; the draft of a dialogue stays where it is."""
    if key in FORM_OF_KEY:
        await FormRun(unit, actor, state=state).begin(FORM_OF_KEY[key], 0)
    else:
        unit.say(Show(SCREEN_OF_KEY.get(key, key), anew=True))


@router.callback_query(Go.filter())
async def person_goes(query: CallbackQuery, callback_data: Go, *, unit: BotUnit) -> None:
    screen = SCREENS.get(callback_data.screen)
    if screen is None or screen.slot == "dialog" or query.message is None:
        raise NotFound(callback_data.screen)
    anew = callback_data.arg == "anew"
    params = {"id": callback_data.id, "arg": "" if anew else callback_data.arg}
    pressed = None if anew or screen.slot not in ("hub", "order") else query.message.message_id
    unit.say(Show(screen.name, params, slot=screen.slot_for(callback_data.id), anew=anew, pressed=pressed))
