"""A first look that takes its time says how far it is: at a terminal, after a second, and it leaves nothing behind."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from vault_tools.cli.progress import Progress
from vault_tools.commands.going import going
from vault_tools.commands.init import init

pty = pytest.importorskip("pty", reason="needs a Unix terminal")

REPO = Path(__file__).parent.parent
AT_ONCE = """
import vault_tools.cli.progress as progress
progress.AFTER = progress.EVERY = 0.0
from vault_tools.__main__ import main
main()
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAULT_TODAY", "2026-11-22")
    monkeypatch.setenv("PYTHONPATH", str(REPO))
    monkeypatch.setenv("TERM", "xterm")
    init(tmp_path / "v", date(2026, 11, 22))
    for number in range(20):
        (tmp_path / "v" / f"{number}.md").write_text(f"- [ ] Call {number} 📅 2026-11-22\n")
    return tmp_path / "v"


def at_terminal(root: Path, code: str, *argv: str) -> tuple[str, str]:
    """What a run says to the terminal that its stderr is, and what goes into the pipe that its stdout is."""
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-c", code, *argv], cwd=root, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    said, _ = run.communicate(timeout=30)
    assert run.returncode == 0, shown
    return shown.decode(), said.decode()


def after(shown: str) -> str:
    """What is left on the line that a terminal shows in the end."""
    line = ""
    for piece in re.split(r"\r", shown.replace("\r\n", "\n")):
        line = piece + line[len(piece) :]
    return line.rstrip()


def test_it_is_shown_at_a_terminal_and_nothing_of_it_stays(root: Path) -> None:
    shown, said = at_terminal(root, AT_ONCE, "due", "--json")
    assert re.search(r"\rReading 2\d notes  \[#+ +\]  \d+%", shown)
    assert after(shown) == ""
    assert said.count('"id"') == 20


def test_a_quick_look_says_nothing_of_it(root: Path) -> None:
    shown, said = at_terminal(root, "from vault_tools.__main__ import main; main()", "due", "--json")
    assert (shown, said.count('"id"')) == ("", 20)


def test_it_is_no_part_of_an_answer_that_is_kept(root: Path) -> None:
    first, said = at_terminal(root, AT_ONCE, "due")
    again, said_again = at_terminal(root, AT_ONCE, "due")
    assert ("Reading" in first, "Reading" in said + said_again + again) == (True, False)


def test_in_a_pipe_there_is_none(root: Path) -> None:
    run = subprocess.run([sys.executable, "-c", AT_ONCE, "due"], cwd=root, capture_output=True, text=True)
    assert "Reading" not in run.stdout + run.stderr


def test_a_tab_shows_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_VAULT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "vault done ")
    monkeypatch.setenv("COMP_CWORD", "2")
    shown, said = at_terminal(root, AT_ONCE)
    assert (shown, said.count("Call")) == ("", 20)


def test_it_begins_after_a_second_of_a_look_and_with_each_look_anew() -> None:
    moments = iter([5.0, 5.9, 6.0, 6.05, 6.1, 90.0, 90.5])
    shown = io.StringIO()
    progress = Progress(shown, clock=lambda: next(moments))
    told = []
    for done, total in [(0, 10), (4, 10), (5, 10), (6, 10), (7, 10), (10, 10), (1, 10), (2, 10), (10, 10)]:
        progress(done, total)
        told.append(shown.getvalue())
        shown.truncate(0)
        shown.seek(0)
    half = "Reading 10 notes  [############            ]  50%"
    most = "Reading 10 notes  [################        ]  70%"
    assert told == ["", "", f"\r{half}", "", f"\r{most}", f"\r{' ' * len(most)}\r", "", "", ""]


def mails(root: Path) -> str:
    texts = ["Thank you for applying for the Tester role at Globex.", "Nothing about a job.", "Unfortunately, we have decided to move forward with other candidates for your application."]  # fmt: skip
    for number, text in enumerate(texts):
        (root.parent / f"{number}.eml").write_text(
            f"From: someone@gmail.com\nDate: Sun, 1 Nov 2026 1{number}:00:00 +0000\nSubject: x\nMessage-ID: <{number}@x>\n\n{text}\n"
        )
    return str(root.parent)


def test_an_import_shows_each_part_of_its_work(root: Path) -> None:
    shown, said = at_terminal(root, AT_ONCE, "import", "--dry-run", mails(root))
    for what in ("Reading the files", "Going through the mails"):
        assert re.search(rf"\r{what}  \[#* +\]  +\d+%", shown), what
    assert "%" not in after(shown)
    assert "%" not in said


def test_a_question_has_the_line_to_itself(root: Path) -> None:
    ours, theirs = pty.openpty()
    argv = [sys.executable, "-c", AT_ONCE, "import", mails(root)]
    run = subprocess.Popen(argv, cwd=root, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while b"Which company" not in shown and b"[3]" not in shown and len(shown) < 100_000:
        try:
            shown += os.read(ours, 65536)
        except OSError:
            break
    run.kill()
    run.wait()
    os.close(ours)
    lines = shown.decode().replace("\r\n", "\n").split("\n")
    assert any("%" in line for line in lines)
    assert [line for line in map(after, lines) if "%" in line] == []
    assert any("Not sure" in line for line in lines)


def test_of_work_whose_size_nobody_knows_nothing_is_shown() -> None:
    shown: list[tuple[int, int]] = []
    with going(lambda _what: lambda done, whole: shown.append((done, whole)), "Reading", 0) as went:
        went(5)
    assert shown == []
