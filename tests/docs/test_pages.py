"""The pages say what the product says: its buttons, its settings, the same in both languages; and they lead somewhere."""

from __future__ import annotations

import re
from functools import cache

import pytest

from bot.cards.feed import REQUEST_ACTIONS
from bot.cards.labels import DEAL_ACTIONS, LEAD_ACTIONS
from bot.cards.order_layout import HIDDEN
from bot.cards.settings import SETTINGS
from bot.catalogue import translations
from crm.actor import STAFF_ROLES, Role
from crm.deal_flow import DEAL_FLOW
from crm.lead import LEAD_FLOW
from gotovo.settings import Settings
from scripts.messages import catalogue_path, read_catalogue
from tests.docs.pages import DOCS, FOR_DEVELOPERS, LANGUAGES, ROOT, Page, names, page, pages, told_twice

PART = re.compile(r"\\\{\w+\\\}")
WIDEST = 28
PICTURES = {role: role for role in ("client", *STAFF_ROLES)} | {"start": "overview"}


@cache
def labels(language: str) -> dict[str, re.Pattern[str]]:
    """What a button may say by msgid; a part that is filled in is anything."""
    found: dict[str, re.Pattern[str]] = {}
    for message in read_catalogue(catalogue_path(language), language):
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        msgid = message.id if isinstance(message.id, str) else message.id[0]
        said = [form for form in forms if len(form) <= WIDEST and _says_something(form)]
        if said:
            found[msgid] = re.compile("|".join(PART.sub(".+", re.escape(form)) for form in said))
    return found


def _says_something(form: str) -> bool:
    """Beside the parts that are filled in: else it would fit any label."""
    words = re.sub(r"\{\w+\}", "", form)
    return len(re.findall(r"[^\W\d_]", words)) > (words != form)


def msgids(language: str, label: str) -> frozenset[str]:
    """Which phrases a quoted label may be."""
    return frozenset(msgid for msgid, pattern in labels(language).items() if pattern.fullmatch(label))


def language_of(one: Page) -> str:
    return "ru" if "ru" in one.path.parts else "en"


@pytest.mark.parametrize("one", pages(), ids=lambda one: one.name)
def test_quoted_buttons_are_those_of_the_product(one: Page) -> None:
    language = language_of(one)
    assert [label for label in one.buttons if not msgids(language, label)] == []


@pytest.mark.parametrize("name", told_twice())
def test_both_languages_quote_the_same_buttons(name: str) -> None:
    quoted = {language: [msgids(language, label) for label in page(language, name).buttons] for language in LANGUAGES}
    for mine, other in (("en", "ru"), ("ru", "en")):
        labelled = zip(page(mine, name).buttons, quoted[mine], strict=True)
        assert [label for label, ids in labelled if not any(ids & theirs for theirs in quoted[other])] == []


def doers(label: str) -> set[Role]:
    """Whose step of a request or an order it is; nobody's for other buttons, and for what an internal request says as well."""
    ids = msgids("en", label) - {*REQUEST_ACTIONS.values()}
    deal = {action for action, msgid in DEAL_ACTIONS.items() if msgid in ids and action not in HIDDEN}
    lead = {action for action, msgid in LEAD_ACTIONS.items() if msgid in ids}
    return {role for move in DEAL_FLOW if move.action in deal for role in move.by} | {
        role for move in LEAD_FLOW if move.action in lead for role in move.by
    }


@pytest.mark.parametrize("role", [Role.CLIENT, *STAFF_ROLES])
def test_the_page_of_a_role_quotes_only_its_own_steps(role: Role) -> None:
    assert [label for label in page("en", f"{role}.md").buttons if doers(label) and role not in doers(label)] == []


def test_a_wrong_button_is_found() -> None:
    assert not msgids("ru", "✋ Хватай")
    assert not msgids("en", "✋ Взять")
    assert msgids("ru", "✋ Взять") == {"✋ Take"}
    assert doers("✋ Take") == {Role.OPERATOR}
    assert "🧹 Write off {sum}" in msgids("en", "🧹 Write off 45.00")


def test_languages_have_the_same_pages() -> None:
    assert names("ru") == names("en") - FOR_DEVELOPERS
    assert names("en") >= FOR_DEVELOPERS


@pytest.mark.parametrize("name", told_twice())
def test_languages_have_the_same_shape(name: str) -> None:
    english, russian = page("en", name), page("ru", name)
    assert russian.levels == english.levels
    assert russian.commands == english.commands


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings_of_the_environment_are_all_told(language: str) -> None:
    rows = re.findall(r"^\| (`[A-Z].*?`) \|", page(language, "settings.md").prose, re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"[A-Z_]+", row)}
    sample = set(re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    known = {name.upper() for name in Settings.model_fields}
    assert told == known
    assert sample == known


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings_in_chat_are_all_told(language: str) -> None:
    said = translations(language).gettext
    assert {said(setting.label) for setting in SETTINGS.values()} <= set(page(language, "settings.md").buttons)


@pytest.mark.parametrize("one", pages(), ids=lambda one: one.name)
def test_links_lead_somewhere(one: Page) -> None:
    assert [target for _is_picture, target in one.links if not _resolves(one, target)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_in_the_language_of_their_page(language: str) -> None:
    pictures = {name: [target for is_picture, target in page(language, name).links if is_picture] for name in names(language)}
    assert {name: found for name, found in pictures.items() if found} == {
        f"{name}.md": [f"../pictures/{picture}.{language}.png"] for name, picture in PICTURES.items()
    }


def _resolves(one: Page, target: str) -> bool:
    if target.startswith(("https://", "http://")):
        return True
    path, _hash, anchor = target.partition("#")
    there = (one.path.parent / path).resolve() if path else one.path
    return there.exists() and (not anchor or anchor in Page(there).anchors)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_the_index(language: str) -> None:
    linked = {target for _image, target in Page(DOCS / "README.md").links}
    assert {f"{language}/{name}" for name in names(language)} <= linked
