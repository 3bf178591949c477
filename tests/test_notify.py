"""What the desktop is told: once a day, after breakfast, and when something becomes overdue."""

import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from desk import TODAY

from vault_tools.commands.init import init
from vault_tools.commands.notifying import Notifier, notify
from vault_tools.commands.session import Session
from vault_tools.core.rules.board import board
from vault_tools.store.vault import Vault

PACKAGE = Path(__file__).resolve().parent.parent
EIGHT, TEN = datetime(2026, 11, 22, 8), datetime(2026, 11, 22, 10)


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "search"
    init(root, TODAY)
    return root


def owe(root, *lines):
    (root / "Plan.md").write_text("".join(f"- [ ] {line}\n" for line in lines), encoding="utf-8")


def seen(root, today=TODAY):
    session = Session(Vault(root), today, today)
    return board(session.search(), session.problems)


class Somebody:
    """A desktop that keeps what it is shown."""

    def __init__(self, root, works=True):
        self.shown, self.told = [], []
        self._works = works
        self._notifier = Notifier(root / "state", self.told.append, self._show)

    def _show(self, title, text):
        self.shown.append((title, text))
        return self._works

    def saw(self, shown, now):
        self._notifier.saw(shown, now, 9)
        said, self.shown = self.shown, []
        return said


def test_once_a_day_after_nine_it_says_how_much_and_what_comes_first(vault):
    owe(vault, "Call Ann 📅 2026-11-20", "Write 📅 2026-11-21", "Read 📅 2026-11-22")
    somebody = Somebody(vault)
    assert somebody.saw(seen(vault), EIGHT) == []
    assert somebody.saw(None, TEN) == [("2 overdue, 1 today", "Call Ann")]
    assert somebody.saw(seen(vault), TEN) == []


def test_an_interview_of_today_and_an_answer_that_is_owed_are_named_before_any_step(vault):
    (vault / "A.md").write_text(
        "---\ntype: application\ncompany: Acme\nstage: offer\n---\n", encoding="utf-8"
    )
    (vault / "O.md").write_text(
        "---\ntype: offer\napplication: '[[A]]'\nrespond_by: 2026-11-20\n---\n", encoding="utf-8"
    )
    assert Somebody(vault).saw(seen(vault), TEN) == [("1 overdue", "Answer to the offer, Acme")]
    (vault / "I.md").write_text(
        "---\ntype: interview\ncompany: Borage\nstarts: 2026-11-22T14:00\nround: final\n---\n",
        encoding="utf-8",
    )
    owe(vault, "Call Ann 📅 2026-11-20")
    (vault / "state" / "notified").unlink()
    assert Somebody(vault).saw(seen(vault), TEN) == [("2 overdue, 1 today", "Final round at 14:00, Borage")]


def test_the_next_day_it_says_so_again(vault):
    owe(vault, "Call Ann 📅 2026-11-20")
    somebody = Somebody(vault)
    somebody.saw(seen(vault), TEN)
    tomorrow = TODAY + timedelta(days=1)
    assert somebody.saw(seen(vault, tomorrow), TEN + timedelta(days=1)) == [("1 overdue", "Call Ann")]


def test_what_becomes_overdue_in_the_day_is_told_once(vault):
    owe(vault, "Call Ann 📅 2026-11-20")
    somebody = Somebody(vault)
    somebody.saw(seen(vault), TEN)
    owe(vault, "Call Ann 📅 2026-11-20", "Write <b> 📅 2026-11-21")
    assert somebody.saw(seen(vault), TEN) == [("1 more overdue", "Write <b>")]
    assert somebody.saw(seen(vault), TEN) == []


def test_a_restart_does_not_tell_it_again(vault):
    owe(vault, "Call Ann 📅 2026-11-20")
    assert Somebody(vault).saw(seen(vault), TEN) != []
    assert Somebody(vault).saw(seen(vault), TEN) == []


def test_while_a_no_is_fresh_it_is_silent(vault):
    owe(vault, "Call Ann 📅 2026-11-20")
    (vault / "No.md").write_text(
        "---\ntype: rejection\ncompany: Acme\nreceived: 2026-11-22T09:00:00\ncool_off_until: 2026-11-24\n---\n- [ ] Thank them 🛫 2026-11-24 📅 2026-11-24 ^fu-thank-panel-31ab7f\n",
        encoding="utf-8",
    )
    assert seen(vault).quiet != ()
    assert Somebody(vault).saw(seen(vault), TEN) == []


def test_an_empty_day_is_not_announced(vault):
    assert Somebody(vault).saw(seen(vault), TEN) == []


def test_a_desktop_without_a_notifier_is_told_of_once(vault):
    owe(vault, "Call Ann 📅 2026-11-20")
    somebody = Somebody(vault, works=False)
    somebody.saw(seen(vault), TEN)
    owe(vault, "Call Ann 📅 2026-11-20", "Write 📅 2026-11-21")
    somebody.saw(seen(vault), TEN)
    assert len(somebody.told) == 1


@pytest.mark.parametrize("damage", [b"", b"\xff", b"yesterday\n", b"2026-11-22"])
def test_a_damaged_memory_tells_at_most_once_more(vault, damage):
    owe(vault, "Call Ann 📅 2026-11-20")
    (vault / "state").mkdir()
    (vault / "state" / "notified").write_bytes(damage)
    somebody = Somebody(vault)
    assert len(somebody.saw(seen(vault), TEN)) <= 1
    assert somebody.saw(seen(vault), TEN) == []


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    """A notify-send that writes down what it is given."""
    if sys.platform in ("darwin", "win32"):
        pytest.skip("notify-send is the notifier of other desktops")
    heard = tmp_path / "heard"
    heard.touch()
    program = tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\"; done >> '{heard}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return heard


def test_foreign_text_is_no_option_and_no_markup(desktop):
    assert notify("1 overdue", "--icon=x <b>&</b>")
    assert desktop.read_text().splitlines() == [
        "--app-name=vault",
        "--",
        "1 overdue",
        "--icon=x &lt;b&gt;&amp;&lt;/b&gt;",
    ]


def test_a_running_watch_tells_the_desktop(vault, desktop):
    owe(vault, f"Call Ann 📅 {date.today() - timedelta(days=1)}")
    watching = subprocess.Popen(
        [sys.executable, "-m", "vault_tools", "--today", "today", "--vault", str(vault), "watch", "--notify"],
        env={**os.environ, "PYTHONPATH": str(PACKAGE)}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        end = time.monotonic() + 30
        while "Call Ann" not in desktop.read_text() and time.monotonic() < end:
            time.sleep(0.02)
    finally:
        watching.send_signal(signal.SIGINT)
        watching.communicate(timeout=30)
    assert desktop.read_text().splitlines() == ["--app-name=vault", "--", "1 overdue", "Call Ann"]
