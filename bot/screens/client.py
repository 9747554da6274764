"""What a client is shown: his orders, and each notice as a message or a live card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.cards.card import Bold, Button, Card
from bot.cards.client_news import CLIENT_NEWS, news_card
from bot.cards.client_order import status_card
from bot.cards.invoice import with_how_to_pay
from bot.cards.presses import begin, go
from bot.cards.reminder import reminder_card
from bot.screens.home import promise
from bot.screens.joint_invoice import shared_invoice
from bot.screens.orders import gone
from bot.screens.registry import Scene, screen
from crm.deal import Deal


@screen("client_request_accepted", slot="order")
async def request_accepted(scene: Scene) -> Card:
    """C2: number and an honest reply time over the live status card."""
    view = await scene.queries.order(scene.id)
    if view is None or scene.viewer.actor.client_id != view.client.id:
        return gone(scene)
    _ = scene.words
    card = status_card(view, scene.viewer, _=_)
    if view.deal is not None or view.lead.stage != "new":
        return card
    return card.headed(_("Accepted, request №{number}.", number=view.id), promise(scene.viewer.shop, _))


@screen("my_orders")
async def my_orders(scene: Scene) -> Card:
    """The client's orders, newest first."""
    _ = scene.words
    client_id = scene.viewer.actor.client_id
    rows = await scene.queries.orders_of(client_id) if client_id else []
    new = (Button(_("🛠 New request"), begin("request"), "primary"),)
    if not rows:
        return Card((_("No requests yet. Just write what happened."),), (new,))
    buttons = tuple((Button(f"№{row.id} · {row.need[:40] or '—'}", go("order", row.id, arg="anew")),) for row in rows)
    return Card((Bold(_("My requests")),), (*buttons, new))


LIVES_IN = {"approval_reminder": "estimate_sent"}
"""A reminder of something that has a live card becomes that card: there is one to press."""


COLLECT = frozenset({"ready", "take_back", "pickup_reminder", "warning_letter"})
"""Told to come: the address goes with it."""

ASKS_MONEY: dict[str, Callable[[Deal], int]] = {
    "prepayment_asked": lambda deal: max(deal.prepayment - deal.paid, 0),
}
"""Asked for money: how much, and how it is paid goes with it."""


def _register(name: str) -> None:
    @screen(f"client_{name}", slot=LIVES_IN.get(name, name))
    async def told(scene: Scene) -> Card:
        view = await scene.queries.order(scene.id)
        if view is None or scene.viewer.actor.client_id != view.client.id:
            return gone(scene)
        card = news_card(name, view, _=scene.words, params=scene.params)
        if name in ASKS_MONEY and view.deal is not None:
            return with_how_to_pay(card, ASKS_MONEY[name](view.deal), shop=scene.viewer.shop, _=scene.words)
        address = scene.viewer.shop.address
        return replace(card, lines=(*card.lines, f"📍 {address}")) if name in COLLECT and address else card


for _name in CLIENT_NEWS.keys() - {"payment_reminder"}:
    _register(_name)


@screen("client_payment_reminder", slot="payment_reminder")
async def payment_reminder(scene: Scene) -> Card:
    """Of the whole invoice when the order shares it with others, and how it is paid."""
    view = await scene.queries.order(scene.id)
    if view is None or view.deal is None or scene.viewer.actor.client_id != view.client.id:
        return gone(scene)
    shared = await shared_invoice(scene, view.deal)
    card = reminder_card(view, shared, repeat=bool(scene.params.get("repeat")), _=scene.words)
    due = shared.due if shared else max(view.deal.balance, 0)
    return with_how_to_pay(card, due, shop=scene.viewer.shop, _=scene.words)
