"""The page of the flows is drawn from the code and never stale."""

from __future__ import annotations

from scripts.draw_flow import PAGE, page


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m scripts.draw_flow"


def test_every_rule_is_on_the_page() -> None:
    for rule in ("send_estimate", "documents missing†", "| converted |", "time_agreed"):
        assert rule in page()
