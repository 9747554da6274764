"""The message catalogues: read from `locales/*/LC_MESSAGES/gotovo.po` at start; a further language is one more file (B15)."""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent.parent / "locales"
FALLBACK = "en"


@cache
def languages() -> tuple[str, ...]:
    """Languages that have a catalogue."""
    return tuple(sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/gotovo.po")))


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; msgids are English, so an unknown language speaks English."""
    path = LOCALES / language / "LC_MESSAGES" / "gotovo.po"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def best_language(code: str | None, default: str) -> str:
    """The language for a person whose Telegram says `code`, e.g. `en-US`."""
    short = (code or "").split("-")[0].lower()
    return short if short in languages() else default
