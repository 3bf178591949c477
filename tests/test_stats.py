"""What is counted of a search, on which side of a change it falls, and how it is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from life import Life, begin

from vault_tools.cli.app import vault
from vault_tools.commands.closing import close_application
from vault_tools.commands.writing import writing
from vault_tools.core.rules.rates import Rate
from vault_tools.core.rules.stats import Answers, Change, Days, Passage, Source, last_change, stats

TODAY = "2026-11-22"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return begin(tmp_path / "vault")


def applied(life: Life, company: str, day: str = "2026-06-01", stage: str = "applied", more: str = "") -> str:
    """An application written by hand; gives its name."""
    name = f"{company} – Welder"
    life.write(
        f"Applications/{name}.md",
        f"---\ntype: application\ncompany: '[[{company}]]'\nrole: Welder\n"
        f"stage: {stage}\napplied: {day}\n{more}---\n",
    )
    return name


def met(life: Life, name: str, day: str, round_: str) -> None:
    life.write(
        f"Interviews/{day} {name} – {round_}.md",
        f"---\ntype: interview\napplication: '[[{name}]]'\nstarts: {day}T10:00:00\nround: {round_}\n---\n",
    )


def no(life: Life, name: str, day: str, more: str = "") -> None:
    life.write(
        f"Rejections/{day} {name}.md",
        f"---\ntype: rejection\napplication: '[[{name}]]'\nreceived: {day}\n{more}---\n",
    )


def changed(life: Life, name: str = "2026-08-01 Shorter letter", more: str = "started: 2026-08-01") -> str:
    return life.write(f"Changes/{name}.md", f"---\ntype: change\n{more}\n---\n")


def many(life: Life, prefix: str, cases: int, hits: int, day: str) -> None:
    """So many applications of a day that ended; the first of them got to a screening the day after."""
    for number in range(cases):
        name = applied(life, f"{prefix}{number}", day, "rejected")
        if number < hits:
            met(life, name, f"{day[:-2]}{int(day[-2:]) + 1:02}", "screening")


FROM_TO = "moves_from: applied\nmoves_to: screening"


# Stations ----------------------------------------------------------------------------------------------


def test_an_empty_vault_has_nothing_to_count(life: Life) -> None:
    found = stats(life.search(TODAY))
    assert (found.is_empty, found.answers, found.sources, found.companies, found.changes) == (
        True,
        Days(),
        (),
        (),
        (),
    )
    assert {p.rate for p in found.passages} == {Rate(0, 0)}


def test_a_lead_that_was_let_go_never_was_an_application(life: Life) -> None:
    life.new("2026-06-01", "application", company="Aster", role="Welder", applied="no")
    applied(life, "Borage", stage="withdrawn")
    before = stats(life.search(TODAY)).funnel
    close_application(life.session(TODAY), "aster", "withdrawn", date.fromisoformat(TODAY))
    assert stats(life.search(TODAY)).funnel == before
    assert before.applications == 1


def test_a_lead_is_no_application_yet(life: Life) -> None:
    applied(life, "Aster", stage="lead")
    assert stats(life.search(TODAY)).is_empty


def test_what_is_still_open_before_a_station_is_no_case_for_or_against(life: Life) -> None:
    met(life, applied(life, "Aster", stage="screening"), "2026-06-08", "screening")
    met(life, applied(life, "Borage", stage="rejected"), "2026-06-08", "first")
    applied(life, "Clover", stage="no-reply")
    applied(life, "Dill")
    assert stats(life.search(TODAY)).passages == (
        Passage("applied", "screening", Rate(2, 3), waiting=1),
        Passage("screening", "interview", Rate(1, 1), waiting=1),
        Passage("interview", "offer", Rate(0, 1), waiting=0),
    )


def test_what_was_closed_by_hand_is_not_in_progress(life: Life) -> None:
    applied(life, "Umbra", stage="screening", more="closed: 2026-06-20\n")
    name = applied(life, "Tyrell", stage="interviewing", more="closed: 2026-06-20\n")
    no(life, name, "2026-06-20")
    counted = stats(life.search("2026-07-01")).funnel
    assert (counted.applications, counted.open, counted.noes) == (2, 0, 1)
    assert {(f.target, f.count) for f in counted.flows if f.target not in ("screening", "interview")} == {
        ("withdrawn", 1), ("no", 1),
    }  # fmt: skip


def test_an_offer_that_was_declined_stays_an_offer(life: Life) -> None:
    name = applied(life, "Umbra", stage="withdrawn", more="closed: 2026-06-20\n")
    life.write(
        f"Offers/2026-06-15 {name}.md",
        f"---\ntype: offer\napplication: '[[{name}]]'\nreceived: 2026-06-15\n---\n",
    )
    counted = stats(life.search("2026-07-01")).funnel
    assert (counted.offers, [(f.source, f.target) for f in counted.flows][-1]) == (1, ("offer", "withdrawn"))


def test_noes_are_counted_by_how_far_it_had_got(life: Life) -> None:
    no(life, applied(life, "Aster", stage="rejected"), "2026-06-10")
    no(life, applied(life, "Borage", stage="rejected"), "2026-06-10", "stage_reached: screening\n")
    final = applied(life, "Clover", stage="rejected")
    met(life, final, "2026-06-08", "final")
    no(life, final, "2026-06-10")
    applied(life, "Dill", stage="rejected")  # marked by hand, without a note of the no
    assert stats(life.search(TODAY)).noes_by_level == (2, 1, 0, 1)


def test_reasons_somebody_gave_are_counted_apart_from_unknown_ones_and_the_text_is_not_read(
    life: Life,
) -> None:
    no(life, applied(life, "Aster", stage="rejected"), "2026-06-10", "reasons_known:\n  - an internal one\n")
    no(life, applied(life, "Borage", stage="rejected"), "2026-06-10", "reasons_known:\n")
    table = "## What I know\n\n| I know | I imagine |\n| --- | --- |\n| too dear | everything |\n"
    life.edit(
        "Rejections/2026-06-10 Borage – Welder.md", "reasons_known:\n---\n", f"reasons_known:\n---\n{table}"
    )
    funnel = stats(life.search(TODAY)).funnel
    assert (funnel.noes, funnel.reasons_known, funnel.reasons_unknown) == (2, 1, 1)


# Answers -------------------------------------------------------------------------------------------------


def test_the_first_answer_is_the_first_interview_or_the_no(life: Life) -> None:
    talked = applied(life, "Aster", "2026-06-01", "rejected")
    met(life, talked, "2026-06-05", "screening")
    met(life, talked, "2026-06-20", "first")
    no(life, talked, "2026-06-30")
    no(life, applied(life, "Borage", "2026-06-01", "rejected"), "2026-06-04")
    found = stats(life.search(TODAY))
    assert found.answers == Days((3, 4))
    assert found.companies == (Answers("Borage", Days((3,))), Answers("Aster", Days((4,))))


def test_a_talk_before_the_application_or_after_today_is_no_answer_to_it(life: Life) -> None:
    name = applied(life, "Aster", "2026-06-10", "screening")
    met(life, name, "2026-06-01", "screening")
    met(life, name, "2026-12-01", "first")
    assert stats(life.search(TODAY)).answers == Days()
    assert stats(life.search("2026-12-01")).answers == Days((174,))


@pytest.mark.parametrize(
    ("days", "median"), [((), None), ((7,), 7), ((3, 4), 3.5), ((1, 2, 90), 2), ((1, 2, 4, 90), 3)]
)
def test_the_median_is_the_middle_or_the_mean_of_two(days: tuple[int, ...], median: float | None) -> None:
    assert Days(days).median == median


def test_a_company_that_never_answered_is_counted_once_it_is_closed(life: Life) -> None:
    applied(life, "Aster", stage="no-reply")
    applied(life, "Borage")
    assert stats(life.search(TODAY)).companies == (Answers("Aster", Days(), silent=1),)


def test_a_round_to_come_is_no_station_until_its_day(life: Life) -> None:
    name = applied(life, "Aster", stage="screening")
    met(life, name, "2026-11-25", "screening")
    held = applied(life, "Borage", stage="interviewing")
    met(life, held, "2026-11-20", "screening")
    met(life, held, "2026-11-25", "final")

    def reached(day: str) -> tuple[int, int]:
        funnel = stats(life.search(day)).funnel
        return funnel.screenings, funnel.interviews

    assert [reached(day) for day in (TODAY, "2026-11-24", "2026-11-25")] == [(1, 0), (1, 0), (2, 1)]


def test_a_stage_that_no_round_explains_is_believed(life: Life) -> None:
    applied(life, "Aster", stage="interviewing")
    name = applied(life, "Borage", stage="interviewing")
    met(life, name, "2026-11-25", "screening")
    assert stats(life.search(TODAY)).funnel.interviews == 2


def test_a_round_that_was_not_held_any_more_is_no_station(life: Life) -> None:
    name = applied(life, "Aster", stage="withdrawn", more="closed: 2026-11-10\n")
    met(life, name, "2026-11-12", "screening")
    assert stats(life.search(TODAY)).funnel.screenings == 0


@pytest.mark.parametrize("end", ["", "withdrawn"])
def test_a_round_after_a_no_counts_where_the_application_went_on(life: Life, end: str) -> None:
    name = applied(life, "Aster", stage=end or "interviewing", more="closed: 2026-11-15\n" if end else "")
    no(life, name, "2026-11-05")
    met(life, name, "2026-11-12", "first")
    assert stats(life.search(TODAY)).funnel.interviews == 1
    met(life, name, "2026-11-20", "final")
    assert stats(life.search(TODAY)).funnel.interviews == 1


# Sources -------------------------------------------------------------------------------------------------


def test_a_referrer_makes_it_a_referral_whatever_the_source_says(life: Life) -> None:
    applied(life, "Aster", more="source: job board\nreferrer:\n  - '[[Ravi Menon]]'\n")
    applied(life, "Borage", stage="rejected", more="source: A Friend of mine\n")
    applied(life, "Clover", stage="rejected", more="source: job board\n")
    applied(life, "Dill", stage="rejected", more="source: LinkedIn\n")
    applied(life, "Elder")
    assert stats(life.search(TODAY)).sources == (
        Source(
            "referral",
            ("A Friend of mine", "job board"),
            2,
            Passage("applied", "interview", Rate(0, 1), 1),
            1,
        ),
        Source("cold", ("job board", "LinkedIn"), 2, Passage("applied", "interview", Rate(0, 2)), 2),
        Source("unknown", (), 1, Passage("applied", "interview", Rate(0, 0), 1), 0),
    )


def test_a_vault_says_itself_which_words_are_a_referral(life: Life) -> None:
    life.write("Templates/playbook.toml", '[insight]\nreferrals = ["meetup"]\n')
    applied(life, "Aster", more="source: the Rust meetup\n")
    applied(life, "Borage", more="source: meetups\n")
    applied(life, "Clover", more="source: referral\n")
    assert [(s.group, s.names) for s in stats(life.search(TODAY)).sources] == [
        ("referral", ("the Rust meetup",)),
        ("cold", ("meetups", "referral")),
    ]


@pytest.mark.parametrize(
    ("source", "group"),
    [
        ("recruiter", "recruiter"),
        ("a headhunter wrote", "recruiter"),
        ("Recruiter, referred by a friend", "referral"),
        ("recruiting fair", "cold"),
    ],
)
def test_a_recruiter_is_neither_a_referral_nor_cold(life: Life, source: str, group: str) -> None:
    applied(life, "Aster", more=f"source: {source}\n")
    assert [s.group for s in stats(life.search(TODAY)).sources] == [group]


# Changes -------------------------------------------------------------------------------------------------


def test_an_application_belongs_to_the_side_on_which_it_reached_the_station(life: Life) -> None:
    changed(
        life, more="started: 2026-08-01\nmoves_from: screening\nmoves_to: interview\nwhat: A shorter letter"
    )
    before = applied(life, "Aster", "2026-07-01", "rejected")
    met(life, before, "2026-07-31", "screening")
    met(life, before, "2026-09-01", "first")  # got on after the change, but was there before it
    met(life, applied(life, "Borage", "2026-07-01", "rejected"), "2026-08-01", "screening")  # its first day
    met(life, applied(life, "Clover", "2026-09-01", "interviewing"), "2026-09-10", "first")  # skipped one
    applied(life, "Dill", "2026-09-01", "rejected")  # never got there
    met(life, applied(life, "Elder", "2026-09-01", "screening"), "2026-09-20", "screening")  # still open
    (change,) = stats(life.search(TODAY)).changes
    assert (change.name, change.verdict) == ("A shorter letter", "few")
    assert change.before == Passage("screening", "interview", Rate(1, 1))
    assert change.after == Passage("screening", "interview", Rate(1, 2), waiting=1)


def test_a_station_without_a_round_counts_from_the_day_of_the_application(life: Life) -> None:
    changed(life, more="started: 2026-08-01\nmoves_from: screening\nmoves_to: interview")
    applied(life, "Aster", "2026-07-31", "interviewing")
    applied(life, "Borage", "2026-08-01", "interviewing")
    (change,) = stats(life.search(TODAY)).changes
    assert change.before and change.after
    assert (change.before.rate, change.after.rate) == (Rate(1, 1), Rate(1, 1))


def test_after_a_change_is_closed_nothing_more_is_counted_for_it(life: Life) -> None:
    changed(life, more=f"started: 2026-08-01\nclosed: 2026-08-31\n{FROM_TO}")
    applied(life, "Aster", "2026-08-31", "rejected")
    applied(life, "Borage", "2026-09-01", "rejected")
    (change,) = stats(life.search(TODAY)).changes
    assert change.after and change.after.rate == Rate(0, 1)


@pytest.mark.parametrize(
    ("cases", "hits", "verdict"), [(9, 9, "few"), (10, 2, "same"), (30, 28, "up"), (10, 0, "same")]
)
def test_a_change_is_judged_from_ten_cases_on_each_side_on(
    life: Life, cases: int, hits: int, verdict: str
) -> None:
    changed(life, more=f"started: 2026-08-01\n{FROM_TO}")
    many(life, "Before", 12, 2, "2026-07-01")
    many(life, "Since", cases, hits, "2026-08-01")
    (change,) = stats(life.search(TODAY)).changes
    assert change.verdict == verdict


def test_a_change_may_go_the_other_way(life: Life) -> None:
    changed(life, more=f"started: 2026-08-01\n{FROM_TO}")
    many(life, "Before", 20, 19, "2026-07-01")
    many(life, "Since", 20, 1, "2026-08-01")
    assert [c.verdict for c in stats(life.search(TODAY)).changes] == ["down"]


@pytest.mark.parametrize(
    ("properties", "compared"),
    [
        ("moves_from: Applications\nmoves_to: phone interview", ("applied", "screening")),
        ("moves_from: phone screen\nmoves_to: first round", ("screening", "interview")),
        ("moves_from: final round\nmoves_to: an offer", ("interview", "offer")),
        ("moves_from: applied\nmoves_to: offer", ("applied", "offer")),
        ("moves_from: interview\nmoves_to: screening", None),
        ("moves_from: my mood", None),
        ("", None),
    ],
)
def test_the_stations_of_a_change_are_read_generously(
    life: Life, properties: str, compared: tuple[str, str] | None
) -> None:
    changed(life, more=f"date: 2026-08-01\n{properties}")
    (change,) = stats(life.search(TODAY)).changes
    assert (change.before and (change.before.source, change.before.target)) == compared


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("date: 2026-08-01\nmoves_from: applied\nmoves_to: offer", "applied → offer"),
        ("date: 2026-08-01", "The note does not say what it is meant to move."),
        ("date: 2026-08-01\nmoves_from: applied", "The note does not say what it is meant to move."),
        (FROM_TO, "The note does not say since when."),
        ("what: x", "The note does not say since when, nor what it is meant to move."),
        (
            "date: 2026-08-01\nmoves_from: intervew\nmoves_to: offer",
            "The note names 'intervew', and that is none of applied, screening, interview, offer.",
        ),
        (
            "date: 2026-08-01\nmoves_from: interview\nmoves_to: phone screen",
            "The note says from interview to phone screen, and that is no way on.",
        ),
    ],
)
def test_why_a_change_is_compared_with_nothing_is_said_as_it_is(
    life: Life, properties: str, said: str
) -> None:
    changed(life, "Mine", properties)
    told = CliRunner().invoke(vault, ["--vault", str(life.root), "--today", TODAY, "stats"]).stdout
    assert told.partition("What you changed\n")[2].splitlines()[1] == f"    {said}"


def test_a_change_without_properties_has_its_day_and_name_from_the_name_of_the_note(life: Life) -> None:
    path = changed(life, "2026-08-01 Shorter letter", "tags: [change]")
    search = life.search(TODAY)
    assert [(c.note, c.name, str(c.started)) for c in stats(search).changes] == [
        (path, "Shorter letter", "2026-08-01")
    ]


def test_the_last_change_is_told_once_it_has_a_case(life: Life) -> None:
    changed(life, more=f"started: 2026-08-01\n{FROM_TO}")
    changed(life, "Next", f"started: 2027-01-01\n{FROM_TO}")
    applied(life, "Aster", "2026-09-01")
    assert last_change(life.search(TODAY)) is None
    applied(life, "Borage", "2026-09-01", "no-reply")
    last = last_change(life.search(TODAY))
    assert isinstance(last, Change) and last.name == "Shorter letter"


def test_the_dashboard_tells_the_last_change_in_one_sentence(life: Life) -> None:
    from vault_tools.commands.refresh import refresh

    changed(life, more=f"started: 2026-08-01\nwhat: Shorter letter\n{FROM_TO}")
    many(life, "Before", 4, 1, "2026-07-01")
    many(life, "Since", 1, 1, "2026-08-01")
    session = life.session(TODAY)
    with writing(session) as journal:
        refresh(session, journal)
    text = life.read("Dashboard.md")
    assert (
        "\nSince your change [[2026-08-01 Shorter letter|Shorter letter]]: 1 of 1 application led to "
        "a screening, 1 of 4 before; too few to tell.\n"
    ) in text
    assert 'x-axis ["Applied 5", "Screening 2"]\ny-axis 0 --> 5\nbar [5, 2]\n' in text


# The command ---------------------------------------------------------------------------------------------


def said(life: Life, *words: str, day: str = TODAY) -> str:
    result = CliRunner().invoke(vault, ["--vault", str(life.root), "--today", day, "stats", *words])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def test_an_empty_vault_is_told_so(life: Life) -> None:
    assert said(life) == "Nothing to count yet.\n"


def test_few_cases_are_told_as_counts_without_a_rate(life: Life) -> None:
    met(
        life,
        applied(life, "Aster", "2026-06-01", "screening", "source: referral\n"),
        "2026-06-08",
        "screening",
    )
    no(life, applied(life, "Borage", "2026-06-01", "rejected"), "2026-06-04", "reasons_known: [too junior]\n")
    changed(life, more=f"started: 2026-08-01\n{FROM_TO}")
    assert (
        said(life)
        == """\
2 applications
  1  to a screening
  0  to an interview
  0  to an offer
Now 1 in progress, 1 no.

From one station to the next
  applied → screening    1 of 2: too few to tell
  screening → interview  nothing decided yet (1 still open)

Until the first answer
  5 days in the middle, 3 at the least, 7 at the most (2 answers)

The noes
  1  before anybody met you
  The reason: known of 1, unknown of 0.

How they began, and how many got to an interview
  by referral       nothing decided yet (1 still open); 0 noes
  not written down  0 of 1: too few to tell; 1 no

Until a company answered
  Borage  3 days
  Aster   7 days

What you changed
  Shorter letter, since 2026-08-01
    applied → screening
    before  1 of 2
    since   nothing decided yet
    Too few to tell: that takes 10 on both sides.
"""
    )


def test_from_ten_cases_on_the_range_is_told(life: Life) -> None:
    many(life, "Aster", 20, 4, "2026-07-01")
    assert "  applied → screening    4 of 20: between 8 and 42 of 100\n" in said(life)


def test_in_a_cool_off_one_gentle_line_comes_first_and_the_numbers_still_come(life: Life) -> None:
    life.applies("2026-11-01", "Aster", "Welder")
    life.hears_no("2026-11-20T10:00", "aster")
    assert said(life, day="2026-11-20").startswith(
        "These numbers will be the same tomorrow.\n\n1 application\n"
    )
    assert said(life, day="2026-11-24").startswith("1 application\n")


def test_a_name_cannot_steer_the_terminal(life: Life) -> None:
    no(life, applied(life, "Aster", stage="rejected"), "2026-06-10")
    life.edit("Applications/Aster – Welder.md", "'[[Aster]]'", '"As\\e[31mter"')
    assert "\x1b" not in said(life)


JSON_KEYS = {
    "as_of", "applications", "reached", "ended", "passages", "answer_days", "noes", "sources", "companies",
    "changes",
}  # fmt: skip
PASSAGE = {
    "from": "applied",
    "to": "screening",
    "hits": 0,
    "cases": 0,
    "waiting": 0,
    "low": None,
    "high": None,
    "enough": False,
}


def test_the_json_has_every_key_also_in_an_empty_vault(life: Life) -> None:
    found = json.loads(said(life, "--json"))
    assert set(found) == JSON_KEYS
    assert found["passages"][0] == PASSAGE
    assert found["answer_days"] == {"cases": 0, "median": None, "lowest": None, "highest": None}


def test_the_json_gives_the_counts_and_the_bounds(life: Life) -> None:
    many(life, "Aster", 10, 5, "2026-07-01")
    changed(life, more=f"started: 2026-08-01\n{FROM_TO}")
    found = json.loads(said(life, "--json"))
    half = {**PASSAGE, "hits": 5, "cases": 10, "low": 0.237, "high": 0.763, "enough": True}
    assert found["reached"] == {"applied": 10, "screening": 5, "interview": 0, "offer": 0}
    assert found["ended"] == {"open": 0, "no": 10, "no_answer": 0, "withdrawn": 0, "accepted": 0}
    assert found["passages"][0] == half
    assert found["noes"] == {
        "total": 10, "by_stage": {"applied": 5, "screening": 5, "interview": 0, "final": 0},
        "reasons_known": 0, "reasons_unknown": 10,
    }  # fmt: skip
    assert found["changes"] == [
        {
            "note": "Changes/2026-08-01 Shorter letter.md", "name": "Shorter letter", "started": "2026-08-01",
            "closed": None, "before": half, "after": PASSAGE, "moved": "few",
        }
    ]  # fmt: skip
