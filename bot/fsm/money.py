"""Dialogues of money: a part, a refund."""

from __future__ import annotations

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import AMOUNT, show_order
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.ledger import Method
from crm.use_cases.payments import Returned, refund, take_payment

METHODS = (
    (Method.CASH, N_("💵 Cash")),
    (Method.CARD, N_("💳 Card")),
    (Method.TRANSFER, N_("🏦 Transfer")),
    (Method.SBP, N_("📱 Fast payment")),
)


def _method(ask: str) -> Question:
    return Question("method", ask, "choice", tuple((str(method), label) for method, label in METHODS))


declare(Form("part_payment", N_("№{number}: payment"), (AMOUNT, _method(N_("How was it paid?")))))
declare(
    Form("refund", N_("№{number}: refund"), (AMOUNT, _method(N_("How is it returned?")), Question("reason", N_("Why is it returned?"))))
)


@finishes("part_payment")
async def colleague_takes_part(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await take_payment(unit, actor, id=filled.id, amount=int(filled.text("amount")), method=Method(filled.text("method")))
    show_order(unit, filled)


@finishes("refund")
async def colleague_returns_money(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    money = Returned(int(filled.text("amount")), Method(filled.text("method")), filled.text("reason"))
    await refund(unit, actor, id=filled.id, money=money)
    show_order(unit, filled)
