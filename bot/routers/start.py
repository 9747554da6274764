"""/start, with or without a link's payload, and the other commands."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.filters import IsStaff
from bot.fsm.form import FormRun
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Commands, Say, Show
from crm.staff import INVITED, OWNS
from crm.use_cases.staff import redeem_invite

router = Router(name="start")


@router.message(CommandStart(deep_link=True))
async def person_follows_link(message: Message, command: CommandObject, *, unit: BotUnit, actor: Actor) -> None:
    """An invite or the owner's link; anything else is just a visit."""
    payload = command.args or ""
    if payload.startswith((OWNS, INVITED)):
        name = message.from_user.full_name if message.from_user else ""
        member = await redeem_invite(unit, actor, payload=payload, name=name)
        unit.say(Commands(), Say("welcome_staff" if member else "invite_dead", keyboard=True))
        if member and payload.startswith(OWNS):
            unit.say(Show("wizard", {"bot": unit.bot_name}, anew=True))
            return
    unit.say(Show("home", anew=True))


@router.message(CommandStart())
async def person_starts(_message: Message, unit: BotUnit) -> None:
    name = unit.viewer.name if unit.viewer else ""
    unit.say(Commands(), Say("welcome_back", {"name": name}, keyboard=True), Show("home", anew=True))


@router.message(Command("orders"))
async def client_asks_for_orders(_message: Message, unit: BotUnit) -> None:
    unit.say(Show("my_orders", anew=True))


@router.message(Command("help"))
async def person_asks_for_help(_message: Message, unit: BotUnit, *, actor: Actor) -> None:
    unit.say(Say("help_staff" if actor.is_staff else "help", keyboard=True))


@router.message(Command("find"), IsStaff())
async def colleague_searches(_message: Message, unit: BotUnit, *, actor: Actor, state: FSMContext) -> None:
    await FormRun(unit, actor, state=state).begin("find", 0)


@router.message(Command("shift"))
async def colleague_turns_shift(_message: Message, unit: BotUnit) -> None:
    unit.say(Show("me", anew=True))
