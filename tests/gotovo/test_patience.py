"""Patience: whose fault a failed call is, told call by call, and what the courier makes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramServerError
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Judgement, Verdict
from crm.intents import Say, Show
from gotovo.patience import OWN_FAILURES, SILENT_CHATS, Patience
from storage.outbox import Row
from tests.gotovo.mailroom import METHOD, fail, rows, say
from tests.rights.company import ANNA, ORDER, SITUATIONS, D
from tests.rights.gate import Gate

RETRY, UNCERTAIN, WAIT, DEAD = (Judgement(verdict) for verdict in (Verdict.RETRY, Verdict.UNCERTAIN, Verdict.WAIT, Verdict.DEAD))


def row(number: int) -> Row:
    return Row(number, 400 + number, "say", {}, None, 0, 0, datetime(2026, 5, 12, tzinfo=UTC))


POISON, GOOD = row(1), row(2)


@given(st.lists(st.sampled_from(("fails", "waits", "another gets through")), max_size=60))
def test_only_failures_between_which_others_got_through_count(calls: list[str]) -> None:
    patience, times, heard = Patience(), 0, True
    for call in calls:
        if call == "fails":
            times, heard = times + heard, False
            found = patience.failed(POISON, RETRY)
            assert found == (DEAD if times == OWN_FAILURES else RETRY)
            times, heard = (0, True) if found == DEAD else (times, heard)
        elif call == "waits":
            assert patience.failed(POISON, WAIT) == WAIT
        else:
            patience.got_through(GOOD)
            heard = True


def test_what_gets_through_at_last_begins_anew() -> None:
    patience = Patience()
    for _failure in range(OWN_FAILURES - 1):
        assert patience.failed(POISON, UNCERTAIN) == UNCERTAIN
        patience.got_through(GOOD)
    patience.got_through(POISON)
    assert patience.failed(POISON, UNCERTAIN) == UNCERTAIN


@given(st.lists(st.sampled_from((1, 2, 3, 4, 0)), max_size=40))
def test_an_outage_is_over_when_something_gets_through_after_several_chats_heard_nothing(calls: list[int]) -> None:
    patience, silent = Patience(), set[int]()
    for chat in calls:
        if chat:
            silent.add(chat)
            patience.failed(row(chat), UNCERTAIN)
            assert not patience.is_over()
        else:
            patience.got_through(GOOD)
            assert patience.is_over() == (len(silent) >= SILENT_CHATS)
            assert not patience.is_over()
            silent.clear()


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    opened = await Gate.opens(tmp_path, SITUATIONS["ready, never collected"], situation="ready, never collected")
    yield opened
    await opened.closes()


async def tried(gate: Gate, *, times: int, others: Any = None) -> Any:
    """What became of Anna's sending after so many calls that ended in an error; `others` is said with success after each."""
    await say(gate, Say("thanks"), to=ANNA)
    for _try in range(times):
        gate.spine.later(minutes=2)
        fail(gate, TelegramServerError(METHOD, "502"))
        await gate.spine.delivers()
        if others is not None:
            await say(gate, others, to=D)
            await gate.spine.delivers()
    return next(row for row in await rows(gate) if row.chat_id == ANNA)


async def test_what_fails_again_and_again_while_others_get_through_becomes_a_dead_letter(gate: Gate) -> None:
    row = await tried(gate, times=OWN_FAILURES, others=Say("thanks"))
    assert (row.state, row.error) == ("dead", "TelegramServerError")
    assert ("notice", "dead_letter") in [(row.kind, row.intent.get("name")) for row in await rows(gate)], "the directors hear of it"


async def test_one_failure_less_is_no_dead_letter(gate: Gate) -> None:
    row = await tried(gate, times=OWN_FAILURES - 1, others=Say("thanks"))
    assert (row.state, row.tries) == ("ready", OWN_FAILURES - 1)


async def test_while_nothing_gets_through_there_is_no_limit(gate: Gate) -> None:
    row = await tried(gate, times=3 * OWN_FAILURES)
    assert (row.state, row.tries) == ("ready", 3 * OWN_FAILURES)


async def test_a_card_that_needs_no_call_is_no_sign_that_telegram_hears(gate: Gate) -> None:
    card = Show("timeline", {"id": ORDER}, slot=f"order:{ORDER}")
    await say(gate, card, to=D)
    await gate.spine.delivers()
    row = await tried(gate, times=2 * OWN_FAILURES, others=card)
    assert row.state == "ready"
