"""Deeds of the feed: a director decides, an author takes back (R24)."""

from __future__ import annotations

from bot.callbacks import Do
from bot.deeds import deed
from bot.ports import BotUnit
from crm.actor import Actor
from crm.internal_request import RequestAction
from crm.use_cases.internal_requests import answer_request


@deed("request_approve")
async def director_approves_request(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await answer_request(unit, actor, id=press.id, action=RequestAction.APPROVE)
    return ""


@deed("request_withdraw")
async def author_takes_request_back(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await answer_request(unit, actor, id=press.id, action=RequestAction.WITHDRAW)
    return ""
