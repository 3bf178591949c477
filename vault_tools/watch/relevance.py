"""Which paths can make a difference to the dashboard. Knows names, touches no file."""

from __future__ import annotations

from collections.abc import Container


def matters(path: str, *, is_folder: bool, templates: str, beside: Container[str]) -> bool:
    """Whether a change at this path, relative to the vault and with `/`, is worth a look.

    Notes, what is read `beside` them and all templates are, and folders, which may bring or take notes. Hidden names, and
    what editors and sync tools leave beside a note while they save it, are not.
    """
    if path in beside:
        return not is_folder
    if path.startswith((".", "~")) or "/." in path or "/~" in path:
        return False
    if is_folder or path[-3:].lower() == ".md":
        return True
    return path.startswith(f"{templates}/")
