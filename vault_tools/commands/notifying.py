"""Tell the desktop what is overdue: once a day, and when something becomes so. Its own notifier says it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from vault_tools.core.meaning.dates import Moment
from vault_tools.core.meaning.names import printable
from vault_tools.core.rules.appointments import Appointment
from vault_tools.core.rules.board import Board
from vault_tools.core.rules.news import News, Told, news
from vault_tools.core.wording.meeting import meeting_words

Send = Callable[[str, str], bool]

_NAME = "notified"
_PATIENCE = 10.0
_MAC = "on run words\ndisplay notification (item 2 of words) with title (item 1 of words)\nend run"
_WINDOWS = """
$kind = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType=WindowsRuntime]
$page = $kind::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$texts = $page.GetElementsByTagName('text')
$null = $texts.Item(0).AppendChild($page.CreateTextNode($env:VAULT_TITLE))
$null = $texts.Item(1).AppendChild($page.CreateTextNode($env:VAULT_TEXT))
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
$kind::CreateToastNotifier($app).Show([Windows.UI.Notifications.ToastNotification]::new($page))
"""


class Notifier:
    """Remembers in the state folder what it told, so that a restart does not tell it again."""

    def __init__(self, state: Path, tell: Callable[[str], None], send: Send | None = None) -> None:
        self._memory = state / _NAME
        self._tell = tell
        self._send = send or notify
        self._told = _read(self._memory)
        self._board: Board | None = None
        self._is_mute = False

    def saw(self, board: Board | None, now: Moment | None, from_hour: int) -> None:
        """A board that was just drawn, or None where time has passed and nothing else."""
        self._board = board or self._board
        if self._board is None or now is None:
            return
        said, told = news(self._board, now, self._told, from_hour)
        if told != self._told:
            self._told = told
            _write(self._memory, told)
        if said is not None and not self._send(*words(said)) and not self._is_mute:
            self._is_mute = True
            self._tell(f"No notification could be shown: {_MISSING}.")


def words(said: News) -> tuple[str, str]:
    """A title with the numbers, and the first thing to do."""
    parts = [f"{said.overdue} overdue"] * bool(said.overdue) + [f"{said.today} today"] * bool(said.today)
    title = ", ".join(parts) if said.is_summary else f"{said.overdue} more overdue"
    first = said.first
    text = f"{meeting_words(first)}, {first.company}" if isinstance(first, Appointment) else first.text
    return title, printable(text)


_MISSING = {
    "darwin": "osascript did not work",
    "win32": "PowerShell did not work",
}.get(sys.platform, "notify-send did not work; it is in the package libnotify")


def notify(title: str, text: str) -> bool:
    """Show it by the desktop's own program; False if there is none, or it did not work."""
    environment = dict(os.environ)
    if sys.platform == "darwin":
        command = ["osascript", "-e", _MAC, title, text]
    elif sys.platform == "win32":
        command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _WINDOWS]
        environment.update(VAULT_TITLE=title, VAULT_TEXT=text)
    else:
        plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # its text is markup
        command = ["notify-send", "--app-name=vault", "--", title, plain]
    if not shutil.which(command[0]):
        return False
    try:
        done = subprocess.run(
            command, env=environment, timeout=_PATIENCE, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _read(path: Path) -> Told:
    """What was told; nothing, where that cannot be read: then it is told once more."""
    try:
        day, _, ids = path.read_text(encoding="utf-8").partition("\n")
        return Told(date.fromisoformat(day), frozenset(ids.split()))
    except (OSError, ValueError):
        return Told()


def _write(path: Path, told: Told) -> None:
    day = told.day.isoformat() if told.day else ""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(f"{day}\n{' '.join(sorted(told.overdue))}\n", encoding="utf-8")
