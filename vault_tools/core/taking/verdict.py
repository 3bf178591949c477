"""What a mail is: a no, an invitation, a confirmation, or none of them; how sure that is, and why. Knows no note."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import Enum
from typing import NamedTuple

from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.mail import Mail
from vault_tools.core.taking.own_words import own_lines, sentences
from vault_tools.core.taking.scoring import SUSPICIOUS, scores
from vault_tools.core.taking.words import folded


class Sort(Enum):
    """The sorts of mails; the value is how one says it."""

    REJECTION = "a no"
    INVITATION = "an invitation"
    CONFIRMATION = "a confirmation"
    OFFER = "an offer"
    NEWS = "news of an application"
    ALERT = "a job alert or newsletter"
    OUTREACH = "from a recruiter, about no application of yours"
    AWAY = "an automatic reply"
    CODE = "a code, a survey or a form to complete"
    OWN = "written by you"
    DELETED = "thrown away"
    OTHER = "nothing about an application"


ANSWERS = (Sort.REJECTION, Sort.INVITATION, Sort.CONFIRMATION, Sort.OFFER, Sort.NEWS)
_FOLDER_MARKS = re.compile(r"[/\\.]|, ")
_ASKS = 4  # words from which on a question is one, and no heading such as “What now?”
_LOCKED = "-----BEGIN PGP MESSAGE"
MOVES, TEST, WITHDRAWN = "moves an appointment", "a test to do", "confirms that you withdrew"
_NEWS = {
    "rescheduling": MOVES,
    "assessment": TEST,
    "withdrawal": WITHDRAWN,
    "update": "still being looked at",
}


class Verdict(NamedTuple):
    """What a mail was told to be. `why` are the phrases that speak for it, `doubts` what speaks against being sure."""

    sort: Sort
    points: int = 0
    why: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        return not self.doubts


def judge(
    mail: Mail,
    lexicon: Lexicon,
    *,
    mine: Collection[str] = (),
    known: bool = False,
    house: bool = False,
    months: Collection[str] = (),
) -> Verdict:
    """Tell a mail apart by its whole text. `mine` are the user's addresses; `known`: it answers a mail we know.

    `house`: somebody at a company wrote it where an application of the user's is. `months` are the names of the months.

    What is not sure is told as what it most looks like, with the doubts; never as something milder.
    """
    own = sentences(own_lines(mail.text, lexicon.quoted), months, lexicon.weekdays)
    points, said = scores((mail.subject, *own), lexicon)
    get = points.get
    whole = folded(" ".join((mail.subject, *own)))
    is_about = known or (house and not mail.is_list) or lexicon.about.search(whole) is not None
    if mail.is_deleted or _lies_in(mail, lexicon, "thrown_away"):
        return Verdict(Sort.DELETED, own=own)
    if _lies_in(mail, lexicon, "sent") or mail.address in mine or get("own", 0) >= lexicon.sure:
        return Verdict(Sort.OWN, own=own)
    if lexicon.is_from(mail.address, "alerts"):
        return Verdict(Sort.ALERT, why=(mail.address,), own=own)
    sort, doubts = _sort(mail, lexicon, points, is_about=is_about)
    if mail.appointment is not None and sort in (Sort.OTHER, Sort.NEWS, Sort.INVITATION, Sort.ALERT):
        sort, doubts = _of_appointment(mail, sort, doubts, is_about=is_about or bool(get("invitation", 0)))
        points["rescheduling"] = lexicon.sure if mail.appointment.is_cancelled else get("rescheduling", 0)
    if is_about and (not own or own[0].startswith(_LOCKED)):
        sort, doubts = sort if sort in ANSWERS else Sort.NEWS, ("its text cannot be read here",)
    if sort in ANSWERS and not known and (other := lexicon.elsewhere.search(whole)):
        doubts = (*doubts, f"it may be about something else ({other[0].strip()})")
    if sort in ANSWERS and _lies_in(mail, lexicon, "spam"):
        doubts = (*doubts, "your mail program took it for spam")
    if sort is Sort.REJECTION and any(_asks(sentence, lexicon) for sentence in own):
        doubts = (*doubts, "it asks you something, which a no seldom does")
    if sort is Sort.REJECTION and (word := lexicon.doubtful.search(whole)):
        doubts = (*doubts, f"it may tell of somebody else's no, or take one back ({word[0].strip()})")
    if sort is Sort.REJECTION and (goes_on := _goes_on(own, lexicon)):
        doubts = (*doubts, f"it may go on ({goes_on})")
    kind = {Sort.NEWS: next((k for k in _NEWS if get(k, 0)), "update")}.get(sort, sort.name.lower())
    why = tuple(said.get(kind, ()))
    if sort is Sort.NEWS:
        why = (_NEWS[kind], *why)
    return Verdict(sort, get(kind, 0), why, doubts, own)


def _of_appointment(
    mail: Mail, sort: Sort, doubts: tuple[str, ...], *, is_about: bool
) -> tuple[Sort, tuple[str, ...]]:
    """What a mail with a calendar entry is. Its words are those of the calendar, and may say nothing of a job."""
    assert mail.appointment is not None
    if mail.appointment.is_cancelled and (is_about or sort in ANSWERS):
        return Sort.NEWS, ()
    if not is_about or (sort is Sort.NEWS and not doubts):
        return sort, doubts
    return Sort.INVITATION, ()  # what it says of an interview makes it no less one


def _lies_in(mail: Mail, lexicon: Lexicon, which: str) -> bool:
    """Whether it lies where mail programs keep such mails: in a folder, or under a label, of one of a list of names."""
    folders = _FOLDER_MARKS.split(mail.where.rpartition(", mail ")[0] or mail.where)
    names = (*mail.labels, *(folder.casefold() for folder in folders))
    return not set(lexicon.senders[which]).isdisjoint(names)


def _sort(
    mail: Mail, lexicon: Lexicon, points: dict[str, int], *, is_about: bool
) -> tuple[Sort, tuple[str, ...]]:
    sure, half = lexicon.sure, lexicon.sure // 2
    no, yes, maybe = points.get("rejection", 0), points.get("invitation", 0), points.get("confirmation", 0)
    away = points.get("away", 0) >= sure
    if (away and (mail.is_auto_reply or max(no, yes) < sure)) or (
        mail.is_auto_reply and max(no, yes, maybe) < half
    ):
        return Sort.AWAY, ()
    is_system = lexicon.is_from(mail.address, "systems")
    advertises = points.get("alert", 0) + (half if mail.is_list and not is_system else 0)
    if advertises >= sure and (not is_about or max(no, yes, maybe) < sure):
        return Sort.ALERT, ()
    if mail.is_list and not is_system and not is_about:
        return Sort.ALERT, ()
    is_vague = points.get("firm rejection", 0) < half
    is_beside = is_vague and any(
        points.get(k, 0) >= sure for k in ("rescheduling", "assessment", "withdrawal")
    )
    if no >= sure and not is_beside:
        return Sort.REJECTION, _doubts_of_a_no(
            mail, points, sure, advertises=advertises >= sure and not is_system, is_about=is_about
        )
    if points.get("code", 0) >= sure and max(yes, maybe) < sure and no < half:
        return Sort.CODE, ()
    if points.get("outreach", 0) >= sure and no < half and not is_about:
        return Sort.OUTREACH, ()
    if points.get("offer", 0) >= sure:
        return Sort.OFFER, ("it may be an offer, which is yours to write down",)
    if points.get("rescheduling", 0) >= sure:
        return _news_or_a_no(points, half, "it may only move an appointment")
    if points.get("withdrawal", 0) >= sure and not points.get("strong confirmation"):
        return _news_or_a_no(points, half, "it may only confirm that you withdrew")
    if points.get("assessment", 0) >= sure and yes < sure:
        return _news_or_a_no(points, half, "it may only be about a test")
    if points.get("update", 0) >= sure and yes < sure and not points.get("strong confirmation"):
        return Sort.NEWS, ("it sounds like a no in places",) if no >= half + 1 else ()
    if yes >= sure:
        return Sort.INVITATION, ()
    if maybe >= half and no <= half:
        weak = () if is_about else ("it only sounds like a confirmation",)
        if points.get(SUSPICIOUS) and not points.get("strong confirmation"):
            weak = ("it may say more than that it came",)
        if points.get("withdrawal", 0) >= sure:
            weak = ("it may confirm that you withdrew",)
        return Sort.CONFIRMATION, weak
    if no >= half and (is_about or is_system):
        return Sort.REJECTION, ("it only sounds like a no",)
    if yes >= half and is_about:
        return Sort.INVITATION, ("it only sounds like an invitation",)
    if points.get("outreach", 0) >= sure:
        return Sort.OUTREACH, ()
    if points.get("code", 0) >= sure:
        return Sort.CODE, ()
    if is_about and (is_system or (not mail.is_list and points.get(SUSPICIOUS))):
        return Sort.NEWS, ("it is about an application, and does not say what of it",)
    return (Sort.ALERT, ()) if points.get("alert", 0) >= half or mail.is_list else (Sort.OTHER, ())


def _news_or_a_no(points: dict[str, int], half: int, doubt: str) -> tuple[Sort, tuple[str, ...]]:
    """News, unless it says as well that the job is gone: a no is never told as something milder."""
    if points.get("firm rejection", 0) >= half:
        return Sort.REJECTION, ("it only sounds like a no", doubt)
    return Sort.NEWS, ()


def _doubts_of_a_no(
    mail: Mail, points: dict[str, int], sure: int, *, advertises: bool, is_about: bool
) -> tuple[str, ...]:
    doubts = []
    for kind, words in (("invitation", "invites you as well"), ("offer", "offers you something as well"),
                        ("update", "says as well that nothing is decided"), ("rescheduling", "may only move an appointment"), ("withdrawal", "may only confirm that you withdrew")):  # fmt: skip
        if points.get(kind, 0) >= sure:
            doubts.append(f"it {words}")
    if advertises:
        doubts.append("it looks like an advertisement as well")
    if points.get("strong confirmation"):
        doubts.append("it confirms an application as well")
    if mail.is_auto_reply:
        doubts.append("it is an automatic reply")
    if not points.get("strong rejection"):
        doubts.append("it only sounds like a no")
    if not is_about:
        doubts.append("it does not speak of an application of yours")
    return tuple(doubts)


def _asks(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a sentence asks the reader something, and not only whether they have questions."""
    is_question = sentence.rstrip("\"') ").endswith("?") and len(sentence.split()) >= _ASKS
    return is_question and lexicon.harmless.search(folded(sentence)) is None


def _goes_on(own: Sequence[str], lexicon: Lexicon) -> str:
    """What a mail says of how it goes on, and not only of how it may."""
    for sentence in map(folded, own):
        word, condition = lexicon.goes_on.search(sentence), lexicon.conditions.search(sentence)
        if word and (condition is None or condition.start() > word.start()):
            return word[0]
    return ""
