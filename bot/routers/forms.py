"""Dialogues: their buttons, keys and answers."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import Begin, Step
from bot.cards.form import FORMS
from bot.content import content_of
from bot.filters import IsFormKey
from bot.fsm.form import Filling, FormRun
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import NotFound, Stale

router = Router(name="forms")


@router.callback_query(Begin.filter())
async def person_begins_form(_query: CallbackQuery, callback_data: Begin, *, unit: BotUnit, actor: Actor, state: FSMContext) -> None:
    if callback_data.form not in FORMS:
        raise NotFound(callback_data.form)
    await FormRun(unit, actor, state=state).begin(callback_data.form, callback_data.id, arg=callback_data.arg)


@router.callback_query(Step.filter(), StateFilter(Filling.step))
async def person_steps(_query: CallbackQuery, callback_data: Step, *, unit: BotUnit, actor: Actor, state: FSMContext) -> None:
    """A button of the dialogue that is under way; a button of another one is stale."""
    if (await state.get_data()).get("form") != callback_data.form:
        raise Stale(callback_data.form)
    await FormRun(unit, actor, state=state).press(callback_data.verb, callback_data.arg)


@router.message(StateFilter(Filling.step), IsFormKey())
async def person_presses_form_key(_message: Message, verb: str, *, unit: BotUnit, actor: Actor, state: FSMContext) -> None:
    await FormRun(unit, actor, state=state).press(verb, "")


@router.message(StateFilter(Filling.step))
async def person_answers(message: Message, unit: BotUnit, *, actor: Actor, state: FSMContext) -> None:
    content = content_of(message)
    if content is not None:
        await FormRun(unit, actor, state=state).answer(content)
