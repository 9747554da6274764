"""Cards for words without a recipient (screens S7)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Quote
from bot.cards.phrases import PHRASES
from bot.cards.presses import begin, do, go
from bot.words import Words
from crm.actor import Role
from crm.views import DealRow, LeadRow, Viewer


def recipient_card(draft_id: int, text: str, *, viewer: Viewer, _: Words) -> Card:
    """Nothing is sent until a button says what the words are."""
    lines: list[Line] = [_(PHRASES["reply_where"]), *([Quote(text)] if text else [])]
    request = [Button(_("➕ Request"), begin("by_hand", arg=str(draft_id)))] if viewer.actor.has(Role.OPERATOR, Role.MANAGER) else []
    rest = (Button(_("🗒 Note"), go("note_to", draft_id)), Button(_("🔎 Find"), do("draft_find", draft_id)))
    return Card(tuple(lines), ((*request, *rest),))


def note_card(draft_id: int, rows: Sequence[DealRow | LeadRow], *, _: Words) -> Card:
    if not rows:
        return Card((_("No open orders to note it on."),), ((Button(_("🔎 Find"), do("draft_find", draft_id)),),))
    buttons = tuple((Button(f"№{row.id} {row.client_name}"[:28], do("note_on", row.id, arg=str(draft_id))),) for row in rows)
    return Card((Bold(_("A note on which order?")),), (*buttons, (Button(_("‹ Back"), go("to_whom", draft_id)),)))
