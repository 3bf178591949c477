"""Wikilinks, what a property names, and Markdown as plain text, each as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.core.meaning.links import Link, link_target, plain, wikilinks


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Thank [[Mia Berg]] today", (Link("Mia Berg"),)),
        ("[[Contacts/Mia Berg.md|her]]", (Link("Contacts/Mia Berg.md", None, "her"),)),
        (
            "[[Plan#Next steps]] [[Plan#^fu-1|now]]",
            (Link("Plan", "Next steps"), Link("Plan", "^fu-1", "now")),
        ),
        ("[[#^fu-1]] in this note", (Link("", "^fu-1"),)),
        ("| [[Mia\\|M.]] |", (Link("Mia", None, "M."),)),
        ("![[photo.png]]", (Link("photo.png"),)),
        ("[[ Mia | her ]]", (Link("Mia", None, "her"),)),
        ("`[[code]]` and ``a ` [[b]]`` and [[Mia]]", (Link("Mia"),)),
        ("learn \\`[[Mia]]\\` and `\\` [[Ada]] `x\\`", (Link("Mia"), Link("Ada"))),
        ("[[]] [[a\nb]] [x] [[c", ()),
        ("[[[Mia]]]", (Link("Mia"),)),
    ],
)
def test_links_are_read_with_target_fragment_and_alias(text: str, links: tuple[Link, ...]) -> None:
    assert wikilinks(text) == links


def test_a_link_is_known_by_the_last_part_of_its_path() -> None:
    assert Link("Contacts/Old/Mia Berg.md").name == "Mia Berg"
    assert Link("Node.js").name == "Node.js"


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("[[Acme]]", "Acme"),
        (" [[Companies/Acme|the firm]] ", "Companies/Acme"),
        ([["Acme"]], "Acme"),
        ([["Acme|the firm"]], "Acme"),
        ([["Smith", "Sons"]], "Smith, Sons"),
        (["[[Acme]]"], "Acme"),
        ([[["x"]]], None),
        ("[Acme](Companies/Acme%20Labs.md)", "Companies/Acme Labs"),
        ("[Acme](https://acme.example)", "[Acme](https://acme.example)"),
        ("Acme Robotics", "Acme Robotics"),
        ("ask [[Mia]]", "Mia"),
        (1984, "1984"),
        ("  ", None),
        ("[[#here]]", None),
        (None, None),
        (True, None),
        ([], None),
        ([[]], None),
        (["a", "b"], None),
        ({"a": 1}, None),
    ],
)
def test_a_property_names_somebody_in_many_ways(value: object, target: str | None) -> None:
    assert link_target(value) == target


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Thank [[Contacts/Mia Berg]] and [[Sam|the recruiter]]", "Thank Mia Berg and the recruiter"),
        ("see [[Plan#Next]] and [[#^fu-1]]", "see Plan and fu-1"),
        ("send [the portfolio](https://a.example/b_c_d) today", "send the portfolio today"),
        ("[](https://a.example)", "https://a.example"),
        ("**Prepare** *well* for __the__ _panel_", "Prepare well for the panel"),
        ("***both*** and ~~gone~~ and ==marked==", "both and gone and marked"),
        ("run `make *all* [[x]]` first", "run make *all* [[x]] first"),
        ("snake_case_name and 2 * 3 * 4 and a**b", "snake_case_name and 2 * 3 * 4 and a**b"),
        (r"five \* stars \[not a link\]", "five * stars [not a link]"),
        ("# tags #stay and 50% too", "# tags #stay and 50% too"),
        ("[ ] box and [[", "[ ] box and [["),
        ("**[[Mia]]**", "Mia"),
        ("learn \\`git rebase\\`", "learn `git rebase`"),
        ("`C:\\` and \\`x\\` and \\\\`y`", "C:\\ and `x` and \\y"),
        ("\\``x*y*`", "`x*y*"),
    ],
)
def test_plain_text_keeps_the_words_and_drops_the_marks(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@given(st.text("[]|#^*_`~=\\()<>! ab\0/.1", max_size=40))
def test_no_text_is_too_odd_to_be_shown(text: str) -> None:
    wikilinks(text)
    link_target(text)
    assert "\0" not in plain(text) or not any(mark in text for mark in "[*_`~=\\")
