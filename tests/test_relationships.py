"""How often a relationship wants a word, and that nobody hears from you unasked more often than the ceiling."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st
from life import NO, begin, final_round

from vault_tools.cli.edge import run
from vault_tools.commands import closing, touching
from vault_tools.commands.check import check
from vault_tools.core.errors import TemplateError, VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.notes import read_note
from vault_tools.core.model import FollowUp, Hold, Origin
from vault_tools.core.rules.board import board
from vault_tools.core.rules.catalogue import catalogue
from vault_tools.core.rules.playbook_reading import merge_playbook, read_playbook
from vault_tools.core.rules.search import Search, search
from vault_tools.core.rules.settings import Settings, read_settings
from vault_tools.core.rules.tiers import Tier
from vault_tools.store.locate import load_settings
from vault_tools.store.templates import load_playbook

PLAYBOOK = load_playbook(None)


def contact(*log: str, **properties: object) -> str:
    """A person's note."""
    lines = "".join(f"{name}: {value}\n" for name, value in properties.items())
    items = "".join(f"- {item}\n" for item in log)
    return f"---\ntype: contact\n{lines}---\n## Log\n\n{items}"


def looked_at(notes: dict[str, str], today: str, chosen: Settings | None = None) -> Search:
    read = [read_note(path, text.encode()) for path, text in notes.items()]
    return search(catalogue(read), PLAYBOOK, chosen or Settings(), date.fromisoformat(today))


# -------------------------------------------------------------------------------------------------- tiers


@pytest.mark.parametrize(
    ("table", "name", "tier"),
    [
        ({}, "warm", Tier(42, 84)),
        ({}, "steady", Tier(56, 112)),
        ({}, "light", Tier(91, 182)),
        ({"warm": 30}, "warm", Tier(30, 60)),
        ({"warm": [30]}, "warm", Tier(30, 60)),
        ({"warm": [30, 45]}, "warm", Tier(30, 45)),
        ({"warm": 30}, "light", Tier(91, 182)),
        ({"family": [14, 28]}, "family", Tier(14, 28)),
    ],
)
def test_a_vault_says_how_often_each_tier_hears_from_you(
    table: dict[str, object], name: str, tier: Tier
) -> None:
    assert read_settings({"tiers": table}).tiers[name] == tier


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([42, 84], r"tiers is a table; begin it with \[tiers\]"),
        (
            {"warm": "often"},
            r"\[tiers\] warm is a number of days from 1 to 3650, or two of them: warm = \[42, 84\]",
        ),
        ({"warm": 0}, r"\[tiers\] warm is a number of days"),
        ({"warm": True}, r"\[tiers\] warm is a number of days"),
        ({"warm": []}, r"\[tiers\] warm is a number of days"),
        ({"warm": [1, 2, 3]}, r"\[tiers\] warm is a number of days"),
        ({"warm": [84, 42]}, r"warm: the longest interval, 42, is shorter than the usual 84"),
        ({"none": 42}, r"\[tiers\] none means no interval at all"),
        ({"Very warm": 42}, r"'Very warm' is no name for a tier"),
    ],
)
def test_a_wrong_tier_is_refused_with_what_it_may_be(table: object, message: str) -> None:
    with pytest.raises(VaultError, match=f"vault.toml: .*{message}"):
        read_settings({"tiers": table})


def test_the_file_that_init_writes_has_the_tiers_that_hold_without_it(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "v")]) == 0
    assert load_settings(tmp_path / "v").tiers == Settings().tiers


@pytest.mark.parametrize(
    ("properties", "days"),
    [
        ({"tier": "warm"}, 42),
        ({"tier": "Steady"}, 56),
        ({"tier": "none"}, None),
        ({"role": "referrer"}, 42),
        ({"role": "hiring manager"}, 56),
        ({"role": "hiring_manager"}, 56),
        ({"role": "recruiter"}, 91),
        ({"role": "head of plants"}, None),
        ({}, None),
        ({"every": 10}, 10),
        ({"every": '"10"'}, 10),
        ({"every": 10, "tier": "warm"}, 10),
        ({"every": 10, "tier": "none"}, None),
        ({"role": "recruiter", "tier": "warm"}, 42),
        ({"role": "recruiter", "tier": "none"}, None),
        ({"role": "recruiter", "tier": "lukewarm"}, 91),
        ({"role": "recruiter", "every": "soon"}, 91),
    ],
)
def test_a_persons_tier(properties: dict[str, object], days: int | None) -> None:
    found = looked_at({"Tom.md": contact("2026-08-03 call", **properties)}, "2026-11-20")
    assert [(c.due - c.last).days for c in found.cadences] == ([] if days is None else [days])


def test_what_other_notes_name_somebody_as_is_a_role_too_and_the_warmest_counts() -> None:
    notes = {
        "A.md": '---\ntype: application\nreferrer: ["[[Ravi]]"]\nrecruiter: ["[[Ravi]]", "[[Kim]]"]\nstage: rejected\n---\n',
        "I.md": '---\ntype: interview\napplication: "[[A]]"\nstarts: 2026-08-03\ninterviewers: ["[[Kim]]", "[[Yuki]]", "[[Firm]]"]\n---\n',
        "H.md": '---\ntype: hire\nperson: "[[Ana]]"\n---\n',
        **{f"{name}.md": contact("2026-08-03 call") for name in ("Ravi", "Kim", "Yuki", "Ana", "Bo")},
        "Firm.md": "---\ntype: company\n---\n",
    }
    found = looked_at(notes, "2026-11-20")
    assert {c.contact.name: c.tier.ideal for c in found.cadences} == {
        "Ravi": 42,
        "Kim": 91,
        "Yuki": 91,
        "Ana": 56,
    }


def test_the_tier_of_a_role_is_a_choice_of_the_playbook(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write("Templates/playbook.toml", '[tiers_by_role]\n"head of plants" = "warm"\nrecruiter = "none"\n')
    life.write("Tom.md", contact("2026-08-03 call", role="Head of Plants"))
    life.write("Kim.md", contact("2026-08-03 call", role="recruiter"))
    life.write("Ravi.md", contact("2026-08-03 call", role="referrer"))
    assert {c.contact.name: c.tier.ideal for c in life.search("2026-11-20").cadences} == {
        "Tom": 42,
        "Ravi": 42,
    }


@pytest.mark.parametrize("table", [{"recruiter": 91}, {"recruiter": ""}, ["recruiter"]])
def test_a_wrong_tier_of_a_role_is_refused(table: object) -> None:
    with pytest.raises(TemplateError, match=r"gives each role a tier|tiers_by_role is a table"):
        read_playbook(merge_playbook({}, {"tiers_by_role": table}), where=lambda *_: "playbook.toml:1")


def test_check_tells_what_cannot_be_followed(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write("Tom.md", contact(tier="lukewarm", every="soon"))
    assert [str(f.problem) for f in check(life.session("2026-11-20"))] == [
        "Tom.md:3: there is no tier 'lukewarm'; give warm, steady, light, none",
        "Tom.md:4: every is a number of days from 1 to 3650, such as every: 30",
    ]


@pytest.mark.parametrize(
    ("every", "is_told"),
    [(1, False), (30, False), ('"30"', False), (3650, False), (0, True), (3651, True), (True, True)],
)
def test_an_interval_is_a_number_of_days_from_one_to_ten_years(
    tmp_path: Path, every: object, is_told: bool
) -> None:
    life = begin(tmp_path)
    life.write("Tom.md", contact(tier="warm", every=every))
    assert len(check(life.session("2026-11-20"))) == is_told


# --------------------------------------------------------------------------------------------- going cold


def cold(found: Search) -> list[str]:
    return [c.cadence.contact.name for c in board(found).cold]


@pytest.mark.parametrize(("today", "is_cold"), [("2026-10-26", False), ("2026-10-27", True)])
def test_going_cold_begins_the_day_after_the_longest_interval(today: str, is_cold: bool) -> None:
    assert cold(looked_at({"Tom.md": contact("2026-08-03 call", tier="warm")}, today)) == ["Tom"] * is_cold


def test_somebody_for_whom_something_is_planned_is_not_going_cold() -> None:
    notes = {
        "Tom.md": contact("2026-08-03 call", tier="warm"),
        "Kim.md": contact("2026-08-03 call", tier="warm"),
        "Ana.md": contact("2026-08-03 call", tier="warm", follow_up="2027-01-04"),
        "Todo.md": "- [ ] Lunch with [[Tom]] 📅 2026-12-30\n",
    }
    assert cold(looked_at(notes, "2026-11-20")) == ["Kim"]


def test_the_closest_come_first_and_of_these_whom_it_is_not_too_late_for() -> None:
    notes = {
        "A.md": contact("2026-01-05 call", tier="light"),
        "B.md": contact("2026-01-05 call", tier="warm"),
        "C.md": contact("2026-06-01 call", tier="warm"),
    }
    assert cold(looked_at(notes, "2026-11-20")) == ["C", "B", "A"]


def test_who_is_going_cold_stands_there_once_and_not_among_what_is_late() -> None:
    shown = board(looked_at({"Tom.md": contact("2026-08-03 call", tier="warm")}, "2026-11-20"))
    assert [f.person for f in (*shown.overdue, *shown.late, *shown.due_today)] == []
    assert len(shown.cold) == 1


def section(desk: Desk) -> list[str]:
    """What stands below "Going cold", without ids."""
    lines = desk.text.split("\n")
    if "## Going cold" not in lines:
        return []
    rest = lines[lines.index("## Going cold") + 2 :]
    ends = next(n for n, line in enumerate(rest) if line.startswith(("##", "<!--")))
    return [line.partition(" ^")[0] for line in rest[:ends] if line]


def test_the_dashboard_names_them_with_a_box(tmp_path: Path) -> None:
    notes = {
        "Contacts/Tom *.md": contact("2026-08-03 call", tier="warm"),
        "Contacts/Kim.md": contact("2025-12-01 call", tier="light"),
    }
    assert section(Desk(tmp_path / "v", notes)) == [
        "- [ ] **Tom \\*** · last contact 3 August, 3 months ago · a short word would do · due 2026-09-14 · [[Tom *]]",
        "- [ ] **Kim** · last contact 1 December 2025, 11 months ago · a short word would do · due 2026-03-02 · [[Kim]]",
    ]


def test_at_most_five_are_named(tmp_path: Path) -> None:
    notes = {f"Contacts/P{n}.md": contact(f"2026-07-0{n} call", tier="warm") for n in range(1, 8)}
    shown = section(Desk(tmp_path / "v", notes))
    assert [line[8:10] for line in shown[:5]] == ["P7", "P6", "P5", "P4", "P3"]
    assert shown[5:] == ["And 2 more; nobody has to hear from you today."]


def test_the_quiet_page_hides_them_and_every_word_that_nobody_asked_for(tmp_path: Path) -> None:
    notes = {
        "Contacts/Tom.md": contact("2026-08-03 call", tier="warm"),
        "Contacts/Kim.md": contact("2026-10-09 call", tier="warm"),
        "R.md": "---\ntype: rejection\ncompany: Acme\nreceived: 2026-11-22T09:00\ncool_off_until: 2026-11-23T09:00\n---\n",
    }
    desk = Desk(tmp_path / "v", notes)
    assert "Tom" not in desk.text and "Kim" not in desk.text
    desk.refresh(date(2026, 11, 24))
    assert "Tom" in desk.text and "Kim" in desk.text


# --------------------------------------------------------------------------------- doors, and how they close


def test_a_door_shows_its_next_step_and_how_long_it_stays_open(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    (door,) = board(life.search("2026-12-04")).doors
    assert (door.door.company, door.door.until) == ("Norrland Robotics", date(2028, 5, 18))
    assert door.next is not None and (door.next.step, door.next.due) == ("thank-panel", date(2026, 11, 20))
    for piece in (
        "Thank Lena Weiss (hiring",
        "Thank Yuki Sato (inter",
        "what they can find out",
        "Call Grete",
        "Talk it through",
    ):
        life.done("2027-01-20", piece)
    for piece in ("Choose one thing", "Write plan B", "Look up who has", "Look once more"):
        life.drop("2027-01-20", piece, "it is fine")
    (door,) = board(life.search("2027-01-20")).doors
    assert door.next is not None and (door.next.step, door.next.due) == ("second-chance", date(2027, 2, 16))


def test_what_is_long_late_hides_no_step_of_a_door_that_can_be_done_on_its_day(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    (door,) = board(life.search("2026-12-10")).doors
    assert door.next is not None and (door.next.step, door.next.due) == ("who-was-hired", date(2026, 12, 18))
    for piece in (
        "Look up who has",
        "Look once more",
        "Is the door",
        "Second word",
        "Third word",
        "Last word",
    ):
        life.drop("2026-12-10", piece, "it is fine")
    (door,) = board(life.search("2026-12-10")).doors  # there is nothing else: then it is that
    assert door.next is not None and (door.next.step, door.next.overdue_days) == ("thank-panel", 20)
    assert "Thank Lena Weiss, 20 days late |" in (life.root / "Dashboard.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("ends", ["closed", "reopened", "past"])
def test_words_through_a_door_end_by_themselves_with_it(tmp_path: Path, ends: str) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    day = "2027-02-16"
    assert "second-chance" in {f.step for f in life.due(day)}
    if ends == "closed":
        life.edit(NO, "reasons_known:", "closed: 2027-02-01\nreasons_known:")
    elif ends == "reopened":
        life.new(
            "2027-02-15", "interview", reopen=True, application="norrland", starts="2027-02-15", round="extra"
        )
    else:
        life.edit(NO, "window_until: 2028-05-18", "window_until: 2027-02-15")
    assert "second-chance" not in {f.step for f in life.all(day)}
    assert board(life.search(day)).doors == ()


def test_show_quotes_the_study_behind_the_window_with_its_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    assert run(["--vault", str(life.root), "--today", "2027-02-16", "show", "is the door still open"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert (
        "a study of 5,247 managers, reported in 2005: 46 percent of new hires fail within 18 months" in said
    )
    assert "S0 “Not hired? Here's an Action Plan”" in said


# -------------------------------------------------------------------------------------------- the ceiling


def test_two_words_for_one_person_are_never_free_together_and_the_bytes_stay() -> None:
    notes = {
        "Tom.md": contact("2026-08-03 call"),
        "R1.md": "---\ntype: rejection\n---\n- [ ] A word to [[Tom]] 📅 2026-11-16 ^fu-second-chance-aaaaaa\n",
        "R2.md": "---\ntype: rejection\n---\n- [ ] A word to [[Tom]] 📅 2026-11-17 ^fu-second-chance-bbbbbb\n",
    }
    first, second = looked_at(notes, "2026-11-20").follow_ups
    assert (first.held_because, first.due) == (None, date(2026, 11, 16))
    assert (second.held_because, second.due) == (Hold.TURN, date(2026, 11, 17))
    assert second.held_until == date(2026, 12, 11)


def test_two_words_far_enough_apart_wait_for_nothing() -> None:
    notes = {
        "Tom.md": contact("2026-08-03 call"),
        "R1.md": "- [ ] A word to [[Tom]] 📅 2026-11-23 ^fu-second-chance-aaaaaa\n",
        "R2.md": "- [ ] A word to [[Tom]] 📅 2026-12-14 ^fu-second-chance-bbbbbb\n",
    }
    assert [f.held_because for f in looked_at(notes, "2026-11-20").follow_ups] == [None, None]


DAY_0 = date(2026, 1, 5)
DAYS = st.integers(0, 500).map(lambda n: DAY_0 + timedelta(days=n))


@settings(max_examples=60, deadline=None)
@given(
    log=st.lists(DAYS, max_size=6),
    planned=st.lists(
        st.tuples(DAYS, st.sampled_from(["second-chance", "second-chance", "cheesecake"])), max_size=6
    ),
    every=st.integers(1, 60),
    rest=st.integers(0, 40),
    most=st.integers(1, 3),
    window=st.integers(1, 120),
    weekends=st.sampled_from(["move", "keep"]),
)
def test_whoever_does_everything_on_the_day_it_becomes_free_breaks_no_ceiling(
    log: list[date],
    planned: list[tuple[date, str]],
    every: int,
    rest: int,
    most: int,
    window: int,
    weekends: str,
) -> None:
    chosen = Settings(rest_days=rest, unasked_most=most, unasked_days=window, weekends=weekends)
    # one series per note: two plans, made at different times, that know nothing of each other
    notes = {"Tom.md": contact(*(f"{day} call" for day in sorted(log)), every=every, tier="warm").encode()}
    for n, (day, step) in enumerate(planned):
        notes[f"R{n % 3}.md"] = notes.get(f"R{n % 3}.md", b"") + (
            f"- [ ] Word {n} to [[Tom]] 📅 {day} ^fu-{step}-{'0123456789'[n] * 6}\n".encode()
        )
    today, written = DAY_0, list[date]()
    for _ in range(200):
        found = search(
            catalogue([read_note(path, data) for path, data in notes.items()]), PLAYBOOK, chosen, today
        )
        free = sorted(
            (f for f in found.follow_ups if f.unasked and not f.is_held), key=lambda f: (f.ripe, f.id)
        )
        _nobody_is_pressed(free, found, chosen)
        due = [f for f in free if f.ripe <= today]
        if due:
            notes[due[0].note] = _done(found, due[0], notes[due[0].note])
            written.append(today)
            continue
        waiting = [f.ripe for f in found.follow_ups if f.unasked]
        today = max(today + timedelta(days=1), min(waiting, default=today))
        if today > DAY_0 + timedelta(days=600):
            break
    for day in written:
        assert sum(day <= other < day + timedelta(days=window) for other in written) <= most


def _nobody_is_pressed(free: list[FollowUp], found: Search, chosen: Settings) -> None:
    """No unasked step is free within the rest after the last contact, and never two of them."""
    last = found.contacts.last.get("Tom.md")
    for f in free:
        day = max(f.ripe, found.today)
        assert last is None or (day - last).days >= chosen.rest_days
    together = [f for f in free if f.ripe <= found.today]
    assert len(together) <= (1 if chosen.rest_days else chosen.unasked_most)


def _done(found: Search, f: FollowUp, data: bytes) -> bytes:
    if f.origin is Origin.CADENCE:
        return touching.done(found, f, data, found.today)
    line = next(line for line in found.lines if line.id == f.id)
    return line_edit.edit_lines(f.note, data, [(line.at, line_edit.complete(found.today))])


def test_the_row_says_nothing_that_only_a_template_could_fill() -> None:
    step = PLAYBOOK.cadence
    assert step is not None and set(re.findall(r"{{.*?}}", step.text[0])) == {"{{ person }}"}


@pytest.mark.parametrize("end", ["no", "withdrawn"])
def test_a_talk_that_was_planned_for_after_the_end_is_no_contact(tmp_path: Path, end: str) -> None:
    life = final_round(tmp_path)
    life.new("2026-11-12", "interview", application="norrland", starts="2026-11-20T10:00", round="last",
             interviewers=["Lena Weiss", "Ines Roth"])  # fmt: skip
    if end == "no":
        life.hears_no("2026-11-18T16:40", "norrland")
    else:
        closing.close_application(life.session("2026-11-18"), "norrland", end, date(2026, 11, 18))
    known = life.search("2027-08-01").contacts.last
    assert known["Contacts/Lena Weiss.md"] == date(2026, 11, 10)
    assert "Contacts/Ines Roth.md" not in known


def test_a_debrief_with_somebody_is_a_contact_with_them(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.write("Contacts/Rosa Lind.md", contact("2026-09-01 coffee", tier="warm"))
    life.hears_no("2026-11-18T16:40", "norrland")
    assert "Something short and useful for Rosa Lind" in life.texts("2026-12-01", 60)
    life.new("2026-12-01", "debrief", rejection="norrland", talked_with=["Rosa Lind"])
    (word,) = [f for f in life.all("2026-12-02") if f.person == "Rosa Lind"]
    assert (word.step, word.due) == ("cheesecake", date(2027, 1, 12))


def test_nobody_where_you_work_now_goes_cold_unless_their_note_says_so(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    there = {f"Contacts/{name}.md" for name in ("Lena Weiss", "Yuki Sato", "Ravi Menon", "Grete Holm")}
    assert set(life.search("2026-12-01").tiers) == there
    closing.close_application(life.session("2026-12-01"), "norrland", "accepted", date(2026, 12, 1))
    assert set(life.search("2026-12-01").tiers) == set()
    life.edit("Contacts/Ravi Menon.md", "type: contact", "type: contact\ntier: warm")
    assert set(life.search("2026-12-01").tiers) == {"Contacts/Ravi Menon.md"}
    life.applies("2027-06-01", "Umbra", "Planner")  # the search goes on: they are contacts again
    assert set(life.search("2027-06-01").tiers) == there
