"""The Dutch words for dates and times."""

from ingest.extract.dategrammar.lexicon import Habits, compiled, meaning, numbered

_UNITS = ("", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TENS = {20: "twintig", 30: "dertig", 40: "veertig", 50: "vijftig"}
_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_PARTS = {"ochtend": "morning", "morgen": "morning", "middag": "afternoon", "avond": "evening", "nacht": "night"}


def _cardinals() -> dict[str, int]:
    """1 to 59: the units stand before the tens, in one word."""
    words = numbered(
        "een|één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
        " achttien negentien"
    )
    for tens, name in _TENS.items():
        for digit, unit in enumerate(_UNITS):
            joint = "ën" if unit.endswith("e") else "en"
            words[(unit + joint if unit else "") + name] = tens + digit
    return words


def _ordinals() -> dict[str, int]:
    words = numbered(
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende"
        " vijftiende zestiende zeventiende achttiende negentiende"
    )
    return words | {word + "ste": value for word, value in _cardinals().items() if 20 <= value <= 31}


LEXICON = compiled(
    "nl",
    {
        "month": numbered(
            "januari|jan februari|feb|febr maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep|sept"
            " oktober|okt november|nov december|dec"
        ),
        "weekday": numbered(
            "maandag|ma dinsdag|di woensdag|wo|woe donderdag|do|don vrijdag|vr|vrij zaterdag|za|zat zondag|zo|zon", 0
        ),
        "weekday_part": {day + part: (n, meant) for n, day in enumerate(_DAYS) for part, meant in _PARTS.items()},
        "card": _cardinals(),
        "hundred": {"honderd": 100},
        "thousand": {"duizend": 1000, "tweeduizend": 2000},
        "ord": _ordinals(),
        "suffix": meaning("e; ste; de; ᵉ", True),
        "unit": meaning("minuut; minuten; min", "minute")
        | meaning("seconden", "second")
        | meaning("uur; uren", "hour")
        | meaning("dag; dagen", "day")
        | meaning("week; weken", "week")
        | meaning("maand; maanden", "month")
        | meaning("jaar; jaren", "year")
        | meaning("weekend; weekeinde", "weekend")
        | meaning("werkdagen; werkdag", "working day"),
        "one": {"een": 1, "één": 1},
        "few": meaning("een paar; paar; enkele; een aantal", 3),
        "half_unit": meaning("een half; een halve; half", 0.5),
        "rel": {"vandaag": 0, "gisteren": -1, "morgen": 1, "eergisteren": -2, "overmorgen": 2, "deze dag": 0},
        "part_rel": {
            "vanochtend": (0, "morning"),
            "vanmorgen": (0, "morning"),
            "vanmiddag": (0, "afternoon"),
            "vanavond": (0, "evening"),
            "vannacht": (0, "night"),
            "gisteravond": (-1, "evening"),
            "gisterochtend": (-1, "morning"),
            "gistermorgen": (-1, "morning"),
            "gistermiddag": (-1, "afternoon"),
            "gisternacht": (-1, "night"),
            "morgenavond": (1, "evening"),
            "morgenochtend": (1, "morning"),
            "morgenmiddag": (1, "afternoon"),
        },
        "anaphor": meaning("dezelfde dag; diezelfde dag; die dag", 0)
        | meaning("de volgende dag; de dag erna; de dag daarna", 1)
        | meaning("de dag ervoor; de vorige dag; de dag daarvoor", -1),
        "daypart": meaning("'s ochtends; 's morgens; in de ochtend; ochtend; vroeg in de ochtend", "morning")
        | meaning("'s middags; in de middag; middag", "afternoon")
        | meaning("'s avonds; in de avond; avond; laat in de avond", "evening")
        | meaning("'s nachts; in de nacht; nacht", "night"),
        "clock_word": meaning("12 uur 's middags; twaalf uur 's middags", 12) | meaning("middernacht", 0),
        "shift": meaning("vorige; afgelopen; verleden; laatste; de vorige; de afgelopen", "last")
        | meaning("deze; dit", "this")
        | meaning("komende; aanstaande; aankomende; de komende", "coming")
        | meaning("volgende; de volgende; eerstvolgende", "next")
        | meaning("eropvolgende; daaropvolgende", "following"),
        "shift_post": meaning("jongstleden; jl.; jl; j.l.", "past") | meaning("aanstaande; a.s.; as.", "next"),
        "ago_post": meaning("geleden", True),
        "in_pre": meaning("over; binnen", True),
        "within": meaning("binnen", True),
        "from_now": meaning("vanaf nu; vanaf vandaag; gerekend vanaf nu", True),
        "later_post": meaning("later; daarna; erna", 1) | meaning("eerder; daarvoor; ervoor", -1),
        "after": meaning("na; vanaf; gerekend vanaf; sinds; na de", 1) | meaning("voor; vóór; voor de", -1),
        "of": meaning("van; van de; in; op; van het", True),
        "the": meaning("de; het", True),
        "day_lead": meaning("de; op; van de; op de; vanaf de; tot de", True),
        "on": meaning("op; op de; van; van de; d.d.; dd.; sinds; de", True),
        "at": meaning(
            "om; rond; omstreeks; tegen; vanaf; tot; sinds; om ongeveer; om circa; kort na; kort voor; van", True
        ),
        "about": meaning("ongeveer; circa; rond; omstreeks; ca.", True),
        "and": meaning("en; of; en op; of op; en de", True),
        "to": meaning("tot; tot en met; t/m; tot de; en", True),
        "from": meaning("van; tussen; vanaf; van de; tussen de", True),
        "half_past": {"half": -30},
        "half_before": {"half": True},
        "past": meaning("over", True),
        "clock_to": meaning("voor", True),
        "quarter": meaning("kwart", 15),
        "oclock": meaning("uur; u; uur precies", True),
        "ampm": meaning("am; a.m.", "am") | meaning("pm; p.m.", "pm"),
        "year_word": meaning("jaar", True),
        "edge": meaning("eind; einde van; eind van; het eind van; het einde van; aan het eind van; eind van de", "end")
        | meaning("begin; begin van; het begin van", "start")
        | meaning("midden; half; medio", "middle"),
        "marker": meaning("dezer; deze maand; van deze maand", "this")
        | meaning("jl.; jl; j.l.; van de vorige maand; van vorige maand", "last")
        | meaning("a.s.; van de volgende maand; van volgende maand", "next"),
        "instant": meaning("nu; op dit moment; momenteel", True),
        "the_day": meaning("eind van de dag; het eind van de dag; einde van de dag; het einde van de dag", True),
        "holiday": meaning("kerst; kerstmis; eerste kerstdag", (12, 25))
        | meaning("tweede kerstdag", (12, 26))
        | meaning("kerstavond", (12, 24))
        | meaning("oudjaar; oudejaarsavond; oudejaarsdag", (12, 31))
        | meaning("nieuwjaar; nieuwjaarsdag", (1, 1))
        | meaning("pasen; eerste paasdag; paaszondag", "easter+0")
        | meaning("tweede paasdag; paasmaandag", "easter+1")
        | meaning("goede vrijdag", "easter-2")
        | meaning("hemelvaart; hemelvaartsdag", "easter+39")
        | meaning("pinksteren; eerste pinksterdag", "easter+49")
        | meaning("tweede pinksterdag", "easter+50")
        | meaning("koningsdag", (4, 27))
        | meaning("bevrijdingsdag", (5, 5))
        | meaning("dodenherdenking", (5, 4))
        | meaning("sinterklaas; pakjesavond; sinterklaasavond", (12, 5))
        | meaning("dag van de arbeid", (5, 1))
        | meaning("dag van de aarde", (4, 22))
        | meaning("valentijnsdag; valentijn", (2, 14))
        | meaning("driekoningen", (1, 6))
        | meaning("halloween", (10, 31))
        | meaning("moederdag", "5:6:2")
        | meaning("vaderdag", "6:6:3")
        | meaning("black friday", "11:3:4+1"),
    },
    ahead="zal tot uiterlijk voor afspraak volgende komende wordt zullen zult",
    after_day="om rond in en of was is heb heeft ben ik u wij we ze hij zij het de een",
    ambiguous="ma di wo do vr za zo zat don zon vrij woe mei mrt jan jun jul",
    habits=Habits(loose_suffix=True, dotted_days=False),
)
