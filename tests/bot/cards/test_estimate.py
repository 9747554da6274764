"""The estimate in the making: what a tap offers is told apart, and a keyboard keeps within Telegram's limits."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.callbacks import pack
from bot.cards.card import Card
from bot.cards.estimate import estimate_card, offered
from bot.words import Words
from crm.deal import Deal
from crm.lead import Lead
from crm.money import RUB, Money
from crm.price_list import PriceItem, PriceKind
from crm.views import ClientView, LineView, OrderView

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
WORDS = Words("en", ZoneInfo("UTC"), RUB, NOW)
DEAL = Deal(9_999_999, 1, NOW)


def packed(card: Card) -> list[str]:
    return [pack(button.press) for row in card.rows for button in row]


def an_item(id: int, title: str, price: int = 15000, tariff: str = "") -> PriceItem:
    return PriceItem(title=title, kind=PriceKind.FIXED, price=Money(price), tariff=tariff, id=id)


def test_a_button_says_the_position_and_its_price() -> None:
    lines, buttons = offered(1, [an_item(1, "Cleaning", 90000)], _=WORDS)
    assert (lines, [button.label for button in buttons]) == ([], ["➕ Cleaning · 900\u00a0RUB"])


def test_titles_that_a_button_cuts_are_written_out_and_numbered() -> None:
    items = [an_item(1, "Maintenance of black and white sets"), an_item(2, "Maintenance of black and white tube sets", 7000)]
    lines, buttons = offered(1, items, _=WORDS)
    assert [str(line).split(" — ")[0] for line in lines] == [f"{place}. {item.title}" for place, item in enumerate(items, 1)]
    assert len({button.label for button in buttons}) == len(items)
    assert [button.press for button in buttons] != [buttons[0].press] * 2


def test_only_what_is_cut_says_so() -> None:
    """A whole title beside a cut one carries no dots, which stand for a price that is asked."""
    _lines, buttons = offered(1, [an_item(1, "Cleaning"), an_item(2, "Maintenance of black and white sets")], _=WORDS)
    assert [button.label.split(" · ")[0] for button in buttons] == ["➕ 1. Cleaning", "➕ 2. Maintenance of blac…"]


def test_two_tariffs_of_one_title_are_told_apart() -> None:
    lines, _buttons = offered(1, [an_item(1, "Cleaning", tariff="city"), an_item(2, "Cleaning", tariff="village")], _=WORDS)
    assert [str(line) for line in lines] == ["1. Cleaning (city) — 150\u00a0RUB", "2. Cleaning (village) — 150\u00a0RUB"]


def test_a_long_estimate_keeps_within_a_hundred_buttons() -> None:
    lines = tuple(LineView(n, f"Line {n}", 100, "1", 100) for n in range(1, 201))
    view = OrderView(DEAL.id, Lead(DEAL.id, 1, "telegram", NOW), ClientView(1), DEAL, lines=lines)
    assert len(packed(estimate_card(view, DEAL, items=[], _=WORDS))) <= 100
