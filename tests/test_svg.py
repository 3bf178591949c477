"""The drawing is whole XML, the same on every run, told in words too, and never over another file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from life import begin

from vault_tools.cli.app import vault
from vault_tools.commands.drawing import keep_drawing
from vault_tools.core.errors import VaultError
from vault_tools.core.rules.insight import STATIONS, Flow, Funnel
from vault_tools.core.wording.chart import LABELS, MARK, drawing

TODAY = date(2026, 11, 22)
SVG = "{http://www.w3.org/2000/svg}"
ENDS = ("withdrawn", "no", "no_answer", "open", "accepted")


def funnel_of(ends: dict[tuple[str, str], int]) -> Funnel:
    """A funnel from how many ended where."""
    reached = [sum(n for (s, _), n in ends.items() if STATIONS.index(s) >= place) for place in range(4)]
    flows = [Flow(source, end, n) for (source, end), n in ends.items() if n]
    flows += [Flow(STATIONS[p], STATIONS[p + 1], reached[p + 1]) for p in range(3) if reached[p + 1]]
    return Funnel(tuple(flows), *reached, noes=0, no_answer=0, open=0, reasons_known=0)


SOME = funnel_of(
    {("applied", "no_answer"): 2, ("applied", "no"): 1, ("screening", "open"): 1, ("interview", "no"): 3}
)
counts = st.dictionaries(st.tuples(st.sampled_from(STATIONS), st.sampled_from(ENDS)), st.integers(0, 400))


def texts(svg: str) -> list[str]:
    return ["".join(t.itertext()) for t in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_every_station_and_every_end_stands_there_as_text() -> None:
    assert texts(drawing(SOME, TODAY)) == [
        "My applications so far", "2026-11-22", "7 Applied", "4 Screening", "3 Interview",
        "3 noes", "1 in progress", "2 without an answer", "1 no",
    ]  # fmt: skip


def test_it_has_a_title_and_says_in_words_what_it_shows() -> None:
    root = ElementTree.fromstring(drawing(SOME, TODAY))
    assert root.attrib["role"] == "img"
    told = [root.find(f"{SVG}{name}") for name in ("title", "desc")]
    assert [t.attrib["id"] for t in told if t is not None] == root.attrib["aria-labelledby"].split()
    assert told[1] is not None and told[1].text == (
        "Applied: 7, of these 2 without an answer, 1 no. Screening: 4, of these 1 in progress. "
        "Interview: 3, of these 3 noes. Offer: 0."
    )


def test_it_needs_nothing_from_elsewhere_and_has_colours_for_the_dark() -> None:
    svg = drawing(SOME, TODAY)
    assert "prefers-color-scheme: dark" in svg
    assert svg.count("http") == 1 and "<script" not in svg and "href" not in svg and "url(" not in svg


def test_the_same_numbers_give_the_same_bytes() -> None:
    assert drawing(SOME, TODAY) == drawing(SOME, TODAY)


@given(st.text(), st.text())
def test_no_label_breaks_out_of_its_place(title: str, label: str) -> None:
    svg = drawing(SOME, TODAY, title=title, labels={**LABELS, "no": label, "applied": label})
    root = ElementTree.fromstring(svg)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} == {
        "svg", "title", "desc", "style", "rect", "text", "tspan", "path"
    }  # fmt: skip
    assert len(list(root.iter())) == len(list(ElementTree.fromstring(drawing(SOME, TODAY)).iter()))


def test_signs_of_xml_are_text() -> None:
    assert texts(drawing(SOME, TODAY, title='<b>"R&D"\'s</b>'))[0] == '<b>"R&D"\'s</b>'


@given(counts)
def test_everything_stands_on_the_paper_and_no_two_ends_lie_over_each_other(
    ends: dict[tuple[str, str], int],
) -> None:
    root = ElementTree.fromstring(drawing(funnel_of(ends), TODAY))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    boxes = [
        tuple(float(r.attrib[key]) for key in ("x", "y", "width", "height"))
        for r in root.iter(f"{SVG}rect")
        if "x" in r.attrib
    ]
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)
    for index, (x, y, _, h) in enumerate(boxes):
        assert all(x != a or y + h <= b or b + d <= y for a, b, _, d in boxes[index + 1 :])


@given(counts)
def test_words_keep_a_line_of_distance(ends: dict[tuple[str, str], int]) -> None:
    places = [
        (t.attrib["x"], float(t.attrib["y"]))
        for t in ElementTree.fromstring(drawing(funnel_of(ends), TODAY)).iter(f"{SVG}text")
    ]
    for index, (x, y) in enumerate(places):
        assert all(x != a or abs(y - b) >= 18 for a, b in places[index + 1 :])


# The file ------------------------------------------------------------------------------------------------


def test_a_drawing_of_ours_is_drawn_anew(tmp_path: Path) -> None:
    path = tmp_path / "so far.svg"
    keep_drawing(path, drawing(SOME, TODAY))
    keep_drawing(path, drawing(SOME, date(2026, 11, 23)))
    assert "2026-11-23" in path.read_text(encoding="utf-8")


def test_another_file_stays_unless_it_is_forced(tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    path.write_bytes(b"<svg/>")
    with pytest.raises(VaultError, match="is no drawing of ours; give another name, or --force"):
        keep_drawing(path, drawing(SOME, TODAY))
    assert path.read_bytes() == b"<svg/>"
    keep_drawing(path, drawing(SOME, TODAY), force=True)
    assert MARK in path.read_text(encoding="utf-8")


def test_a_note_is_never_drawn_over(tmp_path: Path) -> None:
    path = tmp_path / "Dashboard.md"
    path.write_bytes(b"mine")
    with pytest.raises(VaultError, match=r"let it end in \.svg"):
        keep_drawing(path, drawing(SOME, TODAY), force=True)
    assert path.read_bytes() == b"mine"


def test_the_command_draws_without_naming_anybody(tmp_path: Path) -> None:
    life = begin(tmp_path / "vault")
    life.applies("2026-11-01", "Norrland Robotics", "Welder", recruiter=["Grete Holm"])
    path = tmp_path / "so far.svg"
    result = CliRunner().invoke(
        vault, ["--vault", str(life.root), "--today", "2026-11-22", "stats", "--svg", str(path)]
    )
    text = path.read_text(encoding="utf-8")
    assert result.stdout == f"{path}\n"
    assert texts(text)[2:] == ["1 Applied", "1 in progress"]
    assert "Norrland" not in text and "Grete" not in text


def test_without_an_application_nothing_is_drawn(tmp_path: Path) -> None:
    life = begin(tmp_path / "vault")
    result = CliRunner().invoke(
        vault, ["--vault", str(life.root), "stats", "--svg", str(tmp_path / "so far.svg")]
    )
    assert result.stdout == "Nothing to count yet.\n"
    assert not (tmp_path / "so far.svg").exists()
