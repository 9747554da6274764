"""Whatever staff and clients do in whatever order, a client gets only the words that were a reply to his own order (S7)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.assembly import build_dispatcher, silent_bot
from bot.fsm.storage import current_dialogs
from crm.actor import Role
from crm.client import Client
from crm.errors import CrmError
from crm.lead import Lead, LeadStage
from crm.shop import Shop
from crm.staff import StaffMember
from gotovo.inputs import Hands, read
from storage import tables
from storage.engine import Engines, open_engines
from storage.inbox import Claimed
from storage.unit_of_work import SqlUnitOfWork

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
STAFF, CLIENTS = (101, 102), (201, 202)
CARD = {201: 5001, 202: 5002}
"""The message of each client's order in the chats of staff."""

HANDS = Hands(silent_bot("1:" + "a" * 35), build_dispatcher())

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["reply", "album", "free", "note", "form", "cancel", "find", "edit", "client"]),
        st.sampled_from(STAFF),
        st.sampled_from(CLIENTS),
    ),
    min_size=2,
    max_size=12,
)


@dataclass(slots=True)
class Office:
    """One run: inputs are fed one by one, and it is known which words were meant for whom."""

    connection: AsyncConnection
    hands: Hands
    orders: dict[int, int]
    meant: dict[int, set[str]] = field(default_factory=lambda: {chat: set() for chat in CLIENTS})
    forms: set[int] = field(default_factory=set)
    count: int = 0

    async def feed(self, body: dict[str, Any]) -> None:
        self.count += 1
        raw = json.dumps({"update_id": self.count, **body}).encode()
        unit = SqlUnitOfWork(self.connection, now=NOW, shop=Shop(language="en", week=[[0, 1440]] * 7))
        given_input = read(Claimed(self.count, "telegram", "", raw, NOW, 0), self.hands)
        unit.chat_id = given_input.chat_id
        token = current_dialogs.set(unit.dialogs)
        try:
            async with self.connection.begin_nested():
                await given_input.handle(unit)
                await unit.flush()
        except CrmError:
            return
        finally:
            current_dialogs.reset(token)

    def message(self, chat: int, *, to: int | None = None, **content: object) -> dict[str, Any]:
        self.count += 1
        person = {"id": chat, "is_bot": False, "first_name": f"P{chat}"}
        base = {"message_id": self.count, "date": 1, "chat": {"id": chat, "type": "private"}, "from": person}
        replied = {"reply_to_message": {**base, "message_id": CARD[to], "text": "card"}} if to else {}
        return {**base, **content, **replied}

    async def taps(self, chat: int, data: str) -> None:
        person = {"id": chat, "is_bot": False, "first_name": f"P{chat}"}
        await self.feed(
            {"callback_query": {"id": "1", "from": person, "chat_instance": "1", "data": data, "message": self.message(chat, text="x")}}
        )

    async def act(self, what: str, staff: int, *, client: int) -> None:
        word = f"word{self.count}."
        order = self.orders[client]
        match what:
            case "reply" | "album":
                if staff not in self.forms:
                    self.meant[client].add(word)
                photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
                content: dict[str, object] = (
                    {"text": word} if what == "reply" else {"photo": photo, "caption": word, "media_group_id": word}
                )
                await self.feed({"message": self.message(staff, to=client, **content)})
                self.forms -= {staff}
            case "free":
                await self.feed({"message": self.message(staff, text=word)})
                self.forms -= {staff}
            case "note":
                draft = select(tables.message.c.id).where(tables.message.c.order_id.is_(None)).order_by(tables.message.c.id.desc()).limit(1)
                number = (await self.connection.execute(draft)).scalar_one_or_none()
                await self.taps(staff, f"x:note_on:{order}:{number or 1}")
            case "form":
                await self.taps(staff, f"f:lead_need:{order}:")
                self.forms |= {staff}
            case "cancel":
                await self.taps(staff, "s:lead_need:cancel:")
                self.forms -= {staff}
            case "find":
                await self.taps(staff, "x:draft_find:1:")
            case "edit":
                await self.feed({"edited_message": {**self.message(staff, text=word), "message_id": 3, "edit_date": 2}})
            case _:
                await self.feed({"message": self.message(client, text=word)})

    async def heard(self) -> dict[int, set[str]]:
        """The words of staff in anything that leaves for a client."""
        box, message = tables.outbox, tables.message
        said = {row.id: row.body for row in await self.connection.execute(select(message).where(~message.c.incoming))}
        found: dict[int, set[str]] = {chat: set() for chat in CLIENTS}
        for row in await self.connection.execute(select(box).where(box.c.chat_id.in_(CLIENTS))):
            if row.kind == "relay":
                found[row.chat_id].add(said[row.intent["message_id"]])
            else:
                assert not any(body and body in json.dumps(row.intent) for body in said.values()), row.intent
        return found


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def engines(loop: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    async def prepare() -> Engines:
        opened = open_engines(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('routing') / 'gotovo.sqlite3'}")
        async with opened.write.begin() as connection:
            await connection.run_sync(tables.metadata.create_all)
        return opened

    opened = loop.run(prepare())
    yield opened
    loop.run(opened.dispose())


@asynccontextmanager
async def office(engines: Engines) -> AsyncIterator[Office]:
    """Two colleagues, two clients with a request each that is in work; forgotten afterwards."""
    connection = await engines.write.connect()
    transaction = await connection.begin()
    unit = SqlUnitOfWork(connection, now=NOW, shop=Shop(language="en"))
    members = []
    for chat in STAFF:
        await unit.meet(chat, name=f"P{chat}", username="", language="en")
        members.append(await unit.roster.add(StaffMember(0, f"P{chat}", NOW, [str(Role.OPERATOR), str(Role.MANAGER)], chat_id=chat)))
        await unit.accounts.bind_staff(chat, members[-1].id)
    orders: dict[int, int] = {}
    for chat in CLIENTS:
        await unit.meet(chat, name=f"P{chat}", username="", language="en")
        client = await unit.clients.add(Client(0, NOW, name=f"P{chat}"))
        await unit.accounts.bind_client(chat, client.id)
        lead = Lead(0, client.id, "telegram", NOW, stage=LeadStage.IN_WORK, assignee_id=members[0].id, need="x")
        orders[chat] = (await unit.leads.add(lead)).id
        rows = [{"chat_id": staff, "message_id": CARD[chat], "subject": f"order:{orders[chat]}", "at": NOW} for staff in STAFF]
        await connection.execute(insert(tables.sent_message).values(rows))
    try:
        yield Office(connection, HANDS, orders)
    finally:
        await transaction.rollback()
        await connection.close()


@settings(max_examples=300, phases=[Phase.generate])
@given(acts=ACTS)
def test_a_client_gets_only_replies_to_his_own_order(loop: asyncio.Runner, engines: Engines, acts: list[tuple[str, int, int]]) -> None:
    async def run() -> None:
        async with office(engines) as place:
            for what, staff, client in acts:
                await place.act(what, staff, client=client)
            assert await place.heard() == place.meant

    loop.run(run())
