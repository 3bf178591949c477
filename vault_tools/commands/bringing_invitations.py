"""An invitation becomes an interview, or is kept until it has a day. Works on the staged vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from vault_tools.commands.keeping_mails import keep, words_of
from vault_tools.commands.making import Brought
from vault_tools.commands.staging import Staging, with_property
from vault_tools.commands.telling_apart import Letter, local, why_of
from vault_tools.core.meaning.dates import day_of, shift, working_day
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.rules.applications import Application, starts_of
from vault_tools.core.taking.appointment import appointed
from vault_tools.core.taking.calendar import Appointment
from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.matching import Match, ended_on

_ROUNDS = ("first", "second", "third", "fourth", "fifth")
_FRESH = 14  # days in which an invitation without a time still waits for an answer


def bring_invitation(staging: Staging, letter: Letter, match: Match, application: Application) -> None:
    """An interview, where the mail says when; else it is kept, and waits for an answer while it is fresh."""
    assert letter.day is not None
    months = staging.words.months
    event = event_key(letter.mail.appointment)
    moment = _starts(letter.mail.appointment, staging.session.vault.settings.timezone) or appointed(
        letter.verdict.own, months, letter.day
    )
    if moment is not None:
        there = next(
            (n for n in application.interviews if (s := starts_of(n)) and day_of(s) == moment.date()), None
        )
        known = staging.keys.get(event)
        if there is None and known is not None:
            way = f'`vault reschedule "{fit_to_type(known.name)}" {moment:%Y-%m-%dT%H:%M}` moves it'
            keep(staging, letter, known, f"it is on {moment:%Y-%m-%d %H:%M} now, and {way}")
            return
        ended = ended_on(application)
        if there is not None:
            keep(staging, letter, there, "the invitation is kept there")
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
    keys = tuple(filter(None, (letter.mail.key, event_key(letter.mail.appointment))))
    created = staging.make("interview", typed, Brought(keys, text=words_of(letter)))
    if created is not None:
        staging.say(
            "made",
            created.name,
            f"{moment:%H:%M}; {why_of(letter, match)}",
            kind="interview",
            where=letter.mail.where,
        )


def event_key(appointment: Appointment | None) -> str:
    """What an interview keeps of its calendar entry, which the mail that moves it repeats; empty where there is none."""
    return f"event:{appointment.uid}" if appointment is not None and appointment.uid else ""


def _starts(appointment: Appointment | None, own_zone: str) -> datetime | None:
    """An appointment by the user's own clock; a zone that nobody knows, nor its mail tells of, is taken for theirs."""
    if appointment is None:
        return None
    if not appointment.zone:
        return appointment.starts
    from zoneinfo import ZoneInfo

    try:
        return local(appointment.starts.replace(tzinfo=ZoneInfo(appointment.zone)), own_zone)
    except (KeyError, ValueError, OSError):
        if appointment.offset is None:
            return appointment.starts
        return local(appointment.starts.replace(tzinfo=timezone(appointment.offset)), own_zone)


def _kept_only(staging: Staging, letter: Letter, application: Application, why: str) -> None:
    keep(staging, letter, application.note, f"{letter.sort.value} is kept there; {why}")
