"""Play every kind, row and letter once on made-up notes, to see whether the vault's own templates render.

Nothing of it touches the disk: the notes it makes live in this process alone.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from vault_tools.commands.belonging import Asker
from vault_tools.commands.drafting import Occasion, has_message, rendered
from vault_tools.commands.making import Making, Request
from vault_tools.commands.new import built
from vault_tools.commands.readying import make_ready
from vault_tools.commands.session import Session
from vault_tools.core.errors import StorageError, TemplateError, VaultError
from vault_tools.core.meaning.kinds import Kind, Property
from vault_tools.core.meaning.notes import read_note
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Person
from vault_tools.core.rules.catalogue import catalogue
from vault_tools.core.rules.plan import Planned
from vault_tools.core.rules.playbook import Step
from vault_tools.core.rules.playbook_names import names_that_are_not_there
from vault_tools.core.rules.search import Search, search
from vault_tools.store.messages import load_tone, message_names
from vault_tools.store.vault import Vault

_NAME = "Sample"
_SOURCES = ("*.md.j2", "notes/*.md.j2", "messages/**/*.md.j2")


class _Stage(Vault):
    """The vault's settings and templates, with notes that are only played."""

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault.root)
        self.__dict__.update({name: getattr(vault, name) for name in ("settings", "kinds", "playbook")})
        self.played: dict[str, bytes] = {}

    def read(self, path: str) -> bytes:
        return self.played[path]


@dataclass
class _Play:
    """What was played so far, and what went wrong, each once."""

    session: Session
    stage: _Stage
    wrong: dict[str, VaultError] = field(default_factory=dict)

    def search(self) -> Search:
        notes: list[Note] = [read_note(path, data) for path, data in self.stage.played.items()]
        return search(catalogue(notes), self.stage.playbook, self.stage.settings, self.session.today)

    def attempt(self, act: Callable[[], Any]) -> None:
        """Whatever else is refused is no fault of a template: it fits only real notes."""
        try:
            act()
        except (TemplateError, StorageError) as error:
            self.wrong.setdefault(str(error), error)
        except (VaultError, KeyError):
            pass


def unknown_names(session: Session) -> Iterator[TemplateError]:
    """Every name in the vault's own playbook and kinds that means nothing there."""
    vault = session.vault
    rows, kinds = (partial(session.row, file) for file in ("playbook.toml", "kinds.toml"))
    return names_that_are_not_there(vault.playbook, vault.kinds, vault.settings, rows, kinds)


def rehearsed(session: Session, real: Search) -> Iterator[VaultError]:
    """Every error of the vault's own templates; none are looked for where it has no folder of them."""
    own = session.vault.templates
    if not own.is_dir():
        return
    stage = _Stage(session.vault)
    play = _Play(Session(stage, session.today, session.now), stage)
    for place in sorted(path for pattern in _SOURCES for path in own.glob(pattern)):
        play.attempt(partial(_compile, play.session, own, place))
    play.attempt(partial(load_tone, own, stage.settings.language))
    for step in stage.playbook.steps.values():
        play.attempt(partial(_has_its_letter, play.session, step))
    if not play.wrong:
        _kinds(play)
        _letters(play)
        play.attempt(partial(_dashboard, play.session, play.search()))
        play.attempt(partial(_dashboard, play.session, real))
    yield from play.wrong.values()


def _compile(session: Session, own: Path, place: Path) -> None:
    session.wording.compiles(place.relative_to(own).as_posix())


def _has_its_letter(session: Session, step: Step) -> None:
    """A letter that is not there would refuse the very note that the row stands in."""
    if step.message and not has_message(session, step.message):
        where, settings = session.row("playbook.toml", step.id, "message"), session.vault.settings
        raise TemplateError(
            f"{where}: step {step.id}: there is no letter '{step.message}'; "
            f"put messages/{step.message}.md.j2 into {settings.templates}/, or name one that is there"
        )


def _kinds(play: _Play) -> None:
    """Each kind with all its properties and with those it needs; what others belong to comes first."""
    kinds = play.stage.kinds
    ordered = sorted(kinds.values(), key=lambda kind: sum(_depth(kinds, p) for p in kind.given()))
    for whole in (True, False):
        for kind in ordered:
            names = _given(kind, whole)
            play.attempt(partial(_kind, play, kind, names, f"{_NAME} {'One' if whole else 'Two'}"))
    for kind in ordered:
        if kind.adds and kind.anchor:  # what was written without its day, or its people, gets them now
            people = {p.name for p in kind.given() if p.role}
            for names in (_given(kind, False), {*_given(kind, False), kind.anchor, *people}):
                play.attempt(partial(_kind, play, kind, names, f"{_NAME} Three"))


def _given(kind: Kind, whole: bool) -> set[str]:
    """The properties that are given: all, or those without which it is refused."""
    return {p.name for p in kind.given() if whole or p.required or p.link in ("application", "rejection")}


def _depth(kinds: Mapping[str, Kind], prop: Property) -> int:
    """How many notes must be there before one that has this property can be made."""
    if not prop.link or prop.make or prop.link not in kinds:
        return 0
    return 1 + sum(_depth(kinds, p) for p in kinds[prop.link].given() if p.link != prop.link)


def _kind(play: _Play, kind: Kind, names: Container[str], name: str) -> None:
    found = play.search()
    typed = {p.name: _typed(p, found, name) for p in kind.given() if p.name in names}
    made = make_ready(play.session, found, kind, Request(kind.name, typed, reopen=True), Asker())
    _, edits = built(made, Asker())
    for edit in edits:
        if edit.after is not None:
            play.stage.played[edit.path] = edit.after
    if kind.says:
        play.attempt(lambda: made.wording.value(kind.says, made.context(), where=made.where("says")))
    _rows(play, made)


def _rows(play: _Play, made: Making) -> None:
    """Every row that the kind earns, also those that this note would not get."""
    person = Person(f"{_NAME} Person")
    for step in play.stage.playbook.of_event(made.kind.event, "line") if made.kind.event else ():
        for index in range(len(step.text)):
            planned = Planned(step, index, person, "contact", None, play.session.today, "000000")
            play.attempt(partial(made.line, planned))
        if step.when:
            play.attempt(partial(made.row_holds, step.when))


def _typed(prop: Property, found: Search, name: str) -> Any:
    """Something of the property's type; a note of ours that is there where it links to one."""
    if prop.link and not prop.make:
        notes = list(found.catalogue.of_type(prop.link))
        return notes[-1].name if notes else name
    if prop.type == "list":
        return [name]
    if prop.type == "checkbox":
        return True
    if prop.type in ("date", "datetime"):
        return found.today.isoformat()
    return "1" if prop.type == "number" else prop.choices[0] if prop.choices else name


def _letters(play: _Play) -> None:
    """Each message, to somebody whom an application names and to somebody whom none does."""
    found = play.search()
    for message in message_names(play.stage.templates, play.stage.settings.language):
        for note in (*found.catalogue.of_type("application", "rejection", "contact"), None):
            person = Person(f"{_NAME} One")
            occasion = Occasion(person, note.path if note else "", about="a few words")
            play.attempt(partial(rendered, play.session, found, occasion, message))


def _dashboard(session: Session, found: Search) -> None:
    from vault_tools.core.rules.board import board
    from vault_tools.core.wording.dashboard import page

    page(board(found), found, session.wording)
