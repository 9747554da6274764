"""The commands `backup` and `restore` as an owner types them: exit codes, one line, and progress where somebody watches."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gotovo.cli import main
from gotovo.database import prepare_database
from gotovo.settings import Settings
from storage.engine import Engines


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in ("BOT_TOKEN", "DATABASE_URL", "DATA_DIR", "BACKUP_DIR"):
        monkeypatch.delenv(name, raising=False)
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_backup_is_made_checked_and_restored(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["backup"]) == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert "MB, verified: schema 0001" in said
    file = said.split()[1]
    assert main(["restore", file, "--verify"]) == 0
    assert "is sound: schema 0001" in capsys.readouterr().out
    assert main(["restore", file]) == 0
    out = capsys.readouterr()
    assert "✔ restored from data/backups/gotovo-" in out.out
    assert "is kept: data/gotovo.db.replaced-" in out.out
    assert out.err == ""


def test_troubles_are_one_sentence_and_exit_code_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["backup"]) == 1
    assert main(["restore", "absent"]) == 1
    assert main(["restore", "absent", "--verify"]) == 1
    (tmp_path / "data" / "gotovo.db").write_bytes(b"x" * 8192)
    assert main(["migrate"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines[:3]] == [
        "The backup was not made",
        "Nothing was restored",
        "✖ there is no file absent",
    ]
    assert lines[3:] == ["The database data/gotovo.db is damaged (file is not a database). There is no backup to restore"]


def test_a_running_gotovo_is_not_restored_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["backup", "copy.db"]) == 0

    async def runs() -> Engines:
        return await prepare_database(Settings())

    with asyncio.Runner() as runner:
        engines = runner.run(runs())
        assert main(["restore", "copy.db"]) == 1
        runner.run(engines.dispose())
    assert capsys.readouterr().err == "Gotovo runs on this database; stop it first, then restore.\n"
    assert main(["restore", "copy.db"]) == 0


def test_whoever_watches_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    main(["migrate"])
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["backup", "copy.db"]) == 0
    assert main(["restore", "copy.db"]) == 0
    said = terminal.getvalue()
    assert "\rcopying and checking … " in said
    assert "\rcopying … 100%" in said
    assert said.endswith("\r")
