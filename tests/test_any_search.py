"""A hundred and fifty random searches of two years each: no date on which a promise of the playbook is broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st
from promises import Job, Known, No, Talk, born_late, born_overdue, broken, moved_behind_the_back
from seeker import EVENTS, BrokenPromiseError, Event, Seeker
from shelf import PLAYBOOK, Shelf

from vault_tools.core.model import FollowUp, Origin
from vault_tools.core.rules.plan import Planned
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.settings import Settings

PARTS = 6  # of 25 searches each, so that every core has its share; a profile with more examples digs deeper

SETTINGS = st.builds(
    Settings,
    cool_off=st.sampled_from((24, 0, 1, 48, 24 * 10, 24 * 30)),
    weekends=st.sampled_from(("move", "keep")),
    rest_days=st.sampled_from((21, 0, 7, 60)),
    unasked_most=st.sampled_from((2, 1, 3)),
    unasked_days=st.sampled_from((91, 30, 365)),
    connect_interviewers=st.sampled_from(("after-interview", "after-no")),
    gift=st.sampled_from(("off", "on")),
    ask_why=st.sampled_from(("insight", "never", "everybody")),
)
FEW = st.integers(0, 7)
LIVES = st.lists(
    st.builds(
        Event,
        gap=st.sampled_from((0, 0, 1, 1, 2, 4, 7, 12, 21, 45, 120)),
        kind=st.sampled_from([kind for kind, often in EVENTS.items() for _ in range(often)]),
        a=FEW, b=FEW, c=FEW,
    ),
    min_size=12, max_size=50,
)  # fmt: skip


def lived(events: list[Event], chosen: Settings, followed: Playbook = PLAYBOOK) -> None:
    """A search lived to its end, every promise looked at on the way; `followed` is the playbook it has."""
    Seeker(Shelf(Path("/nowhere"), chosen, followed), Known(PLAYBOOK, chosen)).live(events)


@pytest.mark.parametrize("part", range(PARTS))
def test_in_two_years_of_any_search_no_promise_is_broken(part: int) -> None:
    @seed(part)
    @given(LIVES, SETTINGS)
    def holds(events: list[Event], chosen: Settings) -> None:
        lived(events, chosen)

    holds()


# ------------------------------------------------------------------------- that each of them can be broken

DAY = date(2026, 6, 10)
JOB = Job("Applications/A.md", "Acme")
NO = No("Rejections/A.md", JOB, datetime(2026, 6, 9, 9), date(2026, 6, 11), date(2027, 12, 9))
DANA = "Contacts/Dana Lee.md"
HIRE = "Hires/A.md"
TALK = "Interviews/A.md"
FILES = frozenset({TALK, JOB.path, NO.path, DANA, HIRE, "Changes/A.md"})


def known(no: No = NO, job: Job = JOB, **more: object) -> Known:
    about = dict.fromkeys((JOB.path, NO.path, HIRE), job)
    there: dict[str, object] = {
        "about": about,
        "noes": {no.path: no},
        "after": {no.path: no},
        "people": {DANA: "Acme"},
    }
    return Known(PLAYBOOK, Settings(), **{**there, **more})  # type: ignore[arg-type]


def step(row: str, note: str = NO.path, due: date = DAY, **more: object) -> FollowUp:
    values: dict[str, object] = {"id": "a1", "person": "Dana Lee", "person_note": DANA, **more}
    return FollowUp(note=note, line=1, text=row, markdown=row, due=due, step=row, **values)  # type: ignore[arg-type]


def later(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("what_happened", "open_now", "sentence"),
    [
        (known(), [step("thank-panel")], "reaches out while Rejections/A.md is quiet until 2026-06-11"),
        (known(), [step("cheesecake", DANA, origin=Origin.CADENCE)], "reaches out while"),
        (known(touched={DANA: {DAY}}), [step("second-chance", due=later(20))], "but they heard from you on 2026-06-10"),
        (known(unasked={DANA: [later(-60), later(-30)]}), [step("second-chance", due=later(5))], "unasked word 3 in 91"),
        (known(), [step("second-chance", due=later(5)), step("second-chance", due=later(10), id="a2")], "heard from you"),
        (known(), [step("second-chance", due=date(2027, 12, 10))], "is open until 2027-12-09"),
        (known(replace(NO, is_shut=True)), [step("second-chance", due=later(5))], "whose door is shut"),
        (known(), [step("second-chance", "Gone.md", due=later(5))], "stands in no note"),
        (known(), [step("second-chance", due=later(5), person_note=None)], "concerns nobody who is known"),
        (known(job=replace(JOB, ended="rejected")), [step("status-check", JOB.path)], "serves what is rejected"),
        (known(replace(NO, is_answered=True)), [step("thank-panel")], "answers a no that is none any more"),
        (known(replace(NO, hire_known=True)), [step("who-was-hired")], "asks what is known, or over"),
        (known(closed={"Changes/A.md"}), [step("judge-change", "Changes/A.md")], "of what is closed"),
        (known(hired={"a1"}), [step("debrief")], "is still open although a job was taken"),
        (known(), [step("connect-hire", HIRE, later(5)), step("connect-hire", HIRE, later(9), id="a2")], "2 open steps"),
        (known(), [step("plan-b"), step("plan-b", id="a2")], "2 open steps plan-b for you"),
        (known(talks={TALK: Talk(DAY, (DANA,))}), [step("second-chance", due=later(5))], "heard from you on 2026-06-10"),
        (known(talks={TALK: Talk(DAY, (DANA,), is_off=True)}), [step("thank-by-email", TALK)], "which is called off"),
        (known(talks={TALK: Talk(later(5), (DANA,))}), [step("thank-by-email", TALK)], "before the talk of 2026-06-15"),
        (known(talks={TALK: Talk(later(-1), (DANA,))}), [step("prepare", TALK)], "after the talk of 2026-06-09"),
        (known(), [step("debrief"), step("plan-b")], "the id a1 stands for 2 steps"),
    ],
)  # fmt: skip
def test_each_promise_is_seen_to_be_broken(
    what_happened: Known, open_now: list[FollowUp], sentence: str
) -> None:
    assert any(sentence in one for one in broken(what_happened, open_now, FILES, DAY))


def test_a_search_that_keeps_them_breaks_none() -> None:
    heard = known(touched={DANA: {DAY}}, unasked={DANA: [later(-100)]})
    fine = [step("thank-panel", due=later(3)), step("second-chance", due=later(90), id="a2")]
    assert broken(heard, fine, FILES, later(2)) == []


def test_what_is_written_late_or_moved_is_seen() -> None:
    row = PLAYBOOK.steps["status-check"]
    late = Planned(row, 0, None, "recruiter", None, later(14), "3f9k2m")
    early = replace(late, due=later(-1))
    assert "has its time until 2026-06-23" in "".join(born_late(known(), [late], DAY, DAY))
    assert "before 2026-06-10" in "".join(born_late(known(), [early], DAY, DAY))
    assert "had its time until 2026-06-23" in "".join(
        born_late(known(), [replace(late, due=DAY)], DAY, later(20))
    )
    was, now = step("thank-panel", due=later(3)), step("thank-panel", due=later(4))
    assert [*moved_behind_the_back([was], [now], ["a1"])] == []
    assert "was due 2026-06-13" in "".join(moved_behind_the_back([was], [now], []))
    assert "was due 2026-06-09" in "".join(
        born_overdue(known(), [], [step("trade-press", due=later(-1))], DAY)
    )


def test_a_playbook_that_forgets_the_cool_off_is_found_out_in_a_life() -> None:
    """The whole way: this vault's own playbook lets thanks go out at once, and the day is named."""
    hasty = replace(PLAYBOOK.steps["thank-panel"], sends=False)
    followed = replace(PLAYBOOK, steps={**PLAYBOOK.steps, "thank-panel": hasty})
    events = [Event(0, "applies", b=4), Event(3, "meets", b=3), Event(9, "hears_no", b=1)]
    with pytest.raises(BrokenPromiseError, match=r"\(thank-panel\) reaches out while .* is quiet until"):
        lived(events, Settings(cool_off=240), followed)
    lived(events, Settings(cool_off=240))
