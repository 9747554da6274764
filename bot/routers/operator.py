"""Deeds around a request: to a deal, to a manager, off, later, joined; calls to clients."""

from __future__ import annotations

from datetime import timedelta

from bot.callbacks import Do
from bot.cards.choices import SNOOZES
from bot.cards.reasons import LEAD_REFUSALS
from bot.deeds import deed, number_of
from bot.ports import BotUnit
from crm.actor import Actor, Role
from crm.deal import DealAction
from crm.errors import Stale
from crm.intents import Toast
from crm.lead import LeadAction
from crm.use_cases.calls import report_call
from crm.use_cases.deals import convert_lead
from crm.use_cases.eligible import expect_role
from crm.use_cases.handing import keep_for_oneself
from crm.use_cases.leads import act_on_lead, join_lead, reject_lead

QUESTION: dict[str, str] = {
    LeadAction.CONVERT: "choose_dispatcher",
    LeadAction.TO_MANAGER: "choose_manager",
    DealAction.ASSIGN: "choose_engineer",
}
"""What is handed over, and the screen that asks to whom."""


@deed("whom")
async def colleague_hands_over(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """At once to himself when nobody else may have it, else the question whom (flows: several hats)."""
    action, _dash, turn = press.arg.partition("-")
    if action not in QUESTION or not turn.isdecimal() or len(turn) > 9:
        raise Stale(f"whom {press.arg}")
    if await keep_for_oneself(unit, actor, action=action, id=press.id, turn=int(turn)):
        unit.say(Toast("kept", {"number": press.id}))
        return "order"
    return QUESTION[action]


@deed("convert")
async def colleague_makes_deal(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await convert_lead(unit, actor, id=press.id, dispatcher_id=number_of(press))
    return "order"


@deed("to_manager")
async def colleague_hands_to_manager(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    manager_id = await expect_role(unit, number_of(press), role=Role.MANAGER)
    await act_on_lead(unit, actor, action=LeadAction.TO_MANAGER, id=press.id, manager_id=manager_id)
    return "order"


@deed("reject")
async def colleague_rejects(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    place = number_of(press)
    if place >= len(LEAD_REFUSALS):
        raise Stale(f"reason {place}")
    await reject_lead(unit, actor, id=press.id, reason=LEAD_REFUSALS[place])
    return "order"


@deed("snooze")
async def colleague_postpones(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    if press.arg not in SNOOZES:
        raise Stale(f"snooze {press.arg}")
    await act_on_lead(unit, actor, action=LeadAction.POSTPONE, id=press.id, until=unit.now + timedelta(minutes=int(press.arg)))
    return "order"


@deed("join")
async def colleague_joins(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await join_lead(unit, actor, id=press.id, order_id=number_of(press))
    return "order"


@deed("told")
async def colleague_told_client(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await report_call(unit, actor, task_id=press.id, reached=True)
    return ""


@deed("no_answer")
async def colleague_reached_nobody(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await report_call(unit, actor, task_id=press.id, reached=False)
    unit.say(Toast("call_later"))
    return ""
