"""Answers for the table of Bot API methods and for what a method gets to work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.arguments import Arguments
from sandbox.polling import Poller
from sandbox.webhook import Webhook
from sandbox.world import World


@dataclass
class Call:
    """One request of the bot on its way through the emulator."""

    world: World
    method: str
    args: Arguments
    poller: Poller
    webhook: Webhook


Method = Callable[[Call], Any | Awaitable[Any]]
METHODS: dict[str, tuple[str, Method]] = {}


def api(name: str) -> Callable[[Method], Method]:
    """Register a function as the Bot API method `name`; names are found case-insensitively."""

    def register(function: Method) -> Method:
        METHODS[name.lower()] = (name, function)
        return function

    return register
