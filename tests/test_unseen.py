"""A note that is there and cannot be read is not taken for one that is not there."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from life import APPLICATION, NO, Life, begin, final_round

from vault_tools.commands.check import check
from vault_tools.commands.closing import close_application
from vault_tools.commands.log import pick_person
from vault_tools.core.errors import NotFoundError, VaultError

TODAY = "2026-11-22"
DAY = date(2026, 11, 22)


@pytest.fixture
def life(tmp_path: Path) -> Life:
    life = final_round(tmp_path / "v")
    life.hears_no("2026-11-18T16:40", "norrland")
    return life


def found(life: Life) -> list[str]:
    return [str(finding.problem) for finding in check(life.session(TODAY))]


def break_property(life: Life, path: str, name: str) -> str:
    """A colon without quotes, as one types it: the whole block of properties cannot be read any more."""
    text = life.read(path)
    line = next(line for line in text.split("\n") if line.startswith(f"{name}:"))
    life.edit(path, line, f"{name}: Grace said: no")
    return f"{path}:{text[: text.index(line)].count(chr(10)) + 1}"


def test_a_no_that_cannot_be_read_is_not_asked_for_once_more(life: Life) -> None:
    place = break_property(life, NO, "reasons_known")
    assert [line for line in found(life) if "marked rejected" in line] == []
    assert any(line.startswith(f"{place}: a colon inside a value needs quotes") for line in found(life))
    before = life.files()
    with pytest.raises(
        VaultError, match=r"It may be the no of Norrland .*, which is rejected already; mend that first"
    ) as no:
        life.hears_no(TODAY, "norrland")
    assert str(no.value).startswith(f"{place}: a colon inside a value needs quotes")
    assert life.files() == before


def test_nor_one_that_leads_to_no_application(life: Life) -> None:
    life.edit(NO, "[[Norrland Robotics – Controls Engineer]]", "[[Norrland Robotics – Control Engineer]]")
    assert [line for line in found(life) if "marked rejected" in line] == []
    with pytest.raises(
        VaultError, match=f"^{NO}:[0-9]+: `application` leads to no note. It may be the no of"
    ):
        life.hears_no(TODAY, "norrland")


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="needs a file that we may not read",
)
def test_nor_one_that_the_disk_does_not_give(life: Life) -> None:
    (life.root / NO).chmod(0)
    assert [line for line in found(life) if "marked rejected" in line] == []
    with pytest.raises(VaultError, match="It may be the no of"):
        life.hears_no(TODAY, "norrland")


def test_what_was_only_marked_is_still_asked_for_and_written(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    path = life.applies("2026-11-02", "Acme", "Dev").path
    life.applies("2026-11-02", "Acme", "Dev Lead")
    life.hears_no("2026-11-12", "dev lead")
    life.write("Rejections/2026-11-01 Other – Thing.md", "---\ntype: rejection: x\n---\n")
    life.edit(path, "stage: applied", "stage: rejected")
    assert any(line.startswith(f"{path}:") and "marked rejected" in line for line in found(life))
    assert life.hears_no("2026-11-20", path).path == "Rejections/2026-11-20 Acme – Dev.md"


def test_a_broken_note_of_the_very_name_is_no_no_of_it(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    path = life.applies("2026-11-02", "Acme", "Dev").path
    life.edit(path, "stage: applied", "stage: rejected")
    life.write("Old/Acme – Dev.md", "---\ntype: a: b\n---\n")  # a copy of the application, say
    assert any(line.startswith(f"{path}:") and "marked rejected" in line for line in found(life))
    assert life.hears_no("2026-11-20", path).path == "Rejections/2026-11-20 Acme – Dev.md"


def test_an_application_that_cannot_be_read_is_named_where_it_is_meant(life: Life) -> None:
    place = break_property(life, APPLICATION, "role")
    with pytest.raises(
        NotFoundError,
        match="Mend that first, perhaps with `vault check --fix`; until then nobody can tell what the note is",
    ) as refused:
        close_application(life.session(TODAY), "norr", "no-reply", DAY)
    assert str(refused.value).startswith(f"{place}: a colon inside a value needs quotes")
    with pytest.raises(NotFoundError, match=f"^{place}: "):
        life.meets("2026-11-23T10:00", "norrland robotics", "second")
    with pytest.raises(NotFoundError, match=f"^{place}: "):
        life.applies("2026-11-23", "Norrland Robotics", "Controls Engineer")
    life.write("Alpha.md", "---\ntype: application\ncompany: Alpha\nrole: Dev\n---\n")
    with pytest.raises(NotFoundError, match="no application has 'beta' in its name"):
        close_application(life.session(TODAY), "beta", "no-reply", DAY)


def test_a_note_that_is_read_but_for_one_line_hides_nothing(life: Life) -> None:
    life.write("Contacts/Zoe Quist.md", "---\ntype: contact\n---\n- [ ] a 📅 2026-02-30\n")
    with pytest.raises(NotFoundError, match=r"^no application has 'zoe' in its name"):
        close_application(life.session(TODAY), "zoe", "no-reply", DAY)


def test_so_is_a_person(life: Life) -> None:
    zoe = life.new(TODAY, "contact", name="Zoe Quist", company="Acme").path
    place = break_property(life, zoe, "company")
    with pytest.raises(NotFoundError, match=f"^{place}: "):
        pick_person(life.search(TODAY), "zoe")
    with pytest.raises(NotFoundError, match="no person has 'zo' in their name"):
        pick_person(life.search(TODAY), "zo")


@pytest.mark.parametrize(
    ("kind", "typed"), [("contact", {"name": "Zoe Quist"}), ("company", {"name": "Initech"})]
)
def test_nor_is_it_told_to_say_what_it_is(life: Life, kind: str, typed: dict[str, str]) -> None:
    path = life.new(TODAY, kind, **typed).path
    life.edit(path, f"type: {kind}\n", f"type: {kind}\nsite: a: b\n")
    with pytest.raises(NotFoundError, match=f"^{path}:3: a colon inside a value needs quotes"):
        life.new(TODAY, kind, **typed)
