"""What is asked about a mail that is not sure: whose it is, or of which new application. Changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from vault_tools.commands.staging import Staging
from vault_tools.commands.telling_apart import Letter
from vault_tools.core.meaning.names import key, one_line
from vault_tools.core.rules.applications import Application
from vault_tools.core.taking.matching import Match, called_so
from vault_tools.core.taking.names_in_mail import Named, is_from_house
from vault_tools.core.taking.verdict import Sort
from vault_tools.core.taking.words import folded

Choose = Callable[[str, Sequence[str]], int]
Ask = Callable[[str], str]
_NONE = "none of them: pass it over"
_SHOWN = 8  # applications to choose from
_WORDS = 260  # characters of a mail that are shown with a question


def ask_about(
    staging: Staging,
    letter: Letter,
    near: Sequence[Application],
    doubts: Sequence[str],
    choose: Choose,
    ask: Ask,
) -> Letter | None:
    """What the user says of a mail that is not sure: which of those `near` it is about, or a new one; None to pass it over."""
    more, near = len(near[_SHOWN:]), near[:_SHOWN]
    sort = letter.sort.value
    answers = [f"{sort}: {a.note.name}" for a in near]
    another = f"another one, by its name ({more} more here), or one" if more else "an application"
    answers += [f"{sort}: {another} that is not here yet", _NONE]
    chosen = choose(f"{_question(letter, doubts)}\nIt is", answers)
    if chosen == len(answers) - 1:
        return None
    sure = letter._replace(verdict=letter.verdict._replace(doubts=()), is_asked=True)
    if chosen < len(near):
        return sure._replace(place=near[chosen].note.path)
    return _typed(staging, sure, letter.named._replace(role="") if more else letter.named, choose, ask)


def _typed(staging: Staging, letter: Letter, named: Named, choose: Choose, ask: Ask) -> Letter | None:
    """A mail of what is typed: the application that is there, if it names one, or else a new one."""
    known = "" if "guess" in " ".join(named.doubts) else named.company
    company = one_line(known or ask("Which company"))
    if whole := [a for a in staging.search.applications.values() if key(a.note.name) == key(company)]:
        return letter._replace(place=whole[0].note.path)
    role = one_line(named.role or ask("Which role")) if company else ""
    new = letter._replace(named=Named(company, role)) if company and role else None
    there = staging.houses.at(company) if company and not (known and named.role) else []
    like = called_so(there, role, staging.words) if role else there
    is_it = len(like) == 1 and staging.words.role(like[0].role) == staging.words.role(role)
    if is_it and not like[0].is_ended:
        return letter._replace(place=like[0].note.path)
    if not like:
        return new
    answers = [*(a.note.name for a in like), *([f"another one at {company}"] if role else []), _NONE]
    chosen = choose(f"\n{letter.shown}\nIt is", answers)
    if chosen < len(like):
        return letter._replace(place=like[chosen].note.path)
    return new if chosen < len(answers) - 1 else None


def applications_near(staging: Staging, letter: Letter, match: Match) -> list[Application]:
    """The applications that it may belong to, the likeliest first; where it names no employer, all that are open."""
    near = list(match.others) or ([match.application] if match.application else [])
    near += [a for a in staging.houses.at(letter.named.company) if a not in near]
    is_named = bool(letter.named.company) and not letter.named.doubts
    if not near and not is_named and letter.sort in (Sort.REJECTION, Sort.INVITATION, Sort.OFFER):
        near = [a for a in staging.search.applications.values() if not a.is_ended]
    said = folded(" ".join((letter.mail.name, letter.mail.subject, *letter.verdict.own)))
    near.sort(key=lambda a: a.applied or date.min, reverse=True)
    return sorted(near, key=lambda a: (-_likeness(staging, letter, a, said), a.is_ended))


def _likeness(staging: Staging, letter: Letter, application: Application, said: str) -> int:
    """How much speaks for an application: whose house the mail, or its calendar entry, is from, and whom it names."""
    entry = letter.mail.appointment
    writers = [letter.mail, *([letter.mail._replace(address=entry.organizer)] if entry else [])]
    company = [application.company]
    people = [folded(p.name) for some in application.people.values() for p in some]
    return (
        4 * any(is_from_house(mail, staging.lexicon, staging.words, company) for mail in writers)
        + 2 * (_stands_in(application.company, said) or any(_stands_in(name, said) for name in people))
        + _stands_in(application.role, said)
    )


def _stands_in(name: str, said: str) -> bool:
    return bool(name) and re.search(rf"(?<!\w){re.escape(folded(name))}(?!\w)", said) is not None


def _question(letter: Letter, doubts: Sequence[str]) -> str:
    said = " ".join(letter.verdict.own)
    words = said[:_WORDS] + ("…" if len(said) > _WORDS else "")
    return "\n".join(
        (
            f"\n{letter.shown}" + (f", {letter.day}" if letter.day else ""),
            f"  “{words}”",
            f"  Not sure: {'; '.join(doubts)}.",
        )
    )
