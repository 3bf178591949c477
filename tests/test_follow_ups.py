"""Follow-ups from any line and any note: which lines count, what they are called, when they end."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from life import ANY_DAY, APPLICATION, NO, Life, begin, final_round

from vault_tools.cli.app import vault
from vault_tools.core.errors import AmbiguousError, NotFoundError, VaultError
from vault_tools.core.model import Origin
from vault_tools.core.rules.picking import pick_application

TODAY = ANY_DAY.isoformat()


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return begin(tmp_path / "v")


# --------------------------------------------------------------------------------------------- which lines


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] Call Kim 📅 2026-11-20",
        "* [ ] Call Kim 📅 2026-11-20",
        "3. [ ] Call Kim 📅 2026-11-20",
        "    - [ ] Call Kim 📅 2026-11-20",
        "> - [ ] Call Kim 📅 2026-11-20",
        "> [!todo]- Mine\n> - [ ] Call Kim 📅 2026-11-20",
        "> > 1) [ ] Call Kim 📅 2026-11-20",
        "- [ ] Call Kim [due:: 2026-11-20]",
        "- [ ] Call Kim (due:: 2026-11-20)",
        "- [ ] Call Kim ⏳ 2026-11-20",
        "- [ ] Call Kim [scheduled:: 2026-11-20]",
        "- [/] Call Kim 📅 2026-11-20",
        "- [ ] Call Kim 🛫 2026-11-01 ⏳ 2026-11-10 📅 2026-11-20 ^mine",
        "- [ ] Call Kim 📅 2026-11-20 #job",
        "```\ncode\n```\n- [ ] Call Kim 📅 2026-11-20",
        "%% hidden %%\n- [ ] Call Kim 📅 2026-11-20",
    ],
)
def test_a_task_line_with_a_day_is_a_follow_up_wherever_it_stands(life: Life, line: str) -> None:
    life.write("Any/Note.md", f"# Title\n\n{line}\n")
    (found,) = life.due(TODAY)
    assert found.text.startswith("Call Kim")
    assert (found.due, found.origin, found.overdue_days) == (date(2026, 11, 20), Origin.LINE, 2)
    assert (
        life.read("Any/Note.md")
        .split("\n")[(found.line or 0) - 1]
        .lstrip("> ")
        .startswith(("-", "*", "1", "3"))
    )


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] Call Kim",
        "- Call Kim 📅 2026-11-20",
        "- [x] Call Kim 📅 2026-11-20",
        "- [-] Call Kim 📅 2026-11-20",
        "- [ ] Call Kim 📅 2026-02-30",
        "```\n- [ ] Call Kim 📅 2026-11-20\n```",
        "~~~md\n- [ ] Call Kim 📅 2026-11-20\n~~~",
        "%%\n- [ ] Call Kim 📅 2026-11-20\n%%",
        "<!--\n- [ ] Call Kim 📅 2026-11-20\n-->",
        "---\ntodo: |\n  - [ ] Call Kim 📅 2026-11-20\n---",
    ],
)
def test_other_lines_are_none(life: Life, text: str) -> None:
    life.write("Note.md", f"{text}\n")
    assert life.all(TODAY) == ()


@pytest.mark.parametrize("path", [".trash/x.md", ".obsidian/x.md", "Templates/x.md", "x.txt", ".x.md"])
def test_files_that_are_no_notes_are_none(life: Life, path: str) -> None:
    life.write(path, "- [ ] Call Kim 📅 2026-11-20\n")
    assert life.all(TODAY) == ()


def test_a_due_day_goes_before_a_scheduled_one(life: Life) -> None:
    life.write("Note.md", "- [ ] Call Kim ⏳ 2026-11-01 📅 2026-11-20\n")
    assert life.due(TODAY)[0].due == date(2026, 11, 20)


# ---------------------------------------------------------------------------------- `follow_up:` properties


@pytest.mark.parametrize(
    "properties",
    [
        "type: application\nstage: applied",
        "type: application\nstatus: interviewing",
        "type: company",
        "tags: [any]",
        "type: contact\nclosed: 2026-01-01",  # a contact's always counts
        "type: contact\nstage: rejected",
        "type: company\nclosed: no",
    ],
)
def test_a_follow_up_property_of_an_open_note_counts(life: Life, properties: str) -> None:
    life.write("Some/Kim.md", f"---\n{properties}\nfollow_up: 2026-11-20\n---\n")
    (found,) = life.due(TODAY)
    assert (found.text, found.origin, found.line) == (
        "Follow up: Kim",
        Origin.PROPERTY,
        properties.count("\n") + 3,
    )


@pytest.mark.parametrize(
    "properties",
    [
        "stage: rejected",
        "stage: Withdrawn",
        "status: accepted",
        "stage: no-reply",
        "closed: 2026-11-01",
        "closed: yes",
    ],
)
def test_a_follow_up_property_of_an_ended_note_does_not(life: Life, properties: str) -> None:
    life.write(
        "Kim.md",
        f"---\ntype: application\n{properties}\nfollow_up: 2026-11-20\n---\n- [ ] Call Kim 📅 2026-11-20\n",
    )
    assert life.texts(TODAY) == ["Call Kim"]  # hand-written lines of ended notes still count


@pytest.mark.parametrize("value", ["", "soon", "2026-02-30", "[]", "true", "20261120"])
def test_a_follow_up_property_without_a_day_is_none(life: Life, value: str) -> None:
    life.write("Kim.md", f"---\nfollow_up: {value}\n---\n")
    assert life.all(TODAY) == ()


def test_a_property_is_done_by_emptying_it_and_snoozed_by_rewriting_it(life: Life) -> None:
    life.write("Kim.md", "---\ntype: contact # mine\nfollow_up: 2026-11-20 # soon\nx:   y\n---\nText\n")
    life.snooze(TODAY, "Follow up: Kim", "2026-12-01")
    assert (
        life.read("Kim.md") == "---\ntype: contact # mine\nfollow_up: 2026-12-01 # soon\nx:   y\n---\nText\n"
    )
    life.done(TODAY, "Follow up: Kim")
    assert life.read("Kim.md") == "---\ntype: contact # mine\nfollow_up: # soon\nx:   y\n---\nText\n"
    life.undo(TODAY)
    life.undo(TODAY)
    assert (
        life.read("Kim.md") == "---\ntype: contact # mine\nfollow_up: 2026-11-20 # soon\nx:   y\n---\nText\n"
    )


def test_properties_that_cannot_be_changed_safely_are_refused_with_the_notes_name(life: Life) -> None:
    text = "---\n{type: contact, follow_up: 2026-11-20}\n---\n"
    life.write("People/Kim.md", text)
    with pytest.raises(VaultError, match=r"^People/Kim\.md: .*one to a line"):
        life.done(TODAY, "Follow up: Kim")
    assert life.read("People/Kim.md") == text


# ---------------------------------------------------------------------------------------------- their ids


def test_the_id_of_a_line_of_ours_is_its_tail(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    created = life.hears_no("2026-11-18", "norrland")
    assert {p.tail for p, _ in created.planned} == {
        f.id for f in life.all("2026-11-18") if f.note == created.path
    }


def test_the_id_of_a_line_of_ours_survives_rename_move_rewording_snooze_and_undo(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18", "norrland")
    tail = life.id_of("2026-11-20", "Thank Yuki")
    life.edit(
        NO, "Thank [[Yuki Sato]] (interviewer) and ask to stay in touch", "Thank them all, [[Yuki Sato]] too,"
    )
    (life.root / NO).rename(life.root / "elsewhere.md")
    assert life.id_of("2026-11-20", "Thank them all") == tail
    life.snooze("2026-11-20", tail, "2026-11-27")
    assert life.id_of("2026-11-20", "Thank them all") == tail
    life.done("2026-11-20", tail)
    life.undo("2026-11-20")
    assert life.id_of("2026-11-20", "Thank them all") == tail


def test_the_id_of_any_other_line_survives_done_snooze_drop_and_undo(life: Life) -> None:
    life.write(
        "Note.md",
        "- [ ] Call Kim 📅 2026-11-20\n- [ ] Call Kim 📅 2026-11-21\n- [ ] Own 📅 2026-11-20 ^own\n",
    )
    ids = {f.line: f.id for f in life.all(TODAY)}
    assert len({*ids.values()}) == 3 and all(len(i) == 8 for i in ids.values())
    life.done(TODAY, ids[1])
    assert {f.line: f.id for f in life.all(TODAY)} == {2: ids[2], 3: ids[3]}
    life.snooze(TODAY, ids[2], "2026-12-24")
    assert {f.line: f.id for f in life.all(TODAY)} == {2: ids[2], 3: ids[3]}
    life.drop(TODAY, ids[3], "no need")
    life.undo(TODAY)
    assert {f.line: f.id for f in life.all(TODAY)} == {2: ids[2], 3: ids[3]}
    life.drop(TODAY, ids[2], "no need")
    life.undo(TODAY)
    life.undo(TODAY)
    life.undo(TODAY)
    assert {f.line: f.id for f in life.all(TODAY)} == ids


def test_no_block_id_is_ever_added_to_a_users_line(life: Life) -> None:
    life.write("Note.md", "- [ ] Call Kim 📅 2026-11-20\n")
    life.snooze(TODAY, "Call Kim", "2026-11-30")
    assert life.read("Note.md") == "- [ ] Call Kim 📅 2026-11-30\n"
    life.done(TODAY, "Call Kim")
    assert life.read("Note.md") == "- [x] Call Kim 📅 2026-11-30 ✅ 2026-11-22\n"


def test_ids_do_not_depend_on_what_else_is_in_the_vault(tmp_path: Path) -> None:
    alone, among = begin(tmp_path / "a"), begin(tmp_path / "b")
    for life in (alone, among):
        life.write("Deep/Note.md", "Text\n\n- [ ] Call Kim 📅 2026-11-20\n")
    among.write("Other.md", "- [ ] Call Kim 📅 2026-11-20\n- [ ] Call Bo 📅 2026-11-20\n")
    assert alone.all(TODAY)[0].id in {f.id for f in among.all(TODAY)}


def test_a_copied_note_takes_the_tails_from_both_and_gives_each_line_its_own_id(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18", "norrland")
    tails = {f.id for f in life.all("2026-11-20") if f.note == NO}
    life.write("Copy.md", life.read(NO))
    ids = [f.id for f in life.all("2026-11-20") if f.note in (NO, "Copy.md")]
    assert len(ids) == len(set(ids)) == 2 * len(tails)
    assert not tails & set(ids)
    assert {f.step for f in life.all("2026-11-20") if f.note == "Copy.md"} >= {"thank-panel", "debrief"}
    (life.root / "Copy.md").unlink()
    assert {f.id for f in life.all("2026-11-20") if f.note == NO} == tails


def test_a_block_id_that_only_looks_like_ours_is_the_users(life: Life) -> None:
    life.write(
        "Note.md",
        "- [ ] Dance 📅 2026-11-20 ^fu-dance-aaaaaa\n- [ ] Thank 📅 2026-11-20 ^fu-thank-panel-aa\n",
    )
    assert [(f.step, len(f.id)) for f in life.all(TODAY)] == [(None, 8), (None, 8)]


def test_ticking_a_recurring_line_leaves_its_next_occurrence_above_with_another_id(life: Life) -> None:
    life.write("Note.md", "- [ ] Look through the boards 🔁 every week 📅 2026-11-16\n")
    before = life.all(TODAY)[0].id
    life.done(TODAY, before)
    assert life.read("Note.md") == (
        "- [ ] Look through the boards 🔁 every week 📅 2026-11-23\n"
        "- [x] Look through the boards 🔁 every week 📅 2026-11-16 ✅ 2026-11-22\n"
    )
    (after,) = life.all(TODAY)
    assert (after.id != before, after.due) == (True, date(2026, 11, 23))
    with pytest.raises(VaultError, match="it is done already, since 2026-11-22"):
        life.done(TODAY, before)


def test_what_is_done_is_known_by_the_beginning_of_its_id_too(life: Life) -> None:
    life.write("Note.md", "- [ ] Call Tom 📅 2026-11-20\n- [ ] Call Ann 📅 2026-11-20\n")
    id = life.id_of(TODAY, "Call Tom")
    life.done(TODAY, id)
    with pytest.raises(VaultError, match="it is done already, since 2026-11-22"):
        life.done(TODAY, id[:5])


def test_the_next_occurrence_of_a_step_of_ours_stays_that_step(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18", "norrland")
    life.edit(NO, "what they hire for 📅 2026-12-18", "what they hire for 🔁 every month 📅 2026-12-18")
    life.done("2026-12-18", "what they hire for")
    (found,) = [f for f in life.all("2026-12-18") if "what they hire for" in f.text]
    assert (found.step, found.due, found.block_id) == ("who-was-hired", date(2027, 1, 18), None)


# --------------------------------------------------------------------------------------------- their person


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Ask [[Kim Roe]] about [[Bo Ek]]", "Kim Roe"),
        ("Ask at [[Globex]] for [[Bo Ek]]", "Bo Ek"),
        ("Ask [[Contacts/Kim Roe|Kim]]", "Kim Roe"),
        ("Ask [[kim roe#Log]]", "Kim Roe"),
        ("Ask `[[Kim Roe]]`", None),
        ("Ask [[Nobody]]", None),
        ("Ask somebody", None),
    ],
)
def test_the_person_is_the_first_contact_that_is_linked(life: Life, line: str, person: str | None) -> None:
    for name in ("Kim Roe", "Bo Ek"):
        life.write(f"Contacts/{name}.md", "---\ntype: contact\n---\n")
    life.write("Companies/Globex.md", "---\ntype: company\n---\n")
    life.write("Note.md", f"- [ ] {line} 📅 2026-11-20\n")
    assert life.all(TODAY)[0].person == person


def test_in_the_note_of_a_contact_the_person_is_that_contact(life: Life) -> None:
    life.write("Contacts/Kim Roe.md", "---\ntype: contact\n---\n- [ ] Send the paper 📅 2026-11-20\n")
    assert (life.all(TODAY)[0].person, life.all(TODAY)[0].person_note) == ("Kim Roe", "Contacts/Kim Roe.md")


def test_a_person_whose_note_is_gone_is_their_text(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18", "norrland")
    (life.root / "Contacts/Yuki Sato.md").unlink()
    (found,) = [f for f in life.all("2026-11-20") if "Thank Yuki" in f.text and f.step == "thank-panel"]
    assert (found.person, found.person_note) == ("Yuki Sato", None)


# -------------------------------------------------------------------------------------------------- picking


@pytest.fixture
def three(life: Life) -> Life:
    life.write(
        "Note.md",
        "- [ ] Call Kim 📅 2026-11-20\n- [ ] Call Bo 📅 2026-11-20\n- [x] Old 📅 2026-11-01 ✅ 2026-11-02\n",
    )
    return life


def test_a_follow_up_is_picked_by_id_the_beginning_of_one_or_its_words(three: Life) -> None:
    kim = three.id_of(TODAY, "Kim")
    for pick in (kim, kim.upper(), f"^{kim}", kim[:5], "kim", "call kim"):
        three.done(TODAY, pick)
        three.undo(TODAY)
    assert three.texts(TODAY).count("Call Kim") == 1


def test_words_that_fit_two_are_told_apart_by_the_company_behind_them(life: Life) -> None:
    for company in ("Alder", "Birch Works"):
        life.applies(TODAY, company, "Data Engineer")
        life.meets(TODAY, company, "first", "Kai Mo")
    life.done(TODAY, "write down birch")
    assert [f.application for f in life.written(TODAY) if f.step == "collect-addresses"] == [
        "Alder – Data Engineer"
    ]
    for wrong in (
        "write down alder birch",
        "thank kai birch works lead",
        "birch write down",
    ):  # where comes last
        with pytest.raises(VaultError):
            life.done(TODAY, wrong)


def test_an_application_is_meant_by_the_beginnings_of_its_words(life: Life) -> None:
    for role in ("Lead Data Engineer", "Analyst"):
        life.applies(TODAY, "Birch Works", role)
    search = life.search(TODAY)
    assert pick_application(search, "birch data").role == "Lead Data Engineer"
    assert pick_application(search, "works analyst").role == "Analyst"
    with pytest.raises(NotFoundError):
        pick_application(search, "birch ata")
    with pytest.raises(AmbiguousError):
        pick_application(search, "birch work")


def test_words_that_fit_two_are_refused_with_both(three: Life) -> None:
    with pytest.raises(AmbiguousError, match=r"'call' fits 2: .*  Call .*Give the id in front of it"):
        three.done(TODAY, "call")


def test_what_is_done_already_is_refused_with_the_day_and_the_place(three: Life) -> None:
    old = next(line.id for line in three.search(TODAY).lines if line.task.is_done)
    with pytest.raises(VaultError, match=r"done already, since 2026-11-02: Note\.md:3"):
        three.done(TODAY, old)


def test_what_is_not_there_is_refused_with_the_way_to_the_list(three: Life) -> None:
    with pytest.raises(NotFoundError, match="'zzz'; `vault due --all` lists them all"):
        three.done(TODAY, "zzz")


def test_one_wrong_pick_of_several_changes_nothing(three: Life) -> None:
    before = three.read("Note.md")
    with pytest.raises(NotFoundError):
        three.done(TODAY, "kim", "zzz")
    assert three.read("Note.md") == before


def test_a_drop_needs_a_reason_and_keeps_it_before_the_fields(three: Life) -> None:
    with pytest.raises(VaultError, match="--why"):
        three.drop(TODAY, "kim", "  ")
    three.drop(TODAY, "kim", "she left #sad 📅 2026-01-01 [[x]]")
    assert three.lines("Note.md")[0].startswith("- [-] Call Kim (dropped: she left ")
    assert three.lines("Note.md")[0].endswith(" 📅 2026-11-20 ❌ 2026-11-22")
    assert "[[x]]" not in three.read("Note.md")


# -------------------------------------------------------------------------------- what ends without a touch


@pytest.mark.parametrize("stage", ["withdrawn", "no-reply", "accepted", "rejected"])
def test_the_chase_ends_when_the_user_ends_the_application_by_hand(tmp_path: Path, stage: str) -> None:
    life = final_round(tmp_path)
    life.edit(APPLICATION, "stage: interviewing", f"stage: {stage}")
    thanks = (
        {"thank-by-email", "thank-by-hand"} if stage == "withdrawn" else set()
    )  # for the talk that was held
    assert {f.step for f in life.written("2026-11-30")} == {"follow-company", "collect-addresses", *thanks}
    life.edit(APPLICATION, f"stage: {stage}", "stage: interviewing")
    assert "polite-follow-up" in {f.step for f in life.all("2026-11-30")}


def test_deleting_the_no_gives_everything_back_that_follows_from_it(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18", "norrland")
    (life.root / NO).unlink()
    assert life.search("2026-11-19").cool_offs == ()
    assert {f.note for f in life.written("2026-11-19")} == {
        APPLICATION,
        "Interviews/2026-11-10 Norrland Robotics – Controls Engineer – final.md",
    }


def test_the_beginning_of_an_id_that_is_done_is_told_as_done(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-11-18T16:40", "norrland")
    done = life.id_of("2026-11-20", "Thank Lena Weiss (")
    life.done("2026-11-20", done)
    with pytest.raises(VaultError, match="it is done already, since 2026-11-20"):
        life.done("2026-11-20", done[:3])


def test_a_list_begins_with_what_is_due_then_what_is_long_late_then_what_comes(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.write("Old.md", "- [ ] Sort the papers 📅 2026-11-10\n- [ ] Ring Tom 🔺 📅 2026-11-21\n")
    life.write(
        "New.md",
        "- [ ] Buy stamps 📅 2026-11-25\n- [ ] Mend the chair ⏫ 📅 2026-10-01\n- [ ] Wait for May 🛫 2026-12-08 📅 2026-11-20\n",
    )

    def listed(*more: str) -> list[tuple[str, ...]]:
        said = CliRunner().invoke(vault, ["--vault", str(life.root), "--today", "2026-11-22", "due", *more])
        return [
            tuple(part.strip() for part in line.split("  ") if part)[1:3] for line in said.stdout.splitlines()
        ]

    now = [
        ("1 day late", "Ring Tom"),
        ("12 days late", "Sort the papers"),
        ("52 days late", "Mend the chair"),
    ]
    assert listed() == now
    assert listed("--within", "7d") == [*now, ("in 3 days", "Buy stamps")]
    later = ("2026-12-08 in 16 days", "Wait for May")  # the day on which it may begin, not the one before it
    assert listed("--all") == [*now, later, ("in 3 days", "Buy stamps")]


def test_the_first_thing_says_the_day_that_stands_in_its_line(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.write("Mine.md", "- [ ] Ring Tom 🛫 2026-11-21 📅 2026-11-10\n")
    CliRunner().invoke(vault, ["--vault", str(life.root), "--today", "2026-11-22", "dashboard"])
    assert "> [!tip] First: ring Tom\n> It was due on 10 November. " in life.read("Dashboard.md")


def test_the_command_that_a_full_dashboard_names_lists_what_found_no_room(tmp_path: Path) -> None:
    life = begin(tmp_path / "v", "max_lines = 10\n")
    days = [f"2026-11-{day}" for day in (20, 22, 25, 29)] * 4 + ["2026-10-01"] * 2
    life.write("Mine.md", "".join(f"- [ ] n{i} 📅 {day}\n" for i, day in enumerate(days)))

    def says(*argv: str) -> str:
        return CliRunner().invoke(vault, ["--vault", str(life.root), "--today", TODAY, *argv]).stdout

    says("dashboard")
    page = life.read("Dashboard.md")
    assert page.count("- [ ] ") == 10
    assert "\nAnd 8 more: `vault due --within 7d` lists them all.\n" in page
    listed = says("due", "--within", "7d")
    assert [i for i in range(18) if f"  n{i}  " not in listed] == []
