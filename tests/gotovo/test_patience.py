"""Patience: whose fault a failed call is, told call by call."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Judgement, Verdict
from gotovo.patience import OWN_FAILURES, Patience

RETRY, UNCERTAIN, WAIT, DEAD = (Judgement(verdict) for verdict in (Verdict.RETRY, Verdict.UNCERTAIN, Verdict.WAIT, Verdict.DEAD))
POISON, GOOD = 1, 2


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
