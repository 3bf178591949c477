"""After a save, what is taken over from the search before is what a search from the start gives."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tools.core.meaning.notes import read_note
from vault_tools.core.rules.again import search_again
from vault_tools.core.rules.board import board
from vault_tools.core.rules.catalogue import catalogue
from vault_tools.core.rules.search import search
from vault_tools.core.rules.settings import Scope, Settings
from vault_tools.core.wording.dashboard import page
from vault_tools.core.wording.rendering import Wording
from vault_tools.store.templates import load_playbook, sources

TODAY = date(2026, 11, 22)
PLAYBOOK = load_playbook(None)
SETTINGS = Settings()
SCOPES = (Scope(), Scope(include=("Contacts",)), Scope(exclude=("Applications", "Old")), Scope(tag="#job"))
# Of each note what may stand on top of it, the first most often: what changes when nothing but a line does, a
# property, or who it is.
HEADS = {
    "Applications/Acme.md": [
        'type: application\ncompany: "[[Acme Robotics]]"\nstage: interviewing\nrecruiter: "[[Ada]]"\n',
        'type: application\ncompany: "[[Acme Robotics]]"\nstage: accepted\nclosed: 2026-11-04\nrecruiter: "[[Bo]]"\n',
        'type: application\ncompany: "[[Acme Robotics]]"\nstage: rejected\nclosed: 2026-11-04\n',
    ],
    "Applications/Bolt.md": [
        'type: application\ncompany: Bolt\nstage: applied\napplied: 2026-10-01\nreferrer: "[[Bo]]"\n',
        "type: application\ncompany: Bolt\nstage: no-reply\n",
    ],
    "Rejections/Acme no.md": [
        'type: rejection\napplication: "[[Acme]]"\nreceived: 2026-11-04T16:40\ncool_off_until: 2026-11-24\n'
        "stage_reached: final round\nwindow_until: 2028-05-04\n",
        'type: rejection\napplication: "[[Acme]]"\nreceived: 2026-11-20T16:40\nclosed: true\n',
    ],
    "Interviews/Acme first.md": [
        'type: interview\napplication: "[[Acme]]"\nstarts: 2026-11-20T10:00\ninterviewers:\n  - "[[Ada]]"\n'
    ],
    "Interviews/Acme second.md": [
        'type: interview\napplication: "[[Acme]]"\nstarts: 2026-11-21T10:00\ninterviewers:\n  - "[[Ada]]"\n',
        'type: interview\napplication: "[[Acme]]"\nstarts: 2026-11-25T10:00\ninterviewers: "[[Bo]]"\n',
    ],
    "Offers/Acme offer.md": [
        'type: offer\napplication: "[[Acme]]"\nreceived: 2026-11-03\nrespond_by: 2026-11-28\n'
    ],
    "Debriefs/Acme.md": [
        'type: debrief\nrejection: "[[Acme no]]"\ntalked_with: "[[Ada]]"\ndebriefed: 2026-11-10\n'
    ],
    "Hires/Acme.md": [
        'type: hire\nrejection: "[[Acme no]]"\ncompany: "[[Acme Robotics]]"\nperson: "[[Cy]]"\n'
    ],
    "Contacts/Ada.md": [
        "type: contact\ntier: warm\naliases: [Countess]\n",
        "type: contact\nevery: 14\n",
        "type: contact\n",
    ],
    "Contacts/Bo.md": [
        "type: contact\nevery: 20\nlast_contact: 2026-07-01\n",
        "type: contact\nevery: 20.0\nlast_contact: 2026-07-01\n",  # equal in Python, and no number of days
        "type: contact\ntier: light\nlast_contact: 2026-06-01\n",
    ],
    "Old/Ada.md": ["", "type: contact\ntier: steady\n"],  # of the same name
    "Cy.md": ["type: contact\nevery: 10\n", ""],
    "Companies/Acme Robotics.md": ["type: company\n", "type: company\naliases: [Acme]\n"],
    "Ideas.md": ["", "tags: [x]\n"],
    "ideas.md": ["", "type: contact\n"],  # another file where capitals count
}
UNASKED = next(step.id for step in PLAYBOOK.steps.values() if not step.asked)
UNSENT = next(step.id for step in PLAYBOOK.steps.values() if not step.sends)
LINES = (
    "Some words.",
    "- [ ] Something without a day",
    "- [ ] Thank [[Ada]] 🛫 2026-11-06 📅 2026-11-20 ^fu-thank-panel-31ab7f",
    "- [x] Thank [[Ada]] 📅 2026-11-20 ✅ 2026-11-22 ^fu-thank-panel-31ab7f",
    "- [-] Thank [[Ada]] 📅 2026-11-20 ❌ 2026-11-21 ^fu-thank-panel-31ab7f",
    "- [ ] Look up who has the job 📅 2026-11-24 ^fu-who-was-hired-7t0zcy",
    "- [x] Look up who has the job 📅 2026-11-24 ✅ 2026-11-22 ^fu-who-was-hired-7t0zcy",
    f"- [ ] Write to [[Bo]] 📅 2026-11-20 ^fu-{UNASKED}-aaaaaa",
    f"- [ ] Write to [[Bo]] 📅 2026-11-20 ❌ 2026-11-21 ^fu-{UNASKED}-aaaaaa",  # open, and let go all the same
    f"- [x] Write to [[Bo]] 📅 2026-09-20 ✅ 2026-09-20 ^fu-{UNASKED}-aaaaab",
    f"- [ ] Look around 🔁 every week 📅 2026-11-27 ^fu-{UNSENT}-bbbbbb",  # a step for those that read as it does
    f"- [ ] Look again 🔁 every week 📅 2026-11-27 ^fu-{UNSENT}-bbbbbb",
    "- [x] Look around 🔁 every week 📅 2026-11-20 ✅ 2026-11-20",
    "- [ ] Ask [[Countess]] at [[Acme]] #job 📅 2026-11-23 ⏫",
    "- [x] Wrote to [[Ada]] 📅 2026-10-01 ✅ 2026-10-02",
    "- [x] For [[Acme]] and [[Bolt]] #job 📅 2026-11-20 ✅ 2026-11-22",
    "- [ ] Call [[Nobody]] ⏳ 2026-11-25",
    "- [ ] Polish the letter 📅 2026-11-21",
    "- [ ] Polish the letter again 📅 2026-11-26",
    f"- [ ] Another word to [[Bo]] 📅 2026-11-21 ^fu-{UNASKED}-aaaaad",
    "## Log",
    "- 2026-06-03 e-mail: about the plant",
    f"- 2026-11-01 wrote ^fu-{UNASKED}-aaaaac",
)
PARTS = (
    "catalogue", "lines", "applications", "people", "contacts", "cool_offs", "tiers", "cadences", "turns", "asked",
    "done", "done_today", "follow_ups", "due_words", "funnel",
)  # fmt: skip


def parts(of_search):
    return {name: getattr(of_search, name) for name in PARTS}


def text_of(head, follow_up, lines):
    properties = head + (f"follow_up: {follow_up}\n" if follow_up else "")
    return (f"---\n{properties}---\n" if properties else "") + "".join(f"{line}\n" for line in lines)


@st.composite
def saves(draw):
    """The first texts of some notes, then a few small saves, one after the other: path -> text, None for gone."""
    line, body = st.sampled_from(LINES), st.lists(st.sampled_from(LINES), max_size=5)
    day = st.sampled_from(["", "", "2026-11-20", "2026-11-23"])
    there: dict[str, list] = {}
    for path in draw(st.lists(st.sampled_from(sorted(HEADS)), min_size=3, unique=True)):
        there[path] = [draw(st.sampled_from(HEADS[path])), draw(day), draw(body)]
    rounds = [{path: text_of(*note) for path, note in there.items()}]
    for _ in range(draw(st.integers(2, 7))):
        saved: dict[str, str | None] = {}
        for path in draw(
            st.lists(st.sampled_from(sorted(HEADS if draw(st.integers(0, 5)) == 0 else there)), max_size=2)
        ):
            head, follow_up, lines = there.get(path, [HEADS[path][0], "", []])
            what = draw(
                st.sampled_from(["add", "add", "begin", "exchange", "exchange", "body", "day", "head", "go"])
            )
            if what == "go" and path in there and len(there) > 1:
                del there[path]
                saved[path] = None
                continue
            if what == "exchange" and lines:
                place = draw(st.integers(0, len(lines) - 1))
                lines = [*lines[:place], draw(line), *lines[place + 1 :]]
            elif what in ("add", "exchange"):
                lines = [*lines, draw(line)]
            elif what == "begin":
                lines = [draw(line), *lines]
            elif what == "body":
                lines = draw(body)
            elif what == "day":
                follow_up = draw(day)
            else:
                head = draw(st.sampled_from(HEADS[path]))
            there[path] = [head, follow_up, lines]
            saved[path] = text_of(head, follow_up, lines)
        rounds.append(saved)
    return rounds


@settings(max_examples=200)
@given(saves(), st.sampled_from(SCOPES), st.data())
def test_a_search_again_is_a_search(saved, scope, data):
    chosen = replace(SETTINGS, follow_ups=scope)
    notes: dict[str, object] = {}
    texts: dict[str, str] = {}
    before = None
    for of_round in saved:
        for path, text in of_round.items():
            if text is None:
                notes.pop(path, None)
                texts.pop(path, None)
            elif texts.get(path) != text:
                texts[path], notes[path] = text, read_note(path, text.encode())
        before = search_again(before, notes.values(), PLAYBOOK, chosen, TODAY)
        afresh = search(
            catalogue(read_note(p, t.encode()) for p, t in texts.items()), PLAYBOOK, chosen, TODAY
        )
        asked = data.draw(
            st.sampled_from(["all", "board", "follow_ups"])
        )  # nobody asks for everything each time
        if asked == "all":
            assert parts(before) == parts(afresh)
        if asked == "follow_ups":
            assert before.follow_ups == afresh.follow_ups
        else:
            assert board(before) == board(afresh)
        if data.draw(st.booleans()):
            before.settle()


def test_a_word_that_is_due_stays_when_a_sentence_is_added_to_its_note():
    texts = {"Contacts/Bo.md": text_of(HEADS["Contacts/Bo.md"][0], "", ()), "Ideas.md": ""}
    before = None
    for path, more in (("Ideas.md", "One.\n"), ("Ideas.md", "Two.\n"), ("Contacts/Bo.md", "She moved.\n")):
        texts[path] += more
        known = {} if before is None else {note.path: note for note in before.catalogue.notes}
        notes = [
            known[p] if p != path and p in known else read_note(p, text.encode()) for p, text in texts.items()
        ]
        before = search_again(before, notes, PLAYBOOK, SETTINGS, TODAY)
        assert [f.person for f in before.follow_ups] == ["Bo"]
        before.settle()


def test_a_save_takes_over_what_it_did_not_touch():
    texts = {path: text_of(heads[0], "", ["- [ ] Call 📅 2026-11-23"]) for path, heads in HEADS.items()}
    notes = {path: read_note(path, text.encode()) for path, text in texts.items()}
    before = search_again(None, notes.values(), PLAYBOOK, SETTINGS, TODAY)
    assert parts(before)
    notes["Ideas.md"] = read_note("Ideas.md", b"- [ ] Another 2026\n")
    after = search_again(before, notes.values(), PLAYBOOK, SETTINGS, TODAY)
    assert after.tiers is before.tiers
    assert after.contacts is before.contacts
    other = search_again(before, notes.values(), PLAYBOOK, SETTINGS, date(2026, 11, 23))
    assert other.contacts is not before.contacts


OF_COMPANY = next(step.id for step in PLAYBOOK.steps.values() if step.is_of_company)


@pytest.mark.parametrize(
    ("path", "then", "now"),
    [
        (
            "Applications/Acme.md",
            "- [ ] Polish the letter 📅 2026-11-23",
            "- [ ] Polish the letter 📅 2026-11-26",
        ),
        (
            "Ideas.md",
            "- [ ] Polish the letter for [[Acme]] 📅 2026-11-23",
            "- [ ] Another for [[Acme]] 📅 2026-11-26",
        ),
        (
            "Companies/Acme Robotics.md",
            f"- [ ] Look there 📅 2026-11-23 ^fu-{OF_COMPANY}-aaaaaa",
            f"A word.\n- [ ] Look there 📅 2026-11-23 ^fu-{OF_COMPANY}-aaaaaa",  # on another line
        ),
    ],
)
def test_the_next_step_of_an_application_is_the_one_that_was_saved_last(path, then, now):
    texts = {path: text_of(heads[0], "", ()) for path, heads in HEADS.items()}
    before = None
    for said in (then, now):
        texts[path] = text_of(HEADS[path][0], "", [said])
        known = {} if before is None else {note.path: note for note in before.catalogue.notes}
        notes = [
            known[p] if p != path and p in known else read_note(p, text.encode()) for p, text in texts.items()
        ]
        before = search_again(before, notes, PLAYBOOK, SETTINGS, TODAY)
        rows = {row.application.note.name: row.next for row in board(before).pipeline}
        assert rows["Acme"] is not None
        assert (rows["Acme"].note, rows["Acme"].line) == (
            path,
            texts[path][: texts[path].index("- [ ]")].count("\n") + 1,
        )
        assert said.endswith(rows["Acme"].due.isoformat()) or OF_COMPANY in said


# One name in two Unicode forms, of which an id tells nothing: two files where a disk tells them apart.
TWINS = ("Caf\u00e9.md", "Cafe\u0301.md")


def test_two_of_one_id_keep_their_order_when_one_is_saved():
    first, second = (read_note(path, "- [ ] Call 📅 2026-11-22\n".encode()) for path in TWINS)
    for again in (first.path, second.path):
        before = search_again(None, [first, second], PLAYBOOK, SETTINGS, TODAY)
        assert len({f.id for f in before.follow_ups}) == 1
        saved = read_note(again, "- [ ] Call 📅 2026-11-22\nA word.\n- [ ] More\n".encode())
        notes = [saved if note.path == again else note for note in (first, second)]
        after = search_again(before, notes, PLAYBOOK, SETTINGS, TODAY)
        assert after.follow_ups == search(catalogue(notes), PLAYBOOK, SETTINGS, TODAY).follow_ups


@pytest.mark.parametrize(
    "texts",
    [
        dict.fromkeys(TWINS, "- [ ] Call 📅 2026-11-22\n"),
        {"Tom.md": "---\nfollow_up: 2026-11-19\n---\n- [ ] follow_up: 📅 2026-11-23\n"},
    ],
)
def test_two_of_one_id_both_stand_on_the_dashboard(texts):
    found = search(catalogue(read_note(p, t.encode()) for p, t in texts.items()), PLAYBOOK, SETTINGS, TODAY)
    text = page(board(found), found, Wording(sources(None))).inner
    rows = [line.partition(" ^")[0] for line in text.splitlines() if line.startswith("- [ ]")]
    assert len(rows) == len(set(rows)) == 2
