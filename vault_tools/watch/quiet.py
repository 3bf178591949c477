"""Wait until a change is over: editors save in pieces, sync tools and git write many files. Knows no file."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

QUIET = 0.05
SOON = 0.025  # after the save of a single note: an editor has written it by then, or rings again
MOST = 2.0

Seen = TypeVar("Seen")


def settled(
    look: Callable[[], Seen], first: Seen, meanwhile: Callable[[], bool], soon: float = QUIET
) -> tuple[Seen, bool]:
    """Look again until nothing differs for QUIET seconds, at most for MOST: the last look, and if it is over.

    The first time it is enough if nothing differs for `soon`.
    What counts is the disk and not the events: in a storm they come seconds after the files they tell of.
    Meanwhile `meanwhile` may get ahead with the work; the time that it takes counts. If it knows that it is not
    over, it is not waited but looked at once.
    """
    end = time.monotonic() + MOST
    last = first
    quiet, since = soon, time.monotonic()
    while True:
        is_waited = not meanwhile()
        if is_waited:
            time.sleep(max(0.0, since + quiet - time.monotonic()))
        now = look()
        if (now == last and is_waited) or time.monotonic() >= end:
            return now, now == last and is_waited
        if now != last:
            last, quiet, since = now, QUIET, time.monotonic()
