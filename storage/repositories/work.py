"""Tasks, messages, files, settings and the timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role
from crm.conversation import Media, Message
from crm.events import Fact, Kind, Ref
from crm.task import Task, TaskState
from storage import tables
from storage.repositories.rows import Mapper, SqlRows
from storage.upsert import upsert

TASKS: Mapper[Task] = Mapper(Task, tables.task)
MESSAGES: Mapper[Message] = Mapper(Message, tables.message)
BY_KEYS = select(tables.task).where(tables.task.c.key.in_(bindparam("keys", expanding=True)))


class SqlTasks(SqlRows[Task]):
    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, TASKS)

    async def by_key(self, key: str) -> Task | None:
        row = (await self._connection.execute(select(tables.task).where(tables.task.c.key == key))).mappings().first()
        return TASKS.entity(row) if row else None

    async def by_keys(self, keys: Sequence[str]) -> dict[str, Task]:
        rows = await self._connection.execute(BY_KEYS, {"keys": keys})
        return {row["key"]: TASKS.entity(row) for row in rows.mappings()}

    async def open_of(self, order_id: int) -> list[Task]:
        query = select(tables.task).where(tables.task.c.order_id == order_id, tables.task.c.state != TaskState.CLOSED)
        return [TASKS.entity(row) for row in (await self._connection.execute(query.order_by(tables.task.c.id))).mappings()]


class SqlMessages(SqlRows[Message]):
    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, MESSAGES)

    async def of_album(self, chat_id: int, media_group: str) -> Message | None:
        message = tables.message
        query = select(message).where(message.c.chat_id == chat_id, message.c.media_group == media_group).order_by(message.c.id.desc())
        row = (await self._connection.execute(query.limit(1))).mappings().first()
        return MESSAGES.entity(row) if row else None

    async def media_of(self, order_id: int, *, limit: int = 50) -> list[Message]:
        message = tables.message
        sent = (message.c.order_id == order_id) & message.c.incoming & (message.c.media != str(Media.TEXT))
        rows = await self._connection.execute(select(message).where(sent).order_by(message.c.id.desc()).limit(limit))
        return [MESSAGES.entity(row) for row in rows.mappings()][::-1]

    async def by_source(self, chat_id: int, tg_message_id: int) -> Message | None:
        message = tables.message
        query = select(message).where(message.c.chat_id == chat_id, message.c.tg_message_id == tg_message_id).order_by(message.c.id)
        row = (await self._connection.execute(query.limit(1))).mappings().first()
        return MESSAGES.entity(row) if row else None

    async def subject_of(self, chat_id: int, message_id: int) -> str | None:
        sent = tables.sent_message
        query = select(sent.c.subject).where(sent.c.chat_id == chat_id, sent.c.message_id == message_id)
        return (await self._connection.execute(query)).scalar_one_or_none()


class SqlFiles:
    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection, self._now = connection, now

    async def attach(self, *, order_id: int, purpose: str, values: Mapping[str, object]) -> int:
        table = tables.attachment
        statement = insert(table).values(order_id=order_id, purpose=purpose, at=self._now, **values).returning(table.c.id)
        return int((await self._connection.execute(statement)).scalar_one())

    async def of(self, order_id: int, *, purpose: str = "", media: str = "") -> list[int]:
        """Only those of a purpose or a medium when it is given."""
        kept = tables.attachment
        query = select(kept.c.id).where(kept.c.order_id == order_id)
        query = query.where(kept.c.purpose == purpose) if purpose else query
        query = query.where(kept.c.media == media) if media else query
        return list((await self._connection.execute(query.order_by(kept.c.id.desc()).limit(10))).scalars())[::-1]

    async def detach(self, attachment_id: int) -> None:
        await self._connection.execute(delete(tables.attachment).where(tables.attachment.c.id == attachment_id))


class SqlSettings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, **values: object) -> None:
        for key, value in values.items():
            await upsert(self._connection, tables.setting, values={"key": key, "value": value}, key=["key"])


class SqlTimeline:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def newest(self, subject: Ref) -> tuple[int, Fact] | None:
        line = tables.timeline
        query = select(line).where(line.c.kind == subject.kind, line.c.subject_id == subject.id).order_by(line.c.id.desc()).limit(1)
        row = (await self._connection.execute(query)).first()
        if row is None:
            return None
        fact = Fact(Ref(Kind(row.kind), row.subject_id), row.action, row.at, Role(row.role), row.actor_id, row.source, row.target, row.data)
        return row.id, fact

    async def cancel_caused(self, cause: int) -> None:
        for table in (tables.outbox, tables.timer):
            await self._connection.execute(delete(table).where(table.c.cause == cause, table.c.state == "ready"))
