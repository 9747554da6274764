"""Words on their way to another chat: none is lost, whatever their length."""

from __future__ import annotations

from datetime import UTC, datetime

from aiogram.methods import SendMessage
from hypothesis import example, given
from hypothesis import strategies as st

from bot.relay import calls_for
from crm.conversation import Message

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
HEADER = "Anna · №1001"
LONGEST = 4096
"""What Telegram takes in a message, and what a client may therefore have written."""


@example(LONGEST)
@example(LONGEST - len(HEADER) - 1)
@given(st.integers(1, LONGEST))
def test_words_that_fill_a_message_arrive_whole(length: int) -> None:
    words = "".join(str(place % 10) for place in range(length))
    texts = [call.text for call in calls_for(Message(0, NOW, body=words), chat_id=1, header=HEADER) if isinstance(call, SendMessage)]
    assert "".join(texts) == f"{HEADER}\n{words}"
    assert all(0 < len(text) <= LONGEST for text in texts)


def test_what_is_left_of_blanks_alone_is_no_message() -> None:
    calls = calls_for(Message(0, NOW, body="x" * (LONGEST - len(HEADER) - 1) + " "), chat_id=1, header=HEADER)
    assert len(calls) == 1
