"""Makes training texts: single sentences, whole letters, e-mails with threads, forms and news, with every name marked.

Each text says for every name whose it is. Deterministic: the same seed makes the same texts.
"""

import random
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

from benchmarks import names_templates_en as en
from benchmarks import names_templates_it as it
from benchmarks.names_fillers import Fillers
from benchmarks.names_noise import noisy
from benchmarks.names_people import Person, noted, person, written
from ingest.model import Medium, Section, SectionKind

ROLES = {
    **{"S": "staff", "C": "complainant", "T": "third_party", "O": "other"},
    **{"P": "other", "Q": "other", "R": "other"},  # the same person all through a text
}
HOLE = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
FORM_ODDS = {
    "S": {"full": 36, "first": 20, "title": 30, "last": 4, "initial": 4, "middle": 2, "turned": 1},
    "C": {"full": 76, "first": 2, "title": 7, "last": 1, "initial": 5, "middle": 6, "turned": 3},
    "T": {"full": 68, "first": 8, "title": 14, "last": 1, "initial": 3, "middle": 4, "turned": 2},
    **{role: {"full": 86, "initial": 4, "initials": 2, "middle": 8} for role in "PQR"},
    "O": {"full": 56, "first": 10, "title": 14, "last": 10, "initial": 4, "middle": 5, "turned": 1},
}


@dataclass(slots=True)
class Made:
    """A text in the making."""

    text: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    from_name: str | None = None
    medium: Medium = Medium.LETTER
    language: str = "en"


@cache
def _lines(language: str) -> list[str]:
    """The texts of names_made_en.txt or names_made_it.txt."""
    text = (Path(__file__).parent / f"names_made_{language}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


class Maker:
    """Makes texts in one language."""

    def __init__(self, seed: int, language: str, folder: Path) -> None:
        self.chance = random.Random(seed)
        self.language = language
        self.folder = folder
        self.words: ModuleType = en if language == "en" else it
        self.fillers = Fillers(self.chance, language, folder)
        self.cast: dict[str, list[Person]] = {}
        self.mixture = [
            34,
            7,
            9,
            12,
            38,
        ]  # how often a body speaks of colleagues, the writer, third parties, others, nobody

    # -- pieces --------------------------------------------------------------------------------------------------

    def new_cast(self) -> None:
        """Other people for the next text."""
        counts = {"S": 3, "C": 1, "T": 1, "O": 6, "P": 1, "Q": 1, "R": 1}
        self.cast = {
            role: [person(self.chance, self.language, self.folder) for _ in range(n)] for role, n in counts.items()
        }

    def pick(self, name: str) -> str:
        """One line of a list of the templates."""
        listed = getattr(self.words, name)
        lines = listed if isinstance(listed, list) else [line for line in listed.split("\n") if line]
        return self.chance.choice(lines)

    def add(self, made: Made, template: str, kind: SectionKind | None = None, *, end: str = "\n") -> None:
        """Append a template, filled, and note its names and its section."""
        begin, place, used = len(made.text), 0, dict.fromkeys(ROLES, 0)
        for hole in HOLE.finditer(template):
            made.text += template[place : hole.start()]
            place = hole.end()
            if hole[1] in ROLES:
                people = self.cast[hole[1]]
                who = people[used[hole[1]] % len(people)]
                used[hole[1]] += 1
                self._name(made, hole[1], who, hole[2])
            else:
                made.text += self.fillers.draw(hole[1])
        made.text += template[place:]
        if kind is not None:
            made.sections.append(Section(kind, begin, len(made.text), "name" if kind is SectionKind.FIELD else None))
        made.text += end

    def _name(self, made: Made, role: str, who: Person, form: str | None) -> None:
        odds = FORM_ODDS[role]
        told, form = form, form or self.chance.choices(list(odds), list(odds.values()))[0]
        before, name = written(self.chance, who, form)
        if re.search(
            r"(?:[Gg]entil\w*|Egr\.?\w*|Gent\.\w*|Car[oa]|[Dd]ear|Buongiorno|a|c\.a\.|di|da|Mr\.)\s$", made.text[-14:]
        ):
            before = re.sub(r"^(?:il |la |l')", "", before)
        made.text += before
        last = made.spans[-1] if made.spans else (0, -1, "")
        if told in ("first", "last") and len(made.text) == last[1] + 1 and made.text[-1:] == " ":
            made.spans[-1] = (last[0], len(made.text) + len(name), last[2])  # {P.last} {P.first} is one name
            made.text += name
            return
        made.spans.append((len(made.text), len(made.text) + len(name), ROLES[role]))
        made.text += name

    # -- texts ---------------------------------------------------------------------------------------------------

    def sentence(self) -> Made:
        """One to three sentences without a layout."""
        self.new_cast()
        made = Made(language=self.language)
        kinds = ["STAFF", "SELF", "THIRD", "OTHER", "NONE", "NONE"] + (
            ["NEWS"] * 6 + ["NEWS_NONE"] * 2 if self.language == "it" else ["OTHER"]
        )
        for _ in range(self.chance.choice([1, 1, 2, 3])):
            self.add(made, self.pick(self.chance.choice(kinds)), end=self.chance.choice([" ", " ", "\n"]))
        return made

    def genre(self) -> Made:
        """A text of the web, of a paper or of an office, some of its people being well known."""
        self.new_cast()
        if self.chance.random() < 0.4:
            for role in "PQR":
                who = self.cast[role][0]
                self.cast[role] = [Person(who.first, self.chance.choice(noted()), who.italian)]
        made = Made(language=self.language)
        for _ in range(self.chance.choice([1, 1, 1, 2, 3])):
            line = self.chance.choice(_lines(self.language))
            self.add(made, line.replace("\\n", "\n"), end=self.chance.choice(["\n", "\n\n", " "]))
        return made

    def letter(self) -> Made:
        """A whole letter."""
        self.new_cast()
        made = Made(language=self.language)
        if self.chance.random() < 0.15:
            self.add(made, "{company}\n{street}\n{place} {postcode}\n", SectionKind.LETTERHEAD)
        if self.chance.random() < 0.75:
            block = self.chance.choice(
                [
                    "{C}\n{street}\n{place} {postcode}",
                    "{C}\n{street}\n{place}\n{postcode}\n{phone}\n{email}",
                    "{C}, {street}, {place}",
                ]
            )
            self.add(made, block, SectionKind.SENDER, end="\n\n")
        if self.chance.random() < 0.6:
            recipient = self.chance.choice(
                [
                    "{company}\n{dept}\n{street}\n{place} {postcode}",
                    "{S}\n{company}\n{street}\n{place}",
                    "{dept}\n{company}",
                ]
            )
            self.add(made, recipient, SectionKind.RECIPIENT, end="\n\n")
        if self.chance.random() < 0.6:
            self.add(made, self.chance.choice(["{date}", "{place}, {date}"]), SectionKind.DATE_LINE, end="\n\n")
        self._body(made)
        self._sign_off(made)
        if self.chance.random() < 0.2:
            self.add(
                made,
                self.chance.choice(["cc: {O}", "P.S. " + self.pick("STAFF"), "c.c. {O}, {company}", "Enc: {date}"]),
            )
        return made

    def mail(self) -> Made:
        """An e-mail, perhaps with a thread below."""
        self.new_cast()
        made = Made(language=self.language, medium=Medium.EMAIL)
        who = self.cast["C"][0]
        made.from_name = self.chance.choice(
            [
                who.full(),
                who.full(),
                f"{who.last}, {who.first}",
                who.first,
                "Info",
                who.full().upper(),
                "",
                self.cast["T"][0].full(),
            ]
        )
        self._body(made)
        self._sign_off(made)
        if self.chance.random() < 0.5:
            self._thread(made)
        return made

    def form(self) -> Made:
        """Labelled lines as a web form sends them."""
        self.new_cast()
        made = Made(language=self.language, medium=Medium.FORM)
        labels = (
            ("Name", "Full name", "Your name", "Customer")
            if self.language == "en"
            else ("Nome", "Nome e cognome", "Cliente", "Intestatario")
        )
        staff = (
            ("Staff spoken to", "Who did you speak to?", "Agent")
            if self.language == "en"
            else ("Operatore", "Con chi ha parlato?", "Addetto")
        )
        made.text += f"{self.chance.choice(labels)}: "
        self.add(made, "{C.full}", SectionKind.FIELD if self.chance.random() < 0.5 else None)
        self.add(made, "E-mail: {email}\nTel: {phone}\nAddress: {street}, {place}")
        if self.chance.random() < 0.6:
            made.text += f"{self.chance.choice(staff)}: "
            self.add(made, self.chance.choice(["{S}", "{S} {S}", "{S}, {S.first}"]))
        self._paragraphs(made, self.chance.randint(1, 5))
        return made

    def thread(self) -> Made:
        """An office e-mail thread between others, with heads in the American way."""
        self.new_cast()
        made = Made(language=self.language, medium=Medium.EMAIL)
        sep = " " if self.chance.random() < 0.5 else ""
        people = self.cast["O"]
        for _ in range(self.chance.randint(1, 4)):
            one, two, three = self.chance.sample(people, 3)
            self.cast["O"] = [one, two, three]
            turned = "{O.turned}" if self.chance.random() < 0.6 else "{O.full}"
            if self.chance.random() < 0.3:
                self._heads(made)
            if self.chance.random() < 0.7:
                self.add(
                    made,
                    f"From{sep}: {turned}{self.chance.choice(['', ' [ {email} ]', ' <{email}>'])}\n"
                    f"Sent{sep}: {{day}} , {{date}} {{time}}",
                )
                self.cast["O"] = [two, three, one]
                self.add(
                    made,
                    f"To{sep}: {turned}{self.chance.choice(['', ' ; {O.turned}', '; {O.full}', ' , {O.turned}'])}\n"
                    f"Subject{sep}: RE{sep}: {{product}}",
                )
            else:
                self.add(
                    made,
                    "Forwarded by {O.full} / HOU / ECT on {date} {time}\n{O.full}\n{date}\n"
                    "To: {O.full} , {O.full}@ECT\ncc:\nSubject: {company}",
                )
            self.cast["O"] = [two, one, three]
            self.add(
                made,
                self.chance.choice(["{O.first} ,", "{O.first},", "{O.first} -", "", "{O.first} :", "Hi {O.first} ,"]),
            )
            for _ in range(self.chance.randint(1, 5)):
                self.cast["O"] = [three, *self.chance.sample(people, 3)]
                self.add(made, self.pick(self.chance.choice(["OTHER", "OTHER", "NONE", "NONE"])))
            self.cast["O"] = [one, two, three]
            self.add(
                made,
                self.chance.choice(
                    [
                        "Thanks ,\n{O.first}",
                        "{O.first}",
                        "Regards,\n{O.full}\n{company}\n{phone}",
                        "Thanks\n{O.first}",
                        "{O.full}\n{dept}\n{company}",
                        "",
                    ]
                ),
            )
            self.cast["O"] = people
            made.text += self.chance.choice(["Original Message \n", "-----Original Message-----\n", "\n", ""])
        return made

    def _heads(self, made: Made) -> None:
        """Head lines with long lists of people."""
        everybody = self.cast["O"]
        self.cast["O"] = [person(self.chance, self.language, self.folder) for _ in range(9)]
        mark = self.chance.choice([" , ", ", ", " ; ", "; "])
        form = "{O.turned}" if ";" in mark or self.chance.random() < 0.6 else "{O.full}"
        label = self.chance.choice(["X - To :", "To :", "To:", "Cc :", "cc:", "X - cc :", "A:", "Cc:"])
        people = [
            form + self.chance.choice(["", "", "", " <{email}>", " < {email} >"])
            for _ in range(self.chance.randint(1, 9))
        ]
        if self.chance.random() < 0.3:
            people.insert(self.chance.randrange(len(people) + 1), "{email}")
        self.add(made, "X - From : {O.turned}" + self.chance.choice(["", " < {email} >", " [ {email} ]"]))
        self.cast["O"] = self.cast["O"][1:]
        self.add(made, f"{label} {mark.join(people)}")
        self.add(made, self.chance.choice(["X - bcc :", "Bcc:", "X - cc :"]))
        self.cast["O"] = everybody

    def _body(self, made: Made) -> None:
        if self.chance.random() < 0.3:
            self.add(
                made,
                self.chance.choice(
                    ["Re: {ref}", "Subject: {ref}", "Oggetto: {ref}", "COMPLAINT ABOUT {product}", "Ref: {C}, {ref}"]
                ),
                SectionKind.SUBJECT,
                end="\n\n",
            )
        if self.chance.random() < 0.85:
            self.add(made, self.pick("SALUTATIONS"), SectionKind.SALUTATION, end=self.chance.choice(["\n\n", "\n"]))
        self._paragraphs(made, self.chance.randint(1, 9))

    def _paragraphs(self, made: Made, count: int) -> None:
        begin = len(made.text)
        for _ in range(count):
            name = self.chance.choices(["STAFF", "SELF", "THIRD", "OTHER", "NONE"], self.mixture)[0]
            self.chance.shuffle(self.cast["S"])
            self.add(made, self.pick(name), end=self.chance.choice([" ", " ", " ", "\n", "\n\n"]))
        made.sections.append(Section(SectionKind.BODY, begin, len(made.text)))
        made.text += "\n\n"

    def _sign_off(self, made: Made) -> None:
        if self.chance.random() < 0.85:
            self.add(
                made,
                self.pick("SIGN_OFFS"),
                SectionKind.SIGN_OFF if self.chance.random() < 0.5 else None,
                end=self.chance.choice(["\n", "\n\n", "\n\n\n", " "]),
            )
        form = self.chance.choice(
            ["{C.full}"] * 6 + ["{C.first}", "{C.first}", "{C.initial}", "{C.title}", "{C.middle}", "{C.turned}"]
        )
        extra = self.chance.choice(
            ["", "", "", "\n{phone}", "\n{street}\n{place}", "\n{email}\n{phone}", "\n{company}", "\n{dept}, {company}"]
        )
        self.add(made, form + extra, SectionKind.SIGNATURE if self.chance.random() < 0.5 else None)

    def _thread(self, made: Made) -> None:
        begin = len(made.text) + 1
        made.text += "\n"
        head = self.pick("REPLY_HEADS")
        self.add(made, head)
        if head.startswith(("From", "Da:")):
            self.add(made, ("To: {C}\nSubject: {ref}" if self.language == "en" else "A: {C}\nOggetto: {ref}") + "\n")
        mark = self.chance.choice(["> ", "", ""])
        self.cast["S"] = [self.cast["S"][0], *self.cast["S"][1:]]
        self.add(made, mark + self.chance.choice(self.words.REPLIES.strip().split("\n")[:3]))
        for _ in range(self.chance.randint(1, 3)):
            self.add(made, mark + self.chance.choice(self.words.REPLIES.strip().split("\n")[3:]))
        self.add(made, mark + self.pick("SIGN_OFFS"))
        self.add(made, mark + self.chance.choice(["{S.full}", "{S.first}", "{S.full}\n{dept}", "{S.full}\n{company}"]))
        made.sections.append(Section(SectionKind.QUOTE, begin, len(made.text)))


def texts(count: int, seed: int, folder: Path) -> list[Made]:
    """A mixture of training texts, half English and half Italian, some with noise.

    Args:
        count: how many.
        seed: of the dice.
        folder: where the public name lists are; the mixture is poorer without them.
    """
    chance = random.Random(seed)
    makers = [Maker(seed * 2, "en", folder), Maker(seed * 2 + 1, "it", folder)]
    made = []
    for at in range(count):
        maker = makers[at % 2]
        kinds = [maker.sentence, maker.genre, maker.letter, maker.mail, maker.form, maker.thread]
        text = chance.choices(kinds, [34, 34, 13, 11, 3, 5])[0]()
        noisy(text, chance)
        made.append(text)
    return made
