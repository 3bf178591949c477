"""What the notes of a made-up vault talk about. Nothing but words; no person or company here exists."""


def _each(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _each("""
    Mia Jonas Ewa Tarek Lucía Bjarne Keiko Amara Yann Sunita Petra Oleg Thandi Ruben Ilse Marek Noor
    Felix Dorota Sami Inés Håkon Chiara Bogdan Leïla Owen Greta Tomasz Ayumi Karim Vera Nils Zofia Emeka
    Paula Jiří Anouk Dmitri Rosa Malik Étienne Sigrid 健太 Ольга Nefeli Omar Hanna Luca Freya Imran Şule
    Arjun
""")
LAST = _each("""
    Castro Lindqvist Baran Owusu Keller Vance Hashimoto Roche Iyer Sandberg Kowal Bianchi Demir Falk
    Quist Horvat Adeyemi Lorenz Pires Noguchi Brandt Salazar Thorne Virtanen Ödegård Kaya Marsh Delgado
    Winter Sørensen Mbeki Fontaine Gruber Pavlov Ashby Núñez Řezníček Zając O’Hara 田中 Соколова Hale
    Werner Rao Lindgren
""")
COMPANY = _each("""
    Halden Brightwater Corvid Ostara Fennel Quarry Larkspur Meridian Tamarack Vesper Alder Ironwood
    Solstice Pebble Drumlin Saltmarsh Copperleaf Windrow Nettle Gable Kestrelmoor Isobar Ravelin Thistle
    Ångström Müllerhof
""")
TRADE = _each("""
    Robotics Analytics Foods Instruments Rail Textiles Pharma Software Insurance Optics Energy Studios
    Motors Water Paper Shipping Timber Clinics Devices Press
""")
ROLES = (
    "Controls Engineer", "Data Engineer", "Test Lead", "Field Technician", "Product Owner", "Technical Editor",
    "Research Assistant", "Planner", "Service Designer", "Head of Operations", "Embedded Developer",
    "Entwicklungsingenieurin", "Chargé d’affaires", "Maintenance Manager",
)  # fmt: skip
SOURCES = ("referral", "company site", "a fair", "newsletter", "recruiter", "LinkedIn")
ROUNDS = ("screening", "first", "second", "final", "with the team")
CHANNELS = ("email", "call", "coffee", "linkedin")
TAGS = (
    "remote",
    "later",
    "people",
    "money",
    "learning",
    "house",
    "health/sleep",
    "job-search",
    "2026",
    "écrire",
)
TOPICS = (
    "Heat pumps", "What I learned", "Kalman filters", "Garden", "Letters", "Salaries", "Interview stories", "PLC notes",
    "Taxes", "On being between jobs", "Books", "Rust", "Portuguese", "The move", "Running", "Meeting notes", "Ideas 💡",
)  # fmt: skip
DEEDS = (
    "Write to [[{person}]]", "Ask {person} about the date", "Send [[{person}]] the slides", "Call {company} back",
    "Read up on [[{company}]] before Monday", "Return the book to {person}", "Thank {person} for the coffee",
    "Renew the insurance", "Book the train", "Polish the *portfolio*", "Ask for the `spec` of [[{company}]]",
    "Pay the rent", "Prépare les questions", "Water the tomatoes", "Finish the [course](https://example.org/c?x=1#t)",
    "Water filter: change it (every spring)", "Look at the offer from {company} again",
)  # fmt: skip
RULES = ("every week", "every month", "every 2 weeks", "every weekday", "every month on the 1st", "every year", "every 3 days when done")  # fmt: skip
CODE = (
    "for row in rows:", "    total += row.price", "print(total)", "make -j4 test", "[settings]", "rate = 0.25",
    "# not a heading here", "SELECT name FROM people WHERE met IS NULL;", "ssh pi@plant 'systemctl status plc'", "",
    "def f(x): return x ** 2", "x = [1, 2, 3]  # - [ ] no task either",
)  # fmt: skip
ASIDES = (
    "", "", "", "", "That was “fine”, I think.", "More in [[What I learned]].", "C’était long — mais bien ✨",
    "See https://example.org/talk?id=7#slides", "`- [ ]` is how a box is written.", "#later", "**Not** again.",
)  # fmt: skip
TALK = _each("""
    we talked about how the line stops when a sensor drifts and who gets called at night they want
    somebody to own that from the first drawing to the last alarm i said what i did with the ovens and
    what went wrong the second time nobody asked about money she knows the manager from before and will
    mention my name slowly it gets easier to tell the story without being sorry for it the plant is an
    hour by train two days a week at home would do my notes from the fair are in the other folder there
    was a good question on safety that i could not answer look it up then write it down again rain all
    day long walk slept badly better after the run cooked for four read two chapters paint for the hall
    cost more than planned
""")
