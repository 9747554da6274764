"""Vital signs: ages of what waits, counts of what gave up, first answers, disk and backups, on either database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gotovo.operation.vitals import take
from tests.gotovo.vessel import Ward


@pytest.fixture(params=["sqlite", "postgresql"])
async def ward(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Ward]:
    sqlite = f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"
    opened = await Ward.opens(sqlite if request.param == "sqlite" else str(request.getfixturevalue("postgres_url")), tmp_path)
    yield opened
    await opened.engines.dispose()


async def test_a_new_company_has_nothing_that_waits(ward: Ward) -> None:
    found = await take(ward.vessel)
    assert (found.inbox_age, found.outbox_age, found.timer_age, found.dead, found.answers) == (0, 0, 0, 0, ())
    assert (found.input_age, found.door_age, found.backup_age, found.answered_within(0.5)) == (None, None, None, None)
    assert found.schema == found.schema_wanted != ""
    assert found.database_bytes > 1000
    assert found.disk_total > found.disk_free > 0


async def test_only_what_should_have_been_done_has_an_age(ward: Ward) -> None:
    await ward.input("ready", ward.ago(minutes=5))
    await ward.input("ready", ward.ago(minutes=2))
    await ward.input("done", ward.ago(hours=9))
    await ward.input("dead", ward.ago(hours=8))
    await ward.word("ready", ward.ago(minutes=7))
    await ward.word("ready", ward.ago(minutes=-60))
    await ward.word("sending", ward.ago(minutes=8))
    await ward.word("dead", ward.ago(hours=7))
    await ward.timer("ready", ward.ago(minutes=3))
    await ward.timer("ready", ward.ago(minutes=-3))
    await ward.timer("dead", ward.ago(hours=6))
    found = await take(ward.vessel)
    assert (found.inbox_waiting, found.inbox_age) == (2, 300)
    assert (found.outbox_waiting, found.outbox_age) == (2, 480)
    assert (found.timer_age, found.dead, found.input_age) == (180, 3, 8 * 3600)


async def test_first_answers_are_those_of_the_last_day(ward: Ward) -> None:
    await ward.lead(ward.ago(days=2), ward.ago(days=1, hours=1))
    await ward.lead(ward.ago(hours=3), None)
    for minutes in (1, 2, 3, 40):
        await ward.lead(ward.ago(hours=2), ward.ago(hours=2, minutes=-minutes))
    found = await take(ward.vessel)
    assert sorted(found.answers) == [60, 120, 180, 2400]
    assert (found.answered_within(0.5), found.answered_within(0.9), found.answered_within(1)) == (180, 2400, 2400)


async def test_the_process_tells_of_its_own_door_sends_and_shelf(ward: Ward) -> None:
    ward.door.works(ward.ago(minutes=10))
    ward.door.fails(ward.ago(minutes=4), "retry")
    ward.door.fails(ward.ago(minutes=1), "another poller runs")
    ward.tally.sent, ward.tally.waits, ward.tally.errors = 5, 2, 1
    folder = ward.vessel.shelf.folder
    folder.mkdir()
    ward.vessel.shelf.place(ward.ago(hours=5)).touch()
    ward.vessel.shelf.place(ward.ago(hours=2), before="0002").touch()
    found = await take(ward.vessel)
    assert (found.door_age, found.door_failing, found.door_note) == (600, 240, "another poller runs")
    assert (found.sent, found.waits, found.errors, found.backup_age) == (5, 2, 1, 7200)


async def test_a_clock_that_was_put_back_makes_nothing_younger_than_new(ward: Ward) -> None:
    await ward.input("ready", ward.now)
    ward.now = ward.ago(days=1)
    assert (await take(ward.vessel)).inbox_age == 0
