"""A search of two years, lived day by day: the whole dashboard at its turns, and what holds on every single day.

The pages stand in `tests/two_years/`, one for each day that is looked at, to be read as its reader would.
`python tests/test_two_years.py --update` writes them anew.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from vault_tools.commands.demo import TWO_YEARS, live, told
from vault_tools.commands.refresh import refresh
from vault_tools.commands.session import Session
from vault_tools.commands.writing import writing
from vault_tools.core.model import FollowUp, Origin
from vault_tools.core.rules.applications import is_closed, is_ended
from vault_tools.core.rules.owners import no_of
from vault_tools.core.rules.search import Search
from vault_tools.store.write import current

PAGES = Path(__file__).resolve().parent / "two_years"
LAST_DAY = date(2026, 12, 31)  # the story's own, so that nothing is moved
DAYS = (
    "2025-01-08",  # the first application
    "2025-02-11",  # the day of the last round
    "2025-02-20",  # the no
    "2025-02-24",  # the first day after the cool-off
    "2025-03-14",  # a form letter two days ago; a change, a plan B, a dream company
    "2025-04-22",  # who was hired is known
    "2025-05-19",  # another no, while something is due elsewhere
    "2025-05-28",  # talked through; one change ends, another begins
    "2025-09-01",  # back after a summer in which nothing was done
    "2025-11-17",  # the hire has left
    "2026-02-10",  # the second call
    "2026-03-12",  # the offer
    "2026-03-18",  # it is accepted
    "2026-06-15",  # three months into the job
    "2026-12-31",  # the doors have closed; people stay
)


@dataclass
class Diary:
    """What was seen on the way: the page of each of DAYS, and what broke a rule on which day."""

    pages: dict[str, str] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    outlived: list[str] = field(default_factory=list)
    days: int = 0
    seen: set[str] = field(default_factory=set)


def lived(root: Path) -> Diary:
    """Live the story and look at every evening of it."""
    diary = Diary()
    for session in live(root, told(TWO_YEARS, LAST_DAY)):
        search, day = session.search(), session.today.isoformat()
        diary.days += 1
        diary.late += [f"{day} {f.text}" for f in search.follow_ups if f.id not in diary.seen and is_late(f)]
        diary.seen |= {f.id for f in search.follow_ups}
        diary.doubled += [f"{day} {what}" for what in doubles(search)]
        diary.outlived += [f"{day} {f.text}" for f in search.follow_ups if has_ended(search, f)]
        if day in DAYS:
            diary.pages[day] = page(session)
    return diary


def page(session: Session) -> str:
    with writing(session) as journal:
        refresh(session, journal)
    return (current(session.vault.root / session.vault.dashboard) or b"").decode()


def is_late(f: FollowUp) -> bool:
    """A word is worked out and recorded nowhere: it may come late, where something else stood in for it."""
    return f.overdue_days > 0 and f.origin is not Origin.CADENCE


def doubles(search: Search) -> Iterator[str]:
    """What is to be done twice: the same step for the same person in one cause, or the same words in a note."""
    free = [f for f in search.follow_ups if not f.is_held]
    steps = Counter((f.step, f.person_note or f.person, f.application, f.due) for f in free if f.step)
    words = Counter((f.note, f.text) for f in search.follow_ups)
    whole = Counter(
        f.step for f in search.follow_ups if f.step and search.playbook.steps[f.step].scope == "search"
    )
    yield from (str(what) for found in (steps, words, whole) for what, n in found.items() if n > 1)


def has_ended(search: Search, f: FollowUp) -> bool:
    """Whether a step is open although what it served is over, worked out from the notes alone."""
    if f.step is None:
        return False
    step, note = search.playbook.steps[f.step], search.catalogue.resolve(f.note.removesuffix(".md"))
    assert note is not None
    application = search.applications.get(f.application_note or "")
    if application is not None and application.is_ended and step.ends_as(application.stage):
        return True
    if "accepted" in step.cancelled_by and any(a.stage == "accepted" for a in search.applications.values()):
        return True
    if step.ends_with == "closed":
        return is_closed(note)
    no = no_of(search.catalogue, note)
    if no is None or not step.ends_with:
        return False
    until = no.properties.get("window_until")
    is_past = step.ends_with == "window" and until is not None and str(until)[:10] < search.today.isoformat()
    is_known = step.ends_with == "hire" and any(
        search.catalogue.linked(hire, "rejection") == no for hire in search.catalogue.of_type("hire")
    )
    goes_on = application is not None and not is_ended(application.note)
    return is_past or is_known or goes_on or is_closed(no)


@pytest.fixture(scope="module")
def diary(module_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Diary:
    return lived(tmp_path_factory.mktemp("two-years") / "vault")


@pytest.mark.parametrize("day", DAYS)
def test_the_dashboard_of_a_turning_point_is_the_page_that_was_read_and_found_right(
    diary: Diary, day: str
) -> None:
    kept = (PAGES / f"{day}.md").read_bytes().decode()
    assert diary.pages[day] == kept, "if it is meant: python tests/test_two_years.py --update"


def test_every_page_that_is_kept_is_looked_at() -> None:
    assert sorted(p.name for p in PAGES.iterdir()) == sorted(f"{day}.md" for day in DAYS)


def test_nothing_that_is_recorded_on_its_day_is_born_overdue(diary: Diary) -> None:
    assert (diary.days, diary.late) == ((LAST_DAY - date(2025, 1, 6)).days + 1, [])


def test_nothing_is_to_be_done_twice_on_any_day(diary: Diary) -> None:
    assert diary.doubled == []


def test_nothing_is_left_open_on_what_has_ended(diary: Diary) -> None:
    assert diary.outlived == []


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("python tests/test_two_years.py --update   writes the pages of the story as they are now")
    PAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        found = lived(Path(scratch).resolve() / "vault")
    for day, text in found.pages.items():
        (PAGES / f"{day}.md").write_bytes(text.encode())
    for what in (*found.late, *found.doubled, *found.outlived):
        print(what)
