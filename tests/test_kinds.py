"""Kinds as data: what kinds.toml may say, and the commands that come of it."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from life import ANY_DAY, Life, begin, made_by_init

from vault_tools.cli.app import vault
from vault_tools.commands.closing import close_application
from vault_tools.commands.init import init
from vault_tools.commands.values import read_value
from vault_tools.core.errors import TemplateError, VaultError
from vault_tools.core.meaning.frontmatter import read as read_properties
from vault_tools.core.meaning.kinds import Kind, Property, merge_kinds, read_kinds
from vault_tools.store.templates import load_kinds

COFFEE = """
[coffee-chat]
help = "Write down a coffee with somebody."
folder = "Coffees"
file = "{{ day }} {{ person }}"

[[coffee-chat.property]]
name = "person"
link = "contact"
make = true
argument = true
required = true
ask = "With whom"

[[coffee-chat.property]]
name = "day"
type = "date"
option = "on"
default = "{{ today }}"

[[coffee-chat.property]]
name = "topics"
type = "list"
option = "about"
"""
COFFEE_NOTE = "## What we spoke of\n\n{% for topic in topics %}\n{{ '- ' | md }}{{ topic }}\n{% endfor %}\n"


def test_words_that_cannot_be_said_afterwards_are_refused_before(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write("Templates/kinds.toml", '[application]\nsays = "Sent to {{ compnay }}"\n')
    with pytest.raises(TemplateError, match=r"kinds\.toml.*'compnay' is undefined"):
        life.applies("2026-11-20", "Acme", "Dev")
    assert sorted(life.files()) == ["Templates/kinds.toml", "vault.toml"]


def kind(**changed: Any) -> dict[str, Any]:
    return {
        "nap": {
            "folder": "Naps",
            "file": "{{ day }}",
            "property": [{"name": "day", "type": "date"}],
            **changed,
        }
    }


def read(table: dict[str, Any]) -> dict[str, Kind]:
    return read_kinds(table, where=lambda *_: "kinds.toml")


# --------------------------------------------------------------------------------------- the kinds we bring


def test_the_kinds_and_their_folders() -> None:
    kinds = load_kinds(None)
    assert {name: k.folder for name, k in kinds.items()} == {
        "application": "Applications",
        "interview": "Interviews",
        "rejection": "Rejections",
        "contact": "Contacts",
        "company": "Companies",
        "hire": "Hires",
        "debrief": "Debriefs",
        "change": "Changes",
        "offer": "Offers",
        "plan-b": "Plans",
    }


def test_one_property_name_has_one_type_everywhere() -> None:
    types: dict[str, set[str]] = {}
    for k in load_kinds(None).values():
        for p in k.properties:
            types.setdefault(p.name, set()).add(p.type)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_what_is_asked_without_a_terminal_is_only_what_is_needed() -> None:
    needed = {name: [p.name for p in k.given() if p.required] for name, k in load_kinds(None).items()}
    assert needed == {
        "application": ["company", "role"],
        "interview": ["application", "starts"],
        "rejection": ["application"],
        "contact": ["name"],
        "company": ["name"],
        "debrief": ["rejection"],
        "change": ["what"],
        "offer": ["application"],
        "plan-b": [],
        "hire": ["rejection", "person"],
    }


# --------------------------------------------------------------------------------------------- the grammar


def test_a_kind_needs_a_folder_a_name_and_no_more() -> None:
    assert read({"nap": {"folder": "", "file": "{{ today }}"}}) == {
        "nap": Kind("nap", "Write a nap note.", "", "{{ today }}", "notes/nap.md.j2", ())
    }


RECRUITER_CALL = """
[recruiter-call]
folder = "Calls"
file = "{{ on_day }} {{ application.name }}"
event = "recruiter-call"
anchor = "on_day"

[[recruiter-call.property]]
name = "application"
link = "application"
argument = true
required = true

[[recruiter-call.property]]
name = "on_day"
type = "date"
option = "on"
default = "{{ today }}"
"""
ROW = """
[[step]]
id = "call-{ends}"
event = "recruiter-call"
form = "line"
who = "self"
offset = 1
text = "Write down what was {ends}"
cancelled_by = ["{ends}"]
"""


@pytest.mark.parametrize(
    ("end", "closed"),
    [
        ("rejection", ["rejection (dropped: the no came)", "ended (dropped: the no came)"]),
        ("no-reply", ["ended (dropped: no answer came)"]),
    ],
)
def test_a_step_in_a_note_of_ones_own_that_belongs_to_an_application_ends_with_it(
    tmp_path: Path, end: str, closed: list[str]
) -> None:
    life = begin(tmp_path / "v")
    life.write("Templates/kinds.toml", RECRUITER_CALL)
    life.write(
        "Templates/playbook.toml", "".join(ROW.format(ends=e) for e in ("rejection", "ended", "offer"))
    )
    life.applies("2026-11-02", "Acme", "Dev")
    call = life.new("2026-11-16", "recruiter-call", application="acme").path
    life.write(call, life.read(call) + "- [ ] my own line 📅 2026-11-20\n")
    if end == "rejection":
        life.hears_no("2026-11-18", "acme")
    else:
        close_application(life.session("2026-11-18"), "acme", end, ANY_DAY)
    lines = [line.partition(" 📅")[0] for line in life.read(call).split("\n")]
    assert [line for line in lines if line.startswith("- [-]")] == [
        f"- [-] Write down what was {line}" for line in closed
    ]


OUTLIVING = """
[[step]]
id = "{step}"
event = "application"
form = "line"
who = "self"
offset = 20
text = "{step}"
cancelled_by = ["ended"]
outlives = {outlives}
"""


@pytest.mark.parametrize(
    ("end", "closed"), [("rejection", ["chase", "look-back"]), ("withdrawn", ["chase", "note-why"])]
)
def test_a_row_ends_with_its_application_unless_it_outlives_that_end(
    tmp_path: Path, end: str, closed: list[str]
) -> None:
    life = begin(tmp_path / "v")
    rows = {"chase": "[]", "look-back": '["withdrawn"]', "note-why": '["rejected"]'}
    life.write(
        "Templates/playbook.toml", "".join(OUTLIVING.format(step=s, outlives=o) for s, o in rows.items())
    )
    acme = life.applies("2026-11-02", "Acme", "Dev").path
    if end == "rejection":
        life.hears_no("2026-11-04", "acme")
    else:
        close_application(life.session("2026-11-04"), "acme", end, ANY_DAY)
    text = life.read(acme)
    assert [step for step in rows if f"- [-] {step} (dropped" in text] == closed
    assert [step for step in rows if f"- [ ] {step} " in text] == [
        step for step in rows if step not in closed
    ]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"Nap": {}}, "[Nap]: a kind's name is lower-case"),
        ({"nap": 3}, "[nap]: a kind is a table"),
        ({"nap": {"file": "x"}}, "[nap]: 'folder' is missing"),
        ({"nap": {"folder": "x"}}, "[nap]: 'file' is missing"),
        (kind(colour="red"), "[nap]: 'colour' is not known here; known are adds"),
        (kind(help=3), "[nap]: help has to be text"),
        (kind(anchor="hour"), "[nap]: anchor = 'hour' is no date or datetime"),
        (kind(moves="applied"), "[nap]: moves is a table"),
        (kind(moves={"link": "application"}), "[nap]: moves: link is the property"),
        (kind(property=3), "[nap]: each [[….property]] is a table with a name"),
        (kind(property=[{"type": "text"}]), "[nap]: each [[….property]] is a table with a name"),
        (kind(property=[{"name": "no"}]), "property no: use lower-case words"),
        (kind(property=[{"name": "Long Name"}]), "property Long Name: use lower-case words"),
        (kind(property=[{"name": "tags"}]), "property tags: every note has it already"),
        (kind(property=[{"name": "day", "type": "hour"}]), "property day: type is one of text, list"),
        (kind(property=[{"name": "day", "colour": "red"}]), "property day: 'colour' is not known here"),
        (
            kind(property=[{"name": "day", "required": "yes"}]),
            "property day: required has to be true or false",
        ),
        (kind(property=[{"name": "day", "ask": True}]), "property day: ask has to be text"),
        (kind(property=[{"name": "day", "choices": "a"}]), "property day: choices is a list"),
        (
            kind(property=[{"name": "day", "type": "number", "link": "company"}]),
            'what links to a note has type = "text"',
        ),
        (
            kind(property=[{"name": "day", "type": "date", "link": "company"}]),
            'what links to a note has type = "text"',
        ),
        (
            kind(property=[{"name": "day", "type": "checkbox", "link": "x"}]),
            'what links to a note has type = "text"',
        ),
        (
            kind(property=[{"name": "day", "type": "list", "link": "application"}]),
            "a list of links needs make = true",
        ),
        (kind(property=[{"name": "json"}]), "property json: the command has --json already; give it another"),
        (kind(property=[{"name": "aid", "option": "help"}]), "property aid: the command has --help already"),
        (
            kind(property=[{"name": "a"}, {"name": "b", "option": "a"}]),
            "property b: the command has --a already",
        ),
        (
            kind(property=[{"name": "a", "type": "checkbox"}, {"name": "no_a"}]),
            "property no_a: the command has --no-a",
        ),
        (kind(takes="posting", property=[{"name": "from"}]), "property from: the command has --from already"),
        (kind(property=[{"name": "a", "option": "--a"}]), "property a: option is one word"),
        (
            kind(property=[{"name": "posting"}]),
            "property posting: a command cannot be given one of that name",
        ),
        (
            kind(property=[{"name": "nth-time"}]),
            "property nth-time: a command cannot be given one of that name",
        ),
        (kind(property=[{"name": "day", "only": True}]), "property day: only = true needs choices"),
        (kind(property=[{"name": "day"}, {"name": "day"}]), "the property day stands there twice"),
    ],
)
def test_a_wrong_kind_is_named_with_what_is_wrong(table: dict[str, Any], message: str) -> None:
    with pytest.raises(TemplateError, match=r"kinds\.toml: ") as told:
        read(table)
    assert message in str(told.value)


def test_an_option_that_is_free_in_its_command_may_be_taken() -> None:
    rows = [
        {"name": "from"},
        {"name": "json", "option": "data"},
        {"name": "who", "argument": True},
        {"name": "whom", "option": "who"},
        {"name": "help", "value": "{{ today }}"},
    ]
    assert [p.flags for p in read(kind(property=rows))["nap"].properties] == [
        ("from",),
        ("data",),
        (),
        ("who",),
        (),
    ]


def test_a_vaults_kind_is_laid_over_ours_key_by_key_and_property_by_property() -> None:
    own = {
        "nap": {
            "folder": "Rest",
            "property": [{"name": "day", "ask": "When"}, {"name": "hours", "type": "number"}],
        }
    }
    assert read(merge_kinds(kind(), own))["nap"] == Kind(
        "nap",
        "Write a nap note.",
        "Rest",
        "{{ day }}",
        "notes/nap.md.j2",
        (Property("day", "date", ask="When"), Property("hours", "number")),
    )


# --------------------------------------------------------------------------------- a vault's own Templates/


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    yield begin(tmp_path / "v")


def run(life: Life, *args: str) -> Result:
    return CliRunner().invoke(vault, ["--vault", str(life.root), "--today", "2026-11-22", *args])


def test_a_vault_adds_a_kind_and_its_command_exists(life: Life) -> None:
    life.write("Templates/kinds.toml", COFFEE)
    life.write("Templates/coffee-chat.md.j2", COFFEE_NOTE)
    assert "new-coffee-chat" in run(life, "--help").output
    told = run(life, "new-coffee-chat", "Dana Lee", "--about", "robots", "--about", "[[x]] #rain")
    assert told.exception is None, told.output
    assert told.stdout == "Coffees/2026-11-22 Dana Lee.md\nContacts/Dana Lee.md\n"
    assert life.read("Coffees/2026-11-22 Dana Lee.md") == (
        '---\ntype: coffee-chat\nperson: "[[Dana Lee]]"\nday: 2026-11-22\ntopics:\n  - robots\n  - "[[x]] #rain"\n'
        "tags:\n  - coffee-chat\n---\n## What we spoke of\n\n- robots\n- \\[\\[x\\]\\] \\#rain\n"
    )


def test_a_kind_without_a_template_gets_a_plain_note(life: Life) -> None:
    life.write("Templates/kinds.toml", COFFEE)
    assert run(life, "new-coffee-chat", "Dana Lee", "--on", "fri").exit_code == 0
    assert "day: 2026-11-27\n" in life.read("Coffees/2026-11-27 Dana Lee.md")


def test_the_command_says_what_it_needs(life: Life) -> None:
    life.write("Templates/kinds.toml", COFFEE)
    told = run(life, "new-coffee-chat")
    assert told.exit_code == 2
    assert "new-coffee-chat needs PERSON." in told.output
    assert list(life.files()) == ["Templates/kinds.toml", "vault.toml"]


def test_an_own_kind_may_earn_steps_of_its_own(life: Life) -> None:
    life.write(
        "Templates/kinds.toml", COFFEE.replace('file = "', 'event = "coffee"\nanchor = "day"\nfile = "', 1)
    )
    life.write(
        "Templates/playbook.toml",
        '[[step]]\nid = "coffee-thanks"\nevent = "coffee"\nform = "line"\nwho = "self"\noffset = 1\n'
        "text = \"Thank {{ company_name or 'them' }} for the coffee\"\n",
    )
    run(life, "new-coffee-chat", "Dana Lee", "--on", "2026-11-20")
    assert life.texts("2026-11-23") == ["Thank them for the coffee"]
    assert life.all("2026-11-23")[0].due.isoformat() == "2026-11-23"


@pytest.mark.parametrize(
    ("event", "argv"),
    [
        ("application", ["--company", "Globex", "--role", "Planner", "--applied", "2026-11-20"]),
        ("interview", ["Acme", "--on", "2026-11-20T10:00"]),
        ("rejection", ["Acme", "--on", "2026-11-20T10:00"]),
        ("offer", ["Acme"]),
        ("company", ["Globex", "--dream"]),
    ],
)
@pytest.mark.parametrize("phase", ["", 'phase = "mine"\n'])
def test_each_kind_of_ours_may_earn_steps_of_ones_own(
    life: Life, event: str, argv: list[str], phase: str
) -> None:
    life.applies("2026-11-10", "Acme", "Planner")
    life.write(
        "Templates/playbook.toml",
        f'[[step]]\nid = "walk"\nevent = "{event}"\nform = "line"\nwho = "self"\noffset = 5\n'
        f'{phase}text = "Walk around the lake"\n',
    )
    told = run(life, f"new-{event}", *argv)
    assert told.exit_code == 0, told.output
    assert "Walk around the lake" in life.texts("2026-12-01")
    if event == "rejection":
        assert (
            life.read("Rejections/2026-11-20 Acme – Planner.md").count("## Steps of your own\n\n- [ ] Walk")
            == 1
        )


def test_a_template_of_the_vault_takes_the_place_of_ours(life: Life) -> None:
    life.write(
        "Templates/company.md.j2", "## What they make\n\n{% for step in steps %}{{ step.line }}{% endfor %}\n"
    )
    assert run(life, "new-company", "Norrland").exit_code == 0
    assert life.read("Companies/Norrland.md").endswith("---\n## What they make\n")


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "company.md.j2",
            "## Hello\n\n{{ nmae }}\n",
            "Templates/company.md.j2:3: 'nmae' is undefined (it may use",
        ),
        ("notes/company.md.j2", "one\n{% if %}\n", "Templates/notes/company.md.j2:2: "),
        ("company.md.j2", "{{ name", "Templates/company.md.j2:1: "),
        ("company.md.j2", b"\xff\xfe", "Templates/company.md.j2: it is not valid UTF-8; save it as UTF-8"),
        ("company.md.j2", "```\nnever closed\n", "what it renders cannot be read back: line "),
        ("company.md.j2", "{{ ''.__class__.__mro__ }}", "Templates/company.md.j2:1: "),
        ("company.md.j2", "{% include 'nowhere.md.j2' %}", "nowhere.md.j2: there is no such template"),
        ("kinds.toml", '[company]\nfolder = "Firms\n', "Templates/kinds.toml:2: "),
        (
            "kinds.toml",
            "[company]\nhelp = 'x'\nfolder = 3\n",
            "Templates/kinds.toml:3: [company]: 'folder' is missing",
        ),
        (
            "kinds.toml",
            "[company]\n\ncolour = 'red'\n",
            "Templates/kinds.toml:3: [company]: 'colour' is not known here",
        ),
        (
            "kinds.toml",
            "[company]\nfile = '{{ nmae }}'\n",
            "Templates/kinds.toml:2: [company] file: 'nmae' is undefined",
        ),
        (
            "kinds.toml",
            "[[company.property]]\nname = 'link'\ntype = 'url'\n",
            "Templates/kinds.toml:3: [company]: property link: type is one of",
        ),
    ],
)
def test_a_wrong_template_is_named_with_its_line_and_nothing_is_half_written(
    life: Life, file: str, text: str | bytes, message: str
) -> None:
    life.write(f"Templates/{file}", text)
    before = life.files()
    told = run(life, "new-company", "Norrland")
    assert isinstance(told.exception, VaultError)
    assert message in str(told.exception)
    assert life.files() == before


def test_a_template_that_leaves_out_a_step_is_refused(life: Life) -> None:
    life.write("Templates/application.md.j2", "## Nothing\n")
    with pytest.raises(
        TemplateError, match=r"leaves out the step fu-two-contacts-.*print \{\{ step.line \}\}"
    ):
        life.applies("2026-11-20", "Norrland", "Engineer")
    assert list(life.files()) == ["Templates/application.md.j2", "vault.toml"]


def test_other_commands_work_while_the_kinds_of_a_vault_are_broken(life: Life) -> None:
    life.write("Templates/kinds.toml", "[company\n")
    life.write("list.md", "- [ ] Call Dana 📅 2026-11-20\n")
    assert run(life, "due").exit_code == 0
    assert "Call Dana" in run(life, "due").stdout


# ------------------------------------------------------------------------------------------------ init


def test_init_writes_types_and_nothing_else_into_obsidians_folder(tmp_path: Path) -> None:
    life = made_by_init(tmp_path / "v")
    assert [p for p in life.files() if p.startswith(".obsidian")] == [".obsidian/types.json"]
    types = json.loads(life.read(".obsidian/types.json"))["types"]
    assert (types["received"], types["referrer"], types["follow_up"]) == ("datetime", "multitext", "date")


def test_init_keeps_every_type_that_is_there(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.write(
        ".obsidian/types.json", '\ufeff{"types": {"stage": "number", "mine": "aliases"}, "other": [1]}'
    )
    life.write(".obsidian/app.json", "{}")
    made_by_init(life.root)
    table = json.loads(life.read(".obsidian/types.json"))
    assert table["other"] == [1]
    assert (table["types"]["stage"], table["types"]["mine"], table["types"]["role"]) == (
        "number",
        "aliases",
        "text",
    )
    assert life.read(".obsidian/app.json") == "{}"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"types": []}', '{"types": 3}', "\x00"])
def test_init_leaves_types_alone_that_it_does_not_understand(tmp_path: Path, text: str) -> None:
    life = begin(tmp_path / "v")
    life.write(".obsidian/types.json", text)
    made_by_init(life.root)
    assert life.read(".obsidian/types.json") == text


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    life = made_by_init(tmp_path / "v")
    before = life.files()
    assert made_by_init(life.root).files() == before


def test_a_vaults_own_properties_get_their_types_too(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.write("Templates/kinds.toml", COFFEE)
    made_by_init(life.root)
    assert json.loads(life.read(".obsidian/types.json"))["types"]["topics"] == "multitext"


def test_a_dashboard_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    root = tmp_path / "v"
    root.mkdir()
    (root / "Dashboard.md").write_text("# My own page\n")
    life = made_by_init(root)
    life.applies("2026-11-20", "Norrland", "Engineer")
    assert life.read("Dashboard.md") == "# My own page\n"
    assert "Norrland" in life.read("Job search.md")


def test_properties_read_back_as_they_were_given(life: Life) -> None:
    created = life.new(
        "2026-11-20",
        "application",
        company="O'Hara: Søn & 美",
        role='"Lead" #1',
        applied="no",
        source="yes",
        strengths=["12:30", "null", "- dash", "[x]"],
    )
    values = read_properties(life.read(created.path)).values
    assert values == {
        "type": "application",
        "company": "[[O'Hara-Søn & 美]]",
        "role": '"Lead" #1',
        "stage": "lead",
        "found": "2026-11-20",
        "source": "yes",
        "strengths": ["12:30", "null", "- dash", "[x]"],
        "tags": ["application"],
    }


@pytest.mark.parametrize("typed", ["nan", "inf", "-inf", "1e999", "many"])
def test_a_number_is_one_that_can_be_counted_with(typed: str) -> None:
    with pytest.raises(VaultError, match=f"--size: '{typed}' is no number"):
        read_value(Property("size", type="number"), typed, date(2026, 11, 22))
    assert read_value(Property("size", type="number"), "2.5", date(2026, 11, 22)) == 2.5


def test_init_says_that_the_dated_tasks_of_an_old_vault_count_and_how_to_leave_them_out(
    tmp_path: Path,
) -> None:
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "Shopping.md").write_text(
        "- [ ] milk 📅 2026-11-20\n- [ ] bread 📅 2027-01-01\n- [ ] salt\n"
    )
    told = "Your notes have 2 tasks with a date, which count from now on. [follow_ups] in vault.toml leaves folders out."
    assert init(tmp_path / "v", ANY_DAY, default=None).told == (told,)
    assert init(tmp_path / "v", ANY_DAY, default=None).told == ()
