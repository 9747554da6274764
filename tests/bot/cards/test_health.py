"""Health on cards: every sign has its sentences and its meaning in each language, and every card a way on."""

from __future__ import annotations

from datetime import UTC, datetime
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from bot.cards.health import MENDS, alarm_card, all_clear_card, check_card, meaning_card
from bot.cards.health_words import MEANINGS, SAID
from bot.render import MAX_TEXT, render
from bot.words import Words
from crm.health import Finding, Level, Noted, Sign
from crm.money import RUB

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
EARLIER = datetime(2026, 5, 12, 6, 30, tzinfo=UTC)


def words(language: str) -> Words:
    return Words(language, ZoneInfo("Europe/Moscow"), RUB, NOW)


def noted(sign: Sign, case: str) -> Noted:
    """With figures as long as they may become."""
    names = {name for _text, name, _spec, _how in Formatter().parse(SAID[sign, case].text) if name}
    level = Level.WELL if case == "well" else Level.NOTE if sign is Sign.RIGHTS else Level.RED
    return Noted(Finding(sign, level, case, dict.fromkeys(names, "9" * 90)), EARLIER, NOW)


def test_every_sign_can_be_well_and_otherwise_and_is_explained() -> None:
    assert {sign for sign, case in SAID if case == "well"} == set(Sign) == set(MEANINGS)
    assert {sign for sign, case in SAID if case != "well"} == set(Sign)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(("sign", "case"), list(SAID))
def test_an_alarm_says_what_since_when_and_what_to_do(language: str, sign: Sign, case: str) -> None:
    _ = words(language)
    one = noted(sign, case)
    said = render(alarm_card(one, _)).text
    assert "9:30" in said
    assert all(part in said for part in [_(SAID[sign, case].advice)] if SAID[sign, case].advice)
    over = render(all_clear_card(one, _, began=EARLIER)).text
    assert "9:30" in over
    first = alarm_card(one, _).rows[0]
    assert [button.press for button in first] == [press for _label, press in MENDS.get(sign, (("", ("x", "check_up", 0, "")),))]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_check_fits_into_a_message_and_begins_with_what_is_red(language: str) -> None:
    _ = words(language)
    worst = {sign: case for sign, case in SAID if case != "well"}
    card = check_card([noted(sign, "well" if sign is Sign.INBOX else case) for sign, case in worst.items()], _)
    text = render(card).text
    assert len(text) < MAX_TEXT
    marks = [line[0] for line in text.splitlines()[2:]]
    assert marks == sorted(marks, key="✖•✔".index)
    assert [row[0].press for row in card.rows] == [("g", "dead_letters", 0, ""), ("x", "check_up", 0, ""), ("g", "settings", 0, "")]
    assert _("Nothing has been looked at yet.") in render(check_card([], _)).text


@pytest.mark.parametrize("sign", list(Sign))
def test_a_meaning_leads_back_to_its_alarm(sign: Sign) -> None:
    assert meaning_card(sign, words("en")).rows[0][0].press == ("g", "alarm", int(sign), "")
