"""HTML parse mode: entities in UTF-16 units, errors with byte offsets."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import ApiError
from sandbox.html_text import parse_html


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>x</b>", "x", [("bold", 0, 1)]),
        ("<strong><em>x</em></strong>", "x", [("italic", 0, 1), ("bold", 0, 1)]),
        ("🙂<i>д</i>", "🙂д", [("italic", 2, 1)]),
        ("a &lt;b&gt; &amp; &quot;", 'a <b> & "', []),
        ("&#1046;&#x1F642;&nope;&#xD800;", "Ж🙂&nope;&#xD800;", []),
        ("<b>x</>", "x", [("bold", 0, 1)]),
        ("<u></u>empty", "empty", []),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<B\n>x</b >", "x", [("bold", 0, 1)]),
        ("<s>1</s><del>2</del><ins>3</ins>", "123", [("strikethrough", 0, 1), ("strikethrough", 1, 1), ("underline", 2, 1)]),
    ],
)
def test_formatting(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    shown, found = parse_html(source)
    assert shown == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


def test_attributes() -> None:
    assert parse_html('<a href="https://a.example/?x=1&amp;y=2">l</a>')[1][0]["url"] == "https://a.example/?x=1&y=2"
    assert parse_html("<a>t.me/x</a>")[1][0]["url"] == "http://t.me/x/"
    assert parse_html("<a href='nothing'>l</a>")[1] == []
    assert parse_html('<pre><code class="language-py">x</code></pre>')[1][0] == {"type": "pre", "offset": 0, "length": 1, "language": "py"}
    moment = parse_html("<tg-time unix=1700000000 format='wDT'>soon</tg-time>")[1][0]
    assert (moment["unix_time"], moment["date_time_format"]) == (1_700_000_000, "wDT")
    assert parse_html("<tg-emoji emoji-id='53'>x</tg-emoji>")[1][0]["custom_emoji_id"] == "53"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("<foo>x</foo>", 'Unsupported start tag "foo" at byte offset 0'),
        ("д<foo>", 'Unsupported start tag "foo" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("1 <2 3>", 'Unsupported start tag "2" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=x", 'Unclosed start tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x@>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x>x</a>', 'Unclosed start tag "a" at byte offset 0'),
    ],
)
def test_errors(source: str, sentence: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {sentence}"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_survives(text: str) -> None:
    assert parse_html(html.escape(text).replace("&#x27;", "'"))[0] == text
