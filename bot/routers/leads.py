"""Taps on a request: take, give on, answer, close."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import Do, LeadDo
from bot.deeds import known
from bot.filters import Verb
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Refresh, Show, Toast
from crm.lead import LeadAction
from crm.use_cases.leads import act_on_lead, take_next

router = Router(name="leads")


@router.callback_query(LeadDo.filter())
async def colleague_acts_on_lead(query: CallbackQuery, callback_data: LeadDo, *, unit: BotUnit, actor: Actor) -> None:
    """One tap, one action of the lead's flow."""
    action = known(LeadAction, callback_data.action)
    lead = await act_on_lead(unit, actor, action=action, id=callback_data.id, turn=callback_data.turn)
    pressed = query.message.message_id if query.message else None
    unit.say(Show("order", {"id": lead.id}, slot=f"order:{lead.id}", pressed=pressed))
    if action is LeadAction.TAKE:
        unit.say(Toast("taken"))


@router.callback_query(Do.filter(), Verb("take_next"))
async def colleague_takes_next(_query: CallbackQuery, unit: BotUnit, *, actor: Actor) -> None:
    lead = await take_next(unit, actor)
    unit.say(Toast("taken"), Show("order", {"id": lead.id}, slot=f"order:{lead.id}", anew=True), Refresh("hub"))
