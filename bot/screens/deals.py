"""Screens around a deal: whom, when, how much; tasks, one's own shift."""

from __future__ import annotations

from bot.cards import choices
from bot.cards.boards import me_card, task_card
from bot.cards.card import Card
from bot.cards.estimate import estimate_card, found_card
from bot.cards.obstacles import asked_price_card, obstacle_card
from bot.cards.tasks import tasks_card
from bot.screens.joint_invoice import shared_invoice
from bot.screens.orders import gone
from bot.screens.orders import working_order as _order
from bot.screens.registry import Scene, screen
from crm.actor import Role
from crm.lead import LeadAction
from crm.price_list import by_frequency, matching


@screen("choose_dispatcher", slot="order")
async def choose_dispatcher(scene: Scene) -> Card:
    """Whom the deal goes to, or what must be mended first (R41)."""
    view = await _order(scene)
    if view is None:
        return gone(scene)
    obstacle = next((offer.obstacle for offer in view.lead.offers(scene.viewer.actor) if offer.action is LeadAction.CONVERT), None)
    if view.deal is None and obstacle is not None:
        return obstacle_card(obstacle, view, viewer=scene.viewer, then="choose_dispatcher", _=scene.words)
    people = choices.with_role(await scene.queries.roster(), Role.DISPATCHER)
    return choices.people_card(scene.id, people, viewer=scene.viewer, verb="convert", _=scene.words)


@screen("choose_manager", slot="order")
async def choose_manager(scene: Scene) -> Card:
    if await _order(scene) is None:
        return gone(scene)
    people = choices.with_role(await scene.queries.roster(), Role.MANAGER)
    return choices.people_card(scene.id, people, viewer=scene.viewer, verb="to_manager", _=scene.words)


@screen("choose_refusal", slot="order")
async def choose_refusal(scene: Scene) -> Card:
    view = await _order(scene)
    return choices.refusal_card(view.lead, scene.words) if view else gone(scene)


@screen("choose_snooze", slot="order")
async def choose_snooze(scene: Scene) -> Card:
    view = await _order(scene)
    return choices.snooze_card(view.lead, scene.words) if view else gone(scene)


@screen("choose_order", slot="order")
async def choose_order(scene: Scene) -> Card:
    view = await _order(scene)
    return choices.join_card(view, scene.words) if view else gone(scene)


@screen("choose_engineer", slot="order")
async def choose_engineer(scene: Scene) -> Card:
    view = await _order(scene)
    if view is None or view.deal is None:
        return gone(scene)
    return choices.engineer_card(view.deal, await scene.queries.engineers(scene.viewer.now), viewer=scene.viewer, _=scene.words)


@screen("choose_type", slot="order")
async def choose_type(scene: Scene) -> Card:
    view = await _order(scene)
    return choices.type_card(view.deal, scene.words) if view and view.deal else gone(scene)


@screen("choose_time", slot="order")
async def choose_time(scene: Scene) -> Card:
    view = await _order(scene)
    if view is None or view.deal is None:
        return gone(scene)
    visits = [row for row in await scene.queries.engineer_day(view.deal.engineer_id or 0) if row.id != view.id]
    return choices.time_card(view.deal, scene.viewer, _=scene.words, chosen=scene.arg, visits=visits)


@screen("estimate", slot="order")
async def estimate(scene: Scene) -> Card:
    view = await _order(scene)
    if view is None or view.deal is None:
        return gone(scene)
    items = by_frequency(await scene.queries.price_items())
    return estimate_card(view, view.deal, items=items, _=scene.words)


@screen("price_asked", slot="order")
async def price_asked(scene: Scene) -> Card:
    """A position of the list that cannot be picked before its price is named."""
    view = await _order(scene)
    item = await scene.queries.price_item(int(scene.arg)) if view and view.deal and scene.arg.isdecimal() else None
    return asked_price_card(scene.id, item, _=scene.words) if item else gone(scene)


@screen("price_found", slot="order")
async def price_found(scene: Scene) -> Card:
    """Positions whose words begin as the typed ones do."""
    if await _order(scene) is None:
        return gone(scene)
    found = matching(by_frequency(await scene.queries.price_items()), scene.arg)
    return found_card(scene.id, found, _=scene.words)


@screen("task", slot="task")
async def task(scene: Scene) -> Card:
    actor = scene.viewer.actor
    found = await scene.queries.task(scene.id) if actor.is_staff else None
    view = await scene.queries.order(found.order_id) if found and found.order_id else None
    if found is None or view is None or not view.is_open_to(actor):
        return gone(scene)
    shared = await shared_invoice(scene, view.deal) if found.notice == "payment_reminder" and view.deal else None
    return task_card(found, view, viewer=scene.viewer, shared=shared, _=scene.words)


@screen("tasks")
async def tasks(scene: Scene) -> Card:
    """One's own, and those of one's roles that nobody holds."""
    actor = scene.viewer.actor
    if actor.staff_id is None:
        return gone(scene)
    return tasks_card(await scene.queries.tasks_for(actor.staff_id, [str(role) for role in actor.roles]), _=scene.words)


@screen("me")
async def me(scene: Scene) -> Card:
    member = next((p for p in await scene.queries.roster() if p.id == scene.viewer.actor.staff_id), None)
    return me_card(member, scene.words) if member else gone(scene)
