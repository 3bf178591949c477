"""Ring when something below a folder may have changed. Knows watchdog and paths; opens no file.

Watchdog's threads only put paths on a queue: an exception in one of them would end it for good.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

    Signs = queue.SimpleQueue[FileSystemEvent | None]  # None: anything may have happened

STORM = 100  # signs within one moment of quiet: to hear which notes they name takes as long as to look at all
_GRACE = 0.3  # seconds in which a folder that was just made gets its watch


class Lookout:
    """Watchdog on one folder and all below it. To be stopped, also when `start` failed.

    `matters` is asked of a path relative to the folder, with `/`, and whether it is a folder itself.
    """

    def __init__(self, root: Path, matters: Callable[[str, bool], bool]) -> None:
        self._root = str(root)
        self._matters = matters
        self._signs: Signs = queue.SimpleQueue()
        self._observer: BaseObserver | None = None
        self._threads: list[threading.Thread] = []
        self._alarm = _Alarm(self._signs)
        self._named: set[str] | None = set()

    def start(self) -> None:
        """Begin to watch. OSError if the folder is not there, or the system has no room for more watches."""
        from watchdog.events import (
            DirAttribEvent,
            DirCreatedEvent,
            DirDeletedEvent,
            DirMovedEvent,
            FileAttribEvent,
            FileCreatedEvent,
            FileDeletedEvent,
            FileModifiedEvent,
            FileMovedEvent,
            FileSystemEventHandler,
        )
        from watchdog.observers import Observer
        from watchdog.utils import BaseThread

        # Opened and closed are left out at the source: our own reading causes them. So is a folder's
        # "modified", which only repeats what happened in it.
        wanted = [
            FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent,
            DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
            FileAttribEvent, DirAttribEvent,  # who may read it has changed
        ]  # fmt: skip
        signs = self._signs

        class Handler(FileSystemEventHandler):
            def dispatch(self, event: FileSystemEvent) -> None:
                signs.put(event)

        # it warns, with all its inner state, of a folder that was moved out of the vault and back
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
        self._alarm.set_up()
        before = set(threading.enumerate())
        self._observer = Observer()
        self._observer.schedule(Handler(), self._root, recursive=True, event_filter=wanted)
        self._observer.start()
        self._threads = [t for t in threading.enumerate() if t not in before and isinstance(t, BaseThread)]

    def wait(self, seconds: float) -> bool:
        """Whether something that matters happens within so many seconds; comes back at its first sign."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                sign = self._signs.get(timeout=left)
            except queue.Empty:
                return False
            if self._hear(sign):
                return True
        return False

    def clear(self) -> int:
        """Forget the signs so far, and say how many: the caller is about to look for himself."""
        count = 0
        with suppress(queue.Empty):
            while True:
                sign = self._signs.get_nowait()
                count += 1
                if count <= STORM:
                    self._hear(sign)
                else:  # so many that one looks at everything
                    self._named = None
        return count

    def unheard(self) -> int:
        """How many signs there are that nobody has heard yet."""
        return self._signs.qsize()

    def named(self) -> frozenset[str] | None:
        """The files that the signs since the last time named; None if anything may have changed."""
        named, self._named = self._named, set()
        return None if named is None else frozenset(named)

    def _hear(self, sign: FileSystemEvent | None) -> bool:
        """Whether a sign matters; what it names is noted."""
        if sign is None:
            self._named = None
            return True
        paths = [path for path in self._paths(sign) if self._matters(path, sign.is_directory)]
        if self._named is not None:
            self._named.update(paths)
        if paths and sign.is_directory:
            self._named = None
        return bool(paths)

    def is_alive(self) -> bool:
        """Whether all its threads live: the observer, its emitters, the reader of the system's events."""
        return bool(self._threads) and all(thread.is_alive() for thread in self._threads)

    def is_complete(self) -> bool:
        """Whether every folder is watched; watchdog is silent where there was no room for the inner ones."""
        for _ in range(2):
            watches = _watches()
            if watches is None or watches >= sum(1 for _ in os.walk(self._root)):
                return True
            time.sleep(_GRACE)
        return False

    def stop(self) -> None:
        """End the threads. Never raises."""
        if self._observer is not None:
            with suppress(Exception):  # a broken observer may fail in many ways, and we are done with it
                self._observer.stop()
                self._observer.join(1.0)
        self._threads = []
        self._alarm.take_down()

    def _paths(self, event: FileSystemEvent) -> Iterator[str]:
        """Where it happened; a save by renaming has the note's name in the second."""
        for path in (event.src_path, event.dest_path):
            if path:
                yield os.fsdecode(path)[len(self._root) :].replace(os.sep, "/").strip("/")


class _Alarm(logging.Handler):
    """Hears of what watchdog only logs (the system's queue ran over) or dies of, and rings for everything."""

    def __init__(self, signs: Signs) -> None:
        super().__init__(logging.WARNING)
        self._signs = signs
        self._before: Callable[[Any], object] | None = None

    def set_up(self) -> None:
        logger = logging.getLogger("watchdog")
        logger.addHandler(self)
        logger.propagate = False  # what we handle is not told twice
        self._before, threading.excepthook = threading.excepthook, self._died

    def take_down(self) -> None:
        if self._before is None:
            return
        logger = logging.getLogger("watchdog")
        logger.removeHandler(self)
        logger.propagate = True
        threading.excepthook, self._before = self._before, None

    def emit(self, record: logging.LogRecord) -> None:
        self._signs.put(None)

    def _died(self, what: Any) -> None:
        if type(what.thread).__module__.startswith("watchdog."):
            self._signs.put(None)
        elif self._before is not None:
            self._before(what)


def _watches() -> int | None:
    """How many folders this process watches; None where the system does not tell."""
    place = "/proc/self/fdinfo"
    counts = []
    with suppress(OSError):
        for fd in os.listdir(place):
            with suppress(OSError), open(f"{place}/{fd}", encoding="ascii", errors="replace") as lines:
                counts.append(sum(line.startswith("inotify ") for line in lines))
    return sum(counts) or None
