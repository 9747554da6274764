"""What a client does with his own request by one tap."""

from __future__ import annotations

from bot.callbacks import Do
from bot.cards.client_order import NOT_A_REQUEST
from bot.cards.reasons import DECLINED_WHY
from bot.deeds import deed
from bot.ports import BotUnit
from crm.actor import Actor
from crm.deal import DealAction
from crm.errors import Stale
from crm.intents import Refresh, Toast
from crm.use_cases.deals import act_on_deal
from crm.use_cases.leads import withdraw_request


@deed("why_declined")
async def client_says_why_by_tap(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """After the no, which needed no reason (C7)."""
    if press.arg not in DECLINED_WHY:
        raise Stale(press.arg)
    await act_on_deal(unit, actor, action=DealAction.EXPLAIN, id=press.id, reason=DECLINED_WHY[press.arg])
    unit.say(Toast("thanks_for_reason"), Refresh(f"estimate_sent:{press.id}"))
    return ""


@deed("not_request")
async def client_takes_request_back(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """His card and the colleagues' cards close with it; his next words are a new request."""
    await withdraw_request(unit, actor, id=press.id, reason=NOT_A_REQUEST)
    return ""
