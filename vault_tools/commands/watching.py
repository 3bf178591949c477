"""Keep the dashboard true while the user writes: a wake-up, one refresh, one line told. Runs for days.

Knows when to look and what to say; what changed is told by a glance at the disk, never by an event.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from types import FrameType

from vault_tools.commands.refresh import Refreshed, refresh
from vault_tools.commands.session import Session
from vault_tools.core.errors import ChangedError, StorageError, VaultError
from vault_tools.core.meaning.dates import Moment
from vault_tools.core.rules.board import Board
from vault_tools.core.rules.settings import Settings
from vault_tools.store import write
from vault_tools.store.glance import Glance, glance
from vault_tools.store.locate import SETTINGS_FILE, default_vault, find_vault
from vault_tools.store.vault import Vault
from vault_tools.watch.lookout import Lookout
from vault_tools.watch.quiet import settled
from vault_tools.watch.relevance import matters

Clock = Callable[[], tuple[date, Moment]]
Tell = Callable[[str], None]

_TICK = 1.0  # seconds between two looks at the clock, at whether the folder is there, at the threads
_NET = 300.0  # seconds after which to look without a sign: an event can be lost
_RETRY = 60.0  # seconds after which to try again what the disk refused
_JUMP = 5.0  # seconds by which the clock may miss before it means that the machine slept
_RARELY = 100_000  # new objects between two hunts for garbage: thousands of notes live as long as we do
_MOST_LOSSES = 3  # of the watch on the folder, before we look by ourselves
_STORM = 200  # signs within one moment of quiet
_SHARE = 20  # looking by ourselves takes at most this part of the time


def watch(asked_vault: str | None, today_and_now: Clock, tell: Tell, *, poll: bool) -> None:
    """Refresh the dashboard at every change until Ctrl-C or SIGTERM; wait for a vault that is not there."""
    today_and_now()  # a day that is none is refused at once
    here = Path.cwd()
    gc.set_threshold(_RARELY)
    try:
        with _ended_by_signals():
            while True:
                root = _found(asked_vault, here, tell)
                tell(f"Watching {root}. Ctrl-C ends it.")
                _Watch(root, today_and_now, tell, poll=poll).run()
                tell(f"{root} has gone away. Waiting for it to come back; nothing is made in its place.")
                asked_vault = str(root)
    except KeyboardInterrupt:
        tell("Stopped watching.")


class _Watch:
    """One vault, from the moment it is there until it is gone."""

    def __init__(self, root: Path, today_and_now: Clock, tell: Tell, *, poll: bool) -> None:
        self._vault = Vault(root)
        self._today_and_now = today_and_now
        self._tell_line = tell
        self._poll = poll
        self._lookout: Lookout | None = None
        self._losses = 0
        self._rests = False
        self._place = _place(root)
        self._settings = Settings()
        self._day: date | None = None
        self._now: Moment | None = None
        self._known: Glance | None = None
        self._ours: bytes | None = None
        self._trouble = ""
        self._retry_at: float | None = None
        self._glance_took = 0.0

    def run(self) -> None:
        """Until the folder is gone."""
        try:
            self._set_up()
            woken = True
            net = time.monotonic() + _NET
            while self._is_there():
                if self._is_lost():
                    self._set_up_again()
                    woken = True
                if time.monotonic() >= net:
                    woken, net = True, time.monotonic() + _NET
                    self._check_limits()
                self._wake_up(woken)
                woken = self._wait()
        finally:
            if self._lookout is not None:
                self._lookout.stop()

    def _is_there(self) -> bool:
        # The settings too: where a disk was taken out, an empty folder may stay, and is no vault of ours.
        return self._place is not None and _place(self._vault.root) == self._place

    def _wake_up(self, woken: bool) -> None:
        """Refresh if anything changed: a file, the day, or what the disk refused before."""
        today, self._now = self._today_and_now()
        is_due = today != self._day or (self._retry_at is not None and time.monotonic() >= self._retry_at)
        if not woken and not is_due:
            return
        try:
            seen = self._look()
            paths = None if self._known is None else seen.differs(self._known)
            if paths:
                seen = self._settled(seen)
                paths = None if self._known is None else seen.differs(self._known)
            self._known = seen
            if paths is not None and not is_due and self._is_old_news(paths):
                return
            if paths is None or any(self._is_template(path) for path in paths):
                self._vault.again()
            self._day, self._retry_at, self._ours = today, None, None
            result = self._refreshed(today)
            # A note that came after the glance is on the dashboard already; if it goes, that must show.
            self._known = seen.then_read(self._vault.reader.found)
            self._told(result)
        except (VaultError, OSError) as error:
            self._failed(error)
        except Exception as error:  # a bug of ours must not leave the user with a dead dashboard for days
            self._told_trouble(f"A bug of ours, {type(error).__name__}: {error}; see `vault dashboard`")

    def _refreshed(self, today: date) -> Refreshed:
        session = Session(self._vault, today, self._now or today)
        try:
            with session.writing() as journal:
                return refresh(session, journal, as_watcher=True)
        finally:
            for sentence in session.told:
                self._tell(sentence)

    def _is_old_news(self, paths: frozenset[str]) -> bool:
        """Whether nothing changed, or nothing but the dashboard, and that by our own hand."""
        dashboard = self._settings.dashboard
        if not paths:
            return True
        if self._ours is None or paths != {dashboard}:
            return False
        return write.current(self._vault.root / dashboard) == self._ours

    def _told(self, result: Refreshed) -> None:
        self._ours = result.content
        for sentence in result.taken:
            self._tell(sentence)
        if result.board is not None and not result.taken and (result.written or self._trouble):
            self._tell(f"{self._vault.dashboard}: {_summary(result.board)}")
        if result.below:
            self._tell("What could not be placed stands below the block of the dashboard, in your words.")
        self._trouble = ""

    def _failed(self, error: VaultError | OSError) -> None:
        if not self._is_there():
            return  # gone in the middle: the loop says so
        if isinstance(error, ChangedError):
            self._retry_at = time.monotonic() + _TICK
            return
        if isinstance(error, (StorageError, OSError)):
            self._retry_at = time.monotonic() + _RETRY
        self._told_trouble(str(error) if isinstance(error, VaultError) else _why(error))

    def _told_trouble(self, trouble: str) -> None:
        """Once, however often it comes back, until something went well again."""
        if trouble != self._trouble:
            self._tell(f"{trouble.rstrip('.')}. The dashboard stays as it is till then.")
        self._trouble = trouble

    def _tell(self, sentence: str) -> None:
        clock = f"{self._now:%H:%M} " if isinstance(self._now, datetime) else ""
        with suppress(OSError, ValueError):  # nobody may be listening any more
            self._tell_line(clock + sentence)

    def _look(self) -> Glance:
        if self._lookout is not None and self._lookout.clear() > _STORM:
            self._lookout.stop()
            self._rests = True
        with suppress(VaultError, OSError):  # while the settings are wrong, the last ones hold
            self._settings = self._vault.settings
        start = time.monotonic()
        seen = glance(self._vault.root, self._settings.templates)
        self._glance_took = time.monotonic() - start
        return seen

    def _matters(self, path: str, is_folder: bool) -> bool:
        return matters(path, is_folder=is_folder, templates=self._settings.templates)

    def _settled(self, seen: Glance) -> Glance:
        """The look after it is quiet. In a storm the watch rests: to hear of it costs more than to look."""
        seen, is_over = settled(self._look, seen, meanwhile=self._read_ahead)
        if self._rests and is_over:
            self._rests = False
            self._set_up()
        return seen

    def _read_ahead(self) -> None:
        with suppress(VaultError, OSError):  # the refresh will say so
            self._vault.look()

    def _is_template(self, path: str) -> bool:
        return path == SETTINGS_FILE or path.startswith(f"{self._settings.templates}/")

    def _wait(self) -> bool:
        """Whether to look: at a sign, always if there is nobody to give one, and after the machine slept."""
        if self._rests:
            return True
        pause = max(_TICK, self._glance_took * _SHARE) if self._poll else _TICK
        start = time.time()
        if self._lookout is not None:
            woken = self._lookout.wait(pause)
        else:
            time.sleep(pause)
            woken = self._poll
        return woken or not -_JUMP < time.time() - start - pause < _JUMP

    def _set_up(self) -> None:
        if self._poll:
            return
        self._lookout = Lookout(self._vault.root, self._matters)
        try:
            self._lookout.start()
        except OSError as error:
            if self._is_there():
                self._look_ourselves(f"The folder cannot be watched ({error.strerror})")
        else:
            self._check_limits()

    def _check_limits(self) -> None:
        if self._lookout is not None and not self._lookout.is_complete():
            self._look_ourselves("There is no room to watch every folder (fs.inotify.max_user_watches)")

    def _is_lost(self) -> bool:
        if self._poll or self._rests:
            return False
        return self._lookout is None or not self._lookout.is_alive()

    def _set_up_again(self) -> None:
        self._losses += 1
        if self._lookout is not None:
            self._lookout.stop()
        if self._losses > _MOST_LOSSES:
            self._look_ourselves("The watch on the folder was lost again")
            return
        if self._losses == 1:
            self._tell("The watch on the folder was lost; it is set up again.")
        self._set_up()

    def _look_ourselves(self, why: str) -> None:
        if self._lookout is not None:
            self._lookout.stop()
        self._lookout, self._poll = None, True
        self._tell(f"{why}: looking at the files every second instead.")


def _why(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}"


def _summary(board: Board) -> str:
    """The dashboard in a few words; no counts while a no is fresh."""
    if board.quiet:
        return "written"
    overdue, due, week = len(board.overdue) + len(board.late), len(board.due_today), len(board.week)
    parts = [f"{overdue} overdue"] * bool(overdue) + [f"{due} today"] * bool(due)
    parts += [f"{board.left_over} more"] * bool(board.left_over)
    words = ", ".join(parts) or ("nothing due" + (f", {week} this week" if week else ""))
    return words + (f"; {len(board.problems)} to mend: `vault check`" if board.problems else "")


def _found(asked: str | None, here: Path, tell: Tell) -> Path:
    """The vault, waited for if one was named."""
    told = ""
    while True:
        try:
            return find_vault(asked, here)
        except (VaultError, OSError) as error:
            if not (asked or os.environ.get("VAULT_DIR") or default_vault()):
                raise
            if str(error) != told:
                told = str(error)
                tell(f"{told}. Waiting for it; Ctrl-C ends it.")
        time.sleep(_TICK)


def _place(root: Path) -> tuple[int, int] | None:
    """Which folder stands at a path, if it is a vault."""
    try:
        os.stat(root / SETTINGS_FILE)
        status = os.stat(root)
    except OSError:
        return None
    return status.st_dev, status.st_ino


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM end it as Ctrl-C does, and SIGINT even in a background job; a second one adds nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: FrameType | None) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for number in before:
            signal.signal(number, end)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
