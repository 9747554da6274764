"""The company's feed and internal requests: the office sees what happened, everybody his own requests (R24)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.card import Card
from bot.cards.feed import feed_card, internal_request_card, internal_requests_card
from bot.screens.orders import gone
from bot.screens.registry import Scene, screen
from crm.actor import Role

PAGE = 12


@screen("feed")
async def feed(scene: Scene) -> Card:
    if not scene.is_office:
        return gone(scene)
    before = int(scene.arg) if scene.arg.isdecimal() and len(scene.arg) < 16 else None
    rows = await scene.queries.feed(before=before, limit=PAGE + 1)
    return feed_card(rows[:PAGE], older=len(rows) > PAGE, _=scene.words)


@screen("internal_requests")
async def internal_requests(scene: Scene) -> Card:
    """All of them for a director, his own for anybody else."""
    actor = scene.viewer.actor
    if actor.staff_id is None:
        return gone(scene)
    author_id = None if actor.has(Role.DIRECTOR) else actor.staff_id
    found = await scene.queries.internal_requests(author_id=author_id)
    return internal_requests_card(found, await _names(scene), has_feed=scene.is_office, _=scene.words)


@screen("internal_request", slot="request")
async def internal_request(scene: Scene) -> Card:
    actor = scene.viewer.actor
    found = await scene.queries.internal_request(scene.id) if actor.is_staff else None
    if found is None or not (actor.has(Role.DIRECTOR) or found.author_id == actor.staff_id):
        return gone(scene)
    news = scene.params.get("news")
    headline = str(news[0]) if isinstance(news, list | tuple) and news else ""
    return internal_request_card(found, await _names(scene), viewer=scene.viewer, news=headline, _=scene.words)


async def _names(scene: Scene) -> Mapping[int, str]:
    return {person.id: person.name for person in await scene.queries.roster()}
