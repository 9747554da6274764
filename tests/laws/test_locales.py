"""Law: every phrase of the code is said in every language, with the same placeholders and all plural forms."""

from __future__ import annotations

import pytest

from scripts.messages import LANGUAGES, catalogue_path, faults, phrases_of_code, read_catalogue
from tests.laws.source import forbid


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete(language: str) -> None:
    forbid(faults(phrases_of_code(), read_catalogue(catalogue_path(language), language), language=language))
