"""The worker: a mistake of a handler stops neither its stream for long nor the others, and every tap is answered once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.methods import SendMessage
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.callbacks import Do
from bot.deeds import DEEDS
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import Conflict
from gotovo import inputs
from storage import tables
from storage.inbox import MAX_TRIES, Arrival
from tests.rights.company import ANNA, DIR, SITUATIONS, D
from tests.rights.gate import Gate
from tests.spine import tap, words


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    opened = await Gate.opens(tmp_path, SITUATIONS["new"], situation="new")
    yield opened
    await opened.closes()


async def inbox(gate: Gate) -> list[Any]:
    async with gate.spine.engines.read.connect() as connection:
        return list(await connection.execute(select(tables.inbox).order_by(tables.inbox.c.seq)))


async def breaks(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """A deed with a mistake in it, after it has written something."""
    await unit.settings.put(name="half done")
    raise ZeroDivisionError


async def test_a_mistake_changes_nothing_is_tried_again_and_told_with_its_number(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DEEDS, "break", breaks)
    before = gate.digest()
    answers = await gate.spine.takes(tap(D, "x:break:1:"))
    for tries in range(1, MAX_TRIES):
        (row,) = await inbox(gate)
        assert (row.state, row.tries) == ("ready", tries)
        gate.spine.later(minutes=1)
        answers += await gate.spine.takes()
    (row,) = await inbox(gate)
    assert (row.state, row.tries) == ("dead", MAX_TRIES)
    assert gate.digest() == before
    assert {answer.callback_query_id for answer in answers} == {f"{D}:x:break:1:"}
    mark = row.error.partition(":")[0]
    assert [mark in call.text for call in await gate.spine.delivers() if isinstance(call, SendMessage) and call.chat_id == D] == [True]


async def test_the_others_go_on_beside_a_stream_that_fails(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DEEDS, "break", breaks)
    await gate.spine.takes(tap(D, "x:break:1:"), words(D, "/start"), words(ANNA, "/start"))
    assert [row.state for row in await inbox(gate)] == ["ready", "ready", "done"]
    gate.spine.later(hours=1)
    for _try in range(MAX_TRIES):
        await gate.spine.takes()
        gate.spine.later(hours=1)
    assert [row.state for row in await inbox(gate)] == ["dead", "done", "done"]


async def test_what_somebody_saved_first_is_looked_at_again(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    async def meets_another(unit: BotUnit, actor: Actor, *, press: Do) -> str:
        tries.append(press.id)
        if len(tries) < 3:
            raise Conflict("deal")
        return ""

    monkeypatch.setitem(DEEDS, "meet", meets_another)
    assert len(await gate.spine.takes(tap(D, "x:meet:1:"))) == 1
    assert len(tries) == 3
    assert [row.state for row in await inbox(gate)] == ["done"]


@pytest.mark.parametrize(
    "raw", [b"no json", b"[" * 100_000, b'{"update_id": "x", "message": 5}', b'{"update_id": 1, "callback_query": {}}']
)
@pytest.mark.parametrize("stream", ["tg:0", "tg:-500", "tg:x"])
async def test_what_is_no_update_becomes_a_dead_letter_without_harm(gate: Gate, raw: bytes, stream: str) -> None:
    await gate.spine.store([Arrival("telegram", "a", "1", stream, raw)])
    for _try in range(MAX_TRIES):
        await gate.spine.takes()
        gate.spine.later(hours=1)
    assert [row.state for row in await inbox(gate)] == ["dead"]
    assert {call.chat_id for call in await gate.spine.delivers() if isinstance(call, SendMessage)} == {DIR}


async def test_an_unknown_kind_of_update_is_passed_over(gate: Gate) -> None:
    before = gate.digest()
    await gate.spine.takes({"chat_boost": {"chat": {"id": 1, "type": "private"}, "boost": {}}}, {"something_new": {"id": 1}})
    assert gate.digest() == before


@pytest.mark.parametrize("data", ["l:take", "d:", "u:deal", "l:take:\u00b2\u00b3:0", "l:take:99999999999999999999:0"])
async def test_a_torn_button_is_answered_and_stops_nobody(gate: Gate, data: str) -> None:
    answers = await gate.spine.takes(tap(D, data), words(ANNA, "/start"))
    assert [answer.callback_query_id for answer in answers] == [f"{D}:{data}"]
    assert [row.state for row in await inbox(gate)] == ["done", "done"]


async def test_a_refusal_that_cannot_be_said_fails_alone(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    def trips(*_args: object) -> list[object]:
        raise ZeroDivisionError

    monkeypatch.setattr(inputs, "answer_to", trips)
    answers = await gate.spine.takes(tap(D, "l:no:1:0"), words(ANNA, "/start"))
    assert [answer.text for answer in answers] == [None]
    assert [row.state for row in await inbox(gate)] == ["ready", "done"]


async def test_what_people_wrote_is_in_no_log(gate: Gate, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    async def asks_too_much(unit: BotUnit, actor: Actor, *, press: Do) -> str:
        await unit.settings.put(**{press.arg: object()})
        return ""

    monkeypatch.setitem(DEEDS, "break", asks_too_much)
    canary = "terces-yranac"[::-1]
    broken = words(ANNA, canary)
    del broken["message"]["date"]
    await gate.spine.takes(broken, tap(D, f"x:break:1:{canary}"))
    assert [row.state for row in await inbox(gate)] == ["ready", "ready"]
    assert "message.date" in caplog.text, "what was wrong is told"
    assert canary not in caplog.text


async def test_no_error_of_the_database_tells_its_values(gate: Gate) -> None:
    async with gate.spine.engines.write.connect() as connection:
        with pytest.raises(IntegrityError) as caught:
            await connection.execute(tables.setting.insert(), [{"key": "canary-secret", "value": 1}] * 2)
    assert "canary-secret" not in str(caught.value)
