"""What has a date with others is moved or called off, and what was planned around it with it."""

from __future__ import annotations

import re
import shlex
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from life import Life, begin

from vault_tools.cli.app import vault as program
from vault_tools.commands import closing
from vault_tools.commands.check import check, mend
from vault_tools.commands.rescheduling import Rescheduled, reschedule
from vault_tools.core.errors import AmbiguousError, NotFoundError, VaultError
from vault_tools.core.rules.agenda import meetings
from vault_tools.core.rules.appointments import appointments
from vault_tools.core.rules.insight import station as how_far
from vault_tools.core.rules.review import why_over

DAY = "2026-11-22"  # a Sunday
NOTE = "Interviews/2026-11-25 Acme Robotics – Engineer – first.md"


def begun(root: Path, settings: str = "") -> Life:
    life = begin(root, settings)
    life.applies("2026-11-10", "Acme Robotics", "Engineer")
    life.new(
        DAY,
        "interview",
        application="acme",
        starts="2026-11-25T10:00",
        round="first",
        interviewers=("Ada Lovelace",),
    )
    return life


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return begun(tmp_path / "v")


def moved(life: Life, piece: str, when: str, day: str = DAY) -> Rescheduled:
    return reschedule(life.session(day), piece, when)


def days(life: Life, path: str = NOTE) -> list[str]:
    return re.findall(r"📅 (\S+)", life.read(path))


def test_an_interview_is_moved_with_its_steps_and_no_other_byte(life: Life) -> None:
    before, was = life.read(NOTE), days(life)
    assert was == ["2026-11-24", "2026-11-25", "2026-11-25", "2026-11-26", "2026-11-26"]
    done = moved(life, "acme", "tue 14:30")
    now = ["2026-11-23", "2026-11-24", "2026-11-24", "2026-11-25", "2026-11-25"]
    expected = before.replace("starts: 2026-11-25T10:00:00", "starts: 2026-11-24T14:30:00")
    lines = expected.split("\n")
    places = [n for n, line in enumerate(lines) if "📅" in line]
    for place, old, new in zip(places, was, now, strict=True):
        lines[place] = lines[place].replace(f"📅 {old}", f"📅 {new}")
    assert life.read(NOTE) == "\n".join(lines)
    assert (done.before, done.now, done.what) == (
        datetime(2026, 11, 25, 10), datetime(2026, 11, 24, 14, 30), "first, Acme Robotics",
    )  # fmt: skip
    assert [day.isoformat() for _, day in done.steps] == now
    life.undo(DAY)
    assert life.read(NOTE) == before


def test_a_day_alone_keeps_the_time_and_a_time_alone_the_day(life: Life) -> None:
    done = moved(life, "acme", "fri")
    assert (done.now, done.keeps_time) == (datetime(2026, 11, 27, 10), True)
    there = days(life)
    done = moved(life, "acme", "3pm")
    assert (done.now, done.keeps_time, done.steps) == (datetime(2026, 11, 27, 15), False, ())
    assert days(life) == there


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.sampled_from(["move", "keep"]))
def test_an_interview_that_comes_back_to_its_day_is_as_it_was(tmp_path_factory, ahead, weekends) -> None:
    life = begun(tmp_path_factory.mktemp("v") / "v", f'weekends = "{weekends}"\n')
    before = life.read(NOTE)
    at = 3
    for day in (*ahead, 3):
        if day != at:
            moved(life, NOTE, f"+{day}d")
        at = day
    assert life.read(NOTE) == before


def test_a_step_that_was_moved_by_hand_stays_as_far_from_it(life: Life) -> None:
    life.snooze(DAY, life.id_of(DAY, "Invite Ada"), "2026-12-01")  # six days after it
    moved(life, "acme", "2026-12-02")
    assert days(life)[-1] == "2026-12-08"


def test_what_is_done_stays_on_its_day(life: Life) -> None:
    life.done(DAY, life.id_of(DAY, "Prepare"))
    done = moved(life, "acme", "fri")
    assert "Prepare" not in "".join(line.task.description for line, _ in done.steps)
    assert days(life)[0] == "2026-11-24"


def test_a_talk_that_fell_through_is_moved_a_day_later(life: Life) -> None:
    done = moved(life, "acme", "mon 9:00", "2026-11-26")
    assert done.now == datetime(2026, 11, 30, 9)
    assert [a.day for a in appointments(life.search("2026-11-26"), 10)] == [date(2026, 11, 30)]


def test_an_end_stays_as_far_from_the_beginning(life: Life) -> None:
    life.edit(
        NOTE, "starts: 2026-11-25T10:00:00\n", "starts: 2026-11-25T23:30:00\nends: 2026-11-26T00:15:00\n"
    )
    moved(life, "acme", "2026-12-01 9:00")
    assert "starts: 2026-12-01T09:00:00\nends: 2026-12-01T09:45:00\n" in life.read(NOTE)


def test_a_talk_at_the_end_of_all_days_has_no_end(life: Life) -> None:
    life.edit(
        NOTE, "starts: 2026-11-25T10:00:00\n", "starts: 2026-11-25T23:30:00\nends: 2026-11-26T00:15:00\n"
    )
    moved(life, "acme", "9999-12-31")
    assert "starts: 9999-12-31T23:30:00\nends: 2026-11-26T00:15:00\n" in life.read(NOTE)


def test_the_names_and_forms_of_other_templates_are_kept(life: Life) -> None:
    life.edit(NOTE, "starts: 2026-11-25T10:00:00", 'date: "[[Daily/2026-11-25]]" # from the template')
    done = moved(life, "acme", "fri")
    assert (done.now, done.keeps_time) == (date(2026, 11, 27), False)
    assert 'date: "[[Daily/2026-11-27]]" # from the template' in life.read(NOTE)


def test_the_day_of_an_answer_is_moved_and_is_owed_no_longer(life: Life) -> None:
    life.new("2026-11-25", "offer", application="acme", received="2026-11-25", respond_by="2026-11-27")
    day = "2026-11-30"
    assert [a.day for a in appointments(life.search(day), 0)] == [date(2026, 11, 27)]
    session = life.session(day)
    done = reschedule(session, "answer", "fri 17:00")
    assert session.told == ["An answer has a day and no time, so the time is left out."]
    assert (done.what, done.now) == ("answer, Acme Robotics", date(2026, 12, 4))
    assert [a.day for a in appointments(life.search(day), 7)] == [date(2026, 12, 4)]


def test_what_lies_ahead_is_meant_before_what_was(life: Life) -> None:
    life.meets("2026-12-01T09:00", "acme", "second", "Ada Lovelace")
    assert moved(life, "acme", "2026-12-03", "2026-11-28").what == "second, Acme Robotics"
    assert moved(life, "acme fir", "2026-12-02", "2026-11-28").what == "first, Acme Robotics"


def test_a_talk_of_the_last_days_that_fits_as_well_is_told(life: Life) -> None:
    life.meets("2026-12-01T09:00", "acme", "second", "Ada Lovelace")
    other = moved(life, "acme", "2026-12-03", "2026-11-28").other
    assert other is not None and other.path == NOTE
    assert moved(life, "second", "2026-12-04", "2026-11-28").other is None
    assert moved(life, "acme", "2026-12-07", "2026-12-03").other is None  # long held by then


@pytest.mark.parametrize(
    ("piece", "when", "error", "words"),
    [
        ("acme", "fri", AmbiguousError, "fits 2: first, Acme Robotics, on 2026-11-25 10:00; second"),
        ("globex", "fri", NotFoundError, "no appointment has 'globex' in its name; there are first, Acme"),
        ("first", "yesterday", VaultError, "2026-11-21 is past; to mend a day that was never right"),
        ("first", "wed", VaultError, "is on 2026-11-25 10:00 already"),
        ("first", "someday", VaultError, "'someday' is not a day I can read"),
    ],
)
def test_what_is_refused_changes_nothing(life: Life, piece: str, when: str, error: type, words: str) -> None:
    life.meets("2026-12-01T09:00", "acme", "second", "Ada Lovelace")
    before = life.files()
    with pytest.raises(error, match=re.escape(words)):
        moved(life, piece, when)
    assert life.files() == before


def test_an_interview_of_what_has_ended_is_not_there_to_be_moved(life: Life) -> None:
    life.hears_no("2026-11-22", "acme")
    with pytest.raises(NotFoundError, match="belongs to Acme Robotics – Engineer, which has ended"):
        moved(life, "acme", "fri")
    with pytest.raises(NotFoundError, match="there is no interview to move or call off"):
        moved(life, "globex", "fri")


def test_the_way_that_a_second_note_of_a_round_is_told_can_be_gone(life: Life, monkeypatch) -> None:
    before = life.files()
    monkeypatch.setenv("VAULT_TODAY", DAY)
    _, told = life.new_and_told(
        DAY, "interview", application="acme", starts="2026-11-27T14:00", round="first"
    )
    (said,) = [one for one in told if "this round already" in one]
    undo, again = re.findall(r"`([^`]+)`", said)
    for command in (undo, again):
        done = CliRunner().invoke(program, ["--vault", str(life.root), *shlex.split(command)[1:]])
        assert done.exit_code == 0, done.output
    assert life.files().keys() == before.keys()
    assert "starts: 2026-11-27T14:00:00" in life.read(NOTE)


def test_it_is_said_what_moved_and_that_the_time_stays(life: Life, monkeypatch) -> None:
    monkeypatch.setenv("VAULT_TODAY", DAY)
    done = CliRunner().invoke(program, ["--vault", str(life.root), "reschedule", "acme", "fri"])
    assert (done.exit_code, done.stdout) == (0, "Moved to Fri 27 Nov, 10:00: first, Acme Robotics\n")
    assert done.stderr.split("\n")[:4] == [
        "It was on Wed 25 Nov, 10:00. The time stays.",
        "",
        "With it:",
        "  Thu 26 Nov  Prepare: who they are, what they need, your own questions",
    ]


# --------------------------------------------------------------------------------------------- called off


def called_off(life: Life, piece: str, day: str = DAY) -> list[str]:
    _, lines = closing.call_off(life.session(day), piece, date.fromisoformat(day))
    return [line.step.id for line in lines if line.step is not None]


def test_an_interview_that_is_called_off_asks_for_nothing_and_was_never_held(life: Life) -> None:
    life.edit(NOTE, "## Notes", "- [ ] Cancel the train 📅 2026-11-23\n\n## Notes")
    before = life.files()
    assert called_off(life, "acme")[0] == "prepare"
    assert "cancelled: 2026-11-22\n" in life.read(NOTE)
    assert life.read(NOTE).count("(dropped: it was called off)") == 5
    search = life.search("2026-11-27")
    assert [f.text for f in search.follow_ups if f.note == NOTE] == ["Cancel the train"]
    assert (appointments(search, 30), meetings(search), search.contacts.last) == ((), (), {})
    (application,) = search.applications.values()
    assert (application.interviews, application.people["interviewer"]) == ((), ())
    life.undo(DAY)
    assert life.files() == before


@pytest.mark.parametrize(
    "said", ["cancelled: 2026-11-22", "cancelled: true", "status: cancelled", "status: ❌ Canceled"]
)
def test_whoever_says_so_in_the_note_has_called_it_off(life: Life, said: str) -> None:
    life.edit(NOTE, "round: first", f"round: first\n{said}")
    search = life.search(DAY)
    assert ([f for f in search.follow_ups if f.note == NOTE], appointments(search, 30)) == ([], ())
    lines = search.lines_of.by_note[NOTE]
    assert [search.is_over(line) for line in lines] == [True] * 5
    assert {why_over(search, line) for line in lines} == {"it was called off"}


@pytest.mark.parametrize("said", ["cancelled:", "cancelled: false", "cancelled: no", "closed: 2026-11-26"])
def test_an_interview_is_not_called_off_by_less(life: Life, said: str) -> None:
    life.edit(NOTE, "round: first", f"round: first\n{said}")
    assert [a.note.path for a in appointments(life.search(DAY), 30)] == [NOTE]


def test_what_is_called_off_is_not_moved_and_the_round_may_come_again(life: Life) -> None:
    called_off(life, "first")
    with pytest.raises(
        NotFoundError, match=r"first\.md is called off; `vault new-interview` writes down a new talk"
    ):
        moved(life, "acme", "fri")
    _, told = life.new_and_told(
        DAY, "interview", application="acme", starts="2026-12-01T10:00", round="first"
    )
    assert not [one for one in told if "this round already" in one]
    assert moved(life, "acme", "2026-12-02").now == datetime(2026, 12, 2, 10)


def test_a_talk_without_a_day_is_given_one_in_its_note(life: Life) -> None:
    life.edit(NOTE, "starts: 2026-11-25T10:00:00", "starts:")
    with pytest.raises(NotFoundError, match="has no day yet; write it into `starts` there"):
        moved(life, "acme", "fri")


def test_the_round_may_come_again_on_the_very_day(life: Life) -> None:
    called_off(life, "first")
    for again in ("again", "again 2"):
        made = life.new(DAY, "interview", application="acme", starts="2026-11-25T15:00", round="first")
        assert made.path == NOTE.replace(".md", f", {again}.md")
        called_off(life, made.path)


def test_what_never_took_place_is_no_station(life: Life) -> None:
    before = station(life)
    called_off(life, "first")
    assert (before, station(life)) == (0, 0)
    no = life.new("2026-12-10", "rejection", application="acme", received="2026-12-10T09:00")
    assert "stage_reached: applied\n" in life.read(no.path)
    assert [step for step in life.steps("2026-12-10") if step.startswith(("debrief", "plan-b"))] == []


def station(life: Life) -> int:
    return how_far(next(iter(life.search("2026-11-28").applications.values())), date(2026, 11, 24))


@pytest.mark.parametrize(
    "stops", [["today", "2026-11-29", "2026-12-01"], ["2026-11-29"], ["mon", "2026-12-02"]]
)
def test_what_gets_one_ready_comes_before_the_talk_however_often_it_is_moved(
    life: Life, stops: list[str]
) -> None:
    for stop in stops:
        talk = moved(life, NOTE, stop).now
        day = date.fromisoformat(days(life)[0])
        assert day <= date(talk.year, talk.month, talk.day)
    assert day == {2: date(2026, 12, 1), 1: date(2026, 11, 30), 29: date(2026, 11, 28)}[talk.day]


def test_who_moves_a_talk_by_hand_once_more_is_told_by_check(life: Life) -> None:
    moved(life, "acme", "2026-11-30")
    there = life.read(NOTE)
    life.edit(NOTE, "starts: 2026-11-30T10:00:00", "starts: 2026-12-04T09:00:00")
    (said,) = check(life.session(DAY))
    assert (
        said.problem.message
        == "it is on 2026-12-04 now, and its steps were planned for 2026-11-30; move them too"
    )
    mend(life.session(DAY))
    assert (check(life.session(DAY)), days(life)[:2]) == ((), ["2026-12-03", "2026-12-04"])
    life.edit(NOTE, "starts: 2026-12-04T09:00:00", "starts: 2026-11-30T10:00:00")
    mend(life.session(DAY))
    assert life.read(NOTE) == there


def test_an_offer_is_not_called_off(life: Life) -> None:
    life.new("2026-11-25", "offer", application="acme", received="2026-11-25", respond_by="2026-11-27")
    with pytest.raises(NotFoundError, match="no appointment has 'answer' in its name; there is first, Acme"):
        called_off(life, "answer")


def test_it_is_said_how_a_new_day_is_asked_for(life: Life, monkeypatch) -> None:
    monkeypatch.setenv("VAULT_TODAY", DAY)
    done = CliRunner().invoke(program, ["--vault", str(life.root), "close", "acme", "--called-off"])
    assert (done.exit_code, done.stdout) == (0, f"Called off: {NOTE[11:-3]}\n")
    words = " ".join(done.stderr.split())
    assert "Cancelled, because it was called off: Prepare" in words
    assert words.endswith(
        "If they owe you a new day: `follow_up: 2026-11-30` in Applications/Acme Robotics – Engineer.md reminds you to ask."
    )


def test_what_comes_a_week_after_a_talk_waits_for_that_where_the_talk_was_moved_to_its_day_by_hand(
    tmp_path: Path,
) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-10-20", "Acme", "Dev", recruiter=["R R"])
    talk = life.meets("2026-11-05T09:00", "acme", "first").path
    life.edit(talk, "starts: 2026-11-05", "starts: 2026-11-12")
    (news,) = (f for f in life.all("2026-11-12") if f.step == "polite-follow-up")
    assert (news.due.isoformat(), news.held_until and news.held_until.isoformat()) == (
        "2026-11-12",
        "2026-11-19",
    )
    life.snooze("2026-11-06", news.id, "2026-11-14")  # a day of one's own, behind the talk, is that day
    (news,) = (f for f in life.all("2026-11-13") if f.step == "polite-follow-up")
    assert (news.due.isoformat(), news.held_until) == ("2026-11-14", None)


def test_an_offer_that_cannot_be_read_is_named_before_a_talk_that_was_is_moved(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-10-01", "Globex", "Lead")
    life.meets("2026-10-28T14:00", "globex", "final", "Hana Moss")
    offer = life.new("2026-11-01", "offer", application="globex", respond_by="2026-11-05").path
    life.edit(offer, "respond_by:", "salary: EUR: 70k\nrespond_by:")
    before = life.files()
    with pytest.raises(VaultError, match=f"^{offer}:[0-9]+: a colon inside a value needs quotes"):
        reschedule(life.session("2026-11-02"), "globex", "2026-11-06")
    assert life.files() == before
