"""Foreign text stays text: whatever a name, a role, a reason or a file name says, it is only ever shown.

Text comes in at every place where a command takes some, and the notes are looked at as other programs would:
by patterns of what a plugin, a browser or a terminal acts on, and not by our own reader.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from life import Life, begin

from vault_tools.cli.edge import run
from vault_tools.core.errors import TemplateError, VaultError
from vault_tools.core.meaning import yaml_text
from vault_tools.core.meaning.notes import read_note
from vault_tools.core.rules.settings import Settings
from vault_tools.core.wording import neutral
from vault_tools.core.wording.rendering import Wording

DAY = "2026-11-22"
HOSTILE = {
    "paths": "../../../../etc/passwd",
    "device": "~CON.md",
    "length": "é" * 300,
    "programs": "<% tp.system.prompt() %><%* evil %> `= this.file.name` `$= dv.pages()` ```dataviewjs\nalert(1)\n```",
    "page": "<script>alert(1)</script><img src=x> ![x](https://evil.example/p.png) ![[secret]] %% gone",
    "structure": "x\n- [ ] forged 📅 2020-01-01 ^fu-thank-panel-31ab7f\n# forged\n---\nevil: 1\n---",
    "line ends": "a\u2028- [ ] forged\u2029# forged\x85x\rb <!-- vault:begin --> <!-- vault:end -->",
    "marks": "[due:: 2020-01-01] (key:: value) 🔁 every day ✅ 2020-01-01 #forged [^1]: INPUT[text:x] $$x$$ ^forged",
    "terminal": "\x1b[31m\x1b]0;owned\x07\u202egnp\u2066\x9b31m\ufeff",
}
ACTIVE = {
    "templater": r"<%",
    "comment": r"(?<!\\)%%|(?<!\\)<!-- vault:(?!begin · made by|end [0-9a-z]{4,} -->)",
    "html": r"(?<!\\)<[A-Za-z/!](?!-- vault:)",
    "image": r"(?<!\\)!\[",
    "code": r"(?m)^[ >\t]*(?:[-*+] )*(?:```(?!mermaid$|$)|~~~)|(?<!\\)`\s*\$?=",
    "task": r"(?m)^[ \t>]*[-*+] \[.\] forged",
    "heading": r"(?m)^[ >]*#+ forged",
    "property": r"(?m)^evil",
    "field": r"(?<![\\:])::(?= )|2020-01-01(?= *(?:\^|$))",
    "block id": r"(?<!\\) \^forged",
    "link": r"(?<!\\)\]\(https?://evil",
    "tag": r"(?m)(?:^|\s)#forged",
    "bind": r"(?<!\\)(?:INPUT|BUTTON)\[",
    "footnote": r"(?<!\\)\[\^1",
    "control": r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]",
}  # fmt: skip
IN_PROPERTIES = ("templater", "control", "property")  # nothing else in them is acted on
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")


def played(root: Path, text: str) -> Life:
    """A search in which every word that somebody types is that text."""
    life = begin(root)
    made = life.applies(
        "2026-11-02", text, text, referrer=[f"{text} R"], recruiter=[text], hiring_manager=[f"HM {text}"],
        source=text, link=text, strengths=[text],
    )  # fmt: skip
    name = Path(made.path).stem
    life.meets("2026-11-10T14:00", name, text, f"I {text}", promised=text)
    no = Path(life.hears_no("2026-11-18T16:40", name, reasons_known=[text]).path).stem
    life.new("2026-11-21", "contact", name=f"C {text}", company=text, role=text, email=text)
    life.new("2026-11-21", "company", name=f"Co {text}", dream=True, link=text)
    life.new(
        "2026-11-21", "hire", rejection=no, person=f"H {text}", title=text, previous_company=text,
        previous_title=text, previous_job_open=True, link=text,
    )  # fmt: skip
    life.new("2026-11-21", "debrief", rejection=no, talked_with=[f"T {text}"])
    life.new("2026-11-21", "change", what=text, rejection=no)
    life.drop("2026-11-21", next(f.id for f in life.written("2026-11-21")), text)
    return life


@pytest.mark.parametrize("name", HOSTILE)
def test_what_anybody_typed_does_nothing_in_any_note(tmp_path: Path, name: str) -> None:
    life = played(tmp_path / "inside" / "v", HOSTILE[name])
    assert [p.name for p in (tmp_path / "inside").iterdir()] == ["v"]
    assert not list(tmp_path.glob("*.md"))
    for place in life.root.rglob("*.md"):
        text = place.read_bytes().decode()
        path = place.relative_to(life.root).as_posix()
        assert read_note(path, text.encode()).problems == (), path
        assert len(place.name.encode()) <= 255 and not re.search(r'[#^\[\]|<>:"?*\\\x00-\x1f]', place.name)
        body = text.partition("\n---\n")[2] if text.startswith("---\n") else text
        found = {
            what: hit[0]
            for what, pattern in ACTIVE.items()
            if (hit := re.search(pattern, text if what in IN_PROPERTIES else body))
        }
        if name == "paths" or "posting](" in body:
            found.pop("link", None)
        assert found == {}, f"{path}\n{text}"


@pytest.mark.parametrize("name", ["terminal", "line ends"])
def test_no_command_lets_it_steer_the_terminal(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HOSTILE[name]
    life = played(tmp_path / "v", text)
    (life.root / f"odd {text.replace('/', '')}.md").write_text(f"- [ ] {text} 📅 2026-11-20\n---\na: b: c\n")
    for command in (
        ["due", "--all"], ["due", "--json"], ["next"], ["check"], ["check", "--json"], ["stats"], ["undo", "--list"],
        ["show", text], ["done", text], ["close", text, "--as", "no-reply"], ["new-interview", text, "--on", DAY],
        ["log", text, "x"], ["--today", text, "due"], [text], ["due", text], ["dashboard"],
        ["show", life.written(DAY)[0].id],
    ):  # fmt: skip
        run(["--vault", str(life.root), "--today", DAY, *command])
        said = capsys.readouterr()
        assert STEERING.findall(said.out + said.err) == [], (command, said)


@pytest.mark.parametrize(
    "odd", ["Cash $(touch PWNED) Co", "A$AP Labs", "Al `id` X", 'Al "Bud" X', "A\\B Yo!", "%PATH%"]
)
def test_a_command_that_is_named_can_be_typed_in_any_shell_whatever_somebody_is_called(
    tmp_path: Path, odd: str, capsys: pytest.CaptureFixture[str]
) -> None:
    life = begin(tmp_path / "v")
    life.write(
        "Applications/old.md", f"---\ntype: application\ncompany: '{odd} Old'\nrole: x\nstage: applied\n---\n"
    )
    life.write(f"Applications/Lead {odd.replace('/', '')}.md", "---\ntype: application\nstage: lead\n---\n")
    life.write(
        "Companies/x.md",
        f"---\ntype: contact\ncompany: '[[{odd} Gone]]'\n---\n- [ ] Thank [[{odd} P]] ^fu-thank-panel-31ab7f\n",
    )
    said = ""
    for command in (
        ["new-application", "--company", odd, "--role", odd, "--applied", "2026-11-10", "--recruiter", f"R {odd}"],
        ["new-application", "--company", odd, "--role", odd, "--applied", "2026-11-10"],
        ["new-application", "--company", f"{odd} Two", "--role", odd, "--recruiter", f"R {odd}"],
        ["new-interview", f"{odd} – {odd}", "--on", "2026-11-24"],
        ["new-interview", f"{odd} – {odd}", "--on", "2026-11-24 15:00"],
        ["new-offer", f"{odd} – {odd}", "--respond-by", "2026-11-21"],
        ["next"], ["check"], ["new-change", odd], ["new-change", f"{odd} 2"],
        ["new-rejection", f"{odd} Two", "--on", "2026-11-20"], ["new-debrief", odd], ["draft", "R", "--sent"],
        ["new-hire", f"{odd} Two", "--name", f"H {odd}"], ["close", f"{odd} – {odd}", "--as", "accepted", "--yes"],
        ["new-plan-b", f"{odd} Two"], ["new-contact", odd, odd],
    ):  # fmt: skip
        run(["--vault", str(life.root), "--today", DAY, *command])
        said += "".join(capsys.readouterr())
    said += "".join(place.read_text() for place in life.root.rglob("*.md"))
    named = re.findall(
        r"(?:vault (?:new-|close|log|reschedule)|--(?:after|company|role|recruiter) )[^\n]*", said
    )
    names = [name for command in named for name in re.findall(r'"([^"\n]*)"', command)]
    assert "…" in names and [name for name in names if set(name) & set('$`"\\!%')] == [], said


@pytest.mark.parametrize("pair", [("Zoë Kim", "Zoe\u0308 Kim"), ("Anna Berg", "ANNA BERG"), ("A/B", "A:B")])
def test_names_that_a_disk_takes_for_one_never_overwrite_each_other(
    tmp_path: Path, pair: tuple[str, str]
) -> None:
    life = begin(tmp_path / "v")
    first = life.new("2026-11-02", "contact", name=pair[0], company="One").path
    words = life.read(first)
    second = ""
    try:
        second = life.new("2026-11-03", "contact", name=pair[1], company="Two").path
    except VaultError as error:
        assert "already exists" in str(error)
    assert life.read(first) == words
    assert second.casefold() != first.casefold()


@given(st.text(max_size=60))
def test_no_property_hands_a_command_to_templater(text: str) -> None:
    written = yaml_text.dump({"role": f"{text}<% {text} %>", "list": [f"<%{text}"]})
    assert "<%" not in written
    assert yaml_text.load(written) == {
        "role": yaml_text.load(yaml_text.dump({"x": f"{text}<% {text} %>"}))["x"],  # type: ignore[index]
        "list": [yaml_text.load(yaml_text.dump({"x": f"<%{text}"}))["x"]],  # type: ignore[index]
    }


def test_the_real_name_is_kept_where_the_file_cannot_have_it(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    path = life.new("2026-11-02", "company", name="AC/DC: <% Live? %> #1 [x]|^").path
    note = read_note(path, life.read(path).encode())
    assert note.properties["aliases"] == ["AC/DC: <% Live? %> #1 [x]|^"]
    assert path == "Companies/AC-DC-% Live % 1 x.md"


def test_a_name_that_begins_with_a_tilde_makes_a_note_that_is_read(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    made = life.applies("2026-11-02", "~Acme", "~Engineer")
    assert life.search(DAY).applications.keys() == {made.path}


# Templates of the vault ---------------------------------------------------------------------------------

VALUES = {"x": "foreign", "settings": Settings(), "people": ["Ada"], "today": date(2026, 11, 22)}


def line(source: str) -> str:
    return Wording(lambda _name: None).line(source, VALUES, where="Templates/x.md.j2:1")


@pytest.mark.parametrize(
    "source",
    [
        "{{ x.__class__ }}", "{{ ''.__class__.__mro__ }}", "{{ x|attr('__class__') }}", "{{ x['__class__'] }}",
        "{{ cycler.__init__.__globals__ }}", "{{ joiner.__init__.__globals__.os }}", "{{ (1).__class__ }}",
        "{{ '{0.__class__}'.format(x) }}", "{{ settings.__dict__ }}", "{{ settings.tiers.__class__ }}",
        "{{ x|groupby('__class__') }}", "{% set settings.name = 'x' %}", "{{ people.append(2) }}", "{{ people.clear() }}",
        "{{ self._TemplateReference__context }}", "{% include '/etc/passwd' %}", "{% include '../../x' %}",
        "{% import 'os' as o %}", "{{ open('/etc/passwd') }}",
    ],
)  # fmt: skip
def test_a_template_has_values_and_nothing_behind_them(source: str) -> None:
    with pytest.raises(TemplateError):
        line(source)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'x' * 10**9 }}", "{{ 1000000000 * 'x' }}", "{{ [x] * 10000000 }}", "{{ 9**9**9 }}",
        "{{ '%999999999d' % 1 }}", "{{ '{:>999999999}'.format(x) }}", "{{ 'x'.zfill(999999999) }}",
        "{{ 'x'|center(999999999) }}", "{{ '%999999999d'|format(1) }}", "{{ range(10**9)|list }}",
        "{{ lipsum(n=99999999) }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)  # fmt: skip
def test_no_single_word_of_a_template_fills_the_memory(source: str) -> None:
    with pytest.raises(TemplateError):
        line(source)


LONG = (
    "{% set t = ('a' * 1000) * 1000 %}{% set some = ('b' * 1000) %}"  # what is allowed; two of them are not
)


@pytest.mark.parametrize(
    "source",
    [
        "{{ (1).to_bytes(2) }}", "{{ true.to_bytes(2) }}", "{{ 'a'.encode() }}", "{{ x|attr('encode') }}",
        "{{ x.translate({97: 'bb'}) }}", "{{ x['encode']() }}",
        "{{ [1]|batch(1001, 'x')|list }}", "{{ [1]|batch(linecount=1001)|list }}", "{{ [1]|slice(1001)|list }}",
        "{{ [1]|slice(slices=1001)|list }}", "{{ {'a': 1}|tojson(indent=17) }}", "{{ {'a': 1}|tojson('    ' * 99) }}",
        "{{ 1|round(1001, 'ceil') }}", "{{ today.strftime('%A' * 501) }}",
        "{{ t|replace('a', some) }}", "{{ t.replace('a', some) }}", "{{ t|replace('', some) }}", "{{ t.replace('', some, 99999) }}",
        "{{ some.join(t) }}", "{{ t|join(some) }}", "{{ [t, t, t]|map('list')|sum(start=[])|join(some) }}",
        "{{ t|wordwrap(1, wrapstring=some) }}", "{{ t|wordwrap(wrapstring=some) }}", "{{ t|urlize(rel=some) }}",
        "{{ [t] * 1000 }}", "{{ ([t, t, t, t] * 9)|map('list')|sum(start=[])|length }}",
    ],
)  # fmt: skip
def test_what_grows_by_what_it_is_given_is_measured_before(source: str) -> None:
    measured = r"takes (numbers )?up to|gives more than 16,000,000|unsafe|has no attribute"
    with pytest.raises(TemplateError, match=measured):
        line(LONG + source)


@pytest.mark.parametrize(
    "use",
    ["{{ a }}", "{{ a ~ '' }}", *(f"{{{{ a|{name} }}}}" for name in (
        "string", "upper", "trim", "md", "quoted", "harmless", "cell", "toml", "typed", "pprint", "tojson", "escape",
        "join", "join(',')", "replace('1', '2')", "title", "urlencode",
    ))],
)  # fmt: skip
def test_a_list_of_lists_of_lists_is_not_written_out(use: str) -> None:
    with pytest.raises(TemplateError, match=r"gives more than 16,000,000 characters"):
        line("{% set a = 'x' * 1000 %}" + "{% set a = [a, a, a, a, a, a, a, a] %}" * 8 + use)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 'a-b'|replace('-', ' to ') }}", "a to b"),
        ("{{ 'a-b-c'.replace('-', '+', 1) }}", "a+b-c"),
        ("{{ 'aaa'|replace('a', 'b', 2) }}", "bba"),
        ("{{ 'aaa'|replace('a', 'b', count=1) }}", "baa"),
        ("{{ 121|replace(1, 'one ') }}", "one 2one "),
        ("{{ ', '.join(['a', 'b']) }}", "a, b"),
        ("{{ ['a', 2]|join('; ') }}", "a; 2"),
        ("{{ [{'n': 1}, {'n': 2}]|join(' ', attribute='n') }}", "1 2"),
        ("{{ [1, 2, 3]|batch(2, 0)|list }}", "[[1, 2], [3, 0]]"),
        ("{{ [1, 2, 3]|slice(2)|list }}", "[[1, 2], [3]]"),
        ("{{ [[1], [2]]|sum(start=[]) }}", "[1, 2]"),
        ("{{ [{'n': 1}, {'n': 2}]|sum('n') }}", "3"),
        ("{{ 2.456|round(1) }}", "2.5"),
        ("{{ {'a': [1]}|tojson(indent=1)|replace('\n', '') }}", '{ "a": [  1 ]}'),
        ("{{ 'a b'|wordwrap(1, wrapstring=' / ') }}", "a / b"),
        ("{{ [3] * 3 }}", "[3, 3, 3]"),
        ("{{ ['b', 'a']|map('upper')|sort|join }}", "AB"),
    ],
)
def test_what_is_measured_gives_what_it_ever_gave(source: str, text: str) -> None:
    assert Wording(lambda _name: None).value(source, VALUES, where="Templates/x.md.j2:1") == text


LOOP = "{% for i in range(99999) %}"
DOUBLED = "{% set ns = namespace(x=7, y='ab') %}{% for i in range(60) %}{% set ns.x = WHAT %}{% endfor %}"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{% for i in range(10**12) %}{% endfor %}", "range too big"),
        (LOOP * 2 + "{% endfor %}" * 2, "goes on for more than 2,000,000 rounds"),
        (LOOP * 2 + "x" + "{% endfor %}" * 2, "goes on for more than 2,000,000 rounds"),
        (LOOP + "{% for j in range(99999) if j > i %}{% endfor %}{% endfor %}", "goes on for more than 2,000,000 rounds"),
        (LOOP + "{% for j in range(99999)|map('string') %}{% endfor %}{% endfor %}", "goes on for more than"),
        ("{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}", "goes on for more than"),
        ("{% for i in [1] recursive %}{{ loop([1, 2]) }}{% endfor %}", "recursion"),
        (LOOP + "{% for j in range(99) %}{{ ('x' * 1000) | md }}{% endfor %}{% endfor %}", "gives more than 16,000,000 characters"),
        ("{% set t %}" + LOOP + "{{ ('-' * 1000) | md }}{% endfor %}{% endset %}{{ t|length }}", "gives more than 16,000,000"),
        (DOUBLED.replace("ns.x = WHAT", "ns.y = ns.y ~ ns.y"), "gives more than 16,000,000 characters"),
        (DOUBLED.replace("ns.x = WHAT", "ns.y = ns.y + ns.y"), "gives more than 16,000,000 characters"),
        (DOUBLED.replace("WHAT", "ns.x * ns.x"), "a number that nobody can read"),
    ],
)  # fmt: skip
def test_a_template_that_goes_on_and_on_is_stopped_with_its_line(source: str, said: str) -> None:
    with pytest.raises(TemplateError, match=rf"^Templates/x\.md\.j2:1: .*{said}"):
        line(source)


def test_a_template_that_takes_itself_in_again_and_again_is_stopped() -> None:
    wording = Wording(
        {
            "x": (
                "{% set n = n - 1 %}\n{% if n > 0 %}{% include 'x' %}{% include 'x' %}{% endif %}",
                "x.md.j2",
            )
        }.get
    )
    with pytest.raises(TemplateError, match=r"^x\.md\.j2:2: it goes on for more than 2,000,000 rounds"):
        wording.note("x", {"n": 100})


def test_each_rendering_has_all_its_rounds_also_one_that_another_waits_for() -> None:
    wording = Wording(lambda _name: None)
    turns = LOOP + "{% endfor %}"

    def within() -> str:
        return wording.line(turns * 15, {}, where="inner")

    for _ in range(3):
        wording.line(turns * 15 + "{{ within() }}", {"within": within}, where="outer")
        assert wording.is_true("range(99999)|length > 1", {}, where="when")
    with pytest.raises(TemplateError, match=r"^outer: it goes on"):
        wording.line(turns * 15 + "{{ within() }}" + turns * 6, {"within": within}, where="outer")


def test_what_is_counted_is_gone_through_as_ever() -> None:
    source = (
        "{% for p in people %}{{ loop.index }}/{{ loop.length }}{{ '' if loop.last else ', ' }}{% endfor %}"
        " {% for k, v in {'a': 1}.items() %}{{ k ~ v ~ 2 }}{% endfor %}"
        " {% for n in people|map('string')|select %}{{ n }}{{ '.' if loop.last }}{% else %}nobody{% endfor %}"
        " {% for n in [] %}{% else %}nobody{% endfor %} {% for n in [3, 2, 1] if n > 1 recursive %}{{ n }}{% endfor %}"
        " {{ [1] + [2] }} {{ 'a' + 'b' }} {{ x ~ '*' }}"
    )
    assert line(source) == "1/1 a12 Ada. nobody 32 [1, 2] ab foreign\\*"


def test_what_cannot_be_gone_through_is_told_as_ever() -> None:
    for source, said in (
        ("{% for i in 7 %}{% endfor %}", "not iterable"),
        ("{% for i in y %}{% endfor %}", "is undefined"),
    ):
        with pytest.raises(TemplateError, match=said):
            line(source)


def test_a_template_multiplies_numbers_as_ever() -> None:
    assert line("{{ 10 + 40 * people|length }} {{ '-' * 3 }} {{ 7 % 4 }} {{ 2 ** 5 }}") == "50 --- 3 32"


@given(st.text(st.sampled_from([*"ab 1\u200b\n\\`*<[]|$^~%:={#>+-.)", *neutral.SIGNIFIERS, "\ufe0f"])))
def test_a_text_that_needs_no_escape_is_told_at_once(text: str) -> None:
    quickly = neutral.inline(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neutral, "_ACTED_ON", re.compile(""))  # each text is gone through
        assert neutral.inline(text) == quickly
