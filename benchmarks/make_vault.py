"""Write a vault of N notes as somebody might have who kept one for years, and what is true of it, beside it.

    python benchmarks/make_vault.py FOLDER -n 10000

The same N, seed and day give the same bytes on every machine. Knows Markdown and dates, nothing of `vault_tools`:
what it says about its tasks it says from having written them. 10,000 notes are about 30 MB with 23,000 tasks.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import words
from pieces import Pieces

TODAY = date(2026, 11, 22)
SEED = 20261122

ENDED = ("rejected", "withdrawn", "accepted", "no-reply")


# ---- the notes of a search


def application(v: Pieces, number: int) -> tuple[str, str]:
    company, role = v.company(), v.dice.choice(words.ROLES)
    name = f"{company} – {role} {number}"
    ended = v.dice.random() < 0.6
    stage = v.dice.choice(ENDED if ended else ("lead", "applied", "applied", "screening", "interviewing"))
    if stage in ("screening", "interviewing"):
        v.open_applications.append(name)
    lines = [
        *("type: application", f'company: "[[{company}]]"', f"role: {role}", f"stage: {stage}"),
        f"applied: {v.day(-400, -3)}",
        f"source: {v.dice.choice(words.SOURCES)}",
        *v.people_of("recruiter", 0.5),
        *v.people_of("referrer", 0.2),
        f"link: https://jobs.example.com/{number}?ref=feed",
        *v.follow_up(0.3, counts=not ended),
        *v.tags("application"),
    ]
    body = [*v.tasks(v.dice.randint(1, 6), company), *v.prose(3, 7), *v.links()]
    return v.filed("Applications", number, name), v.note(lines, body, name)


def interview(v: Pieces, number: int) -> tuple[str, str]:
    company = v.company()
    when = v.day(-300, 20)
    name = f"{when} {company} – {v.dice.choice(words.ROUNDS)} {number}"
    lines = [
        *(
            "type: interview",
            f'company: "[[{company}]]"',
            f"starts: {when}T{v.dice.randint(8, 17):02}:30:00",
        ),
        f"round: {v.dice.choice(words.ROUNDS)}",
        *v.people_of("interviewers", 1.0),
        *v.tags("interview"),
    ]
    body = [*v.prose(2, 5), *v.tasks(v.dice.randint(0, 4), company), *v.bullets()]
    return v.filed("Interviews", number, name), v.note(lines, body, name)


def rejection(v: Pieces, number: int) -> tuple[str, str]:
    company = v.company()
    when = v.day(-500, -5)
    name = f"{when} {company} {number}"
    lines = [
        *(
            "type: rejection",
            f'company: "[[{company}]]"',
            f"received: {when}T16:40:00",
            "stage_reached: applied",
        ),
        *(f"closed: {when}", "reasons_known:"),
        *v.tags("rejection"),
    ]
    body = [*v.tasks(v.dice.randint(1, 4), company), *v.prose(2, 5)]
    return v.filed("Rejections", number, name), v.note(lines, body, name)


def contact(v: Pieces, number: int) -> tuple[str, str]:
    name = v.people[number % len(v.people)]
    company = v.company()
    lines = [
        *("type: contact", f'company: "[[{company}]]"', f"role: {v.dice.choice(words.ROLES)}"),
        f"email: person.{number}@example.com",
        *v.follow_up(0.3, counts=True),
        *v.tags("contact"),
    ]
    log = [f"- {v.day(-600, -1)} {v.dice.choice(words.CHANNELS)}: {v.sentence()}" for _ in range(v.dice.randint(0, 8))]  # fmt: skip
    body = ["## Log", *sorted(log), "", "## Notes", *v.prose(1, 4), *v.tasks(v.dice.choice((0, 0, 1, 2)), company)]  # fmt: skip
    return f"Contacts/{name}.md", v.note(lines, body, name)


def company_note(v: Pieces, number: int) -> tuple[str, str]:
    name = v.companies[number % len(v.companies)]
    lines = [
        *("type: company", f"link: https://www.example.com/{number}", "aliases: []"),
        *v.tags("company"),
    ]
    body = [*v.prose(2, 5), *v.bullets(), *v.links()]
    return f"Companies/{name}.md", v.note(lines, body, name)


# ---- the rest of a life


def daily(v: Pieces, number: int) -> tuple[str, str]:
    day = v.today - timedelta(days=number % 1500)
    again = number // 1500  # more notes than days: somebody keeps one for the morning and one for the evening
    name = f"{day} {again}" if again else str(day)
    lines = ["type: daily", f"date: {day}", f"mood: {v.dice.choice(('good', 'low', 'so-so', 'no'))}"]
    company = v.company()
    body = [
        *v.bullets(),
        *v.prose(1, 4),
        *v.tasks(v.dice.choice((1, 2, 3, 3, 4, 4, 5)), company),
        *v.fence(0.05),
        *v.prose(1, 3),
    ]
    return f"Daily/{day:%Y}/{day:%m}/{name}.md", v.note(lines if v.dice.random() < 0.7 else [], body)


def topic(v: Pieces, number: int) -> tuple[str, str]:
    name = f"{v.dice.choice(words.TOPICS)} {number}"
    body = []
    for _ in range(v.dice.randint(1, 4)):
        body += [
            f"## {v.dice.choice(words.TOPICS)}",
            *v.prose(1, 3),
            *v.bullets(),
            *v.fence(0.3),
        ]
    body += [*v.tasks(v.dice.choice((0, 0, 1, 2, 5)), v.company()), *v.links()]
    folder = v.dice.choice(("Reading", "Reading/Papers", "Projects", "Projects/House", "Notes"))
    return v.filed(folder, number, name), v.note(v.tags("topic") if v.dice.random() < 0.5 else [], body, name)  # fmt: skip


def long(v: Pieces, number: int) -> tuple[str, str]:
    name = f"Journal {number}"
    body = []
    for chapter in range(v.dice.randint(6, 14)):
        body += [
            f"## {chapter + 1} {v.dice.choice(words.TOPICS)}",
            *v.prose(4, 9),
            *v.fence(0.4),
        ]
        body += [*v.bullets(), *v.tasks(v.dice.choice((0, 0, 1, 3)), v.company())]
    return f"Journals/{name}.md", v.note([], body, name)


# Of a hundred notes, and who writes them. Half belong to the search, the rest to a life beside it: so are old vaults.
KINDS: dict[str, tuple[int, Callable[[Pieces, int], tuple[str, str]]]] = {
    "daily": (34, daily),
    "contact": (16, contact),
    "topic": (16, topic),
    "application": (12, application),
    "company": (9, company_note),
    "interview": (7, interview),
    "rejection": (4, rejection),
    "long": (2, long),
}


def notes_of(v: Pieces) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each note, and of what lies in a vault beside its notes."""
    shares = {kind: v.count * share // 100 for kind, (share, _) in KINDS.items()}
    shares["daily"] += v.count - sum(shares.values())
    for kind, share in shares.items():
        for number in range(share):
            path, text = KINDS[kind][1](v, number)
            data = text.encode()
            if v.dice.random() < 0.02:
                data = data.replace(b"\n", b"\r\n")
                v.truth["crlf"] += 1
            if v.dice.random() < 0.003:
                data = b"\xef\xbb\xbf" + data
                v.truth["bom"] += 1
            v.truth["notes"] += 1
            v.truth["bytes"] += len(data)
            v.truth[f"of {kind}"] += 1
            yield path, data
    yield "vault.toml", b'name = "Jo Park"\n'
    yield ".obsidian/app.json", b"{}"
    yield ".trash/Old.md", b"- [ ] hidden, so it does not count \xf0\x9f\x93\x85 2026-01-01\n"
    yield "Templates/Daily.md", b"- [ ] a template, so it does not count \xf0\x9f\x93\x85 2026-01-01\n"


def make(folder: Path, notes: int, seed: int = SEED, today: date = TODAY) -> dict[str, object]:
    """Write the vault and `FOLDER.truth.json` beside it; gives what stands in that file."""
    pieces = Pieces(notes, seed, today)
    made: set[Path] = set()
    for name, data in notes_of(pieces):
        path = folder / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(data)
    truth: dict[str, object] = {
        "today": today.isoformat(),
        "seed": seed,
        **dict(sorted(pieces.truth.items())),
        "open applications": pieces.open_applications[:100],
    }
    truth_file(folder).write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return truth


def truth_file(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.truth.json")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("-n", "--notes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--today", type=date.fromisoformat, default=TODAY)
    parser.add_argument("--force", action="store_true", help="delete the folder first")
    asked = parser.parse_args()
    if asked.folder.exists():
        if not asked.force:
            parser.error(f"{asked.folder} is there already; --force deletes it")
        shutil.rmtree(asked.folder)
    print(json.dumps(make(asked.folder, asked.notes, asked.seed, asked.today), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
