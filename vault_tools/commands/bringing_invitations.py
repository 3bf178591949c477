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
    was_called_off_before,
)
from vault_tools.commands.keeping_mails import keep, words_of
from vault_tools.commands.making import Brought
from vault_tools.commands.staging import Staging, with_key, with_property
from vault_tools.commands.telling_apart import Letter, why_of
from vault_tools.core.meaning.dates import day_of, shift, working_day
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, starts_of
from vault_tools.core.taking.appointment import appointed
from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.matching import Match, ended_on

_ROUNDS = ("first", "second", "third", "fourth", "fifth")
_FRESH = 14  # days in which an invitation without a time still waits for an answer


def bring_invitation(staging: Staging, letter: Letter, match: Match, application: Application) -> None:
    """An interview, where the mail says when; else it is kept, and waits for an answer while it is fresh."""
    assert letter.moment is not None and letter.day is not None
    if changed_by(staging, letter, application):
        return
    moment = moment_in(staging, letter) or appointed(
        letter.verdict.own, staging.words.months, staging.lexicon, letter.moment
    )
    if moment is not None:
        if was_called_off_before(application.note, letter.mail.appointment):
            keep(staging, letter, application.note, "it is older than the mail that called it off")
            return
        that_day = [n for n in application.interviews if (s := starts_of(n)) and day_of(s) == moment.date()]
        has_entry = bool(event_key(letter.mail.appointment))
        at_once = (n for n in that_day if starts_of(n) == moment)
        there = next(chain(at_once, (n for n in that_day if not (has_entry and entries_of(n)))), None)
        ended = ended_on(application)
        if there is not None:
            _keep_there(staging, letter, there, moment)
            return
        if not application.is_ended or (ended is not None and moment.date() <= ended):
            _interview(staging, letter, match, application, moment, staging.lexicon)
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
    way = f'vault new-interview "{application.note.name}" --on …'
    keep(
        staging,
        letter,
        application.note,
        f"an invitation without a day yet; {why_of(letter, match)}; when it has one: {way}",
        *changes,
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
    keys = tuple(filter(None, (letter.mail.key, *keys_of(letter.mail.appointment, moment))))
    created = staging.make("interview", typed, Brought(keys, text=words_of(letter), is_another=True))
    if created is not None:
        staging.say(
            "made",
            created.name,
            f"{moment:%H:%M}; {why_of(letter, match)}",
            kind="interview",
            where=letter.mail.where,
        )


def _keep_there(staging: Staging, letter: Letter, there: Note, moment: datetime) -> None:
    """The words of an invitation in the note of an interview of that day, which is known by its entry from then on."""
    starts = starts_of(there)
    why = "the invitation is kept there"
    if isinstance(starts, datetime) and starts != moment:
        why += f', and says {moment:%H:%M}; `vault reschedule "{fit_to_type(there.name)}" {moment:%H:%M}` takes that'
    keys = keys_of(letter.mail.appointment, moment)
    keep(staging, letter, there, why, *(with_key(key) for key in keys))


def _kept_only(staging: Staging, letter: Letter, application: Application, why: str) -> None:
    keep(staging, letter, application.note, f"{letter.sort.value} is kept there; {why}")
