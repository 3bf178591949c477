"""Keep the dashboard true while the user writes: a wake-up, one refresh, one line told. Runs for days.

Knows when to look and what to say; what changed is told by a glance at the disk, never by an event.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from vault_tools.commands.awaiting import awaited, place_of
from vault_tools.commands.desk import Desk
from vault_tools.commands.eye import Eye
from vault_tools.commands.made import Made
from vault_tools.commands.next_due import RESTED
from vault_tools.commands.notifying import Notifier
from vault_tools.commands.refresh import Refreshed, refresh
from vault_tools.commands.session import Session
from vault_tools.commands.writing import writing
from vault_tools.core.errors import ChangedError, StorageError, VaultError
from vault_tools.core.meaning.dates import Moment
from vault_tools.core.meaning.notes import decode
from vault_tools.core.rules.board import Board
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.dashboard import in_short
from vault_tools.store import write
from vault_tools.store.finding import READ_BESIDE, SETTINGS_FILE
from vault_tools.store.vault import Vault
from vault_tools.watch.bell import Bell
from vault_tools.watch.ending import ended_by_signals
from vault_tools.watch.relevance import matters

Clock = Callable[[], tuple[date, Moment]]
Tell = Callable[[str], None]
Progress = Callable[[int, int], None]

_TICK = 1.0  # seconds between two looks at the clock, at whether the folder is there, at the threads
_NET = 300.0  # seconds after which to look without a sign: an event can be lost
_RARE = 3_000  # looking without a sign takes at most this part of the time
_RETRY = 60.0  # seconds after which to try again what the disk refused
_AT_ONCE = 0.005  # seconds in which the lock is had, if nobody else has it
_SHARE = 20  # looking by the clock takes at most this part of the time
_RARELY = 100_000  # new objects between two hunts for garbage: thousands of notes live as long as we do


def watch(
    asked_vault: str | None, today_and_now: Clock, tell: Tell, *,
    poll: bool, notify: bool = False, progress: Progress | None = None,
) -> None:  # fmt: skip
    """Refresh the dashboard at every change until Ctrl-C or SIGTERM; wait for a vault that is not there."""
    today_and_now()  # a day that is none is refused at once
    here, gone = Path.cwd(), None
    gc.disable()
    try:
        with ended_by_signals():
            while True:
                root = awaited(asked_vault, here, tell, gone=gone)
                tell(f"Watching {root}. Ctrl-C ends it.")
                watched = _Watch(root, today_and_now, tell, poll=poll, notify=notify)
                watched.vault.reader.progress = progress
                watched.run()
                tell(f"{root} has gone away. Waiting for it to come back; nothing is made in its place.")
                asked_vault, gone = str(root), root
    except KeyboardInterrupt:
        tell("Stopped watching.")


class _Watch:
    """One vault, from the moment it is there until it is gone."""

    def __init__(self, root: Path, today_and_now: Clock, tell: Tell, *, poll: bool, notify: bool) -> None:
        self.vault = Vault(root)
        self._place = place_of(root)
        self._today_and_now = today_and_now
        self._tell_line = tell
        self._bell = Bell(root, self._matters, self._tell, poll=poll)
        self._eye = Eye(self.vault, self._bell, self._put_together)
        self._day: date | None = None
        self._now: Moment | None = None
        self._ours: bytes | None = None
        self._trouble = ""
        self._said: tuple[str, ...] = ()
        self._retry_at: float | None = None
        self._last: Search | None = None
        self._made: Made | None = None  # the page that was put together for it
        self._notifier = Notifier(self.vault.state, self._tell) if notify else None

    def run(self) -> None:
        """Until the folder is gone."""
        try:
            self._bell.set_up()
            is_rung, by_name, net = True, False, time.monotonic() + _NET
            while self._is_there():
                if self._bell.mend():
                    is_rung, by_name = True, False
                if time.monotonic() >= net:
                    self._bell.check()
                    is_rung, by_name = True, False
                    net = time.monotonic() + max(_NET, self._eye.took * _RARE)
                self._wake_up(is_rung, by_name)
                self._notify(None)  # the hour may have come
                if self._eye.is_over and self._bell.is_resting:
                    self._bell.set_up()  # takes a while, so the dashboard came first; what was saved since is not lost
                    self._wake_up(True, False)
                is_polling = self._bell.is_polling
                is_rung = self._bell.wait(max(_TICK, self._eye.took * _SHARE) if is_polling else _TICK)
                by_name = is_rung
        finally:
            self._bell.take_down()

    def _is_there(self) -> bool:
        # The settings too: where a disk was taken out, an empty folder may stay, and is no vault of ours.
        return self._place is not None and place_of(self.vault.root) == self._place

    def _wake_up(self, is_rung: bool, by_name: bool) -> None:
        """Refresh if anything changed: a file, the day, or what the disk refused before."""
        today, self._now = self._today_and_now()
        is_due = today != self._day or (self._retry_at is not None and time.monotonic() >= self._retry_at)
        if not is_rung and not is_due:
            return
        try:
            # Of what was seen before a refresh that went wrong nobody knows whether it was read.
            paths = self._eye.changed(by_name=by_name and not is_due and not self._trouble)
            if paths is not None and not is_due and self._is_old_news(paths):
                return
            if paths is None or any(self._is_template(path) for path in paths):
                self.vault.again()
                self._eye.follow_settings()
            self._day, self._retry_at, self._ours = today, None, None
            result = self._refreshed(today)
            self._eye.has_read()
            if not gc.isenabled():
                gc.freeze()  # the notes live as long as we do: no hunt for garbage need look through them
                gc.set_threshold(_RARELY)
                gc.enable()
            if result.is_resting:
                self._retry_at = time.monotonic() + RESTED
            self._told(result)
            gc.collect(0)  # each page that is drawn leaves a third of a megabyte that only a hunt finds
        except (VaultError, OSError) as error:
            self._failed(error)
        except Exception as error:  # a bug of ours must not leave the user with a dead dashboard for days
            self._tell_trouble(f"A bug of ours, {type(error).__name__}: {error}; see `vault dashboard`")

    def _put_together(self, changed: Collection[str]) -> None:
        """The page that the refresh will need, if nothing else comes."""
        data = write.current(self.vault.root / self.vault.dashboard)
        if self._day is None or (data == self._ours and set(changed) == {self.vault.dashboard}):
            return
        session, text = self._session(self._day), None if data is None else decode(data)
        Desk(session, text).page(text)
        self._last, self._made = session.last, session.made

    def _is_old_news(self, paths: frozenset[str]) -> bool:
        """Whether nothing changed, or nothing but the dashboard, and that by our own hand."""
        if not paths:
            return True
        dashboard = self._eye.settings.dashboard
        if self._ours is None or paths != {dashboard}:
            return False
        return write.current(self.vault.root / dashboard) == self._ours

    def _matters(self, path: str, is_folder: bool) -> bool:
        templates = self._eye.settings.templates
        return matters(path, is_folder=is_folder, templates=templates, beside=READ_BESIDE)

    def _is_template(self, path: str) -> bool:
        return path == SETTINGS_FILE or path.startswith(f"{self._eye.settings.templates}/")

    def _refreshed(self, today: date) -> Refreshed:
        session = self._session(today)
        before = time.monotonic()
        try:
            with writing(session) as journal:
                if session.told or time.monotonic() - before > _AT_ONCE:
                    self.vault.reader.take(None)  # somebody else wrote since we looked
                return refresh(session, journal, as_watcher=True)
        finally:
            self._last, self._made = session.last, session.made
            if self._last is not None:
                self._last.settle()  # or the search before it would live on until the next save
            for sentence in session.told:
                if sentence not in self._said:  # what stays wrong is said once
                    self._tell(sentence)
            self._said = tuple(session.told)

    def _session(self, today: date) -> Session:
        return Session(self.vault, today, self._now or today, last=self._last, made=self._made)

    def _told(self, result: Refreshed) -> None:
        self._ours = result.content
        self._notify(result.board)
        for sentence in result.taken:
            self._tell(sentence)
        if result.board is not None and not result.taken and (result.written or self._trouble):
            self._tell(f"{self.vault.dashboard}: {in_short(result.board)}")
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
        self._tell_trouble(str(error) if isinstance(error, VaultError) else _why(error))

    def _notify(self, board: Board | None) -> None:
        if self._notifier is not None:
            self._notifier.saw(board, self._now, self._eye.settings.notify_from)

    def _tell_trouble(self, trouble: str) -> None:
        """Once, however often it comes back, until something went well again."""
        if trouble != self._trouble:
            self._tell(f"{trouble.rstrip('.')}. The dashboard stays as it is till then.")
        self._trouble = trouble

    def _tell(self, sentence: str) -> None:
        clock = f"{self._now:%H:%M} " if isinstance(self._now, datetime) else ""
        with suppress(OSError, ValueError):  # nobody may be listening any more
            self._tell_line(clock + sentence)


def _why(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}"
