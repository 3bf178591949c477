"""What a whole run of the command says and leaves: exit codes, one line on stderr, streams that are closed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

VAULT = [sys.executable, "-m", "vault_tools"]


def vault(
    *argv: str, out: int | None = subprocess.PIPE, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*VAULT, *argv],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        timeout=60,
    )


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAULT_TODAY", "2026-11-22")
    assert vault("init", str(tmp_path / "v")).returncode == 0
    monkeypatch.setenv("VAULT_DIR", str(tmp_path / "v"))
    return tmp_path / "v"


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["due"], 0, "Nothing is due"),
        (["check"], 0, "Every note can be read"),
        (["done", "abc123"], 1, "nothing is left to do"),
        (["new-rejection", "acme"], 1, "there is no application yet"),
        (["new-rejection"], 2, "needs APPLICATION"),
        (["new-application", "--company", "Acme"], 2, "needs --role"),
        (["snooze", "abc123", "32nd"], 2, "is not a day I can read"),
        (["due", "--within", "yesterday"], 2, "looks ahead"),
        (["deu"], 2, "No such command 'deu'"),
        (["--today", "2026-02-30", "due"], 1, "no such day"),
        (["--vault", "/nowhere/at/all", "due"], 1, "there is no such folder"),
        (["undo"], 1, "nothing to undo"),
    ],
)
def test_a_command_leaves_its_code_and_one_line(root: Path, argv: list[str], code: int, words: str) -> None:
    run = vault(*argv)
    assert (run.returncode, len(run.stderr.strip().splitlines())) == (code, 1), run.stderr
    assert words in run.stderr


def test_check_leaves_1_where_a_note_cannot_be_read(root: Path) -> None:
    (root / "Bad.md").write_text("---\na: b: c\n---\n")
    run = vault("check")
    assert run.returncode == 1
    assert run.stdout.startswith("Bad.md:2: ")


def test_a_reader_that_went_away_leaves_no_traceback(root: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    run = vault("due", "--json", out=write)
    os.close(write)
    assert "Traceback" not in run.stderr and "Exception ignored" not in run.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_full_disk_behind_stdout_is_no_success(root: Path) -> None:
    with open("/dev/full", "w") as full:
        run = vault("due", "--json", out=full.fileno())
    assert run.returncode != 0
    assert "Traceback" not in run.stderr


def test_broken_kinds_are_told_and_everything_else_works(root: Path) -> None:
    (root / "Templates").mkdir()
    (root / "Templates" / "kinds.toml").write_text("[coffee-chat\n")
    assert "new-application" in vault("--help").stdout
    for name in ("new-coffee-chat", "new-application"):
        run = vault(name, "--company", "A", "--role", "B") if name == "new-application" else vault(name)
        assert run.returncode == 1
        assert len(run.stderr.splitlines()) == 1
        assert "kinds.toml:1" in run.stderr
    assert not (root / "Applications").exists()
    assert vault("due").returncode == 0


def test_the_terminal_is_asked_nothing_where_there_is_none(root: Path) -> None:
    for argv in (["new-application"], ["new-interview"], ["drop", "x"], ["init"]):
        assert "Traceback" not in vault(*argv, cwd=root).stderr
