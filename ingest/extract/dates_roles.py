"""What a date is the date of: an incident, a contact, the letter itself, a deadline, a birth, or something else.

The nearest cue in the sentence decides, a cue before the date rather than one after it. It reads words only; where
the date stands on the page is for `dates` to weigh.
"""

import re
from functools import cache
from typing import Literal

from ingest.extract import context

Role = Literal["incident", "contact", "letter", "deadline", "birth", "other"]

# Words in the sentence, as stems in five languages. Deadlines count only right before the date.
_CONTACT = (
    "call(?:ed|ing|s)?|rang|ring(?:ing)?|phon(?:ed|ing|e)|telephon(?:ed|e|ing)|sp(?:oke|eak|oken|eaking)"
    "|talk(?:ed|ing)"
    "|wrote|write|written|writing to you|e-?mail(?:ed|s|ing)?|contact(?:ed|ing)?|visit(?:ed)?|chat(?:ted)?|told|tells"
    "|advised|promised|assured|informed|said|messaged|texted|conversation|repl(?:ied|y)|respon(?:ded|se)|answered"
    "|in touch|complain(?:ed|t)|reported|advis[eo]r|agent|operator|engineer came|met with|spoken"
    "|chiam\\w{0,8}|telefon\\w{0,8}|parlat\\w|scritt[oaie]|scriss\\w|scrivev\\w|contatt\\w{0,8}|sentit[oaie]"
    "|rispos\\w{0,4}|detto|disse|conversazione|colloquio|operat(?:ore|rice|ori)|sollecit\\w{0,6}|segnalat\\w"
    "|segnalazione|reclam\\w{0,5}|pec|assicurat\\w|promess\\w|riferit\\w|inviat\\w|mail|email|raccomandata"
    "|angerufen|anruf\\w{0,3}|rief|telefon\\w{0,6}|gesprochen|gespräch\\w{0,2}|sprach|geschrieben|schrieb\\w{0,2}"
    "|kontaktiert|gemeldet|mitgeteilt|gesagt|beschwer\\w{0,6}|zugesagt"
    "|appel\\w{0,5}|téléphon\\w{0,4}|parlé|écri\\w{0,3}|contact\\w{0,4}|joint|répond\\w{0,3}|courriel|courrier|dit"
    "|conseill[eè]\\w{0,3}|réclam\\w{0,7}|signalé\\w?"
    "|llam\\w{0,5}|telefone\\w|habl\\w{0,5}|escrib\\w{0,4}|contact\\w{0,5}|correo|dijo|dijeron|reclam\\w{0,6}"
    "|respond\\w{0,5}"
)
_BIRTH = (
    "born|date of birth|d\\.?o\\.?b\\b\\.?|birthday|birth ?date|nat[oaie] (?:il|a|l['’])|nat[oaie]|data di"
    " nascita|nascita|classe"
    "|geboren|geb\\.|geburtsdatum|geburtstag|n[ée]+e? le|date de naissance|naissance|nacid[oa]|nac[ií]|fecha de"
    " nacimiento"
)
_DEADLINE = (
    "by|no later than|not later than|until|deadline(?: is| of)?|due (?:on|by)|within|expires?(?: on)?|at the latest"
    "|before the|respond by|reply by|entro(?: e non oltre)?(?: il)?|entro l['’]|non oltre(?: il)?"
    "|scaden\\w{1,3}(?: il| del)?|scade(?: il)?"
    "|fino al|bis(?: zum| spätestens)?|spätestens(?: am| bis)?|frist\\w{0,3}|jusqu['’]au|avant le|au plus"
    " tard(?: le)?|d['’]ici(?: le| au)?"
    "|antes del|hasta el|a más tardar(?: el)?|plazo\\w?"
)
_PAPERS = (
    "invoice|bill|statement|policy|contract|order|receipt|account opened|fattura|bolletta|contratto|polizza"
    "|ordine|scontrino"
    "|estratto conto|bonifico|rechnung|vertrag|bestellung|facture|contrat|commande|factura|contrato|pedido"
)
_LETTER = "(?:^|[\\n,] ?)(?:date|data|dated?|datum|le|fecha)\\s?[:.]?"


@cache
def _cues() -> re.Pattern[str]:
    """All cues in one pattern; no repetition in it is unbounded."""
    body = f"(?P<birth>{_BIRTH})|(?P<contact>{_CONTACT})|(?P<paper>{_PAPERS})"
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)")


@cache
def _deadline() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{_DEADLINE})(?: (?:the|about|around|il|l['’]|le|el|den|am|(?:close of|end of) (?:business"
        rf"|play|day)))?(?: on| del)?[ \n:]{{1,3}}$"
    )


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(rf"(?:{_LETTER})[ \t]{{0,4}}$")


_REACH = 90  # characters around a date in which a cue speaks about it


def of(text: str, start: int, end: int) -> tuple[Role, str]:
    """The role of the date at `text[start:end]`, and the word that says so.

    Args:
        text: the whole reading.
        start: where the date begins, in characters.
        end: where it ends.
    """
    left, right = context.sentence(text, start, end, _REACH)
    before = text[left:start].lower()
    after = text[end:right].lower()
    due = _deadline().search(before[-40:])
    if due:
        return "deadline", due.group().strip(" \n:")
    return _nearest(before, after)


def _nearest(before: str, after: str) -> tuple[Role, str]:
    """The cue nearest to the date; what stands after it counts as twice as far, and less across a comma."""
    best: tuple[float, Role, str] | None = None
    for match in _cues().finditer(before):
        best = _better(best, len(before) - match.end(), match)
    for match in _cues().finditer(after):
        best = _better(best, match.start() * 1.6 + 6, match)
    return (best[1], best[2]) if best else ("incident", "")


def _better(best: tuple[float, Role, str] | None, distance: float, match: re.Match[str]) -> tuple[float, Role, str]:
    kind = match.lastgroup or "contact"
    weighed = distance * 0.5 if kind == "birth" else distance
    if kind == "paper" and distance > 9:
        weighed += 60  # "order" three words away is not what is dated
    role: Role = "birth" if kind == "birth" else "other" if kind == "paper" else "contact"
    if best and best[0] <= weighed:
        return best
    return weighed, role, match.group()


def heads_letter(text: str, start: int) -> bool:
    """Whether a label such as "Date:" leads to the date."""
    return bool(_letter().search(text[max(0, start - 30) : start].lower()))


# A place in front of a date: up to four words with capital letters, then perhaps "lì", "den" and the like.
_PLACE = re.compile(
    r"(?:^|\n)[ \t]{0,40}(?:[A-ZÀ-ÖØ-Þ][^\W\d_'’.-]{1,24}[ '’.-]{0,2}(?:(?:di|in|upon|am|sul|de|la|del)[ ])?){1,4}"
    r", ?(?:li|lì|il|den|le|the)? ?$"
)


def stands_as_date_line(text: str, start: int, end: int) -> bool:
    """Whether a date fills its line, alone or after a place: "Milano, 3 marzo 2026"."""
    left = text[max(0, start - 80) : start]
    rest = text[end : end + 2]
    if rest.strip(" .\r") and not rest.lstrip(" .\r").startswith("\n"):
        return False
    return not left.rpartition("\n")[2].strip() or bool(_PLACE.search(left))
