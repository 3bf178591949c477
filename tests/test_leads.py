"""A lead that goes out, and an application that was marked as sent by hand: both get the plan of a sent one."""

from datetime import date
from pathlib import Path

import pytest
from life import Life, begin

from vault_tools.cli.edge import run
from vault_tools.commands.check import check
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.rules.review import items

LEAD = "Applications/Harbour – Dev.md"
COMMAND = 'vault new-application --company "Harbour" --role "Dev" --applied'
PLAN = [
    "- [ ] Find two good contacts at [[Harbour]]: somebody who could refer you as well 📅 2026-02-02",
    "- [ ] Follow [[Harbour]] on LinkedIn 📅 2026-02-02",
    "- [ ] Ask [[Kai Mo]] how things stand with the application 📅 2026-02-09",
    "- [ ] Ask [[Kai Mo]] once more; without an answer, close it 📅 2026-02-16",
]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    life = begin(tmp_path / "v")
    life.new("2026-02-02", "application", company="Harbour", role="Dev", recruiter=["Kai Mo"], applied="no")
    return life


def sent(life: Life, day: str = "2026-02-02", applied: str | None = "today", **typed: object) -> str:
    return life.new(day, "application", company="Harbour", role="Dev", applied=applied, **typed).path


def told(life: Life, day: str = "2026-02-02") -> list[str]:
    return [finding.problem.message for finding in check(life.session(day))]


def refusal(life: Life, **typed: object) -> str:
    before = life.files()
    with pytest.raises(VaultError) as refused:
        life.new("2026-02-02", "application", company="Harbour", role="Dev", **typed)
    assert life.files() == before
    return str(refused.value)


def test_a_lead_that_goes_out_gets_the_plan_of_a_sent_one_in_its_own_note(life: Life) -> None:
    before = life.files()
    assert sent(life) == LEAD
    text = life.read(LEAD)
    assert life.lines(LEAD) == PLAN
    assert "stage: applied\n" in text
    assert "applied: 2026-02-02\n" in text
    assert "When it has gone out" not in text
    assert "## Next\n\n- [ ] Find two" in text
    assert sorted(life.files()) == sorted(before)


def test_undo_makes_it_a_lead_again_byte_for_byte(life: Life) -> None:
    before = life.files()
    sent(life, hiring_manager=["Lena Fuchs"])
    assert life.files() != before
    life.undo("2026-02-02")
    assert life.files() == before


NOT_KNOWN = "Not known yet: "


def not_known(life: Life, path: str = LEAD) -> list[str]:
    """Who is not known yet, as the note has it."""
    lines = [line for line in life.read(path).split("\n") if line.startswith(NOT_KNOWN)]
    return [line.removeprefix(NOT_KNOWN).partition(". ")[0] for line in lines]


def test_who_is_not_known_yet_is_said_anew_when_it_goes_out(life: Life) -> None:
    assert not_known(life) == ["the hiring manager, somebody who could refer you"]
    sent(life, referrer=["Ann Lo"])
    assert not_known(life) == ["the hiring manager"]


def test_it_is_known_again_where_names_were_put_into_the_properties_or_the_role_is_another(
    life: Life,
) -> None:
    life.edit(LEAD, "strengths:", 'referrer: "[[Ann Lo]]"\nstrengths:')
    life.edit(LEAD, "role: Dev", "role: $taff Dev")
    made = life.new("2026-02-02", "application", company="Harbour", role="$taff Dev", applied="today")
    text = life.read(made.path)
    assert (made.path, not_known(life), "When it has gone out" in text) == (
        LEAD,
        ["the hiring manager"],
        False,
    )


def test_where_everybody_is_known_nothing_is_left_of_it(life: Life) -> None:
    sent(life, referrer=["Ann Lo"], hiring_manager=["Bo Ra"])
    text = life.read(LEAD)
    plan = "\n".join(line for line in text.split("\n") if "^fu-" in line)
    assert text.partition("---\n## Next")[2] == f"\n\n{plan}\n\n## The role\n\n## Notes\n"


@pytest.mark.parametrize(
    "mine",
    [
        "Not known yet: who else asks.",
        "> Not known yet: the hiring manager, somebody who could refer you. Who could know?",
        "When it has gone out: buy cake.",
    ],
)
def test_the_users_own_words_are_not_taken_for_ours(life: Life, mine: str) -> None:
    life.edit(LEAD, "## Notes\n", f"## Notes\n\n{mine}\n")
    sent(life, referrer=["Ann Lo"], hiring_manager=["Bo Ra"])
    assert life.read(LEAD).endswith(f"## Notes\n\n{mine}\n")


def test_words_of_ours_that_are_quoted_as_code_stay(life: Life) -> None:
    text = life.read(LEAD)
    start = text.index(NOT_KNOWN)
    words = text[start : text.index("\n", start)]
    life.write(LEAD, text.replace(words, f"```\n{words}\n```"))
    sent(life, referrer=["Ann Lo"], hiring_manager=["Bo Ra"])
    assert f"```\n{words}\n```\n" in life.read(LEAD)


def test_a_template_that_is_nearly_all_names_is_not_looked_for_by_its_shape(life: Life) -> None:
    life.write("Templates/notes/application-unknown.md.j2", "{{ company }}: {{ role }}\n")
    life.edit(LEAD, "## Notes\n", "## Notes\n\nBeta: Lead\n")
    sent(life)
    assert "\nBeta: Lead\n" in life.read(LEAD)


def test_what_the_user_wrote_in_a_lead_stays_byte_for_byte(life: Life) -> None:
    text = (
        '---\r\n# mine\r\ntype: application\r\ncompany: "[[Harbour]]"\r\nrole: Dev\r\nstatus: lead # yet\r\n'
        'recruiter: "[[Kai Mo]]"\r\n---\r\nI like them.\r\n\r\n## Next\r\n- [ ] ask Kai 📅 2026-02-05\r\n'
        "mine\r\n\r\n## Notes\r\nhere"
    )
    life.write(LEAD, text)
    sent(life, hiring_manager=["Lena Fuchs"])
    after = life.read(LEAD)
    ours = [
        "applied: 2026-02-02\r\n", 'hiring_manager:\r\n  - "[[Lena Fuchs]]"\r\n',
        *(line + "\r\n" for line in after.split("\r\n") if "^fu-" in line),
    ]  # fmt: skip
    for line in ours:
        assert line in after
        after = after.replace(line, "", 1)
    assert after == text.replace("status: lead", "status: applied").replace("## Next\r\n", "## Next\r\n\r\n")
    assert len(ours) == 2 + len(PLAN)


def test_a_lead_without_our_headings_gets_the_plan_at_its_end(life: Life) -> None:
    text = "---\ntype: application\ncompany: Harbour\nrole: Dev\nstage: lead\n---\nMine alone.\n"
    life.write(LEAD, text)
    sent(life)
    head, _, plan = life.read(LEAD).partition("Mine alone.\n")
    assert head == text.partition("Mine")[0].replace("lead\n", "applied\napplied: 2026-02-02\n")
    assert plan.startswith("\n## Next\n\n- [ ] Find two good contacts at ")


def test_a_lead_is_found_by_company_and_role_wherever_its_note_lies(life: Life) -> None:
    (life.root / "Jobs").mkdir()
    (life.root / LEAD).rename(life.root / "Jobs/harbour job.md")
    assert sent(life) == "Jobs/harbour job.md"
    assert len(life.lines("Jobs/harbour job.md")) == len(PLAN)


def test_whoever_is_named_when_it_goes_out_stands_beside_those_who_were_known(life: Life) -> None:
    sent(life, recruiter=["Kai Mo", "Ida Bo"], referrer=["Alan Turing"])
    application = life.search("2026-02-02").applications[LEAD]
    assert {role: [p.name for p in people] for role, people in application.people.items() if people} == {
        "recruiter": ["Kai Mo", "Ida Bo"],
        "referrer": ["Alan Turing"],
    }
    assert (life.root / "Contacts/Ida Bo.md").is_file()
    assert not any("two good contacts" in line for line in life.lines(LEAD))


def test_what_is_said_is_that_the_lead_went_out(life: Life, capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["new-application", "--company", "Harbour", "--role", "Dev", "--applied", "2026-02-02"]
    assert run(["--vault", str(life.root), "--today", "2026-02-02", *typed]) == 0
    said = capsys.readouterr()
    assert said.out == f"{LEAD}\n"
    assert said.err.startswith("\nIt has gone out: the lead that was there is an application now.\n\nNext:\n")


def test_the_old_job_of_who_was_hired_goes_out_like_any_lead(life: Life) -> None:
    life.applies("2026-02-02", "Acme", "Engineer")
    life.hears_no("2026-02-10", "acme")
    life.new(
        "2026-03-01", "hire", rejection="acme", person="Tom Okafor", previous_company="Initech",
        previous_title="Plant Engineer", previous_job_open=True,
    )  # fmt: skip
    made = life.applies("2026-03-02", "Initech", "Plant Engineer")
    assert made.path == "Applications/Initech – Plant Engineer.md"
    assert "Follow [[Initech]] on LinkedIn" in life.read(made.path)


def test_an_application_marked_by_hand_gets_its_plan_from_its_own_day(life: Life) -> None:
    life.edit(LEAD, "stage: lead", "stage: applied\napplied: 2026-01-28")
    assert sent(life, applied=None) == LEAD
    assert [line[-10:] for line in life.lines(LEAD)] == [
        "2026-01-28",
        "2026-01-28",
        "2026-02-04",
        "2026-02-11",
    ]


def test_a_day_set_by_hand_is_enough_the_stage_follows(life: Life) -> None:
    life.edit(LEAD, "stage: lead", "stage: lead\napplied: 2026-01-28")
    sent(life, applied=None)
    assert "stage: applied\napplied: 2026-01-28\n" in life.read(LEAD)


def test_another_day_than_the_one_in_the_note_is_refused(life: Life) -> None:
    life.edit(LEAD, "stage: lead", "stage: applied\napplied: 2026-01-28")
    assert refusal(life, applied="2026-02-02") == (
        f"{LEAD} says that it went out on 2026-01-28; give --applied 2026-01-28, or change `applied` in the note first"
    )


def test_a_second_application_for_the_same_is_refused_once_the_plan_is_there(life: Life) -> None:
    sent(life)
    words = (
        f'{LEAD} is open already (applied on 2026-02-02); if it is over, `vault new-rejection "Harbour – Dev"` or '
        '`vault close "Harbour – Dev" --as no-reply`, and then this one; another job there needs another --role'
    )
    assert refusal(life, applied="2026-02-02") == words
    for line in life.lines(LEAD):
        life.edit(LEAD, line, line.replace("- [ ]", "- [x]"))
    assert refusal(life, applied="2026-02-02") == words


def test_a_lead_that_is_written_down_again_is_refused_with_the_way_to_send_it(life: Life) -> None:
    assert refusal(life, applied="no") == f"{LEAD} is a lead already; when it has gone out: `{COMMAND} today`"


def test_a_plan_whose_time_is_over_is_refused_and_a_lead_is_marked_all_the_same(life: Life) -> None:
    sent(life, "2026-08-01", "2026-02-02")
    assert (life.lines(LEAD), "stage: applied\n" in life.read(LEAD)) == ([], True)
    with pytest.raises(VaultError, match="none of its steps is left to be written; write a task with a day"):
        sent(life, "2026-08-01", None)


def test_nobody_is_asked_how_things_stand_where_an_interview_came_already(life: Life) -> None:
    life.meets("2026-02-03", "harbour", "screening")
    sent(life, "2026-02-04", "2026-02-02")
    assert life.lines(LEAD) == PLAN[:2]
    assert "stage: screening\n" in life.read(LEAD)


def test_a_lead_in_whose_end_nothing_would_be_seen_is_refused(life: Life) -> None:
    life.write(LEAD, "---\ntype: application\ncompany: Harbour\nrole: Dev\nstage: lead\n---\n```\nopen\n")
    assert "never closed" in refusal(life, applied="2026-02-02")


def test_a_lead_says_in_its_note_how_it_is_sent(life: Life) -> None:
    assert f"When it has gone out: `{COMMAND} today` writes down the day" in life.read(LEAD)


def test_a_lead_is_nothing_wrong_until_it_has_lain_there_for_two_weeks(life: Life) -> None:
    assert "stage: lead\nfound: 2026-02-02\n" in life.read(LEAD)
    assert [told(life, day) for day in ("2026-02-02", "2026-02-15")] == [[], []]
    assert len(told(life, "2026-02-16")) == 1
    life.edit(LEAD, "found: 2026-02-02\n", "")
    assert len(told(life)) == 1  # nobody knows for how long


def test_a_review_leaves_a_lead_alone_as_long_as_an_application_in_which_nothing_happens(life: Life) -> None:
    def named(day: str) -> list[str]:
        return [item.matter.value for item in items(life.search(day))]

    assert (named("2026-02-23"), named("2026-02-24")) == ([], ["stale"])


def test_check_names_the_way_to_send_a_lead(life: Life) -> None:
    assert told(life, "2026-02-16") == [
        'a lead with nothing planned; write a task with a day, or `vault close "Harbour – Dev" --as withdrawn`; '
        f"when it has gone out: `{COMMAND} today`"
    ]


def test_check_names_the_way_to_a_plan_where_there_is_none_and_then_it_is_there(life: Life) -> None:
    life.edit(LEAD, "stage: lead", "stage: applied\napplied: 2026-01-28")
    assert told(life) == [f"it went out on 2026-01-28 and has no plan yet; `{COMMAND} 2026-01-28` writes it"]
    sent(life, applied="2026-01-28")
    assert told(life) == []


def test_check_asks_for_the_day_where_only_the_stage_was_changed(life: Life) -> None:
    life.edit(LEAD, "stage: lead", "stage: applied")
    assert told(life) == [f"marked applied, without a day and a plan; `{COMMAND} DAY` writes both"]


def test_check_does_not_send_anybody_to_a_plan_whose_time_is_over(life: Life) -> None:
    life.edit(LEAD, "stage: lead", "stage: applied\napplied: 2026-01-28")
    (message,) = told(life, "2026-08-01")
    assert message.endswith('`vault close "Harbour – Dev" --as no-reply`')


def test_check_does_not_send_anybody_to_a_plan_of_which_the_company_has_had_all(life: Life) -> None:
    life.applies("2026-02-02", "Harbour", "Tester")
    life.done("2026-02-03", *(f.id for f in life.all("2026-02-03") if f.application == "Harbour – Tester"))
    life.write(
        "Applications/Harbour – Ops.md",
        '---\ntype: application\ncompany: "[[Harbour]]"\nrole: Ops\nstage: applied\napplied: 2026-02-02\n---\n',
    )
    ours, _ = [one for one in told(life, "2026-02-20") if "a lead" not in one]
    assert ours.endswith('`vault close "Harbour – Ops" --as no-reply`')


def test_a_second_lead_for_the_same_beside_an_ended_one_goes_out_in_its_own_note(life: Life) -> None:
    life.edit(LEAD, "stage: lead", "stage: withdrawn\nclosed: 2026-02-03")
    second = life.new("2026-03-02", "application", company="Harbour", role="Dev", applied="no").path
    assert second == "Applications/Harbour – Dev (2026).md"
    assert sent(life, "2026-03-03") == second
    assert life.search("2026-03-03").applications[second].applied == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("O'Neill & Söhne, Inc.", "O'Neill & Söhne, Inc."), ("C++ / C# (m/w/d)", "C++ / C# (m/w/d)"), ("a $(rm) b", "…"),
     ('say "x"', "…"), ("`x`", "…"), ("[[x]]", "…"), ("50 %% x", "…"), ("due 📅", "…"), ("a\\b", "…"), ("", "…")],
)  # fmt: skip
def test_a_name_that_a_shell_or_markdown_would_act_on_is_not_offered_to_be_typed(
    name: str, shown: str
) -> None:
    assert fit_to_type(name) == shown
