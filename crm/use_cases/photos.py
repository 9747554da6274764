"""Photos of the work: kept with the order, shown to colleagues, and to the client with the word that it is done (screens E3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm.actor import Actor
from crm.deal import Deal, DealAction
from crm.errors import NotFound
from crm.events import Fact
from crm.intents import SendFile
from crm.lead import Lead
from crm.ports import UnitOfWork
from crm.use_cases.deals import act_on_deal

MAX_PHOTOS = 10


async def add_photos(unit: UnitOfWork, actor: Actor, *, id: int, files: Sequence[Mapping[str, str]]) -> None:
    """Keeps pictures of the present work episode. Raises `NotFound`, `Refused`."""
    for file in files[:MAX_PHOTOS]:
        deal = await act_on_deal(unit, actor, action=DealAction.ADD_PHOTO, id=id)
        values = {"kind": "photo", "media": file["media"], "file_id": file["file_id"], "name": "", "by_staff": actor.staff_id}
        await unit.files.attach(order_id=id, purpose=_purpose(deal), values=values)


def _purpose(deal: Deal) -> str:
    return f"work:{deal.episode}"


async def show_photos(unit: UnitOfWork, actor: Actor, *, id: int) -> None:
    """All that was photographed for the order, to the colleague who asks. Raises `NotFound`."""
    if not actor.is_staff:
        raise NotFound(f"order {id}")
    await unit.deals.for_action(actor, id)
    unit.say(*[SendFile(attachment) for attachment in await unit.files.of(id, media="photo")])


async def show_result(unit: UnitOfWork, order: Lead | Deal, *, facts: Sequence[Fact], causes: Sequence[int]) -> None:
    """A finished work's photos follow its notice; with the move undone in time they never leave (B7)."""
    for fact, cause in zip(facts, causes, strict=True):
        if fact.action != DealAction.FINISH or not isinstance(order, Deal):
            continue
        chat_id = await unit.clients.chat_of(order.client_id)
        if chat_id is not None:
            delay = unit.shop.undo_seconds
            shown = await unit.files.of(order.id, purpose=_purpose(order), media="photo")
            unit.say(*[SendFile(attachment, chat_id, delay=delay, cause=cause) for attachment in shown])
