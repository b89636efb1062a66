"""Makes up people for the training texts: names from all over the world, written in many forms.

Forenames and surnames are drawn apart from lists of frequent names, so that no pair stands for a real person; some
are invented letter by letter, so that the model learns names that no list knows.
"""

import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from pkgutil import iter_modules


def _listed_words(words: str) -> frozenset[str]:
    return frozenset(words.split())


ENGLISH = ("en_US", "en_GB", "en_IE", "en_NZ", "en_CA")
ITALIAN = ("it_IT",)
NOT_LATIN = _listed_words(
    """ar_AA ar_DZ ar_EG ar_PS ar_SA bg_BG bn_BD el_GR fa_IR gu_IN he_IL hi_IN hy_AM ja_JP ka_GE ko_KR ne_NP
    or_IN ru_RU ta_IN te_IN th_TH uk_UA zh_CN zh_TW ar_JO am_ET mr_IN kn_IN ml_IN pa_IN si_LK my_MM km_KH
    lo_LA mn_MN ur_PK"""
)
FORMS = ("full", "first", "title", "last", "initial", "middle", "initials", "turned")


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up person."""

    first: str
    last: str
    italian: bool  # whether titles go in Italian

    def full(self) -> str:
        return f"{self.first} {self.last}"


@cache
def _locales() -> dict[str, tuple[list[str], list[str]]]:
    """Forenames and surnames by locale."""
    found = {}
    package = import_module("faker.providers.person")
    for module in iter_modules(package.__path__):
        if not module.ispkg or module.name in NOT_LATIN:
            continue
        provider = import_module(f"{package.__name__}.{module.name}").Provider
        first = _listed(provider, "first_names", "first_names_male", "first_names_female")
        last = _listed(provider, "last_names", "last_names_male", "last_names_female")
        latin = [name for name in first if name[:1] < "ɐ"], [name for name in last if name[:1] < "ɐ"]
        if len(latin[0]) > 20 and len(latin[1]) > 20:
            found[module.name] = latin
    return found


def _listed(provider: type, *attributes: str) -> list[str]:
    names: dict[str, None] = {}
    for attribute in attributes:
        value = getattr(provider, attribute, None)
        if isinstance(value, tuple | list | dict):
            names.update(dict.fromkeys(str(name) for name in value if str(name)[:1].isupper()))
    return list(names)


@cache
def world() -> dict[str, dict[str, list[str]]]:
    """Forenames ("first") and surnames ("last") of peoples that the other lists have few of."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in (Path(__file__).parent / "names_world.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            people, kind, *names = line.split()
            found.setdefault(people, {"first": [], "last": []})[kind] = names
    return found


@cache
def _census() -> tuple[list[str], list[str]]:
    """Frequent English-language names."""
    folder = resources.files("names")

    def frequent(kind: str, most: int) -> list[str]:
        rows = (folder / f"dist.{kind}").read_text().splitlines()[:most]
        return [row.split()[0].capitalize() for row in rows]

    return frequent("female.first", 900) + frequent("male.first", 700), frequent("all.last", 12_000)


@cache
def _italian(folder: Path) -> tuple[list[str], list[str]]:
    """Italian names beyond the frequent ones; none when the lists are not there."""
    lists = []
    for name in ("9000_nomi_propri.txt", "lista_38000_cognomi.txt"):
        path = folder / name
        words = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
        lists.append([word[0].upper() + word[1:] for word in words if word.strip()])
    return lists[0], lists[1]


@cache
def _chains() -> dict[str, list[str]]:
    """Which letter follows three others in surnames: the material of invented names."""
    follow: dict[str, list[str]] = defaultdict(list)
    for _, surnames in _locales().values():
        for surname in surnames[:400]:
            padded = "^^^" + surname.lower() + "$"
            for at in range(3, len(padded)):
                follow[padded[at - 3 : at]].append(padded[at])
    return follow


def invented(chance: random.Random) -> str:
    """A name that no list need know."""
    for _ in range(30):
        word = "^^^"
        while not word.endswith("$") and len(word) < 17:
            word += chance.choice(_chains()[word[-3:]])
        if word.endswith("$") and 4 <= len(word) - 4 <= 11 and word[3:-1].isalpha():
            return word[3:-1].capitalize()
    return "Torvell"


def person(chance: random.Random, language: str, folder: Path) -> Person:
    """Somebody, most often with a name of the text's own language.

    Args:
        chance: the dice.
        language: "en" or "it".
        folder: where the Italian lists are.
    """
    draw = chance.random()
    if draw > 0.86:
        return _of_the_world(chance, language)
    locales = _locales()
    if draw < 0.25 and language == "en":
        first, last = _census()
    elif draw < 0.3 and language == "it" and _italian(folder)[0]:
        first, last = _italian(folder)
        first = first if chance.random() < 0.3 else locales["it_IT"][0]
    elif draw < 0.6:
        names = ENGLISH if language == "en" else ITALIAN
        first, last = locales[chance.choice([name for name in names if name in locales])]
    else:
        first, last = locales[chance.choice(list(locales))]
    given, family = chance.choice(first), chance.choice(last)
    if chance.random() < 0.15:
        family = invented(chance)
    if chance.random() < 0.04:
        given = invented(chance)
    if chance.random() < 0.1:
        given = chance.choice(nicknames())
    if chance.random() < 0.06:
        family += chance.choice("- ") + chance.choice(last)
    if chance.random() < 0.03:
        given += chance.choice("- ") + chance.choice(first)
    return Person(given, family, language == "it")


def _of_the_world(chance: random.Random, language: str) -> Person:
    """Somebody whose names the other lists seldom have; family name first where that is the custom."""
    people = chance.choice([people for people, names in world().items() if names["first"] and names["last"]])
    names = world()[people]
    given, family = chance.choice(names["first"]), chance.choice(names["last"])
    if people in ("chinese", "korean", "vietnamese"):
        given += chance.choice(["", " ", "-"]) and f"{chance.choice(' -')}{chance.choice(names['first'])}"
        if chance.random() < 0.5:
            given, family = family, given
    elif people == "iberian" and chance.random() < 0.5:
        family += chance.choice([" ", " de ", " da ", " y ", "-"]) + chance.choice(names["last"])
    elif people == "arabic" and chance.random() < 0.4:
        given += chance.choice([" bin ", " Abu ", " ", " "]) + chance.choice(names["first"])
    return Person(given, family, language == "it")


@cache
def noted() -> list[str]:
    """Names by which people in the public eye are called."""
    text = (Path(__file__).parent / "names_noted.txt").read_text(encoding="utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]


@cache
def nicknames() -> list[str]:
    """Short and pet forms of forenames."""
    text = (Path(__file__).parent / "names_nicknames.txt").read_text(encoding="utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]


def _initials(chance: random.Random, first: str) -> str:
    """Two or three initials in one of the ways they are written."""
    letters = [first[0], *chance.sample("ABCDEFGHJKLMNPRSTW", chance.choice([1, 1, 2]))]
    return chance.choice(
        [".".join(letters) + ". ", ". ".join(letters) + ". ", "".join(letters) + " ", " ".join(letters) + " "]
    )


def written(chance: random.Random, who: Person, form: str) -> tuple[str, str]:
    """A person's name in a form, behind its title, or behind nothing."""
    title = chance.choice(TITLES_IT if who.italian else TITLES_EN) + " "
    if form == "title":
        last = who.full() if chance.random() < 0.3 else who.last
        return title, last
    middle = f"{chance.choice('ABCDEFGHJKLMNPRSTW')}{chance.choice(['.', '.', ''])}"
    names = {
        "full": who.full(),
        "first": who.first,
        "last": who.last,
        "initial": f"{who.first[0]}{chance.choice(['.', '. ', ' ', '. '])}{who.last}",
        "initials": f"{_initials(chance, who.first)}{who.last}",
        "middle": f"{who.first} {middle} {who.last}",
        "turned": f"{who.last}, {who.first}" if chance.random() < 0.7 else f"{who.last} {who.first}",
    }
    return "", names[form]


TITLES_EN = ("Mr", "Mrs", "Ms", "Miss", "Dr", "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Mx", "Professor", "Sir")
TITLES_IT = tuple(
    title
    for line in (
        "il signor|la signora|il sig.|la sig.ra|la signorina|il dott.|la dott.ssa|l'ing.|l'avv.|il dottor",
        "la dottoressa|signor|signora|Sig.|Sig.ra|Dott.|Dott.ssa|Avv.|Ing.|Geom.|Rag.|Prof.|Prof.ssa",
        "Egr. Sig.|Gent.ma Sig.ra|il rag.",
    )
    for title in line.split("|")
)
