"""How far a long piece of work has come, told to whoever shows it. Shows nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Went = Callable[[int], None]  # told of each piece how much it is
Bars = Callable[[str], Callable[[int, int], None] | None]  # by what is done: shows how much of how much


@contextmanager
def going(bars: Bars | None, what: str, whole: int) -> Iterator[Went]:
    """Within, what is given is to be told of every piece; together they should be the whole."""
    told = bars(what) if bars is not None and whole > 0 else None
    if told is None:
        yield lambda _piece: None
        return
    done = 0

    def went(piece: int) -> None:
        nonlocal done
        done += piece
        told(min(done, whole - 1), whole)  # it is over when it says so, and not before

    try:
        yield went
    finally:
        told(whole, whole)
