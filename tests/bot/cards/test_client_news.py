"""What a client is told: a sum only where one is due, and a reason where one was given."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.cards.client_news import NAMES_THE_DUE, news_card
from bot.words import Words
from crm.deal import DealStage
from crm.lead import Lead
from crm.money import RUB
from crm.views import ClientView, LineView, OrderView
from tests.crm.deals import NOW, a_deal

WORDS = Words("en", ZoneInfo("UTC"), RUB, datetime(2026, 5, 12, 9, 0, tzinfo=UTC))
LEAD, ANNA = Lead(1001, 1, "", NOW), ClientView(1, name="Anna")


def told(name: str, *, paid: int, **params: object) -> str:
    deal = a_deal(stage=DealStage.PAYMENT, approved_total=90_000, paid=paid)
    view = OrderView(1001, LEAD, ANNA, deal)
    return str(news_card(name, view, _=WORDS, params=params).lines[0])


@pytest.mark.parametrize("name", sorted(NAMES_THE_DUE))
def test_a_sum_is_named_only_when_it_is_due(name: str) -> None:
    assert "900" in told(name, paid=0)
    assert "To pay" not in told(name, paid=90_000)
    assert "To pay" not in told(name, paid=100_000)


def test_the_reason_of_a_move_is_said() -> None:
    assert told("time_moved", paid=0, data={"reason": "the bridge is closed."}).endswith(
        "the time has to be moved: the bridge is closed. We will offer a new one."
    )


def test_one_piece_is_not_counted() -> None:
    lines = (LineView(1, "Cleaning", 90_000, "1", 90_000), LineView(2, "Hose", 45_000, "2", 90_000))
    deal = a_deal(stage=DealStage.APPROVAL, estimate_version=1, estimate_total=180_000)
    card = news_card("estimate_sent", OrderView(1001, LEAD, ANNA, deal, lines=lines), _=WORDS, params={})
    assert {"• Cleaning — 900\u00a0RUB", "• Hose × 2 — 900\u00a0RUB"} <= {str(line) for line in card.lines}
