"""Every command of the pages exists; those of Gotovo that end by themselves are run, in the order in which an owner would."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from gotovo.cli import main, parser
from sandbox import Sandbox
from tests.docs.pages import ROOT, pages, simple_commands

TOKEN = "4200000001:TEST-token-of-the-sandbox"
PROGRAMS = frozenset({"gotovo", ".venv/bin/gotovo"})
MODULE = (".venv/bin/python", "-m")
OF_THE_SYSTEM = frozenset({"chmod", "chown", "cp", "curl", "echo", "git", "journalctl", "openssl", "systemctl", "useradd"})
"""Programs of others that are told as they are; what they are told is read by people."""

ORDER = ("migrate", "owner-link", "invite", "import-prices", "backup", "restore", "doctor")
"""Commands that end by themselves, as they follow on each other."""


def told() -> set[tuple[str, ...]]:
    return {command for one in pages() for command in one.commands}


def arguments_of(command: tuple[str, ...]) -> list[str] | None:
    """What Gotovo is given, None when another program is run."""
    if command[0] in PROGRAMS:
        return list(command[1:])
    return list(command[3:]) if command[:3] == (*MODULE, "gotovo") else None


def is_make(command: tuple[str, ...]) -> str:
    targets = command[3:] if command[1:2] == ("-C",) else command[1:]
    done = subprocess.run(["make", "-n", *targets], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def is_module(command: tuple[str, ...]) -> str:
    """A module of the project, or pytest on files that exist; pip is known."""
    if command[2] == "pip":
        return ""
    if command[2] == "pytest":
        return " ".join(word for word in command[3:] if "/" in word and not (ROOT / word).exists())
    path = ROOT / Path(*command[2].split("."))
    return "" if path.with_suffix(".py").exists() or (path / "__main__.py").exists() else f"no module {command[2]}"


def is_compose(command: tuple[str, ...]) -> str:
    """`docker compose -f FILE [--profile NAME] up|logs|exec …`: its file, profile, services, and what is run in them."""
    read = argparse.ArgumentParser(exit_on_error=False)
    read.add_argument("-f", dest="file", required=True)
    read.add_argument("--profile")
    options, rest = read.parse_known_args(list(command[2:]))
    _head, _services, services = (ROOT / options.file).read_text("utf-8").partition("\nservices:\n")
    known = re.findall(r"^  (\w+):$", services.partition("\nvolumes:\n")[0], re.MULTILINE)
    if options.profile and f"\n      - {options.profile}\n" not in services:
        return f"no profile {options.profile}"
    verb, *words = rest
    if verb == "exec":
        return fault(tuple(words[1:])) if words[0] in known else f"no service {words[0]}"
    names = {word for word in words if not word.startswith("-")}
    return "" if verb in ("up", "logs") and names <= set(known) else f"not known: {' '.join(rest)}"


def fault(command: tuple[str, ...]) -> str:
    """What is wrong with a command, empty when nothing is."""
    arguments = arguments_of(command)
    if arguments is not None:
        return _parsed(arguments)
    if command[:2] == MODULE:
        return is_module(command)
    if command[0] == "make":
        return is_make(command)
    if command[:2] == ("docker", "compose"):
        return is_compose(command)
    return "" if command[0] in OF_THE_SYSTEM else f"{command[0]} is not known"


def _parsed(arguments: list[str]) -> str:
    try:
        parser().parse_args(arguments)
    except SystemExit as wrong:
        return f"exit {wrong.code}"
    return ""


def test_commands_exist(capsys: pytest.CaptureFixture[str]) -> None:
    faults = {" ".join(command): wrong for command in sorted(told()) if (wrong := fault(command))}
    assert faults == {}, capsys.readouterr().err


INLINE = re.compile(r"`gotovo ([^`…]+)`")
PLACEHOLDERS = (("ROLE", "operator"), ("РОЛЬ", "operator"), ("[FILE]", "file"), ("[ФАЙЛ]", "file"), ("FILE", "file"), ("ФАЙЛ", "file"))


def with_something(words: str) -> list[str]:
    """As a person would fill it in."""
    for name, value in PLACEHOLDERS:
        words = words.replace(name, value)
    return words.split()


def test_commands_named_in_a_sentence_exist(capsys: pytest.CaptureFixture[str]) -> None:
    named = {words for one in pages() for words in INLINE.findall(one.prose)}
    assert [words for words in sorted(named) if _parsed(with_something(words))] == [], capsys.readouterr().err
    assert {words.split()[0] for words in named} >= {"run", "demo", *ORDER}


WRONG = (
    *("make nothing", "gotovo invite --role king", ".venv/bin/python -m scripts.none", "rm -rf data"),
    *("docker compose -f deploy/compose.yaml logs nobody", "docker compose -f deploy/compose.yaml exec gotovo rm -rf data"),
)


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_command_is_found(line: str) -> None:
    assert all(fault(command) for command in simple_commands(line))


def test_a_line_is_read_as_a_shell_reads_it() -> None:
    line = 'sudo BOT_TOKEN=1 make run > log && echo "a > b" | cp x y; PORT=1'
    assert list(simple_commands(line)) == [("make", "run"), ("echo", "a > b"), ("cp", "x", "y")]


@pytest.fixture
async def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """An empty folder of an owner whose bot lives in a sandbox."""
    sandbox = Sandbox(TOKEN, latency=0.0)
    await sandbox.start()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", sandbox.url)
    (tmp_path / "prices.csv").write_text("Service;Price\nCleaning;900\n", encoding="utf-8")
    yield
    await sandbox.stop()


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    """Gotovo closes what it makes to others for the whole process."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


def told_of_gotovo() -> list[list[str]]:
    """What the pages have Gotovo do and that ends, each once; of a backup and its restore the backup comes first."""
    all_of_it = {tuple(arguments) for command in told() if (arguments := arguments_of(command)) and arguments[0] in ORDER}
    return [list(one) for one in sorted(all_of_it, key=_rank)]


def _rank(arguments: tuple[str, ...]) -> tuple[int, bool, tuple[str, ...]]:
    return ORDER.index(arguments[0]), "--verify" not in arguments, arguments


@pytest.mark.usefixtures("at_home")
async def test_commands_of_gotovo_do_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    done = {one[0] for one in told_of_gotovo()}
    for arguments in told_of_gotovo():
        code = await asyncio.to_thread(main, arguments)
        said = capsys.readouterr()
        assert code == 0 or arguments == ["doctor"], (arguments, said)
        assert said.out, arguments
    assert done == {*ORDER} - {"migrate"}
