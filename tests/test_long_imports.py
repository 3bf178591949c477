"""Thousands of rows: each is a deed that sees those before it which it has to see, and the work grows as the rows do."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from disk_faults import before_each_call
from hypothesis import example, given, settings
from hypothesis import strategies as st
from life import Life, begin

from vault_tools.commands import bringing_jobs
from vault_tools.commands.importing import Wishes, carry_out, understand
from vault_tools.commands.rounds import Task, in_rounds
from vault_tools.commands.staging import Staging
from vault_tools.core.taking.entries import Job

DAY = "2026-11-22"


# ------------------------------------------------------------------------------------------------- the rounds


ABOUT = st.one_of(st.frozensets(st.sampled_from("abcd"), max_size=3), st.none())


@given(st.lists(st.tuples(ABOUT, st.integers(0, 2)), max_size=12))
def test_a_task_is_over_and_seen_before_another_begins_that_has_to_do_with_the_same(
    wanted: list[tuple[frozenset[str] | None, int]],
) -> None:
    done: list[tuple[int, int]] = []  # which task had its turn, and in which round
    rounds = 0

    def turns(place: int, more: int) -> Iterator[None]:
        for _ in range(more):
            done.append((place, rounds))
            yield
        done.append((place, rounds))

    def look_again() -> None:
        nonlocal rounds
        rounds += 1

    in_rounds([Task(about, turns(place, more)) for place, (about, more) in enumerate(wanted)], look_again)
    assert Counter(place for place, _ in done) == {place: more + 1 for place, (_, more) in enumerate(wanted)}
    began = {place: min(r for p, r in done if p == place) for place, _ in done}
    ended = {place: max(r for p, r in done if p == place) for place, _ in done}
    for later, (about, _) in enumerate(wanted):
        for earlier in range(later):
            other = wanted[earlier][0]
            if about is None or other is None or about & other:
                assert ended[earlier] < began[later]
    assert all(ended[place] - began[place] == more for place, (_, more) in enumerate(wanted))
    ends: list[int] = []
    for place, (about, more) in enumerate(wanted):
        waits_for = (
            end
            for end, (other, _) in zip(ends, wanted[:place], strict=True)
            if about is None or other is None or about & other
        )
        ends.append(more + 1 + max(waits_for, default=0))
    assert rounds == max(ends, default=0)


# ------------------------------------------------------------------------------------------- as one by one

COMPANIES = ["Acme Robotics, Inc.", "ACME Robotics", "Globex", "Kai Mo", "Zed", "+Zed", "Initech", "Ray"]
PEOPLE = ["Kai Mo", "Dr. Kai Mo", "Zed", "Ray", "ray", "Ann Lo"]
JOBS = st.builds(
    Job,
    company=st.sampled_from(COMPANIES),
    role=st.sampled_from(["Engineer", "Engineer (m/f/d)", "Tester"]),
    key=st.sampled_from([f"row:{n}" for n in range(40)]),
    applied=st.sampled_from([None, date(2026, 3, 2), date(2026, 11, 16), date(2026, 11, 20)]),
    ended=st.sampled_from([None, date(2026, 11, 21)]),
    stage=st.sampled_from(["lead", "applied", "rejected", "interviewing", "no-reply", "offer"]),
    recruiter=st.sampled_from([(), *((name,) for name in PEOPLE)]),
    referrer=st.sampled_from([(), *((name,) for name in PEOPLE)]),
    text=st.sampled_from(["", "words"]),
)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    life = begin(tmp_path_factory.mktemp("v") / "v")
    life.new("2026-03-01", "company", name="Initech", dream=True)
    life.new("2026-03-01", "contact", name="Ann Lo", company="Globex")
    life.new("2026-03-01", "application", company="Globex", role="Tester", applied="no")
    life.applies("2026-11-16", "Acme Robotics", "Engineer", recruiter=["Kai Mo"])
    life.write("Companies/Globex.md", "---\ntype: company\naliases:\n  - AC-DC\n---\n")
    return life


def sent(company: str, key: str, *recruiter: str) -> Job:
    return Job(company, "Tester", key, applied=date(2026, 11, 20), stage="applied", recruiter=recruiter)


@settings(max_examples=20, deadline=None)
@given(jobs=st.lists(JOBS, min_size=2, max_size=8))
@example(jobs=[sent("Zed", "1"), sent("Ray", "2", "Zed")])  # a company's note, and a person's of that name
@example(jobs=[sent("Ray", "1", "Zed"), sent("Zed", "2")])
@example(jobs=[sent("Ray", "1", "Bo Li"), sent("Zed", "2", "bo li")])
@example(jobs=[sent("Ray", "1"), sent("The Ray, Inc.", "2"), sent("Zed", "1")])
@example(jobs=[sent("AC/DC", "1"), sent("AC-DC", "2")])
@example(
    jobs=[sent("Initech", "1"), sent("Initech", "2", "Ray"), sent("Ray", "3")]
)  # a person who has to wait
@example(jobs=[sent("Initech", "1"), sent("Initech", "2", "Zed"), sent("+Zed", "3")])
def test_many_rows_at_once_give_what_they_give_one_by_one(life: Life, jobs: list[Job]) -> None:
    at_once, one_by_one = Staging.of(life.session(DAY)), Staging.of(life.session(DAY))
    bringing_jobs.bring(at_once, jobs)
    for job in sorted(jobs, key=lambda j: (j.stage == "lead", j.applied or date.max)):
        bringing_jobs.bring(one_by_one, [job])
    assert at_once.items == one_by_one.items
    assert sorted(at_once.edits()) == sorted(one_by_one.edits())
    assert sorted(at_once.session.told) == sorted(one_by_one.session.told)


# ------------------------------------------------------------------------------------------------- how much


def table(place: Path, rows: int) -> Path:
    """Three rows at each company, a third of them noes, one in seven with a recruiter."""
    lines = ["Company,Role,Status,Applied,Rejected on,Recruiter"]
    for n in range(rows):
        no = (
            f"Rejected,2026-0{1 + n % 9}-02,2026-10-1{n % 9}"
            if n % 3 == 0
            else f"Applied,2026-0{1 + n % 9}-02,"
        )
        lines.append(f"House {n // 3} GmbH,Engineer {n % 3},{no},{f'Jo Ag{n}' if n % 7 == 0 else ''}")
    place.write_text("\n".join(lines))
    return place


def calls_of(act: Callable[[], object]) -> int:
    """How many functions of ours it calls."""
    count = 0

    def hear(frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(hear)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def work_of(life: Life, path: Path) -> int:
    """How many functions of ours are called to understand what an import brings."""
    return calls_of(lambda: understand(life.session(DAY), [path], Wishes()))


def test_four_times_the_rows_are_four_times_the_work(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    few, many = table(tmp_path / "few.csv", 45), table(tmp_path / "many.csv", 180)
    understand(life.session(DAY), [few], Wishes())  # templates are compiled once

    more, less = (
        work_of(life, many),
        work_of(life, few),
    )  # one after the other it would be more than six times
    assert more < 5 * less


def test_a_folder_is_listed_once_however_many_notes_are_made_in_it(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")

    def listed(rows: int) -> int:
        session = life.session(DAY)
        wanted = understand(session, [table(tmp_path / "t.csv", rows)], Wishes())
        assert len(wanted.edits) > rows
        calls: list[str] = []
        with before_each_call(calls.append, ("listdir",)):
            carry_out(session, wanted)
        return calls.count("listdir")

    listed(9)
    life.undo(DAY)
    few = listed(9)
    life.undo(DAY)
    assert not list(life.root.glob("Applications/*.md"))
    assert listed(45) == few


def test_two_names_that_some_disk_takes_for_one_are_not_made_by_one_deed(tmp_path: Path) -> None:
    from vault_tools.core.errors import ChangedError
    from vault_tools.store.changes import Creation
    from vault_tools.store.write import put_in_place

    with pytest.raises(ChangedError, match="Zoë"):
        put_in_place([Creation(tmp_path / "Zoë.md", b"1"), Creation(tmp_path / "zoe\u0308.md", b"2")])
    assert os.listdir(tmp_path) == []


def test_a_word_about_each_of_hundreds_of_rows_is_said_of_the_first_and_fits_an_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from vault_tools.cli.edge import run

    life = begin(tmp_path / "v")
    lines = ["Company,Role,Applied,Recruiter", *(f"House {n},Tester,2026-11-20,Jo Ag" for n in range(30))]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    command = ["--vault", str(life.root), "--today", DAY, "import", str(tmp_path / "t.csv")]
    assert run([*command, "--dry-run"]) == 0
    said = capsys.readouterr().err.split("\n")
    about = [line for line in said if line.startswith("Jo Ag is at House 0 already")]
    assert len(about) == 29
    assert about[0].endswith('If they are the same: write "[[Jo Ag]]" into the properties that name them.')
    assert run([*command, "--yes"]) == 0
    said = capsys.readouterr().err.split("\n")
    assert [line for line in said if line.startswith("Jo Ag is at House 0 already")] == about[:12]
    assert "… and 17 more such words; --dry-run has all of them." in said
