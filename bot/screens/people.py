"""Staff and invites for the director; the engineers for the dispatcher."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Card
from bot.cards.invites import invites_card, new_invite_card, roles_chosen
from bot.cards.people import dismissal_card, master_card, people_list_card, person_card, team_card
from bot.screens.orders import gone
from bot.screens.registry import Scene, screen
from crm.actor import Role
from crm.staff import Invite, StaffMember, invite_payload, token_hash


@screen("people")
async def people(scene: Scene) -> Card:
    if not scene.viewer.actor.has(Role.DIRECTOR):
        return gone(scene)
    return people_list_card(await scene.queries.roster(), scene.viewer, _=scene.words)


@screen("person")
async def person(scene: Scene) -> Card:
    found = await _colleague(scene) if scene.viewer.actor.has(Role.DIRECTOR) else None
    return person_card(found, scene.viewer, _=scene.words) if found else gone(scene)


@screen("dismissal")
async def dismissal(scene: Scene) -> Card:
    found = await _colleague(scene) if scene.viewer.actor.has(Role.DIRECTOR) else None
    return dismissal_card(found, _=scene.words) if found else gone(scene)


@screen("invites")
async def invites(scene: Scene) -> Card:
    if not scene.viewer.actor.has(Role.DIRECTOR):
        return gone(scene)
    names = {p.id: p.name for p in await scene.queries.roster()}
    opened, used = await scene.queries.open_invites(scene.viewer.now), await scene.queries.used_invites()
    return invites_card(opened, used=used, names=names, link=_link(scene, opened), _=scene.words)


def _link(scene: Scene, opened: Sequence[Invite]) -> str:
    """The link of the invite that was just made, as long as somebody can follow it; made anew, since it is kept nowhere (T4)."""
    made = next((invite for invite in opened if invite.id == scene.id), None)
    payload = invite_payload(made, scene.invite_key) if made else ""
    is_his = made is not None and token_hash(payload) == made.token_hash
    return f"https://t.me/{scene.params.get('bot')}?start={payload}" if is_his else ""


@screen("new_invite")
async def new_invite(scene: Scene) -> Card:
    if not scene.viewer.actor.has(Role.DIRECTOR):
        return gone(scene)
    return new_invite_card(roles_chosen(scene.arg), _=scene.words)


@screen("team")
async def team(scene: Scene) -> Card:
    if not scene.viewer.actor.has(Role.DISPATCHER, Role.DIRECTOR):
        return gone(scene)
    known = {p.id: p for p in await scene.queries.roster()}
    loads = [(known[load.id], load.open_orders) for load in await scene.queries.engineers(scene.viewer.now)]
    return team_card(loads, scene.viewer, _=scene.words)


@screen("master")
async def master(scene: Scene) -> Card:
    found = await _colleague(scene) if scene.viewer.actor.has(Role.DISPATCHER, Role.DIRECTOR) else None
    if found is None:
        return gone(scene)
    return master_card(found, await scene.queries.engineer_day(found.id), viewer=scene.viewer, _=scene.words)


async def _colleague(scene: Scene) -> StaffMember | None:
    return next((p for p in await scene.queries.roster() if p.id == scene.id), None)
