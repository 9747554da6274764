"""Arguments are read as forgivingly as Telegram reads them."""

import pytest

from sandbox.arguments import Arguments
from sandbox.errors import ApiError


def test_getters() -> None:
    args = Arguments({"n": "12", "big": "9999999999", "word": "x", "yes": "True", "flag": True, "none": None, "list": "[1, 2]"})
    assert (args.integer("n"), args.integer("big"), args.integer("word", 7), args.integer("n", high=10)) == (12, 2**31 - 1, 7, 10)
    assert (args.flag("yes"), args.flag("flag"), args.flag("word"), args.text("none")) == (True, True, False, "")
    assert args.identifiers("list") == [1, 2]
    assert ("n" in args, "none" in args, "other" in args) == (True, False, False)
    assert args.for_log()["list"] == [1, 2]


def test_complaints() -> None:
    args = Arguments({"broken": "{", "object": "{}", "word": "x"})
    with pytest.raises(ApiError, match="can't parse broken JSON object"):
        args.structure("broken")
    with pytest.raises(ApiError, match="word is invalid"):
        args.number("word")
    with pytest.raises(ApiError, match="expected an Array of message identifiers"):
        args.identifiers("object")
    assert args.for_log() == {"broken": "{", "object": {}, "word": "x"}
