"""What was read of many notes is kept outside the vault, and is never more than a memory."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tools.core.meaning.notes import read_note
from vault_tools.core.meaning.records import note_of, record_of
from vault_tools.store.found import Found
from vault_tools.store.glance import Glance
from vault_tools.store.memory import memory_of
from vault_tools.store.scan import Reader, is_settled
from vault_tools.store.state import cache_home

MANY = 400


def text(n, day="2026-11-20"):
    return f"---\ntype: contact\nfollow_up: {day}\n---\n- [ ] Call {n:03} 📅 {day} ⏫ 🔁 every week\n## Log\n- {day} met\n"


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "search"
    root.mkdir()
    for n in range(MANY):
        (root / f"{n}.md").write_text(text(n))
    time.sleep(0.06)  # the clock of the files goes on, so that the next save is sure to have another stamp
    return root


def read(root):
    """The notes as a command that starts now reads them, and how many files it had to open."""
    look = Reader(root).look()
    return {note.path: note for note in look.notes}, look.read, look.problems


def afresh(root):
    return {
        path.name: read_note(path.name, path.read_bytes()) for path in root.iterdir() if path.suffix == ".md"
    }


def assert_is_right(root, count=None):
    notes, opened, problems = read(root)
    assert notes == afresh(root)
    assert problems == ()
    assert count is None or opened == count


def test_only_what_changed_is_read(vault):
    assert_is_right(vault, MANY)
    assert_is_right(vault, 0)
    (vault / "7.md").write_text(text(7, "2026-11-21"))
    (vault / "8.md").rename(vault / "new.md")
    (vault / "9.md").unlink()
    assert_is_right(vault, 2)
    time.sleep(0.06)
    assert_is_right(vault)
    assert_is_right(vault, 0)


def test_a_save_of_the_same_size_with_its_time_set_back_is_read(vault):
    assert_is_right(vault, MANY)
    before = os.stat(vault / "7.md")
    (vault / "7.md").write_text(text(7, "2026-11-21"))
    os.utime(vault / "7.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert_is_right(vault, 1)


def test_a_save_right_after_it_was_read_is_read(vault):
    for n in range(12):
        (vault / "7.md").write_text(text(n))
        assert_is_right(vault)


def test_a_save_within_the_grain_of_the_clock_is_not_settled():
    now = 1_800_000_000_123_456_789
    assert is_settled((1, now - 60_000_000, now - 60_000_000, 1), now)
    assert not is_settled((1, 0, now - 40_000_000, 1), now)
    assert not is_settled((1, now + 10, now - 10**10, 1), now)
    assert not is_settled((1, 0, now // 10**9 * 10**9 - 10**9, 1), now)


def test_on_a_disk_that_counts_in_seconds_a_second_save_is_read(tmp_path):
    note = tmp_path / "a.md"
    note.write_text("- [ ] one\n")
    now = time.time_ns()
    second = now // 10**9 * 10**9
    found = Found({"a.md": (10, second, second, 1)}, (), taken=now)
    reader = Reader(tmp_path)
    for words in ("one", "two", "six"):  # all under one stamp
        note.write_text(f"- [ ] {words}\n")
        reader.take(found)
        assert [task.task.description for task in reader.look().notes[0].tasks] == [words]


@pytest.mark.parametrize(
    ("saved", "looked", "again", "is_told"),
    [
        (0, 0.4, 0.9, True),  # on a disk that counts in seconds
        (0, 2.0, 2.2, True),
        (0, 2.2, 2.4, False),
        (0.3, 0.31, 0.4, True),
        (0.3, 0.33, 0.4, False),
        (1, 0.4, 0.9, False),  # in the future
    ],
)
def test_a_glance_tells_of_what_may_have_been_saved_again_under_its_stamp(saved, looked, again, is_told):
    start = 1_800_000_000 * 10**9
    stamp = (10, *[start + int(saved * 10**9)] * 2, 1)
    before, after = (Glance({"a.md": stamp}, (), start + int(at * 10**9)) for at in (looked, again))
    assert after.differs(before) == ({"a.md"} if is_told else frozenset())


@pytest.mark.parametrize("damage", ["cut", "flipped", "old", "empty", "another's", "a folder"])
def test_a_damaged_memory_is_none(vault, damage):
    assert_is_right(vault, MANY)
    files = sorted((Path(cache_home(vault)) / "notes").iterdir())
    for at, kept in enumerate(files):
        good = kept.read_bytes()
        if damage == "a folder":
            kept.unlink()
            kept.mkdir()
            continue
        place = at * 7 % len(good)
        kept.write_bytes(
            {
                "cut": good[:place],
                "flipped": good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :],
                "old": good.replace(b"notes 1", b"notes 0", 1),
                "empty": b"",
                "another's": good[:14] + bytes(16) + good[30:],
            }[damage]
        )
    assert_is_right(vault, MANY)
    assert_is_right(vault)


def test_it_lies_outside_the_vault_for_the_user_alone(vault):
    before = sorted(vault.rglob("*"))
    read(vault)
    kept = list((Path(cache_home(vault)) / "notes").iterdir())
    assert kept
    assert {file.stat().st_mode & 0o777 for file in kept} == {0o600}
    assert (Path(cache_home(vault)) / "notes").stat().st_mode & 0o777 == 0o700
    assert sorted(vault.rglob("*")) == before


def test_where_nothing_can_be_kept_all_is_read(vault, monkeypatch):
    place = Path(cache_home(vault))
    place.parent.mkdir(parents=True)
    place.write_text("in the way")
    assert_is_right(vault, MANY)
    place.unlink()
    monkeypatch.setenv("VAULT_NO_CACHE", "1")
    assert_is_right(vault, MANY)
    assert not place.exists()


def test_a_few_notes_are_read_each_time(tmp_path):
    (tmp_path / "a.md").write_text(text(1))
    assert memory_of(str(tmp_path), ["a.md"]) is None


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            [
                "- [ ] Call [[Ada]] 📅 2026-11-20 ^fu-x-31ab7f", "- [x] a [due:: 2026-02-30] ", "> 1. [/] b 🆔 a1 ⛔ b, c 🏁 delete 📅 2026-11-20",
                "## Log", "- 2026-11-03 call: x ^fu-cheesecake-abc123", "- 2026-02-30 y", "## Cheesecakes", "- https://x.y for [[Ada]]",
                "^draft-31ab7f", "```", "%%", "\t- [ ] z ⏫ 🔁 every week 🛫 2026-11-01 ➕ 2026-10-01 ⏳ 2026-11-02 ❌ 2026-11-03 ✅ 2026-11-04",
            ]
        ),
        max_size=8,
    ),
    st.sampled_from(["", "a: 1\nb: [x, {c: 2.5}]\nd:\ne: true\n", "a: b: c\n", "n: 123456789012345678901234567890\nf: .inf\n"]),
)  # fmt: skip
def test_a_recorded_note_is_the_note(lines, head):
    note = read_note("a/b.md", ((f"---\n{head}---\n" if head else "") + "\n".join(lines)).encode())
    assert note_of("a/b.md", record_of(note)) == note


def test_a_note_whose_reading_took_long_is_read_again(tmp_path, monkeypatch):
    read = os.read

    def slowly(fd, size):
        data = read(fd, size)
        time.sleep(0.06)  # meanwhile it may have been saved again within the same tick of the clock
        return data

    reader = Reader(tmp_path)
    (tmp_path / "Tom.md").write_text("- [ ] Call 📅 2026-11-20\n")
    with monkeypatch.context() as slow:
        slow.setattr(os, "read", slowly)
        reader.look()
    assert (reader.look().read, reader.looks) == (1, 2)


def test_a_note_that_says_what_it_said_is_the_very_note(tmp_path):
    note = tmp_path / "Tom.md"
    note.write_text("---\nevery: 1\n---\n- [ ] Call 📅 2026-11-20\n")
    reader = Reader(tmp_path)
    time.sleep(0.06)
    before = reader.look().notes[0]
    note.write_text("---\nevery: 1\n---\n- [ ] Call 📅 2026-11-20\nIt rained.\n")
    assert reader.look().notes[0] is before
    time.sleep(0.06)
    note.write_text("---\nevery: true\n---\n- [ ] Call 📅 2026-11-20\nIt rained.\n")  # equal to 1 in Python
    after = reader.look().notes[0]
    assert after.properties["every"] is True
    time.sleep(0.06)
    note.write_text("---\nevery: true\n---\n\n- [ ] Call 📅 2026-11-20\n")
    assert reader.look().notes[0].tasks[0].line == 5
