"""Bring in what people have: read it, tell it apart, stage it, and carry all of it out as one deed. The order of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from vault_tools.commands import bringing_jobs, bringing_mails, bringing_people
from vault_tools.commands.gathering import Gathered, gather
from vault_tools.commands.going import Bars, going
from vault_tools.commands.refresh import refresh_or_tell
from vault_tools.commands.session import Session
from vault_tools.commands.staging import Item, Staging
from vault_tools.commands.writing import writing
from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.model import Edit

Choose = Callable[[str, Sequence[str]], int]
Ask = Callable[[str], str]


class Wishes(NamedTuple):
    """What the user says of an import: the order of days, columns by name, whether to keep that, and of whom to know.

    `choose` and `ask` put a question to them, `progress` shows them how far it has come.
    """

    dates: str = ""
    columns: tuple[str, ...] = ()
    save: bool = False
    everybody: bool = False
    mine: tuple[str, ...] = ()
    choose: Choose | None = None
    ask: Ask | None = None
    progress: Bars | None = None


@dataclass(slots=True)
class Import:
    """What would be done: in words, and as edits of one deed that was not done yet."""

    sources: tuple[str, ...]
    items: tuple[Item, ...]
    edits: tuple[Edit, ...]
    told: tuple[str, ...] = field(default=())

    def of(self, *groups: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.group in groups)


def understand(session: Session, paths: Iterable[Path], wishes: Wishes) -> Import:
    """Read everything and stage what follows from it. Nothing is written.

    Jobs come first, then people at their companies, then what the mails say, oldest first.
    """
    gathered = gather(session, paths, wishes)
    staging = Staging.of(session)
    for where, why in gathered.unread:
        staging.say("unread", where, why)
    with going(wishes.progress, "Going through the jobs", len(gathered.jobs)) as staging.went:
        bringing_jobs.bring(staging, gathered.jobs)
    with going(wishes.progress, "Going through the mails", len(gathered.mails)) as staging.went:
        letters = bringing_mails.sorted_out(staging, gathered, wishes)
    with going(
        wishes.progress, "Putting it together", 2 * len(letters) + len(gathered.people)
    ) as staging.went:
        bringing_mails.bring_applications(staging, letters, wishes)
        bringing_people.bring(staging, gathered.people, everybody=wishes.everybody)
        bringing_mails.bring_answers(staging, letters, wishes)
    edits = list(staging.edits())
    if wishes.save and gathered.settings is not None:
        edits.append(gathered.settings)
    return Import(
        tuple(gathered.said), tuple(staging.items), tuple(edits), tuple(dict.fromkeys(staging.session.told))
    )


def carry_out(session: Session, wanted: Import) -> None:
    """Do all of it, as one deed. Raises VaultError if a note was saved since it was shown."""
    with writing(session) as journal:
        try:
            journal.carry_out(f"import: {_summary(wanted)}", wanted.edits)
        except ChangedError as error:
            raise VaultError(f"{error} Give the command again") from None
        refresh_or_tell(session, journal)


def _summary(wanted: Import) -> str:
    made = len([e for e in wanted.edits if e.before is None])
    changed = len(wanted.edits) - made
    parts = [
        f"{n} {word}{'' if n == 1 else 's'} {done}"
        for n, word, done in ((made, "note", "made"), (changed, "note", "changed"))
        if n
    ]
    return ", ".join(parts) or "nothing"


__all__ = ["Gathered", "Import", "Wishes", "carry_out", "understand"]
