"""One input's transaction: repositories on one connection, and what is said becomes outbox rows at its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.deal import Deal
from crm.events import Fact
from crm.intents import EVERY_SLOT, Fetch, Intent, Notice, Refresh, Relay, SendFile, Show, Toast
from crm.lead import Lead
from crm.shop import Shop, shop_from
from crm.use_cases.consequences import follow
from crm.views import Viewer
from storage import cards, outbox, tables
from storage.dialogs import SqlDialogs
from storage.outbox import Draft, Lane
from storage.queries import SqlQueries
from storage.queries.people import account_of, viewer_of
from storage.repositories.feed import SqlInternalRequests
from storage.repositories.money import SqlEstimates, SqlInvoices, SqlLedger, SqlPrices
from storage.repositories.orders import SqlDeals, SqlLeads
from storage.repositories.people import SqlAccounts, SqlClients, SqlInvites, SqlRoster
from storage.repositories.uploads import SqlUploads
from storage.repositories.work import SqlFiles, SqlMessages, SqlSettings, SqlTasks, SqlTimeline
from storage.spine import SqlSpine
from storage.timers import SqlTimers

SETTINGS = select(tables.setting.c.key, tables.setting.c.value)


async def load_shop(connection: AsyncConnection) -> Shop:
    rows = await connection.execute(SETTINGS)
    return shop_from({row.key: row.value for row in rows})


class SqlUnitOfWork:
    """Satisfies `crm.ports.UnitOfWork`. `chat_id` is the chat of the input: where an intent goes that names none."""

    def __init__(self, connection: AsyncConnection, *, now: datetime, shop: Shop, chat_id: int = 0) -> None:
        self.now, self.shop, self.chat_id = now, shop, chat_id
        self.connection = connection
        self.leads = SqlLeads(connection, self._follow, shop=shop)
        self.deals = SqlDeals(connection, self._follow)
        self.clients = SqlClients(connection)
        self.roster = SqlRoster(connection)
        self.accounts = SqlAccounts(connection, now)
        self.estimates = SqlEstimates(connection)
        self.ledger = SqlLedger(connection)
        self.invoices = SqlInvoices(connection)
        self.tasks = SqlTasks(connection)
        self.internal_requests = SqlInternalRequests(connection)
        self.messages = SqlMessages(connection)
        self.files = SqlFiles(connection, now)
        self.invites = SqlInvites(connection)
        self.prices = SqlPrices(connection)
        self.uploads = SqlUploads(connection)
        self.timers = SqlTimers(connection)
        self.spine = SqlSpine(connection, now)
        self.settings = SqlSettings(connection)
        self.timeline = SqlTimeline(connection)
        self.queries = SqlQueries(connection, shop)
        self.dialogs = SqlDialogs(connection, now)
        self.viewer: Viewer | None = None
        self.bot_name, self.invite_key = "", b""
        self.toasts: list[Toast] = []
        self.order_id = 0
        """The order that was acted on last, for the log."""
        self._said: list[Intent] = []

    def say(self, *intents: Intent) -> None:
        self._said.extend(intents)

    async def meet(self, chat_id: int, *, name: str, username: str, language: str) -> Viewer:
        """Nothing is written of an account that is known and as it was: most inputs cost one statement here."""
        row = (await self.connection.execute(account_of(), {"chat_id": chat_id})).first()
        if row is None or (row.name, row.username, row.dead_since) != (name, username, None):
            await self.accounts.meet(chat_id, name=name, username=username, language=language)
            return await self.queries.viewer(chat_id, self.now)
        return viewer_of(row, chat_id, now=self.now, shop=self.shop)

    async def flush(self) -> None:
        """Writes what was said as outbox rows; toasts stay in memory for the worker."""
        self.toasts.extend(intent for intent in self._said if isinstance(intent, Toast))
        shown = {(intent.chat_id or self.chat_id, intent.slot) for intent in self._said if isinstance(intent, Show)}
        drafts: list[Draft] = []
        for intent in self._said:
            if isinstance(intent, Refresh) and intent.slot == EVERY_SLOT:
                drafts.extend(await self._rights(intent.chats or frozenset()))
            elif isinstance(intent, Refresh):
                drafts.extend(await self._refreshes(intent, shown=shown))
            elif not isinstance(intent, Toast):
                drafts.append(self._draft(intent))
        self._said.clear()
        await outbox.put(self.connection, drafts, now=self.now)

    async def _rights(self, chats: frozenset[int]) -> list[Draft]:
        """At once, beside a refresh that may wait for the end of the undo window."""
        return [
            Draft(chat, "refresh", {"slot": slot, "rights": True}, Lane.INTERACTIVE, self.now, subject=slot, key=f"rights:{chat}:{slot}")
            for chat, slot in await cards.slots_of(self.connection, chats)
        ]

    async def _refreshes(self, intent: Refresh, *, shown: Collection[tuple[int, str]]) -> list[Draft]:
        """A slot that the same input shows in its own chat is drawn by that, from the same state."""
        number = intent.slot.partition(":")[2]
        subjects = {intent.slot, f"lead:{number}", f"deal:{number}"}
        chats = await outbox.chats_to_refresh(self.connection, intent.slot, subjects=subjects)
        return [
            Draft(
                chat_id=chat,
                kind="refresh",
                intent={"slot": intent.slot},
                lane=Lane.INTERACTIVE if chat == self.chat_id else Lane.REFRESH,
                due_at=self.now if chat == self.chat_id else self.now + timedelta(seconds=intent.delay),
                subject=intent.slot,
                key=f"refresh:{chat}:{intent.slot}",
            )
            for chat in chats
            if (intent.chats is None or chat in intent.chats) and not (chat == self.chat_id and (chat, intent.slot) in shown)
        ] + self._late_refreshes(intent)

    def _late_refreshes(self, intent: Refresh) -> list[Draft]:
        """Once the undo window is over, the own card loses its Undo button too; each move's window ends by itself."""
        if not intent.delay or not self.chat_id or intent.chats is not None:
            return []
        due = self.now + timedelta(seconds=intent.delay + 1)
        key = f"late:{self.chat_id}:{intent.slot}:{due:%d%H%M%S}"
        return [Draft(self.chat_id, "refresh", {"slot": intent.slot}, Lane.REFRESH, due, subject=intent.slot, key=key)]

    def _draft(self, intent: Intent) -> Draft:
        values = asdict(intent)
        kind = type(intent).__name__.lower()
        chat_id = values.pop("chat_id", None) or self.chat_id
        if isinstance(intent, Notice):
            subject = f"{intent.kind}:{intent.subject_id}"
            due = self.now + timedelta(seconds=intent.delay)
            return Draft(chat_id, kind, values, Lane.NOTICE, due, subject=subject, key=intent.key, cause=intent.cause)
        due = self.now + timedelta(seconds=float(values.get("delay", 0)))
        if isinstance(intent, SendFile):
            return Draft(chat_id, kind, values, Lane.MEDIA, due, cause=intent.cause)
        lane = Lane.NOTICE if isinstance(intent, Relay) else Lane.MEDIA if isinstance(intent, Fetch) else Lane.INTERACTIVE
        return Draft(chat_id, kind, values, lane, due, subject=values.get("slot"))

    async def _follow(self, order: Lead | Deal, facts: Sequence[Fact], causes: Sequence[int]) -> None:
        self.order_id = order.id
        await follow(self, order, facts=facts, causes=causes)
