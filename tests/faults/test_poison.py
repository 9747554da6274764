"""W6 and a busy file: poison input and poison sendings hold up nobody, a locked database is waited for, and old ids swallow nothing."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramServerError
from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy import select

from bot.deeds import DEEDS
from bot.errors import Judgement, Verdict
from crm.intents import Say, Show
from gotovo import courier, patience
from storage import inbox, tables
from storage.inbox import MAX_TRIES
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.faults.hammer import firm_at_work
from tests.faults.ledger import Proof, sized
from tests.faults.roads import DINA, FIRST_CLIENT, VERA, founded
from tests.faults.story import Desk
from tests.faults.verdict import Verdict as Damage
from tests.faults.verdict import verdict
from tests.faults.zygote import Zygote
from tests.spine import Spine, tap, words

GOAL = "W6 poison, a locked file, ids anew"
BAD, GOOD = 50, 50
IDS = 20


@pytest.fixture
async def spine(tmp_path: Path) -> AsyncIterator[Spine]:
    company = await founded(tmp_path / "poison.db")
    yield company
    await company.engines.dispose()


async def states(spine: Spine) -> list[str]:
    async with spine.engines.read.connect() as connection:
        return list((await connection.execute(select(tables.inbox.c.state).order_by(tables.inbox.c.seq))).scalars())


async def test_of_a_hundred_inputs_one_is_poison(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    async def trips(*_args: Any, **_kwargs: Any) -> str:
        raise KeyError("planted")

    monkeypatch.setitem(DEEDS, "shift", trips)
    clients = range(FIRST_CLIENT, FIRST_CLIENT + 99)
    await spine.takes(tap(VERA, "x:shift:0:"), *(words(client, "It is broken") for client in clients))
    assert await states(spine) == ["ready", *["done"] * 99]
    for _try in range(MAX_TRIES):
        spine.later(minutes=1)
        await spine.takes()
    assert await states(spine) == ["dead", *["done"] * 99]
    proof.n = "100 inputs, 1 poison"


async def good_ones_said(spine: Spine) -> int:
    """Sentences that come through behind as many screens that cannot be drawn, in the same chats."""
    async with spine.engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=spine.now, shop=await load_shop(connection))
        for number in range(BAD):
            unit.say(Show("form", {"form": "no such form"}, slot=f"dialog:{number}", chat_id=FIRST_CLIENT + number % 5))
        for number in range(GOOD):
            unit.say(Say("failed", {"id": f"{number:03d}"}, chat_id=FIRST_CLIENT + number % 5))
        await unit.flush()
    calls = await spine.delivers()
    return sum(isinstance(call, SendMessage) and "recorded as" in call.text for call in calls)


async def test_bad_sendings_at_the_head_hold_up_nobody(spine: Spine, proof: Proof) -> None:
    assert await good_ones_said(spine) == GOOD
    proof.n = f"{BAD} bad sendings, {GOOD} good ones behind"


async def test_the_oracle_catches_who_tries_the_head_for_ever(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "judge", lambda _error: Judgement(Verdict.RETRY))
    said = await good_ones_said(spine)
    proof.n = f"{BAD} bad sendings"
    proof.control("the head is tried for ever", red=f"{GOOD - said} held up" if said < GOOD else "")


class Choking(Desk):
    """A Telegram with a fault of its own at one message, for ever."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        if "recorded as bad" in str(getattr(method, "text", "")):
            raise TelegramServerError(method, "Internal Server Error")
        return await super().make_request(bot, method, timeout)


async def said_behind_a_bad_one(spine: Spine) -> int:
    """Sentences that a chat gets within 20 minutes although Telegram chokes on the first of them; all the while others are spoken with."""
    spine.paper = Choking()
    spine.restart()
    async with spine.engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=spine.now, shop=await load_shop(connection))
        unit.say(*(Say("failed", {"id": name}, chat_id=FIRST_CLIENT) for name in ("bad", *map(str, range(GOOD)))))
        await unit.flush()
    for minute in range(20):
        await spine.takes(words(FIRST_CLIENT + 1 + minute, "It is broken"))
        await spine.delivers()
        spine.later(minutes=1)
    return sum(isinstance(call, SendMessage) and call.chat_id == FIRST_CLIENT for call in spine.paper.calls)


async def dead_letters(spine: Spine) -> list[str]:
    async with spine.engines.read.connect() as connection:
        return list((await connection.execute(select(tables.outbox.c.error).where(tables.outbox.c.state == "dead"))).scalars())


async def test_what_telegram_chokes_on_becomes_a_dead_letter(spine: Spine, proof: Proof) -> None:
    assert await said_behind_a_bad_one(spine) == GOOD
    assert await dead_letters(spine) == ["TelegramServerError"]
    told = [call.text for call in spine.paper.calls if isinstance(call, SendMessage) and call.chat_id == DINA]
    assert [text for text in told if text.startswith("📪 Stuck")], "the director hears of it"
    proof.n = f"1 sending that Telegram answers with 500, {GOOD} behind it"


async def test_the_oracle_catches_who_never_gives_up(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "OWN_FAILURES", 10**9)
    said = await said_behind_a_bad_one(spine)
    proof.n = "1 sending that Telegram answers with 500"
    proof.control("no limit of tries", red=f"{GOOD - said} held up" if said < GOOD else "")


async def locked(place: Path, zygote: Zygote, *, proof: Proof, seconds: float, variant: str = "") -> Damage:
    """Thirty things happen while somebody else holds the file."""
    async with firm_at_work(place, proof.rng) as firm:
        product = await zygote.starts(firm.settings, variant=variant)
        await firm.opens()
        other = sqlite3.connect(firm.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for _deed in range(30):
            firm.one_deed()
        await asyncio.sleep(seconds)
        other.execute("ROLLBACK")
        other.close()
        await firm.settles()
        assert await product.ends(signal.SIGTERM) == 0
        return await verdict(firm)


async def test_a_file_that_somebody_else_locks_is_waited_for(tmp_path: Path, zygote: Zygote, proof: Proof) -> None:
    """Within the patience of the database, and (in full) beyond it."""
    seconds = sized(2, 13)
    found = await locked(tmp_path, zygote, proof=proof, seconds=seconds)
    assert found.is_sound, found
    assert found.again == 0
    proof.n = f"locked for {seconds} s, 30 inputs"


async def test_the_oracle_catches_who_shrugs_at_a_lock(tmp_path: Path, zygote: Zygote, proof: Proof) -> None:
    found = await locked(tmp_path, zygote, proof=proof, seconds=2, variant="shrugs_at_a_lock")
    proof.n = "locked for 2 s, 30 inputs"
    proof.control("shrugs_at_a_lock", red=f"{len(found.lost)} lost" if found.lost else "")


async def said_under_ids_that_begin_anew(spine: Spine) -> list[str]:
    """After a quiet week Telegram may count from anywhere: an old id comes with new words, and once more with the old ones."""
    first = [spine.arrival(words(FIRST_CLIENT + number, "It is broken")) for number in range(IDS)]
    await spine.store(first)
    spine._update_id = 0
    second = [spine.arrival(words(FIRST_CLIENT + number, "It is worse")) for number in range(IDS)]
    assert [arrival.ext_id for arrival in first] == [arrival.ext_id for arrival in second]
    await spine.store([*second, *first])
    await spine.takes()
    async with spine.engines.read.connect() as connection:
        return sorted((await connection.execute(select(tables.message.c.body))).scalars())


async def test_ids_that_begin_anew_swallow_nothing(spine: Spine, proof: Proof) -> None:
    assert await said_under_ids_that_begin_anew(spine) == ["It is broken"] * IDS + ["It is worse"] * IDS
    proof.n = f"{IDS} ids given twice"


async def test_the_oracle_catches_who_goes_by_the_id_alone(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "sha256", lambda _raw: sha256(b""))
    swallowed = 2 * IDS - len(await said_under_ids_that_begin_anew(spine))
    proof.n = f"{IDS} ids given twice"
    proof.control("the id alone is the key", red=f"{swallowed} swallowed" if swallowed else "")
