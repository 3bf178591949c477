"""What a follow-up waits for: a cool-off, its turn, rest. No date that the user can see is moved."""

from datetime import date
from pathlib import Path

import pytest
from life import APPLICATION, FINAL, NO, Life, begin, final_round

from vault_tools.cli.edge import run
from vault_tools.cli.records import follow_ups, json_text
from vault_tools.core.model import FollowUp, Hold
from vault_tools.core.rules.board import board
from vault_tools.core.rules.review import items


def rejected(root: Path, settings: str = "", received: str = "2026-11-18T16:40") -> Life:
    life = final_round(root, settings)
    life.hears_no(received, "norrland")
    return life


def held(life: Life, day: str) -> dict[str, tuple[str, str]]:
    """Text of each held follow-up -> until when and why."""
    return {f.text: (f"{f.held_until}", f.held_because.value) for f in life.all(day) if f.held_because}


def one(life: Life, day: str, piece: str) -> FollowUp:
    (found,) = [f for f in life.all(day) if piece in f.text]
    return found


# --------------------------------------------------------------------------------------------- cooling off


def test_inside_the_cool_off_there_is_nothing_to_send_and_after_it_there_is(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    for day in ("2026-11-18", "2026-11-19"):
        assert [f.step for f in life.due(day, 30) if f.note == NO and f.person] == []
        assert held(life, day)["Thank Lena Weiss (hiring manager) and ask to be considered again"] == (
            "2026-11-20",
            "cooling-off",
        )
    assert {f.person for f in life.due("2026-11-20") if f.note == NO} == {"Lena Weiss", "Yuki Sato"}


def test_a_day_counts_as_cooling_off_until_it_is_over(tmp_path: Path) -> None:
    life = rejected(tmp_path, received="2026-11-18T00:05")
    assert [f for f in life.due("2026-11-19") if f.note == NO] == []
    assert len([f for f in life.due("2026-11-20") if f.note == NO]) == 2


def test_before_the_no_came_nothing_is_held_by_it(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.write(
        "Contacts/Extra.md",
        '---\ntype: contact\ncompany: "[[Norrland Robotics]]"\n---\n'
        "- [ ] Invite [[Extra]] to connect 📅 2026-11-17 ^fu-connect-hire-abcdef\n",
    )
    assert "Invite Extra to connect" not in held(life, "2026-11-17")
    assert held(life, "2026-11-18")["Invite Extra to connect"] == ("2026-11-20", "cooling-off")


@pytest.mark.parametrize(
    ("hours", "free"), [(0, "2026-11-20"), (24, "2026-11-20"), (48, "2026-11-23"), (120, "2026-11-24")]
)
def test_the_setting_says_how_long(tmp_path: Path, hours: int, free: str) -> None:
    life = rejected(tmp_path, f"cool_off = {hours}\n")
    first = min(f.due for f in life.all("2026-11-18") if f.note == NO and f.person)
    assert first == date.fromisoformat(free)
    assert (Hold.COOLING_OFF in {f.held_because for f in life.all("2026-11-18")}) is (hours > 0)


def test_no_cool_off_means_none_also_where_the_no_has_no_time(tmp_path: Path) -> None:
    life = rejected(tmp_path, "cool_off = 0\n", received="2026-11-18")
    assert "🛫" not in life.read(NO)
    assert Hold.COOLING_OFF not in {f.held_because for f in life.all("2026-11-18")}


def test_whoever_edits_the_end_of_the_cool_off_takes_longer_and_no_line_is_touched(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    lines = life.lines(NO)
    life.edit(NO, "cool_off_until: 2026-11-19T16:40:00", "cool_off_until: 2026-11-24")
    assert [f for f in life.due("2026-11-24") if f.note == NO and f.person] == []
    thanks = one(life, "2026-11-26", "Thank Lena")
    assert (thanks.overdue_days, thanks.held_because, thanks.due) == (1, None, date(2026, 11, 20))
    assert life.lines(NO) == lines


def test_a_hold_that_ends_on_a_weekend_ends_on_monday(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.edit(NO, "cool_off_until: 2026-11-19T16:40:00", "cool_off_until: 2026-11-27T12:00:00")
    assert (
        held(life, "2026-11-25")["Thank Yuki Sato (interviewer) and ask to stay in touch"][0] == "2026-11-30"
    )
    assert one(life, "2026-11-30", "Thank Yuki").overdue_days == 0


def test_an_end_before_the_no_is_no_cool_off(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.edit(NO, "cool_off_until: 2026-11-19T16:40:00", "cool_off_until: 2026-11-18T09:00")
    assert Hold.COOLING_OFF not in {f.held_because for f in life.all("2026-11-18")}


def test_what_sends_nothing_is_not_held(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    for text in (
        "Talk it through with a mentor or coach",
        "Write plan B",
        "Follow Norrland Robotics on LinkedIn",
    ):
        assert text not in held(life, "2026-11-19")


def test_generated_steps_about_people_of_that_company_wait_too_and_others_do_not(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.applies("2026-11-10", "Globex", "Lead", recruiter="Kim Roe")
    life.applies("2026-11-10", "Norrland Robotics", "Test Engineer", recruiter="Pia Lund")
    life.hears_no("2026-11-18T16:40", "controls")
    assert held(life, "2026-11-18")["Ask Pia Lund how things stand with the application"][1] == "cooling-off"
    assert "Ask Kim Roe how things stand with the application" not in held(life, "2026-11-18")


def test_a_person_of_that_company_is_spared_wherever_the_step_stands(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.applies("2026-11-10", "Globex", "Lead", referrer="[[Yuki Sato]]")
    life.hears_no("2026-11-18T16:40", "norrland")
    assert held(life, "2026-11-18")["Ask Yuki Sato how things stand with the application"] == (
        "2026-11-20",
        "cooling-off",
    )


def test_whoever_the_no_is_about_is_spared_in_other_applications_too(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write(
        "Contacts/Petra Vogel.md",
        '---\ntype: contact\ncompany: "[[Talento]]"\nrole: recruiter\n---\n## Log\n',
    )
    for company in ("Norrland", "Umbra"):  # one agency's recruiter, who works for neither
        life.applies("2026-11-11", company, "Engineer", recruiter=["[[Petra Vogel]]"])
    asked = "Ask Petra Vogel how things stand with the application"
    assert asked in life.texts("2026-11-18")
    life.hears_no("2026-11-18T09:40", "norrland")
    assert held(life, "2026-11-18")[asked] == held(life, "2026-11-19")[asked] == ("2026-11-20", "cooling-off")
    umbra = one(life, "2026-11-20", asked)
    assert (umbra.application, umbra.overdue_days) == ("Umbra – Engineer", 0)  # it waited: not two days late


def test_of_two_cool_offs_that_spare_one_person_the_longer_one_counts(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write(
        "Contacts/Petra Vogel.md",
        '---\ntype: contact\ncompany: "[[Talento]]"\nrole: recruiter\n---\n## Log\n',
    )
    for company in ("Norrland", "Umbra", "Quarry"):  # one agency's recruiter, who works for none of them
        life.applies("2026-11-11", company, "Engineer", recruiter=["[[Petra Vogel]]"])
    life.hears_no("2026-11-18T09:40", "norrland")
    no = "Rejections/2026-11-18 Norrland – Engineer.md"
    life.edit(no, "cool_off_until: 2026-11-19T09:40:00", "cool_off_until: 2026-12-02")
    life.hears_no("2026-11-23T09:40", "umbra")  # its own cool-off ends on the 24th
    asked = "Ask Petra Vogel how things stand with the application"
    assert held(life, "2026-11-25")[asked] == held(life, "2026-12-02")[asked] == ("2026-12-03", "cooling-off")
    assert asked in life.texts("2026-12-03")


def test_lines_written_by_hand_are_never_held(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.write(
        "Today.md", "- [ ] Write to [[Lena Weiss]] 📅 2026-11-18\n- [ ] Another 🛫 2026-11-25 📅 2026-11-18\n"
    )
    assert "Write to Lena Weiss" in life.texts("2026-11-18")
    assert "Write to Lena Weiss" not in held(life, "2026-11-18")


def test_when_they_call_back_the_cool_off_is_over(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.new(
        "2026-11-19T09:00",
        "interview",
        reopen=True,
        application="norrland",
        starts="2026-11-19T11:00",
        round="extra",
        interviewers="Ida Falk",
    )
    assert "Thank Ida Falk by e-mail for the extra round" in life.texts("2026-11-19")


def test_due_keeps_as_quiet_as_the_dashboard_and_says_until_when(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    life = rejected(tmp_path)
    life.applies("2026-11-16", "Umbra", "Lead", referrer=["Tom Oak"])
    life.meets("2026-11-18T09:00", "umbra", "first", "Ida Falk")

    def said(*argv: str) -> tuple[list[str], str]:
        capsys.readouterr()
        assert run(["--vault", str(life.root), "--today", "2026-11-18", *argv]) == 0
        out, err = capsys.readouterr()
        return [" ".join(line.split("  ")[-2:]) for line in out.splitlines()], err

    lines, told = said("due")
    assert lines[0] == "First round at 09:00 · Umbra"
    shown = [f.text for f in board(life.search("2026-11-18")).with_others]
    assert lines[1:] == [f"{text} · Umbra" for text in shown]
    assert told == "4 more can wait until Friday: a no is fresh. `vault due --all` lists everything.\n"
    follow = "Follow Umbra on LinkedIn · Umbra"  # it stands in the fold of the dashboard
    assert (follow in lines, follow in said("due", "--within", "1d")[0]) == (False, True)
    assert "Follow Norrland Robotics on LinkedIn · Norrland Robotics" in said("due", "--all")[0]


def test_next_points_to_the_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-01", "Umbra", "Lead", recruiter=["Dana Lee"])
    life.done("2026-11-02", life.id_of("2026-11-02", "Find two"), life.id_of("2026-11-02", "Follow"))
    capsys.readouterr()
    assert run(["--vault", str(life.root), "--today", "2026-11-09", "next"]) == 0
    assert (
        capsys.readouterr().err == f"The words: vault draft {life.id_of('2026-11-09', 'Ask Dana Lee how')}\n"
    )


# ------------------------------------------------------------------------------------------------ its turn


def test_a_later_line_of_a_series_waits_until_the_earlier_is_closed(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    assert held(life, "2026-12-20")["Look once more who has the job, and what else has changed"] == (
        "2026-12-21",
        "turn",
    )
    assert held(life, "2026-12-01")["Look once more who has the job, and what else has changed"] == (
        "2026-12-18",
        "turn",
    )
    life.done("2026-12-20", "who has the job now")
    assert "Look once more who has the job, and what else has changed" not in held(life, "2026-12-20")


def test_an_earlier_line_that_was_dropped_lets_the_next_one_go(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.drop("2026-12-01", "Is the door still open", "not now")
    assert "Second word to Lena Weiss" not in held(life, "2026-12-01")
    assert held(life, "2026-12-01")["Third word to Lena Weiss"] == ("2027-05-17", "turn")


def test_when_a_later_one_is_done_the_earlier_are_overtaken(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    third = life.id_of("2027-06-01", "Third word")
    life.done("2027-06-01", third)
    words = [f.text for f in life.all("2027-06-01") if f.step == "second-chance"]
    assert words == ["Last word to Lena Weiss"]
    assert (
        life.lines(NO)[-4]
        == "- [ ] Is the door still open? A short, useful word to [[Lena Weiss]] 📅 2027-02-16"
    )


def test_nobody_waits_for_a_step_that_its_door_ends(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.snooze("2027-02-16", "Is the door still open", "2029-01-01")
    assert [f.text for f in life.all("2027-02-17") if f.step == "second-chance" and not f.is_held] == [
        "Second word to Lena Weiss"
    ]


def test_a_step_that_would_wait_for_longer_than_its_door_stands_open_is_not_listed(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v", "rest_days = 600\n")
    life.hears_no("2026-11-18T16:40", "norrland")
    life.done("2026-11-23", "Thank Lena Weiss")
    assert [f.text for f in life.all("2026-11-24") if f.step == "second-chance"] == []


def test_the_words_of_a_door_wait_while_another_application_there_is_open(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    word = "Is the door still open? A short, useful word to Lena Weiss"
    life.applies("2027-02-10", "Norrland Robotics", "Test Engineer", hiring_manager="Ida Berg")
    assert held(life, "2027-02-12")[word] == ("2027-02-15", "open-there")  # a Monday
    assert held(life, "2027-02-24")[word] == ("2027-02-25", "open-there")
    assert "Second word to Lena Weiss" in held(life, "2027-06-01")
    life.hears_no("2027-03-01T10:00", "test engineer", typed_on="2027-03-01")
    assert held(life, "2027-03-02")[word] == ("2027-03-03", "cooling-off")
    after = one(life, "2027-03-05", "door still open")
    assert (after.held_because, after.overdue_days) == (None, 2)  # it counts from the end of the wait


def test_what_waits_for_the_end_of_another_application_is_said_to_be_free_on_no_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    life = rejected(tmp_path)
    for f in life.all("2027-01-20"):
        if f.line and f.due < date(2027, 2, 1):
            life.done("2027-01-20", f.id)
    life.applies("2027-02-10", "Norrland Robotics", "Test Engineer", hiring_manager="Ida Berg")
    where = ["--vault", str(life.root), "--today", "2027-02-24"]
    assert run([*where, "show", "door still open"]) == 0
    said = capsys.readouterr().out
    assert "  due Tue 16 Feb   " in said
    assert "  held for now: another application there is open\n" in said
    assert run([*where, "due", "--all"]) == 0
    (row,) = [line for line in capsys.readouterr().out.splitlines() if "door still open" in line]
    assert "held for now" in row
    assert run([*where, "dashboard"]) == 0
    page = (life.root / "Dashboard.md").read_text(encoding="utf-8")
    (door,) = [line for line in page.splitlines() if line.endswith("| 2028-05-18 |")]
    assert door.split(" | ")[2].endswith(", once the other application there has ended")


@pytest.mark.parametrize("other", ["a lead", "elsewhere", "ended before"])
def test_the_words_of_a_door_wait_for_nothing_that_was_not_sent_there_since(
    tmp_path: Path, other: str
) -> None:
    life = rejected(tmp_path)
    if other == "a lead":
        life.new("2027-02-10", "application", company="Norrland Robotics", role="Test Engineer", applied="no")
    elif other == "elsewhere":
        life.applies("2027-02-10", "Umbra", "Test Engineer", hiring_manager="Lena Weiss")
    else:
        life.write(
            "Applications/Old.md",
            '---\ntype: application\ncompany: "[[Norrland Robotics]]"\nstage: withdrawn\nclosed: 2026-11-02\n---\n',
        )
    word = one(life, "2027-02-18", "door still open")
    assert (word.held_because, word.overdue_days) == (None, 2)


def test_one_thanks_to_a_person_is_enough_after_two_rounds(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-01", "Norrland Robotics", "Controls Engineer", referrer=["Ravi Menon"])
    life.meets("2026-11-10T10:00", "norrland", "first", "Lena Weiss", "Yuki Sato")
    life.new(
        "2026-11-11", "interview", application="norrland", starts="2026-11-13T10:00", round="second",
        interviewers=["Lena Weiss"],
    )  # fmt: skip
    assert [t for t in life.texts("2026-11-12") if "Lena" in t] == [
        "Thank Lena Weiss by e-mail for the first round"
    ]
    assert [t for t in life.texts("2026-11-13") if "Thank Lena" in t or "Ravi" in t] == [
        "Thank Lena Weiss by e-mail for the second round",
        "Tell Ravi Menon what happened and how you think it went",
    ]
    assert "Thank Yuki Sato by e-mail for the first round" in life.texts("2026-11-13")
    life.snooze("2026-11-13", "Thank Lena Weiss by e-mail for the second", "2026-11-20")
    assert [t for t in life.texts("2026-11-13") if "Lena Weiss by e-mail" in t] == []


def test_a_later_one_that_was_dropped_overtakes_nothing(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.drop("2026-12-01", "Last word", "eighteen months are enough")
    words = [f.text for f in life.all("2026-12-01") if f.step == "second-chance"]
    assert words[0].startswith("Is the door still open")


def test_one_step_of_an_interview_at_a_time_for_each_person(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    assert held(life, "2026-11-11") == {
        "Write Lena Weiss a few lines of thanks by hand, and carry them in where you can": (
            "2026-11-12",
            "turn",
        ),
        "Write Yuki Sato a few lines of thanks by hand, and carry them in where you can": (
            "2026-11-12",
            "turn",
        ),
        "Invite Lena Weiss to connect on LinkedIn": ("2026-11-12", "turn"),
        "Invite Yuki Sato to connect on LinkedIn": ("2026-11-12", "turn"),
    }


def test_an_invitation_that_went_out_first_does_not_stand_in_for_thanks(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.done("2026-11-11", "Invite Lena Weiss")
    assert "Thank Lena Weiss by e-mail for the final round" in life.texts("2026-11-11")


def test_overdue_counts_from_the_day_its_turn_came(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.done("2026-11-16", "Thank Lena Weiss by e-mail")
    by_hand = one(life, "2026-11-17", "Write Lena Weiss")
    assert (by_hand.due, by_hand.overdue_days, by_hand.held_because) == (date(2026, 11, 11), 1, None)


def test_an_invitation_is_late_from_the_round_on_that_took_over_the_thanks_before_it(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-01", "Norrland", "Engineer")
    life.meets("2026-11-02T10:00", "norrland", "first", "Lena Weiss")
    life.done("2026-11-03", "Thank Lena Weiss by e-mail")
    life.meets("2026-11-16T10:00", "norrland", "final", "Lena Weiss")
    asked = one(life, "2026-11-17", "Invite Lena Weiss")
    assert (asked.due, asked.overdue_days, asked.held_because) == (date(2026, 11, 3), 1, None)


def test_a_turn_on_a_weekend_comes_on_monday(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    assert held(life, "2026-12-25")["Look once more who has the job, and what else has changed"] == (
        "2026-12-28",
        "turn",
    )


# ------------------------------------------------------------------------------------------------- resting


def with_log(life: Life, *items: str) -> None:
    life.write(
        "Contacts/Lena Weiss.md",
        '---\ntype: contact\ncompany: "[[Norrland Robotics]]"\n---\n## Log\n'
        + "".join(f"- {item}\n" for item in items),
    )


def test_an_unasked_step_rests_three_weeks_after_the_last_contact(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    with_log(life, "2027-02-10 met at a fair")
    text = "Is the door still open? A short, useful word to Lena Weiss"
    assert held(life, "2027-02-16")[text] == ("2027-03-03", "resting")
    assert one(life, "2027-03-03", "Is the door").overdue_days == 0
    assert text in life.texts("2027-03-03")


def test_a_rest_that_is_over_before_the_step_is_due_holds_nothing(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    with_log(life, "2027-01-10 met at a fair")
    assert "Is the door still open? A short, useful word to Lena Weiss" not in held(life, "2027-01-11")


def test_at_most_two_unasked_words_in_any_91_days(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.edit(NO, "📅 2027-05-17", "📅 2027-03-15")
    life.edit(NO, "📅 2027-11-18", "📅 2027-04-12")
    life.done("2027-02-16", "Is the door still open")
    life.done("2027-03-15", "Second word")
    assert held(life, "2027-04-12")["Third word to Lena Weiss"] == ("2027-05-18", "resting")
    assert "Third word to Lena Weiss" in life.texts("2027-05-18")


def test_thanks_are_never_counted_against_the_ceiling(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    with_log(life, "2026-11-19 she wrote")
    assert "Thank Lena Weiss (hiring manager) and ask to be considered again" in life.texts("2026-11-20")


def test_the_rest_is_a_setting(tmp_path: Path) -> None:
    life = rejected(tmp_path, "rest_days = 0\n")
    with_log(life, "2027-02-10 met at a fair")
    assert "Is the door still open? A short, useful word to Lena Weiss" in life.texts("2027-02-16")


@pytest.mark.parametrize(
    ("note", "path"),
    [
        ("---\ntype: contact\nlast_contact: 2027-02-10\n---\n", "Contacts/Lena Weiss.md"),
        (
            '---\ntype: interview\ninterviewers: ["[[Lena Weiss]]"]\nstarts: 2027-02-10T10:00\n---\n',
            "Interviews/x.md",
        ),
        ("- [x] Wrote to [[Lena Weiss]] ✅ 2027-02-10\n", "Diary.md"),
        ("- [x] Wrote to [[Lena Weiss]] 📅 2027-02-10\n", "Diary.md"),
        ("- [x] Thank [[Lena Weiss]] ✅ 2027-02-10 ^fu-thank-by-email-aaaaaa\n", "Diary.md"),
    ],
)
def test_what_counts_as_contact(tmp_path: Path, note: str, path: str) -> None:
    life = rejected(tmp_path)
    life.write(path, note)
    assert life.search("2027-02-16").contacts.last["Contacts/Lena Weiss.md"] == date(2027, 2, 10)


@pytest.mark.parametrize(
    ("note", "path"),
    [
        ("---\ntype: contact\n---\n## Log\n- 2027-02-20 not yet\n", "Contacts/Lena Weiss.md"),
        ("- [ ] Write to [[Lena Weiss]] 📅 2027-02-10\n", "Diary.md"),
        ("- [-] Write to [[Lena Weiss]] ❌ 2027-02-10\n", "Diary.md"),
        ("- [x] Follow [[Lena Weiss]] ✅ 2027-02-10 ^fu-follow-company-aaaaaa\n", "Diary.md"),
    ],
)
def test_what_does_not_count_as_contact(tmp_path: Path, note: str, path: str) -> None:
    life = rejected(tmp_path)
    life.write(path, note)
    assert life.search("2027-02-16").contacts.last["Contacts/Lena Weiss.md"] == date(2026, 11, 10)


# ---------------------------------------------------------------------------------------- doors and windows


def test_a_door_is_open_from_an_interview_on_until_the_window_ends(tmp_path: Path) -> None:
    from vault_tools.core.rules.doors import open_doors

    life = rejected(tmp_path)

    def doors(day: str) -> list[str]:
        search = life.search(day)
        return [d.company for d in open_doors(search.catalogue, search.applications, search.today)]

    assert doors("2026-11-17") == []
    assert doors("2026-11-18") == doors("2028-05-18") == ["Norrland Robotics"]
    assert doors("2028-05-19") == []
    life.edit(NO, "reasons_known:", "closed: 2027-01-01\nreasons_known:")
    assert doors("2027-02-01") == []


def test_nobody_who_met_nobody_has_a_door_whatever_their_note_says(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-02", "Acme", "Dev")
    no = life.hears_no("2026-11-18", "acme").path
    life.edit(no, "stage_reached: applied", "stage_reached: applied\nwindow_until: 2028-05-18")
    assert board(life.search("2026-11-25")).doors == ()
    life.edit(no, "stage_reached: applied", "stage_reached: final")
    assert [shown.door.company for shown in board(life.search("2026-11-25")).doors] == ["Acme"]


def test_a_step_that_is_due_on_the_last_day_of_its_door_still_counts(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.edit(NO, "window_until: 2028-05-18", "window_until: 2027-02-16")
    assert [str(f.due) for f in life.all("2026-12-01") if f.step == "second-chance"] == ["2027-02-16"]
    life.edit(NO, "window_until: 2027-02-16", "window_until: 2027-02-15")
    assert [f for f in life.all("2026-12-01") if f.step == "second-chance"] == []


def test_a_word_that_is_open_when_the_window_has_passed_is_listed_no_more(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    assert [f for f in life.all("2028-05-18") if f.step == "second-chance"] != []
    assert [f for f in life.all("2028-05-19") if f.step == "second-chance"] == []


def test_a_shut_door_ends_words_and_look_ups_and_leaves_thanks(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.edit(NO, "reasons_known:", "closed: 2026-11-19\nreasons_known:")
    assert {f.step for f in life.all("2026-11-20") if f.note == NO} == {
        "thank-panel",
        "call-recruiter",
        "referrer-detective",
        "debrief",
        "change-something",
        "plan-b",
    }


def test_look_ups_end_when_it_is_known_who_was_hired(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.new("2026-12-10", "hire", rejection="norrland", person="Ana Ruiz", found_out="2026-12-10")
    assert [f for f in life.all("2026-12-20") if f.step == "who-was-hired"] == []


# --------------------------------------------------------------------------------------------- due --json


def test_the_record_of_a_held_step(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    thanks = one(life, "2026-11-19", "Thank Lena Weiss (hiring")
    assert json_text(follow_ups([thanks])) == json_text(follow_ups([thanks])).replace("ID", thanks.id)
    assert json_text(follow_ups([thanks])).replace(thanks.id, "ID") == RECORD.replace(
        "LINE", str(thanks.line)
    )


RECORD = """[
  {
    "id": "ID",
    "note": "Rejections/2026-11-18 Norrland Robotics – Controls Engineer.md",
    "line": LINE,
    "text": "Thank Lena Weiss (hiring manager) and ask to be considered again",
    "markdown": "Thank [[Lena Weiss]] (hiring manager) and ask to be considered again",
    "due": "2026-11-20",
    "start": "2026-11-20",
    "held_until": "2026-11-20",
    "held_because": "cooling-off",
    "overdue_days": 0,
    "person": "Lena Weiss",
    "person_note": "Contacts/Lena Weiss.md",
    "application": "Norrland Robotics – Controls Engineer",
    "company": "Norrland Robotics",
    "step": "thank-panel",
    "source": [
      "S0",
      "S1",
      "S2",
      "S4"
    ],
    "origin": "line",
    "priority": 3,
    "recurrence": null
  }
]"""


def test_the_record_of_a_line_by_hand_has_nothing_of_ours(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write(
        "Deep/List.md",
        "# Mine\r\n\r\n> - [/] Ask **Kim** at [[Globex|the firm]] ⏫ 🔁 every week 🛫 2026-11-10 📅 2026-11-15\r\n",
    )
    (found,) = life.all("2026-11-18")
    assert (
        json_text(follow_ups([found]))
        == f"""[
  {{
    "id": "{found.id}",
    "note": "Deep/List.md",
    "line": 3,
    "text": "Ask Kim at the firm",
    "markdown": "Ask **Kim** at [[Globex|the firm]]",
    "due": "2026-11-15",
    "start": "2026-11-10",
    "held_until": null,
    "held_because": null,
    "overdue_days": 3,
    "person": null,
    "person_note": null,
    "application": null,
    "company": null,
    "step": null,
    "source": [],
    "origin": "line",
    "priority": 1,
    "recurrence": "every week"
  }}
]"""
    )


def test_the_list_is_ordered_by_due_then_id(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    found = [(f.due, f.id) for f in life.all("2026-11-18")]
    assert found == sorted(found)


def test_due_takes_what_is_due_within_looks_ahead_all_has_the_rest_and_the_held(tmp_path: Path) -> None:
    life = rejected(tmp_path)
    life.write("List.md", "- [ ] Then 📅 2026-11-19\n- [ ] Later 📅 2026-11-26\n- [ ] No day\n")
    assert "Then" in life.texts("2026-11-19") and "Later" not in life.texts("2026-11-19")
    assert "Later" in life.texts("2026-11-19", 7) and "Later" not in life.texts("2026-11-19", 6)
    every = life.all("2026-11-19")
    assert {f.text for f in every if f.is_held} - set(life.texts("2026-11-19", 3000)) != set()
    assert "No day" not in {f.text for f in every}


def test_the_application_and_its_notes_say_what_a_step_belongs_to(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    found = {f.note: (f.application_note, f.company) for f in life.all("2026-11-10")}
    assert found == dict.fromkeys((APPLICATION, FINAL), (APPLICATION, "Norrland Robotics"))


# ------------------------------------------------------------------------------- what something else brings


def test_who_was_asked_late_is_not_asked_again_the_same_day(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-01-05", "Beta", "Analyst", recruiter=["Ann Lee"])
    life.done("2026-01-19", life.id_of("2026-01-19", "how things stand"))
    second = one(life, "2026-01-19", "once more")
    assert (f"{second.due}", f"{second.held_until}", second.held_because) == (
        "2026-01-19",
        "2026-01-26",
        Hold.RESTING,
    )
    again = one(life, "2026-01-27", "once more")
    assert (again.held_because, again.overdue_days) == (None, 1)


def test_who_was_asked_in_time_is_asked_again_in_time(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-01-05", "Beta", "Analyst", recruiter=["Ann Lee"])
    life.done("2026-01-12", life.id_of("2026-01-12", "how things stand"))
    assert one(life, "2026-01-19", "once more").held_because is None


def test_nothing_is_prepared_for_an_interview_that_was_held(tmp_path: Path) -> None:
    life = final_round(tmp_path)  # on 10 November
    prepare = [f.step for day in ("2026-11-10", "2026-11-11") for f in life.all(day) if f.step == "prepare"]
    assert prepare == ["prepare"]
    over = [
        i for i in items(life.search("2026-11-11"), ()) if i.task and "Prepare" in i.task.task.description
    ]
    assert [i.because for i in over] == ["it has taken place"]


def test_what_is_pulled_to_the_day_of_its_talk_may_be_done_on_it(tmp_path: Path) -> None:
    life = final_round(tmp_path)  # on 10 November
    life.done("2026-11-10", life.id_of("2026-11-10", "Thank Yuki Sato by e-mail"))
    life.snooze("2026-11-10", life.id_of("2026-11-10", "Write Yuki Sato"), "2026-11-10")
    pulled = one(life, "2026-11-10", "Write Yuki Sato")
    assert (pulled.due, pulled.held_because) == (date(2026, 11, 10), None)


def test_a_row_that_is_written_later_hides_no_line_on_the_day_of_its_talk(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.write("Templates/playbook.toml", '[[step]]\nid = "thank-by-email"\noffset = 2\n')
    thanks = one(life, "2026-11-10", "Thank Yuki Sato by e-mail")
    assert (thanks.due, thanks.held_because) == (date(2026, 11, 10), None)


def test_nobody_is_thanked_before_an_interview_that_was_moved(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.edit(FINAL, "starts: 2026-11-10", "starts: 2026-11-17")
    assert one(life, "2026-11-12", "Thank Yuki Sato by e-mail").held_because is Hold.EVENT
    assert not [f for f in life.due("2026-11-16") if f.note == FINAL and f.step != "prepare"]
    thanks = one(life, "2026-11-18", "Thank Yuki Sato by e-mail")
    assert (thanks.held_because, thanks.overdue_days) == (None, 1)
