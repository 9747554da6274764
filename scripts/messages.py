"""Keeps `locales/` in step with the code: collects the phrases, merges translations, and says what is wrong with a catalogue.

    python -m scripts.messages [fragment.po ...]

A phrase is `_("…")` or `_.n("one", "many", …)`, where `_` may also be called `words` or, inside of Words, `self`; or it is `N_("…")`, which
marks a phrase that is looked up later. English is filled in from the
code; other languages keep what they have, take what the fragments bring, and lose what the code no longer says.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SPEAKING = ("bot", "channels", "gotovo")
SOURCE_LANGUAGE = "en"
LANGUAGES = (SOURCE_LANGUAGE, "ru")
SPEAKERS = {"_": 1, "words": 1, "self": 1, "N_": 1, "_.n": 2, "words.n": 2, "self.n": 2}
PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""

Phrase = str | tuple[str, str]


def catalogue_path(language: str) -> Path:
    return ROOT / "locales" / language / "LC_MESSAGES" / "gotovo.po"


def phrase_arguments(call: ast.Call) -> list[ast.expr]:
    """The arguments that hold a phrase: one, two for a counted noun, none when the call says nothing."""
    return call.args[: SPEAKERS.get(ast.unparse(call.func), 0)]


def phrases_in(text: str) -> Iterator[Phrase]:
    """The phrases of one file's text."""
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    for given in map(phrase_arguments, calls):
        said = [part.value for part in given if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if given and len(said) == len(given):
            yield said[0] if len(said) == 1 else (said[0], said[1])


def phrases_of_code(root: Path = ROOT) -> list[Phrase]:
    """Every phrase once, sorted; a plural one stands for its singular too."""
    found: dict[str, Phrase] = {}
    for path in sorted(path for room in SPEAKING for path in (root / room).rglob("*.py")):
        for phrase in phrases_in(path.read_text("utf-8")):
            key = phrase if isinstance(phrase, str) else phrase[0]
            if not isinstance(found.get(key), tuple):
                found[key] = phrase
    return [found[key] for key in sorted(found)]


def read_catalogue(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    text = path.read_text("utf-8")
    with_header = text if text.startswith('msgid ""\n') or '\nmsgid ""\nmsgstr ""\n' in text else header(language) + text
    return read_po(io.StringIO(with_header), locale=language, abort_invalid=True)


def header(language: str) -> str:
    return HEADER.format(language=language, plural_forms=Catalog(locale=language).plural_forms)


def merged(phrases: Iterable[Phrase], sources: Iterable[Catalog], *, language: str) -> Catalog:
    """A catalogue of exactly these phrases; a later source wins over an earlier one, an empty or fuzzy translation counts for nothing."""
    catalogue = Catalog(locale=language)
    sources = list(sources)
    for phrase in phrases:
        said: str | tuple[str, ...] = phrase if language == SOURCE_LANGUAGE else ""
        for source in sources if language != SOURCE_LANGUAGE else ():
            said = translation(source, phrase) or said
        catalogue.add(phrase, said or None)
    return catalogue


def translation(catalogue: Catalog, phrase: Phrase) -> str | tuple[str, ...] | None:
    """What a catalogue says for a phrase; None when it says nothing usable."""
    message = catalogue.get(phrase if isinstance(phrase, str) else phrase[0])
    if message is None or message.fuzzy or isinstance(message.id, str) != isinstance(phrase, str):
        return None
    said = message.string if isinstance(message.string, str) else tuple(message.string or ())
    return said if said and all(said) else None


def faults(phrases: Iterable[Phrase], catalogue: Catalog, *, language: str) -> list[str]:
    """What is missing, empty, fuzzy, superfluous, or has other placeholders than the English phrase."""
    phrases = list(phrases)
    known = {phrase if isinstance(phrase, str) else phrase[0] for phrase in phrases}
    found = [f"{language}: nobody says {message.id!r} any more" for message in catalogue if message.id and _key(message) not in known]
    for phrase in phrases:
        said = translation(catalogue, phrase)
        if said is None:
            found.append(f"{language}: no translation of {phrase!r}")
        else:
            found += _wrong_forms(phrase, (said,) if isinstance(said, str) else said, language=language)
    return found


def _wrong_forms(phrase: Phrase, forms: tuple[str, ...], *, language: str) -> list[str]:
    wanted = Catalog(locale=language).num_plurals if isinstance(phrase, tuple) else 1
    if len(forms) != wanted:
        return [f"{language}: {phrase!r} needs {wanted} forms"]
    allowed = [_placeholders(phrase if isinstance(phrase, str) else phrase[1])]
    if isinstance(phrase, tuple) and wanted <= len(phrase):
        allowed.append(_placeholders(phrase[0]))
    return [f"{language}: other placeholders in {form!r} than in {phrase!r}" for form in forms if _placeholders(form) not in allowed]


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def written(catalogue: Catalog, language: str) -> str:
    """The text of a catalogue: sorted, without dates and places, so that a change shows as the lines that changed."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return header(language) + body.getvalue().decode("utf-8").lstrip("\n")


def main(fragments: list[str]) -> int:
    phrases = phrases_of_code()
    for language in LANGUAGES:
        path = catalogue_path(language)
        sources = [read_catalogue(Path(name), language) for name in fragments] if language != SOURCE_LANGUAGE else []
        catalogue = merged(phrases, [read_catalogue(path, language), *sources], language=language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(catalogue, language), "utf-8")
        wrong = faults(phrases, catalogue, language=language)
        print(f"{language}: {len(phrases)} phrases, {len(wrong)} to do", *wrong, sep="\n  ")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
