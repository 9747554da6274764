"""What a message carries, as the use cases are told it."""

from __future__ import annotations

import pytest
from aiogram.types import Contact

from bot.content import number_of


@pytest.mark.parametrize(
    ("said", "user_id", "number"),
    [("442079460145", 7, "+442079460145"), ("+79161234567", 7, "+79161234567"), ("8 916 123-45-67", None, "8 916 123-45-67")],
)
def test_the_number_of_an_account_is_international(said: str, user_id: int | None, number: str) -> None:
    """Without the plus a foreign number was read as one of the company's country and refused."""
    assert number_of(Contact(phone_number=said, first_name="Peter", user_id=user_id)) == number
