"""Roles of an invite: what a button carries fits into it and means what it shows."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import pack
from bot.cards.invites import choice_of, new_invite_card, roles_chosen
from bot.cards.labels import ROLES
from bot.words import Words
from crm.actor import STAFF_ROLES, Role
from crm.money import RUB

WORDS = Words("en", ZoneInfo("UTC"), RUB, datetime(2026, 5, 12, 9, 0, tzinfo=UTC))


@given(st.sets(st.sampled_from(STAFF_ROLES)))
def test_a_choice_comes_back_from_its_button_as_it_was(chosen: set[Role]) -> None:
    assert set(roles_chosen(choice_of(chosen))) == chosen


@given(st.sets(st.sampled_from(STAFF_ROLES)), st.sampled_from(STAFF_ROLES))
def test_a_toggle_turns_its_own_role_and_fits_into_a_button(chosen: set[Role], role: Role) -> None:
    card = new_invite_card(roles_chosen(choice_of(chosen)), _=WORDS)
    mark = "✅ " if role in chosen else "⬜ "
    (toggle,) = [button for row in card.rows for button in row if button.label == mark + ROLES[role]]
    assert set(roles_chosen(str(toggle.press[3]))) == chosen ^ {role}
    assert all(pack(button.press) for row in card.rows for button in row)


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_a_role_by_its_whole_name_is_that_role(role: Role) -> None:
    assert roles_chosen(str(role)) == [role]


@pytest.mark.parametrize("arg", ["", "client", "system", "boss", "+", "en"])
def test_what_names_no_role_of_the_staff_chooses_none(arg: str) -> None:
    assert roles_chosen(arg) == []


def test_a_link_is_made_only_of_a_choice() -> None:
    labels = [button.label for row in new_invite_card([], _=WORDS).rows for button in row]
    assert "🔗 Make the link" not in labels
    assert "‹ Back" in labels
