"""An invitation becomes an interview, or is kept until it has a day. Works on the staged vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import chain

from vault_tools.commands.calendar_entries import (
    changed_by,
    entries_of,
    event_key,
    keys_of,
    moment_in,
    unsure_in,
    was_called_off_before,
)
from vault_tools.commands.clocks import said_on_clock, zone_of
from vault_tools.commands.keeping_mails import keep, words_of
from vault_tools.commands.making import Brought
from vault_tools.commands.staging import Staging, with_key, with_property
from vault_tools.commands.telling_apart import Letter, why_of
from vault_tools.core.meaning.dates import as_said, day_of, shift, working_day
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, starts_of
from vault_tools.core.taking.appointment import Said, appointed
from vault_tools.core.taking.matching import Match, ended_on

_ROUNDS = ("first", "second", "third", "fourth", "fifth")
_FRESH = 14  # days in which an invitation without a time still waits for an answer


def bring_invitation(staging: Staging, letter: Letter, match: Match, application: Application) -> None:
    """An interview, where the mail says when; else it is kept, and waits for an answer while it is fresh."""
    assert letter.moment is not None and letter.day is not None
    if changed_by(staging, letter, application):
        return
    said = unsure_in(staging, letter)
    if said is None and moment_in(staging, letter) is None:
        said = appointed(
            letter.verdict.own,
            staging.words.months,
            staging.lexicon,
            letter.moment,
            lambda one: said_on_clock(one, staging.session.vault.settings.timezone),
        )
    moment = _moment(staging, letter, said)
    if moment is not None:
        if was_called_off_before(application.note, letter.mail.appointment):
            keep(staging, letter, application.note, "it is older than the mail that called it off")
            return
        there = _there(staging, letter, application, said)
        ended = ended_on(application)
        if there is not None:
            _keep_there(staging, letter, there, moment, said)
            return
        if not application.is_ended or (ended is not None and moment.date() <= ended):
            _interview(staging, letter, match, application, moment, said)
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
    keep(
        staging,
        letter,
        application.note,
        f"{_not_known(said)[0]}; {why_of(letter, match)}; {_not_known(said)[1]}: "
        f'vault new-interview "{fit_to_type(application.note.name)}" --on …',
        *changes,
    )


def _moment(staging: Staging, letter: Letter, said: Said | None, note: Note | None = None) -> datetime | None:
    """To when a mail invites, by the user's own clock or that of a note: as its entry says, or else its words."""
    if said is None:
        return moment_in(staging, letter, note)
    return said_on_clock(said, zone_of(note, staging.session.vault.settings.timezone))


def _there(staging: Staging, letter: Letter, application: Application, said: Said | None) -> Note | None:
    """The interview of that day that an invitation is to: at its very time, or else one of no other entry."""
    has_entry = bool(event_key(letter.mail.appointment))
    moments = [(n, starts_of(n), _moment(staging, letter, said, n)) for n in application.interviews]
    that_day = [one for one in moments if one[1] and one[2] and day_of(one[1]) == one[2].date()]
    at_once = (note for note, starts, moment in that_day if starts == moment)
    return next(chain(at_once, (n for n, *_ in that_day if not (has_entry and entries_of(n)))), None)


def _not_known(said: Said | None) -> tuple[str, str]:
    """What an invitation lacks, and what has to come before it is an interview."""
    if said is None:
        return "an invitation without a day yet", "when it has one"
    moment = f"{as_said(said.starts)} {said.called}"
    return f"an invitation to {moment}, and when that is by your clock is not sure", "when you know"


def _interview(
    staging: Staging,
    letter: Letter,
    match: Match,
    application: Application,
    moment: datetime,
    said: Said | None,
) -> None:
    words = " ".join((letter.mail.subject, *letter.verdict.own)).casefold()
    count = len(application.interviews)
    named = next((name for name, round_ in staging.lexicon.rounds.items() if round_.search(words)), "")
    typed = {
        "application": application.note.path,
        "starts": moment.isoformat(timespec="minutes"),
        "round": named or _ROUNDS[min(count, len(_ROUNDS) - 1)],
    }
    keys = tuple(filter(None, (letter.mail.key, *keys_of(letter.mail.appointment, moment))))
    created = staging.make("interview", typed, Brought(keys, text=words_of(letter), is_another=True))
    if created is not None:
        staging.say(
            "made",
            created.name,
            f"{moment:%H:%M}{_elsewhere(moment, said)}; {why_of(letter, match)}",
            kind="interview",
            where=letter.mail.where,
        )


def _elsewhere(moment: datetime, said: Said | None) -> str:
    """What the mail says, where that is by another clock."""
    return (
        f", which is {as_said(said.starts)} {said.called}"
        if said is not None and said.starts != moment
        else ""
    )


def _keep_there(staging: Staging, letter: Letter, there: Note, moment: datetime, said: Said | None) -> None:
    """The words of an invitation in the note of an interview of that day, which is known by its entry from then on."""
    starts, here = starts_of(there), _moment(staging, letter, said, there) or moment
    why = "the invitation is kept there"
    if isinstance(starts, datetime) and starts != here:
        why += (
            f', and says {here:%H:%M}; `vault reschedule "{fit_to_type(there.name)}" {here:%H:%M}` takes that'
        )
    keys = keys_of(letter.mail.appointment, moment)
    keep(staging, letter, there, why, *(with_key(key) for key in keys))


def _kept_only(staging: Staging, letter: Letter, application: Application, why: str) -> None:
    keep(staging, letter, application.note, f"{letter.sort.value} is kept there; {why}")
