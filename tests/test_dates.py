"""Days and moments as people type them and as properties hold them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import (
    add_months,
    as_text,
    day_of,
    day_word,
    end_of,
    hours_after,
    parse_day,
    parse_iso,
    parse_moment,
    read_day,
    read_moment,
    shift,
    working_day,
)

SUNDAY = date(2026, 11, 22)
days = st.dates()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("today", SUNDAY),
        ("Tomorrow", date(2026, 11, 23)),
        ("yesterday", date(2026, 11, 21)),
        ("fri", date(2026, 11, 27)),
        ("Friday", date(2026, 11, 27)),
        ("next fri", date(2026, 11, 27)),
        ("sun", date(2026, 11, 29)),  # a weekday is never today
        ("mon", date(2026, 11, 23)),
        ("+3d", date(2026, 11, 25)),
        ("3d", date(2026, 11, 25)),
        ("in 3 days", date(2026, 11, 25)),
        ("2w", date(2026, 12, 6)),
        ("in 2 weeks", date(2026, 12, 6)),
        ("1m", date(2026, 12, 22)),
        ("1y", date(2027, 11, 22)),
        ("next week", date(2026, 11, 29)),
        ("next month", date(2026, 12, 22)),
        ("  +3d ", date(2026, 11, 25)),
        ("last fri", date(2026, 11, 20)),
        ("last sunday", date(2026, 11, 15)),
        ("3 days ago", date(2026, 11, 19)),
        ("2 weeks ago", date(2026, 11, 8)),
        ("16 nov", date(2026, 11, 16)),
        ("Nov 30th", date(2026, 11, 30)),
        ("the 3rd of January", date(2027, 1, 3)),  # the nearest
        ("30 Dec.", date(2026, 12, 30)),
        ("1 March 2025", date(2025, 3, 1)),
        ("March 1, 2025", date(2025, 3, 1)),
        ("16.11.2026", date(2026, 11, 16)),
        ("3.1.", date(2027, 1, 3)),
        ("29 feb 2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, day: date) -> None:
    assert parse_day(typed, SUNDAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("fri", date(2026, 11, 20)),
        ("sunday", SUNDAY),  # what happened today may be told by its weekday
        ("mon", date(2026, 11, 16)),
        ("last sun", date(2026, 11, 15)),
        ("next fri", date(2026, 11, 27)),
        ("-3d", date(2026, 11, 19)),
        ("30 nov", date(2025, 11, 30)),
        ("22.11.", SUNDAY),
        ("tomorrow", date(2026, 11, 23)),
        ("+3d", date(2026, 11, 25)),
    ],
)
def test_a_weekday_of_what_was_is_the_last_one(typed: str, day: date) -> None:
    assert parse_day(typed, SUNDAY, back=True) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "2026-02-30",
        "32",
        "+d",
        "t",
        "2026/11/30",
        "-3d",
        "s",
        "30 feb",
        "10/11/2026",
        "16.13.",
        "last",
        "5 mon",
    ],
)
def test_what_is_no_day_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(VaultError, match="2026-11-30, or tomorrow"):
        parse_day(typed, SUNDAY)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-18T16:40", datetime(2026, 11, 18, 16, 40)),
        ("2026-11-18 16:40", datetime(2026, 11, 18, 16, 40)),
        ("2026-11-18T16:40:30", datetime(2026, 11, 18, 16, 40, 30)),
        ("yesterday 9:30", datetime(2026, 11, 21, 9, 30)),
        ("2026-11-18 9.30", datetime(2026, 11, 18, 9, 30)),
        ("thu 3pm", datetime(2026, 11, 26, 15, 0)),
        ("Thursday at 3:30 PM", datetime(2026, 11, 26, 15, 30)),
        ("thu, 12 am", datetime(2026, 11, 26, 0, 0)),
        ("thu at 15:00", datetime(2026, 11, 26, 15, 0)),
        ("26 nov 15.00", datetime(2026, 11, 26, 15, 0)),
        ("26.11. 15:00", datetime(2026, 11, 26, 15, 0)),
        ("3pm", datetime(2026, 11, 22, 15, 0)),
        ("16:40", datetime(2026, 11, 22, 16, 40)),
        ("2026-11-18", date(2026, 11, 18)),
        ("today", SUNDAY),
    ],
)
def test_a_moment_is_a_day_with_or_without_a_time(typed: str, moment: date) -> None:
    assert parse_moment(typed, SUNDAY) == moment
    assert type(parse_moment(typed, SUNDAY)) is type(moment)


def test_a_time_that_does_not_exist_is_refused() -> None:
    with pytest.raises(VaultError, match="16:40"):
        parse_moment("2026-11-18T25:00", SUNDAY)


@pytest.mark.parametrize("typed", ["thu 13pm", "thu 0am", "16.10", "thu 1", "pm"])
def test_half_a_time_is_refused(typed: str) -> None:
    with pytest.raises(VaultError, match="is not a day I can read"):
        parse_moment(typed, SUNDAY)


def test_a_moment_that_was_is_on_the_last_such_weekday() -> None:
    assert parse_moment("fri 4pm", SUNDAY, back=True) == datetime(2026, 11, 20, 16, 0)


@pytest.mark.parametrize(
    ("held", "moment"),
    [
        ("2026-11-18", date(2026, 11, 18)),
        ("2026-11-18T16:40", datetime(2026, 11, 18, 16, 40)),
        ("2026-11-18 16:40:00", datetime(2026, 11, 18, 16, 40)),
        ("2026-11-18T16:40:00Z", datetime(2026, 11, 18, 16, 40)),
        ("2026-11-18T16:40:00.123+02:00", datetime(2026, 11, 18, 16, 40)),
        ("2026-02-30", None),
        ("2026-11-18T24:00", None),
        ("Wednesday", None),
        (20261118, None),
        (None, None),
    ],
)
def test_a_property_is_read_as_a_moment_on_the_users_own_wall(held: object, moment: date | None) -> None:
    assert read_moment(held) == moment
    assert read_day(held) == (day_of(moment) if moment else None)


def test_a_day_without_a_time_means_its_end() -> None:
    assert end_of(date(2026, 11, 18)) == datetime(2026, 11, 18, 23, 59)
    assert hours_after(date(2026, 11, 18), 24) == datetime(2026, 11, 19, 23, 59)


def test_both_date_types_are_written_as_obsidian_stores_them() -> None:
    assert as_text(date(2026, 11, 18)) == "2026-11-18"
    assert as_text(datetime(2026, 11, 18, 16, 40)) == "2026-11-18T16:40:00"


def test_a_long_month_ends_where_a_shorter_one_does() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2027, 8, 31), 18) == date(2029, 2, 28)
    assert add_months(date(2026, 8, 31), 18) == date(2028, 2, 29)


def test_months_end_with_the_calendar() -> None:
    assert add_months(SUNDAY, 12 * 7_974) == date.max
    assert add_months(SUNDAY, -12 * 2_026) == date.min
    assert parse_day("9999y", SUNDAY) == date.max


def test_a_weekend_becomes_the_monday_after() -> None:
    week = [date(2026, 11, 16 + n) for n in range(7)]
    assert [working_day(day) for day in week] == [*week[:5], date(2026, 11, 23), date(2026, 11, 23)]


@given(days, st.integers(-20_000, 20_000))
def test_no_shift_leaves_the_calendar(day: date, by: int) -> None:
    assert date.min <= shift(day, by) <= date.max
    assert date.min <= add_months(day, by) <= date.max
    assert working_day(day) >= day


@given(days)
def test_iso_is_read_back_as_it_is_written(day: date) -> None:
    assert (
        parse_iso(day.isoformat()) == parse_day(day.isoformat(), SUNDAY) == read_day(day.isoformat()) == day
    )


@given(st.datetimes().map(lambda m: m.replace(microsecond=0)))
def test_a_moment_is_read_back_as_it_is_written(moment: datetime) -> None:
    assert read_moment(as_text(moment)) == moment


def test_a_time_alone_is_of_today() -> None:
    assert parse_moment("16:40", SUNDAY) == datetime(2026, 11, 22, 16, 40)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-22", "Sunday"),
        ("2026-11-28", "Saturday"),
        ("2026-11-16", "Monday"),
        ("2026-11-29", "29 November"),
        ("2026-11-15", "15 November"),
        ("2027-01-03", "3 January 2027"),
    ],
)
def test_a_day_of_this_week_has_a_name_and_any_other_a_date(day: str, said: str) -> None:
    assert day_word(date.fromisoformat(day), date(2026, 11, 22)) == said
