import os
import signal
import time
from pathlib import Path

import pytest

from vault_tools.core.errors import StorageError
from vault_tools.store.lock import writer_lock
from vault_tools.store.state import cache_home, config_dir, ensure, state_dir


def child(deed):
    """Run a deed in a process of its own; it tells through a pipe that it holds the lock."""
    ready, tell = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            deed(tell)
        finally:
            os._exit(0)
    os.close(tell)
    return pid, ready


def hold_forever(state):
    def deed(tell):
        with writer_lock(state):
            os.write(tell, b"x")
            signal.pause()

    return deed


def test_two_writers_never_hold_the_lock_at_once(tmp_path):
    counter = tmp_path / "counter"
    counter.write_text("0")

    def count(tell):
        for _ in range(25):
            with writer_lock(tmp_path / "state"):
                before = int(counter.read_text())
                time.sleep(0.0005)
                counter.write_text(str(before + 1))

    for pid, ready in [child(count) for _ in range(3)]:
        assert os.waitpid(pid, 0)[1] == 0
        os.close(ready)
    assert counter.read_text() == "75"


def test_a_second_writer_gives_up_after_a_while_and_says_why(tmp_path):
    pid, ready = child(hold_forever(tmp_path))
    try:
        assert os.read(ready, 1) == b"x"
        with (
            pytest.raises(StorageError, match="another vault command is writing"),
            writer_lock(tmp_path, 0.05),
        ):
            pass
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(ready)


def test_a_killed_writer_leaves_no_lock(tmp_path):
    pid, ready = child(hold_forever(tmp_path))
    assert os.read(ready, 1) == b"x"
    os.close(ready)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with writer_lock(tmp_path, patience=0):
        pass


def test_an_error_inside_frees_the_lock(tmp_path):
    with pytest.raises(ZeroDivisionError), writer_lock(tmp_path):
        raise ZeroDivisionError
    with writer_lock(tmp_path, patience=0):
        pass


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path / "home"


def test_the_folders_lie_in_the_home_and_are_not_made_by_asking(home, tmp_path):
    vault = tmp_path / "Job Search 2026!"
    name = state_dir(vault).name
    assert name.startswith("job-search-2026-")
    assert state_dir(vault) == home / ".local/state/vault-tools" / name
    assert Path(cache_home(vault)) == home / ".cache/vault-tools" / name
    assert config_dir() == home / ".config/vault-tools"
    assert os.listdir(tmp_path) == []


def test_the_xdg_folders_count_and_relative_ones_do_not(home, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    assert state_dir(tmp_path).parent == tmp_path / "s" / "vault-tools"
    assert config_dir() == home / ".config/vault-tools"


def test_a_vault_is_known_by_its_real_path(home, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name / "Jobs").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert state_dir(tmp_path / "link" / "Jobs") == state_dir(tmp_path / "a" / "Jobs")
    assert state_dir(tmp_path / "a" / "Jobs") != state_dir(tmp_path / "b" / "Jobs")
    assert state_dir(tmp_path / "求職").name.startswith("vault-")


@pytest.mark.parametrize("where", ["/proc/nonexistent", "/dev/null"])
def test_an_unusable_home_stops_only_those_who_write(home, tmp_path, monkeypatch, where):
    monkeypatch.setenv("HOME", where)
    state = state_dir(tmp_path)
    with pytest.raises(StorageError, match="set XDG_STATE_HOME"):
        ensure(state)
    with pytest.raises(StorageError, match="set XDG_STATE_HOME"), writer_lock(state):
        pass


def test_a_home_that_is_no_path_never_makes_a_folder_where_one_stands(home, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StorageError, match="no home folder is known"):  # and not: move /dev/null away
        ensure(state_dir(tmp_path))
    assert os.listdir(tmp_path) == []


def test_a_folder_of_ours_is_for_the_user_alone(tmp_path):
    assert ensure(tmp_path / "s") == Path(tmp_path / "s")
    assert (tmp_path / "s").stat().st_mode & 0o777 == 0o700
