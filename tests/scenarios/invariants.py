"""What holds after every story, whatever was told in it (architecture §10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.ledger import Account, Ledger, account_sum
from crm.money import ZERO
from sandbox import Sandbox
from sandbox.view import inline_rows
from storage import outbox, tables
from storage.engine import Engines
from storage.repositories.money import entry_of


async def expect_order(engines: Engines, sandbox: Sandbox, *, now: datetime) -> None:
    """`now` is when the story ended: what had to be said by then has been said."""
    async with engines.read.connect() as connection:
        assert await unfolded(connection) == []
        assert await unbalanced(connection) == []
        assert await outbox.due_count(connection, now) == 0
        assert await dead_letters(connection) == 0
        assert twice_live(await shown(connection), sandbox) == []
    assert [press for press in sandbox.world.presses.values() if not press.answered] == []
    assert sandbox.world.rejections == []


async def unfolded(connection: AsyncConnection) -> list[str]:
    """Leads and deals whose stage is not where their facts lead."""
    line = tables.timeline
    facts = await connection.execute(select(line).where(line.c.kind.in_(["lead", "deal"])).order_by(line.c.id))
    folded = {(fact.kind, fact.subject_id): fact.target for fact in facts}
    kept = {("lead", row.id): row.stage for row in await connection.execute(select(tables.lead.c.id, tables.lead.c.stage))}
    kept |= {("deal", row.id): row.stage for row in await connection.execute(select(tables.deal.c.id, tables.deal.c.stage))}
    return [f"{key}: facts say {folded.get(key)}, the row {stage}" for key, stage in kept.items() if folded.get(key) != stage]


async def unbalanced(connection: AsyncConnection) -> list[str]:
    """Orders whose money in the row differs from their ledger's, or whose entries do not sum to zero."""
    rows = [entry_of(row) for row in await connection.execute(select(tables.ledger_entry).order_by(tables.ledger_entry.c.id))]
    paid = {row.id: row.paid for row in await connection.execute(select(tables.deal.c.id, tables.deal.c.paid))}
    found = [f"all accounts together: {total}" for total in [sum(account_sum(rows, side).amount for side in Account)] if total]
    for order_id in paid.keys() | {entry.order_id for entry in rows}:
        ledger = Ledger(order_id, [entry for entry in rows if entry.order_id == order_id])
        if ledger.paid.amount != paid.get(order_id, 0) or ledger.paid < ZERO:
            found.append(f"№{order_id}: the ledger holds {ledger.paid.amount}, the order says {paid.get(order_id)}")
    return found


async def dead_letters(connection: AsyncConnection) -> int:
    """Inputs and sendings that gave up."""
    boxes = (tables.inbox, tables.outbox)
    return sum([(await connection.execute(select(func.count()).where(box.c.state == "dead"))).scalar_one() for box in boxes])


async def shown(connection: AsyncConnection) -> dict[tuple[int, int], str]:
    """What each sent message is about: (chat, message) -> slot or subject."""
    rows = await connection.execute(select(tables.sent_message))
    return {(row.chat_id, row.message_id): row.subject for row in rows}


def twice_live(subjects: dict[tuple[int, int], str], sandbox: Sandbox) -> Iterable[str]:
    """Slots of a chat of which more than one message has living buttons (S3)."""
    live: Counter[tuple[int, str]] = Counter()
    for chat in sandbox.world.chats.values():
        for post in chat.visible():
            subject = subjects.get((chat.id, post.message_id))
            if post.from_bot and subject and any("callback_data" in button for row in inline_rows(post.markup) for button in row):
                live[chat.id, subject] += 1
    return [f"{subject} in chat {chat}: {count} live cards" for (chat, subject), count in live.items() if count > 1]
