"""What the user did on the dashboard, read back from its block. Decides; changes no note itself.

A line that agrees with its check is what we once wrote, however old, and never an edit. An edit that cannot
be placed is listed below the block in the user's own words, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from vault_tools.core.meaning.block import Block
from vault_tools.core.wording.foreign import user_lines, with_gaps
from vault_tools.core.wording.judging import (
    Bench,
    Verdict,
    agrees,
    judge,
    judge_without_seal,
    judge_without_source,
)
from vault_tools.core.wording.neutral import SIGNIFIERS
from vault_tools.core.wording.seal import Mark, opening, read_mark, without_seals
from vault_tools.core.wording.wishes import Page, Source, TakenIn, Wish

_TAIL_LINK = re.compile(r"\[\[[^\]|#\n]*#\^fu-[a-z0-9-]+-([0-9a-z]{6,})(?:\\?\|[^\]\n]*)?\]\]")
_LIVE = re.compile(rf"[{SIGNIFIERS}]\ufe0f?")
_HIDING = re.compile(r"<!--|%%")
_BOXES = {"x": " (ticked)", "X": " (ticked)", "-": " (dropped)"}


class _Judged(NamedTuple):
    """One line with what it asks for; `id` is None where its source is gone."""

    mark: Mark
    id: str | None
    verdict: Verdict


@dataclass(frozen=True)
class _Known:
    """What a line is read against: the follow-ups as they are, and the page that they give today."""

    sources: Mapping[str, Source]
    page: Page
    today: date
    is_of_today: bool

    @cached_property
    def by_opening(self) -> dict[tuple[str, tuple[str, ...]], list[str]]:
        found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for follow_up, ours in self.page.expected.items():
            found.setdefault(opening(ours.shown, ours.day), []).append(follow_up)
        return found


def take_in(
    block: Block, *, sources: Mapping[str, Source], page: Page, today: date, as_of: date | None
) -> TakenIn:
    """Read every line of a block. `sources` has the follow-ups by id, closed ones too; `page` is today's.

    Words for a date count only on a page that was made today.
    """
    lines = block.lines
    marks = {place: mark for place, line in enumerate(lines) if (mark := read_mark(line)) is not None}
    known = _Known(sources, page, today, as_of == today)
    judged = {place: one for place, mark in marks.items() if (one := _judgement(mark, known)) is not None}
    lost = {place for place in judged if marks[place].id is None}
    theirs = user_lines(lines, sealed=judged.keys() - lost, checks=block.checks, ours=page.inner.split("\n"))
    wishes, listed = _gathered(one for place, one in judged.items() if place not in lost or place in theirs)
    return TakenIn(wishes, listed, with_gaps(lines, [place for place in theirs if place not in lost]))


def _judgement(mark: Mark, known: _Known) -> _Judged | None:
    """None for a line that is not ours."""
    if agrees(mark):
        return _Judged(mark, mark.id, Verdict())
    follow_up = mark.id if mark.id in known.sources else _found_again(mark, known)
    was_ours = judge_without_source(mark)
    if follow_up is None:
        return None if was_ours is None else _Judged(mark, None, was_ours)
    expected = known.page.expected.get(follow_up)
    bench = Bench(follow_up, known.sources[follow_up], known.today, expected if known.is_of_today else None)
    if expected is None or mark.id == follow_up or was_ours is not None:
        return _Judged(mark, follow_up, judge(mark, bench))
    return _Judged(mark, follow_up, judge_without_seal(mark, bench, expected))


def _found_again(mark: Mark, known: _Known) -> str | None:
    """The id of a line that lost it, or whose id changed with its note's name: by its link, or by its text.

    By the link to its very line if it shows that line's date; else if what stands before the date, and where
    the links lead, are the same for one follow-up only.
    """
    expected = known.page.expected.keys() & known.sources.keys()
    linked = {link[1] for link in _TAIL_LINK.finditer(mark.shown)} & expected
    if len(linked) == 1 and known.page.expected[min(linked)].day in mark.dates():
        return min(linked)
    openings = {opening(mark.shown, day) for day in (*mark.dates(), "")}
    same = {found for one in openings for found in known.by_opening.get(one, ())}
    return min(same) if len(same) == 1 and same <= expected else None


def _gathered(judged: Iterable[_Judged]) -> tuple[tuple[Wish, ...], tuple[str, ...]]:
    """The wishes, one reading of each follow-up, and a sentence on all that could not be placed."""
    wishes: list[Wish] = []
    listed: list[str] = []
    by_id: dict[str, list[_Judged]] = {}
    for one in judged:
        if one.id is None:
            listed.append(_refused("Could not be taken in", one))
        else:
            by_id.setdefault(one.id, []).append(one)
    for same in by_id.values():
        asking = [one for one in same if one.verdict.wishes]
        if len({_decision(one.verdict.wishes) for one in asking}) == 1:
            wishes += asking[0].verdict.wishes
        else:
            listed += [_refused("Changed in two ways, so nothing was done", one) for one in asking]
        for one in same:
            if one.verdict.is_refused:
                listed.append(_refused("Could not be taken in", one))
            elif one.verdict.is_reworded:
                listed.append(_sentence("Your words", one.mark))
    return tuple(wishes), tuple(dict.fromkeys(listed))


def _decision(wishes: tuple[Wish, ...]) -> tuple[object, ...]:
    """What is asked for, whatever day a plugin wrote beside the tick."""
    return tuple((w.deed, w.status, None if w.status in "x-" else w.day) for w in wishes)


def _refused(what: str, one: _Judged) -> str:
    box = _BOXES.get(one.mark.box or "", "") if one.verdict.has_new_box else ""
    return _sentence(what + box, one.mark)


def _sentence(what: str, mark: Mark) -> str:
    """One plain list item: no box, no date field, no id of ours, nothing that hides what follows."""
    words = _LIVE.sub("", without_seals(mark.shown))
    words = " ".join(_HIDING.sub(lambda m: f"\\{m[0][0]}\\{m[0][1:]}", words).split())
    return f"- {what}: {words}"
