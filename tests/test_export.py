"""What is handed to other programs: calendars, tables, JSON. Read back by real clients where they are installed."""

import csv
import io
import json
import shutil
import subprocess
import time
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from desk import ACME, NOTES, TODAY, TOM, Desk, changed
from hypothesis import given
from hypothesis import strategies as st
from life import Life, begin
from test_faults import unreadable
from test_watch import save, until, watching

from vault_tools.cli.edge import run
from vault_tools.commands.check import check
from vault_tools.commands.export import exported, keep_file, keep_folder
from vault_tools.commands.init import init
from vault_tools.core.errors import VaultError
from vault_tools.core.model import FollowUp
from vault_tools.core.rules.agenda import Meeting
from vault_tools.core.rules.appointments import appointments
from vault_tools.core.rules.record import follow_up, whole
from vault_tools.core.rules.settings import read_settings
from vault_tools.core.rules.stats import stats
from vault_tools.core.wording import ical
from vault_tools.core.wording.calendar import events, revised
from vault_tools.core.wording.sheet import COLUMNS, cell, sheet
from vault_tools.store.zones import wall_clock

HOUSE = Path(__file__).parent.parent
INTERVIEW = "Interviews/2026-11-24 Initech – first.md"
MEETING = """---
type: interview
application: "[[Initech – Automation Engineer]]"
starts: 2026-11-24T09:30:00
round: first
interviewers:
  - "[[Mo, Jr.]]"
location: Room 3; ask at the desk
---
"""
BERLIN = 'timezone = "Europe/Berlin"\n'

khal = pytest.mark.skipif(not shutil.which("khal"), reason="khal is not installed")
todoman = shutil.which("todoman") or shutil.which("todo")


def played(tmp_path, notes=NOTES, settings=BERLIN, today=TODAY):
    return Desk(tmp_path / "search", {**notes, INTERVIEW: MEETING}, today, settings)


def search(desk, today=None):
    return desk.session(today).search()


def lines_of(data, begin):
    """The unfolded lines of the component that has a line beginning so, without its revision."""
    found = [c for c in ical.read(data.decode()).values() if any(line.startswith(begin) for line in c.lines)]
    assert len(found) == 1, (begin, found)
    return found[0]


# The calendar ---------------------------------------------------------------------------------------------


def test_a_follow_up_is_an_event_of_the_whole_day(tmp_path):
    event = lines_of(exported(search(played(tmp_path)), "calendar"), "SUMMARY:Thank Dana Lee")
    assert event == ical.Component(
        "VEVENT",
        "31ab7f@vault-tools",
        (
            "DTSTART;VALUE=DATE:20261120",
            "DTEND;VALUE=DATE:20261121",
            "SUMMARY:Thank Dana Lee · Acme Robotics",
            "DESCRIPTION:Thank Dana Lee and ask to be considered again\\n"
            "Rejections/2026-11-04 Acme Robotics.md\\nvault show 31ab7f",
            "CATEGORIES:Follow-up",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
        ),
        14140800,
        "20261104T000000Z",
    )


def test_an_interview_stands_at_its_time_in_utc(tmp_path):
    event = lines_of(exported(search(played(tmp_path)), "calendar"), "CATEGORIES:Interview")
    assert event.lines == (
        "DTSTART:20261124T083000Z",
        "DTEND:20261124T093000Z",
        "SUMMARY:First interview\\, Initech",
        "DESCRIPTION:Automation Engineer\\, Initech\\nWith Mo\\, Jr.\\nInterviews/2026-11-24 Initech – first.md",
        "LOCATION:Room 3\\; ask at the desk",
        "CATEGORIES:Interview",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
    )


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        ("Europe/Berlin", "2026-03-28T10:00", "2026-03-28T09:00"),
        ("Europe/Berlin", "2026-03-30T10:00", "2026-03-30T08:00"),
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30"),  # an hour that is not there: 03:30
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),  # one that is there twice: the first
        ("America/New_York", "2026-11-01T23:30", "2026-11-02T04:30"),
        ("Asia/Kolkata", "2026-11-24T10:00", "2026-11-24T04:30"),
    ],
)
def test_summer_time_is_reckoned_with(zone, wall, utc):
    expected = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert wall_clock(zone)(datetime.fromisoformat(wall), "") == expected
    assert wall_clock("Pacific/Auckland")(datetime.fromisoformat(wall), zone) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "event"),
    [
        ("2027-03-28T01:30", "", ("20270328T003000Z", "20270328T013000Z")),
        ("2027-03-28T02:30", "", ("20270328T013000Z", "20270328T023000Z")),  # it is 03:30
        ("2027-03-28T02:30", "2027-03-28T03:15", ("20270328T013000Z", "20270328T021500Z")),
        ("2027-03-28T02:30", "2027-03-28T03:30", ("20270328T013000Z", "20270328T023000Z")),
        ("2027-03-28T02:30", "2027-03-28T05:00", ("20270328T013000Z", "20270328T030000Z")),
        ("2026-10-25T02:30", "", ("20261025T003000Z", "20261025T013000Z")),
        ("2026-10-25T02:30", "2026-10-25T03:30", ("20261025T003000Z", "20261025T023000Z")),
        ("9999-12-31T23:30", "", ("99991231T223000Z", "99991231T233000Z")),
    ],
)
def test_an_interview_is_as_long_as_it_says_on_the_night_the_clocks_change(tmp_path, starts, ends, event):
    desk = played(tmp_path)
    meeting = MEETING.replace("2026-11-24T09:30:00", f"{starts}:00")
    desk.write(INTERVIEW, meeting.replace("round:", f"ends: {ends}:00\nround:") if ends else meeting)
    begins, until = lines_of(exported(search(desk), "calendar"), "CATEGORIES:Interview").lines[:2]
    assert (begins, until) == (f"DTSTART:{event[0]}", f"DTEND:{event[1]}")


@pytest.mark.parametrize(
    ("ends", "until"),
    [
        ("2026-11-24T11:00", "20261124T100000Z"),
        ("11:00", "20261124T100000Z"),
        ('"11:00:00"', "20261124T100000Z"),
        ("2026-11-25T00:30", "20261124T233000Z"),
        ("", "20261124T093000Z"),  # an hour
        ("09:00", "20261124T093000Z"),
        ("90 min", "20261124T093000Z"),
        ("25:00", "20261124T093000Z"),
        ("2026-11-24", "20261124T093000Z"),
    ],
)
def test_an_interview_ends_when_its_note_says_a_time_alone_is_one_of_its_day(tmp_path, ends, until):
    desk = played(tmp_path)
    desk.write(INTERVIEW, MEETING.replace("round:", f"ends: {ends}\nround:"))
    event = lines_of(exported(search(desk), "calendar"), "CATEGORIES:Interview")
    assert event.lines[:2] == ("DTSTART:20261124T083000Z", f"DTEND:{until}")


def test_without_a_zone_in_the_settings_the_one_of_the_machine_counts(tmp_path, monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of this system cannot be set")
    desk = played(tmp_path, settings="")
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        event = lines_of(exported(search(desk), "calendar"), "CATEGORIES:Interview")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert event.lines[:2] == ("DTSTART:20261124T143000Z", "DTEND:20261124T153000Z")


def test_the_zone_of_a_note_goes_before_that_of_the_vault(tmp_path):
    desk = played(tmp_path)
    desk.write(INTERVIEW, MEETING.replace("round:", "timezone: America/New_York\nround:"))
    event = lines_of(exported(search(desk), "calendar"), "CATEGORIES:Interview")
    assert event.lines[:2] == ("DTSTART:20261124T143000Z", "DTEND:20261124T153000Z")


def test_a_zone_that_nobody_knows_leaves_the_time_on_the_wall_in_a_note_and_is_refused_in_the_settings(
    tmp_path,
):
    meeting = Meeting(
        "a", datetime(2026, 11, 24, 9, 30), TODAY, "a.md", "Initech", round="first", zone="Mars/Base"
    )
    (event,) = events((), (meeting,), wall_clock("Europe/Berlin"))
    assert event.lines[:2] == ("DTSTART:20261124T093000", "DTEND:20261124T103000")
    with pytest.raises(
        VaultError, match=r"timezone is the name of a zone, such as Europe/Berlin, not 'Mars/Base'"
    ):
        wall_clock("Mars/Base")


def test_an_interview_without_a_time_is_an_event_of_the_whole_day(tmp_path):
    desk = played(tmp_path)
    desk.write(INTERVIEW, MEETING.replace("T09:30:00", ""))
    event = lines_of(exported(search(desk), "calendar"), "CATEGORIES:Interview")
    assert event.lines[:2] == ("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261125")


def test_what_is_done_or_overtaken_is_in_no_calendar(tmp_path):
    desk = played(tmp_path)
    before = ical.read(exported(search(desk), "calendar").decode())
    desk.write(TOM, NOTES[TOM].replace("- [ ] Send", "- [x] Send"))
    application = "Applications/Initech – Automation Engineer.md"
    desk.write(application, NOTES[application].replace("screening", "rejected\nclosed: 2026-11-23"))
    after = ical.read(exported(search(desk), "calendar").decode())
    gone = {
        line for uid in before.keys() - after.keys() for line in before[uid].lines if line[:7] == "SUMMARY"
    }
    assert gone == {
        "SUMMARY:Send him the article on recalls",
        "SUMMARY:First interview\\, Initech",
    }


def test_an_interview_that_was_held_stays_when_the_application_has_ended(tmp_path):
    desk = played(tmp_path)
    application = "Applications/Initech – Automation Engineer.md"
    desk.write(application, NOTES[application].replace("screening", "rejected\nclosed: 2026-11-25"))
    assert (
        lines_of(exported(search(desk), "calendar"), "CATEGORIES:Interview").lines[0]
        == "DTSTART:20261124T083000Z"
    )


@pytest.mark.parametrize(
    ("starts", "received", "is_there"),
    [
        ("2026-11-24T14:00", "2026-11-24T09:40", False),
        ("2026-11-24T14:00", "2026-11-24T16:00", True),
        ("2026-11-24T14:00", "2026-11-24", True),  # a day alone does not say which came first
        ("2026-11-24", "2026-11-24T09:40", True),
        ("2026-11-24T14:00", "2026-11-23T18:00", False),
    ],
)
def test_a_talk_that_a_no_of_the_same_day_overtook_is_in_no_calendar(tmp_path, starts, received, is_there):
    life = begin(tmp_path / "search")
    life.applies("2026-11-02", "Initech", "Engineer")
    life.meets(starts, "initech", "first")
    life.hears_no(received, "initech")
    for day in (received[:10], "2026-11-24", "2026-12-24"):
        assert (b"CATEGORIES:Interview" in exported(life.search(day), "calendar")) is is_there


@pytest.mark.parametrize("end", ["stage: withdrawn", "stage: rejected", "stage: interviewing\nclosed: yes"])
def test_a_talk_stays_where_nobody_wrote_when_its_application_ended(tmp_path, end):
    desk = played(tmp_path)
    application = "Applications/Initech – Automation Engineer.md"
    desk.write(application, NOTES[application].replace("stage: screening", end))
    days = [date(2026, 11, 20), TODAY, date(2026, 11, 24), date(2026, 12, 24)]
    events = [lines_of(exported(search(desk, day), "calendar"), "CATEGORIES:Interview") for day in days]
    assert events == [events[0]] * len(days)
    assert (
        stats(search(desk, date(2026, 12, 24))).funnel.interviews == 1
    )  # the counts believe it too, once it is past


@pytest.mark.parametrize(
    ("closed", "is_there"), [("", True), ("closed: 2026-11-21", False), ("closed: no", True)]
)
def test_an_offer_that_is_closed_is_in_no_calendar(tmp_path, closed, is_there):
    offer = "Offers/2026-11-20 Initech.md"
    text = "---\ntype: offer\napplication: '[[Initech – Automation Engineer]]'\nrespond_by: 2026-11-26\n%s\n---\n"
    desk = played(tmp_path, {**NOTES, offer: text % closed})
    found = search(desk)
    assert (b"CATEGORIES:Offer" in exported(found, "calendar")) is is_there
    assert (offer in [a.note.path for a in appointments(found, 7)]) is is_there  # as on the dashboard


def test_a_held_step_stands_on_the_day_it_is_free(tmp_path):
    life = Life(tmp_path / "search")
    init(life.root, TODAY)
    life.applies("2026-11-02", "Initech", "Engineer")
    life.meets("2026-11-10T10:00", "initech", "final", "Ada Lovelace")
    life.hears_no("2026-11-20T16:00", "initech")
    note = next((life.root / "Rejections").iterdir())
    note.write_text(note.read_text().replace("cool_off_until: 2026-11-21", "cool_off_until: 2026-12-01"))
    event = lines_of(exported(life.search("2026-11-22"), "calendar"), "SUMMARY:Thank Ada")
    assert event.lines[0] == "DTSTART;VALUE=DATE:20261202"


def test_a_step_whose_hold_has_ended_stays_on_the_day_it_counts_from(tmp_path):
    life = begin(tmp_path / "search")
    life.applies("2026-11-03", "Acme", "Engineer", recruiter=["Grete Holm"])
    life.applies("2026-11-10", "Acme", "Lead", recruiter=["Grete Holm"])
    life.hears_no("2026-11-16T10:00", "engineer")
    path = tmp_path / "a.ics"
    days = {}
    for day in ("2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"):
        found = life.search(day)
        keep_file(found, "calendar", path)
        asked = min((f for f in found.follow_ups if f.step == "status-check"), key=lambda f: f.due)
        event = ical.read(path.read_bytes().decode())[f"{asked.id}@vault-tools"]
        to_do = ical.read(exported(found, "todo").decode())[f"todo-{asked.id}@vault-tools"]
        days[day] = (event.lines[0], to_do.lines[0], asked.overdue_days)
    stands = ("DTSTART;VALUE=DATE:20261118", "DUE;VALUE=DATE:20261118")
    assert days == {
        "2026-11-16": (*stands, 0),
        "2026-11-17": (*stands, 0),
        "2026-11-18": (*stands, 0),
        "2026-11-19": (*stands, 1),
    }


def test_a_line_of_ones_own_that_starts_after_its_day_stands_where_it_is_counted_from(tmp_path):
    notes = {"Notes/Own.md": "- [ ] Send the form 🛫 2026-11-25 📅 2026-11-20\n"}
    desk = Desk(tmp_path / "search", notes)
    for day in (date(2026, 11, 19), date(2026, 11, 22), date(2026, 11, 25), date(2026, 11, 30)):
        event = lines_of(exported(search(desk, day), "calendar"), "SUMMARY:Send the form")
        to_do = lines_of(exported(search(desk, day), "todo"), "SUMMARY:Send the form")
        assert event.lines[0] == "DTSTART;VALUE=DATE:20261125"
        assert to_do.lines[0] == "DUE;VALUE=DATE:20261125"


def test_the_same_notes_give_the_same_bytes_on_every_day_and_machine(tmp_path):
    one = played(tmp_path / "one")
    other = played(tmp_path / "other", today=date(2026, 11, 23))
    for what in ("calendar", "todo"):
        assert exported(search(one), what) == exported(search(other), what)


def test_an_event_that_moved_or_changed_counts_up_and_the_others_keep_every_byte(tmp_path):
    desk = played(tmp_path)
    path = tmp_path / "a.ics"
    assert keep_file(search(desk), "calendar", path).is_changed
    first = ical.read(path.read_bytes().decode())
    assert not keep_file(search(desk), "calendar", path).is_changed
    desk.write(INTERVIEW, MEETING.replace("T09:30", "T08:00"))  # earlier: the number must grow all the same
    assert keep_file(search(desk), "calendar", path).is_changed
    second = ical.read(path.read_bytes().decode())
    moved = [uid for uid in first if first[uid] != second[uid]]
    assert [second[uid].lines[0] for uid in moved] == ["DTSTART:20261124T070000Z"]
    old, new = first[moved[0]], second[moved[0]]
    assert (new.sequence, new.stamp) == (old.sequence + 1, "20261102T000001Z")
    assert old.stamp == "20261102T000000Z"


def test_an_event_that_stays_keeps_the_number_it_was_counted_up_to(tmp_path):
    desk = played(tmp_path)
    path = tmp_path / "a.ics"
    for hour in (
        "T09:30",
        "T08:00",
        "T07:00",
    ):  # earlier each time: the number is more than the day alone gives
        desk.write(INTERVIEW, MEETING.replace("T09:30", hour))
        keep_file(search(desk), "calendar", path)
    counted = ical.read(path.read_bytes().decode())
    desk.write(TOM, NOTES[TOM].replace("📅 2026-11-25", "📅 2026-11-26"))  # another one changes
    keep_file(search(desk), "calendar", path)
    after = ical.read(path.read_bytes().decode())
    (talk,) = [uid for uid in after if after[uid].lines[0] == "DTSTART:20261124T060000Z"]
    assert after[talk] == counted[talk]


def test_a_step_that_is_put_off_counts_up_without_any_file_to_compare_with(tmp_path):
    desk = played(tmp_path)
    before = lines_of(exported(search(desk), "calendar"), "SUMMARY:Ask Tom")
    desk.write(TOM, NOTES[TOM].replace("📅 2026-11-25", "📅 2026-11-26"))
    after = lines_of(exported(search(desk), "calendar"), "SUMMARY:Ask Tom")
    assert after.sequence > before.sequence


def test_to_dos_have_status_priority_start_and_the_company(tmp_path):
    notes = changed(
        NOTES, TOM, "- [ ] Send him the article on recalls", "- [/] Send him the article on recalls ⏫"
    )
    notes = changed(notes, ACME, "- [ ] Look up", "- [x] Look up")
    data = exported(search(played(tmp_path, notes)), "todo")
    assert lines_of(data, "SUMMARY:Send him").lines == (
        "DUE;VALUE=DATE:20261121",
        "SUMMARY:Send him the article on recalls",
        "DESCRIPTION:Contacts/Tom Okafor.md\\nvault show " + lines_of(data, "SUMMARY:Send him").uid[5:13],
        "CATEGORIES:Follow-up",
        "STATUS:IN-PROCESS",
        "PRIORITY:3",
        "CLASS:PRIVATE",
    )
    assert lines_of(data, "SUMMARY:Thank Dana").lines == (
        "DTSTART;VALUE=DATE:20261106",
        "DUE;VALUE=DATE:20261120",
        "SUMMARY:Thank Dana Lee and ask to be considered again",
        "DESCRIPTION:Rejections/2026-11-04 Acme Robotics.md\\nvault show 31ab7f",
        "CATEGORIES:Follow-up,Acme Robotics",
        "STATUS:NEEDS-ACTION",
        "CLASS:PRIVATE",
    )
    assert lines_of(data, "SUMMARY:Look up").lines[-4:] == (
        "STATUS:COMPLETED",
        "COMPLETED:20261124T120000Z",
        "PERCENT-COMPLETE:100",
        "CLASS:PRIVATE",
    )


@given(st.text(), st.text(), st.lists(st.text(), min_size=1))
def test_no_text_breaks_a_line_and_none_is_longer_than_75_octets(one, other, many):
    lines = (
        ical.text("SUMMARY", one),
        ical.text("CATEGORIES", other, *many),
        ical.paragraphs("DESCRIPTION", many),
    )
    component = ical.Component("VEVENT", "a@b", lines, 7, "20261120T000000Z")
    data = ical.written((), (component,)).encode()
    physical = data.split(b"\r\n")
    assert all(len(line) <= 75 and line.decode() is not None for line in physical)
    assert b"\n" not in data.replace(b"\r\n", b"") and b"\r" not in data.replace(b"\r\n", b"")
    assert [line for line in physical if line.startswith((b"BEGIN", b"END"))] == [
        b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", b"END:VEVENT", b"END:VCALENDAR",
    ]  # fmt: skip
    assert ical.read(data.decode()) == {"a@b": component}


@given(st.binary())
def test_any_bytes_can_be_read_as_the_calendar_before(data):
    ical.read(data.decode("utf-8", "replace"))


def test_a_damaged_stamp_does_not_stop_the_next_revision():
    old = ical.Component("VEVENT", "a@b", ("SUMMARY:x",), 5, "yesterday")
    new = ical.Component("VEVENT", "a@b", ("SUMMARY:y",), 3, "20261120T000000Z")
    assert revised((new,), {"a@b": old}) == (
        ical.Component("VEVENT", "a@b", ("SUMMARY:y",), 6, "20261120T000000Z"),
    )


# Files and folders ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "name"), [("calendar", "a.ics"), ("todo", "a.ics"), ("csv", "a.csv"), ("json", "a.json")]
)
def test_a_file_that_is_not_ours_is_not_written_over(tmp_path, what, name):
    desk, path = played(tmp_path), tmp_path / name
    path.write_text("BEGIN:VCALENDAR\r\nmine\r\n")
    with pytest.raises(VaultError, match="was not made by `vault export`"):
        keep_file(search(desk), what, path)
    assert path.read_text() == "BEGIN:VCALENDAR\nmine\n"
    assert keep_file(search(desk), what, path, force=True).is_changed
    assert not keep_file(search(desk), what, path).is_changed


def test_a_note_is_never_the_file(tmp_path):
    desk = played(tmp_path)
    with pytest.raises(VaultError, match=r"let it end in \.csv"):
        keep_file(search(desk), "csv", desk.root / TOM, force=True)
    assert desk.read(TOM) == NOTES[TOM]


def test_a_folder_gets_a_file_an_item_and_loses_only_ours(tmp_path):
    desk, folder = played(tmp_path), tmp_path / "vdir"
    folder.mkdir()
    (folder / "dentist.ics").write_text("BEGIN:VCALENDAR")
    (folder / "copy@vault-tools.ics").write_text("a name like ours, and none of ours")
    keep_folder(search(desk), "calendar", folder)
    keep_folder(search(desk), "todo", folder)
    both = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert not keep_folder(search(desk), "calendar", folder).is_changed
    assert not keep_folder(search(desk), "todo", folder).is_changed
    desk.write(TOM, NOTES[TOM].replace("- [ ] Send", "- [x] Send"))
    keep_folder(search(desk), "calendar", folder)
    left = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert left.items() <= both.items()
    (gone,) = both.keys() - left.keys()
    assert b"SUMMARY:Send him the article" in both[gone]
    assert {"dentist.ics", "copy@vault-tools.ics", f"todo-{gone}"} <= left.keys()


def test_a_file_of_ours_that_another_program_wrote_is_ours_by_its_id(tmp_path):
    desk, folder = played(tmp_path), tmp_path / "vdir"
    for what in ("calendar", "todo"):
        keep_folder(search(desk), what, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        mine = path.read_bytes().replace(
            ical.PRODUCT.encode(), b"PRODID:-//PIMUTILS.ORG//NONSGML khal / icalendar //EN"
        )
        path.write_bytes(mine.replace(b"SUMMARY:", b"SUMMARY:Mine: "))
    desk.write(TOM, NOTES[TOM].replace("- [ ] Send", "- [x] Send"))
    for what in ("calendar", "todo"):
        assert keep_folder(search(desk), what, folder).is_changed
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    (gone,) = before.keys() - after.keys()  # an event that is over goes, whoever wrote it last
    assert b"SUMMARY:Send him the article" in before[gone]
    assert all(ical.PRODUCT.encode() in data and b"Mine" not in data for data in after.values())
    old, new = (ical.read(files["31ab7f@vault-tools.ics"].decode()) for files in (before, after))
    assert new["31ab7f@vault-tools"].lines == old["31ab7f@vault-tools"].lines
    assert new["31ab7f@vault-tools"].sequence == old["31ab7f@vault-tools"].sequence + 1


def test_a_foreign_file_of_the_very_name_is_told_and_holds_up_no_other(tmp_path, monkeypatch, capfd):
    desk, folder = played(tmp_path), tmp_path / "vdir"
    folder.mkdir()
    mine = folder / "31ab7f@vault-tools.ics"
    mine.write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:another@vault-tools\n")
    before = mine.read_bytes()
    monkeypatch.chdir(desk.root)
    monkeypatch.setenv("VAULT_TODAY", TODAY.isoformat())
    left = "has the name of a file of ours but is none, so it was left and ours not written; move it away."
    assert run(["export", "calendar", "--split", str(folder)]) == 0
    assert capfd.readouterr() == (f"{folder}\n", f"5 in files of their own.\n{mine} {left}\n")
    assert len(list(folder.iterdir())) == 6
    desk.write("vault.toml", f'{BERLIN}[export]\ncalendar = "{folder.as_posix()}"\n')
    session = desk.session()
    from vault_tools.commands.deeds import complete

    complete(session, ["Send him the article"])
    assert session.told == [f"[export] calendar in vault.toml: {mine} {left}"]
    assert len(list(folder.iterdir())) == 5 and mine.read_bytes() == before


EXPORTS = '[export]\ncalendar = "out/search.ics"\ntodo = "out/tasks"\ncsv = "out/search.csv"\njson = "~/search.json"\n'


def test_what_the_settings_name_is_kept_fresh_by_every_deed(tmp_path, own_home):
    desk = played(tmp_path, settings=BERLIN + EXPORTS)
    out = desk.root / "out"
    first = (out / "search.ics").read_bytes()
    assert first == exported(search(desk), "calendar")
    assert (out / "search.csv").read_bytes() == b"\xef\xbb\xbf" + exported(search(desk), "csv")
    assert (own_home / "search.json").read_bytes() == exported(search(desk), "json")
    assert len(list((out / "tasks").iterdir())) == 5
    desk.tick("Send him the article")
    desk.refresh()
    assert b"Send him" in first and b"Send him" not in (out / "search.ics").read_bytes()


def test_an_export_that_cannot_be_written_is_told_and_refuses_no_deed(tmp_path):
    desk = played(tmp_path, settings=BERLIN + '[export]\ncsv = "mine.csv"\n')
    (desk.root / "mine.csv").write_text("my own table")
    session = desk.session()
    from vault_tools.commands.deeds import complete

    complete(session, ["31ab7f"])
    assert "- [x] Thank" in desk.read(ACME)
    assert (desk.root / "mine.csv").read_text() == "my own table"
    assert [told for told in session.told if "[export] csv" in told and "--force" in told] == session.told


@pytest.mark.parametrize(
    ("setting", "way_out"),
    [
        ('calendar = "vault.toml"', "name a folder, for one file an item, or a file that ends in .ics"),
        ('todo = "vault.toml/tasks"', "name a folder, for one file an item, or a file that ends in .ics"),
        ('calendar = "vault.toml/a.ics"', "name a file that lies in a folder"),
        ('csv = "vault.toml/deep/a.csv"', "name a file that lies in a folder"),
    ],
)
def test_a_setting_that_names_a_file_as_a_folder_is_what_is_wrong_and_not_the_file(
    tmp_path, setting, way_out
):
    desk = played(tmp_path, settings=f"{BERLIN}[export]\n{setting}\n")
    session = desk.session()
    from vault_tools.commands.deeds import complete

    complete(session, ["31ab7f"])
    key = setting.partition(" ")[0]
    assert session.told == [
        f"The export ([export] {key} in vault.toml) was not written: "
        f"{desk.root / 'vault.toml'} is a file, and no folder; {way_out}"
    ]


def test_while_a_note_cannot_be_read_nothing_is_exported_without_it(tmp_path, monkeypatch, capfd):
    desk = played(tmp_path, settings=BERLIN + EXPORTS)
    before = (desk.root / "out" / "search.ics").read_bytes()
    unreadable(desk.root / TOM, monkeypatch, times=10**6)
    monkeypatch.chdir(desk.root)
    assert run(["export", "csv"]) == 1
    assert capfd.readouterr().out == ""
    assert run(["export", "calendar", "out/search.ics"]) == 1
    assert f"vault: {TOM}: " in (said := capfd.readouterr().err) and "an export would lack it" in said
    desk.refresh_once()
    assert (desk.root / "out" / "search.ics").read_bytes() == before


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('calendar = "Notes/Tom.md"', "calendar is no note"),
        ('csv = "search.xls"', "csv names a file that ends in .csv, not 'search.xls'"),
        ("json = 3", 'json is a path in quotes, such as json = "search.json"'),
        (
            'calendar = "all.ics"\ntodo = "./All.ics"',
            "todo and calendar name the same place, './All.ics'; give each its own",
        ),
        ('calendar = "all"\ntodo = "all/"', "todo and calendar name the same place, 'all/'"),
        ('ics = "a"', "[export] knows calendar, todo, csv, json, not 'ics'"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(toml, words):
    with pytest.raises(VaultError) as refused:
        read_settings(tomllib.loads(f"[export]\n{toml}\n"))
    assert words in str(refused.value)


@pytest.mark.parametrize("spelled", ["~/search/out/search.ics", "{root}/Out/search.ics", "link/search.ics"])
def test_two_exports_in_one_place_are_told_however_it_is_spelled_and_the_first_is_kept(
    tmp_path, monkeypatch, spelled
):
    desk = played(tmp_path, settings=BERLIN + EXPORTS)
    calendar = (desk.root / "out" / "search.ics").read_bytes()
    monkeypatch.setenv("HOME", str(tmp_path))
    (desk.root / "link").symlink_to(desk.root / "out", target_is_directory=True)
    named = spelled.format(root=desk.root)
    toml = f'[export]\ncalendar = "out/search.ics"\ntodo = "{named}"\n'
    (desk.root / "vault.toml").write_text(BERLIN + toml)
    said = f"[export] todo and calendar name the same place, '{named}'; give each its own"
    told = [str(f.problem) for f in check(desk.session()) if f.problem.path == "vault.toml"]
    assert told == [f"vault.toml:4: {said}"]
    desk.refresh_once()
    assert (desk.root / "out" / "search.ics").read_bytes() == calendar


def test_exports_in_places_of_their_own_are_written_however_they_are_spelled(tmp_path, monkeypatch):
    desk = played(tmp_path, settings=BERLIN)
    monkeypatch.setenv("HOME", str(tmp_path))
    (desk.root / "vault.toml").write_text(
        '[export]\ncalendar = "~/search/a.ics"\ntodo = "a"\ncsv = "a.csv"\njson = "~nobody-there/a.json"\n'
    )
    assert [str(f.problem) for f in check(desk.session()) if f.problem.path == "vault.toml"] == []
    desk.refresh_once()
    assert (desk.root / "a.ics").exists() and (desk.root / "a").is_dir() and (desk.root / "a.csv").exists()


def test_watch_keeps_the_exports_fresh(tmp_path):
    root = tmp_path / "search"
    init(root, TODAY)
    toml = root / "vault.toml"
    toml.write_text(toml.read_text().replace('calendar = ""', 'calendar = "search.ics"'))
    with watching(root):
        assert until(lambda: (root / "search.ics").exists())
        save(root, "Tom.md", "- [ ] call Tom, at last 📅 2026-11-24\n")
        assert until(lambda: b"SUMMARY:call Tom\\, at last" in (root / "search.ics").read_bytes())


# The table and JSON ---------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_application(tmp_path):
    rows = list(csv.DictReader(io.StringIO(exported(search(played(tmp_path)), "csv").decode(), newline="")))
    assert rows == [
        {
            **dict.fromkeys(COLUMNS, ""),
            "Company": "Initech",
            "Role": "Automation Engineer",
            "Stage": "screening",
            "Applied": "2026-11-02",
            "Interviews": "0",
            "Note": "Applications/Initech – Automation Engineer.md",
        }
    ]


def test_the_table_counts_the_interviews_that_were_held_as_the_statistics_do(tmp_path):
    life = begin(tmp_path / "search")
    life.applies("2026-11-02", "Initech", "Engineer")
    life.meets("2026-11-10T10:00", "initech", "first")
    life.meets("2026-11-20T10:00", "initech", "second")
    life.meets("2026-11-26T10:00", "initech", "final")

    def counted(day):
        found = life.search(day)
        (row,) = csv.DictReader(io.StringIO(sheet(found), newline=""))
        return row["Interviews"], row["Last interview"], stats(found).funnel.interviews

    assert counted("2026-11-09") == ("0", "", 0)
    assert counted("2026-11-19") == ("1", "2026-11-10", 1)
    assert counted("2026-11-20") == ("2", "2026-11-20", 1)
    life.hears_no("2026-11-24T16:00", "initech")
    assert counted("2026-12-24") == ("2", "2026-11-20", 1)  # the final one came to nothing


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1 555", "'+1 555"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'=1"),
        ("\t=1", "'=1"),
        ("\u200b=1", "'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a\r\n=1", "a =1"),
        ("3 = 3", "3 = 3"),
        ("", ""),
    ],
)
def test_no_cell_is_taken_for_a_formula(text, shown):
    assert cell(text) == shown


def test_the_table_is_quoted_whole_so_that_no_other_separator_cuts_it(tmp_path):
    life = Life(tmp_path / "search")
    init(life.root, TODAY)
    life.applies("2026-11-02", 'Ac;me, "Ltd"', "=cmd|'/c calc'!A0; Lead")
    line = sheet(life.search("2026-11-22")).split("\r\n")[1]
    assert line.startswith('''"Ac;me, ""Ltd""","'=cmd|'/c calc'!A0; Lead","applied",''')


def test_json_has_all_that_is_derived_and_every_property_of_every_note(tmp_path):
    desk = played(tmp_path)
    found = json.loads(exported(search(desk), "json"))
    assert list(found) == [
        "format", "version", "as_of", "applications", "interviews", "rejections", "people", "follow_ups", "notes",
    ]  # fmt: skip
    assert found == json.loads(json.dumps(whole(search(desk))))
    assert found["interviews"] == [
        {
            "note": INTERVIEW,
            "application": "Applications/Initech – Automation Engineer.md",
            "company": "Initech",
            "starts": "2026-11-24T09:30:00",
            "round": "first",
            "people": [{"name": "Mo, Jr.", "note": None}],
            "cancelled": False,
        }
    ]
    assert [note["note"] for note in found["notes"]] == sorted(
        [ACME, TOM, INTERVIEW, "Applications/Initech – Automation Engineer.md"]
    )
    assert [f["id"] for f in found["follow_ups"]] == [f.id for f in search(desk).follow_ups]


def test_every_key_of_the_json_stands_in_the_docs(tmp_path):
    life = Life(tmp_path / "search")
    init(life.root, TODAY)
    life.applies("2026-11-02", "Initech", "Engineer")
    life.meets("2026-11-10T10:00", "initech", "final", "Ada Lovelace")
    life.hears_no("2026-11-20T16:00", "initech")
    text = (HOUSE / "docs" / "export.md").read_text(encoding="utf-8")
    found = whole(life.search("2026-11-22"))
    rows = [row for value in found.values() if isinstance(value, list) for row in value]
    keys = {*found, *(key for row in rows for key in row)}
    due = follow_up(FollowUp("31ab7f", "a.md", 1, "a", "a", TODAY)).keys()  # these stand in formats.md
    assert {key for key in keys - due if f"`{key}`" not in text} == set()


# At the command line --------------------------------------------------------------------------------------


def test_stdout_gets_the_export_and_nothing_else(tmp_path, monkeypatch, capfdbinary):
    desk = played(tmp_path)
    monkeypatch.chdir(desk.root)
    monkeypatch.setenv("VAULT_TODAY", TODAY.isoformat())
    for what in ("calendar", "csv", "json"):
        assert run(["export", what]) == 0
        assert capfdbinary.readouterr() == (exported(search(desk), what), b"")
    assert run(["export", "calendar", "search.ics"]) == 0
    assert capfdbinary.readouterr() == (b"search.ics\n", b"6 in it.\n")
    assert run(["export", "calendar", "search.ics"]) == 0
    assert capfdbinary.readouterr() == (b"search.ics\n", b"6 in it, as before; not a byte changed.\n")
    assert run(["export", "calendar", "--split", "job"]) == 0
    assert capfdbinary.readouterr() == (b"job\n", b"6 in files of their own.\n")
    assert len(list((desk.root / "job").iterdir())) == 6
    for wrong in (["calendar", "a.ics", "--split", "b"], ["csv", "--force"], ["png"]):
        assert run(["export", *wrong]) == 2
        assert capfdbinary.readouterr().out == b""


# Real clients ---------------------------------------------------------------------------------------------


@khal
def test_khal_shows_the_steps_and_the_interview_at_its_time(tmp_path):
    notes = {
        **NOTES,
        "Notes/Odd.md": "- [ ] Tell C:\\jobs, “so; be it” – über alles " + "lang " * 30 + "📅 2026-11-24\n",
    }
    desk = played(tmp_path, notes)
    keep_folder(search(desk), "calendar", tmp_path / "job")
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[job]]\npath = {tmp_path}/job\ntype = calendar\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = America/New_York\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
    )
    command = [
        "khal",
        "-c",
        str(config),
        "list",
        "--format",
        "{start-time} {title} @{location}",
        "2026-11-20",
        "6d",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    shown = {
        line.strip() for line in done.stdout.splitlines() if not line[:1].isupper() or "day, " not in line
    }
    assert done.returncode == 0, done.stderr
    assert {
        "Thank Dana Lee · Acme Robotics @",
        "Send him the article on recalls @",
        "03:30 First interview, Initech @Room 3; ask at the desk",
    } <= shown
    assert any(line.startswith("Tell C:\\jobs, “so; be it” – über alles lang lang") for line in shown)
    assert "rror" not in done.stderr


@pytest.mark.skipif(not todoman, reason="todoman is not installed")
def test_todoman_lists_what_is_open(tmp_path):
    notes = changed(NOTES, ACME, "- [ ] Look up", "- [x] Look up")
    keep_folder(search(played(tmp_path, notes)), "todo", tmp_path / "lists" / "job")
    config = tmp_path / "todo.py"
    config.write_text(f'path = "{tmp_path}/lists/*"\ncache_path = "{tmp_path}/cache.sqlite3"\n')
    command = [todoman, "--config", str(config), "--porcelain", "list"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert {(todo["summary"], todo["completed"], todo["list"]) for todo in json.loads(done.stdout)} == {
        ("Thank Dana Lee and ask to be considered again", False, "job"),
        ("Send him the article on recalls", False, "job"),
        ("Ask Tom about the meetup", False, "job"),
        ("Return the book #owed", False, "job"),
    }
