"""From an outbox row to a plan: read the current state, draw it in the recipient's language, drop what no longer holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiogram.methods import DeleteMessage, PinChatMessage, SendMessage, SetMessageReaction
from aiogram.types import ReactionTypeEmoji

from bot.cards.card import Card
from bot.cards.home import home_keyboard
from bot.cards.phrases import phrase
from bot.commands import commands_for
from bot.plans import CallPlan, CardPlan, FetchPlan, Plan
from bot.ports import OutboxRow, Reading
from bot.relay import calls_for
from bot.render import render
from bot.screens import SCREENS, Scene
from bot.words import words_for
from crm.notices import still_holds
from crm.shown import ShownCard
from crm.upload import MAX_DOWNLOAD
from crm.views import OrderBrief, Viewer

Intent = Mapping[str, Any]


SCREEN_OF = {"task": "task", "company": "dead_letters", "request": "internal_request", "health": "alarm"}
"""What a notice of a subject is shown as; of an order by its card."""


async def plan_for(row: OutboxRow, read: Reading) -> Plan | None:
    """None when there is nothing to say any more."""
    viewer = await read.queries.viewer(row.chat_id, read.now)
    planner = PLANNERS[row.kind]
    plan: Plan | None = await planner(row, read, viewer)
    return plan


async def _show(row: OutboxRow, read: Reading, viewer: Viewer) -> Plan | None:
    intent = row.intent
    old = await read.card(row.chat_id, intent["slot"])
    card = await _draw(intent["screen"], intent["params"], read, viewer=viewer)
    return _card_plan(row, card, old, viewer=viewer)


async def _refresh(row: OutboxRow, read: Reading, viewer: Viewer) -> Plan | None:
    old = await read.card(row.chat_id, row.intent["slot"])
    if old is None:
        return None
    if row.intent.get("rights"):
        old = _main_card(old)
    card = await _draw(old.screen, old.params, read, viewer=viewer)
    rendered = render(replace(card, rows=()) if card.is_closed and old.slot != "hub" else card)
    if rendered.hash == old.hash:
        return None
    return CardPlan(row.chat_id, old.slot, old.screen, old.params, rendered, old, words_for(viewer)("See below ↓"))


def _main_card(old: ShownCard) -> ShownCard:
    """An order's choices give way to its card: who lost the right to choose keeps no choices."""
    if not old.slot.startswith("order:") or old.screen.startswith("client_"):
        return old
    return replace(old, screen="order", params={"id": int(old.slot.partition(":")[2])})


async def _draw(screen: str, params: Mapping[str, Any], read: Reading, *, viewer: Viewer) -> Card:
    return await SCREENS[screen].draw(Scene(read.queries, viewer, words_for(viewer), params, read.invite_key))


def _card_plan(row: OutboxRow, card: Card, old: ShownCard | None, *, viewer: Viewer) -> CardPlan:
    intent, words = row.intent, words_for(viewer)
    return CardPlan(
        chat_id=row.chat_id,
        slot=intent["slot"],
        screen=intent["screen"],
        params=intent["params"],
        rendered=render(card),
        old=old,
        stub=words("See below ↓"),
        anew=bool(intent.get("anew")) or bool(card.keyboard or card.ask_contact or card.ask_location),
        pressed=intent.get("pressed"),
    )


async def _notice(row: OutboxRow, read: Reading, viewer: Viewer) -> Plan | None:
    """A notice to staff brings the object's card with the news on top; to a client it is a message of its own or a live card."""
    intent = row.intent
    name, order_id = intent["name"], int(intent["subject_id"])
    if intent["kind"] in ("lead", "deal"):
        order = await read.queries.order_brief(order_id)
        subject = (order.deal if intent["kind"] == "deal" else order.lead) if order else None
        if subject is None or not still_holds(name, subject):
            return None
        if subject.client_id == viewer.actor.client_id and f"client_{name}" in SCREENS:
            return await _client_notice(row, read, viewer)
    screen = SCREEN_OF.get(intent["kind"], "order")
    return await _notice_card(row, read, viewer, screen=screen, params={"id": order_id, "news": [name, dict(intent["data"])]})


async def _client_notice(row: OutboxRow, read: Reading, viewer: Viewer) -> Plan | None:
    intent = row.intent
    order_id = int(intent["subject_id"])
    screen = f"client_{intent['name']}"
    params = {"id": order_id, "data": dict(intent["data"]), "repeat": row.was_sending}
    return await _notice_card(row, read, viewer, screen=screen, params=params)


async def _notice_card(row: OutboxRow, read: Reading, viewer: Viewer, *, screen: str, params: Intent) -> Plan | None:
    """None for news of what its reader may not see any more."""
    slot = SCREENS[screen].slot_for(int(params["id"]))
    card = await _draw(screen, params, read, viewer=viewer)
    if card.is_closed:
        return None
    old = await read.card(row.chat_id, slot)
    stub = words_for(viewer)("See below ↓")
    return CardPlan(row.chat_id, slot, screen, params, render(card), old, stub, anew=True, loud=bool(row.intent["loud"]))


async def _relay(row: OutboxRow, read: Reading, viewer: Viewer) -> Plan | None:
    message = await read.message(int(row.intent["message_id"]))
    order = await read.queries.order_brief(message.order_id or 0) if message else None
    if message is None or (message.incoming and not _may_hear(order, viewer)):
        return None
    words = words_for(viewer)
    number = words("№{number}", number=message.order_id)
    if message.incoming:
        header = f"{order.client_name if order and order.client_name else words('client')} · {number}"
    else:
        names = await read.queries.staff_names()
        header = f"{names.get(message.staff_id or 0, '')} · {number}".strip(" ·")
    if row.intent.get("edited"):
        header = f"{header} · {words('edited')}"
    calls = calls_for(message, chat_id=row.chat_id, header=header, quiet=bool(row.intent.get("edited")))
    receipt = (message.chat_id, message.tg_message_id) if not message.incoming and message.chat_id and message.tg_message_id else None
    return CallPlan(row.chat_id, tuple(calls), f"order:{message.order_id}", message.id, receipt)


def _may_hear(order: OrderBrief | None, viewer: Viewer) -> bool:
    """A client's words are for those of the staff who may see his order at the moment of sending."""
    return viewer.actor.is_staff and order is not None and order.is_open_to(viewer.actor)


async def _say(row: OutboxRow, _read: Reading, viewer: Viewer) -> Plan | None:
    words = words_for(viewer)
    text = phrase(row.intent["phrase"], row.intent["params"], _=words)
    rendered = render(Card((text,), keyboard=home_keyboard(viewer, words) if row.intent.get("keyboard") else ()))
    call = SendMessage(chat_id=row.chat_id, text=rendered.text, reply_markup=rendered.markup, disable_notification=True)
    return CallPlan(row.chat_id, (call,))


async def _react(row: OutboxRow, _read: Reading, _viewer: Viewer) -> Plan | None:
    call = SetMessageReaction(
        chat_id=row.chat_id, message_id=row.intent["message_id"], reaction=[ReactionTypeEmoji(emoji=row.intent["emoji"])]
    )
    return CallPlan(row.chat_id, (call,))


async def _delete(row: OutboxRow, _read: Reading, _viewer: Viewer) -> Plan | None:
    return CallPlan(row.chat_id, (DeleteMessage(chat_id=row.chat_id, message_id=row.intent["message_id"]),))


async def _pin(row: OutboxRow, read: Reading, _viewer: Viewer) -> Plan | None:
    card = await read.card(row.chat_id, row.intent["slot"])
    if card is None:
        return None
    return CallPlan(row.chat_id, (PinChatMessage(chat_id=row.chat_id, message_id=card.message_id, disable_notification=True),))


async def _commands(row: OutboxRow, _read: Reading, viewer: Viewer) -> Plan | None:
    return CallPlan(row.chat_id, (commands_for(viewer, words_for(viewer)),))


async def _sendfile(row: OutboxRow, read: Reading, viewer: Viewer) -> Plan | None:
    kept = await read.attachment(int(row.intent["attachment_id"]))
    if kept is None:
        return None
    header = words_for(viewer)("№{number}", number=kept["order_id"])
    calls = calls_for(kept["message"], chat_id=row.chat_id, header=header, quiet=True)
    return CallPlan(row.chat_id, tuple(calls), f"order:{kept['order_id']}")


async def _fetch(row: OutboxRow, _read: Reading, _viewer: Viewer) -> Plan | None:
    return FetchPlan(row.chat_id, row.intent["file_id"], MAX_DOWNLOAD)


PLANNERS = {
    "show": _show,
    "refresh": _refresh,
    "notice": _notice,
    "relay": _relay,
    "say": _say,
    "react": _react,
    "delete": _delete,
    "pin": _pin,
    "commands": _commands,
    "sendfile": _sendfile,
    "fetch": _fetch,
}
