"""Dashboards that are none any more, since `vault.toml` names another note. Tells of them, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.block import BEGIN
from vault_tools.core.meaning.copies import copy_of
from vault_tools.core.meaning.names import key
from vault_tools.core.model import Problem
from vault_tools.core.rules.search import Search


def old_pages(session: Session, search: Search) -> Iterator[Problem]:
    """Every note that looks like the dashboard and is not: what is ticked there reaches nothing.

    A conflict copy of one is told where all copies are.
    """
    now = session.vault.dashboard
    for note in search.catalogue.of_type("dashboard"):
        if key(note.path) == key(now) or copy_of(note.path.rpartition("/")[2]) is not None:
            continue
        try:
            before, begin, _ = session.vault.read(note.path).partition(BEGIN.encode())
        except VaultError:
            continue
        if begin:
            yield Problem(
                note.path,
                before.count(b"\n") + 1,
                f"an old dashboard: what is ticked here reaches no note, since the dashboard is {now} now; "
                "do it there again, keep your own words, and delete this one",
            )
