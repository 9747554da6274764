"""The bot's own card."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BotCommand, BotCommandScopeChat, MenuButtonCommands, MenuButtonDefault

from sandbox import Person


async def test_commands_by_scope_and_language(bot: Bot, anna: Person) -> None:
    everyone, hers = [BotCommand(command="start", description="Start")], [BotCommand(command="queue", description="Очередь")]
    scope = BotCommandScopeChat(chat_id=anna.id)
    assert await bot.set_my_commands(everyone)
    assert await bot.set_my_commands(hers, scope, "ru")
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    assert [command.command for command in await bot.get_my_commands(scope, "ru")] == ["queue"]
    assert await bot.get_my_commands(scope) == []
    assert await bot.delete_my_commands(scope, "ru")
    assert await bot.get_my_commands(scope, "ru") == []


@pytest.mark.parametrize(
    ("command", "description", "sentence"),
    [
        ("Очередь", "x", "BOT_COMMAND_INVALID"),
        ("UPPER", "x", "BOT_COMMAND_INVALID"),
        ("x" * 33, "x", "BOT_COMMAND_INVALID"),
        ("ok", "x" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_bad_commands(bot: Bot, command: str, description: str, sentence: str) -> None:
    with pytest.raises(TelegramBadRequest, match=sentence):
        await bot.set_my_commands([BotCommand(command=command, description=description)])


async def test_bad_scopes(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="invalid language code specified"):
        await bot.get_my_commands(language_code="russian")


async def test_too_many_commands(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="BOT_COMMANDS_TOO_MUCH"):
        await bot.set_my_commands([BotCommand(command=f"c{number}", description="x") for number in range(101)])


async def test_names(bot: Bot) -> None:
    assert (await bot.get_me()).username == "gotovo_demo_bot"
    await bot.set_my_name("Готово", "ru")
    await bot.set_my_description("d")
    await bot.set_my_short_description("s")
    assert (await bot.get_my_name("ru")).name == "Готово"
    assert (await bot.get_my_name("de")).name == "Gotovo"
    assert (await bot.get_my_description("ru")).description == "d"
    assert (await bot.get_my_short_description()).short_description == "s"
    with pytest.raises(TelegramBadRequest, match="SHORT_DESCRIPTION_TOO_LONG"):
        await bot.set_my_short_description("x" * 121)


async def test_menu_button(bot: Bot, anna: Person) -> None:
    assert await bot.set_chat_menu_button(anna.id, MenuButtonCommands())
    assert isinstance(await bot.get_chat_menu_button(anna.id), MenuButtonCommands)
    assert await bot.set_chat_menu_button(menu_button=MenuButtonDefault())
    assert isinstance(await bot.get_chat_menu_button(), MenuButtonDefault)
