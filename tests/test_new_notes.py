"""New notes and the stages they move: what changes, what is refused, and what stays byte for byte."""

from pathlib import Path

import pytest
from life import APPLICATION, FINAL, NO, Life, begin, final_round, made_by_init

from vault_tools.cli.edge import run
from vault_tools.commands.belonging import Asker
from vault_tools.commands.check import check
from vault_tools.commands.closing import close_application
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import parse_day
from vault_tools.core.rules.doors import level_of_rejection, open_doors
from vault_tools.core.rules.stats import stats

SECOND = "2026-12-01T10:00"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return final_round(tmp_path / "v")


def stage(life: Life, path: str = APPLICATION) -> str:
    return next(
        line.partition(": ")[2]
        for line in life.read(path).split("\n")
        if line.startswith(("stage:", "status:"))
    )


def properties(life: Life, path: str) -> str:
    return life.read(path).split("---\n")[1]


# --------------------------------------------------------------------------------------------- applications


def test_an_application_that_went_out_is_applied_and_one_without_a_day_is_a_lead(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-02", "Globex", "Lead")
    life.new("2026-11-02", "application", company="Globex", role="Intern", applied="no")
    life.new("2026-11-02", "application", company="Globex", role="Chef")
    assert [stage(life, f"Applications/Globex – {role}.md") for role in ("Lead", "Intern", "Chef")] == [
        "applied",
        "lead",
        "lead",
    ]


def test_an_interview_that_is_planned_already_is_told(life: Life) -> None:
    first, said = life.new_and_told(
        "2026-11-20", "interview", application="norrland", starts=SECOND, round="board"
    )
    assert not [line for line in said if "for this round" in line]
    _, said = life.new_and_told(
        "2026-11-21", "interview", application="norrland", starts="2026-12-08T10:00", round="Board"
    )
    assert [line.partition(".md")[0] for line in said if "for this round" in line] == [
        f"There is one for this round already, {first.path.removesuffix('.md')}"
    ]
    _, said = life.new_and_told(
        "2026-12-20", "interview", application="norrland", starts="2026-12-22T10:00", round="board"
    )
    assert not [line for line in said if "for this round" in line]


def test_the_same_role_again_is_refused_while_it_runs_and_gets_a_year_once_it_has_ended(life: Life) -> None:
    with pytest.raises(
        VaultError,
        match=r"Controls Engineer\.md is open already \(applied on 2026-10-12, interviewing\); if it is over, .* then this one",
    ):
        life.applies("2026-11-20", "Norrland Robotics", "Controls Engineer")
    life.hears_no("2026-11-18", "norrland")
    again, told = life.new_and_told(
        "2027-02-01", "application", company="Norrland Robotics", role="Controls Engineer", applied="today"
    )
    assert again.path == "Applications/Norrland Robotics – Controls Engineer (2027).md"
    assert again.made == (again.path,)
    assert told == ["The one before it, Norrland Robotics – Controls Engineer, is rejected since 2026-11-18."]


def test_the_same_role_again_is_refused_while_a_later_one_of_another_name_runs(life: Life) -> None:
    life.hears_no("2026-11-18", "norrland")
    life.applies("2027-02-01", "Norrland Robotics", "Controls Engineer")
    before = life.files()
    with pytest.raises(VaultError, match=r"Engineer \(2027\)\.md is open already \(applied on 2027-02-01\)"):
        life.applies("2027-02-02", "norrland robotics", "controls engineer")
    assert life.files() == before
    life.applies("2027-02-02", "Norrland Robotics", "Controls Engineer (Kiel)")


def test_an_application_that_was_shut_by_hand_is_no_longer_open(life: Life) -> None:
    life.edit(APPLICATION, "tags:", "closed: 2026-11-17\ntags:")
    again, told = life.new_and_told(
        "2026-11-20", "application", company="Norrland Robotics", role="Controls Engineer", applied="today"
    )
    assert again.path == APPLICATION.replace(".md", " (2026).md")
    assert told[0].endswith("Controls Engineer, is closed since 2026-11-17.")


def test_two_people_whose_names_give_one_file_get_one_each(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-20", "Acme", "Dev", recruiter=["AC/DC", "AC:DC", "ac/dc", "AC|DC"])
    for path, name in (("AC-DC", "AC/DC"), ("AC-DC (contact, 2)", "AC:DC"), ("AC-DC (contact, 3)", "AC|DC")):
        assert f"aliases:\n  - {name}\n" in life.read(f"Contacts/{path}.md").replace('"', "")
    assert len(list((tmp_path / "Contacts").iterdir())) == 3


@pytest.mark.parametrize("name", ["é" * 300, "x" * 240])
def test_people_of_one_name_that_is_cut_for_its_length_are_told_apart(tmp_path: Path, name: str) -> None:
    life = begin(tmp_path)
    for company in ("One", "Two", "Three" * 60):
        life.new("2026-11-20", "contact", name=name, company=company)
    people = [path.stem for path in (tmp_path / "Contacts").iterdir()]
    assert len(people) == 3 and all(len(stem.encode()) <= 230 for stem in people)
    assert sum(stem.endswith("(Two)") for stem in people) == 1


def test_a_contact_of_a_taken_name_gets_the_company_behind_it_and_the_name_as_alias(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.new("2026-11-02", "contact", name="Dana Lee", company="Globex")
    other = life.new("2026-11-02", "contact", name="Dana Lee", company="Norrland")
    assert other.path == "Contacts/Dana Lee (Norrland).md"
    assert "aliases:\n  - Dana Lee\n" in life.read(other.path)
    with pytest.raises(
        VaultError,
        match=r"Contacts/Dana Lee\.md already exists; what you know besides .* give another --company",
    ):
        life.new("2026-11-02", "contact", name="dana lee", company="globex")
    with pytest.raises(
        VaultError, match=r"^Contacts/Dana Lee \(Norrland\)\.md already exists; what you know"
    ):
        life.new("2026-11-02", "contact", name="Dana Lee", company="Norrland")


def test_where_a_note_is_there_what_can_be_done_is_said(tmp_path: Path) -> None:
    life = begin(tmp_path)
    day = "2026-11-20"
    life.applies(day, "Acme", "Engineer")
    life.new(day, "plan-b")
    way = r"^Plans/2026-11-20 Plan B\.md already exists; `vault open \"2026-11-20 Plan B\"` opens it; another one needs another --on$"
    with pytest.raises(VaultError, match=way):
        life.new(day, "plan-b")
    life.new(day, "offer", application="acme")
    life.hears_no(f"{day}T10:00", "acme")
    with pytest.raises(
        VaultError, match=r"`vault open \"Offers/2026-11-20 Acme – Engineer\"` opens it; .* --on$"
    ):
        life.new(day, "offer", application="acme", reopen=True)
    life.new(day, "hire", rejection="acme", person="Ida Falk")
    with pytest.raises(VaultError, match=r"another one needs another --name or --on$"):
        life.new(day, "hire", rejection="acme", person="Ida Falk")
    life.meets("2026-11-24", "acme", "first", reopen=True)
    with pytest.raises(
        VaultError, match=r"`vault open \"Rejections/2026-11-20 Acme – Engineer\"` opens it; .* --on$"
    ):
        life.hears_no(f"{day}T12:00", "acme", typed_on="2026-11-25")


# ------------------------------------------------------------------------------------ stages, forwards only


@pytest.mark.parametrize(
    ("before", "round_", "after"),
    [
        ("lead", "screening", "screening"),
        ("applied", "screening", "screening"),
        ("applied", "Phone screen", "screening"),
        ("applied", "first", "interviewing"),
        ("screening", "final", "interviewing"),
        ("interviewing", "screening", "interviewing"),
        ("offer", "final", "offer"),
        ("Applied", "first", "interviewing"),
        ("waiting for them", "first", "interviewing"),  # a word of the user's own is no stage yet
    ],
)
def test_an_interview_moves_the_stage_and_never_back(
    tmp_path: Path, before: str, round_: str, after: str
) -> None:
    life = begin(tmp_path)
    path = life.applies("2026-11-02", "Globex", "Lead").path
    life.edit(path, "stage: applied", f"stage: {before}")
    life.meets("2026-11-10", "globex", round_)
    assert stage(life, path) == after


def test_who_keeps_a_status_goes_on_keeping_it(tmp_path: Path) -> None:
    life = begin(tmp_path)
    path = life.write(
        "Jobs/Globex.md",
        "---\r\ntype: application\r\ncompany: Globex\r\nstatus: Applied # since May\r\n---\r\nText",
    )
    life.meets("2026-11-10", "globex", "first")
    assert (
        life.read(path)
        == "---\r\ntype: application\r\ncompany: Globex\r\nstatus: interviewing # since May\r\n---\r\nText"
    )


@pytest.mark.parametrize(
    ("rounds", "reached", "level"),
    [
        ((), "applied", 0),
        (("screening",), "screening", 1),
        (("screening", "first"), "first round", 2),
        (("first", "final"), "final round", 3),
        (("first", "second"), "second round", 2),
        (("final", "talk with the board"), "final round", 3),  # what came later was no step back
        (("first", "phone screen"), "first round", 2),
        (("phone screen",), "phone screen", 1),
    ],
)
def test_how_far_it_got_is_the_furthest_round_before_the_no(
    tmp_path: Path, rounds: tuple[str, ...], reached: str, level: int
) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-02", "Globex", "Lead")
    for n, name in enumerate(rounds):
        life.meets(f"2026-11-{10 + n}", "globex", name)
    created = life.hears_no("2026-11-18", "globex")
    assert f"stage_reached: {reached}\n" in life.read(created.path)
    assert created.level == level


@pytest.mark.parametrize("rounds", [(), ("screening",), ("screening", "final")])
def test_after_an_offer_it_got_as_far_as_the_offer_whatever_the_rounds(
    tmp_path: Path, rounds: tuple[str, ...]
) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-02", "Globex", "Lead")
    for n, name in enumerate(rounds):
        life.meets(f"2026-11-{10 + n}", "globex", name)
    life.new("2026-11-15", "offer", application="globex")
    text = life.read(life.hears_no("2026-11-18", "globex").path)
    assert ("stage_reached: offer\n" in text, "called you back" in text) == (True, False)
    assert "let it out. They made you an offer: they had chosen you, and that stays true. Reasons" in text
    search = life.search("2026-11-21")
    (door,) = open_doors(search.catalogue, search.applications, search.today)
    assert (door.company, door.stage_reached) == ("Globex", "offer")
    assert stats(search).noes_by_level == (0, 0, 0, 1)


def test_the_quiet_page_after_an_offer_says_that_they_had_chosen_you(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-02", "Globex", "Lead")
    life.meets("2026-11-10", "globex", "screening")
    life.new("2026-11-15", "offer", application="globex")
    life.hears_no("2026-11-18", "globex")
    quiet = life.read("Dashboard.md")
    assert "has a page for it. They made you an offer: they had chosen you, and that stays true.\n" in quiet
    assert "called you back" not in quiet


def test_an_offer_that_was_declined_counts_for_a_no_that_comes_after_it(tmp_path: Path) -> None:
    life = begin(tmp_path)
    path = life.applies("2026-11-02", "Globex", "Lead").path
    life.new("2026-11-15", "offer", application="globex")
    life.edit(path, "stage: offer", "stage: withdrawn\nclosed: 2026-11-16")
    created = life.hears_no("2026-11-18", "globex")
    assert ("stage_reached: offer\n" in life.read(created.path), created.level) == (True, 3)


def test_a_no_from_before_the_offer_was_as_far_as_the_rounds_until_then(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-02", "Globex", "Lead")
    life.meets("2026-11-10", "globex", "screening")
    no = life.hears_no("2026-11-18", "globex").path
    life.edit(no, "stage_reached: screening\n", "")  # as in a note from elsewhere
    life.new("2026-12-01", "offer", application="globex", reopen=True)
    search = life.search("2026-12-02")
    (application,) = search.applications.values()
    assert level_of_rejection(application.rejections[0], application) == 1


def test_a_round_without_a_name_is_an_interview(tmp_path: Path) -> None:
    life = begin(tmp_path)
    path = life.applies("2026-11-02", "Globex", "Lead").path
    life.meets("2026-11-10", "globex", "screening")
    life.write("Talk.md", f"---\ntype: interview\napplication: '[[{path}]]'\nstarts: 2026-11-12\n---\n")
    created = life.hears_no("2026-11-18", "globex")
    assert ("stage_reached: interview\n" in life.read(created.path), created.level) == (True, 2)


# ---------------------------------------------------------------------------------------------------- a no


def test_a_no_moves_the_stage_and_closes_the_application_on_its_day(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland", typed_on="2026-11-22")
    assert "stage: rejected\n" in life.read(APPLICATION)
    assert "closed: 2026-11-18\n" in life.read(APPLICATION)


def test_a_no_replaces_what_it_takes_over_cancels_the_chase_and_keeps_the_rest(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    because, on = "(dropped: the no came)", "❌ 2026-11-18"
    assert life.lines(FINAL) == [
        f"- [-] Prepare: who they are, what they need, your own questions {because} 📅 2026-11-10 {on}",
        "- [ ] Write down the name and e-mail address of everyone you met 📅 2026-11-10",
        f"- [-] Thank [[Lena Weiss]] by e-mail for the final round {because} 📅 2026-11-10 {on}",
        f"- [-] Thank [[Yuki Sato]] by e-mail for the final round {because} 📅 2026-11-10 {on}",
        f"- [-] Tell [[Ravi Menon]] what happened and how you think it went {because} 📅 2026-11-10 {on}",
        f"- [-] Tell [[Grete Holm]] what happened and how you think it went {because} 📅 2026-11-10 {on}",
        f"- [-] Write [[Lena Weiss]] a few lines of thanks by hand, and carry them in where you can {because} 📅 2026-11-11 {on}",
        f"- [-] Write [[Yuki Sato]] a few lines of thanks by hand, and carry them in where you can {because} 📅 2026-11-11 {on}",
        f"- [-] Invite [[Lena Weiss]] to connect on LinkedIn {because} 📅 2026-11-11 {on}",
        f"- [-] Invite [[Yuki Sato]] to connect on LinkedIn {because} 📅 2026-11-11 {on}",
        f"- [-] Ask [[Grete Holm]] politely for news {because} 📅 2026-11-17 {on}",
    ]
    assert life.lines(APPLICATION) == [
        "- [ ] Follow [[Norrland Robotics]] on LinkedIn 📅 2026-10-12",
        "- [-] Ask [[Grete Holm]] how things stand with the application (dropped: an interview came) 📅 2026-10-19 ❌ 2026-11-10",
        "- [-] Ask [[Grete Holm]] once more; without an answer, close it (dropped: an interview came) 📅 2026-10-26 ❌ 2026-11-10",
    ]


def test_what_was_done_before_stays_done(life: Life) -> None:
    life.done("2026-11-10", "Thank Lena Weiss by e-mail", "Tell Ravi")
    life.hears_no("2026-11-18T16:40", "norrland")
    assert (
        "- [x] Thank [[Lena Weiss]] by e-mail for the final round 📅 2026-11-10 ✅ 2026-11-10"
        in life.lines(FINAL)
    )


def test_a_gift_and_what_is_for_oneself_stay(tmp_path: Path) -> None:
    life = final_round(tmp_path, 'gift = "on"\n')
    created = life.hears_no("2026-11-18T16:40", "norrland")
    assert {line.step.id for line in created.ending.closed if line.step} & {
        "gift-recruiter",
        "collect-addresses",
        "follow-company",
    } == set()


def test_lines_by_hand_are_listed_and_left_as_they_are(life: Life) -> None:
    life.write(APPLICATION, life.read(APPLICATION) + "\n* [ ]  Read   the  report 📅 2026-11-20\n- [x] Old\n")
    life.write(
        "Diary.md", "- [ ] Ask about [[Norrland Robotics – Controls Engineer]]  \r\n- [ ] Buy milk\r\n"
    )
    diary = life.read("Diary.md")
    created = life.hears_no("2026-11-18T16:40", "norrland")
    assert [line.task.description for line in created.ending.by_hand] == [
        "Read   the  report",
        "Ask about [[Norrland Robotics – Controls Engineer]]",
    ]
    assert life.read("Diary.md") == diary
    assert life.read(APPLICATION).endswith("\n* [ ]  Read   the  report 📅 2026-11-20\n- [x] Old\n")


FOREIGN = (
    "---\n# my own order\ntype: application\nstage:   'interviewing'   # for now\ncompany: \"[[Globex]]\"\n"
    "role: &r Lead\n\nkeep: {a: 1,b: [x , y]}\n---\n\n# Globex\t \n\n"
    "- [ ] Ask [[Kim Roe]] politely for news 📅 2026-11-17 ^fu-polite-follow-up-abcdef\n\n\n    code  \nlast line"
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_no_leaves_every_other_byte_of_a_note(tmp_path: Path, newline: str, mark: str, end: str) -> None:
    life = begin(tmp_path)
    before = (mark + FOREIGN + end).replace("\n", newline)
    path = life.write("Jobs/Globex.md", before)
    created = life.hears_no("2026-11-18", "globex")
    expected = (
        (mark + FOREIGN + end)
        .replace("'interviewing'", "rejected")
        .replace("b: [x , y]}\n", "b: [x , y]}\nclosed: 2026-11-18\n")
        .replace(
            "- [ ] Ask [[Kim Roe]] politely for news 📅",
            "- [-] Ask [[Kim Roe]] politely for news (dropped: the no came) 📅",
        )
        .replace("2026-11-17 ^fu", "2026-11-17 ❌ 2026-11-18 ^fu")
        .replace("\n", newline)
    )
    assert life.read(path) == expected
    assert created.changed == (path,)
    life.undo("2026-11-18")
    assert life.read(path) == before


def test_a_no_names_every_file_it_makes_and_changes(life: Life) -> None:
    before = life.files()
    created = life.hears_no("2026-11-18T16:40", "norrland")
    after = life.files()
    assert set(after) - set(before) == set(created.made) == {NO}
    assert {p for p in before if before[p] != after[p]} == set(created.changed) == {APPLICATION, FINAL}


def test_a_second_no_of_the_same_application_is_refused_with_the_note_and_the_way_out(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    before = life.files()
    with pytest.raises(VaultError, match=rf"is rejected already: {NO}\. .*new-interview … --reopen"):
        life.hears_no(SECOND, "norrland")
    assert life.files() == before


@pytest.mark.parametrize("by_hand", ["rejected", "no-reply", "withdrawn"])
def test_a_no_after_an_end_by_hand_is_written_down(life: Life, by_hand: str) -> None:
    life.edit(APPLICATION, "stage: interviewing", f"stage: {by_hand}\nclosed: 2026-11-15")
    created = life.hears_no("2026-11-18T16:40", "norrland")
    assert "stage: rejected\n" in life.read(APPLICATION) and "closed: 2026-11-18\n" in life.read(APPLICATION)
    assert len(created.planned) == 13


def test_an_application_marked_rejected_by_hand_reached_no_stage_of_that_name(tmp_path: Path) -> None:
    life = begin(tmp_path)
    path = life.applies("2026-11-02", "Globex", "Lead").path
    life.edit(path, "stage: applied", "stage: rejected")
    (found,) = check(life.session("2026-11-18"))
    assert (
        found.problem.message
        == 'marked rejected, but there is no rejection note: vault new-rejection "Globex – Lead"'
    )
    created = life.hears_no("2026-11-18", "globex – lead")
    assert "stage_reached: applied\n" in life.read(created.path)
    search = life.search("2026-11-19")
    assert open_doors(search.catalogue, search.applications, search.today) == ()
    assert check(life.session("2026-11-18")) == ()


# ------------------------------------------------------------------------------------------- and it goes on


def reopened(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    life.new(
        "2026-11-25",
        "interview",
        reopen=True,
        application="norrland",
        starts="2026-11-30T10:00",
        round="extra",
        interviewers="Ida Falk",
    )


def test_an_interview_after_the_no_needs_a_word_that_it_goes_on(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    before = life.files()
    with pytest.raises(VaultError, match="is rejected; if it goes on, say so with --reopen"):
        life.meets("2026-11-30T10:00", "norrland", "extra", "Ida Falk")
    assert life.files() == before


def test_a_reopening_takes_the_end_away_and_answers_the_door(life: Life) -> None:
    reopened(life)
    assert stage(life) == "interviewing"
    assert "closed:" not in life.read(APPLICATION)
    assert "closed: 2026-11-25\n" in life.read(NO)
    search = life.search("2026-12-01")
    assert open_doors(search.catalogue, search.applications, search.today) == ()
    assert {f.step for f in life.all("2026-12-01")} & {"second-chance", "who-was-hired"} == set()


ANSWERS = {"thank-panel", "call-recruiter", "referrer-detective"}


def test_a_reopening_lets_go_of_what_answered_the_no(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    assert {f.step for f in life.all("2026-11-24")} >= ANSWERS
    life.meets("2026-11-25T10:00", "norrland", "extra", "Ida Falk", reopen=True)
    assert {f.step for f in life.all("2026-11-26")} & ANSWERS == set()
    assert sum("(dropped: an interview came)" in line for line in life.lines(NO)) == 4


def test_what_answered_a_no_is_over_where_the_stage_is_set_back_by_hand(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    life.edit(APPLICATION, "stage: rejected", "stage: interviewing")
    life.edit(APPLICATION, "closed: 2026-11-18\n", "")
    assert {f.step for f in life.all("2026-11-24")} & ANSWERS == set()


def test_an_interview_goes_to_the_application_whose_path_is_given(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    life.applies("2027-01-10", "Norrland Robotics", "Controls Engineer")
    made = life.meets("2027-01-20T10:00", APPLICATION, "extra", "Ida Falk", reopen=True)
    assert made.path == "Interviews/2027-01-20 Norrland Robotics – Controls Engineer – extra.md"


def test_at_a_terminal_the_reopening_is_asked_for(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    asked: list[str] = []
    life.new(
        "2026-11-30",
        "interview",
        asker=Asker(None, lambda q: not asked.append(q)),
        application="norrland",
        starts="2026-11-30",
    )
    assert asked == ["Norrland Robotics – Controls Engineer is rejected. Does it go on?"]
    assert stage(life) == "interviewing"


def test_after_a_reopening_a_second_no_is_whole_again(life: Life) -> None:
    reopened(life)
    second = life.hears_no("2026-12-02T10:00", "norrland")
    assert second.path == "Rejections/2026-12-02 Norrland Robotics – Controls Engineer.md"
    steps = [f"{p.step.id}/{p.person.name}" if p.person else p.step.id for p, _ in second.planned]
    assert steps[:5] == [
        "thank-panel/Lena Weiss",
        "thank-panel/Yuki Sato",
        "call-recruiter/Grete Holm",
        "thank-panel/Ida Falk",
        "referrer-detective/Ravi Menon",
    ]
    assert steps.count("second-chance/Lena Weiss") == 4
    assert {out.step.id for out in second.left_out} == {"debrief", "change-something", "plan-b"}
    thanks = [f.person for f in life.all("2026-12-03") if f.step == "thank-panel"]
    assert sorted(p or "" for p in thanks) == ["Ida Falk", "Lena Weiss", "Yuki Sato"]
    assert "stage_reached: final round\n" in life.read(second.path)


def test_undoing_a_reopening_gives_every_byte_back(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    before = life.files()
    life.new(
        "2026-11-25",
        "interview",
        reopen=True,
        application="norrland",
        starts="2026-11-30",
        interviewers="Ida Falk",
    )
    life.undo("2026-11-25")
    assert life.files() == before


# --------------------------------------------------------------------------- an interview written down late


def test_what_ended_in_another_way_after_a_no_is_not_reopened_by_a_round_before_that(life: Life) -> None:
    life.hears_no("2026-11-18T09:00", "norrland")
    life.meets("2026-11-20T10:00", "norrland", "board", "Yuki Sato", reopen=True)
    session = life.session("2026-11-24")
    close_application(session, "norrland", "no-reply", session.today)
    made = life.meets("2026-11-23T10:00", "norrland", "last", "Yuki Sato", reopen=True)
    assert stage(life) == "no-reply"
    assert not [f for f in life.all("2026-11-24") if f.note == made.path]


def test_an_interview_before_the_no_is_recorded_and_moves_nothing(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    application = life.read(APPLICATION)
    created = life.new(
        "2026-11-20",
        "interview",
        application="norrland",
        starts="2026-11-03T09:00",
        round="first",
        interviewers=["Hugo Berg", "Lena Weiss", "Ravi Menon"],
    )
    assert life.read(APPLICATION) == application
    assert [line.partition(" ^")[0] for _, line in created.planned] == [
        "- [ ] Thank [[Hugo Berg]] (interviewer) and ask to stay in touch 🛫 2026-11-20 📅 2026-11-20"
    ]
    assert created.made == (created.path, "Contacts/Hugo Berg.md")
    assert "Thank Hugo Berg (interviewer) and ask to stay in touch" in life.texts("2026-11-20")


def test_who_was_thanked_for_another_application_is_still_thanked_for_this_one(life: Life) -> None:
    life.applies("2026-09-01", "Globex", "Lead")
    life.meets("2026-09-10", "globex", "first", "[[Yuki Sato]]")
    life.hears_no("2026-09-20", "globex")
    life.applies("2026-10-01", "Initech", "Lead")
    life.hears_no("2026-11-18", "initech")
    created = life.new(
        "2026-11-19", "interview", application="initech", starts="2026-11-03", interviewers="[[Yuki Sato]]"
    )
    assert [p.step.id for p, _ in created.planned] == ["thank-panel"]


def test_thanks_of_a_round_typed_in_after_the_no_end_with_it_when_it_goes_on(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    late = life.new(
        "2026-11-20", "interview", application="norrland", starts="2026-11-03T09:00", interviewers="Hugo Berg"
    )
    life.meets("2026-11-20T15:00", "norrland", "extra", "Ida Falk", reopen=True)
    assert "(dropped: an interview came)" in life.read(late.path)
    life.hears_no("2026-11-20T18:00", "norrland")
    thanks = [f.person for f in life.all("2026-11-23") if f.step == "thank-panel"]
    assert sorted(p or "" for p in thanks) == ["Hugo Berg", "Ida Falk", "Lena Weiss", "Yuki Sato"]


def test_a_thank_you_whose_time_has_passed_is_left_out_and_told(life: Life) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    created = life.new(
        "2027-01-20", "interview", application="norrland", starts="2026-11-03", interviewers="Hugo Berg"
    )
    assert (created.planned, [out.step.id for out in created.left_out]) == ((), ["thank-panel"])


def test_an_interview_before_the_day_it_was_given_up_is_recorded(life: Life) -> None:
    life.edit(APPLICATION, "stage: interviewing", "stage: withdrawn\nclosed: 2026-11-15")
    created = life.meets("2026-11-05", "norrland", "first", "Hugo Berg")
    assert (created.planned, stage(life)) == ((), "withdrawn")


# ------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("application", {"company": "Globex"}, "new-application needs --role"),
        ("application", {"company": " ", "role": "\t"}, "needs --company, --role"),
        ("interview", {"starts": "2026-11-30"}, "new-interview needs APPLICATION"),
        ("interview", {"application": "norrland"}, "needs --on"),
        ("interview", {"application": "norrland", "starts": "soon"}, "--on: 'soon' is not a day I can read"),
        ("rejection", {"application": "globex"}, "no application has 'globex' in its name"),
        (
            "rejection",
            {"application": "norrland", "received": "2026-02-30"},
            "--on: there is no such day as 2026-02-30",
        ),
        ("hire", {"rejection": "x", "person": "Ana"}, "there is no rejection note yet"),
        ("nap", {}, "there is no kind 'nap'; known are application"),
    ],
)
def test_bad_input_is_one_clear_line_and_nothing_changes(
    life: Life, kind: str, typed: dict[str, object], message: str
) -> None:
    before = life.files()
    with pytest.raises(VaultError) as told:
        life.new("2026-11-18", kind, **typed)
    assert message in str(told.value)
    assert "\n" not in str(told.value)
    assert life.files() == before


def test_properties_that_cannot_be_changed_safely_refuse_the_no_by_name(tmp_path: Path) -> None:
    life = begin(tmp_path)
    text = "---\n{type: application, company: Globex, stage: applied}\n---\n"
    life.write("Jobs/Globex.md", text)
    with pytest.raises(VaultError, match=r"^Jobs/Globex\.md: the properties"):
        life.hears_no("2026-11-18", "globex")
    assert life.files() == {"Jobs/Globex.md": text.encode(), "vault.toml": b""}


# --------------------------------------------------------------------------------------------- foreign text


def test_foreign_names_stay_text(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies(
        "2026-11-02", "{{ 7*7 }} %%x%% [[y]]", "`#tag` 📅 2026-01-01 ^id", recruiter="<b>Kim</b> | {% raw %}"
    )
    text = "".join(data.decode() for path, data in life.files().items() if path.endswith(".md"))
    assert "49" not in text and "- [ ] `" not in text
    assert {f.due.isoformat() for f in life.all("2026-11-02")} <= {"2026-11-02", "2026-11-09", "2026-11-16"}
    assert {f.person for f in life.all("2026-11-02") if f.step == "status-check"} == {"bKim-b-{% raw %}"}
    assert life.session("2026-11-02").vault.look().problems == ()


# ------------------------------------------------------------------------------ a guest in somebody's notes


def foreign_vault(life: Life) -> dict[str, bytes]:
    """Two hundred notes that know nothing of us, in the styles people write."""
    for n in range(200):
        newline = ("\n", "\r\n")[n % 2]
        parts = [
            "\ufeff" if n % 7 == 0 else "",
            (
                "",
                "---\ntags: [a,  b]\nstatus:   done # ok\ncompany: Somewhere\n---\n",
                "---\ntitle: 'x: y'\ntype: book\n---\n",
            )[n % 3],
            f"# Note {n}\n\nSome *text* with a [[Note {n - 1}]] link.\n\n",
            (
                f"- [ ] Water plant {n} 📅 2026-11-{1 + n % 28:02}\n* [x] old\n\t- [ ] nested\n",
                "",
                "1. [/] half\n",
            )[n % 3],
            ("last", "last\n", "last\n\n\n")[n % 3],
        ]
        life.write(f"Area {n % 9}/Note {n}.md", "".join(parts).replace("\n", newline))
    life.write("Dashboard.md", "# My board\n- [ ] mine 📅 2026-11-20\n")
    life.write("broken.md", "---\na: b: c\n---\n- [ ] still a task 📅 2026-11-20\n")
    life.write("latin.md", "caf\xe9\n".encode("latin-1"))
    life.write(".obsidian/app.json", '{"x":1}')
    return {
        path.relative_to(life.root).as_posix(): path.read_bytes()
        for path in life.root.rglob("*")
        if path.is_file()
    }


def test_a_whole_story_leaves_the_notes_of_somebody_else_alone(tmp_path: Path) -> None:
    root = tmp_path / "v"
    root.mkdir()
    before = foreign_vault(Life(root))
    life = made_by_init(root)
    life.applies(
        "2026-10-12",
        "Norrland Robotics",
        "Controls Engineer",
        recruiter="Grete Holm",
        hiring_manager="Lena Weiss",
    )
    life.meets("2026-11-10T14:00", "norrland", "final", "Lena Weiss")
    life.hears_no("2026-11-18T16:40", "norrland")
    life.done("2026-11-20", "Thank Lena Weiss (")
    life.snooze("2026-11-20", "Talk it through", "2026-12-01")
    life.drop("2026-11-20", "Write plan B", "had one")
    life.undo("2026-11-20")
    for path, data in before.items():
        assert (root / path).read_bytes() == data, path
    new = {p for p in life.files() if p not in before}
    assert {p.partition("/")[0] for p in new} == {
        ".obsidian",
        "Applications",
        "Companies",
        "Contacts",
        "Interviews",
        "Job search.md",
        "Rejections",
        "The playbook.md",
        "vault.toml",
    }
    assert {p for p in new if p.startswith(".obsidian")} == {".obsidian/types.json"}


def test_a_company_keeps_its_capitals_in_its_second_application(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-02", "Helix Bio", "Engineer")
    second = life.applies("2026-11-02", "helix  bio", "Lead")
    assert second.made == ("Applications/Helix Bio – Lead.md",)


def test_a_reason_that_was_told_stands_among_what_one_knows(life: Life) -> None:
    created = life.hears_no("2026-11-18", "norrland", reasons_known=["more | cloud", "said by [[Ida]]"])
    assert (
        "| I know, and who said it | I only imagine |\n| --- | --- |\n"
        "| more \\| cloud |  |\n| said by \\[\\[Ida\\]\\] |  |\n|  |  |\n"
    ) in life.read(created.path)


# What has happened ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("rejection", {"application": "norrland", "received": "2026-12-02"}), ("offer", {"application": "norrland", "received": "2026-12-02T09:00"}),
     ("hire", {"rejection": "norrland", "person": "Tom", "found_out": "2026-12-02"}), ("debrief", {"rejection": "norrland", "debriefed": "2026-12-02"})],
)  # fmt: skip
def test_what_has_happened_has_no_day_to_come(tmp_path: Path, kind: str, typed: dict[str, object]) -> None:
    life = final_round(tmp_path / "v")
    before = life.files()
    with pytest.raises(VaultError) as refused:
        life.new("2026-11-18", kind, **typed)
    assert str(refused.value) == "--on: 2026-12-02 is still to come; give today, or a date that is past"
    assert life.files() == before


def test_a_no_later_today_is_today(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    assert life.hears_no("2026-11-18T23:50", "norrland", typed_on="2026-11-18T09:00").planned


def test_a_no_from_before_the_day_of_applying_is_taken_and_said(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    _, told = life.new_and_told("2026-11-18", "rejection", application="norrland", received="2026-10-11")
    assert told == [
        "This no is of 2026-10-11, and Applications/Norrland Robotics – Controls Engineer.md says that it went out on "
        "2026-10-12, after it. If one of the days is wrong: `vault undo`, or mend `applied` there."
    ]


@pytest.mark.parametrize(("kind", "day"), [("interview", "starts"), ("offer", "received")])
def test_what_comes_from_before_the_day_of_applying_is_taken_and_said(
    tmp_path: Path, kind: str, day: str
) -> None:
    life = final_round(tmp_path / "v")
    _, told = life.new_and_told("2026-11-18", kind, application="norrland", **{day: "2026-10-11"})
    assert told[0].startswith(
        f"This {kind} is of 2026-10-11, and Applications/Norrland Robotics – Controls Engineer.md"
    )


def test_an_end_from_before_the_day_of_applying_is_taken_and_said(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    for day, told in (("2026-10-12", []), ("2026-10-11", ["This end is of 2026-10-11"])):
        session = life.session("2026-11-18")
        close_application(session, "norrland", "no-reply", parse_day(day, session.today))
        assert [sentence.partition(",")[0] for sentence in session.told] == told
        life.undo("2026-11-18")


def test_a_no_of_the_day_of_applying_is_nothing_to_tell(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    assert (
        life.new_and_told("2026-11-18", "rejection", application="norrland", received="2026-10-12")[1] == []
    )


# Plan B ---------------------------------------------------------------------------------------------


def test_a_no_that_is_told_late_says_whose_thanks_are_over_and_not_that_nobody_is_named(
    tmp_path: Path,
) -> None:
    life = final_round(tmp_path / "v")
    note = life.read(life.hears_no("2026-11-18", "norrland", typed_on="2026-12-20").path)
    gracious = note.partition("## Be gracious, keep the door open\n\n")[2].partition("\n\n## ")[0]
    assert gracious == (
        "The days for this are over, so it is not planned: call Grete Holm; ask Ravi Menon what they can find out; "
        "thank Lena Weiss; thank Yuki Sato. A late word of thanks is a kind one all the same: "
        "`vault draft NAME --message thank-after-no` has the words."
    )


def test_a_plan_b_that_is_written_is_not_asked_for_again(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    there = life.new("2026-11-02", "plan-b").path
    created = life.hears_no("2026-11-18", "norrland")
    assert "plan-b" not in [planned.step.id for planned, _ in created.planned]
    assert [(out.step.id, out.at) for out in created.left_out if out.at] == [("plan-b", f"{there}\0")]
    assert (
        "\n\nAlready under way, so not here twice: [[2026-11-02 Plan B]]. Take this no along.\n"
        in life.read(created.path)
    )


def test_a_plan_b_that_was_closed_is_asked_for_again(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    there = life.new("2026-11-02", "plan-b").path
    life.edit(there, "type: plan-b\n", "type: plan-b\nclosed: 2026-11-10\n")
    assert "plan-b" in [planned.step.id for planned, _ in life.hears_no("2026-11-18", "norrland").planned]


# ------------------------------------------------------------------------------------------- what is said of it


def spoken(life: Life, capsys: pytest.CaptureFixture[str], *words: str, today: str) -> str:
    assert run(["--vault", str(life.root), "--today", today, *words]) == 0
    return capsys.readouterr().err


def test_on_the_evening_of_a_no_what_is_for_months_ahead_is_counted_and_not_listed(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    said = spoken(life, capsys, "new-rejection", "norrland", "--on", "2026-11-18T16:40", today="2026-11-18")
    assert "\n  Wed 2 Dec   Write plan B\nAnd 6 more, from Fri 18 Dec on. They stand in the note" in said
    assert "Look up who has the job" not in said and "word to Lena" not in said


def test_what_is_cancelled_more_than_once_is_said_once(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    life.meets("2026-11-16T10:00", "norrland", "extra", "Lena Weiss")
    said = spoken(life, capsys, "new-rejection", "norrland", "--on", "2026-11-18T16:40", today="2026-11-18")
    assert said.count("  Prepare: who they are") == 1
    assert "  Prepare: who they are, what they need, your own questions  (twice)\n" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("due",), "Nothing is due. `vault due --within 7d` looks ahead.\n"),
        (("due", "--within", "7d"), "Nothing is due until Wed 25 Nov.\n"),
        (("due", "--all"), "Nothing that is open has a date.\n"),
    ],
)
def test_an_empty_list_says_what_is_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert spoken(begin(tmp_path / "v"), capsys, *words, today="2026-11-18") == said


@pytest.mark.parametrize(
    "reason",
    [
        "an inside candidate", "a job redefined on the way", "a budget", "someone further along", "someone who had the better hour",
        "a strength of yours that never came up", "no click with one person", "a choice between several who all fit",
        "they simply hire the wrong person",
    ],
)  # fmt: skip
def test_the_page_of_a_no_has_every_innocent_reason_that_the_articles_name(life: Life, reason: str) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    assert reason in life.read(NO)


def test_stats_say_how_a_reason_that_was_told_comes_to_count(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    hint = "counts once it stands in `reasons_known` of its note"
    assert run(["--vault", str(life.root), "--today", "2026-11-22", "stats"]) == 0
    assert hint in capsys.readouterr().out
    life.edit(NO, "reasons_known:\n", "reasons_known:\n  - they wanted packaging lines\n")
    assert run(["--vault", str(life.root), "--today", "2026-11-22", "stats"]) == 0
    assert hint not in capsys.readouterr().out


def test_what_was_there_was_changed_and_not_made(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    lead = life.new("2026-11-02", "application", company="Beta", role="Engineer")
    assert (lead.made, lead.changed) == ((lead.path, "Companies/Beta.md"), ())
    sent = life.applies("2026-11-05", "Beta", "Engineer", recruiter=["Gr"])
    assert (sent.path, sent.made, sent.changed) == (lead.path, ("Contacts/Gr.md",), (lead.path,))
    talk = life.meets("2026-11-10T10:00", "beta", "first")
    assert (talk.made, talk.changed) == ((talk.path,), (lead.path,))
    met = life.meets("2026-11-10T10:00", "beta", "first", "Ida")
    assert (met.path, met.made, met.changed) == (talk.path, ("Contacts/Ida.md",), (talk.path,))
    company = life.new("2026-11-11", "company", name="Beta", dream=True)
    assert (company.made, company.changed[0]) == ((), "Companies/Beta.md")
