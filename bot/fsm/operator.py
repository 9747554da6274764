"""Dialogues of the operator: the need of a request, a search, an order and a card by hand."""

from __future__ import annotations

from typing import Any

from bot.cards.clients import resembles
from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import PHONE, declare_question, show_order
from bot.fsm.form import Filled, finishes, learns, prepares
from bot.ports import BotUnit
from bot.words import split_phone, words_for
from crm.actor import Actor
from crm.errors import NotFound
from crm.intents import Show
from crm.lead import LeadAction
from crm.use_cases.drafts import own_draft
from crm.use_cases.hand import Caller, new_client, order_by_hand
from crm.use_cases.leads import act_on_lead

ANOTHER, KNOWN, NEW = "other", "yes", "no"
declare_question("lead_need", N_("№{number}: need"), ask=N_("What does the client need?"))
declare_question("find", N_("Search"), ask=N_("Number, name, phone or company"))
declare_question("find_client", N_("№{number}: whose request"), ask=N_("Client's name, phone, e-mail or company"))
WHO = (
    Question("phone", PHONE.ask, PHONE.kind, optional=True, wrong=PHONE.wrong),
    Question(
        "who",
        N_("Looks like {about}. Is it he?"),
        "choice",
        choices=((ANOTHER, N_("👤 Somebody else")),),
        only_if=("is_known", KNOWN),
        found="found",
    ),
    Question("name", N_("What is the client's name?"), only_if=("who", ANOTHER)),
)
declare(Form("by_hand", N_("Order by hand"), (*WHO, Question("need", N_("What does the client need?"), optional=True))))
declare(Form("new_client", N_("New client"), WHO))


@finishes("lead_need")
async def colleague_writes_need(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await act_on_lead(unit, actor, action=LeadAction.SET_NEED, id=filled.id, need=filled.text("text"))
    show_order(unit, filled)


@finishes("find")
async def colleague_searches(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    if actor.is_staff:
        unit.say(Show("found", {"arg": filled.text("text")}, anew=True))


@finishes("find_client")
async def colleague_looks_for_client(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await unit.leads.for_action(actor, filled.id)
    unit.say(Show("link_to", {"id": filled.id, "arg": filled.text("text")}, slot=f"order:{filled.id}", anew=True))


@prepares("by_hand")
async def what_was_written(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    """Words written to nobody are the need, a phone among them the client's; `c7` is a client, `+7…` and `~…` what was searched for."""
    if filled.arg.startswith("c"):
        return await _chosen(unit, actor, filled.arg[1:])
    if not filled.arg.isdecimal() or len(filled.arg) > 12:
        return await what_was_searched(unit, actor, filled=filled)
    draft = await own_draft(unit, actor, draft_id=int(filled.arg))
    phone, rest = split_phone(draft.body, language=unit.shop.language)
    known = await _known_by(unit, actor, phone) | {"phone": phone} if phone else {}
    return known | ({"need": rest} if rest else {})


@prepares("new_client")
async def what_was_searched(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    if filled.arg.startswith("+"):
        return await _known_by(unit, actor, filled.arg) | {"phone": filled.arg}
    return {"name": filled.arg[1:]} if filled.arg.startswith("~") else {}


async def _chosen(unit: BotUnit, actor: Actor, number: str) -> dict[str, Any]:
    """Raises `NotFound` for no client and for a stranger."""
    client = await unit.queries.client(int(number)) if actor.is_staff and number.isdecimal() and len(number) < 12 else None
    if client is None:
        raise NotFound(f"client {number}")
    return {"phone": "", "is_known": NEW, "who": str(client.id)}


@learns("by_hand", "phone")
@learns("new_client", "phone")
async def phone_tells_who(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    return await _known_by(unit, actor, filled.text("phone"))


async def _known_by(unit: BotUnit, actor: Actor, phone: str) -> dict[str, Any]:
    """Whose phone it is: offered, never taken for granted (R40)."""
    found = await unit.queries.clients_with("phone", phone) if phone and actor.is_staff else []
    if not found or unit.viewer is None:
        return {"is_known": NEW, "who": ANOTHER}
    _ = words_for(unit.viewer)
    labels = [[str(client.id), f"✅ {resembles(client, _)}"[:28]] for client in found]
    return {"is_known": KNOWN, "about": " / ".join(resembles(client, _) for client in found), "found": labels}


def _caller(filled: Filled) -> Caller:
    who = filled.text("who")
    client_id = int(who) if who.isdecimal() else 0
    return Caller(filled.text("phone"), filled.text("name"), client_id, another=filled.text("is_known") == KNOWN)


@finishes("by_hand")
async def colleague_takes_order_by_hand(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """The counter and the phone: a client without Telegram is a client like any other."""
    lead = await order_by_hand(unit, actor, caller=_caller(filled), need=filled.text("need"))
    unit.say(Show("order", {"id": lead.id}, slot=f"order:{lead.id}", anew=True))


@finishes("new_client")
async def colleague_makes_card(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    client = await new_client(unit, actor, caller=_caller(filled))
    unit.say(Show("client_card", {"id": client.id}, slot=f"client:{client.id}", anew=True))
