"""The price list on the screen: what a dropped file would change, and the list itself by category (R26)."""

from __future__ import annotations

from bot.cards import prices as cards
from bot.cards.card import Card
from bot.screens.orders import gone
from bot.screens.registry import Scene, screen
from crm.actor import Role
from crm.price_import import ImportPlan, preview
from crm.price_list import by_frequency, matching
from crm.upload import Purpose, Upload
from crm.use_cases.price_list import KEEPERS, price_rows

PAGE = 10
READERS = (*KEEPERS, Role.DISPATCHER, Role.OPERATOR)


def _may_read(scene: Scene) -> bool:
    return scene.viewer.actor.has(*READERS)


def _after(scene: Scene) -> int:
    return int(scene.arg) if scene.arg.isdecimal() and len(scene.arg) < 16 else 0


async def _import(scene: Scene) -> tuple[Upload, ImportPlan] | None:
    """The file and what it would change now, for those who keep the list."""
    if not scene.viewer.actor.has(*KEEPERS):
        return None
    upload = await scene.queries.upload(scene.id)
    if upload is None or upload.purpose is not Purpose.PRICE_LIST:
        return None
    known = await scene.queries.price_items(archived=True)
    return upload, preview(known, price_rows(upload.data, scene.viewer.shop))


def _without_file(scene: Scene) -> Card:
    return cards.forgotten_card(scene.words) if scene.viewer.actor.has(*KEEPERS) else gone(scene)


@screen("price_preview", slot="upload")
async def price_preview(scene: Scene) -> Card:
    """New, changed, same and skipped before anything is changed; what was done afterwards."""
    found = await _import(scene)
    return cards.preview_card(*found, _=scene.words) if found else _without_file(scene)


@screen("price_skipped", slot="upload")
async def price_skipped(scene: Scene) -> Card:
    """The rows that give no position, page by page, each with its reason."""
    found = await _import(scene)
    if found is None:
        return _without_file(scene)
    place = _after(scene)
    rows = found[1].skipped[place:]
    return cards.skipped_card(scene.id, rows[:PAGE], following=place + PAGE if len(rows) > PAGE else 0, _=scene.words)


@screen("price_list")
async def price_list(scene: Scene) -> Card:
    """The categories, by the order of the list."""
    if not _may_read(scene):
        return gone(scene)
    found = await scene.queries.price_categories(after=_after(scene), limit=PAGE + 1)
    return cards.categories_card(found[:PAGE], more=len(found) > PAGE, viewer=scene.viewer, _=scene.words)


@screen("price_category")
async def price_category(scene: Scene) -> Card:
    """`id` is any position of the category, `arg` the last position seen."""
    first = await scene.queries.price_item(scene.id) if _may_read(scene) else None
    if first is None:
        return gone(scene)
    found = await scene.queries.price_page(category=first.category, after=_after(scene), limit=PAGE + 1)
    return cards.category_card(first, found[:PAGE], more=len(found) > PAGE, _=scene.words)


@screen("price_search_result")
async def price_search_result(scene: Scene) -> Card:
    if not _may_read(scene):
        return gone(scene)
    known = await scene.queries.price_items(archived=True)
    live = by_frequency(known)
    found = matching([*live, *(item for item in known if item.archived)], scene.arg) if scene.arg else []
    return cards.search_card(found[:PAGE], _=scene.words)


@screen("price_item")
async def price_item(scene: Scene) -> Card:
    found = await scene.queries.price_item(scene.id) if _may_read(scene) else None
    if found is None:
        return gone(scene)
    return cards.item_card(found, may_change=scene.viewer.actor.has(*KEEPERS), _=scene.words)
