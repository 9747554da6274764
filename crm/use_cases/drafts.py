"""Words of staff without a recipient: kept until he says what they are, and never sent to anybody by themselves (S7)."""

from __future__ import annotations

from crm.actor import Actor
from crm.conversation import Content, Message
from crm.deal import Deal
from crm.errors import NotFound
from crm.intents import Refresh
from crm.lead import Lead
from crm.ports import UnitOfWork
from crm.use_cases.albums import begun, join_album


async def keep_draft(unit: UnitOfWork, actor: Actor, *, content: Content) -> Message | None:
    """A draft of his own; None when it is a further item of an album that is kept already."""
    if await join_album(unit, content) is not None:
        return None
    draft = Message(0, unit.now, note=True, incoming=False, staff_id=actor.staff_id, media=content.media, body=content.body)
    draft.file_id, draft.extra, draft.media_group = content.file_id, begun(content), content.media_group
    draft.chat_id, draft.tg_message_id = unit.chat_id, content.tg_message_id
    return await unit.messages.add(draft)


async def own_draft(unit: UnitOfWork, actor: Actor, *, draft_id: int) -> Message:
    """Raises `NotFound` for what is not his draft, or none any more."""
    draft = await unit.messages.get(draft_id)
    if actor.staff_id is None or draft.staff_id != actor.staff_id or not draft.note or draft.order_id is not None:
        raise NotFound(f"draft {draft_id}")
    return draft


async def note_draft(unit: UnitOfWork, actor: Actor, *, draft_id: int, order_id: int) -> None:
    """The draft becomes a note of an order, seen by colleagues only. Raises `NotFound`."""
    draft = await own_draft(unit, actor, draft_id=draft_id)
    found: Lead | Deal | None = await unit.deals.find(order_id)
    order = await (unit.deals if found else unit.leads).for_action(actor, order_id)
    draft.order_id, draft.client_id = order_id, order.client_id
    await unit.messages.save(draft)
    unit.say(Refresh(f"order:{order_id}"))
