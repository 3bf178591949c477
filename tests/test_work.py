"""How much each command does, counted and not timed: notes opened and parsed, folders listed, files written.

On the sample vault. Time depends on the machine; a note that is read twice is read twice everywhere.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from work import REPO, Work, work

FEW = 12  # notes that a deed may read beside the one look at all: those it changes and the dashboard, before and after


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAULT_TODAY", "2026-11-22")
    shutil.copytree(REPO / "sample_vault", tmp_path / "v")
    old = 1_790_000_000  # saved long ago, so that what was read of it may be kept
    for path in (tmp_path / "v").rglob("*"):
        os.utime(path, (old, old))
    return tmp_path / "v"


def notes_of(root: Path) -> int:
    return len(list(root.rglob("*.md")))


def folders_of(root: Path) -> int:
    """The vault's own and those in it that may hold notes."""
    return 1 + sum(p.is_dir() and "/." not in f"/{p.relative_to(root)}" for p in root.rglob("*"))


def first_due(root: Path) -> str:
    argv = [sys.executable, "-m", "vault_tools", "--vault", str(root), "due", "--json"]
    found = json.loads(subprocess.run(argv, cwd=REPO, capture_output=True, check=True).stdout)
    return str(next(f["id"] for f in found if f["origin"] == "line"))


def most(found: Work) -> tuple[int, int]:
    """How often the note that was opened, and the one that was parsed most often, was."""
    opened = [n for path, n in found.opened.items() if path.endswith(".md") and path not in found.written]
    return max(opened, default=0), max(found.parsed.values(), default=0)


@pytest.mark.parametrize("argv", ["--version", "--help", "done --help", "prompt"])
def test_what_needs_no_note_opens_none(
    root: Path, tmp_path: Path, argv: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if argv == "prompt":
        monkeypatch.delenv("VAULT_TODAY")  # a prompt is of the real day
        work(root, tmp_path, "next")
    found = work(root, tmp_path, *argv.split())
    assert (found.notes_opened, found.notes_parsed, found.written) == (0, 0, {})
    assert sum(found.listed.values()) <= 1


@pytest.mark.parametrize("argv", ["due", "due --json", "due --within 7d", "next", "stats", "show ID"])
def test_a_first_look_opens_and_parses_each_note_once_and_writes_nothing(
    root: Path, tmp_path: Path, argv: str
) -> None:
    id = first_due(root) if "ID" in argv else ""
    shutil.rmtree(Path.home() / ".cache", ignore_errors=True)
    found = work(root, tmp_path, *argv.replace("ID", id).split())
    assert found.written == {}
    assert (found.notes_parsed, found.parsed.keys() - found.opened.keys()) == (notes_of(root), set())
    assert found.notes_opened <= notes_of(root) + argv.startswith("show")  # it shows what stands in the note
    assert sum(found.listed.values()) <= folders_of(root) + 4  # and what lies in the templates


@pytest.mark.parametrize("argv", ["due", "due --json", "next"])
def test_the_same_question_again_opens_no_note(root: Path, tmp_path: Path, argv: str) -> None:
    first = work(root, tmp_path, *argv.split())
    again = work(root, tmp_path, *argv.split())
    assert again.said == first.said
    assert (again.notes_opened, again.notes_parsed, again.written) == (0, 0, {})
    assert sum(again.listed.values()) <= folders_of(root) + 4


def test_check_rehearses_the_templates_as_well_and_reads_each_note_once(root: Path, tmp_path: Path) -> None:
    found = work(root, tmp_path, "check")
    ours = {path for path in found.parsed if (root / path).exists()}
    assert len(ours) == notes_of(root)
    assert most(found) <= (3, 3)  # what could be mended is tried
    assert found.written == {}


def test_another_tab_opens_no_note(root: Path, tmp_path: Path) -> None:
    first = work(root, tmp_path, tab="vault done ")
    again = work(root, tmp_path, tab="vault done ")
    assert first.notes_parsed == notes_of(root)
    assert again.said == first.said
    assert (again.notes_opened, again.notes_parsed, again.written) == (0, 0, {})


@pytest.mark.parametrize(
    ("argv", "writes"),
    [("done ID", 3), ("snooze ID +3d", 3), ("drop ID --why x", 3), ("new-contact Zed", 1), ("dashboard", 0)],
)
def test_a_deed_looks_once_and_writes_its_note_the_next_day_of_its_person_and_the_dashboard(
    root: Path, tmp_path: Path, argv: str, writes: int
) -> None:
    id = first_due(root) if "ID" in argv else ""
    found = work(root, tmp_path, *argv.replace("ID", id).split())
    assert found.code == 0, found.said
    assert len(found.written) == writes, found.written
    assert sum(found.written.values()) <= 12_000
    assert found.notes_opened <= notes_of(root) + FEW
    assert found.notes_parsed <= notes_of(root) + FEW
    assert sum(found.listed.values()) <= 3 * folders_of(root)


def test_a_no_and_its_undo_read_each_note_once(root: Path, tmp_path: Path) -> None:
    no = work(root, tmp_path, "new-rejection", "initech", "--on", "2026-11-22T10:00")
    assert no.code == 0, no.said
    assert sorted(path.partition("/")[0] for path in no.written) == [
        "Applications", "Contacts", "Contacts", "Dashboard.md", "Rejections",
    ]  # fmt: skip
    undo = work(root, tmp_path, "undo")
    assert no.written.keys() == undo.written.keys()
    for found in (no, undo):
        assert found.notes_opened <= notes_of(root) + 2 * FEW
        assert found.notes_parsed <= notes_of(root) + 2 * FEW
        assert most(found) <= (3, 3)


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace, to count what Python does not tell")
def test_a_look_asks_the_system_once_for_each_note(root: Path, tmp_path: Path) -> None:
    def asked(*argv: str) -> int:
        log = tmp_path / "strace.log"
        run = subprocess.run(
            ["strace", "-f", "-qq", "-y", "-o", str(log), "-e", "trace=%%stat", sys.executable, "-m", "vault_tools", *argv],
            cwd=root, env={**os.environ, "PYTHONPATH": str(REPO)}, capture_output=True, text=True,
        )  # fmt: skip
        if run.returncode and "ptrace" in run.stderr:
            pytest.skip("strace may not trace here")
        lines = log.read_text(errors="replace").splitlines()
        return sum(str(root) in line and '.md"' in line for line in lines)

    first, again = asked("due"), asked("due")
    assert first <= notes_of(root)
    assert 0 < again <= notes_of(root)
