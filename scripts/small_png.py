"""Makes a screenshot small: a PNG with a palette of at most 256 colours, chosen by halving the fullest box of colours (median cut)."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

COLOURS = 256
SIGNATURE = b"\x89PNG\r\n\x1a\n"
TRUE_COLOUR = {2: 3, 6: 4}
"""Bytes of a pixel by the colour type of the header."""

Colour = tuple[int, int, int]
Box = list[tuple[Colour, int]]


def smaller(png: bytes) -> bytes:
    """The same picture with a palette. Takes 8-bit true colour without interlacing, as browsers write it."""
    width, height, pixels = _pixels(png)
    counts = Counter(pixels)
    palette, index = _palette(counts)
    places = bytes(map(index.__getitem__, pixels))
    rows = b"".join(b"\0" + places[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    parts = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _pixels(png: bytes) -> tuple[int, int, list[Colour]]:
    parts = list(_chunks(png))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", dict(parts)[b"IHDR"])
    if depth != 8 or interlaced or kind not in TRUE_COLOUR:
        raise ValueError("not a plain true-colour PNG")
    size = TRUE_COLOUR[kind]
    lines = _lines(zlib.decompress(b"".join(body for name, body in parts if name == b"IDAT")), width * size, size)
    return width, height, [colour for line in lines for colour in zip(line[::size], line[1::size], line[2::size], strict=True)]


def _lines(data: bytes, length: int, size: int) -> Iterator[bytearray]:
    """Rows with their filters undone; `size` is that of a pixel."""
    above = bytearray(length)
    for at in range(0, len(data), length + 1):
        line = bytearray(data[at + 1 : at + 1 + length])
        _unfilter(data[at], line, above=above, size=size)
        yield line
        above = line


def _unfilter(kind: int, line: bytearray, *, above: bytearray, size: int) -> None:
    if kind == 0:
        return
    for i in range(len(line)):
        left = line[i - size] if i >= size else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = above[i]
        elif kind == 3:
            guess = (left + above[i]) // 2
        else:
            guess = _paeth(left, above[i], above[i - size] if i >= size else 0)
        line[i] = (line[i] + guess) & 255


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))


def _palette(counts: Counter[Colour]) -> tuple[list[Colour], dict[Colour, int]]:
    boxes: list[Box] = [list(counts.items())]
    while len(boxes) < COLOURS:
        boxes.sort(key=_loss)
        if len(boxes[-1]) < 2 or _loss(boxes[-1]) == 0:
            break
        boxes.extend(_halves(boxes.pop()))
    palette = [_middle(box) for box in boxes]
    return palette, {colour: at for at, box in enumerate(boxes) for colour, _ in box}


def _spread(box: Box) -> tuple[int, int]:
    """How far the colours of a box lie apart, and in which channel."""
    return max((max(c[i] for c, _ in box) - min(c[i] for c, _ in box), i) for i in range(3))


def _loss(box: Box) -> float:
    return _spread(box)[0] ** 2 * sum(count for _, count in box) ** 0.5 if len(box) > 1 else 0.0


def _halves(box: Box) -> tuple[Box, Box]:
    _, channel = _spread(box)
    box.sort(key=lambda one: one[0][channel])
    half, seen, at = sum(count for _, count in box) / 2, 0, 0
    while at < len(box) - 1 and (seen < half or at == 0):
        seen += box[at][1]
        at += 1
    return box[:at], box[at:]


def _middle(box: Box) -> Colour:
    total = sum(count for _, count in box)
    red, green, blue = (round(sum(c[i] * count for c, count in box) / total) for i in range(3))
    return red, green, blue
