"""The demo's story, and the sample vault that is exactly that story on one day."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import pytest
from life import begin

from vault_tools.cli.edge import run
from vault_tools.commands.demo import TWO_YEARS, play, told
from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.store.finding import find_root
from vault_tools.store.vault import Vault

SAMPLE = Path(__file__).resolve().parent.parent / "sample_vault"
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def played(module_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story on the day of the sample vault, played once for the tests that only read it."""
    return play(tmp_path_factory.mktemp("story") / "demo", DAY).root


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_the_sample_vault_is_the_story_on_its_day(played: Path) -> None:
    told, kept = tree(played), tree(SAMPLE)
    assert sorted(told) == sorted(kept)
    for path in kept:
        assert told[path].decode() == kept[path].decode(), path


def test_the_story_has_what_people_really_write(played: Path) -> None:
    names = " ".join(tree(SAMPLE))
    assert "ø" in names and "美" in names and "'" in names
    session = Session(Vault(played), DAY, DAY)
    search = session.search()
    assert [p.path for p in session.problems] == ["Notes/Salary ideas.md"]
    assert {f.step is None for f in search.follow_ups} == {True, False}  # ours and hand-written


@pytest.mark.parametrize("day", [date(2027, 3, 1), date(2028, 2, 29)])
def test_the_story_can_be_played_on_other_days(tmp_path: Path, day: date) -> None:
    vault = play(tmp_path / "demo", day)
    dashboard = (vault.root / vault.dashboard).read_text(encoding="utf-8")
    assert f"as_of: {day}" in dashboard
    assert "> [!tip] First: " in dashboard and "## Doors still open" in dashboard


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 1, 1), date(2030, 2, 27)])
def test_a_story_with_days_of_its_own_is_moved_by_whole_weeks_to_end_around_today(today: date) -> None:
    own, moved = told(TWO_YEARS, date(2026, 12, 31)), told(TWO_YEARS, today)
    assert own.begins == date(2025, 1, 6)
    assert 0 <= (today - moved.ends).days < 7
    by = moved.ends - own.ends
    assert [day + by for day, _ in own.scenes] == [day for day, _ in moved.scenes]
    assert by.days % 7 == 0
    assert str(date(2025, 1, 3) + by) in moved.scenes[0][1]["text"]


def test_what_is_made_up_is_kept_out_of_your_own_vault(tmp_path: Path) -> None:
    begin(tmp_path / "mine")
    with pytest.raises(VaultError, match=f"name a folder outside: vault demo {tmp_path}/fair$"):
        play(tmp_path / "mine" / "fair", DAY)
    assert list(tree(tmp_path)) == ["mine/vault.toml"]


def test_what_is_told_behind_it_can_be_typed_whatever_the_folder_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["demo", "Jo's demo"]) == 0
    last = capfd.readouterr().err.splitlines()[-1]
    assert shlex.split(last) == [
        "Then:",
        "cd",
        "Jo's demo",
        "vault",
        "due",
        "vault",
        "next",
        "vault",
        "watch",
    ]


def test_the_way_to_make_a_folder_a_vault_can_be_typed_too(tmp_path: Path) -> None:
    folder = tmp_path / "my notes"
    folder.mkdir()
    with pytest.raises(VaultError) as refused:
        find_root(str(folder), "/")
    assert str(refused.value) == (
        f"{folder} is no vault yet; `vault init '{folder}'` makes it one, and changes no note in it"
    )


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine")
    with pytest.raises(VaultError, match="not empty"):
        play(tmp_path, DAY)
    assert tree(tmp_path) == {"mine.md": b"mine"}
