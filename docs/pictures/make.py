"""Make the pictures of the README from `sample_vault/`, in a real browser: light, dark and as plain text.

    pip install '.[pictures]'
    npm install --prefix docs/pictures
    python docs/pictures/make.py                 # or: make.py NOTE.md OUT.png [--dark | --plain]

Needs Chromium or Chrome, or CHROME as the path of one. Ends with 1 if the browser complains about anything.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.tasklists import tasklists_plugin

HERE = Path(__file__).resolve().parent
MERMAID = HERE / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PICTURES = (
    ("dashboard-light.png", "light"),
    ("dashboard-dark.png", "dark"),
    ("dashboard-plain.png", "plain"),
)
WIDTH = 1040

_PROPERTIES = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_COMMENT = re.compile(r"%%.*?%%|<!--.*?-->\n?", re.DOTALL)
_BLOCK_ID = re.compile(r" \^[\w-]+$", re.MULTILINE)
_WIKILINK = re.compile(r"\[\[([^\]\n]+?)\]\]")
_CALLOUT = re.compile(r"<blockquote>\s*<p>\[!(\w+)\]([-+]?) ?([^\n<]*(?:<(?!/p>)[^\n]*)?)(?:\n|</p>)")

STYLE = """
:root { --page: #ffffff; --text: #222222; --faint: #6f6f6f; --line: #e0e0e0; --link: #6b46d6; --code: #f6f6f6;
        --tip: #00806d; --note: #2f6fd6; --warning: #b26a00; --soft: 9%; }
.dark { --page: #1e1e1e; --text: #dadada; --faint: #9a9a9a; --line: #3a3a3a; --link: #a68af9; --code: #262626;
        --tip: #53dfcb; --note: #6ea8fe; --warning: #e9973f; --soft: 12%; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 Inter, system-ui, "Segoe UI",
       "DejaVu Sans", "Noto Sans CJK JP", "Noto Color Emoji", sans-serif; }
main { padding: 28px 40px 36px; }
h1 { font-size: 1.6em; margin: 0 0 .6em; } h2 { font-size: 1.25em; margin: 1.4em 0 .5em; }
a { color: var(--link); text-decoration: none; }
table { border-collapse: collapse; } td, th { border: 1px solid var(--line); padding: 4px 10px; text-align: left; }
ul { padding-left: 24px; } ul.contains-task-list { list-style: none; padding-left: 0; } li { margin: 3px 0; }
li.task-list-item { padding-left: 26px; } ul.contains-task-list > li:not(.task-list-item) { padding-left: 26px; }
input[type=checkbox] { appearance: none; width: 15px; height: 15px; margin: 0 7px -2px -26px; border-radius: 4px;
       border: 1.5px solid var(--faint); } input[checked] { background: var(--link); border-color: var(--link); }
li:has(> input[checked]) { color: var(--faint); text-decoration: line-through; }
.callout { --mine: var(--note); border-radius: 6px; padding: 10px 14px; margin: 14px 0;
       background: color-mix(in srgb, var(--mine) var(--soft), transparent); }
.callout.tip { --mine: var(--tip); } .callout.warning { --mine: var(--warning); }
.callout > .title { font-weight: 600; color: var(--mine); } .callout.folded > :not(.title) { display: none; }
.callout.folded > .title::after { content: " ›"; } .callout > :last-child { margin-bottom: 0; }
pre.mermaid { background: none; margin: 10px 0; } pre.mermaid svg { max-width: 100%; }
pre.plain { font: 13px/1.5 "DejaVu Sans Mono", ui-monospace, "Noto Sans Mono CJK JP", monospace; margin: 0;
       white-space: pre-wrap; overflow-wrap: anywhere; }
"""


def page(note: Path, look: str) -> str:
    """A note as HTML, much as the reading view of Obsidian shows it; `plain` is the file as it is."""
    text = note.read_text(encoding="utf-8-sig")
    body = f"<pre class=plain>{html.escape(text)}</pre>" if look == "plain" else reading_view(note.stem, text)
    script = ""
    if 'class="mermaid"' in body:
        theme = "dark" if look == "dark" else "default"
        script = (
            f'<script src="{MERMAID.as_uri()}"></script><script>'
            f'mermaid.initialize({{startOnLoad: false, theme: "{theme}"}});'
            'mermaid.run({querySelector: ".mermaid"}).then(() => {DONE});</script>'
        )
    done = "document.title = Math.ceil(document.querySelector('main').getBoundingClientRect().height)"
    script = script.replace("{DONE}", f"{{{done}}}") or f"<script>{done}</script>"
    return (
        f'<!doctype html><html class="{look}"><meta charset=utf-8><style>{STYLE}</style>'
        f"<body><main>{body}</main>{script}</body></html>"
    )


def reading_view(title: str, text: str) -> str:
    text = _BLOCK_ID.sub("", _COMMENT.sub("", _PROPERTIES.sub("", text)))
    text = _WIKILINK.sub(_as_link, text)
    made = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .use(tasklists_plugin)
        .render(text)
    )
    made = re.sub(
        r'<pre><code class="language-mermaid">(.*?)</code></pre>',
        r'<pre class="mermaid">\1</pre>',
        made,
        flags=re.DOTALL,
    )
    return f"<h1>{html.escape(title)}</h1>{_callouts(made)}"


def _as_link(match: re.Match[str]) -> str:
    target, _, shown = match[1].replace("\\|", "|").partition("|")
    return f"<a>{html.escape(shown or target)}</a>"


def _callouts(made: str) -> str:
    """`> [!tip]- Title` becomes a box; folded ones show their title alone."""
    while match := _CALLOUT.search(made):
        kind, fold, title = match[1].lower(), match[2], match[3].removesuffix("</p>")
        rest = "<p>" if made[match.end() - 1] == "\n" else ""
        opened = f'<div class="callout {kind}{" folded" if fold == "-" else ""}"><div class=title>{title}</div>{rest}'
        end = _closing(made, match.end())
        made = (
            made[: match.start()]
            + opened
            + made[match.end() : end]
            + "</div>"
            + made[end + len("</blockquote>") :]
        )
    return made


def _closing(made: str, start: int) -> int:
    """Where the quote that began before `start` ends."""
    depth = 1
    for tag in re.finditer(r"<(/?)blockquote>", made[start:]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return start + tag.start()
    raise ValueError("a quote without an end")


def browser() -> str | None:
    """The browser that is here."""
    return os.environ.get("CHROME") or next(filter(None, map(shutil.which, BROWSERS)), None)


def picture(note: Path, out: Path, look: str, width: int = WIDTH) -> list[str]:
    """Draw a note; gives what the browser complained about."""
    program = browser()
    if program is None:
        raise SystemExit("there is no Chromium here; install one, or set CHROME to its path")
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "page.html"
        file.write_text(page(note, look), encoding="utf-8")
        base = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", "--disable-sync", "--allow-file-access-from-files",
            f"--user-data-dir={scratch}/profile", "--enable-logging=stderr", "--virtual-time-budget=20000",
        ]  # fmt: skip
        first = _run([*base, f"--window-size={width},2000", "--dump-dom", file.as_uri()])
        height = re.search(r"<title>(\d+)</title>", first.stdout)
        complaints = _complaints(first.stderr)
        if height is None:
            return [*complaints, "the page did not finish"]
        shot = [f"--window-size={width},{height[1]}", "--force-device-scale-factor=1", f"--screenshot={out}"]
        return [*complaints, *_complaints(_run([*base, *shot, file.as_uri()]).stderr)]


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def _complaints(log: str) -> list[str]:
    return [line for line in log.splitlines() if ":CONSOLE" in line]


def main() -> None:
    asked = argparse.ArgumentParser(description="Pictures of notes, in a real browser.")
    asked.add_argument("note", nargs="?", type=Path)
    asked.add_argument("out", nargs="?", type=Path)
    asked.add_argument("--dark", dest="look", action="store_const", const="dark", default="light")
    asked.add_argument("--plain", dest="look", action="store_const", const="plain")
    given = asked.parse_args()
    if given.note and not given.out:
        asked.error("NOTE.md goes with OUT.png")
    if not MERMAID.is_file() and given.look != "plain":
        sys.exit("charts need mermaid: npm install --prefix docs/pictures")
    dashboard = HERE.parent.parent / "sample_vault" / "Dashboard.md"
    wanted = (
        [(given.note, given.out, given.look)]
        if given.note
        else [(dashboard, HERE / name, look) for name, look in PICTURES]
    )
    complaints = [(out, line) for note, out, look in wanted for line in picture(note, out, look)]
    for out, line in complaints:
        print(f"{out}: {line}", file=sys.stderr)
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
