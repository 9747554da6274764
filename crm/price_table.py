"""A price list file as a table: bytes to rows of cells, and which column means what, found by content (R26)."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, takewhile

from crm.errors import Refused
from crm.money import Currency
from crm.price_cell import is_blank, read_cell
from crm.price_words import price_words

MAX_BYTES = 4_000_000
MAX_ROWS = 5_000
HEADER_WITHIN = 30
DELIMITERS = "\t;,|"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NUMBERING = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})*\.?\)?")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that is not empty, with the number of its line in the file, from 1; cells are stripped."""

    number: int
    cells: tuple[str, ...]

    def cell(self, index: int | None) -> str:
        return self.cells[index] if index is not None and index < len(self.cells) else ""

    @property
    def text(self) -> str:
        return " | ".join(cell for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand. `prices` pairs a column with its tariff's name; two columns named from and to are one range in `ends`."""

    title: int
    prices: tuple[tuple[int, str], ...] = ()
    ends: tuple[int, int] | None = None
    number: int | None = None
    code: int | None = None
    category: int | None = None
    unit: int | None = None
    header: int | None = None

    def price_cells(self, row: TableRow) -> list[tuple[str, str]]:
        """Pairs of tariff and price text of a row; blank prices are left out."""
        if self.ends:
            texts = [row.cell(index) for index in self.ends]
            filled = [text for text in texts if not is_blank(text)]
            marks = [price_words().low[0], price_words().high[0]]
            text = " ".join(f"{mark} {text}" for mark, text in zip(marks, texts, strict=True) if text in filled)
            return [("", text)] if filled else []
        return [(tariff, row.cell(index)) for index, tariff in self.prices if not is_blank(row.cell(index))]


def read_table(data: bytes) -> list[TableRow]:
    """All rows that are not empty. Raises `Refused` price_file_too_large, price_file_not_text, price_file_empty."""
    text = decode(data)
    rows = max((split_rows(text, delimiter) for delimiter in DELIMITERS), key=_regularity)
    kept = [row for row in rows if any(row.cells)]
    if not any(map(str.isalnum, text)):
        raise Refused("price_file_empty")
    if len(kept) > MAX_ROWS:
        raise Refused("price_file_too_large", rows=len(kept), limit=MAX_ROWS)
    return kept


def decode(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 by its mark, otherwise Windows-1251: what spreadsheets write."""
    if len(data) > MAX_BYTES:
        raise Refused("price_file_too_large", size=len(data), limit=MAX_BYTES)
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if encoding is None and (b"\x00" in data or data.startswith(b"PK\x03\x04")):
        raise Refused("price_file_not_text")
    if encoding:
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def split_rows(text: str, delimiter: str) -> list[TableRow]:
    """Rows by CSV quoting; a file whose quotes do not add up is split plainly, so that no quote swallows the rest."""
    lines = re.split(r"\r\n|\r|\n", text)
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
    rows: list[TableRow] = []
    start = 1
    try:
        for cells in reader:
            rows.append(_row(start, cells))
            start = reader.line_num + 1
    except csv.Error:
        return [_row(number, line.split(delimiter)) for number, line in enumerate(lines, 1)]
    return rows


def find_columns(rows: list[TableRow], currency: Currency) -> Columns | None:
    """By the header's words, else by what the cells hold; None when no column of prices can be told."""
    for position, row in enumerate(rows[:HEADER_WITHIN]):
        columns = _by_header(row, position, currency)
        if columns:
            return columns
    return _by_content(rows, currency)


def is_numbering(text: str) -> bool:
    return _NUMBERING.fullmatch(text) is not None


def _row(number: int, cells: list[str]) -> TableRow:
    return TableRow(number, tuple(" ".join(cell.strip("\ufeff").split()) for cell in cells))


def _regularity(rows: list[TableRow]) -> int:
    """How many rows agree on a width of more than one cell."""
    widths = Counter(len(row.cells) for row in rows if any(row.cells) and len(row.cells) > 1)
    return max(widths.values(), default=0)


def _by_header(row: TableRow, position: int, currency: Currency) -> Columns | None:
    words = price_words()
    prices = [i for i, cell in enumerate(row.cells) if _has(cell, words.price) and read_cell(cell, currency) is None]
    others = [i for i, cell in enumerate(row.cells) if cell and i not in prices]
    number = next((i for i in others if re.sub(r"[\s./]", "", row.cells[i].lower()) in words.number), None)
    named = {name: next((i for i in others if i != number and _has(row.cells[i], w)), None) for name, w in _named_columns().items()}
    title = next((i for i in others if i not in (number, *named.values()) and _has(row.cells[i], words.title)), None)
    if title is None or not prices:
        return None
    return Columns(title, _tariffs(row, prices), _range_ends(row, prices), number, header=position, **named)


def _named_columns() -> dict[str, tuple[str, ...]]:
    words = price_words()
    return {"code": words.code, "category": words.category, "unit": words.unit}


def _by_content(rows: list[TableRow], currency: Currency) -> Columns | None:
    """Without a header: titles are where the letters are, prices in the last column where most cells are prices."""
    width = max(len(row.cells) for row in rows)
    if width < 2:
        return None
    title = max(range(width), key=lambda i: sum(sum(map(str.isalpha, row.cell(i))) for row in rows))
    prices = [i for i in range(width) if i != title and _mostly_prices(rows, i, currency)]
    numbers = [i for i in prices if i < title and all(is_numbering(row.cell(i)) for row in rows if row.cell(i))]
    priced = [i for i in prices if i not in numbers]
    return Columns(title, ((priced[-1], ""),), number=numbers[0] if numbers else None) if priced else None


def _mostly_prices(rows: list[TableRow], index: int, currency: Currency) -> bool:
    cells = [row.cell(index) for row in rows if not is_blank(row.cell(index))]
    return bool(cells) and sum(read_cell(cell, currency) is not None for cell in cells) * 2 >= len(cells)


def _tariffs(row: TableRow, prices: list[int]) -> tuple[tuple[int, str], ...]:
    """One price column has no name; several are named by what differs in their headers."""
    if len(prices) == 1:
        return ((prices[0], ""),)
    heads = [row.cells[i] for i in prices]
    shared = "".join(letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*heads, strict=False)))
    cut = max(map(shared.rfind, ":,;(")) + 1 or shared.rfind(" ") + 1
    names = [head[cut:].strip(" :,;)") or head for head in heads]
    unique = all(a != b for a, b in pairwise(sorted(names)))
    return tuple((i, name if unique else f"{name} {n}") for n, (i, name) in enumerate(zip(prices, names, strict=True), 1))


def _range_ends(row: TableRow, prices: list[int]) -> tuple[int, int] | None:
    words = price_words()
    if len(prices) != 2 or not (_has_word(row.cells[prices[0]], words.low) and _has_word(row.cells[prices[1]], words.high)):
        return None
    return prices[0], prices[1]


def _has(cell: str, beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(beginnings) for word in re.findall(r"\w+", cell.lower()))


def _has_word(cell: str, words: tuple[str, ...]) -> bool:
    return any(word in words for word in re.findall(r"\w+", cell.lower()))
