"""Tables as other programs save them: their days, their stages, and the rows that are none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vault_tools.core.meaning.names import one_line
from vault_tools.core.taking.columns import Mapped, understand
from vault_tools.core.taking.entries import Acquaintance
from vault_tools.core.taking.people import read_people
from vault_tools.core.taking.table import decoded, rows
from vault_tools.core.wording.sheet import cell
from vault_tools.store.templates import load_synonyms, load_words

SYNONYMS, MONTHS = load_synonyms(None), load_words(None).months


def table(text: str, encoding: str = "utf-8") -> Mapped:
    found = understand(rows(decoded(text.encode(encoding))), SYNONYMS, MONTHS, "t.csv", own={})
    assert found is not None
    return found


def read_of(text: str) -> list[tuple[str, str, str, date | None, str]]:
    return [(job.company, job.role, job.stage, job.applied, job.notes) for job in table(text).jobs]


def test_the_row_of_a_sum_is_no_job_and_nothing_is_said_of_it() -> None:
    found = table("Company;Role;Applied\nAcme;Dev;2026-11-03\nTotal;3;\nGesamt:;;46000\n")
    assert ([job.company for job in found.jobs], found.unread) == (["Acme"], ())


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("46329", date(2026, 11, 3)), ("46329.75", date(2026, 11, 3)), ("46329,75", date(2026, 11, 3)), ("20261103", date(2026, 11, 3)),
        ("3-Nov-26", date(2026, 11, 3)), ("3. Nov. 2026", date(2026, 11, 3)), ("1er novembre 2026", date(2026, 11, 1)), ("03.11.26", date(2026, 11, 3)),
        ("Tue Nov 03 2026 09:00:00 GMT+0100", date(2026, 11, 3)), ("November 3, 2026 → November 5, 2026", date(2026, 11, 3)), ("2026-11-03T23:30:00.000Z", date(2026, 11, 3)),
    ],
)  # fmt: skip
def test_a_day_is_read_as_programs_write_it(said: str, day: date) -> None:
    assert [job.applied for job in table(f'Company,Role,Applied\nAcme,Dev,"{said}"\n').jobs] == [day]


@pytest.mark.parametrize("said", ["3 days ago", "Nov 5", "05.11.", "20261399", "12345"])
def test_a_day_that_nobody_can_know_is_said_with_a_way_out(said: str) -> None:
    (row,) = table(f"Company,Role,Applied\nAcme,Dev,{said}\n").unread
    assert row.why == f"its day cannot be read: {said}; write it such as 2026-11-05"


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ("APPLIED", "applied"), ("1 - Applied", "applied"), ("Applied - no response", "applied"), ("Rejected (after interview)", "rejected"), ("🚫 Rejected", "rejected"),
        ("Abgesagt", "rejected"), ("2nd Round", "interviewing"), ("Ghosted / no reply", "no-reply"), ("Eingeladen", "interviewing"), ("Refus", "rejected"),
    ],
)  # fmt: skip
def test_a_stage_is_known_with_what_stands_aside(said: str, stage: str) -> None:
    assert read_of(f"Company,Role,Status\nAcme,Dev,{said}\n")[0][2] == stage


def test_what_is_no_stage_of_ours_is_kept_in_the_notes() -> None:
    assert read_of("Company,Role,Status\nAcme,Dev,Not no more\n") == [
        ("Acme", "Dev", "lead", None, "Status: Not no more")
    ]


def test_whether_it_was_sent_may_stand_where_a_day_could() -> None:
    assert read_of(
        "Company,Role,Applied,Closed\nA,Dev,Yes,No\nB,Dev,No,No\nC,Dev,✓,\nD,Dev,2026-11-03,soon\n".replace(
            "✓", "x"
        )
    ) == [
        ("A", "Dev", "applied", None, ""),
        ("B", "Dev", "lead", None, ""),
        ("C", "Dev", "applied", None, ""),
        ("D", "Dev", "applied", date(2026, 11, 3), "Closed: soon"),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("'@Lead", "@Lead"),
        ("'=cmd", "=cmd"),
        ("'+1 555", "+1 555"),
        (" '-2", "-2"),
        ("'\t=1", "=1"),
        ("'\uff1d1", "\uff1d1"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("'", "'"),
        ("''=1", "''=1"),
        ("O'Neill =", "O'Neill ="),
        ("=1", "=1"),
    ],
)
def test_the_apostrophe_that_guards_a_cell_is_none_of_its_text(written: str, read: str) -> None:
    assert rows(f'Company,Role\n"{written}",Welder\n') == (("Company", "Role"), (read, "Welder"))


@given(st.text(max_size=20))
def test_a_cell_of_our_own_table_is_read_as_what_it_was(text: str) -> None:
    line = one_line(text)
    assume(not line.startswith("'"))
    guarded = cell(text).replace('"', '""')
    assert rows(f'"Company","Role"\r\n"{guarded}","x"\r\n')[1][0] == line


def test_the_page_behind_a_name_is_no_piece_of_it() -> None:
    text = "Company,Role,Contact\nAcme (https://www.notion.so/Acme-12),Dev,Ann Wu (https://www.notion.so/Ann-34)\n"
    (job,) = table(text).jobs
    assert (job.company, job.recruiter) == ("Acme", ("Ann Wu",))


@pytest.mark.parametrize(
    ("said", "people"),
    [("Graf, Lena", ("Lena Graf",)), ("Bo Li, Cy Ray", ("Bo Li", "Cy Ray")), ("Ann; Bob", ("Ann", "Bob")), ("Ann", ("Ann",)), ("a@b.example", ())],
)  # fmt: skip
def test_a_name_may_stand_with_the_family_first(said: str, people: tuple[str, ...]) -> None:
    assert table(f'Company,Role,Contact\nAcme,Dev,"{said}"\n').jobs[0].recruiter == people


@pytest.mark.parametrize(
    "header",
    [
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On", "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am",
        "Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Date de connexion",
    ],
)  # fmt: skip
def test_connections_in_any_language_are_people_and_no_leads(header: str) -> None:
    row = 'Lena,"Graf, MBA",https://www.linkedin.com/in/lena-graf,,"Acme, Inc.","VP ""Growth"", EMEA",15 Mar 2024'
    found = read_people(rows(f"Notes:\n\n{header}\n{row}\n,,,,,,\n"), SYNONYMS, MONTHS)
    assert found == (
        Acquaintance("Lena Graf, MBA", "Acme, Inc.", "linkedin:in/lena-graf", 'VP "Growth", EMEA', "", "https://www.linkedin.com/in/lena-graf", date(2024, 3, 15)),
    )  # fmt: skip


def test_a_tracker_that_names_people_in_two_columns_is_a_tracker() -> None:
    assert (
        read_people(
            rows("First Name,Last Name,Company,Role,Status\nA,B,Acme,Dev,Applied\n"), SYNONYMS, MONTHS
        )
        is None
    )
