"""At most five commands per role, in the person's language (screens §1.1, S2)."""

from __future__ import annotations

from aiogram.methods import SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.cards.labels import N_
from bot.words import Words
from crm.views import Viewer

CLIENT_COMMANDS = (("start", N_("Home")), ("orders", N_("My requests")), ("help", N_("How it works")))
STAFF_COMMANDS = (
    ("start", N_("Now")),
    ("find", N_("Find an order or a client")),
    ("shift", N_("On or off shift")),
    ("help", N_("How it works")),
)


def commands_for(viewer: Viewer, _: Words) -> SetMyCommands:
    pairs = STAFF_COMMANDS if viewer.actor.is_staff else CLIENT_COMMANDS
    commands = [BotCommand(command=name, description=_(text)) for name, text in pairs]
    return SetMyCommands(commands=commands, scope=BotCommandScopeChat(chat_id=viewer.chat_id))
