"""Answers for formatted text: UTF-16 arithmetic, entities Telegram finds by itself, trimming and clean-up."""

import re
from collections.abc import Iterable

from sandbox.errors import bad_request
from sandbox.records import JSON

MAX_ENTITIES = 100
FOUND = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")),
    ("url", re.compile(r"(?<![\w@])(?:https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]|(?:t\.me|telegram\.me)/[\w/?=+-]+)")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")),
    ("mention", re.compile(r"(?<![\w/@.])@[A-Za-z0-9_]{3,32}\b")),
    ("hashtag", re.compile(r"(?<![\w#&/])#[^\W\d]\w*|(?<![\w#&/])#\d+[^\W\d]\w*")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d ()-]{8,17}\d(?!\w)")),
)
FRAMES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"})
FOUND_KINDS = frozenset(kind for kind, _ in FOUND) | {"cashtag"}
KINDS = FRAMES | FOUND_KINDS | {"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}
NEEDED_FIELDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}


def utf16(text: str) -> int:
    """Length in UTF-16 code units, the measure of entity offsets."""
    return len(text) + sum(char > "\uffff" for char in text)


def found_entities(text: str, taken: Iterable[JSON] = ()) -> list[JSON]:
    """Commands, links, mentions… that every client shows as entities although nobody marked them."""
    result = list(taken)
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            offset, length = utf16(text[: match.start()]), utf16(match.group())
            if not any(_overlap(offset, length, other) for other in result if other["type"] not in FRAMES):
                result.append({"type": kind, "offset": offset, "length": length})
    return sorted(result, key=lambda entity: (entity["offset"], -entity["length"]))[:MAX_ENTITIES]


def checked_entities(text: str, entities: object) -> list[JSON]:
    """Entities given by the bot: shape checked, those that Telegram recomputes or that lie outside dropped."""
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    total = utf16(text)
    result = []
    for entity in entities:
        _check_entity(entity)
        if entity["type"] in FOUND_KINDS or entity["length"] <= 0 or entity["offset"] >= total:
            continue
        if entity["offset"] < 0:
            raise bad_request("entity begins in the middle of a UTF-16 symbol")
        _check_boundaries(text, entity)
        result.append(entity | {"length": min(entity["length"], total - entity["offset"])})
    return sorted(result, key=lambda entity: (entity["offset"], -entity["length"]))[:MAX_ENTITIES]


def _check_entity(entity: object) -> None:
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    for name in ("offset", "length"):
        if not isinstance(entity.get(name), int):
            raise bad_request(f'can\'t parse MessageEntity: Field "{name}" must be of type Number')
    if entity.get("type") not in KINDS:
        raise bad_request("can't parse MessageEntity: unsupported entity type specified")
    needed = NEEDED_FIELDS.get(entity["type"])
    if needed and needed not in entity:
        raise bad_request(f"can't parse MessageEntity: can't find field \"{needed}\"")


def _check_boundaries(text: str, entity: JSON) -> None:
    edges = {entity["offset"], entity["offset"] + entity["length"]}
    at = 0
    for char in text:
        at += 1
        if char > "\uffff":
            if at in edges:
                where = "begins" if at == entity["offset"] else "ends"
                raise bad_request(f"entity {where} in a middle of a UTF-16 symbol at byte offset {at}")
            at += 1


def _overlap(offset: int, length: int, other: JSON) -> bool:
    return bool(offset < other["offset"] + other["length"] and other["offset"] < offset + length)


def trimmed(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """Telegram strips white space at both ends; entities move and shrink with it."""
    text = text.replace("\r\n", "\n").replace("\0", "") if not entities else text
    kept = text.rstrip()
    stripped = kept.lstrip()
    shift = utf16(kept) - utf16(stripped)
    total = utf16(stripped)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, total)
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return stripped, moved
