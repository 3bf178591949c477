"""On which line of a TOML file a name stands, as a refusal says it."""

import pytest

from vault_tools.core.meaning.toml_lines import Found, line_of

FILE = '''name = "tags"
follow_ups.tag = "job"
[tiers]
warm = [
  42,
]
"light" = 9
[[step]]
text = """
warm = "no key, but words"
[[step]]
"""
id = "wave"
offset = 1
[[step]]
id = "bow"
[step.setting]
gift = ["on"]
[[step]]
offset = 3
id = "nod" # a remark
[[coffee-chat.property]]
type = "date"
name = "met"
help = "The day."
[coffee-chat] # the head below its rows
help = "A coffee."
'''


@pytest.mark.parametrize(
    ("names", "line", "whole"),
    [
        ((), 0, False),
        (("cool_off",), 0, False),
        (("name",), 1, True),
        (("follow_ups", "tag"), 2, True),
        (("follow_ups", "include"), 2, False),
        (("tiers",), 3, True),
        (("tiers", "warm"), 4, True),
        (("tiers", "light"), 7, True),
        (("step",), 8, True),
        (("wave", "offset"), 14, True),
        (("wave", "text"), 9, True),
        (("wave", "latest"), 13, False),
        (("bow", "offset"), 16, False),
        (("bow", "setting"), 17, True),
        (("bow", "setting", "gift"), 18, True),
        (("nod", "offset"), 20, True),
        (("coffee-chat",), 26, True),
        (("coffee-chat", "help"), 27, True),
        (("coffee-chat", "met", "type"), 23, True),
        (("coffee-chat", "met", "link"), 24, False),
    ],
)
def test_each_name_is_looked_for_within_the_one_before(
    names: tuple[str, ...], line: int, whole: bool
) -> None:
    assert line_of(FILE, names) == Found(line, whole)
    assert line_of(FILE.replace("\n", "\r\n"), names) == Found(line, whole)
