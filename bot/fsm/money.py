"""Dialogues of money: a part, a refund, a write-off, the till's receipt; what gives money up or back is confirmed with its sum."""

from __future__ import annotations

from typing import Any

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.cards.money import METHODS
from bot.fsm.asking import AMOUNT, show_order
from bot.fsm.form import Filled, finishes, prepares
from bot.ports import BotUnit
from crm.actor import Actor
from crm.deal import DealAction
from crm.errors import Stale
from crm.ledger import Method
from crm.use_cases.deals import act_on_deal
from crm.use_cases.joint_invoices import Taken, pay_invoice
from crm.use_cases.payments import Returned, keep_receipt, refund, take_payment, write_off


def _method(ask: str) -> Question:
    return Question("method", ask, "choice", tuple((str(method), label) for method, label in METHODS.items()))


REFUND = (AMOUNT, _method(N_("How is it returned?")), Question("reason", N_("Why is it returned?")))

declare(Form("prepayment", N_("№{number}: prepayment"), (AMOUNT,)))
declare(Form("part_payment", N_("№{number}: payment"), (AMOUNT, _method(N_("How was it paid?")))))
declare(Form("part_invoice", N_("№{number}: payment of invoice №{arg}"), (AMOUNT, _method(N_("How was it paid?")))))
declare(Form("refund", N_("№{number}: refund"), REFUND, summary=True, submit=N_("↩️ Return {sum}")))
declare(
    Form(
        "write_off",
        N_("№{number}: writing off"),
        (Question("reason", N_("Why is the debt written off?")),),
        summary=True,
        submit=N_("🧹 Write off {sum}"),
    )
)
declare(Form("receipt", N_("№{number}: till receipt"), (Question("receipt", N_("Send its number or a photo of it."), "receipt"),)))


@finishes("part_payment")
async def colleague_takes_part(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """While something is still due the payment stays open: half in cash, the rest by card is the next tap."""
    deal = await take_payment(unit, actor, id=filled.id, amount=int(filled.text("amount")), method=Method(filled.text("method")))
    show_order(unit, filled, screen="payment" if deal.balance > 0 else "order")


@finishes("part_invoice")
async def colleague_takes_part_of_invoice(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """Raises `Stale` for a button that names no invoice."""
    if not filled.arg.isdecimal():
        raise Stale(filled.arg)
    money = Taken(int(filled.text("amount")), Method(filled.text("method")))
    await pay_invoice(unit, actor, number=int(filled.arg), money=money)
    show_order(unit, filled, screen="joint_invoice")


@prepares("refund")
async def overpaid_sum_is_known(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    return {"amount": int(filled.arg)} if filled.arg.isdecimal() else {}


@finishes("refund")
async def colleague_returns_money(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    money = Returned(int(filled.text("amount")), Method(filled.text("method")), filled.text("reason"))
    await refund(unit, actor, id=filled.id, money=money)
    show_order(unit, filled)


@finishes("write_off")
async def director_gives_debt_up(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """The sum that the button named; a debt that changed meanwhile is looked at again."""
    amount = int(filled.arg) if filled.arg.isdecimal() else 0
    await write_off(unit, actor, id=filled.id, amount=amount, reason=filled.text("reason"))
    show_order(unit, filled)


@finishes("receipt")
async def colleague_keeps_receipt(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """Raises `Stale` for a button that names no entry."""
    if not filled.arg.isdecimal():
        raise Stale(filled.arg)
    said = filled.answers.get("receipt")
    file = said if isinstance(said, dict) else None
    note = str(file["name"] or "📷") if file else filled.text("receipt")
    await keep_receipt(unit, actor, id=filled.id, entry_id=int(filled.arg), note=note)
    if file:
        await unit.files.attach(order_id=filled.id, purpose="receipt", values={**file, "kind": "receipt", "by_staff": actor.staff_id})
    show_order(unit, filled, screen="payment")


@finishes("prepayment")
async def colleague_asks_prepayment(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """The client is told the sum; parts wait for it (flows: prepayment due)."""
    await act_on_deal(unit, actor, action=DealAction.ASK_PREPAYMENT, id=filled.id, amount=int(filled.text("amount")))
    show_order(unit, filled)
