"""`vault check` finds what is wrong beyond bad notes, says the way out, and mends what can only mean one thing."""

from __future__ import annotations

import json
import os
import re
import zoneinfo
from pathlib import Path
from tomllib import loads as read_toml

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from life import ANY_DAY, Life, begin, built_once

from vault_tools.cli.app import vault
from vault_tools.commands.check import check, mend
from vault_tools.commands.desk import Desk
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.mending import mended
from vault_tools.core.meaning.notes import encode, read_note
from vault_tools.core.rules.findings import About
from vault_tools.core.wording.drafts import template_of
from vault_tools.core.wording.wishes import TakenIn

DAY = ANY_DAY.isoformat()
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """A search that is sound: an application with people, and what is to be done for it."""
    return built_once(tmp_path / "v", sound)


def sound(root: Path) -> Life:
    life = begin(root)
    life.applies("2026-11-16", "Acme Robotics", "Controls Engineer", referrer=["Alan Turing"])
    life.meets("2026-11-20T14:00", "acme", "final", "Ada Lovelace")
    return life


def told(life: Life) -> list[tuple[str, str]]:
    """Each finding as (group, line)."""
    return told_on(life, DAY)


def told_on(life: Life, day: str) -> list[tuple[str, str]]:
    return [(f.about.value, str(f.problem)) for f in check(life.session(day))]


def run(life: Life, *argv: str) -> Result:
    return CliRunner().invoke(vault, ["--vault", str(life.root), "--today", DAY, "check", *argv])


APPLICATION = "Applications/Acme Robotics – Controls Engineer.md"
INTERVIEW = "Interviews/2026-11-20 Acme Robotics – Controls Engineer – final.md"


def test_a_sound_vault_has_nothing_to_tell_and_leaves_0(life: Life) -> None:
    said = run(life)
    assert (said.exit_code, said.stdout) == (0, "")
    assert said.stderr == "Every note can be read, and nothing leads nowhere.\n"


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("Kim.md", "---\ntype: Contact\n---\n",
         "2: 'Contact' is no kind, so the note is taken for none; write type: contact"),
        ("Kim.md", "---\ntype: contakt\n---\n",
         "2: there is no kind 'contakt'; if it is meant, write type: contact"),
        ("Kim.md", "---\ntype: [contact]\n---\n",
         "2: type is one word and no list, so the note is taken for none; write type: contact"),
        ("Contacts/Kim.md", "---\nrole: cook\n---\n",
         "1: a note in Contacts without a type, so it is taken for none; write type: contact"),
        ("Kim.md", "---\ntype: contact\nfollow_up: 2026-2-5\n---\n",
         "3: follow_up needs two digits: follow_up: 2026-02-05"),
        ("Kim.md", "---\nfollow_up: 2026-02-30\n---\n",
         "2: follow_up: there is no such day as 2026-02-30; write another"),
        ("Kim.md", "---\nfollow_up: soon\n---\n", "2: follow_up is no day: 'soon'; write it as 2026-11-22"),
        ("Kim.md", "---\nlast_contact: 0206-11-02\n---\n",
         "2: last_contact is 0206-11-02, which lies a lifetime away; write the day that is meant"),
        ("Acme.md", "---\ntype: company\ndream: maybe\n---\n",
         "3: dream is a checkbox, not 'maybe'; write true or false"),
        ("Talk.md", "---\ntype: interview\nstarts: 2026-11-24T14:00\nends: 90 min\n---\n",
         "4: ends is no time: '90 min'; write it as 15:30, or 2026-11-24T15:30"),
        ("Talk.md", "---\ntype: interview\nstarts: 2026-11-24T14:00\nends: 2026-11-24\n---\n",
         "4: ends is no time: '2026-11-24'; write it as 15:30, or 2026-11-24T15:30"),
        ("Talk.md", "---\ntype: interview\nstarts: 2026-11-24T14:00\nends: 13:30\n---\n",
         "4: ends is 2026-11-24 13:30, and the interview starts at 2026-11-24 14:00; write the time that is meant"),
        ("Talk.md", "---\ntype: interview\ntimezone: Berlin\n---\n",
         "3: there is no zone 'Berlin'; write one such as Europe/Berlin"),
        ("Kim.md", "---\ntype: contact\ncompnay: Acme\n---\n",
         "3: 'compnay' is no property of a contact; if company is meant, write that"),
        ("Kim.md", "---\ntype: contact\ntier: hot\n---\n",
         "3: there is no tier 'hot'; give warm, steady, light, none"),
        ("Kim.md", "- [ ] call 📅 2206-11-25\n", "1: 2206-11-25 lies a lifetime away; write the day that is meant"),
        ("Kim.md", "- [ ] call 🔁 now and then 📅 2026-11-25\n",
         "1: 'now and then' is no rule, so it never comes back; write 🔁 every week"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_followed_is_told(life: Life, path: str, text: str, line: str) -> None:
    life.write(path, text)
    assert told(life) == [("value", f"{path}:{line}")]


def test_no_zone_is_called_wrong_where_there_is_no_list_of_them(life: Life) -> None:
    life.edit(INTERVIEW, "type: interview", "type: interview\ntimezone: Europe/Berlin")
    zoneinfo.ZoneInfo.clear_cache()
    zoneinfo.reset_tzpath(())
    try:
        if "UTC" in zoneinfo.available_timezones():
            pytest.skip("the zones come with Python here")
        assert told(life) == []
    finally:
        zoneinfo.reset_tzpath()


def test_a_stage_that_there_is_not_is_told(life: Life) -> None:
    life.edit(APPLICATION, "stage: interviewing", "stage: on ice")
    stages = "lead, applied, screening, interviewing, offer, or rejected, withdrawn, accepted, no-reply"
    assert told(life) == [("value", f"{APPLICATION}:5: there is no stage 'on ice'; write {stages}")]


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ("", []),
        ("moves_from: Applications\nmoves_to: phone screen\n", []),
        (
            "moves_from: intervew\nmoves_to: an ofer\n",
            [
                "4: moves_from: there is no station 'intervew'; write one of applied, screening, interview, offer",
                "5: moves_to: there is no station 'an ofer'; write one of applied, screening, interview, offer",
            ],
        ),
        (
            "moves_to: screening\nmoves_from: first round\n",
            [
                "4: moves_to: screening does not come after interview; the order is applied, screening, interview, offer"
            ],
        ),
    ],
)
def test_a_change_that_nothing_can_be_counted_for_is_told(life: Life, moves: str, said: list[str]) -> None:
    path = life.write("Changes/Mine.md", f"---\ntype: change\nstarted: 2026-11-20\n{moves}---\n")
    assert told(life) == [("value", f"{path}:{line}") for line in said]


def test_a_note_about_a_folder_needs_no_type(life: Life) -> None:
    for name in ("Contacts", "index", "_template"):
        life.write(f"Contacts/{name}.md", "All of them.\n")
    assert told(life) == []


def test_a_dead_link_and_a_step_about_nobody_are_told_once_each(life: Life) -> None:
    (life.root / "Contacts/Alan Turing.md").unlink()
    step = next(
        t.line for t in read_note("", life.read(INTERVIEW).encode()).tasks if "Alan" in t.task.description
    )
    makes = '`vault new-contact "Alan Turing"` makes it'
    assert told(life) == [
        ("link", f"{APPLICATION}:7: referrer: there is no note [[Alan Turing]]; mend the link, or {makes}"),
        ("step", f"{INTERVIEW}:{step}: there is no note of Alan Turing, whom this step is about; {makes}"),
    ]


def test_each_step_that_links_to_nobody_is_told_and_one_about_a_company_is_not(life: Life) -> None:
    life.edit(INTERVIEW, "Thank [[Ada Lovelace]] by", "Thank Ada by")
    life.edit(INTERVIEW, "Write [[Ada Lovelace]]", "Write Ada")
    life.edit(INTERVIEW, "Tell [[Alan Turing]]", "Tell [[Acme Robotics]]")
    lines = [t.line for t in read_note("", life.read(INTERVIEW).encode()).tasks]
    _, _, thanks, _, by_hand, _ = lines
    message = "this step is about a person, and links to none; write [[their name]] into it, or drop it"
    assert told(life) == [("step", f"{INTERVIEW}:{line}: {message}") for line in (thanks, by_hand)]


def test_somebody_whom_several_steps_are_about_is_missed_once(life: Life) -> None:
    (life.root / "Contacts/Ada Lovelace.md").unlink()
    groups = [
        group for group, line in told(life) if "no note of Ada Lovelace, whom this step is about" in line
    ]
    assert groups == ["step"]


def test_of_two_notes_of_one_name_the_one_that_is_meant_is_linked_by_its_folder(life: Life) -> None:
    (life.root / "Contacts/Alan Turing.md").unlink()
    life.write("Contacts/Al.md", "---\ntype: contact\naliases: [Alan Turing]\n---\n")
    life.write("Notes/Al.md", "Somebody else.\n")
    mend(life.session(DAY))
    assert '- "[[Contacts/Al]]"\n' in life.read(APPLICATION)


def test_a_step_about_somebody_whose_note_was_renamed_is_led_to_it(life: Life) -> None:
    (life.root / "Contacts/Alan Turing.md").unlink()
    life.write("Contacts/Alan Mathison Turing.md", "---\ntype: contact\naliases: [Alan Turing]\n---\n")
    way = "[[Alan Turing]] is no note's name; Contacts/Alan Mathison Turing.md is meant: [[Alan Mathison Turing]]"
    assert [(group, line.partition(": ")[2]) for group, line in told(life)] == [("link", way), ("link", way)]
    mend(life.session(DAY))
    assert told(life) == []
    assert "Tell [[Alan Mathison Turing]] what happened" in life.read(INTERVIEW)


def test_the_steps_of_an_interview_that_was_moved_are_moved_with_it(life: Life) -> None:
    life.meets("2026-11-26T10:00", "acme", "board", "Ada Lovelace")
    path = "Interviews/2026-11-26 Acme Robotics – Controls Engineer – board.md"
    was = [t.task.due for t in read_note("", life.read(path).encode()).tasks]
    life.edit(path, "starts: 2026-11-26T10:00", "starts: 2026-12-03T10:00")
    steps = len(was)
    message = "it is on 2026-12-03 now, and its steps were planned for 2026-11-26; move them too"
    assert told(life) == [("step", f"{path}:5: {message}")]
    assert mend(life.session(DAY)).done == ((path, f"moves {steps} steps to the new day"),)
    now = [t.task.due for t in read_note("", life.read(path).encode()).tasks]
    # what gets one ready was typed on the day itself, and now has the day before
    assert [(b - a).days for a, b in zip(was, now, strict=True) if a and b] == [6, *[7] * (steps - 1)]
    assert told(life) == []


def test_an_interview_that_was_held_on_an_earlier_day_brings_its_thanks_forward(life: Life) -> None:
    life.meets("2026-11-26T10:00", "acme", "board", "Grace Hopper")
    path = "Interviews/2026-11-26 Acme Robotics – Controls Engineer – board.md"
    life.edit(path, "starts: 2026-11-26T10:00", "starts: 2026-11-19T10:00")
    message = "it is on 2026-11-19 now, and its steps were planned for 2026-11-26; move them too"
    assert told(life) == [("step", f"{path}:5: {message}")]
    (mended_note,) = mend(life.session(DAY)).done
    assert mended_note[0] == path
    (thanks,) = (f for f in life.due(DAY) if f.text == "Thank Grace Hopper by e-mail for the board round")
    assert thanks.due.isoformat() == "2026-11-19"
    assert told(life) == []


def test_thanks_that_were_put_off_after_the_talk_stay_where_they_are(life: Life) -> None:
    life.meets("2026-11-26T10:00", "acme", "board", "Ada Lovelace")
    for f in life.all("2026-11-27"):
        if "for the board" in f.text or f.text.startswith("Add Ada"):
            life.snooze("2026-11-27", f.id, "2026-12-07")
    assert [line for group, line in told_on(life, "2026-11-28") if group == "step"] == []


def test_an_interview_that_is_called_off_has_nothing_to_move(life: Life) -> None:
    life.meets("2026-11-26T10:00", "acme", "board", "Ada Lovelace")
    path = "Interviews/2026-11-26 Acme Robotics – Controls Engineer – board.md"
    life.edit(path, "starts: 2026-11-26T10:00:00", "starts: 2026-12-03T10:00:00\ncancelled: 2026-11-22")
    assert told(life) == []


def test_whoever_moved_a_step_by_hand_knows_what_they_do(life: Life) -> None:
    life.meets("2026-11-26T10:00", "acme", "board", "Ada Lovelace")
    path = "Interviews/2026-11-26 Acme Robotics – Controls Engineer – board.md"
    life.edit(path, "starts: 2026-11-26T10:00", "starts: 2026-12-03T10:00")
    life.snooze(
        "2026-11-22", life.id_of("2026-11-22", "Thank Ada Lovelace by e-mail for the board"), "2026-12-04"
    )
    assert told(life) == []


def test_a_copied_note_is_told_once_however_many_ids_stand_twice(life: Life) -> None:
    life.write("Notes/copy.md", life.read(INTERVIEW))
    ids = life.read(INTERVIEW).count(" ^fu-")
    first = next(t.line for t in read_note("", life.read(INTERVIEW).encode()).tasks if t.task.block_id)
    message = f"{ids} of its steps stand in {INTERVIEW} too, so their ids mean neither; delete the copy"
    assert told(life) == [("step", f"Notes/copy.md:{first}: {message}")]


def test_an_application_without_a_next_step_is_told(life: Life) -> None:
    life.write("Applications/Foo.md", "---\ntype: application\ncompany: Foo\nstage: applied\n---\n")
    life.write("Applications/Bar.md", "---\ntype: application\ncompany: Bar\nstage: rejected\n---\n")
    assert told(life) == [
        ("next", 'Applications/Bar.md:4: marked rejected, but there is no rejection note: vault new-rejection "Bar"'),
        ("next", "Applications/Foo.md:1: nothing is planned here; write a task with a day, or "
         '`vault close "Foo" --as no-reply`'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("applied", "is_told"), [("2026-11-08", True), ("2026-11-09", False), ("2026-11-22", False)]
)
def test_what_went_out_within_two_weeks_is_not_called_unanswered(
    life: Life, applied: str, is_told: bool
) -> None:
    life.applies(applied, "Harbour", "Tester")
    for f in life.session("2026-11-22").search().follow_ups:
        if f.company == "Harbour":
            life.done("2026-11-22", f.id)
    way = (
        'nothing is planned here; write a task with a day, or `vault close "Harbour – Tester" --as no-reply`'
    )
    assert told(life) == ([("next", f"Applications/Harbour – Tester.md:1: {way}")] if is_told else [])


def test_a_lead_is_not_called_one_that_gave_no_answer(life: Life) -> None:
    life.write("Applications/Foo.md", "---\ntype: application\ncompany: Foo\nstage: lead\n---\n")
    message = 'a lead with nothing planned; write a task with a day, or `vault close "Foo" --as withdrawn`'
    assert told(life) == [("next", f"Applications/Foo.md:1: {message}")]


def test_an_offer_without_a_day_for_the_answer_is_told_how_to_get_one(life: Life) -> None:
    life.write("Applications/Foo.md", "---\ntype: application\ncompany: Foo\nstage: offer\n---\n")
    message = "an offer waits here; put the day of your answer into `respond_by` of the offer's note"
    assert told(life) == [("next", f"Applications/Foo.md:1: {message}")]


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ('[follow_ups]\nexclude = ["./applications/"]\ninclude = ["Contacts/"]\ntag = "##job/now"\n', ""),
        ('language = "EN"\n', ""),
        (
            '[follow_ups]\nexclude = ["Applications", "Nope"]\n',
            "2: [follow_ups] exclude: there is no folder 'Nope'",
        ),
        ('[follow_ups]\n\ninclude = ["."]\n', "3: [follow_ups] include: there is no folder '.' in the vault"),
        ('[follow_ups]\ninclude = ["/"]\n', "2: [follow_ups] include: there is no folder '.' in the vault"),
        ('[follow_ups]\ntag = "job, work"\n', "2: [follow_ups] tag is one tag, such as \"job\"; 'job, work'"),
        ('name = "Jo"\ntemplates = "Nope"\n', "2: there is no folder 'Nope' in the vault; make it"),
        ('language = "da"\n', "1: there are no letters in 'da'; put some into Templates/messages/da/"),
    ],
)
def test_a_setting_that_meets_nothing_is_told(life: Life, toml: str, line: str) -> None:
    life.write("vault.toml", toml)
    found = [said for about, said in told(life) if said.startswith("vault.toml")]
    assert len(found) == bool(line) and all(s.startswith(f"vault.toml:{line}") for s in found), found


def test_letters_in_the_language_that_is_meant_are_found_whatever_its_capitals(life: Life) -> None:
    life.write("Templates/messages/de/thank-after-no.md.j2", "Liebe {{ person.first }}\n")
    life.write("vault.toml", 'language = "DE"\n')
    assert told(life) == []
    assert (
        template_of("thank-after-no", "DE", life.session(DAY).wording) == "messages/de/thank-after-no.md.j2"
    )


def test_a_page_that_is_the_dashboard_no_more_is_told(life: Life) -> None:
    assert CliRunner().invoke(vault, ["--vault", str(life.root), "--today", DAY, "dashboard"]).exit_code == 0
    life.write(
        "Dashboard (Jo's conflicted copy 2026-11-22).md", life.read("Dashboard.md").replace("Prepare", "x")
    )
    life.write("Mine.md", "---\ntype: dashboard\n---\nMy own page.\n")
    life.write("vault.toml", 'dashboard = "Start.md"\n')
    line = (
        "Dashboard.md:7: an old dashboard: what is ticked here reaches no note, since the dashboard is Start.md now; "
        "do it there again, keep your own words, and delete this one"
    )
    assert [said for about, said in told(life) if "old dashboard" in said] == [line]
    for said in (f"{line}\n", ""):
        drawn = CliRunner().invoke(vault, ["--vault", str(life.root), "--today", DAY, "dashboard"])
        assert " ".join(drawn.stderr.split()) == said.strip()


# Templates ----------------------------------------------------------------------------------------------


def test_all_of_our_own_templates_render(life: Life) -> None:
    for place in TEMPLATES.rglob("*"):
        if place.is_file() and "demo" not in place.parts:
            life.write(f"Templates/{place.relative_to(TEMPLATES).as_posix()}", place.read_bytes())
    assert told(life) == []


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("vault.toml", "name = 'Jo'\nmax_lines = 3\n", "2: max_lines is a whole number from 10"),
        ("vault.toml", "name = 'Jo'\ncolour = 3\n", "2: 'colour' is no setting; known are "),
        ("vault.toml", "name = 'Jo'\ntimezone = 'Berlin'\n",
         "2: timezone is the name of a zone, such as Europe/Berlin, not 'Berlin'"),
        ("vault.toml", "[tiers]\nwarm = 42\nsteady = 'often'\n", "3: [tiers] steady is a number of days"),
        ("Templates/kinds.toml", '[coffee]\nfolder = "C"\nfile = "c"\n[[coffee.also]]\nvalues = {}\nkind = "tea"\n',
         "6: [coffee] also: there is no kind 'tea' to make beside it"),
        ("Templates/kinds.toml", '[nap]\nfolder = "N"\nfile = "n"\n[[nap.property]]\nname = "guest"\nlink = "contct"\nmake = true\n',
         "6: [nap]: property guest: there is no kind 'contct' to link to"),
        ("vault.toml", b"\xff", "1: it is not valid UTF-8; save it as UTF-8"),
        ("Templates/kinds.toml", "[coffee\n", "1: the head of a table is not closed; add the ], or take the file away"),
        ("Templates/kinds.toml", '[coffee]\nfolder = "C"\nfile = "{{ gast }}"\n', "3: [coffee] file: 'gast' is undefined"),
        ("Templates/playbook.toml", '[[step]]\nid = "thank-panel"\ntext = "Thank {{ persn }}"\n',
         "3: step thank-panel: text: 'persn' is undefined"),
        ("Templates/playbook.toml", '[[step]]\nid = "thank-panel"\nwhen = "foo bar"\n', "3: when: 'foo bar' is no condition"),
        ("Templates/playbook.toml", '[[step]]\nid = "thank-panel"\nmessage = "thank-after-noo"\n',
         "3: step thank-panel: there is no letter 'thank-after-noo'; put messages/thank-after-noo.md.j2 into Templates/"),
        ("Templates/playbook.toml", '[[step]]\nid = "thank-panel"\nwhen = "gift == \'off\'"\n',
         "3: when: 'gift == 'off'' asks for 'gift', which is no value here (it may use application, company, "),
        ("Templates/playbook.toml", '[[step]]\nid = "thank-panel"\nwhen = "settings.gfit == \'on\'"\n',
         "3: when: 'settings.gfit == 'on'' asks for 'settings.gfit', which is no value here (it may use settings.ask_why, "),
        ("Templates/kinds.toml", '[[hire.also]]\nkind = "contact"\nvalues = { name = "x" }\nwhen = "job_open"\n',
         "4: [hire] also: 'job_open' asks for 'job_open', which is no value here (it may use application, company_name, "),
        ("Templates/messages/thank-after-no.md.j2", "Title: x\n\nDear {{ person.frist }},\n", "3: 'dict object' has no attribute"),
        ("Templates/messages/de/thank-after-no.md.j2", "Dear {{ person.first }\n", "1: unexpected '}'"),
        ("Templates/messages/tone.toml", "a = [\n", "1: a value that cannot be read; words stand in straight quotes"),
        ("Templates/rejection.md.j2", "Nothing.\n", "1: it leaves out the step fu-"),
        ("Templates/notes/application-plan.md.j2", "## Next\n\n{{ nam }}", "3: 'nam' is undefined (it may use "),
        ("Templates/notes/contact.md.j2", "{{ nam }}", "1: 'nam' is undefined (it may use "),
        ("Templates/dashboard.md.j2", "{{ overdu }}", "1: 'overdu' is undefined (it may use "),
        ("Templates/of-no-use.md.j2", "\n{% endfor %}", "2: encountered unknown tag 'endfor'"),
    ],
)  # fmt: skip
def test_what_does_not_render_is_told_and_hides_nothing_else(
    life: Life, path: str, text: str | bytes, line: str
) -> None:
    life.write(path, text)
    life.write("Bad.md", "---\na: b: c\n---\n")
    found = told(life)
    assert found[0] == ("note", 'Bad.md:2: a colon inside a value needs quotes: a: "…"')
    assert {about for about, _ in found[1:]} == {"template"}
    assert all(said.startswith(f"{path}:{line}") for _, said in found[1:]), found


ROW = '[[step]]\nid = "wave"\nform = "line"\ntext = "Wave"\nevent = "nap"\nwho = "host"\n'
NAP = '[nap]\nfolder = "Naps"\nfile = "nap"\nevent = "nap"\n[[nap.property]]\nname = "with"\nlink = "contact"\nrole = "host"\n'


@pytest.mark.parametrize(
    ("playbook", "kinds", "line"),
    [
        (ROW + 'also_after = ["debrief"]\ncancelled_by = ["nap", "ended"]\nends_with = "nap"\n', "", ""),
        (ROW + 'spares = ["connected", "host"]\n[tiers_by_role]\nhost = "Warm"\nhire = "none"\n', "", ""),
        (ROW.replace('"nap"', '"npa"'), "", "playbook.toml:5: step wave: event knows application, change, "),
        (ROW.replace('"host"', '["self", "boss"]'), "", "playbook.toml:6: step wave: who knows acquaintance, "),
        (ROW + 'cancelled_by = ["plan"]\n', "", "playbook.toml:7: step wave: cancelled_by knows accepted, "),
        (ROW + 'also_after = ["noo"]\n', "", "playbook.toml:7: step wave: also_after knows application, "),
        (ROW + 'ends_with = "noo"\n', "", "playbook.toml:7: step wave: ends_with knows application, "),
        (ROW + 'spares = ["boss"]\n', "", "playbook.toml:7: step wave: spares knows acquaintance, "),
        ('[tiers_by_role]\nmentor = "gold"\n', "", "playbook.toml:2: [tiers_by_role] mentor: there is no tier 'gold'; "),
        ("", 'completes = ["wvae"]\n', "kinds.toml:5: [nap]: there is no step 'wvae' to be completed"),
    ],
)  # fmt: skip
def test_a_name_that_means_nothing_in_the_playbook_or_the_kinds_is_told(
    life: Life, playbook: str, kinds: str, line: str
) -> None:
    head, _, rows = NAP.partition("[[")
    life.write("Templates/kinds.toml", f"{head}{kinds}[[{rows}")
    life.write("Templates/playbook.toml", playbook)
    found = [said for about, said in told(life) if about == "template"]
    assert len(found) == bool(line) and all(s.startswith(f"Templates/{line}") for s in found), found


def test_a_note_that_links_to_no_kind_is_refused_and_nothing_is_written(life: Life) -> None:
    head = '[nap]\nfolder = "Naps"\nfile = "nap"\n[[nap.property]]\nname = "guest"\nargument = true\n'
    life.write("Templates/kinds.toml", f'{head}link = "contct"\nmake = true\n')
    before = life.files()
    done = CliRunner().invoke(vault, ["--vault", str(life.root), "--today", DAY, "new-nap", "Tom"])
    assert (done.exit_code != 0, life.files()) == (True, before)


def test_a_rehearsal_writes_nothing(life: Life) -> None:
    life.write("Templates/rejection.md.j2", "{% for s in steps %}\n{{ s.line }}\n{% endfor %}\n")
    before = life.files()
    assert told(life) == []
    assert life.files() == before


# Mending ------------------------------------------------------------------------------------------------


def test_what_is_certain_is_mended_in_one_deed_that_can_be_undone(life: Life) -> None:
    life.write("Colon.md", "---\ntitle: Acme: the plan\n---\nmine\n")
    life.write("Kim.md", "---\ntype: Contact   # of old\nfollow_up: 2026-12-3\n---\n")
    life.write("Old.md", "- [ ] call 📅 2026-11-25\n".encode("utf-16"))
    life.write("Old.sync-conflict-20261122-101500-ABCDEFG.md", life.root.joinpath("Old.md").read_bytes())
    life.write("People/Alan Turing.md", life.read("Contacts/Alan Turing.md"))
    (life.root / "Contacts/Alan Turing.md").unlink()
    life.edit(APPLICATION, '"[[Alan Turing]]"', '"[[Contacts/Alan Turing|Alan]]"')
    before = life.files()

    found = mend(life.session(DAY))
    assert found.left == ()
    assert sorted(path for path, _ in found.done) == sorted(
        [
            "Colon.md",
            "Kim.md",
            "Kim.md",
            "Old.md",
            "Old.sync-conflict-20261122-101500-ABCDEFG.md",
            APPLICATION,
        ]
    )
    after = life.files()
    assert after["Colon.md"] == b'---\ntitle: "Acme: the plan"\n---\nmine\n'
    assert after["Kim.md"] == b"---\ntype: contact   # of old\nfollow_up: 2026-12-03\n---\n"
    assert after["Old.md"] == "- [ ] call 📅 2026-11-25\n".encode()
    assert '  - "[[Alan Turing|Alan]]"\n' in after[APPLICATION].decode()
    assert "Old.sync-conflict-20261122-101500-ABCDEFG.md" not in after

    life.undo(DAY)
    assert life.files() == before


def test_a_write_protected_note_is_left_and_the_others_are_mended(life: Life) -> None:
    text = "---\ntitle: Acme: the plan\n---\nmine\n"
    for name in ("Closed.md", "Colon.md"):
        life.write(name, text)
    (life.root / "Closed.md").chmod(0o444)
    session = life.session(DAY)
    assert [path for path, _ in mend(session).done] == ["Colon.md"]
    assert "Closed.md is write-protected; `chmod u+w` it" in "\n".join(session.told)
    with pytest.raises(VaultError, match=r"Closed\.md is write-protected"):
        mend(life.session(DAY))
    assert life.read("Closed.md") == text


@pytest.mark.skipif(os.name == "nt", reason="a link needs a right of its own there")
def test_a_note_under_two_names_is_mended_once(life: Life) -> None:
    life.write("Colon.md", "---\ntitle: Acme: the plan\n---\nmine\n")
    os.link(life.root / "Colon.md", life.root / "Same.md")
    os.symlink("Colon.md", life.root / "Also.md")
    mend(life.session(DAY))
    mend(life.session(DAY))
    assert life.read("Colon.md") == life.read("Same.md") == life.read("Also.md")
    assert life.read("Same.md") == '---\ntitle: "Acme: the plan"\n---\nmine\n'


@pytest.mark.parametrize(
    "text",
    [
        "---\na: 1\na: 2\n---\n",  # which of the two?
        "---\n{a: 1, a: 2}\n---\n",
        "---\n? a\n? a\n---\n",
        "- [ ] one\r- [ ] two\r",
        "---\na: b: c # or a comment\n---\n",
        "---\ntype: contact\nKim called\n",  # where do the properties end?
        "```\n- [ ] code 📅 2026-11-25\n",
        "---\na: [1, 2\n---\n",
        "- [ ] call 📅 2026-02-30\n",
    ],
)
def test_what_could_mean_two_things_is_left(life: Life, text: str) -> None:
    life.write("Kim.md", text)
    before = life.files()
    said = run(life, "--fix")
    assert (said.exit_code, life.files()) == (1, before)
    assert "Nothing here can be mended without you." in said.stderr


def test_a_conflict_copy_that_says_something_else_stays(life: Life) -> None:
    life.write("Old.md", "mine\n")
    life.write("Old (Jo's conflicted copy 2026-11-20).md", "theirs\n")
    before = life.files()
    assert mend(life.session(DAY)).done == ()
    assert life.files() == before


def test_nothing_is_mended_while_the_settings_are_broken(life: Life) -> None:
    life.write("vault.toml", "max_lines = 3\n")
    life.write("Colon.md", "---\na: b: c\n---\n")
    before = life.files()
    said = run(life, "--fix")
    assert (said.exit_code != 0, life.files()) == (True, before)


_YAML = st.text(alphabet="ab:- \t\"'#[]{}@%`*&|>\n", max_size=40)


@given(_YAML, st.text(alphabet="ab- []x\n📅2026-1", max_size=30))
def test_mending_never_loses_a_task_or_a_property_and_never_raises(inner: str, body: str) -> None:
    data = encode(f"---\n{inner}\n---\n- [ ] stays 📅 2026-11-25\n{body}")
    before = read_note("a.md", data)
    new, done = mended("a.md", data)
    after = read_note("a.md", new)
    assert (new == data) == (not done)
    assert [t.task for t in before.tasks] == [t.task for t in after.tasks]
    assert before.properties.items() <= after.properties.items() or not before.properties


_ODD = st.sampled_from(
    ("banana", "true", "-1", ".nan", "[]", "[a, [b]]", "{a: b}", "[[X]]", '"[[application]]"', '"[[rejection]]"',
     "9999-12-31", "0001-01-01", "2026-11-20T14:00:00", "2026-13-45", "''", "null", "offer", "rejected",
     '"\\0\\u202e"', "'📅 2026-11-20'", "99999999999999999999999", "'[[#^x]]'", "'[[]]'", "['[[contact]]', 5, null]")
)  # fmt: skip
_KINDS = read_toml((TEMPLATES / "kinds.toml").read_text(encoding="utf-8"))


@settings(max_examples=8)
@given(st.data())
def test_no_value_of_any_property_hides_the_dashboard_or_ends_the_check(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    life = begin(tmp_path_factory.mktemp("odd") / "v")
    for name, kind in _KINDS.items():
        given_ = "".join(f"{p['name']}: {data.draw(_ODD)}\n" for p in kind.get("property", ()))
        task = "- [ ] Thank [[contact]] 📅 2026-11-20 ^fu-thank-panel-31ab7f\n"
        life.write(f"{name}.md", f"---\ntype: {name}\n{given_}closed: {data.draw(_ODD)}\n---\n{task}")
    life.write("Kim.md", "- [ ] call Kim 📅 2026-11-20\n")
    session = life.session(DAY)
    assert "call Kim" in Desk(session, None).drawn(None, TakenIn()).text
    check(life.session(DAY))


# How it is said -----------------------------------------------------------------------------------------


def test_it_is_said_in_groups_and_the_last_line_says_what_fix_would_mend(life: Life) -> None:
    life.write("Colon.md", "---\na: b: c\n---\n")
    life.write("Applications/Foo.md", "---\ntype: application\ncompany: Foo\nstage: applied\n---\n")
    said = run(life)
    assert said.exit_code == 1
    assert said.stdout.splitlines() == [
        'Colon.md:2: a colon inside a value needs quotes: a: "…"',
        "Applications/Foo.md:1: nothing is planned here; write a task with a day, or "
        '`vault close "Foo" --as no-reply`',
    ]
    assert said.output.splitlines()[-1] == (
        "2 things are wrong; `vault check --fix` mends 1: Colon.md: puts quotes around a value"
    )
    assert [line for line in said.stderr.splitlines() if line][:2] == [
        "Notes that cannot be read, or only in part",
        "Applications without a next step",
    ]


def test_json_has_every_finding_with_its_group_and_its_mend(life: Life) -> None:
    life.write("Colon.md", "---\na: b: c\n---\n")
    said = run(life, "--json")
    assert said.exit_code == 1
    assert json.loads(said.stdout) == [
        {"path": "Colon.md", "line": 2, "message": 'a colon inside a value needs quotes: a: "…"',
         "about": "note", "fix": "puts quotes around a value"}
    ]  # fmt: skip


def test_the_groups_are_named_in_the_docs() -> None:
    text = (TEMPLATES.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"`about` is one of ([^.]+)\.", text)
    assert set(re.findall(r"`(\w+)`", row)) == {about.value for about in About}


def test_a_type_that_obsidian_has_for_a_property_of_ours_wins_and_is_told_where_it_is_in_use(
    life: Life,
) -> None:
    types = '{"types": {\n "stage": "text",\n "applied": "text",\n "respond_by": "text",\n "mine": "number"}}'
    life.write(".obsidian/types.json", types)
    message = "Obsidian takes applied for Text, and your notes have it as Date; choose Date for it there"
    assert told(life) == [("value", f".obsidian/types.json:3: {message}")]
    assert life.read(".obsidian/types.json") == types


def test_several_names_in_one_text_are_told_and_several_links_in_one_are_several(life: Life) -> None:
    life.write("Contacts/Omar Reyes.md", "---\ntype: contact\n---\n")
    life.edit(INTERVIEW, '  - "[[Ada Lovelace]]"\n', "")
    life.edit(INTERVIEW, "interviewers:\n", 'interviewers: "[[Ada Lovelace]], [[Omar Reyes]]"\n')
    assert told(life) == []
    made = life.hears_no("2026-11-21", "acme")
    assert [p.person.name for p, _ in made.planned if p.step.id == "thank-panel" and p.person] == [
        "Ada Lovelace",
        "Omar Reyes",
    ]
    life.edit(INTERVIEW, '"[[Ada Lovelace]], [[Omar Reyes]]"', "Ada Lovelace, Omar Reyes")
    message = (
        "interviewers: 'Ada Lovelace, Omar Reyes' is taken for one person; write each on a line of their own"
    )
    assert ("value", f"{INTERVIEW}:7: {message}") in told(life)
