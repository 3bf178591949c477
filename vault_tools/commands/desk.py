"""The dashboard drawn from the notes as they are at one moment. Reads the vault, writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from vault_tools.commands.made import Made
from vault_tools.commands.session import Session
from vault_tools.core.meaning.names import key
from vault_tools.core.meaning.notes import as_before, encode, read_note
from vault_tools.core.model import Note, Problem
from vault_tools.core.rules.again import search_again
from vault_tools.core.rules.board import Board, board
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.wishes import Page, TakenIn

if TYPE_CHECKING:
    from vault_tools.core.wording.rendering import Wording

_DRAWS = 4  # what goes below the block may add a line to it, and that may move the line of a problem


class Drawn(NamedTuple):
    """The dashboard's new text, what it shows, and how many lines went below its block."""

    text: str
    board: Board
    below: int


class Desk:
    """The notes at one moment, and the dashboard's text as one of them: below its block tasks may stand.

    `unread` are those that the disk did not give.
    """

    def __init__(self, session: Session, text: str | None) -> None:
        self._session = session
        look = session.vault.look()
        self.path = _path_of(session.vault.dashboard, look.notes)
        self._notes = tuple([n for n in look.notes if n.path != self.path])
        # a link to a note elsewhere in the vault is read there, and not a second time as the dashboard
        self._counts = text is None or len(self._notes) < len(look.notes)
        self._problems = tuple(p for p in look.problems if p.path != self.path or not self._counts)
        self.unread = tuple(p for p in look.problems if p.is_unread)
        self._own: Note | None = None
        self._search: Search | None = None
        self._page: tuple[Page, Board] | None = None

    def search(self, text: str | None) -> Search:
        """All notes, the dashboard as `text` has it."""
        own = self._read(text) if text is not None and self._counts else None
        if self._search is None or _sayings(own) != _sayings(self._own):
            vault, mine = self._session.vault, () if own is None else (own,)
            self._session.problems = (*self._problems, *(own.problems if own else ()))
            self._search = self._session.last = search_again(
                self._session.last, (*self._notes, *mine), vault.playbook, vault.settings, self._session.today
            )
            self._own, self._page = own, None
        return self._search

    def _read(self, text: str) -> Note:
        note, last = read_note(self.path, encode(text)), self._session.last
        before = last and last.catalogue.at(self.path)
        return as_before(before, note) if before else note

    def page(self, text: str | None) -> tuple[Page, Board]:
        """What stands in the block of a dashboard that has `text` around it."""
        found = self.search(text)
        if self._page is None:
            made = self._session.made
            wording, problems = self._session.wording, self._session.problems
            if made is None or not made.is_of(found, problems, wording):
                made = self._session.made = _made(found, problems, wording)
            self._page = made.page, made.board
        return self._page

    def reading(self, text: str) -> Callable[[str], bytes]:
        """Gives the bytes of a note now; of the dashboard, those of `text`."""
        return lambda path: encode(text) if path == self.path else self._session.vault.read(path)

    def drawn(self, text: str | None, taken_in: TakenIn) -> Drawn:
        """The new text. What goes below the block counts at once, so it is drawn until it stays as it is."""
        from vault_tools.core.wording.frame import compose

        below = sum(1 for line in (*taken_in.listed, *taken_in.foreign) if line.strip())
        for _ in range(_DRAWS):
            page, shown = self.page(text)
            new = compose(text, page.inner, today=self._session.today, taken_in=taken_in)
            if new == text:
                break
            text, taken_in = new, TakenIn()
        return Drawn(new, shown, below)


def _path_of(dashboard: str, notes: Iterable[Note]) -> str:
    """Where the dashboard stands: as the settings have it, or in other capitals on a disk where these do not count."""
    if any(note.path == dashboard for note in notes):
        return dashboard
    wanted = key(dashboard)
    return next((note.path for note in notes if key(note.path) == wanted), dashboard)


def _made(search: Search, problems: tuple[Problem, ...], wording: Wording) -> Made:
    from vault_tools.core.wording.dashboard import page

    shown = board(search, problems)
    return Made(search, problems, wording, page(shown, search, wording, hint=_hint(search)), shown)


def _sayings(note: Note | None) -> tuple[object, ...]:
    """What of the dashboard's own text makes a difference to what is drawn: `as_of` does not."""
    if note is None:
        return ()
    properties = {name: value for name, value in note.properties.items() if name != "as_of"}
    return properties, note.tasks, note.log, note.problems, note.drafts


def _hint(search: Search) -> str:
    """A sentence for the weeks after a no: keep the others moving. Not to somebody who took a job since."""
    from vault_tools.core.meaning.dates import day_of, shift
    from vault_tools.core.rules.followups import received_day

    step = search.playbook.steps.get("other-strategies")
    if step is None or not step.holds_under(search.settings) or not isinstance(step.offset[0], int):
        return ""
    jobs = [day_of(a.end or search.today) for a in search.applications.values() if a.stage == "accepted"]
    for note in search.catalogue.of_type("rejection"):
        day = received_day(note)
        if day is not None and any(job >= day for job in jobs):
            continue
        if day is not None and shift(day, 2) <= search.today <= shift(day, step.offset[0]):
            return step.text[0]
    return ""
