"""The French words for dates and times."""

from ingest.extract.dategrammar.lexicon import Habits, compiled, meaning, numbered

LEXICON = compiled(
    "fr",
    {
        "month": numbered(
            "janvier|janv|jan février|févr|fév mars|mar avril|avr mai juin juillet|juil|juill août|aout"
            " septembre|sept|sep"
            " octobre|oct novembre|nov décembre|déc"
        ),
        "weekday": numbered("lundi|lun mardi|mar mercredi|mer jeudi|jeu vendredi|ven|vend samedi|sam dimanche|dim", 0),
        "card": numbered(
            "un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
            " dix-sept|dix_sept"
            " dix-huit|dix_huit dix-neuf|dix_neuf"
        ),
        "tens": {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80}
        | {"quatre vingt": 80, "quatre-vingts": 80, "quatre vingts": 80, "septante": 70, "nonante": 90},
        "tens_and": meaning("et; -et-", True),
        "hundred": {"cent": 100, "cents": 100},
        "thousand": {"mille": 1000, "mil": 1000},
        "ord": meaning("premier; première", 1),
        "suffix": meaning("er; re; e; eme; ème; ier; ième; °; º", True),
        "unit": meaning("minute; minutes; min; mn", "minute")
        | meaning("secondes", "second")
        | meaning("heure; heures", "hour")
        | meaning("jour; jours; journées", "day")
        | meaning("semaine; semaines", "week")
        | meaning("quinzaine", "fortnight")
        | meaning("mois", "month")
        | meaning("an; ans; année; années", "year")
        | meaning("week-end; weekend; fin de semaine", "weekend")
        | meaning("jours ouvrés; jours ouvrables; jour ouvré", "working day"),
        "one": {"un": 1, "une": 1},
        "few": {"quelques": 3, "une dizaine de": 10, "une quinzaine de": 15, "plusieurs": 4, "une vingtaine de": 20},
        "half_unit": {"une demi": 0.5, "demi": 0.5},
        "and_half": {"et demi": 0.5, "et demie": 0.5},
        "rel": {
            "aujourd'hui": 0,
            "aujourd hui": 0,
            "hier": -1,
            "demain": 1,
            "avant-hier": -2,
            "avant hier": -2,
            "après-demain": 2,
            "après demain": 2,
            "lendemain": 1,
            "ce jour": 0,
        },
        "part_rel": {
            "ce matin": (0, "morning"),
            "cet après-midi": (0, "afternoon"),
            "cet après midi": (0, "afternoon"),
            "cette après-midi": (0, "afternoon"),
            "ce soir": (0, "evening"),
            "cette nuit": (0, "night"),
            "la nuit dernière": (-1, "night"),
            "hier soir": (-1, "evening"),
            "hier matin": (-1, "morning"),
            "avant-hier soir": (-2, "evening"),
            "demain matin": (1, "morning"),
            "demain soir": (1, "evening"),
        },
        "anaphor": meaning("le même jour; ce jour-là; ce même jour", 0)
        | meaning("le lendemain; le jour suivant; le jour d'après", 1)
        | meaning("la veille; le jour précédent; le jour d'avant", -1),
        "daypart": meaning("matin; du matin; au matin; le matin; dans la matinée; matinée; tôt le matin", "morning")
        | meaning(
            "après-midi; de l'après-midi; dans l'après-midi; après midi; l'après-midi; en fin d'après-midi", "afternoon"
        )
        | meaning("soir; du soir; au soir; le soir; dans la soirée; en soirée; soirée", "evening")
        | meaning("nuit; de la nuit; la nuit; dans la nuit", "night")
        | meaning("à l'heure du déjeuner", "noon"),
        "clock_word": meaning("midi; à midi", 12) | meaning("minuit; à minuit", 0),
        "shift": meaning("dernier; dernière", "last")
        | meaning("ce; cet; cette", "this")
        | meaning("prochain; prochaine", "next")
        | meaning("précédent; précédente", "previous"),
        "shift_post": meaning("dernier; dernière; passé; passée", "last")
        | meaning("prochain; prochaine; qui vient", "next")
        | meaning("suivant; suivante", "following")
        | meaning("précédent; précédente", "previous")
        | meaning("courant", "this"),
        "ago_pre": meaning("il y a; il y a à peu près; il y a environ; ça fait; voici; voilà", True),
        "in_pre": meaning("dans; d'ici", True),
        "within": meaning("sous; dans un délai de; dans les", True),
        "from_now": meaning("à partir d'aujourd'hui; à partir de maintenant; à compter d'aujourd'hui", True),
        "later_post": meaning("plus tard; après", 1) | meaning("plus tôt; auparavant; avant", -1),
        "after": meaning("après; à partir de; à partir du; à compter du; après le; à compter de", 1)
        | meaning("avant; avant le", -1),
        "of": meaning("de; du; de l'; en; d'; de la", True),
        "the": meaning("le; la; l'; les", True),
        "day_lead": meaning("le; du; au; depuis le; avant le; jusqu'au", True),
        "on": meaning("le; du; en date du; à la date du; au; depuis le; dès le; de; la", True),
        "at": meaning(
            "à; vers; aux environs de; à environ; environ; aux alentours de; vers les; dès; à partir de; jusqu'à", True
        )
        | meaning("de; entre; avant; après; peu après; peu avant; à exactement; autour de", True),
        "about": meaning("environ; vers le; aux alentours du; aux environs du; à peu près; autour du", True),
        "and": meaning("et; ou; et le; ou le; puis le; ainsi que le; et du", True),
        "to": meaning("au; à; jusqu'au; et le; et; jusqu'à; a", True),
        "from": meaning("du; de; entre; entre le; depuis le; des", True),
        "half_past": {},
        "add_half": meaning("et demie; et demi; trente", 30) | meaning("et quart; et un quart", 15),
        "minus_quarter": meaning("moins le quart; moins un quart; moins quart", 15),
        "clock_and": meaning("et", True),
        "minus": meaning("moins", True),
        "oclock": meaning("h; heures; heure; hrs; h.", True),
        "ampm": meaning("am; a.m.; a.m", "am") | meaning("pm; p.m.; p.m", "pm"),
        "year_word": meaning("de l'année; de l'an; l'an", True),
        "edge": meaning("fin; fin de; la fin de; à la fin de; fin du; la fin du; à la fin du", "end")
        | meaning("début; début du; au début de; au début du; debut", "start")
        | meaning("mi; mi-; milieu de; au milieu de; courant", "middle"),
        "marker": meaning("courant; de ce mois; ct; crt; du mois courant; du mois en cours", "this")
        | meaning("dernier; du mois dernier; écoulé; du mois passé", "last")
        | meaning("prochain; du mois prochain", "next"),
        "instant": meaning("maintenant; en ce moment; à l'instant; le plus tôt possible; tout de suite", True),
        "the_day": {"la journée": True},
        "holiday": meaning("noël; jour de noël", (12, 25))
        | meaning("veille de noël; la veille de noël; réveillon de noël", (12, 24))
        | meaning("saint-sylvestre; saint sylvestre; réveillon du nouvel an", (12, 31))
        | meaning("jour de l'an; nouvel an; premier de l'an; le nouvel an", (1, 1))
        | meaning("épiphanie; fête des rois", (1, 6))
        | meaning("chandeleur", (2, 2))
        | meaning("saint-valentin; saint valentin", (2, 14))
        | meaning("journée de la femme; journée internationale de la femme", (3, 8))
        | meaning("saint patrick; saint-patrick", (3, 17))
        | meaning("jour de la terre", (4, 22))
        | meaning("mardi gras", "easter-47")
        | meaning("mercredi des cendres", "easter-46")
        | meaning("dimanche des rameaux; rameaux", "easter-7")
        | meaning("jeudi saint", "easter-3")
        | meaning("vendredi saint", "easter-2")
        | meaning("pâques; dimanche de pâques", "easter+0")
        | meaning("lundi de pâques", "easter+1")
        | meaning("ascension; jeudi de l'ascension", "easter+39")
        | meaning("pentecôte", "easter+49")
        | meaning("lundi de pentecôte", "easter+50")
        | meaning("fête du travail", (5, 1))
        | meaning("fête nationale", (7, 14))
        | meaning("assomption", (8, 15))
        | meaning("halloween", (10, 31))
        | meaning("toussaint", (11, 1))
        | meaning("armistice", (11, 11))
        | meaning("fête des mères", "5:6:-1")
        | meaning("fête des pères", "6:6:3")
        | meaning("black friday", "11:3:4+1"),
    },
    ahead="""ici sera serai seront reviendrai prochain rendez-vous échéance prévu prévue délai viendra aurai
        doit avant""",
    ambiguous="mar mer sam dim ven lun jeu sept sep mai mars",
    not_after_day="pour cent euros euro km kg mètres étage ème eme janvier",
    habits=Habits(tens_span=20, minutes_after_oclock=True, words_after_month=True, cardinal_days=True),
)
