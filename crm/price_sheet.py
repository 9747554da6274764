"""A dropped price list file becomes items; every row that is not empty is accounted for (R26)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from crm.money import RUB, ZERO, Currency
from crm.price_cell import CellPrice, in_context, names_norm_hour, plain_number, read_cell
from crm.price_list import PriceItem, PriceKind, normal
from crm.price_table import Columns, TableRow, find_columns, is_numbering, read_table
from crm.price_words import price_words

MAX_TITLE = 300
MAX_HOURS = Decimal(24)
ASKED = CellPrice(PriceKind.UNKNOWN)


class Reading(StrEnum):
    """What a row of the file was taken for."""

    TITLE = "title"
    HEADER = "header"
    HEADING = "heading"
    ITEM = "item"
    SKIPPED = "skipped"


class SkipReason(StrEnum):
    NO_TITLE = "no_title"
    NO_PRICE = "no_price"
    UNREADABLE_PRICE = "unreadable_price"
    TITLE_TOO_LONG = "title_too_long"
    DUPLICATE = "duplicate"
    NO_COLUMNS = "no_columns"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the file with what became of it; `hours_assumed` says that a bare number was taken for norm-hours."""

    number: int
    text: str
    reading: Reading
    items: tuple[PriceItem, ...] = ()
    reason: SkipReason | None = None
    hours_assumed: bool = False


def read_price_list(data: bytes, currency: Currency = RUB) -> list[SheetRow]:
    """The rows of the file in order. Raises `Refused` price_file_too_large, price_file_not_text, price_file_empty."""
    table = read_table(data)
    columns = find_columns(table, currency)
    if columns is None:
        return [_skipped(row, SkipReason.NO_COLUMNS) for row in table]
    return _Reader(table, columns, currency).rows()


@dataclass(slots=True)
class _Reader:
    """Walks the table from above, because a heading rules the rows after it."""

    table: list[TableRow]
    columns: Columns
    currency: Currency
    in_hours: bool = False
    category: str = ""
    parent: str = ""

    def rows(self) -> list[SheetRow]:
        self.in_hours = self._speaks_in_hours()
        return [self._read(position, row) for position, row in enumerate(self.table)]

    def _speaks_in_hours(self) -> bool:
        """The list prices a norm-hour and writes some works in norm-hours: then its bare small numbers are hours too."""
        seen = [(_bare(row.cell(self.columns.title)), text) for row in self.table for _, text in self.columns.price_cells(row)]
        cells = [(title, read_cell(text, self.currency)) for title, text in seen]
        has_rate = any(cell and cell.kind is PriceKind.FIXED and names_norm_hour(title) for title, cell in cells)
        return has_rate and any(cell and cell.kind is PriceKind.NORM_HOURS for _, cell in cells)

    def _read(self, position: int, row: TableRow) -> SheetRow:
        header = self.columns.header
        if header is not None and position < header:
            return SheetRow(row.number, row.text, Reading.TITLE)
        if header is not None and row.cells == self.table[header].cells:
            return SheetRow(row.number, row.text, Reading.HEADER)
        title = self._title(row)
        if not normal(title):
            return _skipped(row, SkipReason.NO_TITLE)
        if len(title) > MAX_TITLE:
            return _skipped(row, SkipReason.TITLE_TOO_LONG)
        return self._items(row, title) if self.columns.price_cells(row) else self._heading(position, row, title)

    def _title(self, row: TableRow) -> str:
        """A heading may stand in any column, the numbering's too."""
        filled = [cell for cell in row.cells if cell]
        lonely = len(filled) == 1 and not self.columns.price_cells(row) and not is_numbering(filled[0])
        return _bare(row.cell(self.columns.title) or (filled[0] if lonely else ""))

    def _heading(self, position: int, row: TableRow, title: str) -> SheetRow:
        """A row without a price heads what follows; a numbered one only rows numbered under it, else its price is missing."""
        number = self._number(row)
        follows = self.table[position + 1] if position + 1 < len(self.table) else None
        if follows is None or (number and not self._number(follows).startswith(number + ".")):
            return _skipped(row, SkipReason.NO_PRICE)
        self.category, self.parent = title, number
        return SheetRow(row.number, row.text, Reading.HEADING)

    def _items(self, row: TableRow, title: str) -> SheetRow:
        """One item for each tariff; a price that cannot be read beside a good one is kept as words to be asked."""
        if self.parent and not self._number(row).startswith(self.parent + "."):
            self.category = self.parent = ""
        prices = [(tariff, raw, self._price(raw, row, title)) for tariff, raw in self.columns.price_cells(row)]
        if all(cell is None for _, _, cell in prices):
            return _skipped(row, SkipReason.UNREADABLE_PRICE)
        items = tuple(self._item(row, title, cell or ASKED, tariff=tariff, raw=raw) for tariff, raw, cell in prices)
        assumed = any(item.kind is PriceKind.NORM_HOURS and plain_number(item.raw) is not None for item in items)
        return SheetRow(row.number, row.text, Reading.ITEM, items, hours_assumed=assumed)

    def _price(self, text: str, row: TableRow, title: str) -> CellPrice | None:
        alone = read_cell(text, self.currency)
        if alone is None:
            return None
        cell = in_context(alone, text, title=title)
        unit = row.cell(self.columns.unit).lower().rstrip(".")
        if cell.kind is PriceKind.FIXED and unit in price_words().units:
            return replace(cell, kind=PriceKind.PER_UNIT, unit=unit)
        hours = plain_number(text)
        if self.in_hours and cell.kind is PriceKind.FIXED and hours is not None and _can_be_hours(hours):
            return CellPrice(PriceKind.NORM_HOURS, hours_low=hours, hours_high=hours)
        return cell

    def _item(self, row: TableRow, title: str, cell: CellPrice, *, tariff: str, raw: str) -> PriceItem:
        return PriceItem(
            title=title,
            kind=cell.kind,
            price=ZERO if cell.kind is PriceKind.FREE else cell.price,
            code=row.cell(self.columns.code),
            category=row.cell(self.columns.category) or self.category or _prefix(title),
            tariff=tariff,
            low=cell.low,
            high=cell.high,
            unit=cell.unit,
            hours_low=cell.hours_low,
            hours_high=cell.hours_high,
            percent=cell.percent,
            factor=cell.factor,
            raw=raw,
            raw_title=row.cell(self.columns.title),
        )

    def _number(self, row: TableRow) -> str:
        text = row.cell(self.columns.number)
        return text.rstrip(".)") if is_numbering(text) else ""


def _can_be_hours(number: Decimal) -> bool:
    return number <= MAX_HOURS and number * 4 % 1 == 0


def _bare(title: str) -> str:
    """The title without its footnote stars."""
    return title.strip("* ")


def _prefix(title: str) -> str:
    """ "Washing machine, category 1: belt" names its category itself."""
    head, colon, rest = title.partition(": ")
    return head if colon and rest.strip() and normal(head) else ""


def _skipped(row: TableRow, reason: SkipReason) -> SheetRow:
    return SheetRow(row.number, row.text, Reading.SKIPPED, reason=reason)
