"""The stock of short useful things, each offered to a person once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from life import Life, begin

from vault_tools.cli.edge import run
from vault_tools.core.meaning.scanner import scan
from vault_tools.core.model import Cheesecake
from vault_tools.core.rules.cheesecakes import Offer, fitting, stock

TOM, ANA = "Contacts/Tom.md", "Contacts/Ana.md"
READING = """# Reading

## Cheesecakes

- [Why recalls happen](https://example.org/recalls_x) for [[Ana]]
- https://example.org/ai.
* how we cut downtime for the press line
- the heat pump story (for people in plants)

Some words between.

1. [[The robot paper]] – for [[Tom|my friend Tom]]
- [ ] https://example.org/open_one
- [x] https://example.org/done_one

## Other

- https://example.org/not_this
"""
WHERE = "Reading.md"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    life = begin(tmp_path / "v")
    for path in (TOM, ANA):
        life.write(path, "---\ntype: contact\ntier: warm\n---\n## Log\n\n- 2026-08-03 call\n")
    life.write(WHERE, READING)
    return life


def offers(life: Life, path: str) -> list[str]:
    return [offer.words for offer in fitting(life.search("2026-09-16"), path)]


def vault(life: Life, *argv: str, today: str = "2026-09-16") -> int:
    return run(["--vault", str(life.root), "--today", today, *argv])


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("## Cheesecakes\n- a\n* b\n+ c\n1. d\n", ("a", "b", "c", "d")),
        ("# CHEESECAKES\n  - a\n", ("a",)),
        ("## Cheesecakes\n### For plants\n- a\n## Else\n- b\n", ("a",)),
        ("## Cheesecakes\n- [ ] a\n- [x] b\n- [-] c\n- [/] d\n", ("a", "d")),
        ("## Cheesecakes\n```\n- a\n```\n<!--\n- b\n-->\n- c\n", ("c",)),
        ("## Cheesecakes\n-\n- \na\n", ()),
        ("## Cheesecakes and more\n- a\n", ()),
        ("- a\n", ()),
        ("## Cheesecakes\r\n- a\r\n", ("a",)),
    ],
)
def test_what_stands_below_the_heading_is_the_stock(text: str, items: tuple[str, ...]) -> None:
    assert tuple(words for _, words in scan(text).stock) == items


def test_a_note_without_the_heading_has_none(life: Life) -> None:
    notes = {note.path: note for note in life.search("2026-09-16").catalogue.notes}
    assert notes[TOM].cheesecakes == ()
    assert notes[WHERE].cheesecakes[1] == Cheesecake(6, "https://example.org/ai.")


def test_each_item_has_words_for_a_letter_a_mark_and_whom_it_is_for(life: Life) -> None:
    assert stock(life.search("2026-09-16")) == (
        Offer(
            WHERE,
            5,
            "Why recalls happen, https://example.org/recalls_x",
            "https://example.org/recalls_x",
            (ANA,),
        ),
        Offer(WHERE, 6, "https://example.org/ai.", "https://example.org/ai"),
        Offer(WHERE, 7, "how we cut downtime for the press line", "how we cut downtime for the press line"),
        Offer(WHERE, 8, "the heat pump story", "the heat pump story"),
        Offer(WHERE, 12, "The robot paper", "The robot paper", (TOM,)),
        Offer(WHERE, 13, "https://example.org/open_one", "https://example.org/open_one"),
    )


def test_what_is_for_them_comes_first_and_what_is_for_another_never(life: Life) -> None:
    assert offers(life, TOM)[:2] == ["The robot paper", "https://example.org/ai."]
    assert offers(life, ANA)[:2] == [
        "Why recalls happen, https://example.org/recalls_x",
        "https://example.org/ai.",
    ]
    assert "The robot paper" not in offers(life, ANA)


@pytest.mark.parametrize(
    "item",
    [
        "- 2026-09-01 email: [look](https://example.org/ai) at this",
        "- 2026-09-01 https://example.org/ai",
        "- 2026-09-01: sent HTTPS://EXAMPLE.ORG/AI, he liked it",
    ],
)
def test_what_stands_in_their_log_was_offered_to_them_and_to_nobody_else(life: Life, item: str) -> None:
    life.write(TOM, life.read(TOM) + item + "\n")
    assert "https://example.org/ai." not in offers(life, TOM)
    assert "https://example.org/ai." in offers(life, ANA)


def test_show_and_the_draft_suggest_the_first_that_fits(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    assert vault(life, "show", "for ana") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert (
        "From your stock, for them: Why recalls happen, https://example.org/recalls_x (Reading.md:5)" in said
    )
    assert "I came across this and thought of you: Why recalls happen, https://example.org/recalls_x" in said


def test_done_records_which_one_and_the_next_time_it_is_another(life: Life) -> None:
    assert vault(life, "done", "for ana", "--cheesecake") == 0
    assert "- 2026-09-16 Why recalls happen, https://example.org/recalls_x ^fu-cheesecake-" in life.read(ANA)
    assert offers(life, ANA)[0] == "https://example.org/ai."
    life.undo("2026-09-16")
    assert offers(life, ANA)[0].startswith("Why recalls")


def test_done_without_it_says_that_the_stock_goes_on_offering_it(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    id = life.id_of("2026-09-16", "for Ana")
    assert vault(life, "done", id) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert said == (
        "If it was “Why recalls happen, https://example.org/recalls_x” from your stock: "
        f"vault undo, then vault done {id} --cheesecake"
    )
    assert offers(life, ANA)[0].startswith("Why recalls")


def test_done_takes_one_by_a_piece_of_its_words(life: Life, capsys: pytest.CaptureFixture[str]) -> None:
    assert vault(life, "done", "for ana", "--cheesecake", "heat") == 0
    assert "the heat pump story ^fu-cheesecake-" in life.read(ANA)
    assert vault(life, "done", "for tom", "--cheesecake", "recalls") == 1
    assert "no cheesecake has 'recalls' in its name" in capsys.readouterr().err


def test_which_word_is_meant_is_asked_once_where_it_brings_one(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def choose(question: str, answers: Sequence[str]) -> int:
        asked.append(question)
        return next(at for at, answer in enumerate(answers) if "Ana" in answer)

    monkeypatch.setattr("vault_tools.cli.context.choose", lambda: choose)
    assert vault(life, "done", "for", "--cheesecake") == 0
    assert asked == ["Which follow-up?"]
    assert "- 2026-09-16 Why recalls happen, https://example.org/recalls_x ^fu-cheesecake-" in life.read(ANA)
    assert "cheesecake" not in life.read(TOM)


def test_only_a_word_to_somebody_brings_one(life: Life) -> None:
    life.write("Mine.md", "- [ ] Mine 📅 2026-09-16\n")
    assert vault(life, "done", "mine", "--cheesecake") == 2


def test_log_records_it_as_a_word_that_nobody_asked_for(life: Life) -> None:
    assert vault(life, "log", "tom", "he laughed", "--channel", "email", "--cheesecake", "robot") == 0
    assert "- 2026-09-16 email: he laughed: The robot paper ^fu-cheesecake-" in life.read(TOM)
    assert life.search("2026-09-16").contacts.unasked[TOM] == (date(2026, 9, 16),)
    assert offers(life, TOM)[0] == "https://example.org/ai."


def test_a_letter_that_was_sent_records_what_it_brought(life: Life) -> None:
    assert vault(life, "draft", "for ana", "--sent") == 0
    said = "- 2026-09-16 email: cheesecake: Why recalls happen, https://example.org/recalls_x ^fu-cheesecake-"
    assert said in life.read(ANA)
    assert offers(life, ANA)[0] == "https://example.org/ai."


def test_the_stock_is_never_touched(life: Life) -> None:
    vault(life, "done", "for ana", "--cheesecake")
    vault(life, "log", "tom", "--cheesecake")
    assert life.read(WHERE) == READING


def test_an_empty_stock_leaves_room_for_your_own(life: Life, capsys: pytest.CaptureFixture[str]) -> None:
    (life.root / WHERE).unlink()
    assert vault(life, "show", "for tom") == 0
    said = capsys.readouterr().out
    assert "From your stock" not in said and "thought of you: …" in said
