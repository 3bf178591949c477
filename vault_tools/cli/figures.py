"""Counts as lines for people and as JSON for programs. Says how many, and never how well."""

from __future__ import annotations

from collections.abc import Iterable

from vault_tools.cli.context import say
from vault_tools.cli.records import json_text
from vault_tools.core.meaning.names import one_line
from vault_tools.core.rules.insight import STATIONS, word_for
from vault_tools.core.rules.rates import ENOUGH, Rate
from vault_tools.core.rules.stats import LEVELS, Answers, Change, Days, Passage, Source, Stats, place_of

_MOST_COMPANIES = 10
_LEVEL_WORDS = (
    "before anybody met you",
    "after a screening",
    "after an interview",
    "after a final round or an offer",
)
_GROUP_WORDS = {
    "referral": "by referral",
    "recruiter": "through a recruiter",
    "cold": "cold",
    "unknown": "not written down",
}
_VERDICTS = {
    "few": f"Too few to tell: that takes {ENOUGH} on both sides.",
    "same": "No clear difference yet.",
    "up": "More since then, and more than chance explains. What else changed at that time counts as well.",
    "down": "Fewer since then. What else changed at that time counts as well.",
}


def tell_stats(stats: Stats) -> None:
    """All counts in short paragraphs; one that has nothing to say is left out."""
    if not stats.is_empty:
        _stations(stats)
        _passages(stats.passages)
        _answers(stats.answers)
        _noes(stats)
        _sources(stats.sources)
        _companies(stats.companies)
    _changes(stats.changes)


def _title(text: str) -> None:
    say()
    say(text, bold=True)


def _rows(rows: Iterable[tuple[str, str]]) -> None:
    found = list(rows)
    width = max(len(name) for name, _ in found)
    for name, value in found:
        say(f"  {name:<{width}}  {value}".rstrip())


def _stations(stats: Stats) -> None:
    f = stats.funnel
    say(_many(f.applications, "application"), bold=True)
    digits = len(str(f.applications))
    names = ("to a screening", "to an interview", "to an offer")
    for name, count in zip(names, (f.screenings, f.interviews, f.offers), strict=True):
        say(f"  {count:>{digits}}  {name}")
    withdrawn, accepted = _ended(stats, "withdrawn"), _ended(stats, "accepted")
    declined = sum(flow.count for flow in f.flows if word_for(flow.source, flow.target) == "declined")
    now = [(f.open, "in progress"), (accepted, "accepted"), (f.noes, "no" if f.noes == 1 else "noes"),
           (f.no_answer, "without an answer"), (withdrawn - declined, "withdrawn"), (declined, "declined")]  # fmt: skip
    say(f"Now {', '.join(f'{count} {name}' for count, name in now if count)}.")


def _passages(passages: Iterable[Passage]) -> None:
    _title("From one station to the next")
    _rows((f"{p.source} → {p.target}", passage_words(p)) for p in passages if p.rate.cases or p.waiting)


def passage_words(p: Passage) -> str:
    """`5 of 8 (1 still open): too few to tell`; with enough cases how little they say."""
    open_ = f" ({p.waiting} still open)" if p.waiting else ""
    if not p.rate.cases:
        return f"nothing decided yet{open_}"
    return f"{p.rate.hits} of {p.rate.cases}{open_}: {_range(p.rate)}"


def _range(rate: Rate) -> str:
    if not rate.says_something or rate.interval is None:
        return "too few to tell"
    low, high = (round(100 * share) for share in rate.interval)
    return f"between {low} and {high} of 100"


def _answers(days: Days) -> None:
    if days.median is None:
        return
    _title("Until the first answer")
    if len(days.all) == 1:
        say(f"  {_many(days.all[0], 'day')}, once")
        return
    least, most = days.all[0], days.all[-1]
    range_ = f"{least} at the least, {most} at the most"
    say(f"  {days.median:g} days in the middle, {range_} ({len(days.all)} answers)")


def _noes(stats: Stats) -> None:
    f = stats.funnel
    if not f.noes:
        return
    _title("The noes")
    digits = len(str(f.noes))
    for count, words in zip(stats.noes_by_level, _LEVEL_WORDS, strict=True):
        if count:
            say(f"  {count:>{digits}}  {words}")
    rest = " Unknown needs no story." if f.reasons_unknown else ""
    say(f"  The reason: known of {f.reasons_known}, unknown of {f.reasons_unknown}.{rest}")
    if not f.reasons_known:
        say("  What somebody told you counts once it stands in `reasons_known` of its note.")


def _sources(sources: tuple[Source, ...]) -> None:
    if not any(s.group != "unknown" for s in sources):
        return
    _title("How they began, and how many got to an interview")
    _rows(
        (_GROUP_WORDS[s.group], f"{passage_words(s.interviews)}; {_many(s.noes, 'no', 'noes')}")
        for s in sources
    )


def _companies(companies: tuple[Answers, ...]) -> None:
    if not companies:
        return
    _title("Until a company answered")
    _rows((c.company, _answer_words(c)) for c in companies[:_MOST_COMPANIES])
    if companies[_MOST_COMPANIES:]:
        say(f"  and {len(companies) - _MOST_COMPANIES} more: `vault stats --json`")


def _answer_words(answers: Answers) -> str:
    days = " and ".join(_many(d, "day") for d in answers.days.all)
    silent = "no answer" if answers.silent == 1 else f"no answer {answers.silent} times"
    return " · ".join(part for part in (days, silent if answers.silent else "") if part)


def _changes(changes: tuple[Change, ...]) -> None:
    if not changes:
        return
    _title("What you changed")
    for change in changes:
        since = f", since {change.started}" if change.started else ""
        say(f"  {change.name}{since}{f' until {change.closed}' if change.closed else ''}")
        if change.before is None or change.after is None:
            say(f"    {_why_not_compared(change)}")
            continue
        say(f"    {change.before.source} → {change.before.target}")
        say(f"    before  {_side(change.before)}")
        say(f"    since   {_side(change.after)}")
        say(f"    {_VERDICTS[change.verdict]}")


def _why_not_compared(change: Change) -> str:
    """What of a change is missing, or cannot be followed, so that there is no before and since."""
    source, target = change.moves
    is_bare = not source or not target
    missing = ["since when"] * (change.started is None) + ["what it is meant to move"] * is_bare
    if missing:
        return f"The note does not say {', nor '.join(missing)}."
    for words in change.moves:
        if place_of(words) is None:
            return f"The note names '{one_line(words)}', and that is none of {', '.join(STATIONS)}."
    return f"The note says from {one_line(source)} to {one_line(target)}, and that is no way on."


def _side(p: Passage) -> str:
    return passage_words(p) if p.rate.says_something else passage_words(p).removesuffix(": too few to tell")


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _ended(stats: Stats, end: str) -> int:
    return sum(flow.count for flow in stats.funnel.flows if flow.target == end)


def as_json(stats: Stats) -> str:
    """The stable contract of `stats --json`: one object, every key always there.

    `as_of` day; `applications` number; `reached`, `ended` numbers by station and by end; `passages` list;
    `answer_days` {cases, median, lowest, highest}, the last three null without a case; `noes` {total,
    by_stage, reasons_known, reasons_unknown}; `sources` list of {group, names, applications, interviews:
    passage, noes}; `companies` list of {company, days, silent}; `changes` list of {note, name, started,
    closed, before, after: passages or null, moved: `few`, `same`, `up`, `down` or null}.
    A passage is {from, to, hits, cases, waiting, low, high, enough}: `hits` of `cases` got on; `waiting` are
    still open and no case; `low` and `high` bound the share (Wilson, 95 percent), null without a case.
    """
    f = stats.funnel
    reached = (f.applications, f.screenings, f.interviews, f.offers)
    record = {
        "as_of": stats.today.isoformat(),
        "applications": f.applications,
        "reached": dict(zip(STATIONS, reached, strict=True)),
        "ended": {
            "open": f.open, "no": f.noes, "no_answer": f.no_answer, "withdrawn": _ended(stats, "withdrawn"),
            "accepted": _ended(stats, "accepted"),
        },
        "passages": [_passage(p) for p in stats.passages],
        "answer_days": {
            "cases": len(stats.answers.all), "median": stats.answers.median,
            "lowest": min(stats.answers.all, default=None), "highest": max(stats.answers.all, default=None),
        },
        "noes": {
            "total": f.noes, "by_stage": dict(zip(LEVELS, stats.noes_by_level, strict=True)),
            "reasons_known": f.reasons_known, "reasons_unknown": f.reasons_unknown,
        },
        "sources": [
            {
                "group": s.group, "names": list(s.names), "applications": s.applications,
                "interviews": _passage(s.interviews), "noes": s.noes,
            }
            for s in stats.sources
        ],
        "companies": [
            {"company": c.company, "days": list(c.days.all), "silent": c.silent} for c in stats.companies
        ],
        "changes": [_change(c) for c in stats.changes],
    }  # fmt: skip
    return json_text(record)


def _passage(p: Passage) -> dict[str, object]:
    low, high = p.rate.interval or (None, None)
    return {
        "from": p.source, "to": p.target, "hits": p.rate.hits, "cases": p.rate.cases, "waiting": p.waiting,
        "low": None if low is None else round(low, 3), "high": None if high is None else round(high, 3),
        "enough": p.rate.says_something,
    }  # fmt: skip


def _change(c: Change) -> dict[str, object]:
    return {
        "note": c.note, "name": c.name,
        "started": c.started.isoformat() if c.started else None,
        "closed": c.closed.isoformat() if c.closed else None,
        "before": _passage(c.before) if c.before else None, "after": _passage(c.after) if c.after else None,
        "moved": c.verdict or None,
    }  # fmt: skip
