"""A page of the dashboard that was put together, and whether it still holds. Knows no disk."""

from __future__ import annotations

from typing import NamedTuple

from vault_tools.core.model import Problem
from vault_tools.core.rules.board import Board
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.rendering import Wording
from vault_tools.core.wording.wishes import Page


class Made(NamedTuple):
    """A page as it was put together, and all that it was made from."""

    search: Search
    problems: tuple[Problem, ...]
    wording: Wording
    page: Page
    board: Board

    def is_of(self, search: Search, problems: tuple[Problem, ...], wording: Wording) -> bool:
        """Whether it would be made again from these."""
        return self.search is search and self.problems == problems and self.wording is wording
