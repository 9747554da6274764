"""Updates twisted by lot: other types, missing and foreign fields, huge and odd texts, other people's ids, broken buttons."""

from __future__ import annotations

import copy
import random
import string
from collections.abc import Iterator, Sequence
from typing import Any

JSON = dict[str, Any]

ODD_TEXTS = (
    "",
    " ",
    "\x00",
    "\u202e\u200f\u200b",
    "a\u0301" * 40,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 20,
    "<b>bold</b> &amp; <a href='tg://user?id=1'>x</a>",
    "{name} %s %(x)d {0.__class__}",
    "'; DROP TABLE deal; --",
    "/start",
    "/start inv_x",
    "/unknown",
    "№1001",
    "+7 916 111-22-33",
    "-1",
    "0",
    "900",
    "1e400",
    "99999999999999999999",
    "12:61 32.13.2026",
    "x" * 4096,
    "\n" * 300,
    "А" * 3000,
)
NEVER_EMPTY = ("phone_number",)
ODD_NUMBERS = (0, -1, 1, 7, 2**31 - 1, 2**31, 2**53, -(2**63), 10**18)
LETTERS = string.ascii_lowercase + string.digits + ":_-"
KINDS = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member", "inline_query", "channel_post")


def twisted(body: JSON, rng: random.Random, *, others: Sequence[JSON], data: Sequence[str]) -> JSON:
    """One to three changes somewhere in the update."""
    found = copy.deepcopy(body)
    for _change in range(rng.randint(1, 3)):
        if "callback_query" in found and rng.random() < 0.6:
            query = found["callback_query"]
            if isinstance(query, dict):
                query["data"] = broken_button(rng.choice(data), rng)
            continue
        holder, key = rng.choice(list(_places(found)))
        if key in ("id", "user_id") and isinstance(holder[key], int):
            holder[key] = rng.choice([*_ids(others), 1, 7, 2**40])
        else:
            _twist(holder, key, rng=rng)
    return found


def broken_button(data: str, rng: random.Random) -> str:
    """Another number, another part, cut, doubled, or no data of ours at all."""
    parts = data.split(":")
    place = rng.randrange(len(parts))
    match rng.randrange(7):
        case 0:
            parts[place] = str(rng.choice(ODD_NUMBERS))
        case 1:
            parts[place] = "".join(rng.choices(LETTERS, k=rng.randint(0, 20)))
        case 2:
            parts.insert(place, parts[place])
        case 3:
            del parts[place]
        case 4:
            parts[place] = rng.choice(ODD_TEXTS)[:30]
        case 5:
            parts[place] = str(rng.choice((1, 2, 3, 1001, 1002, 1003, 1004)))
        case _:
            return data[: rng.randint(0, len(data))]
    return ":".join(parts)[:64]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from _places(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield value, index
            yield from _places(inner)


def _ids(others: Sequence[JSON]) -> list[int]:
    return [body["from"]["id"] for update in others for body in update.values() if isinstance(body, dict) and "from" in body]


def _twist(holder: Any, key: Any, *, rng: random.Random) -> None:
    value = holder[key]
    if isinstance(value, bool):
        holder[key] = not value
    elif isinstance(value, str):
        holder[key] = rng.choice(ODD_TEXTS[key in NEVER_EMPTY :]) if rng.random() < 0.8 else value * 2
    elif isinstance(value, int):
        holder[key] = rng.choice(ODD_NUMBERS) if rng.random() < 0.8 else str(value)
    elif rng.random() < 0.3 and isinstance(holder, dict) and len(holder) > 1:
        del holder[key]
    elif isinstance(value, list) and value:
        value.append(copy.deepcopy(value[0]))
    elif isinstance(value, dict):
        value[rng.choice(("surprise", "text", "caption", "photo", "date"))] = rng.choice((None, {}, [], "x", 5))
