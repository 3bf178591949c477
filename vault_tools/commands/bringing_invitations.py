"""An invitation becomes an interview, or is kept until it has a day. Works on the staged vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from vault_tools.commands.closing import calling_off
from vault_tools.commands.keeping_mails import keep, words_of
from vault_tools.commands.making import Brought
from vault_tools.commands.page import KEYS
from vault_tools.commands.rescheduling import moving
from vault_tools.commands.staging import Staging, with_key, with_property
from vault_tools.commands.telling_apart import Letter, local, why_of
from vault_tools.core.meaning.dates import as_text, day_of, shift, working_day
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, is_called_off, starts_of
from vault_tools.core.rules.catalogue import as_list
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
        if changed_by(staging, letter, application):
            return
        there = next(
            (n for n in application.interviews if (s := starts_of(n)) and day_of(s) == moment.date()), None
        )
        known = staging.keys.get(event)
        known = None if known is not None and is_called_off(known) else known
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
    keys = tuple(filter(None, (letter.mail.key, *_event_keys(letter.mail.appointment))))
    created = staging.make("interview", typed, Brought(keys, text=words_of(letter)))
    if created is not None:
        staging.say(
            "made",
            created.name,
            f"{moment:%H:%M}; {why_of(letter, match)}",
            kind="interview",
            where=letter.mail.where,
        )


def changed_by(staging: Staging, letter: Letter, application: Application) -> bool:
    """Move, or call off, the interview that a mail's calendar entry changes, and its steps; whether there is one.

    An entry that is no newer than the last one about it moves nothing, since mails may come in any order.
    """
    appointment, event = letter.mail.appointment, event_key(letter.mail.appointment)
    known = staging.keys.get(event) if event else None
    moment = _starts(appointment, staging.session.vault.settings.timezone)
    if appointment is None or known is None or moment is None or application.is_ended:
        return False
    starts, newer = starts_of(known), appointment.sequence - _sequence_of(known, event)
    if known.type != "interview" or is_called_off(known) or starts is None:
        return False
    if appointment.is_cancelled and (newer >= 0 or not appointment.sequence):  # some say it without a number
        lines, change = calling_off(staging.search, known, letter.day or staging.session.today)
        why = f"it is called off{', and its steps with it' if lines else ''}"
        keep(staging, letter, known, why, lambda text: decode(change(encode(text))))
        return True
    if appointment.is_cancelled or starts == moment or newer <= 0:
        return False
    done, change = moving(staging.search, known, moment)
    keep(
        staging, letter, known,
        f"moved to {moment:%Y-%m-%d %H:%M} from {as_text(starts).replace('T', ' ')[:16]}"
        f"{', and its steps with it' if done.steps else ''}",
        lambda text: decode(change(encode(text))),
        with_key(_event_keys(appointment)[-1]),
    )  # fmt: skip
    return True


def _sequence_of(note: Note, event: str) -> int:
    """Which of the mails about an appointment its note tells of."""
    values = (str(value) for value in as_list(note.properties.get(KEYS)))
    found = (value.removeprefix(f"{event}#") for value in values if value.startswith(f"{event}#"))
    return max((int(number) for number in found if number.isascii() and number.isdecimal()), default=0)


def _event_keys(appointment: Appointment | None) -> tuple[str, ...]:
    """What an interview keeps of its calendar entry, and which of the mails about it that was, if not the first."""
    event = event_key(appointment)
    if appointment is None or not event:
        return ()
    return (event, f"{event}#{appointment.sequence}") if appointment.sequence else (event,)


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
