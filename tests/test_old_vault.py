"""A vault of years that a job search moves into: its people, companies and words were there before, and mean theirs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from life import ANY_DAY, Life, begin
from terminal import Terminal

from vault_tools.cli.edge import run
from vault_tools.commands.check import check
from vault_tools.commands.init import init
from vault_tools.core.errors import VaultError

Said = tuple[int, str, str]
DAY = "2026-11-22"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return begin(tmp_path / "v")


@pytest.fixture
def vault(life: Life, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def call(*argv: str) -> Said:
        code = run(["--vault", str(life.root), "--today", DAY, *argv])
        return code, *capsys.readouterr()

    return call


def told(life: Life) -> list[str]:
    return [str(found.problem) for found in check(life.session(DAY))]


# --------------------------------------------------------------------------------------------- the first day


def test_where_many_tasks_count_init_names_the_folders_that_hold_most(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Life(tmp_path / "old")
    for folder, count in {"40 Archive": 25, "Journal": 9, "A": 2, "B": 1}.items():
        for n in range(count):
            old.write(f"{folder}/{n}.md", f"- [ ] thing {n} 📅 2021-05-01\n")
    old.write("Home.md", "- [ ] at the top 📅 2021-05-01\n")
    assert run(["init", str(old.root)]) == 0
    assert (
        "Your notes have 38 tasks with a date, which count from now on. [follow_ups] in vault.toml leaves folders "
        'out. Most stand in 40 Archive (25), Journal (9); without these: exclude = ["40 Archive", "Journal"]'
    ) in capsys.readouterr().err
    old.edit("vault.toml", "exclude = []", 'exclude = ["40 Archive", "Journal"]')
    assert len(old.all(DAY)) == 4


@pytest.mark.parametrize(
    ("filter_", "tag"),
    [("#task", "#task"), ("#task/job", "#task/job"), ("", ""), ("TODO", ""), ('#a"b', ""), (3, "")],
)
def test_what_is_no_task_for_the_tasks_plugin_does_not_count(
    tmp_path: Path, filter_: object, tag: str
) -> None:
    old = Life(tmp_path / "old")
    old.write(".obsidian/plugins/obsidian-tasks-plugin/data.json", json.dumps({"globalFilter": filter_}))
    old.write(
        "Day.md",
        "- [ ] habit 📅 2026-11-20\n- [ ] #task/job/a rent 📅 2026-11-20\n- [ ] #task x 📅 2026-11-20\n",
    )
    told = init(old.root, ANY_DAY, default=None).told
    assert f'\ntag = "{tag}"\n' in old.read("vault.toml")
    assert any(f"only lines with {tag} are tasks" in said for said in told) is bool(tag)
    assert len(old.all(DAY)) == {"#task": 2, "#task/job": 1, "": 3}[tag]


def test_in_a_folder_of_an_obsidian_vault_no_second_one_is_begun_and_its_settings_hold(
    tmp_path: Path,
) -> None:
    house = Life(tmp_path / "house")
    house.write(".obsidian/types.json", '{"types": {}}')
    house.write(".obsidian/plugins/obsidian-tasks-plugin/data.json", '{"globalFilter": "#task"}')
    before = house.files()
    made = init(house.root / "Areas" / "Job", ANY_DAY, default=None)
    assert made.files == ("vault.toml", "The playbook.md", "Dashboard.md")
    assert made.told[0].startswith(f"It lies in the Obsidian vault {house.root}, whose property types")
    assert 'tag = "#task"' in house.read("Areas/Job/vault.toml")
    assert {path: data for path, data in house.files().items() if path in before} == before
    snippet = str(house.root / ".obsidian" / "snippets" / "vault-dashboard.css")
    assert snippet in init(house.root / "Areas" / "Job", ANY_DAY, default=None, obsidian=True).files
    assert not (house.root / "Areas" / "Job" / ".obsidian").exists()


def test_our_dashboard_takes_no_name_that_a_note_has(tmp_path: Path) -> None:
    taken = (
        "Dashboard.md",
        "Job search.md",
        "Job search dashboard.md",
        "vault dashboard.md",
        "Job search 2.md",
    )
    old = Life(tmp_path / "old")
    for name in taken:
        old.write(name, "mine\n")
    assert "Job search 3.md" in init(old.root, ANY_DAY, default=None).files
    assert [old.read(name) for name in taken] == ["mine\n"] * len(taken)


def test_a_property_that_most_notes_hold_in_another_form_gets_no_type_of_ours(tmp_path: Path) -> None:
    old = Life(tmp_path / "old")
    for n in range(3):
        old.write(f"Clips/{n}.md", "---\nperson: [Ada, Jo]\nfollow_up: 2026-11-30\nplace: Oslo\nlink:\n---\n")
    old.write("Clips/odd.md", "---\nperson: Ada\nfollow_up: false\nplace: [a, b]\n---\n")
    before = old.files()
    init(old.root, ANY_DAY, default=None)
    types = json.loads(old.read(".obsidian/types.json"))["types"]
    assert "person" not in types
    assert (types["follow_up"], types["place"], types["link"]) == ("date", "text", "text")
    assert {path: data for path, data in old.files().items() if path in before} == before


def test_more_than_three_notes_that_cannot_be_read_are_one_line(
    life: Life, vault: Callable[..., Said]
) -> None:
    for n in range(3):
        life.write(f"{n}.md", "---\na: [\n---\n")
    assert vault("due")[2].count("\nvault: ") == 3
    life.write("3.md", "---\na: [\n---\n")
    told = "vault: 4 things in your notes cannot be read; `vault check` names them\n"
    assert vault("due")[2].endswith(f".\n{told}")


# ------------------------------------------------------------------------------------ people and companies


def test_of_notes_that_share_a_name_the_one_among_the_companies_is_meant(life: Life) -> None:
    life.write("10 Projects/Globex.md", "The move of their server.\n")
    life.write("Companies/Globex.md", "# Globex\n")
    life.write("Work/Clients/Globex.md", "---\ntype: client\n---\n")
    made = life.applies(DAY, "Globex", "Analyst", recruiter=["Grete Holm"])
    for path in (made.path, "Contacts/Grete Holm.md"):
        assert 'company: "[[Companies/Globex|Globex]]"' in life.read(path)


def test_a_contact_is_meant_before_another_note_of_that_name(life: Life) -> None:
    life.write("Books/Ada Byron.md", "A life of hers.\n")
    life.write("People/Ada Byron.md", "---\ntype: contact\n---\n")
    made = life.applies(DAY, "Globex", "Analyst", referrer=["Ada Byron"])
    assert '  - "[[People/Ada Byron|Ada Byron]]"' in life.read(made.path)


@pytest.mark.parametrize(
    ("kind", "path", "text"),
    [
        ("company", "Companies/Hooli.md", "# Hooli\n"),
        ("company", "Companies/Hooli.md", "---\ntype: client\n---\n"),
        ("contact", "Contacts/Hooli.md", "met at the conference\n"),
        ("contact", "Contacts/Hooli.md", "---\ntype: person\n---\n"),
    ],
)
def test_who_has_a_note_in_that_folder_gets_no_second_one_beside_it(
    life: Life, kind: str, path: str, text: str
) -> None:
    life.write(path, text)
    with pytest.raises(
        VaultError, match=f"{path} is there already; write `type: {kind}` into its properties"
    ):
        life.new(DAY, kind, name="Hooli")


def test_a_name_that_a_note_of_another_kind_has_is_told(life: Life) -> None:
    life.write("10 Projects/Hooli.md", "---\ntype: project\n---\n")
    made, told = life.new_and_told(DAY, "company", name="Hooli")
    assert made.path == "Companies/Hooli (company).md"
    assert told[0] == "10 Projects/Hooli.md has that name already, so this one is Hooli (company)."


@pytest.mark.parametrize("name", ["Mina Okafor", "mina okafor", "[[Mina Okafor]]", "MO"])
@pytest.mark.parametrize("kind", ["type: person\n", ""])
def test_a_word_with_somebody_whose_note_is_of_no_kind_is_logged_there(
    life: Life, vault: Callable[..., Said], kind: str, name: str
) -> None:
    path = life.write("People/Mina Okafor.md", f"---\n{kind}aliases: MO\n---\nfrom school\n")
    life.write("People/Grete Holm.md", "---\ntype: contact\n---\n")
    assert vault("log", name, "a call")[:2] == (0, "Logged: Mina Okafor, Sun 22 Nov\n")
    assert life.read(path) == f"---\n{kind}aliases: MO\n---\nfrom school\n\n## Log\n\n- 2026-11-22 a call\n"


def test_a_piece_of_a_name_means_nobody_whose_note_is_of_no_kind(
    life: Life, vault: Callable[..., Said]
) -> None:
    life.write("People/Mina Okafor.md", "from school\n")
    code, _, said = vault("log", "mina", "a call")
    assert code == 1 and "`vault new-contact` writes one down" in said


def test_the_sign_before_the_names_of_people_is_no_part_of_them(
    life: Life, vault: Callable[..., Said]
) -> None:
    path = life.write("People/@Dana Lee.md", "from school\n")
    made = life.applies("2026-11-09", "Acme", "Analyst", recruiter=["Dana Lee"])
    assert '  - "[[@Dana Lee]]"' in life.read(made.path)
    assert "Dear Dana," in life.read(life.hears_no("2026-11-18", "acme").path)
    assert vault("log", "Dana Lee", "a call")[1] == "Logged: Dana Lee, Sun 22 Nov\n"
    assert life.read(path).endswith("- 2026-11-22 a call\n")
    assert not (life.root / "Contacts").exists()


def test_of_two_that_are_called_so_neither_is_guessed(life: Life, vault: Callable[..., Said]) -> None:
    life.write("A/Mina.md", "one\n")
    life.write("B/Mina.md", "other\n")
    code, _, said = vault("log", "Mina", "a call")
    assert code == 1
    assert said.endswith(
        "A/Mina.md and B/Mina.md are called so: write `type: contact` into the one that is meant\n"
    )


# -------------------------------------------------------------------------------------------- days of theirs


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ('"[[2026-11-20]]"', '"[[2026-11-25]]"'),
        ("[[2026-11-20]]", '"[[2026-11-25]]"'),
        ('"[[Journal/2026/2026-11-20|Friday]]"', '"[[2026-11-25]]"'),
        ("[2026-11-20]", "2026-11-25"),
        ("2026-11-20T10:00:00+01:00", "2026-11-25"),
        ("2026-11-20", "2026-11-25"),
    ],
)
def test_a_day_may_be_a_link_to_its_note_and_stays_one_when_it_moves(
    life: Life, written: str, after: str
) -> None:
    note = "---\ntitle: 'x'  # mine\nfollow_up: {}\nmood: 3\n---\nbody"
    path = life.write("Journal/Plan.md", note.format(written))
    (found,) = life.all(DAY)
    assert (found.text, found.due.isoformat()) == ("Follow up: Plan", "2026-11-20")
    life.snooze(DAY, "Plan", "2026-11-25")
    assert life.read(path) == note.format(after)
    life.undo(DAY)
    life.done(DAY, "Plan")
    assert life.read(path) == note.format("").replace("follow_up: ", "follow_up:")


@pytest.mark.parametrize(
    "written", ["false", "{{date}}", "{{date:YYYY-MM-DD}}", "<% tp.date.now() %>", "", "[]"]
)
def test_a_box_that_is_not_ticked_and_a_place_of_a_template_are_no_day_and_no_mistake(
    life: Life, written: str
) -> None:
    life.write("Journal/Plan.md", f"---\nfollow_up: {written}\nmood: 3\n---\n")
    assert (life.all(DAY), told(life)) == ((), [])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("true", "true"),
        ("22.11.2026", "22.11.2026"),
        ('"[[Ada]]"', "[[Ada]]"),
        ("[[Ada]]", "[[Ada]]"),
        ("[2026-11-20, 2026-11-21]", "[2026-11-20, 2026-11-21]"),
        ('"[[2026-11-20]] or [[2026-11-21]]"', "[[2026-11-20]] or [[2026-11-21]]"),
        ("{a: true, b: [1]}", "{a: true, b: [1]}"),
    ],
)
def test_what_is_no_day_is_told_as_it_is_written(life: Life, written: str, shown: str) -> None:
    life.write("Journal/Plan.md", f"---\nfollow_up: {written}\n---\n")
    assert told(life) == [f"Journal/Plan.md:2: follow_up is no day: '{shown}'; write it as 2026-11-22"]


# -------------------------------------------------------------------------------- words that mean something else


@pytest.mark.parametrize(
    "properties",
    [
        "",
        "for: DFG grant\ndue: 2026-12-01\n",
        "status: submitted\n",
        "status: archived\nlink: x.org\n",
        "company:\nrole: ''\n",
    ],
)
def test_an_application_without_company_role_and_stage_is_none_for_a_job(
    life: Life, vault: Callable[..., Said], properties: str
) -> None:
    life.write(
        "Grants/DFG.md", f"---\ntype: application\n{properties}---\n- [ ] budget table 📅 2026-11-22\n"
    )
    assert (life.search(DAY).applications, told(life)) == ({}, [])
    assert vault("due")[1].endswith("today  budget table  · DFG\n")
    assert vault("stats")[1] == "Nothing to count yet.\n"
    assert vault("new-interview", "dfg", "--on", "2026-11-25")[::2] == (
        1,
        "vault: Grants/DFG.md names no company and no role, so it is no application for a job; write company: and role:\n",
    )


@pytest.mark.parametrize(
    "properties",
    ["company: Acme\n", "role: Engineer\n", "stage: waiting\n", "applied: 2026-11-02\n", "status: Applied\n"],
)
def test_one_word_of_a_job_is_enough_for_an_application(life: Life, properties: str) -> None:
    path = life.write("Jobs/A.md", f"---\ntype: application\n{properties}---\n")
    assert list(life.search(DAY).applications) == [path]


def test_an_application_that_an_interview_names_counts_whatever_it_says(life: Life) -> None:
    path = life.write("Jobs/A.md", "---\ntype: application\n---\n")
    life.write("Talks/T.md", '---\ntype: interview\napplication: "[[A]]"\n---\n')
    assert list(life.search(DAY).applications) == [path]


def test_among_the_applications_one_that_names_no_job_is_told(life: Life) -> None:
    life.write("Applications/Acme.md", "---\ntype: application\n---\n")
    assert told(life) == [
        "Applications/Acme.md:1: names no company and no role, so it is taken for no application; write company: and role:"
    ]


@pytest.mark.parametrize(
    ("written", "stage"),
    [
        ("Rejected ❌", "rejected"),
        ("'#applied'", "applied"),
        ("✅ Applied", "applied"),
        ("[applied]", "applied"),
        ('"[[Interviewing]]"', "interviewing"),
        ("no-reply", "no-reply"),
        ("waiting for them!", "waiting for them"),
        ("❌", ""),
    ],
)
def test_a_stage_with_an_emoji_is_that_stage(life: Life, written: str, stage: str) -> None:
    path = life.write("Jobs/A.md", f"---\ntype: application\ncompany: Acme\nstatus: {written}\n---\n")
    assert life.search(DAY).applications[path].stage == stage


def test_a_change_that_is_none_of_a_search_stands_for_no_step_and_holds_none_back(
    life: Life, vault: Callable[..., Said]
) -> None:
    life.applies("2026-11-02", "Acme", "Engineer", hiring_manager=["Lena Weiss"])
    life.meets("2026-11-10T14:00", "acme", "final", "Lena Weiss")
    life.write("Work/Change request 4.md", "---\ntype: change\nstatus: open\n---\n")
    no = life.hears_no("2026-11-18T16:40", "acme")
    assert "^fu-change-" in life.read(no.path)
    assert "Change request" not in vault("stats")[1]
    assert life.new(DAY, "change", what="the cover letter").path.startswith("Changes/")


# ------------------------------------------------------------------------------------------ what check tells


@pytest.mark.parametrize("scope", ['exclude = ["Old"]', 'include = ["Jobs"]'])
def test_what_is_left_out_has_no_values_that_could_be_wrong(life: Life, scope: str) -> None:
    life.write("vault.toml", f"[follow_ups]\n{scope}\n")
    life.write("Old/A.md", "---\nfollow_up: soon\n---\n- [ ] x 🔁 daily 📅 2026-11-20\n")
    life.write("Jobs/B.md", "")
    assert told(life) == []
    life.write("Old/B.md", "---\na: [\n---\n")
    assert (told(life) == []) == scope.startswith("exclude")
    life.write("Old/B.md", "")
    life.write("Jobs/A.md", "---\nfollow_up: soon\n---\n- [ ] x 🔁 daily 📅 2026-11-20\n")
    assert len(told(life)) == 2


def test_a_type_that_is_a_list_is_told_only_where_it_names_a_kind(life: Life) -> None:
    life.write("People/KJ.md", "---\ntype: [person, colleague]\n---\n")
    life.write("People/TO.md", "---\ntype: [colleague, contact]\n---\n")
    assert told(life) == [
        "People/TO.md:2: type is one word and no list, so the note is taken for none; write type: contact"
    ]


def test_a_type_in_obsidian_is_told_only_where_a_value_has_the_form_of_ours(life: Life) -> None:
    life.write(".obsidian/types.json", '{"types": {"applied": "text", "closed": "text"}}')
    life.write("Jobs/A.md", "---\ntype: application\nrole: x\napplied: 2026-11-02\nclosed: long ago\n---\n")
    assert [one for one in told(life) if one.startswith(".obsidian")] == [
        ".obsidian/types.json:1: Obsidian takes applied for Text, and your notes have it as Date; choose Date for it there"
    ]


def test_of_what_is_alike_a_terminal_shows_three_and_a_pipe_each(
    life: Life, vault: Callable[..., Said]
) -> None:
    for n in range(9):
        life.write(f"P/{n}.md", f"---\nfollow_up: {n} weeks\n---\n")
    life.write("P/A.md", "---\ntype: company\ndream: often\n---\n")
    lines = [f"P/{n}.md:2: follow_up is no day: '{n} weeks'; write it as 2026-11-22" for n in range(9)]
    every = "P/A.md:3: dream is a checkbox, not 'often'; write true or false"
    assert vault("check")[1].splitlines() == [*lines, every]
    environment = {"VAULT_TODAY": DAY, "COLUMNS": "200"}
    code, said = Terminal(life.root, "check", env=environment).end()
    assert code == 1
    assert said.splitlines()[1:6] == [*lines[:3], "  and 6 more like it: `vault check --all`", every]
    assert Terminal(life.root, "check", "--all", env=environment).end()[1].splitlines()[1:11] == [
        *lines,
        every,
    ]


# ------------------------------------------------------------------------------------- notes of other templates


@pytest.mark.parametrize("day", ["applied_date", "date_applied", "application_date", "applied"])
@pytest.mark.parametrize("role", ["position", "role"])
def test_an_application_of_another_template_is_known_and_not_made_twice(
    life: Life, role: str, day: str
) -> None:
    path = life.write(
        "Jobs/Stark.md",
        f"---\ntype: application\nstatus: Applied\ncompany: Stark\n{role}: Analyst\n{day}: 2026-11-16\n---\n",
    )
    known = life.search(DAY).applications[path]
    assert (known.role, str(known.applied), known.stage) == ("Analyst", "2026-11-16", "applied")
    life.applies("2026-11-16", "Stark", "Analyst")  # the plan comes into the note that is there
    assert list(life.search(DAY).applications) == [path]
    with pytest.raises(VaultError, match=r"Jobs/Stark\.md is open already \(applied on 2026-11-16\)"):
        life.applies("2026-11-16", "Stark", "Analyst")


def test_of_several_notes_of_one_name_the_one_of_a_kind_is_opened_and_else_none_is_guessed(
    life: Life, vault: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "vi")
    life.write("A/Globex.md", "---\ntype: project\n---\n")
    life.write("B/Globex.md", "")
    assert vault("open", "globex", "--print")[1:] == (
        "",
        "vault: 'globex' fits 2: A/Globex; B/Globex. Give more of the name\n",
    )
    assert vault("open", "b/globex", "--print")[1].endswith("B/Globex.md\n")
    life.write("C/Globex.md", "---\ntype: company\n---\n")
    assert "C/Globex.md" in vault("open", "globex", "--print")[1]


def test_a_box_with_nothing_but_a_day_has_a_name_in_every_list_and_stays_as_it_is(
    life: Life, vault: Callable[..., Said]
) -> None:
    path = life.write("A.md", "- [ ] 📅 2026-11-22\n")
    assert vault("next")[1].startswith("(no words)  (today")
    assert vault("dashboard")[0] == 0 and "- [ ] (no words) · due" in life.read("Dashboard.md")
    assert life.read(path) == "- [ ] 📅 2026-11-22\n"
    assert vault("done", "(no words)")[:2] == (0, "Done: (no words)\n")
