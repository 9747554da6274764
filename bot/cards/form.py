"""Dialogues as declared questions: what is asked, how it looks, the summary that can be edited (S10, S11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards.card import Bold, Button, Card, Line, Row, in_rows
from bot.cards.labels import N_
from bot.cards.presses import step
from bot.words import Words, shown_phone
from crm.views import Viewer

SKIP, BACK, CANCEL = N_("Skip"), N_("‹ Back"), N_("✖ Cancel")


@dataclass(frozen=True, slots=True)
class Question:
    """`kind`: text, choice, phone, typed_phone, email, place, photos, amount, day, time, file or receipt (words or file).

    `wrong` answers what could not be read; `found` is the key of answers under which further choices were found, as [value, label].
    """

    key: str
    ask: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    wrong: str = N_("Please write it as text.")
    only_if: tuple[str, str] = ("", "")
    found: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A dialogue of at most four questions; with `summary` the answers are shown and can be edited before `submit`."""

    name: str
    title: str
    questions: tuple[Question, ...]
    summary: bool = False
    submit: str = N_("✅ Send")

    def asked(self, answers: Mapping[str, Any]) -> list[Question]:
        """The questions that apply, given the answers so far."""
        return [q for q in self.questions if not q.only_if[0] or answers.get(q.only_if[0]) == q.only_if[1]]

    def next_step(self, answers: Mapping[str, Any]) -> Question | None:
        return next((q for q in self.asked(answers) if q.key not in answers), None)


FORMS: dict[str, Form] = {}


def declare(form: Form) -> Form:
    assert form.name not in FORMS, form.name
    FORMS[form.name] = form
    return form


def choices_of(question: Question, answers: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What was found first, then what is always there."""
    return (*((str(value), str(label)) for value, label in answers.get(question.found) or ()), *question.choices)


def form_card(params: Mapping[str, Any], viewer: Viewer, *, _: Words) -> Card:
    """The current question, the summary, or what is left of a finished dialogue."""
    form, answers = FORMS[params["form"]], dict(params.get("answers") or {})
    if params.get("over"):
        mark = "✔" if params["over"] == "done" else "✖"
        return Card((f"{mark} {_(form.title, **_parts(params))}", *_answer_lines(form, answers, _)))
    question = next((q for q in form.questions if q.key == params.get("step")), None)
    if question is None:
        return _summary(form, answers, params, _=_)
    return _question(form, question, params, _=_)


def ended_card(_: Words) -> Card:
    """What is left of a dialogue whose person has lost the rights for it."""
    return Card((_("✖ Closed: your rights have changed."),))


def _parts(params: Mapping[str, Any]) -> dict[str, object]:
    """`about` is what a form was prepared with: it is shown, not asked."""
    about = (params.get("answers") or {}).get("about", "")
    return {"number": params.get("id") or "", "arg": params.get("arg") or "", "about": about}


def _question(form: Form, question: Question, params: Mapping[str, Any], *, _: Words) -> Card:
    asked = form.asked(params.get("answers") or {})
    place = asked.index(question) + 1
    steps = _("step {n} of {total}", n=place, total=len(asked)) if len(asked) > 1 else ""
    lines: list[Line] = [
        " · ".join(part for part in (_(form.title, **_parts(params)), steps) if part),
        Bold(_(question.ask, **_parts(params))),
    ]
    if params.get("wrong"):
        lines.append(_(question.wrong))
    if question.kind == "phone":
        keys = tuple((_(label),) for label in ((SKIP,) if question.optional else ()) + ((BACK,) if place > 1 else ()) + (CANCEL,))
        return Card(tuple(lines), keyboard=keys, ask_contact=_("📞 Share my number"))
    rows: tuple[Row, ...] = in_rows(
        [Button(_(label), step(form.name, "choose", arg=value)) for value, label in choices_of(question, params.get("answers") or {})]
    )
    if question.kind == "photos" and params.get("answers", {}).get(question.key + "_count"):
        rows += ((Button(_("✅ That's all"), step(form.name, "enough"), "success"),),)
    last = [Button(_(SKIP), step(form.name, "skip"))] if question.optional else []
    last += [Button(_(BACK), step(form.name, "back"))] if place > 1 else []
    return Card(tuple(lines), (*rows, *in_rows([*last, Button(_(CANCEL), step(form.name, "cancel"))], width=3)))


def _summary(form: Form, answers: Mapping[str, Any], params: Mapping[str, Any], *, _: Words) -> Card:
    edits = [Button(f"✏️ {_(q.ask, **_parts(params))[:24]}", step(form.name, "edit", arg=q.key)) for q in form.asked(answers)]
    main = (Button(_(form.submit, sum=_.money(_sum(answers, params))), step(form.name, "submit"), "success"),)
    cancel = (Button(_(CANCEL), step(form.name, "cancel")),)
    return Card((Bold(_("Please check")), *_answer_lines(form, answers, _)), (main, *in_rows(edits), cancel))


def _sum(answers: Mapping[str, Any], params: Mapping[str, Any]) -> int:
    """What a submit button may name: the sum answered, or the one that the dialogue was begun with."""
    said = str(answers.get("amount") or params.get("arg") or "")
    return int(said) if said.isdecimal() else 0


def _answer_lines(form: Form, answers: Mapping[str, Any], _: Words) -> list[Line]:
    return [f"• {line}" for q in form.asked(answers) if (line := _shown(q, answers, _))]


def _shown(question: Question, answers: Mapping[str, Any], _: Words) -> str:
    value = answers.get(question.key)
    if question.kind == "photos":
        count = int(answers.get(question.key + "_count") or 0)
        return " ".join(part for part in (str(value or ""), f"📷 {count}" if count else "") if part)
    if value in (None, ""):
        return ""
    if question.kind == "file":
        return "📎"
    choices = dict(choices_of(question, answers))
    if choices:
        return _(choices.get(str(value), str(value)))
    if question.kind == "amount":
        return _.money(int(str(value)))
    return shown_phone(str(value)) if question.kind in ("phone", "typed_phone") else str(value)
