"""A word that is due to somebody: computed from the last contact, done in their log, put off, let go."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from desk import Desk, below
from life import Life, begin, final_round

from vault_tools.cli.edge import run
from vault_tools.cli.records import follow_ups, json_text
from vault_tools.commands.deeds import complete
from vault_tools.core.errors import VaultError
from vault_tools.core.model import FollowUp, Hold, Origin

TOM = "Contacts/Tom Okafor.md"
NOTE = """---
type: contact
tier: warm
---
## Log

- 2026-08-03 coffee: about his plant

## Notes

Met at the fair.
"""
DUE = "2026-09-14"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    life = begin(tmp_path / "v")
    life.write(TOM, NOTE)
    return life


def words(life: Life, day: str) -> list[FollowUp]:
    return [f for f in life.all(day) if f.origin is Origin.CADENCE]


def due_days(life: Life, day: str) -> list[str]:
    return [f.due.isoformat() for f in words(life, day)]


# ------------------------------------------------------------------------------------------ what is due, when


def test_the_record_of_a_word_that_is_due(life: Life) -> None:
    (found,) = life.due("2026-09-16")
    assert (
        json_text(follow_ups([found]))
        == f"""[
  {{
    "id": "{found.id}",
    "note": "Contacts/Tom Okafor.md",
    "line": null,
    "text": "Something short and useful for Tom Okafor",
    "markdown": "Something short and useful for [[Tom Okafor]]",
    "due": "2026-09-14",
    "start": null,
    "held_until": null,
    "held_because": null,
    "overdue_days": 2,
    "person": "Tom Okafor",
    "person_note": "Contacts/Tom Okafor.md",
    "application": null,
    "company": null,
    "step": "cheesecake",
    "source": [
      "S2"
    ],
    "origin": "cadence",
    "priority": 3,
    "recurrence": null
  }}
]"""
    )
    assert found.unasked


def test_it_is_due_so_many_days_after_the_last_contact_and_never_on_a_weekend(life: Life) -> None:
    assert due_days(life, "2026-08-10") == [DUE]
    life.edit(TOM, "2026-08-03", "2026-08-01")
    assert due_days(life, "2026-08-10") == [DUE]
    life.write("vault.toml", 'weekends = "keep"\n')
    assert due_days(life, "2026-08-10") == ["2026-09-12"]


def test_each_contact_starts_it_again_under_another_id(life: Life) -> None:
    (before,) = words(life, "2026-09-16")
    life.edit(TOM, "## Notes", "- 2026-09-15 he wrote\n\n## Notes")
    (after,) = words(life, "2026-09-16")
    assert (after.due, after.id == before.id) == (date(2026, 10, 27), False)


def test_whoever_was_never_met_or_written_to_is_owed_nothing(life: Life) -> None:
    life.edit(TOM, "2026-08-03", "2027-08-03")
    assert words(life, "2026-09-16") == []


@pytest.mark.parametrize(
    "note",
    [
        "- [ ] Lunch with [[Tom Okafor]] 📅 2027-03-01\n",
        "- [ ] Lunch with [[Ana]] and [[Tom Okafor|Tom]] 📅 2027-03-01\n",
        "- [ ] Ask whether the door is open [[Tom Okafor]] 📅 2027-03-01 ^fu-second-chance-aaaaaa\n",
    ],
)
def test_something_open_that_links_to_them_stands_in_for_it(life: Life, note: str) -> None:
    life.write("List.md", note)
    assert words(life, "2026-09-16") == []
    life.edit("List.md", "- [ ]", "- [x]")
    assert len(words(life, "2026-09-16")) == 1


def test_something_open_in_their_note_or_a_day_set_by_hand_does_so_too(life: Life) -> None:
    life.edit(TOM, "Met at", "- [ ] Send him the book 📅 2027-01-04\n\nMet at")
    assert words(life, "2026-09-16") == []
    life.edit(TOM, "- [ ] Send", "- [-] Send")
    life.edit(TOM, "tier: warm", "tier: warm\nfollow_up: 2027-01-04")
    assert words(life, "2026-09-16") == []
    life.edit(TOM, "follow_up: 2027-01-04", "follow_up:")
    assert len(words(life, "2026-09-16")) == 1


def test_a_task_without_a_day_is_no_follow_up_so_it_does_not_silence_somebody_for_good(life: Life) -> None:
    life.write("List.md", "- [ ] Read the book of [[Tom Okafor]]\n")
    assert len(words(life, "2026-09-16")) == 1


def test_it_rests_like_every_word_that_nobody_asked_for(life: Life) -> None:
    life.edit(TOM, "tier: warm", "every: 5")
    (held,) = words(life, "2026-08-10")
    assert (held.held_because, held.held_until, held.overdue_days) == (Hold.RESTING, date(2026, 8, 24), 0)
    (free,) = words(life, "2026-08-25")
    assert (free.held_because, free.overdue_days) == (None, 1)


def test_it_waits_out_a_cool_off_at_their_company(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.write(
        "Contacts/Pia.md",
        '---\ntype: contact\ntier: warm\ncompany: "[[Norrland Robotics]]"\n---\n## Log\n- 2026-10-05 call\n',
    )
    life.hears_no("2026-11-18T16:40", "norrland")
    (pia,) = [f for f in words(life, "2026-11-18") if f.person == "Pia"]
    assert (pia.held_because, pia.held_until) == (Hold.COOLING_OFF, date(2026, 11, 20))


def test_the_ceiling_counts_the_words_that_the_log_tells_of(life: Life) -> None:
    life.edit(TOM, "tier: warm", "every: 30")
    for day in ("2026-09-02", "2026-10-02"):
        life.done(day, "for tom")
    (held,) = words(life, "2026-11-02")
    assert (held.due, held.held_because, held.held_until) == (
        date(2026, 11, 2),
        Hold.RESTING,
        date(2026, 12, 2),
    )
    assert [f.due for f in life.due("2026-12-02")] == [date(2026, 11, 2)]


def test_a_folder_that_is_left_out_has_no_cadence(life: Life) -> None:
    life.write("vault.toml", '[follow_ups]\nexclude = ["Contacts"]\n')
    assert words(life, "2026-09-16") == []


def test_a_date_set_for_them_counts_where_properties_of_the_folder_do_not(life: Life) -> None:
    life.write("vault.toml", '[follow_ups]\ninclude = ["Jobs"]\n')
    life.snooze("2026-09-16", "for tom", "2026-10-05")
    assert due_days(life, "2026-09-16") == ["2026-10-05"]


# ------------------------------------------------------------------------------------- done, put off, let go


def test_done_is_a_line_in_their_log(life: Life) -> None:
    before = life.files()
    (found,) = words(life, "2026-09-16")
    life.done("2026-09-16", found.id)
    assert life.read(TOM) == NOTE.replace(
        "his plant\n",
        f"his plant\n- 2026-09-16 Something short and useful for Tom Okafor ^fu-cheesecake-{found.id}\n",
    )
    assert due_days(life, "2026-09-16") == ["2026-10-28"]
    life.undo("2026-09-16")
    assert life.files() == before


def test_nobody_was_in_touch_on_a_day_to_come(life: Life) -> None:
    before = life.files()
    with pytest.raises(VaultError, match="2026-09-17 is still to come"):
        complete(life.session("2026-09-16"), ["for tom"], on=date(2026, 9, 17))
    assert life.files() == before


def test_put_off_is_a_day_in_their_note_and_done_then_is_a_line_in_their_log_all_the_same(life: Life) -> None:
    life.snooze("2026-09-16", "for tom", "2026-10-01")
    assert life.read(TOM) == NOTE.replace("tier: warm", "tier: warm\nfollow_up: 2026-10-01")
    assert [(f.origin, f.text) for f in life.all("2026-10-01")] == [
        (Origin.PROPERTY, "Follow up: Tom Okafor")
    ]
    life.done("2026-10-02", "tom okafor")
    assert life.read(TOM) == NOTE.replace("tier: warm", "tier: warm\nfollow_up:").replace(
        "his plant\n", "his plant\n- 2026-10-02 Follow up: Tom Okafor\n"
    )
    assert due_days(life, "2026-10-02") == ["2026-11-13"]


def test_let_go_keeps_the_reason_claims_no_contact_and_comes_back_an_interval_later(life: Life) -> None:
    before = life.files()
    (found,) = words(life, "2026-09-16")
    life.drop("2026-09-16", found.id, "he is away [[until]] spring")
    assert life.read(TOM) == NOTE.replace(
        "his plant\n",
        "his plant\n- [-] Something short and useful for [[Tom Okafor]] (dropped: he is away ((until)) spring) "
        f"📅 2026-09-14 ❌ 2026-09-16 ^fu-cheesecake-{found.id}\n",
    )
    assert due_days(life, "2026-09-17") == ["2026-10-28"]
    assert life.search("2026-09-17").contacts.last[TOM] == date(2026, 8, 3)
    life.undo("2026-09-17")
    assert life.files() == before


def test_a_day_set_by_hand_that_is_let_go_does_not_make_the_word_due_at_once(life: Life) -> None:
    life.snooze("2026-09-16", "for tom", "2026-10-01")
    life.drop("2026-10-01", "tom okafor", "not now")
    assert due_days(life, "2026-10-01") == ["2026-11-12"]
    assert "(dropped: not now)" in life.read(TOM)


def test_a_second_chance_that_was_let_go_does_not_make_the_word_due_at_once(life: Life) -> None:
    life.write("R.md", "- [ ] A word to [[Tom Okafor]] 📅 2026-11-02 ^fu-second-chance-aaaaaa\n")
    life.drop("2026-11-02", "a word to tom", "enough")
    assert due_days(life, "2026-11-02") == ["2026-12-14"]


def test_what_was_let_go_stands_in_the_log_in_its_order(life: Life) -> None:
    life.drop("2026-09-16", "for tom", "busy")
    life.done("2026-10-28", "for tom")
    assert [line[:16].strip() for line in life.read(TOM).split("\n") if line.startswith("- ")] == [
        "- 2026-08-03 cof",
        "- [-] Something",
        "- 2026-10-28 Som",
    ]


def test_a_property_of_somebody_without_a_tier_is_only_emptied(life: Life) -> None:
    life.write("Contacts/Ana.md", "---\ntype: contact\nfollow_up: 2026-09-16\n---\n")
    life.done("2026-09-16", "follow up: ana")
    assert life.read("Contacts/Ana.md") == "---\ntype: contact\nfollow_up:\n---\n"


def test_windows_line_ends_stay(life: Life) -> None:
    life.write(TOM, NOTE.replace("\n", "\r\n"))
    life.done("2026-09-16", "for tom")
    assert life.read(TOM).count("\r\n") == life.read(TOM).count("\n") == NOTE.count("\n") + 1


def test_several_at_once_are_one_deed(life: Life) -> None:
    life.write("Contacts/Ana.md", NOTE)
    before = life.files()
    life.done("2026-09-16", *(f.id for f in words(life, "2026-09-16")))
    assert len(words(life, "2026-09-16")) == 2 and life.due("2026-09-16") == ()
    life.undo("2026-09-16")
    assert life.files() == before


def test_show_says_what_it_rests_on(life: Life, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--vault", str(life.root), "--today", "2026-09-16", "show", "for tom"]) == 0
    said = capsys.readouterr().out
    assert "\n  Contacts/Tom Okafor.md\n" in said
    assert "Last contact Mon 3 Aug, 44 days ago: a word every 42 days" in said
    assert "Or: Seen in a publication" in said
    assert "I came across this and thought of you: …" in said


def test_a_letter_that_was_sent_for_it_counts_as_a_word_that_nobody_asked_for(life: Life) -> None:
    assert run(["--vault", str(life.root), "--today", "2026-09-16", "draft", "for tom", "--sent"]) == 0
    assert life.search("2026-09-16").contacts.unasked[TOM] == (date(2026, 9, 16),)
    assert due_days(life, "2026-09-16") == ["2026-10-28"]


# ----------------------------------------------------------------------------------------- on the dashboard


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "v", {TOM: NOTE}, date(2026, 9, 16))


def word_id(desk: Desk) -> str:
    return next(f.id for f in desk.session().search().follow_ups)


def test_on_its_day_it_stands_with_what_is_for_today(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "v", {TOM: NOTE}, date.fromisoformat(DUE))
    assert desk.line("Something short").partition(" ^")[0] == (
        "- [ ] Something short and useful for Tom Okafor · due 2026-09-14 · today · [[Tom Okafor]]"
    )
    assert "Your last words stand in [[Tom Okafor|your note on Tom Okafor]]." in desk.text


def test_after_its_day_it_is_never_called_late_and_stands_apart(desk: Desk) -> None:
    assert desk.line("last contact").partition(" ^")[0] == (
        "> - [ ] **Tom Okafor** · last contact 3 August, 6 weeks ago · due 2026-09-14 · [[Tom Okafor]]"
    )
    assert "> [!note]- A word would do · 1" in desk.text
    assert "Overdue" not in desk.text and "late" not in desk.text


@pytest.mark.parametrize("box", ["x", "X"])
def test_what_was_ticked_today_stands_under_done_today_and_can_be_unticked(desk: Desk, box: str) -> None:
    desk.tick("last contact", box)
    desk.refresh()
    line = desk.line("Something short")
    assert line.startswith("- [x] Something short and useful for Tom Okafor · done 2026-09-16 · ")
    assert "\n## Done today\n\n" + line in desk.text
    desk.edit("Something short", lambda there: there.replace("[x]", "[ ]"))
    assert desk.refresh().taken == ("open again: Something short and useful for Tom Okafor",)
    assert desk.read(TOM) == NOTE
    assert "Done today" not in desk.text and desk.line("last contact")
    desk.undo()
    assert desk.line("Something short") == line


def test_a_word_done_in_words_of_the_user_stays_in_the_log(desk: Desk) -> None:
    complete(desk.session(), ["for tom"], words="the map of old rivers")
    desk.edit("old rivers", lambda there: there.replace("[x]", "[ ]"))
    assert desk.refresh().taken == ()
    assert "the map of old rivers" in desk.read(TOM)
    assert "Still in the log, as it has words of yours: [[Tom Okafor" in below(desk)


@pytest.mark.parametrize("box", ["-", "/", "?"])
def test_what_is_only_logged_can_be_taken_back_and_nothing_else(desk: Desk, box: str) -> None:
    desk.tick("last contact")
    desk.refresh()
    noted = desk.read(TOM)
    desk.edit("Something short", lambda there: there.replace("[x]", f"[{box}]"))
    assert desk.refresh().taken == ()
    assert desk.read(TOM) == noted
    assert "Could not be taken in" in below(desk)


@pytest.mark.parametrize("box", ["x", "X"])
def test_a_tick_is_a_line_in_their_log(desk: Desk, box: str) -> None:
    mine = word_id(desk)
    desk.tick("last contact", box)
    desk.refresh()
    assert desk.read(TOM) == NOTE.replace(
        "his plant\n",
        "his plant\n- 2026-09-16 Something short and useful for Tom Okafor (ticked on the dashboard) "
        f"^fu-cheesecake-{mine}\n",
    )
    desk.undo()
    assert desk.read(TOM) == NOTE


def test_a_tick_that_a_plugin_dated_counts_for_that_day(desk: Desk) -> None:
    desk.edit("last contact", lambda line: line.replace("- [ ]", "- [x]").replace(" ^", " ✅ 2026-09-15 ^"))
    desk.refresh()
    assert "- 2026-09-15 Something short" in desk.read(TOM)


def test_another_date_is_a_day_in_their_note(desk: Desk) -> None:
    desk.swap("last contact", DUE, "2026-10-01")
    desk.refresh()
    assert desk.read(TOM) == NOTE.replace("tier: warm", "tier: warm\nfollow_up: 2026-10-01")


def test_let_go_on_the_dashboard_says_so(desk: Desk) -> None:
    desk.tick("last contact", "-")
    desk.refresh()
    assert "(dropped on the dashboard) 📅 2026-09-14 ❌ 2026-09-16 ^fu-cheesecake-" in desk.read(TOM)
    assert "Something short" not in desk.text


def test_another_box_cannot_be_kept_and_is_listed(desk: Desk) -> None:
    desk.tick("last contact", "/")
    desk.refresh()
    assert desk.read(TOM) == NOTE
    assert "- Could not be taken in: " in desk.text


@pytest.mark.parametrize("edit", ["x", "-", "2026-10-01"])
def test_an_old_copy_with_the_same_edit_changes_nothing_more(desk: Desk, edit: str) -> None:
    if len(edit) == 1:
        desk.tick("last contact", edit)
    else:
        desk.swap("last contact", DUE, edit)
    ticked = desk.text
    desk.refresh()
    after = desk.content()
    desk.text = ticked
    result = desk.refresh()
    assert (result.taken, result.below) == ((), 0)
    assert desk.content() == after


def test_an_old_copy_ticked_after_it_was_put_off_completes_it(desk: Desk) -> None:
    old = desk.text
    desk.swap("last contact", DUE, "2026-10-01")
    desk.refresh()
    desk.text = old
    desk.tick("last contact")
    desk.refresh()
    assert "follow_up:\n" in desk.read(TOM) and "- 2026-09-16 Follow up: Tom Okafor (ticked" in desk.read(TOM)


def test_an_old_copy_ticked_after_another_contact_counts_once(desk: Desk) -> None:
    old = desk.text
    desk.write(TOM, NOTE.replace("his plant\n", "his plant\n- 2026-09-15 call: he rang\n"))
    desk.refresh()
    after = desk.content()
    desk.text = old
    desk.tick("last contact")
    assert desk.refresh().taken == ()
    assert desk.content() == after


def test_who_is_going_cold_is_ticked_and_moved_in_the_same_way(tmp_path: Path) -> None:
    for day, change in (("2026-11-22", "x"), ("2026-11-22", "2026-12-01")):
        desk = Desk(tmp_path / change, {TOM: NOTE})
        if change == "x":
            desk.tick("last contact")
        else:
            desk.swap("last contact", DUE, change)
        desk.refresh()
        assert ("(ticked on the dashboard)" in desk.read(TOM)) is (change == "x")
        assert ("follow_up: 2026-12-01" in desk.read(TOM)) is (change != "x")
        assert day == desk.today.isoformat() and "Going cold" not in desk.text
