"""The words robots write: subjects of bounces, absences and confirmations in our languages, and the names they go by.

Data and tests on single strings. A subject alone never makes a robot of a sender where a person could have written it:
`automatic` asks for a second sign.
"""

import re

_DAEMONS = re.compile(
    r"^(?:mailer[-_. ]?daemon|mail[-_. ]?daemon|mail[-_.]delivery(?:[-_.](?:sub)?system)?|"
    r"mail-?delivery(?:-subsystem|-system)?|maildaemon|mdaemon|mailerdaemon|"
    r"double-bounce|mailsystem|microsoftexchange[0-9a-f]+|mail[-_.]?system|"
    r"prvs=.*)$"
)
_RETURNERS = re.compile(r"^(?:bounces?|bounce[-+_].*|.*[-+_]bounces?|postmaster(?:[-+_].*)?)$")
_DAEMONS_NAMES = re.compile(
    r"^(?:mailer[-_. ]?daemon|mail delivery (?:sub)?system|(?:internet )?mail delivery|mail system|mail administrator|"
    r"system administrator|postmaster|microsoft outlook|microsoft exchange|returned mail|mail router|"
    r"delivery subsystem)\b",
    re.IGNORECASE,
)
_NOBODIES = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|donot[-_.]?reply|noreply[-_.+].*|.*[-_.+]no-?reply|.*[-_.]donotreply|"
    r"non[-_.]?rispondere|noresponder|no[-_.]?responder|naoresponda|nao[-_.]?responder|nepasrepondre|"
    r"ne[-_.]?pas[-_.]?repondre|"
    r"nicht[-_.]?antworten|nichtantworten|niet[-_.]?beantwoorden|auto[-_.]?(?:reply|responder|confirm|notify)|"
    r"autoreply|"
    r"automailer|listserv|majordomo|mailman|sympa|cron|root|daemon|nobody|notifications?)$"
)
_BOUNCED = re.compile(
    r"undeliver(?:able|ed)|delivery (?:status|failure|has failed|report|problem|delay|incomplete|notification|error|"
    r"attempt)|"
    r"failure notice|fail(?:ed|ure) (?:to deliver|delivery|mail)|returned (?:mail|e-?mail|message|to sender)|"
    r"return(?:ed)? (?:mail )?to sender|mail (?:delivery|system|could not|failure|error|not delivered)|nondeliverable|"
    r"message (?:not delivered|delivery|delayed|could not|status|you sent blocked)|non[- ]delivery|"
    r"could not (?:be delivered|send)|"
    r"unable to deliver|warning: (?:message|could not|e-?mail)|delivery to|user unknown|recipient (?:not|unknown|"
    r"address)|"
    r"mancat[ao] (?:recapito|consegna)|impossibile (?:recapitare|consegnare)|non recapitat|messaggio non recapitabile|"
    r"notifica sullo stato del recapito|recapito non riuscito|unzustellbar|zustellung (?:fehlgeschlagen|verzögert)|"
    r"nicht zustellbar|zustellungsfehler|rückläufer|fehlgeschlagen|non remis|[ée]chec (?:de|"
    r"d['’]) ?(?:la )?(?:remise|envoi|"
    r"distribution)|non d[ée]livr|no se (?:puede|ha podido|pudo) entregar|no entregado|error de (?:entrega|env[ií]o)|"
    r"devuelto|não (?:foi )?entreg|falha na entrega|n[ãa]o entregue|niet (?:bezorgd|afgeleverd)|onbestelbaar|"
    r"bezorgingsfout|nie (?:dostarczono|można dostarczyć)|niedostarcz|kunde inte levereras|kunne ikke leveres|"
    r"不達|送信エラー|配信",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"^(?:(?:re|r|aw|sv|antw|rif|ris)\s*:\s*)*\W{0,3}(?:out[- ]of[- ](?:the[- ])?office|automatic (?:reply|response)|"
    r"auto[- ]?(?:matic)?"
    r"[- ]?repl(?:y|ies)|auto[- ]?response|auto[- ]?responder|autoreply|vacation|on (?:annual |holiday |"
    r"sick )?(?:leave|vacation)"
    r"|away from (?:the |my )?(?:office|desk|mail)|(?:i am|i['’]?m) (?:away|out of|on (?:holiday|leave|"
    r"vacation))|(?:maternity|paternity|parental|sick) leave|auto\s*:|ooo\b|absence|"
    r"risposta automatica|fuori (?:sede|ufficio)|assente|assenza|in ferie|messaggio automatico|risponditore automatico|"
    r"automatische (?:antwort|abwesenheit|r[üu]ckmeldung)|abwesenheits?|abwesend|nicht im (?:büro|haus)|urlaub|"
    r"r[ée]ponse automatique|absence du bureau|absent(?:e)? du bureau|en cong[ée]s?|message automatique|"
    r"respuesta autom[áa]tica|fuera de (?:la )?oficina|ausencia|ausente|"
    r"resposta autom[áa]tica|fora do escrit[óo]rio|aus[êe]ncia|em f[ée]rias|"
    r"automatisch (?:antwoord|bericht)|afwezig|niet aanwezig|met vakantie|"
    r"automatyczna odpowied[źz]|odpowied[źz] automatyczna|autoodpowied[źz]|poza biurem|nieobecno[śs][ćc]|"
    r"autosvar|automatiskt svar|automatisk svar|frånvaro|fravær|ikke til stede|ej på kontoret|semester|"
    r"automaattinen vastaus|poissa|automatická odpověď)",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"^\W{0,3}(?:re|r|aw|sv|antw|rif|ris|odp)\s*:", re.IGNORECASE)
_PASSED_ON = re.compile(
    r"^\W{0,3}(?:re|r|aw|sv|antw|rif|ris|odp|fwd?|fw|i|inoltro|wg|wtr|tr|rv|enc|pd|vb|vs|vl)\s*:", re.IGNORECASE
)
_PLAIN_ABSENCE = re.compile(  # subjects that no person gives a mail
    r"^\W{0,3}(?:out[- ]of[- ](?:the[- ])?office(?: reply| auto-?reply|:)|automatic (?:reply|response)\s*:|"
    r"auto(?:matic)?[- ]?"
    r"(?:reply|response)\s*:|autoreply|auto\s*:|risposta automatica|automatische (?:antwort|abwesenheit|rückmeldung)|"
    r"abwesenheitsnotiz|réponse automatique|respuesta automática|resposta automática|automatisch antwoord|"
    r"automatyczna odpowiedź|odpowiedź automatyczna|autosvar|automatiskt svar|automatisk svar)",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"(?:your |the )(?:e-?mail|message|request|enquiry|inquiry|ticket|support request|case|query|submission)\b.{0,60}"
    r"(?:has been|was|is) (?:received|created|opened|registered|logged|submitted)|we(?:['’]ve| have) received your "
    r"(?:e-?mail|message|request|enquiry|ticket|query)|ticket (?:received|created|opened)|\[?(?:ticket|case|"
    r"request)\s*#?\s*[\w-]+\]?"
    r" (?:received|created|opened|has been)|(?:abbiamo ricevuto|confermiamo (?:la ricezione|di aver ricevuto)|"
    r"presa in carico)\b"
    r".{0,60}(?:richiesta|messaggio|e-?mail|ticket|segnalazione)|(?:la (?:sua|tua|vostra) (?:richiesta|segnalazione|"
    r"e-?mail)).{0,40}"
    r"(?:è stat[ao]|ricevut)|(?:ihre|deine) (?:anfrage|nachricht|e-?mail).{0,60}(?:erhalten|eingegangen|empfangen)|"
    r"(?:votre (?:demande|message|e-?mail|courriel)).{0,60}(?:reçue?|enregistr)|(?:hemos recibido su|su (?:solicitud|"
    r"mensaje|"
    r"consulta)).{0,60}(?:recibid|registrad)?|(?:recebemos (?:a )?(?:su?a|o seu))|(?:we hebben uw|uw (?:bericht|"
    r"aanvraag|e-?mail)).{0,60}"
    r"ontvangen|otrzymaliśmy (?:twoj|państwa)",
    re.IGNORECASE,
)
_TAKEN = (  # as `_QUIET` below
    "received", "created", "opened", "registered", "logged", "submitted", "ricev", "in carico", "stat", "erhalten",
    "eingegangen", "empfangen", "reçu", "enregistr", "recib", "registrad", "recebemos", "ontvangen", "otrzyma",
)  # fmt: skip
_DO_NOT_ANSWER = re.compile(
    r"(?:do not|don['’]t|please do not) (?:reply|respond) (?:to|directly)|this is an auto(?:mated|matic)|"
    r"automatically generated|"
    r"auto-generated|unattended mailbox|not monitored|(?:si prega di )?non rispondere a quest|"
    r"messaggio (?:generato )?automatic|"
    r"generat[ao] automaticamente|casella non (?:è )?(?:presidiata|monitorata)|(?:nicht|"
    r"bitte nicht) auf diese (?:e-?mail|nachricht)"
    r" (?:zu )?antworten|automatisch (?:generiert|erstellt|erzeugt)|ne pas r[ée]pondre|g[ée]n[ée]r[ée] automatiquement|"
    r"no responda a este|generado autom[áa]ticamente|n[ãa]o responda a est|gerad[ao] automaticamente|"
    r"niet (?:op deze|antwoorden op)|automatisch gegenereerd|prosimy nie odpowiadać|wygenerowan[ay] automatycznie",
    re.IGNORECASE,
)
_QUIET = (  # one of these stands in everything that the pattern above finds; looking for them is a hundred times faster
    "automat", "auto-", "reply", "respond", "monitor", "rispond", "presidiat", "antwort", "generier", "erstellt",
    "erzeugt",
    "pondre", "génér", "gener", "gerad", "gegener", "odpowiad", "wygener",
)  # fmt: skip
_RECEIPT = re.compile(
    r"^(?:read(?: receipt)?\s*:|delivered\s*:|not read\s*:|message (?:read|opened|displayed)|read receipt|"
    r"return receipt|"
    r"letto\s*:|ricevuta di (?:lettura|ritorno|consegna)|conferma di lettura|gelesen\s*:|ungelesen gelöscht|"
    r"lesebestätigung|"
    r"empfangsbestätigung|lu\s*:|accus[ée] de (?:lecture|réception)|confirmation de lecture|le[íi]do\s*:|"
    r"confirmaci[óo]n de lectura|"
    r"lido\s*:|lida\s*:|recibo de leitura|gelezen\s*:|leesbevestiging|przeczytane\s*:|potwierdzenie (?:odczytu|"
    r"przeczytania)|"
    r"läst\s*:|læst\s*:|lest\s*:|läskvitto|kvittering)",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"report domain:\s*\S+.{0,80}submitter:|^\[?preview\]? report domain|dmarc (?:aggregate )?report|tls report", re.I
)


_PRESSED_SPAM = re.compile(
    r"complaint about message from \d|(?:e-?mail |fw: )?(?:feedback|abuse|spam|complaint|arf) report (?:for|from|"
    r"about|on)\b|"
    r"this is an? (?:e-?mail |spam |)(?:abuse|spam|feedback|unsubscribe|opt-out|authentication failure|fraud|"
    r"virus)[a-z ]{0,20}"
    r"report|abuse report about|client tos notification|\[?scomp|message flagged as spam",
    re.IGNORECASE,
)


def is_daemon(address: str | None) -> bool:
    """Whether the address is one that mail servers write from."""
    return bool(address and _DAEMONS.match(address.partition("@")[0]))


def may_return(address: str | None) -> bool:
    """Whether mail servers write from such an address, and people may too."""
    return bool(address and _RETURNERS.match(address.partition("@")[0]))


def is_daemons_name(name: str) -> bool:
    """Whether a display name, or a From without an address, is a mail server's."""
    return bool(_DAEMONS_NAMES.match(name.strip("\"' <>")))


def is_nobody(address: str | None) -> bool:
    """Whether the address says that nobody reads it."""
    return bool(address and _NOBODIES.match(address.partition("@")[0]))


def says_bounced(subject: str) -> bool:
    """Whether a subject is one that servers give to mail that came back."""
    return bool(_BOUNCED.search(subject))


def says_plainly_absent(subject: str) -> bool:
    """Whether a subject is one that programs give automatic answers, and people nothing."""
    return bool(_PLAIN_ABSENCE.match(subject))


def passes_on(subject: str) -> bool:
    """Whether a subject is that of an answer or a forward: a person has something to say about what a robot wrote."""
    return bool(_PASSED_ON.match(subject))


def says_absent(subject: str) -> bool:
    """Whether a subject is that of an automatic answer."""
    return bool(_ABSENT.search(subject))


def is_answer(subject: str) -> bool:
    """Whether a subject is that of an answer: a person who answers a robot keeps the robot's words."""
    return bool(_ANSWER.match(subject))


def says_received(text: str) -> bool:
    """Whether a text confirms that somebody's request has been received, as help desks do."""
    edge = text[:1_500]
    low = edge.lower()
    return any(word in low for word in _TAKEN) and bool(_RECEIVED.search(edge))


def says_no_answer(text: str) -> bool:
    """Whether a text asks not to be answered, or calls itself automatic."""
    edges = text if len(text) < 2_400 else f"{text[:1_600]}\n{text[-800:]}"
    low = edges.lower()
    return any(word in low for word in _QUIET) and bool(_DO_NOT_ANSWER.search(edges))


def says_read(subject: str) -> bool:
    """Whether a subject is that of a receipt."""
    return bool(_RECEIPT.search(subject))


def says_report(subject: str) -> bool:
    """Whether a subject is that of a report about mail traffic."""
    return bool(_REPORT.search(subject))


def says_complaint_report(subject: str, text: str) -> bool:
    """Whether a subject or text is that of a report by a mailbox provider whose user pressed "spam"."""
    return bool(_PRESSED_SPAM.match(subject.strip()) or _PRESSED_SPAM.match(text[:400].strip()))
