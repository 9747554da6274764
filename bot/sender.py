"""The sender: carries a plan out over the Bot API and says what is now shown where."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import EditMessageText, SendMessage, SetMessageReaction, TelegramMethod
from aiogram.types import Message, ReactionTypeEmoji

from bot.download import fetch_file
from bot.errors import Verdict, judge
from bot.plans import CallPlan, CardPlan, FetchPlan, Plan
from crm.shown import SentMessage, ShownCard

HANDED_OVER = "👌"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a plan left in a chat."""

    shown: ShownCard | None = None
    sent: tuple[SentMessage, ...] = ()
    fetched: bytes | None = None


async def carry_out(bot: Bot, plan: Plan) -> Delivered:
    """Raises what the Bot API raises unless the error table knows a way on (`bot.errors`)."""
    if isinstance(plan, FetchPlan):
        return Delivered(fetched=await fetch_file(bot, plan))
    return await _show_card(bot, plan) if isinstance(plan, CardPlan) else await _make_calls(bot, plan)


async def _show_card(bot: Bot, plan: CardPlan) -> Delivered:
    target = plan.pressed or (plan.old.message_id if plan.old else None)
    if plan.anew or target is None or not await _edit(bot, plan, target):
        target = (await _send(bot, plan)).message_id
    if plan.old is not None and plan.old.message_id != target:
        await _collapse(bot, plan, plan.old.message_id)
    shown = ShownCard(plan.chat_id, plan.slot, target, plan.screen, plan.params, plan.rendered.hash)
    return Delivered(shown, (SentMessage(plan.chat_id, target, plan.slot),))


async def _edit(bot: Bot, plan: CardPlan, message_id: int) -> bool:
    """False when there is nothing left to edit, so that the card is sent anew."""
    if plan.is_shown:
        return True
    picture = plan.rendered
    edit = EditMessageText(
        chat_id=plan.chat_id, message_id=message_id, text=picture.text, entities=picture.entities, reply_markup=picture.inline
    )
    return await _try(bot, edit) not in (Verdict.SEND_ANEW, Verdict.PLAIN_TEXT)


async def _send(bot: Bot, plan: CardPlan) -> Message:
    picture = plan.rendered
    send = SendMessage(
        chat_id=plan.chat_id, text=picture.text, entities=picture.entities, reply_markup=picture.markup, disable_notification=not plan.loud
    )
    try:
        return await bot(send)
    except TelegramAPIError as error:
        if judge(error).verdict is not Verdict.PLAIN_TEXT:
            raise
        return await bot(send.model_copy(update={"entities": None}))


async def _collapse(bot: Bot, plan: CardPlan, message_id: int) -> None:
    """The older copy becomes a stub without buttons: one live card per slot (S3)."""
    await _try(bot, EditMessageText(chat_id=plan.chat_id, message_id=message_id, text=plan.stub))


async def _try(bot: Bot, method: TelegramMethod[Any]) -> Verdict:
    try:
        await bot(method)
    except TelegramAPIError as error:
        verdict = judge(error).verdict
        if verdict not in (Verdict.SUCCESS, Verdict.SEND_ANEW, Verdict.PLAIN_TEXT):
            raise
        return verdict
    return Verdict.SUCCESS


async def _make_calls(bot: Bot, plan: CallPlan) -> Delivered:
    sent: list[SentMessage] = []
    for call in plan.calls:
        try:
            result = await bot(call)
        except TelegramAPIError as error:
            if judge(error).verdict is not Verdict.SUCCESS:
                raise
            continue
        posts = [post for post in (result if isinstance(result, list) else [result]) if isinstance(post, Message)]
        sent += [SentMessage(plan.chat_id, post.message_id, plan.subject, plan.relayed_id) for post in posts if plan.subject]
    if plan.receipt is not None:
        await _mark(bot, *plan.receipt)
    return Delivered(None, tuple(sent))


async def _mark(bot: Bot, chat_id: int, message_id: int) -> None:
    """The delivery mark is a courtesy: when it fails, the message has still been handed over."""
    try:
        await bot(SetMessageReaction(chat_id=chat_id, message_id=message_id, reaction=[ReactionTypeEmoji(emoji=HANDED_OVER)]))
    except TelegramAPIError as error:
        logger.info("no delivery mark: %s", type(error).__name__)
