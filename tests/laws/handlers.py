"""Finds what is registered on aiogram's observers: the handler functions and the filters before them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.laws.source import FunctionNode, Module, dotted

OBSERVERS = {
    *("message", "edited_message", "channel_post", "edited_channel_post", "business_message", "message_reaction", "message_reaction_count"),
    *("inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer"),
    *("my_chat_member", "chat_member", "chat_join_request", "error", "errors"),
}


def is_observer(node: ast.expr) -> bool:
    """`router.message` and its kin: an attribute named as an observer."""
    return isinstance(node, ast.Attribute) and node.attr in OBSERVERS


def registrations(source: Module) -> Iterator[ast.Call]:
    """Calls of `x.message(…)`, `x.message.register(…)` and `x.message.filter(…)`."""
    for call in source.calls():
        target = call.func
        is_method = isinstance(target, ast.Attribute) and target.attr in ("register", "filter") and is_observer(target.value)
        if is_observer(target) or is_method:
            yield call


def handlers(source: Module) -> Iterator[FunctionNode]:
    """Functions decorated with an observer, or given to `register` first."""
    given = {dotted(call.args[0]) for call in registrations(source) if dotted(call.func).endswith(".register") and call.args}
    for function in source.functions():
        decorated = any(isinstance(d, ast.Call) and is_observer(d.func) for d in function.decorator_list)
        if decorated or function.name in given:
            yield function


def filters(source: Module) -> Iterator[ast.expr]:
    """The expressions that decide whether a handler is called."""
    for call in registrations(source):
        yield from call.args[1:] if dotted(call.func).endswith(".register") else call.args
        yield from (keyword.value for keyword in call.keywords if keyword.arg != "flags")
