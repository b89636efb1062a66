"""The Portuguese words for dates and times."""

from ingest.extract.dategrammar.lexicon import Habits, compiled, meaning, numbered

LEXICON = compiled(
    "pt",
    {
        "month": numbered(
            "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set"
            " outubro|out"
            " novembro|nov dezembro|dez"
        ),
        "weekday": numbered(
            "segunda-feira|segunda_feira|segunda terça-feira|terça_feira|terça quarta-feira|quarta_feira|quarta"
            " quinta-feira|quinta_feira|quinta sexta-feira|sexta_feira|sexta sábado|sáb domingo|dom",
            0,
        ),
        "card": numbered(
            "um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze treze quatorze|catorze quinze"
            " dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove"
        ),
        "tens": {
            word: 10 * n
            for word, n in numbered("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", 2).items()
        },
        "tens_and": meaning("e", True),
        "and_number": meaning("e", True),
        "hundred": {"cem": 100, "cento": 100},
        "hundreds": {"novecentos": 900, "oitocentos": 800},
        "thousand": {"mil": 1000},
        "ord": meaning("primeiro; primeira", 1),
        "suffix": meaning("º; °; o; ª", True),
        "unit": meaning("minuto; minutos; min; mins", "minute")
        | meaning("segundos", "second")
        | meaning("hora; horas", "hour")
        | meaning("dia; dias", "day")
        | meaning("semana; semanas", "week")
        | meaning("quinzena", "fortnight")
        | meaning("mês; meses", "month")
        | meaning("ano; anos", "year")
        | meaning("fim de semana", "weekend")
        | meaning("dias úteis; dia útil", "working day"),
        "one": {"um": 1, "uma": 1},
        "few": meaning("um par de; uns; umas; alguns; algumas", 3),
        "half_unit": {"meia": 0.5, "meio": 0.5},
        "and_half": {"e meia": 0.5, "e meio": 0.5},
        "rel": {"hoje": 0, "ontem": -1, "amanhã": 1, "anteontem": -2, "antes de ontem": -2, "depois de amanhã": 2},
        "part_rel": {
            "esta manhã": (0, "morning"),
            "hoje de manhã": (0, "morning"),
            "esta tarde": (0, "afternoon"),
            "esta noite": (0, "evening"),
            "hoje à noite": (0, "evening"),
            "ontem à noite": (-1, "evening"),
            "ontem de manhã": (-1, "morning"),
            "ontem à tarde": (-1, "afternoon"),
        },
        "anaphor": meaning("no mesmo dia; nesse dia; naquele dia", 0)
        | meaning("no dia seguinte; o dia seguinte", 1)
        | meaning("no dia anterior; na véspera", -1),
        "daypart": meaning("da manhã; de manhã; pela manhã; da madrugada", "morning")
        | meaning("da tarde; à tarde; de tarde; pela tarde", "afternoon")
        | meaning("da noite; à noite; de noite", "evening"),
        "clock_word": meaning("meio-dia; meio dia; ao meio-dia", 12)
        | meaning("meia-noite; meia noite; à meia-noite", 0),
        "shift": meaning("último; última", "last")
        | meaning("passado; passada", "past")
        | meaning("este; esta; deste; desta; neste; nesta", "this")
        | meaning("próximo; próxima", "next")
        | meaning("anterior", "previous"),
        "shift_post": meaning("passado; passada; último; última", "last")
        | meaning("próximo; próxima; que vem", "next")
        | meaning("seguinte", "following")
        | meaning("anterior", "previous")
        | meaning("corrente", "this"),
        "ago_pre": meaning("há; há cerca de; faz; há uns", True),
        "ago_post": meaning("atrás", True),
        "in_pre": meaning("em; dentro de; daqui a", True),
        "within": meaning("no prazo de", True),
        "from_now": meaning("a partir de hoje; a partir de agora", True),
        "later_post": meaning("depois; mais tarde", 1) | meaning("antes", -1),
        "after": meaning("depois de; a partir de; após; desde; depois do; a partir do", 1)
        | meaning("antes de; antes do", -1),
        "of": meaning("de; do; da; em", True),
        "the": meaning("o; dia; o dia", True),
        "day_lead": meaning("dia; o dia; no dia; do dia; ao dia", True),
        "on": meaning("em; no; na; a; o; do; de; da; no dia; do dia; de dia; desde", True),
        "at": meaning("às; as; à; pelas; por volta das; cerca das; desde as; até as; de", True),
        "about": meaning("cerca de; por volta de; aproximadamente; mais ou menos", True),
        "and": meaning("e; ou; e no dia; e em; e o", True),
        "to": meaning("a; até; ao; até o; até ao; e; às; e as", True),
        "from": meaning("de; do; entre; entre o; desde; das; entre as; desde o", True),
        "from_time": meaning("das; entre as; desde as", True),
        "half_past": {},
        "quarter": meaning("um quarto", 15),
        "clock_to": meaning("para as; para a; pras", True),
        "past": {},
        "add_half": meaning("e meia; e trinta", 30) | meaning("e um quarto; e quinze", 15),
        "clock_and": meaning("e", True),
        "minus": meaning("menos", True),
        "oclock": meaning("h; horas; hora; hrs; em ponto", True),
        "ampm": meaning("am; a.m.", "am") | meaning("pm; p.m.", "pm"),
        "year_word": meaning("do ano; do ano de", True),
        "edge": meaning("fim de; fim do; final de; final do; o fim de; no final de", "end")
        | meaning("início de; começo de; no início de", "start")
        | meaning("meados de; em meados de", "middle"),
        "marker": meaning("do corrente; deste mês; do mês corrente; corrente", "this")
        | meaning("do mês passado; passado", "last")
        | meaning("do próximo mês; do mês que vem; próximo", "next"),
        "instant": meaning("agora; agora mesmo; neste momento", True),
        "the_day": meaning("fim do dia; o fim do dia; final do dia", True),
        "holiday": meaning("natal; dia de natal", (12, 25))
        | meaning("véspera de natal", (12, 24))
        | meaning("ano novo; dia de ano novo; réveillon", (1, 1))
        | meaning("páscoa; domingo de páscoa", "easter+0")
        | meaning("sexta-feira santa", "easter-2")
        | meaning("terça-feira de carnaval; carnaval", "easter-47")
        | meaning("quarta-feira de cinzas", "easter-46")
        | meaning("corpus christi", "easter+60")
        | meaning("dia do trabalhador; dia do trabalho", (5, 1))
        | meaning("dia de portugal", (6, 10))
        | meaning("finados; dia de finados", (11, 2))
        | meaning("todos os santos", (11, 1))
        | meaning("dia dos namorados", (6, 12))
        | meaning("black friday", "11:3:4+1"),
    },
    ahead="até será amanhã próximo próxima voltarei prazo vence vou vamos antes",
    ambiguous="segunda terça terca quarta quinta sexta mar set out dom mai abr ago dez jan fev jun jul nov",
    not_after_day="por euros euro reais km kg metros mil andar de",
    habits=Habits(cardinal_days=True, months_in_digits=True),
)
