"""Which lines of a note count, and the rules for code, comments, headings and a log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.meaning.scanner import Scan, scan


def tasks(text: str) -> list[tuple[int, str]]:
    return list(scan(text).tasks)


def test_lines_are_numbered_over_the_whole_file_properties_included() -> None:
    text = "---\nstage: applied\n---\n\n# Plan\n- [ ] write to Mia\n\n* [x] sent the portfolio\n"
    assert scan(text) == Scan(
        tasks=((6, "- [ ] write to Mia"), (8, "* [x] sent the portfolio")), headings=((5, 1, "Plan"),)
    )


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] dash",
        "+ [/] plus",
        "* [-] star",
        "1. [ ] number",
        "12) [x] number with a bracket",
        "- [ ]no blank behind the box",
        "-   [ ] more blanks",
        "\t- [ ] after a tab",
        "      - [ ] far in",
        "> - [ ] quoted",
        "> > * [ ] quoted twice",
        ">> - [ ] quoted twice, tightly",
        "- [🎉] any one character",
        "- [ ] comment behind it %% inner %% and <!-- outer -->",
        "- [ ] with `%%` and ``` in it",
    ],
)
def test_a_list_item_with_a_box_is_a_task(line: str) -> None:
    assert tasks(f"intro\n{line}\nend") == [(2, line)]


@pytest.mark.parametrize(
    "line",
    [
        "- [] no character",
        "-[ ] no blank",
        "- [xx] two characters",
        "-\t[ ] a tab behind the dash",
        "• [ ] another bullet",
        "a. [ ] a letter",
        "- - [ ] a list in a list",
        "- \\[ ] escaped",
        "text - [ ] in a sentence",
        "\u200b- [ ] behind a zero-width space",
    ],
)
def test_what_only_looks_like_a_task_is_none(line: str) -> None:
    assert tasks(f"intro\n{line}\nend") == []


def test_only_a_newline_ends_a_line() -> None:
    text = "one\x0btwo\u2028three\x85four\x1cfive\rsix\n- [ ] second\r\n- [ ] third\r\n- [ ] last"
    assert tasks(text) == [(2, "- [ ] second"), (3, "- [ ] third"), (4, "- [ ] last")]


def test_a_bom_hides_neither_the_first_line_nor_the_properties() -> None:
    assert tasks("\ufeff- [ ] first") == [(1, "- [ ] first")]
    assert tasks("\ufeff---\na: 1\n---\n- [ ] fourth") == [(4, "- [ ] fourth")]


def test_properties_hold_no_tasks() -> None:
    assert tasks("---\nnote: |\n  - [ ] inside\n---") == []


def test_a_block_that_is_never_closed_is_ordinary_text() -> None:
    assert tasks("---\n- [ ] still a task\n") == [(2, "- [ ] still a task")]


@pytest.mark.parametrize(
    "code",
    [
        "```\n- [ ] hidden\n```",
        "```python\n- [ ] hidden\n```   ",
        "~~~ text ` tick\n- [ ] hidden\n~~~~~",
        "````\n```\n- [ ] hidden\n```\n- [ ] hidden\n````",
        "~~~\n```\n- [ ] hidden\n~~~",
        "```\n- [ ] hidden\n``` not a closing line\n- [ ] hidden\n```",
        "   ```\n- [ ] hidden\n   ```",
        "- item\n  ```\n  - [ ] hidden\n  ```",
        "- item\n\n    ```sh\n    - [ ] hidden\n    ```",
        "1. ```\n   - [ ] hidden\n   ```",
        "> ```\n> - [ ] hidden\n> ```",
        "> - item\n>   ~~~\n>   - [ ] hidden\n>   ~~~",
        "\t- item\n\t  ```\n\t  - [ ] hidden\n\t  ```",
        "%%\n- [ ] hidden\n%%",
        "%% settings\n```\n- [ ] hidden\n```\n%%",
        "%%\n- [ ] hidden\nthe end %%",
        "<!--\n- [ ] hidden\n-->",
        "<!-- why\n\n- [ ] hidden\n so --> rest",
        "> %%\n> - [ ] hidden\n> %%",
    ],
)
def test_code_and_comments_hold_no_tasks_and_end_where_they_are_closed(code: str) -> None:
    text = f"- [ ] before\n\nwords\n\n{code}\n\n- [ ] after"
    found = scan(text)
    assert [raw for _, raw in found.tasks] == ["- [ ] before", "- [ ] after"]
    assert found.tasks[-1][0] == text.count("\n") + 1
    assert found.unclosed is None


@pytest.mark.parametrize(
    "text",
    [
        "a word in ```three ticks``` inline",
        "```all on one line```",
        "    ```",
        "some ~~~ tildes",
        "50%% off",
        "%% a remark on one line %%",
        "<!-- a remark on one line -->",
        "see <!-- here",
        "`%%`",
        "`<!--` opens a remark",
        "> ```\nthe quote has ended, and its code with it",
        "- ```\n\nthe item has ended, and its code with it",
        "- item\n  ```\n  code\nthe item has ended",
        "> %%\nthe quote has ended",
    ],
)
def test_marks_inside_a_line_or_a_finished_quote_or_item_hide_nothing_below(text: str) -> None:
    assert scan(f"{text}\n- [ ] seen").tasks == ((text.count("\n") + 2, "- [ ] seen"),)


@pytest.mark.parametrize("mark", ["```", "~~~~", "%%", "<!--"])
def test_an_unclosed_block_hides_the_rest_and_is_reported(mark: str) -> None:
    text = f"---\na: 1\n---\n- [ ] seen\n{mark}\n- [ ] hidden\n# hidden\n"
    assert scan(text) == Scan(tasks=((4, "- [ ] seen"),), unclosed=(5, mark))
    assert scan(f"{mark}\n- [ ] hidden").unclosed == (1, mark)


def test_headings_have_a_level_and_lose_their_closing_marks() -> None:
    text = "# One\n##  Two ##\r\n ### Three #x\n#\n####### seven\n#tag\n###### C#\n"
    assert scan(text).headings == (
        (1, 1, "One"),
        (2, 2, "Two"),
        (3, 3, "Three #x"),
        (4, 1, ""),
        (7, 6, "C#"),
    )


def test_the_log_is_the_dated_items_below_its_heading_and_ends_with_the_next_of_its_level() -> None:
    text = """# Mia Berg
- 2026-01-01 above the log
## Log
- 2026-11-03 email: asked about the team
- 2026-10-20: coffee
* [[2026-09-01]] – met at the fair
- **2026-08-01** call
- no date here
- 2026-07-011 no date either
- [ ] 2026-06-01 a task is no touch
### Older
- 2026-02-30 impossible, told by the reader of notes
```
- 2026-05-01 code
```
## Notes
- 2026-04-01 below the log
"""
    assert scan(text).log == (
        (4, "2026-11-03", "email: asked about the team"),
        (5, "2026-10-20", "coffee"),
        (6, "2026-09-01", "met at the fair"),
        (7, "2026-08-01", "call"),
        (12, "2026-02-30", "impossible, told by the reader of notes"),
    )


def test_a_log_inside_a_log_counts_its_items_once() -> None:
    assert scan("# Log\n## Log\n- 2026-11-03 call\n").log == ((3, "2026-11-03", "call"),)


def test_long_lines_of_blanks_and_marks_are_read_in_no_time() -> None:
    for mark in (" ", ">", "- ", "`", "# ", "```\n", "> ```\n", "%%\n", "[", "\t-"):
        scan("\n" + mark * 20_000)


ODD = st.sampled_from(
    [
        "\n",
        "\r\n",
        "---",
        "```",
        "~~~",
        "%%",
        "<!--",
        "-->",
        "> ",
        "- ",
        "  ",
        "\t",
        "- [ ] x",
        "# Log",
        "`",
        "a",
    ]
)


@given(st.lists(ODD | st.text(max_size=3)).map("".join))
def test_every_task_is_the_line_of_its_number(text: str) -> None:
    lines = text.removeprefix("\ufeff").split("\n")
    for number, raw in scan(text).tasks:
        assert lines[number - 1].removesuffix("\r") == raw
