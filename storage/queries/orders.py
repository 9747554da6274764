"""Questions about many orders: queues, an engineer's day, search, the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from crm.conversation import Message
from crm.deal import IN_HAND
from crm.events import Fact, Kind, Ref
from crm.lead import LeadStage
from crm.papers import Attachment
from crm.task import Task, TaskState
from crm.views import DealRow, LeadRow, TimelineRow
from storage import tables
from storage.queries.feed import facts, timeline_row
from storage.queries.order_view import SqlOrderViewQueries, open_orders
from storage.queries.people import SqlPeopleQueries
from storage.repositories.orders import DEALS
from storage.repositories.work import MESSAGES, TASKS, SqlTimeline


class SqlOrderQueries(SqlOrderViewQueries):
    """One order or many."""

    async def queue(self, *, now: datetime) -> list[LeadRow]:
        lead = tables.lead
        awake = or_(lead.c.snoozed_until.is_(None), lead.c.snoozed_until <= now)
        query = _lead_rows().where(lead.c.stage == LeadStage.NEW, awake).order_by(lead.c.opened_at, lead.c.id).limit(50)
        return [_lead_row(row) for row in await self._connection.execute(query)]

    async def leads_of(self, *, assignee_id: int | None = None, manager_id: int | None = None) -> list[LeadRow]:
        lead = tables.lead
        mine = [and_(lead.c.stage == LeadStage.IN_WORK, lead.c.assignee_id == assignee_id)] if assignee_id else []
        if manager_id:
            mine.append(and_(lead.c.stage == LeadStage.WITH_MANAGER, or_(lead.c.manager_id == manager_id, lead.c.manager_id.is_(None))))
        if not mine:
            return []
        rows = await self._connection.execute(_lead_rows().where(or_(*mine)).order_by(lead.c.opened_at).limit(50))
        return [_lead_row(row) for row in rows]

    async def open_order_of(self, client_id: int) -> int | None:
        found: int | None = (await self._connection.execute(_newest_open(), {"client_id": client_id})).scalar_one_or_none()
        return found

    async def orders_of(self, client_id: int, *, limit: int = 10) -> list[DealRow | LeadRow]:
        deals = await self._connection.execute(deal_rows().where(tables.deal.c.client_id == client_id))
        leads = _lead_rows().where(tables.lead.c.client_id == client_id, tables.lead.c.stage != LeadStage.CONVERTED)
        found: list[DealRow | LeadRow] = [deal_row(row) for row in deals]
        found += [_lead_row(row) for row in await self._connection.execute(leads)]
        return sorted(found, key=lambda row: row.id, reverse=True)[:limit]

    async def engineer_day(self, engineer_id: int) -> list[DealRow]:
        """The engineer's open work in its order: agreed times first, then the oldest."""
        deal = tables.deal
        query = deal_rows().where(deal.c.engineer_id == engineer_id, deal.c.stage.in_(IN_HAND))
        query = query.order_by(deal.c.starts_at.is_(None), deal.c.starts_at, deal.c.id).limit(50)
        return [deal_row(row) for row in await self._connection.execute(query)]

    async def attachments(self, order_id: int) -> list[Attachment]:
        kept = tables.attachment
        rows = await self._connection.execute(select(kept).where(kept.c.order_id == order_id).order_by(kept.c.id).limit(30))
        return [Attachment(row.id, row.order_id, row.purpose, row.kind, row.media, row.name, row.at) for row in rows]

    async def client_said(self, order_id: int, *, limit: int = 6) -> list[Message]:
        message = tables.message
        query = select(message).where(message.c.order_id == order_id, message.c.incoming).order_by(message.c.id.desc()).limit(limit)
        return [MESSAGES.entity(row) for row in (await self._connection.execute(query)).mappings()]

    async def newest_fact(self, order_id: int) -> tuple[int, Fact] | None:
        return await SqlTimeline(self._connection).newest(Ref(Kind.DEAL, order_id))

    async def timeline(self, order_id: int, *, limit: int = 30) -> list[TimelineRow]:
        """What happened to the order, and what was agreed with its client for all his orders."""
        line, lead = tables.timeline, tables.lead
        whose = select(lead.c.client_id).where(lead.c.id == order_id).scalar_subquery()
        own = and_(line.c.kind.in_([Kind.LEAD, Kind.DEAL]), line.c.subject_id == order_id)
        clients = and_(line.c.kind == Kind.CLIENT, line.c.subject_id == whose)
        query = facts().where(or_(own, clients)).order_by(line.c.id.desc()).limit(limit)
        return [timeline_row(row) for row in list(await self._connection.execute(query))[::-1]]

    async def tasks_for(self, staff_id: int, roles: Sequence[str], *, limit: int = 20) -> list[Task]:
        task = tables.task
        mine = or_(task.c.assignee_id == staff_id, and_(task.c.assignee_id.is_(None), task.c.role.in_(roles)))
        query = select(task).where(mine, task.c.state != TaskState.CLOSED).order_by(task.c.due_at.is_(None), task.c.due_at, task.c.id)
        return [TASKS.entity(row) for row in (await self._connection.execute(query.limit(limit))).mappings()]

    async def search(self, text: str, *, limit: int = 8) -> list[DealRow | LeadRow]:
        """By the order's number, its client's name, company, phone or e-mail."""
        said = text.strip().lstrip("#\u2116")
        found: list[DealRow | LeadRow] = []
        if said.isdecimal() and len(said) <= 8:
            query = _lead_rows().where(tables.lead.c.id == int(said))
            found += [_lead_row(row) for row in await self._connection.execute(query)]
        clients = await SqlPeopleQueries(self._connection).find_clients(text, limit=limit) if not found else []
        return (found + await self._orders_of_all([client.id for client in clients]))[:limit]

    async def _orders_of_all(self, client_ids: Sequence[int]) -> list[DealRow | LeadRow]:
        """The orders of these clients, the newest first."""
        lead, deal = tables.lead, tables.deal
        deals = await self._connection.execute(deal_rows().where(deal.c.client_id.in_(client_ids)).order_by(deal.c.id.desc()).limit(20))
        waiting = _lead_rows().where(lead.c.client_id.in_(client_ids), lead.c.stage != LeadStage.CONVERTED)
        found: list[DealRow | LeadRow] = [deal_row(row) for row in deals]
        found += [_lead_row(row) for row in await self._connection.execute(waiting.order_by(lead.c.id.desc()).limit(20))]
        return sorted(found, key=lambda row: row.id, reverse=True)


@cache
def _newest_open() -> Select[Any]:
    lead = tables.lead
    return open_orders().where(lead.c.client_id == bindparam("client_id")).order_by(lead.c.id.desc()).limit(1)


def _lead_rows() -> Select[Any]:
    lead = tables.lead
    return select(lead, tables.client.c.name.label("client_name")).join(tables.client, tables.client.c.id == lead.c.client_id)


def deal_rows() -> Select[Any]:
    """Deals with what a list says of their clients."""
    deal = tables.deal
    columns = (deal, tables.client.c.name.label("client_name"), tables.client.c.kind.label("client_kind"))
    return select(*columns).join(tables.client, tables.client.c.id == deal.c.client_id)


def _lead_row(row: Any) -> LeadRow:
    return LeadRow(row.id, row.stage, row.client_name, row.need, row.channel, row.opened_at, row.assignee_id)


def deal_row(row: Any) -> DealRow:
    """Of a row of `deal_rows`."""
    deal = DEALS.entity(row._mapping)
    values = (deal.id, str(deal.stage), row.client_name, deal.need, deal.device, deal.address, deal.opened_at)
    return DealRow(
        *values,
        stage_since=deal.stage_since,
        starts_at=deal.starts_at,
        ends_at=deal.ends_at,
        engineer_id=deal.engineer_id,
        dispatcher_id=deal.dispatcher_id,
        manager_id=deal.manager_id,
        balance=deal.balance,
        parts_due=deal.parts_due,
        promised_at=deal.promised_at,
        device_here=deal.device_here,
        of_company=row.client_kind == "company",
        short_close=deal.short_close,
        complaint_open=deal.complaint_open,
    )
