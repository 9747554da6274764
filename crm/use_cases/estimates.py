"""Estimates: lines from the price list or typed, sent, answered by the client or for him with evidence (R30, R44, R45, B3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from crm.actor import Actor
from crm.deal import Deal, DealAction
from crm.deal_effects import adopt_estimate
from crm.deal_moves import offers, perform
from crm.errors import NotFound, Refused
from crm.estimate import Estimate, EstimateLine, EstimateState, Evidence, How, parse_free_line
from crm.flow import Attempt
from crm.money import CURRENCIES, RUB
from crm.ports import UnitOfWork


async def add_free_line(unit: UnitOfWork, actor: Actor, *, id: int, text: str) -> Deal:
    """Lines that the price list lacks, each typed as a title and a price; all or none. Raises `Refused` line_not_read."""
    found = [parse_free_line(line, CURRENCIES.get(unit.shop.currency, RUB)) for line in text.splitlines() if line.strip()]
    lines = [EstimateLine(line.title, line.unit_price, line.quantity) for line in found if line is not None]
    if not lines or len(lines) < len(found):
        raise Refused("line_not_read")
    return await add_lines(unit, actor, id=id, lines=lines)


async def promise_by(unit: UnitOfWork, actor: Actor, *, id: int, by: datetime | None) -> Deal:
    """When the device will be ready: part of what the client says yes to (flows: the promise in the estimate)."""
    deal, draft = await open_draft(unit, actor, id=id)
    if draft.promised_at == by and DealAction.EDIT_ESTIMATE in {offer.action for offer in offers(deal, actor)}:
        return deal
    draft.promised_at = by
    return await keep_draft(unit, actor, deal=deal, draft=draft)


async def change_quantity(unit: UnitOfWork, actor: Actor, *, id: int, number: int, by: int) -> Deal:
    """One more or one less of a line; less than one removes it."""
    deal, draft = await open_draft(unit, actor, id=id)
    draft.set_quantity(number, max(draft.line(number).quantity + by, Decimal(0)))
    return await keep_draft(unit, actor, deal=deal, draft=draft)


async def add_lines(unit: UnitOfWork, actor: Actor, *, id: int, lines: Sequence[EstimateLine]) -> Deal:
    """All of them into the draft."""
    deal, draft = await open_draft(unit, actor, id=id)
    for line in lines:
        draft.add(line)
    return await keep_draft(unit, actor, deal=deal, draft=draft)


async def open_draft(unit: UnitOfWork, actor: Actor, *, id: int) -> tuple[Deal, Estimate]:
    """The draft to edit; what the client has seen is followed by a new version."""
    deal = await unit.deals.for_action(actor, id)
    newest = await unit.estimates.find(id, deal.estimate_version) if deal.estimate_version else None
    if newest is None:
        return deal, Estimate(id)
    return deal, newest if newest.state is EstimateState.DRAFT else newest.new_version()


async def keep_draft(unit: UnitOfWork, actor: Actor, *, deal: Deal, draft: Estimate) -> Deal:
    """What is edited becomes the deal's newest version, when the actor may edit it."""
    facts = perform(deal, DealAction.EDIT_ESTIMATE, attempt=Attempt(actor, unit.now))
    await _void_before(unit, deal, draft=draft)
    await unit.estimates.save(draft)
    adopt_estimate(deal, draft)
    await unit.deals.save(deal, *facts)
    return deal


async def _void_before(unit: UnitOfWork, deal: Deal, *, draft: Estimate) -> None:
    """What still waits for an answer, since the order was called off or refused meanwhile, is replaced by the draft."""
    before = await unit.estimates.find(deal.id, deal.estimate_version)
    if before is not None and before.version != draft.version and before.state is EstimateState.SENT:
        before.state = EstimateState.VOID
        await unit.estimates.save(before)


async def send_estimate(unit: UnitOfWork, actor: Actor, *, id: int, turn: int | None) -> Deal:
    """Sends the newest version to the client, or agrees it at once within his limit; an answered one goes out again as the next.

    Raises `NotFound`, `Stale`, `Refused`.
    """
    deal = await unit.deals.for_action(actor, id, turn=turn)
    newest = await unit.estimates.find(id, deal.estimate_version) or Estimate(id)
    estimate = newest if newest.state in (EstimateState.DRAFT, EstimateState.APPROVED) else newest.new_version()
    if estimate is not newest:
        adopt_estimate(deal, estimate)
    facts = perform(deal, DealAction.SEND_ESTIMATE, attempt=Attempt(actor, unit.now))
    estimate.send(unit.now)
    await unit.estimates.save(newest)
    if not deal.has_unapproved_estimate:
        estimate.approve(Evidence(actor.staff_id, unit.now, How.WITHIN_LIMIT))
    await unit.estimates.save(estimate)
    await unit.deals.save(deal, *facts)
    return deal


async def answer_estimate(unit: UnitOfWork, actor: Actor, *, id: int, version: int, yes: bool) -> Deal:
    """The client's own tap on one exact version: kept as evidence with who, when and which (B3). Raises `Stale`, `NotFound`."""
    deal = await unit.deals.for_action(actor, id)
    if actor.client_id != deal.client_id:
        raise NotFound(f"estimate {id}")
    deal.expect_version(version)
    return await _answered(unit, actor, deal, evidence=Evidence(actor.client_id, unit.now, How.OWN_TAP), yes=yes)


@dataclass(frozen=True, slots=True)
class Said:
    """What staff heard of the client: by what road, and in what words."""

    how: How
    note: str


async def answer_for_client(unit: UnitOfWork, actor: Actor, *, id: int, said: Said, yes: bool) -> Deal:
    """Staff record the client's answer with how and in what words. Raises `Refused` evidence_missing."""
    deal = await unit.deals.for_action(actor, id)
    return await _answered(unit, actor, deal, evidence=Evidence(actor.staff_id, unit.now, said.how, said.note), yes=yes)


async def _answered(unit: UnitOfWork, actor: Actor, deal: Deal, *, evidence: Evidence, yes: bool) -> Deal:
    estimate = await _version(unit, deal)
    action = DealAction.APPROVE if yes else DealAction.DECLINE
    data = {"evidence": str(evidence.how), "version": deal.estimate_version, "note": evidence.note}
    facts = perform(deal, action, attempt=Attempt(actor, unit.now, data))
    if yes:
        estimate.approve(evidence)
    else:
        estimate.decline(evidence)
        await _stand_by_old(unit, deal)
    await unit.estimates.save(estimate)
    await unit.deals.save(deal, *facts)
    return deal


async def _stand_by_old(unit: UnitOfWork, deal: Deal) -> None:
    """After a declined change the approved version stands; without one the declined version is the base of the next."""
    approved = await unit.estimates.find(deal.id, deal.approved_version) if deal.approved_version else None
    if approved is not None:
        again = approved.new_version()
        again.version = deal.estimate_version + 1
        again.state, again.evidence, again.sent_at = EstimateState.APPROVED, approved.evidence, approved.sent_at
        await unit.estimates.save(again)
        adopt_estimate(deal, again)
        deal.approved_version = again.version


async def change_sent(unit: UnitOfWork, actor: Actor, *, id: int, turn: int | None) -> Deal:
    """Takes the sent version back for editing: its buttons are void, a new draft is next."""
    deal = await unit.deals.for_action(actor, id, turn=turn)
    facts = perform(deal, DealAction.CHANGE, attempt=Attempt(actor, unit.now))
    old = await _version(unit, deal)
    old.state = EstimateState.VOID
    await unit.estimates.save(old)
    draft = old.new_version()
    await unit.estimates.save(draft)
    adopt_estimate(deal, draft)
    await unit.deals.save(deal, *facts)
    return deal


async def discard_draft(unit: UnitOfWork, actor: Actor, *, id: int, turn: int | None) -> Deal:
    """Drops a change that was not sent: the approved version stands. Raises `NotFound`, `Stale`, `Refused` no_draft."""
    deal = await unit.deals.for_action(actor, id, turn=turn)
    facts = perform(deal, DealAction.DISCARD_DRAFT, attempt=Attempt(actor, unit.now))
    draft = await _version(unit, deal)
    if draft.state in (EstimateState.DRAFT, EstimateState.SENT):
        draft.state = EstimateState.VOID
        await unit.estimates.save(draft)
    await _stand_by_old(unit, deal)
    await unit.deals.save(deal, *facts)
    return deal


async def take_back_sent(unit: UnitOfWork, deal: Deal) -> None:
    """The sending was undone before the client heard of it: the version is a draft again (B7)."""
    estimate = await _version(unit, deal)
    if estimate.state is EstimateState.SENT:
        estimate.state, estimate.sent_at = EstimateState.DRAFT, None
        await unit.estimates.save(estimate)


async def _version(unit: UnitOfWork, deal: Deal) -> Estimate:
    found = await unit.estimates.find(deal.id, deal.estimate_version)
    if found is None:
        raise NotFound(f"estimate {deal.id}.{deal.estimate_version}")
    return found
