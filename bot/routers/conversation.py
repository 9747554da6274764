"""Words: a client's go to his order, a colleague's to the client whose message he replied to."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import Message

from bot.content import content_of
from bot.filters import IsStaff, RepliesToOrder
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Say
from crm.use_cases.conversation import answer_client
from crm.use_cases.intake import become_client, client_writes

router = Router(name="conversation")


@router.message(IsStaff(), RepliesToOrder())
async def colleague_answers_client(message: Message, order_id: int, *, unit: BotUnit, actor: Actor) -> None:
    """A reply carries its recipient with it (S7)."""
    content = content_of(message)
    if content is not None:
        await answer_client(unit, actor, order_id=order_id, content=content)


@router.message(IsStaff())
async def colleague_writes_to_nobody(_message: Message, unit: BotUnit) -> None:
    """Free words of staff go nowhere by themselves: the bot asks for whom they are."""
    unit.say(Say("reply_where"))


@router.message()
async def client_writes_message(message: Message, unit: BotUnit, *, actor: Actor) -> None:
    """Any first message is a request at once (S1)."""
    content = content_of(message)
    if content is None or message.from_user is None or unit.viewer is None:
        return
    if actor.client_id is None:
        actor = await become_client(unit, message.chat.id, name=message.from_user.full_name, language=unit.viewer.language)
    await client_writes(unit, actor, content=content)
