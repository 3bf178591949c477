"""What hiring people write, in plain words and in flowery ones: a no is never sure where it is none, and seldom missed."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import pytest

from vault_tools.core.taking.mail import Mail, read_mail
from vault_tools.core.taking.names_in_mail import Named, is_from_house, names_of
from vault_tools.core.taking.verdict import ANSWERS, Sort, Verdict, judge
from vault_tools.store.templates import load_lexicon, load_words

LETTERS = Path(__file__).parent / "incoming" / "letters.txt"
LEXICON, WORDS = load_lexicon(None), load_words(None)
SORTS = {
    "R": Sort.REJECTION, "C": Sort.CONFIRMATION, "I": Sort.INVITATION, "O": Sort.OFFER, "N": Sort.NEWS, "A": Sort.ALERT,
    "U": Sort.OUTREACH, "W": Sort.AWAY, "K": Sort.CODE, "S": Sort.OWN, "X": Sort.OTHER,
}  # fmt: skip


class Told(NamedTuple):
    """A mail and what a reader makes of it: its sort, with a question mark where it may be asked about."""

    wanted: tuple[str, ...]
    mail: Mail
    company: str
    role: str


def written(sender: str, subject: str, text: str) -> Mail:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "jo.park@gmail.com", subject
    message["Date"] = "Wed, 18 Nov 2026 16:40:00 +0000"
    message.set_content(text)
    mail = read_mail(bytes(message))
    assert mail is not None
    return mail


def letters() -> list[Told]:
    found = []
    for block in re.split(r"^=== ", LETTERS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, text = block.partition("\n")
        wanted, sender, subject, company, role = [*(part.strip() for part in head.split("|")), "", ""][:5]
        found.append(Told(tuple(wanted.split("/")), written(sender, subject, text.strip()), company, role))
    return found


def judged(told: Told) -> tuple[Verdict, Named]:
    """As an import does it: an application at the company is known, unless this is what tells of it."""
    known = [told.company] if told.company and "C" not in told.wanted else []
    house = is_from_house(told.mail, LEXICON, WORDS, known)
    verdict = judge(told.mail, LEXICON, mine={"jo.park@gmail.com"}, house=house, months=WORDS.months)
    return verdict, names_of(told.mail, verdict, LEXICON, WORDS, known)


@pytest.mark.parametrize("told", letters(), ids=lambda t: f"{t.wanted[0]} {t.mail.subject}")
def test_each_letter_is_told_for_what_it_says(told: Told) -> None:
    verdict, named = judged(told)
    wanted = {(SORTS[one[0]], one.endswith("?")) for one in told.wanted}
    assert (verdict.sort, not verdict.is_sure) in wanted, (verdict, told.mail.text)
    if verdict.sort in ANSWERS:
        assert (WORDS.company(told.company), WORDS.role(told.role)) == (
            told.company and WORDS.company(named.company),
            told.role and WORDS.role(named.role),
        )
