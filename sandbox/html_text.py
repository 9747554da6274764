"""Answers for parse_mode=HTML: Telegram's own tag parser with its own error sentences, offsets in bytes."""

import re
from dataclasses import dataclass

from sandbox.entities import utf16
from sandbox.errors import ApiError, bad_request
from sandbox.records import JSON

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
ESCAPE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,10})|(lt|gt|amp|quot));?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACE = " \t\r\n\v"


@dataclass
class _Open:
    """A start tag whose end tag is still awaited."""

    tag: str
    attributes: dict[str, str]
    offset: int
    begin: int


class _Reader:
    """A cursor over the source text that can say its position in bytes."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[JSON] = []

    def peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def put(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16(text)

    def take_until(self, stops: str) -> str:
        start = self.at
        while self.peek() and self.peek() not in stops:
            self.at += 1
        return self.source[start : self.at]

    def skip_space(self) -> None:
        while self.peek() and self.peek() in SPACE:
            self.at += 1

    def fail(self, sentence: str, position: int | None = None) -> ApiError:
        where = "" if position is None else f" at byte offset {len(self.source[:position].encode())}"
        return bad_request(f"can't parse entities: {sentence}{where}")


def parse_html(source: str) -> tuple[str, list[JSON]]:
    """Plain text and entities; offsets are UTF-16 units."""
    reader = _Reader(source)
    while reader.peek():
        if reader.peek() == "&":
            _read_escape(reader)
        elif reader.peek() != "<":
            reader.put(reader.take_until("&<"))
        elif reader.source[reader.at + 1 : reader.at + 2] == "/":
            _read_end(reader)
        else:
            _read_start(reader)
    if reader.open:
        raise reader.fail(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].tag}"')
    entities = [entity for entity in reader.entities if entity["length"]]
    return "".join(reader.out), sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _unescape(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else match.group()


def _read_escape(reader: _Reader) -> None:
    match = ESCAPE.match(reader.source, reader.at)
    reader.put(_unescape(match) if match else "&")
    reader.at = match.end() if match else reader.at + 1


def _read_start(reader: _Reader) -> None:
    begin = reader.at
    reader.at += 1
    tag = reader.take_until(SPACE + ">").lower()
    if not reader.peek():
        raise reader.fail("Unclosed start tag", begin)
    if tag not in SIMPLE_TAGS:
        raise reader.fail(f'Unsupported start tag "{tag}"', begin)
    attributes = _read_attributes(reader, tag, begin)
    reader.at += 1
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise reader.fail('Tag "span" must have class "tg-spoiler"', begin)
    reader.open.append(_Open(tag, attributes, reader.length, begin))


def _read_attributes(reader: _Reader, tag: str, begin: int) -> dict[str, str]:
    attributes: dict[str, str] = {}
    while True:
        reader.skip_space()
        if reader.peek() == ">":
            return attributes
        name = reader.take_until(SPACE + "=>")
        if not reader.peek():
            raise reader.fail(f'Unclosed start tag "{tag}"', begin)
        if not name:
            raise reader.fail(f'Empty attribute name in the tag "{tag}"', begin)
        reader.skip_space()
        if tag == "blockquote" and name == "expandable" and reader.peek() != "=":
            attributes[name] = "1"
            continue
        if reader.peek() != "=":
            raise reader.fail(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        reader.at += 1
        reader.skip_space()
        attributes[name] = _read_value(reader, tag, begin)


def _read_value(reader: _Reader, tag: str, begin: int) -> str:
    quote = reader.peek()
    start = reader.at
    if quote in ("'", '"') and quote:
        reader.at += 1
        value = reader.take_until(quote)
        if not reader.peek():
            raise reader.fail(f'Unclosed start tag "{tag}"', begin)
        reader.at += 1
        return ESCAPE.sub(_unescape, value)
    while reader.peek() and (reader.peek().isalnum() or reader.peek() in ".-"):
        reader.at += 1
    if not reader.peek():
        raise reader.fail(f'Unclosed start tag "{tag}"', begin)
    if reader.peek() not in SPACE + ">":
        raise reader.fail("Unexpected end of name token", start)
    return reader.source[start : reader.at].lower()


def _read_end(reader: _Reader) -> None:
    begin = reader.at
    if not reader.open:
        raise reader.fail("Unexpected end tag", begin)
    reader.at += 2
    name = reader.take_until(SPACE + ">").lower()
    reader.skip_space()
    if reader.peek() != ">":
        raise reader.fail("Unclosed end tag", begin)
    reader.at += 1
    opened = reader.open.pop()
    if name and name != opened.tag:
        raise reader.fail(f'Unmatched end tag{_at(reader, begin)}, expected "</{opened.tag}>", found "</{name}>"')
    _close(reader, opened)


def _at(reader: _Reader, position: int) -> str:
    return f" at byte offset {len(reader.source[:position].encode())}"


def _close(reader: _Reader, opened: _Open) -> None:
    entity: JSON = {"type": SIMPLE_TAGS[opened.tag], "offset": opened.offset, "length": reader.length - opened.offset}
    attributes = opened.attributes
    if opened.tag == "a":
        url = attributes.get("href") or "".join(reader.out)[-entity["length"] :] if entity["length"] else ""
        if "." not in url and not url.startswith("tg:"):
            return
        entity["url"] = url if "://" in url or url.startswith(("tg:", "mailto:", "tel:")) else f"http://{url}/"
    elif opened.tag == "code" and attributes.get("class", "").startswith("language-"):
        outer = reader.open[-1] if reader.open else None
        if outer and outer.tag == "pre" and outer.offset == opened.offset:
            outer.attributes["language"] = attributes["class"][len("language-") :]
            return
    elif opened.tag == "pre":
        entity |= {"language": attributes["language"]} if "language" in attributes else {}
    elif opened.tag == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    elif opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    elif opened.tag == "tg-time":
        entity |= {"unix_time": int(attributes.get("unix", "0") or 0), "date_time_format": attributes.get("format", "")}
    reader.entities.append(entity)
