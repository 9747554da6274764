"""Questions about people: who looks, who works here, which clients match, what gave up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import STRANGER, Actor, Role
from crm.client import ContactPoint
from crm.deal import IN_HAND, DealStage
from crm.shop import Shop
from crm.staff import Invite, StaffMember, UsedInvite
from crm.views import ClientView, DeadLetter, EngineerLoad, Viewer
from storage import tables
from storage.repositories.orders import owed_on
from storage.repositories.people import SqlInvites, SqlRoster


class SqlPeopleQueries:
    shop: Shop

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def viewer(self, chat_id: int, now: datetime) -> Viewer:
        """The person of a chat with the rights he has this moment; a stranger has none."""
        row = (await self._connection.execute(account_of(), {"chat_id": chat_id})).first()
        return viewer_of(row, chat_id, now=now, shop=self.shop)

    async def roster(self) -> list[StaffMember]:
        return await SqlRoster(self._connection).all()

    async def open_invites(self, now: datetime) -> list[Invite]:
        return await SqlInvites(self._connection).open(now)

    async def used_invites(self, *, limit: int = 5) -> list[UsedInvite]:
        invite, maker, user = tables.invite, tables.staff.alias("maker"), tables.staff.alias("who_came")
        joined = invite.join(user, user.c.id == invite.c.used_by).outerjoin(maker, maker.c.id == invite.c.created_by)
        columns = (invite.c.id, invite.c.roles, invite.c.used_at, maker.c.name.label("made_by"), user.c.name.label("used_by"))
        query = select(*columns).select_from(joined).order_by(invite.c.used_at.desc(), invite.c.id.desc()).limit(limit)
        rows = await self._connection.execute(query)
        return [UsedInvite(row.id, tuple(row.roles), row.made_by or "", row.used_by, row.used_at) for row in rows]

    async def client(self, id: int) -> ClientView | None:
        found = await self._client_views(_client_by_id(), id=id)
        return found[0] if found else None

    async def find_clients(self, text: str, *, limit: int = 8) -> list[ClientView]:
        """Names and companies by a part, phones by their last digits, however they are written."""
        digits = "".join(ch for ch in text if ch.isdigit())
        point, client, company = tables.contact_point, tables.client, tables.company
        said = text.strip()
        matches: list[ColumnElement[bool]] = [column.icontains(said, autoescape=True) for column in (client.c.name, company.c.name)]
        wanted = [point.c.value.contains(part, autoescape=True) for part in _ends_of(digits)]
        wanted += [point.c.value.icontains(said, autoescape=True)] if "@" in said else []
        if wanted:
            matches.append(client.c.id.in_(select(point.c.client_id).where(or_(*wanted))))
            matches.append(company.c.tax_id == digits)
        return await self._client_views(_clients().where(or_(*matches)).order_by(client.c.id.desc()).limit(limit))

    async def clients_with(self, kind: str, value: str, *, limit: int = 3) -> list[ClientView]:
        point, client = tables.contact_point, tables.client
        having = client.c.id.in_(select(point.c.client_id).where(point.c.kind == kind, point.c.value == value))
        query = _clients().where(having).order_by(client.c.confirmed_at.is_(None), client.c.id).limit(limit)
        return await self._client_views(query)

    async def namesakes(self, client_id: int, *, but: int | None) -> list[ClientView]:
        """Known clients who share a phone or an e-mail with this one, the oldest first."""
        return await self._client_views(_namesake(), id=client_id, but=but or 0)

    async def _client_views(self, query: Select[tuple[object, ...]], **wanted: object) -> list[ClientView]:
        rows = list(await self._connection.execute(query, wanted))
        ids = [row.id for row in rows]
        points = list(await self._connection.execute(_points_of(), {"ids": ids})) if ids else []
        return [
            ClientView(
                id=row.id,
                kind=row.kind,
                name=row.name,
                company=row.company_name or "",
                phones=_values(points, row.id, "phone"),
                emails=_values(points, row.id, "email"),
                address=row.address,
                note=row.note,
                language=row.language,
                known=row.confirmed_at is not None,
                reachable=bool(row.chats),
                manager_id=row.manager_id,
                orders=row.orders,
                debt=row.debt or 0,
                points=tuple(ContactPoint(p.client_id, p.kind, p.value, p.proved, p.id) for p in points if p.client_id == row.id),
                on_credit=row.on_credit,
                credit_limit=row.credit_limit,
                payment_days=row.payment_days,
                agreed_limit=row.agreed_limit,
            )
            for row in rows
        ]

    async def engineers(self, now: datetime) -> list[EngineerLoad]:
        deal = tables.deal
        in_hand = select(deal.c.engineer_id).where(deal.c.stage.in_(IN_HAND))
        counts = Counter((await self._connection.execute(in_hand)).scalars())  # grouped by SQLite, all deals ever made would be read
        people = [p for p in await self.roster() if Role.ENGINEER in p.role_set]
        loads = [EngineerLoad(p.id, p.name, counts[p.id], p.is_present(now), p.away_until) for p in people]
        return sorted(loads, key=lambda load: (not load.present, load.open_orders, load.id))

    async def dead_letters(self, *, limit: int = 10) -> list[DeadLetter]:
        box, out = tables.inbox, tables.outbox
        inputs = await self._connection.execute(select(box).where(box.c.state == "dead").order_by(box.c.seq.desc()).limit(limit))
        sends = await self._connection.execute(select(out).where(out.c.state == "dead").order_by(out.c.id.desc()).limit(limit))
        found = [DeadLetter("inbox", row.seq, row.received_at, row.error or "", row.stream) for row in inputs]
        found += [DeadLetter("outbox", row.id, row.created_at, row.error or "", row.subject or row.kind) for row in sends]
        timer = tables.timer
        late = await self._connection.execute(select(timer).where(timer.c.state == "dead").order_by(timer.c.id.desc()).limit(limit))
        found += [DeadLetter("timer", row.id, row.due_at, row.error or "", f"{row.kind} {row.subject or ''}".strip()) for row in late]
        return sorted(found, key=lambda letter: letter.at, reverse=True)[:limit]


def _ends_of(digits: str) -> list[str]:
    """A whole number by its last ten digits; a part as it is, and without the 8 or 7 that stands for the country."""
    if len(digits) >= 10:
        return [digits[-10:]]
    return [part for part in (digits, digits[1:] if digits[:1] in ("7", "8") else "") if len(part) >= 4]


def _values(points: Iterable[object], client_id: int, kind: str) -> tuple[str, ...]:
    return tuple(p.value for p in points if p.client_id == client_id and p.kind == kind)  # type: ignore[attr-defined]  # rows of contact_point


def viewer_of(row: Row[Any] | None, chat_id: int, *, now: datetime, shop: Shop) -> Viewer:
    """Of a row of `account_of`."""
    if row is None:
        return Viewer(chat_id, STRANGER, shop.language, now, shop)
    roles = {Role(role) for role in row.roles} if row.roles and row.dismissed_at is None else set()
    if row.client_id is not None:
        roles.add(Role.CLIENT)
    is_staff = row.staff_id is not None and row.dismissed_at is None
    actor = Actor(frozenset(roles), row.staff_id if is_staff else None, row.client_id)
    return Viewer(chat_id, actor, row.language, now, shop, row.staff_name or row.name)


@cache
def account_of() -> Select[Any]:
    """An account with the rights of its colleague."""
    account, staff = tables.account, tables.staff
    joined = account.outerjoin(staff, staff.c.id == account.c.staff_id)
    query = select(account, staff.c.roles, staff.c.name.label("staff_name"), staff.c.dismissed_at).select_from(joined)
    return query.where(account.c.chat_id == bindparam("chat_id"))


@cache
def _client_by_id() -> Select[tuple[object, ...]]:
    return _clients().where(tables.client.c.id == bindparam("id"))


@cache
def _points_of() -> Select[Any]:
    point = tables.contact_point
    return select(point).where(point.c.client_id.in_(bindparam("ids", expanding=True))).order_by(point.c.id)


@cache
def _namesake() -> Select[tuple[object, ...]]:
    mine, theirs, client = tables.contact_point.alias(), tables.contact_point.alias(), tables.client
    same = (mine.c.kind == theirs.c.kind) & (mine.c.value == theirs.c.value)
    shared = select(theirs.c.client_id).join(mine, same).where(mine.c.client_id == bindparam("id"), theirs.c.client_id != bindparam("id"))
    known = client.c.id.in_(shared) & client.c.confirmed_at.is_not(None) & (client.c.id != bindparam("but"))
    return _clients().where(known).order_by(client.c.id).limit(1)


@cache
def _clients() -> Select[tuple[object, ...]]:
    """Clients with their company, live chats, number of orders and debt, in one statement."""
    client, deal, account = tables.client, tables.deal, tables.account
    chats = select(func.count()).where(account.c.client_id == client.c.id, account.c.dead_since.is_(None)).scalar_subquery()
    orders = select(func.count()).where(tables.lead.c.client_id == client.c.id).scalar_subquery()
    debt = select(func.sum(owed_on(deal))).where(deal.c.client_id == client.c.id, deal.c.stage == DealStage.PAYMENT).scalar_subquery()
    joined = client.outerjoin(tables.company, tables.company.c.id == client.c.company_id)
    columns = (client, tables.company.c.name.label("company_name"), chats.label("chats"), orders.label("orders"), debt.label("debt"))
    return select(*columns).select_from(joined)
