"""The price list's use cases: a file is read once however often it is looked at, a changed price is exact from then on."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role, staff_actor
from crm.errors import NotFound, Refused
from crm.money import Money
from crm.price_import import Reading
from crm.price_list import PriceItem, PriceKind
from crm.shop import Shop
from crm.upload import MAX_DOWNLOAD, Purpose, Upload
from crm.use_cases.price_list import (
    Position,
    _parsed,
    add_position,
    apply_price_file,
    change_price,
    check_price_file,
    discard_price_file,
    fetch_price_file,
    price_rows,
)
from tests.storage.unit import NOW, a_unit

OLGA = staff_actor(1, {Role.DIRECTOR})
MARY = staff_actor(2, {Role.OPERATOR})
FILE = b"Service;Price\nDusting;100\n"


def test_a_file_is_read_once_however_many_pages_of_it_are_looked_at() -> None:
    _parsed.cache_clear()
    first = price_rows(FILE, Shop())
    first.clear()
    assert [row.reading for row in price_rows(bytes(bytearray(FILE)), Shop())].count(Reading.ITEM) == 1
    assert (_parsed.cache_info().misses, _parsed.cache_info().hits) == (1, 1)
    assert price_rows(FILE, Shop(currency="JPY"))
    assert _parsed.cache_info().misses == 2


def test_a_file_without_prices_is_no_price_list() -> None:
    with pytest.raises(Refused, match="price_file_without_prices"):
        price_rows(b"Dear all\nsee you on Monday\n", Shop())


async def test_only_those_who_keep_the_list_touch_it(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    upload = await unit.uploads.add(Upload(0, NOW, 1, Purpose.PRICE_LIST, "list.csv", FILE))
    with pytest.raises(NotFound):
        fetch_price_file(unit, MARY, file_id="F", name="list.csv", size=1)
    for attempt in (
        check_price_file(unit, MARY, upload_id=upload.id),
        apply_price_file(unit, MARY, upload_id=upload.id),
        discard_price_file(unit, MARY, upload_id=upload.id),
        add_position(unit, MARY, position=Position("Dusting", 100)),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await unit.prices.all() == []


async def test_a_file_larger_than_telegram_gives_is_refused_before_it_is_asked_for(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    with pytest.raises(Refused, match="file_too_big"):
        fetch_price_file(unit, OLGA, file_id="F", name="list.csv", size=MAX_DOWNLOAD + 1)


async def test_what_was_discarded_is_never_taken_in(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    upload = await unit.uploads.add(Upload(0, NOW, 1, Purpose.PRICE_LIST, "list.csv", FILE))
    assert [item.title for item in (await check_price_file(unit, OLGA, upload_id=upload.id)).new] == ["Dusting"]
    await discard_price_file(unit, OLGA, upload_id=upload.id)
    await apply_price_file(unit, OLGA, upload_id=upload.id)
    assert await unit.prices.all() == []


async def test_a_typed_price_is_exact_and_zero_is_free(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    per_unit = PriceItem("Cable", PriceKind.PER_UNIT, Money(5000), unit="m")
    await unit.prices.save_all([PriceItem("Repair", PriceKind.FROM_TO, low=Money(100), high=Money(200), raw="100-200"), per_unit])
    repair, cable = [item.id or 0 for item in await unit.prices.all()]
    changed = await change_price(unit, OLGA, item_id=repair, amount=15000)
    assert (changed.kind, changed.price, changed.low, changed.high, changed.raw) == (PriceKind.FIXED, Money(15000), None, None, "")
    assert (await change_price(unit, OLGA, item_id=cable, amount=6000)).kind is PriceKind.PER_UNIT
    assert (await change_price(unit, OLGA, item_id=cable, amount=0)).kind is PriceKind.FREE
    with pytest.raises(Refused, match="title_is_empty"):
        await add_position(unit, OLGA, position=Position("  ", 100))
