"""The task line of a planned step, in the words of its row. Knows no note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning import tasks
from vault_tools.core.model import Task
from vault_tools.core.rules.plan import Planned
from vault_tools.core.wording.rendering import Wording

ROLE_WORDS = {"hiring_manager": "hiring manager"}


def is_understood(rule: str) -> bool:
    """Whether a rule of recurrence can be written as it is meant."""
    from vault_tools.core.meaning.recurrence import survives_normalising  # rules take long to import

    return survives_normalising(rule)


def step_line(
    planned: Planned, person: str, values: Mapping[str, Any], wording: Wording, *, where: Callable[[str], str]
) -> str:
    """`- [ ] Thank [[Dana Lee]] … 🛫 2026-11-20 📅 2026-11-20 ^fu-thank-panel-31ab7f`, read back before it counts.

    `person` is the link to whom it concerns, or nothing.
    """
    source = planned.step.text[planned.saying]
    text = wording.line(
        source,
        {
            **values,
            "person": person,
            "role": ROLE_WORDS.get(planned.role, planned.role),
            "role_id": planned.role,
            "index": planned.index,
        },
        where=where,
    )
    task = Task(
        description=" ".join(text.split()),
        start=planned.start,
        due=planned.due,
        block_id=planned.block_id,
        recurrence=planned.step.recurrence or None,
    )
    written = tasks.format_task(task)
    if tasks.parse(written) != task:
        raise TemplateError(
            f"{where(source)}: '{written}' does not read back as it was meant; leave out dates and signs of tasks"
        )
    return written
