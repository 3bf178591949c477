"""Wait until a change is over: editors save in pieces, sync tools and git write many files. Knows no file."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

QUIET = 0.05
MOST = 2.0

Seen = TypeVar("Seen")


def settled(look: Callable[[], Seen], first: Seen, meanwhile: Callable[[], object]) -> tuple[Seen, bool]:
    """Look again until nothing differs for QUIET seconds, at most for MOST: the last look, and if it is over.

    What counts is the disk and not the events: in a storm they come seconds after the files they tell of.
    While it lasts, `meanwhile` may get ahead with the work.
    """
    end = time.monotonic() + MOST
    last = first
    while True:
        time.sleep(QUIET)
        now = look()
        if now == last or time.monotonic() >= end:
            return now, now == last
        last = now
        meanwhile()
