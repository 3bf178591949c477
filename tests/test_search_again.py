"""After a save, what is taken over from the search before is what a search from the start gives."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tools.core.meaning.notes import read_note
from vault_tools.core.rules.again import search_again
from vault_tools.core.rules.board import board
from vault_tools.core.rules.catalogue import catalogue
from vault_tools.core.rules.search import search
from vault_tools.core.rules.settings import Settings
from vault_tools.store.templates import load_playbook

TODAY = date(2026, 11, 22)
PLAYBOOK = load_playbook(None)
SETTINGS = Settings()
HEADS = {
    "Applications/Acme.md": [
        'type: application\ncompany: "[[Acme Robotics]]"\nstage: interviewing\nrecruiter: "[[Ada]]"\n',
        'type: application\ncompany: "[[Acme Robotics]]"\nstage: rejected\nclosed: 2026-11-04\n',
    ],
    "Rejections/Acme no.md": [
        'type: rejection\napplication: "[[Acme]]"\nreceived: 2026-11-04T16:40\ncool_off_until: 2026-11-24\n'
        "stage_reached: final round\nwindow_until: 2028-05-04\n",
    ],
    "Interviews/Acme first.md": [
        'type: interview\napplication: "[[Acme]]"\nstarts: 2026-11-20T10:00\ninterviewers:\n  - "[[Ada]]"\n'
    ],
    "Contacts/Ada.md": ["type: contact\ntier: warm\naliases: [Countess]\n", "type: contact\n"],
    "Companies/Acme Robotics.md": ["type: company\n"],
    "Ideas.md": ["", "tags: [x]\n"],
    "ideas.md": [""],  # another file where capitals count
    "Offers/Acme offer.md": [
        'type: offer\napplication: "[[Acme]]"\nreceived: 2026-11-03\nrespond_by: 2026-11-28\n'
    ],
    "Debriefs/Acme.md": [
        'type: debrief\nrejection: "[[Acme no]]"\ntalked_with: "[[Ada]]"\ndebriefed: 2026-11-10\n'
    ],
    "Old/Ada.md": ["", "type: contact\ntier: steady\n"],  # of the same name
}
LINES = (
    "- [ ] Thank [[Ada]] 🛫 2026-11-06 📅 2026-11-20 ^fu-thank-panel-31ab7f",
    "- [x] Thank [[Ada]] 📅 2026-11-20 ✅ 2026-11-21 ^fu-thank-panel-31ab7f",
    "- [-] Thank [[Ada]] 📅 2026-11-20 ❌ 2026-11-21 ^fu-thank-panel-31ab7f",
    "- [ ] Look up who has the job 📅 2026-11-24 ^fu-who-was-hired-7t0zcy",
    "- [ ] Ask [[Countess]] at [[Acme]] 📅 2026-11-23 ⏫",
    "- [x] Wrote to [[Ada]] 📅 2026-10-01 ✅ 2026-10-02",
    "- [x] Look up who has the job 📅 2026-11-24 ✅ 2026-11-22 ^fu-who-was-hired-7t0zcy",
    "- [ ] Something useful for [[Ada]] 📅 2026-11-21 ^fu-cheesecake-k7qm2d",
    "- [ ] Water the plants 🔁 every week 📅 2026-11-22",
    "- [ ] Call [[Nobody]] ⏳ 2026-11-25",
    "## Log",
    "- 2026-10-03 e-mail: about the plant",
)


def text_of(head, follow_up, lines):
    properties = head + (f"follow_up: {follow_up}\n" if follow_up else "")
    return (f"---\n{properties}---\n" if properties else "") + "".join(f"{line}\n" for line in lines)


PARTS = (
    "catalogue", "lines", "applications", "people", "contacts", "cool_offs", "tiers", "cadences", "turns", "asked",
    "done", "follow_ups",
)  # fmt: skip


def parts(of_search):
    return {name: getattr(of_search, name) for name in PARTS}


BODIES = st.lists(st.sampled_from(LINES), max_size=4)
DAYS = st.sampled_from(["", "2026-11-20", "2026-11-23"])


@settings(max_examples=150)
@given(st.data())
def test_a_search_again_is_a_search(data):
    texts: dict[str, str] = {}
    notes: dict[str, object] = {}
    before = None
    for _ in range(data.draw(st.integers(2, 5))):
        for path in data.draw(st.lists(st.sampled_from(sorted(HEADS)), min_size=1, max_size=6)):
            if path in texts and data.draw(st.integers(0, 9)) == 0:
                del texts[path]
                continue
            head = HEADS[path][0 if data.draw(st.integers(0, 4)) else -1]
            texts[path] = text_of(head, data.draw(DAYS), data.draw(BODIES))
        notes = {
            path: note if (note := notes.get(path)) == (read := read_note(path, text.encode())) else read
            for path, text in texts.items()
        }
        before = search_again(before, notes.values(), PLAYBOOK, SETTINGS, TODAY)
        afresh = search(
            catalogue(read_note(p, t.encode()) for p, t in texts.items()), PLAYBOOK, SETTINGS, TODAY
        )
        assert parts(before) == parts(afresh)
        assert board(before) == board(afresh)


def test_a_save_takes_over_what_it_did_not_touch():
    texts = {path: text_of(heads[0], "", LINES[4:5]) for path, heads in HEADS.items()}
    notes = {path: read_note(path, text.encode()) for path, text in texts.items()}
    before = search_again(None, notes.values(), PLAYBOOK, SETTINGS, TODAY)
    assert parts(before)
    notes["Ideas.md"] = read_note("Ideas.md", b"- [ ] Another 2026\n")
    after = search_again(before, notes.values(), PLAYBOOK, SETTINGS, TODAY)
    assert after.tiers is before.tiers
    assert after.contacts is before.contacts
    other = search_again(before, notes.values(), PLAYBOOK, SETTINGS, date(2026, 11, 23))
    assert other.contacts is not before.contacts
