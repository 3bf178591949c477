"""What is asked about a mail that is not sure: whose it is, or of which new application. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vault_tools.commands.staging import Staging
from vault_tools.commands.telling_apart import Letter
from vault_tools.core.meaning.names import one_line
from vault_tools.core.rules.applications import Application
from vault_tools.core.taking.matching import Match
from vault_tools.core.taking.names_in_mail import Named
from vault_tools.core.taking.verdict import Sort

Choose = Callable[[str, Sequence[str]], int]
Ask = Callable[[str], str]
_SHOWN = 8  # applications to choose from
_WORDS = 260  # characters of a mail that are shown with a question


def can_be_asked(staging: Staging, letter: Letter, match: Match) -> bool:
    """Whether there is something to ask. News of nothing that is known makes no application, and needs none."""
    return letter.sort is not Sort.NEWS or bool(_near(staging, letter, match))


def ask_about(
    staging: Staging, letter: Letter, match: Match, doubts: Sequence[str], choose: Choose, ask: Ask
) -> Letter | None:
    """What the user says of a mail that is not sure: whose it is, or a new application; None to pass it over."""
    near = _near(staging, letter, match)[:_SHOWN]
    sort = letter.sort.value
    answers = [f"{sort}: {a.note.name}" for a in near]
    answers += [f"{sort}: an application that is not here yet", "none of them: pass it over"]
    chosen = choose(f"{_question(letter, doubts)}\nIt is", answers)
    if chosen == len(answers) - 1:
        return None
    sure = letter._replace(verdict=letter.verdict._replace(doubts=()), is_asked=True)
    if chosen < len(near):
        return sure._replace(place=near[chosen].note.path)
    company = letter.named.company if "guess" not in " ".join(letter.named.doubts) else ""
    company = one_line(company or ask("Which company"))
    role = one_line(letter.named.role or ask("Which role"))
    return sure._replace(named=Named(company, role)) if company and role else None


def _near(staging: Staging, letter: Letter, match: Match) -> list[Application]:
    """The applications that it may belong to; where it names no employer, all that are open."""
    near = list(match.others) or ([match.application] if match.application else [])
    near += [a for a in staging.houses.at(letter.named.company) if a not in near]
    is_named = bool(letter.named.company) and not letter.named.doubts
    if not near and not is_named and letter.sort in (Sort.REJECTION, Sort.INVITATION, Sort.OFFER):
        near = [a for a in staging.search.applications.values() if not a.is_ended]
    return near


def _question(letter: Letter, doubts: Sequence[str]) -> str:
    said = " ".join(letter.verdict.own)
    words = said[:_WORDS] + ("…" if len(said) > _WORDS else "")
    return "\n".join(
        (
            f"\n{letter.shown}" + (f", {letter.day}" if letter.day else ""),
            f"  “{words}”",
            f"  Not sure: {'; '.join(doubts)}.",
        )
    )
