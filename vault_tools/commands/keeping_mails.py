"""The words of a mail kept in a note, and whoever wrote it as somebody to thank. Works on the staged vault."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Generator

from vault_tools.commands.making import Brought
from vault_tools.commands.staging import Staging, with_key, with_lines
from vault_tools.commands.telling_apart import Letter
from vault_tools.core.meaning.property_edit import append_to_list
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, Person
from vault_tools.core.rules.known import known_by
from vault_tools.core.rules.persons import person_meant
from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.words import squeezed
from vault_tools.core.wording.keepsake import folded_quote
from vault_tools.core.wording.linking import link_of

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")


def keep(staging: Staging, letter: Letter, note: Note, why: str, *changes: Callable[[str], str]) -> None:
    """The mail's words at the end of a note, and its key among the properties; told with the reason."""
    lines = words_of(letter).split("\n")
    if staging.change(note.path, *changes, with_key(letter.mail.key), with_lines(lines)):
        staging.say("changed", note.name, why, kind="mail", where=letter.mail.where)


def words_of(letter: Letter) -> str:
    """The mail as it stands in a note: folded, and harmless."""
    when = f", {letter.moment:%Y-%m-%d %H:%M}" if letter.moment is not None else ""
    return folded_quote(
        f"{letter.mail.name or letter.mail.address}{when}: {letter.mail.subject}", letter.mail.text
    )


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def with_writer(
    staging: Staging, letter: Letter, application: Application
) -> Generator[None, None, Application]:
    """The application with whoever wrote the mail as its recruiter, if it knows none and a person wrote it.

    It yields where what was staged has to be seen.
    """
    name, company = letter.mail.name, application.company
    lexicon = staging.lexicon
    if (
        application.people.get("recruiter")
        or not company
        or not is_person(name, letter.mail.address, lexicon)
    ):
        return application
    if known_by(staging.search.catalogue, application, name) is not None:
        return application
    meant = person_meant(staging.search.catalogue, name, company)
    if meant.note is not None and any(
        p.note == meant.note.path for people in application.people.values() for p in people
    ):
        return application
    if meant.note is None:
        typed = {"name": name, "company": company, "role": "recruiter", "email": letter.mail.address}
        created = staging.make("contact", typed, Brought())
        if created is None:
            return application
        person = Person(created.name, created.path)
        staging.say(
            "made", person.name, f"wrote to you from {company}", kind="contact", where=letter.mail.where
        )
        yield
    else:
        person = Person(meant.note.name, meant.note.path)
    link = str(link_of(staging.search.catalogue, person))
    staging.change(application.note.path, lambda text: append_to_list(text, "recruiter", link))
    yield
    return staging.search.applications.get(application.note.path, application)


def is_person(name: str, address: str, lexicon: Lexicon) -> bool:
    """Whether somebody wrote it themselves: a name of a person, which their address repeats, at no hiring system."""
    if (
        _PERSON.fullmatch(name) is None
        or lexicon.is_from(address, "systems")
        or lexicon.is_from(address, "alerts")
    ):
        return False
    if any(f" {team} " in f" {name.casefold()} " for team in lexicon.teams if len(team) > 3):
        return False
    local = squeezed(address.partition("@")[0])
    words = [
        squeezed(form) for word in name.split() for form in (word, word.translate(_WRITTEN_OUT), _bare(word))
    ]
    return any(len(word) > 2 and word in local for word in words) and squeezed(name) != squeezed(
        address.rpartition("@")[2]
    )
