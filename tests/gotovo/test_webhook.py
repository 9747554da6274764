"""The webhook door: nobody but Telegram gets in (T1), nothing is acknowledged before it is kept (W1), nothing is asked for for ever."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SetWebhook
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.assembly import ALLOWED_UPDATES
from gotovo import webhook as webhook_module
from gotovo.door import arrival_of
from gotovo.http import BODY_BYTES
from gotovo.webhook import PATH, SECRET_HEADER
from tests.gotovo.doorstep import SECRET, Doorstep, opened_doorstep
from tests.spine import NOW, Paper, words


@pytest.fixture
async def doorstep(tmp_path: Path) -> AsyncIterator[Doorstep]:
    async with opened_doorstep(tmp_path) as opened:
        yield opened


def update(number: int, person: int = 7) -> dict[str, Any]:
    return {"update_id": number, **words(person, f"words {number}")}


async def knocks(doorstep: Doorstep, *headers: bytes, length: int = 0) -> bytes:
    """A request as bytes, with headers that no client library would send; the first line of the answer."""
    host, _, port = doorstep.server.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = b'{"update_id": 1}'
    size = b"Content-Length: %d" % (length or len(body))
    writer.write(b"\r\n".join([f"POST {PATH} HTTP/1.1".encode(), b"Host: x", size, *headers, b"", body]))
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return line.strip()


WRONG = [None, "", "wrong", SECRET[:-1], SECRET + "0", SECRET.swapcase(), SECRET[::-1], f" {SECRET[1:]}", f"{SECRET},{SECRET}"]


@pytest.mark.parametrize("secret", WRONG)
async def test_nobody_gets_in_without_the_secret(doorstep: Doorstep, secret: str | None) -> None:
    assert await doorstep.posts(update(1), secret=secret) == 401
    assert await doorstep.inbox() == []


@pytest.mark.parametrize(
    "values",
    [
        [SECRET.encode(), SECRET.encode()],
        [SECRET.encode(), b"wrong"],
        [b"wrong", SECRET.encode()],
        [SECRET[:20].encode(), SECRET[20:].encode()],
        ["Секрет-Секрет-Секрет-Секрет-Секрет".encode()],
        [b"\xff\xfe" * 20],
        [SECRET.encode() + b"\xc3\xa9"],
    ],
)
async def test_doubled_and_foreign_headers_get_nobody_in(doorstep: Doorstep, values: list[bytes]) -> None:
    assert await knocks(doorstep, *[SECRET_HEADER.encode() + b": " + value for value in values]) == b"HTTP/1.1 401 Unauthorized"
    assert await doorstep.inbox() == []
    assert await knocks(doorstep, SECRET_HEADER.lower().encode() + b": " + SECRET.encode()) == b"HTTP/1.1 200 OK"


async def test_an_update_is_a_row_once_however_often_it_comes(doorstep: Doorstep) -> None:
    assert [await doorstep.posts(update(1)) for _ in range(3)] == [200, 200, 200]
    (row,) = await doorstep.inbox()
    assert (row.source, row.account, row.ext_id, row.stream, row.state) == ("telegram", "a", "1", "tg:7", "ready")


async def test_those_who_come_together_share_a_commit(doorstep: Doorstep) -> None:
    statuses = await asyncio.gather(*[doorstep.posts(update(number, person=number)) for number in range(1, 41)])
    assert statuses == [200] * 40
    assert len(await doorstep.inbox()) == 40
    assert doorstep.commits < 20


async def test_nothing_is_acknowledged_that_the_database_did_not_take(doorstep: Doorstep) -> None:
    async with doorstep.engines.write.begin() as connection:
        await connection.execute(text("ALTER TABLE inbox RENAME TO away"))
    answers = await asyncio.gather(*[doorstep.answers(update(number)) for number in (1, 2, 3)])
    assert [answer.status for answer in answers] == [503] * 3
    assert answers[0].headers["Retry-After"] == "2"
    assert (doorstep.webhook.state.failing_since, doorstep.webhook.state.note) == (NOW, "the database takes nothing")
    async with doorstep.engines.write.begin() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO inbox"))
    assert await doorstep.posts(update(1)) == 200
    assert [row.ext_id for row in await doorstep.inbox()] == ["1"]
    assert (doorstep.webhook.state.failing_since, doorstep.webhook.state.worked_at) == (None, NOW)


POISON = [
    b"",
    b"no json",
    b"[1, 2]",
    b"5",
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"message": {}}',
    b'{"update_id": "1"}',
    b'{"update_id": true}',
]
POISON += [b'{"update_id": 1' + b"0" * 30 + b"}", b'{"update_id": null}', b'{"update_id": 1e3}']


@pytest.mark.parametrize("body", POISON)
async def test_what_is_no_update_is_kept_for_the_directors_and_not_asked_for_again(doorstep: Doorstep, body: bytes) -> None:
    """Telegram repeats for a day what is answered otherwise, and holds up the person behind it."""
    assert await doorstep.posts(body) == 200
    (row,) = await doorstep.inbox()
    assert row.stream.startswith("unread:")
    assert row.raw == body


async def test_a_body_has_its_limit_and_its_time(doorstep: Doorstep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_module, "BODY_SECONDS", 0.1)
    assert await doorstep.posts(b"x" * (BODY_BYTES + 1)) == 413
    secret = SECRET_HEADER.encode() + b": " + SECRET.encode()
    assert await knocks(doorstep, secret, length=50) == b"HTTP/1.1 408 Request Timeout"
    assert await doorstep.inbox() == []


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.floats(), lambda inner: st.dictionaries(st.text(), inner)))
def test_an_update_of_any_shape_fits_the_inbox(body: object) -> None:
    """One odd update must not fail the commit it shares with others."""
    for shape in (
        {"update_id": 1, "message": body},
        {"update_id": 1, "message": {"from": body}},
        {"update_id": 1, "message": {"from": {"id": body}}},
        body,
    ):
        found = arrival_of(json.dumps(shape).encode(), "a")
        assert len(found.stream) <= 80
        assert len(found.ext_id) <= 120
        assert found.stream.isascii()


async def test_telegram_is_told_where_to_post_and_what(doorstep: Doorstep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_module, "FIRST_DELAY", 0.01)
    paper = doorstep.webhook._bot.session
    assert isinstance(paper, Paper)
    paper.fails["SetWebhook"] = [TelegramNetworkError(SetWebhook(url=""), "away")]
    running = asyncio.ensure_future(doorstep.webhook.run())  # noqa: TID251  # cancelled below
    async with asyncio.timeout(5):
        while not paper.calls:
            await asyncio.wait([running], timeout=0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    (call,) = paper.calls
    assert isinstance(call, SetWebhook)
    assert (call.url, call.secret_token, call.allowed_updates) == (f"http://127.0.0.1{PATH}", SECRET, ALLOWED_UPDATES)
    assert not call.drop_pending_updates
