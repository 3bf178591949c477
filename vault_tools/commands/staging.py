"""Notes made and changed on a staged vault, one after the other, each told in a few words. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from vault_tools.commands.belonging import Asker
from vault_tools.commands.making import Brought, Making, Request
from vault_tools.commands.new import Created, built
from vault_tools.commands.page import KEYS
from vault_tools.commands.readying import make_ready
from vault_tools.commands.session import Session
from vault_tools.commands.values import Typed
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning import frontmatter
from vault_tools.core.meaning.insertion import append_lines
from vault_tools.core.meaning.names import key, note_name
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import append_to_list, set_property
from vault_tools.core.model import Edit, Note
from vault_tools.core.rules.catalogue import as_list
from vault_tools.core.rules.search import Search
from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.matching import Houses, houses, known_keys
from vault_tools.core.taking.words import Words
from vault_tools.store.staged import StagedVault

_OVER = object()


class Item(NamedTuple):
    """One thing that was found: its group (made, changed, same, asked, passed, unread), what, and why."""

    group: str
    what: str
    why: str = ""
    kind: str = ""
    where: str = ""


@dataclass
class Staging:
    """A session on a staged vault. `words` compares names.

    `went` is told of each thing that is done.

    While it is held, what is staged is not seen by what comes after it, which must not depend on it; `_unseen` are the
    names and ids that it has taken.
    """

    session: Session
    words: Words
    items: list[Item] = field(default_factory=list)
    went: Callable[[int], None] = lambda _done: None
    _is_held: bool = False
    _unseen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, session: Session) -> Staging:
        staged = StagedVault(session.vault.root, session.vault)
        return cls(Session(staged, session.today, session.now), staged.words)

    @property
    def lexicon(self) -> Lexicon:
        """The phrases by which mails are told apart."""
        return self.session.vault.lexicon

    @cached_property
    def search(self) -> Search:
        return self.session.search()

    @cached_property
    def keys(self) -> dict[str, Note]:
        return known_keys(self.search)

    @cached_property
    def houses(self) -> Houses:
        return houses(self.search, self.words)

    def company(self, name: str) -> str:
        """The name by which the vault knows a company, or the one that is given."""
        return self.houses.names.get(self.words.company(name), name)

    def say(self, group: str, what: str, why: str = "", *, kind: str = "", where: str = "") -> None:
        self.items.append(Item(group, what, why, kind, where))

    def make(
        self, kind: str, typed: Mapping[str, Typed], brought: Brought, *, reopen: bool = False
    ) -> Created | None:
        """A note with all that belongs to it, as its command makes it; None, and told, where that is refused."""
        typed = {name: _without_links(value) for name, value in typed.items()}
        request = Request(kind, typed, reopen, brought)
        try:
            made, created, edits = self._made(request)
            if not self._unseen.isdisjoint(_taken(created, edits)):
                self.look_again()
                made, created, edits = self._made(request)
        except VaultError as error:
            self.say("unread", str(next(iter(typed.values()), kind)), str(error), kind=kind)
            return None
        self._stage(edits)
        if self._is_held:
            self._unseen |= _taken(created, edits)
        if any(planned.step.scope == "search" for planned, _ in created.planned):
            self.look_again()  # there is one of these in the whole search
        self.session.told.extend(made.found.told)
        return created

    def _made(self, request: Request) -> tuple[Making, Created, list[Edit]]:
        asker = Asker(is_typed=False)
        kind = self.session.vault.kinds[request.kind]
        made = make_ready(self.session, self.search, kind, request, asker)
        return made, *built(made, asker)

    def change(self, path: str, *changes: Callable[[str], str]) -> bool:
        """Change the text of a note; False, and told, where that is refused."""
        before = self.session.vault.read(path)
        text = decode(before)
        try:
            for change in changes:
                text = change(text)
        except VaultError as error:
            self.say("unread", path, str(error))
            return False
        if encode(text) != before:
            self._stage([Edit(path, before, encode(text))])
        return True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Within, what is staged is seen after `look_again` alone."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
            self.look_again()

    def gathered(self, turns: Iterator[None], into: list[Item]) -> Iterator[None]:
        """These turns, with what is said in them kept apart."""
        while True:
            before = len(self.items)
            is_over = next(turns, _OVER) is _OVER
            into.extend(self.items[before:])
            del self.items[before:]
            if is_over:
                self.went(1)
                return
            yield

    def look_again(self) -> None:
        """Take in what was staged since; a look at all notes is what costs time."""
        self._unseen.clear()
        for name in ("search", "keys", "houses"):
            self.__dict__.pop(name, None)

    def edits(self) -> tuple[Edit, ...]:
        vault = self.session.vault
        assert isinstance(vault, StagedVault)
        return vault.edits()

    def _stage(self, edits: Iterable[Edit]) -> None:
        vault = self.session.vault
        assert isinstance(vault, StagedVault)
        vault.stage(edits)
        if not self._is_held:
            self.look_again()


def _taken(created: Created, edits: Iterable[Edit]) -> set[str]:
    """What is no longer free once they stand: the names of notes, and the ids of planned lines."""
    names = {f"note {key(note_name(edit.path))}" for edit in edits}
    return names | {f"id {planned.tail}" for planned, _ in created.planned}


def _without_links(value: Typed) -> Typed:
    """Foreign text as a value: `[[Dana Lee]]` in a table is a name, and leads nowhere."""
    if isinstance(value, str):
        return value.replace("[[", "[").replace("]]", "]")
    return (
        value if value is None or isinstance(value, bool) else [str(_without_links(item)) for item in value]
    )


def with_key(key: str) -> Callable[[str], str]:
    """Adds what the note is known by elsewhere."""

    def change(text: str) -> str:
        known = as_list(frontmatter.read(text).values.get(KEYS))
        return text if key in known else append_to_list(text, KEYS, key)

    return change


def with_property(name: str, value: object) -> Callable[[str], str]:
    return lambda text: set_property(text, name, value)


def with_lines(lines: Sequence[str]) -> Callable[[str], str]:
    """Adds lines at the note's end."""
    return lambda text: append_lines(text, lines)
