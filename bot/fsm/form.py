"""Runs declared forms: next question, back, skip, edit, summary; the state is a row, so a restart changes nothing (S10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from bot.cards.form import FORMS, Form, Question, choices_of
from bot.fsm.answers import joined, read_answer
from bot.ports import BotUnit
from crm.actor import Actor
from crm.conversation import Content, Media
from crm.errors import Stale
from crm.intents import Say, Show


class Filling(StatesGroup):
    """Somebody fills a form; which one and where is in the data."""

    step = State()


@dataclass(frozen=True, slots=True)
class Filled:
    """A finished form: `id` and `arg` are what it was begun with, `then` the screen that it was begun from, if that is not its own."""

    id: int
    arg: str
    answers: dict[str, Any] = field(default_factory=dict)
    then: str = ""

    def text(self, key: str) -> str:
        return str(self.answers.get(key) or "")


class Finish(Protocol):
    """What a finished form does."""

    async def __call__(self, unit: BotUnit, actor: Actor, *, filled: Filled) -> None: ...


class Prepare(Protocol):
    """What is known before a form begins, by the keys of its questions."""

    async def __call__(self, unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]: ...


FINISHES: dict[str, Finish] = {}
PREPARES: dict[str, Prepare] = {}
LEARNS: dict[tuple[str, str], Prepare] = {}


def finishes(name: str) -> Callable[[Finish], Finish]:
    """Registers what a finished form does."""

    def register(finish: Finish) -> Finish:
        FINISHES[name] = finish
        return finish

    return register


def prepares(name: str) -> Callable[[Prepare], Prepare]:
    """Registers what is known before a form begins, so that it is not asked again (S11)."""

    def register(prepare: Prepare) -> Prepare:
        PREPARES[name] = prepare
        return prepare

    return register


def learns(name: str, key: str) -> Callable[[Prepare], Prepare]:
    """Registers what an answer brings to light: further answers, from the answers so far."""

    def register(learn: Prepare) -> Prepare:
        LEARNS[name, key] = learn
        return learn

    return register


class FormRun:
    """One person's run of a form within one input."""

    def __init__(self, unit: BotUnit, actor: Actor, *, state: FSMContext) -> None:
        self.unit, self.actor, self.state = unit, actor, state

    async def begin(self, name: str, id: int, *, arg: str = "") -> None:
        """`arg` may end in `>screen`: where the person is when he began, and comes back to."""
        arg, _mark, then = arg.partition(">")
        known = await PREPARES[name](self.unit, self.actor, filled=Filled(id, arg)) if name in PREPARES else {}
        data = {"form": name, "id": id, "arg": arg, "then": then, "answers": known}
        await self.state.set_state(Filling.step)
        await self._go_on(data, anew=True)

    async def answer(self, content: Content) -> None:
        """A message in the dialogue: what cannot be read is asked again, the draft is kept."""
        data = await self.state.get_data()
        question = _question(data)
        if question is None:
            self._show(data, anew=True)
        elif question.kind == "photos":
            await self._keep_file(data, question, content)
        else:
            await self._keep_answer(data, question, content)

    async def _keep_answer(self, data: dict[str, Any], question: Question, content: Content) -> None:
        value = read_answer(question, content, unit=self.unit)
        if value is None:
            self._show({**data, "wrong": True}, anew=True)
            return
        if question.kind == "phone":
            self.unit.say(Say("thanks", keyboard=True))
        data["answers"] = await self._with(data, question.key, value)
        await self._go_on(data, anew=True)

    async def _with(self, data: dict[str, Any], key: str, value: object) -> dict[str, Any]:
        """The answers with one more, and what that one tells us."""
        answers = {**data["answers"], key: value}
        learn = LEARNS.get((data["form"], key))
        return answers | (await learn(self.unit, self.actor, filled=Filled(data["id"], data["arg"], answers)) if learn else {})

    async def press(self, verb: str, arg: str) -> None:
        """A button or key of the dialogue. Raises `Stale` for one that the dialogue does not know."""
        match verb:
            case "choose":
                await self.choose(arg)
            case "edit":
                await self.edit(arg)
            case "skip" | "enough":
                await self.skip()
            case "back":
                await self.back()
            case "submit":
                await self.submit()
            case "cancel":
                await self.cancel()
            case _:
                raise Stale(verb)

    async def choose(self, value: str) -> None:
        """Raises `Stale` for what the question does not offer."""
        data = await self.state.get_data()
        question = _question(data)
        if question is None or value not in dict(choices_of(question, data["answers"])):
            raise Stale(value)
        data["answers"] = await self._with(data, question.key, value)
        await self._go_on(data)

    async def skip(self) -> None:
        data = await self.state.get_data()
        question = _question(data)
        if question is not None and (question.optional or question.kind == "photos"):
            if question.kind == "phone":
                self.unit.say(Say("thanks", keyboard=True))
            said = data["answers"].get(question.key) or data["answers"].get(question.key + "_caption", "")
            data["answers"] = await self._with(data, question.key, said)
        await self._go_on(data)

    async def back(self) -> None:
        data = await self.state.get_data()
        asked = _form(data).asked(data["answers"])
        keys = [question.key for question in asked]
        place = keys.index(data["step"]) if data.get("step") in keys else len(keys)
        if place > 0:
            data["step"] = keys[place - 1]
            data["answers"] = {key: value for key, value in data["answers"].items() if key != data["step"]}
        await self.state.set_data(data)
        self._show(data)

    async def edit(self, key: str) -> None:
        data = await self.state.get_data()
        data["answers"] = {name: value for name, value in data["answers"].items() if name != key}
        await self._go_on({**data, "step": key})

    async def submit(self) -> None:
        await self._finish(await self.state.get_data())

    async def cancel(self) -> None:
        data = await self.state.get_data()
        await self.state.clear()
        self.unit.say(Say("cancelled", keyboard=True))
        self._show({**data, "over": "cancelled"})

    async def _keep_file(self, data: dict[str, Any], question: Question, content: Content) -> None:
        """Photos gather until the person says that is all; a text is the description and goes on."""
        answers = dict(data["answers"])
        if content.media is Media.TEXT:
            answers[question.key] = joined(answers.get(question.key + "_caption"), content.body)
            return await self._go_on({**data, "answers": answers}, anew=True)
        files = [*answers.get(question.key + "_files", []), {"media": str(content.media), "file_id": content.file_id}]
        answers[question.key + "_files"], answers[question.key + "_count"] = files, len(files)
        caption = joined(answers.get(question.key + "_caption"), content.body)
        data["answers"] = {**answers, **({question.key + "_caption": caption} if caption else {})}
        await self.state.set_data(data)
        return self._show(data, anew=True)

    async def _go_on(self, data: dict[str, Any], *, anew: bool = False) -> None:
        form = _form(data)
        question = form.next_step(data["answers"])
        data = {**data, "step": question.key if question else "", "wrong": False}
        if question is None and not form.summary:
            return await self._finish(data)
        await self.state.set_data(data)
        return self._show(data, anew=anew)

    async def _finish(self, data: dict[str, Any]) -> None:
        await self.state.clear()
        self._show({**data, "over": "done"})
        await FINISHES[data["form"]](self.unit, self.actor, filled=Filled(data["id"], data["arg"], data["answers"], data.get("then", "")))

    def _show(self, data: dict[str, Any], *, anew: bool = False) -> None:
        self.unit.say(Show("form", data, slot="dialog", anew=anew))


def _form(data: dict[str, Any]) -> Form:
    return FORMS[data["form"]]


def _question(data: dict[str, Any]) -> Question | None:
    return next((q for q in _form(data).questions if q.key == data.get("step")), None)
