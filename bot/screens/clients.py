"""Screens around a client: his card, what a search found, whom a request is from."""

from __future__ import annotations

from bot.cards.card import Card
from bot.cards.clients import Place, client_card, found_card, link_card, not_his_card, removal_card, separate_card
from bot.cards.obstacles import obstacle_card
from bot.screens.orders import gone, working_order
from bot.screens.registry import Scene, screen
from bot.words import phone_of
from crm.deal import DealAction
from crm.deal_moves import offers
from crm.flow import Offer
from crm.lead import LeadAction
from crm.views import ClientView, OrderView

SHOWN, FOUND = 8, 6
BEGINNING = 32
"""Bytes of what was searched for that a button carries into a form."""


@screen("client", slot="order")
async def client_of_order(scene: Scene) -> Card:
    """The client of an order, in the place of the order's card."""
    view = await working_order(scene)
    return await _card(scene, view.client, Place(view.client.id, view.id)) if view else gone(scene)


@screen("client_card", slot="client")
async def client_by_himself(scene: Scene) -> Card:
    client = await _client(scene)
    return await _card(scene, client, Place(client.id)) if client else gone(scene)


async def _card(scene: Scene, client: ClientView, place: Place) -> Card:
    """An engineer sees who it is, not the client's other orders."""
    orders = await scene.queries.orders_of(client.id, limit=SHOWN) if scene.is_office else []
    return client_card(client, orders, viewer=scene.viewer, place=place, _=scene.words)


async def _client(scene: Scene) -> ClientView | None:
    return await scene.queries.client(scene.id) if scene.is_office else None


@screen("point_of_order", slot="order")
async def point_of_order(scene: Scene) -> Card:
    view = await working_order(scene) if scene.is_office else None
    return _removal(scene, view.client, Place(view.client.id, view.id)) if view else gone(scene)


@screen("point_of_client", slot="client")
async def point_of_client(scene: Scene) -> Card:
    client = await _client(scene)
    return _removal(scene, client, Place(client.id)) if client else gone(scene)


def _removal(scene: Scene, client: ClientView, place: Place) -> Card:
    point = next((point for point in client.points if str(point.id) == scene.arg), None)
    return removal_card(client, point, place=place, _=scene.words) if point else gone(scene)


@screen("not_his", slot="order")
async def not_his(scene: Scene) -> Card:
    """The way to another client's card, or what stands in it."""
    view = await working_order(scene) if scene.is_office else None
    offer = _client_offer(view, scene) if view else None
    if view is None or offer is None:
        return gone(scene)
    if offer.obstacle is not None:
        return obstacle_card(offer.obstacle, view, viewer=scene.viewer, then="order", _=scene.words)
    return not_his_card(view, _=scene.words)


def _client_offer(view: OrderView, scene: Scene) -> Offer[LeadAction] | Offer[DealAction] | None:
    """Whether the viewer may say whose the order is."""
    actor = scene.viewer.actor
    if view.deal is not None:
        return next((offer for offer in offers(view.deal, actor) if offer.action is DealAction.SET_CLIENT), None)
    return next((offer for offer in view.lead.offers(actor) if offer.action is LeadAction.SET_CLIENT), None)


@screen("link_to", slot="order")
async def link_to(scene: Scene) -> Card:
    view = await working_order(scene)
    if view is None or _client_offer(view, scene) is None:
        return gone(scene)
    found = await scene.queries.find_clients(scene.arg, limit=FOUND) if scene.arg else []
    return link_card(view, found, _=scene.words)


@screen("separate", slot="order")
async def separate(scene: Scene) -> Card:
    """The client's newest words on this order."""
    view = await working_order(scene)
    return separate_card(view, await scene.queries.client_said(view.id), _=scene.words) if view else gone(scene)


@screen("found")
async def found(scene: Scene) -> Card:
    """Clients first, then their orders, the newest first."""
    said = scene.arg.strip()
    if not scene.is_office or not said:
        return found_card([], [], viewer=scene.viewer, said="", _=scene.words)
    rows, clients = await scene.queries.search(said), await scene.queries.find_clients(said, limit=FOUND)
    return found_card(clients, rows, viewer=scene.viewer, said=_begun(said, scene), _=scene.words)


def _begun(said: str, scene: Scene) -> str:
    """What he looked for goes into the form: a phone, else a name; buttons carry few bytes and no colon."""
    phone = phone_of(said, language=scene.viewer.shop.language)
    name = said.replace(":", " ").replace(">", " ").encode()[:BEGINNING].decode(errors="ignore").strip()
    return phone or (f"~{name}" if not any(ch.isdigit() for ch in name) else "")
