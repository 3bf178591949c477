"""Who was hired: what it plans, what it puts beside you, and the lead it may leave behind."""

from datetime import date
from pathlib import Path

import pytest
from life import NO, Life, begin, final_round

from vault_tools.commands import closing
from vault_tools.commands.drafting import draft_of
from vault_tools.core.errors import VaultError
from vault_tools.core.model import Hold


@pytest.fixture
def life(tmp_path: Path) -> Life:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-11-18T16:40", "norrland")
    return life


def hired(life: Life, day: str = "2026-12-28", **typed: object) -> str:
    return life.new(day, "hire", rejection="norrland", person="Ana Ruiz", **typed).path


def test_somebody_from_outside_stands_beside_you_with_the_gaps_and_the_years(life: Life) -> None:
    text = life.read(hired(life, internal=False))
    for words in (
        "| Years in the trade | | |",
        "| Education | | |",
        "| Credentials | | |",
        "much younger than you",
        "Age bias",
    ):
        assert words in text
    assert '`vault new-change "…" --after "2026-11-18 Norrland Robotics – Controls Engineer"`' in text
    assert "- [ ] Compare their years" in text


def test_somebody_from_inside_is_noted_and_closed_gently(life: Life) -> None:
    text = life.read(hired(life, internal=True))
    assert "> [!quote] From inside" in text
    assert "nothing to compare and nothing to fix" in text
    assert "Beside each other" not in text
    assert "Compare" not in text


def test_of_somebody_from_inside_no_name_has_to_be_known(life: Life) -> None:
    made = life.new("2026-12-28", "hire", rejection="norrland", internal=True)
    text = life.read(made.path)
    assert made.path == "Hires/2026-12-28 From inside – Norrland Robotics.md"
    assert ("> [!quote] From inside" in text, "person:" in text, "For the coffee" in text) == (
        True,
        False,
        False,
    )
    assert made.planned == ()
    assert [step for step in life.steps("2026-12-28") if step.startswith("who-was-hired")] == []
    with pytest.raises(VaultError, match="new-hire needs --name"):
        life.new("2026-12-28", "hire", rejection="norrland", internal=False)


def test_the_questions_for_the_coffee_are_ready(life: Life) -> None:
    text = life.read(hired(life))
    assert [text.index(word) for word in ("- Advice:", "- Insights:", "- Recommendations:")] == sorted(
        text.index(word) for word in ("- Advice:", "- Insights:", "- Recommendations:")
    )


def test_the_coffee_comes_three_months_after_the_no_and_the_question_a_month_after_it(life: Life) -> None:
    made = life.new("2026-12-28", "hire", rejection="norrland", person="Ana Ruiz")
    assert [(p.step.id, str(p.due)) for p, _ in made.planned] == [
        ("compare-credentials", "2026-12-29"),
        ("connect-hire", "2026-12-31"),
        ("coffee-with-hire", "2027-02-18"),
        ("help-the-hire", "2027-03-22"),
    ]


def test_is_it_working_out_waits_for_the_coffee_and_is_never_asked_for(life: Life) -> None:
    hired(life)
    (asked,) = [f for f in life.all("2027-03-25") if f.step == "help-the-hire"]
    assert (asked.unasked, asked.is_held) == (True, True)
    life.done("2027-03-01", life.id_of("2027-03-01", "coffee"))
    (asked,) = [f for f in life.all("2027-04-01") if f.step == "help-the-hire"]
    assert asked.is_held is False


def test_the_next_question_comes_a_month_after_the_coffee_however_late_that_was(life: Life) -> None:
    hired(life)
    life.done("2027-05-03", life.id_of("2027-05-03", "coffee"))
    (asked,) = [f for f in life.all("2027-05-04") if f.step == "help-the-hire"]
    assert (str(asked.held_until), asked.held_because) == ("2027-06-02", Hold.RESTING)


def words(life: Life, day: str, piece: str) -> str:
    """The letter of the follow-up that has these words."""
    session = life.session(day)
    search = session.search()
    found, _ = draft_of(session, search, next(f for f in search.follow_ups if piece in f.text))
    assert found is not None
    return found.body


@pytest.mark.parametrize("was_asked", [True, False])
def test_to_have_asked_for_a_coffee_is_not_to_have_had_one(life: Life, was_asked: bool) -> None:
    hired(life)
    if was_asked:
        life.done("2027-05-03", "coffee")
    else:
        life.drop("2027-05-03", "coffee", "not now")
    letter = words(life, "2027-06-10", "working out")
    assert "You have been at Norrland Robotics for a while now" in letter and "Thank you" not in letter


def test_whoever_was_there_before_is_congratulated_on_the_role_and_not_on_the_house(life: Life) -> None:
    hired(life, internal=True)
    invitation = words(life, "2027-01-10", "Invite Ana")
    assert "on the new role at Norrland Robotics!" in invitation and "joined" not in invitation
    assert "You have been in the new role for a while now" in words(life, "2027-02-20", "coffee")


def test_the_look_ups_end_by_themselves_and_keep_their_bytes(life: Life) -> None:
    before = [line for line in life.lines(NO) if "who has the job" in line]
    hired(life, "2026-12-10", found_out="2026-12-10")
    assert [f for f in life.all("2027-01-30") if f.step == "who-was-hired"] == []
    assert [line for line in life.lines(NO) if "who has the job" in line] == before


@pytest.mark.parametrize("ends", ["shut", "reopened", "past"])
def test_what_is_wanted_of_the_hire_ends_with_the_door(life: Life, ends: str) -> None:
    path, day = hired(life), "2027-03-25"
    if ends == "shut":
        _, lines = closing.close_door(life.session("2027-03-01"), "norrland", date(2027, 3, 1))
        assert [line.step.id for line in lines if line.step and line.note.path == path] == [
            "coffee-with-hire", "help-the-hire",
        ]  # fmt: skip
    elif ends == "reopened":
        life.new(
            "2027-03-20", "interview", reopen=True, application="norrland", starts="2027-03-20", round="extra"
        )
    else:
        life.edit(NO, "window_until: 2028-05-18", "window_until: 2027-03-20")
    left = {f.step for f in life.all(day) if f.note == path}
    assert left == {"compare-credentials", "connect-hire"}


def test_nothing_is_planned_for_the_hire_after_the_door_has_closed(life: Life) -> None:
    life.edit(NO, "window_until: 2028-05-18", "window_until: 2027-03-01")
    made = life.new("2026-12-28", "hire", rejection="norrland", person="Ana Ruiz")
    assert [p.step.id for p, _ in made.planned] == ["compare-credentials", "connect-hire", "coffee-with-hire"]


def test_their_old_job_becomes_a_question_where_nobody_knows_if_it_is_open(life: Life) -> None:
    path = hired(life, previous_company="Initech")
    assert "- [ ] Is their previous job at Initech open now?" in life.read(path)
    assert 'previous_company: "[[Initech]]"' in life.read(path)


def test_their_old_job_becomes_a_lead_in_the_same_deed_where_it_is_open(life: Life) -> None:
    before = life.files()
    made = life.new(
        "2026-12-28", "hire", rejection="norrland", person="Ana Ruiz", previous_company="Initech",
        previous_title="Plant Engineer", previous_job_open=True,
    )  # fmt: skip
    assert made.made == (
        "Hires/2026-12-28 Ana Ruiz – Norrland Robotics.md",
        "Applications/Initech – Plant Engineer.md",
        "Contacts/Ana Ruiz.md",
        "Companies/Initech.md",
    )
    assert life.read("Applications/Initech – Plant Engineer.md").startswith(
        '---\ntype: application\ncompany: "[[Initech]]"\nrole: Plant Engineer\nstage: lead\n'
        "found: 2026-12-28\nsource: previous job\n"
    )
    text = life.read(made.path)
    assert "a lead now: [[Initech – Plant Engineer]]" in text
    assert "Is their previous job" not in text
    assert "previous_job_open" not in text
    life.undo("2026-12-28")
    assert life.files() == before


def test_without_a_title_the_lead_is_for_the_role_you_went_for(life: Life) -> None:
    hired(life, previous_company="Initech", previous_job_open=True)
    assert "role: Controls Engineer" in life.read("Applications/Initech – Controls Engineer.md")


def test_a_lead_that_is_there_is_not_made_twice(life: Life) -> None:
    life.applies("2026-12-01", "Initech", "Plant Engineer")
    before = life.read("Applications/Initech – Plant Engineer.md")
    made, told = life.new_and_told(
        "2026-12-28", "hire", rejection="norrland", person="Ana Ruiz", previous_company="Initech",
        previous_title="Plant Engineer", previous_job_open=True,
    )  # fmt: skip
    assert life.read("Applications/Initech – Plant Engineer.md") == before
    assert "Applications/Initech – Plant Engineer.md" not in made.made
    assert (
        "No application was written down beside it: Applications/Initech – Plant Engineer.md is open already"
        in " ".join(told)
    )


def test_an_open_job_needs_its_company(life: Life) -> None:
    with pytest.raises(VaultError, match="new-hire needs --previous-company"):
        hired(life, previous_job_open=True)


def test_a_hire_after_a_no_whose_application_is_gone(life: Life) -> None:
    (life.root / "Applications/Norrland Robotics – Controls Engineer.md").unlink()
    assert hired(life) == "Hires/2026-12-28 Ana Ruiz – Norrland Robotics.md"


def test_a_hire_that_is_written_down_twice_is_not_asked_twice(life: Life) -> None:
    hired(life)
    again = life.new("2027-01-05", "hire", rejection="norrland", person="Ana Ruiz")
    assert [p.step.id for p, _ in again.planned] == ["compare-credentials"]


def test_a_second_hire_after_the_same_no_is_written_and_the_first_is_named_with_the_way_back(
    life: Life,
) -> None:
    first = life.new("2026-12-28", "hire", rejection="norrland", internal=True)
    second, told = life.new_and_told(
        "2027-01-05", "hire", rejection="norrland", person="Ana Ruiz", internal=False
    )
    words = (
        "Who was hired after this no is written down already: {}. If they took one person only: `vault undo`"
    )
    assert any(words.format(first.path) in sentence for sentence in told)
    assert life.read(second.path).startswith("---\ntype: hire\n")
    _, told = life.new_and_told("2027-01-06", "hire", rejection="norrland", person="Bo Li", internal=False)
    assert any(words.format(f"{first.path}, {second.path}") in sentence for sentence in told)


def test_a_hire_after_another_no_is_nothing_to_look_at_again(life: Life) -> None:
    hired(life)
    life.applies("2026-11-20", "Umbra", "Lead")
    life.hears_no("2026-12-20T10:00", "umbra")
    _, told = life.new_and_told("2027-01-05", "hire", rejection="umbra", person="Bo Li", internal=False)
    assert "already" not in " ".join(told)


OVER = "Looking up who has the job is over with that"


def test_that_the_look_ups_are_over_is_said_once_and_only_where_there_were_any(life: Life) -> None:
    _, told = life.new_and_told("2026-12-10", "hire", rejection="norrland", person="Ana Ruiz", internal=False)
    assert told == [f"\n{OVER}; those lines ask for nothing any more."]
    _, told = life.new_and_told("2026-12-11", "hire", rejection="norrland", person="Bo Li", internal=False)
    assert OVER not in " ".join(told)
    life.applies("2026-11-20", "Umbra", "Lead")
    life.hears_no("2026-12-20T10:00", "umbra")  # before anybody was met
    assert life.new_and_told("2026-12-28", "hire", rejection="umbra", internal=True)[1] == []


def test_look_ups_that_were_done_or_had_ended_are_not_over_with_the_hire(life: Life) -> None:
    closing.close_door(life.session("2026-12-01"), "norrland", date(2026, 12, 1))
    _, told = life.new_and_told("2026-12-10", "hire", rejection="norrland", internal=True)
    assert told == []


def test_nobody_is_invited_to_connect_who_is_connected(life: Life) -> None:
    note = '---\ntype: contact\ncompany: "[[Norrland Robotics]]"\nconnected: 2021-11-03\n---\n'
    life.write("Contacts/Ana Ruiz.md", note)
    made = life.new("2026-12-28", "hire", rejection="norrland", person="Ana Ruiz")
    assert [p.step.id for p, _ in made.planned] == [
        "compare-credentials",
        "coffee-with-hire",
        "help-the-hire",
    ]
    life.applies("2026-12-28", "Norrland Robotics", "Lead")
    steps = [p.step.id for p, _ in life.meets("2026-12-29T10:00", "lead", "first", "Ana Ruiz").planned]
    assert "thank-by-email" in steps and "connect-interviewer" not in steps
    life.hears_no("2027-01-10T10:00", "lead")
    letter = words(life, "2027-01-20", "Thank Ana Ruiz (interviewer)")
    assert "I would like to stay in touch.\n" in letter and "invitation" not in letter


def test_who_was_hired_elsewhere_is_no_matter_once_a_job_is_taken(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    for company in ("Acme", "Beta"):
        life.applies("2026-09-20", company, "Engineer")
    life.hears_no("2026-10-30", "acme")
    closing.close_application(life.session("2026-11-02"), "beta", "accepted", date(2026, 11, 2))
    made = life.new("2026-11-04", "hire", rejection="acme", person="Ian In")
    assert {planned.step.id for planned, _ in made.planned}.isdisjoint(
        {"compare-credentials", "previous-company"}
    )
    assert all("accepted" not in planned.step.cancelled_by for planned, _ in made.planned)
