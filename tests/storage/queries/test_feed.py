"""What happened: the newest first, page after page without a gap, with the name of who did it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role, client_actor, staff_actor
from crm.flow import Attempt
from crm.internal_request import InternalRequest, RequestKind, RequestState
from crm.lead import Lead, LeadAction
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.asked import statements
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit


async def happens(unit: SqlUnitOfWork, lead: Lead, *actions: LeadAction, by: int = 1) -> None:
    for action in actions:
        await unit.leads.save(lead, *lead.perform(action, Attempt(staff_actor(by, {Role.OPERATOR}), NOW)))


async def test_pages_of_the_feed_follow_each_other_without_a_gap(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    await a_colleague(unit, "Mary", "operator")
    anna = await a_client(unit, "Anna")
    for _ in range(3):
        await happens(unit, await a_lead(unit, anna), LeadAction.TAKE, LeadAction.RETURN)
    seen: list[tuple[int, str]] = []
    sizes: list[int] = []
    before: int | None = None
    while page := await unit.queries.feed(before=before, limit=4):
        sizes.append(len(page))
        seen.extend((row.subject_id, row.what.action) for row in page)
        before = page[-1].id
    expected = [(number, action) for number in (1003, 1002, 1001) for action in ("return", "take")]
    assert (seen, sizes) == (expected, [4, 2])


async def test_a_fact_names_the_colleague_and_never_takes_a_client_for_one(connection: AsyncConnection) -> None:
    """Client 1 and colleague 1 share a number and nothing else."""
    unit = await a_unit(connection)
    mary, anna = await a_colleague(unit, "Mary", "operator"), await a_client(unit, "Anna")
    lead = await a_lead(unit, anna)
    assert mary.id == anna.id
    await unit.leads.save(lead, *lead.perform(LeadAction.WRITE, Attempt(client_actor(anna.id), NOW)))
    await happens(unit, lead, LeadAction.TAKE)
    shown = [(row.what.action, row.what.role, row.what.actor_name, row.what.source, row.what.target) for row in await unit.queries.feed()]
    assert shown == [("take", "operator", "Mary", "new", "in_work"), ("write", "client", "", "new", "new")]
    mary.dismissed_at = NOW
    await unit.roster.save(mary)
    assert (await unit.queries.feed())[0].what.actor_name == "Mary"


async def test_an_order_tells_its_own_story_alone(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    await a_colleague(unit, "Mary", "operator")
    anna, boris = await a_client(unit, "Anna"), await a_client(unit, "Boris")
    mine, his = await a_lead(unit, anna), await a_lead(unit, boris)
    await happens(unit, mine, LeadAction.TAKE)
    await happens(unit, his, LeadAction.TAKE, LeadAction.RETURN)
    assert [row.action for row in await unit.queries.timeline(mine.id)] == ["take"]


async def asks(unit: SqlUnitOfWork, author: int, *, state: RequestState = RequestState.OPEN) -> int:
    request = InternalRequest(0, RequestKind.PURCHASE, author, "A kettle", NOW, state)
    return (await unit.internal_requests.add(request)).id


async def test_open_requests_come_first_then_the_newest(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    mary, ivan = await a_colleague(unit, "Mary", "operator"), await a_colleague(unit, "Ivan", "engineer")
    old, done, refused = await asks(unit, mary.id), await asks(unit, mary.id, state=RequestState.APPROVED), await asks(unit, ivan.id)
    new, gone = await asks(unit, mary.id), await asks(unit, ivan.id, state=RequestState.WITHDRAWN)
    assert [request.id for request in await unit.queries.internal_requests()] == [new, refused, old, gone, done]
    assert [request.id for request in await unit.queries.internal_requests(limit=2)] == [new, refused]
    assert [request.id for request in await unit.queries.internal_requests(author_id=ivan.id)] == [refused, gone]


async def test_a_request_is_read_whole_or_not_at_all(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    mary = await a_colleague(unit, "Mary", "operator")
    number = await asks(unit, mary.id, state=RequestState.DECLINED)
    found = await unit.queries.internal_request(number)
    assert found is not None
    assert (found.kind, found.state, found.author_id, found.body, found.created_at) == (
        RequestKind.PURCHASE,
        RequestState.DECLINED,
        mary.id,
        "A kettle",
        NOW,
    )
    assert await unit.queries.internal_request(number + 1) is None


async def test_a_longer_feed_asks_no_more(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    await a_colleague(unit, "Mary", "operator")
    anna = await a_client(unit, "Anna")
    asked = []
    for count in (3, 27):
        for place in range(count):
            lead = await a_lead(unit, anna, opened_at=NOW + timedelta(minutes=place))
            await happens(unit, lead, LeadAction.TAKE)
            await asks(unit, 1)
        with statements(connection) as sent:
            rows = (await unit.queries.feed(limit=100), await unit.queries.internal_requests(limit=100))
        asked.append((len(sent), len(rows[0]), len(rows[1])))
    assert asked == [(2, 3, 3), (2, 30, 30)]
