"""Papers: which set an order needs, what is attached, who it is passed to, and what is waived with a reason (R50-R53)."""

from __future__ import annotations

from collections.abc import Mapping

from crm.actor import STAFF_ROLES, Actor, Role, staff_actor
from crm.deal import Deal, DealAction
from crm.deal_moves import offers
from crm.errors import NotFound, Refused
from crm.intents import SendFile, Toast
from crm.papers import DELIVERED, DELIVERY, DOCUMENT, PAPER_SETS, Paper, papers_of_set
from crm.ports import UnitOfWork
from crm.use_cases.deals import act_on_deal

EVERY_HAT = (staff_actor(0, frozenset(STAFF_ROLES)),)
"""A colleague of every role: what stands in his way stands in everybody's."""


async def choose_set(unit: UnitOfWork, actor: Actor, *, id: int, name: str) -> Deal:
    """A ready set instead of what was chosen. Raises `NotFound` for an unknown one or without the right."""
    if name not in (*PAPER_SETS, DELIVERY):
        raise NotFound(f"set {name}")
    deal = await unit.deals.for_action(actor, id)
    kinds = _with_delivery(deal) if name == DELIVERY else [str(kind) for kind in papers_of_set(name, deal)]
    if deal.papers_chosen and deal.document_set == kinds and DealAction.SET_DOCS in {offer.action for offer in offers(deal, actor)}:
        return deal
    return await act_on_deal(unit, actor, action=DealAction.SET_DOCS, id=id, kinds=kinds)


def _with_delivery(deal: Deal) -> list[str]:
    """What the order needs anyway, and the delivery's own papers."""
    return [*deal.papers, *(str(kind) for kind in DELIVERED if kind not in deal.papers)]


async def toggle_paper(unit: UnitOfWork, actor: Actor, *, id: int, kind: Paper) -> Deal:
    """One paper more or less in the set."""
    deal = await unit.deals.for_action(actor, id)
    wanted = [known for known in Paper if (known in deal.papers) != (known is kind)]
    return await act_on_deal(unit, actor, action=DealAction.SET_DOCS, id=id, kinds=[str(known) for known in wanted])


async def attach_paper(unit: UnitOfWork, actor: Actor, *, id: int, kind: Paper, file: Mapping[str, str]) -> Deal:
    """Keeps a file as this paper; `file` has media, file_id and name. Raises `NotFound`, `Refused`."""
    deal = await act_on_deal(unit, actor, action=DealAction.ATTACH, id=id, kind=str(kind))
    values = {"kind": str(kind), "media": file["media"], "file_id": file["file_id"], "name": file["name"], "by_staff": actor.staff_id}
    await unit.files.attach(order_id=id, purpose=DOCUMENT, values=values)
    return deal


async def send_papers(unit: UnitOfWork, actor: Actor, *, id: int) -> int:
    """Sends the attached papers to the client; returns how many.

    Raises `NotFound` unless an operator, manager or dispatcher asks, `Refused` no_papers, not_reachable.
    """
    if not actor.has(Role.OPERATOR, Role.MANAGER, Role.DISPATCHER):
        raise NotFound(f"order {id}")
    deal = await unit.deals.for_action(actor, id)
    papers = [kept for kept in await unit.queries.attachments(id) if kept.purpose == DOCUMENT]
    chat_id = await unit.clients.chat_of(deal.client_id)
    if not papers:
        raise Refused("no_papers")
    if chat_id is None:
        client = await unit.queries.client(deal.client_id)
        raise Refused("not_reachable", name=client.name if client else "")
    unit.say(*(SendFile(kept.id, chat_id) for kept in papers), Toast("papers_sent", {"n": len(papers)}))
    return len(papers)


async def show_files(unit: UnitOfWork, actor: Actor, *, id: int) -> int:
    """Sends an order's kept files to the colleague who asks. Raises `NotFound` without the right, `Refused` no_papers."""
    if not actor.is_staff:
        raise NotFound(f"order {id}")
    await unit.deals.for_action(actor, id)
    kept = await unit.queries.attachments(id)
    if not kept:
        raise Refused("no_papers")
    unit.say(*(SendFile(file.id) for file in kept))
    return len(kept)


async def waive(unit: UnitOfWork, actor: Actor, *, id: int, obstacle: str, reason: str) -> Deal:
    """Lifts an obstacle that may be waived, with a reason that is kept. Raises `NotFound` for one that does not stand or may not be."""
    deal = await unit.deals.for_action(actor, id)
    if obstacle not in waivable(deal):
        raise NotFound(f"obstacle {obstacle}")
    return await act_on_deal(unit, actor, action=DealAction.WAIVE, id=id, obstacle=obstacle, reason=reason)


def waivable(deal: Deal) -> list[str]:
    """Obstacles that stand now in somebody's way and yield to a reason."""
    from_anybody = [offer for actor in EVERY_HAT for offer in offers(deal, actor)]
    return sorted({offer.obstacle for offer in from_anybody if offer.obstacle is not None and offer.waivable})


async def hand_over_with_act(unit: UnitOfWork, actor: Actor, *, id: int, file: Mapping[str, str]) -> Deal:
    """The photo of the signed act is the hand-over: the work on site is finished by it, a ready device issued, and it goes on to the
    closing where the person may close (flows: short close). Raises `NotFound`, `Refused` as these steps do.
    """
    deal = await attach_paper(unit, actor, id=id, kind=Paper.ACT, file=file)
    step = DealAction.FINISH if deal.is_visit else DealAction.ISSUE
    deal = await act_on_deal(unit, actor, action=step, id=id)
    for action in (DealAction.HAND_DOCS, DealAction.CLOSE):
        if action in {offer.action for offer in offers(deal, actor) if offer.obstacle is None}:
            deal = await act_on_deal(unit, actor, action=action, id=id)
    return deal
