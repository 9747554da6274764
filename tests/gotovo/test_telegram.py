"""The connection to Telegram: what it costs to read an answer."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod
from aiogram.types import Message
from pydantic import SecretStr

from gotovo.settings import Settings
from gotovo.telegram import open_bot

SENT = '{"ok": true, "result": {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "Ready"}}'
CALLS: list[tuple[TelegramMethod[Any], str]] = [
    (SendMessage(chat_id=1, text="Ready"), SENT),
    (EditMessageText(chat_id=1, message_id=7, text="Ready"), SENT),
    (AnswerCallbackQuery(callback_query_id="1"), '{"ok": true, "result": true}'),
]


async def test_the_type_of_an_answer_outlives_garbage_collections(tmp_path: Path) -> None:
    """One that is made anew costs more than the rest of the call."""
    bot = open_bot(Settings(data_dir=tmp_path, bot_token=SecretStr(f"42:{'A' * 35}")))
    for call, content in CALLS:
        answer = bot.session.check_response(bot, call, 200, content)
        assert answer.result is True or (isinstance(answer.result, Message) and answer.result.text == "Ready")
        kept = weakref.ref(type(answer))
        del answer
        gc.collect()
        assert kept() is not None, type(call).__name__
