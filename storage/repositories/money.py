"""Estimates with their lines, ledger entries, and the price list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.errors import NotFound
from crm.estimate import Estimate, EstimateLine, EstimateState, Evidence, How
from crm.invoice import Billed, Invoice
from crm.ledger import Entry, EntryKind, Method
from crm.money import Money
from crm.price_list import PriceItem, PriceKind
from storage import tables
from storage.upsert import upsert

_ESTIMATE, _LINE, _ENTRY = tables.estimate, tables.estimate_line, tables.ledger_entry
ESTIMATE = select(_ESTIMATE).where(_ESTIMATE.c.order_id == bindparam("order_id"), _ESTIMATE.c.version == bindparam("version"))
_OF_VERSION = (_LINE.c.order_id == bindparam("order_id")) & (_LINE.c.version == bindparam("version"))
LINES, NO_LINES = select(_LINE).where(_OF_VERSION).order_by(_LINE.c.number), delete(_LINE).where(_OF_VERSION)
ENTRIES = select(_ENTRY).where(_ENTRY.c.order_id == bindparam("order_id")).order_by(_ENTRY.c.id)


class SqlEstimates:
    """An estimate is kept whole: its version row and its lines, rewritten by their owner."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, order_id: int, version: int) -> Estimate | None:
        named = {"order_id": order_id, "version": version}
        row = (await self._connection.execute(ESTIMATE, named)).first()
        if row is None:
            return None
        return Estimate(
            order_id=order_id,
            version=version,
            lines=[_line(item) for item in await self._connection.execute(LINES, named)],
            state=EstimateState(row.state),
            evidence=_evidence(row.evidence),
            promised_at=row.promised_at,
            sent_at=row.sent_at,
            next_number=row.next_number,
        )

    async def save(self, estimate: Estimate) -> None:
        values = {
            "order_id": estimate.order_id,
            "version": estimate.version,
            "state": str(estimate.state),
            "promised_at": estimate.promised_at,
            "sent_at": estimate.sent_at,
            "next_number": estimate.next_number,
            "evidence": _evidence_values(estimate.evidence),
        }
        await upsert(self._connection, tables.estimate, values=values, key=["order_id", "version"])
        await self._connection.execute(NO_LINES, {"order_id": estimate.order_id, "version": estimate.version})
        if estimate.lines:
            await self._connection.execute(insert(_LINE), [_line_values(estimate, item) for item in estimate.lines])


def _line(row: Any) -> EstimateLine:
    values = (row.title, Money(row.unit_price), row.quantity, row.price_item_id, row.device_id, row.unit, row.is_exact, row.number)
    return EstimateLine(*values)


def _line_values(estimate: Estimate, line: EstimateLine) -> dict[str, object]:
    values: dict[str, object] = {field.name: getattr(line, field.name) for field in fields(EstimateLine)}
    return {**values, "unit_price": line.unit_price.amount, "order_id": estimate.order_id, "version": estimate.version}


def _evidence(values: Any) -> Evidence | None:
    if not values:
        return None
    found = json.loads(values) if isinstance(values, str) else values
    return Evidence(found["by"], datetime.fromisoformat(found["at"]), How(found["how"]), found["note"])


def _evidence_values(evidence: Evidence | None) -> dict[str, object] | None:
    if evidence is None:
        return None
    return {"by": evidence.by, "at": evidence.at.astimezone(UTC).isoformat(), "how": str(evidence.how), "note": evidence.note}


class SqlLedger:
    """Entries are only ever added; a receipt's number may be written beside one."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, order_id: int) -> list[Entry]:
        return [entry_of(row) for row in await self._connection.execute(ENTRIES, {"order_id": order_id})]

    async def add(self, entry: Entry) -> Entry:
        values: dict[str, object] = {field.name: getattr(entry, field.name) for field in fields(Entry) if field.name != "id"}
        values["amount"] = entry.amount.amount
        for name in ("kind", "method", "reversed_kind"):
            values[name] = str(values[name]) if values[name] is not None else None
        table = tables.ledger_entry
        number = (await self._connection.execute(insert(table).values(**values).returning(table.c.id))).scalar_one()
        return Entry(**{**{field.name: getattr(entry, field.name) for field in fields(Entry)}, "id": number})

    async def note(self, entry_id: int, receipt_note: str) -> None:
        table = tables.ledger_entry
        await self._connection.execute(update(table).where(table.c.id == entry_id).values(receipt_note=receipt_note))


class SqlInvoices:
    """An invoice's row and one row for each of its orders; its id is its number."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, id: int) -> Invoice:
        table, part = tables.invoice, tables.invoiced_order
        row = (await self._connection.execute(select(table).where(table.c.id == id))).first()
        if row is None:
            raise NotFound(f"invoice {id}")
        parts = await self._connection.execute(select(part).where(part.c.invoice_id == id).order_by(part.c.order_id))
        orders = tuple(Billed(item.order_id, item.total) for item in parts)
        return Invoice(row.client_id, row.issued_at, orders, row.due_at, row.voided_at, row.id)

    async def of(self, order_id: int) -> Invoice | None:
        table, part = tables.invoice, tables.invoiced_order
        mine = select(func.max(table.c.id)).join(part, part.c.invoice_id == table.c.id)
        number = (await self._connection.execute(mine.where(part.c.order_id == order_id, table.c.voided_at.is_(None)))).scalar_one()
        return await self.get(number) if number else None

    async def keep(self, invoice: Invoice) -> Invoice:
        table, part = tables.invoice, tables.invoiced_order
        names = ("client_id", "issued_at", "due_at", "voided_at")
        values = {name: getattr(invoice, name) for name in names}
        if invoice.id:
            await self._connection.execute(update(table).where(table.c.id == invoice.id).values(**values))
            await self._connection.execute(delete(part).where(part.c.invoice_id == invoice.id))
            number = invoice.id
        else:
            number = (await self._connection.execute(insert(table).values(**values).returning(table.c.id))).scalar_one()
        orders = [{"invoice_id": number, "order_id": order.order_id, "total": order.total} for order in invoice.orders]
        await self._connection.execute(insert(part), orders)
        return replace(invoice, id=number)


def entry_of(row: Any) -> Entry:
    return Entry(
        order_id=row.order_id,
        kind=EntryKind(row.kind),
        amount=Money(row.amount),
        at=row.at,
        id=row.id,
        by_staff=row.by_staff,
        method=Method(row.method) if row.method else None,
        reverses=row.reverses,
        reversed_kind=EntryKind(row.reversed_kind) if row.reversed_kind else None,
        receipt_note=row.receipt_note,
    )


class SqlPrices:
    """The price list; amounts are kept in minor units."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> list[PriceItem]:
        rows = await self._connection.execute(select(tables.price_item).order_by(tables.price_item.c.id))
        return [item_of(row) for row in rows]

    async def get(self, id: int) -> PriceItem:
        row = (await self._connection.execute(select(tables.price_item).where(tables.price_item.c.id == id))).first()
        if row is None:
            raise NotFound(f"price item {id}")
        return item_of(row)

    async def save_all(self, items: Sequence[PriceItem]) -> None:
        """New items (without an id) are added in their order, the others rewritten."""
        fresh = [_item_values(item) for item in items if item.id is None]
        if fresh:
            await self._connection.execute(insert(tables.price_item), fresh)
        for item in items:
            if item.id is not None:
                statement = update(tables.price_item).where(tables.price_item.c.id == item.id)
                await self._connection.execute(statement.values(**_item_values(item)))

    async def count_use(self, id: int) -> None:
        item = tables.price_item
        await self._connection.execute(update(item).where(item.c.id == id).values(uses=item.c.uses + 1))


MONEY_FIELDS = ("price", "low", "high")


def item_of(row: Any) -> PriceItem:
    values = {field.name: getattr(row, field.name) for field in fields(PriceItem)}
    for name in MONEY_FIELDS:
        values[name] = Money(values[name]) if values[name] is not None else None
    return PriceItem(**{**values, "kind": PriceKind(row.kind)})


def _item_values(item: PriceItem) -> dict[str, object]:
    values: dict[str, object] = {field.name: getattr(item, field.name) for field in fields(PriceItem) if field.name != "id"}
    for name in MONEY_FIELDS:
        amount = values[name]
        values[name] = amount.amount if isinstance(amount, Money) else None
    return {**values, "kind": str(item.kind)}
