"""G15: with everything logged, no token, phone, name or word of anybody gets into the log; what failed can still be found in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import insert, update

from bot.deeds import DEEDS
from bot.ports import BotUnit
from crm.actor import Actor, Role
from gotovo.database import prepare_database
from gotovo.logs import JsonLines, Redaction
from storage import tables
from tests.scenarios.conftest import Company

WORDS = "xylophone-canary in the washing machine"
PHONE = "+79165550142"
NAME = "Canaria"


@dataclass
class Log:
    """Everything that any logger says at DEBUG: as it is written, and as it would be without our filters."""

    written: io.StringIO = field(default_factory=io.StringIO)
    bare: io.StringIO = field(default_factory=io.StringIO)


@pytest.fixture
def log() -> Iterator[Log]:
    both = Log()
    careless, handler = logging.StreamHandler(both.bare), logging.StreamHandler(both.written)
    handler.setFormatter(JsonLines())
    root, quiet = logging.getLogger(), [logging.getLogger(name) for name in ("aiosqlite", "sqlalchemy", "aiogram.event", "alembic")]
    level, levels = root.level, [logger.level for logger in quiet]
    handler.addFilter(Redaction())
    root.addHandler(careless)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for logger in quiet:
        logger.setLevel(logging.WARNING)
    yield both
    root.removeHandler(handler)
    root.removeHandler(careless)
    root.setLevel(level)
    for logger, before in zip(quiet, levels, strict=True):
        logger.setLevel(before)


async def fails(_unit: BotUnit, _actor: Actor, *, press: object) -> str:
    raise ValueError(f"cannot work on {WORDS} of {PHONE} ({press})")


async def poison(company: Company) -> None:
    """Bodies that are no updates, each with the words in it."""
    engines = await prepare_database(company.settings)
    async with engines.write.begin() as connection:
        for number, raw in enumerate((f'{{"update_id": 1, "message": "{WORDS}"}}', f"{WORDS} {PHONE}")):
            key = {"source": "telegram", "account": "poison", "ext_id": str(number), "digest": "1", "stream": f"poison:{number}"}
            now = company.clock()
            await connection.execute(insert(tables.inbox).values(**key, raw=raw.encode(), received_at=now, next_at=now, tries=4))
    await engines.dispose()


async def test_nothing_of_anybody_is_logged_and_failures_are_found(company: Company, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    vera = await company.hires("Vera", Role.OPERATOR, Role.DIRECTOR)
    anna = company.client(NAME, phone=PHONE)
    await anna.says(WORDS)
    card = await vera.sees("New request №1001")
    await vera.taps("✋ Take")
    await company.settle()
    await vera.says(f"We call you at {PHONE}", reply_to=card)
    await company.settle()
    monkeypatch.setitem(DEEDS, "shift", fails)
    await vera.forges("x:shift:0:", card)
    await poison(company)
    monkeypatch.undo()
    await company.settle()
    events = [json.loads(line) for line in log.written.getvalue().splitlines()]
    said = log.written.getvalue()
    for canary in (company.sandbox.world.token, WORDS, "xylophone", PHONE, "9165550142", NAME, "We call you"):
        assert canary not in said
    assert "xylophone" in log.bare.getvalue(), "the story tries what would leak"
    assert any(event.get("order") == 1001 and event.get("input") for event in events)
    failed = [event for event in events if "failed as" in event["message"]]
    assert sorted(event["error"].splitlines()[-1] for event in failed) == ["Unreadable", "Unreadable", "ValueError"]
    assert all(event["input"] for event in failed)
    assert company.app.wiring is not None
    async with company.app.wiring.engines.write.begin() as connection:
        await connection.execute(update(tables.inbox).where(tables.inbox.c.state == "dead").values(state="done"))
