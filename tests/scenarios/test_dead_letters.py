"""What gives up is neither lost nor silent: a director hears of it, tries it again when the cause is gone, or drops it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from crm.actor import Role
from gotovo.database import prepare_database
from sandbox import Person
from storage import tables
from tests.scenarios.conftest import Company


async def comes_to_the_last_try(company: Company, anna: Person) -> int:
    """An input that cannot be read, and has been tried four times already."""
    engines = await prepare_database(company.settings)
    now = company.clock()
    async with engines.write.begin() as connection:
        key = {"source": "telegram", "account": "poison", "ext_id": "1", "digest": "1", "stream": f"tg:{anna.id}"}
        values = {**key, "raw": b"not json", "received_at": now, "next_at": now, "tries": 4}
        seq = (await connection.execute(insert(tables.inbox).values(**values).returning(tables.inbox.c.seq))).scalar_one()
    await engines.dispose()
    return int(seq)


async def is_mended(company: Company, anna: Person, seq: int) -> None:
    """The cause is gone: the input can be read now."""
    person = {"id": anna.id, "is_bot": False, "first_name": "Anna", "language_code": company.language}
    message = {"message_id": 999, "date": 1, "chat": {"id": anna.id, "type": "private"}, "from": person, "text": "My TV"}
    engines = await prepare_database(company.settings)
    async with engines.write.begin() as connection:
        raw = json.dumps({"update_id": 1, "message": message}).encode()
        await connection.execute(update(tables.inbox).where(tables.inbox.c.seq == seq).values(raw=raw))
    await engines.dispose()


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_poisoned_input_works_after_the_cause_is_gone(company: Company) -> None:
    t = company.t
    vera, anna = await company.hires("Vera", Role.OPERATOR, Role.DIRECTOR), company.client("Anna")
    seq = await comes_to_the_last_try(company, anna)
    alert = await vera.sees(t("Try again when the cause is gone, or drop it."))
    assert not alert.silent
    await is_mended(company, anna, seq)
    await vera.taps(t("🔁 Retry {place}", place=1), on=alert)
    await vera.sees(t("🆕 New request №{number}", number=1001))
    await vera.sees(t("📪 Nothing is stuck"))


async def test_a_dropped_letter_is_gone_and_an_hour_brings_one_alert(company: Company) -> None:
    vera, mary = await company.hires("Vera", Role.DIRECTOR), await company.hires("Mary", Role.OPERATOR)
    await comes_to_the_last_try(company, mary)
    alert = await vera.sees("drop it")
    assert await mary.forges("x:dead_drop:1:inbox", alert) is not None
    await vera.taps("🗑 Drop 1", on=await vera.sees("drop it"))
    await vera.sees("Nothing is stuck")
    await mary.never_sees("Stuck")


async def test_a_draft_of_last_week_is_forgotten_and_its_writer_told(company: Company) -> None:
    anna = company.client("Anna")
    await anna.starts()
    await anna.taps("🛠 New request")
    await anna.sees("step 1")
    await company.passes(days=5)
    await anna.never_sees("is forgotten")
    await company.passes(days=4)
    await anna.sees("is forgotten")


async def test_done_rows_do_not_grow_for_ever(company: Company) -> None:
    vera, anna = await company.hires("Vera", Role.OPERATOR), company.client("Anna")
    await anna.says("TV")
    await vera.sees("New request №1001")
    await company.passes(days=70)
    await company.passes(days=2)
    engines = await prepare_database(company.settings)
    async with engines.read.connect() as connection:
        old = company.clock() - timedelta(days=60)
        kept = select(func.count()).where(tables.inbox.c.done_at < old, tables.inbox.c.raw != b"")
        said = select(func.count()).where(tables.outbox.c.done_at < old, tables.outbox.c.state == "sent")
        assert [(await connection.execute(query)).scalar_one() for query in (kept, said)] == [0, 0]
        assert (await connection.execute(select(func.count()).select_from(tables.inbox))).scalar_one() > 0
    await engines.dispose()
