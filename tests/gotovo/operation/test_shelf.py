"""The shelf: what a backup is called, which is the newest, and which ones go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gotovo.operation.shelf import BEFORE, DAILY, WEEKLY, Kept, Shelf, superfluous

NOW = datetime(2026, 5, 12, 3, 0, tzinfo=UTC)
HOURS = st.integers(0, 24 * 90)


def nightly(days: int) -> list[Kept]:
    return [Kept(Path(f"{day}"), NOW - timedelta(days=day)) for day in range(days)]


def test_after_half_a_year_there_are_seven_days_and_four_weeks() -> None:
    gone = superfluous(nightly(180))
    ages = sorted((NOW - one.at).days for one in nightly(180) if one not in gone)
    assert ages == [0, 1, 2, 3, 4, 5, 6, 9, 16]
    """The newest of this week and of the last one are among the seven days."""


@given(st.lists(st.tuples(HOURS, st.sampled_from(["", "", "0002", "restore"])), unique_by=lambda made: made[0]))
def test_the_newest_always_stays_and_the_shelf_never_grows_without_end(made: list[tuple[int, str]]) -> None:
    kept = [Kept(Path(f"{hours}{before}"), NOW - timedelta(hours=hours), before) for hours, before in made]
    staying = [one for one in kept if one not in superfluous(kept)]
    assert len(staying) <= DAILY + WEEKLY + BEFORE
    for chosen in ([one for one in kept if not one.before], [one for one in kept if one.before]):
        assert not chosen or max(chosen, key=lambda one: one.at) in staying
    assert superfluous(staying) == []
    """Tidying twice is tidying once: no backup goes just because another has gone."""


def test_names_say_when_and_before_what_and_others_files_are_let_alone(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "gotovo", "db")
    first, second = shelf.place(NOW), shelf.place(NOW + timedelta(hours=1), before="0002")
    assert (first.name, second.name) == ("gotovo-20260512-030000.db", "gotovo-20260512-040000-before-0002.db")
    others = ["gotovo.db", "demo-20260512-030000.db", "gotovo-20260512-030000.pgdump", "gotovo-20269999-030000.db", "gotovo-x.db.part"]
    for name in (first.name, second.name, *others):
        (tmp_path / name).touch()
    assert [(kept.path, kept.before) for kept in shelf.kept()] == [(first, ""), (second, "0002")]
    assert shelf.age(NOW + timedelta(hours=3)) == 7200
    shelf.tidy()
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([first.name, second.name, *others])


@pytest.mark.parametrize("days", [8, 40])
def test_tidying_removes_files(tmp_path: Path, days: int) -> None:
    shelf = Shelf(tmp_path / "backups", "gotovo", "db")
    assert (shelf.kept(), shelf.newest(), shelf.age(NOW)) == ([], None, None)
    shelf.folder.mkdir()
    for day in range(days):
        shelf.place(NOW - timedelta(days=day)).touch()
    shelf.tidy()
    assert DAILY <= len(shelf.kept()) <= DAILY + WEEKLY
