"""Questions about the price list and single tasks."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.price_list import PriceItem
from crm.task import Task
from storage import tables
from storage.repositories.money import item_of
from storage.repositories.work import TASKS


class SqlPriceQueries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def price_items(self) -> list[PriceItem]:
        item = tables.price_item
        return [item_of(row) for row in await self._connection.execute(select(item).where(~item.c.archived).order_by(item.c.id))]

    async def task(self, id: int) -> Task | None:
        row = (await self._connection.execute(select(tables.task).where(tables.task.c.id == id))).mappings().first()
        return TASKS.entity(row) if row else None
