"""G5, fuzz: twisted updates and buttons; no handler breaks, nothing is stuck, and nothing is said that Telegram would refuse."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiogram.types import Update
from pydantic import ValidationError

from bot.deeds import DEEDS
from storage.inbox import MAX_TRIES
from tests.faults.ledger import Proof, sized
from tests.faults.mutants import twisted
from tests.faults.roads import FIRST_CLIENT, ROADS, STAFF, founded
from tests.faults.story import Story, hurried
from tests.faults.strict import Strict
from tests.spine import JSON, Spine, photo, tap, words

GOAL = "G5 twisted updates and buttons"
PEOPLE = (*STAFF, *range(FIRST_CLIENT, FIRST_CLIENT + len(ROADS)), 900, 901)
UNREADABLE = ("Unreadable",)
"""What is no update at all ends as a dead letter; Telegram never sends such."""
REFUSED = "TelegramBadRequest"
"""Looked at call by call: files of twisted updates are nowhere."""
UNREADABLE_SHARE = 0.01
CHUNK = 50


@dataclass(slots=True)
class Corpus:
    """Updates as they really come, and the buttons in them."""

    bodies: list[JSON] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    def add(self, *bodies: JSON) -> None:
        self.bodies += bodies
        self.data += [body["callback_query"]["data"] for body in bodies if "callback_query" in body]

    def mutant(self, rng: random.Random) -> JSON:
        """Mostly one that is still an update: what is none reaches no handler."""
        while True:
            found = twisted(rng.choice(self.bodies), rng, others=self.bodies, data=self.data)
            if rng.random() < UNREADABLE_SHARE or _is_readable(found):
                return found


def _is_readable(body: JSON) -> bool:
    try:
        Update.model_validate({"update_id": 1, **body})
    except ValidationError:
        return False
    return True


async def recorded(path: Path) -> Corpus:
    """Every road once, and what no road has."""
    spine, corpus = await founded(path), Corpus()
    story = Story(spine)
    for client, road in enumerate(ROADS.values(), FIRST_CLIENT):
        await road(story, client)
    for step in story.steps:
        for arrival in step.arrivals:
            corpus.add({key: value for key, value in json.loads(arrival.raw).items() if key != "update_id"})
    corpus.add(*rare(FIRST_CLIENT), *rare(next(iter(STAFF))))
    seen = {data for pictures in story.desk.shown.values() for picture in pictures.values() for _label, data in picture.buttons}
    corpus.add(*(tap(next(iter(STAFF)), data) for data in sorted(seen)))
    corpus.add(*(tap(next(iter(STAFF)), f"x:{verb}:1001:1") for verb in sorted(DEEDS)))
    await spine.engines.dispose()
    return corpus


def rare(person: int) -> list[JSON]:
    """Kinds of updates and of content that the roads do not bring."""
    said = words(person, "said")["message"]
    place = {key: said[key] for key in ("chat", "date")}
    file = {"file_id": "F", "file_unique_id": "f", "file_size": 10}
    user = said["from"]
    emoji = {"type": "emoji", "emoji": "👍"}
    bare = {key: value for key, value in said.items() if key != "text"}
    contents: list[JSON] = [
        {"voice": {**file, "duration": 1}},
        {"document": {**file, "file_name": "x.csv"}, "caption": "papers"},
        {"location": {"latitude": 55.0, "longitude": 37.0}},
        {"contact": {"phone_number": "79161112233", "first_name": "A", "user_id": person}},
        {"sticker": {**file, "width": 1, "height": 1, "type": "regular", "is_animated": False, "is_video": False}},
        {"new_chat_members": [user]},
        {"dice": {"emoji": "🎲", "value": 3}},
    ]
    member = {"user": {**user, "is_bot": True}, "status": "member"}
    gone = {"user": {**user, "is_bot": True}, "status": "kicked", "until_date": 0}
    return [
        {"edited_message": {**said, "edit_date": said["date"] + 1}},
        photo(person),
        *({"message": {**bare, **content}} for content in contents),
        {"message_reaction": {**place, "message_id": 9, "user": user, "old_reaction": [], "new_reaction": [emoji]}},
        {"my_chat_member": {**place, "from": user, "old_chat_member": member, "new_chat_member": gone}},
        {"my_chat_member": {**place, "from": user, "old_chat_member": gone, "new_chat_member": member}},
        {"inline_query": {"id": "7", "from": user, "query": "№1001", "offset": ""}},
        {"channel_post": {**place, "message_id": 9, "text": "x"}},
    ]


@dataclass(slots=True)
class Fuzzed:
    """`broken` handlers and screens, `stuck` rows, calls that would be `refused`."""

    broken: Counter[str]
    stuck: list[Any]
    refused: list[str]
    unreadable: int

    @property
    def is_sound(self) -> bool:
        return not (self.broken or self.stuck or self.refused)


async def fuzzed(path: Path, corpus: Corpus, *, rng: random.Random, count: int) -> Fuzzed:
    spine = Spine(hurried(path), paper=Strict(PEOPLE))
    assert isinstance(spine.paper, Strict)
    for _chunk in range(0, count, CHUNK):
        await _takes(spine, [corpus.mutant(rng) for _body in range(CHUNK)])
        for _try in range(MAX_TRIES):
            spine.later(minutes=1)
            await _takes(spine, [])
    await spine.engines.dispose()
    return _found(path, spine.paper.refused)


async def _takes(spine: Spine, bodies: Sequence[JSON]) -> None:
    spine.later(seconds=2)
    await spine.takes(*bodies)
    await spine.delivers()
    spine.paper.calls.clear()


def _found(path: Path, refused: list[str]) -> Fuzzed:
    look = sqlite3.connect(path)
    try:
        errors = [row[0].partition(": ")[2] for row in look.execute("SELECT error FROM inbox WHERE error IS NOT NULL")]
        unsaid = [
            f"{kind}: {error}" for kind, error in look.execute("SELECT kind, error FROM outbox WHERE state = 'dead'") if error != REFUSED
        ]
        stuck = look.execute("SELECT seq, state, error FROM inbox WHERE state = 'ready'").fetchall()
        broken = Counter(error for error in errors if error not in UNREADABLE) + Counter(unsaid)
        return Fuzzed(broken, stuck, refused, sum(error in UNREADABLE for error in errors))
    finally:
        look.close()


async def test_no_twisted_update_breaks_anything(tmp_path: Path, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    count = sized(10_000, 100_000)
    corpus = await recorded(tmp_path / "company.db")
    began = time.perf_counter()
    found = await fuzzed(tmp_path / "company.db", corpus, rng=proof.rng, count=count)
    a_second = count / (time.perf_counter() - began)
    assert found.is_sound, (found.broken, found.stuck[:5], Counter(found.refused).most_common(5))
    proof.n = f"{count} twisted updates"
    proof.measured(unreadable=found.unreadable, unhandled=0, stuck=0, refused_calls=0, a_second=a_second)

    async def trips(*_args: Any, **_kwargs: Any) -> str:
        raise KeyError("planted")

    monkeypatch.setitem(DEEDS, "line_more", trips)
    planted = await fuzzed(
        tmp_path / "company.db", Corpus([tap(11, "x:line_more:1001:1")], ["x:line_more:1001:1"]), rng=proof.rng, count=50
    )
    proof.control("a planted KeyError", red=f"{planted.broken['KeyError']} unhandled" if planted.broken["KeyError"] else "")
