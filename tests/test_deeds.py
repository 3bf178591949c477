"""Done, snooze, drop and undo: the one line that is named changes, and every change can be taken back."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from life import APPLICATION, FINAL, NO, Life, begin, final_round

from vault_tools.commands import deeds
from vault_tools.commands.undo import history, redo
from vault_tools.core.errors import NotFoundError, VaultError

TODAY = "2026-11-22"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return begin(tmp_path / "v")


# ------------------------------------------------------------------------------------ the line that is named


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] Call Kim 📅 2026-11-20", "- [x] Call Kim 📅 2026-11-20 ✅ 2026-11-22"),
        (
            "- [/] Call Kim ⏫ 🛫 2026-11-01 📅 2026-11-20 ^mine",
            "- [x] Call Kim ⏫ 🛫 2026-11-01 📅 2026-11-20 ✅ 2026-11-22 ^mine",
        ),
        (
            "> 1) [ ] Call Kim [due:: 2026-11-20]",
            "> 1) [x] Call Kim  [due:: 2026-11-20]  [completion:: 2026-11-22]",
        ),
        (
            "- [ ] Call Kim 🔁 every day 📅 2026-11-20",
            "- [ ] Call Kim 🔁 every day 📅 2026-11-21\n- [x] Call Kim 🔁 every day 📅 2026-11-20 ✅ 2026-11-22",
        ),
        (
            "- [ ] Call Kim 🔁 every day when done 📅 2026-11-20 ^k",
            "- [ ] Call Kim 🔁 every day when done 📅 2026-11-23\n- [x] Call Kim 🔁 every day when done 📅 2026-11-20 ✅ 2026-11-22 ^k",
        ),
    ],
)
def test_done_writes_what_the_tasks_plugin_writes(life: Life, before: str, after: str) -> None:
    life.write("Note.md", f"# T\n\n{before}\n\nend")
    life.done(TODAY, "Call Kim")
    assert life.read("Note.md") == f"# T\n\n{after}\n\nend"


def test_done_on_another_day_says_that_day(life: Life) -> None:
    life.write("Note.md", "- [ ] Call Kim 📅 2026-11-20\n")
    deeds.complete(life.session(TODAY), ["kim"], on=date(2026, 11, 21))
    assert life.read("Note.md") == "- [x] Call Kim 📅 2026-11-20 ✅ 2026-11-21\n"


def test_done_tells_when_the_next_one_is(life: Life) -> None:
    life.write("Note.md", "- [ ] Call Kim 🔁 every week 📅 2026-11-20\n")
    assert deeds.complete(life.session(TODAY), ["kim"]).next_due == (date(2026, 11, 27),)


def test_the_next_one_that_is_told_is_that_of_the_line_that_was_done(life: Life) -> None:
    twins = "- [ ] Call Kim 🔁 every week 📅 2026-11-06\n- [ ] Call Kim 🔁 every week 📅 2026-11-20 ^mine\n"
    life.write("Note.md", twins)
    session = life.session(TODAY)
    early, late = sorted(session.search().follow_ups, key=lambda f: f.due)
    assert deeds.complete(session, [late.id]).next_due == (date(2026, 11, 27),)
    session = life.session(TODAY)
    assert deeds.complete(session, [early.id], on=date(2026, 11, 21)).next_due == (date(2026, 11, 13),)
    life.write("Note.md", "- [ ] Call Kim 🔁 every week when done 📅 2026-11-06\n")
    assert deeds.complete(life.session(TODAY), ["kim"], on=date(2026, 11, 21)).next_due == (
        date(2026, 11, 28),
    )


def test_a_snooze_moves_the_day_and_pulls_in_a_start_that_comes_later(life: Life) -> None:
    life.write("Note.md", "- [ ] Call Kim 🛫 2026-11-20 📅 2026-11-25\n")
    life.snooze(TODAY, "kim", "2026-12-01")
    assert life.read("Note.md") == "- [ ] Call Kim 🛫 2026-11-20 📅 2026-12-01\n"
    life.snooze(TODAY, "kim", "2026-11-10")
    assert life.read("Note.md") == "- [ ] Call Kim 🛫 2026-11-10 📅 2026-11-10\n"


def test_a_snooze_to_the_day_it_has_is_refused_and_is_no_deed_that_undo_would_miss(life: Life) -> None:
    life.write("Note.md", "- [ ] Call Kim 📅 2026-11-25\n- [ ] Write Ann 📅 2026-11-20\n")
    life.done(TODAY, "ann")
    with pytest.raises(VaultError, match="“Call Kim” is moved to 2026-11-25 already"):
        life.snooze(TODAY, "kim", "2026-11-25")
    life.undo(TODAY)
    assert life.read("Note.md") == "- [ ] Call Kim 📅 2026-11-25\n- [ ] Write Ann 📅 2026-11-20\n"


def test_of_several_one_may_be_on_that_day_already(life: Life) -> None:
    life.write("Note.md", "- [ ] Call Kim 📅 2026-11-25\n- [ ] Write Ann 📅 2026-11-20\n")
    deeds.snooze(life.session(TODAY), ["kim", "ann"], date(2026, 11, 25))
    assert life.read("Note.md") == "- [ ] Call Kim 📅 2026-11-25\n- [ ] Write Ann 📅 2026-11-25\n"


def test_a_snooze_of_a_scheduled_line_moves_that_day(life: Life) -> None:
    life.write("Note.md", "- [ ] Call Kim ⏳ 2026-11-20\n")
    life.snooze(TODAY, "kim", "2026-12-01")
    assert life.read("Note.md") == "- [ ] Call Kim ⏳ 2026-12-01\n"


def test_several_are_done_at_once_as_one_deed(life: Life) -> None:
    text = "- [ ] One 📅 2026-11-20\n- [ ] Two 🔁 every day 📅 2026-11-20\n- [ ] Three 📅 2026-11-20\n"
    life.write("Note.md", text)
    life.write("Other.md", "- [ ] Four 📅 2026-11-20")
    life.done(TODAY, "One", "Two", "Three", "Four")
    assert life.texts(TODAY) == ["Two"]
    assert len(history(life.session(TODAY))) == 1
    life.undo(TODAY)
    assert (life.read("Note.md"), life.read("Other.md")) == (text, "- [ ] Four 📅 2026-11-20")


# Spaces that are none, line ends that are none, half a letter: what a guest carries along as it is.
WORDS = st.text(st.sampled_from("abc []()#^*_`|\\é美🔁 \t\x0b\x85\u2028\ufeff"), max_size=12).map(str.encode)
LINES = st.one_of(
    WORDS,
    st.builds("- [ ] {} 📅 2026-11-{:02}".format, WORDS.map(bytes.decode), st.integers(1, 30)).map(
        str.encode
    ),
    st.builds(
        "{}* [/] {} [due:: 2026-11-10]".format, st.sampled_from(["", "\t", "> "]), WORDS.map(bytes.decode)
    ).map(str.encode),
    st.sampled_from(
        [b"```", b"%%", b"---", b"> [!note]", b"- [x] old", b"tags: [a,  b] # mine", b"caf\xe9", b""]
    ),
)
PROPERTIES = st.sampled_from([b"", b"---\ntype: lead # mine\n---\n", b"---\r\nfoo:   'x'\r\n---\r\n"])


@st.composite
def any_note(draw: st.DrawFn) -> bytes:
    """With or without a byte order mark, properties, a last line end; each line ends as it likes."""
    ends = st.sampled_from([b"\n", b"\r\n"])
    lines = b"".join(draw(LINES) + draw(ends) for _ in range(draw(st.integers(0, 7))))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + draw(PROPERTIES) + lines + draw(st.one_of(st.just(b""), LINES))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.fixed_dictionaries({"A.md": any_note(), "Deep/er/B.md": any_note(), "C.md": any_note()}),
    st.sampled_from(["done", "snooze", "drop"]),
    st.data(),
)
def test_a_deed_changes_the_line_it_names_and_no_other_byte_of_any_note(
    life: Life, notes: dict[str, bytes], deed: str, data: st.DataObject
) -> None:
    for path, text in notes.items():
        life.write(path, text)
    written = life.files()
    open_ones = life.all(TODAY)
    if not open_ones:
        return
    chosen = data.draw(st.sampled_from(open_ones))
    if deed == "done":
        life.done(TODAY, chosen.id)
    elif deed == "snooze":
        life.snooze(TODAY, chosen.id, "2027-01-01")
    else:
        life.drop(TODAY, chosen.id, "no")
    now = life.files()
    assert {p: d for p, d in now.items() if p != chosen.note} == {
        p: d for p, d in written.items() if p != chosen.note
    }
    before, after = written[chosen.note].split(b"\n"), now[chosen.note].split(b"\n")
    at = (chosen.line or 0) - 1
    rest = len(before) - at - 1
    changed = after[at : len(after) - rest]
    assert after[:at] == before[:at]
    assert after[len(after) - rest :] == before[at + 1 :]
    assert changed != [before[at]] and len(changed) in (1, 2)
    assert all(line.endswith(b"\r") == before[at].endswith(b"\r") for line in changed)
    assert changed[0].startswith(b"\xef\xbb\xbf") == before[at].startswith(b"\xef\xbb\xbf")
    life.undo(TODAY)
    assert life.files() == written


# ------------------------------------------------------------------------------------------------------- undo


def test_undo_of_a_no_restores_every_byte_and_removes_what_was_made(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    before = life.files()
    life.hears_no("2026-11-18T16:40", "norrland")
    assert life.files() != before
    life.undo("2026-11-18")
    assert life.files() == before
    assert not (tmp_path / "Rejections").exists()
    assert life.search("2026-11-18").cool_offs == ()


def test_undo_of_a_new_application_removes_its_stubs_and_folders(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-02", "Globex", "Lead", recruiter="Kim Roe")
    life.undo("2026-11-02")
    assert list(life.files()) == ["vault.toml"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["Dashboard.md", "vault.toml"]


def test_undo_twice_goes_two_deeds_back_and_redo_comes_forward_again(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    first = life.files()
    life.hears_no("2026-11-18T16:40", "norrland")
    second = life.files()
    life.done("2026-11-20", "Thank Yuki Sato (")
    third = life.files()
    life.undo("2026-11-20")
    assert life.files() == second
    life.undo("2026-11-20")
    assert life.files() == first
    redo(life.session("2026-11-20"))
    assert life.files() == second
    redo(life.session("2026-11-20"))
    assert life.files() == third
    with pytest.raises(NotFoundError, match="nothing to redo"):
        redo(life.session("2026-11-20"))


def test_undo_takes_back_the_one_line_where_the_user_wrote_on(life: Life) -> None:
    life.write("Note.md", "- [ ] Call Kim 📅 2026-11-20\n- [ ] Call Bo 📅 2026-11-20\n")
    life.done(TODAY, "Kim")
    life.edit("Note.md", "- [ ] Call Bo", "New words of mine\n- [ ] Call Bo")
    life.undo(TODAY)
    assert (
        life.read("Note.md")
        == "- [ ] Call Kim 📅 2026-11-20\nNew words of mine\n- [ ] Call Bo 📅 2026-11-20\n"
    )


def test_undo_is_refused_whole_where_a_made_note_has_the_users_words(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    before = life.files()
    life.hears_no("2026-11-18T16:40", "norrland")
    life.edit(NO, "## For you alone\n", "## For you alone\n\nI am furious.\n")
    written = life.files()
    with pytest.raises(VaultError, match=rf"^{NO} was changed since: nothing was undone\. .*--keep"):
        life.undo("2026-11-18")
    assert life.files() == written
    life.undo("2026-11-18", keep=[NO])
    assert {p: d for p, d in life.files().items() if p != NO} == before
    assert "I am furious." in life.read(NO)


def test_a_path_to_keep_that_was_not_part_of_the_deed_is_refused(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.applies("2026-11-17", "Umbra", "Lead")
    with pytest.raises(NotFoundError, match=r"Nowhere\.md is not part of"):
        life.undo("2026-11-18", keep=["Nowhere.md"])


def test_nothing_to_undo_is_said(life: Life) -> None:
    with pytest.raises(NotFoundError, match="nothing to undo: no deed in this vault"):
        life.undo(TODAY)


def test_the_list_of_what_can_be_undone_names_deeds_and_notes_newest_first(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    life.drop("2026-11-20", "Write plan B", "had one")
    found = history(life.session("2026-11-20"))
    assert [(d.label, d.paths) for d in found[:2]] == [
        ("dropped: Write plan B", (NO,)),
        ("new rejection: 2026-11-18 Norrland Robotics – Controls Engineer", (NO, APPLICATION, FINAL)),
    ]


def test_every_open_line_of_a_whole_story_can_be_done_and_undone(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    life.write("Mine.md", "- [ ] Mine 📅 2026-11-20\n")
    before = life.files()
    ids = [f.id for f in life.written("2026-11-20")]
    for one in ids:
        life.done("2026-11-20", one)
    assert life.written("2026-11-20") == ()
    for _ in ids:
        life.undo("2026-11-20")
    assert life.files() == before
