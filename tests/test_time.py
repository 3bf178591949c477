"""The day and the clock: zones, summer time, leap days and year ends, a clock set back, times of files that lie."""

import os
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from desk import Desk
from life import Life, begin, final_round

from vault_tools.clock import today_and_now
from vault_tools.commands.undo import history
from vault_tools.core.errors import VaultError
from vault_tools.store.scan import Reader
from vault_tools.watch.bell import Bell

EAST, WEST = "EAST-14", "WEST11"  # as POSIX has it: hours to add to reach Greenwich; 25 hours apart
needs_zones = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets its zone elsewhere")


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch):
    """Move the machine to another zone."""

    def move(name: str) -> None:
        monkeypatch.setenv("TZ", name)

    monkeypatch.delenv("VAULT_TODAY", raising=False)
    yield move
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


# ------------------------------------------------------------------------------------------------ the day


def test_a_day_that_is_asked_for_counts_from_the_day_that_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_TODAY", "2026-12-30")
    assert today_and_now("+3d") == (date(2027, 1, 2), date(2027, 1, 2))
    assert today_and_now("2026-11-05")[0] == date(2026, 11, 5)
    monkeypatch.setenv("VAULT_TODAY", "never")
    with pytest.raises(VaultError, match=r"^VAULT_TODAY: 'never' is not a day"):
        today_and_now("+3d")


@needs_zones
def test_today_is_the_calendar_day_where_the_user_is_also_after_a_journey(
    zone: Callable[[str], None],
) -> None:
    days = []
    for name, hours in ((EAST, 14), (WEST, -11)):
        zone(name)
        there = timezone(timedelta(hours=hours))
        before = datetime.now(there).date()
        days.append(today_and_now()[0])
        assert before <= days[-1] <= datetime.now(there).date()
    assert days[0] > days[1]


@needs_zones
@pytest.mark.parametrize(
    ("received", "over"),
    [
        ("2026-10-24T16:40", "2026-10-25T16:40"),  # the night has 25 hours
        ("2026-03-28T16:40", "2026-03-29T16:40"),  # 23
        ("2026-03-28T02:30", "2026-03-29T02:30"),  # and this half hour does not exist
    ],
)
def test_a_cool_off_ends_at_the_same_time_of_the_next_day_when_the_clocks_change(
    tmp_path: Path, zone: Callable[[str], None], received: str, over: str
) -> None:
    zone("CET-1CEST,M3.5.0,M10.5.0/3")
    life = begin(tmp_path)
    life.applies("2026-03-01", "Acme", "Engineer")
    no = life.hears_no(received, "acme")
    assert f"cool_off_until: {over}" in life.read(no.path)


@pytest.mark.parametrize(
    ("today", "when", "due"),
    [
        ("2026-12-31", "tomorrow", "2027-01-01"),
        ("2026-12-28", "1w", "2027-01-04"),
        ("2028-02-28", "tomorrow", "2028-02-29"),
        ("2027-02-28", "tomorrow", "2027-03-01"),
        ("2028-01-31", "1m", "2028-02-29"),
        ("2028-02-29", "12m", "2029-02-28"),
    ],
)
def test_days_are_counted_across_the_ends_of_years_and_leap_days(
    tmp_path: Path, today: str, when: str, due: str
) -> None:
    life = begin(tmp_path)
    life.write("Note.md", f"- [ ] Call Kim 📅 {today}\n")
    from vault_tools.commands import deeds
    from vault_tools.core.meaning.dates import parse_day

    deeds.snooze(life.session(today), ["kim"], parse_day(when, date.fromisoformat(today)))
    assert life.read("Note.md") == f"- [ ] Call Kim 📅 {due}\n"
    days = (date.fromisoformat(due) - date.fromisoformat(today)).days
    assert [f.due.isoformat() for f in life.due(today, days)] == [due]
    assert life.due(today, days - 1) == ()
    assert [f.overdue_days for f in life.due(str(date.fromisoformat(due) + timedelta(days=1)))] == [1]


# ------------------------------------------------------------------------------------ a clock set back


def test_after_the_clock_was_set_back_the_last_deed_is_still_the_last(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write("Note.md", "- [ ] One 📅 2026-11-20\n- [ ] Two 📅 2026-11-20\n")
    before = life.read("Note.md")
    life.done("2027-03-01", "One")  # the clock is wrong
    year = 365 * 86400
    journal = life.session("2026-11-22").vault.state / "journal"
    (first,) = journal.iterdir()
    os.utime(first, (time.time() + year, time.time() + year))
    between = life.read("Note.md")
    life.done("2026-11-22", "Two")  # and now right
    deeds = history(life.session("2026-11-22"))
    assert [d.label for d in deeds] == ["done: Two", "done: One"]
    life.undo("2026-11-22")
    assert life.read("Note.md") == between
    life.undo("2026-11-22")
    assert life.read("Note.md") == before


def test_after_the_clock_was_set_back_the_plan_is_the_same_and_nothing_is_planned_twice(
    tmp_path: Path,
) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    ids = {f.id for f in life.written("2026-11-20")}
    assert {f.id for f in life.written("2027-01-10")} == ids
    life.done("2027-01-10", "Thank Yuki Sato (")
    life.undo("2026-11-20")
    assert {f.id for f in life.written("2026-11-20")} == ids
    with pytest.raises(VaultError, match="already"):
        life.hears_no("2026-11-17T16:40", "norrland")


def test_a_dashboard_of_a_day_that_was_none_is_drawn_for_the_real_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "vault")
    before = desk.text
    desk.refresh(date(2027, 3, 1))
    assert "as_of: 2027-03-01" in desk.text
    desk.tick("article")
    desk.refresh()
    assert "as_of: 2026-11-22" in desk.text
    desk.undo()
    assert desk.text == before


# ------------------------------------------------------------------------------------ times of files


def words(reader: Reader) -> dict[str, str]:
    return {note.path: note.tasks[0].task.description for note in reader.look().notes}


def settle() -> None:
    """Let the disk's clock go on, so that what is saved now has another stamp than what was saved before."""
    time.sleep(0.06)


def test_an_edit_that_keeps_size_and_time_is_seen(tmp_path: Path) -> None:
    path, reader = tmp_path / "Note.md", Reader(tmp_path)
    path.write_text("- [ ] One\n")
    os.utime(path, (1e9, 1e9))
    settle()
    assert words(reader) == {"Note.md": "One"}
    path.write_text("- [ ] Two\n")  # in place
    os.utime(path, (1e9, 1e9))
    if sys.platform != "win32":  # its files keep no time of their last change
        assert words(reader) == {"Note.md": "Two"}
    settle()
    words(reader)
    beside = tmp_path / "beside"
    beside.write_text("- [ ] Six\n")
    os.utime(beside, (1e9, 1e9))
    os.replace(beside, path)  # as a sync tool does
    assert words(reader) == {"Note.md": "Six"}


def test_an_edit_in_the_same_tick_of_the_disks_clock_is_seen(tmp_path: Path) -> None:
    path, reader = tmp_path / "Note.md", Reader(tmp_path)
    for number in range(50):
        path.write_text(f"- [ ] {number:02}\n")
        assert words(reader) == {"Note.md": f"{number:02}"}


def test_a_file_from_the_future_is_read_and_its_edits_are_seen(tmp_path: Path) -> None:
    life = Life(begin(tmp_path).root)
    future = time.time() + 20 * 365 * 86400
    life.write("Note.md", "- [ ] Call Kim 📅 2026-11-20\n")
    os.utime(tmp_path / "Note.md", (future, future))
    reader = Reader(tmp_path)
    assert words(reader) == {"Note.md": "Call Kim"}
    life.write("Note.md", "- [ ] Call Bob 📅 2026-11-20\n")
    os.utime(tmp_path / "Note.md", (future, future))
    assert words(reader) == {"Note.md": "Call Bob"}
    life.done("2026-11-22", "Bob")
    assert life.read("Note.md") == "- [x] Call Bob 📅 2026-11-20 ✅ 2026-11-22\n"
    assert abs((tmp_path / "Note.md").stat().st_mtime - time.time()) < 60


# ------------------------------------------------------------------------------- a watch that runs for days


def test_a_machine_that_slept_or_whose_clock_was_set_is_looked_at_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bell = Bell(tmp_path, lambda path, is_folder: True, lambda line: None, poll=False)
    bell.set_up()
    try:
        assert bell.wait(0.01) is False
        real = time.time
        for hours in (9, -9):  # waking up in the morning; a clock that ran ahead
            times = iter([real(), real() + hours * 3600])
            with monkeypatch.context() as clock:
                clock.setattr("vault_tools.watch.bell.time.time", lambda times=times: next(times))
                assert bell.wait(0.01) is True
    finally:
        bell.take_down()
