"""MarkdownV2 and Markdown parse modes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import ApiError
from sandbox.markdown_text import RESERVED, parse_markdown, parse_markdown_v2


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*b* _i_ __u__ ~s~ ||p||", "b i u s p", ["bold", "italic", "underline", "strikethrough", "spoiler"]),
        (r"1\.5 \- ok\!", "1.5 - ok!", []),
        ("`a_b*c`", "a_b*c", ["code"]),
        ("```py\nx = 1\n```", "x = 1\n", ["pre"]),
        ("[l](https://a.example/\\)x)", "l", ["text_link"]),
        (">one\n>two\nplain", "one\ntwo\nplain", ["blockquote"]),
        ("*b _bi_*", "b bi", ["bold", "italic"]),
        ("![e](tg://emoji?id=5)", "e", ["custom_emoji"]),
        (">last", "last", ["blockquote"]),
        ("```\ncode``_```", "code``_", ["pre"]),
        (r"[u\.example]", "u.example", ["text_link"]),
    ],
)
def test_version_2(source: str, text: str, entities: list[str]) -> None:
    shown, found = parse_markdown_v2(source)
    assert shown == text
    assert [entity["type"] for entity in found] == entities


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("д *b", "Can't find end of Bold entity at byte offset 3"),
        ("[l](x", "Can't find end of a URL at byte offset 3"),
        (">*a\nb", "Can't find end of Bold entity at byte offset 1"),
    ],
)
def test_version_2_errors(source: str, sentence: str) -> None:
    with pytest.raises(ApiError, match=re.escape(sentence)):
        parse_markdown_v2(source)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_survives(text: str) -> None:
    escaped = "".join("\\" + char if char in RESERVED or char == "\\" else char for char in text)
    assert parse_markdown_v2(escaped) == (text, [])


def test_legacy() -> None:
    text, entities = parse_markdown("*b* _i_ `c` ```py\np``` [l](u.example) \\*")
    assert text == "b i c p l *"
    assert [entity["type"] for entity in entities] == ["bold", "italic", "code", "pre", "text_link"]
    with pytest.raises(ApiError, match="Can't find end of the entity starting at byte offset 2"):
        parse_markdown("a *b")
