"""Words: a client's go to his order, a colleague's to the client whose message he replied to."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import Message

from bot.content import content_of
from bot.filters import IsStaff, RepliesToOrder
from bot.ports import BotUnit
from bot.words import split_phone
from crm.actor import Actor
from crm.intents import Say, Show
from crm.use_cases.conversation import answer_client
from crm.use_cases.drafts import keep_draft
from crm.use_cases.intake import become_client, client_edits, client_writes

UNSUPPORTED = frozenset({"poll", "dice", "game", "venue", "story", "paid_media", "checklist", "invoice"})
router = Router(name="conversation")


@router.message(IsStaff(), RepliesToOrder())
async def colleague_answers_client(message: Message, order_id: int, *, unit: BotUnit, actor: Actor) -> None:
    """A reply carries its recipient with it (S7)."""
    content = content_of(message)
    if content is not None:
        await answer_client(unit, actor, order_id=order_id, content=content)


@router.message(IsStaff())
async def colleague_writes_to_nobody(message: Message, unit: BotUnit, *, actor: Actor) -> None:
    """Free words of staff go nowhere by themselves: the bot keeps them and asks for whom they are (S7)."""
    content = content_of(message)
    if content is None:
        return say_unsupported(message, unit)
    draft = await keep_draft(unit, actor, content=content)
    if draft is not None:
        unit.say(Show("to_whom", {"id": draft.id, "text": draft.body[:300]}, slot=f"draft:{draft.id}", anew=True))
    return None


@router.edited_message()
async def client_edits_message(message: Message, unit: BotUnit, *, actor: Actor) -> None:
    """What he meant counts; what he wrote before stays with nobody."""
    content = content_of(message)
    if content is not None:
        await client_edits(unit, actor, content=content)


@router.message(RepliesToOrder())
async def client_replies_about_order(message: Message, order_id: int, *, unit: BotUnit, actor: Actor) -> None:
    """With two orders open, a reply says which one he means."""
    await hear(message, unit, actor=actor, about=order_id)


@router.message()
async def client_writes_message(message: Message, unit: BotUnit, *, actor: Actor) -> None:
    """Any first message is a request at once (S1)."""
    await hear(message, unit, actor=actor)


async def hear(message: Message, unit: BotUnit, *, actor: Actor, about: int = 0) -> None:
    content = content_of(message)
    if content is None or message.from_user is None or unit.viewer is None:
        return say_unsupported(message, unit)
    if actor.client_id is None:
        actor = await become_client(unit, message.chat.id, name=message.from_user.full_name, language=unit.viewer.language)
    phone, _rest = split_phone(content.body, language=unit.shop.language)
    await client_writes(unit, actor, content=content, about=about, phone=phone or None)
    return None


def say_unsupported(message: Message, unit: BotUnit) -> None:
    """One sentence for what cannot be carried; a service message needs none."""
    if message.content_type in UNSUPPORTED:
        unit.say(Say("kind_unsupported"))
