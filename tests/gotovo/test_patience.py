"""Patience: whose fault a failed call is, told call by call."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Judgement, Verdict
from gotovo.patience import OWN_FAILURES, SILENT_CHATS, Patience
from storage.outbox import Row

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
