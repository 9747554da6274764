"""Leads and deals: loaded behind the permission gate, saved together with their facts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, Row, Select, bindparam, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Actor, Role
from crm.deal import Deal, DealStage
from crm.errors import NotFound
from crm.events import Fact
from crm.lead import Lead
from crm.papers import DOCUMENT, Paper
from crm.shop import Shop
from crm.views import OrderBrief
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
        return await find_lead(self._connection, id, shop=self._shop)

    async def _write_facts(self, entity: Lead, facts: tuple[Fact, ...]) -> None:
        """The opening fact is made before the number is known."""
        row = (await self._connection.execute(_known_of(), {"client_id": entity.client_id})).one()
        _mirror(entity, row, shop=self._shop)
        await super()._write_facts(entity, tuple(replace(fact, subject=entity.ref) for fact in facts))


class SqlDeals(SqlOrders[Deal]):
    """Deals know, when loaded, what their money rules ask of the client."""

    def __init__(self, connection: AsyncConnection, announce: Announce) -> None:
        super().__init__(connection, DEALS, announce=announce)

    async def find(self, id: int) -> Deal | None:
        return await find_deal(self._connection, id)


HANDED_OVER = (DealStage.DOCUMENTS, DealStage.PAYMENT)
DEAL = "deal_"
"""Before the deal's columns where a row has the lead's too."""


async def find_lead(connection: AsyncConnection, id: int, *, shop: Shop) -> Lead | None:
    """With what is known of its client."""
    row = (await connection.execute(_lead_by_id(), {"id": id})).first()
    return _lead_of(row, shop=shop) if row else None


async def find_order(connection: AsyncConnection, id: int, *, shop: Shop) -> OrderBrief | None:
    """Lead and deal of one number, each as its own finder has it, in one statement."""
    row = (await connection.execute(_order_by_id(), {"id": id})).first()
    if row is None:
        return None
    deal = _deal_of(row, prefix=DEAL) if row.deal_id is not None else None
    return OrderBrief(_lead_of(row, shop=shop), deal, row.known_name)


def _lead_of(row: Row[Any], *, shop: Shop) -> Lead:
    lead = LEADS.entity(row._mapping)
    _mirror(lead, row, shop=shop)
    return lead


def _mirror(lead: Lead, known: Row[Any], *, shop: Shop) -> None:
    lead.client_named, lead.client_known = bool(known.known_name.strip()), known.known_since is not None
    lead.client_reachable = bool(known.known_points or known.known_chats)
    lead.counter_setting = shop.counter


def _known() -> tuple[ColumnElement[Any], ...]:
    """Of a client, for the guards of a lead."""
    client, point, account = tables.client, tables.contact_point, tables.account
    points = select(func.count()).where(point.c.client_id == client.c.id).scalar_subquery()
    chats = select(func.count()).where(account.c.client_id == client.c.id, account.c.dead_since.is_(None)).scalar_subquery()
    named = (client.c.name.label("known_name"), client.c.confirmed_at.label("known_since"))
    return *named, points.label("known_points"), chats.label("known_chats")


@cache
def _known_of() -> Select[Any]:
    return select(*_known()).where(tables.client.c.id == bindparam("client_id"))


@cache
def _lead_by_id() -> Select[Any]:
    lead = tables.lead
    return select(lead, *_known()).join(tables.client, tables.client.c.id == lead.c.client_id).where(lead.c.id == bindparam("id"))


def owed_on(deal: FromClause) -> ColumnElement[int]:
    """What is due on an order that is not cancelled, as `Deal.balance` has it."""
    price = case((deal.c.refused, deal.c.refusal_fee), else_=deal.c.approved_total)
    bill = case((price > deal.c.discount, price - deal.c.discount), else_=0)
    return bill - deal.c.paid - deal.c.written_off


async def find_deal(connection: AsyncConnection, id: int) -> Deal | None:
    """With what the rules of money ask of its client's card, and what he owes for other orders that he has taken home."""
    row = (await connection.execute(_deal_by_id(), {"id": id})).first()
    return _deal_of(row) if row else None


def _deal_of(row: Row[Any], *, prefix: str = "") -> Deal:
    deal = DEALS.entity(row._mapping, prefix=prefix)
    deal.of_company, deal.on_credit, deal.credit_limit = row.client_kind == "company", row.on_credit, row.credit_limit
    deal.payment_days, deal.agreed_limit, deal.credit_used = row.payment_days, row.agreed_limit, int(row.used)
    deal.contract_kept = bool(row.contract)
    return deal


def _terms() -> tuple[ColumnElement[Any], ...]:
    """What the rules of money ask of a deal's client."""
    deal, client, other = tables.deal, tables.client, tables.deal.alias("other")
    taken = (other.c.client_id == client.c.id) & (other.c.id != deal.c.id) & other.c.stage.in_(HANDED_OVER) & (owed_on(other) > 0)
    used = select(func.coalesce(func.sum(owed_on(other)), 0)).where(taken).scalar_subquery()
    terms = (client.c.kind.label("client_kind"), client.c.on_credit, client.c.credit_limit, client.c.payment_days, client.c.agreed_limit)
    return *terms, used.label("used"), _contract_of(client, but=deal.c.id).label("contract")


@cache
def _deal_by_id() -> Select[Any]:
    deal, client = tables.deal, tables.client
    return select(deal, *_terms()).join(client, client.c.id == deal.c.client_id).where(deal.c.id == bindparam("id"))


@cache
def _order_by_id() -> Select[Any]:
    lead, deal, client = tables.lead, tables.deal, tables.client
    columns = (*lead.c, *(column.label(f"{DEAL}{column.name}") for column in deal.c))
    query = select(*columns, *_known(), *_terms()).select_from(lead).join(client, client.c.id == lead.c.client_id)
    return query.outerjoin(deal, deal.c.id == lead.c.id).where(lead.c.id == bindparam("id"))


def _contract_of(client: FromClause, *, but: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a contract is kept with another order of this client or of his company."""
    kept, order, payer = tables.attachment, tables.deal.alias("contracted"), tables.client.alias("payer")
    is_contract = (kept.c.purpose == DOCUMENT) & (kept.c.kind == Paper.CONTRACT) & (kept.c.order_id != but)
    contracted = exists().where(is_contract, order.c.id == kept.c.order_id)
    own = contracted.where(order.c.client_id == client.c.id)
    of_company = contracted.where(payer.c.id == order.c.client_id, payer.c.company_id == client.c.company_id)
    return or_(own, client.c.company_id.is_not(None) & of_company)


def _may_see(order: Lead | Deal, actor: Actor) -> bool:
    """Staff see orders, an engineer who is nothing else only his own, a client only his own (flows: rights)."""
    if actor.roles <= {Role.SYSTEM} and actor.roles:
        return True
    roles = order.roles_of(actor)
    if actor.is_staff and actor.roles & {Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ACCOUNTANT, Role.DIRECTOR}:
        return True
    return bool(roles & {Role.CLIENT, Role.ENGINEER})
