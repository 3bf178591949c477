"""Which mails have to do with each other: of those that have not, none has to see what another led to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vault_tools.commands.calendar_entries import event_key
from vault_tools.commands.keeping_mails import is_person
from vault_tools.commands.staging import Staging
from vault_tools.commands.telling_apart import Letter
from vault_tools.core.meaning.called import plain_name
from vault_tools.core.taking.linkedin import job_key
from vault_tools.core.taking.matching import application_behind


def circles(staging: Staging, letters: Sequence[Letter]) -> list[str]:
    """The circle of each mail. Joined are those of one thread, one company or one writer, and what these are joined with.

    A company is joined with all whom its applications name, so that somebody of two companies makes them one circle.
    """
    joined = _Joined()
    for letter in letters:
        mail = letter.mail.key
        for thing in _things(staging, letter):
            joined.join(mail, thing)
        for company in _companies(staging, letter):
            joined.join(mail, f"company {staging.words.company(company)}")
            for application in staging.houses.at(company):
                for person in (p for people in application.people.values() for p in people):
                    joined.join(mail, f"person {plain_name(person.name)}")
    return [joined.circle(letter.mail.key) for letter in letters]


def _things(staging: Staging, letter: Letter) -> Iterator[str]:
    yield from (f"mail:{id}" for id in letter.mail.thread)
    if event := event_key(letter.mail.appointment):
        yield event
    if is_person(letter.mail.name, letter.mail.address, staging.lexicon):
        yield f"person {plain_name(letter.mail.name)}"


def _companies(staging: Staging, letter: Letter) -> Iterator[str]:
    """The company it names, and that of each application which it leads to by a thread or a link."""
    if letter.named.company:
        yield staging.company(letter.named.company)
    keys = (letter.mail.key, *(f"mail:{id}" for id in letter.mail.thread), job_key(letter.mail.text))
    notes = [staging.keys[key] for key in keys if key in staging.keys]
    behind = [application_behind(staging.search, note) for note in notes]
    for application in behind:
        if application is not None and application.company:
            yield staging.company(application.company)


class _Joined:
    """Things that are one circle, found by going up to the one that stands for it."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def circle(self, thing: str) -> str:
        while (above := self._above.setdefault(thing, thing)) != thing:
            self._above[thing] = thing = self._above[above]
        return thing

    def join(self, one: str, other: str) -> None:
        self._above[self.circle(other)] = self.circle(one)
