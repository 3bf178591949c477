"""What the notes of a made-up vault are made of: tasks, prose, code, properties; each counted as it is written."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import words


class Pieces:
    """The pieces of one vault, drawn with one pair of dice. `truth` counts what was written."""

    def __init__(self, notes: int, seed: int, today: date) -> None:
        self.count, self.today = notes, today
        self.dice = Random(f"{seed}:{notes}")
        self.truth: Counter[str] = Counter()
        self.open_applications: list[str] = []  # that a no may still come to
        self.paragraphs = [self.paragraph() for _ in range(1500)]
        self.people = _distinct(self.dice, words.FIRST, words.LAST, max(4, notes * 16 // 100))
        self.companies = _distinct(self.dice, words.COMPANY, words.TRADE, max(3, notes * 9 // 100))

    def tasks(self, count: int, company: str) -> list[str]:
        if not count:
            return []
        style = self.dice.random()
        marker = "-" if style < 0.88 else "*" if style < 0.95 else "1." if style < 0.98 else "+"
        quote = "> " if style < 0.04 else ""
        lines = ["> [!todo] Next"] if quote else []
        for _ in range(count):
            indent = "    " if lines and not quote and self.dice.random() < 0.15 else ""
            lines.append(f"{quote}{indent}{marker} {self._task(company)}")
            if not quote and self.dice.random() < 0.08:
                lines.append(f"{indent}{marker} only a thought, without a box")
        return [*lines, ""]

    def _task(self, company: str) -> str:
        """`[ ] Ask Mia Castro about the date 📅 2026-11-24`, counted."""
        dice, count = self.dice, self.truth
        box = dice.choices((" ", "/", "x", "X", "-"), (50, 2, 38, 2, 8))[0]
        text = dice.choice(words.DEEDS).format(person=dice.choice(self.people), company=company)
        due = self.due() if dice.random() < 0.62 else None
        is_open = box in " /"
        fields = []
        dataview = dice.random() < 0.1
        if due is not None and dice.random() < 0.07:
            rule = dice.choice(words.RULES)
            fields.append(f"[repeat:: {rule}]" if dataview else f"🔁 {rule}")
            count["recurring"] += 1
        if dice.random() < 0.12:
            fields.append(
                self._field(dataview, "created", "➕", self.today - timedelta(days=dice.randint(200, 400)))
            )
        if due is not None:
            word, sign = ("scheduled", "⏳") if dice.random() < 0.08 else ("due", "📅")
            fields.append(self._field(dataview, word, sign, due))
        if box in "xX":
            fields.append(
                self._field(dataview, "completion", "✅", self.today - timedelta(days=dice.randint(1, 300)))
            )
        if not dataview and dice.random() < 0.06:
            fields.insert(0, dice.choice("⏫🔼🔽"))
        if dice.random() < 0.05:
            text += f" #{dice.choice(words.TAGS)}"
        count["tasks"] += 1
        count["open"] += is_open
        if is_open and due is not None:
            self.count_due("lines", due)
        return f"[{box}] {' '.join([text, *fields])}"

    @staticmethod
    def _field(dataview: bool, word: str, sign: str, day: date) -> str:
        return f"[{word}:: {day}]" if dataview else f"{sign} {day}"

    def due(self) -> date:
        days = self.dice.choices((-1, 0, 1, 2), (42, 1, 7, 50))[0]
        spans = {-1: (-500, -1), 0: (0, 0), 1: (1, 7), 2: (8, 300)}
        return self.today + timedelta(days=self.dice.randint(*spans[days]))

    def follow_up(self, share: float, *, counts: bool) -> list[str]:
        if self.dice.random() >= share:
            return []
        due = self.due()
        if counts:
            self.count_due("properties", due)
        return [f"follow_up: {due}"]

    def count_due(self, where: str, due: date) -> None:
        days = (due - self.today).days
        when = "overdue" if days < 0 else "today" if days == 0 else "week" if days <= 7 else "later"
        self.truth[f"{where} {when}"] += 1

    def fence(self, share: float) -> list[str]:
        """Code, in which boxes are no tasks."""
        if self.dice.random() >= share:
            return []
        mark = self.dice.choice(("```", "~~~", "````"))
        inside = [self.dice.choice(words.CODE) for _ in range(self.dice.randint(2, 12))]
        if self.dice.random() < 0.4:
            inside.append(f"- [ ] shown, and never due 📅 {self.today}")
            self.truth["boxes in code"] += 1
        return [f"{mark}{self.dice.choice(('', 'sh', 'python', 'toml'))}", *inside, mark, ""]

    def prose(self, least: int, most: int) -> list[str]:
        return [
            line
            for _ in range(self.dice.randint(least, most))
            for line in (self.dice.choice(self.paragraphs), "")
        ]

    def bullets(self) -> list[str]:
        return [*(f"- {self.sentence()}" for _ in range(self.dice.randint(2, 7))), ""]

    def links(self) -> list[str]:
        found = [*self.dice.choices(self.people, k=2), *self.dice.choices(self.companies, k=1)]
        return [f"See also {', '.join(f'[[{one}]]' for one in found)}.", ""]

    def people_of(self, role: str, share: float) -> list[str]:
        if self.dice.random() >= share:
            return []
        return [
            f"{role}:",
            *(f'  - "[[{one}]]"' for one in self.dice.choices(self.people, k=self.dice.randint(1, 3))),
        ]

    def tags(self, kind: str) -> list[str]:
        more = self.dice.sample(words.TAGS, self.dice.randint(0, 3))
        if self.dice.random() < 0.3:
            return [f"tags: [{', '.join([kind, *more])}]"]
        return ["tags:", *(f"  - {tag}" for tag in (kind, *more))]

    def note(self, properties: list[str], body: list[str], title: str = "") -> str:
        head = ["---", *properties, "---"] if properties else []
        asks = any(line.startswith("follow_up") for line in properties)
        if properties and not asks and self.dice.random() < 0.001:
            head.insert(
                1, "motto: well: this is not YAML"
            )  # a slip that people make; the note's lines still count
            self.truth["broken"] += 1
        return "\n".join([*head, *([f"# {title}", ""] if title else []), *body])

    def filed(self, folder: str, number: int, name: str) -> str:
        """In folders by year where there are many: nobody keeps a thousand notes in one."""
        return f"{folder}/{2023 + number % 4}/{name}.md" if self.count > 2000 else f"{folder}/{name}.md"

    def company(self) -> str:
        return self.dice.choice(self.companies)

    def day(self, first: int, last: int) -> date:
        return self.today + timedelta(days=self.dice.randint(first, last))

    def sentence(self) -> str:
        return " ".join(self.dice.choices(words.TALK, k=self.dice.randint(7, 18)))

    def paragraph(self) -> str:
        said = ". ".join(self.sentence().capitalize() for _ in range(self.dice.randint(3, 9)))
        return f"{said}. {self.dice.choice(words.ASIDES)}".strip()


def _distinct(dice: Random, first: tuple[str, ...], last: tuple[str, ...], count: int) -> list[str]:
    """So many names, no two alike."""
    names = [f"{a} {b}" for a in first for b in last]
    dice.shuffle(names)
    rounds = -(-count // len(names))
    return [f"{name} {'I' * turn}".strip() for turn in range(rounds) for name in names][:count]
