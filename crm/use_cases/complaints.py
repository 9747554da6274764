"""A complaint is answered with an outcome, and the outcome comes true by one tap of its task (flows: complaint)."""

from __future__ import annotations

from crm.actor import Actor, Role
from crm.complaint import Outcome, next_step
from crm.deal import Deal, DealAction
from crm.deal_moves import offers
from crm.errors import NotFound, Refused
from crm.lead import Lead
from crm.ports import UnitOfWork
from crm.task import Task, TaskKind
from crm.use_cases.deals import act_on_deal
from crm.use_cases.linked import return_under_warranty

DISCOUNTS = {Role.OPERATOR: 5, Role.DISPATCHER: 10, Role.MANAGER: 15, Role.DIRECTOR: 100}
"""Whole percent of the price that a role may let go (flows: rights)."""


async def answer_complaint(unit: UnitOfWork, actor: Actor, *, id: int, outcome: str, text: str) -> Deal:
    """The client hears it at once. Raises `NotFound`, `Refused` no_complaint, outcome_is_empty, text_is_empty, nothing_paid."""
    if outcome not in list(Outcome):
        raise Refused("outcome_is_empty")
    deal = await unit.deals.for_action(actor, id)
    if outcome == Outcome.REFUND and deal.paid <= 0 and DealAction.ANSWER_COMPLAINT in _able(deal, actor):
        raise Refused("nothing_paid")
    return await act_on_deal(unit, actor, action=DealAction.ANSWER_COMPLAINT, id=id, outcome=outcome, text=text)


async def keep_promise(unit: UnitOfWork, actor: Actor, *, id: int) -> Deal | Lead:
    """The promised step that asks for nothing more: a rework here, a linked order for what is with the client, else the word that it is
    settled. Raises `NotFound`, `Refused` no_complaint.
    """
    deal = await unit.deals.for_action(actor, id)
    if not actor.has(Role.MANAGER, Role.DIRECTOR):
        raise NotFound(f"order {id}")
    task = await complaint_task(unit, id)
    said = task.body if task and task.body else deal.need
    match next_step(deal):
        case DealAction.WARRANTY:
            return await return_under_warranty(unit, actor, id=id, text=said, reason=said)
        case DealAction.REWORK:
            return await act_on_deal(unit, actor, action=DealAction.REWORK, id=id, reason=said)
        case _:
            return await act_on_deal(unit, actor, action=DealAction.SETTLE_COMPLAINT, id=id)


async def complaint_task(unit: UnitOfWork, id: int) -> Task | None:
    return await unit.tasks.by_key(f"{TaskKind.COMPLAINT}:{id}")


async def give_discount(unit: UnitOfWork, actor: Actor, *, id: int, amount: int, reason: str) -> Deal:
    """Makes `amount` (minor units) the discount of the order. Raises `NotFound`, `Refused` amount_not_positive, discount_over_limit."""
    if amount <= 0:
        raise Refused("amount_not_positive")
    deal = await unit.deals.for_action(actor, id)
    limit = most_discount(deal, actor)
    if DealAction.DISCOUNT in _able(deal, actor) and amount > limit:
        raise Refused("discount_over_limit", sum=limit) if limit else Refused("no_price_yet")
    return await act_on_deal(unit, actor, action=DealAction.DISCOUNT, id=id, amount=amount, reason=reason)


def most_discount(deal: Deal, actor: Actor) -> int:
    """What the actor's highest role may let go of this order's price, in minor units."""
    percent = max((DISCOUNTS.get(role, 0) for role in actor.roles), default=0)
    return (deal.full_price or deal.estimate_total) * percent // 100


def _able(deal: Deal, actor: Actor) -> set[DealAction]:
    return {offer.action for offer in offers(deal, actor)}
