"""Whom words without a recipient are for."""

from __future__ import annotations

from bot.cards.card import Card
from bot.cards.drafts import note_card, recipient_card
from bot.screens.orders import gone
from bot.screens.registry import Scene, screen
from crm.views import DealRow, LeadRow

SHOWN = 8


@screen("to_whom", slot="draft")
async def to_whom(scene: Scene) -> Card:
    if not scene.viewer.actor.is_staff:
        return gone(scene)
    return recipient_card(scene.id, str(scene.params.get("text") or ""), viewer=scene.viewer, _=scene.words)


@screen("note_to", slot="draft")
async def note_to(scene: Scene) -> Card:
    """The recent orders of who looks: those he works on first."""
    staff_id = scene.viewer.actor.staff_id
    if staff_id is None:
        return gone(scene)
    rows: list[DealRow | LeadRow] = [*await scene.queries.leads_of(assignee_id=staff_id, manager_id=staff_id if scene.is_office else None)]
    rows += await scene.queries.engineer_day(staff_id)
    if scene.is_office:
        rows += reversed(await scene.queries.board())
    recent = list({row.id: row for row in rows}.values())[:SHOWN]
    return note_card(scene.id, recent, _=scene.words)
