"""Dialogues: every form, with a restart at every step, is asked on, goes back, and ends in its deed (S10)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.assembly import build_dispatcher
from bot.cards.form import FORMS, Question
from storage import tables
from tests.rights import oracle
from tests.rights.company import ANNA, DIR, OP, ORDER, SITUATIONS, A, D, E, M
from tests.rights.gate import Gate
from tests.rights.presses import OTHER_ARGS, OTHER_IDS
from tests.spine import JSON, photo, tap, words

build_dispatcher()
ANYBODY = (OP, M, D, E, A, DIR, ANNA)
ANYWHEN = ("in progress", "lead in_work", "estimating", "documents, long")
TYPED = {
    "amount": "5",
    "day": "tomorrow",
    "time": "tomorrow 10:00",
    "phone": "+79165551133",
    "typed_phone": "+79165551133",
    "email": "anna@example.com",
}


@pytest.fixture
async def gate(tmp_path: Path, situation: str) -> AsyncIterator[Gate]:
    opened = await Gate.opens(tmp_path, SITUATIONS[situation], situation=situation)
    yield opened
    await opened.closes()


def where(name: str) -> str:
    """A situation in which somebody can end the dialogue."""
    return next((line.when[0] for line in oracle.DIALOGUES.get(name, [])), ANYWHEN[0])


async def dialog(gate: Gate, person: int) -> dict[str, Any] | None:
    async with gate.spine.engines.read.connect() as connection:
        row = (await connection.execute(select(tables.dialog.c.data).where(tables.dialog.c.chat_id == person))).first()
    return dict(row.data) if row else None


async def begin(gate: Gate, name: str, *, person: int) -> dict[str, Any]:
    await gate.spine.takes(tap(person, f"f:{name}:{OTHER_IDS.get(name, ORDER)}:{OTHER_ARGS.get(name, 1)}"))
    data = await dialog(gate, person)
    assert data is not None, f"{person} could not begin {name}"
    return data


def question_of(data: dict[str, Any]) -> Question | None:
    return next((question for question in FORMS[data["form"]].questions if question.key == data["step"]), None)


def reply(person: int, data: dict[str, Any]) -> Sequence[JSON]:
    """What a person does at this step: types, taps a choice, sends a picture, or confirms the summary."""
    question, name = question_of(data), data["form"]
    if question is None:
        return [tap(person, f"s:{name}:submit:")]
    if question.choices:
        return [tap(person, f"s:{name}:choose:{question.choices[0][0]}")]
    if question.kind == "photos":
        return [photo(person), tap(person, f"s:{name}:enough:")]
    if question.kind == "file":
        return [photo(person)]
    return [words(person, TYPED.get(question.kind, "Because of it 900"))]


async def finish(gate: Gate, name: str, *, person: int, restarts: bool) -> list[str]:
    """Begins and answers to the end; the steps that were asked. A refused end leaves the dialogue open."""
    data: dict[str, Any] | None = await begin(gate, name, person=person)
    asked: list[str] = []
    while data is not None and data["step"] not in asked:
        asked.append(data["step"])
        for body in reply(person, data):
            if restarts:
                gate.spine.restart()
                assert await dialog(gate, person) == data or body != reply(person, data)[0]
            await gate.spine.takes(body)
        data = await dialog(gate, person)
    return asked if data is None else []


async def who_ends(gate: Gate, name: str) -> int:
    """Somebody for whom the dialogue ends in its deed."""
    for person in ANYBODY:
        ended = await finish(gate, name, person=person, restarts=False)
        gate.restore()
        if ended:
            return person
    raise AssertionError(f"nobody ends {name} in {gate.situation}: the table of dialogues lacks it")


@pytest.mark.parametrize(("name", "situation"), [(name, where(name)) for name in FORMS])
async def test_a_restart_at_every_step_changes_nothing(gate: Gate, name: str) -> None:
    person = await who_ends(gate, name)
    asked = await finish(gate, name, person=person, restarts=True)
    assert 0 < len([key for key in asked if key]) <= 4
    assert gate.failures() == []


LONG = [name for name, form in FORMS.items() if len(form.questions) > 1]


@pytest.mark.parametrize(("name", "situation"), [(name, where(name)) for name in LONG])
async def test_back_asks_again_and_cancel_leaves_nothing(gate: Gate, name: str) -> None:
    person = await who_ends(gate, name)
    first = await begin(gate, name, person=person)
    for body in reply(person, first):
        await gate.spine.takes(body)
    second = await dialog(gate, person)
    assert second is not None
    assert second["step"] != first["step"]
    await gate.spine.takes(tap(person, f"s:{name}:back:"))
    again = await dialog(gate, person)
    assert again is not None
    assert again["step"] == first["step"]
    before = gate.digest()
    await gate.spine.takes(tap(person, f"s:{name}:cancel:"))
    assert await dialog(gate, person) is None
    assert gate.digest() == before


@pytest.mark.parametrize("situation", ["in progress"])
async def test_what_cannot_be_read_is_asked_again_with_the_draft_kept(gate: Gate) -> None:
    await begin(gate, "part_payment", person=A)
    await gate.spine.takes(words(A, "a lot"))
    data = await dialog(gate, A)
    assert data is not None
    assert (data["step"], data["answers"]) == ("amount", {})
    await gate.spine.takes(words(A, "5"), words(A, "by hand, please"))
    data = await dialog(gate, A)
    assert data is not None
    assert (data["step"], data["answers"]) == ("method", {"amount": 500})


@pytest.mark.parametrize("situation", ["in progress"])
async def test_buttons_of_another_dialogue_are_stale(gate: Gate) -> None:
    kept = await begin(gate, "part_payment", person=A)
    answers = await gate.spine.takes(tap(A, "s:refund:choose:cash"), tap(A, "s:part_payment:dance:"))
    assert {answer.text for answer in answers} == {"Refreshed: something changed meanwhile."}
    assert await dialog(gate, A) == kept


def test_a_form_asks_at_most_four_questions() -> None:
    assert [name for name, form in FORMS.items() if not 0 < len(form.questions) <= 4] == []
