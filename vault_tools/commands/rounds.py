"""Tasks on a vault in as few looks at it as they allow: those that have nothing in common share one. Knows no task.

A look at all notes costs as much as there are notes, and a task may have to see what an earlier one has staged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

_OVER = object()


class Task(NamedTuple):
    """What it has to do with, None for everything, and what it does; it yields where it has to see what it staged itself."""

    about: frozenset[str] | None
    turns: Iterator[None]


def in_rounds(tasks: Sequence[Task], look_again: Callable[[], None]) -> None:
    """Carry out all of them. Each is over before a later one begins that has to do with the same, and is seen by it."""
    followers, waits_for = _in_order(tasks)
    ready = [place for place, count in enumerate(waits_for) if not count]
    while ready:
        following: list[int] = []
        for place in ready:
            if next(tasks[place].turns, _OVER) is not _OVER:
                following.append(place)
                continue
            for follower in followers[place]:
                waits_for[follower] -= 1
                if not waits_for[follower]:
                    following.append(follower)
        ready = sorted(following)
        look_again()


def _in_order(tasks: Sequence[Task]) -> tuple[list[set[int]], list[int]]:
    """The tasks that wait for each one, by place, and for how many each of them waits."""
    followers: list[set[int]] = [set() for _ in tasks]
    waits_for = [0] * len(tasks)
    last: dict[str, int] = {}
    since: set[int] = set()  # those behind the last one that has to do with everything, and that one
    of_all: int | None = None
    for place, task in enumerate(tasks):
        if task.about is None:
            before, since, of_all = since, set(), place
        else:
            before = {last[thing] for thing in task.about if thing in last}
            before |= {of_all} if of_all is not None else set()
            last.update(dict.fromkeys(task.about, place))
        for earlier in before:
            followers[earlier].add(place)
        waits_for[place] = len(before)
        since.add(place)
    return followers, waits_for
