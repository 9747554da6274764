"""Any one-tap deed: found by its verb, done, and shown (bot.deeds)."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import Do
from bot.deeds import DEEDS
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import Stale
from crm.intents import Show

router = Router(name="deeds")


@router.callback_query(Do.filter())
async def person_does(query: CallbackQuery, callback_data: Do, *, unit: BotUnit, actor: Actor) -> None:
    """Raises `Stale` for a verb that is not known any more."""
    deed = DEEDS.get(callback_data.verb)
    if deed is None:
        raise Stale(callback_data.verb)
    shown = await deed(unit, actor, press=callback_data)
    if shown:
        slot = f"order:{callback_data.id}"
        unit.say(Show(shown, {"id": callback_data.id}, slot=slot, pressed=query.message.message_id if query.message else None))
