"""When a recurring task comes again, and how its rule is spelled."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tools.core.meaning.recurrence import is_rule, next_date, normalise, survives_normalising

MONDAY = date(2026, 11, 16)


def following(rule: str, reference: date) -> date | None:
    return next_date(rule, reference=reference, completed_on=date(2031, 6, 1))


@pytest.mark.parametrize(
    ("rule", "written", "next_after_monday"),
    [
        ("every day", "every day", "2026-11-17"),
        ("Every 10 Days", "every 10 days", "2026-11-26"),
        ("every 1 day", "every day", "2026-11-17"),
        ("everyday", "every day", "2026-11-17"),
        ("every weekday", "every weekday", "2026-11-17"),
        ("every 2 weekdays", "every 2 weeks on weekdays", "2026-11-17"),
        ("every week", "every week", "2026-11-23"),
        ("every 6 weeks", "every 6 weeks", "2026-12-28"),
        ("every friday", "every week on Friday", "2026-11-20"),
        ("every tue, thur and sa", "every week on Tuesday, Thursday, Saturday", "2026-11-17"),
        ("every 2 weeks on Sunday", "every 2 weeks on Sunday", "2026-11-22"),
        ("every 2 weeks on Monday", "every 2 weeks on Monday", "2026-11-30"),
        ("every Friday the 13th", "every week on Friday the 13th", "2027-08-13"),
        ("every week in December", "every week in December", "2026-12-07"),
        ("every month", "every month", "2026-12-16"),
        ("every 13 months", "every 13 months", "2027-12-16"),
        ("every month on the 15th", "every month on the 15th", "2026-12-15"),
        ("every month on the last", "every month on the last", "2026-11-30"),
        ("every month on the second last day", "every month on the 2nd last", "2026-11-29"),
        ("every month on the 28th and 3rd", "every month on the 3rd and 28th", "2026-11-28"),
        ("every month on the third Wednesday", "every month on the 3rd Wednesday", "2026-11-18"),
        ("every month on the last Friday", "every month on the last Friday", "2026-11-27"),
        ("every month on the 5th Tuesday", "every month on the 5th Tuesday", "2026-12-29"),
        ("every 3 months on the 1st Monday", "every 3 months on the 1st Monday", "2027-02-01"),
        ("every month on weekdays", "every month on weekdays", "2026-11-17"),
        ("every May", "every May", "2027-05-16"),
        ("every March and June on the 2nd", "every March and June on the 2nd", "2027-03-02"),
        ("every year on Nov the 20th", "every November on the 20th", "2026-11-20"),
        ("every year on the first Monday in May", "every May on the 1st Monday", "2027-05-03"),
        ("every year on the 100th day", "every year on the 100th", None),
        ("every year in week 2", "every year in week 2", "2027-01-11"),
        ("every year", "every year", "2027-11-16"),
        ("every 5 years", "every 5 years", "2031-11-16"),
        ("every hour", "every hour", "2026-11-17"),
        ("every 36 hours", "every 36 hours", "2026-11-17"),
        ("every 90 minutes", "every 90 minutes", "2026-11-17"),
        ("every day at 9 and 17", "every day at 9 and 17", "2026-11-17"),
        ("every week for 3 times", "every week for 3 times", "2026-11-23"),
        ("every week for 1 time", "every week for 1 time", None),
        ("every week until 1 December 2026", "every week until December 1, 2026", "2026-11-23"),
        ("every week until Nov 23 2026", "every week until November 23, 2026", "2026-11-23"),
        ("every week until Nov 22 2026", "every week until November 22, 2026", None),
        ("every week until 2 30 2027", "every week until March 2, 2027", "2026-11-23"),
        ("every day until 2027", "every day until January 1, 2027", "2026-11-17"),
        ("every February on the 30th", "every February on the 30th", None),
    ],
)
def test_a_rule_is_written_and_counted_as_the_tasks_plugin_does(
    rule: str, written: str, next_after_monday: str | None
) -> None:
    day = following(rule, MONDAY)
    assert (normalise(rule), day and day.isoformat()) == (written, next_after_monday)


@pytest.mark.parametrize(
    "rule",
    [
        *("", "  ", "day", "every", "monthly", "every other day", "every two weeks", "every fortnight"),
        *(
            "every quarter",
            "every 0 weeks",
            "every 3 working days",
            "every, day",
            "every May, then",
            "every! day",
        ),
        *("every day for ever", "every day for x", "every day at noon", "every day until then", "when done"),
        *("every day until May 3", "every week in week", "every month on the 400th", "every 2.5 days"),
        *("every " + "9" * 5_000 + " days", "every day until 13 1 2027", "every day until May 32 2027"),
    ],
)
def test_what_the_tasks_plugin_does_not_accept_is_no_rule(rule: str) -> None:
    assert (is_rule(rule), normalise(rule), following(rule, MONDAY)) == (False, None, None)


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("every month", "2027-01-31", "2027-02-28"),
        ("every month", "2028-01-31", "2028-02-29"),
        ("every month", "2027-02-28", "2027-03-28"),
        ("every 3 months", "2027-08-31", "2027-11-30"),
        ("every year", "2028-02-29", "2029-02-28"),
        ("every 4 years", "2028-02-29", "2032-02-29"),
    ],
)
def test_a_month_that_is_too_short_gets_its_last_day(rule: str, start: str, expected: str) -> None:
    assert following(rule, date.fromisoformat(start)) == date.fromisoformat(expected)


def test_a_rule_that_names_the_31st_skips_short_months() -> None:
    assert following("every month on the 31st", date(2027, 1, 31)) == date(2027, 3, 31)


def test_a_rule_when_done_counts_from_the_day_of_completion() -> None:
    done = date(2026, 12, 3)
    assert next_date("every 2 weeks when done", reference=MONDAY, completed_on=done) == date(2026, 12, 17)
    assert next_date("every Monday When Done", reference=MONDAY, completed_on=done) == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("rule", "survives"),
    [
        ("every tuesday when done", True),
        ("every year on Nov the 20th", True),
        ("every day at 9am", False),
        ("every weekend", False),
        ("every week please", False),
        ("every month on the first and third Monday", False),
        ("every Monday on the 1st and 2nd", False),
        ("daily", False),
    ],
)
def test_a_rule_survives_normalising_if_no_word_of_it_is_dropped(rule: str, survives: bool) -> None:
    assert survives_normalising(rule) is survives


@pytest.mark.parametrize(
    "rule", ["every day", "every 9 weeks", "every month", "every 2000 years", "every May"]
)
def test_nothing_comes_again_after_the_last_day_of_the_calendar(rule: str) -> None:
    assert following(rule, date.max) is None


_WORDS = [
    *("every", "day", "week", "weekday", "month", "year", "Monday", "fri", "May", "on", "in", "the", "at"),
    *("last", "second", "1st", "3rd", "31st", "400th", "2", "12", "2027", "and", ",", "or", "for", "times"),
    *("until", "when", "done", "hour"),
]


@settings(deadline=None)  # a rule that never falls is looked for through 400 years
@given(st.lists(st.sampled_from(_WORDS), max_size=8), st.dates())
def test_any_words_give_a_later_day_or_none_and_normalise_once(words: list[str], reference: date) -> None:
    rule = " ".join(["every", *words])
    day = next_date(rule, reference=reference, completed_on=reference)
    assert day is None or day > reference
    written = normalise(rule)
    if written is not None and survives_normalising(rule):
        assert normalise(written) == written


@given(st.text())
def test_reading_a_rule_never_raises(text: str) -> None:
    assert is_rule(text) == (normalise(text) is not None)
