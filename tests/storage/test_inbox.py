"""The inbox: nothing is kept twice, streams keep their order, and a poisoned head gives way in the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import inbox
from storage.inbox import BACKOFF, MAX_TRIES, Arrival, Claimed

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


def arrival(ext_id: str, stream: str) -> Arrival:
    return Arrival("telegram", "bot", ext_id, stream, ext_id.encode())


async def claimed(connection: AsyncConnection, now: datetime = NOW) -> list[bytes]:
    return [row.raw for row in await inbox.claim(connection, now, limit=10)]


async def first(connection: AsyncConnection, now: datetime = NOW) -> Claimed:
    return (await inbox.claim(connection, now, limit=1))[0]


async def test_an_input_is_kept_once(connection: AsyncConnection) -> None:
    await inbox.store(connection, [arrival("1", "a"), arrival("2", "a")], now=NOW)
    await inbox.store(connection, [arrival("2", "a"), arrival("3", "a")], now=NOW)
    assert await inbox.waiting(connection) == 3


async def test_an_old_id_does_not_swallow_new_words(connection: AsyncConnection) -> None:
    await inbox.store(connection, [arrival("1", "a")], now=NOW)
    await inbox.store(connection, [Arrival("telegram", "bot", "1", "b", b"other words")], now=NOW + timedelta(days=8))
    assert await claimed(connection, NOW + timedelta(days=8)) == [b"1", b"other words"]


async def test_only_the_head_of_each_stream_is_claimed(connection: AsyncConnection) -> None:
    await inbox.store(connection, [arrival("1", "a"), arrival("2", "a"), arrival("3", "b"), arrival("4", "b")], now=NOW)
    assert await claimed(connection) == [b"1", b"3"]
    await inbox.finish(connection, [(await first(connection)).seq], now=NOW)
    assert await claimed(connection) == [b"2", b"3"]


async def test_a_failed_head_holds_back_its_own_stream_alone(connection: AsyncConnection) -> None:
    await inbox.store(connection, [arrival("1", "a"), arrival("2", "a"), arrival("3", "b")], now=NOW)
    assert not await inbox.fail(connection, await first(connection), now=NOW, error="boom")
    assert await claimed(connection) == [b"3"]
    assert await claimed(connection, NOW + timedelta(seconds=BACKOFF[0])) == [b"1", b"3"]


async def test_after_its_last_try_a_head_is_dead_and_the_stream_goes_on(connection: AsyncConnection) -> None:
    await inbox.store(connection, [arrival("1", "a"), arrival("2", "a")], now=NOW)
    now, verdicts = NOW, []
    for _try in range(MAX_TRIES):
        verdicts.append(await inbox.fail(connection, await first(connection, now), now=now, error="boom"))
        now += timedelta(seconds=max(BACKOFF))
    assert verdicts == [False] * (MAX_TRIES - 1) + [True]
    assert await claimed(connection, now) == [b"2"]


async def test_what_arrived_is_handed_out_as_it_came(connection: AsyncConnection) -> None:
    await inbox.store(connection, [arrival("1", "a")], now=NOW)
    row = await first(connection)
    assert (row.source, row.stream, row.raw, row.received_at, row.tries) == ("telegram", "a", b"1", NOW, 0)


async def test_an_empty_batch_is_no_statement(connection: AsyncConnection) -> None:
    await inbox.store(connection, [], now=NOW)
    await inbox.finish(connection, [], now=NOW)
    assert await inbox.waiting(connection) == 0


async def test_a_head_says_whether_more_of_its_stream_waits(connection: AsyncConnection) -> None:
    """The worker looks again at once only where there is something: every look is a transaction."""
    await inbox.store(connection, [arrival("1", "a"), arrival("2", "a"), arrival("3", "b")], now=NOW)
    assert [(row.raw, row.followed) for row in await inbox.claim(connection, NOW, limit=10)] == [(b"1", True), (b"3", False)]
