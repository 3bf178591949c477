import errno
import gc
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from jinja2.runtime import Context

from vault_tools.commands.init import init
from vault_tools.commands.next_due import RESTED
from vault_tools.commands.watching import watch
from vault_tools.store.finding import READ_BESIDE
from vault_tools.store.glance import glance
from vault_tools.watch.lookout import Lookout
from vault_tools.watch.quiet import QUIET, settled
from vault_tools.watch.relevance import matters

TODAY = date(2026, 11, 22)
PACKAGE = Path(__file__).resolve().parent.parent


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "search"
    init(root, TODAY)
    return root


def until(claim, seconds=10.0):
    """Wait for a claim to hold; whether it does."""
    end = time.monotonic() + seconds
    while not claim() and time.monotonic() < end:
        time.sleep(0.01)
    return claim()


def text(path):
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def save(root, name, content):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def is_shown(root, words):
    return until(lambda: words in text(root / "Dashboard.md"))


class Running:
    """A watch in a thread, on a played day. What it tells is in `lines`."""

    def __init__(self, root, poll):
        self.today, self.lines, self.wakings, self._root, self._is_over = TODAY, [], 0, root, False
        self._thread = threading.Thread(target=self._run, args=(poll,))
        self._thread.start()

    def _run(self, poll):
        watch(str(self._root), self._clock, self.lines.append, poll=poll)

    def _clock(self):
        if self._is_over:
            raise KeyboardInterrupt
        self.wakings += 1
        return self.today, self.today

    def has_told(self, words):
        return until(lambda: any(words in line for line in self.lines))

    def end(self):
        self._is_over = True
        ends = iter(range(50))
        while self._thread.is_alive():
            save(self._root, "The end.md", f"{next(ends)}")  # so that it looks at its clock
            self._thread.join(0.2)
        assert self.lines[-1] == "Stopped watching."


@contextmanager
def watching(root, poll=False):
    running = Running(root, poll)
    try:
        # What is saved from here on is seen: the first refresh comes after the watch is set up.
        assert until(lambda: running.wakings > 1)
        yield running
    finally:
        running.end()


@contextmanager
def process(root, *options, **environment):
    """`vault watch` as a user starts it."""
    command = [sys.executable, "-m", "vault_tools", "--vault", str(root), "watch", *options]
    env = {**os.environ, "PYTHONPATH": str(PACKAGE), "VAULT_TODAY": str(TODAY), **environment}
    pipe = subprocess.PIPE
    run = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)
    try:
        yield run
    finally:
        if run.poll() is None:
            run.kill()
        run.communicate()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_ctrl_c_ends_it_cleanly(vault, sign):
    with process(vault) as run:
        save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the bakery")
        time.sleep(0.1)
        run.send_signal(sign)
        out, told = run.communicate(timeout=2)
    assert (run.returncode, out) == (0, b"")
    lines = told.decode().splitlines()
    assert lines[0] == f"Watching {vault}. Ctrl-C ends it."
    assert lines[-1] == "Stopped watching."
    assert len(lines) <= 3


def test_a_save_reaches_the_dashboard(vault):
    with watching(vault) as running:
        save(vault, "Deep/er/Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the bakery")
        assert running.has_told("Dashboard.md: 1 overdue")
        save(vault, "Old.md", "- [ ] Clean the attic 📅 2026-10-01\n")
        assert running.has_told("Dashboard.md: 1 overdue, 1 to do, move or let go")  # as the page has it
        (vault / "Old.md").unlink()
        (vault / "Deep").rename(vault / "Calls")
        assert is_shown(vault, "[[Phone")
        (vault / "Calls/er/Phone.md").rename(vault / "Phone.md~")
        assert until(lambda: "Ring the bakery" not in text(vault / "Dashboard.md"))
        assert running.has_told("Dashboard.md: nothing due")


def test_a_second_save_at_any_moment_after_the_first_is_shown(vault):
    with watching(vault):
        save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the bakery")
        for ms in range(
            0, 80, 5
        ):  # before it is looked at, while the page is put together, while it is written
            save(vault, "Phone.md", f"- [ ] Wait {ms} ms 📅 2026-11-20\n")
            time.sleep(ms / 1000)
            save(vault, "Phone.md", f"- [ ] Then {ms} ms 📅 2026-11-20\n")
            assert is_shown(vault, f"Then {ms} ms")
            assert f"Wait {ms} ms" not in text(vault / "Dashboard.md")


def test_what_was_saved_before_the_disk_refused_is_shown_with_the_next_save(vault, monkeypatch):
    is_refused = threading.Event()
    real = os.open

    def refusing(path, *args, **kwargs):
        if is_refused.is_set() and not isinstance(path, int) and os.fspath(path).endswith("Dashboard.md"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), path)
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refusing)
    save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
    save(vault, "Tie.md", "- [ ] Buy a tie 📅 2026-11-20\n")
    with watching(vault) as running:
        assert is_shown(vault, "Ring the bakery")
        time.sleep(0.2)  # our own writing was heard
        is_refused.set()
        save(vault, "Phone.md", "- [ ] Ring the butcher 📅 2026-11-20\n")
        assert running.has_told("The dashboard stays as it is till then.")
        is_refused.clear()
        save(vault, "Tie.md", "- [ ] Buy two ties 📅 2026-11-20\n")
        assert is_shown(vault, "Buy two ties")
        assert "Ring the butcher" in text(vault / "Dashboard.md")


def test_ten_saves_in_a_burst_rebuild_once_or_twice(vault):
    with watching(vault) as running:
        for n in range(10):
            save(vault, f"Note {n}.md", f"- [ ] Errand {n} 📅 2026-11-22\n")
        assert running.has_told("Dashboard.md: 10 today")
        assert sum("Dashboard.md:" in line for line in running.lines) <= 2


def test_a_tick_on_the_dashboard_completes_the_note(vault):
    note = save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
    with watching(vault) as running:
        assert is_shown(vault, "Ring the bakery")
        shown = text(vault / "Dashboard.md")
        (vault / "Dashboard.md").write_text(shown.replace("- [ ] ", "- [x] ", 1), encoding="utf-8")
        assert until(lambda: text(note) == "- [x] Ring the bakery 📅 2026-11-20 ✅ 2026-11-22\n")
        assert running.has_told("Ring the bakery")


def test_a_deleted_dashboard_comes_back(vault):
    before = text(vault / "Dashboard.md")
    with watching(vault):
        (vault / "Dashboard.md").unlink()
        assert until(lambda: text(vault / "Dashboard.md") == before)


@pytest.mark.parametrize("pause", [0.06, 0.3])
def test_an_editor_that_empties_the_dashboard_and_writes_it_later_loses_nothing(vault, pause):
    note = save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
    page = vault / "Dashboard.md"
    with watching(vault):
        assert is_shown(vault, "Ring the bakery")
        mine = text(page).replace("- [ ] ", "- [x] ", 1) + "\n## That evening\n\nI cried.\n"
        with open(page, "w", encoding="utf-8", newline="") as file:
            time.sleep(pause)
            file.write(mine)
        assert until(lambda: text(note) == "- [x] Ring the bakery 📅 2026-11-20 ✅ 2026-11-22\n")
        assert until(lambda: "I cried." in text(page))


def test_a_dashboard_that_somebody_emptied_is_made_anew_a_little_later(vault, monkeypatch):
    monkeypatch.setattr("vault_tools.commands.watching.RESTED", 0.7)  # until it looks again
    before, page = text(vault / "Dashboard.md"), vault / "Dashboard.md"
    with watching(vault):
        page.write_text("")
        time.sleep(0.5)
        assert text(page) == ""
        rested = time.time() - RESTED - 1
        os.utime(page, (rested, rested))  # as if it had been a while
        assert until(lambda: text(page) == before, 15)


def test_a_bad_note_does_not_stop_it(vault):
    with watching(vault):
        (vault / "Bytes.md").write_bytes(b"\xff\xfe\x00- [ ] Broken \xff\n")
        save(vault, "Yaml.md", "---\ntype: [unfinished\n---\n- [ ] Still here 📅 2026-11-20\n")
        save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the bakery")
        assert is_shown(vault, "[[Yaml")


def test_a_page_of_nothing_leaves_the_dashboard_as_it_is(vault):
    before = text(vault / "Dashboard.md")
    with watching(vault) as running:
        save(vault, "Templates/dashboard.md.j2", "")
        assert running.has_told("dashboard.md.j2 gives an empty page")
        assert text(vault / "Dashboard.md") == before


@pytest.mark.parametrize(
    ("name", "broken", "mended"),
    [
        ("Templates/dashboard.md.j2", "{% if %}\n", "A page of my own\n"),
        ("Templates/playbook.toml", "[[step\n", ""),
        ("vault.toml", "show_first = \n", ""),
        ("vault.toml", "shown_first = 1\n", ""),
    ],
)
def test_a_broken_template_is_told_and_survived(vault, name, broken, mended):
    good = text(vault / name)
    before = text(vault / "Dashboard.md")
    with watching(vault) as running:
        save(vault, name, broken)
        assert running.has_told(f"{Path(name).name}:")
        told = len(running.lines)
        save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        save(vault, f"{name}~", f"{broken}\n").replace(
            vault / name
        )  # in place it would be empty for an instant
        time.sleep(0.4)
        assert text(vault / "Dashboard.md") == before
        assert len(running.lines) == told
        save(vault, name, mended or good)
        assert is_shown(vault, "own" if "own" in mended else "Ring the bakery")


def test_a_setting_changed_by_hand_is_followed(vault):
    save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
    settings = text(vault / "vault.toml")
    with watching(vault):
        assert is_shown(vault, "Ring the bakery")
        save(vault, "vault.toml", settings.replace("exclude = []", 'exclude = ["Phone.md"]'))
        assert until(lambda: "Ring the bakery" not in text(vault / "Dashboard.md"))


def test_a_template_in_another_folder_that_the_settings_name_is_followed(vault):
    settings = text(vault / "vault.toml")
    save(vault, "Words/anything.txt", "nothing\n")
    page = text(PACKAGE / "templates" / "dashboard.md.j2")
    with watching(vault):
        time.sleep(0.3)
        save(vault, "vault.toml", settings.replace('templates = "Templates"', 'templates = "Words"'))
        time.sleep(0.5)  # nothing on the dashboard changes, so no save of ours rings
        save(vault, "Words/dashboard.md.j2", f"By my own words\n{page}")
        assert is_shown(vault, "By my own words")


@pytest.mark.skipif(not hasattr(os, "link"), reason="no hard links here")
def test_a_save_under_one_name_of_a_note_is_shown_under_the_other(vault):
    save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
    os.link(vault / "Phone.md", vault / "Same.md")
    time.sleep(0.1)
    with watching(vault):
        assert is_shown(vault, "[[Same]]")
        with open(vault / "Phone.md", "a", encoding="utf-8") as note:
            note.write("- [ ] Ring the miller 📅 2026-11-20\n")
        assert until(lambda: text(vault / "Dashboard.md").count("Ring the miller") == 2)


@pytest.mark.parametrize("has_folder", [True, False])
def test_notes_that_became_templates_of_the_editor_go_at_once(vault, has_folder):
    save(vault, "Forms/Day.md", "- [ ] Fill this in 📅 2026-11-20\n")
    if has_folder:
        save(vault, ".obsidian/app.json", "{}")
    with watching(vault):
        assert is_shown(vault, "Fill this in")
        save(vault, ".obsidian/templates.json", '{"folder": "Forms"}')
        assert until(lambda: "Fill this in" not in text(vault / "Dashboard.md"))
        save(vault, ".obsidian/templates.json", "{}")
        assert is_shown(vault, "Fill this in")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind here")
@pytest.mark.parametrize("name", ["Deep/Phone.md", "Deep"])
def test_what_may_not_be_read_any_more_and_what_may_again_shows_by_itself(vault, name):
    save(vault, "Deep/Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
    before = (vault / name).stat().st_mode
    with watching(vault):
        assert is_shown(vault, "Ring the bakery")
        (vault / name).chmod(0)
        assert is_shown(vault, "cannot be read")
        (vault / name).chmod(before)
        assert is_shown(vault, "Ring the bakery")
        assert until(lambda: "cannot be read" not in text(vault / "Dashboard.md"))


@pytest.mark.skipif(os.name == "nt", reason="a folder that is watched stays where it is")
def test_a_folder_moved_away_and_back_is_no_word_of_watchdogs(vault, tmp_path):
    save(vault, "Mine/Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
    with process(vault) as run:
        assert is_shown(vault, "Ring the bakery")
        time.sleep(0.3)
        (vault / "Mine").rename(tmp_path / "away")
        assert until(lambda: "Ring the bakery" not in text(vault / "Dashboard.md"))
        (tmp_path / "away").rename(vault / "Mine")
        assert is_shown(vault, "Ring the bakery")
        save(vault, "Mine/Phone.md", "- [ ] Ring the miller 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the miller")
        run.send_signal(signal.SIGTERM)
        assert "Warning" not in "".join(map(bytes.decode, run.communicate()))


def test_it_never_wakes_itself(vault):
    with watching(vault) as running:
        save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the bakery")
        time.sleep(0.3)
        before, wakings, told = os.stat(vault / "Dashboard.md"), running.wakings, len(running.lines)
        time.sleep(1.5)
        after = os.stat(vault / "Dashboard.md")
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        assert running.wakings - wakings <= 2  # once a second, to look at the clock
        assert len(running.lines) == told


def test_it_keeps_no_garbage_of_the_pages_it_has_drawn(vault):
    threshold = gc.get_threshold()
    gc.disable()  # as the command does, which starts without hunts for garbage
    try:
        with watching(vault):
            for number in range(8):
                save(vault, "Call.md", f"- [ ] call {number} 📅 2026-11-22\n")
                assert is_shown(vault, f"call {number}")
        assert sum(isinstance(one, Context) for one in gc.get_objects()) < 4
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
        gc.enable()


def test_midnight_moves_the_dashboard(vault):
    save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-23\n")
    with watching(vault) as running:
        assert is_shown(vault, "as_of: 2026-11-22")
        running.today = date(2026, 11, 23)
        assert running.has_told("Dashboard.md: 1 today")
        assert "as_of: 2026-11-23" in text(vault / "Dashboard.md")


def test_a_vanished_folder_is_not_recreated_and_picked_up_when_back(vault):
    away = vault.with_name("unplugged")
    with watching(vault) as running:
        vault.rename(away)
        assert running.has_told("has gone away")
        time.sleep(1.2)
        assert not any("vault init" in line for line in running.lines)  # it is only unplugged
        vault.mkdir()  # a mount point stays as an empty folder
        time.sleep(1.2)
        assert list(vault.iterdir()) == []
        vault.rmdir()
        away.rename(vault)
        save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the bakery")
        save(vault, "Phone.md", "- [ ] Ring the butcher 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the butcher")
        assert running.lines.count(f"Watching {vault}. Ctrl-C ends it.") == 2


def test_a_vault_that_is_made_later_is_waited_for(tmp_path):
    root = tmp_path / "later"
    with process(root) as run:
        assert b"Waiting for it" in run.stderr.readline()
        assert not root.exists()
        save(root, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        assert b"is no vault yet" in run.stderr.readline()
        init(root, TODAY)
        save(root, "Shop.md", "- [ ] Visit the market 📅 2026-11-20\n")
        assert is_shown(root, "Visit the market")


def test_a_dead_observer_is_restarted(vault):
    before = set(threading.enumerate())
    with watching(vault) as running:
        for thread in set(threading.enumerate()) - before:
            if type(thread).__name__.endswith("Emitter"):
                thread.stop()
        assert running.has_told("was lost; it is set up again")
        save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the bakery")


def test_polling_sees_a_save(vault):
    threads = threading.active_count()
    with watching(vault, poll=True):
        save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the bakery")
        assert threading.active_count() == threads + 1


def test_what_the_disk_refuses_is_told_and_tried_again(vault):
    dashboard = vault / "Dashboard.md"
    with watching(vault) as running:
        dashboard.chmod(0o444)
        save(vault, "Phone.md", "- [ ] Ring the bakery 📅 2026-11-20\n")
        assert running.has_told("write-protected")
        dashboard.chmod(0o644)
        save(vault, "Shop.md", "- [ ] Visit the market 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the bakery")


def test_a_storm_of_files_ends_right(vault):
    with watching(vault) as running:
        for n in range(3000):
            save(vault, f"Box {n % 30}/Note {n}.md", f"- [ ] Errand {n} 📅 2026-11-22\n")
        assert running.has_told("200 today, 2800 more")
        save(vault, "Phone.md", "- [ ] Ring the bakery ⏫ 📅 2026-11-20\n")
        assert is_shown(vault, "Ring the bakery")
    assert not any("lost" in line for line in running.lines)


def test_only_notes_settings_and_templates_matter():
    paths = {
        "Phone.md": True,
        "Deep/er/PHONE.MD": True,
        "vault.toml": True,
        "Deep/vault.toml": False,
        "Templates/kinds.toml": True,
        "Templates/notes/application.md.j2": True,
        "Templates/.kinds.toml.swp": False,
        "picture.png": False,
        "Phone.md~": False,
        "4913": False,
        ".Phone.md.swp": False,
        ".obsidian/workspace.json": False,
        ".obsidian/templates.json": True,
        ".trash/Phone.md": False,
        "Deep/.sync/Phone.md": False,
        "~$Phone.md": False,
        "Deep/~syncthing~Phone.md.tmp": False,
    }
    paths |= dict.fromkeys(READ_BESIDE, True)
    assert {p: matters(p, is_folder=False, templates="Templates", beside=READ_BESIDE) for p in paths} == paths
    folders = {"": True, "Deep": True, "Deep/er": True, ".git/objects": False, "Deep/.git": False}
    assert {
        p: matters(p, is_folder=True, templates="Templates", beside=READ_BESIDE) for p in folders
    } == folders


def test_it_is_quiet_once_two_looks_are_equal():
    looks = iter(["b", "c", "c", "d"])
    read = []
    assert settled(lambda: next(looks), "a", meanwhile=lambda: read.append(1) or False) == ("c", True)
    assert len(read) == 3  # after every look that differed from the one before


def test_what_is_surely_not_over_is_looked_at_at_once_and_not_believed():
    start = time.monotonic()
    looks, more = iter("bbbb"), iter([True, True, False])
    assert settled(lambda: next(looks), "b", meanwhile=lambda: next(more)) == ("b", True)
    assert list(looks) == ["b"]
    assert time.monotonic() - start >= QUIET


def test_what_never_settles_is_looked_at_after_two_seconds():
    start = time.monotonic()
    count = iter(range(10_000))
    _, is_over = settled(lambda: next(count), -1, meanwhile=lambda: False)
    assert not is_over
    assert 2.0 <= time.monotonic() - start < 3.0
    assert settled(lambda: "b", "b", meanwhile=lambda: True) == ("b", False)  # never waited for


def test_a_glance_tells_what_changed(vault):
    save(vault, "Templates/kinds.toml", "")
    kept, gone = save(vault, "Kept.md", "one"), save(vault, "Gone.md", "one")
    time.sleep(0.06)
    before = glance(vault, "Templates")
    assert glance(vault, "Templates").differs(before) == frozenset()
    gone.unlink()
    os.utime(kept, (1.0e9, 1.0e9))
    save(vault, "New.md", "one")
    save(vault, "Templates/kinds.toml", "# mine")
    save(vault, ".hidden/Not.md", "one")
    after = glance(vault, "Templates")
    assert after.differs(before) == {"Gone.md", "Kept.md", "New.md", "Templates/kinds.toml"}
    # Saved within the last tick of the disk's clock, a file may have changed again behind the same stamp.
    assert {"New.md", "Kept.md"} <= glance(vault, "Templates").differs(after)


def test_what_watchdog_only_logs_wakes_the_loop(vault, capfd):
    lookout = Lookout(vault, lambda path, is_folder: False)
    try:
        lookout.start()
        save(vault, "Phone.md", "nobody asks for it")
        assert not lookout.wait(0.2)
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
        assert lookout.wait(5.0)
        assert lookout.is_complete()
    finally:
        lookout.stop()
    assert not lookout.is_alive()
    assert capfd.readouterr() == ("", "")
