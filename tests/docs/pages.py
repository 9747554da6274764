"""The pages of `docs/` as their tests read them: headings, links, quoted buttons, commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LANGUAGES = ("en", "ru")
FOR_DEVELOPERS = frozenset({"extending.md"})
"""In English only, like the code."""

FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
BUTTON = re.compile(r"`\[([^`]+)\]`")
LINK = re.compile(r"(?P<image>!?)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
SETTING = re.compile(r"[A-Z]+(?:_[A-Z]+)*=")
ENDS = frozenset({"|", "&&", "||", ";", "&"})


@dataclass(frozen=True)
class Page:
    """One page; `prose` is its text without code blocks."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def prose(self) -> str:
        return FENCE.sub("", self.text)

    @property
    def levels(self) -> list[int]:
        return [len(marks) for marks, _title in HEADING.findall(self.prose)]

    @property
    def anchors(self) -> set[str]:
        """As GitHub makes them."""
        return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for _marks, title in HEADING.findall(self.prose)}

    @property
    def buttons(self) -> list[str]:
        return BUTTON.findall(self.prose)

    @property
    def links(self) -> list[tuple[bool, str]]:
        """Whether it is a picture, and where it leads."""
        return [(bool(found["image"]), found["target"]) for found in LINK.finditer(self.prose)]

    @property
    def commands(self) -> list[tuple[str, ...]]:
        """Every simple command of the page's `sh` blocks, word by word."""
        blocks = (found["body"] for found in FENCE.finditer(self.text) if found["kind"] == "sh")
        return [command for block in blocks for line in _lines(block) for command in simple_commands(line)]


def _lines(block: str) -> Iterator[str]:
    for line in re.sub(r"\\\n", " ", block).splitlines():
        if line.strip() and not line.strip().startswith("#"):
            yield line.strip()


def simple_commands(line: str) -> Iterator[tuple[str, ...]]:
    """What a shell would run, without redirections, `sudo` and variables set for one command."""
    words = shlex.shlex(re.sub(r"\bsudo( -u \w+)? ", "", line), posix=True, punctuation_chars=True)
    words.whitespace_split = True
    command: list[str] = []
    skipping = False
    for word in [*words, ";"]:
        if word in ENDS:
            if command:
                yield tuple(command)
            command = []
        elif skipping or word in (">", ">>", "<"):
            skipping = not skipping
        elif command or not SETTING.match(word):
            command.append(word)


@cache
def pages() -> tuple[Page, ...]:
    return (Page(ROOT / "README.md"), *(Page(path) for path in sorted(DOCS.rglob("*.md"))))


def page(language: str, name: str) -> Page:
    return Page(DOCS / language / name)


@cache
def names(language: str) -> frozenset[str]:
    return frozenset(path.name for path in (DOCS / language).glob("*.md"))


def told_twice() -> list[str]:
    """The pages that every language has."""
    return sorted(names("en") - FOR_DEVELOPERS)
