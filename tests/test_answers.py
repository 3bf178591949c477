"""A kept answer is only a memory: what is said is always what would be said without it."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tools.cli.door import answered
from vault_tools.cli.edge import run
from vault_tools.store.state import cache_home

PACKAGE = Path(__file__).resolve().parent.parent
NOTE = "---\ntype: contact\nfollow_up: {day}\n---\n- [ ] {words} 📅 {day}\n"


@pytest.fixture
def vault(tmp_path, monkeypatch):
    monkeypatch.setenv("VAULT_TODAY", "2026-11-22")
    return made(tmp_path / "search")


def made(root):
    root.mkdir()
    (root / "vault.toml").write_text("")
    for n in range(3):
        (root / f"{n}.md").write_text(NOTE.format(day="2026-11-2" + str(n), words=f"Call {n}"))
    return root


def said(capfdbinary, *argv):
    """What the command says: from memory if there is one, and whether there was."""
    capfdbinary.readouterr()
    code = answered(argv)
    from_memory = code is not None
    if code is None:
        code = run(argv)
    sys.stdout.flush()
    sys.stderr.flush()
    return (code, *capfdbinary.readouterr()), from_memory


def settle():
    """Let the clock of the files go on, so that the next save is sure to have another stamp."""
    time.sleep(0.06)


def ask(root, capfdbinary, *argv):
    """What is said, which must be what is said without a memory."""
    argv = ("--vault", str(root), *(argv or ("due", "--json")))
    remembered, from_memory = said(capfdbinary, *argv)
    os.environ["VAULT_NO_CACHE"] = "1"
    try:
        fresh, _ = said(capfdbinary, *argv)
    finally:
        del os.environ["VAULT_NO_CACHE"]
    assert remembered == fresh
    return from_memory


def test_an_answer_is_given_from_memory_as_long_as_nothing_changes(vault, capfdbinary):
    settle()
    for argv in (("due",), ("due", "--json"), ("due", "--within", "7d"), ("next",)):
        assert [ask(vault, capfdbinary, *argv) for _ in range(2)] == [False, True]


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "0.md").write_text(NOTE.format(day="2026-11-21", words="Call 9")),
        lambda root: (root / "0.md").unlink(),
        lambda root: (root / "0.md").rename(root / "9.md"),
        lambda root: (root / "vault.toml").write_text('templates = "Forms"\n[follow_ups]\nexclude = ["a"]\n'),
        lambda root: (root / "vault.toml").write_text("nonsense"),
        lambda root: ((root / "Templates").mkdir(), (root / "Templates/playbook.toml").write_text("x = [")),
        lambda root: (
            (root / ".obsidian").mkdir(),
            (root / ".obsidian/templates.json").write_text('{"folder": "1.md"}'),
        ),
        lambda root: (root / "0 (conflicted copy 2026-11-20).md").write_text("x"),
        lambda root: (root / "away.md").symlink_to("/nowhere"),
        lambda root: os.environ.update(VAULT_TODAY="2026-11-21"),
    ],
)
def test_a_change_of_anything_is_seen(vault, capfdbinary, change):
    settle()
    ask(vault, capfdbinary)
    change(vault)
    assert not ask(vault, capfdbinary)
    settle()
    ask(vault, capfdbinary)
    ask(vault, capfdbinary)


def test_a_save_of_the_same_size_with_its_time_set_back_is_seen(vault, capfdbinary):
    settle()
    ask(vault, capfdbinary)
    before = os.stat(vault / "1.md")
    (vault / "1.md").write_text(NOTE.format(day="2026-11-21", words="Cull 1"))
    os.utime(vault / "1.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not ask(vault, capfdbinary)


def test_a_save_right_after_the_look_is_seen(vault, capfdbinary):
    for n in range(10):
        (vault / "1.md").write_text(NOTE.format(day="2026-11-21", words=f"Call {n}"))
        ask(vault, capfdbinary)


@settings(max_examples=12)
@given(st.data())
def test_the_same_is_said_with_and_without_a_memory(data):
    with tempfile.TemporaryDirectory() as folder:
        root = made(Path(folder) / "search")
        env = {**os.environ, "VAULT_TODAY": "2026-11-22"}
        _play(root, data, env)


def _play(root, data, env):
    names = ["0.md", "1.md", "a/2.md", "a/Ada.md"]
    for _ in range(data.draw(st.integers(1, 4))):
        deed = data.draw(st.sampled_from(["save", "move", "delete", "set back", "settings", "day"]))
        path = root / data.draw(st.sampled_from(names))
        if deed == "save":
            path.parent.mkdir(exist_ok=True)
            day, words = (
                data.draw(st.sampled_from(["2026-11-20", "2026-11-21"])),
                data.draw(st.sampled_from(["Call Ada", "Call Bob", "Write to [[Ada]]"])),
            )
            path.write_text(NOTE.format(day=day, words=words))
        elif deed == "move" and path.exists():
            path.rename(root / data.draw(st.sampled_from(["0.md", "Moved.md"])))
        elif deed == "delete":
            path.unlink(missing_ok=True)
        elif deed == "set back" and path.exists():
            os.utime(path, ns=(0, data.draw(st.sampled_from([0, 10**9, time.time_ns() + 10**12]))))
        elif deed == "settings":
            tag = data.draw(st.sampled_from(["", "[follow_ups]\nexclude = ['a']\n"]))
            (root / "vault.toml").write_text(tag)
        elif deed == "day":
            env["VAULT_TODAY"] = data.draw(st.sampled_from(["2026-11-20", "2026-11-22"]))
        if data.draw(st.booleans()):
            settle()
        assert _told(root, env) == _told(root, {**env, "VAULT_NO_CACHE": "1"})


def _told(root, env):
    """As `said`, with streams of its own: hypothesis plays many vaults in one test."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdout", out)
        argv = ("--vault", str(root), "due", "--json", "--within", "1w")
        code = answered(argv)
        if code is None:
            code = run(argv)
        out.flush()
        out.seek(0)
        return code, out.read()


@pytest.mark.parametrize("damage", ["cut", "longer", "flipped", "old", "empty", "a folder"])
def test_a_damaged_memory_is_none(vault, capfdbinary, damage):
    settle()
    ask(vault, capfdbinary)
    (kept,) = (Path(cache_home(vault)) / "answers").iterdir()
    good = kept.read_bytes()
    wrong = {
        "cut": [good[:n] for n in range(0, len(good), 331)],
        "longer": [good + b"x"],
        "flipped": [good[:n] + bytes([good[n] ^ 4]) + good[n + 1 :] for n in range(0, len(good), 211)],
        "old": [b"vault answer 0\n" + good[15:]],
        "empty": [b""],
        "a folder": [None],
    }[damage]
    for data in wrong:
        if data is None:
            kept.unlink()
            kept.mkdir()
        else:
            kept.write_bytes(data)
        assert not ask(vault, capfdbinary)


def test_it_lies_outside_the_vault_for_the_user_alone(vault, capfdbinary):
    settle()
    before = sorted(vault.rglob("*"))
    ask(vault, capfdbinary)
    (kept,) = (Path(cache_home(vault)) / "answers").iterdir()
    assert sorted(vault.rglob("*")) == before
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert Path(cache_home(vault)).stat().st_mode & 0o777 == 0o700


def test_where_nothing_can_be_kept_the_answer_is_given(vault, capfdbinary):
    place = Path(cache_home(vault))
    place.parent.mkdir(parents=True)
    place.write_text("in the way")
    assert [ask(vault, capfdbinary) for _ in range(2)] == [False, False]


def test_a_full_disk_costs_the_memory_only(vault):
    settle()

    def full():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    command = [sys.executable, "-m", "vault_tools", "--vault", str(vault), "due"]
    env = {**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=env, preexec_fn=full, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 6, "")
    assert list((Path(cache_home(vault)) / "answers").iterdir()) == []


def test_two_at_once_both_say_it_whole(vault):
    settle()
    command = [sys.executable, "-m", "vault_tools", "--vault", str(vault), "due", "--json"]
    env = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    for _ in range(2):
        both = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        first, second = (process.communicate(timeout=60)[0] for process in both)
        assert first == second
        assert first.count('"id"') == 6
    assert len(list((Path(cache_home(vault)) / "answers").iterdir())) == 1


FULL = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full"
)
UNSAID = "vault: The result could not be written to stdout ({}); what was to be changed is changed.\n"


def asked_thrice(vault, stream, unbuffered, **streams):
    """How `due` ends where a stream is broken: kept nowhere, being kept, and from memory."""
    settle()
    command = [sys.executable, "-m", "vault_tools", "--vault", str(vault), "due"]
    env = {**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONUNBUFFERED": unbuffered}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    ends = []
    for without in ("1", "", None):
        if without is None:
            subprocess.run(command, env=env, check=True, **pipes)
        more = {"env": {**env, "VAULT_NO_CACHE": without or ""}, **pipes, **streams}
        done = subprocess.run(command, text=True, timeout=60, **more)
        ends.append((done.returncode, getattr(done, stream)))
    return ends


@pytest.mark.parametrize("unbuffered", ["", "1"])
@FULL
def test_a_result_that_cannot_be_written_ends_the_same_from_memory(vault, unbuffered):
    with open("/dev/full", "wb") as full:
        ends = asked_thrice(vault, "stderr", unbuffered, stdout=full)
    assert ends == [(4, UNSAID.format("No space left on device"))] * 3


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("lines", [1, 3000])
def test_a_reader_that_went_away_ends_it_the_same_from_memory(vault, unbuffered, lines):
    (vault / "many.md").write_text("- [ ] call Tom 📅 2026-11-21\n" * lines)
    read, write = os.pipe()
    os.close(read)
    try:
        ends = asked_thrice(vault, "stderr", unbuffered, stdout=write)
    finally:
        os.close(write)
    assert ends == [(4, "")] * 3


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_answer_is_never_cut_short_in_silence(vault, unbuffered):
    (vault / "many.md").write_text("- [ ] call Tom 📅 2026-11-21\n" * 3000)
    settle()
    command = [sys.executable, "-m", "vault_tools", "--vault", str(vault), "due"]
    env = {**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONUNBUFFERED": unbuffered}
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    read, write = os.pipe()
    os.set_blocking(write, False)
    try:
        done = subprocess.run(command, env=env, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60)
    finally:
        os.close(read)
        os.close(write)
    assert (done.returncode, "Traceback" in done.stderr) == (4, False)
    assert done.stderr.startswith("vault: The result could not be written to stdout (")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("broken", [pytest.param("full", marks=FULL), "gone"])
def test_where_nobody_hears_what_is_told_the_answer_is_the_same(vault, unbuffered, broken):
    (vault / "broken.md").write_text("---\na: [\n---\n")
    settle()
    whole = asked_thrice(vault, "stdout", unbuffered)
    if broken == "full":
        end = os.open("/dev/full", os.O_WRONLY)
    else:
        read, end = os.pipe()
        os.close(read)
    (vault / "0.md").touch()
    try:
        assert asked_thrice(vault, "stdout", unbuffered, stderr=end) == whole
    finally:
        os.close(end)
    assert "broken.md" in asked_thrice(vault, "stderr", unbuffered)[-1][1]
