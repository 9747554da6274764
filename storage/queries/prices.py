"""Questions about the price list and single tasks."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.price_list import PriceItem
from crm.task import Task
from crm.upload import Upload
from crm.views import PriceCategory
from storage import tables
from storage.repositories.money import item_of
from storage.repositories.uploads import UPLOADS
from storage.repositories.work import TASKS


class SqlPriceQueries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def price_items(self, *, archived: bool = False) -> list[PriceItem]:
        item = tables.price_item
        query = select(item) if archived else select(item).where(~item.c.archived)
        return [item_of(row) for row in await self._connection.execute(query.order_by(item.c.id))]

    async def price_item(self, id: int) -> PriceItem | None:
        row = (await self._connection.execute(select(tables.price_item).where(tables.price_item.c.id == id))).first()
        return item_of(row) if row else None

    async def price_page(self, *, category: str, after: int = 0, limit: int = 12) -> list[PriceItem]:
        item = tables.price_item
        query = select(item).where(item.c.category == category, item.c.id > after).order_by(item.c.id).limit(limit)
        return [item_of(row) for row in await self._connection.execute(query)]

    async def price_categories(self, *, after: int = 0, limit: int = 20) -> list[PriceCategory]:
        item = tables.price_item
        first = func.min(item.c.id)
        query = select(first, item.c.category, func.count()).group_by(item.c.category).having(first > after).order_by(first).limit(limit)
        return [PriceCategory(*row) for row in await self._connection.execute(query)]

    async def upload(self, id: int) -> Upload | None:
        row = (await self._connection.execute(select(tables.upload).where(tables.upload.c.id == id))).mappings().first()
        return UPLOADS.entity(row) if row else None

    async def task(self, id: int) -> Task | None:
        row = (await self._connection.execute(select(tables.task).where(tables.task.c.id == id))).mappings().first()
        return TASKS.entity(row) if row else None
