"""A vault for programs: open it, list follow-ups, make a note, tick one off. The commands use the same.

    import vault_tools

    vault = vault_tools.open_vault("~/search")
    for follow_up in vault.follow_ups(within=7):
        print(follow_up.due, follow_up.text)
    vault.create("application", company="Acme", role="Engineer")
    vault.complete("31ab7f")

Whatever is refused raises VaultError, whose message names the way out, and has changed nothing. Nothing is
ever asked: what fits more than one thing raises AmbiguousError. Each call looks at the files as they are now.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from vault_tools.clock import today_and_now
from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError

if TYPE_CHECKING:
    from vault_tools.commands.belonging import Asker
    from vault_tools.commands.deeds import Changed
    from vault_tools.commands.log import Logged
    from vault_tools.commands.new import Created
    from vault_tools.commands.refresh import Refreshed
    from vault_tools.commands.rescheduling import Rescheduled
    from vault_tools.core.model import FollowUp
    from vault_tools.core.rules.appointments import Appointment
    from vault_tools.core.rules.picking import Choose

_SEVERAL = (list, tuple, set, frozenset)


def open_vault(folder: str | os.PathLike[str] | None = None, today: date | str | None = None) -> OpenVault:
    """The vault in a folder; without one as the commands find it: VAULT_DIR, upward from here, the default.

    `today` plays another day, or a moment if it is a datetime. Raises NotFoundError if there is no vault, VaultError
    if `today` is no day.
    """
    from pathlib import Path

    from vault_tools.store.locate import find_vault
    from vault_tools.store.vault import Vault

    root = find_vault(None if folder is None else os.fspath(folder), Path.cwd())
    if today is None:
        return OpenVault(Vault(root), *today_and_now())
    if not isinstance(today, date):
        today = _day(today, today_and_now()[0])
    return OpenVault(Vault(root), _day(today, today), today)


class OpenVault(Session):
    """One vault on one day. `problems` are the notes that could not be read, as of the last look; `told` is
    what a person would have been told beside the result."""

    def follow_ups(self, within: int = 0, *, everything: bool = False) -> tuple[FollowUp, ...]:
        """What is overdue and due today or `within` so many days, by due and id; nothing that is held.

        `everything`: all that is open and has a day, also what is held.
        """
        from vault_tools.core.rules.followups import due_within

        found = self.search().follow_ups
        return found if everything else due_within(found, self.today, within)

    def appointments(self, within: int = 0) -> tuple[Appointment, ...]:
        """Interviews and answers to offers of today or `within` so many days, by time; first what is still owed."""
        from vault_tools.core.rules.appointments import appointments

        return appointments(self.search(), within)

    def create(
        self, kind: str, /, *, reopen: bool = False, asker: Asker | None = None, **properties: Any
    ) -> Created:
        """Write a note of a kind, with its plan, as one deed; values as one would type them on the command line.

        They are named as the properties or as the options. Dates may be dates, lists any sequence of texts; one text
        may name several people, and a text in a sequence is one of them.
        `path` of the result is the note, `planned` its steps.
        """
        from vault_tools.commands.new import Request, new_note
        from vault_tools.commands.people_typed import with_people_apart

        there = self.vault.kinds.get(kind)
        given = there.given() if there is not None else ()
        names = {p.flag.replace("-", "_"): p.name for p in given}
        names |= {p.name: p.name for p in given}
        if unknown := [name for name in properties if names and name not in names]:
            raise VaultError(f"a {kind} has no '{unknown[0]}'; known are {', '.join(sorted(names))}")
        lists = {p.name for p in given if p.type == "list"}
        typed: dict[str, Any] = {}
        for name, value in properties.items():
            wanted = names.get(name, name)
            if isinstance(value, Mapping) or (wanted not in lists and isinstance(value, _SEVERAL)):
                raise VaultError(f"{name} of a {kind} takes one text, and not {value!r}")
            if typed.get(wanted) is not None and value is not None:
                other = next(other for other, same in names.items() if same == wanted != other)
                raise VaultError(f"'{other}' is another name of '{wanted}'; give one of them")
            if value is not None:
                typed[wanted] = _typed(value)
        if there is not None:
            texts = {name: value for name, value in typed.items() if isinstance(value, str)}
            typed |= with_people_apart(there, texts, self)
        return new_note(self, Request(kind, typed, reopen), asker)

    def complete(
        self, *ids: str, on: date | str | None = None, words: str = "", choose: Choose | None = None
    ) -> Changed:
        """Tick follow-ups off: by id, the beginning of one, or words of the text."""
        from vault_tools.commands import deeds

        day = None if on is None else _day(on, self.today)
        if day is not None and day > self.today:
            raise VaultError(f"{day} is still to come; what is done was done on a day until today")
        return deeds.complete(self, _named(ids), choose, day, words=words)

    def snooze(self, *ids: str, until: date | str, choose: Choose | None = None) -> Changed:
        """Move follow-ups to another day, which is not past."""
        from vault_tools.commands import deeds

        day = _day(until, self.today)
        if day < self.today:
            raise VaultError(f"{day} is past; a follow-up is moved to a day to come")
        return deeds.snooze(self, _named(ids), day, choose)

    def reschedule(self, name: str, when: date | str, choose: Choose | None = None) -> Rescheduled:
        """Move an interview, with its steps, or the day of an answer; a day alone keeps the time, a time alone the day."""
        from vault_tools.commands.rescheduling import reschedule

        return reschedule(self, name, str(_typed(when)), choose)

    def drop(self, *ids: str, why: str, choose: Choose | None = None) -> Changed:
        """Let follow-ups go; the reason stays with the line."""
        from vault_tools.commands import deeds

        return deeds.drop(self, _named(ids), why, choose)

    def log(self, person: str, words: str = "", *, channel: str = "", on: date | str | None = None) -> Logged:
        """Write down that one was in touch with somebody, named by a piece of their name."""
        from vault_tools.commands.log import Touched, log_touch, pick_person

        day = self.today if on is None else _day(on, self.today)
        note = pick_person(self.search(), person)
        return log_touch(self, Touched(note, day, channel, words))

    def undo(self, keep: str | Sequence[str] = ()) -> str:
        """Take back the last deed but for the notes to `keep`, and say which that was."""
        from vault_tools.commands.undo import undo

        return undo(self, (keep,) if isinstance(keep, str) else tuple(keep)).label

    def refresh(self) -> Refreshed:
        """Take in what was ticked on the dashboard, and write it anew if its text differs."""
        from vault_tools.commands.refresh import refresh
        from vault_tools.commands.writing import writing

        with writing(self) as journal:
            return refresh(self, journal)


def _named(ids: tuple[object, ...]) -> tuple[str, ...]:
    """The texts by which follow-ups are named. Raises VaultError for anything else."""
    for given in ids:
        if not isinstance(given, str):
            raise VaultError(
                f"a follow-up is named by a text, its `id` or words of it, and not by {type(given).__name__}"
            )
    return tuple(map(str, ids))


def _day(value: date | str, today: date) -> date:
    """The calendar day of what is given: a line has no room for an hour. Text is read as on the command line."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    from vault_tools.core.meaning.dates import parse_day

    return parse_day(str(value), today)


def _typed(value: Any) -> Any:
    """What is given, as one would type it. None is what is not given, in a list as well."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (bool, str)):
        return value
    return tuple(str(v) for v in value if v is not None) if isinstance(value, _SEVERAL) else str(value)
