"""The order's card for staff and what is seen around it."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.card import Button, Card
from bot.cards.client_order import status_card
from bot.cards.news import headline
from bot.cards.obstacles import MENDED, stands, with_obstacle
from bot.cards.order import order_card
from bot.cards.presses import go, undo
from bot.cards.timeline import timeline_card
from bot.screens.registry import Scene, screen
from crm.events import Kind
from crm.notices import still_holds
from crm.use_cases.undo import is_undoable
from crm.views import OrderView


@screen("order", slot="order")
async def order(scene: Scene) -> Card:
    """Staff see the working card, the order's client his status card, anybody else nothing."""
    view = await scene.queries.order(scene.id)
    actor = scene.viewer.actor
    if view is None or not view.is_open_to(actor):
        return gone(scene)
    if not actor.is_staff:
        return status_card(view, scene.viewer, _=scene.words)
    card = await _with_undo(order_card(view, scene.viewer, _=scene.words), scene)
    obstacle = scene.params.get("obstacle")
    if isinstance(obstacle, str) and obstacle in MENDED and stands(obstacle, view, viewer=scene.viewer):
        return with_obstacle(card, obstacle, view=view, viewer=scene.viewer, _=scene.words)
    news = scene.params.get("news")
    if isinstance(news, list | tuple) and still_holds(str(news[0]), view.subject):
        line = headline(str(news[0]), view, _=scene.words, data=news[1])
        return card.headed(line) if line else card
    return card


async def _with_undo(card: Card, scene: Scene) -> Card:
    """A button for the few seconds in which the viewer's own last move can be taken back (B7)."""
    newest = await scene.queries.newest_fact(scene.id)
    viewer = scene.viewer
    if newest is None or not is_undoable(newest[1], viewer.actor, now=viewer.now, seconds=viewer.shop.undo_seconds):
        return card
    return replace(card, rows=(*card.rows, (Button(scene.words("↩️ Undo"), undo("deal", scene.id, cause=newest[0])),)))


@screen("timeline", slot="order")
async def timeline(scene: Scene) -> Card:
    """Who did what, in which role and when; a client's terms are read by the office alone."""
    view = await scene.queries.order(scene.id)
    if view is None or not (scene.viewer.actor.is_staff and view.is_open_to(scene.viewer.actor)):
        return gone(scene)
    rows = [row for row in await scene.queries.timeline(scene.id) if scene.is_office or row.kind != Kind.CLIENT]
    return timeline_card(scene.id, rows, _=scene.words)


async def working_order(scene: Scene) -> OrderView | None:
    """The order for those of the staff who may see it."""
    view = await scene.queries.order(scene.id)
    actor = scene.viewer.actor
    return view if view is not None and actor.is_staff and view.is_open_to(actor) else None


def gone(scene: Scene) -> Card:
    """The same for the absent and the forbidden (architecture §5)."""
    _ = scene.words
    home = (Button(_("🏠 Home"), go("home")),)
    return Card((_("Nothing here for you. Open the list again."),), (home,), is_closed=True)
