"""The Italian words for dates and times."""

from ingest.extract.dategrammar.lexicon import Habits, compiled, meaning, numbered

_UNITS = (
    "uno|un|una due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici"
    " diciassette diciotto diciannove"
)
_TENS = {20: "vent", 30: "trent", 40: "quarant", 50: "cinquant"}
_DIGITS = ("", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove")


def _cardinals() -> dict[str, int]:
    """1 to 59, written as one word: the vowel falls before "uno" and "otto"."""
    words = numbered(_UNITS)
    for tens, stem in _TENS.items():
        vowel = "i" if tens == 20 else "a"
        for digit, name in enumerate(_DIGITS):
            words[stem + ("" if name[:1] in {"u", "o"} else vowel) + name] = tens + digit
    for stem, tens in (("vent", 20), ("trent", 30), ("quarant", 40), ("cinquant", 50)):
        words[f"{stem}un"] = tens + 1
    return words


def _forms(of: str, value: object) -> dict[str, object]:
    """The four endings of an adjective in -o, or the two of one in -e."""
    stem = of[:-1]
    return dict.fromkeys([stem + ending for ending in ("oaie" if of[-1] == "o" else "ei")], value)


def _beside(part: str, that: str, meant: str) -> dict[str, object]:
    """A part of the day told of before, of the day after it, and of the day before it."""
    word, o = part.split()[1], "a" if part.startswith("la ") else "o"
    same = f"{that}; {part} stess{o}; l{o} stess{o} {word}; stess{o} {word}; quell{o} stess{o} {word}"
    return (
        meaning(same, (0, meant))
        | meaning(f"{part} dopo; {part} seguente; {part} successiv{o}; l'indomani {word}", (1, meant))
        | meaning(f"{part} prima; {part} precedente", (-1, meant))
    )


LEXICON = compiled(
    "it",
    {
        "month": numbered(
            "gennaio|gen|genn febbraio|feb|febbr marzo|mar aprile|apr maggio|mag|magg giugno|giu luglio|lug"
            " agosto|ago"
            " settembre|set|sett ottobre|ott novembre|nov dicembre|dic"
        ),
        "weekday": numbered(
            "lunedì|lun martedì|mar|mart mercoledì|mer|merc giovedì|gio|giov venerdì|ven sabato|sab domenica|dom", 0
        )
        | numbered("lunedi' martedi' mercoledi' giovedi' venerdi'", 0),
        "card": _cardinals(),
        "hundred": {"cento": 100},
        "thousand": {"mille": 1000, "duemila": 2000},
        "ord": {"primo": 1, "prima": 1},
        "suffix": meaning("°; º; ^; mo; o", True),
        "unit": meaning("minuto; minuti; min", "minute")
        | meaning("secondi", "second")
        | meaning("ora; ore", "hour")
        | meaning("giorno; giorni; gg; giornate", "day")
        | meaning("settimana; settimane; sett", "week")
        | meaning("mese; mesi", "month")
        | meaning("anno; anni", "year")
        | meaning("weekend; week-end; fine settimana", "weekend")
        | meaning("giorni lavorativi; giorno lavorativo; gg lavorativi", "working day"),
        "one": {"un": 1, "una": 1, "un'": 1},
        "few": {
            "un paio di": 2,
            "paio di": 2,
            "qualche": 3,
            "alcuni": 3,
            "alcune": 3,
            "una decina di": 10,
            "una ventina di": 20,
            "una quindicina di": 15,
            "una trentina di": 30,
        },
        "half_unit": {"mezz'": 0.5, "mezza": 0.5},
        "and_half": {"e mezzo": 0.5, "e mezza": 0.5},
        "rel": {
            "oggi": 0,
            "data odierna": 0,
            "in data odierna": 0,
            "ieri": -1,
            "domani": 1,
            "oggi stesso": 0,
            "quest'oggi": 0,
            "l'altrieri": -2,
            "ier l'altro": -2,
            "domani l'altro": 2,
            "l'altro ieri": -2,
            "altro ieri": -2,
            "l'altroieri": -2,
            "altroieri": -2,
            "avantieri": -2,
            "ieri l'altro": -2,
            "dopodomani": 2,
            "dopo domani": 2,
        },
        "part_rel": {
            "stamattina": (0, "morning"),
            "stamani": (0, "morning"),
            "stamane": (0, "morning"),
            "questa mattina": (0, "morning"),
            "questo pomeriggio": (0, "afternoon"),
            "oggi pomeriggio": (0, "afternoon"),
            "stasera": (0, "evening"),
            "questa sera": (0, "evening"),
            "stanotte": (0, "night"),
            "questa notte": (0, "night"),
            "la notte scorsa": (-1, "evening"),
            "l'altra sera": (-2, "evening"),
            "l'altra mattina": (-2, "morning"),
            "ierisera": (-1, "evening"),
            "iersera": (-1, "evening"),
            "domattina": (1, "morning"),
            "domani mattina": (1, "morning"),
            "l'altra notte": (-2, "night"),
        },
        "anaphor": meaning(
            "lo stesso giorno; quello stesso giorno; il giorno stesso; quel giorno; nello stesso giorno", 0
        )
        | meaning(
            "il giorno dopo; il giorno seguente; il giorno successivo; l'indomani; giorno dopo; giorno successivo", 1
        )
        | meaning("quello stesso dì; il dì stesso; in pari data; nella stessa data; stesso giorno", 0)
        | meaning("il dì dopo; il dì seguente; il giorno appresso", 1)
        | meaning("il giorno prima; il giorno precedente; il giorno avanti", -1)
        | _beside("il mattino", "quel mattino", "morning")
        | _beside("la mattina", "quella mattina", "morning")
        | _beside("il pomeriggio", "quel pomeriggio", "afternoon")
        | _beside("la sera", "quella sera", "evening")
        | _beside("la notte", "quella notte", "night"),
        "daypart": meaning(
            "mattina; mattino; del mattino; di mattina; della mattina; al mattino; in mattinata", "morning"
        )
        | meaning("nella mattinata; di buon mattino; la mattina; nella mattina; mattinata; a.m.", "morning")
        | meaning("pomeriggio; del pomeriggio; di pomeriggio; nel pomeriggio; nel primo pomeriggio", "afternoon")
        | meaning("nel tardo pomeriggio; il pomeriggio; p.m.", "afternoon")
        | meaning("sera; di sera; della sera; la sera; in serata; nella serata; serata", "evening")
        | meaning("notte; di notte; della notte; la notte", "night")
        | meaning("all'ora di pranzo; ora di pranzo", "noon"),
        "clock_word": meaning("mezzogiorno; a mezzogiorno; mezzodì; a mezzodì", 12)
        | meaning("mezzanotte; a mezzanotte", 0),
        "shift": _forms("scorso", "last")
        | _forms("precedente", "previous")
        | _forms("questo", "this")
        | _forms("prossimo", "next")
        | _forms("seguente", "following")
        | _forms("successivo", "following"),
        "shift_post": _forms("scorso", "past")
        | _forms("passato", "past")
        | meaning("u.s.; u.s; us; ultimo scorso; ult. sc.; ultimo", "past")
        | _forms("precedente", "previous")
        | _forms("prossimo", "next")
        | meaning("p.v.; p.v; pv; prossimo venturo; venturo; che viene; p. v.", "next")
        | meaning("c.m.; corrente; corr.", "this")
        | _forms("seguente", "following")
        | _forms("successivo", "following"),
        "ago_post": meaning("fa; or sono; orsono; addietro", True),
        "in_pre": meaning("tra; fra; in; di qui a; da qui a", True),
        "within": meaning("entro; nel giro di; entro e non oltre", True),
        "from_now": meaning("da adesso; da ora; da oggi", True),
        "later_post": meaning("dopo; più tardi", 1) | meaning("prima", -1),
        "after": meaning("dopo; da; a partire da; dal; dopo il; dalla; dopo la; a decorrere dal; a partire dal", 1)
        | meaning("prima di; prima del; prima della", -1),
        "of": meaning("di; del; della; dell'; nel; in; nella; de", True),
        "the": meaning("il; lo; l'; giorno; il giorno", True),
        "day_lead": meaning(
            "oggi è; oggi e'; siamo già al; siamo al; il; l'; dal; al; del; dell'; giorno; il giorno; del giorno", True
        )
        | meaning("dall'; all'", True),
        "on": meaning("il; lo; l'; in data; del; dell'; di; nella; nel; della; il giorno; del giorno; dal; al", True),
        "at": meaning(
            "alle; all'; alle ore; ore; ora; h; h.; alle h; verso le; verso l'; intorno alle; attorno alle", True
        )
        | meaning(
            "intorno all'; circa alle; alle circa; dalle; dalle ore; delle; delle ore; dopo le; prima delle", True
        )
        | meaning("sulle; per le; le ore; poco dopo le; poco prima delle; fino alle; h:; entro le; entro le ore", True)
        | meaning("più o meno alle; alla; verso; a", True),
        "before_last": meaning("ancora precedente; prima ancora", True),
        "week_of": meaning("del; dell'; che inizia il; che iniziava il", 1),
        "hour_lead": meaning("alle; all'; ore; dalle; h", True),
        "about": meaning("circa; verso il; intorno al; attorno al; su per giù; più o meno; il o intorno al", True),
        "and": meaning("e; ed; o; oppure; e poi il; e il; e l'; ed il; e del; o il; e poi; e ancora il", True),
        "to": meaning(
            "al; a; all'; fino al; e il; e l'; e; alle; e le; fino alle; e l'; fino a; ad; sino al; alle ore", True
        ),
        "from": meaning(
            "dal; dall'; tra il; fra il; tra l'; dalle; tra le; fra le; tra; fra; da; dal giorno; dalle ore", True
        ),
        "from_time": meaning("dalle; dalle ore; tra le; fra le; dall'; tra l'", True),
        "half_past": {},
        "add_half": meaning("e mezza; e mezzo; e trenta", 30)
        | meaning("e un quarto; e quarto; e 1/4", 15)
        | meaning("e tre quarti", 45),
        "minus_quarter": meaning("meno un quarto; meno quarto", 15),
        "clock_and": meaning("e", True),
        "minus": meaning("meno", True),
        "oclock": meaning("h; in punto; precise; spaccate", True),
        "ampm": meaning("am; a.m.", "am") | meaning("pm; p.m.", "pm"),
        "edge": meaning(
            "fine; la fine di; alla fine di; fine di; alla fine del; la fine del; a fine; alla fine della", "end"
        )
        | meaning("inizio; all'inizio di; inizi di; ai primi di; i primi di; primi di; a inizio", "start")
        | meaning("metà; a metà; metà di; a metà di; alla metà di", "middle"),
        "marker": meaning("u.s.; u.s; us; ultimo scorso; ult. sc.; del mese scorso; dello scorso mese; scorso", "last")
        | meaning("c.m.; c.m; corrente mese; del corrente mese; del corrente; corrente; di questo mese", "this")
        | meaning("del mese corrente; del mese in corso; corr.; corr. mese; mese corrente; c.a.", "this")
        | meaning("del mese prossimo; del prossimo mese", "next")
        | meaning("p.v.; p.v; prossimo venturo; prossimo; p. v.", "coming"),
        "instant": meaning("adesso; in questo momento; proprio ora; proprio adesso; al momento; ora", True),
        "the_day": meaning("fine giornata; a fine giornata; fine della giornata", True),
        "holiday": meaning("natale; il giorno di natale; giorno di natale", (12, 25))
        | meaning("vigilia di natale; la vigilia di natale; antivigilia", (12, 24))
        | meaning("santo stefano; s. stefano", (12, 26))
        | meaning("capodanno", (1, 1))
        | meaning("san silvestro; vigilia di capodanno; ultimo dell'anno", (12, 31))
        | meaning("epifania; befana", (1, 6))
        | meaning("pasqua; domenica di pasqua", "easter+0")
        | meaning("pasquetta; lunedì dell'angelo; lunedì di pasqua", "easter+1")
        | meaning("venerdì santo", "easter-2")
        | meaning("sabato santo", "easter-1")
        | meaning("giovedì santo", "easter-3")
        | meaning("domenica delle palme", "easter-7")
        | meaning("mercoledì delle ceneri; le ceneri", "easter-46")
        | meaning("martedì grasso", "easter-47")
        | meaning("giovedì grasso", "easter-52")
        | meaning("pentecoste", "easter+49")
        | meaning("ascensione", "easter+39")
        | meaning("ferragosto", (8, 15))
        | meaning("ognissanti; tutti i santi", (11, 1))
        | meaning("immacolata; l'immacolata", (12, 8))
        | meaning("santa lucia", (12, 13))
        | meaning("sant'ambrogio", (12, 7))
        | meaning("san martino", (11, 11))
        | meaning("festa della liberazione; anniversario della liberazione", (4, 25))
        | meaning("festa dei lavoratori; festa del lavoro; primo maggio", (5, 1))
        | meaning("festa della repubblica", (6, 2))
        | meaning("san valentino", (2, 14))
        | meaning("festa della donna; festa delle donne", (3, 8))
        | meaning("festa del papà; san giuseppe", (3, 19))
        | meaning("festa della mamma", "5:6:2")
        | meaning("san patrizio", (3, 17))
        | meaning("giornata della terra", (4, 22))
        | meaning("halloween", (10, 31))
        | meaning("giorno del ringraziamento", "11:3:4")
        | meaning("black friday", "11:3:4+1")
        | meaning("cyber monday", "11:3:4+4"),
    },
    ahead="""altrimenti entro fino oltre scade scadenza scadrà scadono appuntamento verrà sarà farò tornerò
        prossimo prossima fissato fissata sarò avrò dovrà dovrete tornerà verranno saranno farete previsto prevista
        attendo aspetto procederò agirò prossimi tornare vorrei parto partiamo comincio cominciamo cortesemente
        chiamatemi richiamatemi telefonatemi mandatemi scrivetemi ditemi rispondetemi chiamarmi richiamarmi""",
    ambiguous="mar ago set sett mer ven dom lun gio sab dic mag gen apr feb ott nov",
    not_after_day="""per percento euro eur km kg mila milioni piano gb mb centesimi cent metri volte punto posto""",
    behind="era erano doveva dovevano stato stata stati state fu aveva avevano avrebbe avrebbero dovuto sarebbe",
    habits=Habits(cardinal_days=True, hours_last=True),
)
