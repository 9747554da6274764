"""Answers for the bot's own card: getMe, commands, name, descriptions, menu button."""

import re

from sandbox.delivery import known_chat
from sandbox.errors import bad_request
from sandbox.records import JSON
from sandbox.registry import Call, api

COMMAND = re.compile(r"/?([a-z0-9_]{1,32})")
WIDE_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
SCOPES = frozenset({"chat", "chat_administrators", "chat_member"} | WIDE_SCOPES)
LANGUAGE = re.compile(r"[a-z]{2}|")


@api("getMe")
def get_me(call: Call) -> JSON:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": call.world.threaded,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
        "supports_join_request_queries": False,
    }
    return call.world.bot.as_json() | abilities


def commands_key(call: Call) -> str:
    """Scope and language under which a list of commands is kept."""
    scope = call.args.structure("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    language = call.args.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return f"{scope['type']}:{scope.get('chat_id', '')}:{scope.get('user_id', '')}:{language}"


@api("setMyCommands")
def set_my_commands(call: Call) -> bool:
    commands = call.args.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    call.world.commands[commands_key(call)] = commands
    call.world.changed.notify()
    return True


@api("getMyCommands")
def get_my_commands(call: Call) -> list[JSON]:
    return call.world.commands.get(commands_key(call), [])


@api("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    call.world.commands.pop(commands_key(call), None)
    call.world.changed.notify()
    return True


def _set_text(call: Call, field: str, limit: int) -> bool:
    text = call.args.text(field)
    if len(text) > limit:
        raise bad_request(f"{field.upper()}_TOO_LONG")
    call.world.profile[field, call.args.text("language_code")] = text
    return True


def _get_text(call: Call, field: str, fallback: str = "") -> JSON:
    every = call.world.profile
    return {field: every.get((field, call.args.text("language_code"))) or every.get((field, "")) or fallback}


@api("setMyName")
def set_my_name(call: Call) -> bool:
    return _set_text(call, "name", 64)


@api("getMyName")
def get_my_name(call: Call) -> JSON:
    return _get_text(call, "name", call.world.bot.first_name)


@api("setMyDescription")
def set_my_description(call: Call) -> bool:
    return _set_text(call, "description", 512)


@api("getMyDescription")
def get_my_description(call: Call) -> JSON:
    return _get_text(call, "description")


@api("setMyShortDescription")
def set_my_short_description(call: Call) -> bool:
    return _set_text(call, "short_description", 120)


@api("getMyShortDescription")
def get_my_short_description(call: Call) -> JSON:
    return _get_text(call, "short_description")


@api("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    button = call.args.structure("menu_button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse MenuButton: unsupported type specified")
    if "chat_id" in call.args:
        known_chat(call).menu_button = button
    else:
        call.world.menu_button = button
    return True


@api("getChatMenuButton")
def get_chat_menu_button(call: Call) -> JSON:
    return known_chat(call).menu_button if "chat_id" in call.args else call.world.menu_button
