"""How many follow-ups were overdue when the vault was last looked at: one small file outside it, disposable."""

from __future__ import annotations

import os

from vault_tools.store.state import cache_home

_NAME = "overdue"


def recall(root: str, day: str) -> int | None:
    """The number, if it was counted on that day (`2026-11-22`); None says: count."""
    try:
        with open(os.path.join(cache_home(root), _NAME), encoding="ascii") as file:
            counted_on, number = file.read(100).split()
        return int(number) if counted_on == day else None
    except (OSError, ValueError):
        return None


def remember(root: str, day: str, number: int) -> None:
    """Keep the number, or the old one where the disk refuses: it is only a memory."""
    if recall(root, day) == number:
        return
    folder = cache_home(root)
    hidden = os.path.join(folder, f".{_NAME}-{os.getpid()}")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(hidden, "w", encoding="ascii") as file:
            file.write(f"{day} {number}\n")
        os.replace(hidden, os.path.join(folder, _NAME))
    except OSError:
        try:
            os.unlink(hidden)
        except OSError:
            pass
