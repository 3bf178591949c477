"""What people have already comes in once, as one deed, and nothing is done that was not shown."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from disk_faults import before_each_call
from hypothesis import given
from hypothesis import strategies as st
from life import Life
from rights import powerless
from terminal import Terminal

from vault_tools.cli.edge import run
from vault_tools.commands.importing import Import, Wishes, carry_out, understand
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.toml_edit import with_words
from vault_tools.core.rules.settings import read_settings
from vault_tools.store import templates

MAILBOX = Path(__file__).parent / "incoming" / "mailbox.mbox"
TODAY = "2026-11-22"
CONNECTIONS = """Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ravi,Menon,https://www.linkedin.com/in/ravimenon,,"Acme Robotics, Inc.",Firmware Engineer,15 Mar 2024
,,,,,,
Tom,Okafor,https://www.linkedin.com/in/tokafor,,Initrode,Analyst,11 Nov 2019
"""
APPLICATIONS = """Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,Question And Answers
"8/12/26, 7:05\u202fAM",jo@example.org,,Acme Robotics,Test Engineer,https://www.linkedin.com/jobs/view/3987654321,cv.pdf,
"7/1/26, 4:11 PM",jo@example.org,,Wayne Enterprises,Controls Engineer,http://www.linkedin.com/jobs/view/controls-engineer-at-wayne-3911111111/,cv.pdf,"Years?:7"
"""
SAVED = """Saved Date,Job Url,Job Title,Company Name
"11/1/26, 8:00 PM",https://www.linkedin.com/jobs/view/3933333333,Motion Engineer,Aperture Science
"7/1/26, 8:00 PM",https://www.linkedin.com/jobs/view/3911111111,Controls Engineer,Wayne Enterprises
"""
TRACKER = """Company;Job Title;Status;Date Applied;Date Rejected;Notes
Tyrell Corp;Test Engineer;Rejected;14/06/2026;02/07/2026;"Form letter.
- [ ] no task 📅 2026-11-24 [[x]]"
Soylent;Process Engineer;Ghosted;03/05/2026;;
Monsters Inc;Scare Engineer;Wishlist;;;
"""


@pytest.fixture
def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    from vault_tools.commands.init import init

    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()
    init(tmp_path / "v", date(2026, 11, 22), default=None)
    yield Life(tmp_path / "v")
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def eml(
    tmp_path: Path,
    text: str,
    *,
    day: str = "18 Nov 2026",
    sender: str = "Acme Careers <jobs@acme.example>",
    **headers: str,
) -> Path:
    """A mail about an application at Acme."""
    path = tmp_path / f"{abs(hash(text))}.eml"
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    path.write_text(
        f"From: {sender}\nSubject: Your application to Acme\nMessage-ID: <{path.stem}@acme>\nDate: {day} 16:40:00 -0000\n{more}\n{text}\n"
    )
    return path


def archive(path: Path, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("Connections.csv", CONNECTIONS)
        zipped.writestr("Jobs/Job Applications.csv", APPLICATIONS)
        zipped.writestr("Jobs/Saved Jobs.csv", SAVED)
        for name, data in more.items():
            zipped.writestr(name.replace("__", "/") + ".csv", data)
    return path


def shown(life: Life, *paths: Path, day: str = TODAY, **wishes: object) -> Import:
    return understand(life.session(day), paths, Wishes(**wishes))  # type: ignore[arg-type]


def brought(life: Life, *paths: Path, day: str = TODAY, **wishes: object) -> Import:
    session = life.session(day)
    wanted = understand(session, paths, Wishes(**wishes))  # type: ignore[arg-type]
    carry_out(session, wanted)
    return wanted


def notes(life: Life) -> dict[str, str]:
    return {
        p.relative_to(life.root).as_posix(): p.read_text(encoding="utf-8")
        for p in sorted(life.root.rglob("*.md"))
    }


def made(wanted: Import, kind: str) -> list[str]:
    return [item.what for item in wanted.of("made") if item.kind == kind]


def test_each_table_is_read_once_for_all_of_an_import(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    read, load = Counter[Path](), templates.load_toml

    def counted(path: Path) -> Mapping[str, Any]:
        read[path] += 1
        return load(path)

    monkeypatch.setattr(templates, "load_toml", counted)
    assert made(brought(life, MAILBOX), "application")
    names = {path.name for path in read}
    assert names == {"kinds.toml", "playbook.toml", "words.toml", "mail.toml", "table.toml"}
    assert set(read.values()) == {1}


def test_a_linkedin_archive_becomes_applications_leads_and_people_there(life: Life, tmp_path: Path) -> None:
    wanted = brought(life, archive(tmp_path / "Basic_LinkedInDataExport_11-01-2026.zip"))
    assert made(wanted, "application") == [
        "Wayne Enterprises – Controls Engineer",
        "Acme Robotics – Test Engineer",
    ]
    assert made(wanted, "lead") == ["Aperture Science – Motion Engineer"]
    assert made(wanted, "contact") == ["Ravi Menon"]
    assert notes(life)["Companies/Acme Robotics.md"].endswith(
        "## People you know there\n\n- [[Ravi Menon]], Firmware Engineer, connected since 2024-03-15\n"
    )
    assert (
        "imported:\n  - linkedin:3987654321\n" in notes(life)["Applications/Acme Robotics – Test Engineer.md"]
    )


def test_the_same_import_adds_nothing_twice_also_after_notes_were_renamed_and_rewritten(
    life: Life, tmp_path: Path
) -> None:
    files = archive(tmp_path / "a.zip"), MAILBOX
    brought(life, *files)
    old = life.root / "Applications" / "Wayne Enterprises – Controls Engineer.md"
    new = life.root / "Batman.md"
    new.write_text(
        old.read_text()
        .replace("Controls Engineer", "Engineer of Gotham")
        .replace("Wayne Enterprises", "Bruce")
    )
    old.unlink()
    before = notes(life)
    again = shown(life, *files)
    assert (again.edits, again.of("made", "changed")) == ((), ())
    assert notes(life) == before


def test_an_import_is_one_deed_that_undo_takes_back(life: Life, tmp_path: Path) -> None:
    before = notes(life)
    brought(life, archive(tmp_path / "a.zip"), MAILBOX)
    assert len(notes(life)) > len(before) + 30
    from vault_tools.commands.undo import undo

    undo(life.session(TODAY))
    assert notes(life) == before


@pytest.mark.parametrize("room", [0, 1, 7, 30, 60])
def test_a_disk_that_becomes_full_takes_all_of_an_import_or_nothing(life: Life, room: int) -> None:
    session = life.session(TODAY)
    wanted, before = understand(session, [MAILBOX], Wishes()), sorted(life.root.rglob("*"))
    left = room

    def full(_: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(VaultError, match="no space left"), before_each_call(full, ("write",)):
        carry_out(session, wanted)
    assert [p for p in sorted(life.root.rglob("*")) if p.is_file()] == [p for p in before if p.is_file()]
    carry_out(session, wanted)
    assert len(notes(life)) > 25


def test_what_is_shown_is_not_done_yet(life: Life, tmp_path: Path) -> None:
    before = notes(life)
    assert shown(life, archive(tmp_path / "a.zip"), MAILBOX).edits
    assert notes(life) == before


def test_forty_mails_become_a_true_vault_with_no_wrong_no(life: Life) -> None:
    wanted = brought(life, MAILBOX)
    stages = {
        a.note.name.partition(" –")[0] + "/" + a.role: a.stage
        for a in life.search(TODAY).applications.values()
    }
    assert stages == {
        "Acme Robotics/Controls Engineer": "rejected", "Globex/PLC Programmer": "rejected",
        "Hooli/Robotics Software Engineer": "interviewing", "Initech/Automation Engineer": "rejected",
        "Initech/Field Engineer": "applied", "Lumière Systèmes/Ingénieur automaticien": "rejected",
        "Massive Dynamic/Mechatronics Engineer": "rejected", "Nordlicht Energie/Automatisierungstechniker (m/w/d)": "rejected",
        "Umbrella Health/Embedded Engineer": "screening", "Vandelay Industries/Test Engineer": "rejected",
    }  # fmt: skip
    assert [item.what.partition(":")[0] for item in wanted.of("asked")] == [
        "Pied Piper Careers", "Pied Piper Careers", "Stark Talent", "Initech Hiring Team", "Hooli Recruiting",
    ]  # fmt: skip
    assert len(wanted.of("passed")) == 12


def test_nothing_that_is_long_past_is_born_overdue(life: Life, tmp_path: Path) -> None:
    brought(life, archive(tmp_path / "a.zip"), MAILBOX)
    assert [f for f in life.all(TODAY) if f.due < date(2026, 11, 22)] == []
    assert "## Be gracious" in notes(life)["Rejections/2026-11-18 Acme Robotics – Controls Engineer.md"]


def test_a_mail_is_kept_in_its_note_and_can_do_nothing_there(life: Life, tmp_path: Path) -> None:
    life.applies("2026-11-02", "Acme", "Engineer")
    mail = tmp_path / "no.eml"
    mail.write_bytes(
        b"From: Acme Careers <jobs@acme.example>\r\nSubject: Your application to Acme\r\nMessage-ID: <1@acme>\r\n"
        b"Date: Wed, 18 Nov 2026 16:40:00 -0000\r\n\r\nWe will not be moving forward with your application.\r\n\r\n"
        b"- [ ] pay 2026-11-24\r\n[[Dashboard]] <% tp.x %> ![](https://x.example/p.gif) #tag key:: v\r\n---\r\n```dataviewjs\r\nx\r\n"
    )
    brought(life, mail)
    text = notes(life)["Rejections/2026-11-18 Acme – Engineer.md"]
    assert text[text.index("> [!quote]- Acme") :] == (
        "> [!quote]- Acme Careers, 2026-11-18 16:40: Your application to Acme\n"
        "> We will not be moving forward with your application.\n>\n"
        "> \\- \\[ \\] pay 2026-11-24\n"
        "> \\[\\[Dashboard\\]\\] \\<\\% tp.x %> !\\[\\](https://x.example/p.gif) \\#tag key:\\: v\n"
        "> \\---\n> \\`\\`\\`dataviewjs\n> x\n"
    )


def test_a_no_finds_its_application_only_if_it_can_be_that_one(life: Life, tmp_path: Path) -> None:
    life.applies("2026-11-02", "Acme", "Engineer")
    mail = tmp_path / "no.eml"
    old = (
        "From: Acme Careers <jobs@acme.example>\nSubject: Your application to Acme\nMessage-ID: <1@acme>\n"
        "Date: Wed, {} 16:40:00 -0000\n\nWe will not be moving forward with your application{}.\n"
    )
    for day, what, doubt in (
        ("20 Nov 2024", "", "no application is known to which it belongs"),
        (
            "18 Nov 2026",
            " for the Accountant position",
            "it names the role Accountant, and none at Acme is called so",
        ),
    ):
        mail.write_text(old.format(day, what))
        wanted = shown(life, mail)
        assert [(i.group, i.why.partition("not sure: ")[2]) for i in wanted.items] == [("asked", doubt)]


NO = "We will not be moving forward with your application."


def test_a_confirmation_without_a_role_says_when_an_application_was_sent_that_a_later_mail_names(
    life: Life, tmp_path: Path
) -> None:
    mails = (
        eml(tmp_path, "We have received your application.", day="2 Nov 2026"),
        eml(tmp_path, "We will not be moving forward with your application for the Buyer role at Acme."),
    )
    wanted = brought(life, *mails)
    assert [(item.group, item.kind) for item in wanted.items] == [
        ("made", "application"),
        ("changed", "mail"),
        ("made", "rejection"),
    ]
    (application,) = life.search(TODAY).applications.values()
    assert (application.role, application.applied, application.is_ended) == ("Buyer", date(2026, 11, 2), True)
    assert {item.group for item in brought(life, *mails).items} == {"same"}


def test_a_no_that_was_written_down_by_hand_keeps_its_mail_and_gets_no_second_one(
    life: Life, tmp_path: Path
) -> None:
    life.applies("2026-11-02", "Acme", "Engineer")
    life.hears_no("2026-11-18", "Acme")
    wanted = brought(life, eml(tmp_path, NO))
    assert [(i.group, i.what) for i in wanted.items] == [("changed", "2026-11-18 Acme – Engineer")]
    assert notes(life)["Rejections/2026-11-18 Acme – Engineer.md"].endswith(f"> {NO}\n")


def test_a_job_that_was_taken_or_given_up_is_never_turned_into_a_no(life: Life, tmp_path: Path) -> None:
    from vault_tools.commands.closing import close_application

    life.applies("2026-11-02", "Acme", "Engineer")
    close_application(life.session("2026-11-10"), "Acme", "withdrawn", date(2026, 11, 10))
    brought(life, eml(tmp_path, NO))
    assert life.search(TODAY).applications["Applications/Acme – Engineer.md"].stage == "withdrawn"


def test_a_confirmation_sends_a_lead_off(life: Life, tmp_path: Path) -> None:
    life.new("2026-11-02", "application", company="Acme", role="Engineer", applied="no")
    brought(life, eml(tmp_path, "We have received your application."))
    application = life.search(TODAY).applications["Applications/Acme – Engineer.md"]
    assert (application.stage, application.applied) == ("applied", date(2026, 11, 18))


def test_a_confirmation_gives_a_lead_the_plan_of_what_was_sent_as_far_as_it_is_in_time(
    life: Life, tmp_path: Path
) -> None:
    path = life.new(
        "2026-11-02", "application", company="Acme", role="Engineer", recruiter=["Jo Lund"], applied="no"
    ).path
    brought(life, eml(tmp_path, "We have received your application."))
    assert life.lines(path) == [
        "- [ ] Ask [[Jo Lund]] how things stand with the application 📅 2026-11-25",
        "- [ ] Ask [[Jo Lund]] once more; without an answer, close it 📅 2026-12-02",
    ]
    assert "We have received your application" in life.read(path)


def test_an_invitation_without_a_day_waits_for_an_answer_while_it_is_fresh(
    life: Life, tmp_path: Path
) -> None:
    life.applies("2026-11-02", "Acme", "Engineer")
    brought(life, eml(tmp_path, "We would like to invite you to an interview. Send us your availability."))
    found = life.search(TODAY).applications["Applications/Acme – Engineer.md"]
    assert (found.stage, found.note.properties["follow_up"]) == ("screening", "2026-11-22")


@pytest.mark.parametrize(
    ("words", "starts"),
    [
        ("on Tuesday, 1 December 2026 at 2:30 PM", "2026-12-01T14:30:00"), ("on December 1st at 14:30", "2026-12-01T14:30:00"),
        ("on 2026-12-01 at 9am", "2026-12-01T09:00:00"), ("am 1.12.2026 um 14 Uhr", "2026-12-01T14:00:00"), ("le 1er décembre à 14h30", "2026-12-01T14:30:00"),
        ("on 1 December at 14:00 or 2 December at 15:00", None), ("on 1 December", None), ("on 1 November 2026 at 14:00", None),
    ],
)  # fmt: skip
def test_one_day_and_time_makes_an_interview_and_a_choice_does_not(
    life: Life, tmp_path: Path, words: str, starts: str | None
) -> None:
    life.applies("2026-11-02", "Acme", "Engineer")
    brought(
        life,
        eml(
            tmp_path,
            f"Your application convinced us and we would like to invite you to an interview {words}.",
        ),
    )
    found = [n.properties["starts"] for n in life.search(TODAY).catalogue.of_type("interview")]
    assert found == ([starts] if starts else [])


def test_a_mail_that_moves_an_appointment_says_how_its_interview_is_moved(life: Life, tmp_path: Path) -> None:
    life.applies("2026-11-02", "Acme", "Engineer")
    life.meets("2026-12-01T14:00", "acme", "first")
    wanted = brought(life, eml(tmp_path, "We have to reschedule your interview. Would Friday suit you?"))
    (kept,) = [item for item in wanted.items if "moves" in item.why]
    assert kept.why == (
        "a mail that moves an appointment is kept there; "
        '`vault reschedule "2026-12-01 Acme – Engineer – first" …` moves it, once you know the new day'
    )


COMPANIES = ("Axl", "Bort", "Cand", "Dorn", "Eben", "Fenn", "Gord", "Hald", "Zorn", "Yven")
BARE_NO = "Unfortunately, we have decided to move forward with other candidates for your application."


def test_the_likeliest_application_is_offered_first_and_how_many_more_there_are_is_said(
    life: Life, tmp_path: Path
) -> None:
    for number, company in enumerate(COMPANIES, 1):
        life.applies(f"2026-11-{number:02}", company, "Buyer")
    life.hears_no("2026-11-12", "Yven")
    asked: list[list[str]] = []

    def choose(_question: str, answers: list[str]) -> int:
        asked.append(list(answers))
        return len(answers) - 1

    mail = eml(tmp_path, BARE_NO, sender="Ann Wu <ann@gmail.com>")
    mail.write_text(mail.read_text().replace("Your application to Acme", "The Buyer role"))
    brought(life, mail, choose=choose, ask=lambda _: "")
    latest = ["Zorn", "Hald", "Gord", "Fenn", "Eben", "Dorn", "Cand", "Bort"]
    assert asked == [
        [
            *(f"a no: {company} – Buyer" for company in latest),
            "a no: another one, by its name (1 more here), or one that is not here yet",
            "none of them: pass it over",
        ]
    ]


def test_whom_a_mail_names_goes_first_in_the_question_whose_it_is(life: Life, tmp_path: Path) -> None:
    for number, company in enumerate(COMPANIES, 1):
        life.applies(f"2026-11-{number:02}", company, "Buyer", recruiter=f"Kim {company}son")
    asked: list[list[str]] = []

    def choose(_question: str, answers: list[str]) -> int:
        asked.append(list(answers))
        return len(answers) - 1

    mail = eml(tmp_path, f"{BARE_NO}\n\nKim Axlson", sender="Office <x@gmail.com>")
    mail.write_text(mail.read_text().replace("Your application to Acme", "News"))
    brought(life, mail, choose=choose, ask=lambda _: "")
    assert [one[:2] for one in asked] == [["a no: Axl – Buyer", "a no: Yven – Buyer"]]


@pytest.mark.parametrize(
    ("words", "then", "wanted"),
    [
        (("Axl", "Buyer"), None, "Axl – Buyer"), (("axl – buyer",), None, "Axl – Buyer"), (("AXL GmbH", "buyer (m/w/d)"), None, "Axl – Buyer"),
        (("Axl", ""), 0, "Axl – Buyer"), (("Axl", "Senior Buyer Europe"), None, "Axl – Senior Buyer Europe"), (("Acme", "Buyer"), None, "Acme – Buyer"),
    ],
)  # fmt: skip
def test_what_is_typed_is_the_application_that_is_there_if_it_names_it(
    life: Life, tmp_path: Path, words: tuple[str, ...], then: int | None, wanted: str
) -> None:
    for number, company in enumerate(COMPANIES, 1):
        life.applies(f"2026-11-{number:02}", company, "Buyer")
    answers, more = iter(words), iter([] if then is None else [then])

    def choose(_question: str, offered: list[str]) -> int:
        return len(offered) - 2 if "a no:" in offered[0] else next(more)

    mail = eml(tmp_path, BARE_NO, sender="Ann Wu <ann@gmail.com>")
    mail.write_text(mail.read_text().replace("Your application to Acme", "News"))
    brought(life, mail, choose=choose, ask=lambda _: next(answers))
    search = life.search(TODAY)
    assert [a.note.name for a in search.applications.values() if a.is_ended] == [wanted]
    assert len(search.applications) == len(COMPANIES) + (wanted != "Axl – Buyer")


def test_a_mail_that_nobody_was_asked_about_is_not_said_to_be_passed_over_by_them(
    life: Life, tmp_path: Path
) -> None:
    asked: list[tuple[str, list[str]]] = []

    def choose(question: str, answers: list[str]) -> int:
        asked.append((question.split("\n")[1], list(answers)))
        return len(answers) - 1

    mails = (
        eml(tmp_path, "We are pleased to offer you the position of Buyer."),
        eml(
            tmp_path,
            "We are still reviewing your application.",
            sender="Globex Careers <jobs@globex.example>",
        ),
    )
    wanted = brought(life, *mails, choose=choose, ask=lambda _: "")
    assert asked == [
        (
            "Acme Careers: Your application to Acme, 2026-11-18",
            ["an offer: an application that is not here yet", "none of them: pass it over"],
        )
    ]
    assert sorted((i.group, i.why) for i in wanted.items) == [
        ("asked", "perhaps news of an application; not sure: no application is known to which it belongs"),
        ("passed", "you passed it over"),
    ]


def test_what_is_not_understood_of_a_company_of_the_search_is_not_called_nothing(
    life: Life, tmp_path: Path
) -> None:
    life.applies("2026-11-02", "Acme", "Engineer")
    text = "The lift is out of order, please take the stairs."
    mails = (
        eml(tmp_path, text, sender="Ann Wu <ann@acme.example>"),
        eml(tmp_path, f"{text} ", sender="Ann Wu <ann@globex.example>"),
    )
    wanted = brought(life, *mails)
    assert {(i.group, i.why) for i in wanted.items} == {
        ("passed", "from a company or a thread of your search, and not understood"),
        ("passed", "nothing about an application"),
    }


def test_a_withdrawal_that_is_confirmed_is_kept_and_says_how_it_is_written_down(
    life: Life, tmp_path: Path
) -> None:
    life.applies("2026-11-02", "Acme", "Engineer")
    wanted = brought(life, eml(tmp_path, "We confirm that your application has been withdrawn."))
    assert [(i.group, i.what, i.why) for i in wanted.items] == [
        (
            "changed",
            "Acme – Engineer",
            "a mail that confirms that you withdrew is kept there; write it down: "
            'vault close "Acme – Engineer" --as withdrawn',
        )
    ]
    assert not next(iter(life.search(TODAY).applications.values())).is_ended


def test_a_calendar_entry_is_kept_on_the_users_own_clock(life: Life, tmp_path: Path) -> None:
    settings = life.root / "vault.toml"
    settings.write_text(settings.read_text().replace('timezone = ""', 'timezone = "America/New_York"'))
    brought(life, MAILBOX)
    starts = {n.name: n.properties["starts"] for n in life.search(TODAY).catalogue.of_type("interview")}
    assert starts["2026-09-01 Hooli – Robotics Software Engineer – first"] == "2026-09-01T09:30:00"


def test_a_table_is_understood_by_its_columns(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "tracker.csv"
    table.write_bytes(b"\xff\xfe" + TRACKER.encode("utf-16-le"))
    wanted = brought(life, table)
    assert wanted.sources == (
        "tracker.csv: a table of 3 jobs; Company, Job Title = role, Status = stage, Date Applied = applied, "
        "Date Rejected = ended, Notes; days are day/month",
    )
    stages = {
        a.company: (a.stage, a.applied, len(a.rejections)) for a in life.search(TODAY).applications.values()
    }
    assert stages == {
        "Tyrell Corp": ("rejected", date(2026, 6, 14), 1),
        "Soylent": ("no-reply", date(2026, 5, 3), 0),
        "Monsters Inc": ("lead", None, 0),
    }
    assert (
        "Form letter.\n\\- \\[ \\] no task 2026-11-24 \\[\\[x\\]\\]\n"
        in notes(life)["Applications/Tyrell Corp – Test Engineer.md"]
    )


def test_a_day_that_could_be_two_is_asked_or_refused_never_guessed(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Company,Role,Applied\nAcme,Engineer,03/04/2026\n")
    with pytest.raises(
        VaultError, match="03/04/2026 is 3 April 2026 or 4 March 2026; say which: --dates dmy or --dates mdy"
    ):
        shown(life, table)
    days = [made_on(shown(life, table, dates=order)) for order in ("dmy", "mdy")]
    asked = made_on(shown(life, table, choose=lambda question, answers: answers.index("4 March 2026")))
    assert (*days, asked) == ("applied 2026-04-03", "applied 2026-03-04", "applied 2026-03-04")


def test_any_column_of_a_table_may_say_how_its_days_are_written(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Company,Role,Applied,Deadline\nAcme,Engineer,03/04/2026,11/30/2026\n")
    assert made_on(shown(life, table)) == "applied 2026-03-04"
    table.write_text("Company,Role,Applied,Deadline\nAcme,Engineer,03/04/2026,04/03/2026\n")
    with pytest.raises(VaultError, match="say which"):
        shown(life, table)


def test_the_day_of_an_answer_makes_a_no_of_a_row_that_is_rejected(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "Firma;Stelle;Beworben am;Ergebnis;Antwort am\nKreuz & Sohn;Techniker;03.04.2026;Absage;12.05.2026\n"
    )
    assert made(shown(life, table), "rejection") == ["2026-05-12 Kreuz & Sohn – Techniker"]


ROW = "Company,Job Title,Status,Applied On,Rejected On\nGlobex,PLC Programmer,{},{},{}\n"


@pytest.mark.parametrize(
    ("status", "ended", "stage", "why"),
    [
        ("Rejected", "2026-11-15", "rejected", "sent off on 2026-11-02, so it is no lead any more"),
        ("Rejected", "", "rejected", "sent off on 2026-11-02, so it is no lead any more; rejected"),
        ("Withdrawn", "2026-11-15", "withdrawn", "sent off on 2026-11-02, so it is no lead any more; withdrawn"),
        ("Applied", "", "applied", "sent off on 2026-11-02, so it is no lead any more"),
    ],
)  # fmt: skip
def test_a_row_tells_a_lead_how_it_ended_as_it_tells_a_new_application(
    life: Life, tmp_path: Path, status: str, ended: str, stage: str, why: str
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(ROW.format(status, "2026-11-02", ended))
    life.new("2026-11-01", "application", company="Globex", role="PLC Programmer", applied="no")
    wanted = brought(life, table)
    (application,) = life.search(TODAY).applications.values()
    assert (application.stage, application.applied) == (stage, date(2026, 11, 2))
    assert application.note.properties.get("closed", "") == ended
    no = stage == "rejected" and ended
    assert made(wanted, "rejection") == (["2026-11-15 Globex – PLC Programmer"] if no else [])
    assert [item.why for item in wanted.of("changed")] == [why]
    assert [item.group for item in shown(life, table).items] == ["same"]


@pytest.mark.parametrize(
    ("status", "ended", "way"),
    [
        ("Rejected", "2026-11-15", 'vault new-rejection "Globex – PLC Programmer" --on 2026-11-15'),
        ("Rejected", "", 'vault new-rejection "Globex – PLC Programmer"'),
        ("Withdrawn", "2026-11-15", 'vault close "Globex – PLC Programmer" --as withdrawn --on 2026-11-15'),
    ],
)
def test_how_an_application_ended_elsewhere_is_asked_with_its_day(
    life: Life, tmp_path: Path, status: str, ended: str, way: str
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(ROW.format(status, "2026-11-02", ended))
    life.applies("2026-11-02", "Globex", "PLC Programmer")
    (asked,) = shown(life, table).of("asked")
    assert asked.why == f"there it is {status.lower()}, here it is applied; if that is so: {way}"


def made_on(wanted: Import) -> str:
    (item,) = wanted.of("made")
    return item.why


def test_a_mapping_is_said_once_and_kept(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Bude,Was,Wann\nAcme,Engineer,2026-11-02\n")
    assert [i.why[:14] for i in shown(life, table).of("unread")] == ["no mail, no ta"]
    settings = life.root / "vault.toml"
    before = settings.read_text()
    brought(life, table, columns=("Bude=company", "Was=role", "Wann=applied"), save=True)
    assert settings.read_text() == before + (
        '\n[imports.columns]\n"Bude" = "company"\n"Was" = "role"\n"Wann" = "applied"\n'
    )
    table.write_text("Bude,Was,Wann\nInitech,Clerk,2026-11-03\n")
    assert made(shown(life, table), "application") == ["Initech – Clerk"]


def test_that_a_column_means_nothing_is_kept_too(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Company,Role,Location,Score\nAcme,Engineer,Rome,3\n")
    brought(life, table, columns=("location=-",), save=True)
    assert '[imports.columns]\n"Company" = "company"\n"Role" = "role"\n"Location" = "-"\n' in life.read(
        "vault.toml"
    )
    assert shown(life, table).sources == (
        "t.csv: a table of 1 job; Company, Role; not used: Location, Score",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[imports]\ndates = "dmy"\n\n[imports.columns]\n"Bude" = "company"\n'),
        ('# mine', '# mine\n\n[imports]\ndates = "dmy"\n\n[imports.columns]\n"Bude" = "company"\n'),
        (
            'imports.dates = "mdy" # of old\r\n# here\r\n[tiers] # t\r\nwarm = [\r\n  42, # [imports]\r\n  84]\r\n\r\n',
            'imports.dates = "dmy" # of old\r\n# here\r\n[tiers] # t\r\nwarm = [\r\n  42, # [imports]\r\n  84]\r\n\r\n'
            '\r\n[imports.columns]\r\n"Bude" = "company"\r\n',
        ),
        (
            '\ufeff[ imports ]  # mine\n# day first\n\n[ imports . "columns" ]\n# two\nOld = \'role\'\n\n# ---- who ----\n[tiers]\n',
            '\ufeff[ imports ]  # mine\ndates = "dmy"\n# day first\n\n[ imports . "columns" ]\n# two\nOld = \'role\'\n"Bude" = "company"\n'
            "\n# ---- who ----\n[tiers]\n",
        ),
        (
            '[imports]\ncolumns.Bude = "role" # wrong\nsignature = 1'.replace("signature = 1", 'columns."x=y" = "-"'),
            '[imports]\ncolumns.Bude = "company" # wrong\ncolumns."x=y" = "-"\ndates = "dmy"\n',
        ),
        (
            'imports = { dates = "dmy", columns = {"a # b"="role"} } # short\nname = """\n[imports]\n"""\n',
            'imports = { dates = "dmy", columns = { "a # b" = "role", "Bude" = "company" } } # short\nname = """\n[imports]\n"""\n',
        ),
        ('[imports.columns]\nBude="company"\n[imports]\ndates=\'dmy\'\n', '[imports.columns]\nBude="company"\n[imports]\ndates=\'dmy\'\n'),
    ],
)  # fmt: skip
def test_what_is_kept_of_columns_leaves_every_other_byte_of_the_settings(before: str, after: str) -> None:
    words = {("imports", "dates"): "dmy", ("imports", "columns", "Bude"): "company"}
    assert with_words(before, words, "vault.toml") == after
    read = tomllib.loads(after.removeprefix("\ufeff"))
    assert read_settings(read).imports.dates == "dmy"
    assert read["imports"]["columns"]["Bude"] == "company"


def test_settings_in_which_a_word_cannot_be_kept_are_refused_as_they_are() -> None:
    with pytest.raises(VaultError) as refused:
        with_words('imports = "dmy"\n', {("imports", "dates"): "dmy"}, "vault.toml")
    assert str(refused.value) == (
        "vault.toml: [imports] cannot be changed there without touching something else; write it by hand"
    )


@given(
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), min_size=1, max_size=5),
    st.booleans(),
)
def test_a_column_of_any_name_is_kept_beside_any_others(
    there: dict[str, str], name: str, is_braced: bool
) -> None:
    pairs = [
        f"{json.dumps(k, ensure_ascii=False)} = {json.dumps(v, ensure_ascii=False)}" for k, v in there.items()
    ]
    text = (
        f"[imports]\ncolumns = {{{', '.join(pairs)}}}\n"
        if is_braced
        else "\n".join(["[imports.columns]", *pairs])
    )
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    after = tomllib.loads(with_words(text, {("imports", "columns", name): "role"}, "vault.toml"))
    assert after == {"imports": {"columns": {**before["imports"]["columns"], name: "role"}}}


def test_columns_are_said_to_be_kept_in_words_that_hold_before_it_is_done(
    life: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Bude,Was,Wann\nAcme,Engineer,2026-11-02\n")
    before = (life.root / "vault.toml").read_bytes()
    argv = ["import", str(table), "--map", "Bude=company", "--map", "Was=role", "--save-map"]
    for more, code in ((["--dry-run"], 0), ([], 1), (["--yes"], 0)):
        assert (life.root / "vault.toml").read_bytes() == before
        assert run(["--vault", str(life.root), "--today", TODAY, *argv, *more]) == code
        said = capsys.readouterr()
        assert "\nHow the columns were read goes into vault.toml.\n" in said.out
        assert ("Nothing was done: " in said.err) is (more != ["--yes"])
    assert '"Bude" = "company"' in life.read("vault.toml")


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Company,Role,Applied,How\nAcme,Engineer,2026-11-02,a friend\n", "Company, Role, Applied, How"),
        ("My search,,\nBude,Was,Wann\nAcme,Engineer,2026-11-02\n", "Bude, Was, Wann"),  # no company is known
        ('Company,Role,"How\n[[x]]"\nAcme,Engineer,a friend\n', "Company, Role, How [[x]]"),
    ],
)
def test_a_column_that_is_in_no_table_is_refused_with_those_that_are(
    life: Life, tmp_path: Path, text: str, there: str
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(text)
    with pytest.raises(VaultError) as refused:
        shown(life, table, columns=("Hwo=source",))
    assert str(refused.value) == f"--map Hwo=source: no table has a column Hwo; there are {there}"


def test_a_column_may_be_in_one_of_several_tables_and_one_that_is_kept_in_none(
    life: Life, tmp_path: Path
) -> None:
    life.write("vault.toml", '[imports.columns]\n"Bude" = "company"\n')
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("Company,Role,Applied\nAcme,Engineer,2026-11-02\n")
    other.write_text("Company,Role,HOW\nInitech,Clerk,a friend\n")
    assert made(shown(life, one, other, columns=("How=source", "role=-", "Role=role")), "application") == [
        "Acme – Engineer"
    ]
    with pytest.raises(VaultError, match=r"no table has a column How; there are Company, Role, Applied$"):
        shown(life, one, columns=("How=source",))


def test_a_table_that_is_not_understood_may_have_the_column_too(life: Life, tmp_path: Path) -> None:
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("Company,Role,Applied\nAcme,Engineer,2026-11-02\n")
    other.write_text("Bude,Was\nInitech,Clerk\n")
    assert [i.what for i in shown(life, one, other, columns=("Bude=company",)).of("unread")] == ["b.csv"]
    with pytest.raises(VaultError, match=r"no table has a column Budde; there are Company, Role, Applied$"):
        shown(life, one, other, columns=("Budde=company",))


def test_where_there_is_no_table_what_a_column_means_is_no_matter(life: Life, tmp_path: Path) -> None:
    skills = archive(tmp_path / "a.zip", **{"Skills.csv": b"Name,Level\nPython,9\n"})
    mapped, plain = shown(life, skills, columns=("How=source",)), shown(life, archive(tmp_path / "b.zip"))
    assert made(mapped, "application") == made(plain, "application") != []


def test_one_job_told_by_three_sources_is_one_note(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Company,Role,Applied\nACME ROBOTICS INC,Test engineer (m/f),2026-08-12\n")
    wanted = brought(life, archive(tmp_path / "a.zip"), table)
    assert sorted(a.note.name for a in life.search(TODAY).applications.values()) == [
        "Acme Robotics – Test Engineer", "Aperture Science – Motion Engineer", "Wayne Enterprises – Controls Engineer",
    ]  # fmt: skip
    assert [i.what for i in wanted.of("same")] == [
        "Acme Robotics – Test Engineer",
        "Wayne Enterprises – Controls Engineer",
    ]


def test_a_quote_that_is_never_closed_is_named_by_its_line(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        'Company,Role,Applied\nAcme,Engineer,2026-11-02\nInitech,"Clerk,2026-11-03\n' + "x,y\n" * 300_000
    )
    (unread,) = shown(life, table).of("unread")
    assert (
        unread.why
        == "it is no table that can be read: line 3: a cell there has no end, or is larger than 1 MB"
    )


def test_a_posting_in_a_cell_may_be_long(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(f"Company,Role,Applied,Notes\nAcme,Engineer,2026-11-02,{'word ' * 40_000}\n")
    assert made(shown(life, table), "application") == ["Acme – Engineer"]


@pytest.mark.parametrize("name", ["../../etc/x", "/abs", "C:\\x", "a/../b"])
def test_a_path_in_a_zip_leads_nowhere(life: Life, tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "a.zip", **{name: APPLICATIONS.encode()})
    brought(life, path)
    assert {p.name for p in tmp_path.iterdir()} == {"a.zip", "v"}


def test_a_zip_bomb_is_refused_and_nothing_of_it_read(life: Life, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", bomb=b"a," * (40 << 20))
    with pytest.raises(VaultError, match="unpacks to far more than an export has"):
        shown(life, path)


def test_a_damaged_zip_is_told_in_one_line(life: Life, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(VaultError, match=r"a\.zip is no zip that can be read"):
        shown(life, path)


@pytest.mark.parametrize("name", ["", "a.pdf", "a.md", ".hidden.csv"], ids=repr)
def test_a_folder_with_nothing_to_be_read_says_so(life: Life, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "Letters"
    folder.mkdir()
    if name:
        (folder / name).write_text("x")
    assert [(i.group, i.what, i.why) for i in shown(life, folder).items] == [
        (
            "unread",
            "Letters",
            "nothing in it is a mail, a table or a page; a file that has another ending is read if it is named itself",
        )
    ]


def test_the_folder_one_is_in_is_named_by_its_dot(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Letters").mkdir()
    monkeypatch.chdir(tmp_path / "Letters")
    assert [item.what for item in shown(life, Path()).items] == ["."]
    Path("a.csv").write_bytes(b"a\0b")
    assert [item.what for item in shown(life, Path()).items] == ["."]


def test_a_folder_that_the_disk_does_not_give_is_told(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, real = tmp_path / "Letters" / "old", os.scandir
    inner.mkdir(parents=True)

    def scandir(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    closed = inner
    told = [(i.group, i.what, i.why) for i in shown(life, inner.parent).items]
    assert told == [
        ("unread", "old", "it cannot be read: you have no right to; give it to yourself (chmod u+rX)")
    ]
    closed = inner.parent
    with pytest.raises(VaultError, match="no permission"):
        shown(life, closed)


@pytest.mark.skipif(os.name == "nt", reason="rights of other systems")
def test_a_file_of_a_folder_that_may_not_be_read_is_named_and_hides_no_other(
    life: Life, tmp_path: Path
) -> None:
    box = tmp_path / "Letters"
    for folder in (box, box / "names only", box / "Mail" / "new", box / "Mail" / "cur"):
        folder.mkdir(parents=True, exist_ok=True)
    row = "Company,Role,Applied\n{},Engineer,2026-11-02\n"
    (box / "a.csv").write_text(row.format("Acme"))
    (box / "b.csv").write_text(row.format("Borg"))
    (box / "c.csv").write_text(row.format("Cyberdyne"))
    (box / "Mail" / "cur" / "1").write_text("From: a@acme.example\nSubject: x\n\nx\n")
    (box / "names only" / "d.csv").write_text(row.format("Dharma"))
    for shut in ("b.csv", "Mail/cur/1"):
        (box / shut).chmod(0)
    (box / "names only").chmod(0o444)
    try:
        run = subprocess.run(
            [*powerless(), sys.executable, "-m", "vault_tools", "--vault", str(life.root), "--today", TODAY,
             "import", str(box), "--dry-run"],
            capture_output=True, text=True, env={**os.environ, "COLUMNS": "200"}, stdin=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip
    finally:
        (box / "names only").chmod(0o755)
    assert (run.returncode, run.stderr.splitlines()[-1]) == (0, "Nothing was done: this was a dry run.")
    why = "it cannot be read: you have no right to; give it to yourself (chmod u+rX)"
    told = [line.strip() for line in run.stdout.splitlines() if "cannot be read" in line]
    assert told == [f"{name}: {why}" for name in ("b.csv", "Mail/cur/1", "names only/d.csv")]
    assert "Acme – Engineer" in run.stdout
    assert "Cyberdyne – Engineer" in run.stdout


def test_a_maildir_is_read_like_a_mailbox(life: Life, tmp_path: Path) -> None:
    import mailbox

    box = mailbox.mbox(MAILBOX, create=False)
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "Mail" / folder).mkdir(parents=True)
    for number, key in enumerate(box.iterkeys()):
        (tmp_path / "Mail" / "cur" / f"{number}:2,S").write_bytes(box.get_bytes(key))
    box.close()
    one, other = shown(life, MAILBOX), shown(life, tmp_path / "Mail")
    assert [(i.group, i.what) for i in one.items] == [(i.group, i.what) for i in other.items]


def vault(life: Life, *argv: str) -> tuple[int, str, str]:
    run = subprocess.run(
        [sys.executable, "-m", "vault_tools", "--vault", str(life.root), "--today", TODAY, *argv],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip
    return run.returncode, run.stdout, run.stderr


def test_without_a_terminal_and_without_yes_nothing_is_done_and_that_is_said(
    life: Life, tmp_path: Path
) -> None:
    before = notes(life)
    code, out, err = vault(life, "import", str(archive(tmp_path / "a.zip")))
    assert (code, err.strip()) == (1, "vault: Nothing was done: there is no terminal to ask. --yes does it.")
    assert "Acme Robotics – Test Engineer: applied 2026-08-12" in out
    assert notes(life) == before


def test_what_is_not_known_is_said_in_one_line(life: Life, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"\x89PNG\0\0\0")
    assert vault(life, "import", str(tmp_path / "nowhere"))[::2] == (
        1,
        f"vault: {tmp_path}/nowhere: there is no such file or folder\n",
    )
    code, out, _ = vault(life, "import", str(tmp_path / "x.bin"))
    assert (code, "no mail, no table with companies" in out) == (1, True)


POSTING = """<!DOCTYPE html><html><head><title>Job</title>
<link rel="canonical" href="https://jobs.example/42">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},
{"@type":["JobPosting"],"title":"Data Engineer &amp; Analyst","hiringOrganization":{"@type":"Organization","name":"Blue Heron"},
"jobLocation":[{"@type":"Place","address":{"addressLocality":"Ghent","addressCountry":{"name":"BE"}}}],"jobLocationType":"TELECOMMUTE",
"baseSalary":{"@type":"MonetaryAmount","currency":"EUR","value":{"minValue":52000,"maxValue":"61000.00","unitText":"YEAR"}},
"description":"<p>You build &lt;pipes&gt;.</p><ul><li>SQL</li><li>- [ ] no task \U0001f4c5 2026-11-24</li></ul><script>alert(1)<\\/script>"}]}</script>
</head><body>You build pipes.</body></html>"""


def test_a_saved_posting_fills_a_new_application_and_is_kept(life: Life, tmp_path: Path) -> None:
    page = tmp_path / "job.html"
    page.write_text(POSTING)
    code, out, err = vault(life, "new-application", "--from", str(page), "--applied", "2026-11-20")
    assert (code, out.splitlines()[0]) == (0, "Applications/Blue Heron – Data Engineer & Analyst.md"), err
    text = notes(life)["Applications/Blue Heron – Data Engineer & Analyst.md"]
    assert (
        "place: Ghent, BE; remote\nsalary: 52,000–61,000 EUR a year\nlink: https://jobs.example/42\n" in text
    )
    assert text.endswith(
        "> [!quote]- The posting, as it was saved\n> You build \\<pipes>.\n>\n> \\- SQL\n> \\- - \\[ \\] no task 2026-11-24\n"
    )
    code, _, err = vault(life, "new-application", "--from", str(page))
    assert (code, err) == (
        1,
        "vault: this posting is in the vault already: Applications/Blue Heron – Data Engineer & Analyst.md, applied on 2026-11-20\n",
    )
    assert [i.group for i in shown(life, page).items] == ["same"]


STANDS = ", applied on 2026-11-20"
AT_HERON = "Applications/Blue Heron – Data Engineer & Analyst.md"


def from_posting(life: Life, tmp_path: Path, *more: str) -> tuple[int, str, str]:
    page = tmp_path / "job.html"
    page.write_text(POSTING)
    return vault(life, "new-application", "--from", str(page), *more)


def test_a_lead_that_keeps_a_posting_goes_out_with_it_and_takes_what_it_lacks(
    life: Life, tmp_path: Path
) -> None:
    assert from_posting(life, tmp_path, "--applied", "no")[0] == 0
    life.edit(AT_HERON, "salary: 52,000–61,000 EUR a year\n", "")
    life.edit(AT_HERON, "place: Ghent, BE; remote", "place: near home")
    life.edit(AT_HERON, "role: Data Engineer & Analyst", "role: Data person")
    before = notes(life)
    code, out, err = from_posting(life, tmp_path, "--applied", "2026-11-20")
    assert (code, out) == (0, f"{AT_HERON}\n"), err
    assert "Its place stays as the note has it: near home" in err
    text = notes(life)[AT_HERON]
    for line in (
        "role: Data person\nstage: applied\nfound: 2026-11-22\nplace: near home\n",
        "applied: 2026-11-20\nsalary: 52,000–61,000 EUR a year\n",
        "- [ ] Find two good contacts at [[Blue Heron]]",
    ):
        assert line in text
    assert text.count("The posting, as it was saved") == text.count("posting:") == 1
    assert "When it has gone out" not in text
    code, _, err = from_posting(life, tmp_path, "--applied", "2026-11-20")
    assert (code, err) == (1, f"vault: this posting is in the vault already: {AT_HERON}{STANDS}\n")
    assert vault(life, "undo")[0] == 0
    assert notes(life) == before


def test_a_lead_written_by_hand_goes_out_with_the_posting_of_its_company_and_role(
    life: Life, tmp_path: Path
) -> None:
    path = life.write(
        "Jobs/Heron.md",
        '---\r\ntype: application\r\ncompany: "[[blue heron]]"\r\nrole: data engineer & analyst\r\nstage: lead\r\n---\r\nMine.',
    )
    code, out, err = from_posting(life, tmp_path, "--applied", "2026-11-20")
    assert (code, out.splitlines()[0]) == (0, path), err
    text = life.read(path)
    assert text.startswith(
        '---\r\ntype: application\r\ncompany: "[[blue heron]]"\r\nrole: data engineer & analyst\r\nstage: applied\r\n'
    )
    assert "link: https://jobs.example/42\r\n" in text
    assert "imported:\r\n  - posting:" in text
    assert "\r\nMine.\r\n" in text
    assert text.endswith("\r\n> [!quote]- The posting, as it was saved\r\n> You build \\<pipes>.\r\n>\r\n> \\- SQL"
                         "\r\n> \\- - \\[ \\] no task 2026-11-24")  # fmt: skip
    assert text.count("\n") == text.count("\r\n")


def test_a_posting_under_another_role_is_no_second_application(life: Life, tmp_path: Path) -> None:
    assert from_posting(life, tmp_path, "--applied", "no")[0] == 0
    before = notes(life)
    code, _, err = from_posting(life, tmp_path, "--applied", "2026-11-20", "--role", "Architect")
    assert (code, err) == (1, f"vault: this posting is in the vault already: {AT_HERON}, a lead\n")
    assert notes(life) == before


def test_a_posting_whose_application_has_ended_may_be_answered_again(life: Life, tmp_path: Path) -> None:
    assert from_posting(life, tmp_path, "--applied", "2026-05-04")[0] == 0
    life.hears_no("2026-05-20", "Blue Heron – Data")
    code, out, err = from_posting(life, tmp_path, "--applied", "2026-11-20")
    again = AT_HERON.replace(".md", " (2026).md")
    assert (code, out.splitlines()[0]) == (0, again), err
    code, _, err = from_posting(life, tmp_path, "--applied", "2026-11-21")
    assert (code, err) == (1, f"vault: this posting is in the vault already: {again}{STANDS}\n")


def test_a_page_without_a_posting_is_refused_with_the_way_out(life: Life, tmp_path: Path) -> None:
    page = tmp_path / "job.html"
    for text in (
        "<html>no data",
        '<html><script type="application/ld+json">{"@type":"JobPosting"',
        "<html>" + "<div>" * 3000,
        "",
    ):
        page.write_text(text)
        code, _, err = vault(life, "new-application", "--from", str(page), "--company", "A", "--role", "B")
        assert (code, err.count("\n"), "has no job posting that a program can read" in err) == (1, 1, True)


def test_whom_you_know_there_is_asked_after_a_no(life: Life, tmp_path: Path) -> None:
    life.applies("2026-11-02", "Acme Robotics", "Engineer")
    brought(life, archive(tmp_path / "a.zip"))
    life.hears_no("2026-11-20", "Acme Robotics – Engineer")
    assert "ask-acquaintance/Ravi Menon" in life.steps("2026-11-21")


def test_whoever_wrote_the_no_is_somebody_to_thank(life: Life) -> None:
    brought(life, MAILBOX)
    assert "call-recruiter/Dana Lee" in life.steps(TODAY)


def test_from_an_empty_folder_to_a_full_vault_in_twenty_keys(tmp_path: Path) -> None:
    pytest.importorskip("termios", reason="needs a Unix terminal")
    from terminal import Terminal

    folder = tmp_path / "search"
    folder.mkdir()
    archive(tmp_path / "in.zip")
    terminal = Terminal(folder, "import", str(tmp_path / "in.zip"), str(MAILBOX), env={"VAULT_TODAY": TODAY})
    keys = [terminal_keys(terminal, *answer) for answer in (
        ("There is no vault here", "y"), ("Pied Piper Careers: We got your application", "1"), ("Which role", "Tester"),
        ("Stark Talent: Catching up", ""), ("Initech Application Update", "2"), ("Hooli: your application", ""), ("Do it", "y"),
    )]  # fmt: skip
    code, said = terminal.end()
    assert (code, sum(keys) < 20) == (0, True), said
    assert "`vault undo` takes it back" in said and "\ufffd" not in said
    assert len(list((folder / "Applications").glob("*.md"))) == 14
    assert (folder / "Dashboard.md").read_text().count("Pied Piper") > 0


def test_a_home_is_not_offered_to_become_a_vault(tmp_path: Path) -> None:
    pytest.importorskip("termios", reason="needs a Unix terminal")
    from terminal import Terminal

    home = tmp_path / "jo"
    home.mkdir()
    terminal = Terminal(home, "import", str(MAILBOX), env={"HOME": str(home)})
    code, said = terminal.end()
    assert (code, "Make " in said, "`vault init DIR` makes one" in said) == (1, False, True), said
    assert list(home.iterdir()) == []


def terminal_keys(terminal: object, at: str, answer: str) -> int:
    terminal.type(answer, at=at)  # type: ignore[attr-defined]
    return len(answer) + 1


def test_as_json_it_says_what_it_found_and_asks_nobody(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Company,Role,Applied\nGlobex,Tester,2026-11-19\n,nobody,\n")
    before = notes(life)
    code, out, err = vault(life, "import", str(table), "--json")
    assert (code, json.loads(out)["done"], notes(life)) == (1, False, before)
    assert err == "vault: Nothing was done: with --json nobody is asked. --yes does it.\n"
    planned = vault(life, "import", str(table), "--json", "--dry-run")[1]
    code, out, _ = vault(life, "import", str(table), "--json", "--yes")
    assert json.loads(out) == {
        "done": True,
        "sources": ["t.csv: a table of 1 job; Company, Role, Applied"],
        "made": ["Applications/Globex – Tester.md", "Companies/Globex.md"],
        "changed": [],
        "items": [
            {"group": "unread", "kind": None, "what": "t.csv, row 2", "why": "it names no company", "where": None},
            {"group": "made", "kind": "application", "what": "Globex – Tester", "why": "applied 2026-11-19", "where": "t.csv, row 1"},
        ],
    }  # fmt: skip
    assert json.loads(planned) == {**json.loads(out), "done": False}
    assert sorted(notes(life).keys() - before.keys()) == json.loads(out)["made"]
    code, out, _ = vault(life, "import", str(table), "--json", "--yes")
    assert (code, [item["group"] for item in json.loads(out)["items"]]) == (0, ["unread", "same"])
    code, out, _ = vault(life, "import", str(life.root / "vault.toml"), "--json", "--yes")
    assert (code, json.loads(out)["sources"]) == (1, [])


def test_as_json_nothing_is_called_done_that_was_refused(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Company,Role,Applied\nGlobex,Tester,2026-11-19\n")
    (life.root / "Applications").mkdir(exist_ok=True)
    (life.root / "Companies").write_text("a file where the folder would be")
    code, out, err = vault(life, "import", str(table), "--json", "--yes")
    assert (code, out, err.startswith("vault: ")) == (1, "", True)


def test_at_a_terminal_a_number_that_is_none_of_them_is_asked_again(life: Life, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Company,Role,Applied\nAcme,Engineer,03/04/2026\n")
    there = Terminal(life.root, "import", str(table), env={"VAULT_TODAY": TODAY})
    there.type("m", at="is [3]: ")
    there.type("2", at="is [3]: ")
    there.type("y", at="Do it? [y/N]: ")
    code, said = there.end()
    assert code == 0 and "Error: give a number from 1 to 3\n" in said
    assert "Acme – Engineer: applied 2026-03-04" in said


@pytest.mark.parametrize(
    ("row", "found"),
    [("Interviewing,2026-09-01", None), ("Wishlist,2026-09-01", "2026-09-01"), ("Wishlist,", TODAY)],
)
def test_a_lead_says_since_when_it_is_there_and_nothing_else_does(
    life: Life, tmp_path: Path, row: str, found: str | None
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(f"Company,Job Title,Status,Saved On\nHooli,Developer,{row}\n")
    brought(life, table)
    (application,) = life.search(TODAY).applications.values()
    assert application.note.properties.get("found") == found
