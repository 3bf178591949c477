"""One task line: read, written and edited so that nothing of it gets lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vault_tools.core.meaning.tasks import (
    ON_THE_DASHBOARD,
    cancel,
    complete,
    format_task,
    parse,
    reopen,
    reschedule,
    set_status,
    without_reason,
)
from vault_tools.core.model import Priority, Task, TaskFormat

TODAY = date(2026, 11, 22)
DATAVIEW = TaskFormat.DATAVIEW


def day(text: str) -> date:
    return date.fromisoformat(text)


# Reading ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "task"),
    [
        ("- [ ] Write to Dana", Task(description="Write to Dana")),
        ("\t> 12) [/] half", Task(indentation="\t> ", marker="12)", status="/", description="half")),
        ("+ [x]no space", Task(marker="+", status="x", description="no space")),
        ("*   [🌱] a sign in the box", Task(marker="*", status="🌱", description="a sign in the box")),
        ("- [ ]", Task()),
        ("- [ ] carriage return\r", Task(description="carriage return")),
        (
            "- [x] all ⛔ a, b_2 🆔 k-1 ⏬ 🔁 every week 🏁 KEEP ➕ 2026-01-01 🛫 2026-01-02 ⏳ 2026-01-03 "
            "📅 2026-01-04 ❌ 2026-01-05 ✅ 2026-01-06 ^here",
            Task(
                status="x",
                description="all",
                priority=Priority.LOWEST,
                recurrence="every week",
                on_completion="keep",
                created=day("2026-01-01"),
                start=day("2026-01-02"),
                scheduled=day("2026-01-03"),
                due=day("2026-01-04"),
                cancelled=day("2026-01-05"),
                done=day("2026-01-06"),
                id="k-1",
                depends_on=("a", "b_2"),
                block_id="here",
            ),
        ),
        (
            "- [ ] other signs ⌛2026-01-02 📆️  2026-01-03",
            Task(description="other signs", scheduled=day("2026-01-02"), due=day("2026-01-03")),
        ),
        (
            "- [ ] tags #a 📅 2026-01-02 #b/c  🔼 #d",
            Task(description="tags #a #b/c #d", due=day("2026-01-02"), priority=Priority.MEDIUM),
        ),
        (
            "- [ ] twice 📅 2026-01-02 🔽 📅 2026-01-03 🔺",
            Task(description="twice", due=day("2026-01-02"), priority=Priority.LOW),
        ),
        (
            "- [ ] the ends 🛫 0001-01-01 📅 9999-12-31",
            Task(description="the ends", start=date.min, due=date.max),
        ),
        ("- [ ] tail 📅 2026-01-02\xa0", Task(description="tail", due=day("2026-01-02"))),
        ("- [ ] odd rule 🔁 daily", Task(description="odd rule", recurrence="daily")),
        ("- [ ] odd word 🏁 burn", Task(description="odd word")),
        (
            "- [ ] bracket  [due:: 2026-01-02]  (priority::high),",
            Task(description="bracket", due=day("2026-01-02"), priority=Priority.HIGH, format=DATAVIEW),
        ),
        (
            "- [ ] keys [repeat:: every day] [dependsOn:: a , b] [id::c] ^x",
            Task(
                description="keys",
                recurrence="every day",
                depends_on=("a", "b"),
                id="c",
                block_id="x",
                format=DATAVIEW,
            ),
        ),
        (
            "- [ ] both [due:: 2026-01-02] ⏳ 2026-01-03",
            Task(description="both [due:: 2026-01-02]", scheduled=day("2026-01-03")),
        ),
        ("- [ ] no day 📅 2026-02-30", Task(description="no day", impossible=("📅 2026-02-30",))),
        (
            "- [ ] no day [start::2025-02-29] [due:: 2026-01-02]",
            Task(
                description="no day",
                due=day("2026-01-02"),
                impossible=("[start::2025-02-29]",),
                format=DATAVIEW,
            ),
        ),
        ("- [ ] year nought ⏳ 0000-01-01", Task(description="year nought", impossible=("⏳ 0000-01-01",))),
    ],
)
def test_a_task_line_is_read(line: str, task: Task) -> None:
    assert parse(line) == task


@pytest.mark.parametrize(
    "line",
    [
        *("", "text", "- item", "- []", "-[ ] a", "- [xx] a", "-\t[ ] a", "1.[ ] a", "• [ ] a", "– [ ] a"),
        *("a. [ ] b", "- - [ ] a", "- \\[ ] a", "\u200b- [ ] a", "- [\n] a", "[ ] a"),
    ],
)
def test_anything_else_is_no_task(line: str) -> None:
    assert parse(line) is None


@pytest.mark.parametrize(
    "end",
    [
        *(
            "then text",
            ".",
            "**",
            "%% aside %%",
            "<!-- aside -->",
            "[[Dana Lee]]",
            "\u200b",
            "10:00",
            "^no_id",
            "^",
        ),
        *(
            "📅 2026-1-2",
            "📅 2026/01/02",
            "📅\t2026-01-02",
            "📅\xa02026-01-02",
            "🆔 a*b",
            "[due: 2026-01-02]",
        ),
        *("[due:: 2026-01-02)", "[Due:: 2026-01-02]", "due:: 2026-01-02", "🏁", "2026-01-02#tag"),
    ],
)
def test_what_is_no_field_ends_the_reading(end: str) -> None:
    assert parse(f"- [ ] Call 📅 2026-01-01 {end}") == Task(description=f"Call 📅 2026-01-01 {end}")


def test_fields_left_of_twenty_tags_are_not_seen() -> None:
    tags = " ".join(f"#t{n}" for n in range(21))
    assert parse(f"- [ ] Call 📅 2026-01-01 {tags}") == Task(description=f"Call 📅 2026-01-01 {tags}")


@pytest.mark.parametrize(
    "line",
    [
        *("- [ ] a 🔁" + " " * 50_000 + ".", "- [ ] ⛔ " + "a , " * 20_000 + "!", "- [ ] " + "[" * 50_000),
        *("- [ ] " + "[due::" * 20_000, "- [ ]" + " #a" * 20_000, "> " * 30_000 + "- [ ] a"),
        "- [ ] 🔁 every week until " + "a" * 20_000,
    ],
    ids=lambda line: line[6:16],
)
def test_a_hostile_line_is_read_edited_and_kept(line: str) -> None:
    assert parse(line) is not None
    assert set_status(reopen(set_status(line, "x")), " ") == line
    assert cancel(line, TODAY, line).startswith(line.partition("[ ]")[0])


@given(st.text())
def test_reading_never_raises(text: str) -> None:
    parse(text)
    parse("- [ ] " + text)


# Writing ------------------------------------------------------------------------------------------------


def test_fields_are_written_in_the_order_of_the_tasks_plugin() -> None:
    line = "-  [x]all #a ✅ 2026-01-06 📆 2026-01-04 🔁 every monday 🆔 k #b ^here"
    task = parse(line)
    assert task is not None
    assert format_task(task) == (
        "- [x] all #a #b 🆔 k 🔁 every week on Monday 📅 2026-01-04 ✅ 2026-01-06 ^here"
    )


def test_bracket_fields_are_written_in_square_brackets_after_two_spaces() -> None:
    task = parse("- [ ] a (due:: 2026-01-04), [priority:: lowest] ^here")
    assert task is not None
    assert format_task(task) == "- [ ] a  [priority:: lowest]  [due:: 2026-01-04] ^here"


def test_impossible_days_and_rules_are_written_as_they_stand() -> None:
    task = parse("- [ ] a 📅 2026-02-30 🔁 daily ✅ 2026-01-04")
    assert task is not None
    assert format_task(task) == "- [ ] a 🔁 daily ✅ 2026-01-04 📅 2026-02-30"


_words = st.lists(
    st.from_regex(r"[A-Za-z(][A-Za-z.,:;!?)\]'\"/*_~=-]{0,8}|é|#[a-z/]{1,5}|📅", fullmatch=True),
    min_size=1,
)
_days = st.none() | st.dates()
_ids = st.from_regex(r"[a-zA-Z0-9_-]{1,8}", fullmatch=True)
_tasks = st.builds(
    Task,
    indentation=st.sampled_from(["", "  ", "\t", "> ", "> > ", ">   "]),
    marker=st.sampled_from(["-", "*", "+", "1.", "27)"]),
    status=st.sampled_from(" xX-/>?!é🌱"),
    description=_words.map(" ".join),
    priority=st.integers(0, 5),
    recurrence=st.sampled_from(
        [None, "every day", "every week on Monday", "every month on the last when done"]
    ),
    on_completion=st.sampled_from([None, "keep", "delete"]),
    created=_days,
    start=_days,
    scheduled=_days,
    due=_days,
    done=_days,
    cancelled=_days,
    id=st.none() | _ids,
    depends_on=st.lists(_ids, max_size=3).map(tuple),
    block_id=st.none() | st.from_regex(r"[a-zA-Z0-9-]{1,8}", fullmatch=True),
    format=st.sampled_from(TaskFormat),
    impossible=st.just(()),
)


def _settled(task: Task) -> Task:
    """A format is only seen in a field: without one a line reads as emoji."""
    without_fields = task._replace(description="x", block_id=None, indentation="", marker="-", status=" ")
    bare = without_fields == Task(description="x", format=task.format)
    return task._replace(format=TaskFormat.EMOJI) if bare else task


@given(_tasks)
def test_what_is_written_is_read_as_the_same_task(task: Task) -> None:
    assert parse(format_task(task)) == _settled(task)


# Complete -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("- [ ] Call", ["- [x] Call ✅ 2026-11-22"]),
        ("> 1. [/] Call 📅 2026-11-20 ^id  ", ["> 1. [x] Call 📅 2026-11-20 ✅ 2026-11-22 ^id  "]),
        ("- [ ] Call 📅 2026-11-20\r", ["- [x] Call 📅 2026-11-20 ✅ 2026-11-22\r"]),
        ("- [ ] Call  [due:: 2026-11-20]", ["- [x] Call  [due:: 2026-11-20]  [completion:: 2026-11-22]"]),
        ("- [-] Call ❌ 2026-11-20", ["- [x] Call ✅ 2026-11-22"]),
        ("- [ ] Call #a ⏳ 2026-11-20 #b", ["- [x] Call #a #b ⏳ 2026-11-20 ✅ 2026-11-22"]),
        ("- [ ] Burn 🏁 delete", []),
        ("- [ ] Burn 🏁 delete 📅 2026-02-30", []),
        ("- [x] Done ✅ 2026-11-01", ["- [x] Done ✅ 2026-11-01"]),
        ("- [X] Done", ["- [X] Done"]),
        ("no task", ["no task"]),
    ],
)
def test_a_ticked_line_is_done_today(line: str, after: list[str]) -> None:
    assert complete(line, TODAY) == tuple(after)


@pytest.mark.parametrize(
    ("line", "after"),
    [
        (
            "> - [/] D 🆔 w ➕ 2026-01-01 🛫 2026-11-18 📅 2026-11-20 🔁 every week ^i\r",
            [
                "> - [ ] D 🔁 every week 🛫 2026-11-25 📅 2026-11-27\r",
                "> - [x] D 🆔 w 🔁 every week ➕ 2026-01-01 🛫 2026-11-18 📅 2026-11-20 ✅ 2026-11-22 ^i\r",
            ],
        ),
        (
            "- [ ] Water ⏳ 2026-11-01 🔁 every 3 days when done",
            [
                "- [ ] Water 🔁 every 3 days when done ⏳ 2026-11-25",
                "- [x] Water 🔁 every 3 days when done ⏳ 2026-11-01 ✅ 2026-11-22",
            ],
        ),
        (
            "- [ ] Water ⛔ v 🔁 every day",
            ["- [ ] Water 🔁 every day", "- [x] Water ⛔ v 🔁 every day ✅ 2026-11-22"],
        ),
        (
            "- [ ] Water 🔁 every day 🏁 delete 📅 2026-11-20",
            ["- [ ] Water 🔁 every day 🏁 delete 📅 2026-11-21"],
        ),
        (
            "- [ ] Water [repeat:: every day] [due:: 2026-11-20]",
            [
                "- [ ] Water  [repeat:: every day]  [due:: 2026-11-21]",
                "- [x] Water  [repeat:: every day]  [due:: 2026-11-20]  [completion:: 2026-11-22]",
            ],
        ),
        ("- [ ] Last 🔁 every day for 1 time", ["- [x] Last 🔁 every day for 1 time ✅ 2026-11-22"]),
        ("- [ ] End 🔁 every day 📅 9999-12-31", ["- [x] End 🔁 every day 📅 9999-12-31 ✅ 2026-11-22"]),
        (
            "- [ ] Ends 🔁 every day 🛫 9999-12-31 📅 2026-11-20",
            ["- [x] Ends 🔁 every day 🛫 9999-12-31 📅 2026-11-20 ✅ 2026-11-22"],
        ),
    ],
)
def test_a_recurring_line_gets_its_successor_above_it(line: str, after: list[str]) -> None:
    assert complete(line, TODAY) == tuple(after)


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("-  [ ] a  📅 2026-02-30 #t ^id ", ["-  [x] a  📅 2026-02-30 #t ✅ 2026-11-22 ^id "]),
        ("- [ ]a 📆 2026-01-02 📅 2026-01-03", ["- [x]a 📆 2026-01-02 📅 2026-01-03 ✅ 2026-11-22"]),
        ("- [ ] a 🔁 daily 📅 2026-01-02\r", ["- [x] a 🔁 daily 📅 2026-01-02 ✅ 2026-11-22\r"]),
        ("- [ ] a 🔁 daily 🏁 delete", ["- [x] a 🔁 daily 🏁 delete ✅ 2026-11-22"]),
        ("- [ ] a 🏁 burn 📅 2026-01-02", ["- [x] a 🏁 burn 📅 2026-01-02 ✅ 2026-11-22"]),
        ("- [-] a ❌ 2026-02-30 📅 2026-01-02", ["- [x] a 📅 2026-01-02 ✅ 2026-11-22"]),
        ("- [ ] a [due:: 2026-02-30]", ["- [x] a [due:: 2026-02-30]  [completion:: 2026-11-22]"]),
        (
            "- [ ] a 🔁 every weekend 📅 2026-01-02 🆔 k ^id",
            [
                "- [ ] a 🔁 every weekend 📅 2026-01-09",
                "- [x] a 🔁 every weekend 📅 2026-01-02 🆔 k ✅ 2026-11-22 ^id",
            ],
        ),
        (
            "- [ ] a  🛫 2026-02-30 📅 2026-01-02 🔁 every day 📅 2026-01-03 🔺  ",
            [
                "- [ ] a  🛫 2026-02-30 📅 2026-01-03 🔁 every day 📅 2026-01-03 🔺  ",
                "- [x] a  🛫 2026-02-30 📅 2026-01-02 🔁 every day 📅 2026-01-03 🔺 ✅ 2026-11-22  ",
            ],
        ),
        ("- [ ] a\u2028b 📅 2026-01-02", ["- [x] a ✅ 2026-11-22\u2028b 📅 2026-01-02"]),
    ],
)
def test_where_tasks_would_lose_something_only_the_closing_is_written(line: str, after: list[str]) -> None:
    assert complete(line, TODAY) == tuple(after)


def test_a_done_day_is_written_where_it_is_read() -> None:
    tags = " ".join(f"#t{n}" for n in range(20))
    line = f"- [ ] a ⏫ 📅 2026-01-02 📅 2026-01-03 {tags}"
    (done,) = complete(line, TODAY)
    task = parse(line)
    assert task is not None
    assert parse(done) == task._replace(status="x", done=TODAY)


# Reopen -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("- [x] Call 📅 2026-11-20 ✅ 2026-11-22 ^id  ", "- [ ] Call 📅 2026-11-20 ^id  "),
        ("- [-] Call (dropped: she left) 📅 2026-11-20 ❌ 2026-11-22", "- [ ] Call 📅 2026-11-20"),
        ("- [-] Call (dropped on the dashboard) ❌ 2026-11-22\r", "- [ ] Call\r"),
        ("- [x] a  📅 2026-02-30 ✅ 2026-11-22 #t", "- [ ] a  📅 2026-02-30 #t"),
        ("- [x] a (dropped: x)  📅 2026-02-30 ❌ 2026-11-22", "- [ ] a  📅 2026-02-30"),
        ("-  [ ] a  📆 2026-01-02", "-  [ ] a  📆 2026-01-02"),
        ("no task", "no task"),
    ],
)
def test_a_reopened_line_is_as_before(line: str, after: str) -> None:
    assert reopen(line) == after


@given(_tasks)
def test_completed_and_reopened_is_the_same_task(task: Task) -> None:
    task = task._replace(status=" ", recurrence=None, on_completion=None, done=None, cancelled=None)
    (done,) = complete(format_task(task), TODAY)
    read = parse(done)
    assert read is not None
    before = parse(format_task(task))
    assert before is not None
    assert read == before._replace(status="x", done=TODAY)
    assert parse(reopen(done)) == before


# Cancel -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "reason", "after"),
    [
        (
            "- [ ] Call #a 📅 2026-11-24 #b ^id  ",
            "the no came",
            "- [-] Call #a #b (dropped: the no came) 📅 2026-11-24 ❌ 2026-11-22 ^id  ",
        ),
        ("> * [/] Call\r", "", "> * [-] Call ❌ 2026-11-22\r"),
        ("- [ ] Call", ON_THE_DASHBOARD, "- [-] Call (dropped on the dashboard) ❌ 2026-11-22"),
        (
            "- [ ] Call  [due:: 2026-11-24]",
            "over",
            "- [-] Call (dropped: over)  [due:: 2026-11-24]  [cancelled:: 2026-11-22]",
        ),
        ("- [x] Call ✅ 2026-11-01", "over", "- [-] Call (dropped: over) ❌ 2026-11-22"),
        ("- [ ] Call (dropped: once)", "twice", "- [-] Call (dropped: twice) ❌ 2026-11-22"),
        ("- [ ] 📅 2026-02-30", "over", "- [-] (dropped: over) 📅 2026-02-30 ❌ 2026-11-22"),
        (
            "- [ ] Call  #a 📅 2026-02-30 #b ^id",
            "over",
            "- [-] Call  #a (dropped: over) 📅 2026-02-30 #b ❌ 2026-11-22 ^id",
        ),
        ("- [-] Call ❌ 2026-11-01", "over", "- [-] Call ❌ 2026-11-01"),
        ("no task", "over", "no task"),
    ],
)
def test_a_dropped_line_says_why_before_its_fields(line: str, reason: str, after: str) -> None:
    assert cancel(line, TODAY, reason) == after


@pytest.mark.parametrize(
    ("reason", "written"),
    [
        ("two\r\n\tlines\u2028and more", "two lines and more"),
        ("#tag ^block 📅 2026-01-01 🗓️ x", "tag block 2026-01-01 x"),
        ("[due:: 2026-01-01] [[Note|name]]", "(due: 2026-01-01) ((Note/name))"),
        ("%% c %% <!-- c --> <% tp %> `= 1`", "% c % ‹!-- c --› ‹% tp %› '= 1'"),
        ("see https://example.org/a or ftp://b", "see example.org/a or b"),
        ("\x1b[31mred\x07\u202eder\u200b", "(31mredder".replace("(", "")),
        ("sad :(", "sad :"),
        ("said (dropped: it) (all)", "said dropped: it) (all)".replace("(", "").replace(")", "")),
        ("100% (sure)", "100% (sure)"),
    ],
)
def test_a_reason_is_plain_words(reason: str, written: str) -> None:
    assert cancel("- [ ] Call", TODAY, reason) == f"- [-] Call (dropped: {written}) ❌ 2026-11-22"


@given(_tasks, st.text() | st.text("()[]dropped:# 📅✅2026-01", max_size=40))
def test_no_reason_changes_another_field_and_it_comes_off_again(task: Task, reason: str) -> None:
    before = parse(format_task(task._replace(status=" ")))
    assert before is not None
    dropped = parse(cancel(format_task(before), TODAY, reason))
    assert dropped is not None
    plain = before._replace(
        status="-", done=None, cancelled=TODAY, description=without_reason(before.description)
    )
    assert without_reason(dropped.description) == plain.description
    assert dropped._replace(description=plain.description) == plain


@pytest.mark.parametrize(
    ("description", "without"),
    [
        ("Call (dropped: she left)", "Call"),
        ("Call (dropped: she left (again))", "Call"),
        ("(dropped on the dashboard)", ""),
        ("Ask (dropped: x) and (y)", "Ask (dropped: x) and (y)"),
        ("Ask (dropped)", "Ask (dropped)"),
        ("Ask(dropped: x)", "Ask(dropped: x)"),
        ("Ask (dropped: x) more", "Ask (dropped: x) more"),
    ],
)
def test_only_a_reason_at_the_very_end_comes_off(description: str, without: str) -> None:
    assert without_reason(description) == without


# Reschedule ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("-  [ ] a ⏳ 2026-01-01 📆2026-01-02  ⏫ ^id ", "-  [ ] a ⏳ 2026-01-01 📆2026-11-22  ⏫ ^id "),
        ("- [ ] a ⌛ 2026-01-01 🔁 daily", "- [ ] a ⌛ 2026-11-22 🔁 daily"),
        ("- [ ] a [scheduled::2026-01-01]", "- [ ] a [scheduled::2026-11-22]"),
        ("- [ ] a 🔼 ^id\r", "- [ ] a 🔼 📅 2026-11-22 ^id\r"),
        ("- [ ] a [priority:: low]", "- [ ] a [priority:: low]  [due:: 2026-11-22]"),
        ("- [ ] a 🛫 2026-12-01 📅 2026-12-02", "- [ ] a 🛫 2026-11-22 📅 2026-11-22"),
        ("- [ ] a 🛫 2026-11-01 📅 2026-12-02", "- [ ] a 🛫 2026-11-01 📅 2026-11-22"),
        ("- [ ] a 🛫 2026-12-01", "- [ ] a 🛫 2026-11-22 📅 2026-11-22"),
        ("- [ ] a 🛫 2026-02-31 📅 2026-02-30", "- [ ] a 🛫 2026-02-31 📅 2026-11-22"),
        ("- [ ] a 📅 2026-02-30 ⏳ 2026-01-01", "- [ ] a 📅 2026-02-30 ⏳ 2026-11-22"),
        ("- [ ] a 📅 2026-01-01 📅 2026-01-02", "- [ ] a 📅 2026-11-22 📅 2026-01-02"),
        ("- [ ] a 📅 2026-01-01 later", "- [ ] a 📅 2026-01-01 later 📅 2026-11-22"),
        ("no task", "no task"),
    ],
)
def test_a_rescheduled_line_differs_in_its_days_only(line: str, after: str) -> None:
    assert reschedule(line, TODAY) == after


@given(_tasks, st.dates())
def test_a_rescheduled_task_is_due_then_and_has_started(task: Task, when: date) -> None:
    before = parse(format_task(task))
    assert before is not None
    after = parse(reschedule(format_task(task), when))
    assert after is not None
    field = "due" if before.due or not before.scheduled else "scheduled"
    start = min(before.start, when) if before.start else None
    assert after == before._replace(**{field: when, "start": start})  # type: ignore[arg-type]


# Any line -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["x", "-", " ", "]", "🌱"])
def test_another_status_changes_one_character(status: str) -> None:
    assert set_status("> 1) [ ]a 📅 2026-02-30  \r", status) == f"> 1) [{status}]a 📅 2026-02-30  \r"


@pytest.mark.parametrize("status", ["", "xx", "\n", "\r", "\u2028"])
def test_a_box_holds_one_character(status: str) -> None:
    with pytest.raises(ValueError, match="one character"):
        set_status("- [ ] a", status)


@given(
    indentation=st.text(" \t>", max_size=6),
    body=st.text() | st.text("a #📅🔁⏳✅2026-01[]:due ", max_size=60),
    block=st.sampled_from(["", " ^id-7"]),
    tail=st.sampled_from(["", " ", "  ", "\r", "  \r"]),
    days=st.integers(-800, 800),
)
def test_an_edit_keeps_indentation_words_block_id_and_end(
    indentation: str, body: str, block: str, tail: str, days: int
) -> None:
    line = f"{indentation}- [ ] a{body}{block}{tail}"
    before = parse(line)
    assert before is not None
    assume(not any(mark in body for mark in "\n\r\u2028\u2029") and "^" not in body)
    when = TODAY + timedelta(days=days)
    edited = (
        (complete(line, when)[-1:] or (line,))[0],
        cancel(line, when, "so"),
        reschedule(line, when),
        reopen(line),
    )
    for after in edited:
        task = parse(after)
        assert task is not None
        assert after.startswith(indentation + "- [")
        assert after.endswith(block + tail)
        assert (task.indentation, task.block_id) == (before.indentation, before.block_id)
        assert sorted(_rest(before.description)) == sorted(
            _rest(task.description.replace("(dropped: so)", ""))
        )


def _rest(description: str) -> list[str]:
    return without_reason(description).split()
