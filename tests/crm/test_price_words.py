"""The words of price lists are lower-case data without empty or doubled entries."""

from __future__ import annotations

from dataclasses import asdict

from crm.money import CURRENCIES
from crm.price_words import currency_marks, price_words


def test_words_are_lower_case_and_told_once() -> None:
    for name, words in asdict(price_words()).items():
        assert words, name
        assert all(word and word == word.lower().strip() for word in words), name
        assert len(set(words)) == len(words), name


def test_every_currency_has_marks_the_longest_first() -> None:
    for code in CURRENCIES:
        marks = currency_marks(code)
        assert marks, code
        assert list(marks) == sorted(marks, key=len, reverse=True)
        assert all(mark == mark.lower() for mark in marks)
    assert currency_marks("XXX") == ()
