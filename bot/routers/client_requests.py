"""What a client does with his own request by one tap."""

from __future__ import annotations

from bot.callbacks import Do
from bot.cards.client_order import NOT_A_REQUEST
from bot.deeds import deed
from bot.ports import BotUnit
from crm.actor import Actor
from crm.use_cases.leads import withdraw_request


@deed("not_request")
async def client_takes_request_back(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """His card and the colleagues' cards close with it; his next words are a new request."""
    await withdraw_request(unit, actor, id=press.id, reason=NOT_A_REQUEST)
    return ""
