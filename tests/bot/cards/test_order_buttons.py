"""The deal's buttons: one main step, nothing in the way drawn beside it, nothing without effect."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.cards.card import Button
from bot.cards.order_buttons import deal_rows
from bot.words import Words
from crm.actor import STAFF_ROLES, Role, staff_actor
from crm.deal import Deal, DealStage
from crm.lead import Lead
from crm.money import RUB
from crm.shop import Shop
from crm.views import ClientView, OrderView, Viewer

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
WORDS = Words("en", ZoneInfo("UTC"), RUB, NOW)


def buttons_of(stage: DealStage, *roles: Role, reachable: bool = False, **values: Any) -> list[Button]:
    deal = Deal(1001, 1, NOW, stage=stage, engineer_id=7, **values)
    view = OrderView(1001, Lead(1001, 1, "telegram", NOW), ClientView(1, reachable=reachable), deal)
    viewer = Viewer(1, staff_actor(7, set(roles)), "en", NOW, Shop())
    return [button for row in deal_rows(view, viewer, _=WORDS) for button in row]


def test_an_approved_estimate_is_not_offered_for_sending_again() -> None:
    values: dict[str, Any] = {"estimate_version": 1, "estimate_lines": 1, "estimate_total": 900, "approved_version": 1, "work_begun": True}
    buttons = buttons_of(DealStage.IN_PROGRESS, Role.ENGINEER, **values)
    assert buttons[0].label == "🏁 Done"
    assert not any("approval" in button.label for button in buttons)


def test_the_main_step_explains_what_stands_in_its_way() -> None:
    buttons = buttons_of(DealStage.READY, Role.OPERATOR, device_here=True, approved_total=900)
    assert buttons[0].label == "🤝 Hand over"
    assert [button for button in buttons if button.style == "success"] == buttons[:1]


def test_an_obstacle_hides_what_is_not_the_main_step() -> None:
    labels = [button.label for button in buttons_of(DealStage.ESTIMATING, Role.DISPATCHER, device_here=True, findings="Fuse")]
    assert "🕒 Agree time" not in labels
    assert not any("approval" in label for label in labels)


def test_on_a_visit_the_time_comes_before_the_estimate() -> None:
    visit, other = buttons_of(DealStage.ESTIMATING, Role.DISPATCHER)[:2]
    assert visit.press[1] == "offer_time"
    assert visit.style == "success" != other.style


def test_money_is_returned_only_when_there_is_some() -> None:
    def refunds(paid: int) -> bool:
        return any("Refund" in button.label for button in buttons_of(DealStage.PAYMENT, Role.ACCOUNTANT, paid=paid))

    assert refunds(900)
    assert not refunds(0)


def test_papers_are_sent_from_the_card_when_there_are_some_and_somebody_gets_them() -> None:
    def sends(role: Role, *, stage: DealStage = DealStage.DOCUMENTS, reachable: bool = True, kept: tuple[str, ...] = ("act",)) -> bool:
        return any(button.press[1] == "send_papers" for button in buttons_of(stage, role, reachable=reachable, documents=list(kept)))

    assert [role for role in STAFF_ROLES if sends(role)] == [Role.OPERATOR, Role.MANAGER, Role.DISPATCHER]
    assert not sends(Role.DISPATCHER, kept=())
    assert not sends(Role.DISPATCHER, reachable=False)
    assert not sends(Role.DISPATCHER, stage=DealStage.IN_PROGRESS)
