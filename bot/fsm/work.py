"""Dialogues of the work: an asked price, a day or a time in one's own words, photos of the result, no repair with its fee."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.cards.reasons import DEAL_REFUSALS, as_choices
from bot.cards.typed_days import days_ahead
from bot.fsm.asking import AMOUNT, HOW, declare_question, show_order
from bot.fsm.form import Filled, finishes, prepares
from bot.ports import BotUnit
from bot.words import Words, words_for
from crm.actor import Actor
from crm.asked_price import allowed_prices
from crm.deal import DealAction
from crm.errors import NotFound, Refused
from crm.estimate import Estimate
from crm.price_list import PriceItem, hour_price
from crm.typed_time import parse_typed_day, parse_typed_time
from crm.use_cases.deals import act_on_deal
from crm.use_cases.estimates import promise_by
from crm.use_cases.listed_lines import add_asked_line, name_price
from crm.use_cases.photos import add_photos
from crm.use_cases.times import agree_time

EVENING = time(20)
"""A promise of a day lasts until its evening."""
LINE = "l"
"""What a price is asked for: a position of the list by its number, or with this before it a line of the estimate."""

declare(Form("asked_price", N_("№{number}: {about}"), (AMOUNT,)))
DAY = Question("text", N_("By which day? E.g. fri or 27.11"), "day")
declare(Form("promise_day", N_("№{number}: ready by when?"), (DAY,)))
declare(Form("parts_day", N_("№{number}: waiting for a part"), (DAY,)))
OFFERED = Question("text", N_("Which time do we offer? E.g. fri 14:00 or 27.11 14-16"), "time")
declare(Form("own_time", N_("№{number}: time of the visit"), (OFFERED,)))
declare_question("reschedule", N_("№{number}: another time"), ask=N_("Why is the time moved? The client reads it."))
declare(
    Form(
        "set_time",
        N_("№{number}: time of the visit"),
        (
            HOW,
            Question("note", N_("In what words did the client agree?")),
            Question("text", N_("Which time did the client name? E.g. fri 14:00 or 27.11 14-16"), "time"),
        ),
    )
)
declare(Form("photos", N_("№{number}: photos"), (Question("photos", N_("Send the photos, up to 10."), "photos"),)))
declare(Form("finish_photos", N_("№{number}: photos of the result"), (Question("photos", N_("Send the photos, up to 10."), "photos"),)))
declare(
    Form(
        "no_repair",
        N_("№{number}: no repair"),
        (
            Question("reason", N_("Why is it not repaired? Choose or write."), choices=as_choices(DEAL_REFUSALS)),
            Question("fee", N_("What does the client pay for the diagnosis? If skipped: {about}."), "amount", optional=True),
        ),
    )
)


def _words(unit: BotUnit) -> Words:
    """Raises `NotFound` for an input without a person."""
    if unit.viewer is None:
        raise NotFound("words")
    return words_for(unit.viewer)


def _day(unit: BotUnit, text: str) -> datetime:
    """The evening of a typed day, in UTC. Raises `Refused` day_not_read."""
    _ = _words(unit)
    day = parse_typed_day(text, now=_.local(unit.now), days=days_ahead(_))
    if day is None:
        raise Refused("day_not_read")
    return evening_of(unit, day)


def evening_of(unit: BotUnit, day: date) -> datetime:
    return datetime.combine(day, EVENING, ZoneInfo(unit.shop.timezone)).astimezone(UTC)


def read_time(unit: BotUnit, text: str) -> tuple[datetime, datetime]:
    """Raises `Refused` time_not_read."""
    _ = _words(unit)
    found = parse_typed_time(text, now=_.local(unit.now), days=days_ahead(_))
    if found is None:
        raise Refused("time_not_read")
    start, end = (moment.astimezone(UTC) for moment in found)
    return start, end


@prepares("asked_price")
async def position_is_named(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    """The position and what the list says of its price; `l2` is a line that was picked without one."""
    deal = await unit.deals.for_action(actor, filled.id)
    if not filled.arg.startswith(LINE):
        item = await unit.prices.get(int(filled.arg) if filled.arg.isdecimal() else 0)
        return {"about": await _asked(unit, item, title=item.title)}
    draft = await unit.estimates.find(deal.id, deal.estimate_version) or Estimate(deal.id)
    line = draft.line(_line_number(filled))
    return {"about": await _asked(unit, await unit.prices.get(line.price_item_id), title=line.title) if line.price_item_id else line.title}


def _line_number(filled: Filled) -> int:
    number = filled.arg.removeprefix(LINE)
    return int(number) if number.isdecimal() and len(number) < 10 else 0


async def _asked(unit: BotUnit, item: PriceItem, *, title: str) -> str:
    _ = _words(unit)
    low, high = allowed_prices(item, hour_price(await unit.prices.all()))
    said = [_.money(end.amount) for end in (low, high) if end is not None]
    return " · ".join(part for part in (title, "–".join(dict.fromkeys(said)) or item.raw) if part)


@finishes("asked_price")
async def colleague_names_price(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    amount = int(filled.answers["amount"])
    if filled.arg.startswith(LINE):
        await name_price(unit, actor, id=filled.id, number=_line_number(filled), amount=amount)
    else:
        await add_asked_line(unit, actor, id=filled.id, item_id=int(filled.arg), amount=amount)
    show_order(unit, filled, screen="estimate")


@finishes("promise_day")
async def colleague_promises_day(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await promise_by(unit, actor, id=filled.id, by=_day(unit, filled.text("text")))
    show_order(unit, filled, screen="estimate")


@finishes("parts_day")
async def colleague_waits_for_part(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    due = _day(unit, filled.text("text"))
    await act_on_deal(unit, actor, action=DealAction.ORDER_PARTS, id=filled.id, due=due)
    show_order(unit, filled)


@finishes("own_time")
async def colleague_offers_own_time(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    start, end = read_time(unit, filled.text("text"))
    await act_on_deal(unit, actor, action=DealAction.PROPOSE, id=filled.id, slots=[[start.isoformat(), end.isoformat()]])
    show_order(unit, filled)


@finishes("set_time")
async def dispatcher_sets_time(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """Agreed by voice: who recorded it, how and in what words stay with the fact."""
    start, end = read_time(unit, filled.text("text"))
    said: dict[str, Any] = {"starts_at": start, "ends_at": end, "evidence": filled.text("how"), "note": filled.text("note")}
    await agree_time(unit, actor, action=DealAction.SET_TIME, id=filled.id, **said)
    show_order(unit, filled)


@finishes("reschedule")
async def colleague_moves_time(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await act_on_deal(unit, actor, action=DealAction.RESCHEDULE, id=filled.id, reason=filled.text("text"))
    show_order(unit, filled)


@finishes("photos")
async def colleague_adds_photos(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await add_photos(unit, actor, id=filled.id, files=filled.answers.get("photos_files", []))
    show_order(unit, filled)


@finishes("finish_photos")
async def engineer_finishes_with_photos(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """The photos of the result go to the client with the word that it is done."""
    await add_photos(unit, actor, id=filled.id, files=filled.answers.get("photos_files", []))
    await act_on_deal(unit, actor, action=DealAction.FINISH, id=filled.id)
    show_order(unit, filled)


@prepares("no_repair")
async def fee_is_known(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    deal = await unit.deals.for_action(actor, filled.id)
    return {"about": _words(unit).money(deal.refusal_fee)}


@finishes("no_repair")
async def colleague_gives_repair_up(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    fee = filled.answers.get("fee")
    said: dict[str, Any] = {"reason": filled.text("reason"), **({"fee": fee} if isinstance(fee, int) else {})}
    await act_on_deal(unit, actor, action=DealAction.REFUSE, id=filled.id, **said)
    show_order(unit, filled)
