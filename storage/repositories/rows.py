"""The mapper of a plain dataclass to its table: fields and columns share their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar, get_type_hints

from sqlalchemy import RowMapping, Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.errors import Conflict, NotFound

E = TypeVar("E")


def to_values(entity: object, table: Table) -> dict[str, object]:
    """The columns of an entity; a field without a column is a mirror that others keep."""
    assert is_dataclass(entity)
    names = (field.name for field in fields(entity) if field.name in table.c)
    return {name: str(value) if isinstance(value := getattr(entity, name), StrEnum) else value for name in names}


class Mapper(Generic[E]):
    """Builds the entity from a row, giving enum fields their type back; its statements are made once: making costs more than running."""

    def __init__(self, kind: type[E], table: Table) -> None:
        self.kind, self.table = kind, table
        hints = get_type_hints(kind)
        self._names = [field.name for field in fields(kind) if field.name in table.c]  # type: ignore[arg-type]  # a dataclass type
        self._enums: dict[str, type[StrEnum]] = {
            name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, StrEnum)
        }
        self.by_id = select(table).where(table.c.id == bindparam("id"))
        self.insert = insert(table).returning(table.c.id)
        known = update(table).where(table.c.id == bindparam("known_id"))
        self.update = known.where(table.c.row_version == bindparam("known_version")) if "row_version" in table.c else known

    def entity(self, row: RowMapping | Mapping[str, Any], *, prefix: str = "") -> E:
        """`prefix` stands before the names of the columns where a row has those of two tables."""
        values = {name: row[prefix + name] for name in self._names}
        for name, enum in self._enums.items():
            if name in values:
                values[name] = enum(values[name])
        return self.kind(**values)


class SqlRows(Generic[E]):
    """get, add, save of one table; `save` is guarded by `row_version` where the table has one."""

    def __init__(self, connection: AsyncConnection, mapper: Mapper[E]) -> None:
        self._connection, self._mapper, self._table = connection, mapper, mapper.table

    async def find(self, id: int) -> E | None:
        row = (await self._connection.execute(self._mapper.by_id, {"id": id})).mappings().first()
        return self._mapper.entity(row) if row else None

    async def get(self, id: int) -> E:
        found = await self.find(id)
        if found is None:
            raise NotFound(f"{self._table.name} {id}")
        return found

    async def add(self, entity: E) -> E:
        values = to_values(entity, self._table)
        if not values.get("id"):
            values.pop("id", None)
        result = await self._connection.execute(self._mapper.insert, values)
        entity.id = result.scalar_one()  # type: ignore[attr-defined]  # every entity here has an id
        return entity

    async def save(self, entity: E) -> None:
        values = to_values(entity, self._table)
        values["known_id"] = values.pop("id")
        if "row_version" in values:
            values["known_version"] = values["row_version"]
            values["row_version"] = int(str(values["row_version"])) + 1
            entity.row_version = values["row_version"]  # type: ignore[attr-defined]  # present, as just read
        result = await self._connection.execute(self._mapper.update, values)
        if result.rowcount != 1:
            raise Conflict(self._table.name)
