import errno
import os
import shutil
import time
from itertools import pairwise
from pathlib import Path

import pytest
from disk_faults import CHANGING, calls_of, failing, killed
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.errors import ChangedError, NotFoundError, StorageError, VaultError
from vault_tools.core.model import Edit
from vault_tools.store import entries, exchange, journal, temporary, turn, write
from vault_tools.store.journal import Deed, Journal, Undone
from vault_tools.store.record import Record, decode, encode
from vault_tools.store.turn import MisfitError, turned

MIRA = (
    "---\ntype: contact\n---\n\n- [ ] Ring back 📅 2026-03-02\n- [ ] Send the talk\n\nLikes tea.\n".encode()
)
RUNG = MIRA.replace(b"- [ ] Ring back", b"- [x] Ring back")
FIRM = b"---\r\ntype: company\r\n---\r\n"
SHUT = b"---\r\ntype: company\r\nclosed: 2026-03-01\r\n---\r\n"
LETTER = b"---\ntype: rejection\n---\nA thin letter.\n"
SCRAP = b"a scrap\n"

BEFORE = {"Contacts/Mira.md": MIRA, "Firm.md": FIRM, "Scrap.md": SCRAP}
AFTER = {"Contacts/Mira.md": RUNG, "Firm.md": SHUT, "Rejections/2026/Letter.md": LETTER}
EDITS = (
    Edit("Contacts/Mira.md", MIRA, RUNG),
    Edit("Rejections/2026/Letter.md", None, LETTER),
    Edit("Firm.md", FIRM, SHUT),
    Edit("Scrap.md", SCRAP, None),
)


class Place:
    """A vault and its state folder; `journal` is always a fresh one, as in a new process."""

    def __init__(self, folder: Path) -> None:
        self.root, self.state = folder / "vault", folder / "state"
        self.reset()

    @property
    def journal(self) -> Journal:
        return Journal(self.root, self.state)

    def reset(self, content: dict[str, bytes] = BEFORE) -> None:
        for folder in (self.root, self.state):
            shutil.rmtree(folder, ignore_errors=True)
        self.root.mkdir()
        self.put(content)

    def put(self, content: dict[str, bytes]) -> None:
        for path, data in content.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(data)

    def content(self) -> dict[str, bytes]:
        files = (p for p in self.root.rglob("*") if p.is_file())
        return {p.relative_to(self.root).as_posix(): p.read_bytes() for p in files}

    def folders(self) -> list[str]:
        return sorted(p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_dir())

    def entries(self) -> list[str]:
        return sorted(os.listdir(self.state / "journal"))


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


# ---------------------------------------------------------------- carry out


def test_a_deed_changes_makes_and_removes_notes_and_is_remembered(place):
    assert place.journal.carry_out("no from Firm", EDITS) == 1
    assert place.content() == AFTER
    (deed,) = place.journal.history()
    assert deed == Deed(1, "no from Firm", tuple(e.path for e in EDITS), deed.at)


def test_a_deed_without_edits_leaves_no_entry(place):
    assert place.journal.carry_out("nothing", [Edit("Firm.md", FIRM, FIRM)]) == 0
    assert not place.state.exists()


def test_making_a_journal_and_reading_it_makes_no_folder(place):
    assert place.journal.history() == ()
    assert place.journal.recover() == ()
    assert not place.state.exists()


@pytest.mark.parametrize("at", range(4))
def test_if_one_note_was_changed_meanwhile_none_is_written(place, at):
    path = EDITS[at].path
    place.put({path: b"somebody's words\n"})
    before, folders = place.content(), place.folders()
    with pytest.raises(ChangedError, match=path.rpartition("/")[2]):
        place.journal.carry_out("no from Firm", EDITS)
    assert (place.content(), place.folders(), place.entries()) == (before, folders, [])


@pytest.mark.parametrize("path", ["../outside.md", "/etc/outside.md", "a/../../outside.md", ""])
def test_a_path_that_leads_out_of_the_vault_is_refused(place, path):
    with pytest.raises(VaultError, match="does not lie in the vault"):
        place.journal.carry_out("out", [Edit("Firm.md", FIRM, SHUT), Edit(path, None, b"x")])
    assert (place.content(), place.journal.history()) == (BEFORE, ())


@pytest.mark.parametrize("path", ["Out/a.md", "Out/2026/a.md", "Rooms/Deep/a.md"])
def test_nothing_new_is_written_through_a_link_that_leads_out_of_the_vault(place, path):
    outside = place.root.parent / "outside"
    outside.mkdir()
    (place.root / "Rooms").mkdir()
    (place.root / "Out").symlink_to(outside)
    (place.root / "Rooms" / "Deep").symlink_to(outside)
    with pytest.raises(VaultError) as refused:
        place.journal.carry_out("out", [Edit("Firm.md", FIRM, SHUT), Edit(path, None, b"x")])
    link = path[:3] if path.startswith("Out") else "Rooms/Deep"
    assert str(refused.value) == (
        f"{link} is a link to a folder outside the vault, where no note counts: nothing was changed. "
        "Put the folder itself there, or take the link away."
    )
    assert (place.content(), list(outside.iterdir()), place.journal.history()) == (BEFORE, [], ())


def test_nothing_new_is_written_through_a_link_that_leads_nowhere(place):
    (place.root / "Out").symlink_to("nowhere")
    with pytest.raises(VaultError) as refused:
        place.journal.carry_out("out", [Edit("Out/a.md", None, b"x")])
    assert str(refused.value) == (
        "Out is a link that leads nowhere: nothing was changed. Delete it, or put its target back."
    )
    assert (place.content(), place.journal.history()) == (BEFORE, ())


def test_a_link_to_a_folder_of_the_vault_is_written_through(place):
    (place.root / "In").symlink_to("Contacts")
    place.journal.carry_out("in", [Edit("In/2026/Zed.md", None, b"x")])
    assert (place.root / "Contacts" / "2026" / "Zed.md").read_bytes() == b"x"


def test_a_note_whose_folder_became_a_link_that_leads_out_is_not_brought_back_there(place):
    place.journal.carry_out("gone", [Edit("Contacts/Mira.md", MIRA, None)])
    outside = place.root.parent / "outside"
    outside.mkdir()
    (place.root / "Contacts").rmdir()
    (place.root / "Contacts").symlink_to(outside)
    with pytest.raises(VaultError, match="Contacts is a link to a folder outside the vault"):
        place.journal.undo()
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("was_behind", [True, False])
def test_a_deed_that_is_refused_leaves_the_dashboard_as_far_behind_as_it_was(place, was_behind):
    place.state.mkdir()
    if was_behind:  # an earlier command was killed before it drew it
        place.journal.showing.falls_behind()
    place.put({"Firm.md": b"somebody's words\n"})
    with pytest.raises(ChangedError):
        place.journal.carry_out("no from Firm", EDITS)
    assert place.journal.showing.is_behind() is was_behind


def test_labels_and_paths_are_kept_as_they_are(place):
    label = "done \x1b[31m“Zoë”\n\udcff 👩‍💻"
    place.journal.carry_out(label, [Edit("Zoë \u0301.md", None, b"x")])
    (deed,) = place.journal.history()
    assert (deed.label, deed.paths) == (label, ("Zoë \u0301.md",))


def test_without_a_usable_state_folder_a_writer_is_told_the_way_out(place):
    nowhere = Journal(place.root, Path("/dev/null/state"))
    assert nowhere.history() == ()
    assert nowhere.recover() == ()
    with pytest.raises(StorageError, match="XDG_STATE_HOME"):
        nowhere.carry_out("no from Firm", EDITS)
    assert place.content() == BEFORE


def test_the_journal_is_readable_by_its_owner_only(place):
    place.journal.carry_out("no from Firm", EDITS)
    modes = {p.name: p.stat().st_mode & 0o777 for p in (place.state / "journal").iterdir()}
    assert modes == {"00000001.done": 0o600}
    assert (place.state / "journal").stat().st_mode & 0o777 == 0o700


# ---------------------------------------------------------------- a disk that fails


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_whichever_call_fails_the_deed_is_done_or_was_never_begun(place, code):
    def deed():
        return place.journal.carry_out("no from Firm", EDITS)

    count = len(calls_of(deed))
    for at in range(count):
        place.reset()
        try:
            with failing(at, code):
                deed()
        except StorageError as error:
            assert (place.content(), place.folders()) == (BEFORE, ["Contacts"]), at
            assert code != errno.ENOSPC or "space" in str(error)
            assert place.journal.recover() == ()
            assert place.content() == BEFORE
            deed()
        assert place.content() == AFTER, at
        place.journal.recover()
        assert place.content() == AFTER, at
        place.journal.undo()
        assert place.content() == BEFORE, at


def test_what_could_not_be_put_back_is_put_right_by_the_next_command(place):
    count = len(calls_of(lambda: place.journal.carry_out("no from Firm", EDITS)))
    for at in range(count):
        place.reset()
        with failing(at, errno.EIO, times=10**6):
            try:
                place.journal.carry_out("no from Firm", EDITS)
            except StorageError:
                pass
        place.journal.recover()
        assert place.content() in (BEFORE, AFTER), at


@pytest.mark.parametrize("times", [2, 4, 9])
def test_a_disk_that_fails_for_a_moment_never_leaves_half_a_deed_without_an_entry(place, times):
    count = len(calls_of(lambda: place.journal.carry_out("no from Firm", EDITS)))
    for at in range(count):
        place.reset()
        with failing(at, errno.EIO, times):
            try:
                place.journal.carry_out("no from Firm", EDITS)
            except StorageError:
                pass
        place.journal.recover()
        for folder in (place.root, *filter(Path.is_dir, place.root.rglob("*"))):
            write.sweep(folder, older_than=0)  # what could not be removed even at the second try
        assert place.content() in (BEFORE, AFTER), at


def test_the_entry_is_on_the_disk_before_any_note_is_touched(place):
    one = calls_of(lambda: place.journal.carry_out("shut", [Edit("Firm.md", FIRM, SHUT)]), CHANGING)
    assert one[one.index("write") :] == [
        *("write", "fsync"),  # the entry
        *("fchmod", "write", "fsync", "renameat2", "fsync", "unlink"),  # the note
        "replace",  # the entry says done
    ]
    place.reset()
    many = calls_of(lambda: place.journal.carry_out("no from Firm", EDITS), CHANGING)
    assert many[many.index("write") :][:3] == ["write", "fsync", "fsync"]  # the entry and its name


@pytest.mark.parametrize("turn", ["undo", "redo"])
def test_whichever_call_fails_an_undo_or_redo_is_whole(place, turn):
    def prepare():
        place.reset()
        place.journal.carry_out("no from Firm", EDITS)
        if turn == "redo":
            place.journal.undo()

    def deed():
        return getattr(place.journal, turn)()

    was, becomes = (AFTER, BEFORE) if turn == "undo" else (BEFORE, AFTER)
    prepare()
    count = len(calls_of(deed))
    for at in range(count):
        prepare()
        try:
            with failing(at, errno.EIO):
                deed()
        except StorageError:
            assert place.content() == was, at
            deed()
        except NotFoundError:  # the journal itself could not be read
            assert place.content() == was, at
            deed()
        assert place.content() == becomes, at


# ---------------------------------------------------------------- a process that dies


def each_kill(place, prepare, deed):
    prepare()
    for at in range(len(calls_of(deed, CHANGING)) + 1):
        prepare()
        died = killed(deed, at)
        yield at, died
    assert not died  # the last one was not reached: every call has been tried


def test_killed_at_any_call_the_deed_is_finished_or_had_not_begun(place):
    def deed():
        place.journal.carry_out("no from Firm", EDITS)

    said = set()
    for at, died in each_kill(place, place.reset, deed):
        sentences = place.journal.recover()
        said.update(sentences)
        assert place.content() in (BEFORE, AFTER), at
        assert sentences == () or place.content() == AFTER
        assert bool(place.journal.history()) == (place.content() == AFTER), at
        if place.content() == BEFORE:
            assert died
            assert place.folders() == ["Contacts"], at
            deed()
        assert place.journal.recover() == ()
        place.journal.undo()
        assert (place.content(), place.folders()) == (BEFORE, ["Contacts"]), at
    assert said == {"An interrupted command was finished: no from Firm"}


@pytest.mark.parametrize("turn", ["undo", "redo"])
def test_killed_at_any_call_an_undo_or_redo_is_finished_or_had_not_begun(place, turn):
    was, becomes = (AFTER, BEFORE) if turn == "undo" else (BEFORE, AFTER)

    def prepare():
        place.reset()
        place.journal.carry_out("no from Firm", EDITS)
        if turn == "redo":
            place.journal.undo()

    def deed():
        getattr(place.journal, turn)()

    for at, _ in each_kill(place, prepare, deed):
        place.journal.recover()
        assert place.content() in (was, becomes), at
        is_undone = [d.is_undone for d in place.journal.history()] == [True]
        assert is_undone == (place.content() == BEFORE), at
        if place.content() == was:
            deed()
        assert place.content() == becomes, at


def test_killed_again_while_recovering_the_deed_is_still_finished(place):
    def prepare():
        place.reset()
        assert killed(lambda: place.journal.carry_out("no from Firm", EDITS), half)

    half = calls_of(lambda: place.journal.carry_out("no from Firm", EDITS), CHANGING).index("renameat2") + 1
    for at, _ in each_kill(place, prepare, lambda: place.journal.recover()):
        place.journal.recover()
        assert place.content() == AFTER, at


def half_done(place, applied, extra=()):
    """A deed that was killed after the edits at these places."""
    entries.Entries(place.state / "journal").write(1, "begun", Record("no from Firm", EDITS, ("Rejections",)))
    for at in applied:
        edit = EDITS[at]
        path = place.root / edit.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink() if edit.after is None else path.write_bytes(edit.after)
    place.put(dict(extra))


def test_a_half_done_deed_is_finished_if_the_rest_is_as_it_was(place):
    half_done(place, [0, 1])
    assert place.journal.recover() == ("An interrupted command was finished: no from Firm",)
    assert place.content() == AFTER


def test_a_half_done_deed_is_taken_back_if_the_rest_was_changed_since(place):
    half_done(place, [0], {"Firm.md": FIRM + b"nice people\r\n"})
    assert place.journal.recover() == ("An interrupted command was taken back: no from Firm",)
    assert place.content() == BEFORE | {"Firm.md": FIRM + b"nice people\r\n"}
    assert place.entries() == []


def test_taking_back_keeps_what_the_user_wrote_into_a_changed_note_since(place):
    half_done(place, [0, 1], {"Contacts/Mira.md": RUNG + b"And cake.\n", "Scrap.md": b"another scrap\n"})
    assert place.journal.recover() == (
        "An interrupted command stays half done, Scrap.md was changed since; please look at it: no from Firm",
    )
    place.reset()
    half_done(place, [0, 1], {"Contacts/Mira.md": RUNG + b"And cake.\n", "Firm.md": FIRM + b"Hm.\r\n"})
    assert place.journal.recover() == ("An interrupted command was taken back: no from Firm",)
    assert place.content() == BEFORE | {
        "Contacts/Mira.md": MIRA + b"And cake.\n",
        "Firm.md": FIRM + b"Hm.\r\n",
    }


def test_a_half_done_deed_that_cannot_be_told_apart_is_left_and_said_once(place):
    half_done(place, [0], {"Firm.md": b"rewritten\n"})
    before = place.content()
    assert place.journal.recover() == (
        "An interrupted command stays half done, Firm.md was changed since; please look at it: no from Firm",
    )
    assert place.journal.recover() == ()
    assert place.content() == before


def test_a_note_torn_by_a_kill_while_written_in_place_is_made_whole(place):
    place.root.joinpath("also.md").hardlink_to(place.root / "Firm.md")
    for cut in range(1, len(SHUT)):
        (place.root / "Firm.md").write_bytes(SHUT[:cut] + FIRM[cut:])
        entries.Entries(place.state / "journal").write(
            1, "begun", Record("shut", (Edit("Firm.md", FIRM, SHUT),))
        )
        place.journal.recover()
        assert (place.root / "Firm.md").read_bytes() in (FIRM, SHUT)
        shutil.rmtree(place.state)


def test_a_torn_note_is_made_whole_where_the_rest_of_its_deed_is_taken_back(place):
    place.root.joinpath("also.md").hardlink_to(place.root / "Firm.md")
    half_done(place, [0, 1], {"Contacts/Mira.md": MIRA + b"And cake.\n"})
    (place.root / "Firm.md").write_bytes(SHUT[:25] + FIRM[25:])
    assert place.journal.recover() == ("An interrupted command was taken back: no from Firm",)
    assert place.content() == BEFORE | {"Contacts/Mira.md": MIRA + b"And cake.\n", "also.md": FIRM}


def test_a_torn_note_is_made_whole_where_its_deed_stays_half_done(place):
    place.root.joinpath("also.md").hardlink_to(place.root / "Firm.md")
    half_done(place, [0, 1], {"Contacts/Mira.md": b"all new words\n"})
    (place.root / "Firm.md").write_bytes(SHUT[:25] + FIRM[25:])
    assert place.journal.recover() == (
        "An interrupted command stays half done, Contacts/Mira.md was changed since; please look at it: no from Firm",
    )
    assert place.content()["Firm.md"] == place.content()["also.md"] == FIRM


def test_what_only_looks_torn_is_somebodys_edit_where_notes_are_swapped(place):
    half_done(place, [0, 1], {"Firm.md": SHUT[:25] + FIRM[25:]})
    before = place.content()
    assert place.journal.recover() == (
        "An interrupted command stays half done, Firm.md was changed since; please look at it: no from Firm",
    )
    assert place.content() == before


def test_a_torn_note_does_not_keep_the_rest_of_its_deed_from_being_finished(place):
    place.root.joinpath("also.md").hardlink_to(place.root / "Firm.md")
    half_done(place, [0, 1])
    (place.root / "Firm.md").write_bytes(SHUT[:25] + FIRM[25:])
    assert place.journal.recover() == ("An interrupted command was finished: no from Firm",)
    assert place.content() == AFTER | {"also.md": SHUT}


def test_a_deed_on_one_note_is_never_half_done(place):
    entries.Entries(place.state / "journal").write(1, "begun", Record("shut", (Edit("Firm.md", FIRM, SHUT),)))
    place.put({"Firm.md": b"rewritten\n"})
    assert place.journal.recover() == ()
    assert (place.content(), place.entries()) == (BEFORE | {"Firm.md": b"rewritten\n"}, [])


def test_a_torn_entry_is_dropped_because_no_note_was_touched_yet(place):
    whole = encode(Record("no from Firm", EDITS))
    folder = place.state / "journal"
    folder.mkdir(parents=True)
    for length in range(0, len(whole), 7):
        (folder / "00000001.begun").write_bytes(whole[:length])
        assert place.journal.recover() == ()
        assert (place.content(), place.entries()) == (BEFORE, [])


def test_damaged_and_foreign_files_in_the_journal_break_nothing(place):
    place.journal.carry_out("one", [Edit("Firm.md", FIRM, SHUT)])
    folder = place.state / "journal"
    for name, data in {
        "00000002.done": b"\x00garbage",
        "00000003.undone": b"",
        "00000004.undoing": encode(Record("x", ()))[:-1],
        "notes.txt": b"",
        "1.done": b"",
        "0000000\u0663.done": b"",
    }.items():
        (folder / name).write_bytes(data)
    (folder / "00000009.done").mkdir()
    assert place.journal.recover() == ()
    assert [d.label for d in place.journal.history()] == ["one"]
    assert place.journal.carry_out("two", [Edit("Scrap.md", SCRAP, None)]) == 10
    place.journal.undo()
    assert place.journal.undo() == Undone(1, "one", ("Firm.md",))
    assert place.content() == BEFORE


def test_hidden_files_of_a_killed_command_are_removed_but_not_the_words_saved_in_that_instant(place):
    half_done(place, [0, 1, 2, 3])
    partial = temporary.name_beside(str(place.root / "Firm.md"))
    Path(partial).write_bytes(SHUT[:9])
    displaced = temporary.name_beside(str(place.root / "Contacts/Mira.md"))
    Path(displaced).write_bytes(b"saved just before the kill\n")  # swapped out, and not yet looked at
    place.journal.recover()
    assert place.content() | {"Contacts/Mira.md": RUNG} == AFTER
    assert (place.root / "Contacts/Mira.md").read_bytes() == b"saved just before the kill\n"


def test_words_saved_in_the_instant_their_note_was_removed_come_back(place):
    half_done(place, [0, 1, 2, 3])
    displaced = temporary.name_beside(str(place.root / "Scrap.md"))
    Path(displaced).write_bytes(b"saved just before the kill\n")  # moved aside, and not yet looked at
    assert place.journal.recover() == (
        "An interrupted command stays half done, Scrap.md was changed since; please look at it: no from Firm",
    )
    assert place.content() == AFTER | {"Scrap.md": b"saved just before the kill\n"}


def test_what_another_machine_is_writing_beside_a_note_is_not_taken_for_a_leftover(place, monkeypatch):
    half_done(place, [0, 1, 2, 3])
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("HOME", "/home/somebody-else")
        theirs = Path(temporary.name_beside(str(place.root / "Firm.md")))
    theirs.write_bytes(SHUT[:9] + b"and half of their new words")
    place.journal.recover()
    assert place.content() == AFTER | {theirs.name: theirs.read_bytes()}


# ---------------------------------------------------------------- undo and redo


def test_undo_brings_every_byte_back_and_redo_does_it_again(place):
    place.journal.carry_out("no from Firm", EDITS)
    done = place.journal.undo()
    assert done == Undone(1, "no from Firm", tuple(e.path for e in reversed(EDITS)))
    assert (place.content(), place.folders()) == (BEFORE, ["Contacts"])
    assert place.journal.redo() == Undone(1, "no from Firm", tuple(e.path for e in EDITS))
    assert place.content() == AFTER
    place.journal.undo()
    assert (place.content(), place.folders()) == (BEFORE, ["Contacts"])


def test_undo_twice_goes_two_deeds_back_and_redo_twice_forward(place):
    place.journal.carry_out("ring", [Edit("Contacts/Mira.md", MIRA, RUNG)])
    place.journal.carry_out("tea", [Edit("Contacts/Mira.md", RUNG, RUNG + b"Or coffee.\n")])
    assert [place.journal.undo().label, place.journal.undo().label] == ["tea", "ring"]
    assert place.content() == BEFORE
    assert [(d.label, d.is_undone) for d in place.journal.history()] == [("tea", True), ("ring", True)]
    with pytest.raises(NotFoundError, match="nothing to undo"):
        place.journal.undo()
    assert [place.journal.redo().label, place.journal.redo().label] == ["ring", "tea"]
    assert place.content()["Contacts/Mira.md"] == RUNG + b"Or coffee.\n"
    with pytest.raises(NotFoundError, match="nothing to redo"):
        place.journal.redo()


def test_a_new_deed_forgets_what_could_be_redone(place):
    place.journal.carry_out("one", [Edit("Firm.md", FIRM, SHUT)])
    place.journal.undo()
    place.journal.carry_out("two", [Edit("Scrap.md", SCRAP, None)])
    assert [d.label for d in place.journal.history()] == ["two"]
    with pytest.raises(NotFoundError):
        place.journal.redo()


def test_undo_takes_back_only_its_own_line_in_a_note_that_was_edited_since(place):
    place.journal.carry_out("ring", [Edit("Contacts/Mira.md", MIRA, RUNG)])
    mine = b"intro\r\n" + RUNG.replace(b"tea", b"coffee") + b"no line end"
    place.put({"Contacts/Mira.md": mine})
    place.journal.undo()
    assert place.content()["Contacts/Mira.md"] == mine.replace(b"- [x] Ring", b"- [ ] Ring")
    place.journal.redo()
    assert place.content()["Contacts/Mira.md"] == mine


def test_undo_is_refused_whole_when_one_line_is_no_longer_there(place):
    place.journal.carry_out("no from Firm", EDITS)
    place.put({"Contacts/Mira.md": RUNG.replace(b"Ring back", b"Ring Mira")})
    before = place.content()
    with pytest.raises(
        VaultError, match=r"^Contacts/Mira\.md was changed since: .* --keep Contacts/Mira\.md$"
    ):
        place.journal.undo()
    assert (place.content(), place.entries()) == (before, ["00000001.done"])


def test_undo_goes_on_without_a_made_note_that_holds_the_users_words(place):
    place.journal.carry_out("no from Firm", EDITS)
    place.put({"Rejections/2026/Letter.md": LETTER + b"It hurt.\n"})
    with pytest.raises(VaultError, match="--keep Rejections/2026/Letter"):
        place.journal.undo()
    done = place.journal.undo(keep=["Rejections/2026/Letter.md"])
    assert done.kept == ("Rejections/2026/Letter.md",)
    assert place.content() == BEFORE | {"Rejections/2026/Letter.md": LETTER + b"It hurt.\n"}
    place.journal.redo()
    assert place.content() == AFTER | {"Rejections/2026/Letter.md": LETTER + b"It hurt.\n"}


def test_keeping_a_path_that_the_deed_did_not_touch_is_refused(place):
    place.journal.carry_out("ring", [Edit("Contacts/Mira.md", MIRA, RUNG)])
    with pytest.raises(NotFoundError, match=r"Firm\.md is not part of “ring”"):
        place.journal.undo(keep=["Firm.md"])


def test_what_the_user_has_taken_back_by_hand_is_no_obstacle(place):
    place.journal.carry_out("no from Firm", EDITS)
    place.put({"Firm.md": FIRM})
    (place.root / "Rejections/2026/Letter.md").unlink()
    place.journal.undo()
    assert (place.content(), place.folders()) == (BEFORE, ["Contacts"])


def test_a_note_that_was_moved_since_is_named_and_not_brought_back(place):
    place.journal.carry_out("ring", [Edit("Contacts/Mira.md", MIRA, RUNG)])
    (place.root / "Contacts/Mira.md").rename(place.root / "Mira.md")
    before = place.content()
    with pytest.raises(VaultError, match=r"Contacts/Mira\.md"):
        place.journal.undo()
    assert place.content() == before


MADE = LETTER + b"- [ ] Thank Mira ^fu-thank-abc123\n"


@pytest.mark.parametrize(
    ("made", "by_now"), [(LETTER, LETTER), (MADE, MADE), (MADE, MADE.replace(b"thin", b"kind") + b"Mine.\n")]
)
def test_a_made_note_that_was_moved_since_is_named_and_nothing_is_undone(place, made, by_now):
    place.journal.carry_out("no", [Edit("Firm.md", FIRM, SHUT), Edit("Rejections/No.md", None, made)])
    (place.root / "Rejections/No.md").rename(place.root / "The no.md")
    place.put({"The no.md": by_now})
    before = place.content()
    with pytest.raises(VaultError) as refused:
        place.journal.undo()
    assert str(refused.value) == (
        "Rejections/No.md was moved to The no.md since: nothing was undone. "
        "Move it back, or to go on without it: --keep Rejections/No.md"
    )
    assert (place.content(), place.entries()) == (before, ["00000001.done"])
    place.journal.undo(keep=["Rejections/No.md"])
    assert place.content() == BEFORE | {"The no.md": by_now}


def test_notes_that_were_moved_or_changed_since_are_named_together(place):
    made = [Edit("A.md", None, b"a\n"), Edit("B.md", None, b"b\n"), Edit("Firm.md", FIRM, SHUT)]
    place.journal.carry_out("three", made)
    for name in "AB":
        (place.root / f"{name}.md").rename(place.root / "Contacts" / f"{name}.md")
    place.put({"Firm.md": b"mine\n"})
    with pytest.raises(VaultError) as refused:
        place.journal.undo()
    assert str(refused.value) == (
        "Firm.md was changed since; A.md was moved to Contacts/A.md since; B.md was moved to Contacts/B.md since: "
        "nothing was undone. To go on without them: --keep Firm.md --keep A.md --keep B.md"
    )


def test_a_made_note_that_was_deleted_is_gone_also_where_others_say_the_same(place):
    place.put({"Other.md": LETTER})
    os.utime(place.root / "Other.md", (0, 0))
    time.sleep(0.02)  # a tick of the clock of the files
    place.journal.carry_out("two", [Edit("One.md", None, LETTER), Edit("Two.md", None, LETTER)])
    (place.root / "One.md").unlink()
    place.journal.undo()
    assert place.content() == BEFORE | {"Other.md": LETTER}


def test_a_removed_note_whose_name_was_taken_since_is_not_overwritten(place):
    place.journal.carry_out("throw away", [Edit("Scrap.md", SCRAP, None)])
    place.put({"Scrap.md": b"a new scrap\n"})
    with pytest.raises(VaultError, match=r"Scrap\.md"):
        place.journal.undo()
    assert place.content() == BEFORE | {"Scrap.md": b"a new scrap\n"}


def test_folders_in_which_the_user_put_something_stay(place):
    place.journal.carry_out("no from Firm", EDITS)
    place.put({"Rejections/mine.md": b"x"})
    place.journal.undo()
    assert (place.content(), place.folders()) == (
        BEFORE | {"Rejections/mine.md": b"x"},
        ["Contacts", "Rejections"],
    )


def test_an_editor_that_saves_between_looking_and_undoing_is_looked_at_again(place, monkeypatch):
    place.journal.carry_out("ring", [Edit("Contacts/Mira.md", MIRA, RUNG)])
    swap = exchange.exchange
    saves = [RUNG + b"And cake.\n"]

    def late(one, other):
        if saves:
            (place.root / "Contacts/Mira.md").write_bytes(saves.pop())
        return swap(one, other)

    monkeypatch.setattr(exchange, "exchange", late)
    place.journal.undo()
    assert place.content() == BEFORE | {"Contacts/Mira.md": MIRA + b"And cake.\n"}


def test_the_journal_forgets_its_oldest_deeds(place, monkeypatch):
    monkeypatch.setattr(journal, "_MOST_DEEDS", 3)
    text = FIRM
    for n in range(6):
        place.journal.carry_out(f"deed {n}", [Edit("Firm.md", text, text + b"+")])
        text += b"+"
    assert [d.label for d in place.journal.history()] == ["deed 5", "deed 4", "deed 3"]
    monkeypatch.setattr(journal, "_MOST_BYTES", 1)
    place.journal.carry_out("deed 6", [Edit("Firm.md", text, FIRM)])
    assert [(d.number, d.label) for d in place.journal.history()] == [(7, "deed 6")]


# ---------------------------------------------------------------- taking one change out of a text


@pytest.mark.parametrize(
    ("then", "was", "now", "expected"),
    [
        (b"a\nb\nc\n", b"a\nB\nc\n", b"x\na\nB\nc\ny", b"x\na\nb\nc\ny"),
        (b"a\nc\n", b"a\nB\nc\n", b"a\nB\nc\nd\n", b"a\nc\nd\n"),
        (b"a\nb\nc\n", b"a\nc\n", b"0\na\nc\n", b"0\na\nb\nc\n"),
        (b"a\nb\nc\nd\ne", b"a\nB\nc\nD\ne", b"a\nB\nc!\nD\ne", b"a\nb\nc!\nd\ne"),
        (b"last", b"last done", b"last done\nmore\n", b"last\nmore\n"),
        (b"a\n\nb\n\nc\n", b"a\n\nb\n\n\nc\n", b"0\na\n\nb\n\n\nc\n", b"0\na\n\nb\n\nc\n"),
        (b"x\nq\ny\nx\n", b"x\nz\ny\nz\n", b"0\nx\nz\ny\nz\n", b"0\nx\nq\ny\nx\n"),
        (b"a\r\nb\r\n", b"a\r\nB\r\n", b"0\na\r\nB\r\n", b"0\na\r\nb\r\n"),
    ],
)
def test_the_lines_of_the_deed_go_back_and_the_rest_stays(then, was, now, expected):
    assert turned(now, was, then) == expected


@pytest.mark.parametrize(
    ("then", "was", "now"),
    [
        (b"a\nb\n", b"a\nB\n", b"a\nBee\n"),
        (b"a\nb\n", b"a\nB\n", b"B\nx\nB\n"),
        (b"a\nb\n", b"a\n", b"x\ny\n"),
        (b"p\n1\nq\n2\nr", b"p\nX\nq\nX\nr", b"p\nX\nq\nr"),
        (b"a\n", None, b"a\n\n"),
        (None, b"a\n", b"a\n\n"),
        (b"a\n", b"b\n", None),
    ],
)
def test_a_change_that_is_not_there_once_is_a_misfit(then, was, now):
    with pytest.raises(MisfitError):
        turned(now, was, then)


WORDS = st.lists(st.binary(max_size=3).filter(lambda x: b"\n" not in x and x != b"OURS"), max_size=8)


@given(WORDS, WORDS, st.binary(max_size=4).filter(lambda x: b"\n" not in x), WORDS, WORDS)
def test_any_text_around_a_changed_line_survives_its_undoing(head, tail, line, above, below):
    then, was = [*head, line, *tail], [*head, b"OURS", *tail]
    now, expected = [*above, *was, *below], [*above, *then, *below]
    join = b"\n".join
    assert turned(join(now), join(was), join(then)) == join(expected)


def test_a_change_among_blank_lines_is_found_where_it_was():
    assert turned(b"ours\n\n\n\n\n", b"ours\n\n\n", b"\n\n\n") == b"\n\n\n\n\n"


LINES = st.lists(st.sampled_from([b"", b"", b"a", b"b", b"c", b"d\r"]), max_size=40)


@pytest.mark.parametrize("few", [0, 20, turn._FEW])
@given(LINES, LINES, LINES)
def test_what_differs_between_two_texts_makes_one_of_the_other(few, one, middle, other):
    for old, new in ((one + middle, middle + other), (one + middle + one, other + middle + other)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(turn, "_FEW", few)
            hunks = turn._hunks(old, new)
        made = list(old)
        for start, end, lines in reversed(hunks):
            made[start:end] = lines
        assert made == new
        assert all(end < start for (_, end, _), (start, _, _) in pairwise(hunks))


EDIT = st.builds(Edit, st.text(), st.none() | st.binary(), st.none() | st.binary())


@given(st.text(), st.lists(EDIT), st.lists(st.text()))
def test_an_entry_is_read_back_as_it_was_written(label, edits, folders):
    record = Record(label, tuple(edits), tuple(folders))
    assert decode(encode(record)) == record
