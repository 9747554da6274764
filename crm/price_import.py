"""What importing a price list would change, told before anything is changed; importing the same file twice changes nothing (R26)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crm.money import Money
from crm.price_list import PriceItem, normal
from crm.price_sheet import Reading, SheetRow, SkipReason, read_price_list

__all__ = ["Change", "ImportPlan", "Reading", "SheetRow", "SkipReason", "Skipped", "preview", "read_price_list"]

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row of the file (its line number from 1) that gives no item, and why; `tariff` when only that price of it was left out."""

    number: int
    text: str
    reason: SkipReason
    tariff: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A known item with other content in the file; `new` keeps the identity, the uses and the archive mark of `old`."""

    old: PriceItem
    new: PriceItem


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. `absent` are known items that the file does not name: they stay, the director decides."""

    new: tuple[PriceItem, ...]
    changed: tuple[Change, ...]
    same: tuple[PriceItem, ...]
    skipped: tuple[Skipped, ...]
    absent: tuple[PriceItem, ...] = ()
    headings: tuple[str, ...] = ()
    hours_assumed: int = 0

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed)

    @property
    def to_save(self) -> list[PriceItem]:
        """Items to write: changed ones have their id, new ones none."""
        return [*(change.new for change in self.changed), *self.new]


def preview(existing: Sequence[PriceItem], rows: Iterable[SheetRow]) -> ImportPlan:
    """Matches by the code, else by category, title and tariff. An item hidden by hand stays hidden."""
    rows = list(rows)
    skipped = [Skipped(row.number, row.text, row.reason) for row in rows if row.reason is not None]
    named: dict[Key, PriceItem] = {}
    for row in rows:
        for item in row.items:
            key = _code_key(item) if item.code else _title_key(item)
            if named.setdefault(key, item) is not item:
                skipped.append(Skipped(row.number, row.text, SkipReason.DUPLICATE, item.tariff))
    return _plan(
        existing,
        list(named.values()),
        skipped=sorted(skipped, key=lambda one: one.number),
        headings=tuple(row.text for row in rows if row.reading is Reading.HEADING),
        hours_assumed=sum(row.hours_assumed for row in rows),
    )


def _plan(
    existing: Sequence[PriceItem], items: list[PriceItem], *, skipped: list[Skipped], headings: tuple[str, ...], hours_assumed: int
) -> ImportPlan:
    known = _match(existing, items)
    pairs = [(existing[known[place]], _kept(item, existing[known[place]])) for place, item in enumerate(items) if place in known]
    claimed = set(known.values())
    return ImportPlan(
        new=tuple(item for place, item in enumerate(items) if place not in known),
        changed=tuple(Change(old, new) for old, new in pairs if _content(old) != _content(new)),
        same=tuple(old for old, new in pairs if _content(old) == _content(new)),
        skipped=tuple(skipped),
        absent=tuple(item for index, item in enumerate(existing) if index not in claimed),
        headings=headings,
        hours_assumed=hours_assumed,
    )


def _match(existing: Sequence[PriceItem], items: list[PriceItem]) -> dict[int, int]:
    """Places in the file to places in the price list. Codes choose first: a title without a code must not take a coded item away."""
    by_code, by_title = _index(existing)
    known: dict[int, int] = {}
    claimed: set[int] = set()
    for place in sorted(range(len(items)), key=lambda place: not items[place].code):
        item = items[place]
        coded = by_code.get(_code_key(item), []) if item.code else []
        titled = [index for index in by_title.get(_title_key(item), []) if not (item.code and existing[index].code)]
        found = next((index for index in (*coded, *titled) if index not in claimed), None)
        if found is not None:
            known[place] = found
            claimed.add(found)
    return known


def _index(existing: Sequence[PriceItem]) -> tuple[dict[Key, list[int]], dict[Key, list[int]]]:
    """Places of the price list by code and by title, those without a code first."""
    by_code: dict[Key, list[int]] = {}
    by_title: dict[Key, list[int]] = {}
    for index, item in sorted(enumerate(existing), key=lambda pair: bool(pair[1].code)):
        by_title.setdefault(_title_key(item), []).append(index)
        if item.code:
            by_code.setdefault(_code_key(item), []).append(index)
    return by_code, by_title


def _kept(item: PriceItem, old: PriceItem) -> PriceItem:
    return replace(item, id=old.id, uses=old.uses, archived=old.archived, code=item.code or old.code)


def _code_key(item: PriceItem) -> Key:
    return (normal(item.code) or item.code, normal(item.tariff))


def _title_key(item: PriceItem) -> Key:
    return (normal(item.category), normal(item.title), normal(item.tariff))


def _content(item: PriceItem) -> tuple[object, ...]:
    """What the file decides about an item; the wording of an exact price does not matter, only the price."""
    money: tuple[Money | None, ...] = (item.price, item.low, item.high)
    wording = "" if item.is_exact else item.raw
    amounts = (item.hours_low, item.hours_high, item.percent, item.factor)
    return (item.title, item.category, item.code, item.tariff, item.kind, money, item.unit, amounts, wording)
