"""The words around a phone number: which announce one, which forbid one, and which tell whose it is.

Looks back word by word; the nearest word decides, since "account 12345678, phone 020 7946 0018" has both.
"""

# ruff: noqa: E501 - a table of one alternative a line reads better than a broken one

import re
from dataclasses import dataclass
from typing import Literal

from ingest.extract import context

Cue = Literal["", "phone", "number", "never"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PHONE = _set(
    "phone phones telephone tel tele teleph mobile mob cell cellphone landline fax whatsapp sms helpline hotline freephone "
    "call called calling calls ring rang ringing phoned phoning telephoned dial dialled dialed text texted reach reached "
    "contact contacted voicemail switchboard extension home office work "
    "telefono telefonico telefonica telefonato telefonata telefonare cellulare cellulari cell fisso utenza recapito recapiti "
    "chiamato chiamata chiamate chiamare chiamatemi chiamarmi chiamando richiamare richiamatemi richiamarmi contattarmi "
    "contattatemi centralino telefonatemi verde chiamavo telefonai chiamai raggiungibile squillo messaggio "
    "telefon telefonnummer handy handynummer mobil mobilnummer rufnummer anruf angerufen anrufen festnetz erreichbar "
    "téléphone portable appelé appeler appel joindre numéro rappeler fixe teléfono móvil movil llamé llamar llamado llamada "
    "telefone telemóvel celular liguei ligar telefoon mobiel gebeld bellen"
)
_FIRM = _set(
    "phone phones telephone tel tele teleph mobile mob cell cellphone landline fax whatsapp telefono cellulare cellulari fisso "
    "utenza recapito telefon telefonnummer handy handynummer mobil rufnummer téléphone portable teléfono móvil telefone "
    "telemóvel celular telefoon mobiel office home"
)
_NUMBER = _set("number numbers numero numeri nummer número no n nr num from dal on al at line linea utenza")
_NEVER = _set(
    "account accounts acct acc invoice bill order meter policy payment iban swift bic vat tax card cards visa mastercard "
    "discover amex credit debit booking reservation passport membership tracking parcel consignment serial model isbn issn "
    "registration licence license nhs patient postcode zip ticket tickets case ref reference incident complaint claim pin code otp "
    "imei barcode sku sequence formula version invoice receipt transaction sort customer not never isn "
    "conto corrente cliente fattura bolletta ordine contatore polizza pagamento partita iva fiscale pod pdr carta prenotazione "
    "passaporto tessera spedizione pacco matricola targa cap contratto ricevuta bonifico pratica segnalazione reclamo protocollo "
    "prot riferimento rif codice euro eur gbp usd "
    "konto kontonummer kundennummer rechnung rechnungsnummer bestellung bestellnummer zähler zählernummer vorgangsnummer aktenzeichen "
    "compte facture commande compteur dossier cuenta factura contador expediente fatura encomenda rekening factuur bestelling omb"
)
# Speak of something else, or of what not to do, without saying that a number is no telephone's.
_SOFT = (_PHONE - _set("phone phones telephone telefono")) | _set(
    "not never isn complaint reclamo segnalazione pratica prot protocollo euro eur gbp carta partita"
)
_DESKS = _set("service services care support relations helpline desk line team")  # "customer services from 020 ..."
_FAR, _PARTED = 2, frozenset(",.;(")
_WEAK_NEVER = _set("code customer sequence not no never number cliente contratto codice")

_WORDS = re.compile(r"[^\W\d_]{1,40}")
_DIGIT = re.compile("[0-9]")
_LETTER = re.compile(r"[^\W\d_]{2}")
_NUMBERS = re.compile(r"[+(]{0,2}[0-9](?:[ ()-]{0,3}[0-9]){8,14}")
_AND = re.compile(
    r"[\s,;/()&]*(?:(?:and|or|e|o|oppure|und|oder|et|ou|y|my|the|on|at|mobile|home|work|landline|office|cell|also|anche|al|allo|sul|fisso|"
    r"(?:son|daughter|husband|wife|partner|mother|father|neighbour)'s)\b[\s,;/()&.:]*){0,5}"
)

_FROM = re.compile(
    r"(?s)(?:call|rang|ring|phon|telephon|dial|text|chiamat|chiama|contatt|telefon|angerufen|anruf|appel|llam|lig)\w{0,10}\b.{0,60}?"
    r"\b(?:from|using|dal|dalla|dall|da|col|con|von|vom|depuis|du|desde|van)\b.{0,45}\Z"
    r"|\bnumber (?:i|we|my \w+) (?:(?:had|have) )?(?:called|rang|phoned|used|was calling|telephoned|dialled)\b.{0,30}\Z"
    r"|\bnumero (?:da|con) cui\b.{0,50}\Z|\bnumero (?:chiamante|utilizzato)\b.{0,20}\Z"
    r"|\b(?:calling|caller) (?:number|line)\b.{0,12}\Z|\bmy call (?:was|came) from\b.{0,30}\Z|\b(?:calls?|chiamate?) (?:was|were|all|made|fatt[ae])\b.{0,30}(?:from|dal|da)\b.{0,30}\Z"
    r"|\b(?:each|every|both) times?,? from\b.{0,25}\Z|\b(?:always|sempre|ogni volta) (?:from|dal|dalla|da)\b.{0,25}\Z"
    r"|\b(?:from|using|on) (?:my|our|the|a|this|that|her|his|work|home)(?: \w+){0,2} (?:mobile|landline|home|work|phone|number|cell|line|house|office)\b[ ,:(]{0,3}\Z"
    r"|\bdall[ae]?['’ ] ?(?:mia |medesima |stessa |nostra )?(?:utenza|linea|numerazione)\b.{0,20}\Z|\b(?:dal|con il|col) (?:mio|nostro|numero|fisso|telefono|cellulare|cell)\b.{0,25}\Z|\bmit (?:meinem|unserem) (?:handy|telefon|mobiltelefon|festnetz\w{0,10})\b.{0,10}\Z|\bvon (?:der|meiner) (?:\w+ )?nummer\b.{0,5}\Z|\b(?:from|dal|depuis le|desde el)[ :(]{1,3}\Z|\bfrom (?:my|our|his|her|another)\b[^.;!?]{0,30}\Z",
)
_THEY_FROM = re.compile(
    r"(?s)\b(?:you|they|he|she|someone|somebody|agent|colleague|operator|adviser|advisor|engineer|missed calls?|(?:a|the) call|who|mi hanno|mi ha|mi avete|ricevuto|ricevo) "
    r"(?:\w+ ){0,2}(?:called|rang|phoned|telephoned|rung|call(?:s|ing)?|chiamat[oae]|telefonat[oae]|chiamate|una chiamata)\b.{0,30}(?:from|dal|da|dallo)\b.{0,20}\Z"
    r"|\b(?:number|numero) (?:that|which|who|che) (?:\w+ )?(?:called|rang|phoned|contacted|mi ha (?:chiamato|contattato)|mi ha telefonato)\b.{0,25}\Z"
    r"|\b(?:received|got|had|ricevuto)\b.{0,25}\b(?:calls?|chiamat[ae]|telefonat[ae]|text|sms)\b.{0,20}\b(?:from|dal|da)\b.{0,20}\Z"
)
_BACK = re.compile(
    r"(?s)\b(?:call|ring|phone|telephone|contact|reach|text|get|speak to|try|whatsapp|message)(?:ed)? (?:me|us|my \w+)\b.{0,50}\Z"
    r"|\b(?:reached|contacted|reachable|available|called back|rung back)\b.{0,30}\Z|\b(?:call|ring|phone)[- ]?back\b.{0,40}\Z"
    r"|\b(?:my|our|mine|best|daytime|evening|home|contact|preferred|new)\b(?:[ -][\w-]+\.?){0,4}(?: is| are| was|'s|:| on| at|,| \()?[\s:(]{0,4}\Z"
    r"|\b(?:chiamatemi|richiamatemi|contattatemi|telefonatemi|chiamarmi|richiamarmi|contattarmi|telefonarmi|raggiungibile|reperibile|raggiungermi|rispondo|ricontattarmi|ricontattatemi|essere (?:ri)?(?:chiamat|contattat)[oa])\b.{0,50}\Z"
    r"|\b(?:mio|mia|miei|nostro|nostra|recapito|recapiti)\b(?: [\w-]+\.?){0,4}(?: è| e'| sono|:)?[\s:(]{0,4}\Z"
    r"|\b(?:erreichen|rückruf|zurückrufen|erreichbar|meine?|rappelez|joindre|mon|joignable|mi|llámenme|localizarme|meu|contactar-me|mijn)\b.{0,40}\Z"
)
_LABEL = re.compile(
    r"(?:^|\n|\||,|;|\s{2}|\()[ \t]{0,20}(?:(?:my|home|work|mobile|daytime|evening|contact|cell)?[ ]?(?:t[eé]l(?:ephone|éphone|efono|efon|éfono|efone|efoon)?|phone|mobiel|mobile|mobil|mob|cell(?:ulare)?|landline|home|fisso|handy|t|m|h|fax|portable|móvil|recapito)\.?(?: (?:no|number|n|nr)\.?| numero)?)[ \t]{0,20}[:.\-/]?[ \t]{0,3}\(?\Z"
)
_OURS = re.compile(
    r"(?s)\b(?:your|vostr[oaie]|vs|ihre?|votre|vuestro)\b.{0,40}\Z"
    r"|\b(?:helpline|hotline|customer services?|call cent(?:re|er)|switchboard|freephone|numero verde|servizio clienti|assistenza|centralino|call center|sportello)\b.{0,35}\Z"
    r"|\b(?:called|rang|phoned|dialled|dialed|telephoned|calling|ringing|tried|trying)(?: (?:you|it|the|again|this|number|back))* (?:on|at)?[\s:(]{0,3}\Z"
    r"|\b(?:chiamato|telefonato|chiamando|composto|contattato)(?: (?:il|lo|al|vi|voi|numero|il numero|più volte|ripetutamente))*[\s:(]{0,3}\Z"
)
_YOU_CALLED_ME = re.compile(
    r"(?s)\b(?:called|rang|phoned|rung|contacted|texted|chiamato|contattato)(?: \w+){0,2}? (?:me|us|my \w+)\b.{0,40}\Z|\bmi (?:ha|hanno|avete)\b.{0,40}\b(?:al|sul)\b.{0,20}\Z"
)
_WOULD_CALL = re.compile(
    r"(?:\b(?:would|will|to|should|could|can|please)|'d|'ll) (?:always |only |please )?(?:call|ring|phone|text|try|use)(?: back)?(?: on)?[ :]{1,2}\Z"
    r"|(?:\A|[.;:,!?\n] ?)(?:so |please |just )?(?:call|ring|phone|text|chiamate|telefonate|richiamate)(?: on| il| lo| al| allo| sul)?[ :]{1,2}\Z"
)
_NUMBER_IS = re.compile(r"\b(?:number|no|numero|nummer|tel)(?:'s| is| was| è| e'| ist)[ :]{1,2}\Z")
_RANG_ASIDE = re.compile(
    r"(?s)\b(?:rang|called|phoned|telephoned|(?:ho|abbiamo) (?:ri)?(?:chiamato|telefonato))\b.{0,70}[,(] ?\Z"
)
_CHANGED = re.compile(
    r"(?s)\b(?:updat|chang|replac|cambi|aggiorn)\w{0,7}\b.{0,25}\b(?:number|phone|mobile|numero|cellulare|recapito)\b.{0,20}\Z"
)
_FAX = re.compile(r"\bfax\b[\s.:]{0,3}(?:number|no|n|nr|numero)?[\s.:(]{0,3}\Z")
_OTHERS = re.compile(
    r"(?s)\b(?:neighbou?r|mother|father|husband|wife|son|daughter|sister|brother|friend|solicitor|lawyer|doctor|landlord|his|her|their|"
    r"vicin[oa]|madre|padre|marito|moglie|figli[oa]|sorella|fratello|amic[oa]|avvocat[oa]|suo|sua|loro|medico)(?:'s)?\b.{0,40}\Z"
)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the words before a run of digits say about it."""

    cue: Cue  # "phone": a phone is spoken of; "number": only a number; "never": it counts something else
    word: str  # the deciding word, to be shown
    firm: bool = False  # a phone itself is named, not only a call
    apart: bool = False  # other words or a sign stand between

    @property
    def soft(self) -> bool:
        """Whether a number that is plainly a telephone's is one all the same.

        "Do not ring 020 7946 0018", "their order desk is 020 7946 0018", "as in my contract, 020 7946 0018".
        """
        return self.apart or self.word in _SOFT


def announcement(text: str, start: int) -> Announcement:
    """Read the words before `start`, the nearest first, at most eight of them."""
    window = context.before(text, start, 60)
    words = list(_WORDS.finditer(window))[-8:]
    weak = ""
    for distance, match in enumerate(reversed(words)):
        word, follows = match[0], words[-distance][0] if distance else ""
        near = distance < (3 if word in _WEAK_NEVER else 5) and not (word == "customer" and follows in _DESKS)
        if word in _NEVER and near and not _spent(window[match.end() :]):
            apart = distance >= _FAR or not _PARTED.isdisjoint(window[match.end() :])
            return Announcement("never", word, apart=apart)
        if word in _PHONE:
            negated = _negation([one[0] for one in words], distance)
            return Announcement("never" if negated else "phone", word, word in _FIRM)
        weak = weak or (word if word in _NUMBER and distance < 3 else "")
    return Announcement("number" if weak else "", weak)


def _spent(between: str) -> bool:
    """Whether an account's number, or a new line, has come between its word and here: then the word is used up."""
    first, _, last = between.partition("\n")
    return len(_DIGIT.findall(between)) > 4 or bool(last and (_LETTER.search(first) or _LETTER.search(last)))


def _negation(words: list[str], distance: int) -> bool:
    """Whether "not" stands right before the announcing word: "these are not phone numbers"."""
    place = len(words) - 1 - distance
    return any(word in ("not", "non", "nicht", "never", "no") for word in words[max(0, place - 2) : place])


def role(text: str, start: int) -> tuple[str, str]:
    """What the number was to the writer, by the words before it in its sentence; and those words' meaning."""
    left, _ = context.sentence(text, start, start, 110)
    window = _own_words(text[left:start].lower())
    if _THEY_FROM.search(window):
        return "other", "they called from it"
    for pattern, name, why in _ROLES:
        if pattern.search(window):
            return name, why
    return "other", ""


def _own_words(window: str) -> str:
    """The words since the number before; of a list of numbers, the words before its first."""
    pieces = _NUMBERS.split(window)
    while len(pieces) > 1 and _AND.fullmatch(pieces[-1]):
        pieces.pop()
    return pieces[-1]


_ROLES = (
    (_FAX, "other", "a fax"),
    (_CHANGED, "call_back", "the writer's new or old number"),
    (_FROM, "called_from", "called from"),
    (_YOU_CALLED_ME, "call_back", "we called the writer on it"),
    (_BACK, "call_back", "call back on"),
    (_OTHERS, "other", "somebody else's"),
    (_OURS, "ours", "called us on it"),
    (_LABEL, "call_back", "the writer's own line"),
    (_WOULD_CALL, "call_back", "promised to call it"),
    (_NUMBER_IS, "call_back", "given as the number"),
    (_RANG_ASIDE, "called_from", "told beside a call"),
)
