"""The Spanish words for dates and times."""

from ingest.extract.dategrammar.lexicon import Habits, compiled, meaning, numbered

_TWENTIES = (
    "veintiuno|veintiún veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
)

LEXICON = compiled(
    "es",
    {
        "month": numbered(
            "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago"
            " septiembre|setiembre|sep|sept|set octubre|oct noviembre|nov diciembre|dic"
        ),
        "weekday": numbered("lunes|lun martes|mar miércoles|mié jueves|jue viernes|vie sábado|sáb domingo|dom", 0),
        "card": numbered(
            "uno|un|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
            " dieciséis diecisiete"
            " dieciocho diecinueve veinte"
        )
        | numbered(_TWENTIES, 21),
        "tens": {
            "treinta": 30,
            "cuarenta": 40,
            "cincuenta": 50,
            "sesenta": 60,
            "setenta": 70,
            "ochenta": 80,
            "noventa": 90,
        },
        "tens_and": meaning("y", True),
        "hundred": {"cien": 100, "ciento": 100},
        "hundreds": {"novecientos": 900, "ochocientos": 800, "setecientos": 700, "seiscientos": 600},
        "thousand": {"mil": 1000},
        "ord": meaning("primero; primer; primera", 1),
        "suffix": meaning("º; °; ro; ero; ª; o; er; vo; mo; to; do", True),
        "unit": meaning("minuto; minutos; min; mins", "minute")
        | meaning("segundos", "second")
        | meaning("hora; horas; hrs; h", "hour")
        | meaning("día; días", "day")
        | meaning("semana; semanas", "week")
        | meaning("quincena", "fortnight")
        | meaning("mes; meses", "month")
        | meaning("año; años", "year")
        | meaning("fin de semana", "weekend")
        | meaning("días hábiles; días laborables", "working day"),
        "one": {"un": 1, "una": 1},
        "few": {"un par de": 2, "unos": 3, "unas": 3, "algunos": 3, "varios": 4, "varias": 4},
        "half_unit": {"media": 0.5, "medio": 0.5},
        "and_half": {"y media": 0.5, "y medio": 0.5},
        "rel": {
            "hoy": 0,
            "ayer": -1,
            "mañana": 1,
            "anteayer": -2,
            "antes de ayer": -2,
            "antier": -2,
            "pasado mañana": 2,
            "hoy mismo": 0,
        },
        "part_rel": {
            "anoche": (-1, "evening"),
            "anteanoche": (-2, "evening"),
            "esta mañana": (0, "morning"),
            "esta tarde": (0, "afternoon"),
            "esta noche": (0, "evening"),
            "ayer por la tarde": (-1, "afternoon"),
            "ayer por la mañana": (-1, "morning"),
            "ayer por la noche": (-1, "evening"),
            "mañana por la mañana": (1, "morning"),
            "mañana por la tarde": (1, "afternoon"),
        },
        "anaphor": meaning("el mismo día; ese mismo día; ese día; aquel día", 0)
        | meaning("al día siguiente; el día siguiente; el día después", 1)
        | meaning("el día anterior; el día antes; la víspera", -1),
        "daypart": meaning("por la mañana; de la mañana; en la mañana; de la madrugada; a primera hora", "morning")
        | meaning("por la tarde; de la tarde; en la tarde; a la tarde; tarde", "afternoon")
        | meaning("por la noche; de la noche; en la noche; a la noche; noche", "evening")
        | meaning("del mediodía; al mediodía", "noon"),
        "clock_word": meaning("mediodía; al mediodía; a mediodía", 12)
        | meaning("medianoche; a medianoche; a la medianoche", 0),
        "shift": meaning("último; última; pasada; el último; la última", "last")
        | meaning("pasado; este pasado; el pasado; la pasada", "past")
        | meaning("este; esta; este próximo", "this")
        | meaning("próximo; próxima; el próximo; la próxima", "next")
        | meaning("siguiente", "following")
        | meaning("anterior", "previous"),
        "shift_post": meaning("pasado; pasada; último; última", "last")
        | meaning("próximo; próxima; que viene; que entra; siguiente", "next")
        | meaning("anterior", "previous")
        | meaning("corriente; en curso; actual", "this"),
        "ago_pre": meaning("hace; hace unos; hace unas; hace aproximadamente; hace como; hará; hace ya", True),
        "ago_post": meaning("atrás", True),
        "in_pre": meaning("en; dentro de; de aquí a", True),
        "within": meaning("en el plazo de; en un plazo de", True),
        "from_now": meaning("a partir de hoy; a partir de ahora; desde hoy; desde ahora", True),
        "later_post": meaning("después; más tarde; más adelante", 1) | meaning("antes", -1),
        "after": meaning("después de; a partir de; después del; a partir del; desde; desde el; tras; tras el", 1)
        | meaning("antes de; antes del", -1),
        "of": meaning("de; del; de la; en; en el; de el", True),
        "the": meaning("el; día; el día", True),
        "day_lead": meaning("el; del; al; día; el día; del día; hasta el; desde el", True),
        "on": meaning(
            "el; del; de; con fecha; con fecha de; al; en; en el; los; la; de la; desde el; el día; del día", True
        ),
        "at": meaning(
            "a las; a la; sobre las; alrededor de las; hacia las; cerca de las; a eso de las; desde las; de las", True
        )
        | meaning(
            "alrededor de la; sobre la; cerca de la; aproximadamente a las; las; hasta las; entre las; antes de las",
            True,
        )
        | meaning("después de las; a las aproximadamente; a eso de la; hacia la; a", True),
        "about": meaning("aproximadamente; alrededor del; alrededor de; hacia el; sobre el; más o menos; unos", True),
        "and": meaning("y; o; e; y el; o el; y del; así como el", True),
        "to": meaning("al; a; hasta el; y el; hasta; y; y las; a las; hasta las", True),
        "from": meaning(
            "del; de; desde; desde el; entre; entre el; entre los días; desde las; de las; entre las", True
        ),
        "from_time": meaning("desde las; de las; entre las; desde la; entre la", True),
        "half_past": {},
        "add_half": meaning("y media; y treinta", 30) | meaning("y cuarto; y un cuarto", 15),
        "minus_quarter": meaning("menos cuarto; menos un cuarto", 15),
        "clock_and": meaning("y; con", True),
        "minus": meaning("menos", True),
        "oclock": meaning("h; horas; hrs; en punto; hs; h.", True),
        "exactly": meaning("en punto", True),
        "ampm": meaning("am; a.m.; a.m; a. m.", "am") | meaning("pm; p.m.; p.m; p. m.", "pm"),
        "year_word": meaning("del año; de el año; año", True),
        "edge": meaning(
            "fin de; final de; el fin de; al final de; al final del; al fin de; a fin de; finales de; a finales de",
            "end",
        )
        | meaning("el final del; el final de; fin del; final del; al fin del", "end")
        | meaning("principios de; a principios de; comienzos de; a comienzos de; inicio de; primeros de", "start")
        | meaning("mediados de; a mediados de", "middle"),
        "marker": meaning(
            "del corriente; del presente; de este mes; cte.; del mes en curso; este mes; del mes actual", "this"
        )
        | meaning("del pasado mes; del mes pasado; ppdo.; ppdo; del mes anterior; pasado", "last")
        | meaning("del próximo mes; del mes que viene; próximo; del mes próximo", "next"),
        "instant": meaning("ahora mismo; ahora; en este momento; en estos momentos", True),
        "the_day": meaning("fin de día; el fin de día; fin del día; el fin del día; al final del día", True),
        "holiday": meaning("navidad; día de navidad", (12, 25))
        | meaning("nochebuena", (12, 24))
        | meaning("nochevieja; fin de año; noche vieja", (12, 31))
        | meaning("año nuevo; día de año nuevo", (1, 1))
        | meaning("día de reyes; reyes magos; epifanía; día de los reyes magos", (1, 6))
        | meaning("san valentín; día de san valentín; día de los enamorados", (2, 14))
        | meaning("día de la mujer; día internacional de la mujer", (3, 8))
        | meaning("día de san patricio; san patricio", (3, 17))
        | meaning("día de la tierra", (4, 22))
        | meaning("miércoles de ceniza", "easter-46")
        | meaning("martes de carnaval", "easter-47")
        | meaning("domingo de ramos", "easter-7")
        | meaning("jueves santo", "easter-3")
        | meaning("viernes santo", "easter-2")
        | meaning("sábado santo", "easter-1")
        | meaning("pascua; domingo de pascua; domingo de resurrección; domingo de pascuas", "easter+0")
        | meaning("lunes de pascua", "easter+1")
        | meaning(
            "día del trabajo; día del trabajador; día de los trabajadores; día internacional de los trabajadores",
            (5, 1),
        )
        | meaning("asunción", (8, 15))
        | meaning("día de la hispanidad; fiesta nacional; el pilar; día de la raza", (10, 12))
        | meaning("halloween; noche de brujas", (10, 31))
        | meaning("todos los santos; día de todos los santos", (11, 1))
        | meaning("día de los muertos; día de muertos", (11, 2))
        | meaning("día de la constitución", (12, 6))
        | meaning("inmaculada", (12, 8))
        | meaning("día de los inocentes; día de los santos inocentes", (12, 28))
        | meaning("día de la independencia", (7, 4))
        | meaning("día de acción de gracias; acción de gracias", "11:3:4")
        | meaning("día de la madre", "5:6:1")
        | meaning("día del padre", (3, 19))
        | meaning("viernes negro; black friday", "11:3:4+1"),
    },
    ahead="""será regresaré volveré cita próximo próxima plazo vence tendré iré vendrá espero antes hasta""",
    ambiguous="mar mie vie dom lun jue may set sept sep ago ene feb abr dic",
    not_after_day="por euros euro km kg metros mil millones piso puntos de",
    habits=Habits(months_in_digits=True, cardinal_days=True),
)
