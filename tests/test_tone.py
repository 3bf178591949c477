"""What speaks against sending a letter: words of a table, an empty place, a twin at the same company."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.errors import TemplateError
from vault_tools.core.rules.settings import Settings
from vault_tools.core.wording.drafts import draft
from vault_tools.core.wording.rendering import Wording
from vault_tools.core.wording.tone import Letter, Tone, read_tone, warnings
from vault_tools.store.messages import load_tone, message_names
from vault_tools.store.templates import sources

NOWHERE = Path("nowhere")
TONE = load_tone(NOWHERE, "en")
SETTINGS = Settings(name="Jo Berg")
ROLES = ("recruiter", "referrer", "hiring_manager", "interviewer", "contact")


def letter(body: str, person: str = "Dana Lee", subject: str = "Hello") -> Letter:
    return Letter(person, subject, f"Dear {person.split()[0]},\n\n{body}\n\nAll the best\nJo Berg")


def kinds(
    one: Letter, *others: Letter, role: str = "interviewer", settings: Settings = SETTINGS, tone: Tone = TONE
) -> list[str]:
    return [caution.kind for caution in warnings(one, others, role, settings, tone)]


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Thank you for the conversation. I enjoyed hearing how your team works.", []),
        ("Could you tell me why it went to somebody else?", ["why"]),
        ("Do you have any feedback for me?", ["why"]),
        ("I still don’t understand WHY.", ["why"]),
        ("That is why I am writing.", []),
        ("I liked hearing why you moved the line to predictive maintenance.", []),
        ("The reason I am writing: congratulations.", []),
        ("The reason I am writing: I wonder what the reason was.", ["why"]),
        ("You never even called back.", ["blames"]),
        ("I find that rather unfair.", ["blames"]),
        ("The fairground was lovely.", []),
        ("Please, please think of me.", ["pleads"]),
        ("I am desperate for this.", ["pleads"]),
        ("I need\nthis job.", ["pleads"]),
        ("Please. Please do come.", []),
        ("I would be glad to be considered again.", []),
        ("It was your fault, and I beg you: tell me why.", ["why", "blames", "pleads"]),
    ],
)
def test_words_of_the_table_are_told(body: str, expected: list[str]) -> None:
    assert kinds(letter(body)) == expected


def test_a_caution_shows_the_words_as_they_stand() -> None:
    (caution,) = warnings(letter("It was  Your\nFault, really."), (), "recruiter", SETTINGS, TONE)
    assert caution.text == "It blames: “Your Fault”."


def test_the_subject_counts_too() -> None:
    assert kinds(Letter("Dana Lee", "Please reconsider", "Dear Dana,\n\nHello.")) == ["pleads"]


@pytest.mark.parametrize(
    ("ask_why", "may"),
    [("never", ()), ("insight", ("recruiter", "referrer")), ("everybody", ROLES)],
)
def test_who_may_be_asked_for_the_reason_is_the_setting(ask_why: str, may: tuple[str, ...]) -> None:
    asking = letter("If you hear how they decided, I would be glad to know.")
    settings = Settings(name="Jo Berg", ask_why=ask_why)
    assert tuple(role for role in ROLES if not kinds(asking, role=role, settings=settings)) == may


# Places to fill in --------------------------------------------------------------------------------


@pytest.mark.parametrize("body", ["Since then I have …", "It is about [name].", "Meet me on ___."])
def test_a_place_that_is_still_empty_is_told(body: str) -> None:
    assert kinds(letter(body)) == ["place"]


def test_an_empty_place_in_the_subject_is_told_with_its_words() -> None:
    (caution,) = warnings(
        Letter("Dana Lee", "News of …", "Dear Dana,\n\nHello."), (), "contact", SETTINGS, TONE
    )
    assert caution.text == "There is still a place to fill in: “News of …”."


# Twins --------------------------------------------------------------------------------------------

WORDS = (
    "Thank you for the conversation. I enjoyed hearing how your team works. I would like to stay in touch."
)


def test_the_same_letter_to_a_colleague_is_told_whatever_their_names() -> None:
    found = warnings(letter(WORDS), [letter(WORDS, "Omar El Haddad")], "interviewer", SETTINGS, TONE)
    assert [c.text for c in found] == [
        "It is nearly the same as the one to Omar El Haddad; colleagues compare. Change a sentence."
    ]


def test_a_name_in_the_middle_makes_no_difference() -> None:
    mine, theirs = (f"Thank you, {name}. {WORDS}" for name in ("Dana", "Omar"))
    assert kinds(letter(mine), letter(theirs, "Omar Haddad")) == ["same"]


def test_one_sentence_of_its_own_makes_another_letter() -> None:
    own = WORDS.replace("how your team works", "about the night shift that names its robots after operas")
    assert kinds(letter(WORDS), letter(own, "Omar Haddad")) == []


def test_an_earlier_letter_to_the_same_person_is_no_twin() -> None:
    assert kinds(letter(WORDS), letter(WORDS)) == []


def test_two_letters_without_words_are_no_twins() -> None:
    assert kinds(letter(""), letter("", "Omar Haddad")) == []


# The table ----------------------------------------------------------------------------------------


def test_a_vault_adds_words_and_takes_them_back(tmp_path: Path) -> None:
    own = tmp_path / "messages" / "tone.toml"
    own.parent.mkdir()
    own.write_text(
        'nearly_the_same = 1\n[en.pleads]\nphrases = ["pretty please"]\nexcept = ["my family"]\n',
        encoding="utf-8",
    )
    tone = load_tone(tmp_path, "en")
    assert kinds(letter("Pretty please."), tone=tone) == ["pleads"]
    assert kinds(letter("I moved here with my family."), tone=tone) == []
    assert kinds(letter("I moved here with my family.")) == ["pleads"]
    assert tone.nearly_the_same == 1.0
    assert tone.places == TONE.places


def test_a_language_has_words_of_its_own_and_english_stands_in() -> None:
    own: dict[str, Any] = {"de": {"pleads": {"phrases": ["ich flehe*"]}}}
    shipped = tomllib.loads("[en.pleads]\nphrases = ['i beg']")
    tables = [(shipped, "ours"), (own, "yours")]
    assert kinds(letter("Ich flehe Sie an."), tone=read_tone(tables, "de-AT")) == ["pleads"]
    assert kinds(letter("I beg you."), tone=read_tone(tables, "de")) == []
    assert kinds(letter("I beg you."), tone=read_tone(tables, "fr")) == ["pleads"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("places = 3", "t.toml: places is a list of texts"),
        ("nearly_the_same = 2", "t.toml: nearly_the_same is a number above 0, at most 1, not 2"),
        ("[en]\nbegs = {}", "t.toml: 'en' is a language with the tables [en.why], [en.blames], [en.pleads]"),
        ("[en.why]\nwords = []", "t.toml: [en.why] has the lists phrases and except"),
        ("[en.why]\nphrases = [1]", "t.toml: en.why.phrases is a list of texts"),
    ],
)
def test_a_wrong_table_is_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(TemplateError) as error:
        read_tone([(tomllib.loads(text), "t.toml")], "en")
    assert str(error.value) == message


# The shipped letters ------------------------------------------------------------------------------

NAMES = message_names(NOWHERE, "en")
ASKING = {
    "ask-feedback",
    "insight-from-recruiter",
    "detective-work",
}  # their step is for those who may be asked


def filled(role: str, index: int, settings: Settings, *, full: bool) -> dict[str, Any]:
    """The values of a message, with everything that notes can say or with nothing."""
    return {
        "person": {"name": "Dana Lee", "first": "Dana"}, "role_id": role,
        "role": "Controls Engineer" if full else "",
        "company": "Acme Robotics", "applied": "12 October" if full else "", "ended": "", "level": 3 if full else 0, "stage_reached": "final round" if full else "",
        "settings": settings, "name": settings.name, "signature": settings.name,
        "enjoyed": "the night shift" if full else "", "strengths": ["patience", "Rust"] if full else [],
        "strengths_words": "patience and Rust" if full else "", "met": 2 if full else 0, "invited": False, "connected": False,
        "conversations": "the two conversations" if full else "your time",
        "round": "final" if full else "", "round_words": "final round" if full else "interview",
        "day": date(2026, 11, 20) if full else None, "day_words": "on Friday" if full else "",
        "since_words": "about a week" if full else "some time", "since_applied": "about a year" if full else "some time",
        "promised": "the paper on recalls" if full else "", "about": "the new hall" if full else "",
        "occasion": "the new hall" if full else "", "cheesecake": "the new hall" if full else "",
        "index": index, "earlier": full, "earlier_words": "last week" if full else "", "internal": role == "contact" and full,
    }  # fmt: skip


def shipped_letters(ask_why: str, *, full: bool) -> Iterator[tuple[str, str, Letter]]:
    wording, settings = Wording(sources(None)), Settings(name="Jo Berg", ask_why=ask_why)
    for name, role, index in product(NAMES, ROLES, range(5)):
        found = draft(name, filled(role, index, settings, full=full), wording)
        yield name, role, Letter("Dana Lee", found.subject, found.body)


@pytest.mark.parametrize("ask_why", ["never", "insight", "everybody"])
def test_no_shipped_letter_pleads_blames_or_asks_whom_it_may_not(ask_why: str) -> None:
    settings = Settings(name="Jo Berg", ask_why=ask_why)
    told = {
        (name, kind)
        for name, role, one in shipped_letters(ask_why, full=True)
        for kind in kinds(one, role=role, settings=settings)
        if name not in ASKING or role == "recruiter"
    }
    assert told == ({("ask-feedback", "why")} if ask_why == "never" else set())


def test_with_empty_notes_a_letter_has_at_most_one_place_to_fill_in() -> None:
    for name, role, one in shipped_letters("insight", full=False):
        assert set(kinds(one, role=role)) - {"why"} <= {"place"}, name
        assert one.body.count("…") <= 1, name


@pytest.mark.parametrize("full", [True, False])
def test_every_shipped_letter_reads_whole(full: bool) -> None:
    for name, _, one in shipped_letters("everybody", full=full):
        lines = one.body.split("\n")
        assert (lines[0], lines[1], lines[-1]) == ("Dear Dana,", "", "Jo Berg"), name
        assert lines[2][0].isupper(), name
        for ugly in ("  ", " .", " ,", "..", "None", "\n\n\n", "::"):
            assert ugly not in one.body, (name, ugly, one.body)
        assert len(one.body) < 600, name


def test_an_invitation_to_connect_fits_where_it_is_typed() -> None:
    for name, _, one in shipped_letters("insight", full=True):
        if name in ("connect-with-hire", "stay-in-touch"):
            assert one.subject == ""
            assert len(one.body) < 300, name


# Any text -----------------------------------------------------------------------------------------


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_breaks_it(mine: str, theirs: str) -> None:
    warnings(Letter("Dana Lee", mine, theirs), [Letter("Omar Haddad", theirs, mine)], "", SETTINGS, TONE)


@given(
    st.sampled_from(
        tomllib.loads((Path(__file__).parent.parent / "templates/messages/tone.toml").read_text("utf-8"))[
            "en"
        ]["pleads"]["phrases"]
    )
)
def test_every_phrase_of_the_table_is_found(phrase: str) -> None:
    said = phrase.replace("*", "ly")
    assert kinds(letter(f"Well: {said.upper()}, you see.")) == ["pleads"]
