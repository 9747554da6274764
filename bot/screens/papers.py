"""Papers of an order and the choices around them."""

from __future__ import annotations

from bot.cards.card import Card
from bot.cards.choices import people_card, with_role
from bot.cards.papers import paper_choice_card, papers_card, set_choice_card
from bot.screens.orders import gone, working_order
from bot.screens.registry import Scene, screen
from crm.actor import Role


@screen("papers", slot="order")
async def papers(scene: Scene) -> Card:
    view = await working_order(scene)
    if view is None or view.deal is None:
        return gone(scene)
    return papers_card(view, view.deal, viewer=scene.viewer, kept=await scene.queries.attachments(scene.id), _=scene.words)


@screen("choose_paper", slot="order")
async def choose_paper(scene: Scene) -> Card:
    view = await working_order(scene)
    return paper_choice_card(view.deal, _=scene.words) if view and view.deal else gone(scene)


@screen("choose_set", slot="order")
async def choose_set(scene: Scene) -> Card:
    view = await working_order(scene)
    return set_choice_card(view.deal, _=scene.words) if view and view.deal else gone(scene)


@screen("choose_new_dispatcher", slot="order")
async def choose_new_dispatcher(scene: Scene) -> Card:
    if await working_order(scene) is None:
        return gone(scene)
    people = with_role(await scene.queries.roster(), Role.DISPATCHER)
    return people_card(scene.id, people, viewer=scene.viewer, verb="give_to", _=scene.words)
