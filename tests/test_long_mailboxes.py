"""Mailboxes of years: read in one pass, in little memory, and the work grows as the mails do."""

from __future__ import annotations

import gc
import mailbox
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from life import Life, begin
from test_long_imports import calls_of, work_of

from vault_tools.commands import bringing_mails
from vault_tools.commands.gathering import Gathered, gather
from vault_tools.commands.importing import Wishes, understand
from vault_tools.commands.staging import Staging
from vault_tools.core.errors import VaultError
from vault_tools.core.taking.mail import MOST_TEXT, read_mail
from vault_tools.store import incoming, mbox
from vault_tools.store.templates import load_lexicon

DAY = "2026-11-22"
_KINDS = {
    "came": ("Your application for {role} at {company}", "Thank you for applying for the {role} position at {company}. We have received your application."),
    "later": ("Your application for {role} at {company}", "We are still reading the applications for the {role} role at {company}, and will write."),
    "no": ("Your application for {role} at {company}", "Thank you for your interest in the {role} position at {company}. Unfortunately, we have decided to move forward with other candidates."),
    "talk": ("Interview for {role} at {company}", "We would like to invite you to an interview for the {role} role at {company} on December 3, 2026 at 10:00."),
    "met": ("Interview for {role} at {company}", "We would like to invite you to an interview for the {role} role at {company} on November 14, 2026 at 20:00."),
    "some day": ("Interview at {company}", "We would like to invite you to an interview with {company}. Please pick a time."),
    "bare no": ("Your application", "Unfortunately, we have decided to move forward with other candidates for your application."),
}  # fmt: skip


class Sent(NamedTuple):
    """A mail to be written, a bare no from nobody's house; `answers` is how many mails before it that one stands, or 0."""

    kind: str
    company: str
    role: str = "Tester"
    writer: str = ""
    answers: int = 0

    def message(self, number: int) -> EmailMessage:
        message = EmailMessage()
        host = f"{self.company.casefold().replace(' ', '-')}.example"
        local = self.writer.split()[0].casefold() if self.writer else "jobs"
        name = self.writer or f"{self.company} Careers"
        message["From"] = "someone@gmail.com" if self.kind == "bare no" else f'"{name}" <{local}@{host}>'
        message["To"] = '"Jo Park" <jo@home.example>'
        message["Date"] = format_datetime(datetime(2026, 11, 14, 9, tzinfo=UTC) + timedelta(hours=5 * number))
        message["Message-ID"] = f"<{number}@home.example>"
        if self.answers:
            message["References"] = f"<{number - self.answers}@home.example>"
        subject, words = (text.format(role=self.role, company=self.company) for text in _KINDS[self.kind])
        message["Subject"] = subject
        message.set_content(
            f"Dear Jo,\n\n{words}\n" + (self.kind != "bare no") * f"\nKind regards,\n{name}\n{self.company}\n"
        )
        return message


def written(path: Path, mails: list[Sent]) -> Path:
    box = mailbox.mbox(path)
    for number, mail in enumerate(mails):
        box.add(mail.message(number))
    box.close()
    return path


# ------------------------------------------------------------------------------------------------ one by one

COMPANIES = ["Globex", "Initech", "The Initech, Inc.", "Zed Works", "Ann Lo"]
MAILS = st.builds(
    Sent,
    kind=st.sampled_from([*_KINDS, "came", "no"]),
    company=st.sampled_from(COMPANIES),
    role=st.sampled_from(["Tester", "Engineer", "Engineer (m/f/d)"]),
    writer=st.sampled_from(["", "", "Ann Lo", "Kai Mo", "Dr. Kai Mo", "Bea Zed"]),
    answers=st.sampled_from([0, 0, 1, 2]),
)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    life = begin(tmp_path_factory.mktemp("v") / "v")
    life.new("2026-03-01", "company", name="Initech", dream=True)
    life.new("2026-03-01", "contact", name="Ann Lo", company="Globex")
    life.new("2026-03-01", "contact", name="Bea Zed")  # of no company, so they are meant at each
    life.new("2026-03-01", "contact", name="Cy Po")
    row = 'id = "ask-back"\nevent = "rejection"\nform = "line"\nwho = "recruiter"\neach = true\nonce = true\noffset = 40'
    life.write("Templates/playbook.toml", f'[[step]]\n{row}\ntext = "Ask {{{{ person }}}} back"\n')
    life.new("2026-10-20", "application", company="Globex", role="Tester", applied="no")
    life.applies("2026-10-21", "Initech", "Tester", recruiter=["Kai Mo"])
    for company in ("Ray", "Roy"):
        life.applies("2026-10-22", company, "Tester", recruiter=["[[Cy Po]]"])
    return life


@settings(max_examples=25, deadline=None)
@given(mails=st.lists(MAILS, min_size=2, max_size=8))
@example(mails=[Sent("came", "Zed Works", writer="Bea Zed"), Sent("no", "Globex", writer="Bea Zed")])
@example(mails=[Sent("no", "Ray", writer="Kai Mo"), Sent("no", "Zed Works", writer="Kai Mo")])
@example(mails=[Sent("no", "Zed Works"), Sent("later", "Zed Works"), Sent("bare no", "", answers=2)])
@example(
    mails=[Sent(kind, house) for kind in ("met", "later", "no") for house in ("Ray", "Initech")]
)  # one change in all
@example(mails=[Sent("no", "Ray"), Sent("no", "Roy")])  # somebody is asked back once, who is at both
@example(mails=[Sent("no", "Globex"), Sent("came", "Globex"), Sent("came", "Initech"), Sent("no", "Initech")])
def test_many_mails_at_once_give_what_they_give_one_by_one(life: Life, mails: list[Sent]) -> None:
    read = [read_mail(bytes(mail.message(number)), f"mail {number}") for number, mail in enumerate(mails)]
    gathered = Gathered(mails=[mail for mail in read if mail is not None])
    at_once, one_by_one = Staging.of(life.session(DAY)), Staging.of(life.session(DAY))
    letters = bringing_mails.sorted_out(at_once, gathered, Wishes())
    bringing_mails.bring_applications(at_once, letters, Wishes())
    bringing_mails.bring_answers(at_once, letters, Wishes())
    alone = [[letter] for letter in bringing_mails.sorted_out(one_by_one, gathered, Wishes())]
    for bring in (bringing_mails.bring_applications, bringing_mails.bring_answers):
        for letter in alone:
            bring(one_by_one, letter, Wishes())
    assert at_once.items == one_by_one.items
    assert sorted(at_once.edits()) == sorted(one_by_one.edits())
    assert sorted(at_once.session.told) == sorted(one_by_one.session.told)


def test_where_somebody_can_be_asked_each_question_knows_the_answers_before_it(life: Life) -> None:
    mails = []
    for number in (1, 2):
        message = Sent("bare no", "x").message(number)
        mails.append(read_mail(bytes(message), f"mail {number}"))
    offered: list[list[str]] = []

    def choose(_question: str, answers: Sequence[str]) -> int:
        offered.append(list(answers))
        return 0

    wishes = Wishes(choose=choose, ask=lambda _question: "")
    staging = Staging.of(life.session(DAY))
    letters = bringing_mails.sorted_out(staging, Gathered(mails=[mail for mail in mails if mail]), wishes)
    assert [letter.named.company for letter in letters] == ["", ""]
    bringing_mails.bring_applications(staging, letters, wishes)
    bringing_mails.bring_answers(staging, letters, wishes)
    assert len(offered) == 2
    assert offered[1] == offered[0][1:]  # that which ended by the first answer is not open any more


# ---------------------------------------------------------------------------------------------------- how much


def box_of(place: Path, companies: int) -> Path:
    """At each company a confirmation, news and a no, the last two from somebody there."""
    mails = []
    for number in range(companies):
        company = f"House{number:03}"
        writer = f"Ann Lo{number:03}".translate(str.maketrans("0123456789", "abcdefghij"))
        mails += [Sent("came", company), Sent("later", company, writer=writer), Sent("no", company, writer=writer)]  # fmt: skip
    return written(place, mails)


def test_four_times_the_mails_are_four_times_the_work(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    few, many = box_of(tmp_path / "few.mbox", 12), box_of(tmp_path / "many.mbox", 48)
    wanted = understand(life.session(DAY), [few], Wishes())  # templates are compiled once
    assert len([edit for edit in wanted.edits if edit.path.startswith("Rejections/")]) == 12

    more, less = (
        work_of(life, many),
        work_of(life, few),
    )  # one after the other it would be more than six times
    assert more < 5 * less


def test_mails_that_are_read_leave_nothing_behind(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    alert = Sent("later", "Globex").message(1)
    alert.replace_header("Subject", "5 new jobs for you")
    alert["List-Unsubscribe"] = "<https://jobs.example/x>"
    (tmp_path / "few.mbox").write_bytes(b"".join(b"From x\n%s\n" % bytes(alert) for _ in range(10)))
    (tmp_path / "many.mbox").write_bytes(b"".join(b"From x\n%s\n" % bytes(alert) for _ in range(1_000)))

    def objects(path: Path) -> int:
        before = len(gc.get_objects())
        understand(life.session(DAY), [path], Wishes())
        return len(gc.get_objects()) - before

    gc.collect()
    gc.disable()  # as in a command
    try:
        objects(tmp_path / "few.mbox")
        assert objects(tmp_path / "many.mbox") < 60_000  # of each mail a few, and not 180
    finally:
        gc.enable()


# ------------------------------------------------------------------------------------------------ the mailbox

_BEGINS = (b"From a", b"From - Mon Nov 23 10:00:00 2026", b"From 17@xxx Mon Nov 23 10:00:00 +0000 2026")
_LINES = (
    b"From here on we wrote:",
    b"From",
    b"",
    b"",
    b"x",
    b"Note: y",
    b">>From z",
    b"xFrom w",
    b"From 9:00 on",
    b"y",
)
_MAILS = st.lists(
    st.tuples(st.sampled_from(_BEGINS), st.lists(st.sampled_from(_LINES), min_size=1, max_size=6)), max_size=5
)


@given(_MAILS, st.sampled_from([7, 64, 1 << 20]), st.sampled_from([b"\n", b"\r\n"]))
def test_a_mailbox_has_the_mails_that_were_written_also_where_a_sentence_begins_as_they_do(
    wanted: list[tuple[bytes, list[bytes]]], block: int, end: bytes
) -> None:
    from tempfile import TemporaryDirectory

    bodies = [b"Subject: s" + end + end + end.join((*lines, b"")) for _, lines in wanted]
    data = b"".join(head + end + body + end for (head, _), body in zip(wanted, bodies, strict=True))
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(mbox, "_BLOCK", block)
        patch.setattr(mbox, "_AHEAD", 100)
        path = Path(folder, "box.mbox")
        path.write_bytes(data)
        went: list[int] = []
        assert list(mbox.mails(path, 1000, went.append)) == bodies
        assert sum(went) == len(data)


def test_a_file_that_only_begins_as_a_mailbox_does_is_told_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(b"From my diary.\nNothing of it is a mail.\n")
    assert [tuple(piece) for piece in incoming.pieces(path, lambda *_: None)] == [
        ("note.txt", path.read_bytes(), False)
    ]


def test_a_mailbox_that_begins_with_a_mark_loses_no_mail(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    path.write_bytes(b"\xef\xbb\xbfFrom a\nSubject: one\n\nOne\n\nFrom b\nSubject: two\n\nTwo\n")
    assert [piece.data.split(b"\n")[0] for piece in incoming.pieces(path, lambda *_: None)] == [
        b"Subject: one",
        b"Subject: two",
    ]


def test_a_mail_that_is_too_large_is_passed_over_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "MOST_FILE", 3_000_000)
    monkeypatch.setattr(mbox, "_BLOCK", 1_000)
    large = b"x" * 70 + b"\n"
    box, maildir = tmp_path / "box.mbox", tmp_path / "mails"
    box.write_bytes(
        b"From a\nSubject: one\n\nOne\n\nFrom b\nSubject: two\n\n"
        + large * 50_000
        + b"\nFrom c\nSubject: three\n\nThree\n"
    )
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
    (maildir / "cur" / "1").write_bytes(b"Subject: one\n\nOne\n")
    (maildir / "cur" / "2").write_bytes(large * 50_000)
    passed: list[str] = []
    for path in (box, maildir):
        found = [piece.name for piece in incoming.pieces(path, lambda name, why: passed.append(f"{name}: {why}"))]  # fmt: skip
        assert len(found) == (2 if path is box else 1)
    assert passed == ["box.mbox, mail 2: it has more than 64 MB", "cur/2: it has more than 64 MB"]


def test_of_a_large_attachment_only_the_beginning_is_looked_at(tmp_path: Path) -> None:
    message = Sent("talk", "Globex").message(1)
    message.add_attachment(os.urandom(9_000_000), maintype="image", subtype="jpeg", filename="a.jpg")
    message.add_attachment(
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261203T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        maintype="text", subtype="calendar", filename="a.ics",
    )  # fmt: skip
    data = bytes(message)
    mail, calls = None, 0

    def read() -> None:
        nonlocal mail
        mail = read_mail(data)

    calls = calls_of(read)
    assert mail is not None
    assert mail.text.startswith("Dear Jo,")
    assert mail.appointment is not None
    assert mail.appointment.starts == datetime(2026, 12, 3, 10)
    assert calls < 60_000  # its lines are a hundred and twenty thousand


def test_a_long_text_in_base64_is_read_as_far_as_any_text() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "x"
    message.set_content("Dear Jo, größer.\n" * 200_000, cte="base64")
    mail = read_mail(bytes(message))
    assert mail is not None
    assert mail.text == ("Dear Jo, größer.\n" * 200_000)[:MOST_TEXT].strip()


def test_a_maildir_may_have_more_mails_than_a_folder_may_have_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "MOST_ENTRIES", 5)
    for name in ("cur", "new", "tmp"):
        (tmp_path / "mails" / name).mkdir(parents=True)
    (tmp_path / "files").mkdir()
    for number in range(8):
        (tmp_path / "mails" / "cur" / f"{number}").write_bytes(b"Subject: one\n\nOne\n")
        (tmp_path / "files" / f"{number}.eml").write_bytes(b"Subject: one\n\nOne\n")
    assert len(list(incoming.pieces(tmp_path / "mails", lambda *_: None))) == 8
    assert incoming.size_of(tmp_path / "mails") == 8 * 18
    with pytest.raises(VaultError, match="more than 5 files"):
        list(incoming.pieces(tmp_path / "files", lambda *_: None))
    assert incoming.size_of(tmp_path / "files") == 0


def test_of_a_mail_that_can_be_no_answer_no_words_are_kept(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    alert = Sent("later", "Globex").message(1)
    alert.replace_header("Subject", "5 new jobs for you")
    alert["List-Unsubscribe"] = "<https://jobs.example/x>"
    answer = Sent("no", "Globex").message(2)
    (tmp_path / "box.mbox").write_bytes(b"From x\n%s\nFrom x\n%s\n" % (bytes(alert), bytes(answer)))
    kept = gather(life.session(DAY), [tmp_path / "box.mbox"], Wishes()).mails
    assert [(mail.told, bool(mail.text)) for mail in kept] == [
        ("a job alert or newsletter", False),
        ("", True),
    ]


def test_a_word_that_is_looked_for_first_never_hides_a_phrase() -> None:
    lexicon = load_lexicon(None)
    for phrase in lexicon.phrases:
        said = phrase.pattern.text.casefold().replace("…", " or ")
        for text in (re.sub(r"\[([^]]*)\]", r"\1", said), re.sub(r"\[[^]]*\]", "", said)):
            around = f"({text}s, yes"
            assert phrase.pattern.search(around, around) is None or phrase in lexicon.possible(around), text
