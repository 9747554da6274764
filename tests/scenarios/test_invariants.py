"""The invariants can fail: each is shown its own breach."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from crm.actor import Role
from storage import tables
from tests.scenarios.conftest import Company
from tests.scenarios.invariants import dead_letters, shown, twice_live, unbalanced, unfolded


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: object) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/gotovo.sqlite3"


async def test_a_breach_is_found(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    await company.client("Anna").says("Help")
    card = await mary.sees("New request №1001")
    await mary.taps("✋ Take", on=card)
    await mary.taps("🧾 To deal")
    await company.settle()
    assert company.app.wiring is not None
    engines = company.app.wiring.engines
    async with engines.write.connect() as connection:
        subjects = await shown(connection)
        assert list(twice_live(subjects, company.sandbox)) == []
        live = next(post for post in company.sandbox.world.chats[mary.id].visible() if post.markup and "inline_keyboard" in post.markup)
        other = next(key for key in subjects if key == (mary.id, live.message_id))
        twin = next(key for key, subject in subjects.items() if key[0] == mary.id and key != other)
        company.sandbox.world.chats[mary.id].posts[twin[1]].markup = live.markup
        assert list(twice_live({**subjects, twin: subjects[other]}, company.sandbox))
        await connection.execute(update(tables.deal).values(stage="ready", paid=5))
        await connection.execute(update(tables.inbox).where(tables.inbox.c.seq == 1).values(state="dead"))
        assert await unfolded(connection) == ["('deal', 1001): facts say new, the row ready"]
        assert await unbalanced(connection) == ["№1001: the ledger holds 0, the order says 5"]
        assert await dead_letters(connection) == 1
        await connection.rollback()
        company.sandbox.world.chats[mary.id].posts[twin[1]].markup = None
