"""Entities: what is found unasked, what is dropped, what moves when white space is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities import checked_entities, found_entities, trimmed, utf16
from sandbox.errors import ApiError


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start abc", ["bot_command"]),
        ("/help@gotovo_bot now", ["bot_command"]),
        ("see https://a.example/x.", ["url"]),
        ("a@b.example and @anna and #tag", ["email", "mention", "hashtag"]),
        ("call +7 916 000-00-01", ["phone_number"]),
        ("1/2 and a/b", []),
    ],
)
def test_found(text: str, kinds: list[str]) -> None:
    assert [entity["type"] for entity in found_entities(text)] == kinds


def test_offsets_count_utf16() -> None:
    assert utf16("🙂д") == 3
    assert found_entities("🙂 /go")[0] == {"type": "bot_command", "offset": 3, "length": 3}


def test_given_entities() -> None:
    bold = {"type": "bold", "offset": 0, "length": 99}
    outside = {"type": "italic", "offset": 7, "length": 1}
    recomputed = {"type": "url", "offset": 0, "length": 1}
    assert checked_entities("abc", [bold, outside, recomputed]) == [bold | {"length": 3}]


@pytest.mark.parametrize(
    ("entities", "sentence"),
    [
        ("x", "expected an Array"),
        ([1], "expected an Object"),
        ([{"type": "bold", "offset": 0, "length": 1}], "ends in a middle of a UTF-16 symbol"),
        ([{"type": "bold", "offset": 0}], 'Field "length" must be of type Number'),
        ([{"type": "shiny", "offset": 0, "length": 1}], "unsupported entity type"),
        ([{"type": "text_link", "offset": 0, "length": 1}], 'can\'t find field "url"'),
        ([{"type": "bold", "offset": 1, "length": 2}], "in a middle of a UTF-16 symbol"),
        ([{"type": "bold", "offset": -1, "length": 2}], "entity begins"),
    ],
)
def test_refused_entities(entities: object, sentence: str) -> None:
    with pytest.raises(ApiError, match=sentence):
        checked_entities("🙂abc", entities)


def test_trimming_moves_entities() -> None:
    assert trimmed("  ab \n", [{"type": "bold", "offset": 1, "length": 3}]) == ("ab", [{"type": "bold", "offset": 0, "length": 2}])


@given(st.text(), st.integers(0, 20), st.integers(1, 20))
def test_trimmed_entities_stay_inside(text: str, offset: int, length: int) -> None:
    shown, entities = trimmed(text, [{"type": "bold", "offset": offset, "length": length}])
    assert all(entity["offset"] >= 0 and entity["offset"] + entity["length"] <= utf16(shown) for entity in entities)
