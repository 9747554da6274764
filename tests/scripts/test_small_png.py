"""Small pictures: the same size and nearly the same colours, in a palette."""

from __future__ import annotations

import struct
import zlib

import pytest

from sandbox.files import sample_picture
from scripts import small_png


def picture(width: int, height: int, *, filtered: int) -> bytes:
    """A gradient in true colour, its rows marked with one of the five filters (undone it is another picture, but a valid one)."""
    rows = b"".join(bytes([filtered]) + bytes((x * y + c) % 7 for x in range(width) for c in range(3)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return small_png.SIGNATURE + b"".join(small_png._chunk(name, body) for name, body in parts)


@pytest.mark.parametrize("filtered", range(5))
def test_few_colours_are_kept_exactly(filtered: int) -> None:
    png = picture(12, 9, filtered=filtered)
    before = small_png._pixels(png)
    small = small_png.smaller(png)
    parts = dict(small_png._chunks(small))
    assert struct.unpack(">IIBBBBB", parts[b"IHDR"]) == (12, 9, 8, 3, 0, 0, 0)
    colours = [tuple(parts[b"PLTE"][at : at + 3]) for at in range(0, len(parts[b"PLTE"]), 3)]
    rows = zlib.decompress(parts[b"IDAT"])
    places = [place for y in range(9) for place in rows[y * 13 + 1 : y * 13 + 13]]
    if len(set(before[2])) <= small_png.COLOURS:
        assert [colours[place] for place in places] == before[2]
    assert len(colours) <= small_png.COLOURS


def test_other_pictures_are_refused() -> None:
    png = bytearray(sample_picture())
    png[25] = 0
    with pytest.raises(ValueError, match="true-colour"):
        small_png.smaller(bytes(png))
