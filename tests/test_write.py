import errno
import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from disk_faults import CHANGING, before_each_call, calls_of, failing
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.errors import ChangedError, StorageError
from vault_tools.store import exchange, temporary, write
from vault_tools.store.changes import Creation, Removal, Replacement, is_torn

OLD = b"---\ntype: contact\n---\n- [ ] Ring Mira back \xf0\x9f\x93\x85 2026-03-02\n"
NEW = b"---\ntype: contact\n---\n- [x] Ring Mira back \xf0\x9f\x93\x85 2026-03-02 \xe2\x9c\x85 2026-03-01\n"
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)


@pytest.fixture(params=["exchange", "fallback"])
def any_system(request, monkeypatch):
    """A system that can swap two names, and one that cannot."""
    if request.param == "fallback":
        monkeypatch.setattr(exchange, "_rename", lambda *_: False)


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "Mira.md"
    path.write_bytes(OLD)
    return path


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def save(path: Path, data: bytes) -> None:
    """What an editor does that writes a temporary file first."""
    beside = path.with_name("editor~")
    beside.write_bytes(data)
    os.replace(beside, path)


# ---------------------------------------------------------------- replace: what is kept


def test_replace_changes_the_bytes_and_leaves_nothing_beside(any_system, note, tmp_path):
    write.replace(note, OLD, NEW)
    assert content(tmp_path) == {"Mira.md": NEW}


@pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
def test_two_names_are_swapped_in_one_step_here(tmp_path):
    (tmp_path / "a").write_bytes(b"A")
    (tmp_path / "b").write_bytes(b"B")
    assert exchange.exchange(str(tmp_path / "a"), str(tmp_path / "b"))
    assert content(tmp_path) == {"a": b"B", "b": b"A"}


def test_line_ends_byte_order_mark_and_bytes_that_are_no_text_are_just_bytes(any_system, note):
    strange = b"\xef\xbb\xbf one\r\ntwo\rthree\x00\xff\xfe\n\n\n"
    write.replace(note, OLD, strange)
    assert note.read_bytes() == strange


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o755])
def test_the_mode_is_kept_whatever_the_umask(any_system, note, mode):
    note.chmod(mode)
    before = os.umask(0o077)
    try:
        write.replace(note, OLD, NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE(note.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes in this Python")
def test_extended_attributes_are_kept(any_system, note):
    try:
        os.setxattr(note, "user.colour", b"green")
    except OSError:
        pytest.skip("this disk has no extended attributes")
    write.replace(note, OLD, NEW)
    assert os.getxattr(note, "user.colour") == b"green"


def acl(path: Path) -> str:
    return subprocess.run(["getfacl", "-cpn", str(path)], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("of_the_folder", [False, True], ids=["of the note", "inherited by new files only"])
def test_access_lists_are_kept_and_none_is_inherited(any_system, note, of_the_folder):
    target = ["-d", "-m", "u:4321:rwx", str(note.parent)] if of_the_folder else ["-m", "u:4321:r", str(note)]
    if not shutil.which("setfacl") or subprocess.run(["setfacl", *target], capture_output=True).returncode:
        pytest.skip("no access lists here (the tools of the package acl, and a disk that has them)")
    before = acl(note)
    write.replace(note, OLD, NEW)
    assert acl(note) == before
    assert ("4321" in before) is not of_the_folder


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_owner_and_group_are_kept(any_system, note):
    os.chown(note, 4321, 4322)
    write.replace(note, OLD, NEW)
    assert (note.stat().st_uid, note.stat().st_gid) == (4321, 4322)


def test_where_the_owner_cannot_be_kept_the_file_is_written_in_place(note, monkeypatch, tmp_path):
    def forbidden(*_):
        raise PermissionError(errno.EPERM, "not yours")

    if os.geteuid() != 0:
        pytest.skip("only root may give files away")
    os.chown(note, 4321, 4322)
    inode = note.stat().st_ino
    monkeypatch.setattr(os, "fchown", forbidden)
    write.replace(note, OLD, NEW)
    assert (note.stat().st_ino, note.stat().st_uid, content(tmp_path)) == (inode, 4321, {"Mira.md": NEW})


def test_the_modification_time_moves_to_now(any_system, note):
    os.utime(note, (1_500_000_000, 1_500_000_000))
    write.replace(note, OLD, NEW)
    assert abs(note.stat().st_mtime - time.time()) < 60


def test_a_link_stays_a_link_and_its_file_changes(any_system, note, tmp_path):
    (tmp_path / "People").mkdir()
    real = tmp_path / "People" / "Mira Sand.md"
    note.rename(real)
    note.symlink_to(Path("People") / "Mira Sand.md")
    write.replace(note, OLD, NEW)
    assert note.is_symlink()
    assert real.read_bytes() == NEW
    assert sorted(os.listdir(real.parent)) == ["Mira Sand.md"]


@pytest.mark.parametrize("new", [NEW, b"", OLD * 9000], ids=["longer", "empty", "much longer"])
def test_both_names_of_a_file_show_the_edit(note, tmp_path, new):
    other = tmp_path / "also Mira.md"
    os.link(note, other)
    write.replace(note, OLD, new)
    assert note.samefile(other)
    assert content(tmp_path) == {"Mira.md": new, "also Mira.md": new}


def test_a_write_protected_note_is_refused_also_for_root(note, tmp_path):
    note.chmod(0o444)
    with pytest.raises(StorageError, match=r"Mira\.md is write-protected; "):
        write.replace(note, OLD, NEW)
    with pytest.raises(StorageError, match="write-protected"):
        write.remove(note, OLD)
    assert content(tmp_path) == {"Mira.md": OLD}


def test_a_folder_or_a_pipe_is_refused_without_hanging(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    for name in ("pipe.md", "folder.md"):
        with pytest.raises(StorageError, match="not an ordinary file"):
            write.replace(tmp_path / name, OLD, NEW)


# ---------------------------------------------------------------- replace: somebody else writes


def test_a_note_saved_since_it_was_read_keeps_its_bytes(any_system, note, tmp_path):
    note.write_bytes(b"mine\n")
    with pytest.raises(ChangedError, match=r"Mira\.md was changed"):
        write.replace(note, OLD, NEW)
    assert content(tmp_path) == {"Mira.md": b"mine\n"}


def test_a_note_that_is_gone_does_not_come_back(any_system, note, tmp_path):
    note.unlink()
    with pytest.raises(ChangedError, match="no longer there"):
        write.replace(note, OLD, NEW)
    assert content(tmp_path) == {}


@pytest.mark.parametrize("how", [save, Path.write_bytes], ids=["by renaming", "in place"])
def test_a_note_saved_between_looking_and_swapping_keeps_its_bytes(note, tmp_path, monkeypatch, how):
    swap = exchange.exchange
    saves = [b"saved in that instant\n"]

    def late(one: str, other: str) -> bool:
        if saves:
            how(note, saves.pop())
        return swap(one, other)

    monkeypatch.setattr(exchange, "exchange", late)
    with pytest.raises(ChangedError):
        write.replace(note, OLD, NEW)
    assert content(tmp_path) == {"Mira.md": b"saved in that instant\n"}


def test_a_note_saved_while_the_new_bytes_are_written_keeps_its_bytes(
    any_system, note, tmp_path, monkeypatch
):
    sync = os.fsync

    def late(fd: int) -> None:
        save(note, b"saved meanwhile\n")
        sync(fd)

    monkeypatch.setattr(os, "fsync", late)
    with pytest.raises(ChangedError):
        write.replace(note, OLD, NEW)
    assert content(tmp_path) == {"Mira.md": b"saved meanwhile\n"}


def test_a_note_saved_again_while_it_is_put_back_keeps_the_latest_bytes(note, tmp_path, monkeypatch):
    swap = exchange.exchange
    saves = [b"second\n", b"first\n"]

    def late(one: str, other: str) -> bool:
        if saves:
            save(note, saves.pop())
        return swap(one, other)

    monkeypatch.setattr(exchange, "exchange", late)
    with pytest.raises(ChangedError):
        write.replace(note, OLD, NEW)
    assert content(tmp_path) == {"Mira.md": b"second\n"}


def test_an_editor_that_had_the_note_open_and_writes_on_while_we_sync_keeps_its_words(
    note, tmp_path, monkeypatch
):
    if not exchange.exchange(str(note), str(note)):
        pytest.skip("names cannot be swapped here")
    opened, sync = os.open(note, os.O_RDWR), os.fsync

    def late(fd: int) -> None:
        sync(fd)
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            os.truncate(opened, 0)
            os.pwrite(opened, b"words in an open file\n", 0)

    monkeypatch.setattr(os, "fsync", late)
    with pytest.raises(ChangedError):
        write.replace(note, OLD, NEW)
    assert content(tmp_path) == {"Mira.md": b"words in an open file\n"}
    assert os.path.samestat(os.fstat(opened), note.stat())  # and what it writes next is not lost either
    os.close(opened)


def test_an_interrupt_from_the_keyboard_leaves_old_or_new_bytes(any_system, note, tmp_path):
    def deed():
        write.replace(note, OLD, NEW)

    count = len(calls_of(deed))
    note.write_bytes(OLD)
    for at in range(count):
        seen = []

        def interrupt(name, seen=seen, at=at):
            seen.append(name)
            if len(seen) == at + 1:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt), before_each_call(interrupt):
            deed()
        assert note.read_bytes() in (OLD, NEW)
        note.write_bytes(OLD)
        for name in set(os.listdir(tmp_path)) - {"Mira.md"}:
            os.unlink(tmp_path / name)


# ---------------------------------------------------------------- create


def test_a_note_is_made_with_its_folders(any_system, tmp_path):
    write.create(tmp_path / "a" / "b" / "Neu.md", NEW)
    assert content(tmp_path) == {"a/b/Neu.md": NEW}


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o644)])
def test_a_new_note_has_the_mode_the_umask_leaves(any_system, tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        write.create(tmp_path / "Neu.md", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "Neu.md").stat().st_mode) == mode


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        ("Mira.md", "Mira.md"),
        ("mira.MD", "Mira.md"),
        ("Zoe\u0308.md", "Zo\u00eb.md"),
        ("ZOE\u0308.md", "zo\u00eb.md"),
        ("STRASSE.md", "Straße.md"),
    ],
)
def test_a_name_that_some_disks_take_for_the_same_is_taken(any_system, tmp_path, there, wanted):
    (tmp_path / there).write_bytes(OLD)
    with pytest.raises(ChangedError, match="already exists"):
        write.create(tmp_path / wanted, NEW)
    assert content(tmp_path) == {there: OLD}


def test_a_note_that_appears_in_that_instant_is_not_overwritten(any_system, tmp_path, monkeypatch):
    move = exchange.move_without_replacing

    def late(source: str, target: str) -> None:
        Path(target).write_bytes(b"theirs\n")
        move(source, target)

    monkeypatch.setattr(exchange, "move_without_replacing", late)
    with pytest.raises(ChangedError, match="already exists"):
        write.create(tmp_path / "Deals" / "Neu.md", NEW)
    assert content(tmp_path) == {"Deals/Neu.md": b"theirs\n"}


def test_without_hard_links_a_note_is_still_made_and_never_over_another(tmp_path, monkeypatch):
    def no_links(*_, **__):
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(exchange, "_rename", lambda *_: False)
    monkeypatch.setattr(os, "link", no_links)
    write.create(tmp_path / "Neu.md", NEW)
    with pytest.raises(FileExistsError):
        exchange.move_without_replacing(str(tmp_path / "Neu.md"), str(tmp_path / "Neu.md"))
    assert content(tmp_path) == {"Neu.md": NEW}


def test_folders_made_for_a_note_that_could_not_be_made_are_removed(tmp_path):
    name = "x" * 300 + ".md"
    with pytest.raises(StorageError, match="name is too long"):
        write.put_in_place(
            [Creation(tmp_path / "a" / "b" / "ok.md", NEW), Creation(tmp_path / "c" / name, NEW)]
        )
    # the long name fails when the file is to appear: by then all the folders had been made
    assert os.listdir(tmp_path) == []


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path):
    (tmp_path / "Contacts").write_bytes(OLD)
    with pytest.raises(StorageError, match="is a file, not a folder"):
        write.create(tmp_path / "Contacts" / "Neu.md", NEW)
    assert content(tmp_path) == {"Contacts": OLD}


# ---------------------------------------------------------------- remove


def test_remove_takes_away_the_expected_file_and_nothing_else(any_system, note, tmp_path):
    (tmp_path / "Other.md").write_bytes(OLD)
    write.remove(note, OLD)
    assert content(tmp_path) == {"Other.md": OLD}


def test_remove_leaves_a_file_with_other_bytes(any_system, note, tmp_path):
    with pytest.raises(ChangedError):
        write.remove(note, b"not these\n")
    assert content(tmp_path) == {"Mira.md": OLD}


def test_a_note_saved_in_the_instant_it_is_removed_comes_back(any_system, note, tmp_path, monkeypatch):
    rename = os.rename

    def late(source, target):
        if str(source) == str(note):
            note.write_bytes(b"words\n")
        rename(source, target)

    monkeypatch.setattr(os, "rename", late)
    with pytest.raises(ChangedError):
        write.remove(note, OLD)
    assert content(tmp_path) == {"Mira.md": b"words\n"}


def test_an_editor_that_had_a_removed_note_open_and_writes_on_while_we_sync_keeps_its_words(
    note, tmp_path, monkeypatch
):
    opened, sync = os.open(note, os.O_RDWR), os.fsync

    def late(fd: int) -> None:
        sync(fd)
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            os.truncate(opened, 0)
            os.pwrite(opened, b"words in an open file\n", 0)

    monkeypatch.setattr(os, "fsync", late)
    with pytest.raises(ChangedError):
        write.remove(note, OLD)
    os.close(opened)
    assert content(tmp_path) == {"Mira.md": b"words in an open file\n"}


def test_a_link_in_the_place_of_the_note_is_not_removed(note, tmp_path):
    note.rename(tmp_path / "real.md")
    note.symlink_to("real.md")
    with pytest.raises(ChangedError):
        write.remove(note, OLD)
    assert content(tmp_path) == {"Mira.md": OLD, "real.md": OLD}


# ---------------------------------------------------------------- a disk that fails


def prepare(folder: Path, linked: bool = False) -> dict[str, bytes]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "Mira.md").write_bytes(OLD)
    (folder / "Old.md").write_bytes(b"goes\n")
    if linked:
        os.link(folder / "Mira.md", folder / "Other name.md")
    return content(folder)


DEEDS = {
    "replace": lambda folder: write.replace(folder / "Mira.md", OLD, NEW),
    "create": lambda folder: write.create(folder / "x" / "y" / "Neu.md", NEW),
    "remove": lambda folder: write.remove(folder / "Old.md", b"goes\n"),
    "all at once": lambda folder: write.put_in_place(
        [
            Replacement(folder / "Mira.md", OLD, NEW),
            Creation(folder / "x" / "Neu.md", NEW),
            Creation(folder / "x" / "Zwei.md", OLD),
            Removal(folder / "Old.md", b"goes\n"),
        ]
    ),
}


@pytest.mark.parametrize("linked", [False, True], ids=["one name", "two names"])
@pytest.mark.parametrize("name", DEEDS)
def test_whichever_call_fails_all_bytes_are_old_or_all_are_new(any_system, tmp_path, name, linked):
    folder = tmp_path / "v"
    before = prepare(folder, linked)
    count = len(calls_of(lambda: DEEDS[name](folder)))
    after = content(folder)
    assert after != before
    for at in range(count):
        for code in ERRORS:
            prepare(folder, linked)
            try:
                with failing(at, code):
                    DEEDS[name](folder)
            except (StorageError, ChangedError) as error:
                assert content(folder) == before, (at, code)
                assert "\n" not in str(error)
                assert code != errno.ENOSPC or "space" in str(error)
                assert not (folder / "x").exists()
                DEEDS[name](folder)
            assert content(folder) == after, (at, code)


@pytest.mark.parametrize("name", DEEDS)
def test_a_disk_that_keeps_failing_never_leaves_a_torn_file(any_system, tmp_path, name):
    folder = tmp_path / "v"
    before = prepare(folder)
    count = len(calls_of(lambda: DEEDS[name](folder)))
    after = content(folder)
    for at in range(count):
        prepare(folder)
        try:
            with failing(at, errno.EIO, times=10**6):
                DEEDS[name](folder)
        except StorageError:
            pass
        now = content(folder)
        for path in now:
            if ".vault-" not in path:
                assert now[path] in (before.get(path), after.get(path)), (at, path)


def test_a_write_cut_short_by_a_full_disk_leaves_the_old_bytes(any_system, tmp_path, monkeypatch):
    before = prepare(tmp_path / "v")
    real = os.write
    calls = []

    def half(fd, data):
        calls.append(fd)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "full")
        return real(fd, data[: len(data) // 2])

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(StorageError, match="no space left on the disk: nothing was changed"):
        write.replace(tmp_path / "v" / "Mira.md", OLD, NEW)
    assert content(tmp_path / "v") == before


def test_a_write_in_place_cut_short_gets_its_old_bytes_back(tmp_path, monkeypatch):
    before = prepare(tmp_path / "v", linked=True)
    real = os.write
    calls = []

    def half(fd, data):
        calls.append(fd)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "full")
        return real(fd, data[:30]) if len(calls) == 1 else real(fd, data)

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(StorageError, match="no space"):
        write.replace(tmp_path / "v" / "Mira.md", OLD, NEW)
    assert content(tmp_path / "v") == before


def test_a_made_note_that_holds_words_by_the_time_another_fails_is_not_removed(tmp_path, monkeypatch):
    before = prepare(tmp_path / "v")

    def swap(one, other):
        (tmp_path / "v" / "x" / "Neu.md").write_bytes(b"words\n")
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(exchange, "exchange", swap)
    edits = [Creation(tmp_path / "v/x/Neu.md", NEW), Replacement(tmp_path / "v/Mira.md", OLD, NEW)]
    with pytest.raises(StorageError, match="the disk reported an error"):
        write.put_in_place(edits)
    assert content(tmp_path / "v") == before | {"x/Neu.md": b"words\n"}


def test_the_bytes_are_on_the_disk_before_they_are_in_place_and_the_folder_before_the_old_ones_go(note):
    calls = calls_of(lambda: write.replace(note, OLD, NEW), CHANGING)
    assert calls == ["fchmod", "write", "fsync", "renameat2", "fsync", "unlink"]


def test_the_new_folders_are_on_the_disk_too(tmp_path):
    calls = calls_of(lambda: write.create(tmp_path / "x" / "y" / "Neu.md", NEW), CHANGING)
    assert calls == ["mkdir", "mkdir", "write", "fsync", "renameat2", "fsync", "fsync", "fsync", "unlink"]


# ---------------------------------------------------------------- other systems, as far as one can tell from here


def test_on_a_mac_the_bytes_go_all_the_way_to_the_disk(note, monkeypatch):
    fcntl = pytest.importorskip("fcntl", reason="needs the call of Unix that macOS extends")
    asked, answers = [], [0, OSError(errno.ENOTSUP, "not on this disk"), OSError(errno.EIO, "broken")]

    def full(fd, what):
        asked.append(what)
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", full)
    monkeypatch.setattr(os, "fsync", lambda fd: asked.append("fsync"))
    fd = os.open(note, os.O_RDWR)
    try:
        temporary.sync(fd)
        assert asked == [51]
        temporary.sync(fd)
        assert asked == [51, 51, "fsync"]
        with pytest.raises(OSError, match="broken"):
            temporary.sync(fd)
    finally:
        os.close(fd)


@pytest.mark.parametrize(("times", "is_waited_for"), [(3, True), (10**6, False)])
def test_where_open_files_cannot_be_replaced_it_waits_for_whoever_looks_at_them(
    note, tmp_path, monkeypatch, times, is_waited_for
):
    replace, left = os.replace, [times]

    def held(source, target):
        if left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "somebody has it open")
        replace(source, target)

    monkeypatch.setattr(exchange, "_rename", lambda *_: False)
    monkeypatch.setattr(exchange, "_PATIENCE", 0.2)
    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(StorageError, match="no permission"):  # not here: nothing to wait for
        write.replace(note, OLD, NEW)
    assert content(tmp_path) == {"Mira.md": OLD}
    left[0] = times
    monkeypatch.setattr(exchange, "_OPEN_FILES_STAY", True)
    if is_waited_for:
        write.replace(note, OLD, NEW)
    else:
        with pytest.raises(StorageError, match="no permission"):
            write.replace(note, OLD, NEW)
    assert content(tmp_path) == {"Mira.md": NEW if is_waited_for else OLD}


@pytest.fixture
def small_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a disk is not permitted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_on_a_full_disk_nothing_changes_and_it_works_once_there_is_room(small_disk):
    (small_disk / "Mira.md").write_bytes(OLD)
    (small_disk / "Old.md").write_bytes(b"goes\n")
    fill = small_disk / "fill"
    with pytest.raises(OSError, match="space"):
        fill.write_bytes(b"x" * 10**6)
    before = content(small_disk)
    for name in ("replace", "create", "all at once"):
        with pytest.raises(StorageError, match="space"):
            DEEDS[name](small_disk)
        assert content(small_disk) == before
    fill.unlink()
    DEEDS["all at once"](small_disk)
    assert content(small_disk) == {"Mira.md": NEW, "x/Neu.md": NEW, "x/Zwei.md": OLD}


def test_a_read_only_disk_is_named_as_such(small_disk):
    (small_disk / "Mira.md").write_bytes(OLD)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for name in ("replace", "create"):
        with pytest.raises(StorageError, match="the disk is read-only"):
            DEEDS[name](small_disk)


# ---------------------------------------------------------------- what a kill leaves


def test_sweep_removes_our_own_old_hidden_files_only(note, tmp_path):
    ours = Path(temporary.name_beside(str(note)))
    ours.write_bytes(b"left")
    (tmp_path / ".vault-notes.tmp").write_bytes(b"not ours")
    (tmp_path / ".obsidian").mkdir()
    assert write.sweep(tmp_path) == 0  # a writer on another machine may be at work
    assert write.leftovers(str(note)) == (str(ours),)
    assert write.sweep(tmp_path, older_than=0) == 1
    assert sorted(os.listdir(tmp_path)) == [".obsidian", ".vault-notes.tmp", "Mira.md"]


def test_hidden_names_are_short_even_for_the_longest_name(tmp_path):
    path = tmp_path / ("n" * 252 + ".md")
    write.create(path, OLD)
    write.replace(path, OLD, NEW)
    assert content(tmp_path) == {path.name: NEW}


@given(st.binary(max_size=40), st.binary(max_size=40), st.integers(0, 40))
def test_a_write_in_place_that_was_cut_off_is_recognised(before, after, written):
    now = after[:written] + before[min(written, len(after)) :]
    assert is_torn(now, before, after) or now in (before, after)


def test_a_users_edit_is_not_taken_for_a_torn_write():
    assert not is_torn(OLD + b"more\n", OLD, NEW)
    assert not is_torn(b"quite different\n", OLD, NEW)
