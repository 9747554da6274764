"""Answers to taps: none waits for another's, a lost one breaks nothing, and the end waits for all."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, TelegramMethod

from gotovo.answers import Answer, Answers
from tests.spine import BOT_ID, Paper


class Slow(Paper):
    """Answers nobody before all that are expected are asking."""

    def __init__(self, expected: int) -> None:
        super().__init__()
        self.together = asyncio.Barrier(expected)

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        await self.together.wait()
        return await super().make_request(bot, method, timeout)


def told(paper: Paper) -> dict[str, str | None]:
    return {call.callback_query_id: call.text for call in paper.calls if isinstance(call, AnswerCallbackQuery)}


async def test_nobody_waits_for_anothers_answer() -> None:
    paper = Slow(3)
    answers = Answers(Bot(f"{BOT_ID}:TEST", session=paper))
    answers.give([Answer("a", ["done"]), Answer("b")])
    answers.give([Answer("c", ["one", "two"])])
    assert answers.are_under_way
    async with asyncio.timeout(5):
        await answers.given()
    assert told(paper) == {"a": "done", "b": None, "c": "one\ntwo"}
    assert not answers.are_under_way


async def test_a_tap_that_waited_too_long_is_logged_and_the_others_are_answered(caplog: pytest.LogCaptureFixture) -> None:
    paper = Paper()
    paper.fails["AnswerCallbackQuery"] = [TelegramBadRequest(AnswerCallbackQuery(callback_query_id="a"), "query is too old")]
    answers = Answers(Bot(f"{BOT_ID}:TEST", session=paper))
    with caplog.at_level(logging.INFO, logger="gotovo.answers"):
        answers.give([Answer("a"), Answer("b", ["x" * 300])])
        await answers.given()
    assert {name: len(text or "") for name, text in told(paper).items()} == {"b": 200}
    assert [record.getMessage() for record in caplog.records] == ["a tap stayed unanswered: TelegramBadRequest"]
