"""Looking into a product: its rows become entries of the log that change in place, and its roads are shown where they can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from sandbox import Person, Sandbox
from sandbox.records import JSON
from sandbox.tour import follow, with_place
from sandbox.watch import Watch

TAKE = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Take it", callback_data="take")]])
KEYS = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Orders"), KeyboardButton(text="Board")]])


@dataclass
class Shop:
    """A product with two tables of a sort, that a test fills by hand."""

    table: dict[int, JSON] = field(default_factory=dict)
    road: list[JSON] = field(default_factory=list)
    hours: int = 0
    asked_for: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ("en", "ru")

    async def pass_hour(self) -> None:
        self.hours += 1

    def reset(self, language: str) -> None:
        self.asked_for = language

    async def rows(self, after: Mapping[str, int]) -> list[JSON]:
        return [dict(row) for key, row in sorted(self.table.items()) if key > after.get("box", 0)]

    async def roads(self) -> list[JSON]:
        return self.road

    def keeps(self, number: int, state: str) -> None:
        self.table[number] = {"table": "box", "id": number, "kind": "notice", "state": state, "open": state == "ready"}


def states(sandbox: Sandbox) -> list[tuple[str, str]]:
    return [(entry["title"], entry["detail"]["state"]) for entry in sandbox.world.log if entry["kind"] == "row"]


async def test_a_row_is_one_entry_that_changes(sandbox: Sandbox) -> None:
    shop = Shop()
    watch = Watch(sandbox.world, shop)
    told = sandbox.world.subscribe()
    shop.keeps(1, "ready")
    shop.keeps(2, "sent")
    await watch.look()
    await watch.look()
    assert states(sandbox) == [("box #1", "ready"), ("box #2", "sent")]
    shop.keeps(1, "sent")
    shop.keeps(3, "ready")
    await watch.look()
    del shop.table[3]
    await watch.look()
    assert states(sandbox) == [("box #1", "sent"), ("box #2", "sent"), ("box #3", "gone")]
    frames = [told.get_nowait() for _ in range(told.qsize())]
    assert [frame["entry"]["key"] for frame in frames if frame["type"] == "log"] == ["box:1", "box:2", "box:1", "box:3", "box:3"]


def road(person: int, *cues: JSON, **about: object) -> JSON:
    steps = [{"name": "one", "person": person, "cues": list(cues), "back": [{"do": "say", "words": "1001", "under": ""}]}]
    return {"name": "road", "number": 1001, "at": 0, "coming": [], "steps": steps, **about}


async def test_the_last_cue_in_sight_is_the_one_to_follow(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    """The newest message about the order comes first, and what was turned into something else is passed over."""
    say = {"do": "say", "words": "yes", "under": "Sure?"}
    way = road(anna.id, {"do": "key", "words": "Boa", "under": ""}, {"do": "tap", "words": "Take", "under": ""}, say)
    await bot.send_message(anna.id, "Hello", reply_markup=KEYS)
    assert with_place(sandbox.world, way)["cue"] == {"do": "key", "row": 0, "col": 1, "label": "Board"}
    card = await bot.send_message(anna.id, "№1001", reply_markup=TAKE)
    await bot.send_message(anna.id, "№1002", reply_markup=TAKE)
    cue = with_place(sandbox.world, way)["cue"]
    assert cue == {"do": "tap", "message_id": card.message_id, "row": 0, "col": 0, "label": "Take it"}
    follow(anna.deeds, cue)
    assert [update.callback_query.data for update in await bot.get_updates() if update.callback_query] == ["take"]
    await bot.send_message(anna.id, "Sure?")
    assert with_place(sandbox.world, way)["cue"] == {"do": "say", "text": "yes"}
    await bot.send_message(anna.id, "Done")
    assert with_place(sandbox.world, way)["cue"] == cue


async def test_a_step_waits_or_leads_back(sandbox: Sandbox, anna: Person) -> None:
    tap = {"do": "tap", "words": "Take", "under": ""}
    assert with_place(sandbox.world, road(anna.id, tap, coming=[anna.id]))["cue"] is None
    assert with_place(sandbox.world, road(anna.id, tap))["cue"] == {"do": "say", "text": "1001", "lost": True}
    assert with_place(sandbox.world, road(anna.id, tap, at=None))["cue"] is None


async def test_a_chat_has_to_be_open_first(sandbox: Sandbox, anna: Person) -> None:
    john = sandbox.person("John", language="en")
    tap = {"do": "tap", "words": "Take", "under": ""}
    assert with_place(sandbox.world, road(john.id, tap))["cue"] == {"do": "start"}
    anna.deeds.block()
    assert with_place(sandbox.world, road(anna.id, tap))["cue"] == {"do": "unblock"}


@pytest.mark.usefixtures("anna")
async def test_news_of_a_road_is_told_once(sandbox: Sandbox, anna: Person) -> None:
    shop = Shop(road=[road(anna.id, at=None)])
    watch = Watch(sandbox.world, shop)
    told = sandbox.world.subscribe()
    await watch.look()
    await watch.look()
    assert [told.get_nowait()["type"] for _ in range(told.qsize())] == ["tour"]
