"""Dropped files: decided on once, and gone when they are old."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.errors import NotFound
from crm.upload import Purpose, Upload, UploadState
from storage.repositories.uploads import SqlUploads
from tests.storage.unit import NOW


async def a_file(uploads: SqlUploads, *, age: timedelta = timedelta(0)) -> Upload:
    return await uploads.add(Upload(0, NOW - age, 1, Purpose.PRICE_LIST, "list.csv", b"Service;Price\nDusting;100"))


async def test_of_two_decisions_the_first_stands(connection: AsyncConnection) -> None:
    uploads = SqlUploads(connection)
    file = await a_file(uploads)
    assert await uploads.decide(file.id, state=UploadState.APPLIED)
    assert not await uploads.decide(file.id, state=UploadState.CANCELLED)
    assert (await uploads.get(file.id)).state is UploadState.APPLIED


async def test_an_unknown_file_cannot_be_decided_on(connection: AsyncConnection) -> None:
    with pytest.raises(NotFound):
        await SqlUploads(connection).decide(7, state=UploadState.APPLIED)


async def test_what_was_dropped_before_a_moment_is_forgotten_whatever_became_of_it(connection: AsyncConnection) -> None:
    uploads = SqlUploads(connection)
    old, decided, young = [await a_file(uploads, age=timedelta(days=days)) for days in (9, 8, 7)]
    await uploads.decide(decided.id, state=UploadState.APPLIED)
    assert await uploads.forget(before=NOW - timedelta(days=7)) == [old.id, decided.id]
    assert (await uploads.get(young.id)).name == "list.csv"
    assert await uploads.forget(before=NOW - timedelta(days=7)) == []
