"""Words that do not belong in a letter to a customer, and names that belong in the settings.

Tables only; `check` looks for them. Whole words, any case.
"""

# Officialese and our own jargon, by language.
JARGON: dict[str, tuple[str, ...]] = {
    "en": (
        "pursuant", "herein", "hereby", "hereto", "herewith", "thereof", "aforementioned", "aforesaid",
        "notwithstanding",
        "in respect of", "with regard to", "in accordance with", "in the event that", "prior to", "subsequent to",
        "commence", "utilise", "endeavour", "expedite", "facilitate", "terminate", "remit", "remittance", "forthwith",
        "kindly note", "please be advised", "we regret to inform", "deem", "deemed", "duly", "sla", "adr", "crm", "kpi",
        "tier 2", "level 2", "backend", "triage", "stakeholder", "deadlock letter", "end user", "escalation matrix",
    ),
    "it": (
        "ai sensi", "ai sensi di", "di cui all'oggetto", "in oggetto", "la presente", "con la presente", "suddetto",
        "sopracitato", "summenzionato", "predetto", "codesto", "codesta", "il sottoscritto", "ottemperare", "espletare",
        "all'uopo", "in ottemperanza", "nelle more", "previa", "giusta", "entro e non oltre", "evadere la richiesta",
        "si prega di voler", "vogliate", "distinti ossequi", "sla", "adr", "crm", "reclamante", "istanza",
    ),
    "de": (
        "bezüglich", "hinsichtlich", "diesbezüglich", "gemäß", "vorbezeichnet", "obengenannt", "unverzüglich",
        "in bezugnahme", "anbei übersenden", "seitens", "mithin", "zwecks", "sla", "crm",
    ),
    "fr": (
        "susmentionné", "susvisé", "en application de", "conformément à", "nonobstant", "ledit", "ladite", "dûment",
        "par la présente", "suite à votre courrier", "sla", "crm",
    ),
    "es": (
        "de conformidad con", "conforme a", "el abajo firmante", "por la presente", "susodicho", "arriba citado",
        "a la mayor brevedad", "en virtud de", "sla", "crm",
    ),
    "pt": (
        "nos termos de", "ao abrigo de", "supracitado", "supramencionado", "pela presente", "doravante", "outrossim",
        "sla", "crm",
    ),
    "nl": (
        "conform", "inzake", "betreffende", "bovengenoemd", "voornoemd", "hierbij", "middels", "derhalve", "teneinde",
        "dienaangaande", "sla", "crm",
    ),
}  # fmt: skip

# Bodies that change: a template takes them from the settings.
BODIES: tuple[str, ...] = (
    "communications ombudsman", "ombudsman services", "energy ombudsman", "financial ombudsman", "cisas", "cedr",
    "communications & internet services adjudication scheme", "ofcom", "ofgem", "information commissioner", "ico",
    "agcom", "corecom", "co.re.com", "conciliaweb", "arera", "garante per la protezione dei dati personali",
    "bundesnetzagentur", "schlichtungsstelle telekommunikation", "médiateur des communications électroniques", "arcep",
    "cnil", "oficina de atención al usuario de telecomunicaciones", "agencia española de protección de datos", "aepd",
    "anacom", "cniacc", "cnpd", "geschillencommissie", "autoriteit persoonsgegevens",
)  # fmt: skip

# The European platform for online disputes was closed on 20 July 2025 (Regulation (EU) 2024/3228).
CLOSED_PLATFORM: tuple[str, ...] = (
    "ec.europa.eu/consumers/odr", "ec.europa.eu/odr", "webgate.ec.europa.eu/odr", "odr platform", "piattaforma odr",
    "os-plattform", "plateforme rll", "plateforme odr", "plataforma odr", "plataforma rll", "odr-platform",
)  # fmt: skip
