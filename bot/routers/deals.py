"""Taps on an order: the flow's actions, the client's answers, money, people and times."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import DealDo, EstimateAnswer, Undo
from bot.cards.engineer import TASK_REFUSALS
from bot.cards.work import PARTS_DAYS
from bot.deeds import known
from bot.ports import BotUnit
from crm.actor import Actor
from crm.deal import DealAction, OrderType
from crm.errors import Stale
from crm.intents import Refresh, Show, Toast
from crm.ports import UnitOfWork
from crm.use_cases.deals import act_on_deal, set_type
from crm.use_cases.estimates import answer_estimate, change_sent, discard_draft, send_estimate
from crm.use_cases.reassign import assign_engineer
from crm.use_cases.times import agree_time
from crm.use_cases.undo import undo_move

router = Router(name="deals")

NEXT_QUESTION: dict[str, str] = {DealAction.OFFER_TIME: "choose_time"}
"""Actions that are only half of a job: the screen of its other half follows by itself (screens §5)."""


@router.callback_query(DealDo.filter())
async def person_acts_on_order(query: CallbackQuery, callback_data: DealDo, *, unit: BotUnit, actor: Actor) -> None:
    """One tap, one action of the deal's flow; the card shows what came of it."""
    await perform(unit, actor, press=callback_data)
    unit.say(Refresh(f"time_proposed:{callback_data.id}"), Refresh(f"estimate_sent:{callback_data.id}"))
    if actor.is_staff:
        pressed = query.message.message_id if query.message else None
        screen = NEXT_QUESTION.get(callback_data.action, "order")
        unit.say(Show(screen, {"id": callback_data.id}, slot=f"order:{callback_data.id}", pressed=pressed))


async def perform(unit: UnitOfWork, actor: Actor, *, press: DealDo) -> None:
    """Some actions carry more than themselves: a person, a slot, an estimate."""
    action = known(DealAction, press.action)
    match action:
        case DealAction.SEND_ESTIMATE:
            await send_estimate(unit, actor, id=press.id, turn=press.turn)
        case DealAction.CHANGE:
            await change_sent(unit, actor, id=press.id, turn=press.turn)
        case DealAction.DISCARD_DRAFT:
            await discard_draft(unit, actor, id=press.id, turn=press.turn)
        case DealAction.ASSIGN if press.arg.isdigit():
            await assign_engineer(unit, actor, id=press.id, turn=press.turn, engineer_id=int(press.arg))
        case DealAction.REFUSE_TASK if press.arg in TASK_REFUSALS:
            await act_on_deal(unit, actor, action=action, id=press.id, turn=press.turn, reason=TASK_REFUSALS[press.arg])
        case DealAction.SET_TYPE:
            await set_type(unit, actor, id=press.id, turn=press.turn, order_type=known(OrderType, press.arg))
        case DealAction.PICK:
            start, end = await _slot(unit, actor, press)
            await agree_time(unit, actor, action=action, id=press.id, turn=press.turn, starts_at=start, ends_at=end)
        case DealAction.ACCEPT_TIME:
            await agree_time(unit, actor, action=action, id=press.id, turn=press.turn)
        case DealAction.ORDER_PARTS if press.arg in PARTS_DAYS:
            due = unit.now + timedelta(days=int(press.arg))
            await act_on_deal(unit, actor, action=action, id=press.id, turn=press.turn, due=due)
        case _:
            await act_on_deal(unit, actor, action=action, id=press.id, turn=press.turn)


async def _slot(unit: UnitOfWork, actor: Actor, press: DealDo) -> tuple[datetime, datetime]:
    """The offered slot that starts then. Raises `Stale` for one that is not offered any more."""
    deal = await unit.deals.for_action(actor, press.id, turn=press.turn)
    for start, end in deal.slot_times:
        if press.arg == str(int(start.timestamp())):
            return start, end
    raise Stale(f"slot {press.arg}")


@router.callback_query(Undo.filter())
async def colleague_takes_back(query: CallbackQuery, callback_data: Undo, *, unit: BotUnit, actor: Actor) -> None:
    """Within a few seconds, before anybody was told (B7)."""
    await undo_move(unit, actor, id=callback_data.id, cause=callback_data.cause)
    pressed = query.message.message_id if query.message else None
    unit.say(Toast("undone"), Show("order", {"id": callback_data.id}, slot=f"order:{callback_data.id}", pressed=pressed))


@router.callback_query(EstimateAnswer.filter())
async def client_answers_estimate(_query: CallbackQuery, callback_data: EstimateAnswer, *, unit: BotUnit, actor: Actor) -> None:
    """One tap on the exact version (B3)."""
    await answer_estimate(unit, actor, id=callback_data.id, version=callback_data.version, yes=bool(callback_data.yes))
    unit.say(Toast("approved" if callback_data.yes else "declined"), Refresh(f"estimate_sent:{callback_data.id}"))
