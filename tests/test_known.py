"""Whom a name means: first of all somebody whom the application names already."""

from pathlib import Path

import pytest
from life import Life, begin, built_once

from vault_tools.core.meaning.called import plain_name

DAY = "2026-02-02"
KNOWN = ["Kai Mo", "Lena Fuchs", "Ravi Menon"]
NOTE = "Applications/Northgate – Dev.md"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """An agency's recruiter and a friend who work elsewhere, and a hiring manager of the house."""
    return built_once(tmp_path / "v", with_friends_elsewhere)


def with_friends_elsewhere(root: Path) -> Life:
    life = begin(root)
    life.new(DAY, "contact", name="Kai Mo", company="Agency")
    life.new(DAY, "contact", name="Ravi Menon", company="Globex")
    life.applies(
        DAY, "Northgate", "Dev",
        recruiter=["[[Kai Mo]]"], referrer=["[[Ravi Menon]]"], hiring_manager=["Lena Fuchs"],
    )  # fmt: skip
    return life


def people(life: Life) -> list[str]:
    return sorted(path.stem for path in (life.root / "Contacts").iterdir())


def interviewers(life: Life, *names: str) -> tuple[list[str], list[str]]:
    """Who is linked, and what is said."""
    _, told = life.new_and_told(
        DAY, "interview", application="northgate", starts=DAY, round="screening", interviewers=list(names)
    )
    application = life.search(DAY).applications[NOTE]
    return [person.name for person in application.people["interviewer"]], told


@pytest.mark.parametrize(
    "typed", ["Kai Mo", "kai mo", "Dr. Kai Mo", "Mo, Kai", "Herr Kai Mo", "[[Kai Mo]]"]
)  # fmt: skip
def test_the_applications_own_recruiter_is_meant_though_they_work_elsewhere(life: Life, typed: str) -> None:
    assert interviewers(life, typed) == (["Kai Mo"], [])
    assert people(life) == KNOWN
    texts = [f.text for f in life.all(DAY) if f.step in ("thank-by-email", "loop-in-recruiter")]
    assert texts == ["Thank Kai Mo by e-mail for the screening"]


def test_a_referrer_who_works_elsewhere_is_no_second_person(life: Life) -> None:
    assert interviewers(life, "Ravi Menon") == (["Ravi Menon"], [])
    assert people(life) == KNOWN


def test_an_alias_of_theirs_does_as_well(life: Life) -> None:
    life.edit("Contacts/Kai Mo.md", "type: contact\n", "type: contact\naliases:\n  - KM\n")
    assert interviewers(life, "km") == (["Kai Mo"], [])


def test_a_debrief_with_one_of_them_makes_nobody(life: Life) -> None:
    life.hears_no(DAY, "northgate")
    life.new(DAY, "debrief", rejection="northgate", debriefed=DAY, talked_with=["Kai Mo", "Menon, Ravi"])
    assert people(life) == KNOWN


def test_somebody_met_in_an_earlier_interview_is_the_same_in_the_next(life: Life) -> None:
    life.new(DAY, "contact", name="Ida Bo", company="Umbra")
    interviewers(life, "[[Ida Bo]]")
    life.meets("2026-02-09", "northgate", "second", "Ida Bo")
    assert people(life) == ["Ida Bo", *KNOWN]


def test_a_piece_of_a_name_that_nobody_else_has_is_enough_and_said(life: Life) -> None:
    said = "Lena is Lena Fuchs, the hiring manager here; for somebody else give the whole name."
    assert interviewers(life, "Lena") == (["Lena Fuchs"], [said])


def test_a_piece_of_a_name_is_not_enough_beside_another_who_has_it(life: Life) -> None:
    assert interviewers(life, "Lena", "Lena Berg") == (["Lena", "Lena Berg"], [])


def test_one_person_given_twice_is_one(life: Life) -> None:
    assert interviewers(life, "Lena", "Lena Fuchs", "Ms Fuchs")[0] == ["Lena Fuchs"]


def test_a_surname_with_a_title_is_enough(life: Life) -> None:
    assert interviewers(life, "Ms Fuchs")[0] == ["Lena Fuchs"]


@pytest.mark.parametrize("company", ["Northgate", None])
def test_a_piece_of_a_name_is_not_enough_where_another_may_be_meant(life: Life, company: str | None) -> None:
    life.new(DAY, "contact", name="Lena Berg", company=company)
    life.meets(DAY, "northgate", "screening", "Lena")
    assert people(life) == ["Kai Mo", "Lena", "Lena Berg", "Lena Fuchs", "Ravi Menon"]


def test_a_piece_of_a_name_is_not_enough_where_it_is_somebodys_whole_one(life: Life) -> None:
    life.new(DAY, "contact", name="Lena", company="Globex")
    life.meets(DAY, "northgate", "screening", "Lena")
    assert people(life) == ["Kai Mo", "Lena", "Lena (Northgate)", "Lena Fuchs", "Ravi Menon"]


def test_whoever_was_hired_is_not_taken_for_one_of_them_by_a_piece_of_a_name(life: Life) -> None:
    life.hears_no(DAY, "northgate")
    life.new(DAY, "hire", rejection="northgate", person="Lena", found_out=DAY)
    assert people(life) == ["Kai Mo", "Lena", "Lena Fuchs", "Ravi Menon"]


def test_two_of_them_with_one_name_are_told_apart_by_the_company(life: Life) -> None:
    life.meets(DAY, "northgate", "screening", "Ida Bo")
    life.new(DAY, "contact", name="Ida Bo", company="Umbra")
    life.edit(NOTE, "referrer:\n", 'referrer:\n  - "[[Ida Bo (Umbra)]]"\n')
    life.hears_no(DAY, "northgate")
    made = life.new(DAY, "debrief", rejection="northgate", debriefed=DAY, talked_with=["Ida Bo"])
    assert made.made[1:] == ()
    assert "[[Ida Bo]]" in life.read(made.path)


def test_a_namesake_at_another_company_is_still_somebody_else(life: Life) -> None:
    life.new(DAY, "contact", name="Ida Bo", company="Umbra")
    linked, (said,) = interviewers(life, "Ida Bo")
    assert linked == ["Ida Bo (Northgate)"]
    assert said == (
        "Ida Bo is at Umbra already, so Ida Bo (Northgate) is a new note beside that one. "
        'If they are the same: `vault undo`, and again with --with "[[Ida Bo]]".'
    )


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Dr. Lena Weiss", "lena weiss"), ("Weiss, Lena", "lena weiss"), ("Weiss, Dr. Lena", "lena weiss"),
     ("  Lena   Weiss", "lena weiss"), ("Frau Weiss", "weiss"), ("Dr.", "dr."), ("Madonna", "madonna"), ("", "")],
)  # fmt: skip
def test_a_name_is_compared_without_titles_and_the_given_one_first(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [("Pryia Nair", True), ("Priya Nai", True), ("Priya Nairs", True), ("Prija Nair", True), ("Priya Nayar", False),
     ("Maria Nair", False), ("Priya Nair 2", False)],
)  # fmt: skip
def test_a_new_name_that_is_nearly_one_of_ours_is_told(tmp_path: Path, typed: str, is_told: bool) -> None:
    life = begin(tmp_path / "v")
    life.new("2026-11-02", "contact", name="Priya Nair", company="Northwind")
    life.applies("2026-11-02", "Umbra", "Lead")
    told = life.new_and_told(
        "2026-11-10", "interview", application="umbra", starts="2026-11-12", interviewers=[typed]
    )[1]
    slip = (
        f"{typed} is new, and nearly called like Contacts/Priya Nair.md. If they are the same: `vault undo`, "
        "and again with the name as it is there."
    )
    assert (slip in told) == is_told


def test_a_company_with_a_slip_is_told_too(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-02", "Acme Robotics", "Lead")
    told = life.new_and_told(
        "2026-11-10", "application", company="Acme Robotic", role="Dev", applied="2026-11-10"
    )[1]
    assert any(
        line.startswith("Acme Robotic is new, and nearly called like Companies/Acme Robotics.md.")
        for line in told
    )
