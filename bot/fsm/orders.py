"""Dialogues of the staff about an order: one question each."""

from __future__ import annotations

from typing import Any

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.form import Filled, Finish, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.deal import DealAction
from crm.intents import Show
from crm.lead import LeadAction
from crm.ledger import Method
from crm.use_cases.clients import add_phone, change_client
from crm.use_cases.deals import act_on_deal
from crm.use_cases.estimates import add_free_line, answer_for_client
from crm.use_cases.hand import CounterOrder, order_by_hand
from crm.use_cases.leads import act_on_lead
from crm.use_cases.payments import refund, take_payment

METHODS = (
    (Method.CASH, N_("💵 Cash")),
    (Method.CARD, N_("💳 Card")),
    (Method.TRANSFER, N_("🏦 Transfer")),
    (Method.SBP, N_("📱 Fast payment")),
)
PHONE = Question("phone", N_("The client's phone"), "typed_phone", wrong=N_("This does not look like a phone. Example: +7 916 123-45-67."))
AMOUNT = Question("amount", N_("How much?"), "amount", wrong=N_("This is not a sum. Example: 1500 or 1500.50."))


def _method(ask: str) -> Question:
    return Question("method", ask, "choice", tuple((str(method), label) for method, label in METHODS))


def _ask(name: str, title: str, ask: str) -> None:
    declare(Form(name, title, (Question("text", ask),)))


_ask("free_line", N_("№{number}: custom line"), N_("Title and price, e.g. Cleaning 900 or Cleaning 2 x 450"))
_ask("price_search", N_("№{number}: price list"), N_("What are we looking for?"))
_ask("findings", N_("№{number}: diagnosis"), N_("What did the diagnosis show?"))
_ask("refuse", N_("№{number}: no repair"), N_("Why is it not repaired?"))
_ask("cancel", N_("№{number}: cancelling"), N_("Why is it cancelled?"))
_ask("rework", N_("№{number}: rework"), N_("What has to be put right?"))
_ask("refuse_task", N_("№{number}: can't do"), N_("Why can't you?"))
_ask("reopen", N_("№{number}: reopening"), N_("Why is it reopened?"))
_ask("write_off", N_("№{number}: writing off"), N_("Why is the debt written off?"))
_ask("complain", N_("№{number}: complaint"), N_("What is the complaint?"))
_ask("note", N_("№{number}: note"), N_("Only colleagues will see the note."))
_ask("approve_for", N_("№{number}: the client agrees"), N_("How and in what words did the client agree?"))
_ask("decline_for", N_("№{number}: the client declines"), N_("How and in what words did the client decline?"))
_ask("lead_need", N_("№{number}: need"), N_("What does the client need?"))
_ask("client_name", N_("№{number}: client's name"), N_("What is the client's name?"))
_ask("client_address", N_("№{number}: client's address"), N_("What is the client's address?"))
_ask("find", N_("Search"), N_("Number, name or phone"))
declare(Form("client_phone", N_("№{number}: client's phone"), (PHONE,)))
declare(Form("part_payment", N_("№{number}: payment"), (AMOUNT, _method(N_("How was it paid?")))))
declare(Form("refund", N_("№{number}: refund"), (AMOUNT, _method(N_("How is it returned?")))))
declare(
    Form(
        "by_hand",
        N_("Order by hand"),
        (
            PHONE,
            Question("name", N_("What is the client's name?")),
            Question("need", N_("What does the client need?")),
        ),
    )
)


def _order_card(unit: BotUnit, filled: Filled) -> None:
    unit.say(Show("order", {"id": filled.id}, slot=f"order:{filled.id}", anew=True))


def _deal_reason(action: DealAction, key: str) -> Finish:
    async def finish(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
        said: dict[str, Any] = {key: filled.text("text")}
        await act_on_deal(unit, actor, action=action, id=filled.id, **said)
        _order_card(unit, filled)

    return finish


for _name, _action, _key in (
    ("findings", DealAction.REPORT, "findings"),
    ("refuse", DealAction.REFUSE, "reason"),
    ("cancel", DealAction.CANCEL, "reason"),
    ("rework", DealAction.REWORK, "reason"),
    ("refuse_task", DealAction.REFUSE_TASK, "reason"),
    ("reopen", DealAction.REOPEN, "reason"),
    ("write_off", DealAction.WRITE_OFF, "reason"),
    ("complain", DealAction.COMPLAIN, "text"),
    ("note", DealAction.NOTE, "text"),
):
    finishes(_name)(_deal_reason(_action, _key))


@finishes("free_line")
async def colleague_types_line(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await add_free_line(unit, actor, id=filled.id, text=filled.text("text"))
    unit.say(Show("estimate", {"id": filled.id}, slot=f"order:{filled.id}", anew=True))


@finishes("price_search")
async def colleague_searches_prices(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    unit.say(Show("price_found", {"id": filled.id, "arg": filled.text("text")}, slot=f"order:{filled.id}", anew=True))


@finishes("approve_for")
async def colleague_approves_for_client(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await answer_for_client(unit, actor, id=filled.id, note=filled.text("text"), yes=True)
    _order_card(unit, filled)


@finishes("decline_for")
async def colleague_declines_for_client(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await answer_for_client(unit, actor, id=filled.id, note=filled.text("text"), yes=False)
    _order_card(unit, filled)


@finishes("part_payment")
async def colleague_takes_part(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await take_payment(unit, actor, id=filled.id, amount=int(filled.text("amount")), method=Method(filled.text("method")))
    _order_card(unit, filled)


@finishes("refund")
async def colleague_returns_money(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await refund(unit, actor, id=filled.id, amount=int(filled.text("amount")), method=Method(filled.text("method")))
    _order_card(unit, filled)


@finishes("lead_need")
async def colleague_writes_need(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await act_on_lead(unit, actor, action=LeadAction.SET_NEED, id=filled.id, need=filled.text("text"))
    _order_card(unit, filled)


@finishes("client_name")
async def colleague_names_client(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_client(unit, actor, client_id=int(filled.arg), name=filled.text("text"))
    _order_card(unit, filled)


@finishes("client_address")
async def colleague_writes_address(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_client(unit, actor, client_id=int(filled.arg), address=filled.text("text"))
    _order_card(unit, filled)


@finishes("client_phone")
async def colleague_adds_phone(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await add_phone(unit, actor, client_id=int(filled.arg), phone=filled.text("phone"))
    _order_card(unit, filled)


@finishes("find")
async def colleague_searches(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    if actor.is_staff:
        unit.say(Show("found", {"arg": filled.text("text")}, anew=True))


@finishes("by_hand")
async def colleague_takes_order_by_hand(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """The counter and the phone: a client without Telegram is a client like any other."""
    lead = await order_by_hand(unit, actor, order=CounterOrder(filled.text("phone"), filled.text("name"), filled.text("need")))
    unit.say(Show("order", {"id": lead.id}, slot=f"order:{lead.id}", anew=True))
