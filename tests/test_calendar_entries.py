"""What the calendar entries of mails do to interviews: make, move and call them off, in whatever order they are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from life import Life, begin

from vault_tools.commands.importing import Wishes, carry_out, understand
from vault_tools.core.rules.appointments import appointments

DAY = "2026-11-22"
FIRST = "2026-11-26 Acme – Engineer – first"
TEXT = "You have been invited to the following event. Interview Jo / Acme."


class Mailbox:
    """An application to Acme, and the mails about it: each is read in an import of its own, unless they come together."""

    def __init__(self, root: Path) -> None:
        self.folder = root
        self.life: Life = begin(root / "v")
        self.life.applies("2026-11-02", "Acme", "Engineer")
        self._count = 0

    def mail(
        self, starts: str, *, seq: int | None = 0, uid: str = "a", off: bool = False, more: str = ""
    ) -> Path:
        """`starts` as 26T1400, by the user's own clock."""
        self._count += 1
        method = "CANCEL" if off else "REQUEST"
        lines = [
            f"DTSTART:202611{starts}00",
            f"UID:{uid}",
            *([f"SEQUENCE:{seq}"] if seq is not None else []),
            *filter(None, [more]),
        ]
        event = "\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))
        path = self.folder / f"{self._count}.eml"
        path.write_text(
            f"From: Acme <jobs@acme.example>\nTo: jo@home.example\nSubject: {'Canceled' if off else 'Invitation'}: Interview\n"
            f"Date: Fri, 20 Nov 2026 10:{self._count:02}:00 +0000\nMessage-ID: <{self._count}@x>\nMIME-Version: 1.0\n"
            f"Content-Type: multipart/alternative; boundary=b\n\n--b\n\n{TEXT}\n--b\n"
            f"Content-Type: text/calendar; method={method}\n\n"
            f"BEGIN:VCALENDAR\nMETHOD:{method}\n{event}\nEND:VCALENDAR\n--b--\n"
        )
        return path

    def read(self, *mails: Path) -> list[str]:
        """What each led to."""
        session = self.life.session(DAY)
        wanted = understand(session, mails, Wishes())
        carry_out(session, wanted)
        return [item.why for item in wanted.items]

    def ahead(self) -> list[str]:
        return [str(a.moment)[:16] for a in appointments(self.life.search(DAY), 365)]

    def note(self, name: str = FIRST) -> str:
        return self.life.read(f"Interviews/{name}.md")


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path)


def test_mails_of_one_appointment_may_come_in_any_order(box: Mailbox) -> None:
    told = [
        box.read(mail)[0]
        for mail in (
            box.mail("27T1400", seq=1),
            box.mail("26T1400"),
            box.mail("30T1500", seq=2),
            box.mail("27T1400", seq=1),
        )
    ]
    older = "it is older than what the note tells of; the talk stays on 2026-11-"
    assert told[1:] == [
        f"{older}27 14:00",
        "moved to 2026-11-30 15:00 from 2026-11-27 14:00, and its steps with it",
        f"{older}30 15:00",
    ]
    assert box.ahead() == ["2026-11-30 15:00"]


def test_an_entry_without_a_number_says_how_the_talk_is_moved(box: Mailbox) -> None:
    box.read(box.mail("26T1400", seq=None))
    (why,) = box.read(box.mail("27T1400", seq=None))
    assert why == f'it is on 2026-11-27 14:00 now, and `vault reschedule "{FIRST}" 2026-11-27T14:00` moves it'
    assert box.ahead() == ["2026-11-26 14:00"]


def test_the_same_day_at_another_hour_is_moved_too(box: Mailbox) -> None:
    box.read(box.mail("26T1400"))
    assert box.read(box.mail("26T1600", seq=1)) == ["moved to 2026-11-26 16:00 from 2026-11-26 14:00"]
    assert box.ahead() == ["2026-11-26 16:00"]


def test_what_changes_only_who_comes_leaves_the_day_that_the_user_chose(box: Mailbox) -> None:
    box.read(box.mail("26T1400"))
    box.life.edit(
        f"Interviews/{FIRST}.md", "starts: 2026-11-26T14:00:00", "starts: 2026-11-27T10:00:00"
    )  # by phone
    box.read(box.mail("26T1400", seq=1))
    assert box.ahead() == ["2026-11-27 10:00"]
    box.read(box.mail("30T0900", seq=2))
    assert box.ahead() == ["2026-11-30 09:00"]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", ["first new off", "first off new", "new off first"])
def test_a_talk_may_be_exchanged_for_another_on_its_day(box: Mailbox, order: str, together: bool) -> None:
    mails = {
        "first": box.mail("26T1400"),
        "new": box.mail("26T1600", uid="b"),
        "off": box.mail("26T1400", seq=1, off=True),
    }
    chosen = [mails[name] for name in order.split()]
    if together:
        box.read(*chosen)
    else:
        for mail in chosen:
            box.read(mail)
    assert box.ahead() == ["2026-11-26 16:00"]


def test_a_talk_to_which_two_programs_invite_is_one_until_both_call_it_off(box: Mailbox) -> None:
    box.read(box.mail("26T1400"), box.mail("26T1400", uid="b"))
    assert box.ahead() == ["2026-11-26 14:00"]
    assert box.read(box.mail("26T1400", seq=1, off=True)) == ["another invitation to it stands"]
    assert box.ahead() == ["2026-11-26 14:00"]
    box.read(box.mail("26T1400", seq=1, uid="b", off=True))
    assert box.ahead() == []


def test_what_was_called_off_may_come_again_on_its_day(box: Mailbox) -> None:
    box.read(box.mail("26T1400"))
    assert box.read(box.mail("26T1400", seq=1, off=True)) == ["it is called off, and its steps with it"]
    assert (box.ahead(), "cancelled: 2026-11-20\n" in box.note()) == ([], True)
    assert box.read(box.mail("26T1400", seq=1, off=True)) == ["it is called off already"]
    box.read(box.mail("26T1500", seq=2))
    assert box.ahead() == ["2026-11-26 15:00"]
    assert "- [ ]" not in box.note()
    assert "- [ ] Prepare" in box.note(f"{FIRST}, again")


def test_a_calling_off_that_is_read_first_holds(box: Mailbox) -> None:
    box.read(box.mail("26T1400", seq=1, off=True))
    assert box.read(box.mail("26T1400")) == ["it is older than the mail that called it off"]
    assert box.ahead() == []
    box.read(box.mail("27T1400", seq=2))
    assert box.ahead() == ["2026-11-27 14:00"]


def test_a_calling_off_of_an_unknown_entry_names_no_other_talk(box: Mailbox) -> None:
    box.read(box.mail("26T1400"))
    (why,) = box.read(box.mail("26T1800", uid="b", off=True))
    assert "--called-off" not in why
    assert box.ahead() == ["2026-11-26 14:00"]


def test_one_of_a_series_is_not_the_first(box: Mailbox) -> None:
    box.read(box.mail("26T1400", more="RRULE:FREQ=DAILY;COUNT=3"))
    box.read(box.mail("27T1400", seq=1, off=True, more="RECURRENCE-ID:20261127T140000"))
    assert box.ahead() == ["2026-11-26 14:00"]


def test_an_entry_for_another_age_of_the_world_is_none(box: Mailbox) -> None:
    box.read(box.mail("26T1400"))
    mail = box.mail("26T1400", seq=1)
    for year in ("0001", "9999"):
        mail.write_text(mail.read_text().replace("DTSTART:2026", f"DTSTART:{year}"))
        box.read(mail)
    assert box.ahead() == ["2026-11-26 14:00"]


def test_an_invitation_to_a_talk_that_was_typed_is_known_by_it(box: Mailbox) -> None:
    box.life.new(DAY, "interview", application="acme", starts="2026-11-26T14:00", round="first")
    (why,) = box.read(box.mail("26T1430"))
    assert why.endswith(f'and says 14:30; `vault reschedule "{FIRST}" 14:30` takes that')
    box.read(box.mail("27T1430", seq=1))
    assert box.ahead() == ["2026-11-27 14:30"]


def in_new_york(box: Mailbox, mail: Path) -> Path:
    """The same mail, its entry by the clock of New York; the vault is in Berlin."""
    (box.life.root / "vault.toml").write_text('timezone = "Europe/Berlin"\n')
    mail.write_text(mail.read_text().replace("DTSTART:", "DTSTART;TZID=America/New_York:"))
    return mail


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_an_interview_with_a_zone_of_its_own_is_moved_by_it(box: Mailbox, order: tuple[int, int]) -> None:
    box.read(in_new_york(box, box.mail("26T0900")))
    assert box.ahead() == ["2026-11-26 15:00"]
    box.life.edit(
        f"Interviews/{FIRST}.md",
        "starts: 2026-11-26T15:00:00\n",
        "starts: 2026-11-26T09:00:00\ntimezone: America/New_York\n",
    )
    mails = {1: box.mail("26T0900", seq=1), 2: box.mail("27T0900", seq=2)}
    told = {seq: box.read(in_new_york(box, mails[seq]))[0] for seq in order}
    older = "it is older than what the note tells of; the talk stays on 2026-11-27 09:00"
    assert told == {
        1: "the invitation is kept there" if order == (1, 2) else older,
        2: "moved to 2026-11-27 09:00 from 2026-11-26 09:00, and its steps with it",
    }
    assert box.ahead() == ["2026-11-27 09:00"]
    assert "event:a#2@20261127T1500" in box.note()  # what it tells of entries is by the vault's clock
    assert box.read(in_new_york(box, box.mail("27T0900", seq=3))) == ["the invitation is kept there"]


def test_how_an_interview_with_a_zone_of_its_own_is_moved_is_said_by_it(box: Mailbox) -> None:
    box.life.new(DAY, "interview", application="acme", starts="2026-11-26T09:00", round="first")
    box.life.edit(f"Interviews/{FIRST}.md", "starts:", "timezone: America/New_York\nstarts:")
    (why,) = box.read(in_new_york(box, box.mail("26T1930", seq=None)))  # past midnight in Berlin
    assert why.endswith(f'and says 19:30; `vault reschedule "{FIRST}" 19:30` takes that')
    (why,) = box.read(in_new_york(box, box.mail("27T0900", seq=None)))
    assert why == f'it is on 2026-11-27 09:00 now, and `vault reschedule "{FIRST}" 2026-11-27T09:00` moves it'


def test_a_zone_that_nobody_knows_is_not_the_interviews_own(box: Mailbox) -> None:
    box.read(in_new_york(box, box.mail("26T0900")))
    box.life.edit(f"Interviews/{FIRST}.md", "starts:", "timezone: Springfield\nstarts:")
    box.read(in_new_york(box, box.mail("27T0900", seq=1)))
    assert box.ahead() == ["2026-11-27 15:00"]


def test_a_calling_off_holds_by_whatever_clock_it_is(box: Mailbox) -> None:
    box.read(box.mail("26T1400"))
    mail = box.mail("26T1400", seq=1, off=True)
    mail.write_text(mail.read_text().replace("DTSTART:", "DTSTART;TZID=Clock of our House:"))
    assert box.read(mail) == ["it is called off, and its steps with it"]
    assert box.ahead() == []


@st.composite
def stories(draw):
    """What is said of one or two talks, each on days of its own, and the order in which it is read."""
    said, last = [], {}
    for uid, days in (("a", (23, 24, 25)), ("b", (26, 27, 30)))[: draw(st.integers(1, 2))]:
        count = draw(st.integers(1, 3))
        for seq in range(count):
            is_off = seq == count - 1 and count > 1 and draw(st.booleans())
            starts = f"{draw(st.sampled_from(days))}T{draw(st.sampled_from(['09', '14']))}00"
            said.append((starts, seq, uid, is_off))
            last[uid] = None if is_off else f"2026-11-{starts[:2]} {starts[3:5]}:00"
    return draw(st.permutations(said)), sorted(filter(None, last.values()))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories(), st.booleans())
def test_in_the_end_the_last_word_holds_for_each_talk(tmp_path_factory, story, together) -> None:
    said, wanted = story
    box = Mailbox(tmp_path_factory.mktemp("box"))
    mails = [box.mail(starts, seq=seq, uid=uid, off=is_off) for starts, seq, uid, is_off in said]
    if together:
        box.read(*mails)
    else:
        for mail in mails:
            box.read(mail)
    assert box.ahead() == wanted
