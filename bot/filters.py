"""Async filters of the routers: who writes, which key, an answer to what."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.callbacks import Do
from bot.cards.form import BACK, CANCEL, SKIP
from bot.cards.home import CLIENT_KEYS, FIND, KEYS, ME
from bot.catalogue import languages, translations
from bot.ports import BotUnit
from crm.actor import Actor

FORM_KEYS = (("skip", SKIP), ("back", BACK), ("cancel", CANCEL))


@cache
def key_names() -> dict[str, str]:
    """The key's text in any language -> the screen's name: a key works after its owner changed the language."""
    pairs = [*((name, label) for name, label, _roles in KEYS), *CLIENT_KEYS, FIND, ME]
    return {translations(language).gettext(label): name for language in ("en", *languages()) for name, label in pairs}


@cache
def form_keys() -> dict[str, str]:
    return {translations(language).gettext(label): verb for language in ("en", *languages()) for verb, label in FORM_KEYS}


class IsStaff(Filter):
    async def __call__(self, message: Message, actor: Actor) -> bool:
        return actor.is_staff


class IsKey(Filter):
    """A key of the reply keyboard; gives its screen as `key`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        name = key_names().get(message.text or "")
        return {"key": name} if name else False


class IsFormKey(Filter):
    """A key of a dialogue's own keyboard; gives `verb`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        verb = form_keys().get(message.text or "")
        return {"verb": verb} if verb else False


class RepliesToOrder(Filter):
    """A reply to a message that is about an order; gives `order_id`."""

    async def __call__(self, message: Message, unit: BotUnit) -> bool | dict[str, Any]:
        if message.reply_to_message is None:
            album = await unit.messages.of_album(message.chat.id, message.media_group_id) if message.media_group_id else None
            return {"order_id": album.order_id} if album and album.order_id and not album.incoming else False
        subject = await unit.messages.subject_of(message.chat.id, message.reply_to_message.message_id)
        kind, _, number = (subject or "").partition(":")
        return {"order_id": int(number)} if kind == "order" else False


class Verb(Filter):
    """A `Do` button of this verb."""

    def __init__(self, verb: str) -> None:
        self.verb = verb

    async def __call__(self, query: CallbackQuery, callback_data: Do) -> bool:
        return callback_data.verb == self.verb
