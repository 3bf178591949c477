"""What mails say becomes applications, interviews and noes, or is kept in their notes. Works on the staged vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from vault_tools.commands.bringing_jobs import sent_off
from vault_tools.commands.gathering import Gathered
from vault_tools.commands.making import Brought
from vault_tools.commands.staging import Staging, with_key, with_lines, with_property
from vault_tools.commands.telling_apart import (
    Ask,
    Choose,
    Letter,
    ask_about,
    doubts_of,
    letters_of,
    local,
    match_of,
    why_of,
)
from vault_tools.core.meaning.dates import day_of, shift, working_day
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, starts_of
from vault_tools.core.taking.appointment import appointed
from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.mail import Appointment
from vault_tools.core.taking.matching import Match, ended_on
from vault_tools.core.taking.verdict import Sort
from vault_tools.core.wording.keepsake import folded_quote
from vault_tools.store.templates import load_lexicon

_ROUNDS = ("first", "second", "third", "fourth", "fifth")
_FRESH = 14  # days in which an invitation without a time still waits for an answer


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
    return letters_of(staging, gathered.mails, load_lexicon(staging.session.vault.templates), wishes.mine)


def bring_applications(staging: Staging, letters: list[Letter], wishes: Asking) -> None:
    """What was applied for: by a confirmation, or by an answer that can belong to nothing else."""
    for place, letter in enumerate(letters):
        match = match_of(staging, letter)
        doubts = doubts_of(letter, match)
        if letter.sort is Sort.CONFIRMATION:
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


def bring_answers(staging: Staging, letters: list[Letter], wishes: Asking) -> None:
    """Invitations, noes and other news, oldest first; what is not sure is asked, or listed."""
    for one in letters:
        if one.sort is Sort.CONFIRMATION:
            continue
        letter, match = one, match_of(staging, one)
        doubts = doubts_of(letter, match)
        if match.application is None and not doubts:
            doubts = ("no application is known to which it belongs",)
        if doubts:
            decided = ask_about(staging, letter, match, doubts, wishes.choose, wishes.ask)
            if decided is None:
                _not_sure(staging, letter, doubts, wishes)
                continue
            letter = decided if decided.place else _placed(decided, _application(staging, decided, None))
            match = match_of(staging, letter)
        if match.application is not None:
            _answer(staging, letter, match, match.application)


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
        decided = ask_about(staging, letter, match, doubts, wishes.choose, wishes.ask)
        if decided is None:
            _not_sure(staging, letter, doubts, wishes)
            return
        letter, match = decided, match_of(staging, decided) if decided.place else Match()
    application = match.application
    if application is None:
        _application(staging, letter, letter.day)
        return
    changes = sent_off(application, letter.day) if letter.day else []
    if _keep(staging, letter, application.note, *changes):
        staging.say(
            "changed",
            application.note.name,
            f"the confirmation is kept there; {why_of(letter, match)}",
            kind="mail",
            where=letter.mail.where,
        )


def _application(staging: Staging, letter: Letter, applied: date | None) -> str:
    """A new application that a mail tells of; its path, empty where it is refused. Only a confirmation says when."""
    keeps = letter.sort is Sort.CONFIRMATION
    typed = {
        "company": staging.company(letter.named.company),
        "role": letter.named.role,
        "applied": applied.isoformat() if applied else "no",
    }
    brought = Brought(
        (letter.mail.key,) if keeps else (), "applied", text=_words(letter) if keeps else "", is_another=True
    )
    created = staging.make("application", typed, brought)
    if created is None:
        return ""
    name = created.path.rpartition("/")[2].removesuffix(".md")
    when = f"applied {applied}" if applied else "no day known"
    staging.say("made", name, f"{when}; {why_of(letter)}", kind="application", where=letter.mail.where)
    return created.path


def _answer(staging: Staging, letter: Letter, match: Match, application: Application) -> None:
    if letter.sort is Sort.REJECTION:
        _no(staging, letter, match, application)
    elif letter.sort is Sort.INVITATION:
        _invitation(staging, letter, match, application)
    elif _keep(staging, letter, application.note):
        hint = (
            f'; write it down: vault new-offer "{application.note.name}"' if letter.sort is Sort.OFFER else ""
        )
        staging.say(
            "changed",
            application.note.name,
            f"{letter.sort.value} is kept there{hint}",
            kind="mail",
            where=letter.mail.where,
        )


def _no(staging: Staging, letter: Letter, match: Match, application: Application) -> None:
    if application.is_ended and (application.rejections or application.stage in ("accepted", "withdrawn")):
        note = application.rejections[-1] if application.rejections else application.note
        if _keep(staging, letter, note):
            staging.say(
                "changed",
                note.name,
                f"{application.note.name} is {application.stage or 'over'} already; the mail is kept there",
                kind="mail",
                where=letter.mail.where,
            )
        return
    assert letter.moment is not None
    typed = {"application": application.note.path, "received": letter.moment.isoformat(timespec="minutes")}
    created = staging.make("rejection", typed, Brought((letter.mail.key,), text=_words(letter)))
    if created is not None:
        name = created.path.rpartition("/")[2].removesuffix(".md")
        staging.say("made", name, why_of(letter, match), kind="rejection", where=letter.mail.where)


def _invitation(staging: Staging, letter: Letter, match: Match, application: Application) -> None:
    lexicon = load_lexicon(staging.session.vault.templates)
    assert letter.day is not None
    months = staging.words.months
    moment = _starts(letter.mail.appointment) or appointed(letter.verdict.own, months, letter.day)
    if moment is not None:
        there = next(
            (n for n in application.interviews if (s := starts_of(n)) and day_of(s) == moment.date()), None
        )
        ended = ended_on(application)
        if there is not None:
            if _keep(staging, letter, there):
                staging.say(
                    "changed",
                    there.name,
                    "the invitation is kept there",
                    kind="mail",
                    where=letter.mail.where,
                )
            return
        if not application.is_ended or (ended is not None and moment.date() <= ended):
            _interview(staging, letter, match, application, moment, lexicon)
            return
    if application.is_ended:
        _kept_only(
            staging, letter, application, "it has ended here; if it goes on: vault new-interview … --reopen"
        )
        return
    changes: list[Callable[[str], str]] = []
    if application.stage in ("lead", "applied") and "stage" in application.note.properties:
        changes.append(with_property("stage", "screening"))
    today = staging.session.today
    if (today - letter.day).days <= _FRESH and not application.note.properties.get("follow_up"):
        changes.append(with_property("follow_up", max(today, working_day(shift(letter.day, 1))).isoformat()))
    if _keep(staging, letter, application.note, *changes):
        way = f'vault new-interview "{application.note.name}" --on …'
        staging.say(
            "changed",
            application.note.name,
            f"an invitation without a day yet; {why_of(letter, match)}; when it has one: {way}",
            kind="mail",
            where=letter.mail.where,
        )


def _interview(
    staging: Staging,
    letter: Letter,
    match: Match,
    application: Application,
    moment: datetime,
    lexicon: Lexicon,
) -> None:
    said = " ".join((letter.mail.subject, *letter.verdict.own)).casefold()
    count = len(application.interviews)
    named = next((name for name, words in lexicon.rounds.items() if words.search(said)), "")
    typed = {
        "application": application.note.path,
        "starts": moment.isoformat(timespec="minutes"),
        "round": named or _ROUNDS[min(count, len(_ROUNDS) - 1)],
    }
    created = staging.make("interview", typed, Brought((letter.mail.key,), text=_words(letter)))
    if created is not None:
        name = created.path.rpartition("/")[2].removesuffix(".md")
        staging.say(
            "made",
            name,
            f"{moment:%H:%M}; {why_of(letter, match)}",
            kind="interview",
            where=letter.mail.where,
        )


def _kept_only(staging: Staging, letter: Letter, application: Application, why: str) -> None:
    if _keep(staging, letter, application.note):
        staging.say(
            "changed",
            application.note.name,
            f"{letter.sort.value} is kept there; {why}",
            kind="mail",
            where=letter.mail.where,
        )


def _starts(appointment: Appointment | None) -> datetime | None:
    """An appointment by the user's own clock; a zone that this machine does not know is taken for theirs."""
    if appointment is None:
        return None
    if not appointment.zone:
        return appointment.starts
    from zoneinfo import ZoneInfo

    try:
        return local(appointment.starts.replace(tzinfo=ZoneInfo(appointment.zone)))
    except (KeyError, ValueError, OSError):
        return appointment.starts


def _keep(staging: Staging, letter: Letter, note: Note, *changes: Callable[[str], str]) -> bool:
    """The mail's words at the end of a note, and its key among the properties."""
    return staging.change(
        note.path, *changes, with_key(letter.mail.key), with_lines(_words(letter).split("\n"))
    )


def _words(letter: Letter) -> str:
    when = f", {letter.moment:%Y-%m-%d %H:%M}" if letter.moment is not None else ""
    return folded_quote(
        f"{letter.mail.name or letter.mail.address}{when}: {letter.mail.subject}", letter.mail.text
    )


def _not_sure(staging: Staging, letter: Letter, doubts: tuple[str, ...], wishes: Asking) -> None:
    group = "passed" if wishes.choose is not None else "asked"
    why = (
        "you passed it over"
        if wishes.choose is not None
        else f"perhaps {letter.sort.value}; not sure: {'; '.join(doubts)}"
    )
    staging.say(group, letter.shown, why, kind="mail", where=letter.mail.where)


def _placed(letter: Letter, path: str) -> Letter:
    from dataclasses import replace

    return replace(letter, place=path)
