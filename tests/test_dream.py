"""A dream company: the plan with its cadences, in a new note or added to one that is there."""

from datetime import date
from pathlib import Path

import pytest
from life import APPLICATION, Life, begin, final_round

from vault_tools.commands import closing
from vault_tools.core.errors import TemplateError, VaultError

PLAN = [
    "- [ ] Follow Norrland on LinkedIn and wherever else they write; find their blogs, and comment where you can help 📅 2026-11-24",
    "- [ ] Find out where the people of Norrland spend their time online, and connect there 📅 2026-11-30",
    "- [ ] Read what the trade of Norrland publishes 🔁 every week when done 📅 2026-11-30",
    "- [ ] Go to the meeting of the trade association, be visible, and meet people of Norrland in person 🔁 every month when done 📅 2026-12-21",
]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return begin(tmp_path / "v")


def test_a_dream_company_gets_a_plan_with_its_cadences(life: Life) -> None:
    made = life.new("2026-11-23", "company", name="Norrland", dream=True)
    assert life.lines(made.path) == PLAN
    assert life.read(made.path).startswith(
        "---\ntype: company\ndream: true\ntags:\n  - company\n---\n## The plan\n"
    )
    assert life.read(made.path).endswith("\n## Notes\n")


def test_any_other_company_gets_none(life: Life) -> None:
    assert life.lines(life.new("2026-11-23", "company", name="Norrland").path) == []
    assert life.lines(life.new("2026-11-23", "company", name="Umbra", dream=False).path) == []


def test_what_comes_again_is_there_a_week_later(life: Life) -> None:
    life.new("2026-11-23", "company", name="Norrland", dream=True)
    life.done("2026-11-30", life.id_of("2026-11-30", "Read what"))
    (again,) = [f for f in life.all("2026-11-30") if f.step == "trade-press"]
    assert (str(again.due), again.company) == ("2026-12-07", "Norrland")


def test_closing_the_company_ends_the_plan(life: Life) -> None:
    made = life.new("2026-11-23", "company", name="Norrland", dream=True)
    life.edit(made.path, "dream: true", "dream: true\nclosed: 2026-12-01")
    assert life.all("2026-12-01") == ()


def test_the_plan_is_added_to_a_note_that_is_there_and_every_other_byte_stays(tmp_path: Path) -> None:
    life = final_round(tmp_path / "v")
    path = life.write(
        "Companies/Norrland Robotics.md",
        '---\r\n# mine\r\nlink: "https://norrland.example" # kept\r\ntype: company\r\n---\r\nI like them.\r\n\r\n- [ ] my own 📅 2026-12-01',
    )
    before = life.files()
    made = life.new("2026-11-23", "company", name="norrland robotics", dream=True)
    text = life.read(path)
    assert (made.path, made.made, made.changed) == (
        path,
        (),
        (path, APPLICATION),
    )  # where they were to be followed
    assert text.startswith(
        '---\r\n# mine\r\nlink: "https://norrland.example" # kept\r\ntype: company\r\ndream: true\r\n---\r\n'
        "I like them.\r\n\r\n- [ ] my own 📅 2026-12-01\r\n\r\n## The plan\r\n\r\n"
    )
    assert "\n" not in text.replace("\r\n", "")
    assert (
        "- [ ] Read what the trade of Norrland Robotics publishes 🔁 every week when done 📅 2026-11-30 ^fu-trade-press-"
        in text
    )
    life.undo("2026-11-23")
    assert life.files() == before


def test_a_company_is_found_by_its_real_name_where_its_file_has_another(life: Life) -> None:
    first = life.new("2026-11-23", "company", name="AC/DC Systems")
    life.new("2026-11-23", "company", name="AC/DC Systems", dream=True)
    assert "trade of AC/DC Systems publishes" in life.read(first.path)


def test_a_second_plan_is_refused(life: Life) -> None:
    life.new("2026-11-23", "company", name="Norrland", dream=True)
    before = life.files()
    with pytest.raises(
        VaultError, match=r"Companies/Norrland\.md has its plan already; `vault due --all` lists"
    ):
        life.new("2026-11-24", "company", name="Norrland", dream=True)
    assert life.files() == before


def test_after_the_plan_was_let_go_another_may_begin(life: Life) -> None:
    made = life.new("2026-11-23", "company", name="Norrland", dream=True)
    for f in life.all("2026-11-24"):
        life.drop("2026-11-24", f.id, "not now")
    life.new("2027-03-01", "company", name="Norrland", dream=True)
    assert len(life.lines(made.path)) == 8


def test_without_a_plan_to_add_the_note_is_refused_as_ever(life: Life) -> None:
    life.new("2026-11-23", "company", name="Norrland")
    with pytest.raises(
        VaultError,
        match=r"Companies/Norrland\.md already exists; `vault open \"Norrland\"` opens it; .* another NAME$",
    ):
        life.new("2026-11-23", "company", name="Norrland")


def test_where_the_plan_would_not_be_seen_it_is_refused(life: Life) -> None:
    path = life.write("Companies/Norrland.md", "---\ntype: company\n---\n```\nnever closed\n")
    with pytest.raises(VaultError, match="a code block or comment in it is never closed"):
        life.new("2026-11-23", "company", name="Norrland", dream=True)
    assert life.read(path) == "---\ntype: company\n---\n```\nnever closed\n"


def test_a_recurrence_that_cannot_be_written_is_named(life: Life) -> None:
    life.write("Templates/playbook.toml", '[[step]]\nid = "trade-press"\nrecurrence = "now and then"\n')
    with pytest.raises(TemplateError, match="trade-press"):
        life.new("2026-11-23", "company", name="Norrland", dream=True)


def test_a_vault_may_read_more_often(life: Life) -> None:
    life.write(
        "Templates/playbook.toml", '[[step]]\nid = "trade-press"\noffset = 1\nrecurrence = "every day"\n'
    )
    made = life.new("2026-11-23", "company", name="Norrland", dream=True)
    assert "- [ ] Read what the trade of Norrland publishes 🔁 every day 📅 2026-11-24" in life.lines(
        made.path
    )


def test_a_plan_that_has_had_its_time_is_let_go_by_name_and_may_begin_again(life: Life) -> None:
    made = life.new("2026-11-23", "company", name="Norrland", dream=True)
    life.new("2026-11-23", "company", name="Umbra", dream=True)
    before = life.files()
    note, lines = closing.close_note(life.session("2026-12-01"), "norrland", date(2026, 12, 1))
    assert (note.path, len(lines)) == (made.path, 4)
    assert life.read(made.path).count("(dropped: the plan has had its time)") == 4
    assert {f.company for f in life.all("2026-12-01")} == {"Umbra"}
    life.undo("2026-12-01")
    assert life.files() == before
    closing.close_note(life.session("2026-12-01"), "norrland", date(2026, 12, 1))
    life.new("2027-06-01", "company", name="Norrland", dream=True)
    assert {f.company for f in life.all("2027-06-01") if f.step == "trade-press"} == {"Norrland", "Umbra"}
