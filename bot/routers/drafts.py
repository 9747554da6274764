"""Words without a recipient: a request, a note or a search (flows: several hats); and what clients sent, opened by a tap."""

from __future__ import annotations

from bot.callbacks import Do
from bot.deeds import deed, number_of
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Show
from crm.use_cases.conversation import open_media
from crm.use_cases.drafts import note_draft, own_draft


@deed("note_on")
async def colleague_notes_draft(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await note_draft(unit, actor, draft_id=number_of(press), order_id=press.id)
    return "order"


@deed("draft_find")
async def colleague_searches_draft(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    draft = await own_draft(unit, actor, draft_id=press.id)
    unit.say(Show("found", {"arg": draft.body[:100]}, anew=True))
    return ""


@deed("media")
async def colleague_opens_media(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await open_media(unit, actor, order_id=press.id)
    return ""
