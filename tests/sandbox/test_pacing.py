"""Token buckets: bursts, refill, and what is free."""

import pytest

from sandbox.errors import ApiError
from sandbox.pacing import Pacing
from tests.sandbox.conftest import Clock


@pytest.fixture
def pacing(clock: Clock) -> Pacing:
    return Pacing(chat_burst=3, clock=clock)


def test_chat_burst_then_one_a_second(pacing: Pacing, clock: Clock) -> None:
    for _ in range(3):
        pacing.charge("sendMessage", 5)
    with pytest.raises(ApiError) as refused:
        pacing.charge("editMessageText", 5)
    assert refused.value.retry_after == 1
    pacing.charge("sendMessage", 6)
    clock.jump(seconds=1)
    pacing.charge("sendMessage", 5)


def test_callback_answers_are_free(pacing: Pacing) -> None:
    for _ in range(100):
        pacing.charge("answerCallbackQuery", 5)
        pacing.charge("sendChatAction", 5)
        pacing.charge("sendMessage", None)


def test_overall(pacing: Pacing) -> None:
    for chat_id in range(1, 31):
        pacing.charge("sendMessage", chat_id)
    with pytest.raises(ApiError, match="Too Many Requests: retry after 1"):
        pacing.charge("sendMessage", 99)


def test_group_minute(pacing: Pacing) -> None:
    for _ in range(20):
        pacing.charge("sendMessage", -5)
    with pytest.raises(ApiError) as refused:
        pacing.charge("sendMessage", -5)
    assert refused.value.retry_after == 3
    pacing.enabled = False
    pacing.charge("sendMessage", -5)


def test_album_counts_each_message(pacing: Pacing) -> None:
    pacing.charge("sendMediaGroup", 5, count=3)
    with pytest.raises(ApiError):
        pacing.charge("sendMessage", 5)
