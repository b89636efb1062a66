"""The English words for dates and times (British first, American understood)."""

from ingest.extract.dategrammar.lexicon import Habits, compiled, meaning, numbered

_CARDINALS = numbered(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)


def _beside(word: str, part: str) -> dict[str, object]:
    """A part of the day told of before, of the day after it, and of the day before it."""
    same = f"that {word}; the same {word}; that same {word}; same {word}; later that {word}; earlier that {word}"
    after = (
        f"the next {word}; next {word}; the following {word}; following {word}; the {word} after; the very next {word}"
    )
    return (
        meaning(same, (0, part))
        | meaning(after, (1, part))
        | meaning(f"the previous {word}; the {word} before; the preceding {word}", (-1, part))
    )


LEXICON = compiled(
    "en",
    {
        "month": numbered(
            "january|jan february|feb|febr|febuary|feburary march|mar april|apr may june|jun july|jul august|aug"
            " september|sep|sept|septmber october|oct november|nov december|dec"
        ),
        "weekday": numbered(
            "monday|mon tuesday|tue|tues wednesday|wed|weds|wednsday thursday|thu|thur|thurs friday|fri saturday|sat"
            " sunday|sun",
            0,
        ),
        "card": {**_CARDINALS, "oh": 0, "zero": 0},
        "tens": {w: 10 * n for w, n in numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()},
        "hundred": {"hundred": 100},
        "thousand": {"thousand": 1000},
        "and_number": {"and": True},
        "ord": numbered(
            "first|lst|ist second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
            " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        )
        | {"thirtieth": 30},
        "suffix": meaning("st; nd; rd; th", True),
        "unit": meaning("minute; minutes; min; mins", "minute")
        | meaning("seconds; secs", "second")
        | meaning("hour; hours; hr; hrs", "hour")
        | meaning("day; days", "day")
        | meaning("week; weeks; wk; wks", "week")
        | meaning("fortnight; fortnights", "fortnight")
        | meaning("month; months; mths", "month")
        | meaning("year; years; yr; yrs", "year")
        | meaning("weekend; week-end", "weekend")
        | meaning("working day; working days; business day; business days; workdays", "working day"),
        "one": {"a": 1, "an": 1},
        "few": {"a couple of": 2, "couple of": 2, "a few": 3, "several": 4},
        "half_unit": {"half an": 0.5, "half a": 0.5},
        "and_half": {"and a half": 0.5},
        "rel": {
            "today": 0,
            "today's date": 0,
            "yesterday": -1,
            "tomorrow": 1,
            "tmrw": 1,
            "tmr": 1,
            "tomorow": 1,
            "yesterdy": -1,
            "yesturday": -1,
            "yday": -1,
            "the day before yesterday": -2,
            "day before yesterday": -2,
            "the day after tomorrow": 2,
            "day after tomorrow": 2,
        },
        "part_rel": {
            "tonight": (0, "evening"),
            "tonite": (0, "evening"),
            "last night": (-1, "evening"),
            "last nite": (-1, "evening"),
            "last evening": (-1, "evening"),
            "this aft": (0, "afternoon"),
            "this arvo": (0, "afternoon"),
            "tomorrow night": (1, "evening"),
            "this morning": (0, "morning"),
            "this afternoon": (0, "afternoon"),
            "this evening": (0, "evening"),
            "earlier today": (0, ""),
            "later today": (0, ""),
            "lunchtime today": (0, ""),
        },
        "anaphor": meaning(
            "the same day; that same day; the very same day; same day; that day; later that day; earlier that day", 0
        )
        | _beside("morning", "morning")
        | _beside("afternoon", "afternoon")
        | _beside("evening", "evening")
        | _beside("night", "evening")
        | meaning(
            "the next day; the following day; the day after; next day; the very next day; the day after that;"
            " day after that; the following date",
            1,
        )
        | meaning("the day before; the previous day", -1),
        "daypart": meaning(
            "in the morning; of the morning; morning; early morning; late morning; mid-morning", "morning"
        )
        | meaning("in the afternoon; of the afternoon; afternoon; early afternoon; late afternoon", "afternoon")
        | meaning("in the evening; evening; early evening; late evening", "evening")
        | meaning("at night; night; late at night; late night", "night")
        | meaning("lunchtime; at lunchtime; lunch time; at lunch", "noon"),
        "clock_word": meaning("noon; midday; 12 noon; twelve noon; mid-day", 12) | meaning("midnight; 12 midnight", 0),
        "shift": meaning("last", "last")
        | meaning("past; this past; most recent", "past")
        | meaning("previous; preceding", "previous")
        | meaning("this", "this")
        | meaning("this coming; this upcoming; coming; upcoming; the coming", "coming")
        | meaning("next", "next")
        | meaning("following; the following", "following"),
        "shift_post": meaning("last; past", "past") | meaning("next; coming", "coming"),
        "ago_post": meaning("ago; back", True),
        "in_pre": meaning("in", True),
        "within": meaning("within", True),
        "from_now": meaning("from now; hence; from today; time; ' time", True),
        "later_post": meaning("later; after; afterwards; after that", 1) | meaning("earlier; before that", -1),
        "after": meaning("after; from; following; since", 1) | meaning("before; prior to", -1),
        "of": meaning("of; in; of the; in the; day of", True),
        "the": meaning("the", True),
        "day_lead": meaning("the; on; on the; by; since; until; from; before; after", True),
        "on": meaning("on; on the; dated; of", True),
        "at": meaning("at; @; at around; at about; at approximately; at roughly; at approx; at exactly", True)
        | meaning(
            "around; about; approximately; roughly; approx; circa; just after; just before; shortly after; c", True
        )
        | meaning("shortly before; a little after; a little before; at just after; at just before; from about", True)
        | meaning("by; from; until; till; since; before; after", True),
        "about_post": meaning("ish; -ish", True),
        "before_last": meaning("before last", True),
        "week_of": meaning("commencing; beginning; starting; of; of the", 1) | meaning("ending", -1),
        "hour_lead": meaning("at; @", True),
        "about": meaning("on or about; on or around; around; about; or thereabouts; or so", True),
        "and": meaning("and; or; and again on; and then on; & ; and on; or on", True),
        "to": meaning("to; until; till; through; and; up to; to the; until the; thru", True),
        "from": meaning("from; between; from the; between the; from about", True),
        "from_time": meaning("between; from; between the hours of; from about; any time between", True),
        "half_past": meaning("half past; half", 30),
        "past": meaning("past; after", True),
        "clock_to": meaning("to; til; before", True),
        "quarter": meaning("quarter; a quarter", 15),
        "oclock": meaning("o'clock; oclock; o clock; o' clock; hours; hrs; hr; h", True),
        "ampm": meaning("am; a.m.; a.m; a m; a. m.; in the am", "am")
        | meaning("pm; p.m.; p.m; p m; p. m.; in the pm", "pm")
        | meaning("a", "a")
        | meaning("p", "p"),
        "edge": meaning("end of; the end of; end of the; the end of the", "end")
        | meaning("start of; beginning of; the start of; the beginning of; early; early in", "start")
        | meaning("middle of; the middle of; mid; mid-", "middle")
        | meaning("late; late in; towards the end of", "end"),
        "marker": meaning("ult; ult.; ultimo", "last")
        | meaning("inst; inst.; instant; of this month; this month; of the current month", "this")
        | meaning("of last month; last month; of the previous month", "last")
        | meaning("prox; prox.; proximo; of next month; next month", "next"),
        "instant": meaning("right now; at the moment; at present; at the present time; at this moment; now", True)
        | meaning("at the minute; at this point in time; just now", True),
        "the_day": meaning("the eod; eod; end of day; end of the day", True),
        "holiday": meaning("christmas; christmas day; xmas; xmas day", (12, 25))
        | meaning("christmas eve; xmas eve", (12, 24))
        | meaning("boxing day; st stephen's day", (12, 26))
        | meaning("new year; new year's day; new years day; new year day", (1, 1))
        | meaning("new year's eve; new years eve; new year eve; hogmanay", (12, 31))
        | meaning("easter; easter sunday; easter day", "easter+0")
        | meaning("easter monday", "easter+1")
        | meaning("good friday", "easter-2")
        | meaning("maundy thursday", "easter-3")
        | meaning("palm sunday", "easter-7")
        | meaning("easter saturday; holy saturday", "easter-1")
        | meaning("ash wednesday", "easter-46")
        | meaning("shrove tuesday; pancake day; mardi gras", "easter-47")
        | meaning("ascension day", "easter+39")
        | meaning("whit sunday; pentecost", "easter+49")
        | meaning("whit monday", "easter+50")
        | meaning("valentine's day; valentines day; st valentine's day; valentine's", (2, 14))
        | meaning("st patrick's day; saint patrick's day; saint patrick; st. patrick's day; st patricks day", (3, 17))
        | meaning("st george's day; saint george's day", (4, 23))
        | meaning("st andrew's day; saint andrew's day", (11, 30))
        | meaning("st david's day; saint david's day", (3, 1))
        | meaning("halloween; hallowe'en", (10, 31))
        | meaning("all saints day; all saints' day", (11, 1))
        | meaning("bonfire night; guy fawkes night", (11, 5))
        | meaning("remembrance day; armistice day; veterans day; veterans' day", (11, 11))
        | meaning("independence day", (7, 4))
        | meaning("earth day", (4, 22))
        | meaning("april fool's day; april fools' day; april fools day; april fools", (4, 1))
        | meaning("may day; international workers' day; international workers day; workers' day; labour day", (5, 1))
        | meaning("international women's day; women's day", (3, 8))
        | meaning("groundhog day", (2, 2))
        | meaning("epiphany; twelfth night", (1, 6))
        | meaning("canada day", (7, 1))
        | meaning("australia day; republic day", (1, 26))
        | meaning("anzac day", (4, 25))
        | meaning("bastille day", (7, 14))
        | meaning("juneteenth", (6, 19))
        | meaning("thanksgiving; thanksgiving day", "11:3:4")
        | meaning("black friday", "11:3:4+1")
        | meaning("cyber monday", "11:3:4+4")
        | meaning("labor day", "9:0:1")
        | meaning("memorial day", "5:0:-1")
        | meaning("martin luther king day; mlk day", "1:0:3")
        | meaning("columbus day", "10:0:2")
        | meaning("presidents' day; presidents day", "2:0:3")
        | meaning("father's day; fathers day; fathers' day", "6:6:3")
        | meaning("mothering sunday; mother's day; mothers day; mothers' day", "easter-21"),
    },
    ahead="""otherwise by until till before will shall deadline appointment appointments scheduled latest expires expire
        upcoming coming ll expected tomorrow fly flying booked rebooked please kindly""",
    ambiguous="may march mar sat sun wed mon jan dec oct fri second",
    after_day="""i we he she they you my our your it the a an and or but at by to from with when while after
        before because for about around that which please but was is had has have did in until on of
        inst ult prox not no nobody only there then this last next as so if where who still again also
        sat sun mon tue wed thu fri""",
    behind="was were had been supposed originally would could wasn't",
    habits=Habits(words_after_month=True, hours_last=True),
)
