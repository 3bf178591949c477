"""Debrief, change, offer and plan B: what they write, which open lines they tick, what they move."""

from pathlib import Path

import pytest
from life import APPLICATION, FINAL, NO, Life, begin, final_round

from vault_tools.commands.belonging import Asker
from vault_tools.core.errors import TemplateError, VaultError
from vault_tools.core.meaning.kinds import Also, read_kinds
from vault_tools.core.rules.appointments import appointments
from vault_tools.core.rules.board import board


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """A no after a final round, with everybody known."""
    life = final_round(tmp_path / "v")
    life.hears_no("2026-11-18T16:40", "norrland")
    return life


def ticked(life: Life, step: str) -> list[str]:
    return [line for line in life.read(NO).split("\n") if f"^fu-{step}-" in line and line.startswith("- [x]")]


# ------------------------------------------------------------------------------------------------ debrief


def test_a_debrief_belongs_to_a_no_and_says_how_far_it_got(life: Life) -> None:
    made = life.new("2026-11-25", "debrief", rejection="norrland", talked_with=["Mia Sand"])
    assert made.made == (
        "Debriefs/2026-11-25 Norrland Robotics – Controls Engineer.md",
        "Contacts/Mia Sand.md",
    )
    assert life.read(made.path).startswith(
        '---\ntype: debrief\nrejection: "[[2026-11-18 Norrland Robotics – Controls Engineer]]"\n'
        'debriefed: 2026-11-25\nstage_reached: final round\ntalked_with:\n  - "[[Mia Sand]]"\n'
        "tags:\n  - debrief\n---\n"
    )


def test_whoever_one_talks_with_is_not_taken_for_somebody_of_that_company(life: Life) -> None:
    life.new("2026-11-25", "debrief", rejection="norrland", talked_with=["Mia Sand"])
    assert "company" not in life.read("Contacts/Mia Sand.md")


def test_writing_the_debrief_ticks_its_line_on_the_day_of_the_talk(life: Life) -> None:
    made = life.new("2026-11-27", "debrief", rejection="norrland", debriefed="2026-11-25")
    assert [line.step.id for line in made.ending.done if line.step] == ["debrief"]
    assert made.changed == (NO,)
    (line,) = ticked(life, "debrief")
    assert "✅ 2026-11-25" in line


def test_a_debrief_is_one_deed(life: Life) -> None:
    before = life.files()
    life.new("2026-11-25", "debrief", rejection="norrland", talked_with=["Mia Sand"])
    life.undo("2026-11-25")
    assert life.files() == before


def test_the_line_of_the_search_is_ticked_wherever_it_stands(life: Life) -> None:
    """The debrief that a first no asked for is done with the second one's."""
    life.applies("2026-11-01", "Umbra", "Lead")
    life.meets("2026-11-20T10:00", "umbra", "final", "Eve Stone")
    life.hears_no("2026-11-24", "umbra")
    made = life.new("2026-11-26", "debrief", rejection="umbra")
    assert made.changed == (NO,)
    assert len(ticked(life, "debrief")) == 1


def test_without_an_open_line_a_debrief_ticks_nothing(life: Life) -> None:
    life.drop("2026-11-25", life.id_of("2026-11-25", "Talk it through"), "no time")
    made = life.new("2026-11-26", "debrief", rejection="norrland")
    assert (made.changed, made.ending.done) == ((), ())


@pytest.mark.parametrize(
    ("reached", "words"),
    [
        ("applied", "Nobody met you"),
        ("screening", "about the first conversation"),
        ("second round", "about the interviews"),
        ("final round", "among the last"),
        ("offer", "among the last"),
    ],
)
def test_the_questions_fit_the_stage_that_was_reached(tmp_path: Path, reached: str, words: str) -> None:
    life = begin(tmp_path / "v")
    life.write(
        "Rejections/2026-11-18 Norrland.md",
        f"---\ntype: rejection\ncompany: Norrland\nreceived: 2026-11-18\nstage_reached: {reached}\n---\n",
    )
    made = life.new("2026-11-25", "debrief", rejection="norrland")
    assert made.path == "Debriefs/2026-11-25 Norrland.md"
    text = life.read(made.path)
    assert words in text
    assert "what they see in you that you don't" in text


def test_a_debrief_leads_to_the_change_that_is_planned_already(life: Life) -> None:
    made = life.new("2026-11-25", "debrief", rejection="norrland")
    assert made.planned == ()
    assert (
        "take this along: [[2026-11-18 Norrland Robotics – Controls Engineer#^fu-change-something-"
        in life.read(made.path)
    )


def test_a_debrief_plans_the_change_where_none_is_open(life: Life) -> None:
    life.drop("2026-11-25", life.id_of("2026-11-25", "Choose one thing"), "not now")
    made = life.new("2026-11-25", "debrief", rejection="norrland")
    assert [p.step.id for p, _ in made.planned] == ["change-something"]


def test_a_debrief_needs_a_no(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    with pytest.raises(VaultError, match="there is no rejection note yet; `vault new-rejection` writes one"):
        life.new("2026-11-25", "debrief", rejection="norrland")


# ------------------------------------------------------------------------------------------------- change


def test_a_change_says_what_since_when_and_what_it_is_to_move(life: Life) -> None:
    made = life.new(
        "2026-11-28", "change", what="a shorter résumé", rejection="norrland", moves_from="screening"
    )
    assert life.read(made.path).startswith(
        '---\ntype: change\nwhat: a shorter résumé\nrejection: "[[2026-11-18 Norrland Robotics – Controls Engineer]]"\n'
        "started: 2026-11-28\nmoves_from: screening\nmoves_to: interview\ntags:\n  - change\n---\n"
    )
    assert "more first conversations lead to interviews" in life.read(made.path)
    assert len(ticked(life, "change-something")) == 1


def test_a_change_comes_without_a_no_as_well(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    made = life.new("2026-11-28", "change", what="call first")
    assert made.path == "Changes/2026-11-28 call first.md"
    assert "moves_from: applied\nmoves_to: screening\n" in life.read(made.path)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            {"moves_from": "screenning"},
            "--from: 'screenning' is not known; it is one of applied, screening, interview",
        ),
        ({"moves_to": "applied"}, "--to: 'applied' is not known; it is one of screening, interview, offer"),
    ],
)
def test_a_station_that_there_is_not_is_refused(life: Life, typed: dict[str, str], message: str) -> None:
    before = life.files()
    with pytest.raises(VaultError) as refused:
        life.new("2026-11-28", "change", what="a shorter résumé", **typed)
    assert (str(refused.value), life.files()) == (message, before)


def test_a_station_is_kept_as_it_is_called_in_whatever_capitals(life: Life) -> None:
    made = life.new("2026-11-28", "change", what="a shorter résumé", moves_from="Screening")
    assert "moves_from: screening\nmoves_to: interview\n" in life.read(made.path)


def test_one_change_at_a_time(life: Life) -> None:
    life.new("2026-11-28", "change", what="a shorter résumé")
    before = life.files()
    with pytest.raises(VaultError, match=r'end it first: `vault close "2026-11-28 a shorter résumé" --done`'):
        life.new("2026-12-01", "change", what="another photo")
    assert life.files() == before


def test_at_a_terminal_the_new_change_may_take_over(life: Life) -> None:
    life.new("2026-11-28", "change", what="a shorter résumé")
    life.new("2026-12-10", "change", what="another photo", asker=Asker(confirm=lambda _: True))
    old = life.read("Changes/2026-11-28 a shorter résumé.md")
    assert "closed: 2026-12-10\n" in old
    assert "- [x] See what “a shorter résumé” moved" in old


def test_while_a_change_goes_on_a_second_no_links_to_it(life: Life) -> None:
    life.new("2026-11-19", "change", what="a shorter résumé", rejection="norrland")
    life.applies("2026-11-01", "Umbra", "Lead")
    life.meets("2026-11-20T10:00", "umbra", "final", "Eve Stone")
    made = life.hears_no("2026-11-24", "umbra")
    assert "change-something" not in [p.step.id for p, _ in made.planned]
    under_way = next(
        line
        for line in life.read(made.path).splitlines()
        if line.startswith("Already under way, so not here twice: ")
    )
    assert " · [[2026-11-19 a shorter résumé]] · " in under_way


def test_a_change_asks_after_two_months_what_it_moved_until_it_is_closed(life: Life) -> None:
    made = life.new("2026-11-28", "change", what="a shorter résumé")
    assert [(p.step.id, str(p.due)) for p, _ in made.planned] == [("judge-change", "2027-01-28")]
    assert "See what “a shorter résumé” moved: keep it, or let it go, and close the note" in life.texts(
        "2027-01-28"
    )
    life.edit(made.path, "tags:", "closed: 2027-01-10\ntags:")
    assert [f for f in life.all("2027-01-28") if f.step == "judge-change"] == []


# -------------------------------------------------------------------------------------------------- offer


def test_an_offer_moves_the_stage_and_ends_the_chase_of_that_application(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies(
        "2026-11-16",
        "Norrland Robotics",
        "Controls Engineer",
        recruiter=["Grete Holm"],
        referrer=["Ravi Menon"],
    )
    life.applies("2026-11-16", "Umbra", "Lead", recruiter=["Jo Lund"])
    made = life.new("2026-11-20", "offer", application="norrland", respond_by="2026-11-27")
    assert "stage: offer\n" in life.read(APPLICATION)
    assert [
        line
        for line in life.lines(APPLICATION)
        if "dropped: an offer came" in line and "how things stand" in line
    ] != []
    assert "stage: applied\n" in life.read("Applications/Umbra – Lead.md")
    assert "dropped" not in life.read("Applications/Umbra – Lead.md")
    assert life.read(made.path).startswith(
        '---\ntype: offer\napplication: "[[Norrland Robotics – Controls Engineer]]"\ncompany: "[[Norrland Robotics]]"\n'
        "received: 2026-11-20\nrespond_by: 2026-11-27\ntags:\n  - offer\n---\n"
    )


def test_the_answer_to_an_offer_is_an_appointment(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-01", "Norrland Robotics", "Controls Engineer")
    life.new("2026-11-20", "offer", application="norrland", respond_by="2026-11-27")
    life.done("2026-11-20", *(f.id for f in life.all("2026-11-20")))
    (found,) = appointments(life.search("2026-11-22"), 7)
    assert (found.round, found.company, str(found.day)) == (
        "answer to the offer",
        "Norrland Robotics",
        "2026-11-27",
    )
    (row,) = board(life.search("2026-11-22")).pipeline
    assert (row.appointment, str(row.last)) == (found, "2026-11-20")
    assert "**Answer to the offer, Norrland Robotics** · 2026-11-27" in life.read("Dashboard.md")


def test_an_offer_that_waits_for_an_answer_is_on_the_quiet_page_of_another_no_too(life: Life) -> None:
    life.applies("2026-11-17", "Umbra", "Lead")
    life.new("2026-11-18T17:00", "offer", application="umbra", respond_by="2026-12-04")
    assert "Norrland Robotics said no" in life.read("Dashboard.md")
    assert "**Answer to the offer, Umbra** · 2026-12-04" in life.read("Dashboard.md")


def test_an_offer_says_what_to_do_if_it_is_taken(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-01", "Umbra", "Lead")
    _, told = life.new_and_told("2026-11-20", "offer", application="umbra")
    assert 'vault close "Umbra – Lead" --as accepted' in " ".join(told)


def test_an_offer_after_the_end_needs_a_word_that_it_goes_on(life: Life) -> None:
    with pytest.raises(VaultError, match="is rejected; if it goes on, say so with --reopen"):
        life.new("2026-12-01", "offer", application="norrland")
    life.new("2026-12-01", "offer", application="norrland", reopen=True)
    assert "stage: offer\n" in life.read(APPLICATION)
    assert "closed" not in life.read(APPLICATION)
    assert "closed: 2026-12-01\n" in life.read(NO)


# ------------------------------------------------------------------------------------------------- plan B


def test_plan_b_asks_for_the_three_ways_and_whether_it_was_the_job_or_the_company(life: Life) -> None:
    made = life.new("2026-12-01", "plan-b", rejection="norrland")
    text = life.read(made.path)
    assert made.path == "Plans/2026-12-01 Plan B.md"
    for words in ("Know more people", "come back", "another level", "was it the job, or the company"):
        assert words in text
    assert '`vault new-company "Norrland Robotics" --dream`' in text
    assert len(ticked(life, "plan-b")) == 1


# -------------------------------------------------------------------------------------- the grammar of it


def kind(**more: object) -> dict[str, object]:
    return {"nap": {"folder": "Naps", "file": "x", "property": [{"name": "day", "type": "date"}], **more}}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (kind(completes="debrief"), "completes is a list of steps"),
        (kind(one_at_a_time="yes"), "one_at_a_time has to be true or false"),
        (kind(also=["application"]), "each [[….also]] is a table with a kind and values"),
        (
            kind(also=[{"kind": "application", "values": {"applied": True}}]),
            "also needs a kind, and values in quotes",
        ),
        (
            kind(also=[{"kind": "application", "where": "x"}]),
            "'where' is not known here; known are kind, values, when",
        ),
        (kind(says=3), "says has to be text"),
        (kind(property=[{"name": "day", "needs": "night"}]), "needs = 'night' is no property of this kind"),
    ],
)
def test_a_wrong_kind_says_what_is_wrong(table: dict[str, object], message: str) -> None:
    with pytest.raises(TemplateError) as told:
        read_kinds(table, where=lambda *_: "kinds.toml")
    assert message in str(told.value)


def test_a_kind_can_say_what_it_completes_and_makes() -> None:
    table = kind(completes=["debrief"], also=[{"kind": "contact", "when": "day", "values": {"name": "Tom"}}])
    nap = read_kinds(table, where=lambda *_: "kinds.toml")["nap"]
    assert (nap.completes, nap.also) == (("debrief",), (Also("contact", {"name": "Tom"}, "day"),))


def test_a_vaults_own_kind_can_complete_a_step(life: Life) -> None:
    life.write(
        "Templates/kinds.toml",
        '[coaching]\nfolder = "Coaching"\nfile = "{{ held }} Coaching"\nevent = "coaching"\nanchor = "held"\n'
        'completes = ["debrief"]\n[[coaching.property]]\nname = "held"\ntype = "date"\ndefault = "{{ today }}"\n',
    )
    made = life.new("2026-11-26", "coaching")
    assert (made.path, made.changed) == ("Coaching/2026-11-26 Coaching.md", (NO,))
    assert life.read(FINAL)
