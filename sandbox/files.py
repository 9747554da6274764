"""Answers for files: what a file_id leads to, and the shape (size, duration) a file is shown with."""

import itertools
import secrets
import struct
import zlib

from sandbox.records import JSON, StoredFile


class FileShelf:
    """Files by file_id and by download path; ids are opaque to the bot, as at Telegram."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def keep(self, kind: str, content: bytes, *, name: str, mime: str, shape: JSON | None = None) -> StoredFile:
        unique = f"AQAD{next(self._numbers):06d}"
        file = StoredFile(f"AgACAgIAAxk{secrets.token_urlsafe(18)}", unique, kind, name, content, mime, shape or {})
        self._by_id[file.file_id] = file
        self._by_path[file.path] = file
        return file

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, JPEG or WebP picture; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content[:4] == b"GIF8" and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return 512, 512
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return None


def sample_picture(number: int = 0, *, width: int = 480, height: int = 360) -> bytes:
    """A small valid PNG of two colour bands, different for every number."""
    hues = [(0x4C, 0x8B, 0xF5), (0xE8, 0x7A, 0x5D), (0x5F, 0xAD, 0x56), (0xB0, 0x7C, 0xC6), (0xE0, 0xB0, 0x3A)]
    red, green, blue = hues[number % len(hues)]
    light = bytes((red, green, blue)) * width
    dark = bytes((red // 2, green // 2, blue // 2)) * width
    rows = b"".join(b"\0" + (light if row < height * 2 // 3 else dark) for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def sample_sound() -> bytes:
    """A header of an empty Ogg stream: enough for a bot that only passes the file on."""
    return b"OggS\0\2" + bytes(20) + b"\1\x13OpusHead\1\1" + bytes(9)
