"""The price list: taken in from a file after a look at what would change, and kept by hand (R26, R45)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from crm.actor import Actor, Role
from crm.errors import NotFound, Refused
from crm.intents import Fetch
from crm.money import CURRENCIES, RUB, Currency, Money
from crm.ports import UnitOfWork
from crm.price_import import ImportPlan, Reading, SheetRow, preview, read_price_list
from crm.price_list import PriceItem, PriceKind
from crm.shop import Shop
from crm.upload import MAX_DOWNLOAD, Purpose, Upload, UploadState

KEEPERS = (Role.DIRECTOR, Role.MANAGER)
"""Who keeps the price list; others of the office read it."""


@dataclass(frozen=True, slots=True)
class Position:
    """A position as typed; `amount` in minor units, zero is free of charge."""

    title: str
    amount: int
    category: str = ""


def fetch_price_file(unit: UnitOfWork, actor: Actor, *, file_id: str, name: str, size: int) -> None:
    """Has a dropped file brought in. Raises `NotFound` for those who do not keep the list, `Refused` file_too_big."""
    _expect_keeper(actor)
    if size > MAX_DOWNLOAD:
        raise Refused("file_too_big")
    unit.say(Fetch(file_id, name, str(Purpose.PRICE_LIST)))


async def check_price_file(unit: UnitOfWork, actor: Actor, *, upload_id: int) -> ImportPlan:
    """What a fetched file would change. Raises `NotFound`, `Refused` for a file that is no price list."""
    _expect_keeper(actor)
    upload = await unit.uploads.get(upload_id)
    if upload.purpose is not Purpose.PRICE_LIST:
        raise NotFound(f"upload {upload_id}")
    return preview(await unit.prices.all(), price_rows(upload.data, unit.shop))


async def apply_price_file(unit: UnitOfWork, actor: Actor, *, upload_id: int) -> Upload:
    """Takes the file in, once: who comes second finds it decided and changes nothing."""
    _expect_keeper(actor)
    if await unit.uploads.decide(upload_id, state=UploadState.APPLIED):
        upload = await unit.uploads.get(upload_id)
        plan = await import_price_list(unit, upload.data)
        upload.outcome = {"new": len(plan.new), "changed": len(plan.changed), "same": len(plan.same), "skipped": len(plan.skipped)}
        await unit.uploads.save(upload)
    return await unit.uploads.get(upload_id)


async def discard_price_file(unit: UnitOfWork, actor: Actor, *, upload_id: int) -> None:
    _expect_keeper(actor)
    await unit.uploads.decide(upload_id, state=UploadState.CANCELLED)


async def import_price_list(unit: UnitOfWork, data: bytes) -> ImportPlan:
    """Takes a list in; imports wait for each other, and a repeated one changes nothing. Raises `Refused` as `price_rows`."""
    await unit.settings.put(prices_changed_at=unit.now.isoformat())
    plan = preview(await unit.prices.all(), price_rows(data, unit.shop))
    await unit.prices.save_all(plan.to_save)
    return plan


def price_rows(data: bytes, shop: Shop) -> list[SheetRow]:
    """The rows of a file. Raises `Refused` price_file_too_large, price_file_not_text, price_file_empty, price_file_without_prices."""
    rows = _parsed(data, CURRENCIES.get(shop.currency, RUB))
    if not any(row.reading is Reading.ITEM for row in rows):
        raise Refused("price_file_without_prices")
    return list(rows)


@lru_cache(maxsize=4)
def _parsed(data: bytes, currency: Currency) -> tuple[SheetRow, ...]:
    """A file is read once, however many pages of it are looked at before it is applied."""
    return tuple(read_price_list(data, currency))


async def change_price(unit: UnitOfWork, actor: Actor, *, item_id: int, amount: int) -> PriceItem:
    """Sets an exact price; one per unit stays per unit. Raises `NotFound`."""
    _expect_keeper(actor)
    item = await unit.prices.get(item_id)
    kind = PriceKind.PER_UNIT if item.kind is PriceKind.PER_UNIT and amount else _kind_of(amount)
    priced = replace(item, kind=kind, price=Money(amount), raw="", low=None, high=None)
    changed = replace(priced, hours_low=None, hours_high=None, percent=None, factor=None)
    await unit.prices.save_all([changed])
    return changed


async def add_position(unit: UnitOfWork, actor: Actor, *, position: Position) -> None:
    """Raises `NotFound`, `Refused` title_is_empty."""
    _expect_keeper(actor)
    if not position.title.strip():
        raise Refused("title_is_empty")
    item = PriceItem(position.title.strip(), _kind_of(position.amount), Money(position.amount), category=position.category.strip())
    await unit.prices.save_all([item])


async def archive_position(unit: UnitOfWork, actor: Actor, *, item_id: int, archived: bool) -> PriceItem:
    """Out of what can be picked, or back; nothing is deleted. Raises `NotFound`."""
    _expect_keeper(actor)
    item = replace(await unit.prices.get(item_id), archived=archived)
    await unit.prices.save_all([item])
    return item


def _kind_of(amount: int) -> PriceKind:
    return PriceKind.FIXED if amount else PriceKind.FREE


def _expect_keeper(actor: Actor) -> None:
    if not actor.has(*KEEPERS):
        raise NotFound("price list")
