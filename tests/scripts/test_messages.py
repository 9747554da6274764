"""Catalogues: what is collected, what a merge keeps, and what counts as a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from scripts import messages

Said = str | tuple[str, ...]

PLURAL: messages.Phrase = ("{n} order", "{n} orders")
RUSSIAN: dict[messages.Phrase, Said] = {"Take": "Взять", PLURAL: ("{n} заказ", "{n} заказа", "{n} заказов")}


def catalogue(entries: dict[messages.Phrase, Said], language: str = "ru") -> Catalog:
    made = Catalog(locale=language)
    for phrase, said in entries.items():
        made.add(phrase, said)
    return made


def test_phrases_are_collected_however_they_nest() -> None:
    text = '_("a {x}", x=_("b")); _.n("one", "many", len(_("c"))); T = {1: N_("d")}; _("e " "f"); _(name); n("g", "h"); _.m("i"); self("j")'
    assert sorted(messages.phrases_in(text), key=str) == sorted(["a {x}", "b", "c", "d", "e f", "j", ("one", "many")], key=str)


def test_plural_stands_for_its_singular(tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "a.py").write_text('_("{n} order"); _.n("{n} order", "{n} orders", 1); _("{n} order")')
    assert messages.phrases_of_code(tmp_path) == [PLURAL]


def test_merge_keeps_takes_and_drops() -> None:
    old = catalogue({"Take": "Старое", "Gone": "Ушло"})
    fragment = catalogue({"Take": "Взять", PLURAL: RUSSIAN[PLURAL]})
    made = messages.merged(["New", "Take", PLURAL], [old, fragment], language="ru")
    assert {m.id: m.string for m in made if m.id} == {"New": None, "Take": "Взять", PLURAL: RUSSIAN[PLURAL]}


def test_empty_fragment_does_not_erase() -> None:
    made = messages.merged(["Take"], [catalogue({"Take": "Взять"}), catalogue({"Take": ""})], language="ru")
    assert made["Take"].string == "Взять"


def test_english_is_the_phrase_itself() -> None:
    made = messages.merged(["Take", PLURAL], [], language="en")
    assert {m.id: m.string for m in made if m.id} == {"Take": "Take", PLURAL: PLURAL}
    assert messages.faults(["Take", PLURAL], made, language="en") == []


def test_text_is_stable_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "gotovo.po"
    text = messages.written(catalogue({**RUSSIAN, "A\nlong " * 30: "Б\nдлинное " * 30}), "ru")
    path.write_text(text, "utf-8")
    again = messages.read_catalogue(path, "ru")
    assert messages.written(again, "ru") == text
    assert again.num_plurals == 3
    assert "POT-Creation-Date" not in text


def test_fragment_needs_no_header(tmp_path: Path) -> None:
    path = tmp_path / "fragment.po"
    path.write_text('msgid "Take"\nmsgstr "Взять"\n', "utf-8")
    assert messages.read_catalogue(path, "ru")["Take"].string == "Взять"


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ({}, "no translation of 'Hi {x}'"),
        ({"Hi {x}": ""}, "no translation of 'Hi {x}'"),
        ({"Hi {x}": "Привет"}, "other placeholders"),
        ({"Hi {x}": "Привет {y}"}, "other placeholders"),
        ({"Hi {x}": "Привет {x}", "Old": "Старый"}, "nobody says 'Old'"),
    ],
)
def test_faults(entries: dict[messages.Phrase, Said], fault: str) -> None:
    (found,) = messages.faults(["Hi {x}"], catalogue(entries), language="ru")
    assert fault in found


def test_fuzzy_is_a_fault() -> None:
    made = Catalog(locale="ru")
    made.add("Take", "Взять", flags={"fuzzy"})
    assert len(messages.faults(["Take"], made, language="ru")) == 1


def test_plural_needs_all_forms_with_the_number() -> None:
    assert messages.faults([PLURAL], catalogue({PLURAL: RUSSIAN[PLURAL]}), language="ru") == []
    assert messages.faults([PLURAL], catalogue({PLURAL: ("{n} заказ", "{n} заказа")}), language="ru")
    assert messages.faults([PLURAL], catalogue({PLURAL: ("один заказ", "{n} заказа", "{n} заказов")}), language="ru")
