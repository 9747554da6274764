"""Clients with their contact points, the staff roster, Telegram accounts and invites."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.client import Client, ContactPoint
from crm.events import Fact, Kind
from crm.staff import Invite, StaffMember
from storage import tables
from storage.repositories.feed import write_fact
from storage.repositories.rows import Mapper, SqlRows
from storage.upsert import insert_for

CLIENTS: Mapper[Client] = Mapper(Client, tables.client)
STAFF: Mapper[StaffMember] = Mapper(StaffMember, tables.staff)
INVITES: Mapper[Invite] = Mapper(Invite, tables.invite)
TELEGRAM = "telegram"
EVERYBODY = select(tables.staff).where(tables.staff.c.dismissed_at.is_(None)).order_by(tables.staff.c.id)


class SqlClients(SqlRows[Client]):
    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, CLIENTS)

    async def save(self, entity: Client, *facts: Fact) -> None:
        await super().save(entity)
        for fact in facts:
            await write_fact(self._connection, fact, subject_id=entity.id)

    async def points(self, client_id: int) -> list[ContactPoint]:
        point = tables.contact_point
        rows = await self._connection.execute(select(point).where(point.c.client_id == client_id).order_by(point.c.id))
        return [ContactPoint(row.client_id, row.kind, row.value, row.proved, row.id) for row in rows]

    async def add_point(self, point: ContactPoint) -> None:
        """Adding what is there only strengthens it to proved."""
        table = tables.contact_point
        same = (table.c.client_id == point.client_id) & (table.c.kind == point.kind) & (table.c.value == point.value)
        known = (await self._connection.execute(select(table.c.proved).where(same))).first()
        if known is None:
            values = {"client_id": point.client_id, "kind": point.kind, "value": point.value, "proved": point.proved}
            await self._connection.execute(insert(table).values(**values))
        elif point.proved and not known.proved:
            await self._connection.execute(update(table).where(same).values(proved=True))

    async def remove_point(self, point: ContactPoint) -> None:
        table = tables.contact_point
        same = (table.c.client_id == point.client_id) & (table.c.kind == point.kind) & (table.c.value == point.value)
        await self._connection.execute(delete(table).where(same))

    async def by_point(self, kind: str, value: str) -> list[Client]:
        """Clients that have this phone or e-mail, the confirmed first."""
        client, point = tables.client, tables.contact_point
        query = select(client).join(point, point.c.client_id == client.c.id).where(point.c.kind == kind, point.c.value == value)
        rows = await self._connection.execute(query.order_by(client.c.confirmed_at.is_(None), client.c.id))
        return [CLIENTS.entity(row) for row in rows.mappings()]

    async def chat_of(self, client_id: int) -> int | None:
        account = tables.account
        query = select(account.c.chat_id).where(
            account.c.client_id == client_id, account.c.dead_since.is_(None), account.c.chat_id.is_not(None)
        )
        return (await self._connection.execute(query.order_by(account.c.id.desc()).limit(1))).scalar_one_or_none()

    async def hold(self, kind: str, value: str) -> None:
        """SQLite has one writer at a time anyway."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"{kind}:{value}"))))

    async def part(self, order_id: int, *, source: int, into: int) -> str:
        for table in (tables.message, tables.task):
            await self._connection.execute(update(table).where(table.c.order_id == order_id).values(client_id=into))
        goes = await self._writers(order_id, source=source)
        if not goes:
            return ""
        account = tables.account
        moved = update(account).where(account.c.id.in_(goes)).values(client_id=into).returning(account.c.name)
        names = list((await self._connection.execute(moved)).scalars())
        stays = select(func.count()).where(account.c.client_id == source)
        if not (await self._connection.execute(stays)).scalar_one():
            await self._part_proofs(source=source, into=into)
        return str(names[0])

    async def _writers(self, order_id: int, *, source: int) -> list[int]:
        """Accounts of `source` that wrote on this order and on no other; all of them when no other order came by Telegram."""
        account, message, lead = tables.account, tables.message, tables.lead
        written = select(message.c.chat_id).where(message.c.incoming, message.c.chat_id.is_not(None))
        elsewhere = written.where(message.c.client_id == source, message.c.order_id != order_id)
        own = select(lead.c.client_id).where(lead.c.channel == TELEGRAM)
        others = select(func.count()).where(lead.c.client_id == source, lead.c.channel == TELEGRAM, lead.c.id != order_id)
        came = (await self._connection.execute(own.where(lead.c.id == order_id))).first()
        query = select(account.c.id).where(account.c.client_id == source, account.c.chat_id.not_in(elsewhere))
        if (await self._connection.execute(others)).scalar_one():
            query = query.where(account.c.chat_id.in_(written.where(message.c.order_id == order_id)))
        return list((await self._connection.execute(query)).scalars()) if came else []

    async def _part_proofs(self, *, source: int, into: int) -> None:
        """Phones that the parted Telegram proved are proved of it; for the one left behind they are but typed."""
        for point in await self.points(source):
            if point.proved:
                await self.add_point(ContactPoint(into, point.kind, point.value, proved=True))
        table = tables.contact_point
        await self._connection.execute(update(table).where(table.c.client_id == source).values(proved=False))

    async def merge(self, *, source: int, into: int) -> None:
        for table in (tables.account, tables.lead, tables.deal, tables.message, tables.task, tables.invoice):
            await self._connection.execute(update(table).where(table.c.client_id == source).values(client_id=into))
        told = tables.timeline
        await self._connection.execute(update(told).where(told.c.kind == Kind.CLIENT, told.c.subject_id == source).values(subject_id=into))
        for point in await self.points(source):
            await self.add_point(ContactPoint(into, point.kind, point.value, point.proved))
        await self._connection.execute(delete(tables.contact_point).where(tables.contact_point.c.client_id == source))
        await self._connection.execute(delete(tables.client).where(tables.client.c.id == source))

    async def new_company(self, name: str, tax_id: str) -> int:
        result = await self._connection.execute(insert(tables.company).values(name=name, tax_id=tax_id).returning(tables.company.c.id))
        return int(result.scalar_one())


class SqlRoster(SqlRows[StaffMember]):
    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, STAFF)

    async def colleague(self, id: int) -> StaffMember | None:
        person = await self.find(id)
        return person if person is not None and person.dismissed_at is None else None

    async def all(self) -> list[StaffMember]:
        rows = await self._connection.execute(EVERYBODY)
        return [STAFF.entity(row) for row in rows.mappings()]

    async def hold(self) -> list[StaffMember]:
        """SQLite's only writer holds them anyway. Orders that name a colleague do not wait: his id is not what is held."""
        rows = await self._connection.execute(EVERYBODY.with_for_update(key_share=True))
        return [STAFF.entity(row) for row in rows.mappings()]

    async def hold_one(self, staff_id: int) -> None:
        """A row lock on PostgreSQL; on SQLite the one writer holds everything already and the clause is left out."""
        await self._connection.execute(select(tables.staff.c.id).where(tables.staff.c.id == staff_id).with_for_update())


class SqlAccounts:
    """One row per Telegram account; `dead_since` is set when Telegram says that nothing reaches it."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection, self._now = connection, now

    async def bind_staff(self, chat_id: int, staff_id: int | None) -> None:
        await self._set(chat_id, staff_id=staff_id)
        if staff_id is not None:
            await self._connection.execute(update(tables.staff).where(tables.staff.c.id == staff_id).values(chat_id=chat_id))

    async def bind_client(self, chat_id: int, client_id: int) -> None:
        await self._set(chat_id, client_id=client_id)

    async def set_language(self, chat_id: int, language: str) -> None:
        await self._set(chat_id, language=language, language_chosen=True)

    async def mark_dead(self, chat_id: int) -> None:
        await self._set(chat_id, dead_since=self._now)

    async def is_live(self, chat_id: int) -> bool:
        query = select(func.count()).where(tables.account.c.chat_id == chat_id, tables.account.c.dead_since.is_(None))
        return bool((await self._connection.execute(query)).scalar_one())

    async def meet(self, chat_id: int, *, name: str, username: str, language: str) -> None:
        """Makes the account known or, when it was thought dead, alive again: any word from a person revives his channel."""
        values = {"channel": TELEGRAM, "address": str(chat_id), "chat_id": chat_id, "name": name, "username": username}
        await self._connection.execute(_meet(self._connection.dialect.name), {**values, "language": language, "created_at": self._now})

    async def _set(self, chat_id: int, **values: object) -> None:
        await self._connection.execute(update(tables.account).where(tables.account.c.chat_id == chat_id).values(**values))


@cache
def _meet(dialect: str) -> Any:
    statement = insert_for(dialect, tables.account)
    changed = {"name": statement.excluded.name, "username": statement.excluded.username, "dead_since": None}
    return statement.on_conflict_do_update(index_elements=["channel", "address"], set_=changed)


class SqlInvites(SqlRows[Invite]):
    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, INVITES)

    async def redeem(self, token_hash: str, now: datetime) -> Invite | None:
        invite = tables.invite
        live = (
            (invite.c.token_hash == token_hash) & invite.c.used_at.is_(None) & invite.c.revoked_at.is_(None) & (invite.c.expires_at > now)
        )
        row = (await self._connection.execute(update(invite).where(live).values(used_at=now).returning(invite))).mappings().first()
        return INVITES.entity(row) if row else None

    async def revoke(self, id: int, now: datetime) -> None:
        await self._connection.execute(update(tables.invite).where(tables.invite.c.id == id).values(revoked_at=now))

    async def revoke_owner_links(self, now: datetime) -> None:
        invite = tables.invite
        unused = invite.c.for_owner & invite.c.used_at.is_(None) & invite.c.revoked_at.is_(None)
        await self._connection.execute(update(invite).where(unused).values(revoked_at=now))

    async def open(self, now: datetime) -> list[Invite]:
        invite = tables.invite
        live = invite.c.used_at.is_(None) & invite.c.revoked_at.is_(None) & (invite.c.expires_at > now)
        rows = await self._connection.execute(select(invite).where(live).order_by(invite.c.id.desc()))
        return [INVITES.entity(row) for row in rows.mappings()]
