"""What a date is the date of: an incident, a contact, the letter itself, a deadline, a birth, or something else.

The nearest cue in the sentence decides, a cue before the date rather than one after it. It reads words only; where
the date stands on the page is for `dates` to weigh.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from ingest.extract import context
from ingest.extract.dategrammar.lexicon import flattened, listed

Role = Literal["incident", "contact", "letter", "deadline", "birth", "other"]

_REACH = 90  # characters around a date in which a cue speaks about it
_WORD = re.compile(r"[^\W\d_]{2,40}")

# Cues, without accents: words, and stems (marked by a star) that any ending may follow.
_CONTACT = """
    call called calling calls rang ring ringing phone* telephon* spoke speak spoken speaking talk* wrote write written
    email* emailed mail mailed contact* visit* chat chatted told tells advised promised assured informed said messaged
    texted conversation repl* respond* answered complain* reported adviser advisor agent operator
    asked asking requested request letter letters note sent send sending posted forwarded forwarding received receive
    meeting met thank thanks text voicemail message messages fax shop store counter branch transferred queue hold
    chiest* chiesi chiedev* richiest* lettera lettere invio mandat* spedit* ricevut* ricevet* incontr* appuntamento
    messaggio sms negozio sportello fax ringraz* passat*
    gebeten brief schreiben gesendet geschickt erhalten treffen termin filiale demande lettre envoy* recu rencontr*
    boutique pedi carta envie recibi reunion tienda
    chiam* telefon* parla* scritt* scriss* scrivev* contatt* sentit* rispos* detto disse dissero conversazione colloquio
    operator* sollecit* segnal* reclam* pec assicurat* promess* riferit* inviat* raccomandata richiam*
    angerufen anruf* rief telefonat* gesproch* gesprach* sprach geschrieben schrieb* kontakt* gemeldet mitgeteilt gesagt
    beschwer* zugesagt
    appel* parle ecri* joint repond* courriel courrier dit conseiller conseillere signale
    llam* habl* escrib* correo dijo dijeron
    liguei ligou falei disse escrevi gebeld belde gesproken sprak schreef geschreven
"""
_BIRTH = """
    born birth birthday birthdate dob nato nata nati nascita geboren geb geburtsdatum geburtstag naissance nee nacido
    nacida nacimiento nasci nascido nascida nascimento geboortedatum
"""
# Somebody came, or did not: "nobody came on 3 March" tells of what went wrong.
_VISIT = """
    came come comes attended arrived turned showed venut* arrivat* uscit* sopralluogo presentat* gekommen kam erschien*
    venu venue passe vino vinieron
"""
_NOT = listed("""
    nobody no none never nothing not didn didnt don't wasn nessuno mai niente non niemand nie nicht kein keiner
    personne jamais ne pas nadie nunca no
""")
_INCIDENT = """
    since fail* fault* died dead stopped stop drop* down outage outages broke broken cut disconnected charged charge
    charges billed overcharged lost offline slow vanish* crash* flooded damage* missed waited nobody never missing
    dal dallo dalle guast* cadut* interrott* interruzion* ferm* smess* addebit* prelev* bloccat* disattivat* mancat*
    saltat* isolat* staccat* mut* assente assenza disserviz* dannegg* funzion* lent* attes* nessuno
    seit ausgefallen ausfall storung* gestort* defekt abgebucht unterbroch* kaputt depuis panne coup* preleve
    desde averia* cort* cobr* cargo
"""
# Dealings that are not about the trouble itself; such a word speaks of what stands near it.
_ELSEWHERE = """
    paid pay payment pays pagat* pagament* bonific* exam exams holiday wedding funeral birthday moved moving trasloc*
    agreement signed firmat* sottoscritt* bought purchased comprat* acquistat* joined customer client* tenancy bank
    banca court tribunale law legge decreto delivery delivered courier corriere hospital ospedale surgery police
    polizia school scuola sposat* bezahlt uberwiesen umzug unterschrieben kunde gezahlt paye demenag* signe client
    pagado mudanza firmado cliente
"""
_PAPERS = """
    invoice bill statement policy contract order receipt fattura bolletta contratto polizza ordine scontrino bonifico
    rechnung vertrag bestellung facture contrat commande factura contrato pedido
"""
_DEADLINE = listed("""
    by within deadline entro scadenza scade spatestens frist avant tard ici antes tardar plazo
    uiterlijk prazo oltre
""")
# These speak of a deadline only when the date is still to come: "it was down until 5 March" is none.
_UNTIL = listed("""
    until till bis jusqu hasta fino tot ate due before vor
""")
_BETWEEN = listed("""
    the about around il le el den am au on del al than no later not close of end business play day
    non oltre zum plus mas di date giorno latest at is
""")


def _kinds() -> tuple[dict[str, Role], tuple[tuple[str, Role], ...]]:
    words: dict[str, Role] = {}
    stems: list[tuple[str, Role]] = []
    listed: tuple[tuple[str, Role], ...] = (
        (_ELSEWHERE, "other"), (_INCIDENT, "incident"), (_VISIT, "contact"), (_CONTACT, "contact"), (_PAPERS, "other"),
        (_BIRTH, "birth"),
    )  # fmt: skip
    for cues, role in listed:
        for cue in cues.split():
            if cue.endswith("*"):
                stems.append((cue[:-1], role))
            else:
                words[cue] = role
    return words, tuple(sorted(stems, key=lambda stem: -len(stem[0])))


_ROLE_OF, _STEMS = _kinds()
_VISITS = tuple(cue.rstrip("*") for cue in _VISIT.split())


def of(text: str, start: int, end: int, *, ahead: bool) -> tuple[Role, str]:
    """The role of the date at `text[start:end]`, and the word that says so.

    Args:
        text: the whole reading.
        start: where the date begins, in characters.
        end: where it ends.
        ahead: whether the date is still to come.
    """
    left, right = context.sentence(text, start, end, _REACH)
    before = list(_WORD.finditer(flattened(text[left:start])))
    own = [m.group() for m in _WORD.finditer(flattened(text[start : min(end, start + 8)]))][:1]  # "by noon on Monday"
    due = _deadline([m.group() for m in before[-6:]], ahead=ahead) or _deadline(own, ahead=ahead)
    if due:
        return "deadline", due
    return _nearest(before, start - left, _WORD.finditer(flattened(text[end:right])))


def _deadline(words: list[str], *, ahead: bool) -> str:
    """The word right before the date, articles aside, that makes it a deadline."""
    for k in range(len(words) - 1, -1, -1):
        if words[k] in _DEADLINE or (ahead and words[k] in _UNTIL) or words[k : k + 2] == ["later", "than"]:
            return words[k]
        if words[k] not in _BETWEEN:
            return ""
    return ""


def _nearest(before: list[re.Match[str]], size: int, after: Iterator[re.Match[str]]) -> tuple[Role, str]:
    """The cue nearest to the date; what stands after it counts as farther."""
    cues = [(_weighed(role, size - m.end()), role, m.group()) for role, m in _told(before)]
    cues += [(_weighed(role, m.start() * 1.6 + 6), role, m.group()) for role, m in _told(list(after))]
    if not cues:
        return "incident", ""
    _, role, word = min(cues)
    return role, word


def _told(words: list[re.Match[str]]) -> Iterator[tuple[Role, re.Match[str]]]:
    """The cues among some words, with what each speaks of; a visit that did not take place is an incident."""
    for at, match in enumerate(words):
        role = _role_of(match.group())
        if role == "contact" and match.group().startswith(_VISITS):
            role = "incident" if any(word.group() in _NOT for word in words[max(0, at - 4) : at]) else role
        if role:
            yield role, match


@lru_cache(maxsize=4096)
def _role_of(word: str) -> Role | None:
    """What a word speaks of, if it is a cue."""
    return _ROLE_OF.get(word) or next((role for stem, role in _STEMS if word.startswith(stem)), None)


def _weighed(role: Role, distance: float) -> float:
    """How far a cue counts: a word of birth reaches far, that of a paper ("order") only what it stands beside."""
    if role == "birth":
        return distance * 0.5
    return distance + 60 if role == "other" and distance > 9 else distance


_LABEL = re.compile(r"(?:^|[\n,] ?)(?:date|data|dated|datum|le|fecha)\s?[:.]?[ \t]{0,4}$")


def heads_letter(text: str, start: int) -> bool:
    """Whether a label such as "Date:" leads to the date."""
    return bool(_LABEL.search(text[max(0, start - 30) : start].lower()))


# A place in front of a date: up to four words with capital letters, then perhaps "lì", "den" and the like.
_NAME = r"[A-ZÀ-ÖØ-Þ][^\W\d_]{1,24}"
_PLACE = re.compile(
    rf"(?:^|\n)[ \t]{{0,40}}{_NAME}(?:[ '’.-]{{1,2}}(?:(?:di|in|upon|am|sul|de|la|del) )?{_NAME}){{0,3}}"
    r", ?(?:li|lì|il|den|le|the)? ?$"
)


def stands_as_date_line(text: str, start: int, end: int) -> bool:
    """Whether a date fills its line, alone or after a place: "Milano, 3 marzo 2026"."""
    if text[end : end + 80].partition("\n")[0].strip(" .\r\t"):
        return False
    left = text[max(0, start - 80) : start].rpartition("\n")[2]
    return not left.strip() or bool("," in left and _PLACE.search(left))
