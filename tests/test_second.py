"""Many notes are read by two processes, and nobody can tell from what was read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vault_tools.store.second import FEWEST, Second, is_possible

REPO = Path(__file__).parent.parent
MANY = FEWEST + 101
PROCESSORS = len(getattr(os, "sched_getaffinity", lambda _: [0])(0))  # that we may use, not that are there

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there a process is split")

# in a process of its own: one that runs tests has threads, and is not split
LOOK = """
import os, sys, threading
from pathlib import Path
forks = []
sys.addaudithook(lambda event, _: forks.append(event) if event == "os.fork" else None)
from vault_tools.store.scan import Reader
if "threads" in sys.argv:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
look = Reader(Path(sys.argv[1])).look()
try:
    os.waitpid(-1, os.WNOHANG)
    left = "a process is left"
except ChildProcessError:
    left = ""
print(repr((len(forks), look.read, left, [str(p) for p in look.problems])))
print(repr(look.notes))
sys.stdout.flush()
os._exit(0)
"""


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("many")
    (root / "vault.toml").write_text("")
    for n in range(MANY):
        text = f"---\ntype: contact\nfollow_up: 2026-11-20\nevery: {n}\n---\n- [ ] Call {n} 📅 2026-11-{n % 28 + 1:02} ⏫\n## Log\n- 2026-11-03 met\n"
        (root / f"{n:04}.md").write_text(text, encoding="utf-8")
    (root / "0007.md").write_bytes(b"- [ ] no \xff text\n")
    (root / "0008.md").write_bytes(b"---\nwhen: [1\n---\n")
    for path in root.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return root


def looked(root: Path, home: Path, *how: str, **more: str) -> tuple[tuple[int, int, str, list[str]], str]:
    env = {**os.environ, "PYTHONPATH": str(REPO), "XDG_CACHE_HOME": str(home), **more}
    run = subprocess.run(
        [sys.executable, "-c", LOOK, str(root), *how], env=env, capture_output=True, text=True, check=True
    )
    told, notes = run.stdout.splitlines()
    return eval(told), notes


@pytest.mark.skipif(PROCESSORS < 2, reason="needs two processors")
def test_two_read_what_one_reads_and_remember_it(vault: Path, tmp_path: Path) -> None:
    _wait_until_settled(vault)
    (forks, read, left, problems), notes = looked(vault, tmp_path)
    assert (forks, read, left, len(problems)) == (1, MANY, "", 2)
    alone = looked(vault, tmp_path / "other", "threads")
    assert alone == ((0, MANY, "", problems), notes)
    assert looked(vault, tmp_path) == ((0, 0, "", problems), notes)


def test_a_few_are_read_by_one(vault: Path, tmp_path: Path) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for n in range(FEWEST // 2):
        (few / f"{n}.md").write_bytes((vault / f"{n:04}.md").read_bytes())
    (forks, read, _, _), _ = looked(few, tmp_path)
    assert (forks, read) == (0, FEWEST // 2)


@pytest.mark.skipif(PROCESSORS < 2, reason="needs two processors")
@pytest.mark.parametrize("death", ["os._exit(1)", "os.kill(os.getpid(), 9)", "1 / 0"])
def test_what_a_second_process_that_dies_did_not_read_is_read_all_the_same(
    vault: Path, tmp_path: Path, death: str
) -> None:
    _wait_until_settled(vault)
    dying = f"split = os.fork\ndef fork():\n    return split() or {death}\nos.fork = fork\n"
    env = {**os.environ, "PYTHONPATH": str(REPO), "XDG_CACHE_HOME": str(tmp_path)}
    late = LOOK.replace("look = Reader", dying + "look = Reader")
    run = subprocess.run([sys.executable, "-c", late, str(vault)], env=env, capture_output=True, text=True)
    told, notes = run.stdout.splitlines()
    alone, of_one = looked(vault, tmp_path / "other", "threads")
    assert (eval(told), notes) == ((1, *alone[1:]), of_one)
    assert looked(vault, tmp_path) == ((0, 0, *alone[2:]), of_one)


def test_nothing_of_what_goes_wrong_in_it_is_seen(capfd: pytest.CaptureFixture[str]) -> None:
    second = Second(lambda: 1 / 0)
    second.wait()
    second.end()
    assert capfd.readouterr() == ("", "")


def test_where_there_is_no_room_for_another_process_one_reads_all(vault: Path, tmp_path: Path) -> None:
    refused = "def fork(): raise BlockingIOError(11, 'Resource temporarily unavailable')\nos.fork = fork\n"
    env = {**os.environ, "PYTHONPATH": str(REPO), "XDG_CACHE_HOME": str(tmp_path)}
    late = LOOK.replace("look = Reader", refused + "look = Reader").replace(
        "_exit(0)", "_exit(len(os.listdir('/proc/self/fd')))"
    )
    run = subprocess.run([sys.executable, "-c", late, str(vault)], env=env, capture_output=True, text=True)
    assert eval(run.stdout.splitlines()[0])[:2] == (0, MANY), run.stderr
    assert run.returncode == 4  # its three streams, and the folder that is listed


def test_it_is_taken_away_though_it_is_not_ready() -> None:
    import time

    second = Second(lambda: time.sleep(600))
    process = second._process
    second.end()
    with pytest.raises(ChildProcessError):
        os.waitpid(process, 0)


def test_the_answer_is_the_same(vault: Path, tmp_path: Path) -> None:
    def due(**more: str) -> object:
        env = {
            **os.environ,
            "PYTHONPATH": str(REPO),
            "XDG_CACHE_HOME": str(tmp_path),
            "VAULT_TODAY": "2026-11-22",
        }
        argv = [sys.executable, "-m", "vault_tools", "due", "--json"]
        run = subprocess.run(argv, cwd=vault, env={**env, **more}, capture_output=True, check=True)
        return json.loads(run.stdout)

    assert due() == due(VAULT_NO_CACHE="1")


def _wait_until_settled(root: Path) -> None:
    """The change of a file's stamp counts, and cannot be set back."""
    import time

    newest = max(path.stat().st_ctime for path in root.iterdir())
    time.sleep(max(0.0, newest + 0.1 - time.time()))


def test_where_there_are_threads_nothing_is_split() -> None:
    import threading

    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not is_possible()
    finally:
        stop.set()
        thread.join()
