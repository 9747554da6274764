"""Law: each thing Telegram needs is made in one place, so that limits and escaping are kept there."""

from __future__ import annotations

import ast

from tests.laws.source import Module, dotted, forbid, module, modules

CALLBACKS = "bot/callbacks.py"
KEYBOARD_MAKERS = {"InlineKeyboardButton", "InlineKeyboardMarkup", "KeyboardButton", "ReplyKeyboardMarkup", "InlineKeyboardBuilder"}
DRAWS = ("bot/render", "bot/keyboard", "bot/sender")


def callback_classes(source: Module) -> list[str]:
    classes = (node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef))
    return [f"{source.at(c)} {c.name} belongs to {CALLBACKS}" for c in classes if any(dotted(part) == "CallbackData" for part in c.bases)]


def keyboards(source: Module) -> list[str]:
    made = (call for call in source.calls() if dotted(call.func).split(".")[-1] in KEYBOARD_MAKERS)
    return [f"{source.at(call)} keyboards are drawn by bot/render" for call in made]


def bold_markup(source: Module) -> list[str]:
    """Text is made of parts and entities; a parse mode would let a client's text inject or break it."""
    return [f"{source.at(call)} no parse_mode" for call in source.calls() if any(k.arg == "parse_mode" for k in call.keywords)]


def test_callback_data_lives_in_one_file() -> None:
    forbid(breach for source in modules("bot", "gotovo") if source.name != CALLBACKS for breach in callback_classes(source))
    assert callback_classes(module("class A(CallbackData, prefix='a'): pass"))


def test_keyboards_are_drawn_by_render() -> None:
    forbid(breach for source in modules("bot", "gotovo") if not source.name.startswith(DRAWS) for breach in keyboards(source))
    assert keyboards(module("types.InlineKeyboardButton(text='a')"))


def test_no_markup_in_strings() -> None:
    forbid(breach for source in modules("bot", "gotovo") for breach in bold_markup(source))
    assert bold_markup(module("SendMessage(chat_id=1, text='', parse_mode='HTML')"))
