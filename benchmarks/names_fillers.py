"""Fills the places in a training sentence that are no persons: streets, firms, goods, places, dates, numbers.

Most are decoys on purpose: streets and firms that bear people's names, months that are forenames, towns that are
surnames.
"""

import random
from functools import cache
from pathlib import Path

from benchmarks.names_people import Person, invented, noted, person


def _cut(words: str, sign: str | None = None) -> list[str]:
    return words.split(sign)


COUNTIES = _cut("Kent Essex Norfolk Durham Cheshire Devon Surrey Fife Cornwall Dorset")
TOWNS_EN = _cut(
    """Harrogate Leeds Chester Preston Lincoln Warwick Stafford Burton Washington Hamilton Paisley Melton Crewe
    Bradford Derby York Bath Wells Hastings Ashford Stratford Blackburn Bolton London Manchester Bristol Glasgow
    Cardiff Belfast Dublin Cork Houston Austin Dallas Charlotte Madison Denver Phoenix Boston Sydney Perth
    Victoria Florence Tampa Chicago Baghdad Paris Berlin Iraq America England Scotland Wales Ireland Texas
    Virginia Georgia Carolina Jordan"""
)
TOWNS_IT = _cut(
    """Milano Roma Torino Napoli Palermo Bologna Firenze Genova Bari Verona Brescia Padova Modena Parma Lecce Pisa
    Siena Ferrara Ravenna Rimini Treviso Vicenza Trento Trieste Udine Ancona Perugia Pescara Foggia Salerno
    Catania Messina Cagliari Sassari Potenza Matera Cosenza Catanzaro Crotone Monza Bergamo Como Lecco Varese
    Pavia Cremona Mantova Piacenza Lodi Asti Alba Cuneo Novara Aosta Savona Imperia Livorno Lucca Arezzo
    Grosseto Terni Rieti Latina Viterbo Londra Parigi Berlino Mosca Washington Bruxelles Pechino Baghdad
    Gerusalemme Kabul Tripoli Madrid Vienna Atene Gaza"""
)
REGIONS_IT = _cut(
    """Lombardia Veneto Sicilia Toscana Puglia Lazio Umbria Liguria Calabria Sardegna Campania Piemonte Emilia"""
)
COUNTRIES_IT = _cut(
    """Italia Francia Germania Spagna Russia Ucraina Cina Iraq Siria Libia Israele Iran Egitto Brasile"""
)
BRANDS = _cut(
    """Vortex Lumio Northline Britelec Orbita Telvia Vodaline Fastnet Enerblu Acquaviva Gasluce Solaris Amazon
    Google Microsoft Enron Barclays Vodafone Sky Tesco Santander Lloyds Hermes Evri Dyson Bosch Hoover Nokia
    Samsung Ferrari Fiat Enel Eni Acea Iren Trenitalia Alitalia Mediaset Poste Unicredit Juventus Inter Milan
    Lazio Fiorentina Barclays Toyota Ford Honda Mercedes Wells Fargo JPMorgan Morgan Stanley Disney Chase Barney
    Denny's Wendy's McDonald's"""
)
GOODS = _cut(
    """Nova Galaxy Aurora Victoria Titan Jade Ruby Diva Charlie Oscar Alexa Siri Daisy Iris Olympia Max Mercury
    Luna Diamante Perla Serena Prima Stella Vittoria Marina Grazia Rosa Gemma Smart Eco Giulia Giulietta Zoe
    Clio"""
)
ROADS = _cut(
    """Lane Road Street Avenue Close Drive Crescent Court Terrace Place Square Gardens Grove Hill Way Walk Mews
    House"""
)
VIE = _cut("via viale corso piazza Via Viale Corso Piazza largo vicolo strada P.za C.so piazzale VIA Largo")
MONTHS_EN = _cut(
    """January February March April May June July August September October November December Jan Feb Mar Sept"""
)
MONTHS_IT = _cut("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre")
DAYS_EN = _cut("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
DAYS_IT = _cut("lunedì martedì mercoledì giovedì venerdì sabato domenica")
CLUBS = _cut(
    "Juventus|Milan|Inter|Roma|Lazio|Napoli|Fiorentina|Torino|Real Madrid|Barcellona|Chelsea|Arsenal|Bayern",
    "|",
)
BODIES_IT = _cut(
    "Partito Democratico|Forza Italia|Lega Nord|Movimento 5 Stelle|Corte di Cassazione|Palazzo Chigi|"
    "Casa Bianca|Unione Europea|Nazioni Unite|Parlamento|Senato|Camera|Quirinale|Montecitorio|"
    "Procura di Milano|Guardia di Finanza|Polizia di Stato|Consiglio di Stato|Corte Costituzionale|CGIL|"
    "CISL|ONU|NATO|Croce Rossa|Alleanza Nazionale|Rifondazione Comunista|Ministero dell'Interno|Ansa|"
    "Repubblica|Corriere della Sera|Banca d'Italia|Confindustria|Vaticano|Ferrari",
    "|",
)
DEPARTMENTS_EN = _cut(
    "Customer Services|Billing|Complaints Team|Accounts|Technical Support|Metering|Collections|"
    "the Retentions Team|Head Office|Customer Relations|Human Resources|Legal|Sales|the Contact Centre|"
    "Home Moves",
    "|",
)
DEPARTMENTS_IT = _cut(
    "Servizio Clienti|Ufficio Reclami|Assistenza Tecnica|Amministrazione|Ufficio Contratti|"
    "Area Commerciale|Call Center|Recupero Crediti|Ufficio Fatturazione|Direzione Generale|"
    "Ufficio Relazioni",
    "|",
)


STATES = _cut(
    """Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho Illinois
    Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana
    Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming Ontario
    Quebec Alberta Queensland Victoria Tasmania"""
)


@cache
def _listed(name: str, label: str = "") -> list[str]:
    """The words of one of the written-down lists, or of its line with a label."""
    lines = (Path(__file__).parent / f"names_{name}.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line.startswith(f"{label}: " if label else "") and not line.startswith("#")]
    return [word for line in wanted for word in line.split() if word[-1] != ":"]


class Fillers:
    """Draws fillers for one text."""

    def __init__(self, chance: random.Random, language: str, folder: Path) -> None:
        self.chance, self.language, self.folder = chance, language, folder

    def draw(self, name: str) -> str:
        """A filler by the name it has in the templates."""
        drawn: str = getattr(self, name)()
        return drawn

    def _any(self, items: list[str]) -> str:
        return self.chance.choice(items)

    def _somebody(self) -> Person:
        return person(self.chance, self.language, self.folder)

    def number(self) -> str:
        return str(self.chance.choice([self.chance.randint(1, 99), self.chance.randint(100, 9999)]))

    def place(self) -> str:
        return self._any(TOWNS_IT + REGIONS_IT if self.language == "it" else TOWNS_EN + COUNTIES)

    def country(self) -> str:
        return self._any(COUNTRIES_IT)

    def street(self) -> str:
        who = self._somebody()
        if self.language == "it":
            house = self.number()
            named = self._any(
                [who.full(), who.last, self.place(), f"{who.first[0]}. {who.last}", "XX Settembre", "Roma"]
            )
            if self.chance.random() < 0.3:
                named = self._any(
                    ["Giuseppe Garibaldi", "Giacomo Matteotti", "Guglielmo Marconi", "Aldo Moro", "Dante Alighieri"]
                )
            return f"{self._any(VIE)} {named}{self._any(['', f' {house}', f', {house}', f' n. {house}'])}"
        named = self._any(
            [who.last, who.first, self.place(), who.full(), "St " + who.first + "'s", "King", "Queen", "Church"]
        )
        return f"{self._any(['', self.number() + ' ', self.number() + ' ', 'Flat 2, 14 '])}{named} {self._any(ROADS)}"

    def company(self) -> str:
        last, other = self._somebody().last, self._somebody().last
        if self.language == "it":
            patterns = (
                f"{last} S.p.A.",
                f"Banca {last}",
                f"{last} Energia",
                f"F.lli {last}",
                f"{last} & {other} Srl",
                self._any(BRANDS),
                f"Gruppo {last}",
                f"Studio {last}",
                f"Assicurazioni {last}",
                f"{last} S.r.l.",
                f"Hotel {self._somebody().first}",
                f"Ospedale San {self._somebody().first}",
                f"Istituto {last}",
                f"Autotrasporti {last}",
                f"Bar {last}",
            )
        else:
            patterns = (
                f"{last} Ltd",
                f"{last} & Sons",
                f"{last}, {other} & Co",
                f"{last} Energy",
                f"{self.place()} Water",
                f"{last} Bank",
                self._any(BRANDS),
                self._any(BRANDS),
                f"{last} plc",
                f"{last} {other} LLP",
                f"St {self._somebody().first}'s Hospital",
                f"{last}'s",
                f"{self.place()} City Council",
                f"{last} Motors",
                f"{last} Group",
                f"{self._any(BRANDS)} Direct",
                f"University of {self.place()}",
                f"{last} Inc.",
                f"the {last} Hotel",
                f"{last} & {other}",
            )
        return self.chance.choice(patterns)

    def product(self) -> str:
        good = self._any(GOODS)
        return self._any(
            [
                f"{good} {self.number()}",
                f"{good} {self._any(['Plus', 'Pro', 'Home', 'Mini', 'XL', 'Max'])}",
                good + "Net",
            ]
        )

    def month(self) -> str:
        return self._any(MONTHS_IT if self.language == "it" else MONTHS_EN)

    def day(self) -> str:
        return self._any(DAYS_IT if self.language == "it" else DAYS_EN)

    def date(self) -> str:
        day, year = self.chance.randint(1, 28), self.chance.randint(2021, 2026)
        return self._any(
            [
                f"{day} {self.month()} {year}",
                f"{day}/{self.chance.randint(1, 12)}/{year}",
                f"{day} {self.month()}",
                self.day(),
            ]
        )

    def time(self) -> str:
        return (
            f"{self.chance.randint(8, 19)}{self._any([':', '.'])}{self.chance.choice(['00', '15', '30', '45', '10'])}"
        )

    def amount(self) -> str:
        sign = "€" if self.language == "it" else "£"
        return f"{sign}{self._any(['', ' '])}{self.chance.randint(5, 900)}{self._any(['', '.50', ',00', '.99'])}"

    def ref(self) -> str:
        return f"{self._any(['INC', 'CAS', 'REF', 'TT', 'PR-26-', 'Ticket '])}{self.chance.randint(10000, 999999)}"

    def phone(self) -> str:
        if self.language == "it":
            line = self._any(["+39 02", "06", "02", "+39 347", "333"])
            return f"{line} {self.chance.randint(1000000, 9999999)}"
        return f"{self._any(['020 7946 0', '07700 900', '0161 496 0'])}{self.chance.randint(100, 999)}"

    def email(self) -> str:
        who = self._somebody()
        local = f"{who.first}.{who.last}".lower().replace(" ", "").replace("'", "")
        return f"{local}@example.{self._any(['org', 'com', 'it', 'net'])}"

    def forename(self) -> str:
        return self._somebody().first

    def surname(self) -> str:
        return self._any([self._somebody().last, self._any(noted())])

    def fullname(self) -> str:
        return self._somebody().full()

    def firm(self) -> str:
        return self._any([*_listed("firms"), self.company()]) if self.chance.random() < 0.9 else self.company()

    def nation(self) -> str:
        return self._any(_listed("nations", "nations"))

    def land(self) -> str:
        return self._any(_listed("nations", "lands"))

    def group(self) -> str:
        return self._any(_listed("nations", "groups"))

    def state(self) -> str:
        return self._any(STATES)

    def firm_it(self) -> str:
        return self._any([self._any(_listed("firms")), self._any(BRANDS), self.company()])

    def nation_it(self) -> str:
        word = self._any(_listed("nations", "nations_it"))
        return word.lower() if self.chance.random() < 0.8 else word

    def land_it(self) -> str:
        return self._any(_listed("nations", "lands_it"))

    def group_it(self) -> str:
        return self._any([self._any(BODIES_IT), self._any(_listed("nations", "groups"))])

    def club(self) -> str:
        return self._any(CLUBS)

    def body(self) -> str:
        return self._any(BODIES_IT) if self.language == "it" else self.company()

    def dept(self) -> str:
        return self._any(DEPARTMENTS_IT if self.language == "it" else DEPARTMENTS_EN)

    def postcode(self) -> str:
        if self.language == "it":
            return str(self.chance.randint(10000, 98000))
        letters = "".join(self.chance.choice("ABDEFGHJLNPQRSTUW") for _ in range(4))
        return f"{letters[:2]}{self.chance.randint(1, 20)} {self.chance.randint(1, 9)}{letters[2:]}"

    def word(self) -> str:
        return invented(self.chance)
