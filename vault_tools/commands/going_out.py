"""An application whose note is there, and that goes out now: which one it is, and what its note says of it.

Knows the kind `application` alone; where its plan is put is known in `growing.py`.
"""

from __future__ import annotations

from vault_tools.commands.making import Making
from vault_tools.core.meaning.names import file_name, key
from vault_tools.core.meaning.property_edit import append_to_list, set_property
from vault_tools.core.rules.applications import Application, people_of, stage_property
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.leads import EVENT, day_of_sending, is_worth_planning, without_plan
from vault_tools.core.wording.linking import linked_value


def that_goes_out(made: Making) -> Application | None:
    """The application of that company and role that has no plan and gets one now; it then has its real names.

    Raises VaultError if another day is given than the one in its note.
    """
    brought, values = made.request.brought, made.values
    if made.kind.name != EVENT or not made.kind.adds or (brought is not None and not brought.goes_out):
        return None
    name = file_name(made.wording.value(made.kind.file, made.context(), where=made.where("file")))
    there = without_plan(made.search, str(values.get("company") or ""), str(values.get("role") or ""), name)
    if there is None:
        return None
    typed = values.get("applied")
    is_another_day = not there.is_lead and None not in (there.applied, typed) and typed != there.applied
    if is_another_day and not is_worth_planning(made.search, there):
        return None  # its plan has nothing to say: it went out on its day, and this is a second one
    day = day_of_sending(there, typed)
    if day is None:
        return None
    values.update(company=there.company or values["company"], role=there.role or values["role"], applied=day)
    return there


def with_its_people(made: Making, there: Application) -> None:
    """Everybody that its note names beside those that were given now, and what else it says already."""
    for prop in made.kind.given():
        if prop.type == "list" and prop.link:
            given = made.found.links.get(prop.name, [])
            nameless = {key(person.name): person for person in given}
            known = [
                person if person.note else nameless.get(key(person.name), person)
                for person in people_of(made.search.catalogue, there.note, prop.name)
            ]
            every = {person.key: person for person in (*known, *given)}
            made.found.links[prop.name] = list(every.values())
            made.values[prop.name] = [person.name for person in every.values()]
        elif not prop.link and (own := there.note.properties.get(prop.name)) not in (None, "", []):
            if prop.name != made.kind.anchor and made.values.get(prop.name) not in (None, "", [], own):
                made.found.told.append(
                    f"Its {prop.flag} stays as the note has it: {text_of(there.note, prop.name) or own}"
                )
            if prop.name != made.kind.anchor:
                made.values[prop.name] = own


def with_what_is_new(made: Making, there: Application, text: str) -> str:
    """The note's text with the people given now, and a stage that says that it went out. Refused as properties are."""
    for prop in made.kind.given():
        if prop.type != "list" or not prop.link:
            continue
        known = people_of(made.search.catalogue, there.note, prop.name)
        have = {person.key for person in known} | {key(p.name) for p in known if p.note is None}
        for person in made.found.links.get(prop.name, ()):
            if not have & {person.key, key(person.name)}:
                text = append_to_list(text, prop.name, linked_value(made.search.catalogue, person))
    if there.is_lead:
        text = set_property(text, stage_property(there.note), "applied")
    return text


def steps_in_question(made: Making, there: Application) -> frozenset[str]:
    """The rows of its plan that nothing has ended since: after an interview nobody is asked how things stand."""
    since = {
        *(["interview"] if there.interviews else []),
        *(["offer"] if there.offers else []),
    }
    rows = made.search.playbook.of_event(EVENT)
    return frozenset(row.id for row in rows if not since & set(row.cancelled_by))
