"""What became of a company's work: lost, done twice, never said, said again; read from the database and from everybody's phone."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from sandbox.records import Post
from storage import tables
from tests.faults.hammer import Firm

TOLD = {"lead_opened": "New request №{number}\n", "request_accepted": "№{number}"}
"""By what words a notice is known on a phone."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lost` inputs, `doubled` effects, `missing` notices and relayed words, those said `again`, and what is `broken` in the file."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    missing: tuple[str, ...]
    again: int
    broken: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not (self.lost or self.doubled or self.missing or self.broken)


async def verdict(firm: Firm) -> Verdict:
    async with firm.engines.read.connect() as connection:
        lost, doubled = await _words(firm, connection)
        for number, by_hand in await _counts(firm, connection):
            (lost if by_hand < 0 else doubled).extend([f"a tap on №{number}"] * abs(by_hand))
        doubled += await _requests(firm, connection)
        missing, again = await _said(firm, connection)
        lost += await _unfinished(connection)
    return Verdict(tuple(lost), tuple(doubled), tuple(missing), again, tuple(_damage(firm)))


async def _words(firm: Firm, connection: AsyncConnection) -> tuple[list[str], list[str]]:
    kept = Counter((await connection.execute(select(tables.message.c.body))).scalars())
    lost = [text for text in firm.words if not kept[text]]
    doubled = [text for text in firm.words for _again in range(kept[text] - 1)]
    return lost, doubled


async def _counts(firm: Firm, connection: AsyncConnection) -> list[tuple[int, int]]:
    """By how much the quantity of each order differs from what was tapped."""
    line = tables.estimate_line
    rows = await connection.execute(select(line.c.order_id, line.c.quantity).where(line.c.number == 1))
    return [(row.order_id, int(Decimal(row.quantity)) - 1 - firm.counted[row.order_id]) for row in rows]


async def _requests(firm: Firm, connection: AsyncConnection) -> list[str]:
    """Clients with two requests, and requests taken twice."""
    clients = (await connection.execute(select(tables.lead.c.client_id).where(tables.lead.c.id.not_in(firm.orders)))).scalars()
    facts = await connection.execute(select(tables.timeline.c.subject_id).where(tables.timeline.c.action == "take"))
    people = [f"client {key} has {count} requests" for key, count in Counter(clients).items() if count > 1]
    return people + [f"№{key} was taken {count} times" for key, count in Counter(facts.scalars()).items() if count > 1]


async def _said(firm: Firm, connection: AsyncConnection) -> tuple[list[str], int]:
    """What was to be said and is on no phone, and how often something stands there once more."""
    bodies = {row.id: row.body for row in await connection.execute(select(tables.message.c.id, tables.message.c.body))}
    rows = await connection.execute(select(tables.outbox).where(tables.outbox.c.state == "sent"))
    due: Counter[tuple[int, str]] = Counter()
    for row in rows:
        if row.kind == "relay":
            due[row.chat_id, f"\n{bodies[row.intent['message_id']]}"] += 1
        elif row.kind == "notice" and row.intent["name"] in TOLD:
            due[row.chat_id, TOLD[row.intent["name"]].format(number=row.intent["subject_id"])] += 1
    times = {key: _times(firm, *key) for key in due}
    missing = [f"{text!r} to {chat}" for (chat, text), count in due.items() if times[chat, text] < count]
    return missing, sum(max(0, times[key] - count) for key, count in due.items() if not key[1].startswith("№"))


def _times(firm: Firm, chat_id: int, text: str) -> int:
    """Messages of the bot that say so, now or before an edit."""
    posts = firm.sandbox.world.chats[chat_id].posts.values()
    return sum(post.from_bot and any(text in f"{said}\n" for said in _versions(post)) for post in posts)


def _versions(post: Post) -> list[str]:
    return [str(raw.get("text", "")) for raw in [*post.versions, post.raw]]


async def _unfinished(connection: AsyncConnection) -> list[str]:
    """Inputs and sendings that are stuck or have given up."""
    found = []
    for box in (tables.inbox, tables.outbox):
        rows = await connection.execute(select(box.c.state, box.c.error).where(box.c.state.in_(("dead", "sending"))))
        found += [f"{box.name}: {row.state} {row.error}" for row in rows]
    return found


def _damage(firm: Firm) -> list[str]:
    file = sqlite3.connect(firm.database)
    try:
        integrity = [row[0] for row in file.execute("PRAGMA integrity_check") if row[0] != "ok"]
        return integrity + [f"foreign key: {row}" for row in file.execute("PRAGMA foreign_key_check")]
    finally:
        file.close()
