"""Runs declared forms: next question, back, skip, edit, summary; the state is a row, so a restart changes nothing (S10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from bot.cards.form import FORMS, Form, Question
from bot.ports import BotUnit
from bot.words import phone_of
from crm.actor import Actor
from crm.client import EMAIL
from crm.conversation import Content, Media
from crm.errors import Stale
from crm.intents import Say, Show
from crm.money import CURRENCIES, RUB, parse_amount

MAX_ANSWER = 2000


class Filling(StatesGroup):
    """Somebody fills a form; which one and where is in the data."""

    step = State()


@dataclass(frozen=True, slots=True)
class Filled:
    """A finished form: `id` and `arg` are what it was begun with."""

    id: int
    arg: str
    answers: dict[str, Any] = field(default_factory=dict)

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


class FormRun:
    """One person's run of a form within one input."""

    def __init__(self, unit: BotUnit, actor: Actor, *, state: FSMContext) -> None:
        self.unit, self.actor, self.state = unit, actor, state

    async def begin(self, name: str, id: int, *, arg: str = "") -> None:
        known = await PREPARES[name](self.unit, self.actor, filled=Filled(id, arg)) if name in PREPARES else {}
        data = {"form": name, "id": id, "arg": arg, "answers": known}
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
        value = _read(question, content, self.unit)
        if value is None:
            self._show({**data, "wrong": True}, anew=True)
            return
        if question.kind == "phone":
            self.unit.say(Say("thanks", keyboard=True))
        data["answers"] = {**data["answers"], question.key: value}
        await self._go_on(data, anew=True)

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
        if question is None or value not in dict(question.choices):
            raise Stale(value)
        data["answers"] = {**data["answers"], question.key: value}
        await self._go_on(data)

    async def skip(self) -> None:
        data = await self.state.get_data()
        question = _question(data)
        if question is not None and (question.optional or question.kind == "photos"):
            if question.kind == "phone":
                self.unit.say(Say("thanks", keyboard=True))
            said = data["answers"].get(question.key) or data["answers"].get(question.key + "_caption", "")
            data["answers"] = {**data["answers"], question.key: said}
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
            answers[question.key] = _joined(answers.get(question.key + "_caption"), content.body)
            return await self._go_on({**data, "answers": answers}, anew=True)
        files = [*answers.get(question.key + "_files", []), {"media": str(content.media), "file_id": content.file_id}]
        answers[question.key + "_files"], answers[question.key + "_count"] = files, len(files)
        caption = _joined(answers.get(question.key + "_caption"), content.body)
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
        await FINISHES[data["form"]](self.unit, self.actor, filled=Filled(data["id"], data["arg"], data["answers"]))

    def _show(self, data: dict[str, Any], *, anew: bool = False) -> None:
        self.unit.say(Show("form", data, slot="dialog", anew=anew))


def _joined(said: object, more: str) -> str:
    """Words of several pictures and messages, a line each."""
    return "\n".join(part for part in (str(said or ""), more.strip()) if part)[:MAX_ANSWER]


def _form(data: dict[str, Any]) -> Form:
    return FORMS[data["form"]]


def _question(data: dict[str, Any]) -> Question | None:
    return next((q for q in _form(data).questions if q.key == data.get("step")), None)


def _read(question: Question, content: Content, unit: BotUnit) -> object | None:
    """The answer's value, or None when it cannot be one."""
    text = content.body.strip()[:MAX_ANSWER]
    match question.kind:
        case "amount":
            return parse_amount(text, CURRENCIES.get(unit.shop.currency, RUB))
        case "email":
            return text if EMAIL.fullmatch(text) else None
        case "phone" | "typed_phone":
            extra = content.extra or {}
            return phone_of(str(extra.get("phone") or text), language=unit.shop.language)
        case "place" if content.media is Media.LOCATION and content.extra:
            return f"{content.extra['latitude']:.5f}, {content.extra['longitude']:.5f}"
        case "choice":
            return text if text and len(question.choices) == 0 else None
        case "receipt" if content.file_id:
            return {"media": str(content.media), "file_id": content.file_id, "name": text}
        case "file":
            return {"media": str(content.media), "file_id": content.file_id, "name": content.body} if content.file_id else None
        case _:
            return text or None
