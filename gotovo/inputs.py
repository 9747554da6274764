"""Inbox rows by their source: how each kind of input is read, handled and refused; a new door adds its line to `READERS`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from bot.arrivals import file_arrives
from bot.callbacks import order_named
from bot.refusals import answer_to, sentence
from crm.errors import CrmError
from crm.intents import Intent, Say
from gotovo.fetched import SOURCE as FILE
from storage.inbox import Claimed
from storage.unit_of_work import SqlUnitOfWork


class Unreadable(ValueError):
    """An update that Telegram's documentation does not know."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input ready to be handled. `query_id` is set for a tap, which is answered after the commit; `order` where the tap names one."""

    chat_id: int
    handle: Callable[[SqlUnitOfWork], Awaitable[object]]
    refuse: Callable[[CrmError], list[Intent]]
    query_id: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class Hands:
    """What handling needs: a bot that cannot call anybody, and the dispatcher of Telegram's updates."""

    silent: Bot
    dispatcher: Dispatcher


def read(row: Claimed, hands: Hands) -> Input:
    """Raises ValueError (of pydantic too) or KeyError for what cannot be read."""
    return READERS[row.source](row, hands)


async def _unheard(_unit: SqlUnitOfWork) -> None:
    """A kind of update that Telegram has and we do not know: done with, so that it stops nobody."""


def _update_of(raw: bytes, silent: Bot) -> Update:
    """Raises `Unreadable` with the names of what is wrong, never with what people wrote: errors are logged (G15)."""
    try:
        return Update.model_validate(json.loads(raw), context={"bot": silent})
    except ValidationError as error:
        names = {".".join(map(str, wrong["loc"])) for wrong in error.errors(include_url=False, include_context=False, include_input=False)}
    except ValueError:
        names = {"no JSON"}
    raise Unreadable(", ".join(sorted(names)[:5]))


def _telegram(row: Claimed, hands: Hands) -> Input:
    update = _update_of(row.raw, hands.silent)
    if update.model_fields_set.isdisjoint(KINDS):
        return Input(0, _unheard, lambda error: answer_to(error, update))
    event: Any = update.event
    person = getattr(event, "from_user", None) or getattr(event, "user", None)
    return Input(
        person.id if person else 0,
        lambda unit: hands.dispatcher.feed_update(hands.silent, update, unit=unit),
        lambda error: answer_to(error, update),
        update.callback_query.id if update.callback_query else "",
        order_named(update.callback_query.data or "") if update.callback_query else 0,
    )


def _file(row: Claimed, _hands: Hands) -> Input:
    named = json.loads(row.raw)
    return Input(
        int(named["chat_id"]),
        lambda unit: file_arrives(unit, purpose=str(named["purpose"]), upload_id=int(named["upload_id"])),
        lambda error: [Say(*sentence(error))],
    )


KINDS = Update.model_fields.keys() - {"update_id"}
READERS: Mapping[str, Callable[[Claimed, Hands], Input]] = {"telegram": _telegram, FILE: _file}
