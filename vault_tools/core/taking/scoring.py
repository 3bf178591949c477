"""How many points a mail's sentences have for each sort, and the phrases they come from. Knows no sort."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.words import folded

SUSPICIOUS = "suspicious"
_MOST_WEAK = 2
_NEAR = 45  # characters before good news in which a negation turns it
_CLOSE = 8  # in which it turns bad news
_IN_QUOTES = re.compile(r"\"[^\"\n]{15,}\"")  # what somebody cites is not what they say


def scores(said: Sequence[str], lexicon: Lexicon) -> tuple[dict[str, int], dict[str, list[str]]]:
    """The points of each kind, and the phrases they come from; each phrase counts once."""
    points: dict[str, int] = {}
    weak: dict[str, int] = {}
    phrases: dict[str, list[tuple[int, str]]] = {}
    seen = set()
    clauses = [
        part for sentence in said for part in lexicon.breaks.split(_IN_QUOTES.sub(" ", folded(sentence)))
    ]
    whole = "\n".join(clauses)
    possible = lexicon.possible(whole)
    for clause in clauses:
        condition = lexicon.conditions.search(clause)
        suspicious = lexicon.suspicious.search(f" {clause}")
        if (
            suspicious
            and (condition is None or condition.start() > suspicious.start())
            and not lexicon.harmless.search(clause)
        ):
            points[SUSPICIOUS] = 1
        for phrase in possible:
            match = phrase.pattern.search(clause, clause)
            if match is None or phrase.pattern in seen:
                continue
            if (
                condition is not None
                and condition.start() < match.start()
                and phrase.kind not in ("alert", "code", "away", "outreach")
            ):
                continue
            if (
                phrase.kind == "rejection"
                and phrase.points < lexicon.sure
                and lexicon.harmless.search(clause)
            ):
                continue
            if phrase.kind == "rejection" and _is_denied(clause, match, lexicon):
                continue
            if phrase.kind in ("invitation", "offer") and lexicon.negations.search(
                f" {clause[max(0, match.start() - _NEAR) : match.end()]}"
            ):
                continue
            seen.add(phrase.pattern)
            if phrase.is_weak:  # politeness alone never makes a mail anything
                weak[phrase.kind] = min(_MOST_WEAK, weak.get(phrase.kind, 0) + phrase.points)
            else:
                for kind in (phrase.kind, *(() if phrase.is_vague else (f"firm {phrase.kind}",))):
                    points[kind] = points.get(kind, 0) + phrase.points
                is_of_else = phrase.kind == "rejection" and lexicon.strays.match(clause, match.end())
                if phrase.points >= lexicon.sure and not is_of_else:
                    points[f"strong {phrase.kind}"] = 1
            phrases.setdefault(phrase.kind, []).append((phrase.points, match[0]))
    for kind, some in weak.items():
        points[kind] = points.get(kind, 0) + some
    return points, {kind: _most_telling(found) for kind, found in phrases.items()}


def _is_denied(clause: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether bad news that denies nothing itself is denied right before: they have not chosen somebody else."""
    before = f" {clause[max(0, match.start() - _CLOSE) : match.start()]}"
    return lexicon.denials.search(before) is not None and lexicon.denials.search(f" {match[0]} ") is None


def _most_telling(found: Sequence[tuple[int, str]]) -> list[str]:
    """The two phrases that say most, none of them a piece of another."""
    most = max(points for points, _ in found)
    said = sorted({text for points, text in found if points == most}, key=lambda text: (-len(text), text))
    return [text for text in said if not any(text != other and text in other for other in said)][:2]
