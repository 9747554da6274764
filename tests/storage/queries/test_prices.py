"""Questions about the price list: in its own order, page after page, with what is no longer picked shown to who keeps the list alone."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncConnection

from crm.money import Money
from crm.price_list import PriceItem, PriceKind
from crm.task import Task, TaskKind
from crm.upload import Purpose, Upload, UploadState
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.asked import statements
from tests.storage.unit import NOW, a_unit


def position(title: str, category: str = "Repair", *, archived: bool = False) -> PriceItem:
    return PriceItem(title, PriceKind.FIXED, Money(90_000), category=category, archived=archived)


async def a_list(unit: SqlUnitOfWork, *items: PriceItem) -> list[int]:
    """The ids of the whole list."""
    await unit.prices.save_all(items)
    return [item.id or 0 for item in await unit.prices.all()]


async def titles(unit: SqlUnitOfWork, category: str, *, after: int = 0, limit: int = 12) -> list[str]:
    return [item.title for item in await unit.queries.price_page(category=category, after=after, limit=limit)]


async def test_the_list_keeps_its_order_and_hides_what_left_it(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    ids = await a_list(unit, position("Washing"), position("Old", archived=True), position("Adjusting"))
    await unit.prices.count_use(ids[2])
    assert [item.title for item in await unit.queries.price_items()] == ["Washing", "Adjusting"]
    assert [item.title for item in await unit.queries.price_items(archived=True)] == ["Washing", "Old", "Adjusting"]


async def test_a_position_is_read_as_it_was_kept(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    ends = {"low": Money(1), "high": Money(10**11), "hours_low": Decimal("0.5"), "hours_high": Decimal("1.250")}
    kept = PriceItem("Wiring", PriceKind.FROM_TO, unit="pc", factor=Decimal("1.1"), raw="1-9", **ends)  # type: ignore[arg-type]  # as named
    (number,) = await a_list(unit, kept)
    found = await unit.queries.price_item(number)
    assert found is not None
    assert (found.kind, found.price, found.low, found.high, found.unit, found.raw) == (kept.kind, None, kept.low, kept.high, "pc", "1-9")
    assert (found.hours_low, found.hours_high, found.factor) == (kept.hours_low, kept.hours_high, kept.factor)
    assert await unit.queries.price_item(number + 1) is None


async def test_pages_of_a_category_follow_each_other_without_a_gap(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    mixed = [position(f"{category} {place}", category, archived=place == 2) for place in range(1, 6) for category in ("Repair", "Visit")]
    await a_list(unit, *mixed)
    seen, after = [], 0
    while page := await unit.queries.price_page(category="Repair", after=after, limit=2):
        seen.append([item.title for item in page])
        after = page[-1].id or 0
    assert seen == [["Repair 1", "Repair 2"], ["Repair 3", "Repair 4"], ["Repair 5"]]
    assert await titles(unit, "Nothing") == []


async def test_categories_stand_where_their_first_position_does(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    ids = await a_list(unit, position("a", "Visit"), position("b", "Repair"), position("c", "Visit", archived=True), position("d", "Alarm"))
    first = await unit.queries.price_categories(limit=2)
    assert [(found.first_id, found.name, found.count) for found in first] == [(ids[0], "Visit", 2), (ids[1], "Repair", 1)]
    rest = await unit.queries.price_categories(after=first[-1].first_id)
    assert [(found.first_id, found.name, found.count) for found in rest] == [(ids[3], "Alarm", 1)]
    assert await unit.queries.price_categories(after=ids[3]) == []


async def test_an_upload_and_a_task_are_read_whole_or_not_at_all(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    upload = await unit.uploads.add(Upload(0, NOW, 5, Purpose.PRICE_LIST, "list.csv", b"a;1\x00", UploadState.APPLIED, {"added": 2}))
    task = await unit.tasks.add(Task(0, TaskKind.CALL_BACK, NOW, body="Ring Anna", due_at=NOW))
    assert (await unit.queries.upload(upload.id), await unit.queries.task(task.id)) == (upload, task)
    assert (await unit.queries.upload(upload.id + 1), await unit.queries.task(task.id + 1)) == (None, None)


async def test_a_longer_list_asks_no_more(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    asked = []
    for count in (3, 27):
        await a_list(unit, *[position(f"Work {place}") for place in range(count)])
        with statements(connection) as sent:
            rows = await unit.queries.price_items()
            page = await unit.queries.price_page(category="Repair", limit=100)
            headings = await unit.queries.price_categories()
        asked.append((len(sent), len(rows), len(page), headings[0].count))
    assert asked == [(3, 3, 3, 3), (3, 30, 30, 30)]
