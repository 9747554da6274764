"""The hub of several hats: one main button, every list one tap away, within Telegram's limits however much waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest

from bot.callbacks import pack
from bot.cards.board import PAGE, Board, board_card, page_of
from bot.cards.card import Card
from bot.cards.now import Desk, now_card
from bot.cards.worklist import day_card, week_card
from bot.render import MAX_TEXT, render
from bot.words import Words
from crm.actor import STAFF_ROLES, Role, staff_actor
from crm.board import Clock, Shown, chosen
from crm.deal import DealStage
from crm.debts import MoneyRow
from crm.money import RUB
from crm.settings import SETUP
from crm.shop import Shop
from crm.views import DealRow, EngineerLoad, LeadRow, Viewer

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
SHOP = Shop(setup_done=list(SETUP))
CLOCK = Clock.of(SHOP, NOW)
LONG = "A very long name\nof two lines " * 20
ME = 7


def words(language: str = "en") -> Words:
    return Words(language, ZoneInfo("Europe/Moscow"), RUB, NOW)


def viewer(*roles: Role) -> Viewer:
    return Viewer(1, staff_actor(ME, set(roles)), "en", NOW, SHOP)


def a_lead(id: int, *, minutes: int = 1) -> LeadRow:
    return LeadRow(id, "new", LONG, LONG, "telegram", NOW - timedelta(minutes=minutes))


def an_order(id: int, stage: str = "estimating", *, since: timedelta = timedelta(), **values: object) -> DealRow:
    at = NOW - since
    return DealRow(id, stage, LONG, LONG, LONG, LONG, at, stage_since=at, dispatcher_id=ME, **values)  # type: ignore[arg-type]  # fields by name


FULL = Desk(
    queue=[a_lead(n) for n in range(50)],
    leads=[a_lead(n) for n in range(100, 150)],
    orders=[an_order(n, str(stage)) for n, stage in enumerate(list(DealStage) * 20, 1000)],
    loads=[EngineerLoad(n, LONG, n, present=bool(n % 2)) for n in range(40)],
    tasks=[an_order(n, "scheduled", starts_at=NOW + timedelta(hours=n), ends_at=NOW + timedelta(hours=n + 1)) for n in range(50)],
    money=[MoneyRow(n, "payment", n, LONG, 100_000, 0, NOW - timedelta(days=30)) for n in range(200)],
    stuck=10,
)


def labels(card: Card) -> list[str]:
    return [button.label for row in card.rows for button in row]


def expect_telegram(card: Card) -> None:
    assert len(render(card).text) < MAX_TEXT
    assert len(labels(card)) <= 100
    assert all(len(label.replace("\ufe0f", "")) <= 28 for label in labels(card)), labels(card)
    assert all(pack(button.press) for row in card.rows for button in row)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("desk", [FULL, Desk()], ids=["full", "empty"])
def test_every_union_of_hats_has_one_main_button_and_a_way_to_each_list(desk: Desk, language: str) -> None:
    lists = {"operator": "queue", "manager": "clients", "dispatcher": "board", "engineer": "day", "accountant": "payments"}
    for count in range(2, len(STAFF_ROLES) + 1):
        for roles in combinations(STAFF_ROLES, count):
            card = now_card(desk, viewer(*roles), _=words(language))
            expect_telegram(card)
            assert sum(button.style == "primary" for row in card.rows for button in row) == 1
            screens = {str(button.press[1]) for row in card.rows for button in row if button.press[0] == "g"}
            assert {lists.get(str(role), "settings") for role in roles} <= screens


def test_what_is_red_takes_the_main_button_from_what_merely_waits() -> None:
    hats = viewer(Role.OPERATOR, Role.DISPATCHER, Role.ACCOUNTANT)
    fresh, waiting = a_lead(1), a_lead(1, minutes=30)
    late = an_order(2, since=timedelta(days=3))
    assert labels(now_card(Desk(queue=[fresh], orders=[late]), hats, _=words()))[0] == "🚦 Open №2"
    assert labels(now_card(Desk(queue=[waiting], orders=[late]), hats, _=words()))[0] == "✋ Take next"
    assert labels(now_card(Desk(orders=[an_order(2)]), hats, _=words()))[0] == "🚦 Open №2"
    owed = MoneyRow(3, "payment", 1, "Anna", 5_000, 0, NOW)
    assert labels(now_card(Desk(orders=[an_order(2)], money=[owed]), hats, _=words()))[0] == "🚦 Open №2"
    assert labels(now_card(Desk(money=[owed]), hats, _=words()))[0] == "💳 Open №3"


def test_a_director_sees_what_is_red_and_nothing_of_what_runs_well() -> None:
    calm = now_card(Desk(orders=[an_order(1)], queue=[a_lead(2)]), viewer(Role.DIRECTOR), _=words())
    assert render(calm).text.startswith("✅ Nothing waits for you now")
    late, angry = an_order(1, since=timedelta(days=3)), an_order(2, "closed", complaint_open=True)
    old = MoneyRow(3, "payment", 1, "Anna", 5_000, 0, NOW - timedelta(days=30))
    red = now_card(Desk(orders=[late, angry], queue=[a_lead(4, minutes=60)], money=[old], stuck=2), viewer(Role.DIRECTOR), _=words())
    assert render(red).text.splitlines()[0] == "🔴 Red: 1 unanswered · 1 order late · 1 complaint · 1 old debt · 2 stuck"
    assert labels(red)[0] == "🔴 Open №1"


@pytest.mark.parametrize("shown", list(Shown))
def test_the_pages_of_the_board_hold_every_order_once(shown: Shown) -> None:
    orders = [row for row in FULL.orders if row.stage not in ("closed", "cancelled")]
    toggles = {toggle: chosen(orders, toggle, staff_id=ME, clock=CLOCK) for toggle in Shown}
    counts = {str(stage): {toggle: sum(row.stage == stage for row in found) for toggle, found in toggles.items()} for stage in DealStage}
    board = Board(counts, CLOCK, shown, ME, loads=FULL.loads)
    assert [page_of(board, page) for page in (-1, 0, 10**6)] == [0, 0, board.pages - 1]
    seen: list[str] = []
    for page in range(board.pages):
        card = board_card(replace(board, page=page, rows=toggles[shown][page * PAGE : (page + 1) * PAGE]), words())
        expect_telegram(card)
        assert any(str(len(toggles[shown])) in label for label in labels(card))
        seen += [label.removesuffix(" ⚠") for label in labels(card) if label.startswith("№")]
    assert sorted(seen) == sorted(f"№{row.id}" for row in toggles[shown])


def test_the_lists_of_an_engineer_fit_a_message() -> None:
    expect_telegram(day_card(FULL.tasks, CLOCK, _=words()))
    expect_telegram(week_card(FULL.tasks, CLOCK, _=words("ru")))
    assert labels(day_card(FULL.tasks, CLOCK, _=words()))[0] == "▶️ Next · №0"
