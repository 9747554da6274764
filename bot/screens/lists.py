"""The lists that a role works by, and the desk of a person with several: each in a fixed number of questions, none per row."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.board import PAGE, Board, board_card, page_of
from bot.cards.boards import clients_card
from bot.cards.card import Card
from bot.cards.now import Desk
from bot.cards.queue import queue_card
from bot.cards.worklist import day_card, week_card
from bot.screens.orders import gone
from bot.screens.registry import Scene, screen
from bot.screens.way_home import with_way_home
from crm.actor import Role
from crm.board import Clock, Shown, to_close
from crm.deal import DealStage

ORDERED = (Role.MANAGER, Role.DISPATCHER, Role.DIRECTOR)
"""Whose sections are about open orders."""


async def desk(scene: Scene) -> Desk:
    """All that waits for the viewer, hat by hat."""
    actor, queries, now = scene.viewer.actor, scene.queries, scene.viewer.now
    return Desk(
        queue=await queries.queue(now=now) if actor.has(Role.OPERATOR, Role.DIRECTOR) else (),
        own=await queries.leads_of(assignee_id=actor.staff_id) if actor.has(Role.OPERATOR) else (),
        leads=await queries.leads_of(manager_id=actor.staff_id) if actor.has(Role.MANAGER) else (),
        orders=await queries.board(urgent=Clock.of(scene.viewer.shop, now).limits) if actor.has(*ORDERED) else (),
        loads=await queries.engineers(now) if actor.has(Role.DISPATCHER) else (),
        tasks=await queries.engineer_day(actor.staff_id) if actor.has(Role.ENGINEER) and actor.staff_id else (),
        money=await queries.money_rows() if actor.has(Role.ACCOUNTANT, Role.DIRECTOR) else (),
        stuck=len(await queries.dead_letters()) if actor.has(Role.DIRECTOR) else 0,
    )


@screen("queue")
async def queue(scene: Scene) -> Card:
    """Leads that wait, the oldest first, and those that the viewer has taken."""
    if not scene.is_office:
        return gone(scene)
    own = await scene.queries.leads_of(assignee_id=scene.viewer.actor.staff_id)
    card = queue_card(await scene.queries.queue(now=scene.viewer.now), scene.viewer, own=own, _=scene.words)
    return with_way_home(card, scene)


@screen("board")
async def board(scene: Scene) -> Card:
    """Open orders behind the toggle that the button carries; a dispatcher sees his own first."""
    if not scene.is_office:
        return gone(scene)
    viewer = scene.viewer
    staff_id = viewer.actor.staff_id if viewer.actor.has(Role.DISPATCHER) else None
    first = Shown.ALL if staff_id is None else Shown.MINE
    shown = Shown(scene.arg) if scene.arg in list(Shown) else first
    clock = Clock.of(viewer.shop, viewer.now)
    limits = clock.limits
    seen = Board(await scene.queries.board_counts(staff_id, limits=limits), clock, shown, staff_id)
    page = page_of(seen, scene.id)
    rows = await scene.queries.board_page(shown, staff_id=staff_id, limits=limits, page=page, size=PAGE)
    seen = replace(seen, page=page, rows=rows, loads=await scene.queries.engineers(viewer.now))
    return with_way_home(board_card(seen, scene.words), scene)


@screen("day")
async def day(scene: Scene) -> Card:
    viewer = scene.viewer
    if viewer.actor.staff_id is None:
        return gone(scene)
    rows = await scene.queries.engineer_day(viewer.actor.staff_id)
    return with_way_home(day_card(rows, Clock.of(viewer.shop, viewer.now), _=scene.words), scene)


@screen("week")
async def week(scene: Scene) -> Card:
    """The engineer's own seven days."""
    viewer = scene.viewer
    if viewer.actor.staff_id is None:
        return gone(scene)
    rows = await scene.queries.engineer_day(viewer.actor.staff_id)
    return week_card(rows, Clock.of(viewer.shop, viewer.now), _=scene.words)


@screen("clients")
async def clients(scene: Scene) -> Card:
    """The manager's requests and the orders that he is to close."""
    staff_id = scene.viewer.actor.staff_id
    if staff_id is None or not scene.is_office:
        return gone(scene)
    papers = await scene.queries.board(stages=[str(DealStage.DOCUMENTS)]) if scene.viewer.actor.has(Role.MANAGER) else []
    card = clients_card(await scene.queries.leads_of(manager_id=staff_id), to_close(papers, staff_id), _=scene.words)
    return with_way_home(card, scene)
