"""The dispatcher put together: routers in the order in which they are asked."""

from __future__ import annotations

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.types import Update

from bot.fsm import clients, complaints, credit, estimates, money, orders, refusals, requests
from bot.fsm import feed as feed_forms
from bot.fsm import operator as operator_forms
from bot.fsm import papers as papers_forms
from bot.fsm import prices as price_forms
from bot.fsm import settings as settings_forms
from bot.fsm import warranty as warranty_forms
from bot.fsm import work as work_forms
from bot.fsm.storage import DialogStorage
from bot.middlewares import ActorMiddleware
from bot.routers import (
    accountant,
    client_requests,
    conversation,
    dead_letters,
    deals,
    deeds,
    director,
    dispatcher,
    drafts,
    engineer,
    feed,
    forms,
    health,
    leads,
    leftovers,
    manager,
    navigation,
    operator,
    person,
    prices,
    start,
)
from bot.routers import clients as client_deeds

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "inline_query", "message_reaction", "my_chat_member"]
DIALOGUES = (
    *(requests, orders, operator_forms, clients, estimates, money, price_forms, feed_forms, settings_forms, work_forms, papers_forms),
    *(complaints, refusals, warranty_forms, credit),
)
DEEDS = (
    operator,
    client_requests,
    client_deeds,
    dispatcher,
    engineer,
    accountant,
    director,
    person,
    drafts,
    prices,
    feed,
    dead_letters,
    health,
    manager,
)
"""Imported so that they register themselves: forms and one-tap deeds."""


class NetworkInHandler(RuntimeError):
    """A handler called Telegram: speaking is the outbox's work."""


class SilentSession(BaseSession):
    """The session of the Bot that handlers get: any call is a mistake in our code."""

    async def close(self) -> None:
        """Nothing is open."""

    async def make_request(self, bot, method, timeout=None):  # type: ignore[no-untyped-def]  # law: signature of aiogram
        raise NetworkInHandler(type(method).__name__)

    async def stream_content(self, *_args, **_kwargs):  # type: ignore[no-untyped-def]  # aiogram's signature; raises
        raise NetworkInHandler("stream_content")
        yield b""


def build_dispatcher() -> Dispatcher:
    """A fresh dispatcher with every router; middlewares give handlers `unit` and `actor`."""
    dispatcher = Dispatcher(storage=DialogStorage())
    for observer in (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query):
        observer.outer_middleware(ActorMiddleware())
    for module in (start, navigation, forms, leads, deals, deeds, prices, conversation, leftovers):
        module.router._parent_router = None  # aiogram ties a router to one dispatcher; tests build several
        dispatcher.include_router(module.router)
    return dispatcher


def silent_bot(token: str) -> Bot:
    return Bot(token, session=SilentSession())


__all__ = ["ALLOWED_UPDATES", "DEEDS", "DIALOGUES", "Update", "build_dispatcher", "silent_bot"]
