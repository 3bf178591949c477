"""What only looks touches nothing: seen from outside, at each call to the system that it makes."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from life import final_round

from vault_tools.store.state import state_dir

QUESTIONS = [
    *(["due"], ["next", "--json"], ["show", "Thank Yuki"], ["check"], ["stats"], ["undo", "--list"]),
    ["new-rejection", "--help"],
]
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
CALLS = "trace=%file,flock,fcntl,write,pwrite64,ftruncate,fchmod,fchown,fsetxattr,fsync"


def _can_trace() -> bool:
    if not shutil.which("strace"):
        return False
    return not subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    life = final_round(tmp_path_factory.mktemp("looked-at"))
    life.hears_no("2026-11-18T16:40", "norrland")
    return life.root


@pytest.mark.skipif(not _can_trace(), reason="needs strace, and the right to use it")
@pytest.mark.parametrize("argv", QUESTIONS, ids=" ".join)
def test_a_question_neither_locks_nor_writes_in_the_vault(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str]
) -> None:
    monkeypatch.setenv("VAULT_TODAY", "2026-11-21")
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ctime_ns) for p in [root, *root.rglob("*")]}
    log = tmp_path / "calls"
    trace = ["strace", "-f", "-y", "-qq", "-s", "0", "-e", CALLS, "-o", str(log)]
    run = subprocess.run(
        [*trace, sys.executable, "-m", "vault_tools", "--vault", str(root), *argv],
        capture_output=True,
        timeout=60,
    )
    assert run.returncode in (0, 1), run.stderr
    calls = log.read_text(errors="replace").splitlines()
    here = [call for call in calls if f'"{root}' in call or f"<{root}" in call]
    assert here, "the trace shows nothing"
    looks = re.compile(  # a folder is listed by its descriptor, which is doubled for that
        r"\d+ +(fcntl(?=\(.*, F_(DUPFD_CLOEXEC|GETFL|SETFD))|open|openat|stat|lstat|newfstatat|statx|access|faccessat2?|readlink|readlinkat|chdir|getcwd)\("
    )
    assert [call for call in here if WRITES.search(call) or not looks.match(call)] == []
    state = str(state_dir(root))
    assert [call for call in calls if "flock(" in call or (state in call and WRITES.search(call))] == []
    assert {p: (p.stat().st_mtime_ns, p.stat().st_ctime_ns) for p in [root, *root.rglob("*")]} == before
