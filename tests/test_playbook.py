"""The rows of the playbook: all there, all with their sources, all reachable; and what a row may say."""

import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from life import begin, final_round, made_by_init

from vault_tools.core.errors import TemplateError, VaultError
from vault_tools.core.meaning.kinds import Kind, Property, read_kinds
from vault_tools.core.rules.applications import Person
from vault_tools.core.rules.plan import LeftOut, Situation, make_plan
from vault_tools.core.rules.playbook import Playbook, Step
from vault_tools.core.rules.playbook_reading import merge_playbook, read_playbook
from vault_tools.core.rules.settings import Settings
from vault_tools.store.locate import load_toml
from vault_tools.store.templates import load_kinds, load_playbook, shipped

PLAYBOOK = load_playbook(None)

ROWS = {
    "two-contacts": ("application", "line", "S1"),
    "follow-company": ("application", "line", "S0 S2"),
    "status-check": ("application", "line", ""),
    "prepare": ("interview", "line", ""),
    "collect-addresses": ("interview", "line", "S2"),
    "thank-by-email": ("interview", "line", "S1 S4"),
    "thank-by-hand": ("interview", "line", "S1"),
    "connect-interviewer": ("interview", "line", "S1 S0"),
    "gift-recruiter": ("interview", "line", "S1"),
    "loop-in-referrer": ("interview", "line", "S1"),
    "loop-in-recruiter": ("interview", "line", "S1"),
    "be-a-resource": ("interview", "line", "S4"),
    "polite-follow-up": ("interview", "line", "S4"),
    "let-it-out": ("rejection", "page", "S3 S2 S1"),
    "innocent-reasons": ("rejection", "page", "S0 S1 S2 S3"),
    "facts-not-stories": ("rejection", "page", "S1"),
    "thank-panel": ("rejection", "line", "S0 S1 S2 S4"),
    "stay-in-touch": ("rejection", "part", "S0"),
    "call-recruiter": ("rejection", "line", "S1"),
    "referrer-detective": ("rejection", "line", "S1"),
    "ask-acquaintance": ("rejection", "line", ""),
    "ask-feedback": ("rejection", "part", "S1 S2"),
    "resource-after-no": ("rejection", "line", "S4"),
    "debrief": ("rejection", "line", "S3"),
    "change-something": ("rejection", "line", "S3"),
    "ask-strengths": ("rejection", "part", "S3"),
    "plan-b": ("rejection", "line", "S3"),
    "other-strategies": ("rejection", "hint", "S0 S1"),
    "job-or-company": ("rejection", "part", "S2"),
    "who-was-hired": ("rejection", "line", "S1 S0"),
    "second-chance": ("rejection", "line", "S0 S1 S4"),
    "compare-credentials": ("hire", "line", "S1 S0"),
    "internal-hire": ("hire", "page", "S1 S0"),
    "previous-company": ("hire", "line", "S0"),
    "connect-hire": ("hire", "line", "S1 S0"),
    "coffee-with-hire": ("hire", "line", "S1"),
    "help-the-hire": ("hire", "line", "S1"),
    "judge-change": ("change", "line", ""),
    "marketing-plan": ("company", "page", "S2"),
    "follow-everywhere": ("company", "line", "S2"),
    "find-their-people": ("company", "line", "S2"),
    "trade-press": ("company", "line", "S2"),
    "association-meeting": ("company", "line", "S2"),
    "cheesecake": ("contact", "cadence", "S2"),
    "congratulate": ("contact", "hint", "S2"),
}

PEOPLE = {
    role: (Person(name),)
    for role, name in {
        "recruiter": "Grete",
        "referrer": "Ravi",
        "hiring_manager": "Lena",
        "interviewer": "Yuki",
        "asked": "Omar",
        "acquaintance": "Mika",
        "hire": "Ana",
        "contact": "Tom",
    }.items()
}


def situation(event: str, level: int = 3) -> Situation:
    return Situation(
        event=event,
        moment=datetime(2026, 11, 18, 16, 40),
        today=date(2026, 11, 17),
        birth="Norrland – Engineer",
        people=PEOPLE,
        level=level,
        holds_true=lambda _: True,
    )


@pytest.mark.parametrize("row", ROWS)
def test_every_practice_of_the_articles_is_a_row_with_its_sources(row: str) -> None:
    step = PLAYBOOK.steps[row]
    event, form, sources = ROWS[row]
    assert (step.event, step.form) == (event, form)
    assert set(sources.split()) <= set(step.source) <= set(PLAYBOOK.sources)
    assert step.why


def test_there_is_no_row_that_this_list_does_not_know() -> None:
    assert set(PLAYBOOK.steps) == set(ROWS)


def test_every_line_of_the_playbook_is_reachable() -> None:
    every = Settings(ask_why="everybody", gift="on")
    written = {
        line.step.id
        for event in ("application", "interview", "rejection", "hire", "change", "company")
        for line in make_plan(PLAYBOOK, every, situation(event)).lines
    }
    assert {s.id for s in PLAYBOOK.steps.values() if s.form == "line"} - written == set()


def test_every_page_is_reachable() -> None:
    pages = {
        p.id
        for event in ("rejection", "hire", "company")
        for p in make_plan(PLAYBOOK, Settings(), situation(event)).pages
    }
    assert pages == {s.id for s in PLAYBOOK.steps.values() if s.form == "page"}


def test_every_part_is_said_inside_a_line_that_is_there() -> None:
    parts = [s for s in PLAYBOOK.steps.values() if s.form == "part"]
    assert {s.id: s.part_of for s in parts} == {
        "stay-in-touch": "thank-panel",
        "ask-feedback": "thank-panel",
        "ask-strengths": "debrief",
        "job-or-company": "plan-b",
    }


def test_feedback_is_asked_only_where_everybody_may_be_asked() -> None:
    def said(settings: Settings) -> list[str]:
        return [s.id for s in PLAYBOOK.parts_of("thank-panel", settings)]

    assert said(Settings()) == ["stay-in-touch"]
    assert said(Settings(ask_why="never")) == ["stay-in-touch"]
    assert said(Settings(ask_why="everybody")) == ["stay-in-touch", "ask-feedback"]


def test_every_letter_of_a_line_before_the_hire_has_its_template() -> None:
    lines = [s for s in PLAYBOOK.steps.values() if s.form == "line" and s.event != "hire" and s.message]
    missing = [s.message for s in lines if not (shipped() / "messages" / f"{s.message}.md.j2").is_file()]
    assert missing == []


def test_every_phase_of_a_row_about_people_after_a_no_is_known() -> None:
    waits = {s.phase for s in PLAYBOOK.of_event("rejection", "line") if s.sends and s.asked}
    assert {p for p in waits if PLAYBOOK.phases[p].starts == "cool-off-ends"} == waits


def test_all_rows_stand_on_the_page_that_init_writes(tmp_path: Path) -> None:
    page = made_by_init(tmp_path / "v").read("The playbook.md")
    for step in PLAYBOOK.steps.values():
        before, _, after = (step.short or step.text[0]).partition("{person}")
        assert re.search(rf"\*\*{re.escape(before)}.*{re.escape(after)}\*\* · ", page), step.id
    for source in PLAYBOOK.sources.values():
        assert source.title.replace("'", "’") in page or source.title in page


def test_the_page_that_init_writes_says_who_is_meant_and_from_when(tmp_path: Path) -> None:
    page = made_by_init(tmp_path / "v").read("The playbook.md")
    assert "{person}" not in page
    for line in (
        "**Ask the recruiter or whoever referred you how things stand** · after 7 and 14 days. ",
        "**Prepare** · 1 day before. ",
        "**Thank each interviewer by hand** · after 1 day · S1. ",
        "**Thank the hiring manager and each interviewer** · after 2 days · S0, S1, S2, S4. ",
        "**A word to the hiring manager or the recruiter** · after 90, 180, 365 and 540 days · S0, S1, S4. ",
        "**Connect with whoever was hired** · after 3 days, at least 30 days after the no · S1, S0. ",
        "**Coffee with whoever was hired** · after 14 days, at least 3 months after the no · S1. ",
        "**Ask whoever was hired how it is going** · after 44 days, at least 30 days after the step above · S1. ",
    ):
        assert f"- {line}" in page


# ------------------------------------------------------------------------------------------- the row grammar


def row(**changed: Any) -> dict[str, Any]:
    return {"id": "wave", "event": "rejection", "form": "line", "who": "self", "text": "Wave", **changed}


def read(*rows: dict[str, Any], **more: Any) -> Playbook:
    return read_playbook({"step": list(rows), **more}, where=lambda *_: "playbook.toml")


def test_where_a_row_stands_is_looked_for_only_once_one_is_wrong() -> None:
    # It takes as long as reading the file, and every command reads both.
    def where(*names: str) -> str:
        raise AssertionError(f"looked for {names}")

    assert read_playbook(load_toml(shipped() / "playbook.toml"), where=where) == PLAYBOOK
    assert read_kinds(load_toml(shipped() / "kinds.toml"), where=where) == load_kinds(None)


def test_a_row_needs_little() -> None:
    step = read(row()).steps["wave"]
    assert (step.offset, step.latest, step.text, step.who) == ((0,), (None,), ("Wave",), ("self",))


def test_a_series_has_one_item_for_each_of_its_lines() -> None:
    step = read(row(offset=[1, "3m"], latest=9, series="wave", text="Wave")).steps["wave"]
    assert (step.offset, step.latest, step.text) == ((1, "3m"), (9, 9), ("Wave", "Wave"))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"id": "Wave"}, "needs an id of lower-case letters"),
        ({"id": None}, "needs an id"),
        ({"colour": "red"}, "step wave: 'colour' is not known; known are also_after"),
        ({"event": ""}, "step wave: 'event' is missing"),
        ({"text": ""}, "step wave: 'text' is missing"),
        ({"form": "poem"}, "form is one of line, page, part, cadence, hint"),
        ({"scope": "world"}, "scope is one of application, person, search"),
        ({"offset": "soon"}, "an offset is a number of days"),
        ({"offset": True}, "an offset is a number of days"),
        ({"offset": [1, 2]}, 'several offsets make a series; name it with series = "wave"'),
        ({"offset": [1, 2], "series": "w", "text": ["a", "b", "c"]}, "one item for each line of the series"),
        ({"setting": {"mood": ["good"]}}, "there is no setting 'mood'"),
        ({"not_before": 3}, "not_before is"),
        ({"not_before": {"after": "no"}}, "not_before is"),
        ({"min_level": "2"}, "min_level is a number"),
        ({"each": "yes"}, "each is true or false"),
        ({"phase": 3}, "phase is text"),
        ({"setting": "gift"}, "setting is a table"),
        ({"replaces": "prepare"}, "replaces is a list"),
        ({"form": "part"}, 'step wave: form = "part" needs part_of, the id of the step that it is said in'),
        (
            {"short": "Ring {{ person }}"},
            "step wave: short is no template; write {person} for whom it concerns",
        ),
        ({"short": "Ring {company}"}, "step wave: short is no template"),
        ({"offset": []}, "step wave: offset is a number of days, or a list of them"),
        ({"offset": 999_999_999}, "step wave: an offset is at most 3650 days"),
        ({"event": ["rejection"]}, "step wave: event is text in quotes"),
        ({"source": ["S9"]}, "step wave: there is no source 'S9'"),
        ({"setting": {"gift": ["maybe"]}}, "step wave: gift is one of on, off, not 'maybe'"),
        ({"setting": {"maintain_next_due": ["yes"]}}, "maintain_next_due is one of True, False, not 'yes'"),
        ({"covered_by": ["bow"]}, "step wave: there is no step 'bow' for covered_by"),
        ({"replaces": ["bow"]}, "step wave: there is no step 'bow' for replaces"),
        (
            {"not_before": {"after": "bow", "offset": 1}},
            "step wave: after is no, or a step that stands above, not 'bow'",
        ),
        ({"form": "part", "part_of": "bow"}, "step wave: there is no step 'bow' to be part of"),
    ],
)
def test_a_wrong_row_is_named_with_what_is_wrong(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(TemplateError, match=r"playbook\.toml") as told:
        read(row(**wrong))
    assert message in str(told.value)


@pytest.mark.parametrize(
    "table",
    [
        {"phase": [{"title": "no id"}]},
        {"sources": {"S9": {"title": "no author"}}},
        {"settings": {"gift": {"question": "?"}}},
        {"levels": {"most_a_day": 0}},
        {"levels": {"most_of_all": 3}},
        {"step": 3},
        {"step": [3]},
        {"phase": 3},
    ],
)
def test_a_wrong_table_is_refused_and_not_a_crash(table: dict[str, Any]) -> None:
    with pytest.raises(TemplateError, match=r"^playbook\.toml"):
        read_playbook(table, where=lambda *_: "playbook.toml")


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ("\n[[step]]\noffset = 3\n", ":2: each [[step]] needs an id"),
        ("\n[step]\nid = 'wave'\n", ":2: a row begins with [[step]]"),
        ("[[phase]]\nid = 'nap'\n", ":2: [phase] nap has title, as text in quotes"),
        ("[[phase]]\nid = 'nap'\ntitle = 'Nap'\nnope = 3\n", ":4: [phase] nap has title, as"),
        (
            "[[phase]]\nid = 'nap'\ntitle = 'Nap'\nstarts = 'soon'\n",
            ":4: phase nap: starts is cool-off-ends, not 'soon'",
        ),
        ("[phase]\nid = 'nap'\n", ":1: a phase begins with [[phase]]"),
        ("[sources]\nS9 = { title = 'A page' }\n", ":2: [sources] S9 has title and by"),
        ("[levels]\nnope = 3\n", ":2: [levels] knows most_at_level_0, most_a_day, not 'nope'"),
        (
            "[levels]\nmost_at_level_0 = 1\nmost_a_day = 'two'\n",
            ":3: [levels] most_a_day is a whole number, at least 1, not 'two'",
        ),
        ("[levels]\nmost_a_day = 0\n", ":2: [levels] most_a_day is a whole number, at least 1, not 0"),
        ("levels = 3\n", ":1: levels is a table; begin it with [levels]"),
        ("[settings.gfit]\n", ":1: there is no setting 'gfit'"),
        ("[settings.gift]\nquestion = '?'\n", ":1: [settings.gift] has a question, a default, and choices"),
        (
            '[settings.gift]\ndefault = "on"\n',
            ":1: [settings.gift] has a question, a default, and choices with who says so, each as text in quotes; "
            "there is no question and no choices. What you choose yourself stands in vault.toml, as gift = …",
        ),
        ("[insight]\nreferrals = 'friend'\n", ":2: [insight] referrals is a list"),
        ("[insight]\nfriends = []\n", ":2: [insight] knows referrals and recruiters, not 'friends'"),
        ("[reasons]\ndoor = 3\n", ":2: [reasons] gives each of them its words in quotes"),
        ("[tiers_by_role]\nmentor = 3\n", ":2: [tiers_by_role] gives each role a tier"),
    ],
)
def test_what_is_wrong_beside_the_rows_is_refused_with_its_line(
    tmp_path: Path, own: str, message: str
) -> None:
    (tmp_path / "playbook.toml").write_text(own)
    with pytest.raises(TemplateError) as told:
        load_playbook(tmp_path)
    assert f"playbook.toml{message}" in str(told.value)


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (
            '[reasons]\nno-replay = "no"\n',
            ":2: [reasons] knows no-reply, withdrawn, declined, accepted, door,",
        ),
        (
            '\n[headings]\nrejecton = "No"\n',
            ":3: [headings] knows application, change, company, contact, debrief, hire,",
        ),
    ],
)
def test_words_that_are_asked_for_by_nobody_are_refused_with_their_line(
    tmp_path: Path, own: str, message: str
) -> None:
    (tmp_path / "playbook.toml").write_text(own)
    with pytest.raises(TemplateError) as told:
        load_playbook(tmp_path)
    assert f"playbook.toml{message}" in str(told.value)


def test_an_event_of_ones_own_may_have_a_heading(tmp_path: Path) -> None:
    own = '[headings]\ncoffee = "Coffee"\n[[step]]\nid = "wave"\nevent = "coffee"\nform = "line"\nwho = "self"\ntext = "Wave"\n'
    (tmp_path / "playbook.toml").write_text(own)
    assert load_playbook(tmp_path).headings["coffee"] == "Coffee"


@pytest.mark.parametrize(
    ("file", "keys"),
    [
        ("playbook.toml", [f.name for f in fields(Step)]),
        ("kinds.toml", [f.name for f in fields(Property)]),
        ("kinds.toml", [k for k in Kind._fields if k not in ("name", "properties")]),
    ],
)
def test_the_head_of_a_table_explains_each_of_its_keys(file: str, keys: list[str]) -> None:
    head, _, _ = (shipped() / file).read_text(encoding="utf-8").partition("\n\n")
    if keys == [f.name for f in fields(Property)]:
        head = head.partition("[[kind.property]]")[2]
    assert [key for key in keys if not re.search(rf"(?<![\w-]){key}(?![\w-])", head)] == []


def test_a_vaults_own_row_is_laid_over_the_one_of_its_id() -> None:
    base = {"step": [row(), row(id="bow", text="Bow")], "levels": {"most_a_day": 2}}
    merged = merge_playbook(base, {"step": [{"id": "wave", "text": "Wave twice"}, row(id="nod", text="Nod")]})
    assert [(s["id"], s["text"]) for s in merged["step"]] == [
        ("wave", "Wave twice"),
        ("bow", "Bow"),
        ("nod", "Nod"),
    ]
    assert base["step"][0]["text"] == "Wave"


@pytest.mark.parametrize(
    ("block_id", "found"),
    [
        ("fu-thank-panel-31ab7f", ("thank-panel", "31ab7f")),
        ("fu-plan-b-31ab7f0", ("plan-b", "31ab7f0")),
        ("fu-thank-panel-31ab7", None),  # the tail is too short
        ("fu-dance-31ab7f", None),  # no such step
        ("fu-thank-panel", None),
        ("31ab7f", None),
        (None, None),
    ],
)
def test_a_block_id_is_ours_if_its_step_is_known_and_its_tail_long_enough(
    block_id: str | None, found: tuple[str, str] | None
) -> None:
    there = PLAYBOOK.step_of(block_id)
    assert (there and (there[0].id, there[1])) == found


# ---------------------------------------------------------------------------------- a vault's own playbook


def planned(texts: Iterable[str]) -> list[str]:
    return [line.partition(" 🛫")[0].partition(" 📅")[0].removeprefix("- [ ] ") for line in texts]


def test_a_vault_switches_one_row_off_and_keeps_the_rest(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.write("Templates/playbook.toml", '[[step]]\nid = "plan-b"\nwhen = "false"\n')
    created = life.hears_no("2026-11-18", "norrland")
    assert len(created.planned) == 12
    assert not [line for _, line in created.planned if "plan B" in line]


def test_a_vault_words_one_row_anew_and_keeps_the_rest(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.write(
        "Templates/playbook.toml", '[[step]]\nid = "plan-b"\ntext = "Think of {{ company }} no more"\n'
    )
    created = life.hears_no("2026-11-18", "norrland")
    lines = planned(line for _, line in created.planned)
    assert len(lines) == 13
    assert "Think of [[Norrland Robotics]] no more" in lines


def test_a_vault_adds_a_row_and_leaves_one_out(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.write(
        "Templates/playbook.toml",
        '[[step]]\nid = "who-was-hired"\nmin_level = 9\n\n[[step]]\nid = "go-out"\nevent = "rejection"\nform = "line"\n'
        'who = "self"\noffset = 1\nphase = "change"\ntext = "Go out with a friend"\n',
    )
    steps = [p.step.id for p, _ in life.hears_no("2026-11-18", "norrland").planned]
    assert "go-out" in steps and "who-was-hired" not in steps
    assert "go-out" in life.steps("2026-11-18")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (
            '[[step]]\nid = "plan-b"\ntext = "Ask {{ persn }}"\n',
            r"playbook\.toml:3: step plan-b: text: 'persn' is undefined",
        ),
        ('[[step]]\nid = "plan-b"\ntext = "Ask {{ person "\n', r"playbook\.toml:3: "),
        (
            '[[step]]\nid = "plan-b"\ntext = "Ask \\"{{ persn }}\\""\n',
            r"playbook\.toml:3: step plan-b: text: 'persn' is undefined",
        ),
        (
            '[[step]]\nid = "plan-b"\nrecurrence = "now and then"\n',
            r"playbook\.toml:3: step plan-b: recurrence 'now and then' is no rule",
        ),
        ('[[step]]\nid = "plan-b"\ntext = \n', r"playbook\.toml:3: a value that cannot be read"),
        (
            '[[step]]\nid = "plan-b"\ncolour = "red"\n',
            r"playbook\.toml:3: step plan-b: 'colour' is not known",
        ),
        (
            '[[step]]\nid = "plan-b"\nwhen = "gift == \'off\'"\n',
            r"playbook\.toml:3: when: .* asks for 'gift', which is no value here \(it may use application, company",
        ),
        (
            '[[step]]\nid = "plan-b"\nwhen = "level and settings[\'gfit\']"\n',
            r"playbook\.toml:3: when: .* asks for 'settings\.gfit', which is no value here \(it may use settings\.ask",
        ),
        ('[[step]]\nid = "plan-b"\nwhen = "level >"\n', r"playbook\.toml:3: when: 'level >' is no condition"),
        (
            '[[step]]\nid = "plan-b"\ntext = "Do it 📅 2026-11-30"\n',
            r"playbook\.toml:3: .* does not read back",
        ),
    ],
)
def test_a_wrong_playbook_of_a_vault_is_named_with_its_line_and_nothing_is_written(
    tmp_path: Path, toml: str, message: str
) -> None:
    life = final_round(tmp_path)
    life.write("Templates/playbook.toml", toml)
    before = life.files()
    with pytest.raises(VaultError, match=message):
        life.hears_no("2026-11-18", "norrland")
    assert life.files() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Coach yourself", "Coach yourself"),
        ("Ask {{ person }}", "Ask Grete Holm"),
        ("Ask {{ person }} at {{ company }}", "coach-late"),
    ],
)
def test_what_was_left_out_is_called_by_its_text_where_it_has_no_short_form(text: str, said: str) -> None:
    step = read(row(id="coach-late", text=text)).steps["coach-late"]
    assert LeftOut(step, 0, Person("Grete Holm"), date(2026, 11, 22)).words == said


@pytest.mark.parametrize(
    "when", ["settings.gift == 'off'", "settings['gift'] == 'off'", "not settings.export.csv"]
)
def test_a_condition_may_ask_for_a_setting(tmp_path: Path, when: str) -> None:
    life = begin(tmp_path)
    life.write("Templates/playbook.toml", f'[[step]]\nid = "follow-company"\nwhen = "{when}"\n')
    planned = life.applies("2026-11-18", "Norrland", "Engineer").planned
    assert [p.step.id for p, _ in planned] == ["two-contacts", "follow-company"]


def test_a_condition_may_ask_for_what_is_not_given(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write("Templates/playbook.toml", '[[step]]\nid = "follow-company"\nwhen = "hiring_manager"\n')
    assert [p.step.id for p, _ in life.applies("2026-11-18", "Norrland", "Engineer").planned] == [
        "two-contacts"
    ]
