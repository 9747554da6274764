"""Orders: a lead becomes a deal, and every action of the deal's flow (R39-R56)."""

from __future__ import annotations

from dataclasses import replace

from crm.actor import Actor, Role
from crm.deal import Deal, DealAction, OrderType
from crm.deal_moves import perform
from crm.events import Fact
from crm.flow import Attempt
from crm.lead import VISIT, Lead, LeadAction
from crm.ports import UnitOfWork
from crm.use_cases.eligible import expect_role

WARRANTY = "warranty"
"""The channel of a request that brings something of ours back."""
CHOICES = frozenset({DealAction.ASSIGN, DealAction.SET_DISPATCHER})
"""Whoever is chosen already need not hear of it again when the button is pressed twice."""


async def convert_lead(unit: UnitOfWork, actor: Actor, *, id: int, dispatcher_id: int, turn: int | None = None) -> Deal:
    """Turns the lead into a deal under the same number and gives it to a dispatcher (R39, R41, R42).

    The client is known from now on. Raises `NotFound`, `Stale`, `Refused`.
    """
    lead = await unit.leads.for_action(actor, id)
    lead.expect_turn(turn)
    facts = lead.perform(LeadAction.CONVERT, Attempt(actor, unit.now, {"dispatcher_id": dispatcher_id}))
    await unit.leads.save(lead, *facts)
    await expect_role(unit, dispatcher_id, role=Role.DISPATCHER)
    client = await unit.clients.get(lead.client_id)
    if client.confirmed_at is None:
        client.confirmed_at = unit.now
        await unit.clients.save(client)
    return await open_deal(unit, actor, lead=lead, dispatcher_id=dispatcher_id, role=facts[0].role)


async def open_deal(unit: UnitOfWork, actor: Actor, *, lead: Lead, dispatcher_id: int, role: Role) -> Deal:
    """The deal of a converted lead, with the address of the client's card."""
    client = await unit.clients.get(lead.client_id)
    deal = _deal_of(lead, unit, dispatcher_id)
    deal.address = deal.address or client.address
    deal.of_company = client.kind == "company"
    deal.short_close = unit.shop.short_close and not deal.of_company
    opening = Fact(deal.ref, DealAction.OPEN, unit.now, role, actor.id, None, deal.stage, {"dispatcher_id": dispatcher_id})
    return await unit.deals.add(deal, opening)


def _deal_of(lead: Lead, unit: UnitOfWork, dispatcher_id: int) -> Deal:
    return Deal(
        id=lead.id,
        client_id=lead.client_id,
        opened_at=unit.now,
        order_type=_type_of(lead, unit),
        need=lead.need,
        device=lead.device,
        address=lead.address,
        operator_id=lead.assignee_id,
        manager_id=lead.manager_id,
        dispatcher_id=dispatcher_id,
        linked_to=lead.linked_to,
        warranty_days=unit.shop.warranty_days,
        refusal_fee=unit.shop.refusal_fee,
        stage_since=unit.now,
    )


def _type_of(lead: Lead, unit: UnitOfWork) -> OrderType:
    """By what the request says of itself, else the company's usual one."""
    if lead.channel == WARRANTY:
        return OrderType.WARRANTY_RETURN
    return OrderType.VISIT if lead.place == VISIT else OrderType(unit.shop.default_type)


async def act_on_deal(unit: UnitOfWork, actor: Actor, *, action: DealAction, id: int, turn: int | None = None, **data: object) -> Deal:
    """Performs one action as of `turn`, with every system move that becomes due. Raises `NotFound`, `Stale`, `Refused`."""
    deal = await unit.deals.for_action(actor, id, turn=turn)
    before = replace(deal)
    facts = perform(deal, action, attempt=Attempt(actor, unit.now, data))
    if action in CHOICES and deal == before:
        return deal
    await unit.deals.save(deal, *facts)
    return deal


async def set_type(unit: UnitOfWork, actor: Actor, *, id: int, turn: int | None, order_type: OrderType) -> Deal:
    """The kind that it is already changes nothing. Raises as `act_on_deal` does."""
    deal = await unit.deals.for_action(actor, id, turn=turn)
    if deal.order_type is order_type:
        return deal
    return await act_on_deal(unit, actor, action=DealAction.SET_TYPE, id=id, turn=turn, order_type=order_type)
