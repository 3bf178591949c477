"""The pictures of the README: they are there, and a browser draws the dashboard without a complaint."""

import importlib.util
import re
import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "docs" / "pictures"
SHOWN = re.findall(r"docs/pictures/[\w-]+\.png", (ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.fixture
def make():
    for library in ("markdown_it", "mdit_py_plugins"):
        if importlib.util.find_spec(library) is None:
            pytest.skip(f"{library} is not installed: pip install '.[pictures]'")
    spec = importlib.util.spec_from_file_location("make_pictures", HERE / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def size(picture):
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", head[16:24])


@pytest.mark.parametrize("shown", sorted(set(SHOWN)))
def test_every_picture_of_the_readme_is_one_of_a_whole_page(shown):
    width, height = size(ROOT / shown)
    assert width >= 900 and height >= 1200


def test_light_dark_and_plain_are_all_shown():
    assert sorted(set(SHOWN)) == [
        f"docs/pictures/dashboard-{look}.png" for look in ("dark", "light", "plain")
    ]


def test_a_note_becomes_a_page_as_a_reader_sees_it(make):
    page = make.reading_view(
        "A note", "---\ntype: x\n---\n> [!tip]- First: [[Ann|thank her]]\n> Now.\n\n- [x] Done ^ab-c\n"
    )
    assert page == (
        "<h1>A note</h1>"
        '<div class="callout tip folded"><div class=title>First: <a>thank her</a></div><p>Now.</p>\n</div>\n'
        '<ul class="contains-task-list">\n<li class="task-list-item"><input class="task-list-item-checkbox" '
        'checked="checked" disabled="disabled" type="checkbox"> Done</li>\n</ul>\n'
    )


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_browser_draws_it_without_a_complaint(make, look, tmp_path):
    if make.browser() is None:
        pytest.skip("no Chromium or Chrome is installed")
    if not make.MERMAID.is_file():
        pytest.skip("mermaid is not installed: npm install --prefix docs/pictures")
    out = tmp_path / "out.png"
    assert make.picture(ROOT / "sample_vault" / "Dashboard.md", out, look) == []
    assert size(out)[1] > 1200


def test_a_complaint_of_the_browser_is_heard(make, tmp_path, monkeypatch):
    if make.browser() is None:
        pytest.skip("no Chromium or Chrome is installed")
    note = tmp_path / "n.md"
    note.write_text("<script>console.error('a wrong thing')</script>\n", encoding="utf-8")
    (said, *_) = make.picture(note, tmp_path / "out.png", "light")
    assert "a wrong thing" in said
