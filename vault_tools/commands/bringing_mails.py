"""What mails say becomes applications, interviews and noes, or is kept in their notes. Works on the staged vault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Protocol

from vault_tools.commands.asking_about import Ask, Choose, applications_near, ask_about
from vault_tools.commands.bringing_invitations import bring_invitation
from vault_tools.commands.bringing_jobs import sent_off
from vault_tools.commands.calendar_entries import changed_by, event_key, keep_a_cancelling, moment_in
from vault_tools.commands.circles import circles
from vault_tools.commands.gathering import Gathered
from vault_tools.commands.keeping_mails import keep, with_writer, words_of
from vault_tools.commands.making import Brought
from vault_tools.commands.rounds import Task, in_rounds
from vault_tools.commands.staging import Item, Staging, with_property
from vault_tools.commands.telling_apart import (
    Letter,
    doubts_of,
    letters_of,
    match_of,
    why_of,
)
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.rules.applications import Application, starts_of
from vault_tools.core.rules.endings import how_it_ended
from vault_tools.core.taking.matching import Match
from vault_tools.core.taking.verdict import MOVES, TEST, WITHDRAWN, Sort

_UNKNOWN = "no application is known to which it belongs"


class Asking(Protocol):
    """Who can be asked, and whose the mails are."""

    @property
    def mine(self) -> tuple[str, ...]: ...
    @property
    def choose(self) -> Choose | None: ...
    @property
    def ask(self) -> Ask | None: ...


def sorted_out(staging: Staging, gathered: Gathered, wishes: Asking) -> list[Letter]:
    """The mails that are answers, oldest first."""
    if not gathered.mails:
        return []
    return letters_of(staging, gathered.mails, staging.lexicon, wishes.mine)


def bring_applications(staging: Staging, letters: list[Letter], wishes: Asking) -> None:
    """What was applied for: by a confirmation, or by an answer that can belong to nothing else.

    A confirmation without a role has its turn when the answers have said theirs, if nobody can be asked.
    """
    later: list[int] = []

    def brought(place: int) -> Iterator[None]:
        letter = letters[place]
        match = match_of(staging, letter)
        doubts = doubts_of(letter, match)
        waits = match.application is None and not letter.named.role and wishes.choose is None
        if letter.sort is Sort.CONFIRMATION and waits and place not in later:
            later.append(place)
        elif letter.sort is Sort.CONFIRMATION:
            _confirmation(staging, letter, match, doubts, wishes)
        elif (
            letter.sort in (Sort.REJECTION, Sort.INVITATION)
            and not doubts
            and match.application is None
            and letter.named.role
        ):
            path = _application(staging, letter, None)
            if path:
                letters[place] = _placed(letter, path)
        yield from ()  # it has to see nothing of what it staged

    _each(staging, letters, map(brought, range(len(letters))), wishes)
    again = sorted(later)
    _each(staging, [letters[place] for place in again], map(brought, again), wishes)


def bring_answers(staging: Staging, letters: list[Letter], wishes: Asking) -> None:
    """Invitations, noes and other news, oldest first; what is not sure is asked, or listed."""
    letters = [letter for letter in letters if letter.sort is not Sort.CONFIRMATION]

    def brought(letter: Letter) -> Iterator[None]:
        match = match_of(staging, letter)
        doubts = doubts_of(letter, match)
        if match.application is None and not doubts:
            doubts = (_UNKNOWN,)
        if doubts:
            decided = _decided(staging, letter, match, doubts, wishes)
            if decided is None:
                return
            letter = decided
            if not letter.place:
                letter = _placed(letter, _application(staging, letter, None))
                yield  # it has to be found
            match = match_of(staging, letter)
        if match.application is not None:
            yield from _answer(staging, letter, match, match.application)

    _each(staging, letters, map(brought, letters), wishes)


def _each(
    staging: Staging, letters: Sequence[Letter], turns: Iterable[Iterator[None]], wishes: Asking
) -> None:
    """Each mail in its turn; those that have nothing to do with each other share a look at the vault.

    Of one about which may be asked whose it is nobody knows beforehand to what it, and its circle, will belong.
    """
    told: list[list[Item]] = [[] for _ in letters]
    joined = circles(staging, letters)
    anybodys = {circle for circle, one in zip(joined, letters, strict=True) if _may_be_anybodys(one, wishes)}
    tasks = [
        Task(
            None if circle in anybodys else frozenset((circle,)),
            staging.gathered(of_one, into),
        )
        for circle, of_one, into in zip(joined, turns, told, strict=True)
    ]
    with staging.held():
        in_rounds(tasks, staging.look_again)
    staging.items.extend(chain.from_iterable(told))


def _may_be_anybodys(letter: Letter, wishes: Asking) -> bool:
    return wishes.choose is not None and not (
        letter.is_asked or (letter.named.company and not letter.named.doubts)
    )


def _confirmation(
    staging: Staging, letter: Letter, match: Match, doubts: tuple[str, ...], wishes: Asking
) -> None:
    if match.application is None and letter.named.company and letter.named.role:
        doubts = tuple(
            d for d in doubts if d != match.doubt
        )  # another role at the same company: one more application
    if match.application is None and not letter.named.role:
        doubts = (*doubts, "it names no role")
    if doubts:
        decided = _decided(staging, letter, match, doubts, wishes)
        if decided is None:
            return
        letter, match = decided, match_of(staging, decided) if decided.place else Match()
    application = match.application
    if application is None:
        _application(staging, letter, letter.day)
        return
    is_sent = letter.day is not None and sent_off(staging, application, letter.day)
    changes = []
    if letter.day and not is_sent and application.applied is None and application.stage != "lead":
        changes.append(with_property("applied", letter.day.isoformat()))
    why = f"the confirmation is kept there; {why_of(letter, match)}"
    keep(staging, letter, application.note, why, *changes)


def _application(staging: Staging, letter: Letter, applied: date | None) -> str:
    """A new application that a mail tells of; its path, empty where it is refused. Only a confirmation says when."""
    keeps = letter.sort is Sort.CONFIRMATION
    typed = {
        "company": staging.company(letter.named.company),
        "role": letter.named.role,
        "applied": applied.isoformat() if applied else "no",
    }
    brought = Brought(
        (letter.mail.key,) if keeps else (),
        "applied",
        text=words_of(letter) if keeps else "",
        is_another=True,
    )
    created = staging.make("application", typed, brought)
    if created is None:
        return ""
    when = f"applied {applied}" if applied else "no day known"
    staging.say(
        "made", created.name, f"{when}; {why_of(letter)}", kind="application", where=letter.mail.where
    )
    return created.path


def _answer(staging: Staging, letter: Letter, match: Match, application: Application) -> Iterator[None]:
    if letter.sort is Sort.NEWS and changed_by(staging, letter, application):
        return
    if letter.sort is Sort.REJECTION:
        application = yield from with_writer(staging, letter, application)
        _no(staging, letter, match, application)
    elif letter.sort is Sort.INVITATION:
        application = yield from with_writer(staging, letter, application)
        bring_invitation(staging, letter, match, application)
    else:
        why = f"{_told(letter)} is kept there{_hint(staging, letter, application)}"
        entry = letter.mail.appointment
        if entry is not None and entry.is_cancelled:
            keep_a_cancelling(staging, letter, application, why)
        else:
            keep(staging, letter, application.note, why)


def _told(letter: Letter) -> str:
    """What a mail is, as closely as it was told."""
    news = {
        MOVES: "a mail that moves an appointment",
        TEST: "a test to do",
        WITHDRAWN: "a mail that confirms that you withdrew",
    }
    why = letter.verdict.why[:1] if letter.sort is Sort.NEWS else ()
    return next((news[one] for one in why if one in news), letter.sort.value)


def _hint(staging: Staging, letter: Letter, application: Application) -> str:
    if letter.sort is Sort.OFFER:
        return f'; write it down: vault new-offer "{fit_to_type(application.note.name)}"'
    if WITHDRAWN in letter.verdict.why and not application.is_ended:
        return f'; write it down: vault close "{fit_to_type(application.note.name)}" --as withdrawn'
    if MOVES not in letter.verdict.why or application.is_ended:
        return ""
    entry = letter.mail.appointment
    if entry is None:
        note = next(iter(application.interviews[-1:]), None)
    else:
        then = (n for n in application.interviews if starts_of(n) == moment_in(staging, letter, n))
        note = staging.keys.get(event_key(entry)) or next(then, None)
    if note is None:
        return ""
    if entry is not None and entry.is_cancelled:
        return f'; `vault close "{fit_to_type(note.name)}" --called-off` calls it off'
    return f'; `vault reschedule "{fit_to_type(note.name)}" …` moves it, once you know the new day'


def _no(staging: Staging, letter: Letter, match: Match, application: Application) -> None:
    if application.is_ended and (application.rejections or application.stage in ("accepted", "withdrawn")):
        note = application.rejections[-1] if application.rejections else application.note
        keep(
            staging,
            letter,
            note,
            f"{application.note.name} is {how_it_ended(application)} already; the mail is kept there",
        )
        return
    assert letter.moment is not None
    typed = {"application": application.note.path, "received": letter.moment.isoformat(timespec="minutes")}
    created = staging.make("rejection", typed, Brought((letter.mail.key,), text=words_of(letter)))
    if created is not None:
        staging.say("made", created.name, why_of(letter, match), kind="rejection", where=letter.mail.where)


def _decided(
    staging: Staging, letter: Letter, match: Match, doubts: tuple[str, ...], wishes: Asking
) -> Letter | None:
    """What the user says of a mail that is not sure; None, and told, where they pass it over or are not asked."""
    near = applications_near(staging, letter, match) if wishes.choose is not None else []
    # news of nothing that is known makes no application, and needs none
    if wishes.choose is None or wishes.ask is None or (letter.sort is Sort.NEWS and not near):
        whys = doubts if wishes.choose is None else (_UNKNOWN,)
        why = f"perhaps {letter.sort.value}; not sure: {'; '.join(whys)}"
        staging.say("asked", letter.shown, why, kind="mail", where=letter.mail.where)
        return None
    decided = ask_about(staging, letter, near, doubts, wishes.choose, wishes.ask)
    if decided is None:
        staging.say("passed", letter.shown, "you passed it over", kind="mail", where=letter.mail.where)
    return decided


def _placed(letter: Letter, path: str) -> Letter:
    return letter._replace(place=path)
