"""Answers for parse_mode=MarkdownV2 and Markdown: nesting, escapes, and the parser's error sentences in bytes."""

import re
from dataclasses import dataclass

from sandbox.entities import utf16
from sandbox.errors import ApiError, bad_request
from sandbox.records import JSON

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler", "`": "code", "```": "pre"}
TOKEN = re.compile(r"\|\||__|```|[_*~`]", re.DOTALL)


@dataclass
class _Open:
    """A mark whose closing twin is still awaited."""

    mark: str
    offset: int
    at: int
    language: str = ""


class _Reader:
    """A cursor over MarkdownV2 source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.open: list[_Open] = []
        self.entities: list[JSON] = []

    @property
    def offset(self) -> int:
        return utf16(self.text)

    @property
    def in_code(self) -> bool:
        return bool(self.open) and self.open[-1].mark in ("`", "```")

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())


def _fail(sentence: str) -> ApiError:
    return bad_request(f"can't parse entities: {sentence}")


def parse_markdown_v2(source: str) -> tuple[str, list[JSON]]:
    """Plain text and entities; offsets are UTF-16 units."""
    reader = _Reader(source)
    while reader.at < len(source):
        char = source[reader.at]
        if char == "\\" and reader.at + 1 < len(source) and 0 < ord(source[reader.at + 1]) < 127:
            reader.text += source[reader.at + 1]
            reader.at += 2
        elif char == ">" and not reader.in_code and (reader.at == 0 or source[reader.at - 1] == "\n"):
            _open(reader, ">", width=1)
        elif char == "\n" and any(opened.mark == ">" for opened in reader.open) and source[reader.at + 1 : reader.at + 2] != ">":
            _close_quote(reader)
        elif char == "\n" and source[reader.at + 1 : reader.at + 2] == ">" and any(opened.mark == ">" for opened in reader.open):
            reader.text += "\n"
            reader.at += 2
        elif char not in RESERVED or (reader.in_code and char != "`"):
            reader.text += char
            reader.at += 1
        else:
            _read_mark(reader, char)
    if reader.open and reader.open[-1].mark == ">":
        _close_quote(reader, final=True)
    if reader.open:
        opened = reader.open[-1]
        raise _fail(f"Can't find end of {_kind(opened.mark)} entity at byte offset {reader.byte(opened.at)}")
    entities = [entity for entity in reader.entities if entity["length"]]
    return reader.text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _kind(mark: str) -> str:
    names = {"*": "Bold", "_": "Italic", "__": "Underline", "~": "Strikethrough", "||": "Spoiler", "`": "Code", "```": "Pre"}
    return names.get(mark, "TextUrl" if mark == "[" else "BlockQuote")


def _open(reader: _Reader, mark: str, *, width: int, language: str = "") -> None:
    reader.open.append(_Open(mark, reader.offset, reader.at, language))
    reader.at += width


def _close_quote(reader: _Reader, *, final: bool = False) -> None:
    opened = reader.open[-1]
    if opened.mark != ">":
        raise _fail(f"Can't find end of {_kind(opened.mark)} entity at byte offset {reader.byte(opened.at)}")
    reader.open.pop()
    kind = "blockquote"
    reader.entities.append({"type": kind, "offset": opened.offset, "length": reader.offset - opened.offset})
    if not final:
        reader.text += "\n"
        reader.at += 1


def _read_mark(reader: _Reader, char: str) -> None:
    match = TOKEN.match(reader.source, reader.at)
    mark = match.group() if match else char
    if mark == "[" or (char == "!" and reader.source[reader.at + 1 : reader.at + 2] == "["):
        _open(reader, "[", width=len("![") if char == "!" else 1)
    elif mark == "]" and reader.open and reader.open[-1].mark == "[":
        _close_link(reader)
    elif match is None:
        raise _fail(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
    elif reader.open and reader.open[-1].mark == mark:
        opened = reader.open.pop()
        entity: JSON = {"type": MARKS[mark], "offset": opened.offset, "length": reader.offset - opened.offset}
        reader.entities.append(entity | ({"language": opened.language} if opened.language else {}))
        reader.at += len(mark)
    elif reader.in_code:
        reader.text += mark
        reader.at += len(mark)
    else:
        _open_mark(reader, mark)


def _open_mark(reader: _Reader, mark: str) -> None:
    language = re.compile(r"([^\s`]+)\n").match(reader.source, reader.at + 3) if mark == "```" else None
    width = len(mark) + (len(language.group()) if language else 0)
    _open(reader, mark, width=width, language=language.group(1) if language else "")
    if mark == "```" and not language and reader.source[reader.at : reader.at + 1] == "\n":
        reader.at += 1


def _close_link(reader: _Reader) -> None:
    opened = reader.open.pop()
    entity: JSON = {"type": "text_link", "offset": opened.offset, "length": reader.offset - opened.offset}
    reader.at += 1
    if reader.source[reader.at : reader.at + 1] != "(":
        reader.entities.append(entity | {"url": reader.text[-entity["length"] :]})
        return
    url, start = "", reader.at
    reader.at += 1
    while reader.at < len(reader.source) and reader.source[reader.at] != ")":
        reader.at += reader.source[reader.at] == "\\"
        url += reader.source[reader.at : reader.at + 1]
        reader.at += 1
    if reader.at >= len(reader.source):
        raise _fail(f"Can't find end of a URL at byte offset {reader.byte(start)}")
    reader.at += 1
    if url.startswith("tg://emoji?id="):
        entity |= {"type": "custom_emoji", "custom_emoji_id": url.removeprefix("tg://emoji?id=")}
    else:
        entity["url"] = url
    reader.entities.append(entity)


LEGACY = re.compile(r"\\([_*`\[])|\[([^\]]+)\]\(([^)]*)\)|```(?:([^\s`]+)\n)?(.*?)```|([_*`])(.*?)\6|([_*`\[])", re.DOTALL)


def parse_markdown(source: str) -> tuple[str, list[JSON]]:
    """The legacy mode: no nesting, `*bold* _italic_ `code` ```pre``` [text](url)`."""
    text, entities, at = "", list[JSON](), 0
    for match in LEGACY.finditer(source):
        text += source[at : match.start()]
        at = match.end()
        escaped, label, url, language, pre, mark, inner, lone = match.groups()
        if lone:
            place = len(source[: match.start()].encode())
            raise _fail(f"Can't find end of the entity starting at byte offset {place}")
        shown = escaped or label or (pre if pre is not None else inner) or ""
        kind = "" if escaped else "text_link" if label else "pre" if pre is not None else MARKS[mark]
        if kind and shown:
            extra = {"url": url} if label else {"language": language} if language else {}
            entities.append({"type": kind, "offset": utf16(text), "length": utf16(shown)} | extra)
        text += shown
    return text + source[at:], entities
