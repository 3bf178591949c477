"""Which steps an event earns, for whom, and on which day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from life import APPLICATION, KNOWN, NO, begin, final_round

from vault_tools.core.meaning.dates import Moment, day_of, shift
from vault_tools.core.rules.applications import Person
from vault_tools.core.rules.holds import cool_off_end
from vault_tools.core.rules.plan import Plan, Planned, Situation, make_plan
from vault_tools.core.rules.settings import Settings
from vault_tools.store.templates import load_playbook

PLAYBOOK = load_playbook(None)
FOUR = {
    "recruiter": ("Grete",),
    "referrer": ("Ravi",),
    "hiring_manager": ("Lena",),
    "interviewer": ("Lena", "Yuki"),
}
SEVEN = {**FOUR, "interviewer": ("Lena", "Yuki", "Omar", "Ida", "Ben")}
WEDNESDAY = datetime(2026, 11, 18, 16, 40)


def a_no(
    received: Moment = WEDNESDAY,
    people: Mapping[str, tuple[str, ...]] = FOUR,
    *,
    level: int = 3,
    settings: Settings = Settings(),  # noqa: B008
    today: date | None = None,
    promise: bool = False,
) -> Plan:
    """The plan of a no, as the command makes it."""
    return make_plan(PLAYBOOK, settings, situation(received, people, level, settings, today, promise))


def situation(
    received: Moment,
    people: Mapping[str, tuple[str, ...]],
    level: int,
    settings: Settings,
    today: date | None,
    promise: bool,
) -> Situation:
    until = received if not settings.cool_off else received + timedelta(hours=settings.cool_off)
    if settings.cool_off and not isinstance(received, datetime):
        until = datetime.combine(received, time(23, 59)) + timedelta(hours=settings.cool_off)
    end = cool_off_end(until, received, settings)
    phases = [p.id for p in PLAYBOOK.phases.values() if p.starts == "cool-off-ends"]
    return Situation(
        event="rejection",
        moment=received,
        today=today or day_of(received),
        birth="Norrland – Engineer",
        people={role: tuple(map(Person, names)) for role, names in people.items()},
        level=level,
        holds_true=lambda condition: promise,
        starts=dict.fromkeys(phases, end) if end else {},
        until=shift(day_of(received), 547) if level >= 2 else None,
    )


def said(plan: Plan) -> list[str]:
    """`11-20 thank-panel/Lena`, in the order of the note."""
    return [f"{p.due:%m-%d} {p.step.id}{f'/{p.person.name}' if p.person else ''}" for p in plan.lines]


# -------------------------------------------------------------------------------------------- how much


def test_a_final_round_with_four_people_writes_thirteen_lines_five_of_them_in_its_first_week() -> None:
    plan = a_no()
    assert said(plan) == [
        "11-20 thank-panel/Lena",
        "11-20 thank-panel/Yuki",
        "11-23 call-recruiter/Grete",
        "11-23 referrer-detective/Ravi",
        "11-25 debrief",
        "11-30 change-something",
        "12-02 plan-b",
        "12-18 who-was-hired",
        "01-18 who-was-hired",
        "02-16 second-chance/Lena",
        "05-17 second-chance/Lena",
        "11-18 second-chance/Lena",
        "05-11 second-chance/Lena",
    ]
    assert sum(p.due <= date(2026, 11, 25) for p in plan.lines) == 5


@pytest.mark.parametrize("weekends", ["move", "keep"])
@pytest.mark.parametrize("hours", [0, 24, 48, 72, 720])
@pytest.mark.parametrize("day", range(7))
def test_on_any_day_of_the_week_seven_people_give_never_more_than_two_lines_a_day(
    day: int, hours: int, weekends: str
) -> None:
    received = datetime(2026, 11, 16 + day, 9, 30)
    plan = a_no(received, SEVEN, settings=Settings(cool_off=hours, weekends=weekends))
    assert len(plan.lines) == 16
    assert max(Counter(p.due for p in plan.lines).values()) <= 2


@pytest.mark.parametrize("day", range(7))
def test_on_any_day_of_the_week_five_lines_of_four_people_fall_into_the_first_week(day: int) -> None:
    received = datetime(2026, 11, 16 + day, 9, 30)
    plan = a_no(received)
    last = shift(received.date(), 7)
    last = last if last.weekday() < 5 else shift(last, 7 - last.weekday())
    assert (len(plan.lines), sum(p.due <= last for p in plan.lines)) == (13, 5)


def test_a_no_on_a_thursday_starts_after_the_weekend_with_what_would_have_come_sooner() -> None:
    assert said(a_no(datetime(2026, 11, 19, 10)))[:5] == [
        "11-23 thank-panel/Lena",
        "11-23 thank-panel/Yuki",
        "11-24 call-recruiter/Grete",
        "11-24 referrer-detective/Ravi",
        "11-26 debrief",
    ]


def test_who_keeps_weekends_gets_steps_on_them() -> None:
    assert said(a_no(datetime(2026, 11, 19, 10), settings=Settings(weekends="keep")))[:4] == [
        "11-21 thank-panel/Lena",
        "11-21 thank-panel/Yuki",
        "11-22 call-recruiter/Grete",
        "11-22 referrer-detective/Ravi",
    ]


def test_a_form_letter_writes_pages_and_at_most_two_lines() -> None:
    two = {"recruiter": ("Grete", "Hugo"), "referrer": ("Ravi", "Sam"), "hiring_manager": ("Lena",)}
    plan = a_no(people=two, level=0)
    assert said(plan) == ["11-23 call-recruiter/Grete", "11-23 referrer-detective/Ravi"]
    assert [p.id for p in plan.pages] == ["let-it-out", "innocent-reasons", "facts-not-stories"]
    assert a_no(people={}, level=0).lines == ()
    assert a_no(people={"hiring_manager": ("Lena",)}, level=0).lines == ()


def test_after_a_screening_those_who_were_met_are_thanked_and_one_thing_is_changed() -> None:
    assert said(a_no(level=1)) == [
        "11-20 thank-panel/Lena",
        "11-20 thank-panel/Yuki",
        "11-23 call-recruiter/Grete",
        "11-23 referrer-detective/Ravi",
        "11-30 change-something",
    ]


@pytest.mark.parametrize(("level", "lines"), [(0, 0), (1, 0), (2, 4), (3, 4)])
def test_a_second_chance_is_earned_from_an_interview_on_with_one_person(level: int, lines: int) -> None:
    found = [p for p in a_no(level=level).lines if p.step.id == "second-chance"]
    assert len(found) == lines
    assert {p.person.name for p in found if p.person} <= {"Lena"}


def test_without_a_hiring_manager_the_door_is_watched_with_the_recruiter() -> None:
    people = {"recruiter": ("Grete",), "interviewer": ("Yuki",)}
    assert {
        p.person.name for p in a_no(people=people).lines if p.step.id == "second-chance" and p.person
    } == {"Grete"}
    assert [p for p in a_no(people={"interviewer": ("Yuki",)}).lines if p.step.id == "second-chance"] == []


# ------------------------------------------------------------------------------------------------ for whom


@pytest.mark.parametrize(
    ("roles", "step"),
    [
        (("recruiter", "interviewer"), "call-recruiter"),
        (("recruiter", "referrer", "hiring_manager", "interviewer"), "call-recruiter"),
        (("referrer", "hiring_manager"), "referrer-detective"),
        (("referrer", "interviewer"), "referrer-detective"),
        (("hiring_manager", "interviewer"), "thank-panel"),
        (("interviewer",), "thank-panel"),
    ],
)
def test_a_person_of_several_roles_gets_one_step_in_the_strongest(roles: tuple[str, ...], step: str) -> None:
    plan = a_no(people=dict.fromkeys(roles, ("Kim",)))
    assert [p.step.id for p in plan.lines if p.person and p.phase == "gracious"] == [step]


def test_a_hiring_manager_who_interviewed_is_thanked_as_hiring_manager() -> None:
    assert {p.person.name: p.role for p in a_no().lines if p.person and p.step.id == "thank-panel"} == {
        "Lena": "hiring_manager",
        "Yuki": "interviewer",
    }


def test_every_recruiter_is_called_and_every_referrer_asked() -> None:
    people = {"recruiter": ("Grete", "Hugo"), "referrer": ("Ravi", "Sam")}
    assert [p.person.name for p in a_no(people=people).lines if p.person and p.phase == "gracious"] == [
        "Grete",
        "Hugo",
        "Ravi",
        "Sam",
    ]


def test_what_was_promised_is_still_sent() -> None:
    people = {**FOUR, "asked": ("Yuki",)}
    assert [s for s in said(a_no(people=people, promise=True)) if "resource" in s] == [
        "11-24 resource-after-no/Yuki"
    ]
    assert [s for s in said(a_no(people=people)) if "resource" in s] == []


def test_what_one_does_once_for_the_whole_search_is_linked_and_not_doubled() -> None:
    open_there = {
        "debrief": "Rejections/x.md\0fu-debrief-aaaaaa",
        "plan-b": "Rejections/x.md\0fu-plan-b-bbbbbb",
    }
    plan = make_plan(
        PLAYBOOK,
        Settings(),
        replace(situation(WEDNESDAY, FOUR, 3, Settings(), None, False), open_search=open_there),
    )
    assert [p.step.id for p in plan.lines if p.phase == "change"] == ["change-something"]
    assert {out.step.id: out.at for out in plan.left_out} == open_there


def test_a_person_whose_series_is_open_gets_no_second_one() -> None:
    open_series = frozenset({("second-chance", "lena")})
    plan = make_plan(
        PLAYBOOK,
        Settings(),
        replace(situation(WEDNESDAY, FOUR, 3, Settings(), None, False), open_series=open_series),
    )
    assert [p for p in plan.lines if p.step.id == "second-chance"] == []


# ------------------------------------------------------------------------------------------------ which day


@pytest.mark.parametrize(
    ("hours", "received", "start"),
    [
        (24, datetime(2026, 11, 18, 16, 40), date(2026, 11, 20)),
        (24, datetime(2026, 11, 18, 0, 0), date(2026, 11, 20)),
        (24, date(2026, 11, 18), date(2026, 11, 20)),  # no time: the end of that day
        (48, datetime(2026, 11, 18, 16, 40), date(2026, 11, 23)),  # Saturday becomes Monday
        (48, date(2026, 11, 17), date(2026, 11, 20)),
        (1, datetime(2026, 11, 18, 16, 40), date(2026, 11, 19)),
        (0, datetime(2026, 11, 18, 16, 40), None),
        (0, date(2026, 11, 18), None),
    ],
)
def test_nothing_about_people_starts_before_the_cool_off_is_over(
    hours: int, received: Moment, start: date | None
) -> None:
    plan = a_no(received, settings=Settings(cool_off=hours))
    assert {p.start for p in plan.lines if p.phase in ("gracious", "change")} == {start}
    assert {p.start for p in plan.lines if p.phase in ("mirror", "window")} == {None}
    if start:
        assert min(p.due for p in plan.lines) >= start


def test_without_a_cool_off_the_days_are_those_of_the_rows() -> None:
    assert said(a_no(settings=Settings(cool_off=0)))[:5] == said(a_no())[:5]


def test_a_plan_typed_in_three_weeks_late_is_dated_from_the_event() -> None:
    on_its_day, late = a_no(), a_no(today=date(2026, 12, 9))
    assert late.lines == on_its_day.lines
    assert late.left_out == ()


def test_a_day_later_what_has_passed_is_left_out_and_told() -> None:
    late = a_no(today=date(2026, 12, 10))
    assert [out.step.id for out in late.left_out] == [
        "call-recruiter",
        "referrer-detective",
        "thank-panel",
        "thank-panel",
    ]
    assert said(late) == said(a_no())[4:]


def test_three_months_late_the_next_look_up_and_the_first_word_are_all_that_is_left() -> None:
    assert said(a_no(today=date(2027, 2, 1)))[:2] == ["01-18 who-was-hired", "02-16 second-chance/Lena"]


def test_a_series_ends_with_the_window() -> None:
    short = replace(situation(WEDNESDAY, FOUR, 3, Settings(), None, False), until=date(2027, 6, 1))
    assert [
        f"{p.due}" for p in make_plan(PLAYBOOK, Settings(), short).lines if p.step.id == "second-chance"
    ] == [
        "2027-02-16",
        "2027-05-17",
    ]


def of_event(event: str, moment: Moment, today: date, settings: Settings = Settings()) -> list[Planned]:  # noqa: B008
    people = {
        "recruiter": ("Grete",),
        "referrer": ("Ravi",),
        "interviewer": ("Yuki",),
        "asked": ("Yuki",),
        "hire": ("Ana",),
    }
    return list(
        make_plan(
            PLAYBOOK,
            settings,
            Situation(
                event=event,
                moment=moment,
                today=today,
                birth="Norrland – Engineer",
                people={role: tuple(map(Person, names)) for role, names in people.items()},
                level=2,
                holds_true=lambda _: True,
                marks={"no": date(2026, 11, 18)} if event == "hire" else {},
            ),
        ).lines
    )


def days_of(lines: list[Planned]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for p in lines:
        out.setdefault(p.step.id, []).append(f"{p.due:%m-%d}")
    return out


def test_the_days_around_an_interview_on_a_friday() -> None:
    assert days_of(of_event("interview", datetime(2026, 11, 20, 10), date(2026, 11, 18))) == {
        "prepare": ["11-19"],
        "collect-addresses": ["11-20"],
        "thank-by-email": ["11-20"],
        "thank-by-hand": ["11-23"],
        "connect-interviewer": ["11-23"],
        "loop-in-referrer": ["11-20"],
        "loop-in-recruiter": ["11-20"],
        "be-a-resource": ["11-23"],
        "polite-follow-up": ["11-27"],
    }


def test_what_is_done_the_same_day_stays_on_a_weekend() -> None:
    days = days_of(of_event("interview", datetime(2026, 11, 21, 10), date(2026, 11, 18)))
    assert (days["thank-by-email"], days["thank-by-hand"]) == (["11-21"], ["11-23"])


def test_preparing_is_never_due_after_the_interview_nor_before_it_was_written_down() -> None:
    def prepared(interview: datetime, today: date) -> list[str]:
        return days_of(of_event("interview", interview, today))["prepare"]

    assert prepared(datetime(2026, 11, 20, 10), date(2026, 11, 18)) == ["11-19"]
    assert prepared(datetime(2026, 11, 23, 10), date(2026, 11, 18)) == ["11-22"]  # the Sunday before
    assert prepared(datetime(2026, 11, 22, 10), date(2026, 11, 18)) == ["11-21"]
    assert prepared(datetime(2026, 11, 23, 10), date(2026, 11, 23)) == ["11-23"]
    assert prepared(datetime(2026, 11, 20, 10), date(2026, 11, 20)) == ["11-20"]


def test_the_days_after_an_application() -> None:
    assert days_of(of_event("application", date(2026, 11, 20), date(2026, 11, 20))) == {
        "two-contacts": ["11-20"],
        "follow-company": ["11-20"],
        "status-check": ["11-27", "12-04"],
    }


def test_the_hire_is_met_not_too_early_after_the_no() -> None:
    soon = days_of(of_event("hire", date(2026, 11, 30), date(2026, 11, 30)))
    assert (soon["connect-hire"], soon["coffee-with-hire"]) == (["12-18"], ["02-18"])
    late = days_of(of_event("hire", date(2027, 3, 1), date(2027, 3, 1)))
    assert (late["connect-hire"], late["coffee-with-hire"]) == (["03-04"], ["03-15"])


@pytest.mark.parametrize(
    ("settings", "there", "not_there"),
    [
        (Settings(), "connect-interviewer", "gift-recruiter"),
        (Settings(gift="on"), "gift-recruiter", "none"),
        (Settings(connect_interviewers="after-no"), "thank-by-email", "connect-interviewer"),
    ],
)
def test_where_authors_disagree_the_settings_decide(settings: Settings, there: str, not_there: str) -> None:
    days = days_of(of_event("interview", datetime(2026, 11, 20, 10), date(2026, 11, 18), settings))
    assert there in days and not_there not in days


# ------------------------------------------------------------------------------------------- for any search

names = st.sampled_from(["Ada", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gus"])
some = st.lists(names, max_size=7, unique=True).map(tuple)
people = st.fixed_dictionaries(
    dict.fromkeys(("recruiter", "referrer", "hiring_manager", "interviewer", "asked"), some)
)
moments = st.one_of(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31))
)
choices = st.builds(
    Settings,
    cool_off=st.sampled_from([0, 1, 24, 48, 72, 720]),
    weekends=st.sampled_from(["move", "keep"]),
    ask_why=st.sampled_from(["never", "insight", "everybody"]),
)


@given(moments, people, st.integers(0, 3), choices, st.integers(0, 700), st.booleans())
def test_whatever_the_no_its_plan_keeps_the_rules(
    received: Moment,
    people: dict[str, tuple[str, ...]],
    level: int,
    settings: Settings,
    later: int,
    promise: bool,
) -> None:
    event = day_of(received)
    today = shift(event, later)
    plan = a_no(received, people, level=level, settings=settings, today=today, promise=promise)
    for line in plan.lines:
        assert line.due >= (line.start or event) >= event
        assert line.due.weekday() < 5 or settings.weekends == "keep"
        assert line.step.ends_with != "window" or line.due <= shift(event, 547)
        assert line.step.min_level <= level
        assert line.person is not None or "self" in line.step.who
    assert all(n <= 2 for n in Counter(line.due for line in plan.lines).values())
    assert len({line.tail for line in plan.lines}) == len(plan.lines)
    assert all(
        len(line.tail) >= 6 and not set(line.tail) - set("0123456789abcdefghjkmnpqrstvwxyz")
        for line in plan.lines
    )
    gracious = [line.person.name for line in plan.lines if line.person and line.phase == "gracious"]
    assert len(gracious) == len(set(gracious))
    assert len({line.person for line in plan.lines if line.step.id == "second-chance"}) <= 1
    assert level > 0 or len(plan.lines) <= 2
    if later == 0:
        assert plan.left_out == ()
        assert all(line.due >= today for line in plan.lines)
    assert a_no(received, people, level=level, settings=settings, today=today, promise=promise) == plan


@given(moments, people, choices, st.integers(1, 700))
def test_a_plan_typed_in_late_has_the_same_ids_and_only_leaves_out(
    received: Moment, people: dict[str, tuple[str, ...]], settings: Settings, later: int
) -> None:
    on_its_day = a_no(received, people, settings=settings)
    late = a_no(received, people, settings=settings, today=shift(day_of(received), later))
    assert {p.tail for p in late.lines} <= {p.tail for p in on_its_day.lines}
    assert len(late.lines) + len(late.left_out) == len(on_its_day.lines)


def test_ids_are_the_same_on_every_machine() -> None:
    assert [p.block_id for p in a_no().lines][:4] == [
        "fu-thank-panel-1e6dwk",
        "fu-thank-panel-5jtbb9",
        "fu-call-recruiter-8fch0c",
        "fu-referrer-detective-2pn59j",
    ]


def test_an_id_that_is_taken_grows_longer() -> None:
    first = a_no().lines[0]
    again = make_plan(
        PLAYBOOK,
        Settings(),
        replace(situation(WEDNESDAY, FOUR, 3, Settings(), None, False), taken={first.tail}),
    ).lines[0]
    assert (again.tail[:6], len(again.tail)) == (first.tail, 7)


# -------------------------------------------------------------------------------------- through the command


def test_a_no_on_its_own_day_writes_its_lines_and_nothing_is_overdue(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    assert life.lines(NO) == [
        "- [ ] Thank [[Lena Weiss]] (hiring manager) and ask to be considered again 🛫 2026-11-20 📅 2026-11-20",
        "- [ ] Thank [[Yuki Sato]] (interviewer) and ask to stay in touch 🛫 2026-11-20 📅 2026-11-20",
        "- [ ] Call [[Grete Holm]] (recruiter) first, then write: thanks, and any insight? 🛫 2026-11-20 📅 2026-11-23",
        "- [ ] Ask [[Ravi Menon]], who referred you, what they can find out 🛫 2026-11-20 📅 2026-11-23",
        "- [ ] Talk it through with a mentor or coach 🛫 2026-11-20 📅 2026-11-25",
        "- [ ] Choose one thing to change: résumé, cover letter, references, interviews, profile, other employers"
        " 🛫 2026-11-20 📅 2026-11-30",
        "- [ ] Write plan B 🛫 2026-11-20 📅 2026-12-02",
        "- [ ] Look up who has the job now, and what they hire for 📅 2026-12-18",
        "- [ ] Look once more who has the job, and what else has changed 📅 2027-01-18",
        "- [ ] Is the door still open? A short, useful word to [[Lena Weiss]] 📅 2027-02-16",
        "- [ ] Second word to [[Lena Weiss]] 📅 2027-05-17",
        "- [ ] Third word to [[Lena Weiss]] 📅 2027-11-18",
        "- [ ] Last word to [[Lena Weiss]] 📅 2028-05-11",
    ]
    assert [f for f in life.all("2026-11-18") if f.overdue_days and f.note == NO] == []


def test_the_properties_of_a_no(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    assert life.read(NO).split("---\n")[1] == (
        "type: rejection\n"
        'application: "[[Norrland Robotics – Controls Engineer]]"\n'
        'company: "[[Norrland Robotics]]"\n'
        "received: 2026-11-18T16:40:00\n"
        "stage_reached: final round\n"
        "cool_off_until: 2026-11-19T16:40:00\n"
        "window_until: 2028-05-18\n"
        "reasons_known:\n"
        "tags:\n  - rejection\n"
    )


def test_a_no_to_a_form_letter_has_no_window_and_no_plan(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-02", "Globex", "Lead")
    created = life.hears_no("2026-11-18", "globex")
    assert created.planned == ()
    text = life.read(created.path)
    assert "window_until" not in text and "stage_reached: applied\n" in text
    assert life.lines(created.path) == []


def test_a_second_no_does_not_double_what_one_does_once_but_links_it(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    life.applies("2026-10-20", "Globex", "Lead", hiring_manager="Kim Roe")
    life.meets("2026-11-12", "globex", "second", "Kim Roe")
    second = life.hears_no("2026-11-19T10:00", "globex")
    assert [p.step.id for p, _ in second.planned] == [
        "thank-panel",
        *["who-was-hired"] * 2,
        *["second-chance"] * 4,
    ]
    assert {out.step.id for out in second.left_out} == {"debrief", "change-something", "plan-b"}
    debrief = life.id_of("2026-11-19", "Talk it through")
    assert f"[[2026-11-18 Norrland Robotics – Controls Engineer#^fu-debrief-{debrief}|" in life.read(
        second.path
    )


def test_once_it_is_done_the_next_no_has_its_own_debrief(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    life.done("2026-11-25", "Talk it through")
    life.applies("2026-11-20", "Globex", "Lead", hiring_manager="Kim Roe")
    life.meets("2026-11-24", "globex", "second", "Kim Roe")
    second = life.hears_no("2026-11-27T10:00", "globex")
    assert "debrief" in [p.step.id for p, _ in second.planned]
    assert {out.step.id for out in second.left_out} == {"change-something", "plan-b"}


def test_two_noes_at_one_company_keep_one_series_of_words_for_one_person(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    life.hears_no("2026-11-18T16:40", "norrland")
    life.applies("2027-01-10", "Norrland Robotics", "Test Engineer", hiring_manager="Lena Weiss")
    life.meets("2027-01-20T09:00", "test engineer", "second", "Lena Weiss")
    second = life.hears_no("2027-01-25T10:00", "test engineer")
    assert "second-chance" not in [p.step.id for p, _ in second.planned]
    assert len([f for f in life.all("2027-01-25") if f.step == "second-chance"]) == 4


def test_no_step_asks_why_where_nobody_may_be_asked(tmp_path: Path) -> None:
    life = final_round(tmp_path, 'ask_why = "never"\n')
    life.hears_no("2026-11-18T16:40", "norrland")
    assert "insight" not in life.read(NO).casefold()
    assert "find out" not in life.read(NO)
    assert "Call [[Grete Holm]] (recruiter) first, then write: thanks 🛫" in life.read(NO)


def test_a_no_typed_in_three_weeks_late_has_the_same_lines(tmp_path: Path) -> None:
    on_time, late = final_round(tmp_path / "a"), final_round(tmp_path / "b")
    on_time.hears_no("2026-11-18T16:40", "norrland")
    late.hears_no("2026-11-18T16:40", "norrland", typed_on="2026-12-09")
    assert late.lines(NO) == on_time.lines(NO)
    assert "fu-thank-panel" in late.read(NO)
    assert late.read(APPLICATION).count("closed: 2026-11-18\n") == 1


def test_a_lead_has_no_steps_until_it_has_gone_out(tmp_path: Path) -> None:
    life = begin(tmp_path)
    created = life.new(
        "2026-11-02", "application", company="Globex", role="Lead", applied="no", recruiter="Grete Holm"
    )
    assert (created.planned, life.all("2026-11-30")) == ((), ())
    assert "stage: lead\n" in life.read(created.path)


def test_a_promise_of_the_interview_is_kept_after_the_no(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-10-12", "Norrland Robotics", "Controls Engineer", **KNOWN)
    life.meets("2026-11-10T14:00", "norrland", "first", "Yuki Sato", promised="the A/B test write-up")
    life.meets("2026-11-16T14:00", "norrland", "final", "Lena Weiss")
    created = life.hears_no("2026-11-18T16:40", "norrland")
    assert [line.partition(" ^")[0] for p, line in created.planned if p.step.id == "resource-after-no"] == [
        "- [ ] Send [[Yuki Sato]] all the same what they asked for: the A/B test write-up 🛫 2026-11-20 📅 2026-11-24"
    ]
    assert "(dropped: the no came)" in life.read(
        "Interviews/2026-11-10 Norrland Robotics – Controls Engineer – first.md"
    )


def test_people_are_those_of_all_rounds_before_the_no(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-10-12", "Norrland Robotics", "Controls Engineer")
    life.meets("2026-10-20", "norrland", "screening", "Hugo Berg")
    life.meets("2026-11-03", "norrland", "first", "Ida Falk", "Ben Osei")
    life.write(
        "Interviews/planned.md",
        '---\ntype: interview\napplication: "[[Norrland Robotics – Controls Engineer]]"\n'
        'starts: 2026-11-25T10:00\nround: final\ninterviewers: ["[[Zed Late]]"]\n---\n',
    )
    created = life.hears_no("2026-11-18", "norrland")
    assert [p.person.name for p, _ in created.planned if p.person] == ["Hugo Berg", "Ida Falk", "Ben Osei"]
    assert (created.level, "stage_reached: first round\n" in life.read(created.path)) == (2, True)


@pytest.mark.parametrize(
    ("named", "rounds", "asked"),
    [
        ({}, (), {"ask-acquaintance/Zed"}),
        ({"recruiter": ["Mia"]}, (), {"call-recruiter/Mia", "ask-acquaintance/Zed"}),
        ({"recruiter": ["Mia"], "referrer": ["Max"]}, (), {"call-recruiter/Mia", "referrer-detective/Max"}),
        (
            {"recruiter": ["Mia"], "referrer": ["Max"]},
            ("screening",),
            {"call-recruiter/Mia", "referrer-detective/Max", "thank-panel/Ivo", "ask-acquaintance/Zed"},
        ),
    ],
)
def test_whoever_is_known_there_longest_is_asked_beside_those_the_application_names(
    tmp_path: Path, named: dict[str, list[str]], rounds: tuple[str, ...], asked: set[str]
) -> None:
    life = begin(tmp_path)
    for name, since in (("Zed", "2020-01-01"), ("Yan", "2024-01-01")):
        life.new("2026-10-01", "contact", name=name, company="Hooli", connected=since)
    life.applies("2026-11-02", "Hooli", "Engineer", **named)
    for round_ in rounds:
        life.meets("2026-11-10", "hooli", round_, "Ivo")
    created = life.hears_no("2026-11-18", "hooli")
    assert {f"{p.step.id}/{p.person.name}" for p, _ in created.planned if p.person} == asked


def test_notes_written_by_hand_are_read_generously(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write(
        "Jobs/Norrland.md",
        "---\ntype: application\ncompany: Norrland\nrole: Backend/Frontend\nstatus: Interviewing\nrecruiter: Grete Holm\n---\n",
    )
    life.write(
        "Talks/One.md",
        "---\ntype: interview\napplication: [[Norrland]]\ndate: 2026-11-10\nround: final\ninterviewers: [[Lena Weiss]]\n---\n",
    )
    created = life.hears_no("2026-11-18", "norrland")
    assert [f"{p.step.id}/{p.person.name}" for p, _ in created.planned if p.person][:2] == [
        "thank-panel/Lena Weiss",
        "call-recruiter/Grete Holm",
    ]
    assert created.made == (created.path,)
    assert life.read("Jobs/Norrland.md") == (
        "---\ntype: application\ncompany: Norrland\nrole: Backend/Frontend\nstatus: rejected\nrecruiter: Grete Holm\n"
        "closed: 2026-11-18\n---\n"
    )


def test_nobody_who_interviewed_you_is_told_how_that_interview_went(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-16", "Norrland", "Engineer", **KNOWN)
    made = life.meets("2026-11-18T10:00", "norrland", "screening", "Grete Holm")
    told = {p.person.name for p, _ in made.planned if p.person and p.step.id.startswith("loop-in")}
    assert told == {"Ravi Menon"}


def test_a_talk_typed_in_after_a_later_one_ends_nothing_of_that_and_asks_for_no_news_itself(
    tmp_path: Path,
) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-11-01", "Acme", "Dev", recruiter=["Ann Lee"])
    life.meets("2026-11-18T10:00", "acme", "first", "Bo Li")
    news = [f for f in life.all("2026-11-20") if f.step == "polite-follow-up"]
    assert [f.due.isoformat() for f in news] == ["2026-11-25"]
    earlier = life.new(
        "2026-11-20", "interview", application="acme", starts="2026-11-10T10:00", round="screening"
    )
    assert earlier.ending.closed == ()
    assert [f for f in life.all("2026-11-20") if f.step == "polite-follow-up"] == news
    life.meets("2026-11-20T10:00", "acme", "final", "Bo Li")
    assert [f.due.isoformat() for f in life.all("2026-11-20") if f.step == "polite-follow-up"] == [
        "2026-11-27"
    ]
