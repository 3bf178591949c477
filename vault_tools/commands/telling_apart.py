"""Mails told apart and matched to applications, and what speaks against doing it unasked. Asks and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from vault_tools.commands.gathering import my_addresses
from vault_tools.commands.staging import Staging
from vault_tools.core.meaning.names import one_line
from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.linkedin import job_key
from vault_tools.core.taking.mail import Mail, with_own_id
from vault_tools.core.taking.matching import Match, match_mail
from vault_tools.core.taking.names_in_mail import Named, is_from_house, names_of
from vault_tools.core.taking.verdict import ANSWERS, Sort, Verdict, judge

UNTOLD = "from a company or a thread of your search, and not understood"


class Letter(NamedTuple):
    """A mail that is an answer, what it names, and when it came by the user's own clock.

    `place` is the application it was said to belong to, `is_asked` that the user has decided.
    """

    mail: Mail
    verdict: Verdict
    named: Named
    moment: datetime | None
    place: str = ""
    is_asked: bool = False

    @property
    def sort(self) -> Sort:
        return self.verdict.sort

    @property
    def day(self) -> date | None:
        return self.moment.date() if self.moment is not None else None

    @property
    def shown(self) -> str:
        """How it is called in a list."""
        return one_line(f"{self.mail.name or self.mail.address}: {self.mail.subject}")[:100]


def letters_of(
    staging: Staging, mails: Sequence[Mail], lexicon: Lexicon, mine: Sequence[str]
) -> list[Letter]:
    """The mails that are answers, oldest first; the others are told as passed over, each under what it is."""
    own, zone = my_addresses(mails, mine), staging.session.vault.settings.timezone
    names = tuple(staging.houses.names.values())
    out: list[Letter] = []
    seen: dict[str, Mail] = {}
    threads: set[str] = set()
    for mail in sorted(mails, key=lambda m: (local(m.sent, zone) or datetime.max, m.id)):
        staging.went(1)
        if (other := seen.get(mail.key)) is not None:
            if mail.sent == other.sent or mail.text == other.text or mail.is_deleted:
                continue
            mail = with_own_id(mail)  # some programs give all their mails one id
        if not mail.is_deleted:
            seen[mail.key] = mail
        shown = one_line(f"{mail.name or mail.address}: {mail.subject}")[:100]
        if mail.key in staging.keys:
            staging.say("same", shown, "brought in before", kind="mail", where=mail.where)
            continue
        known = any(i in threads or f"mail:{i}" in staging.keys for i in mail.thread)
        house = is_from_house(mail, lexicon, staging.words, names)
        if mail.told:
            sort = Sort.OWN.value if mail.address in own else mail.told
            staging.say("passed", shown, _why_passed(sort, known or house), kind="mail", where=mail.where)
            continue
        verdict = judge(mail, lexicon, mine=own, known=known, house=house, months=staging.words.months)
        if verdict.sort not in ANSWERS:
            why = _why_passed(verdict.sort.value, known or house)
            staging.say("passed", shown, why, kind="mail", where=mail.where)
            continue
        threads.add(mail.id)
        named = names_of(mail, verdict, lexicon, staging.words, names)
        if named.company and named.company not in names:
            names = (*names, named.company)
        out.append(Letter(mail, verdict, named, local(mail.sent, zone)))
    return out


def _why_passed(sort: str, is_near: bool) -> str:
    """As what a mail is passed over. Of one from where the user applied nobody knows that it is about nothing."""
    return UNTOLD if is_near and sort == Sort.OTHER.value else sort


def match_of(staging: Staging, letter: Letter) -> Match:
    """The application that a mail belongs to, as far as the vault knows it now."""
    if letter.place and letter.place in staging.search.applications:
        return Match(staging.search.applications[letter.place])
    return match_mail(
        staging.search, staging.houses,
        company=letter.named.company, role=letter.named.role, day=letter.day,
        thread=[f"mail:{i}" for i in letter.mail.thread],
        others=[key for key in [job_key(letter.mail.text)] if key],
        keys=staging.keys,
    )  # fmt: skip


def doubts_of(letter: Letter, match: Match) -> tuple[str, ...]:
    """Everything that speaks against doing it unasked. A thread says whose mail it is, whatever it names."""
    if letter.is_asked:
        return ()
    is_by_thread = match.application is not None and ("mail" in match.why or "links" in match.why)
    named = () if is_by_thread else letter.named.doubts
    missing = () if letter.day is not None else ("it has no date",)
    return (*letter.verdict.doubts, *named, *((match.doubt,) if match.doubt else ()), *missing)


def local(moment: datetime | None, zone: str) -> datetime | None:
    """A moment on the user's own wall, to the minute, by the vault's zone or else this machine's.

    Without a zone of its own it is taken as it stands.
    """
    from zoneinfo import ZoneInfo

    if moment is None:
        return None
    try:
        here = moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(zone) if zone else None)
    except (OverflowError, OSError, ValueError, LookupError):
        return None
    return here.replace(tzinfo=None, second=0, microsecond=0)


def why_of(letter: Letter, match: Match | None = None) -> str:
    """How sure it is and why, as one says it."""
    said = " and ".join(f"“{words}”" for words in letter.verdict.why)
    what = f"it says {said}" if said else "by its text"
    return (
        f"sure: {what}" + (f"; {match.why}" if match is not None and match.why else "")
        if not letter.is_asked
        else "you said so"
    )
