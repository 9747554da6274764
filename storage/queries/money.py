"""Questions about money: an order's entries, a day's, what was agreed, and who owes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.deal import Deal
from crm.deal_flow import BILLABLE
from crm.debts import DUE_STAGES, MoneyRow
from crm.errors import NotFound
from crm.invoice_view import InvoicedOrder, InvoiceView
from crm.ledger import Entry
from crm.views import LineView
from storage import tables
from storage.queries.order_view import line_view
from storage.repositories.money import SqlInvoices, SqlLedger, entry_of
from storage.repositories.orders import DEALS, owed_on


class SqlMoneyQueries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def entries_of(self, order_id: int) -> list[Entry]:
        return await SqlLedger(self._connection).of(order_id)

    async def entries_between(self, start: datetime, end: datetime) -> list[Entry]:
        entry = tables.ledger_entry
        query = select(entry).where(entry.c.at >= start, entry.c.at < end, entry.c.method.is_not(None)).order_by(entry.c.id)
        return [entry_of(row) for row in await self._connection.execute(query)]

    async def approved_lines(self, order_id: int) -> list[LineView]:
        line, deal = tables.estimate_line, tables.deal
        joined = line.join(deal, (deal.c.id == line.c.order_id) & (deal.c.approved_version == line.c.version))
        query = select(line).select_from(joined).where(deal.c.id == order_id).order_by(line.c.number)
        return [line_view(row) for row in await self._connection.execute(query)]

    async def unpaid_of(self, client_id: int) -> list[Deal]:
        deal = tables.deal
        query = select(deal).where(deal.c.client_id == client_id, deal.c.stage.in_(BILLABLE), owed_on(deal) > 0)
        return [DEALS.entity(row) for row in (await self._connection.execute(query.order_by(deal.c.id).limit(50))).mappings()]

    async def invoice(self, id: int) -> InvoiceView | None:
        deal, line, part = tables.deal, tables.estimate_line, tables.invoiced_order
        try:
            kept = await SqlInvoices(self._connection).get(id)
        except NotFound:
            return None
        mine = deal.c.id.in_(select(part.c.order_id).where(part.c.invoice_id == id))
        deals = [DEALS.entity(row) for row in (await self._connection.execute(select(deal).where(mine).order_by(deal.c.id))).mappings()]
        joined = line.join(deal, (deal.c.id == line.c.order_id) & (deal.c.approved_version == line.c.version))
        lines = list(await self._connection.execute(select(line).select_from(joined).where(mine).order_by(line.c.number)))
        orders = (InvoicedOrder(one, tuple(line_view(row) for row in lines if row.order_id == one.id)) for one in deals)
        return InvoiceView(kept, tuple(orders))

    async def money_rows(self, *, limit: int = 200) -> list[MoneyRow]:
        deal, client, company = tables.deal, tables.client, tables.company
        joined = deal.join(client, client.c.id == deal.c.client_id).outerjoin(company, company.c.id == client.c.company_id)
        unsettled = deal.c.stage.in_(DUE_STAGES[:3]) & (owed_on(deal) != 0)
        matters = or_(unsettled, deal.c.stage.not_in(DUE_STAGES) & (deal.c.paid > 0))
        query = select(deal, client.c.name.label("client_name"), company.c.name.label("company_name")).select_from(joined).where(matters)
        query = query.order_by(deal.c.stage_since, deal.c.id).limit(limit)
        found = []
        for row in await self._connection.execute(query):
            order = DEALS.entity(row._mapping)
            name, since = row.company_name or row.client_name, order.stage_since or order.opened_at
            money = (order.balance, order.paid, since, order.invoice_due)
            found.append(MoneyRow(order.id, str(order.stage), order.client_id, name, *money))
        return found
