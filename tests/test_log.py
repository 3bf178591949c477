"""`vault log`: one line in somebody's log, in their own note, and their clock starts again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from life import Life, begin, final_round

from vault_tools.cli.complete import complete_link
from vault_tools.cli.edge import run
from vault_tools.commands.log import Touched, log_touch, pick_person
from vault_tools.commands.log_entry import log_task_edit, log_touch_edit
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.notes import read_note
from vault_tools.core.model import Note

LENA = "Contacts/Lena Weiss.md"
Said = tuple[int, str, str]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return final_round(tmp_path / "v")


@pytest.fixture
def vault(life: Life, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def call(*argv: str, today: str = "2026-11-16") -> Said:
        capsys.readouterr()
        code = run(["--vault", str(life.root), "--today", today, *argv])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def log_of(life: Life, path: str = LENA) -> list[str]:
    return [line for line in life.read(path).split("\n") if line.startswith("- 20")]


def test_a_touch_is_a_dated_line_and_the_clock_starts_again(life: Life, vault: Callable[..., Said]) -> None:
    before = life.files()
    code, out, _ = vault("log", "lena", "she liked the plan", "--channel", "coffee", "--on", "yesterday")
    assert (code, out) == (0, "Logged: Lena Weiss, Sun 15 Nov\n")
    assert log_of(life) == ["- 2026-11-15 coffee: she liked the plan"]
    assert life.search("2026-11-16").contacts.last[LENA] == date(2026, 11, 15)
    life.undo("2026-11-16")
    assert life.files() == before


@pytest.mark.parametrize("channel", ["email", "phone", "at the Fair", "pigeon"])
def test_a_channel_alone_says_enough(life: Life, vault: Callable[..., Said], channel: str) -> None:
    assert vault("log", "lena", "--channel", channel)[0] == 0
    assert log_of(life) == [f"- 2026-11-16 {channel}"]


def test_a_usual_channel_is_written_in_one_way(life: Life, vault: Callable[..., Said]) -> None:
    assert vault("log", "lena", "--channel", "LinkedIn")[0] == 0
    assert log_of(life) == ["- 2026-11-16 linkedin"]


def test_the_next_word_is_told(life: Life, vault: Callable[..., Said]) -> None:
    life.write("Contacts/Tom.md", "---\ntype: contact\ntier: warm\n---\n")
    assert vault("log", "tom", "met at the fair") == (
        0,
        "Logged: Tom, Mon 16 Nov\n",
        "The next word is due Mon 28 Dec.\n",
    )


def test_what_is_open_for_them_is_named_and_left_where_nobody_can_be_asked(
    life: Life, vault: Callable[..., Said]
) -> None:
    follow_up = life.id_of("2026-11-16", "Thank Lena Weiss by")
    _, _, err = vault("log", "lena", "thanked her in the hall")
    assert (
        f"Still open: Thank Lena Weiss by e-mail for the final round (6 days late). If this finished it: vault done {follow_up}"
        in err
    )
    assert follow_up in {f.id for f in life.all("2026-11-16")}


def test_where_somebody_can_be_asked_a_yes_ends_it_in_the_same_deed(life: Life) -> None:
    before = life.files()
    session = life.session("2026-11-16")
    lena = pick_person(session.search(), "lena")
    asked: list[str] = []

    def yes(f: object) -> bool:
        asked.append(f.text)  # type: ignore[attr-defined]
        return "by e-mail" in asked[-1]

    logged = log_touch(session, Touched(lena, date(2026, 11, 13), "", "thanked her"), yes)
    assert asked == ["Thank Lena Weiss by e-mail for the final round"]
    assert [f.text for f in logged.finished] == asked and logged.still_open == ()
    assert "✅ 2026-11-13" in life.read(
        "Interviews/2026-11-10 Norrland Robotics – Controls Engineer – final.md"
    )
    life.undo("2026-11-16")
    assert life.files() == before


def test_a_day_in_their_own_note_ends_in_the_same_edit(life: Life) -> None:
    life.write(
        "Contacts/Tom.md",
        "---\ntype: contact\nfollow_up: 2026-11-16\n---\n- [ ] Return the book 📅 2026-11-16\n",
    )
    session = life.session("2026-11-16")
    log_touch(
        session, Touched(pick_person(session.search(), "tom"), session.today, "call", ""), lambda _: True
    )
    assert life.read("Contacts/Tom.md") == (
        "---\ntype: contact\nfollow_up:\n---\n- [x] Return the book 📅 2026-11-16 ✅ 2026-11-16\n\n## Log\n\n- 2026-11-16 call\n"
    )


def test_whom_it_may_be(life: Life, vault: Callable[..., Said]) -> None:
    life.write("Contacts/Lena Maier.md", "---\ntype: contact\naliases: [Lenchen]\n---\n")
    assert (
        vault("log", "lena", "hi")[2]
        == "vault: 'lena' fits 2: Lena Maier; Lena Weiss. Give more of the name\n"
    )
    assert (
        "did you mean Lena Weiss?" in vault("log", "weis lena", "hi")[2]
        or "no person has" in vault("log", "weis lena", "hi")[2]
    )
    assert vault("log", "wiess", "hi")[2].startswith(
        "vault: no person has 'wiess' in their name; did you mean Lena Weiss? "
    )
    assert vault("log", "lenchen", "hi")[1] == "Logged: Lena Maier, Mon 16 Nov\n"


def test_a_company_that_was_named_as_a_person_is_none(tmp_path: Path) -> None:
    life = begin(tmp_path / "w")
    life.write("Acme.md", "---\ntype: company\n---\n")
    life.write("A.md", '---\ntype: application\nrecruiter: "[[Acme]]"\n---\n')
    assert run(["--vault", str(life.root), "log", "acme", "hi"]) == 1


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("lena", "hi", "--on", "2026-11-17"), 1, "a log tells what was, and 2026-11-17 is still to come"),
        (("lena", "hi", "--on", "soon"), 2, "--on: 'soon' is not a day I can read"),
        (("lena",), 2, "log needs a word on what it was, or a --channel"),
        (("lena", "  "), 2, "log needs a word on what it was"),
        (("lena", "--channel", " "), 2, "log needs a word on what it was, or a --channel"),
        (("lena", "--cheesecake"), 1, "the stock has nothing new for them"),
    ],
)
def test_what_cannot_be_logged_changes_nothing(
    life: Life, vault: Callable[..., Said], argv: tuple[str, ...], code: int, said: str
) -> None:
    before = life.files()
    result = vault("log", *argv)
    assert (result[0], result[1]) == (code, "") and said in result[2]
    assert life.files() == before


def test_an_empty_vault_says_the_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    life = begin(tmp_path / "w")
    assert run(["--vault", str(life.root), "log", "tom", "hi"]) == 1
    assert "`vault new-contact` writes one down" in capsys.readouterr().err


@given(st.text(min_size=1), st.sampled_from(["", "email"]))
def test_foreign_words_are_one_item_of_the_log_and_nothing_else(words: str, channel: str) -> None:
    note = b"---\ntype: contact\n---\n## Log\n\n- 2026-08-03 call\n\n## Notes\n"
    after = log_touch_edit(
        "Tom.md", note, date(2026, 11, 16), channel, words, block_id="fu-cheesecake-abcdef"
    )
    read = read_note("Tom.md", after)
    assert [(t.day.isoformat(), t.block_id) for t in read.log] == [
        ("2026-08-03", None),
        ("2026-11-16", "fu-cheesecake-abcdef"),
    ]
    assert (read.tasks, read.problems, read.type) == ((), (), "contact")
    assert after.count(b"\n") == note.count(b"\n") + 1


PIECES = st.sampled_from(
    [
        "## Log", "# Log", "## Notes", "## Cheesecakes", "- 2026-01-01 call", "\t- 2026-01-05 deep", "1. 2026-01-03 x",
        "- 2026-01-04", "- [ ] Ask 📅 2026-02-02", "  - [ ] Inside 📅 2026-02-03", "    - [ ] Deep 📅 2026-04-04",
        "> - [ ] Quoted 📅 2026-01-09", "- [-] No (dropped: x) 📅 2026-01-01 ❌ 2026-01-02 ^fu-cheesecake-abcdefgh",
        "```", "  ```", "    ```", "- ```", "- > ```", "~~~", "%%", "<!--", "-->", "$$", "", "text", "  more", "---", "\r",
    ]
)  # fmt: skip
HARD = (
    "# Log\n- 2026-01-01 call\n    ```\n  - [ ] Inside 📅 2026-02-03\n\n```\ntext\n",
    "# Log\n## Cheesecakes\n",
    "- [ ] Ask 📅 2026-02-03\n# Log\n- [-] No 📅 2026-01-01 ❌ 2026-01-02 ^fu-cheesecake-abcdefgh\n  ```\n\t- 2026-01-05 deep",
)
LET_GO = "- [-] Send (dropped: no) 📅 2026-03-01 ❌ 2026-03-03 ^fu-cheesecake-n317aqfb"


def says(note: Note) -> tuple[list[object], list[object], list[str]]:
    """What counts in a note besides its properties: tasks, touches, cheesecakes."""
    tasks: list[object] = [at.task for at in note.tasks]
    return tasks, [(t.day, t.text) for t in note.log], [item.text for item in note.cheesecakes]


@example(HARD[0])
@example(HARD[1])
@example(HARD[2])
@given(st.lists(PIECES, max_size=12).map("\n".join))
def test_whatever_stands_in_a_note_a_log_line_changes_nothing_else_that_counts(text: str) -> None:
    data = f"---\ntype: contact\n---\n{text}".encode()
    tasks, touches, cakes = says(read_note("p.md", data))
    touch: tuple[object, ...] = (date(2026, 3, 3), "call: hello")
    with suppress(VaultError):  # where no place would be seen, nothing is written
        after = says(read_note("p.md", log_touch_edit("p.md", data, date(2026, 3, 3), "call", "hello")))
        assert (after[0], after[2]) == (tasks, cakes)
        assert sorted(map(str, after[1])) == sorted(map(str, [*touches, touch]))
    with suppress(VaultError):
        after = says(read_note("p.md", log_task_edit("p.md", data, LET_GO)))
        assert (after[1], after[2]) == (touches, cakes)
        (new,) = read_note("p.md", LET_GO.encode()).tasks
        assert sorted(map(str, after[0])) == sorted(map(str, [*tasks, new.task]))


def test_people_are_completed_by_name(life: Life) -> None:
    import click

    from vault_tools.cli.app import vault as command

    ctx = click.Context(command)
    ctx.params = {"vault": str(life.root), "today": "2026-11-16"}
    assert [item.value for item in complete_link("contact", ())(ctx, None, "we")] == ["Lena Weiss"]  # type: ignore[arg-type]
