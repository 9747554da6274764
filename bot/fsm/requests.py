"""The client's request form: at most four questions, nothing known is asked again (S10, S11)."""

from __future__ import annotations

from typing import Any

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import declare_question
from bot.fsm.form import Filled, finishes, prepares
from bot.ports import BotUnit
from crm.actor import Actor
from crm.deal import DealAction
from crm.intents import Say
from crm.use_cases.deals import act_on_deal
from crm.use_cases.requests import FormAnswers, known_answers, submit_request

REQUEST = declare(
    Form(
        "request",
        N_("New request"),
        (
            Question(
                "device",
                N_("What needs fixing?"),
                choices=(("phone", N_("📱 Phone")), ("laptop", N_("💻 Laptop")), ("appliance", N_("🧺 Appliance")), ("other", N_("Other"))),
                kind="choice",
            ),
            Question("need", N_("What happened? Write or send a photo."), kind="photos", optional=True),
            Question(
                "place",
                N_("Where? For a visit you can send the address or the location at once."),
                choices=(("shop", N_("🏢 I'll bring it")), ("visit", N_("🚗 Engineer's visit"))),
                kind="place",
            ),
            Question(
                "phone",
                N_("Your phone, so that we can reach you"),
                kind="phone",
                optional=True,
                wrong=N_("This does not look like a phone. Example: +7 916 123-45-67."),
            ),
        ),
        summary=True,
    )
)

PHONE = declare(
    Form(
        "phone",
        N_("Your phone"),
        (
            Question(
                "phone",
                N_("Share your number or type it"),
                kind="phone",
                wrong=N_("This does not look like a phone. Example: +7 916 123-45-67."),
            ),
        ),
    )
)


declare_question("time_wish", N_("№{number}: another time"), ask=N_("When would suit you?"))


@prepares("request")
async def what_is_known(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    """Begun from an earlier order: that one once more."""
    like = int(filled.arg) if filled.arg.isdecimal() and len(filled.arg) <= 12 else 0
    return await known_answers(unit, actor, like=like)


@finishes("request")
async def client_sends_request(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    name = unit.viewer.name if unit.viewer else ""
    answers = FormAnswers(
        filled.text("device"),
        filled.text("need"),
        filled.text("place"),
        filled.text("phone"),
        tuple(filled.answers.get("need_files") or ()),
    )
    await submit_request(unit, actor, answers=answers, name=name)


@finishes("phone")
async def client_leaves_phone(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    name = unit.viewer.name if unit.viewer else ""
    await submit_request(unit, actor, answers=FormAnswers(phone=filled.text("phone"), order_id=filled.id), name=name)


@finishes("time_wish")
async def client_wishes_a_time(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """The dispatcher hears it and offers times anew."""
    await act_on_deal(unit, actor, action=DealAction.WISH_TIME, id=filled.id, text=filled.text("text"))
    unit.say(Say("written"))
