"""Leads and deals: loaded behind the permission gate, saved together with their facts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import ColumnElement, FromClause, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Actor, Role
from crm.deal import Deal, DealStage
from crm.errors import NotFound
from crm.events import Fact
from crm.lead import Lead
from crm.papers import DOCUMENT, Paper
from crm.shop import Shop
from storage import tables
from storage.repositories.feed import write_fact
from storage.repositories.rows import Mapper, SqlRows

Order = TypeVar("Order", bound=Lead | Deal)

Announce = Callable[[Lead | Deal, tuple[Fact, ...], list[int]], Awaitable[None]]

LEADS: Mapper[Lead] = Mapper(Lead, tables.lead)
DEALS: Mapper[Deal] = Mapper(Deal, tables.deal)


class SqlOrders(SqlRows[Order]):
    """What both kinds share: the gate, and the save that writes facts and notices with the row."""

    def __init__(self, connection: AsyncConnection, mapper: Mapper[Order], *, announce: Announce) -> None:
        super().__init__(connection, mapper)
        self._announce = announce

    async def for_action(self, actor: Actor, id: int, *, turn: int | None = None) -> Order:
        entity = await self.find(id)
        if entity is None or not _may_see(entity, actor):
            raise NotFound(f"order {id}")
        entity.expect_turn(turn)
        return entity

    async def add(self, entity: Order, *facts: Fact) -> Order:
        await super().add(entity)
        await self._write_facts(entity, facts)
        return entity

    async def save(self, entity: Order, *facts: Fact) -> None:
        await super().save(entity)
        await self._write_facts(entity, facts)

    async def _write_facts(self, entity: Order, facts: tuple[Fact, ...]) -> None:
        ids = [await write_fact(self._connection, fact, subject_id=entity.id) for fact in facts]
        await self._announce(entity, facts, ids)


class SqlLeads(SqlOrders[Lead]):
    """Leads know, when loaded, what is known of their client: the guards of converting ask for it."""

    def __init__(self, connection: AsyncConnection, announce: Announce, *, shop: Shop) -> None:
        super().__init__(connection, LEADS, announce=announce)
        self._shop = shop

    async def find(self, id: int) -> Lead | None:
        lead = await super().find(id)
        if lead is not None:
            await self._mirror(lead)
        return lead

    async def _write_facts(self, entity: Lead, facts: tuple[Fact, ...]) -> None:
        """The opening fact is made before the number is known."""
        await self._mirror(entity)
        await super()._write_facts(entity, tuple(replace(fact, subject=entity.ref) for fact in facts))

    async def _mirror(self, lead: Lead) -> None:
        client, point = tables.client, tables.contact_point
        points = select(func.count()).where(point.c.client_id == client.c.id).scalar_subquery()
        chats = select(func.count()).where(tables.account.c.client_id == client.c.id).scalar_subquery()
        query = select(client.c.name, client.c.confirmed_at, points, chats).where(client.c.id == lead.client_id)
        name, confirmed_at, point_count, chat_count = (await self._connection.execute(query)).one()
        lead.client_named, lead.client_known = bool(name.strip()), confirmed_at is not None
        lead.client_reachable = bool(point_count or chat_count)
        lead.counter_setting = self._shop.counter


class SqlDeals(SqlOrders[Deal]):
    def __init__(self, connection: AsyncConnection, announce: Announce) -> None:
        super().__init__(connection, DEALS, announce=announce)

    async def find(self, id: int) -> Deal | None:
        """With what its money rules ask of the client."""
        deal = await super().find(id)
        if deal is not None:
            await mirror_client(self._connection, deal)
        return deal


OTHER_DEAL = tables.deal.alias("other")
HANDED_OVER = (DealStage.DOCUMENTS, DealStage.PAYMENT)


def owed_on(deal: FromClause) -> ColumnElement[int]:
    """What is due on an order that is not cancelled, as `Deal.balance` has it."""
    price = case((deal.c.refused, deal.c.refusal_fee), else_=deal.c.approved_total)
    bill = case((price > deal.c.discount, price - deal.c.discount), else_=0)
    return bill - deal.c.paid - deal.c.written_off


async def mirror_client(connection: AsyncConnection, deal: Deal) -> None:
    """What the rules of money ask of the client's card, and what he owes for other orders that he has taken home."""
    client, other = tables.client, OTHER_DEAL
    taken = (other.c.client_id == client.c.id) & (other.c.id != deal.id) & other.c.stage.in_(HANDED_OVER) & (owed_on(other) > 0)
    used = select(func.coalesce(func.sum(owed_on(other)), 0)).where(taken).scalar_subquery()
    contract = exists().where(*_contract_of(client.c.id, client.c.company_id, but=deal.id))
    terms = (client.c.kind, client.c.on_credit, client.c.credit_limit, client.c.payment_days, client.c.agreed_limit)
    row = (
        await connection.execute(select(*terms, used.label("used"), contract.label("contract")).where(client.c.id == deal.client_id))
    ).one()
    deal.of_company, deal.on_credit, deal.credit_limit = row.kind == "company", row.on_credit, row.credit_limit
    deal.payment_days, deal.agreed_limit, deal.credit_used = row.payment_days, row.agreed_limit, int(row.used)
    deal.contract_kept = bool(row.contract)


def _contract_of(client_id: ColumnElement[int], company_id: ColumnElement[int | None], *, but: int) -> tuple[ColumnElement[bool], ...]:
    """A contract kept with another order of this client or of his company."""
    kept, order, payer = tables.attachment, tables.deal.alias("contracted"), tables.client.alias("payer")
    is_contract = (kept.c.purpose == DOCUMENT) & (kept.c.kind == Paper.CONTRACT) & (kept.c.order_id != but)
    is_his = (payer.c.id == client_id) | (payer.c.company_id == company_id)
    return is_contract, order.c.id == kept.c.order_id, payer.c.id == order.c.client_id, is_his


def _may_see(order: Lead | Deal, actor: Actor) -> bool:
    """Staff see orders, an engineer who is nothing else only his own, a client only his own (flows: rights)."""
    if actor.roles <= {Role.SYSTEM} and actor.roles:
        return True
    roles = order.roles_of(actor)
    if actor.is_staff and actor.roles & {Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ACCOUNTANT, Role.DIRECTOR}:
        return True
    return bool(roles & {Role.CLIENT, Role.ENGINEER})
