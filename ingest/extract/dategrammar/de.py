"""The German words for dates and times."""

from ingest.extract.dategrammar.lexicon import Habits, compiled, meaning, numbered

_UNITS = ("", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TENS = {
    20: "zwanzig",
    30: "dreißig",
    40: "vierzig",
    50: "fünfzig",
    60: "sechzig",
    70: "siebzig",
    80: "achtzig",
    90: "neunzig",
}


def _cardinals() -> dict[str, int]:
    """1 to 99: the units stand before the tens, in one word."""
    words = numbered(
        "eins|ein|eine|einem|einen|einer zwei|zwo drei vier fünf|fuenf sechs sieben acht neun zehn elf zwölf"
        "|zwoelf dreizehn vierzehn"
        " fünfzehn|fuenfzehn sechzehn siebzehn achtzehn neunzehn"
    )
    for tens, name in _TENS.items():
        for digit, unit in enumerate(_UNITS):
            for spelt in {name, name.replace("ß", "ss")}:
                words[(unit + "und" if unit else "") + spelt] = tens + digit
    return words


def _ordinals() -> dict[str, int]:
    """ "ersten" to "einunddreißigsten", in all endings."""
    stems = numbered(
        "erst zweit dritt viert fünft sechst siebt|siebent acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt"
        " sechzehnt siebzehnt achtzehnt neunzehnt"
    )
    for word, value in _cardinals().items():
        if 20 <= value <= 31:
            stems[word + "st"] = value
    return {stem + ending: n for stem, n in stems.items() for ending in ("e", "en", "er", "es", "em")}


_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_PARTS = {
    "morgen": "morning",
    "früh": "morning",
    "frühmorgens": "morning",
    "vormittag": "morning",
    "mittag": "noon",
    "nachmittag": "afternoon",
    "abend": "evening",
    "spätabend": "evening",
    "nacht": "night",
}


LEXICON = compiled(
    "de",
    {
        "month": numbered(
            "januar|jan|jänner|jän februar|feb|feber märz|mär|maerz|mrz april|apr mai juni|jun|juno juli|jul"
            "|julei august|aug"
            " september|sep|sept oktober|okt november|nov dezember|dez"
        ),
        "month_number": {word: n for word, n in _ordinals().items() if n <= 12},
        "weekday": numbered(
            "montag|mo dienstag|di mittwoch|mi donnerstag|do freitag|fr samstag|sa|sonnabend sonntag|so", 0
        )
        | numbered("montags dienstags mittwochs donnerstags freitags samstags sonntags", 0),
        "weekday_part": {
            day + part + ending: (n, meant)
            for n, day in enumerate(_DAYS)
            for part, meant in _PARTS.items()
            for ending in ("", "s")
        },
        "card": _cardinals(),
        "hundred": {"hundert": 100},
        "hundreds": {f"{unit}hundert": 100 * n for n, unit in enumerate(_UNITS) if unit},
        "thousand": {"tausend": 1000, "zweitausend": 2000, "eintausend": 1000},
        "ord": _ordinals(),
        "suffix": meaning("ten; te; ter; ste; sten; .", True),
        "unit": meaning("minute; minuten; min", "minute")
        | meaning("sekunden", "second")
        | meaning("stunde; stunden; std", "hour")
        | meaning("tag; tage; tagen; tages", "day")
        | meaning("woche; wochen", "week")
        | meaning("monat; monate; monaten; monats", "month")
        | meaning("jahr; jahre; jahren; jahres", "year")
        | meaning("wochenende; wochenendes", "weekend")
        | meaning("werktage; werktagen; arbeitstage; arbeitstagen", "working day"),
        "one": meaning("ein; eine; einem; einen; einer", 1),
        "few": meaning("ein paar; paar; einige; einigen; mehrere; mehreren", 3),
        "half_unit": meaning("einer halben; eine halbe; einem halben", 0.5),
        "and_half": {},
        "rel": {"heute": 0, "gestern": -1, "morgen": 1, "vorgestern": -2, "übermorgen": 2, "am heutigen tag": 0},
        "part_rel": {
            "heute morgen": (0, "morning"),
            "heute früh": (0, "morning"),
            "heute vormittag": (0, "morning"),
            "heute nachmittag": (0, "afternoon"),
            "heute abend": (0, "evening"),
            "heute nacht": (0, "night"),
            "heute mittag": (0, "noon"),
            "gestern morgen": (-1, "morning"),
            "gestern früh": (-1, "morning"),
            "gestern abend": (-1, "evening"),
            "morgen früh": (1, "morning"),
            "letzte nacht": (-1, "night"),
        },
        "anaphor": meaning("am selben tag; am gleichen tag; an diesem tag; noch am selben tag", 0)
        | meaning("am nächsten tag; am folgenden tag; am tag darauf; tags darauf; am darauffolgenden tag", 1)
        | meaning("am tag davor; am vortag; tags zuvor", -1),
        "daypart": meaning("morgen; morgens; am morgen; früh; frühmorgens; in der früh; am frühen morgen", "morning")
        | meaning("vormittag; vormittags; am vormittag", "morning")
        | meaning("mittag; mittags; am mittag", "noon")
        | meaning("nachmittag; nachmittags; am nachmittag; am späten nachmittag; am frühen nachmittag", "afternoon")
        | meaning("abend; abends; am abend; am späten abend; spätabend; spätabends; am frühen abend", "evening")
        | meaning("nacht; nachts; in der nacht", "night"),
        "clock_word": meaning("12 uhr mittags; zwölf uhr mittags", 12) | meaning("mitternacht; um mitternacht", 0),
        "shift": meaning(
            "letzten; letzte; letzter; letztes; letztem; vorigen; vorige; voriges; vergangenen; vergangene", "last"
        )
        | meaning("vergangenes; vergangener; am letzten; am vergangenen; letzer", "last")
        | meaning(
            "dieser; diese; diesen; dieses; diesem; in dieser; am kommenden",
            "this",
        )
        | meaning("kommenden; kommende; kommender; kommendes; am kommenden", "coming")
        | meaning("nächsten; nächste; nächster; nächstes; nächstem; naechsten; in der nächsten", "next")
        | meaning("folgenden; folgende; darauffolgenden", "following")
        | meaning("vorherigen; vorhergehenden", "previous"),
        "shift_post": meaning("letzten; letzter; vorigen", "past") | meaning("nächsten; nächster", "next"),
        "ago_pre": meaning("vor", True),
        "in_pre": meaning("in", True),
        "within": meaning("binnen; innerhalb von; innerhalb", True),
        "from_now": meaning("ab heute; von heute an; ab jetzt", True),
        "later_post": meaning("später; danach", 1) | meaning("früher; zuvor; davor", -1),
        "after": meaning("nach; nach dem; ab; ab dem; seit dem", 1) | meaning("vor dem; vor", -1),
        "of": meaning("des; der; im; in; vom; von", True),
        "the": meaning("der; den; dem; die", True),
        "day_lead": meaning("am; den; der; dem; vom; zum; bis zum; bis; seit dem; ab dem", True),
        "on": meaning("am; an; an dem; vom; den; zum; dem; von; seit dem; ab dem", True),
        "at": meaning(
            "um; gegen; ab; bis; seit; um ca.; um circa; um etwa; kurz nach; kurz vor; um ungefähr; zirka", True
        )
        | meaning("ca.; circa; etwa; ungefähr; von; vor; nach; um kurz nach; um kurz vor", True),
        "about": meaning("etwa; ungefähr; circa; ca.; rund; um den; um den dreh; gegen", True),
        "and": meaning("und; oder; sowie; und am; und den; und dem; und vom; oder am", True),
        "to": meaning("bis; bis zum; und dem; bis um; bis einschließlich; bis gegen; und; bis zum", True),
        "from": meaning("vom; von; zwischen; zwischen dem; ab dem; von etwa; in der zeit vom", True),
        "half_past": {"halb": -30},
        "half_before": {"halb": True},
        "past": meaning("nach", True),
        "clock_to": meaning("vor", True),
        "quarter": meaning("viertel", 15),
        "oclock": meaning("uhr; h", True),
        "ampm": {},
        "year_word": meaning("jahr; jahre; im jahr; im jahre", True),
        "edge": meaning("ende; ende des; am ende des; zum ende des", "end")
        | meaning("anfang; anfang des; zu beginn des; beginn", "start")
        | meaning("mitte; mitte des", "middle"),
        "marker": meaning("d. m.; d.m.; dieses monats; des laufenden monats; diesen monats; ds. mts.; d. mts.", "this")
        | meaning("v. m.; v.m.; vorigen monats; letzten monats; des letzten monats; des vergangenen monats", "last")
        | meaning("n. m.; nächsten monats; des nächsten monats; kommenden monats", "next"),
        "instant": meaning("jetzt; im moment; momentan; zur zeit; gerade eben", True),
        "the_day": {},
        "holiday": meaning("weihnachten; erster weihnachtstag; weihnachtstag; 1. weihnachtstag", (12, 25))
        | meaning("heiligabend; heilig abend; heiliger abend; weihnachtsabend", (12, 24))
        | meaning("zweiter weihnachtstag; 2. weihnachtstag; stephanstag; zweiter weihnachtsfeiertag", (12, 26))
        | meaning("silvester; sylvester", (12, 31))
        | meaning("neujahr; neujahrstag", (1, 1))
        | meaning("heilige drei könige; dreikönigstag; dreikönig; epiphanias; heilige drei koenige", (1, 6))
        | meaning("ostern; ostersonntag; osterfest", "easter+0")
        | meaning("ostermontag", "easter+1")
        | meaning("karfreitag", "easter-2")
        | meaning("karsamstag; ostersamstag", "easter-1")
        | meaning("gründonnerstag", "easter-3")
        | meaning("palmsonntag", "easter-7")
        | meaning("aschermittwoch", "easter-46")
        | meaning("rosenmontag", "easter-48")
        | meaning("fastnacht; faschingsdienstag; fastnachtsdienstag; veilchendienstag; karnevalsdienstag", "easter-47")
        | meaning("fastnachtssonntag; faschingssonntag; karnevalssonntag", "easter-49")
        | meaning("fastnachtssamstag; faschingssamstag; karnevalssamstag; nelkensamstag", "easter-50")
        | meaning("weiberfastnacht; altweiberfastnacht; weiberfasching", "easter-52")
        | meaning("weißer sonntag", "easter+7")
        | meaning("christi himmelfahrt; himmelfahrt; vatertag", "easter+39")
        | meaning("pfingsten; pfingstsonntag", "easter+49")
        | meaning("pfingstmontag", "easter+50")
        | meaning("fronleichnam", "easter+60")
        | meaning("tag der arbeit; maifeiertag; erster mai", (5, 1))
        | meaning("tag der deutschen einheit; tag der einheit", (10, 3))
        | meaning("allerheiligen", (11, 1))
        | meaning("allerseelen", (11, 2))
        | meaning("reformationstag; halloween", (10, 31))
        | meaning("martinstag; sankt martin", (11, 11))
        | meaning("nikolaus; nikolaustag; sankt nikolaus", (12, 6))
        | meaning("barbaratag", (12, 4))
        | meaning("johannistag; johanni", (6, 24))
        | meaning("mariä himmelfahrt", (8, 15))
        | meaning("mariä empfängnis", (12, 8))
        | meaning("mariä lichtmess; lichtmess", (2, 2))
        | meaning("augsburger friedensfest; friedensfest", (8, 8))
        | meaning("valentinstag", (2, 14))
        | meaning("frauentag; weltfrauentag; internationaler frauentag", (3, 8))
        | meaning("walpurgisnacht", (4, 30))
        | meaning("nationalfeiertag", (10, 26))
        | meaning("muttertag", "5:6:2")
        | meaning("erntedankfest; erntedank", "10:6:1")
        | meaning("black friday", "11:3:4+1")
        | meaning("cyber monday", "11:3:4+4")
        | meaning("volkstrauertag", "advent-14")
        | meaning("totensonntag; ewigkeitssonntag", "advent-7")
        | meaning("buß- und bettag; buß und bettag", "advent-11")
        | meaning("erster advent; 1. advent", "advent+0")
        | meaning("zweiter advent; 2. advent", "advent+7")
        | meaning("dritter advent; 3. advent", "advent+14")
        | meaning("vierter advent; 4. advent", "advent+21"),
    },
    ahead="""werde werden wird bis spätestens frist termin komme kommt vereinbart soll wollen künftig ab
        endet läuft zum""",
    ambiguous="mo di mi do fr sa so jun jul mai",
    habits=Habits(minutes_after_oclock=True, dotted_days=True),
)
